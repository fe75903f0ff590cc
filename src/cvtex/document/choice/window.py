"""A window of time: a period, or the months before a day, and what falls into it."""

import sys
from datetime import date

from cvtex.content.dates import Dates, Period
from cvtex.document.targets.target import TimeSpan
from cvtex.values import dataclass

_Moment = tuple[int, int, int]
_EVER: _Moment = (9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day that count, as year, month and day."""

    first: _Moment
    last: _Moment

    def holds(self, dates: Dates) -> bool:
        """Whether any of the dates, as exactly as it is known, shares a day with the window."""
        return any(_begin(period) <= self.last and self.first <= _end(period) for period in dates.periods)


def window_of(span: TimeSpan, today: date | None) -> Window:
    """The window of a target's `period:`; `today` is the day that months are counted back from.

    Raises ValueError where it is needed and not given.
    """
    if span.period:
        return Window(_begin(span.period), _end(span.period))
    if today is None:
        raise ValueError(f"`{span.typed}` needs the day of the build")
    sys.audit("cvtex.day")  # another day may give another document
    month = today.year * 12 + today.month - 1 - span.months
    return Window((month // 12, month % 12 + 1, today.day), _EVER)


def _begin(period: Period) -> _Moment:
    return period.start.first()


def _end(period: Period) -> _Moment:
    if period.open:
        return _EVER
    return (period.end or period.start).last()
