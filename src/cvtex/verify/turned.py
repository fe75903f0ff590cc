"""Texts that run from right to left, as readers hand them out: every word whole, and words and brackets in an order of their own.

pdfium turns each word by itself where a line begins on the left, and pypdf each stretch of one font: the order of the
words is what they do not agree on. What is found is put into the order of the data, if it is the same letters, and
the same words.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from cvtex.document.model import Document, facts
from cvtex.values import replace
from cvtex.verify.evidence import Box, Stream, packed

_BRACKETS = str.maketrans(")]}»›>", "([{«‹<")
_FURTHEST = 400
"""So many characters behind the last text the next one begins at the latest: bullets, a date, a label lie between."""


def turned(text: str) -> bool:
    """Whether anything in a text runs from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def same_letters(one: str, other: str) -> bool:
    """Whether two texts have the same characters, in whatever order; a bracket may be turned."""
    return sorted(one.translate(_BRACKETS)) == sorted(other.translate(_BRACKETS))


def says(text: str, words: str) -> bool:
    """Whether a line of a page has these words; where they turn, in whatever order."""
    found, wanted = packed(text), packed(words)
    return found == wanted or (turned(words) and same_letters(found, wanted))


def in_order(document: Document, stream: Stream) -> Stream:
    """The stream with the words of texts that run from right to left in the order of the data."""
    cursor = 0
    for fact in facts(document):
        wanted = packed(fact.text)
        start = stream.text.find(wanted, cursor)
        if turned(fact.text) and (start < 0 or start > cursor + _FURTHEST):
            start = _window(stream.text, wanted, cursor)
            order = _order(stream, start, fact.text.split()) if start >= 0 else None
            if order is None:
                continue
            stream = _arranged(stream, start, wanted, order, fact.text.split())
        if start >= 0:
            cursor = start + len(wanted)
            stream = _parted(stream, start, fact.text.split()) if turned(fact.text) else stream
    return stream


def _parted(stream: Stream, start: int, words: list[str]) -> Stream:
    """With the spaces that readers lose where text turns, and without those that they see there."""
    gaps = list(stream.gaps)
    before = ""
    for word in words:
        if before and not gaps[start] and any(map(_runs_left, before + word)):
            gaps[start] = " "
        letters = packed(word)
        for index in range(1, len(letters)):
            if gaps[start + index] == " " and _runs_left(letters[index - 1]) != _runs_left(letters[index]):
                gaps[start + index] = ""
        before, start = word, start + len(letters)
    return replace(stream, gaps=tuple(gaps))


def _runs_left(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("R", "AL")


def _window(text: str, wanted: str, cursor: int) -> int:
    """Where the letters of a text stand together, -1 for nowhere."""
    size = len(wanted)
    places = range(cursor, min(cursor + _FURTHEST, len(text) - size) + 1)
    return next((start for start in places if same_letters(text[start : start + size], wanted)), -1)


def _order(stream: Stream, start: int, words: list[str]) -> list[int] | None:
    """The index in the stream of each character of the words; None where a word is not there in one piece."""
    pieces = [piece for word in words for piece in _pieces(packed(word))]
    left = set(range(start, start + sum(map(len, pieces))))
    found: dict[int, list[int]] = {}
    # The longest first: a short word may stand within a long one.
    for number in sorted(range(len(pieces)), key=lambda number: -len(pieces[number])):
        places = _place(stream, left, pieces[number])
        if places is None:
            return None
        left -= set(places)
        found[number] = places
    return [place for number in range(len(pieces)) for place in found[number]]


def _place(stream: Stream, left: set[int], piece: str) -> list[int] | None:
    """Where a piece stands among what is left, by itself rather than within a word; digits may be turned."""
    size = len(piece)
    forms = (piece, piece[::-1]) if piece[0].isdigit() else (piece,)
    for form in forms:
        places = [
            place
            for place in sorted(left)
            if stream.text.startswith(form, place) and left.issuperset(range(place, place + size))
            and not any(stream.gaps[place + 1 : place + size])
        ]  # fmt: skip
        alone = (place for place in places if place + size not in left or stream.gaps[place + size])
        best = next((place for place in alone if stream.gaps[place]), next(iter(places), None))
        if best is not None:
            found = range(best, best + size)
            return list(found if form == piece else reversed(found))
    if size == 1:
        return next(([place] for place in sorted(left) if same_letters(stream.text[place], piece)), None)
    return None


def _pieces(word: str) -> list[str]:
    """A word in parts between which readers turn: letters and digits that go together, and each sign by itself."""
    pieces: list[str] = []
    kind = ""
    for letter in word:
        category = unicodedata.category(letter)[0]
        here = "letters" if category in "LM" else "digits" if category == "N" else ""
        if here and here == kind:
            pieces[-1] += letter
        else:
            pieces.append(letter)
        kind = here
    return pieces


def _arranged(stream: Stream, start: int, wanted: str, order: list[int], words: list[str]) -> Stream:
    end = start + len(wanted)
    begins, position = {0}, 0
    for word in words:
        begins.add(position)
        position += len(packed(word))
    places = tuple(stream.places[index] for index in order)
    gaps = tuple(" " if index in begins else "" for index in range(len(wanted)))
    return replace(
        stream,
        text=stream.text[:start] + wanted + stream.text[end:],
        places=stream.places[:start] + places + stream.places[end:],
        gaps=(*stream.gaps[:start], stream.gaps[start] or " ", *gaps[1:], *stream.gaps[end:]),
    )


def as_placed(text: str, boxes: Sequence[Box | None]) -> list[int] | None:
    """The indices of a page's characters, in which lines that turn go from left to right, word by word.

    None where no line does: pdfium has an order of its own for whole lines, which puts a date before its text.
    """
    if not turned(text):
        return None
    order: list[int] = []
    start = 0
    for line in text.splitlines(keepends=True):
        places = range(start, start + len(line))
        start += len(line)
        if not turned(line) or not all(boxes[place] or text[place].isspace() for place in places):
            order.extend(places)
            continue
        inked = [place for place in places if boxes[place]]
        inked.sort(key=lambda place: (boxes[place] or (0.0,))[0])
        order.extend(_words_turned(text, inked))
        order.extend(place for place in places if text[place] in "\r\n")
    return order


def _words_turned(text: str, places: list[int]) -> Iterator[int]:
    """Places from left to right, those of each turned word from right to left."""
    for left, group in groupby(places, lambda place: _runs_left(text[place]) or unicodedata.combining(text[place]) > 0):
        word = list(group)
        yield from reversed(word) if left else word
