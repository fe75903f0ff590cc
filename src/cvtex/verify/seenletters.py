"""The letters of a line that turns, where the eye must find them: each in its place, and white between words."""

import unicodedata
from collections.abc import Callable, Sequence
from itertools import accumulate, groupby, islice, pairwise

from cvtex.document.model import Fact
from cvtex.patterns import regex
from cvtex.values import dataclass
from cvtex.verify.directions import from_left, is_mark, levels, other_way, runs_left
from cvtex.verify.evidence import Box, Stream, normal

Boxes = Callable[[tuple[int, int]], Box | None]
"""The box of a character by its page and its index there."""
Read = tuple[int, str]
"""A character of a text: its index in the stream, and the white before it in the order of the data."""
_HAIR = 0.01  # points
_LOOSE = "\t"
"""White that parts words where it is due, and says nothing elsewhere."""
_IN_ONE_GLYPH, _MOST_IN_GLYPH = regex("ل[اأإآى]|ا?لله"), 4
"""Letters from right to left for which a font may have one glyph."""
_APART = "\u200c"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text without white space: how deep each letter lies, and the white before it, -1 for none.

    Each has the number of its word, and of its part where letters do not join or are raised.
    """

    letters: str
    depths: tuple[int, ...]
    whites: tuple[int, ...]
    words: tuple[int, ...]
    parts: tuple[int, ...]

    def part(self, start: int, end: int) -> "Wanted":
        numbers = (known[start:end] for known in (self.depths, self.whites, self.words, self.parts))
        return Wanted(self.letters[start:end], *numbers)

    def begins(self, index: int) -> bool:
        """Whether a word begins with this letter."""
        return index == 0 or self.words[index] != self.words[index - 1]

    def from_left(self) -> list[tuple[int, int | None]]:
        """The letters as the eye finds them, without marks: each with the one before which the white on its left stands, if any."""
        found: list[int] = []
        depths: list[int] = []
        for index, letter in enumerate(self.letters):
            if not is_mark(letter):
                white = [self.whites[index]] if index and self.whites[index] >= 0 else []
                found += [~index] * len(white) + [index]
                depths += [*white, self.depths[index]]
        seen = [found[place] for place in from_left(depths)]
        return [(index, ~before if before < 0 else None) for before, index in pairwise([0, *seen]) if index >= 0]


def wanted_of(fact: Fact) -> Wanted:
    """What of a text must be found."""
    words = list(accumulate(map(str.isspace, fact.text)))
    offsets = accumulate((not letter.isspace() for letter in fact.text), initial=0)
    parts = list(
        accumulate(
            letter.isspace() or letter == _APART or offset in fact.joints
            for offset, letter in zip(offsets, fact.text, strict=False)
        )
    )
    depths = [0] * fact.lead + levels(fact.text[fact.lead :])
    each = [
        (letter, index) for index, sign in enumerate(fact.text) for letter in (() if sign.isspace() else normal(sign))
    ]
    whites = [depths[index - 1] if index and fact.text[index - 1].isspace() else -1 for index in range(len(depths))]
    numbers = (tuple(known[index] for _, index in each) for known in (depths, whites, words, parts))
    return Wanted("".join(letter for letter, _ in each), *numbers)


def as_seen(stream: Stream, start: int, line: Wanted, boxes: Boxes) -> list[Read] | None:
    """The characters of a line, if the eye finds each where it belongs.

    Letters that share a glyph share its place, and a mark belongs to the letter over which it stands.
    """
    where = {index: box for index in range(start, start + len(line.letters)) if (box := boxes(stream.places[index]))}
    middles = _middles(where)
    return _read(stream, line, middles, _white_beside(stream, middles)) if len(where) == len(line.letters) else None


def as_shown(stream: Stream, start: int, line: Wanted) -> list[Read] | None:
    """The same for a reader that tells the glyphs from left to right, and nothing of where they stand.

    What one glyph means is told in the order in which it is read.
    """
    places = range(start, start + len(line.letters))
    middles = {index: float(index) for index in places}
    letters = [index for index in places if not is_mark(stream.text[index])]
    wanted = [index for index, _ in line.from_left()]
    if len(letters) != len(wanted):
        return None
    beside: dict[float, str] = {}
    at = 0
    while at < len(letters):
        next_ones = slice(at, at + _MOST_IN_GLYPH)
        glyph = letters[at : at + _of_one_glyph(stream, letters[next_ones], line, wanted[next_ones])]
        middles |= dict.fromkeys(glyph, middles[glyph[0]])
        parted = at > 0 and line.parts[wanted[at]] != line.parts[wanted[at - 1]]
        gaps = stream.gaps[letters[at - 1] + 1 if at else start : glyph[0] + 1]
        # Where marks stand between them, or letters do not join, readers see white within words too.
        beside[middles[glyph[0]]] = "".join(gaps) and _LOOSE if parted or len(gaps) > 1 else gaps[0]
        at += len(glyph)
    return _read(stream, line, middles, beside)


def _of_one_glyph(stream: Stream, letters: list[int], line: Wanted, wanted: list[int]) -> int:
    """How many of the letters that come next are of one glyph: more than one where they run the other way than the eye does."""
    for many in range(_MOST_IN_GLYPH, 1, -1):
        told = "".join(stream.text[place] for place in letters[:many])
        read = "".join(line.letters[index] for index in reversed(wanted[:many]))
        if told == read and _IN_ONE_GLYPH.fullmatch(read):
            return many
    return 1


def _read(stream: Stream, line: Wanted, middles: dict[int, float], beside: dict[float, str]) -> list[Read] | None:
    """The characters of a line by the middle of each glyph and the white `beside` it, on its left."""
    wanted = [index for index, letter in enumerate(line.letters) if not is_mark(letter)]
    letters = sorted((index for index in middles if not is_mark(stream.text[index])), key=middles.__getitem__)
    if len(letters) != len(wanted) or not wanted or wanted[0]:
        return None
    order = (index for index, _ in line.from_left())
    places: dict[int, int] = {}
    for _, glyph in groupby(letters, middles.__getitem__):
        shared = list(glyph)
        for index in islice(order, len(shared)):
            fitting = looks(line.letters[index], line.depths[index])
            place = next((place for place in shared if stream.text[place] in fitting), None)
            if place is None:
                return None
            shared.remove(place)
            places[index] = place
    found = _with_marks(stream, line, places, middles)
    return None if found is None else list(zip(found, _gaps(stream, line, found, middles, beside), strict=True))


def _gaps(
    stream: Stream, line: Wanted, places: list[int], middles: dict[int, float], beside: dict[float, str]
) -> list[str]:
    """The white before each letter of a line: where the eye sees it between two that are neighbours there, due or not."""
    gaps = [""] * len(places)
    gaps[0] = stream.gaps[min(places)]
    for (left, _), (index, due) in pairwise(line.from_left()):
        here = middles[places[index]]
        white = beside.get(here, "") if here != middles[places[left]] else ""
        if due is not None:
            gaps[due] = white and " "
        elif white == " ":
            between = range(min(left, index) + 1, max(left, index) + 1)
            gaps[next((place for place in between if not line.begins(place)), between[-1])] = white
    return gaps


def _white_beside(stream: Stream, middles: dict[int, float]) -> dict[float, str]:
    """The white on the left of glyphs, by their middles: before a word, whose last letter is there where it runs from right to left."""
    beside: dict[float, str] = {}
    white, edge = "", 0.0
    for index in sorted(middles):
        letter, middle = stream.text[index], middles[index]
        if is_mark(letter):
            continue
        if stream.gaps[index] or not runs_left(letter):
            white, edge = stream.gaps[index], middle
        elif white and middle < edge:
            del beside[edge]
            edge = middle
        if white:
            beside[edge] = white
    return beside


def _middles(where: dict[int, Box]) -> dict[int, float]:
    """The middle of each glyph. Where letters are said of glyphs together, pdfium gives each an equal part of their width."""
    middles: dict[int, float] = {}
    shared: list[int] = []
    for index in sorted(where, key=lambda index: where[index][0]):
        if not shared or not _equal_parts(where[shared[-1]], where[index]):
            shared = []
        shared.append(index)
        middle = (where[shared[0]][0] + where[index][2]) / 2
        middles |= dict.fromkeys(shared, middle)
    return middles


def _equal_parts(one: Box, other: Box) -> bool:
    """Whether two boxes look like equal parts of one, side by side."""
    same = (one[2], one[1], one[3], one[2] - one[0])
    return all(
        abs(a - b) < _HAIR for a, b in zip(same, (other[0], other[1], other[3], other[2] - other[0]), strict=True)
    )


def _with_marks(stream: Stream, line: Wanted, places: dict[int, int], middles: dict[int, float]) -> list[int] | None:
    """The same with the marks of letters, each between those of its neighbours."""
    around = [middles[place] for place in places.values()]
    marks = [index for index in middles if is_mark(stream.text[index])]
    base = 0.0
    for index, letter in enumerate(line.letters):
        if index in places:
            base = middles[places[index]]
            continue
        fitting = [(abs(middles[mark] - base), mark) for mark in marks if stream.text[mark] == letter]
        nearest = min(fitting, default=(0.0, -1))[1]
        if nearest < 0 or not _beside(base, middles[nearest], around):
            return None
        marks.remove(nearest)
        places[index] = nearest
    return [places[index] for index in range(len(line.letters))]


def _beside(base: float, mark: float, letters: Sequence[float]) -> bool:
    """Whether no letter stands between the middle of a mark and that of its own."""
    low, high = sorted((base, mark))
    return not any(low < middle < high for middle in letters)


def looks(letter: str, depth: int) -> str:
    """How a letter may look: a bracket that runs from right to left is turned, and a sign of mathematics may be.

    pdfium tells a wide bracket as its narrow form (`（`).
    """
    if not unicodedata.mirrored(letter):
        return letter
    other = other_way(letter) if depth % 2 else letter
    return unicodedata.normalize("NFKC", other) + other + (letter if unicodedata.category(letter) == "Sm" else "")
