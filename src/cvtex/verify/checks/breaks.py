"""Page breaks: nothing is parted from what it heads, no line stands alone, no page is all but empty."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from cvtex.document.model import Document, Heading, Line
from cvtex.patterns import regex
from cvtex.verify.checks.registry import Finding, Findings, check, check_either
from cvtex.verify.evidence import Evidence, Style
from cvtex.verify.lines import Row, bodies, upright
from cvtex.verify.placement import Placed, placements, texts_alone

_GAP_ABOVE = 1.15
"""A heading has more room above it than a line of running text: this many times the page's usual leading."""
_LARGER = 1.08
_HEAVIER = 120
_DATE = regex(r"\b(?:19|20)\d\d\b")
_LONGEST_DATE = 40
_FEW_ROWS = 3
_NEXT_PAGE = "move it to the next page with `pagebreak: true`, or let something above it take a line less"


@check_either("P004", "no heading and no first line of an entry stands alone at the foot of a page")
def stranded(document: Document | None, seen: Evidence) -> Findings:
    if document is None:
        yield from _stranded_rows(seen)
        return sum(len(page) for page in bodies(seen))
    everything = placements(document, seen)
    for item, date in pairwise(everything):
        if date.fact.role == "date" and item.number == date.number and item.last.page < date.first.page:
            yield Finding(
                f"“{_shown(item)}” stands at the foot of the page, and its date on the next",
                _NEXT_PAGE,
                item.fact.span,
                item.last.page,
                item.last.box,
            )
    placed = [item for item in everything if item.fact.role != "date"]
    for item, following in pairwise(placed):
        follows = following.number == item.number + 1
        if follows and item.last.page != following.first.page and _heads(item, following):
            yield Finding(
                f"“{_shown(item)}” stands at the foot of the page, and what it heads on the next",
                _NEXT_PAGE,
                item.fact.span,
                item.last.page,
                item.last.box,
            )
    return len(placed)


def _heads(item: Placed, following: Placed) -> bool:
    """Whether a fact may not be parted from the next one."""
    here, there = item.fact, following.fact
    if here.role in ("section", "group", "label"):
        return True
    if there.role == "legend":
        return True
    return here.role in ("entry", "item") and there.role == "item" and there.level > here.level


def _stranded_rows(seen: Evidence) -> Iterator[Finding]:
    """Without data: the last row of a page heads, as its look or its neighbours tell, and the next page goes on below it."""
    pages = bodies(seen)
    if not upright(seen):
        return
    usual = _usual(pages)
    entries_head = _entries_head(pages)
    for page, following in pairwise(pages):
        if usual is None or len(page) < _FEW_ROWS or not following:
            continue
        last, next_ = page[-1], following[0]
        apart = page[-2].baseline - last.baseline > _GAP_ABOVE * _leading(page)
        heading = apart and _looks_a_heading(last, usual)
        above = not _looks_a_heading(next_, usual) or _size(last) > _size(next_) * _LARGER
        ended = _dated(last) and _begins_anew(next_, usual)  # an entry, and the subheading of others
        entry = entries_head and _dated(last) and not _dated(next_)
        if ((heading and above) or entry) and not ended:
            yield Finding(
                f"“{last.text[:60]}” stands alone at the foot of the page: it heads what comes on the next",
                "move it to the next page",
                page=last.page,
                box=last.box,
            )


def _usual(pages: tuple[tuple[Row, ...], ...]) -> Style | None:
    """The look of most of the text."""
    counts: Counter[Style] = Counter()
    for page in pages:
        for row in page:
            for stretch in row.stretches:
                counts[stretch.style] += len(stretch.text)
    return counts.most_common(1)[0][0] if counts else None


def _looks_a_heading(row: Row, usual: Style) -> bool:
    start = row.stretches[0]
    if not any(map(str.isalpha, start.text)):
        return False
    # A single character is a bullet: the text behind it tells the look.
    first = start.style if len(start.text.split()[0]) == 1 else start.first
    heavier = first.weight >= usual.weight + _HEAVIER or (first.bold and not usual.bold)
    return first.size > usual.size * _LARGER or heavier


def _begins_anew(row: Row, usual: Style) -> bool:
    """Whether a row is a heading, or a subheading: alone on its line, in another font and another colour than the text."""
    only = row.stretches[0].first if len(row.stretches) == 1 else usual
    return _looks_a_heading(row, usual) or (only.font != usual.font and only.colour != usual.colour)


def _size(row: Row) -> float:
    return row.stretches[0].style.size


def _dated(row: Row) -> bool:
    """Whether a row is an entry's: text on the left, a date alone at the right."""
    return (
        len(row.stretches) > 1
        and bool(_DATE.search(row.stretches[-1].text))
        and len(row.stretches[-1].text) < _LONGEST_DATE
    )


def _entries_head(pages: tuple[tuple[Row, ...], ...]) -> bool:
    """Whether the document's dated rows head what stands below them, rather than following one another."""
    heads = alone = 0
    for page in pages:
        leading = _leading(page)
        for row, below in pairwise(page):
            if _dated(row):
                close = row.baseline - below.baseline < 1.5 * leading
                heads, alone = (heads + 1, alone) if close and not _dated(below) else (heads, alone + 1)
    return heads >= _FEW_ROWS and heads > 4 * alone


def _leading(page: tuple[Row, ...]) -> float:
    gaps = [round(above.baseline - below.baseline, 1) for above, below in pairwise(page)]
    close = sorted(gap for gap in gaps if gap > 2)
    return close[len(close) // 4] if close else 0.0


@check("P005", "no first line stands alone at the foot of a page, and no last line alone at the head")
def lone_lines(document: Document, seen: Evidence) -> Findings:
    examined = 0
    for item in placements(document, seen):
        if len(item.lines) < 2:
            continue
        examined += 1
        pages = Counter(line.page for line in item.lines)
        if len(pages) < 2:
            continue
        first, last = item.first, item.last
        for line, where in (
            (first, "first line stands alone at the foot"),
            (last, "last line stands alone at the head"),
        ):
            if pages[line.page] == 1:
                yield Finding(
                    f"the {where} of a page: “{_shown(item)}”",
                    "two lines at least belong together: " + _NEXT_PAGE,
                    item.fact.span,
                    line.page,
                    line.box,
                )
    return examined


@check_either("P006", "no page is all but empty, unless the data ask for it")
def emptiness(document: Document | None, seen: Evidence) -> Findings:
    pages = texts_alone(document, seen)
    forced = _forced(document, seen) if document else set()
    for number, page in enumerate(pages, 1):
        if number == 1 or not page or len(page) > _FEW_ROWS or forced & {number, number + 1}:
            continue
        count = f"{len(page)} line{'s' * (len(page) > 1)}"
        yield Finding(
            f"the page holds no more than {count}: “{page[0].text[:50]}”",
            "shorten the text by as much, or let the pages before break earlier",
            page=number,
            box=page[0].box,
            severity="error" if len(page) == 1 else "warning",
        )
    return len(pages)


def _forced(document: Document, seen: Evidence) -> set[int]:
    """The pages that the data themselves begin with `pagebreak: true`."""
    asked = {
        block.title.span if isinstance(block, Heading) else block.span
        for block in document.blocks
        if isinstance(block, Heading | Line) and block.pagebreak
    }
    return {item.first.page for item in placements(document, seen) if item.fact.span in asked}


def _shown(item: Placed) -> str:
    text = item.fact.text
    return text if len(text) <= 60 else f"{text[:57]}…"
