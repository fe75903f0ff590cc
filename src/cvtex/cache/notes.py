"""Notes of what a command has read, listed, run and written, as the interpreter itself tells it.

Python announces every file that it opens, so no room of the house has to say what it reads, and none can forget
to. What it cannot see is announced in the same way: `cvtex.read` names a file that another program has read,
`cvtex.exists` one that was only looked for, `cvtex.day` says that the result depends on the day, and `cvtex.answered`
what a program said that can be asked again.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from cvtex.cache.facts import PACKAGE, State, state, today

_Piece = TypeVar("_Piece")
_Done = TypeVar("_Done")

_TICK = 10_000_000
"""Nanoseconds within which two changes of a file may bear the same time."""
_WRITING = os.O_WRONLY | os.O_RDWR


class Notes:
    """What was noted. `read`, `listed` and `written` have the state of each then; it is None where that is not certain.

    `around` has the folders of files that were read, `sought` whether what was looked for was there.
    `answers` has what stands for the answers of programs, by their command lines. `day` is the day when it was asked,
    None where the result does not depend on it.
    """

    def __init__(self) -> None:
        self.read: dict[str, State | None] = {}
        self.written: dict[str, State | None] = {}
        self.removed: set[str] = set()
        self.listed: dict[str, State | None] = {}
        self.around: dict[str, State | None] = {}
        self.sought: dict[str, bool] = {}
        self.programs: set[str] = set()
        self.answers: dict[str, str] = {}
        self.beside: set[str] = set()
        self.day: int | None = None

    def add(self, other: "Notes") -> None:
        """Take over what was noted in another process."""
        self.read = {**other.read, **self.read}
        self.written |= other.written
        self.removed |= other.removed
        self.listed = {**other.listed, **self.listed}
        self.around = {**other.around, **self.around}
        self.sought = {**other.sought, **self.sought}
        self.programs |= other.programs
        self.answers |= other.answers
        self.beside |= other.beside
        self.day = other.day if self.day is None else self.day

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        """Note an event of the interpreter, if it matters."""
        if event == "open":
            path, _, flags = arguments
            if isinstance(path, str) and isinstance(flags, int) and not flags & _WRITING and not _of_python(path):
                path = os.path.abspath(path)
                self.read.setdefault(path, _settled(path))
                around = os.path.dirname(path)
                if around not in self.around:
                    self.around[around] = _settled(around)
        elif event in ("os.listdir", "os.scandir"):
            if isinstance(arguments[0], (str, os.PathLike)) and not _of_python(os.fspath(arguments[0])):
                path = os.path.abspath(arguments[0])
                self.listed.setdefault(path, _settled(path))
        elif event == "os.rename":
            before, after = arguments[0], arguments[1]
            if isinstance(before, (str, os.PathLike)) and isinstance(after, (str, os.PathLike)):
                path = os.path.abspath(after)
                if not _of_python(path):
                    self.written[path] = state(os.fspath(before))
        elif event == "os.remove":
            path, folder = arguments
            if isinstance(path, (str, os.PathLike)) and folder == -1:
                self.removed.add(os.path.abspath(path))
        elif event == "subprocess.Popen":
            self.programs.add(os.path.basename(str(arguments[0])))
        elif event == "cvtex.answered":
            self.answers[str(arguments[0])] = str(arguments[1])
        elif event == "cvtex.read":
            self.beside.add(str(arguments[0]))
        elif event == "cvtex.day":
            self.day = today() if self.day is None else self.day
        elif event == "cvtex.exists":
            path = os.path.abspath(str(arguments[0]))
            self.sought.setdefault(path, os.path.exists(path))


def _settled(path: str) -> State | None:
    """The state of a file that was not changed just now."""
    found = state(path)
    return found if found and found[1] < time.time_ns() - _TICK else None


def _of_python(path: str) -> bool:
    """Whether it belongs to the interpreter, its packages or cvtex: their identity is known otherwise."""
    return path.startswith(_LIBRARIES)


@contextmanager
def taken() -> Iterator[Notes]:
    """Notes of what happens meanwhile, in this process and in what it forks; whoever takes notes already goes on."""
    global _hooked
    if not _hooked:  # a hook of the interpreter stays for good
        sys.addaudithook(_hear)
        _hooked = True
    notes = Notes()
    _taking.append(notes)
    try:
        yield notes
    finally:
        _taking.remove(notes)


def announce(kind: str, name: str, value: object) -> None:
    """Say again what was noted once and holds still: a file or a folder that is looked at needs no announcement."""
    if kind in _ANNOUNCED:
        sys.audit(_ANNOUNCED[kind], *((name,) if kind != "answer" else (name, value)))


def carried(work: Callable[[_Piece], _Done]) -> Callable[[_Piece], tuple[_Done, Notes | None]]:
    """The same work, for another process: it brings home what is noted there."""

    def both(piece: _Piece) -> tuple[_Done, Notes | None]:
        done = work(piece)
        return done, _taking[0] if _taking else None

    return both


def bring(notes: Notes | None) -> None:
    """Take over what was noted in another process."""
    for here in _taking:
        if notes:
            here.add(notes)


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if event in _EVENTS:
        for notes in _taking:
            notes.hear(event, arguments)


_EVENTS = frozenset(
    (
        *("open", "os.listdir", "os.scandir", "os.rename", "os.remove", "subprocess.Popen"),
        *("cvtex.read", "cvtex.exists", "cvtex.day", "cvtex.answered"),
    )
)
_PATHS = (PACKAGE, os.path.dirname(os.__file__), *(path for path in sys.path if path.endswith("-packages")))
_LIBRARIES = tuple(os.path.join(path, "") for path in _PATHS)
_ANNOUNCED = {"exists": "cvtex.exists", "day": "cvtex.day", "state": "cvtex.read", "answer": "cvtex.answered"}
_hooked = False
_taking: list[Notes] = []
