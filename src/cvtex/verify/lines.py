"""The lines of a page as the eye sees them: stretches of glyphs on one baseline, and rows of such stretches."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import TypeVar

from cvtex.values import dataclass
from cvtex.verify.directions import is_mark, runs_left, turned
from cvtex.verify.evidence import Box, Evidence, Page, Style

_Value = TypeVar("_Value")

_WIDE_GAP = 2.2
"""White wider than this many sizes of the text parts a line: a date at the margin is a stretch of its own."""
_RAISED = 0.6
"""Raised and lowered glyphs stay in their line up to this part of the text's size."""
_BACK = 0.7
"""A glyph that begins so much left of the one before it begins another stretch: it was set over it."""
_SAME_ROW = 2.0
_FIRST_MARK = "\u02ff"
_SHORT_STRETCH = 5
_EDGE = 6
"""A running head or foot has this many rows at the most."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Glyphs of one line without a wide gap: the text from `start` up to `end` of a page, its ink, baseline and look."""

    page: int
    start: int
    end: int
    text: str
    box: Box
    baseline: float
    style: Style
    first: Style


@dataclass(frozen=True, slots=True)
class Row:
    """All stretches on one baseline, from left to right."""

    page: int
    baseline: float
    stretches: tuple[Stretch, ...]

    @property
    def text(self) -> str:
        return "  ".join(stretch.text for stretch in self.stretches)

    @property
    def box(self) -> Box:
        return around([stretch.box for stretch in self.stretches])


def around(boxes: list[Box]) -> Box:
    """The smallest box that holds all of these."""
    left, bottom, right, top = boxes[0]
    for box in boxes:  # a third of the time that `min` and `max` of what `zip` makes of them take
        if box[0] < left:
            left = box[0]
        if box[1] < bottom:
            bottom = box[1]
        if box[2] > right:
            right = box[2]
        if box[3] > top:
            top = box[3]
    return left, bottom, right, top


def commonest(values: list[_Value]) -> _Value:
    """The value that stands there most often, the first of several; at once where there is but one."""
    first = values[0]
    return first if values.count(first) == len(values) else Counter(values).most_common(1)[0][0]


def stretches(seen: Evidence) -> tuple[tuple[Stretch, ...], ...]:
    """The stretches of each page in the order of its text."""
    return tuple(stretches_of(seen, page) for page in seen.pages)


def stretches_of(seen: Evidence, page: Page) -> tuple[Stretch, ...]:
    """Those of one page."""
    return seen.of_page("stretches", page, lambda page: tuple(_stretches(page)))


def rows(seen: Evidence) -> tuple[tuple[Row, ...], ...]:
    """The rows of each page from the top."""
    return seen.once("rows", lambda: tuple(_rows(page) for page in stretches(seen)))


def bodies(seen: Evidence) -> tuple[tuple[Row, ...], ...]:
    """The rows of each page without running heads and feet: rows at the same height that differ by their digits only."""
    return seen.once("bodies", lambda: _without_running(rows(seen)))


def upright(seen: Evidence) -> bool:
    """Whether the text runs across the pages from left to right, not up, down or backwards."""
    lines = [(page, line) for page, lines in zip(seen.pages, stretches(seen), strict=True) for line in lines]
    if sum(len(line.text) for _, line in lines) <= _SHORT_STRETCH * len(lines):
        return False
    ends = ((page.boxes[line.start], page.boxes[line.end - 1]) for page, line in lines)
    return 2 * sum(bool(first and last and first[0] <= last[0]) for first, last in ends) > len(lines)


