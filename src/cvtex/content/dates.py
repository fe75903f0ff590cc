"""Dates as people give them: a year, a month, a day, a range, several, or words."""

import re
from datetime import date

from cvtex.diagnostics import Span
from cvtex.patterns import regex
from cvtex.values import dataclass

EARLIEST, LATEST = 1800, 2199

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_ISO = regex(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
_OPEN = {"present", "now", "today", "ongoing", "current"}
_SEPARATOR = regex(r"\s*/\s*|\s*(?:--|[–—])\s*|\s+(?:-|to|until)\s+")
_YEARS = regex(r"(\d{4}(?:-\d\d)?)-(\d{4}(?:-\d\d)?|present|now)$", re.IGNORECASE)
_OTHER_WAY = regex(r"(?:(\d{1,2})[./-])?(\d{1,2})[./-](\d{4})$")
_OTHER_MARKS = regex(r"(\d{4})[./](\d{1,2})(?:[./](\d{1,2}))?$")
_SHORT_YEAR = regex(r"(\d{4})\W+(\d\d)$")
_LISTED = regex(r"\s*[,;&]\s*|\s+and\s+")
_JUMBLE = regex(r"\S*\d\S*$")
_NUMERIC = regex(r"[\d\s./–—:-]+$")
_YEAR_IN_WORDS = regex(r"\b(1[89]\d\d|2[01]\d\d)\b")


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """A date as exactly as it is known: month and day are 0 where they are not."""

    year: int
    month: int = 0
    day: int = 0

    def first(self) -> tuple[int, int, int]:
        return self.year, self.month or 1, self.day or 1

    def last(self) -> tuple[int, int, int]:
        return self.year, self.month or 12, self.day or 31


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`; no end means one date, unless the period is still open."""

    start: Day
    end: Day | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class Dates:
    """One or more periods; `words` is what to print where the author typed words, `parts` a list in its order."""

    periods: tuple[Period, ...]
    span: Span
    words: str = ""
    parts: tuple["Dates", ...] = ()


class DateError(ValueError):
    """A date that cannot be meant; `hint` says what would be right."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


_FORMS = "write 2021, 2021-04, 2021-04-12, 2021-04/2024-03, 2021-04/present, or words such as Summer 2020"


def parse_date(text: str, span: Span) -> Dates:
    """Read one date or period. Raises DateError for what is neither a date nor words."""
    text = " ".join(text.split())
    years = _YEARS.match(text)
    parts = list(years.groups()) if years else _SEPARATOR.split(text)
    if len(parts) > 2 and _NUMERIC.match(text):
        raise DateError(f"`{text}` is not a date", _meant(text))
    if len(parts) == 2 and all(_looks_like_date(part) for part in parts):
        return Dates((_period(parts[0], parts[1]),), span)
    if len(parts) == 1 and _looks_like_date(text):
        return Dates((Period(_day(text)),), span)
    if not text or _NUMERIC.match(text):
        raise DateError(f"`{text}` is not a date" if text else "the date is empty", _meant(text))
    listed = _LISTED.split(text)
    if len(listed) > 1 and all(_looks_like_date(part) or _YEARS.match(part) for part in listed):
        raise DateError("several dates stand in one text", f"write [{', '.join(listed)}]")
    if _JUMBLE.match(text) and not _YEAR_IN_WORDS.search(text):
        raise DateError(f"`{text}` is not a date", _FORMS)
    return Dates(_periods_in_words(text), span, words=text)


def _meant(text: str) -> str:
    """The date in the form that was probably meant, or all forms."""
    years = _SHORT_YEAR.match(text)
    if years and int(years[2]) > max(12, int(years[1][2:])):
        return f"write {years[1]}/{years[1][:2]}{years[2]} for years"
    other = _OTHER_MARKS.match(text)
    if other:
        return "write " + "-".join(part.zfill(2) for part in other.groups() if part)
    turned = _OTHER_WAY.match(text)
    if turned and not turned[1] and 1 <= int(turned[2]) <= 12:
        return f"write {turned[3]}-{int(turned[2]):02d}"
    if turned and turned[1]:
        return "write year, month, day: 2021-04-12"
    return _FORMS


def _looks_like_date(part: str) -> bool:
    return bool(_ISO.match(part)) or part.casefold() in _OPEN


def _period(start: str, end: str) -> Period:
    if start.casefold() in _OPEN:
        raise DateError(f"a period cannot begin with `{start}`", "write the start first: 2021-04/present")
    first = _day(start)
    if end.casefold() in _OPEN:
        return Period(first, open=True)
    last = _day(end)
    if last.last() < first.first():
        raise DateError(f"the end {end} is before the start {start}", "put the earlier date first")
    return Period(first, last)


def _day(text: str) -> Day:
    match = _ISO.match(text)
    if not match:
        raise DateError(f"`{text}` is not a date", _FORMS)
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if not EARLIEST <= year <= LATEST:
        raise DateError(f"the year {year} is not between {EARLIEST} and {LATEST}", "write the year with four digits")
    for part in match.groups()[1:]:
        if part and len(part) == 1:
            raise DateError(
                f"`{text}` lacks a zero",
                "write month and day with two digits: " + "-".join(f"{int(p):02d}" for p in match.groups() if p),
            )
    if match[2] and not 1 <= month <= 12:
        raise DateError(f"there is no month {match[2]}", f"months go from 01 to 12; {_meant(text)}")
    if match[3]:
        try:
            date(year, month, day)
        except ValueError:
            raise DateError(f"there is no day {text}", "check the day of the month") from None
    return Day(year, month, day)


def month_number(word: str) -> int:
    """The month that a name or its abbreviation means, 0 for none: `Apr.`, `sept`, `May`."""
    bare = word.strip(" .").casefold()
    if len(bare) < 3:
        return 0
    return next(
        (number for number, name in enumerate(MONTHS, 1) if name.startswith(bare) or (bare == "sept" and number == 9)),
        0,
    )


def _periods_in_words(text: str) -> tuple[Period, ...]:
    """What words say about time, for ordering and date windows; the words themselves are printed."""
    year = _YEAR_IN_WORDS.search(text)
    if not year:
        return ()
    for word in re.findall(r"[A-Za-z]+", text):
        month = _SEASONS.get(word.casefold(), 0) or month_number(word)
        if month:
            return (Period(Day(int(year[1]), month)),)
    return (Period(Day(int(year[1]))),)
