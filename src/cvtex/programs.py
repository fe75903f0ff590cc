"""Programs beside the TeX engine: found on PATH, and asked one short question within a time limit, without a shell."""

import contextlib
import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path

from cvtex.values import dataclass

ANSWER_TIMEOUT = 20.0
"""Seconds that a program has for its answer; kpsewhich needs some on a cold network disk."""

MOST_ANSWERED = 1_000_000

_asked: set[subprocess.Popen[bytes]] = set()
_ending = threading.Event()
os.register_at_fork(after_in_child=_asked.clear)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program printed; `problem` says in words why it is of no use, empty when all went well.

    `status` is the exit status, None when the program was not started or was stopped; `raw` is the text as bytes.
    """

    text: str
    status: int | None
    problem: str = ""
    raw: bytes = b""


def find_program(name: str, environment: Mapping[str, str]) -> Path | None:
    """The program that a shell would run under this name, None when there is none."""
    found = shutil.which(name, path=environment.get("PATH", os.defpath))
    return Path(found) if found else None


def ask(
    program: Path, *arguments: str, environment: Mapping[str, str], folder: Path, timeout: float = ANSWER_TIMEOUT,
    complaints: bool = False, told: bytes = b"", most: int = MOST_ANSWERED,
) -> Answer:  # fmt: skip
    """What a program prints for these arguments, run in `folder` without a shell; `told` is its input.

    With `complaints`, what it prints on standard error belongs to its answer. `most` is the largest answer, in bytes.

    A program that is broken, hangs or floods is an answer too; nothing is raised.
    """
    try:
        process = subprocess.Popen(
            [str(program), *arguments], cwd=folder, env={**environment, "LC_ALL": "C"},
            stdin=subprocess.PIPE if told else subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT if complaints else subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        return Answer("", None, f"it cannot be started ({error.strerror or error})")
    _asked.add(process)
    output: list[bytes] = []
    reader = threading.Thread(target=_read, args=(process, output, most), daemon=True)
    reader.start()
    if told:
        threading.Thread(target=_tell, args=(process, told), daemon=True).start()
    try:
        if _ending.is_set():
            return Answer("", None, "cvtex was interrupted")
        reader.join(timeout)
        if reader.is_alive():
            return Answer("", None, f"it did not answer within {timeout:g} seconds")
        if len(output[0]) > most:
            return Answer("", None, "it prints without end")
        status = process.wait(timeout)
    except subprocess.TimeoutExpired:
        return Answer("", None, f"it did not end within {timeout:g} seconds")
    finally:
        _stop(process)
        _asked.discard(process)
    text = output[0].decode("utf-8", "replace")
    return Answer(text, status, f"it ended with status {status}" if status else "", output[0])


def end_all() -> None:
    """End the programs that are being asked, and give those that asked them, in threads, time to put their things away.

    For a process that has been interrupted and is about to end: no program is asked any more.
    """
    _ending.set()
    for process in tuple(_asked):
        _kill(process)
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            with contextlib.suppress(RuntimeError):  # the interrupt came before it had begun
                thread.join(1)


def _read(process: subprocess.Popen[bytes], output: list[bytes], most: int) -> None:
    output.append(process.stdout.read(most + 1) if process.stdout else b"")


def _tell(process: subprocess.Popen[bytes], told: bytes) -> None:
    """Give the program its input; one that ends without reading it says so by its answer."""
    if process.stdin:
        with contextlib.suppress(OSError), process.stdin as stream:
            stream.write(told)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it started, whatever state it is in."""
    _kill(process)
    process.wait()
    if process.stdout:
        process.stdout.close()


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
