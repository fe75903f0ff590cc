"""The lines of a page that turn, from left to right: where pdfium sees each glyph, and what it means there.

pdfium has an order of its own for whole lines, which puts a date before its text. What it takes to run from right to left it
changes besides: a bracket or a quote is turned, and a sign such as `…` is taken apart.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise, takewhile

from cvtex.values import dataclass
from cvtex.verify.directions import is_mark, other_way, runs_left, turned
from cvtex.verify.evidence import Box, Style
from cvtex.verify.lines import commonest
from cvtex.verify.pdfium import seconds

_LEVEL = 2.0  # points: bullets stand a little higher than letters
_FIRST = frozenset(map(chr, range(0xD800, 0xDC00)))
_SECOND = frozenset(map(chr, range(0xDC00, 0xE000)))
_WHITE, _OVERHUNG = 0.15, 0.04
"""White of this part of a letter's size parts words: a space is a quarter of it, and tracked letters have a tenth between
them. Where a letter's ink goes beyond its own room, as that of a slanted f, it takes from the white, and less will do."""

_Letters = Sequence[tuple[int, list[int]]]
"""The letters of a line from left to right, each with its marks."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A page's characters as pdfium tells them, each with its ink, its baseline and how it is set.

    `widths` is asked for the box of each of some characters with the white that belongs to it.
    """

    text: str
    boxes: Sequence[Box | None]
    baselines: Sequence[float | None]
    styles: Sequence[Style | None]
    widths: Callable[[Sequence[int]], Sequence[Box]]


def as_placed(glyphs: Glyphs) -> tuple[list[int], str] | None:
    """The indices of a page's characters, in which lines that turn go from left to right, word by word, and the text as it is meant.

    In these lines words are parted where the eye sees white: by the index behind the last character, which means a space.
    None where no line turns.
    """
    if not turned(glyphs.text):
        return None
    meant = [*glyphs.text, " "]
    order: list[int] = []
    for places in _lines(glyphs.text, glyphs.baselines):
        turns = turned(glyphs.text[places.start : places.stop])
        order.extend(_placed(meant, places, glyphs) if turns else places)
    return order, "".join(meant)


def _lines(text: str, baselines: Sequence[float | None]) -> list[range]:
    """The lines of a page; pdfium parts some at a mark that stands high or low, and these are whole."""
    found: list[range] = []
    start = 0
    for line in text.splitlines(keepends=True):
        here = range(start, start + len(line))
        start += len(line)
        last = found[-1] if found else range(0)
        heights = [_baselines(text, places, baselines) for places in (last, here)]
        marked = any(map(is_mark, text[last.start : here.stop]))
        if last and marked and (not all(heights) or abs(commonest(heights[0]) - commonest(heights[1])) < _LEVEL):
            found[-1] = range(last.start, here.stop)
        else:
            found.append(here)
    return found


def _baselines(text: str, places: range, baselines: Sequence[float | None]) -> list[float]:
    """The heights of the letters of a line, without marks."""
    known = ((place, baselines[place]) for place in places if not is_mark(text[place]))
    return [height for place, height in known if height is not None and not text[place].isspace()]


def _placed(meant: list[str], places: range, glyphs: Glyphs) -> list[int]:
    """The order of a line, whose signs are put right; that of pdfium where it does not tell where each glyph stands."""
    boxes = glyphs.boxes
    needless = _put_together(meant, places, boxes)
    halves = {places.start + place for place in seconds("".join(meant[place] for place in places))}
    alone = [place for place in places if place not in needless and place not in halves]
    inked = [place for place in alone if boxes[place]]
    if any(not boxes[place] and not meant[place].isspace() for place in alone):
        return list(places)
    for place in list(_turned_about(meant, inked, boxes)):
        meant[place] = other_way(meant[place])
    order: list[int] = []
    letters = _with_marks(meant, [place for place in inked if not meant[place].isspace()], boxes)
    for number, word in enumerate(_words(letters, glyphs)):
        order.extend([len(glyphs.text)] if number else [])
        for letter, marks in _words_turned(meant, word):
            order.extend((letter, letter + 1) if letter + 1 in halves else (letter,))
            order.extend(marks)
    ends = takewhile(lambda place: meant[place] in "\r\n", reversed(places))
    return order + list(ends)[::-1]


