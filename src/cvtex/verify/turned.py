"""Texts that run from right to left, as readers hand them out: every word whole, and words and brackets in an order of their own.

pdfium tells where each glyph stands, and pypdf tells the glyphs from left to right: the page is held against what the eye
must find there, letter by letter. What is found is put into the order of the data.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from cvtex.document.model import Document, Fact, facts
from cvtex.values import replace
from cvtex.verify.directions import turned
from cvtex.verify.evidence import Stream, packed
from cvtex.verify.seenletters import Boxes, Read, Wanted, as_seen, as_shown, looks, wanted_of
from cvtex.verify.unspaced import unspaced

_BRACKETS = str.maketrans(")]}»›>≥（）［］｛｝", "([{«‹<≤(([[{{")
_LETTERS_TRIED = 20_000
"""So many letters of places that have a text's own are looked at: a text of few different letters has many."""
_MOST_LINES = 12
"""A reader takes one line for so many at the most, one for each raised or lowered text."""
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
    known = facts(document)
    if not any(turned(fact.text) for fact in known):
        return stream
    cursor = 0
    for fact in known:
        text, letters = fact.text, packed(fact.text)
        start = stream.text.find(letters, cursor)
        if turned(text):
            start, stream = _put_right(stream, fact, cursor, start, boxes)
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
    about = reversed(range(straight, straight + len(wanted.letters)))
    return straight, _arranged(stream, straight, [(place, stream.gaps[place]) for place in about], wanted)


def _found(stream: Stream, wanted: Wanted, cursor: int, boxes: Boxes | None) -> tuple[int, list[Read]]:
    """Where the words of a text stand together, and each of its characters; -1 for nowhere."""

    def within(start: int, line: Wanted) -> list[Read] | None:
        if not boxes:
            return as_shown(stream, start, line)
        return as_seen(stream, start, line, boxes) or _straight(stream, start, line)

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


def _straight(stream: Stream, start: int, line: Wanted) -> list[Read] | None:
    """A line in which nothing turns, of a script that has marks said together with their letters: as it is in any document."""
    places = range(start, start + len(line.letters))
    straight = not any(line.depths) and max(line.whites) <= 0 and any(map(unspaced, line.letters))
    if not straight or stream.text[places.start : places.stop] != line.letters:
        return None
    return [(place, stream.gaps[place]) for place in places]


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
