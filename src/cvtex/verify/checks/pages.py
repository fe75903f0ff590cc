"""Pages: as many as allowed, of one size, with all their ink within the margins."""

from cvtex.document.model import Document
from cvtex.verify.checks.registry import Finding, Findings, check, check_any
from cvtex.verify.evidence import Evidence

PAPER_SIZES = {"letter": (612.0, 792.0), "a4": (595.28, 841.89)}
INK_MARGIN = 36.0
"""No ink nearer to the paper's edge, in PDF points: half an inch, what funders and printers ask for."""


@check("P001", "the document has no more pages than its target allows, on its target's paper")
def pages(document: Document, seen: Evidence) -> Findings:
    count = len(seen.pages)
    if document.max_pages and count > document.max_pages:
        yield Finding(
            f"the document has {count} pages, and its limit is {document.max_pages}",
            "leave something out with `draft: true`, or raise the limit of the target",
        )
    width, height = PAPER_SIZES[document.paper]
    for page in seen.pages:
        if abs(page.width - width) > 1 or abs(page.height - height) > 1:
            yield Finding(
                f"the page measures {page.width:.0f} × {page.height:.0f} points, not {width:.0f} × {height:.0f}",
                None,
                page=page.number,
            )
    return count


@check_any("P002", "no ink stands nearer than half an inch to the edge of the paper")
def margins(seen: Evidence) -> Findings:
    examined = 0
    for page in seen.pages:
        for index, box in enumerate(page.boxes):
            if box is None or page.text[index].isspace():
                continue
            examined += 1
            if (
                box[0] < INK_MARGIN
                or box[1] < INK_MARGIN
                or box[2] > page.width - INK_MARGIN
                or box[3] > page.height - INK_MARGIN
            ):
                word = _word(page.text, index)
                yield Finding(
                    f"“{word}” runs into the margin", "shorten the text, or let it break", page=page.number, box=box
                )
                break
    return examined


@check_any("P003", "no page is blank")
def blank(seen: Evidence) -> Findings:
    for page in seen.pages:
        if not page.text.strip():
            yield Finding(
                "the page has no text", "it is blank, or a picture that software cannot read", page=page.number
            )
    return len(seen.pages)


def _word(text: str, index: int) -> str:
    start = max(text.rfind(" ", 0, index), text.rfind("\n", 0, index)) + 1
    return text[start:].split(maxsplit=1)[0] if text[start:].strip() else text[index]
