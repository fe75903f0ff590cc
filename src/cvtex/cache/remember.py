"""Remembering a build or a check: what it printed and what that depends on, kept for the next time."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TextIO

from cvtex.cache import facts, notes, place, records

_ENDED = (0, 1)
"""The exit codes of commands that came to their end; other errors are found again, and quickly."""

_LEFT = 0  # the stream of whoever does not listen any more
_PROGRAMS = frozenset(("pdflatex", "lualatex", "kpsewhich", "qpdf"))
"""The programs that say the same of the same files; where another was asked, nothing is known for sure."""


def observed(run: Callable[[list[str]], int], arguments: list[str]) -> int:
    """Run a command, and remember a build or a check that came to its end."""
    path = records.record_of(arguments)
    if not path:
        return run(arguments)
    with notes.taken() as noted, _heard() as said:
        code = run(arguments)
    if code in _ENDED and (_LEFT, "") not in said:
        with suppress(OSError):  # files come and go: nothing is remembered then
            sure = known(noted, place.folder(os.environ))
            _keep(path, code, said, sure and (facts.fact("code", ""), *sure))
    return code


def _keep(path: str, code: int, said: list[tuple[int, str]], sure: tuple[facts.Fact, ...]) -> None:
    if sure and place.write(path, records.packed(code, said, sure)):
        place.trim(os.environ)


def known(noted: notes.Notes, cache: str) -> tuple[facts.Fact, ...]:
    """The facts behind a command and its output; none where something changed meanwhile, or a program was asked that may.

    That cvtex itself is the same is not among them.
    """

    def outside(path: str) -> bool:
        return not os.path.join(path, "").startswith(os.path.join(cache, ""))

    written = {path: then for path, then in noted.written.items() if outside(path)}
    read = {path: then for path, then in noted.read.items() if outside(path) and os.path.isfile(path)}
    files = {**read, **written}
    changed = {os.path.dirname(path) for path in (*noted.written, *noted.removed)}  # by the command itself
    listed = {path: then for path, then in noted.listed.items() if outside(path) and os.path.isdir(path)}
    around = {path: noted.around[path] for path in {os.path.dirname(path) for path in read} if path in noted.around}
    others = {path: then for path, then in {**around, **listed}.items() if path not in changed}
    asked_again = {command.partition("\0")[0] for command in noted.answers}
    if (
        not noted.programs <= _PROGRAMS | asked_again
        or noted.day not in (None, facts.today())
        or not _still({**files, **others})
        or any(os.path.exists(path) != then for path, then in noted.sought.items())
    ):
        return ()
    folders = listed.keys() | {os.path.dirname(path) for path in read.keys() - written}
    asked = [
        *([("day", "")] if noted.day is not None else []),
        *(("program", name) for name in sorted(_PROGRAMS | asked_again)),
        *(("exists", path) for path in sorted(noted.sought)),
        *(("state", path) for path in sorted(noted.beside) if outside(path)),
        *(("names", path) for path in sorted(folders) if os.path.isdir(path)),
        *(("content", path) for path in (*sorted(files), *sorted(filter(_gone, noted.removed)))),
    ]
    answers = (("answer", command, then) for command, then in sorted(noted.answers.items()))
    found = (*(facts.fact(kind, name) for kind, name in asked), *answers)
    return found if _still({**files, **others}) else ()


def _gone(path: str) -> bool:
    """Whether a file was taken out of a folder that is still there: an output that would be in the way."""
    folder, name = os.path.split(path)
    return not name.startswith(".") and os.path.isdir(folder) and not os.path.exists(path)


def _still(files: Mapping[str, facts.State | None]) -> bool:
    """Whether files are as they were when they were noted."""
    return all(then is not None and facts.state(path) == then for path, then in files.items())


class _Heard:
    """A stream that keeps what is printed on it."""

    def __init__(self, stream: TextIO, number: int, said: list[tuple[int, str]]) -> None:
        self._stream, self._number, self._said = stream, number, said

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        with self._told():
            written = self._stream.write(text)
        self._said.append((self._number, _without_time(text) if self._number == 1 else text))
        return written

    def flush(self) -> None:
        with self._told():
            self._stream.flush()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            self._said.append((_LEFT, ""))
            raise


@contextmanager
def _heard() -> Iterator[list[tuple[int, str]]]:
    """What is printed meanwhile, by stream: 1 is standard output, 2 standard error."""
    said: list[tuple[int, str]] = []
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Heard(sys.stdout, 1, said), _Heard(sys.stderr, 2, said)
    try:
        yield said
    finally:
        sys.stdout, sys.stderr = streams


def _without_time(line: str) -> str:
    """A line of a summary, with the word `unchanged` where it tells how long the build took."""
    head, dot, last = line.rstrip("\n").rpartition(" · ")
    number, unit = last[:-2], last[-2:]
    timed = dot and unit == " s" and number.replace(".", "", 1).isdigit()
    return f"{head}{dot}unchanged\n" if timed else line
