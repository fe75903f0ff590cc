"""Interrupts: what counts as one, and held back where one would be lost or taken for something else."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


def heed_all() -> None:
    """Let a request to end and a terminal that is closed interrupt as Ctrl-C does: what is under way puts its things away.

    A signal that is ignored, as after `nohup`, stays so.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(signal.SIGINT) != signal.SIG_IGN and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, lambda *_: signal.raise_signal(signal.SIGINT))


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Holds an interrupt back to the end.

    One that falls into an import or a finalizer may be lost in it; one that falls into the arguments of a function of C is
    told by ctypes as an error in them.
    """
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return
    came: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt
