"""Work side by side: several pieces at once, each in a process of its own, the results in the order of the pieces."""

import os
import signal
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar, cast

from cvtex.programs import end_all
from cvtex.values import dataclass

_Piece = TypeVar("_Piece")
_Done = TypeVar("_Done")

_PATIENCE = 5.0
"""Seconds that a process has to put its things away when it is interrupted."""


def side_by_side(work: Callable[[_Piece], _Done], pieces: Sequence[_Piece], at_once: int) -> Generator[_Done]:
    """What the work makes of each piece, in their order. Raises RuntimeError where a process ends without a result.

    Close the iterator, and what is still at work is interrupted and waited for.
    """
    running: dict[Connection, tuple[int, BaseProcess]] = {}
    done: dict[int, _Done] = {}
    waiting = list(enumerate(pieces))
    try:
        for number in range(len(pieces)):
            while number not in done:
                while waiting and len(running) < at_once:
                    index, piece = waiting.pop(0)
                    with _held():
                        reader, process = _start(work, piece)
                        running[reader] = index, process
                for ready in wait(list(running)):
                    if isinstance(ready, Connection):
                        index, process = running[ready]
                        done[index] = cast(_Done, _answer(ready, process))
                        del running[ready]
            yield done.pop(number)
    finally:
        _stop([process for _, process in running.values()])


@dataclass(frozen=True, slots=True)
class Aside(Generic[_Done]):
    """Work that is done aside, in a process of its own; `reader` can be waited for, and read once it has ended."""

    reader: Connection
    process: BaseProcess

    def answer(self) -> _Done:
        """What the work returned. Raises RuntimeError where it failed, or its process ended without an answer."""
        return cast(_Done, _answer(self.reader, self.process))

    def stop(self) -> None:
        """Interrupt the work and wait for its end."""
        _stop([self.process])
        self.reader.close()


@dataclass(frozen=True, slots=True)
class Spare(Generic[_Done]):
    """A process that has made itself ready, and waits to be told that the work is wanted."""

    aside: Aside[_Done]
    bell: Connection

    def begin(self) -> Aside[_Done] | None:
        """Let it do its work; None where it has ended already."""
        with suppress(OSError), self.bell:
            if self.aside.process.is_alive():
                self.bell.send_bytes(b"!")
                return self.aside
        self.aside.stop()
        return None

    def stop(self) -> None:
        """End it, which was not wanted."""
        self.bell.close()
        self.aside.stop()


def spare(work: Callable[[Callable[[], object]], _Done]) -> Spare[_Done]:
    """A process that makes itself ready, calls what it is given to wait, and then does its work.

    It ends when it is interrupted, or when this process has ended.
    """
    waiting, bell = get_context("fork").Pipe(duplex=False)

    def both(_: None) -> _Done:
        bell.close()
        return work(lambda: _told(waiting))

    made = Spare(aside(both, None), bell)
    waiting.close()
    return made


def _told(waiting: Connection) -> None:
    try:
        waiting.recv_bytes()
    except EOFError:
        raise KeyboardInterrupt from None


def aside(work: Callable[[_Piece], _Done], piece: _Piece) -> Aside[_Done]:
    """Begin a piece of work in a process of its own."""
    with _held():
        return Aside(*_start(work, piece))


def _start(work: Callable[[_Piece], _Done], piece: _Piece) -> tuple[Connection, BaseProcess]:
    context = get_context("fork")
    reader, writer = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(work, piece, writer))
    process.start()
    writer.close()
    return reader, process


def _run(work: Callable[[_Piece], _Done], piece: _Piece, writer: Connection) -> None:
    """The life of a process. It is in a group of its own: what is typed at the terminal reaches its parent alone."""
    os.setpgid(0, 0)
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        answer: tuple[object, str]
        try:
            answer = work(piece), ""
        except Exception:
            answer = None, traceback.format_exc()
        with suppress(BrokenPipeError):
            writer.send(answer)
    except KeyboardInterrupt:
        return
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        end_all()  # a failure may have come before the answer of one that was asked


def _answer(reader: Connection, process: BaseProcess) -> object:
    """What a process has sent. Raises RuntimeError where it failed or ended."""
    try:
        answer, failure = reader.recv()
    except EOFError:
        process.join()
        raise RuntimeError(f"a process ended with {process.exitcode} and without a result") from None
    finally:
        reader.close()
    process.join()
    if failure:
        raise RuntimeError(failure)
    return cast(object, answer)


def _stop(processes: Iterable[BaseProcess]) -> None:
    """Interrupt processes, once each, and wait for their end."""
    processes = list(processes)
    for process in processes:
        if process.pid and process.is_alive():
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGINT)
    for process in processes:
        process.join(_PATIENCE)
        process.kill()
        process.join()


@contextmanager
def _held() -> Iterator[None]:
    """Holds an interrupt back until a process that has begun is known."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
