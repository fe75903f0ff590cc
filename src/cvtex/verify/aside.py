"""The second reader in a process of its own: it makes itself ready while TeX is at work, and reads while the first one does."""

import contextlib
import os
import pickle
import signal
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, NoReturn

from cvtex.interrupts import uninterrupted
from cvtex.values import dataclass, replace
from cvtex.verify.copies import close_others, fork, let_in

if TYPE_CHECKING:
    from cvtex.verify.evidence import Second

_NOTHING_KNOWN: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Process:
    """A process that reads: `sheet` holds the PDF once `bell` has told the numbers of pages not to be read, and `answers` the rest."""

    number: int
    sheet: IO[bytes]
    bell: IO[bytes]
    answers: IO[bytes]


class Aside:
    """The process that reads: `begin` lets it import pypdf, for whoever will have something to read; `ask` gives it a PDF, once.

    Where it cannot be had, or fails, the reading is done here.
    """

    def __init__(self, held: contextlib.ExitStack) -> None:
        self._held = held
        self._process: _Process | None = None

    def begin(self) -> None:
        with contextlib.suppress(OSError):
            self._process = self._held.enter_context(_process()) if hasattr(os, "fork") else None

    def ask(self, pdf: bytes, known: Mapping[int, str] = _NOTHING_KNOWN) -> Callable[[], "Second"]:
        """What waits for the reading of a PDF, with the texts of those pages that are known already."""
        if not self._process:
            self.begin()
        if self._process:
            with contextlib.suppress(OSError):
                self._process.sheet.write(pdf)
                self._process.sheet.flush()
                self._process.bell.write(b"%s\n" % b" ".join(b"%d" % number for number in known))
        return partial(_answer, self._process, pdf, known)


@contextmanager
def reading_aside() -> Iterator[Aside]:
    """A process that reads one PDF with pypdf, and ends with this block."""
    with contextlib.ExitStack() as held:
        yield Aside(held)


def _answer(process: _Process | None, pdf: bytes, known: Mapping[int, str]) -> "Second":
    from cvtex.verify.evidence import Second
    from cvtex.verify.second import read_second

    if process:
        process.bell.close()
        found = process.answers.read()
        answer = None
        with contextlib.suppress(EOFError, pickle.UnpicklingError):  # nothing, or not all: it died meanwhile
            answer = pickle.loads(found)
        if isinstance(answer, Second):
            texts = tuple(known.get(number, text) for number, text in enumerate(answer.texts, 1))
            return replace(answer, texts=texts)
    return read_second(pdf, known)


@contextmanager
def _process() -> Iterator[_Process]:
    with tempfile.TemporaryFile() as sheet, _pipe() as (waiting, bell), _pipe() as (answers, writing):
        number = 0
        try:
            with uninterrupted():
                number = fork()
                if not number:
                    _read(sheet, waiting, writing)
                let_in()
            waiting.close()
            writing.close()
            yield _Process(number, sheet, bell, answers)
        finally:
            if number:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
                os.waitpid(number, 0)


@contextmanager
def _pipe() -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb", 0) as first, os.fdopen(writing, "wb", 0) as last:
        yield first, last


def _line(stream: IO[bytes]) -> bytes:
    """One line with its end; nothing where none comes."""
    line = b""
    while not line.endswith(b"\n"):
        more = stream.read(4096)
        if not more:
            return b""
        line += more
    return line


def _read(sheet: IO[bytes], waiting: IO[bytes], writing: IO[bytes]) -> NoReturn:
    """The child's whole life; whatever befalls it, it says nothing, and the file is read by whoever asked."""
    close_others(sheet.fileno(), waiting.fileno(), writing.fileno())
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    let_in()
    try:
        from cvtex.verify.second import load_library, read_second

        load_library()
        told = _line(waiting)
        if told:
            sheet.seek(0)
            known = dict.fromkeys(map(int, told.split()), "")
            answer = pickle.dumps(read_second(sheet.read(), known), pickle.HIGHEST_PROTOCOL)
            with os.fdopen(os.dup(writing.fileno()), "wb") as whole:
                whole.write(answer)
    finally:
        os._exit(0)
