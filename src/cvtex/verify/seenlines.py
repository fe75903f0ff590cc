"""The lines of a page that turn, from left to right: where pdfium sees each glyph, and what it means there.

pdfium has an order of its own for whole lines, which puts a date before its text. What it takes to run from right to left it
changes besides: a bracket or a quote is turned, and a sign such as `…` is taken apart.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate, groupby, islice, pairwise

from cvtex.values import dataclass
from cvtex.verify.directions import is_mark, other_way, runs_left, turned
from cvtex.verify.evidence import Box, Style
from cvtex.verify.lines import commonest
from cvtex.verify.unspaced import unspaced

_HAIR = 0.01  # points
_RAISED = 0.6
"""Raised and lowered letters stay in their line up to this part of their size; bullets stand a little higher than letters."""
_FIRST = frozenset(map(chr, range(0xD800, 0xDC00)))
_SECOND = frozenset(map(chr, range(0xDC00, 0xE000)))
_WHITE, _HUNG, _SAID, _OVERHANG = 0.15, 0.08, 0.25, 0.2
"""White of this part of a letter's size parts words: a space is a quarter of it, and tracked letters have a tenth between
them. Less will do where ink goes beyond its own room, as that of a slanted f does, and so far at the most; that of a dash
fills its room. Between letters of Thai that are said together it is as wide as a space: pdfium tells their ink alone."""

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

    Two indices behind the last character are the white that is seen between words of such a line, a space, and its end.
    None where no line turns.
    """
    if not turned(glyphs.text):
        return None
    meant = [*glyphs.text, " ", "\n"]
    needless = set[int]()
    lines: list[tuple[bool, list[int]]] = []
    start = 0
    for text in glyphs.text.splitlines(keepends=True):
        places = list(range(start, start + len(text)))
        start += len(text)
        turns = turned(text)
        if turns:
            needless |= _put_right(meant, places, glyphs.boxes)
        for line in _apart(places, glyphs) if turns else [places]:
            lines.append((turns, line))
            while len(lines) > 1 and _are_one(lines[-2], lines[-1], glyphs):
                lines[-2:] = [(True, lines[-2][1] + lines[-1][1])]
    order: list[int] = []
    for turns, line in lines:
        order.extend(_placed(meant, [place for place in line if place not in needless], glyphs) if turns else line)
    return order, "".join(meant)


def _apart(places: list[int], glyphs: Glyphs) -> list[list[int]]:
    """The lines that the eye sees, from the top, in what pdfium takes for one: raised text may glue several together."""
    letters = _letters(places, glyphs)
    at = {glyphs.baselines[place] or 0.0: place for place in letters}
    heights = sorted(at, reverse=True)
    lower = [not _level(at[above], at[height], glyphs) for above, height in pairwise(heights)]
    if not any(lower):
        return [places]
    numbers = dict(zip(heights, accumulate(lower, initial=0), strict=True))
    number = {place: numbers[glyphs.baselines[place] or 0.0] for place in letters}
    for place in places:
        box = glyphs.boxes[place]
        if place not in number and box:
            number[place] = number[min(letters, key=lambda letter: _distance(glyphs.boxes[letter], box))]
    return [[place for place in places if number.get(place) == index] for index in range(sum(lower) + 1)]


def _are_one(one: tuple[bool, list[int]], other: tuple[bool, list[int]], glyphs: Glyphs) -> bool:
    """Whether a line goes on in another, if either turns; pdfium parts some at text and marks that stand high or low."""
    if not (one[0] or other[0]):
        return False
    here, there = (_usual(places, glyphs) for _, places in (one, other))
    return here is not None and there is not None and _level(here, there, glyphs)


def _letters(places: Sequence[int], glyphs: Glyphs) -> list[int]:
    """The letters of a line that are seen, without marks; those where there is nothing else."""
    seen = [place for place in places if glyphs.baselines[place] is not None and glyphs.styles[place]]
    shown = [place for place in seen if not glyphs.text[place].isspace()]
    return [place for place in shown if not is_mark(glyphs.text[place])] or shown


def _usual(places: Sequence[int], glyphs: Glyphs) -> int | None:
    """A letter of a line at the height of most of them."""
    letters = _letters(places, glyphs)
    heights = [glyphs.baselines[place] for place in letters]
    return letters[heights.index(commonest(heights))] if letters else None


def _level(one: int, other: int, glyphs: Glyphs) -> bool:
    """Whether two letters stand in a line, one of them raised or lowered."""
    heights = [glyphs.baselines[place] or 0.0 for place in (one, other)]
    sizes = [style.size for place in (one, other) if (style := glyphs.styles[place])]
    return abs(heights[0] - heights[1]) < _RAISED * min(sizes)


def _distance(one: Box | None, other: Box) -> float:
    left, bottom, right, top = one or (0.0, 0.0, 0.0, 0.0)
    return abs(left + right - other[0] - other[2]) + abs(bottom + top - other[1] - other[3])


def _put_right(meant: list[str], places: Sequence[int], boxes: Sequence[Box | None]) -> set[int]:
    """Let the signs of a line be what they are on the page; the places that then mean nothing."""
    needless = _put_together(meant, places, boxes)
    alone = [place for place in places if place not in needless and not _is_second(meant, place)]
    if all(boxes[place] or meant[place].isspace() for place in alone):
        for place in list(_turned_about(meant, [place for place in alone if boxes[place]], boxes)):
            meant[place] = other_way(meant[place])
    return needless


