"""Dates in the words of a language: short at the edge of the page, in references as their style asks."""

from typing import Literal

from cvtex.content.dates import Dates, Day, Period
from cvtex.languages.language import DEFAULT, Calendar, Language, load_language
from cvtex.patterns import regex
from cvtex.values import dataclass

_DAY_AND_MONTH = regex(r"\{([dm])\}.*\{[dm]\}")


@dataclass(frozen=True, slots=True)
class DateStyle:
    """What a reference style says of dates: the length of months, and the order where the year comes first.

    `bare` months have no full stop. Any other order is the language's.
    """

    months: Literal["full", "short", "bare"]
    day: str = ""
    month: str = ""


DATE_FORMS: dict[str, DateStyle] = {
    "July 16, 1990": DateStyle("full"),
    "Jul. 16, 1990": DateStyle("short"),
    "16 July 1990": DateStyle("full", "{d} {m} {y}", "{m} {y}"),
    "16 Jul. 1990": DateStyle("short", "{d} {m} {y}", "{m} {y}"),
    "1990, July 16": DateStyle("full", "{y}, {m} {d}", "{y}, {m}"),
    "1990 Jul 16": DateStyle("bare", "{y} {m} {d}", "{y} {m}"),
}
"""The forms of dates in references, each by an example of itself in American English."""


@dataclass(frozen=True, slots=True)
class DateForm:
    """How a date is put together of a day, a month and a year; `alone` are months without a day."""

    months: tuple[str, ...]
    alone: tuple[str, ...]
    day: str
    month: str
    now: str
    first: str = "1"

    def write(self, day: Day) -> str:
        """A year, a month of it, a day of that: as much as is known."""
        if not day.month:
            return str(day.year)
        if not day.day:
            return self.month.format(y=day.year, m=self.alone[day.month - 1])
        return self.day.format(y=day.year, m=self.months[day.month - 1], d=self.number(day.day))

    def number(self, day: int) -> str:
        return self.first if day == 1 else str(day)

    def with_months(self, year: int, months: str) -> str:
        """Some months of one year."""
        return self.month.format(y=year, m=months)

    def with_days(self, start: Day, end: Day, dash: str) -> str:
        """Days of one year: `12–16 July 1990`, `12.–16. Juli 1990`, `July 27–August 1, 1990`."""
        inner = _DAY_AND_MONTH.search(self.day)
        assert inner is not None
        before, after = self.day[: inner.start()], self.day[inner.end() :]
        month = self.months[start.month - 1]
        if start.month != end.month:
            days = dash.join(
                inner[0].format(d=self.number(day.day), m=self.months[day.month - 1]) for day in (start, end)
            )
        else:
            stop = "." if "{d}." in inner[0] else ""
            numbers = f"{self.number(start.day)}{stop}{dash}{end.day}"
            days = inner[0].format(d=numbers, m=month)
        return f"{before}{days}{after}".format(y=start.year)


def date_form(style: str, language: Language) -> DateForm:
    """The form of dates that a style has in a language, by the style's example."""
    asked, calendar = DATE_FORMS[style], language.calendar
    day, month = (calendar.full_day, calendar.full_month)
    if asked.months != "full":
        day, month = calendar.short_day, calendar.short_month
    if asked.day.startswith("{y}"):
        inner = _DAY_AND_MONTH.search(day)
        together = inner[0] if inner and asked.months == "full" and not language.english else "{m} {d}"
        day, month = asked.day.replace("{m} {d}", together), asked.month
    elif asked.day and language.english:
        day, month = asked.day, asked.month
    return _form(calendar, asked.months, day, month)


def edge_form(language: Language) -> DateForm:
    """The form of dates at the edge of the page."""
    calendar = language.calendar
    return _form(calendar, "short", calendar.short_day, calendar.short_month)


def full_form(language: Language) -> DateForm:
    """The form of dates in full: `May 1, 1990`."""
    calendar = language.calendar
    return _form(calendar, "full", calendar.full_day, calendar.full_month)


def _form(calendar: Calendar, length: str, day: str, month: str) -> DateForm:
    months, alone = (calendar.full, calendar.full_alone)
    if length != "full":
        months, alone = calendar.short, calendar.short_alone
    if length == "bare":
        months, alone = (tuple(name.removesuffix(".") for name in names) for names in (months, alone))
    first = calendar.first if day.find("{d}") < day.find("{m}") else "1"
    return DateForm(months, alone, day, month, calendar.now, first)


def short_dates(dates: Dates | None, language: Language | None = None) -> str:
    """`Apr. 2021 – now`, `2019–2025`, `Nov. 2010, Nov. 2011`, or the author's words."""
    return dates_in(dates, edge_form(language or load_language(DEFAULT)))


def dates_in(dates: Dates | None, form: DateForm, dash: str = "–") -> str:
    """`July 27–August 1, 2025`, `2002 Apr 3-5`, `2019–2025`, or the author's words."""
    if dates is None:
        return ""
    if dates.parts:
        return ", ".join(dates_in(part, form, dash) for part in dates.parts)
    return dates.words or ", ".join(_period(period, form, dash) for period in dates.periods)


def _period(period: Period, form: DateForm, dash: str) -> str:
    start, end = period.start, period.end
    if period.open:
        return f"{form.write(start)} – {form.now}"
    if end is None or end == start:
        return form.write(start)
    if not start.month and not end.month:
        return f"{start.year}{dash}{end.year}"
    if start.year != end.year or not (start.month and end.month) or bool(start.day) != bool(end.day):
        return f"{form.write(start)} – {form.write(end)}"
    if not start.day:
        return form.with_months(start.year, f"{form.alone[start.month - 1]}{dash}{form.alone[end.month - 1]}")
    return form.with_days(start, end, dash)
