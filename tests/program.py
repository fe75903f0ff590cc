"""cvtex as its users run it: a program of its own, in a folder, with an environment."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cvtex as package
from tests.waiting import Waiting

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
SMALL = """\
version: 1
name: Ada Example
contact: [https://example.org/~ada]
sections:
- section: Employment
  entries:
  - organization: Example Ltd
    date: 2019/2022
    items:
    - position: Engineer
      items:
      - Built a thing
"""
OVERLONG = SMALL.replace("Built a thing", "W" * 120)
"""The same, with a word that no line holds: it can be typeset, and the page is refused."""

_SECONDS = 60
_SOURCES = str(Path(package.__file__).resolve().parent.parent)
# Exits by exec, so that limits and rights that it gave up hold for cvtex and all that cvtex starts.
_HUMBLED = """
import ctypes, os, resource, sys
size, *arguments = sys.argv[1:]
if os.geteuid() == 0:  # root may write anywhere: CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH leave the bounding set
    for capability in (1, 2):
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
if int(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(size), resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
os.execv(sys.executable, [sys.executable, "-m", "cvtex", *arguments])
"""


@dataclass(frozen=True, slots=True)
class Finished:
    """What a command ended with and printed."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, object]:
        loaded: dict[str, object] = json.loads(self.out)
        return loaded

    @property
    def codes(self) -> list[object]:
        """The codes of a JSON report's findings."""
        findings = self.report["findings"]
        assert isinstance(findings, list)
        return [finding["code"] for finding in findings]


@dataclass(frozen=True, slots=True)
class Built:
    """The project's own CV: the folder it was built into, and what `cvtex build` said."""

    folder: Path
    code: int
    out: str
    err: str

    @property
    def pdf(self) -> Path:
        return self.folder / "cv.pdf"

    @property
    def tex(self) -> str:
        return (self.folder / "cv.tex").read_text(encoding="utf-8")

    @property
    def report(self) -> dict[str, object]:
        loaded: dict[str, object] = json.loads((self.folder / "cv.report.json").read_text(encoding="utf-8"))
        return loaded


def environment(**changes: str) -> dict[str, str]:
    """The tests' environment without any setting of cvtex but their cache, and with the cvtex that is tested."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CVTEX_") or name == "CVTEX_CACHE"}
    for name in ("NO_COLOR", "SOURCE_DATE_EPOCH", "FORCE_SOURCE_DATE"):
        kept.pop(name, None)
    path = os.pathsep.join(filter(None, (_SOURCES, os.environ.get("PYTHONPATH"))))
    return {**kept, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **changes}


def start(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "cvtex", *arguments], cwd=cwd, env=env or environment(), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


@cache
def _waiting() -> Waiting:
    return Waiting(environment())


def cvtex(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None) -> Finished:
    """Run a command to its end, in a process that has loaded its modules already."""
    settings = env or environment()
    if not _waiting().suits(settings):
        return cvtex_anew(*arguments, cwd=cwd, env=settings)
    with tempfile.TemporaryDirectory() as name:
        out, err = Path(name, "out"), Path(name, "err")
        out.touch()
        err.touch()
        try:
            code = _waiting().run(arguments, cwd, settings, (str(out), str(err)), _SECONDS)
        except subprocess.TimeoutExpired:
            _waiting.cache_clear()  # it is gone, and the tests that follow are none the worse
            raise
        return Finished(code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


def cvtex_anew(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None) -> Finished:
    """The same in a process of its own from its start: sets come in another order in each, and modules are loaded in turn."""
    return _finished([sys.executable, "-m", "cvtex", *arguments], cwd, env)


def humbled_cvtex(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None, largest: int = 0) -> Finished:
    """Run a command without root's right to write anywhere, its files no larger than `largest` bytes (0: any)."""
    return _finished([sys.executable, "-c", _HUMBLED, str(largest), *arguments], cwd, env)


def _finished(command: list[str], cwd: Path, env: Mapping[str, str] | None) -> Finished:
    done = subprocess.run(
        command, cwd=cwd, env=env or environment(), stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
        timeout=_SECONDS, check=False,
    )  # fmt: skip
    return Finished(done.returncode, done.stdout, done.stderr)


def fake_program(folder: Path, script: str, name: str = "pdflatex") -> dict[str, str]:
    """An environment in which a program is this shell script."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return environment(PATH=f"{folder}{os.pathsep}{os.environ['PATH']}")


def without_fonts(folder: Path) -> str:
    """A PATH on which fontconfig has no fonts but those of Latin letters."""
    return fake_program(folder, "echo '/fonts/Some.ttf|0|Some|80|0|100|False|False|41-5a'", "fc-list")["PATH"]


def wait_for(there: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether something came about in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if there():
            return True
        time.sleep(0.02)
    return there()


def runs(pid: int) -> bool:
    """Whether a process is alive."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and ") Z " in state.read_text(encoding="utf-8"))


def interrupt(process: subprocess.Popen[str], with_signal: signal.Signals) -> Finished:
    """Send a signal and wait for the end."""
    process.send_signal(with_signal)
    out, err = process.communicate(timeout=20)
    return Finished(process.returncode, out, err)
