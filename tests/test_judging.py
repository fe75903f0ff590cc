"""The judge in a process of its own: it says what it would say here, and what it foresaw counts for that very file alone."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cvtex.cache import notes
from cvtex.cache.kept import Kept
from cvtex.diagnostics import DataError, Diagnostic, UnreadableError
from cvtex.judging import Case, Judge, Judging, judging
from cvtex.pipeline import Request, build
from cvtex.rereading import recalled
from cvtex.typeset import qpdf
from cvtex.verify import judge as judges
from cvtex.verify import readers
from cvtex.verify.aside import reading_aside
from cvtex.verify.evidence import Evidence
from cvtex.verify.report import Outcome, Report
from tests.forks import left
from tests.program import environment, fake_program, wait_for
from tests.samples import specimen, specimen_set

DOCUMENT = specimen()


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    return environment(CVTEX_CACHE=str(tmp_path / "cache"))


def case(pdf: bytes = b"") -> Case:
    return Case(pdf or specimen_set().pdf, DOCUMENT, (), len(specimen_set().tex.splitlines()))


@contextmanager
def court(
    settings: dict[str, str], *, apart: bool, expected: str = "", last: Path = Path("none.pdf")
) -> Iterator[Judging]:
    with reading_aside() as second, judging() as held:
        held.begin(
            Judge(DOCUMENT, expected, settings, second, partial(recalled, settings, last), shared=False), apart=apart
        )
        held.prepare()
        yield held


def judged(settings: dict[str, str], what: Case, *, apart: bool, expected: str = "") -> tuple[Report, str]:
    with court(settings, apart=apart, expected=expected) as held:
        return held.report(what), held.keep(what.pdf)


def test_apart_or_here_the_report_is_the_same(settings: dict[str, str], forks: list[int]) -> None:
    here = judged({**settings, "CVTEX_CACHE": ""}, case(), apart=False)
    assert here[0].outcomes
    assert here[0].account
    assert judged(settings, case(), apart=True) == here
    assert not left(forks)


def test_what_was_seen_is_kept_for_the_next_time(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    first = judged(settings, case(), apart=True)

    def read_again(*_: object, **__: object) -> None:
        raise AssertionError("the file is read again")

    monkeypatch.setattr("cvtex.verify.readers.read_evidence", read_again)
    assert judged(settings, case(), apart=False, expected=first[1]) == first


def test_what_is_known_of_the_file_that_lies_there_is_looked_for_before(
    settings: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = judged(settings, case(), apart=False)
    last = tmp_path / "cv.pdf"
    last.write_bytes(case().pdf)
    pages: list[int] = []
    read = readers.read_evidence

    def noting(pdf: bytes, **rest: Any) -> Evidence:
        pages.extend(rest["known"])
        return read(pdf, **rest)

    monkeypatch.setattr(readers, "read_evidence", noting)
    with court(settings, apart=False, last=last) as held:
        monkeypatch.setattr(Kept, "get", lambda *_: None)
        assert held.report(case()) == first[0]
    assert pages == list(range(1, first[0].pages + 1))


def test_where_the_process_dies_it_is_judged_here(settings: dict[str, str], forks: list[int]) -> None:
    expected = judged({**settings, "CVTEX_CACHE": ""}, case(), apart=False)
    forks.clear()
    with court(settings, apart=True) as held:
        os.kill(forks[0], signal.SIGKILL)
        assert (held.report(case()), held.keep(case().pdf)) == expected
    assert not left(forks)


def test_where_there_can_be_no_process_it_is_judged_here(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = judged({**settings, "CVTEX_CACHE": ""}, case(), apart=False)

    def refused() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    assert judged(settings, case(), apart=True) == expected


def test_what_is_no_pdf_is_told(settings: dict[str, str]) -> None:
    with pytest.raises(UnreadableError), court(settings, apart=True) as held:
        held.report(case(b"%PDF-1.5 nothing"))


def test_one_that_is_not_asked_is_gone(settings: dict[str, str], forks: list[int]) -> None:
    with court(settings, apart=True):
        assert left(forks), "there is a process"
    assert not left(forks)


def test_what_it_asks_of_others_is_noted(settings: dict[str, str]) -> None:
    with notes.taken() as noted:
        judged(settings, case(), apart=True)
    assert "qpdf" in noted.programs


@pytest.fixture
def foretold(monkeypatch: pytest.MonkeyPatch) -> str:
    """The code of a check that fails wherever it is foreseen."""
    mark = Outcome("T001", "text", "failed", 1)
    foresee = judges.foresee

    def other(*arguments: object, **options: object) -> object:
        found = foresee(*arguments, **options)  # type: ignore[arg-type]
        return {**found, "T001": (mark, [Diagnostic("T001", "foreseen")])}

    monkeypatch.setattr(judges, "foresee", other)
    return "T001"


def failed(report: Report) -> list[str]:
    return [outcome.code for outcome in report.outcomes if outcome.status == "failed"]


def test_what_was_foreseen_counts_for_that_very_file(settings: dict[str, str], foretold: str) -> None:
    first, mark = judged(settings, case(), apart=True)
    assert failed(first) == [], "nothing is expected yet"
    again, _ = judged(settings, case(), apart=True, expected=mark)
    assert failed(again) == [foretold]
    assert len(again.outcomes) == len(first.outcomes), "those that need a witness are heard with the file"


@pytest.mark.usefixtures("foretold")
def test_what_was_foreseen_of_another_file_does_not_count(settings: dict[str, str]) -> None:
    first, mark = judged(settings, case(), apart=True)
    other = case(specimen_set().pdf + b"\n% another\n")
    found = judged(settings, other, apart=True, expected=mark)[0]
    assert [outcome.status for outcome in found.outcomes] == [outcome.status for outcome in first.outcomes]


@pytest.mark.usefixtures("foretold")
def test_what_was_foreseen_of_another_document_does_not_count(settings: dict[str, str]) -> None:
    _, mark = judged(settings, case(), apart=True)
    changed = replace(case(), document=replace(DOCUMENT, severities=(("T001", "warning"),)))
    report, _ = judged(settings, changed, apart=True, expected=mark)
    assert failed(report) == []
    assert report.weakened


def test_what_tex_said_counts_though_all_else_was_foreseen(settings: dict[str, str]) -> None:
    _, mark = judged(settings, case(), apart=True)
    warned = replace(case(), remarks=(Diagnostic("X007", "too wide"),))
    assert failed(judged(settings, warned, apart=True, expected=mark)[0]) == ["X007"]


def test_qpdf_is_asked_once_about_the_same_bytes(
    tmp_path: Path, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bytes] = []
    ask = qpdf.ask_qpdf

    def noting(pdf: bytes, environment: dict[str, str]) -> object:
        asked.append(pdf)
        return ask(pdf, environment)

    monkeypatch.setattr(qpdf, "ask_qpdf", noting)
    pdf, other = specimen_set().pdf, specimen_set().pdf[:-300]
    sound = qpdf.heard_of(pdf, settings)()
    faulty = qpdf.heard_of(other, settings)()
    assert sound == ((), "")
    assert faulty[0]
    assert qpdf.heard_of(pdf, settings)() == sound
    assert qpdf.heard_of(other, settings)() == faulty
    assert asked == [pdf, other]
    script = {**fake_program(tmp_path / "bin", "exit 3", "qpdf"), "CVTEX_CACHE": settings["CVTEX_CACHE"]}
    assert qpdf.heard_of(pdf, script)() != sound, "another program may say another thing"


def test_where_qpdf_says_nothing_it_is_asked_again(tmp_path: Path, settings: dict[str, str]) -> None:
    failing = {**fake_program(tmp_path / "bin", "exit 9", "qpdf"), "CVTEX_CACHE": settings["CVTEX_CACHE"]}
    assert qpdf.heard_of(b"x", failing)() == ((), "it ended with status 9")
    (tmp_path / "bin" / "qpdf").write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    assert wait_for(lambda: qpdf.heard_of(b"x", failing)() == ((), ""), 5)


def test_no_process_begins_for_data_that_are_wrong(folder: Path, forks: list[int]) -> None:
    """Whoever mistypes a key need not wait for what reads PDFs."""
    (folder / "data" / "cv.yaml").write_text("version: 1\nnam: Ada\n", encoding="utf-8")
    with pytest.raises(DataError):
        build(Request(folder / "data", "cv", folder / "build", environment()))
    assert forks == []
