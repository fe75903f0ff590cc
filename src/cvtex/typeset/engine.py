"""The TeX engine: found, then run without a shell, in a scratch folder of its own, for a limited time."""

import math
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import IO

from cvtex.cache.place import digest
from cvtex.diagnostics import Diagnostic, MissingError, TypesettingError
from cvtex.interrupts import uninterrupted
from cvtex.values import dataclass

JOB = "document"
DEFAULT_TIMEOUT = 60.0
_MOST_PASSES = 4
_MOST_OUTPUT = 2_000_000
_MOST_LOG = 5_000_000
_WRITABLE = ("TEXMFOUTPUT", "TEXMF_OUTPUT_DIRECTORY")  # where TeX may write in spite of openout_any
_SAFELY = ("-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "-file-line-error", "-recorder")
_NO_SETTINGS: Mapping[str, str] = MappingProxyType({})
INSTALL_HINT = "`cvtex doctor` shows the command that installs it"


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of TeX left: the exit status, the log's text, and the passes it took.

    `stopped` says why cvtex ended the last pass itself, if it did.
    """

    status: int
    log: str
    output: str
    passes: int
    stopped: Diagnostic | None = None


def find_engine(name: str, environment: Mapping[str, str]) -> Path:
    """The engine's program on PATH. Raises MissingError when there is none."""
    found = shutil.which(name, path=environment.get("PATH", os.defpath))
    if found is None:
        raise MissingError(Diagnostic("X001", f"`{name}` is not installed, or not on PATH", None, INSTALL_HINT))
    # Absolute, for TeX runs elsewhere; not resolved, for TeX looks at the name it is called by.
    return Path(found).absolute()


def start_engine(
    engine: Path, scratch: Path, environment: Mapping[str, str], settings: Mapping[str, str], format: str
) -> subprocess.Popen[bytes]:
    """Start TeX from a format, in `scratch`, before there is a source: it is ready soon, and waits for it.

    It ends when this process does. Raises TypesettingError when it cannot be started.
    """
    # TeX opens its source by name; and a pipe that nobody holds any more has an end, so it never waits for ever.
    (scratch / f"{JOB}.tex").symlink_to("/dev/stdin")
    what = ("-no-parse-first-line", f"-fmt={format}", f"{JOB}.tex")
    return _started([str(engine), *_SAFELY, *what], scratch, {**_environment(environment), **settings}, subprocess.PIPE)


def run_engine(
    engine: Path, source: str, inputs: Iterable[Path], scratch: Path, environment: Mapping[str, str],
    meanwhile: Callable[[], object] = bool, settings: Mapping[str, str] = _NO_SETTINGS, format: str = "",
    waiting: subprocess.Popen[bytes] | None = None, told: int = 0,
) -> Run:  # fmt: skip
    """Set `source` in `scratch`, with copies of `inputs` beside it; the PDF is `scratch/document.pdf`.

    `meanwhile` is called once TeX is under way: work that costs no time there. TeX starts from another format
    than its own where one is named, and its environment has these `settings` besides. Where TeX is `waiting` for a source
    already, started just so, that is the first to have it; it was `told` so many characters of it before.

    TeX runs again only while a file that it read came back changed, and is stopped when it takes longer
    than CVTEX_TEX_TIMEOUT seconds or floods its output. Raises TypesettingError when it cannot be started.
    """
    for path in inputs:
        shutil.copyfile(path, scratch / path.name)
    alone = ["-nosocket"] if engine.name == "lualatex" else []
    command = [str(engine), *_SAFELY, *([f"-fmt={format}"] if format else alone), f"{JOB}.tex"]
    passes = 0
    while True:
        passes += 1
        if waiting and passes == 1:
            start = partial(_fed, waiting, source[told:])
        else:
            _write_source(scratch, source)
            start = partial(_started, command, scratch, {**_environment(environment), **settings}, subprocess.DEVNULL)
        before = _digests(scratch)
        status, output, stopped = _run_once(str(engine), start, _timeout(environment), meanwhile)
        if status != 0 or passes == _MOST_PASSES or not _read_and_changed(scratch, before):
            for name in _read_by_tex(scratch, JOB):
                sys.audit("cvtex.read", name)
            return Run(status, _log(scratch, JOB), output, passes, stopped)


def _write_source(scratch: Path, source: str) -> None:
    path = scratch / f"{JOB}.tex"
    path.unlink(missing_ok=True)
    path.write_text(source, encoding="utf-8")


def _fed(process: subprocess.Popen[bytes], source: str) -> subprocess.Popen[bytes]:
    """The process that is given what it lacks of its source, as fast as it reads; should it end before, it says why itself."""
    threading.Thread(target=_tell, args=(process.stdin, source.encode()), daemon=True).start()
    process.stdin = None
    return process


def _tell(stream: IO[bytes] | None, source: bytes) -> None:
    if stream:
        with suppress(OSError), stream:
            stream.write(source)


def dump(engine: Path, name: str, scratch: Path, environment: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Let the engine dump `scratch/<name>.fmt` as `<name>.ini` says: its log, and the files of its installation that it read.

    Raises TypesettingError when it cannot be started.
    """
    what = ["-ini", f"-jobname={name}", *_SAFELY, f"&{engine.name}", f"{name}.ini"]
    start = partial(_started, [str(engine), *what], scratch, _environment(environment), subprocess.DEVNULL)
    _run_once(str(engine), start, _timeout(environment), bool)
    return _log(scratch, name), tuple(_read_by_tex(scratch, name))


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The user's environment, with TeX's own safeguards and nothing from the clock."""
    return {
        **{name: value for name, value in environment.items() if name not in _WRITABLE},
        "openin_any": "p",
        "openout_any": "p",
        "shell_escape": "f",
        "TEXINPUTS": ".:",
        "SOURCE_DATE_EPOCH": "0",
        "FORCE_SOURCE_DATE": "1",
        "MKTEXPK": "0",
        "MKTEXTFM": "0",
        "max_print_line": "10000",
        "error_line": "254",
        "half_error_line": "238",
        "LC_ALL": "C",
    }


def _started(command: list[str], scratch: Path, environment: Mapping[str, str], source: int) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            command, cwd=scratch, env={**environment}, stdin=source,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise TypesettingError(
            Diagnostic("X002", f"`{command[0]}` cannot be started ({error.strerror})", None, INSTALL_HINT)
        ) from error


def _run_once(
    name: str, start: Callable[[], subprocess.Popen[bytes]], timeout: float, meanwhile: Callable[[], object]
) -> tuple[int, str, Diagnostic | None]:
    begun: list[subprocess.Popen[bytes]] = []
    output = bytearray()
    stopped = None
    try:
        with uninterrupted():  # until the process is known, so that none is left behind
            begun.append(start())
        (process,) = begun
        # A thread waits for its end: with a time limit, Python would look for it every 50 ms.
        waiter = threading.Thread(target=process.wait, daemon=True)
        reader = threading.Thread(target=_drain, args=(process, output), daemon=True)
        waiter.start()
        reader.start()
        meanwhile()
        waiter.join(timeout)
        if waiter.is_alive():
            raise subprocess.TimeoutExpired(name, timeout)
        reader.join(1)
    except subprocess.TimeoutExpired:
        hint = "look for an endless loop in a theme; CVTEX_TEX_TIMEOUT sets the limit in seconds"
        stopped = Diagnostic("X003", f"TeX was stopped: it was not done after {timeout:g} seconds", None, hint)
        end_engine(*begun)
    except BaseException:
        end_engine(*begun)
        raise
    if len(output) > _MOST_OUTPUT:
        stopped = Diagnostic("X003", "TeX was stopped: it printed without end", None, f"check that `{name}` is TeX")
    return process.returncode, output.decode("utf-8", "replace"), stopped


def _timeout(environment: Mapping[str, str]) -> float:
    """CVTEX_TEX_TIMEOUT in seconds; the default where that is no length of time."""
    try:
        seconds = float(environment.get("CVTEX_TEX_TIMEOUT", ""))
    except ValueError:
        return DEFAULT_TIMEOUT
    return min(seconds, threading.TIMEOUT_MAX) if math.isfinite(seconds) and seconds > 0 else DEFAULT_TIMEOUT


def _drain(process: subprocess.Popen[bytes], output: bytearray) -> None:
    """Keep what the program prints; stop it when it floods."""
    if process.stdout is None:
        return
    with process.stdout as stream:
        while chunk := os.read(stream.fileno(), 65536):
            if len(output) <= _MOST_OUTPUT:
                output += chunk
            else:
                end_engine(process)


def end_engine(*processes: subprocess.Popen[bytes]) -> None:
    """End TeX, and what it has started, wherever it is."""
    for process in processes:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            process.kill()
        process.wait()


def _digests(scratch: Path) -> dict[str, str]:
    """What the files are; not one that goes meanwhile: TeX that has just started renames its record once it knows its job."""
    found = {}
    for path in scratch.iterdir():
        if path.is_file() and not path.is_symlink():
            with suppress(FileNotFoundError):
                found[path.name] = digest(path.read_bytes())
    return found


def _read_and_changed(scratch: Path, before: Mapping[str, str]) -> bool:
    """Whether a file that TeX read in this pass is not what it was when the pass began."""
    record = scratch / f"{JOB}.fls"
    if not record.exists():
        return False
    lines = record.read_text(encoding="utf-8", errors="replace").splitlines()
    outputs = {line[7:] for line in lines if line.startswith("OUTPUT ")}
    read = {Path(line[6:]).name for line in lines if line.startswith("INPUT ")}
    written = {Path(name).name for name in outputs} - {f"{JOB}.log", f"{JOB}.pdf"}
    after = _digests(scratch) if written else {}
    return any(after.get(name) != before.get(name) for name in read & written)


def _read_by_tex(scratch: Path, job: str) -> Iterator[str]:
    """The files outside of the scratch folder that TeX has read."""
    record = scratch / f"{job}.fls"
    lines = record.read_text(encoding="utf-8", errors="surrogateescape").splitlines() if record.is_file() else ()
    yield from dict.fromkeys(line[6:] for line in lines if line.startswith("INPUT /"))


def _log(scratch: Path, job: str) -> str:
    path = scratch / f"{job}.log"
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return re.sub(r"\r\n?", "\n", file.read(_MOST_LOG).decode("utf-8", "replace"))
