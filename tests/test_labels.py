"""`cvtex labels` as a person types it: shown, released, retired, refused."""

from pathlib import Path

import pytest

from cvtex.cli import run

CV = "version: 1\nname: Ada Example\nbibliography: p.bib\nsections:\n- section: P\n  entries:\n  - publications: all\n"
ENTRY = "@article{%s, author = {Ada Example}, title = {On %s}, journal = {J}, year = %d}\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "cv.yaml").write_text(CV, encoding="utf-8")
    (tmp_path / "p.bib").write_text(ENTRY % ("a", "a", 2020) + ENTRY % ("b", "b", 2021), encoding="utf-8")
    return tmp_path


def test_numbers_are_shown_released_and_retired(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["labels", str(data)]) == 0
    assert [line.split()[:3] for line in capsys.readouterr().out.splitlines()] == [
        ["J001", "new", "a"],
        ["J002", "new", "b"],
    ]
    assert run(["labels", str(data), "--freeze"]) == 0
    assert capsys.readouterr().out == "released: J001, J002\n"
    assert run(["labels", str(data), "--freeze"]) == 0
    assert capsys.readouterr().out == "nothing new to release\n"
    (data / "p.bib").write_text(ENTRY % ("b", "b", 2021), encoding="utf-8")
    assert run(["check", str(data)]) == 3
    assert "cvtex labels --retire J001" in capsys.readouterr().err
    assert run(["labels", str(data), "--retire", "J001", "--to", "J002"]) == 0
    assert run(["check", str(data)]) == 0
    capsys.readouterr()
    assert run(["labels", str(data)]) == 0
    assert capsys.readouterr().out.splitlines()[0].startswith("J001   → J002")


def test_what_cannot_be_meant_is_refused(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["labels", str(data), "--to", "J001"]) == 2
    assert run(["labels", str(data), "--retire", "J001"]) == 2
    assert "error[U007]: J001 is not a released number" in capsys.readouterr().err
    assert not (data / "labels.lock").exists()


def test_a_ledger_that_disagrees_is_left_alone(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damaged = '<<<<<<< HEAD\nJ001 a "On a"\n'
    (data / "labels.lock").write_text(damaged, encoding="utf-8")
    assert run(["labels", str(data), "--freeze"]) == 3
    assert "error[B020]" in capsys.readouterr().err
    assert (data / "labels.lock").read_text(encoding="utf-8") == damaged


def test_a_preprint_that_becomes_a_paper_takes_the_papers_number_with_it(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["labels", str(data), "--freeze"]) == 0
    new = ENTRY % ("paper", "a, in print", 2022)
    (data / "p.bib").write_text(ENTRY % ("a", "a", 2020) + ENTRY % ("b", "b", 2021) + new, encoding="utf-8")
    (data / "cv.yaml").write_text(CV + "same: [[paper, a]]\n", encoding="utf-8")
    capsys.readouterr()
    assert run(["check", str(data)]) == 3
    assert "by `same:` in cv.yaml it became `paper`: cvtex labels --retire J001 --to LABEL" in capsys.readouterr().err
    assert run(["labels", str(data), "--retire", "J001", "--to", "J003"]) == 0
    ledger = (data / "labels.lock").read_text(encoding="utf-8")
    assert 'J001 a "On a" -> J003' in ledger
    assert 'J003 paper "On a, in print"' in ledger
    older = ENTRY % ("older", "something older", 2019)
    bibliography = (data / "p.bib").read_text(encoding="utf-8")
    (data / "p.bib").write_text(bibliography + older, encoding="utf-8")
    assert run(["labels", str(data), "--freeze"]) == 0
    assert 'J003 paper "On a, in print"' in (data / "labels.lock").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("to", "message"),
    [
        ("J077", "J001 became J077, which is not released"),
        ("J002", "J001 became J002 here, and J003 by `same:` in cv.yaml"),
    ],
)
def test_a_retired_number_that_leads_astray_is_told(
    to: str, message: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = ENTRY % ("paper", "a, in print", 2022)
    (data / "p.bib").write_text(ENTRY % ("a", "a", 2020) + ENTRY % ("b", "b", 2021) + new, encoding="utf-8")
    (data / "cv.yaml").write_text(CV + "same: [[paper, a]]\n", encoding="utf-8")
    lines = [f'J001 a "On a" -> {to}', 'J002 b "On b"', 'J003 paper "On a, in print"']
    (data / "labels.lock").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run(["check", str(data)]) == 3
    assert f"labels.lock:1:1: error[B027]: {message}" in capsys.readouterr().err
