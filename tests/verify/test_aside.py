"""The second reader in a process of its own: what it reads is what would be read here, whatever becomes of it."""

import os
import pickle
import select
import signal
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest

from cvtex.diagnostics import UnreadableError
from cvtex.verify.aside import Aside, reading_aside
from cvtex.verify.checks import CHECKS
from cvtex.verify.evidence import Second
from cvtex.verify.judge import judge
from cvtex.verify.readers import read_evidence
from cvtex.verify.second import read_second
from tests.forks import left
from tests.samples import specimen, specimen_set


def _shown(second: Aside, pdf: bytes, known: Mapping[int, str] = MappingProxyType({})) -> Callable[[], Second]:
    second.show(pdf)
    return second.ask(known)


def _read(second: Aside, pdf: bytes) -> Second:
    return _shown(second, pdf)()


def test_it_reads_what_would_be_read_here_and_is_gone(forks: list[int]) -> None:
    with reading_aside() as second:
        found = _read(second, specimen_set().pdf)
    assert found == read_second(specimen_set().pdf)
    assert forks
    assert not left(forks)


def test_it_reads_all_but_the_texts_of_pages_that_are_known() -> None:
    whole = read_second(specimen_set().pdf)
    with reading_aside() as second:
        found = _shown(second, specimen_set().pdf, {1: "known"})()
    assert found == replace(whole, texts=("known", *whole.texts[1:]))


def test_it_has_read_all_else_before_it_is_told_which_pages_are_known() -> None:
    order: list[str] = []

    def known() -> Mapping[int, str]:
        order.append("asked")
        return {}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cvtex.verify.second.read_structure", lambda *_: order.append("structure"))
        read_second(specimen_set().pdf, known)
    assert order == ["structure", "asked"]


def test_a_reader_that_was_shown_a_file_and_is_not_asked_is_gone(forks: list[int]) -> None:
    with reading_aside() as second:
        second.show(specimen_set().pdf)
        assert left(forks), "there is a process"
    assert not left(forks)


def test_a_reader_that_is_not_asked_is_gone_too(forks: list[int]) -> None:
    with reading_aside() as second:
        second.begin()
        assert left(forks), "there is a process"
    assert not left(forks)


def test_an_error_leaves_no_process_behind(forks: list[int]) -> None:
    def mistaken() -> None:
        with reading_aside() as second:
            _shown(second, specimen_set().pdf)
            raise ValueError("mistake")

    with pytest.raises(ValueError, match="mistake"):
        mistaken()
    assert not left(forks)


def test_where_the_process_dies_the_file_is_read_here(forks: list[int]) -> None:
    with reading_aside() as second:
        second.begin()
        os.kill(forks[0], signal.SIGKILL)
        assert _read(second, specimen_set().pdf) == read_second(specimen_set().pdf)


def test_where_the_process_dies_within_its_answer_the_file_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pickle.dumps

    def half(value: object, protocol: int) -> bytes:
        return whole(value, protocol)[:-1000]

    monkeypatch.setattr(pickle, "dumps", half)
    with reading_aside() as second:
        assert _read(second, specimen_set().pdf) == read_second(specimen_set().pdf)


def test_the_process_holds_no_pipe_of_another_thread() -> None:
    reading, writing = os.pipe()
    with reading_aside() as second:
        waiting = _shown(second, specimen_set().pdf)
        os.close(writing)
        assert select.select([reading], [], [], 30)[0], "it has ended for who listens, though the process is there"
        assert os.read(reading, 1) == b""
        assert waiting() == read_second(specimen_set().pdf)
    os.close(reading)


@pytest.mark.parametrize("lost", ["fork", "pipe"])
def test_where_there_can_be_no_process_the_file_is_read_here(lost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, lost, refused)
    with reading_aside() as second:
        assert _read(second, specimen_set().pdf) == read_second(specimen_set().pdf)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, []), "an interrupt is heard again"


def test_a_file_that_only_the_first_reader_understands_is_refused_when_the_second_is_asked() -> None:
    pdf = specimen_set().pdf
    with reading_aside() as second:
        waiting = _shown(second, b"%PDF-1.5 nothing")
        seen = read_evidence(pdf, second=waiting)
        with pytest.raises(UnreadableError, match="damaged"):
            judge(specimen(), seen)


def test_readers_that_count_other_pages_than_one_another_are_not_believed() -> None:
    pdf = specimen_set().pdf
    fewer = replace(read_second(pdf), texts=())
    seen = read_evidence(pdf, second=lambda: fewer)
    with pytest.raises(UnreadableError, match="2 pages for one reader and 0 for another"):
        len(seen.second.texts)


def test_the_checks_of_the_page_need_the_first_reader_alone() -> None:
    """They run first, and would else wait for the second."""

    def nobody() -> Second:
        raise AssertionError("the second reader was asked")

    seen = replace(read_evidence(specimen_set().pdf), told=nobody)
    family = [check for code, check in CHECKS.items() if code.startswith("P")]
    assert len(family) > 10
    for check in family:
        list(check.examine(specimen(), seen))
