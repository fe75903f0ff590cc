"""A copy of this process, that reads or examines at the same time."""

import os
import pickle
import select
import signal
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn, TypeVar, cast

from cvtex.interrupts import uninterrupted

PATIENCE = 10.0
"""Seconds that a copy may still need when its original is done: it had half of the work."""
_Here = TypeVar("_Here")
_There = TypeVar("_There")


def fork() -> int:
    """The fork, after which an interrupt is held back until it is let in: in the middle of one it would be lost."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        with warnings.catch_warnings():
            # The child touches nothing that another thread may hold: it reads a file, or what is known of it, and ends.
            warnings.simplefilter("ignore", DeprecationWarning)
            return os.fork()
    except OSError:
        let_in()
        raise


def let_in() -> None:
    """Let an interrupt in again."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])


def close_others(*kept: int) -> None:
    """Close all files of a copy but its own: another thread may be starting a program, and would wait for the end of its pipe."""
    first = 3  # after standard input, output and error
    for file in (*sorted(kept), os.sysconf("SC_OPEN_MAX")):
        os.closerange(first, file)
        first = file + 1


def both(here: Callable[[], _Here], there: Callable[[], _There]) -> tuple[_Here, _There]:
    """What two pieces of work return, the second done by a copy of this process meanwhile; where that fails, it is done here."""
    if not hasattr(os, "fork"):
        return here(), there()
    child, reading = 0, -1
    try:
        # Another thread may take an interrupt that is held back in this one, and it would fall into what Python does at a fork.
        with suppress(OSError), uninterrupted():
            child, reading = _copy(there)
            let_in()
        if not child:
            return here(), there()
        done = here()
        told = heard(reading, PATIENCE) or b""
    finally:
        if child:
            os.close(reading)
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            with suppress(ChildProcessError):  # whoever started cvtex has children end by themselves
                os.waitpid(child, 0)
    with suppress(EOFError, pickle.UnpicklingError):  # nothing, or not all: it died, or failed
        return done, cast(_There, pickle.loads(told))
    return done, there()


def heard(reading: int, patience: float) -> bytes | None:
    """All that a copy says at the other end of a pipe; None when it says nothing for so many seconds."""
    end = time.monotonic() + patience
    answer = bytearray()
    while select.select([reading], [], [], max(0.0, end - time.monotonic()))[0]:
        chunk = os.read(reading, 1 << 20)
        if not chunk:
            return bytes(answer)
        answer += chunk
    return None


def _copy(work: Callable[[], object]) -> tuple[int, int]:
    """A copy of this process at work, and where its answer comes."""
    reading, writing = os.pipe()
    try:
        child = fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        raise
    if not child:
        _live(work, writing)
    os.close(writing)
    return child, reading


def _live(work: Callable[[], object], writing: int) -> NoReturn:
    """The copy's whole life; whatever befalls it, it says nothing."""
    close_others(writing)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    let_in()
    try:
        answer = pickle.dumps(work(), pickle.HIGHEST_PROTOCOL)
        with os.fdopen(writing, "wb") as whole:
            whole.write(answer)
    finally:
        os._exit(0)
