"""The page that tells the result: docs/benchmarks.md."""

import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from benchmarks.growth import Cost, Size
from benchmarks.measure import Series, processor, wall
from benchmarks.rows import Measured, Row, Wanted

KEPT = "## What was tried and not kept"
"""The section that is written by hand: it stays as it is."""
_HEAD = """\
# Benchmarks

`./run bench` measured this page. P is one pass of `pdflatex` over
[plain.tex](../benchmarks/plain.tex), five pages with 25 publications set as people set them by hand; P300 is the same for
[plain300.tex](../benchmarks/plain300.tex), 300 publications on 24 pages. Each row is its own run of {runs}, P and cvtex in
turn (P, cvtex, P, cvtex, …), whole processes, wall time; the ratio is that of the medians. Where it is not P, it
is what the column “of” says.
"""
_READ = """\
Seconds are medians with the least and the most in brackets; processor time is that of a process and all that it started and
waited for. What an edit changes is a number in one line of cv.yaml, before each run. TeX's share is the processor time of the
`pdflatex` that the build runs, which waits for its document at times, told by a stand-in for it that does nothing else. Tags
and archive are timed within one process, as the first row has them. The save of the watch is such an edit; its verdict is the
report on the disk. The work of `--all` is the processor time of one target's build, once for each, over the cores of the machine.
Memory is what all processes of a tree hold at once, a page that two of them use counted once, looked at every 5 ms in runs of their own.
"""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where and with what it was measured, each with its name."""

    facts: tuple[tuple[str, str], ...]


def page(rows: Iterable[Row], growth: Iterable[Size], around: Surroundings, runs: int, kept: str) -> str:
    """The whole page; `kept` is the section by hand."""
    parts = [
        _HEAD.format(runs="one" if runs == 1 else f"{runs} rounds"),
        "\n".join(_table(rows)),
        _READ,
        "## Growth\n",
        "Made-up lists of publications in one document, built with `--force`; in brackets processor time.\n",
        "\n".join(_growth(growth)),
        "## Where it was measured\n",
        "\n".join(f"- {name}: {fact}" for name, fact in around.facts) + "\n",
        kept.rstrip("\n"),
    ]
    return "\n".join(parts) + "\n"


def _table(rows: Iterable[Row]) -> Iterator[str]:
    yield "| what | of | at most | aim | measured | cvtex | the other |"
    yield "|---|---|--:|--:|---|---|---|"
    for row in rows:
        wanted = row.wanted
        cells = (wanted.what, wanted.of, _number(wanted.at_most), _number(wanted.aim), *_cells(row))
        yield f"| {' | '.join(cells)} |"
    yield ""


def _cells(row: Row) -> tuple[str, str, str]:
    if isinstance(row.found, str):
        return f"not measured: {row.found}", "", ""
    found = row.found
    verdict = _verdict(row.wanted, found.ratio)
    return (
        ", ".join(filter(None, (f"**{found.ratio:.2f}**", verdict))),
        _series(found, found.ours),
        _series(found, found.theirs),
    )


def _verdict(wanted: Wanted, ratio: float) -> str:
    if wanted.at_most is None:
        return ""
    if ratio > wanted.at_most:
        return "missed"
    return "as aimed at" if wanted.aim is not None and ratio <= wanted.aim else "kept"


def _series(found: Measured, series: Series) -> str:
    digits = 0 if found.unit == "MB" else 3
    least, most = min(sample.wall for sample in series), max(sample.wall for sample in series)
    words = f"{wall(series):.{digits}f} {found.unit} ({least:.{digits}f}–{most:.{digits}f})"
    used = processor(series)
    return words if used is None else f"{words}, processor {used:.3f} s"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _growth(sizes: Iterable[Size]) -> Iterator[str]:
    yield "| publications | `check` | memory | `build --force` | memory | build, a publication |"
    yield "|--:|--:|--:|--:|--:|--:|"
    for size in sizes:
        each = f"{wall(size.build.runs) / size.number * 1000:.1f} ms" if isinstance(size.build, Cost) else ""
        cells = (f"{size.number:,}", *_cost(size.check), *_cost(size.build), each)
        yield f"| {' | '.join(cells)} |"
    yield ""


def _cost(cost: Cost | str) -> tuple[str, str]:
    if isinstance(cost, str):
        return f"not measured: {cost}", ""
    used = statistics.median(sample.processor or 0 for sample in cost.runs)
    memory = cost.memory if isinstance(cost.memory, str) else f"{cost.memory:.0f} MB"
    return f"{wall(cost.runs):.2f} s ({used:.2f})", memory
