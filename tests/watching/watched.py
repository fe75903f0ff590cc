"""A watch as its users run it: in a folder, with real files and signals, its output read while it runs."""

import fcntl
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.program import environment, wait_for

PATIENCE = 60.0
"""Seconds in which something must come about, however busy the machine is."""

# Starts cvtex with another grace: what depends on it is then no matter of luck.
_WITH_GRACE = """
import sys
from cvtex.watching import loop
loop.GRACE = float(sys.argv[1])
from cvtex.cli import main
del sys.argv[1]
main()
"""


class Watching:
    """A running watch, and all that it has printed; of a terminal's two streams there is one."""

    def __init__(self, process: subprocess.Popen[bytes], out: int, err: int | None) -> None:
        self.process = process
        self._gone = threading.Event()
        self._said = {1: bytearray(), 2: bytearray()}
        self._readers = [threading.Thread(target=self._read, args=(1, out), daemon=True)]
        if err is not None:
            self._readers.append(threading.Thread(target=self._read, args=(2, err), daemon=True))
        for reader in self._readers:
            reader.start()

    def _read(self, number: int, stream: int) -> None:
        with suppress(OSError):  # what Linux says when the other side of a terminal is closed
            while not self._gone.is_set():
                if select.select([stream], [], [], 0.1)[0]:
                    chunk = os.read(stream, 65536)
                    if not chunk:
                        return
                    self._said[number] += chunk

    def look_away(self) -> None:
        """Read no more: only then can a terminal be closed, and the number of a pipe be another test's."""
        self._gone.set()
        for reader in self._readers:
            reader.join()

    @property
    def out(self) -> str:
        return self._said[1].decode()

    @property
    def err(self) -> str:
        return self._said[2].decode()

    def tells(self, words: str, times: int = 1) -> bool:
        """Whether it comes to say these words, on standard output, so many times in all."""
        return self._says(lambda: self.out.count(words) >= times)

    def complains(self, words: str, times: int = 1) -> bool:
        """Whether it comes to say these words, on standard error, so many times in all."""
        return self._says(lambda: self.err.count(words) >= times)

    def _says(self, said: Callable[[], bool]) -> bool:
        wait_for(lambda: said() or self.process.poll() is not None, PATIENCE)
        if not wait_for(said, 1):
            print(f"ended: {self.process.poll()}\n--- out\n{self.out}\n--- err\n{self.err}")
        return said()

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """Send a signal; the exit code."""
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> int:
        """Wait for the end and for the last words; the exit code."""
        code = self.process.wait(PATIENCE)
        for reader in self._readers:
            reader.join(5)
        return code


@contextmanager
def watching(
    *arguments: str, cwd: Path, env: Mapping[str, str] | None = None, grace: float | None = None
) -> Iterator[Watching]:
    """A watch whose output goes into pipes."""
    program = ["-m", "cvtex"] if grace is None else ["-c", _WITH_GRACE, str(grace)]
    process = subprocess.Popen(
        [sys.executable, *program, "build", "--watch", *arguments], cwd=cwd, env=env or environment(),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert process.stdout
    assert process.stderr
    running = Watching(process, process.stdout.fileno(), process.stderr.fileno())
    try:
        yield running
    finally:
        _kill(process)
        running.look_away()
        process.stdout.close()
        process.stderr.close()


@contextmanager
def watching_on_terminal(*arguments: str, cwd: Path, env: Mapping[str, str]) -> Iterator[tuple[Watching, int]]:
    """A watch on a terminal of its own, and the terminal's other side: what is written there was typed."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cvtex", "build", "--watch", *arguments], cwd=cwd, env=env,
        stdin=slave, stdout=slave, stderr=slave, start_new_session=True, preexec_fn=_take_terminal,
    )  # fmt: skip
    os.close(slave)
    running = Watching(process, master, None)
    try:
        yield running, master
    finally:
        _kill(process)
        running.look_away()
        with suppress(OSError):
            os.close(master)


def _take_terminal() -> None:
    """Make standard input the terminal of a session: its signals come from there."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End what a test that failed has left."""
    if process.poll() is None:
        process.kill()
        process.wait()
