"""Bookmarks and page labels: the way through the document beside its pages."""

from collections.abc import Iterator

from cvtex.content.source import without_line_signs
from cvtex.diagnostics import Span
from cvtex.document.model import Document, Group, Heading
from cvtex.verify.checks.registry import Finding, Findings, NotExaminedError, check_either
from cvtex.verify.evidence import Evidence, packed
from cvtex.verify.placement import placements


@check_either("M008", "each heading has its bookmark, in order, and each bookmark leads to the page of its heading")
def bookmarks(document: Document | None, seen: Evidence) -> Findings:
    structure = seen.structure
    examined = len(structure.bookmarks) + len(structure.page_labels)
    yield from _labels(document, structure.page_labels, len(seen.pages))
    if document and "bookmarks" in document.limits.without:
        raise NotExaminedError("the rule of its target forbids bookmarks")
    if document:
        yield from _compared(document, seen)
        return examined + sum(isinstance(block, Heading | Group) for block in document.blocks)
    if not examined:
        raise NotExaminedError("the file has no bookmarks")
    lost = [bookmark.title for bookmark in structure.bookmarks if not bookmark.page]
    if lost:
        message = f"the bookmark `{lost[0]}` leads to no page" + (f", and {len(lost) - 1} more" if lost[1:] else "")
        yield Finding(message, "make the bookmarks anew", severity="warning")
    return examined


def _labels(document: Document | None, labels: tuple[str, ...], pages: int) -> Iterator[Finding]:
    """Page labels that a reader could not use; a document of cvtex counts its pages from 1."""
    seen: set[str] = set()
    doubled = []
    for label in labels:
        if label in seen:
            doubled.append(label)
        seen.add(label)
    if document and labels and labels != tuple(str(number) for number in range(1, pages + 1)):
        yield Finding(f"the pages are called {', '.join(labels[:5])} …, not 1, 2, 3 …", "readers show these names")
    elif doubled or len(labels) > pages:
        message = f"two pages are called `{doubled[0]}`" if doubled else "more pages have names than there are"
        yield Finding(message, "readers show these names: number the pages anew", severity="warning")


def _compared(document: Document, seen: Evidence) -> Iterator[Finding]:
    """The headings of a document against the bookmarks of a file."""
    fault = "readers show bookmarks beside the page: build the PDF again"
    wanted = list(_headings(document))
    told = [(bookmark.title.strip(), bookmark.level) for bookmark in seen.structure.bookmarks]
    for number, (title, level, span) in enumerate(wanted):
        if number >= len(told):
            yield Finding(f"the heading “{title}” has no bookmark", fault, span)
        elif packed(told[number][0]) != packed(title):
            yield Finding(f"the bookmark `{told[number][0]}` stands where “{title}” is due", fault, span)
            return
        elif told[number][1] != level:
            yield Finding(f"the bookmark `{title}` stands on another level than its heading", fault, span)
    for title, _ in told[len(wanted) :]:
        yield Finding(f"the bookmark `{title}` belongs to no heading", fault)
    placed = [item for item in placements(document, seen) if item.fact.role in ("section", "group")]
    if len(placed) != len(wanted):
        return  # T001 tells which heading is not on a page
    for (title, _, span), item, bookmark in zip(wanted, placed, seen.structure.bookmarks, strict=False):
        page = item.first.page
        if not bookmark.page:
            yield Finding(f"the bookmark `{title}` leads to no page", fault, span)
        elif bookmark.page != page:
            message = f"the bookmark `{title}` leads to page {bookmark.page}, and its heading stands on page {page}"
            yield Finding(message, fault, span, page)


def _headings(document: Document) -> Iterator[tuple[str, int, Span]]:
    """Title, level and place of each heading; groups before the first section stand on the level of sections."""
    below = 0
    for block in document.blocks:
        if isinstance(block, Heading):
            below = 1
            yield without_line_signs(block.title.plain), 0, block.title.span
        elif isinstance(block, Group):
            yield without_line_signs(block.title.plain), below, block.title.span