def _with_marks(meant: Sequence[str], places: Sequence[int], boxes: Sequence[Box | None]) -> _Letters:
    """The letters of a line from left to right, each with the marks that stand nearest to it."""
    letters = sorted((place for place in places if not is_mark(meant[place])), key=lambda place: _left(boxes, place))
    marks: dict[int, list[int]] = {letter: [] for letter in letters}
    for place in places:
        if is_mark(meant[place]):
            nearest = min(
                letters, key=lambda letter: abs(_middle(boxes, letter) - _middle(boxes, place)), default=place
            )
            marks.setdefault(nearest, []).extend([place] if nearest != place else [])
    return list(marks.items())


def _middle(boxes: Sequence[Box | None], place: int) -> float:
    left, _, right, _ = boxes[place] or (0.0, 0.0, 0.0, 0.0)
    return (left + right) / 2


def _left(boxes: Sequence[Box | None], place: int) -> float:
    return (boxes[place] or (0.0,))[0]


def _turned_about(text: Sequence[str], places: Sequence[int], boxes: Sequence[Box | None]) -> Iterator[int]:
    """The signs of a line that pdfium has turned: those behind letters from right to left, up to the next of the other kind.

    At the beginning of a line its own direction counts, which is that of its parts.
    """
    leftwards = len(places) > 1 and _left(boxes, places[0]) > _left(boxes, places[-1])
    for place in places:
        kind = unicodedata.bidirectional(text[place])
        if kind in ("R", "AL", "L"):
            leftwards = kind != "L"
        elif leftwards and kind not in ("EN", "AN"):
            yield place


def _put_together(meant: list[str], places: range, boxes: Sequence[Box | None]) -> set[int]:
    """Let signs that pdfium took apart be whole, and halves of a character in their order; the places that then mean nothing."""
    needless = set[int]()
    for box, group in groupby(places, boxes.__getitem__):
        glyph = list(group)
        if box is None or len(glyph) < 2:
            continue
        sign = _wholes().get("".join(meant[place] for place in glyph))
        if sign:
            meant[glyph[0]] = sign
            needless.update(glyph[1:])
        for one, other in pairwise(glyph):
            if meant[one] in _SECOND and meant[other] in _FIRST:
                meant[one], meant[other] = meant[other], meant[one]
    return needless


@cache
def _wholes() -> dict[str, str]:
    """Signs by what they are taken apart into: those that part words or stand for some."""
    signs = map(chr, (*range(0xA0, 0xC0), *range(0x2000, 0x2200), 0xFDFA, 0xFDFB))
    forms = ((unicodedata.normalize("NFKD", sign).replace("\u2044", "/"), sign) for sign in signs)
    return {form: sign for form, sign in forms if len(form) > 1 and form.strip() == form}


def _words(letters: _Letters, glyphs: Glyphs) -> Iterator[_Letters]:
    """The letters of a line in words: what white parts."""
    start, end, full = 0, 0.0, True
    places = [letter for letter, _ in letters]
    for index, (place, (left, _, right, _)) in enumerate(zip(places, glyphs.widths(places), strict=True)):
        ink, style = glyphs.boxes[place], glyphs.styles[place]
        if ink and style and index:
            least = _WHITE if full and left < ink[0] else _OVERHUNG
            if left - end >= least * style.size:
                yield letters[start:index]
                start = index
        if not index or right > end:
            end, full = right, not ink or right > ink[2]
    yield letters[start:]


def _words_turned(text: Sequence[str], letters: _Letters) -> Iterator[tuple[int, list[int]]]:
    """Letters from left to right, those of each turned word from right to left."""
    for left, group in groupby(letters, lambda letter: runs_left(text[letter[0]])):
        word = list(group)
        yield from reversed(word) if left else word
