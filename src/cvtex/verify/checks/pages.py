"""Pages: as many as allowed, of one size, with all their ink within the margins."""

from cvtex.document.model import Document, Fact
from cvtex.verify.checks.registry import Finding, Findings, check, check_any, check_either
from cvtex.verify.evidence import Box, Evidence, Page
from cvtex.verify.lines import bodies, stretches
from cvtex.verify.placement import placements

PAPER_SIZES = {"letter": (612.0, 792.0), "a4": (595.28, 841.89)}
PRINTED_MARGIN = 12.0
"""What printers cut off, in PDF points: a sixth of an inch."""
_NAMED = ("section", "entry", "label")
_MOST_NAMED = 6
INK_MARGIN = 36.0
"""No ink nearer to the paper's edge, in PDF points: half an inch, what funders and printers ask for."""


@check("P001", "the document has no more pages than its target allows, on its target's paper")
def pages(document: Document, seen: Evidence) -> Findings:
    count = len(seen.pages)
    if document.max_pages and count > document.max_pages:
        yield _too_long(document, seen, document.max_pages)
    width, height = PAPER_SIZES[document.paper]
    for page in seen.pages:
        if abs(page.width - width) > 1 or abs(page.height - height) > 1:
            yield Finding(
                f"the page measures {page.width:.0f} × {page.height:.0f} points, not {width:.0f} × {height:.0f}",
                None,
                page=page.number,
            )
    return count


def _too_long(document: Document, seen: Evidence, most: int) -> Finding:
    """How much lies beyond the last page that is allowed, and what would bring it in."""
    lines = sum(len(rows) for rows in bodies(seen)[most:])
    beyond = [item for item in placements(document, seen) if item.first.page > most and item.fact.role in _NAMED]
    words = list(dict.fromkeys(_words(item.fact) for item in beyond))
    message = (
        f"the document has {len(seen.pages)} pages, and its limit is {most}: {lines} line{'s' * (lines != 1)} too many"
    )
    if words:
        message += f"; beyond page {most}: {_listed(words)}"
    span = beyond[0].fact.span if beyond else None
    if document.enough:
        spare = _listed([f"[{item.label}]" if item.label else f"“{item.words}”" for item in document.enough])
        hint = f"without what is optional it would fit: {spare}; `fit: true` in the target leaves that out by itself"
    elif document.spare:
        hint = "not even without all that is optional would it fit: choose less, or mark more as `optional`"
    else:
        hint = "choose less (`sections`, `tags`, `publications: {max: …}`), or mark entries as `optional` and say `fit: true`"
    return Finding(message, hint, span, most + 1)


def _words(fact: Fact) -> str:
    return fact.text if fact.role == "label" else f"“{_cut(fact.text)}”"


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39].rstrip()}…"


def _listed(words: list[str]) -> str:
    more = f" and {len(words) - _MOST_NAMED} more" if len(words) > _MOST_NAMED else ""
    return ", ".join(words[:_MOST_NAMED]) + more


@check_either(
    "P002", "no ink stands nearer to the edge of the paper than half an inch or the target's margin, and none off it"
)
def margins(document: Document | None, seen: Evidence) -> Findings:
    """With data every ink counts; without, what printers cut off is an error and a narrow margin a warning."""
    examined = 0
    for page, lines in zip(seen.pages, stretches(seen), strict=True):
        marks = [(line.text.split()[0], line.box) for line in lines if line.text.strip()]
        ink = page.picture.ink() if page.picture else None
        marks += [("a rule or picture", ink)] if ink and not lines else []
        if ink and lines and document:
            marks.append(("something drawn", ink))
        examined += len(marks)
        least = document.limits.margin if document and document.limits.margin else INK_MARGIN
        # A pixel of the picture is a point wide.
        out = [(words, box) for words, box in marks if _depth(box, page) < least - (1.5 if box is ink else 0.05)]
        if out:
            words, box = min(out, key=lambda mark: (mark[1] is ink, _depth(mark[1], page)))
            cut = document is not None or _depth(box, page) < PRINTED_MARGIN
            yield Finding(
                f"“{words}” runs into the margin: {max(_depth(box, page), 0):.1f} pt from the edge of the paper, less than {least:.1f}",
                "shorten the text, or let it break",
                page=page.number,
                box=box,
                severity="error" if cut else "warning",
            )
    return examined


def _depth(box: Box, page: Page) -> float:
    """How far within the paper a box stays, in points."""
    return min(box[0], box[1], page.width - box[2], page.height - box[3])


@check_any("P003", "no page is blank")
def blank(seen: Evidence) -> Findings:
    for page, body in zip(seen.pages, bodies(seen), strict=True):
        # A running foot alone leaves a page as blank as it is.
        if not body and (not page.text.strip() or len(seen.pages) > 1):
            yield Finding(
                "the page has no text", "it is blank, or a picture that software cannot read", page=page.number
            )
    return len(seen.pages)
