"""Conservation: nothing that the author typed is lost on the way to the page."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from cvtex.content.model import Datum
from cvtex.document.model import Document
from cvtex.verify.checks.registry import Finding, Findings, check
from cvtex.verify.evidence import Evidence

_HINT = "this is a fault of cvtex, or of a style: please report it with these lines"


@check("T004", "every datum of the CV is on a page, or left out by a rule that is named")
def conservation(document: Document, seen: Evidence) -> Findings:
    """The document's account; that its texts are on the pages is proved by T001."""
    del seen
    lost: dict[str, list[Datum]] = defaultdict(list)
    for datum in document.account:
        if datum.lost:
            lost[datum.of].append(datum)
    sizes = Counter(datum.of for datum in document.account)
    for of, data in lost.items():
        yield from _findings(of, data, whole=bool(of) and len(data) > 1 and len(data) == sizes[of])
    return len(document.account)


def _findings(of: str, data: Sequence[Datum], *, whole: bool) -> Iterator[Finding]:
    """A finding for each lost datum, or one for all where nothing of a thing is left."""
    if whole:
        first = min(datum.span for datum in data)
        yield Finding(f"`{of}` is on no page, with all its {len(data)} data, and no rule leaves it out", _HINT, first)
        return
    for datum in data:
        typed = datum.text if len(datum.text) <= 60 else f"{datum.text[:57]}…"
        owner = f" of `{of}`" if of else ""
        yield Finding(f"the {datum.what} “{typed}”{owner} is on no page, and no rule leaves it out", _HINT, datum.span)
