"""Texts that run from right to left, as readers hand them out: every word whole, and words and brackets in an order of their own.

pdfium tells where each glyph stands, so that the page can be held against what the eye must find there, letter by letter.
pypdf turns each stretch of one font, and words keep no order at all: there, each line must have the same words. What
is found is put into the order of the data.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, groupby, islice, pairwise

from cvtex.document.model import Document, Fact, facts
from cvtex.patterns import regex
from cvtex.values import replace
from cvtex.verify.directions import is_mark, runs_left, turned
from cvtex.verify.evidence import Stream, packed
from cvtex.verify.seenletters import Boxes, Read, Wanted, as_seen, looks, wanted_of

_BRACKETS = str.maketrans(")]}»›>", "([{«‹<")
_LETTERS_TRIED = 20_000
"""So many letters of places that have a text's own are looked at: a text of few different letters has many."""
_MOST_LINES = 12
"""A reader takes one line for so many at the most, one for each raised or lowered text."""
_SIGNS = regex(r"(?:ff?[il]|ff|[^\w\s])+")
"""Signs without a direction, and those that pypdf takes for such: ligatures."""
_FURTHEST = 400
"""So many characters behind the last text the next one begins at the latest: bullets, a date, a label lie between."""


def same_letters(one: str, other: str) -> bool:
    """Whether two texts have the same characters, in whatever order; a bracket may be turned."""
    return sorted(one.translate(_BRACKETS)) == sorted(other.translate(_BRACKETS))


def says(text: str, words: str) -> bool:
    """Whether a line of a page has these words; where they turn, in whatever order."""
    found, wanted = packed(text), packed(words)
    return found == wanted or (turned(words) and same_letters(found, wanted))


def in_order(document: Document, stream: Stream, boxes: Boxes | None = None) -> Stream:
    """The stream with the words of texts that run from right to left in the order of the data.

    Where the `boxes` of its characters are known, each letter must stand where the eye looks for it.
    """
    known = tuple(facts(document))
    if not any(turned(fact.text) for fact in known):
        return stream
    cursor = 0
    for fact in known:
        text, letters = fact.text, packed(fact.text)
        start = stream.text.find(letters, cursor)
        if turned(text):
            start, stream = _put_right(stream, fact, cursor, start, boxes)
        elif not boxes and letters:
            stream = _beginning_put_right(stream, text, cursor)
            start = stream.text.find(letters, cursor)
        cursor = start + len(letters) if start >= 0 else cursor
    return stream


def _put_right(stream: Stream, fact: Fact, cursor: int, straight: int, boxes: Boxes | None) -> tuple[int, Stream]:
    """Where a text stands, and the stream in which it has the order of the data; -1 where it is not to be found.

    What software reads `straight` on the page, the eye may find turned about, or in another order.
    """
    wanted = wanted_of(fact)
    start, order = _found(stream, wanted, cursor, boxes)
    if order:
        return start, _arranged(stream, start, order, wanted)
    if straight < 0:
        return straight, stream
    if boxes:
        about = reversed(range(straight, straight + len(wanted.letters)))
        return straight, _arranged(stream, straight, [(place, stream.gaps[place]) for place in about], wanted)
    return straight, _parted(stream, straight, fact.text.split())


def _beginning_put_right(stream: Stream, text: str, cursor: int) -> Stream:
    """With a text from left to right as it is; software that goes on from right to left turns, parts and joins its first signs."""
    letters = packed(text)
    beginning = _SIGNS.match(letters)
    many = beginning.end() if beginning else 0
    end = stream.text.find(letters[many:], cursor + many)
    start = end - many
    if not many or end < 0 or sorted(stream.text[start:end]) != sorted(letters[:many]):
        return stream
    places = sorted(range(start, end), key=lambda place: letters.index(stream.text[place]))
    begins = {start + length for length in accumulate(len(packed(word)) for word in text.split())}
    gaps = tuple(
        (gap or " ") * (index in begins) if start < index <= end else gap for index, gap in enumerate(stream.gaps)
    )
    if gaps == stream.gaps and places == [*range(start, end)]:
        return stream
    return replace(
        stream,
        text=stream.text[:start] + letters[:many] + stream.text[end:],
        places=(*stream.places[:start], *map(stream.places.__getitem__, places), *stream.places[end:]),
        gaps=gaps,
    )


