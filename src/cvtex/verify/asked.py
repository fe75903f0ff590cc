"""A copy of this process that is asked: it makes itself ready, waits for the question, and answers once."""

import errno
import io
import os
import pickle
import signal
import struct
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import IO, NoReturn

from cvtex.interrupts import uninterrupted
from cvtex.verify.copies import close_others, fork, let_in

Question = Callable[[], object]
"""Waits for the next question; None where there will be none."""
Answer = Callable[[object], None]
"""Gives the answer, once; what is done afterwards nobody waits for but by `rest`."""
_PLACE = struct.Struct("=QQ")
"""Where a question begins on the sheet, and its length."""
_STEP = 0.005
"""Seconds between two looks at whether one has ended."""
Life = Callable[[Question, Answer], None]
"""What a copy does in all of its life."""


class Asked:
    """A copy, by its number: `sheet` holds the questions, `bell` tells where each stands, and the answer comes by `answers`."""

    def __init__(self, number: int, sheet: IO[bytes], bell: IO[bytes], answers: IO[bytes]) -> None:
        self._number = number
        self._sheet, self._bell, self._answers = sheet, bell, answers

    def ask(self, question: object) -> None:
        """Put a question; where that cannot be done, nothing will be answered."""
        with suppress(OSError):
            words = io.BytesIO()
            pickle.dump(question, words, pickle.HIGHEST_PROTOCOL)
            begins = self._sheet.tell()
            if self._sheet.write(words.getbuffer()) == words.tell():
                self._bell.write(_PLACE.pack(begins, words.tell()))

    def answer(self) -> object:
        """What it answers, waited for; None where it died, failed or was not asked."""
        self._bell.close()
        told = self._answers.read()
        try:
            return pickle.loads(told)
        except Exception:  # nothing, or not all: it died meanwhile, or so did another who had begun to hear it
            return None

    def rest(self) -> None:
        """Wait for the end of what it does after its answer."""
        if self._number:
            with suppress(ChildProcessError):  # whoever started cvtex has children end by themselves
                os.waitpid(self._number, 0)
        self._number = 0

    def end(self, grace: float) -> None:
        """End it, wherever it is; an interrupt comes first, and in so many seconds it may put its things away."""
        until = time.monotonic() + grace
        if grace and self._number and not self._ended():
            with suppress(ProcessLookupError):
                os.kill(self._number, signal.SIGINT)
            while not self._ended() and time.monotonic() < until:
                time.sleep(_STEP)
        if self._number:
            with suppress(ProcessLookupError):
                os.kill(self._number, signal.SIGKILL)
        self.rest()

    def _ended(self) -> bool:
        with suppress(ChildProcessError):  # whoever started cvtex has children end by themselves
            if not os.waitpid(self._number, os.WNOHANG)[0]:
                return False
        self._number = 0
        return True


@contextmanager
def asked(live: Life, *, grace: float = 0) -> Iterator[Asked]:
    """A copy of this process that lives so, and ends with this block at the latest.

    With `grace`, in seconds, it is interrupted first.

    Raises OSError where there can be none.
    """
    if not hasattr(os, "fork"):
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    with tempfile.TemporaryFile(buffering=0) as sheet, _pipe() as (waiting, bell), _pipe() as (answers, writing):
        copy = Asked(0, sheet, bell, answers)
        try:
            with uninterrupted():
                number = fork()
                if not number:
                    close_others(sheet.fileno(), waiting.fileno(), writing.fileno())
                    _live(live, sheet, waiting, writing)
                copy = Asked(number, sheet, bell, answers)
                let_in()
            waiting.close()
            writing.close()
            yield copy
        finally:
            copy.end(grace)


@contextmanager
def _pipe() -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb", 0) as first, os.fdopen(writing, "wb", 0) as last:
        yield first, last


def _live(live: Life, sheet: IO[bytes], waiting: IO[bytes], writing: IO[bytes]) -> NoReturn:
    """The copy's whole life; whatever befalls it, it says nothing, and whoever asked does the work."""
    signal.signal(signal.SIGINT, _once)
    try:
        _lived(live, sheet, waiting, writing)
    finally:
        os._exit(0)


def _once(number: int, _: FrameType | None) -> NoReturn:
    """Be interrupted, once: at a terminal a second interrupt follows, and would fall into the putting away."""
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _lived(live: Life, sheet: IO[bytes], waiting: IO[bytes], writing: IO[bytes]) -> None:
    let_in()

    def question() -> object:
        told = waiting.read(_PLACE.size)
        if not told:
            return None
        begins, length = _PLACE.unpack(told)
        return pickle.loads(os.pread(sheet.fileno(), length, begins))

    def answer(value: object) -> None:
        told = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        with os.fdopen(os.dup(writing.fileno()), "wb") as whole:
            writing.close()
            whole.write(told)

    live(question, answer)
