"""A copy of the process that is asked: it answers, or says nothing, and is gone in either case."""

import os
import pickle
import select
import signal
import time
from pathlib import Path

import pytest

from cvtex.verify.asked import Answer, Question, asked
from tests.forks import left
from tests.program import wait_for

HERE = os.getpid()


def _doubled(question: Question, answer: Answer) -> None:
    match question():
        case str(word):
            answer((word * 2, os.getpid() != HERE))


def test_it_answers_from_elsewhere_and_is_gone(forks: list[int]) -> None:
    with asked(_doubled) as copy:
        copy.ask("again")
        assert copy.answer() == ("againagain", True)
    assert len(forks) == 1
    assert not left(forks)


def test_a_large_question_and_answer_come_whole() -> None:
    with asked(_doubled) as copy:
        copy.ask("x" * 3_000_000)
        assert copy.answer() == ("x" * 6_000_000, True)


def test_it_may_be_asked_more_before_it_answers() -> None:
    def joined(question: Question, answer: Answer) -> None:
        answer([question(), question(), question()])

    with asked(joined) as copy:
        for word in ("x" * 3_000_000, "", "last"):
            copy.ask(word)
        assert copy.answer() == ["x" * 3_000_000, "", "last"]


def test_one_that_waits_for_more_than_is_asked_is_told_that_there_is_none() -> None:
    def both(question: Question, answer: Answer) -> None:
        answer([question(), question()])

    with asked(both) as copy:
        copy.ask("one")
        assert copy.answer() == ["one", None]


def test_one_that_is_not_asked_has_no_answer(forks: list[int]) -> None:
    with asked(_doubled) as copy:
        assert copy.answer() is None
    assert not left(forks)


def _mistaken(question: Question, _: Answer) -> None:
    raise ValueError(question())


def _dying(question: Question, _: Answer) -> None:
    question()
    os.kill(os.getpid(), signal.SIGKILL)


def _no_value(question: Question, answer: Answer) -> None:
    answer((question(), lambda: 1))


@pytest.mark.parametrize("live", [_mistaken, _dying, _no_value])
def test_one_that_fails_has_no_answer(live: object, forks: list[int], capfd: pytest.CaptureFixture[str]) -> None:
    assert callable(live)
    with asked(live) as copy:
        copy.ask("word")
        assert copy.answer() is None
    assert not left(forks)
    assert capfd.readouterr() == ("", "")


# The end of one, after somebody has heard its beginning and died, may be anything: here a class and a text.
@pytest.mark.parametrize("part", [pickle.dumps(("word", True))[:-3], b"cnobody\nknows\n.", b"\x8c\x01\xff."])
def test_a_part_of_an_answer_is_none(part: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pickle, "dumps", lambda *_: part)
    with asked(_doubled) as copy:
        copy.ask("word")
        assert copy.answer() is None


def test_what_it_does_after_its_answer_is_waited_for_by_who_wants_to(tmp_path: Path) -> None:
    def late(question: Question, answer: Answer) -> None:
        answer(question())
        time.sleep(0.3)
        (tmp_path / "late").touch()

    with asked(late) as copy:
        copy.ask("word")
        assert copy.answer() == "word"
        assert not (tmp_path / "late").exists()
        copy.rest()
        assert (tmp_path / "late").exists()
    with asked(late) as copy:
        copy.ask("word")
        (tmp_path / "late").unlink()
        assert copy.answer() == "word"
    assert not (tmp_path / "late").exists(), "it has ended with the block"


def test_an_error_leaves_none_behind(forks: list[int]) -> None:
    def mistaken() -> None:
        with asked(_doubled):
            raise ValueError("mistake")

    with pytest.raises(ValueError, match="mistake"):
        mistaken()
    assert not left(forks)


def test_it_holds_no_file_of_another_thread() -> None:
    reading, writing = os.pipe()
    with asked(_doubled) as copy:
        os.close(writing)
        assert select.select([reading], [], [], 30)[0], "it has ended for who listens, though the copy is there"
        assert os.read(reading, 1) == b""
        assert copy.answer() is None
    os.close(reading)


def test_where_there_is_no_fork_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    with pytest.raises(OSError, match="not implemented"), asked(_doubled):
        pass


@pytest.mark.parametrize("lost", ["fork", "pipe"])
def test_where_there_can_be_none_that_is_told(lost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, lost, refused)
    with pytest.raises(OSError, match="unavailable"), asked(_doubled):
        pass
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, []), "an interrupt is heard again"


def test_one_with_grace_puts_its_things_away(tmp_path: Path, forks: list[int]) -> None:
    def tidy(question: Question, answer: Answer) -> None:
        try:
            (tmp_path / "there").touch()
            answer(question())
            signal.pause()
        except KeyboardInterrupt:
            (tmp_path / "there").unlink()

    with asked(tidy, grace=30) as copy:
        copy.ask("word")
        assert copy.answer() == "word"
        assert (tmp_path / "there").exists()
    assert not (tmp_path / "there").exists()
    assert not left(forks)


def test_a_second_interrupt_does_not_disturb_what_the_first_began(tmp_path: Path, forks: list[int]) -> None:
    def tidy(question: Question, answer: Answer) -> None:
        try:
            answer(question())
            signal.pause()
        except KeyboardInterrupt:
            (tmp_path / "tidying").touch()
            time.sleep(0.3)
            (tmp_path / "tidied").touch()

    with asked(tidy, grace=30) as copy:
        copy.ask("word")
        assert copy.answer() == "word"
        os.kill(forks[0], signal.SIGINT)  # as a terminal does to all; then the end of this block does it again
        assert wait_for((tmp_path / "tidying").exists, 30)
    assert (tmp_path / "tidied").exists()
    assert not left(forks)


def test_one_that_hears_no_interrupt_is_ended_all_the_same(forks: list[int]) -> None:
    def deaf(question: Question, answer: Answer) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        answer(question())
        signal.pause()

    with asked(deaf, grace=0.05) as copy:
        copy.ask("word")
        assert copy.answer() == "word"
    assert not left(forks)