def _parted(stream: Stream, start: int, words: list[str]) -> Stream:
    """With the spaces that readers lose where text turns, and without those that they see there."""
    gaps = list(stream.gaps)
    before = ""
    for word in words:
        if before and not gaps[start] and any(map(runs_left, before + word)):
            gaps[start] = " "
        letters = packed(word)
        for index in range(1, len(letters)):
            if gaps[start + index] == " " and runs_left(letters[index - 1]) != runs_left(letters[index]):
                gaps[start + index] = ""
        before, start = word, start + len(letters)
    return replace(stream, gaps=tuple(gaps))


def _found(stream: Stream, wanted: Wanted, cursor: int, boxes: Boxes | None) -> tuple[int, list[Read]]:
    """Where the words of a text stand together, and each of its characters; -1 for nowhere."""

    def within(start: int, line: Wanted) -> list[Read] | None:
        return as_seen(stream, start, line, boxes) if boxes else _in_words(stream, start, line)

    tries = max(_LETTERS_TRIED // max(len(wanted.letters), 1), 1)
    for start in islice(_alike(stream.text[cursor:], wanted.letters), tries):
        order = _by_lines(stream, cursor + start, wanted, within)
        if order is not None:
            return cursor + start, order
    return -1, []


def _alike(text: str, letters: str) -> Iterator[int]:
    """Where a text has the same letters in whatever order, as far as they may begin."""
    size = len(letters)
    near = text[: _FURTHEST + size].translate(_BRACKETS)
    due = Counter(letters.translate(_BRACKETS))
    due.subtract(near[:size])
    wrong = sum(map(bool, due.values()))
    for start in range(len(near) - size + 1):
        if not wrong:
            yield start
        for letter, more in ((near[start], 1), (near[start + size : start + size + 1], -1)):
            wrong += bool(due[letter] + more) - bool(due[letter])
            due[letter] += more


def _by_lines(
    stream: Stream, start: int, wanted: Wanted, within: Callable[[int, Wanted], list[Read] | None]
) -> list[Read] | None:
    """The same by the lines of the page: each has the text's next letters, whatever their order.

    A reader may take what is one line for several, but not for many. None where a line is not as it must be.
    """
    size = len(wanted.letters)
    order: list[Read] = []
    done = taken = 0
    for end in (*(index for index in range(1, size) if stream.gaps[start + index] == "\n"), size):
        taken += 1
        if taken > _MOST_LINES:
            return None
        line = wanted.part(done, end)
        found = None
        if same_letters(stream.text[start + done : start + end], line.letters):
            found = within(start + done, line)
        if found is not None:
            order += found
            done, taken = end, 0
    return order if done == size else None


def _in_words(stream: Stream, start: int, line: Wanted) -> list[Read] | None:
    """The characters of a line; None where a word is not there in one piece. Between words readers leave out white."""
    words = groupby(range(len(line.letters)), line.parts.__getitem__)
    places = _order(stream, start, ["".join(line.letters[index] for index in word) for _, word in words])
    gaps = (" " if line.begins(index) else "" for index in range(len(line.letters)))
    return None if places is None else list(zip(places, gaps, strict=True))


def _order(stream: Stream, start: int, words: list[str]) -> list[int] | None:
    """The index in the stream of each character of the words; None where a word is not there in one piece."""
    pieces = [piece for word in words for piece in _pieces(word)]
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
    """A word in parts between which readers turn: letters and digits that go together, and each sign by itself.

    pypdf keeps no word together that has marks.
    """
    if any(is_mark(letter) and runs_left(before) for before, letter in pairwise(word)):
        return list(word)
    pieces: list[str] = []
    kind = ""
    for letter in word:
        category = unicodedata.category(letter)[0]
        here = f"letters {runs_left(letter)}" if category in "LM" else "digits" if category == "N" else ""
        if here and here == kind:
            pieces[-1] += letter
        else:
            pieces.append(letter)
        kind = here
    return pieces


def _arranged(stream: Stream, start: int, order: Sequence[Read], text: Wanted) -> Stream:
    """With the characters of a text in this order; one that looks as the text's own does is that."""
    end = start + len(order)
    letters = "".join(
        wanted
        if same_letters(stream.text[place], wanted) or stream.text[place] in looks(wanted, depth)
        else stream.text[place]
        for (place, _), wanted, depth in zip(order, text.letters, text.depths, strict=True)
    )
    return replace(
        stream,
        text=stream.text[:start] + letters + stream.text[end:],
        places=stream.places[:start] + tuple(stream.places[place] for place, _ in order) + stream.places[end:],
        gaps=(*stream.gaps[:start], stream.gaps[start] or " ", *(gap for _, gap in order[1:]), *stream.gaps[end:]),
    )
