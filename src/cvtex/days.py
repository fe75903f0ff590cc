"""The days that a command counts from: typed, of SOURCE_DATE_EPOCH, or of the clock."""

import os
from datetime import UTC, date, datetime

import click


class Day(click.ParamType[date]):
    """A day as an option takes it."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"`{value}` is no day: write it as 2026-11-24", param, ctx)


def clock() -> date:
    """The day by the clock, in UTC."""
    return datetime.now(UTC).date()


def source_date() -> date | None:
    """The day of SOURCE_DATE_EPOCH (reproducible-builds.org), if it is set and sound."""
    try:
        return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC).date()
    except (KeyError, ValueError, OverflowError, OSError):
        return None
