"""How findings are collected, suggested and printed."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtex.cli import run
from cvtex.diagnostics import (
    MOST_FINDINGS,
    DataError,
    Diagnostic,
    Findings,
    Severity,
    Span,
    did_you_mean,
    suggest,
)
from cvtex.reports.github import as_github
from cvtex.reports.json import as_json
from cvtex.reports.result import Result
from cvtex.reports.text import MANY, SHOWN, as_text, visible
from tests.program import SMALL


def test_findings_come_in_the_order_of_the_files_each_once() -> None:
    findings = Findings()
    findings.warning("D008", "b", Span("b.yaml", 1, 1))
    findings.error("D001", "a", Span("a.yaml", 2, 1))
    findings.error("D001", "a", Span("a.yaml", 1, 9))
    findings.error("D001", "a", Span("a.yaml", 2, 1))
    assert [str(item.span) for item in findings.ordered()] == ["a.yaml:1:9", "a.yaml:2:1", "b.yaml:1:1"]
    assert findings.failed


def test_too_many_errors_end_the_stage() -> None:
    findings = Findings()
    for line in range(MOST_FINDINGS - 1):
        findings.error("D007", "x", Span("a.yaml", line + 1, 1))
    with pytest.raises(DataError) as caught:
        findings.error("D007", "x", Span("a.yaml", MOST_FINDINGS, 1))
    assert len(caught.value.diagnostics) == MOST_FINDINGS + 1
    assert caught.value.diagnostics[-1].code == "S013"


def test_too_many_warnings_are_dropped() -> None:
    findings = Findings()
    for line in range(10 * MOST_FINDINGS):
        findings.warning("D008", "x", Span("a.yaml", line + 1, 1))
    assert len(findings.items) == MOST_FINDINGS
    assert not findings.failed


def test_long_quotations_lose_their_middle() -> None:
    findings = Findings()
    findings.error("D005", f"`{'1' * 100_000}` is not a date", None, "x" * 100_000)
    assert len(findings.items[0].message) < 700
    assert findings.items[0].message.endswith("` is not a date")


@pytest.mark.parametrize(
    ("word", "meant"),
    [("positon", "position"), ("Date", "date"), ("itmes", "items"), ("zzz", None), ("", None), ("x" * 10_000, None)],
)
def test_suggestions(word: str, meant: str | None) -> None:
    options = ["position", "date", "items", "place"]
    assert suggest(word, options) == meant
    hint = did_you_mean(word, options)
    assert hint == (f"did you mean `{meant}`?" if meant else "known here: `position`, `date`, `items`, `place`")


@given(text=st.text())
def test_what_is_visible_steers_nothing(text: str) -> None:
    shown = visible(text)
    assert not any(ord(character) < 32 and character != "\n" for character in shown)
    assert not set("\u200b\u202e\u2066\ufeff\x7f\x9b") & set(shown)


@given(
    line=st.text(st.characters(exclude_characters="\n\r\x00", codec="utf-8"), max_size=300),
    column=st.integers(1, 320),
    length=st.integers(1, 400),
)
def test_any_place_of_any_line_can_be_printed(
    tmp_path_factory: pytest.TempPathFactory, line: str, column: int, length: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "line.yaml"
    path.write_text(line, encoding="utf-8", newline="")
    printed = as_text([Diagnostic("D001", "m", Span(str(path), 1, column, length), "h")], colour=False)
    first, excerpt, pointer = printed.split("\n")
    assert first.endswith(":1:" + str(column) + ": error[D001]: m")
    assert len(excerpt) < 1_000
    assert "^" in pointer
    assert pointer.endswith(" h")


def test_a_file_that_is_gone_leaves_the_words() -> None:
    printed = as_text([Diagnostic("S001", "m", Span("none.yaml", 1, 1), "h")], colour=False)
    assert printed == "none.yaml:1:1: error[S001]: m\n  h"


def test_colour_marks_the_severity() -> None:
    printed = as_text([Diagnostic("D008", "m", None, None, "warning")], colour=True)
    assert printed == "\x1b[33mwarning\x1b[0m[D008]: m"


def test_annotations_for_github() -> None:
    printed = as_github([Diagnostic("D001", "100%\nbad", Span("a,b:c.yaml", 3, 7), "h")])
    assert printed == "::error file=a%2Cb%3Ac.yaml,line=3,col=7,title=cvtex D001::100%25%0Abad%0Ah"


def test_json() -> None:
    record = json.loads(as_json([Result("cv", (Diagnostic("D001", "é", Span("a.yaml", 3, 7), "h"),))], several=False))
    assert record["passed"] is False
    assert record["findings"] == [
        {"code": "D001", "severity": "error", "message": "é", "hint": "h", "file": "a.yaml", "line": 3, "column": 7}
    ]


def slips(code: str, count: int, severity: Severity = "error") -> list[Diagnostic]:
    return [
        Diagnostic(code, f"slip {number}", Span("none.yaml", number, 1), "h", severity)
        for number in range(1, count + 1)
    ]


def test_errors_come_before_warnings_each_in_the_order_of_the_files() -> None:
    printed = as_text([*slips("D008", 2, "warning"), *slips("D001", 2), *slips("D007", 1)], colour=False)
    order = re.findall(r"^none\.yaml:(\d+):1: \w+\[(\w+)\]", printed, re.MULTILINE)
    assert order == [("1", "D001"), ("2", "D001"), ("1", "D007"), ("1", "D008"), ("2", "D008")]


def test_a_few_findings_are_all_shown() -> None:
    printed = as_text(slips("D001", MANY), colour=False, whole=False)
    assert printed == as_text(slips("D001", MANY), colour=False)
    assert printed.count("error[") == MANY


def test_of_many_findings_some_of_each_code_are_shown() -> None:
    found = [item for pair in zip(slips("D001", 40), slips("D007", 40), strict=True) for item in pair]
    printed = as_text([*found, *slips("D001", 3, "warning")], colour=False, whole=False)
    order = re.findall(r"^none\.yaml:\d+:1: (\w+\[\w+\])", printed, re.MULTILINE)
    assert order == ["error[D001]"] * SHOWN + ["error[D007]"] * SHOWN + ["warning[D001]"] * 3
    notes = [line for line in printed.splitlines() if "…" in line]
    assert notes == [f"  … and {40 - SHOWN} more of {code}; --verbose shows all" for code in ("D001", "D007")]
    assert as_text(found, colour=False).count("error[") == 80


def test_verbose_shows_all_of_many(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    slip = "  - talk: Why\n    date: 2024/2021\n"
    (folder / "data" / "cv.yaml").write_text(SMALL + 60 * slip, encoding="utf-8")
    for command in (["check"], ["build", "-o", str(folder / "out")], ["verify", "x.pdf", "--data"]):
        counts = []
        for more in ([], ["-v"]):
            assert run([*command, str(folder / "data"), *more]) == 3
            told = capsys.readouterr().err
            counts.append(told.count("error["))
            assert ("--verbose shows all" in told) == (not more)
        assert counts == [SHOWN, 60]
