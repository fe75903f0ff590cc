"""`cvtex changes` as a person types it, and a document that sets apart what is new: with a day, a revision, a folder."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from cvtex.checking import check
from cvtex.cli import run
from cvtex.diagnostics import DataError
from cvtex.pipeline import Request, build, verify
from tests.history.repositories import ONE, PAPER, TWO, commit, repository, typed
from tests.program import fake_program


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository to stand in: a paper came on 2025-01-01, a medal is not committed yet."""
    repository(tmp_path)
    typed(tmp_path / "data", "  - award: Medal\n    date: 2026\n", TWO + ONE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def out(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert run(["changes", *arguments]) == code
    told = capsys.readouterr()
    return told.err if code else told.out


def test_from_a_revision_to_now(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = out(capsys, "v1").splitlines()
    assert lines[0].startswith("from  v1: commit ")
    assert lines[0].endswith(" of 2024-01-01")
    assert lines[1:] == [
        "to    the data as they are now",
        "",
        "Added",
        "  award         Work: Medal, 2026",
        "                data/cv.yaml:8:12",
        "  [J002]        Papers: Ada Example, “On looms,” J (2025).",
        "                data/own.bib:1:1",
        "",
        "2 added",
    ]
    assert (here / "data").is_dir()


@pytest.mark.parametrize(
    ("arguments", "last"),
    [
        (["v1", "v2"], "1 added"), (["v2", "v1"], "1 retired"), (["2024-06-01"], "2 added"), (["2024-06-01", "v2"], "1 added"),
        (["v2"], "1 added"), (["v1", "v1"], "nothing changed"), (["2019-01-01", "2020-12-31"], "1 added"),
        (["2019-01-01"], "3 added"),
    ],
)  # fmt: skip
def test_between_two_states(here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], last: str) -> None:
    assert out(capsys, *arguments).splitlines()[-1] == last
    assert (here / "data").is_dir()


def test_what_is_gone_is_told_where_it_was(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed(here / "data", bib=TWO)
    said = out(capsys, "v2")
    assert "                v2:data/own.bib:2:1" in said.splitlines()


def test_folders_need_no_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    typed(tmp_path / "2023")
    typed(tmp_path / "2024", bib=TWO + ONE)
    assert out(capsys, "2023", "2024").splitlines()[:2] == ["from  the folder 2023", "to    the folder 2024"]
    assert out(capsys, "2023", "2024").splitlines()[-1] == "1 added"
    assert "S001" in out(capsys, "2023", code=3)


def test_json_holds_all_of_it(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed(here / "data", bib=TWO.replace("looms", "loom") + ONE.replace("2020", "2020, pubstate = {inpress}"))
    found = json.loads(out(capsys, "v2", "--format", "json"))
    assert (found["from"]["kind"], found["from"]["day"], found["to"]["kind"]) == ("revision", "2025-01-01", "data")
    assert [len(found[kind]) for kind in ("added", "changed", "corrected", "retired")] == [0, 1, 1, 0]
    (changed,) = found["changed"]
    assert (changed["label"], changed["key"], changed["what"], changed["section"]) == (
        "J001", "a", ["published → in press"], "Papers",
    )  # fmt: skip
    assert (changed["file"], changed["line"], changed["was"]["file"]) == ("data/own.bib", 2, "v2:data/own.bib")
    by_dates = json.loads(out(capsys, "2019-01-01", "--format", "json"))
    assert by_dates["from"] == {"kind": "day", "name": "2019-01-01", "day": "2019-01-01", "by_dates": True}


def test_markdown_can_be_pasted(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed(here / "data", "  - award: A *bold* [prize]_\n", TWO + ONE)
    lines = out(capsys, "v1", "--format", "markdown").splitlines()
    assert lines[0] == "# Changes since 2024-01-01"
    assert "## Added" in lines
    assert "### Work" in lines
    assert "- A bold \\[prize\\]\\_ <!-- data/cv.yaml:8:12 -->" in lines
    assert "- **\\[J002\\]** Ada Example, “On looms,” J (2025). <!-- data/own.bib:1:1 -->" in lines
    assert out(capsys, "v1", "v1", "--format", "markdown").endswith("\nNothing changed.\n")


def test_what_names_no_state_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "error[H003]: there is no revision `v3`\n  known here: `v2`, `v1`, `main`; " in out(capsys, "v3", code=2)
    assert "the other way round: cvtex changes 2019-01-01 v1" in out(capsys, "v1", "2019-01-01", code=2)
    assert "the other way round: cvtex changes 2018-01-01 2019-01-01" in out(capsys, "2019-01-01", "2018-01-01", code=2)
    assert "error[S001]" in out(capsys, "v1", "--data", "nowhere", code=3)
    assert "error[H001]" in _without_git(here, capsys)


def _without_git(here: Path, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(here))
        return out(capsys, "v1", code=5)


# A document


def target(here: Path, text: str) -> None:
    (here / "data" / "targets").mkdir(exist_ok=True)
    (here / "data" / "targets" / "review.yaml").write_text(text, encoding="utf-8")


def test_a_document_sets_apart_what_is_new(here: Path) -> None:
    """With a revision, a day within the history, a day before it, and a folder; the page is proved each time."""
    typed(here / "earlier")
    for since, subheading in (
        ("v1", "Since January 1, 2024"),
        ("2024-06-30", "Since June 30, 2024"),
        ("2023-06-30", "Since June 30, 2023"),
        ("../earlier", "Since the last review"),
    ):
        target(here, f"since: {since}\n")
        report = build(Request(here / "data", "review", here / "build", os.environ))
        assert report.passed, [item.message for item in report.findings]
        assert not report.findings
        again = verify(here / "build" / "review.pdf", data=here / "data", target="review", environment=os.environ)
        assert again.passed
        page = (here / "build" / "review.tex").read_text(encoding="utf-8")
        order = [page.index(words) for words in (subheading, "{J002}", "{Earlier}", "{J001}")]
        assert order == sorted(order)
        assert page.count("(new)") == 1
        assert page.index("Medal") < page.index("(new)") < page.index(subheading)


def test_a_pdf_from_before_does_not_pass_as_the_new_one(here: Path) -> None:
    target(here, "since: v1\n")
    environment = {**os.environ}
    assert build(Request(here / "data", "review", here / "build", environment)).passed
    pdf = here / "build" / "review.pdf"
    typed(here / "data", "  - award: Medal\n    date: 2026\n", PAPER % ("c", "wheels", 2026) + TWO + ONE)
    commit(here, "2026-02-01")
    stale = verify(pdf, data=here / "data", target="review", environment=environment)
    assert not stale.passed
    typed(here / "data", "  - award: Medal\n    date: 2026\n", TWO + ONE)
    for since in ("v2", "2020-01-01"):  # the subheadings would be other ones
        target(here, f"since: {since}\n")
        report = verify(pdf, data=here / "data", target="review", environment=environment)
        assert {"T001", "T003"} & {item.code for item in report.findings if item.severity == "error"}


def test_numbers_of_a_documents_own_follow_its_order(here: Path) -> None:
    target(here, "since: v1\nlabels: consecutive\n")
    typed(here / "data", bib=TWO.replace("2025", "2019") + ONE)
    document, _ = check(here / "data", "review", environment=os.environ)
    assert [(item.label, item.key) for item in document.references] == [("1", "b"), ("2", "a")]


def test_a_target_without_since_asks_no_git(here: Path, tmp_path: Path) -> None:
    trap = fake_program(tmp_path / "bin", f"touch {tmp_path}/asked", "git")
    target(here, "title: Review\n")
    check(here / "data", "review", environment=trap)
    assert not (tmp_path / "asked").exists()


def test_a_wrong_since_is_told_at_its_line(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target(here, "title: Review\nsince: v7\n")
    assert run(["build", "data", "-t", "review"]) == 3
    assert "data/targets/review.yaml:2:8: error[H003]: there is no revision `v7`" in capsys.readouterr().err


def test_since_a_day_that_is_yet_to_come_is_refused(here: Path) -> None:
    target(here, "since: 2026-11-26\n")
    with pytest.raises(DataError) as caught:
        check(here / "data", "review", clock=date(2026, 11, 25), environment=os.environ)
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.message) == ("H003", "2026-11-26 is yet to come")
    assert str(finding.span).endswith("review.yaml:1:8")
    check(here / "data", "review", clock=date(2026, 11, 26), environment=os.environ)
