"""Traces: whether a datum can be found in a text of the document, whatever its form there."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

from cvtex.content.dates import Dates, Day
from cvtex.content.markup import Inline, plain
from cvtex.content.model import Datum
from cvtex.languages.language import Calendar
from cvtex.patterns import regex

_WORD = regex(r"\w+")
_PUNCTUATION = regex(r" ?[^\w ]\W*")
_WRITTEN_TOGETHER = "[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
_TAKEN = "\0"
_MARK = "·"
_SEPARATORS = (" ", _MARK)


def spaced(text: str) -> str:
    """A text with plain single spaces, in composed characters."""
    return " ".join(unicodedata.normalize("NFC", text).split())


class Exact:
    """A text that holds data as they were typed, each in a place of its own."""

    def __init__(self, runs: Inline) -> None:
        self._left = spaced(plain(runs))
        self._hrefs = frozenset(run.href for run in runs if run.href)

    def holds(self, datum: Datum) -> bool:
        """Find a datum, and take its place; an address is looked for in the links."""
        if datum.what in ("url", "link"):
            return datum.text in self._hrefs
        wanted = spaced(datum.text)
        start = self._left.find(wanted)
        if start >= 0:
            self._left = f"{self._left[:start]}{_TAKEN}{self._left[start + len(wanted) :]}"
        return start >= 0


class Traces:
    """A text in which every datum takes its own place: what one has taken, no other finds."""

    def __init__(self, runs: Inline) -> None:
        self.hrefs = frozenset(run.href for run in runs if run.href)
        self._raw = spaced(plain(runs))
        self._left = f"{_MARK}{_marked(self._raw)}{_MARK}"

    def take(self, text: str) -> bool:
        """Find a text by its words, side by side, best with its punctuation; what has no words is looked for as it is."""
        wanted = _marked(text)
        if not wanted:
            return spaced(text) in self._raw
        start = _find(self._left, wanted)
        if start < 0:
            start = _find(self._left.replace(_MARK, " "), wanted.replace(_MARK, " "))
        if start < 0 and not text.isascii() and re.search(_WRITTEN_TOGETHER, text):
            start = self._left.find(wanted)
        if start >= 0:
            self._take(start, start + len(wanted))
        return start >= 0

    def take_pages(self, text: str) -> bool:
        """Find page numbers side by side; of all but the first, the last digits are enough."""
        if self.take(text):
            return True
        wanted = _WORD.findall(_marked(text))
        left = list(_WORD.finditer(self._left))
        for first in range(len(left) - len(wanted) + 1) if wanted else ():
            here = left[first : first + len(wanted)]
            if here[0][0] == wanted[0] and all(full.endswith(w[0]) for full, w in zip(wanted, here, strict=True)):
                self._take(here[0].start(), here[-1].end())
                return True
        return False

    def links_to(self, identifier: str) -> bool:
        """Whether a link holds an identifier or address."""
        return any(identifier.casefold() in href.casefold() for href in self.hrefs)

    def has_date(self, dates: Dates, calendar: Calendar, *, years_only: bool = False) -> bool:
        """Find a date: its words, or every year, month and day of it."""
        if dates.parts:
            return all(self.has_date(part, calendar, years_only=years_only) for part in dates.parts)
        if dates.words and not (years_only and dates.periods):
            return self.take(dates.words)
        left = self._left.replace(_MARK, " ")
        days = [day for period in dates.periods for day in (period.start, period.end) if day]
        if years_only:
            return any(f" {day.year} " in left for day in days)
        return all(any(f" {form} " in left for form in forms) for day in days for forms in _parts(day, calendar))

    def _take(self, start: int, end: int) -> None:
        self._left = f"{self._left[:start]}{_TAKEN}{self._left[end:]}"


def _marked(text: str) -> str:
    """The words and numbers of a text without case, between them a space, or a mark for any punctuation."""
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return _PUNCTUATION.sub(_MARK, folded).strip(_MARK)


def _find(left: str, wanted: str) -> int:
    """Where whole words stand in a text that begins and ends with a separator; -1 where they do not."""
    start = left.find(wanted)
    while start >= 0 and not (left[start - 1] in _SEPARATORS and left[start + len(wanted)] in _SEPARATORS):
        start = left.find(wanted, start + 1)
    return start


def _parts(day: Day, calendar: Calendar) -> Iterator[set[str]]:
    """The words that say a day: its year, its month in any form, its number."""
    yield {str(day.year)}
    if day.month:
        yield {_marked(name) for name in calendar.names[day.month - 1]}
    if day.day:
        yield {str(day.day), _marked(calendar.first)} if day.day == 1 else {str(day.day)}


def judged(order: Sequence[int], judge: Callable[[Sequence[int]], dict[int, Datum]]) -> list[Datum]:
    """Data in their own order, judged in another; those that found no place try again before all others.

    A text that says the same thing twice can be taken apart in more than one way: that with the fewest lost data counts.
    """
    best = judge(order)
    for _ in range(2):
        lost = [index for index in order if best[index].lost]
        if not lost:
            break
        order = [*lost, *(index for index in order if index not in lost)]
        again = judge(order)
        if sum(datum.lost for datum in again.values()) < len(lost):
            best = again
    return [best[index] for index in sorted(best)]


def in_order_of_length(texts: Iterable[str]) -> list[int]:
    """The positions of texts, the longest first: a short one must not take a part of a long one."""
    sizes = [len(_marked(text)) for text in texts]
    return sorted(range(len(sizes)), key=lambda index: -sizes[index])