def _stretches(page: Page) -> list[Stretch]:
    found: list[Stretch] = []
    indices: list[int] = []
    left = right = line = wide = raised = back = 0.0
    look: Style | None = None
    glyphs = zip(page.text, _edges(page), page.baselines, page.styles, strict=True)
    for index, (character, box, baseline, style) in enumerate(glyphs):
        if character.isspace():
            if character in "\r\n":
                _close(page, indices, found)
                indices = []
            continue
        if box is None or baseline is None or style is None:
            continue
        if character > _FIRST_MARK and is_mark(character) and indices:  # it is where its letter needs it
            indices.append(index)
            continue
        if style is not look:
            look, size = style, max(style.size, 1.0)
            wide, raised, back = _WIDE_GAP * size, _RAISED * size, _BACK * size
        start, _, end, _ = box
        away = baseline != line and abs(baseline - line) > raised
        if indices and (away or start - right > wide or start < left - back):
            _close(page, indices, found)
            indices = []
        if not indices:
            line = baseline
        indices.append(index)
        left, right = start, end
    _close(page, indices, found)
    return found


def _edges(page: Page) -> Sequence[Box | None]:
    """The boxes of a page's glyphs; letters of a word that runs from right to left have the edges of the whole word."""
    if not turned(page.text):
        return page.boxes
    boxes = list(page.boxes)
    for left, group in groupby(
        range(len(page.text)), lambda place: runs_left(page.text[place]) or is_mark(page.text[place])
    ):
        word = [place for place in group if boxes[place]]
        if left and word:
            whole = around([box for place in word if (box := boxes[place])])
            boxes[word[0] : word[-1] + 1] = [whole] * (word[-1] + 1 - word[0])
    return boxes


def _close(page: Page, indices: list[int], found: list[Stretch]) -> None:
    if not indices:
        return
    boxes = [box for box in map(page.boxes.__getitem__, indices) if box]
    styles = [style for style in map(page.styles.__getitem__, indices) if style]
    heights = [height for height in map(page.baselines.__getitem__, indices) if height is not None]
    start, end = indices[0], indices[-1] + 1
    text, box = page.text[start:end], around(boxes)
    found.append(Stretch(page.number, start, end, text, box, commonest(heights), _usual(styles), styles[0]))


def _usual(styles: list[Style]) -> Style:
    """The style of most glyphs. Those of one look have one value, which is told apart much sooner than compared."""
    known = {id(style): style for style in styles}
    return known[commonest(list(map(id, styles)))]


def _rows(page: tuple[Stretch, ...]) -> tuple[Row, ...]:
    ordered = sorted(page, key=lambda stretch: -stretch.baseline)
    groups: list[list[Stretch]] = []
    for stretch in ordered:
        if groups and groups[-1][0].baseline - stretch.baseline < _SAME_ROW:
            groups[-1].append(stretch)
        else:
            groups.append([stretch])
    return tuple(
        Row(group[0].page, group[0].baseline, tuple(sorted(group, key=lambda stretch: stretch.box[0])))
        for group in groups
    )


def _running(row: Row) -> tuple[str, int]:
    words = "".join(character for character in row.text if not character.isdigit() and not character.isspace())
    return words, round(row.baseline)


def _without_running(pages: tuple[tuple[Row, ...], ...]) -> tuple[tuple[Row, ...], ...]:
    edge = _EDGE if len(pages) > 2 else 1  # two rows may look alike by chance
    at_edges = Counter(key for page in pages for key in {_running(row) for row in (*page[:edge], *page[-edge:])})
    half = max(2, len(pages) // 2)
    running = {key for key, times in at_edges.items() if times >= half}
    return tuple(
        tuple(
            row
            for index, row in enumerate(page)
            if not ((index < edge or index >= len(page) - edge) and _running(row) in running)
            and not _folio(row, page, index)
        )
        for page in pages
    )


def _folio(row: Row, page: tuple[Row, ...], index: int) -> bool:
    """Whether a row is a page number alone at the head or foot."""
    edge = index == 0 or index == len(page) - 1
    return (
        edge
        and len(row.text) <= 12
        and any(map(str.isdigit, row.text))
        and not any(map(str.isalpha, row.text.casefold().replace("page", "").replace("of", "")))
    )
