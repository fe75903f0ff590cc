"""Traces: whether a datum can be found in a text of the document, whatever its form there."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from cvtex.content.dates import MONTHS, Dates, Day
from cvtex.content.markup import Inline, plain
from cvtex.content.model import Datum

_WORD = re.compile(r"\w+")
_WRITTEN_TOGETHER = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_TAKEN = "\0"


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, without case and punctuation."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


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
        self.raw = plain(runs)
        self.hrefs = frozenset(run.href for run in runs if run.href)
        self._left = f" {' '.join(words_of(self.raw))} "

    def take(self, text: str) -> bool:
        """Find a text by its words, side by side; what has no words is looked for as it is."""
        words = words_of(text)
        if not words:
            return spaced(text) in spaced(self.raw)
        wanted = f" {' '.join(words)} "
        start = self._left.find(wanted)
        if start < 0 and _WRITTEN_TOGETHER.search(text):
            wanted = wanted.strip()
            start = self._left.find(wanted)
        if start < 0:
            return False
        self._take(start, start + len(wanted))
        return True

    def take_pages(self, text: str) -> bool:
        """Find page numbers side by side; of all but the first, the last digits are enough."""
        wanted = words_of(text)
        left = self._left.split(" ")
        for start in range(len(left) - len(wanted) + 1):
            here = left[start : start + len(wanted)]
            if here[:1] == wanted[:1] and all(w and full.endswith(w) for full, w in zip(wanted, here, strict=True)):
                left[start : start + len(wanted)] = [_TAKEN]
                self._left = " ".join(left)
                return bool(wanted)
        return False

    def links_to(self, identifier: str) -> bool:
        """Whether a link holds an identifier or address."""
        return any(identifier.casefold() in href.casefold() for href in self.hrefs)

    def has_date(self, dates: Dates, *, years_only: bool = False) -> bool:
        """Find a date: its words, or every year, month and day of it."""
        if dates.parts:
            return all(self.has_date(part, years_only=years_only) for part in dates.parts)
        if dates.words and not (years_only and dates.periods):
            return f" {' '.join(words_of(dates.words))} " in self._left
        days = [day for period in dates.periods for day in (period.start, period.end) if day]
        if years_only:
            return any(f" {day.year} " in self._left for day in days)
        return all(f" {part}" in self._left for day in days for part in _parts(day))

    def _take(self, start: int, end: int) -> None:
        self._left = f"{self._left[:start]} {_TAKEN} {self._left[end:]}"


def _parts(day: Day) -> Iterator[str]:
    """The beginnings of words that say a day: its year, the first letters of its month, its number."""
    yield f"{day.year} "
    if day.month:
        yield MONTHS[day.month - 1][:3]
    if day.day:
        yield f"{day.day} "


def in_order_of_length(texts: Iterable[str]) -> list[int]:
    """The positions of texts, the longest first: a short one must not take a part of a long one."""
    sizes = [sum(map(len, words_of(text))) for text in texts]
    return sorted(range(len(sizes)), key=lambda index: -sizes[index])
