"""The second reader in a process of its own: it makes itself ready while TeX is at work, and reads while the first one does."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from cvtex.values import replace
from cvtex.verify.asked import Answer, Asked, Question, asked

if TYPE_CHECKING:
    from cvtex.verify.evidence import Second

_NOTHING_KNOWN: Mapping[int, str] = MappingProxyType({})


class Aside:
    """The process that reads: `begin` lets it import pypdf, for whoever will have something to read.

    `show` gives it a PDF, once, and it reads all but the texts of the pages; `ask` says of which pages these are known already.
    Where it cannot be had, or fails, the reading is done here.
    """

    def __init__(self, held: contextlib.ExitStack) -> None:
        self._held = held
        self._process: Asked | None = None

    def begin(self) -> None:
        """Let it begin, unless it has begun."""
        if not self._process:
            with contextlib.suppress(OSError):
                self._process = self._held.enter_context(asked(_read))

    def show(self, pdf: bytes) -> None:
        """Give it a PDF."""
        self.begin()
        self._pdf = pdf
        if self._process:
            self._process.ask(pdf)

    def ask(self, known: Mapping[int, str] = _NOTHING_KNOWN) -> Callable[[], "Second"]:
        """What waits for the reading of the PDF that was shown, with the texts of those pages that are known already."""
        if self._process:
            self._process.ask(tuple(known))
        return partial(_answer, self._process, self._pdf, known)


@contextmanager
def reading_aside() -> Iterator[Aside]:
    """A process that reads one PDF with pypdf, and ends with this block."""
    with contextlib.ExitStack() as held:
        yield Aside(held)


def _answer(process: Asked | None, pdf: bytes, known: Mapping[int, str]) -> "Second":
    from cvtex.verify.evidence import Second
    from cvtex.verify.second import read_second

    answer = process.answer() if process else None
    if isinstance(answer, Second):
        texts = tuple(known.get(number, text) for number, text in enumerate(answer.texts, 1))
        return replace(answer, texts=texts)
    return read_second(pdf, lambda: known)


def _read(question: Question, answer: Answer) -> None:
    from cvtex.verify.second import load_library, read_second

    load_library()
    pdf = question()
    if isinstance(pdf, bytes):
        answer(read_second(pdf, lambda: _unread(question())))


def _unread(known: object) -> Mapping[int, str]:
    """Nothing in the place of the texts of those pages that need not be read. Raises EOFError where nobody asks any more."""
    if not isinstance(known, tuple):
        raise EOFError
    return dict.fromkeys(known, "")
