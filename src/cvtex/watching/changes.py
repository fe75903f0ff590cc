"""Changes: what wakes the watch, by the system's own notices of the folders that it follows."""

import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType

STEP = 5
"""Milliseconds without a further change after which one is told: a save is a row of changes."""
_LONGEST = 60


class Changes:
    """A file descriptor that can be read once something changed in the folders.

    It says when to look, not what has changed: where the system gives no notices, for a file system on the net or because it
    follows too many files already, nothing comes, and who waits looks now and then by himself.
    """

    def __init__(self) -> None:
        self.reading, self._writing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC) if hasattr(os, "pipe2") else _pipe()
        self._folders: Mapping[str, tuple[int, int]] = {}
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> "Changes":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        os.close(self.reading)
        os.close(self._writing)

    def follow(self, folders: Mapping[str, tuple[int, int]]) -> None:
        """Follow these folders and no others; a folder that was moved away and came back is another one."""
        if folders == self._folders:
            return
        self._stop()
        self._folders = folders
        self._ended = threading.Event()
        import watchfiles  # here and not in the thread: an import must not be under way when a process is forked

        del watchfiles
        if folders:
            self._thread = threading.Thread(target=self._listen, args=(tuple(folders), self._ended), daemon=True)
            self._thread.start()

    def drain(self) -> None:
        """Forget what was told."""
        with suppress(BlockingIOError):
            while os.read(self.reading, 4096):
                pass

    def _listen(self, folders: tuple[str, ...], ended: threading.Event) -> None:
        from watchfiles import watch

        with suppress(OSError, RuntimeError):
            for _ in watch(
                *folders, watch_filter=None, debounce=_LONGEST, step=STEP, rust_timeout=0, stop_event=ended,
                recursive=False, raise_interrupt=False, ignore_permission_denied=True,
            ):  # fmt: skip
                with suppress(BlockingIOError):
                    os.write(self._writing, b"!")

    def _stop(self) -> None:
        self._ended.set()
        if self._thread:
            self._thread.join(5)
        self._thread = None


def _pipe() -> tuple[int, int]:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    return reading, writing
