"""All checks together: none goes without a PDF that is broken in just its way, and a target may weigh each."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from cvtex.diagnostics import Diagnostic
from cvtex.verify.checks import CHECKS
from cvtex.verify.judge import judge
from cvtex.verify.readers import read_evidence
from cvtex.verify.report import Outcome, Report, as_json
from cvtex.verify.witness import Witness
from tests.program import cvtex
from tests.samples import span, specimen, specimen_set
from tests.verify.test_checks import BROKEN as PAGES
from tests.verify.test_checks import Broken
from tests.verify.test_document_checks import FAMILY as DOCUMENT
from tests.verify.test_photo import BROKEN as PHOTO

TEX = {"X005", "X007", "X008", "X009", "X010", "X011", "X012"}


def alone(cases: Iterable[Broken]) -> set[str]:
    """The codes that some case breaks and breaks alone."""
    return {code for case in cases if len(case.codes) == 1 for code in case.codes}


def test_every_check_has_a_pdf_that_is_broken_in_just_its_way() -> None:
    others = {"K005", "M014"}  # the net and veraPDF break them: see test_online and test_verapdf
    assert alone((*PAGES, *PHOTO)) | TEX | DOCUMENT | others == set(CHECKS)
    assert len(CHECKS) >= 19


def weighed(code: str, level: str, *remarks: Diagnostic) -> tuple[Report, Outcome]:
    """The specimen, its author's name changed and with TeX's remarks, as a target with this level takes it."""
    document = replace(specimen(), title="another", severities=((code, level),) if level else ())
    report = judge(document, read_evidence(specimen_set().pdf), Witness(remarks, 9))
    return report, next(outcome for outcome in report.outcomes if outcome.code == code)


@pytest.mark.parametrize(
    ("level", "status", "found", "warnings"),
    [("", "failed", 1, 0), ("error", "failed", 1, 0), ("warning", "passed", 1, 1), ("off", "skipped", 0, 0)],
)
def test_a_target_weighs_a_check(level: str, status: str, found: int, warnings: int) -> None:
    report, outcome = weighed("M003", level)
    assert (outcome.status, outcome.warnings) == (status, warnings)
    told = [item for item in report.findings if item.code == "M003"]
    assert len(told) == found
    assert {item.severity for item in told} <= {"warning" if level == "warning" else "error"}
    assert outcome.reason == ("the target turns it off" if level == "off" else "")


def test_a_report_tells_the_warnings_of_a_check_that_passed() -> None:
    report, _ = weighed("M003", "warning")
    records = as_json(report)["checks"]
    assert isinstance(records, list)
    record = next(record for record in records if record["code"] == "M003")
    assert (record["status"], record["warnings"]) == ("passed", 1)
    assert [record["code"] for record in records if "warnings" in record] == ["M003"]


@pytest.mark.parametrize("code", sorted(TEX))
def test_what_tex_says_is_a_check(code: str) -> None:
    remark = Diagnostic(code, "so says TeX", span(7), "mend it")
    report, outcome = weighed(code, "", remark)
    (told,) = [item for item in report.findings if item.code == code]
    assert (told.message, told.span, told.hint) == (remark.message, remark.span, remark.hint)
    assert told.severity == CHECKS[code].severity
    assert (outcome.status, outcome.examined) == ("passed" if told.severity == "warning" else "failed", 9)
    assert weighed(code, "off", remark)[1].status == "skipped"
    assert weighed(code, "error", remark)[1].status == "failed"
    assert weighed(code, "")[1].status == "passed"


def test_what_tex_would_forgive_stays_a_warning() -> None:
    remark = Diagnostic("X011", "another size", severity="warning")
    assert weighed("X011", "", remark)[1].status == "passed"
    assert weighed("X011", "error", remark)[1].status == "failed"


def test_of_a_pdf_that_came_alone_tex_says_nothing() -> None:
    report = judge(None, read_evidence(specimen_set().pdf))
    reasons = {outcome.code: outcome.reason for outcome in report.outcomes if outcome.status == "skipped"}
    assert {code for code, reason in reasons.items() if reason == "there is no log of TeX: the PDF came alone"} == TEX


def test_a_target_of_the_data_weighs_and_mistyped_checks_are_told(folder: Path) -> None:
    targets = folder / "data" / "targets"
    targets.mkdir()
    (targets / "cv.yaml").write_text("pages: {max: 1}\nchecks: {P003: off, M003: warning}\n", encoding="utf-8")
    done = cvtex("build", cwd=folder)
    assert done.code == 0, done.err
    report = json.loads((folder / "build" / "cv.report.json").read_text(encoding="utf-8"))
    reasons = {check["code"]: check.get("reason") for check in report["checks"] if check["status"] == "skipped"}
    assert reasons["P003"] == "the target turns it off"
    (targets / "cv.yaml").write_text("checks: {P003: off, X07: off, D001: off}\n", encoding="utf-8")
    for command in ("check", "build"):
        done = cvtex(command, cwd=folder)
        assert done.code == 3
        assert "data/targets/cv.yaml:1:21: error[D007]: there is no check `X07`" in done.err
        assert "data/targets/cv.yaml:1:31: error[D007]: there is no check `D001`" in done.err
        assert "did you mean `X007`?" in done.err
