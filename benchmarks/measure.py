"""A command measured as a whole: wall time, processor time of it and all that it started, and their memory."""

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


class NotMeasured(Exception):
    """Why there is no figure, in words for the table."""


@dataclass(frozen=True, slots=True)
class Command:
    """A program with its arguments, and what is put in order before each run, untimed."""

    arguments: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    before: Callable[[], object] = field(default=lambda: None)


@dataclass(frozen=True, slots=True)
class Sample:
    """One run, in seconds; the processor time is not known of a part of a process that goes on."""

    wall: float
    processor: float | None = None


Series = tuple[Sample, ...]


def wall(series: Series) -> float:
    """The median of the wall times."""
    return statistics.median(sample.wall for sample in series)


def processor(series: Series) -> float | None:
    """The median of the processor times, where all are known."""
    known = [sample.processor for sample in series if sample.processor is not None]
    return statistics.median(known) if len(known) == len(series) else None


def run(command: Command) -> Sample:
    """Run a command to its end. Raises NotMeasured with its last words when it fails."""
    command.before()
    with _started(command) as (process, began):
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    return Sample(seconds, usage.ru_utime + usage.ru_stime)


def alternately(runs: int, *turns: Callable[[], Sample]) -> tuple[Series, ...]:
    """So many runs of each, in turn: A, B, A, B, …"""
    rounds = [tuple(turn() for turn in turns) for _ in range(runs)]
    return tuple(zip(*rounds, strict=True))


def peak(command: Command, runs: int) -> float:
    """The peak memory of a process and all that it started, in MB: the median of runs of its own.

    Every 5 ms the shares of all processes are added, a page that two of them use counted once (PSS).
    Raises NotMeasured where there is no /proc.
    """
    if not Path("/proc/self/smaps_rollup").exists():
        raise NotMeasured("memory is read from Linux's /proc")
    return statistics.median(_peak(command) for _ in range(runs)) / 1000


def _peak(command: Command) -> int:
    command.before()
    most = 0
    with _started(command) as (process, _):
        while process.poll() is None:
            most = max(most, sum(map(_share, tree(process.pid))))
            time.sleep(0.005)
    return most


def tree(pid: int) -> list[int]:
    """A process and its descendants, those that are gone meanwhile left out."""
    found = [pid]
    for each in found:
        try:
            for thread in Path(f"/proc/{each}/task").iterdir():
                found += map(int, (thread / "children").read_text(encoding="ascii").split())
        except OSError:
            continue
    return found


def _share(pid: int) -> int:
    """The memory of a process in kB, what it shares with others in proportion."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


@contextmanager
def _started(command: Command) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """A running command and when it began; at the end its exit code must be 0."""
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            command.arguments, cwd=command.folder, env=command.environment, stdin=subprocess.DEVNULL,
            stdout=said, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            yield process, began
        finally:
            if process.returncode is None:
                process.kill()
                process.wait()
        if process.returncode:
            said.seek(0)
            words = said.read().decode(errors="replace").split("\n")
            last = next((line.strip() for line in reversed(words) if line.strip()), "")
            raise NotMeasured(f"`{Path(command.arguments[0]).name}` ended with {process.returncode}: {last}")