def _is_second(meant: Sequence[str], place: int) -> bool:
    """Whether a place has the second half of a character beyond U+FFFF."""
    return meant[place] in _SECOND and meant[place - 1] in _FIRST


def _placed(meant: list[str], places: Sequence[int], glyphs: Glyphs) -> list[int]:
    """The order of a line and its end; that of pdfium where it does not tell where each glyph stands."""
    alone = [place for place in places if not meant[place].isspace() and not _is_second(meant, place)]
    if not all(glyphs.boxes[place] for place in alone):
        return list(places)
    order: list[int] = []
    spaces = [place for place in places if meant[place] == " " and glyphs.boxes[place]]
    for number, word in enumerate(_words(_with_marks(meant, alone, glyphs.boxes), spaces, glyphs)):
        order.extend([len(glyphs.text)] if number else [])
        for letter, marks in _words_turned(meant, word):
            order.extend((letter, letter + 1) if _is_second(meant, letter + 1) else (letter,))
            order.extend(marks)
    return [*order, len(glyphs.text) + 1]


def _with_marks(meant: Sequence[str], places: Sequence[int], boxes: Sequence[Box | None]) -> _Letters:
    """The letters of a line from left to right, each with its marks: those that are said together with it, or stand nearest to it."""
    letters = sorted((place for place in places if not is_mark(meant[place])), key=lambda place: _left(boxes, place))
    marks: dict[int, list[int]] = {letter: [] for letter in letters}
    whose = {letter: letter for letter in letters}
    for before, place in pairwise([-1, *places]):
        if is_mark(meant[place]):
            nearest = min(
                letters, key=lambda letter: abs(_middle(boxes, letter) - _middle(boxes, place)), default=place
            )
            whose[place] = whose[before] if before in whose and _follows(boxes[before], boxes[place]) else nearest
            marks.setdefault(whose[place], []).extend([place] if whose[place] != place else [])
    return list(marks.items())


def _follows(one: Box | None, other: Box | None) -> bool:
    """Whether two characters are said together: the room of what is shown meanwhile is parted among them in their order."""
    return bool(one and other and (one[1], one[3]) == (other[1], other[3]) and abs(other[0] - one[2]) < _HAIR)


def _middle(boxes: Sequence[Box | None], place: int) -> float:
    left, _, right, _ = boxes[place] or (0.0, 0.0, 0.0, 0.0)
    return (left + right) / 2


def _left(boxes: Sequence[Box | None], place: int) -> float:
    return (boxes[place] or (0.0,))[0]


def _turned_about(text: Sequence[str], places: Sequence[int], boxes: Sequence[Box | None]) -> Iterator[int]:
    """The signs of a line that pdfium has turned: those behind letters from right to left, up to the next of the other kind.

    It knows no direction of what is beyond U+FFFF. At the beginning of a line its own direction counts, which is that of its parts.
    """
    leftwards = len(places) > 1 and _left(boxes, places[0]) > _left(boxes, places[-1])
    for place in places:
        kind = unicodedata.bidirectional(text[place])
        if text[place] in _FIRST:
            continue
        if kind in ("R", "AL", "L"):
            leftwards = kind != "L"
        elif leftwards and kind not in ("EN", "AN"):
            yield place


def _put_together(meant: list[str], places: Sequence[int], boxes: Sequence[Box | None]) -> set[int]:
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


def _words(letters: _Letters, spaces: Sequence[int], glyphs: Glyphs) -> Iterator[_Letters]:
    """The letters of a line in words: what white parts. Where ink hangs over it, a space that is a glyph tells that it is there."""
    start, end, before = 0, 0.0, _WHITE
    blanks = [(left, right) for left, _, right, _ in glyphs.widths(spaces)]
    for index, ((place, _), (left, right, told)) in enumerate(zip(letters, _rooms(letters, glyphs), strict=True)):
        ink, style = glyphs.boxes[place], glyphs.styles[place]
        dash = unicodedata.category(glyphs.text[place]) == "Pd"
        if ink and style and index:
            here = _WHITE if told and (dash or left < ink[0]) else _HUNG if told else _SAID
            low, high = end - _OVERHANG * style.size, left + _OVERHANG * style.size
            sides = {before, here}
            least = min(sides) if _SAID not in sides else _SAID if len(sides) == 1 else _WHITE
            white = left - end >= least * style.size
            if white or (sides != {_WHITE} and any(low <= first and last <= high for first, last in blanks)):
                yield letters[start:index]
                start = index
        if not index or right > end:
            end = right
            before = _SAID if not told else _WHITE if dash or not ink or right > ink[2] else _HUNG
    yield letters[start:]


def _rooms(letters: _Letters, glyphs: Glyphs) -> Iterator[tuple[float, float, bool]]:
    """From where to where each letter has room, with marks that are said together with it, and whether white about its ink is part of that."""
    boxes = iter(glyphs.widths([place for letter, marks in letters for place in (letter, *marks)]))
    for place, marks in letters:
        left, bottom, right, top = next(boxes)
        over = list(islice(boxes, len(marks)))
        ink = glyphs.boxes[place]
        if ink and (left, right) == (ink[0], ink[2]):
            right = max((right, *(box[2] for box in over if (box[1], box[3]) == (bottom, top))))
            yield left, right, not unspaced(glyphs.text[place])
        else:
            yield left, right, True


def _words_turned(text: Sequence[str], letters: _Letters) -> Iterator[tuple[int, list[int]]]:
    """Letters from left to right, those of each turned word from right to left."""
    for left, group in groupby(letters, lambda letter: runs_left(text[letter[0]])):
        word = list(group)
        yield from reversed(word) if left else word
