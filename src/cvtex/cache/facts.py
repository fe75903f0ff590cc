"""What the result of a build depends on, as facts that can be asked again: each has a kind, a name and a value."""

import os
import sys
import time

from cvtex import __version__
from cvtex.cache.place import digest

Fact = tuple[str, str, object]

State = tuple[int, int, int]
"""Size, time and inode of a file: while they stay, so does its content."""

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ASKED = ("fc-list",)
"""The programs that are asked again, and no others, whatever a record says: one that comes from elsewhere starts none."""
_DAY = 86400
_PATIENCE = 20.0
"""Seconds that a program has for its answer."""
_MOST = 100_000_000
"""Bytes of an answer."""
_KILL = 9  # the module that has a name for it loads others


def fact(kind: str, name: str) -> Fact:
    """A fact as it is now."""
    return kind, name, _ASK[kind](name)


def holds(kind: str, name: str, value: object) -> bool:
    """Whether a fact is still one."""
    return _ASK[kind](name) == value


def _content(path: str) -> str:
    """What stands for a file's content and for where it lies; how many seconds a build took is not part of a report's."""
    try:
        with open(path, "rb", buffering=0) as file:
            content = file.read()
    except OSError:
        return ""
    if path.endswith(".report.json"):
        content = content.rpartition(b'"seconds"')[0]
    return digest(content, os.fsencode(os.path.realpath(path)))


def _names(path: str) -> str:
    """What stands for the names in a folder, which of them are links or folders, and for where it lies.

    Those of hidden files and editors' copies are left out.
    """
    try:
        with os.scandir(path) as inside:
            names = sorted(
                f"{entry.name}{'@' * entry.is_symlink()}{'/' * entry.is_dir(follow_symlinks=False)}"
                for entry in inside
                if not entry.name.startswith(".") and not entry.name.endswith("~")
            )
    except OSError:
        return ""
    return digest(os.fsencode(os.path.realpath(path)), *map(os.fsencode, names))


def state(path: str) -> State | None:
    """The state of a file, None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


def today() -> int:
    """The day by the clock (in UTC), counted from 1970."""
    return int(time.time()) // _DAY


def _size_and_time(path: str) -> tuple[int, int] | None:
    found = state(path)
    return found[:2] if found else None


def _program(name: str) -> tuple[str, tuple[int, int] | None] | None:
    """Where the program is that this name would run."""
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        path = os.path.join(folder, name)
        if os.access(path, os.X_OK) and os.path.isfile(path):
            return path, _size_and_time(path)
    return None


def _answer(command: str) -> str:
    """What stands for the answer of a program; empty where there is none, or it failed. The command's words are parted by null bytes."""
    words = command.split("\0")
    known = _program(words[0]) if words[0] in ASKED else None
    if known is None:
        return ""
    reading, writing = os.pipe()
    actions = [(os.POSIX_SPAWN_DUP2, writing, 1), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
    try:
        process = os.posix_spawn(known[0], words, {**os.environ, "LC_ALL": "C"}, file_actions=actions)
    except OSError:  # it is no program
        os.close(reading)
        return ""
    finally:
        os.close(writing)
    until, status = time.monotonic() + _PATIENCE, None
    try:
        said = _said(reading, until)
        status = _status(process, until) if said is not None else None
    finally:
        os.close(reading)
        if status is None:
            os.kill(process, _KILL)
            os.waitpid(process, 0)
    return digest(said) if said is not None and status == 0 else ""


def _status(process: int, until: float) -> int | None:
    """How a program has ended; None where it does not in time."""
    pause = 0.0005
    while True:
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            return status
        if time.monotonic() > until:
            return None
        time.sleep(pause)
        pause = min(2 * pause, 0.05)


def _said(reading: int, until: float) -> bytes | None:
    """All that comes out of a pipe; None where it does not end in time, or before it is more than was ever kept of an answer."""
    import select

    pieces: list[bytes] = []
    left = _MOST
    while left >= 0 and select.select([reading], [], [], max(until - time.monotonic(), 0))[0]:
        piece = os.read(reading, 1 << 16)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        left -= len(piece)
    return None


def _code(_: str) -> str:
    """What stands for cvtex, its class and themes, and the packages beside it."""
    latex = os.path.join(PACKAGE, "latex")
    inside = os.path.isdir(latex)
    files = [*_files(PACKAGE), *_files(latex if inside else os.path.join(PACKAGE, "..", "..", "latex"))]
    packages = [f"{path} {_size_and_time(path)}" for path in sys.path if path.endswith("-packages")]
    return digest(*(os.fsencode(line) for line in (__version__, sys.version, *sorted(files), *packages)))


def _files(folder: str) -> list[str]:
    """The files below a folder with their sizes and times, without what Python makes of them."""
    found = []
    try:
        with os.scandir(folder) as inside:
            entries = list(inside)
    except OSError:
        return []
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            found += _files(entry.path) if entry.name != "__pycache__" else []
        else:
            about = entry.stat(follow_symlinks=False)
            found.append(f"{entry.path} {about.st_size} {about.st_mtime_ns}")
    return found


_ASK = {
    "answer": _answer,
    "code": _code,
    "content": _content,
    "day": lambda _: today(),
    "exists": os.path.exists,
    "names": _names,
    "program": _program,
    "state": _size_and_time,
}
