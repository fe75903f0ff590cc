"""Dates in words: short at the edge of the page, in full in references."""

from cvtex.content.dates import Dates, Day, Period

SHORT = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "Jun.", "Jul.", "Aug.", "Sep.", "Oct.", "Nov.", "Dec.")
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


def short_dates(dates: Dates | None) -> str:
    """`Apr. 2021 – now`, `2019–2025`, `Nov. 2010, Nov. 2011`, or the author's words."""
    return _join(dates, SHORT)


def full_dates(dates: Dates | None) -> str:
    """`July 27–August 1, 2025`, `November 12–16, 2024`, `February 2017`, or the author's words."""
    return _join(dates, FULL)


def _join(dates: Dates | None, months: tuple[str, ...]) -> str:
    if dates is None:
        return ""
    if dates.parts:
        return ", ".join(_join(part, months) for part in dates.parts)
    return dates.words or ", ".join(_period(period, months) for period in dates.periods)


def _period(period: Period, months: tuple[str, ...]) -> str:
    start, end = period.start, period.end
    if period.open:
        return f"{_day(start, months)} – {NOW}"
    if end is None or end == start:
        return _day(start, months)
    if not start.month and not end.month:
        return f"{start.year}–{end.year}"
    if start.year == end.year and start.day and end.day:
        if start.month == end.month:
            return f"{months[start.month - 1]} {start.day}–{end.day}, {end.year}"
        return f"{months[start.month - 1]} {start.day}–{months[end.month - 1]} {end.day}, {end.year}"
    if start.year == end.year and start.month and end.month and not start.day and not end.day:
        return f"{months[start.month - 1]}–{months[end.month - 1]} {end.year}"
    return f"{_day(start, months)} – {_day(end, months)}"


def _day(day: Day, months: tuple[str, ...]) -> str:
    if not day.month:
        return str(day.year)
    if not day.day:
        return f"{months[day.month - 1]} {day.year}"
    return f"{months[day.month - 1]} {day.day}, {day.year}"
