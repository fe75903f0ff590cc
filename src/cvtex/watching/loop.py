"""The watch itself: a build for each change of what it depends on; a newer change ends an older build."""

import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from errno import EIO
from functools import partial
from multiprocessing.connection import wait

from cvtex.diagnostics import INTERRUPTED
from cvtex.reports.result import Result
from cvtex.sidebyside import Aside, Spare, aside, spare
from cvtex.values import dataclass
from cvtex.watching.changes import Changes
from cvtex.watching.endings import endings, interrupts
from cvtex.watching.screen import Screen
from cvtex.watching.sources import Sources

GRACE = 0.25
"""Seconds after a change before an error is told: by then a file that was half written, or away for a moment, is whole."""
_QUIET = 0.1
"""Seconds without a change before a build begins anew that a change has ended."""
_LOOK = 1.0
"""Seconds between two looks at files of which the system gives no notice."""
_ELSEWHERE = frozenset(("X001", "X002", "X004", "X006"))
"""Findings that may be mended without a change of what is watched: a program or TeX file that is missing, a full disk."""
_SOON, _LATE = 2.0, 30.0
"""Seconds to the first and between the last tries of a build that has ended with one of them."""

Built = tuple[int, Sequence[Result]]
"""The exit code of a build, and its results."""
Wait = Callable[[], object]
"""Waits for a change, in a process that has made itself ready for it."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What is watched: how it is built, which files that depends on, and who else is told of a result.

    `build` is called in a process of its own, which begins as a copy of this one; where that has begun before the change, it is
    given what waits for one. `prepare` is called before the first, in this. `name` is what is built, in words.
    """

    build: Callable[[Wait | None], Built]
    look: Callable[[], Sources]
    told: Callable[[Sequence[Result]], None]
    prepare: Callable[[], None]
    name: str


def watch(what: Watch, screen: Screen) -> int:
    """Build at once and after each change, until a signal ends it; the exit code is that of an interruption."""
    with endings() as ended, Changes() as changes:
        state = _Watching(what, screen, changes)
        try:
            what.prepare()
            state.until(ended)
        except OSError as error:
            if error.errno != EIO:
                raise
            _silence()  # the terminal is gone
        finally:
            state.end()
            screen.close()
    return INTERRUPTED


class _Watching:
    """What is known while watching. Times are those of the monotonic clock; infinity is never."""

    def __init__(self, what: Watch, screen: Screen, changes: Changes) -> None:
        self.what, self.screen, self.changes = what, screen, changes
        self.seen: Sources | None = None
        self.running: Aside[Built] | None = None
        self.spare: Spare[Built] | None = None
        self.held: Built | None = None
        self.changed = self.due = time.monotonic()
        self.again, self.pause = _NEVER, _SOON
        self.trying = False

    def until(self, ended: int) -> None:
        """Watch until the file descriptor can be read."""
        while True:
            now = time.monotonic()
            self._look(now)
            if self.held and now >= self.changed + GRACE:
                self._tell(self.held)
            if now >= min(self.due, self.again):
                self._begin()
            ready = wait([ended, self.changes.reading, *([self.running.reader] if self.running else [])], self._rest())
            if ended in ready:
                return
            if self.running and self.running.reader in ready:
                self._end()

    def stop(self) -> None:
        """End the build that is under way."""
        if self.running:
            self.running.stop()
        self.running = None

    def end(self) -> None:
        """End all that there is."""
        self.stop()
        if self.spare:
            self.spare.stop()
        self.spare = None

    def _rest(self) -> float:
        """Seconds in which nothing is to be done."""
        told = self.changed + GRACE if self.held else _NEVER
        return max(0.0, min(_LOOK, min(self.due, self.again, told) - time.monotonic()))

    def _look(self, now: float) -> None:
        """See whether anything changed since; then what is under way is of no use any more."""
        self.changes.drain()
        found = self.what.look()
        self.changes.follow(found.folders)
        if found == self.seen:
            return
        if self.seen is not None:
            self.due = now + (_QUIET if self.running else 0)
        self.seen, self.changed = found, now
        self.held, self.trying = None, False
        self.again, self.pause = _NEVER, _SOON
        self.stop()

    def _begin(self) -> None:
        self.trying = self.due == _NEVER
        self.due = self.again = _NEVER
        if not self.trying:
            self.screen.building()
        ready, self.spare = self.spare, None
        try:
            self.running = (ready and ready.begin()) or aside(_interruptible, self.what.build)
        except OSError as error:
            self.screen.trouble(self.what.name, f"no process can be started for it ({error.strerror})")
            self._try_again()

    def _end(self) -> None:
        running, self.running = self.running, None
        try:
            built = running.answer() if running else None
        except RuntimeError as error:
            self.screen.trouble(self.what.name, str(error))
            return
        if built and built[0] and time.monotonic() < self.changed + GRACE:
            self.held = built
        elif built:
            self._tell(built)

    def _tell(self, built: Built) -> None:
        _, results = built
        self.held = None
        self.screen.tell(results, again=self.trying)
        self.what.told(results)
        if not self.spare:
            with suppress(OSError):  # a build of its own will do
                self.spare = spare(partial(_interruptible, self.what.build))
        if any(found.code in _ELSEWHERE for item in results for found in item.findings):
            self._try_again()

    def _try_again(self) -> None:
        self.again = time.monotonic() + self.pause
        self.pause = min(2 * self.pause, _LATE)


def _interruptible(build: Callable[[Wait | None], Built], wait: Wait | None = None) -> Built:
    interrupts()
    return build(wait)


def _silence() -> None:
    """Let what is still printed go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(nowhere, number)


_NEVER = float("inf")
