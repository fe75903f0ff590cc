"""A save under `cvtex build --watch`: how long until the new PDF is on the disk, and until its verdict is."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from benchmarks.material import Material
from benchmarks.measure import NotMeasured, Sample

_PATIENCE = 60.0
_REST = 0.6
"""Seconds between two saves: what the watch makes ready for the next one is ready by then."""
_WORDS = "Released several on-device ASR models."


class Edits:
    """Edits of the CV of data/, after which it says something new each time."""

    def __init__(self, cv: Path) -> None:
        self._cv = cv
        self._text = cv.read_text(encoding="utf-8")
        if _WORDS not in self._text:
            raise NotMeasured(f"data/cv.yaml no longer has the words “{_WORDS}”, which the edits change")
        self._numbers = count(10)

    def edit(self) -> float:
        """Put another text into the place of the one before; when that was done."""
        text = self._text.replace(_WORDS, _WORDS.replace("several", str(next(self._numbers))))
        beside = self._cv.with_suffix(".part")
        beside.write_text(text, encoding="utf-8")
        began = time.perf_counter()
        beside.replace(self._cv)
        return began


class Saves:
    """A running watch over a copy of data/, and saves of its CV."""

    def __init__(self, process: subprocess.Popen[bytes], cv: Path, output: Path) -> None:
        self._process, self._edits = process, Edits(cv)
        self._pdfs = (output / "cv.pdf", output / "cv.draft.pdf")
        self._report = output / "cv.report.json"
        self._wait(self._report.exists)
        time.sleep(_REST)

    def save(self) -> tuple[Sample, Sample]:
        """Save once: until the new PDF, and until the report."""
        pdfs, report = {_state(path) for path in self._pdfs}, _state(self._report)
        began = self._edits.edit()
        self._wait(lambda: bool({_state(path) for path in self._pdfs} - pdfs - {None}))
        pdf = time.perf_counter() - began
        self._wait(lambda: _state(self._report) not in (report, None))
        verdict = time.perf_counter() - began
        time.sleep(_REST)
        return Sample(pdf), Sample(verdict)

    def _wait(self, there: Callable[[], bool]) -> None:
        end = time.monotonic() + _PATIENCE
        while not there():
            if self._process.poll() is not None or time.monotonic() > end:
                raise NotMeasured("the watch did not build after a save")
            time.sleep(0.001)


@contextmanager
def saves(material: Material) -> Iterator[Saves]:
    """A watch as long as it is needed."""
    data = material.own_data("data-watch")
    command = material.build(data, "--watch")
    process = subprocess.Popen(
        command.arguments, cwd=command.folder, env=command.environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield Saves(process, data / "cv.yaml", material.folder(f"out-{data.name}"))
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _state(path: Path) -> tuple[int, int] | None:
    """What changes when a file is replaced; None where there is none."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns
