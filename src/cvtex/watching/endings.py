"""Endings: the signals that end a watch, as a file descriptor that can be waited for."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Ctrl-C, a request to end, a terminal that was closed."""


@contextmanager
def endings() -> Iterator[int]:
    """A file descriptor that can be read once a signal has come that ends the program.

    A signal that is ignored, as after `nohup`, stays so. None of them raises anything: what is under way comes to a
    place where it can be left.
    """
    reading, writing = os.pipe()
    owner = os.getpid()

    def came(number: int, _: FrameType | None) -> None:
        if os.getpid() == owner:
            os.write(writing, bytes([number]))

    before = {number: signal.getsignal(number) for number in _SIGNALS}
    for number, handler in before.items():
        if handler != signal.SIG_IGN:
            signal.signal(number, came)
    try:
        yield reading
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)
        os.close(reading)
        os.close(writing)


def interrupts() -> None:
    """Let each of these signals interrupt the work of this process, which then puts its things away."""
    for number in _SIGNALS:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)
