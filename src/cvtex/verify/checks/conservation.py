"""Conservation: nothing that the author typed is lost on the way to the page."""

from collections import defaultdict

from cvtex.content.model import Datum
from cvtex.document.model import Document
from cvtex.verify.checks.registry import Finding, Findings, check
from cvtex.verify.evidence import Evidence

_HINT = "this is a fault of cvtex, or of a style: please report it with these lines"


@check("T004", "every datum of the CV is on a page, or left out by a rule that is named")
def conservation(document: Document, seen: Evidence) -> Findings:
    """The document's account; that its texts are on the pages is proved by T001."""
    del seen
    data: dict[str, list[Datum]] = defaultdict(list)
    for datum in document.account:
        data[datum.of].append(datum)
    for of, all_of_it in data.items():
        lost = [datum for datum in all_of_it if datum.lost]
        if any(datum.what == "field title" for datum in lost) and not any(datum.shown for datum in all_of_it):
            message = f"`{of}` is on no page, with all its data, and no rule leaves it out"
            yield Finding(message, _HINT, min(datum.span for datum in lost))
        else:
            yield from map(_finding, lost)
    return len(document.account)


def _finding(datum: Datum) -> Finding:
    typed = datum.text if len(datum.text) <= 60 else f"{datum.text[:57]}…"
    owner = f" of `{datum.of}`" if datum.of else ""
    message = f"the {datum.what} “{typed}”{owner} is on no page, and no rule leaves it out"
    return Finding(message, _HINT, datum.span)
