"""Growth: what 10, 100, 1,000 and 3,000 publications cost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from benchmarks.measure import Command, NotMeasured, Sample, Series, alternately, peak, run
from benchmarks.rows import Bench

NUMBERS = (10, 100, 1000, 3000)
QUICK_NUMBERS = (10, 30)
_LONG = 1000
"""From so many publications on, one run must do."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command takes: its runs and its peak memory in MB, or why it cannot be told."""

    runs: Series
    memory: float | str


@dataclass(frozen=True, slots=True)
class Size:
    """A number of publications, and what `check` and `build --force` of it cost."""

    number: int
    check: Cost | str
    build: Cost | str


def sizes(bench: Bench, numbers: tuple[int, ...], tell: Callable[[str], object]) -> Iterator[Size]:
    """Every number in turn; the format for the document's options is warm, and no check is answered from notes."""
    for number in numbers:
        tell(f"growth: {number} publications …")
        data = bench.material.data_of(number)
        runs = 1 if number >= _LONG else min(bench.runs, 3)
        yield Size(
            number,
            _cost(bench.material.cvtex("check", data, CVTEX_CACHE=""), runs),
            _cost(bench.material.build(data, "--force"), runs),
        )


def _cost(command: Command, runs: int) -> Cost | str:
    try:
        (series,) = alternately(runs, partial[Sample](run, command))
    except NotMeasured as reason:
        return str(reason)
    try:
        return Cost(series, peak(command, 1))
    except NotMeasured as reason:
        return Cost(series, str(reason))
