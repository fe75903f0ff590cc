"""The words of a page as its picture shows them: whether each can be seen, and how dark it is."""

from collections.abc import Iterator
from itertools import compress
from zlib import adler32

from cvtex.patterns import regex
from cvtex.values import dataclass
from cvtex.verify.evidence import Box, Evidence, Page, Picture
from cvtex.verify.lines import Stretch, around, stretches_of

_WORD = regex(r"\S+")
_LEAST_DIFFERENCE = 14
"""Levels of grey (of 255) by which a word's darkest and lightest pixel differ at one pixel a point."""
_LONG_ENOUGH = 4
_SUMMED = 256  # bytes whose sum stays below 65521, whatever they are


@dataclass(frozen=True, slots=True)
class Word:
    """A word: the text from `start` up to `end` of a page, and its ink, that of its letters and digits alone where it has some.

    `line` is where its stretch starts. `seen` tells whether anything of it can be seen. `dark` is its ink by its width and size,
    None for a word that is short, or set in more than one way.
    """

    line: int
    start: int
    end: int
    box: Box
    letters: bool
    seen: bool
    dark: float | None


def words(seen: Evidence) -> tuple[tuple[Word, ...], ...]:
    """The words of each page in the order of its text; none of a page without a picture."""
    return seen.of_pages(
        "words", lambda page: tuple(_words(page, page.picture, stretches_of(seen, page))) if page.picture else ()
    )


def _words(page: Page, picture: Picture, lines: tuple[Stretch, ...]) -> Iterator[Word]:
    for line in lines:
        for match in _WORD.finditer(line.text):
            start, end = line.start + match.start(), line.start + match.end()
            letters = sum(map(str.isalnum, match[0]))
            box = _box_of(page, start, end, letters=letters > 0)
            if box:
                # A dash is as flat as its box: only the paper around it tells that it is there.
                inked = _inked(picture, box, 0 if letters else 1)
                dark = _dark(page, picture, start, end) if letters >= _LONG_ENOUGH else None
                yield Word(line.start, start, end, box, letters > 0, inked, dark)


def whole_box(page: Page, word: Word) -> Box:
    """The ink box of all that a word consists of."""
    return around([box for box in page.boxes[word.start : word.end] if box])


def _box_of(page: Page, start: int, end: int, *, letters: bool) -> Box | None:
    """The ink box of a word; of its letters and digits alone, where it has some, so that no comma stands for them."""
    text, boxes = page.text[start:end], page.boxes[start:end]
    if letters and not text.isalnum():
        boxes = tuple(compress(boxes, map(str.isalnum, text)))
    inked = [box for box in boxes if box]
    return around(inked) if inked else None


def _inked(picture: Picture, box: Box, around: int) -> bool:
    lightest, darkest = 0, 255
    for row in filter(None, picture.rows(box, around)):
        lightest, darkest = max(lightest, max(row)), min(darkest, min(row))
        if lightest - darkest >= _LEAST_DIFFERENCE:
            return True
    return False


def _dark(page: Page, picture: Picture, start: int, end: int) -> float | None:
    """The ink of a word in one style, by its width and size."""
    style, styles = page.styles[start], page.styles[start:end]
    if style is None:
        return None
    if styles.count(style) < len(styles) and any(other is not style and other for other in styles):
        return None
    box = around([box for box in page.boxes[start:end] if box])
    dark = sum(255 * len(row) - _sum(row) for row in picture.rows(box, 1)) / 255
    return dark / (max(box[2] - box[0], 1) * max(style.size, 1))


def _sum(row: bytes) -> int:
    """The sum of some bytes, by way of a checksum that is made much faster (RFC 1950: its lower half is 1 more, modulo 65521)."""
    return (adler32(row) & 0xFFFF) - 1 if len(row) <= _SUMMED else sum(row)
