"""Work done by a copy of the process: the same as if it were done here, whatever befalls the copy."""

import os
import signal
import threading
from functools import partial
from typing import Any

import pytest

from cvtex.verify import copies
from cvtex.verify import judge as judges
from cvtex.verify.checks import CHECKS, Check
from cvtex.verify.copies import both
from cvtex.verify.evidence import Evidence
from cvtex.verify.judge import asks_second, judge
from cvtex.verify.readers import read_evidence
from cvtex.verify.second import read_second
from tests.forks import left
from tests.samples import specimen, specimen_set

HERE = os.getpid()


def _elsewhere() -> str:
    return "a copy" if os.getpid() != HERE else "here"


def test_a_copy_does_its_part(forks: list[int]) -> None:
    assert both(lambda: "mine", _elsewhere) == ("mine", "a copy")
    assert len(forks) == 1
    assert not left(forks)


def test_a_large_answer_comes_whole() -> None:
    large = "x" * 3_000_000
    assert both(lambda: 1, lambda: large)[1] == large


def _raise() -> str:
    if os.getpid() != HERE:
        raise ValueError("mistake")
    return "here"


def _die() -> str:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return "here"


def _no_value() -> object:
    return (lambda: 1) if os.getpid() != HERE else "here"


@pytest.mark.parametrize("work", [_raise, _die, _no_value])
def test_what_a_copy_cannot_do_is_done_here(work: object, forks: list[int]) -> None:
    assert callable(work)
    assert both(lambda: "mine", work) == ("mine", "here")
    assert not left(forks)


def test_a_copy_that_is_stuck_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, forks: list[int]) -> None:
    monkeypatch.setattr(copies, "PATIENCE", 0.1)

    def stuck() -> str:
        if os.getpid() != HERE:
            signal.pause()
        return "here"

    assert both(lambda: "mine", stuck) == ("mine", "here")
    assert not left(forks)


@pytest.mark.parametrize("lost", ["fork", "pipe"])
def test_where_there_can_be_no_copy_all_is_done_here(lost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, lost, refused)
    assert both(lambda: "mine", _elsewhere) == ("mine", "here")
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, []), "an interrupt is heard again"


def test_where_there_is_no_fork_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    assert both(lambda: "mine", _elsewhere) == ("mine", "here")


def test_a_mistake_here_leaves_no_copy_behind(forks: list[int]) -> None:
    def mistaken() -> str:
        raise OSError("mistake")

    with pytest.raises(OSError, match="mistake"):
        both(mistaken, signal.pause)
    assert len(forks) == 1
    assert not left(forks)


def test_a_copy_holds_no_pipe_of_another_thread() -> None:
    """A program that a thread starts meanwhile ends for who listens to it, whether the copy has ended or not."""
    reading, writing = os.pipe()
    heard: list[bytes] = []

    def listened() -> str:
        os.close(writing)
        listener = threading.Thread(target=lambda: heard.append(os.read(reading, 1)), daemon=True)
        listener.start()
        listener.join(30)
        return "mine"

    def slow() -> bytes:
        return b"x" * 1_000_000  # more than a pipe holds: it ends when it is heard

    assert both(listened, slow)[0] == "mine"
    os.close(reading)
    assert heard == [b""]


def test_shared_or_not_the_findings_are_the_same(forks: list[int]) -> None:
    alone = judge(specimen(), read_evidence(specimen_set().pdf))
    shared = judge(specimen(), read_evidence(specimen_set().pdf), shared=True)
    assert len(forks) == 1
    assert shared == alone
    assert alone.outcomes


def test_there_is_no_copy_while_the_second_reader_is_at_work(forks: list[int]) -> None:
    pdf = specimen_set().pdf
    alone = judge(specimen(), read_evidence(pdf))
    assert judge(specimen(), read_evidence(pdf, second=partial(read_second, pdf)), shared=True) == alone
    assert forks == []


def test_the_checks_that_ask_the_second_reader_come_last(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = read_evidence(specimen_set().pdf)
    order: list[str] = []
    asking: list[str] = []

    def noting(check: Check, *rest: Any) -> object:
        order.append(check.code)
        return run(check, *rest)

    def second(_: Evidence) -> object:
        asking.append(order[-1])
        return seen.told

    run = judges._run
    monkeypatch.setattr(judges, "_run", noting)
    monkeypatch.setattr(Evidence, "second", property(second))
    judge(specimen(), seen)
    assert {"A001", "F001", "M003", "T001"} <= set(asking)
    assert all(asks_second(CHECKS[code]) for code in asking)
    waiting = [asks_second(CHECKS[code]) for code in order]
    assert waiting == sorted(waiting)


def test_an_interrupt_that_another_thread_takes_at_the_fork_ends_the_copy_too(
    monkeypatch: pytest.MonkeyPatch, forks: list[int]
) -> None:
    whole = os.fork

    def interrupted() -> int:
        child = whole()
        if child:
            # As when the kernel gives it to a thread that does not hold it back: Python's handler runs in this one.
            handler = signal.getsignal(signal.SIGINT)
            assert callable(handler)
            handler(signal.SIGINT, None)
        return child

    monkeypatch.setattr(os, "fork", interrupted)
    with pytest.raises(KeyboardInterrupt):
        both(lambda: "mine", signal.pause)
    assert len(forks) == 1
    assert not left(forks)
