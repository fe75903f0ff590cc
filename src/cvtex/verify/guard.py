"""A guard around what reads files of strangers: a process of its own, with an end to its time and memory."""

import contextlib
import os
import pickle
import signal
import traceback
from collections.abc import Callable
from typing import TypeVar, cast

from cvtex.diagnostics import CvtexError, Diagnostic, Span, UnreadableError
from cvtex.verify.copies import fork, heard, let_in

SECONDS = 10
"""Processor time for one file; a CV takes a thirtieth."""

MEMORY = 1_500_000_000
"""Bytes of address space for one file, besides four times its own size."""

_PATIENCE = 3  # the clock may run so much longer than the processor, on a machine that is busy
_WORDS = "the PDF is too much to be judged"
_HINT = "it swells when it is read, or has thousands of pages: print it to a new PDF, or judge a part of it"
_Result = TypeVar("_Result")


def guarded(
    work: Callable[[], _Result], name: str, size: int, *, patience: float = 0, seconds: int | None = None
) -> _Result:
    """What `work` returns or raises, done in a process that may fail alone; where there is no fork, done here.

    `name` and `size` are those of the file that it reads; `patience` is the seconds that it may wait besides, for
    others, and `seconds` the processor time that it may take, SECONDS when not given.
    Raises UnreadableError when the process takes too long, too much memory, or dies.
    """
    if not hasattr(os, "fork"):
        return work()
    seconds = SECONDS if seconds is None else seconds
    reading, writing = os.pipe()
    child = fork()
    if not child:
        os.close(reading)
        _do(work, writing, size, seconds)
    try:
        os.close(writing)
        let_in()
        answer = heard(reading, seconds * _PATIENCE + patience)
    finally:
        os.close(reading)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    return cast(_Result, _result(answer, status, Span(name), seconds))


def _do(work: Callable[[], object], writing: int, size: int, seconds: int) -> None:
    """The child's whole life: limits, work, answer."""
    import resource

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    try:
        _limit(resource.RLIMIT_CPU, seconds)
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_AS, MEMORY + 4 * size)
        # Python's own handler would turn the first warning into nothing: the default ends the process.
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        answer: tuple[str, object] = ("done", work())
    except CvtexError as error:
        memory = isinstance(error.__cause__, MemoryError)
        answer = ("memory", None) if memory else ("refused", (type(error), error.diagnostics))
    except MemoryError:
        answer = ("memory", None)
    except BaseException as error:
        error.add_note(traceback.format_exc())
        answer = ("bug", error)
    try:
        with os.fdopen(writing, "wb") as stream:
            stream.write(_packed(answer))
    finally:
        os._exit(0)


def _packed(answer: tuple[str, object]) -> bytes:
    """An answer as bytes; an error that cannot be sent is told by its traceback."""
    try:
        return pickle.dumps(answer)
    except Exception:
        return pickle.dumps(("bug", RuntimeError(traceback.format_exc())))


def _limit(what: int, most: int) -> None:
    """Lower a limit of this process; one that is lower already stays."""
    import resource

    _, hard = resource.getrlimit(what)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _result(answer: bytes | None, status: int, span: Span, seconds: int) -> object:
    if not answer:
        slow = answer is None or os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)
        why = f"it was not done after {seconds} seconds" if slow else "a reader ran out of memory, or died of it"
        raise UnreadableError(Diagnostic("M011", f"{_WORDS}: {why}", span, _HINT))
    kind, value = pickle.loads(answer)
    if kind == "memory":
        message = f"{_WORDS}: it takes more than {MEMORY // 1_000_000} MB of memory"
        raise UnreadableError(Diagnostic("M011", message, span, _HINT))
    if kind == "refused":
        error, diagnostics = value
        raise error(*diagnostics)
    if kind == "bug":
        raise value
    return value
