"""Changes by the items' own dates: what is new after a day, where no earlier state of the data is known."""

from collections.abc import Iterator
from datetime import date

from cvtex.content.dates import Dates, Day, Period
from cvtex.document.changes.changes import Change, Changes, change_of, lines_below
from cvtex.document.changes.outline import Item, Outline
from cvtex.document.references.dateformat import short_dates

NOT_DATED = "not dated to the day, and counted"
"""Said of what is told as new and may be older, as all that is known is a month or a year."""


def dated_changes(now: Outline, after: date, until: date | None = None) -> Changes:
    """What was added or changed its status after a day, up to the end of another, as the dates in the data have it.

    Added is what began, changed what ended or went on, came again, or became a publication from a preprint of before. A date that is
    known to the month or year alone counts where it may lie in that time. Items without a date are not judged.
    """
    judge = _Judge(now, after, until)
    states = {index: judge.of(item) for index, item in enumerate(now.items)}
    added = frozenset(index for index, (kind, _) in states.items() if kind == "added")
    whole = added | frozenset(_undated_below(now, added))
    below = lines_below(now, whole)
    changes: list[Change] = []
    for index, item in enumerate(now.items):
        kind, what = states[index]
        if index in below and kind == "added":
            changes.append(change_of(item, "added", what=what, below=below[index]))
        elif kind == "changed" and index not in whole:
            changes.append(change_of(item, "changed", what=what))
    return Changes(tuple(changes))


def _undated_below(now: Outline, added: frozenset[int]) -> Iterator[int]:
    """What stands below an added entry: it came along."""
    inside = set(added)
    for index, item in enumerate(now.items):
        if item.above in inside and now.items[item.above].is_entry and index not in added:
            inside.add(index)
            yield index


class _Judge:
    def __init__(self, now: Outline, after: date, until: date | None) -> None:
        self.after = (after.year, after.month, after.day)
        self.until = (until.year, until.month, until.day) if until else (9999, 12, 31)
        hidden = {item.key: item.date for item in now.hidden}
        self.earlier = {group[0]: [hidden[key] for key in group[1:] if key in hidden] for group in now.same}

    def of(self, item: Item) -> tuple[str, tuple[str, ...]]:
        """What became of an item, and in which words; empty for nothing."""
        if item.publication:
            return self._publication(item)
        dates = item.entry.date if item.entry else None
        if dates is None or not dates.periods:
            return "", ()
        began = [self._within(period.start) for period in dates.periods]
        if all(began):
            return "added", self._doubt(dates, dates.periods[0].start)
        if any(began):
            return "changed", (f"again: {short_dates(dates)}",)
        ended = [end for end in map(_end, dates.periods) if end and self._within(end)]
        return ("changed", (f"went on: {short_dates(dates)}", *self._doubt(dates, ended[0]))) if ended else ("", ())

    def _publication(self, item: Item) -> tuple[str, tuple[str, ...]]:
        dates = item.publication.date if item.publication else None
        if item.publication is None or dates is None or not dates.periods:
            return "", ()
        start = dates.periods[0].start
        if not self._within(start):
            return "", ()
        before = [
            other
            for other in self.earlier.get(item.publication.key, ())
            if other and other.periods and other.periods[0].start.last() <= self.after
        ]
        if before:
            return "changed", (f"preprint of {short_dates(before[0])} → {item.label}",)
        return "added", self._doubt(dates, start)

    def _within(self, day: Day) -> bool:
        return day.last() > self.after and day.first() <= self.until

    def _doubt(self, dates: Dates, day: Day) -> tuple[str, ...]:
        """A word on a date that may as well lie outside of the time."""
        if day.first() > self.after and day.last() <= self.until:
            return ()
        return (f"{short_dates(dates)}: {NOT_DATED}",) if not (day.month and day.day) else ()


def _end(period: Period) -> Day | None:
    return None if period.open else period.end
