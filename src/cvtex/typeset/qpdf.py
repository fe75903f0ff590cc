"""qpdf, where it is installed: asked whether a PDF is sound, while others read it."""

import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from cvtex.cache.facts import state
from cvtex.cache.kept import Kept
from cvtex.cache.place import digest
from cvtex.programs import Answer, ask, find_program
from cvtex.values import replace

QPDF_TIMEOUT = 10.0
"""Seconds for a file; one of a CV's size takes a hundredth of one."""

_ROOM = "pages"
_SOUND, _FAULTY, _DOUBTFUL = 0, 2, 3  # its exit codes (qpdf manual, "Exit Status")


Heard = tuple[tuple[str, ...], str]
"""What qpdf complains of, and why it cannot be asked, empty when it was."""


def heard_of(pdf: bytes, environment: Mapping[str, str]) -> Callable[[], Heard]:
    """What waits for qpdf's answer about the bytes of a file; what the same program said of the same bytes is known."""
    program = find_program("qpdf", environment)
    if program is None:
        return ask_qpdf(pdf, environment)
    key = f"qpdf {program} {state(str(program))} {digest(pdf)}".encode()
    kept = Kept(environment, _ROOM)
    match kept.get(key):
        case (tuple(complaints), ""):
            return lambda: (complaints, "")
    waiting = ask_qpdf(pdf, environment)

    def heard() -> Heard:
        answer = waiting()
        if not answer[1]:
            kept.put({key: answer}, last=False)  # what was read of the file is kept soon
        return answer

    return heard


def ask_qpdf(pdf: bytes | Path, environment: Mapping[str, str]) -> Callable[[], Heard]:
    """Start qpdf on a file, or on the bytes of one, and return what waits for its answer."""
    program = find_program("qpdf", environment)
    if program is None:
        return lambda: ((), "it is not installed")
    answers: list[Answer] = []
    answered = threading.Event()

    def run(program: Path = program) -> None:
        try:
            answers.append(_check(program, pdf, environment))
        finally:
            answered.set()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()

    def wait() -> Heard:
        # An interrupt that comes just before a wait does not end it, so there are many short ones. And it is not the thread's
        # end that is waited for: Python 3.11 takes a thread for ended whose join was interrupted.
        while not answered.wait(0.1):
            pass
        return _heard(answers[0])

    return wait


def _check(program: Path, pdf: bytes | Path, environment: Mapping[str, str]) -> Answer:
    if isinstance(pdf, Path):
        return _asked(program, pdf.absolute(), environment)
    try:
        with tempfile.TemporaryDirectory(prefix="cvtex-") as folder:
            path = Path(folder) / "file.pdf"
            path.write_bytes(pdf)
            return _asked(program, path, environment)
    except OSError as error:
        return Answer("", None, f"the scratch folder cannot be written ({error.strerror})")


def _asked(program: Path, path: Path, environment: Mapping[str, str]) -> Answer:
    answer = ask(
        program,
        "--check",
        str(path),
        environment=environment,
        folder=path.parent,
        timeout=QPDF_TIMEOUT,
        complaints=True,
    )
    return replace(answer, text=answer.text.replace(f"{path}: ", "").replace(f"{path} ", ""))


def _heard(answer: Answer) -> tuple[tuple[str, ...], str]:
    if answer.status not in (_SOUND, _FAULTY, _DOUBTFUL):
        return (), answer.problem or f"it ended with status {answer.status}"
    if answer.status == _SOUND:
        return (), ""
    lines = (line.strip() for line in answer.text.splitlines())
    found = [line for line in lines if line.startswith("WARNING: ") or (line.startswith(("ERROR: ", "qpdf: ")))]
    told = [line.removeprefix("ERROR: ").removeprefix("qpdf: ") for line in found]
    summary = "operation succeeded with warnings"
    return tuple(line for line in told if line != summary) or (f"it ended with status {answer.status}",), ""
