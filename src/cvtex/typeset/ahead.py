"""TeX ahead of its document: started from the format that was used last, while the document is still being made."""

import contextlib
import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cvtex.cache import place
from cvtex.diagnostics import CvtexError
from cvtex.interrupts import uninterrupted
from cvtex.values import dataclass, replace

if TYPE_CHECKING:
    import subprocess

    from cvtex.typeset.formats import Format

_ROOM = "ahead"
_MOST_FORETOLD = 32_000
"""Bytes: half of what a pipe holds, so that nobody waits for TeX to read them."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """TeX that waits for its source, the scratch folder in which it does so, and who knows whether its format is `damaged`.

    It has the beginning of a source already, where that is not empty.
    """

    process: "subprocess.Popen[bytes]"
    folder: Path
    damaged: Callable[[], bool]
    beginning: str = ""


class Ahead:
    """TeX that may wait for a document; `take` gives it to whoever sets one with that very format, once."""

    def __init__(self, held: contextlib.ExitStack) -> None:
        self._held = held
        self._mark = ""
        self._waiting: Waiting | None = None
        self._format: Format | None = None

    def begin(self, environment: Mapping[str, str], *words: str) -> None:
        """Start TeX as it was started for these words before; nothing where it was not."""
        room = place.room(environment, _ROOM)
        if not room:
            return
        try:
            self._mark = os.path.join(room, place.digest(os.fsencode(os.getcwd()), *map(os.fsencode, words)))
            name = place.read(self._mark)
            if name:
                self._start(environment, name.decode("ascii"))
        except (OSError, ValueError, CvtexError):  # TeX is started when there is a document, and will tell
            self._waiting = None

    def _start(self, environment: Mapping[str, str], name: str) -> None:
        from cvtex.typeset.engine import find_engine, start_engine
        from cvtex.typeset.formats import ENGINE, NAME, known_format

        ready = known_format(environment, name)
        if not ready:
            return
        with uninterrupted():
            folder = Path(
                self._held.enter_context(tempfile.TemporaryDirectory(prefix="cvtex-", ignore_cleanup_errors=True))
            )
            process = start_engine(find_engine(ENGINE, environment), folder, environment, ready.settings, NAME)
            self._held.callback(_dismiss, process)
        self._waiting, self._format = Waiting(process, folder, _asked(ready)), ready

    def foretell(self, beginning: str) -> None:
        """Give TeX the beginning of the source that it will probably have, which it sets meanwhile."""
        stream = self._waiting and self._waiting.process.stdin
        if self._waiting and stream and len(told := beginning.encode()) <= _MOST_FORETOLD:
            self._waiting = replace(self._waiting, beginning=beginning)
            with contextlib.suppress(OSError):  # it has ended, and whoever takes it will see that
                stream.write(told)
                stream.flush()

    def take(self, ready: "Format", source: str) -> Waiting | None:
        """TeX that has started from this format, and has been told no other source, if there is one; it is the taker's.

        It may have waited for days: what clears temporary files away may have taken its folder.
        """
        waiting, self._waiting = self._waiting, None
        fits = waiting and ready == self._format and source.startswith(waiting.beginning) and waiting.folder.is_dir()
        return waiting if fits else None

    def used(self, ready: "Format") -> None:
        """Note the format for the next time."""
        if self._mark and ready != self._format:
            place.write(self._mark, os.path.basename(ready.folder).encode())


def _asked(ready: "Format") -> Callable[[], bool]:
    """Who waits for the answer whether a format is damaged: to sum it up takes none of Python's time, and a thread no other's."""
    found: list[bool] = []
    thread = threading.Thread(target=lambda: found.append(ready.damaged), daemon=True)
    thread.start()

    def damaged() -> bool:
        thread.join()
        return found != [False]

    return damaged


def _dismiss(process: "subprocess.Popen[bytes]") -> None:
    """End TeX that still waits; whoever took it has seen to its end."""
    from cvtex.typeset.engine import end_engine

    if process.poll() is None:
        end_engine(process)
    for stream in filter(None, (process.stdin, process.stdout)):
        with contextlib.suppress(OSError):
            stream.close()


@contextmanager
def ahead() -> Iterator[Ahead]:
    """TeX that waits is ended with this block, if nobody has taken it."""
    with contextlib.ExitStack() as held:
        yield Ahead(held)
