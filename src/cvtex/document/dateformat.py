"""Dates in words: short at the edge of the page, in references as their style asks."""

from dataclasses import dataclass

from cvtex.content.dates import Dates, Day, Period

SHORT = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "Jun.", "Jul.", "Aug.", "Sep.", "Oct.", "Nov.", "Dec.")
BARE = tuple(month.removesuffix(".") for month in SHORT)
FULL = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NOW = "now"


@dataclass(frozen=True, slots=True)
class DateForm:
    """How a date is put together; the templates take `y`, `m` and `d`, a day or a range of days."""

    months: tuple[str, ...]
    day: str
    month: str = "{m} {y}"
    days_first: bool = False

    def write(self, year: int, month: str, day: str) -> str:
        """A year, a month of it, a day of that: as much as is known."""
        form = self.day if day else self.month if month else "{y}"
        return form.format(y=year, m=month, d=day)


DATE_FORMS: dict[str, DateForm] = {
    "July 16, 1990": DateForm(FULL, "{m} {d}, {y}"),
    "Jul. 16, 1990": DateForm(SHORT, "{m} {d}, {y}"),
    "16 July 1990": DateForm(FULL, "{d} {m} {y}", days_first=True),
    "16 Jul. 1990": DateForm(SHORT, "{d} {m} {y}", days_first=True),
    "1990, July 16": DateForm(FULL, "{y}, {m} {d}", "{y}, {m}"),
    "1990 Jul 16": DateForm(BARE, "{y} {m} {d}", "{y} {m}"),
}
"""The forms of dates in references, each by an example of itself."""
_EDGE = DATE_FORMS["Jul. 16, 1990"]


def short_dates(dates: Dates | None) -> str:
    """`Apr. 2021 – now`, `2019–2025`, `Nov. 2010, Nov. 2011`, or the author's words."""
    return dates_in(dates, _EDGE)


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
        return f"{_day(start, form)} – {NOW}"
    if end is None or end == start:
        return _day(start, form)
    if not start.month and not end.month:
        return f"{start.year}{dash}{end.year}"
    if start.year != end.year or not (start.month and end.month) or bool(start.day) != bool(end.day):
        return f"{_day(start, form)} – {_day(end, form)}"
    first, last = form.months[start.month - 1], form.months[end.month - 1]
    if not start.day:
        return form.write(start.year, f"{first}{dash}{last}", "")
    if start.month == end.month:
        return form.write(start.year, first, f"{start.day}{dash}{end.day}")
    if form.days_first:
        return form.write(start.year, f"{first}{dash}{end.day} {last}", str(start.day))
    return form.write(start.year, first, f"{start.day}{dash}{last} {end.day}")


def _day(day: Day, form: DateForm) -> str:
    return form.write(day.year, form.months[day.month - 1] if day.month else "", str(day.day) if day.day else "")
