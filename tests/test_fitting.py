"""Fitting: a limit of pages that is kept, how, and what is said where it cannot be."""

import os
from pathlib import Path

import pytest

from cvtex import pipeline
from cvtex.verify.report import Report, as_json

HEAD = "version: 1\nname: Ada Example\nbibliography: own.bib\nsections:\n"
AWARD = (
    "  - award: Example of the Year {number}\n    date: {year}\n    items: [Given for samples, And for more of them]\n"
)


def cv(awards: int, *, optional: str = "") -> str:
    entries = "".join(AWARD.format(number=n, year=2025 - n) + optional.format(n=n) for n in range(awards))
    return f"{HEAD}- section: Awards\n  entries:\n{entries}- section: Publications\n  entries:\n  - publications: all\n"


def bibliography(count: int) -> str:
    entry = "@article{{k{n}, author = {{Ada Example}}, title = {{Sample {n}}}, journal = {{Samples}}, year = {year}}}\n"
    return "".join(entry.format(n=n, year=1990 + n) for n in range(1, count + 1))


def build(folder: Path, data: str, target: str, publications: int = 3) -> Report:
    (folder / "targets").mkdir(exist_ok=True)
    (folder / "cv.yaml").write_text(data, encoding="utf-8")
    (folder / "own.bib").write_text(bibliography(publications), encoding="utf-8")
    (folder / "targets" / "short.yaml").write_text(target, encoding="utf-8")
    return pipeline.build(pipeline.Request(folder, "short", folder / "build", os.environ))


def test_what_keeps_to_its_limit_is_left_alone(tmp_path: Path) -> None:
    report = build(tmp_path, cv(3), "pages: {max: 1}\nfit: true\n")
    assert report.passed
    assert report.fitting is None
    assert report.fill is not None
    assert 0.2 < report.fill < 0.8


def test_a_limit_without_fit_names_what_lies_beyond_it(tmp_path: Path) -> None:
    report = build(tmp_path, cv(13), "pages: {max: 1}\n")
    (finding,) = report.findings
    assert finding.code == "P001"
    assert "has 2 pages, and its limit is 1: " in finding.message
    assert "lines too many; beyond page 1: “Example of the Year 1" in finding.message
    assert "[J003], [J002], [J001]" in finding.message
    assert finding.hint
    assert "mark entries as `optional`" in finding.hint
    assert finding.span
    assert finding.span.line > 40
    assert not (tmp_path / "build" / "short.pdf").exists()
    assert (tmp_path / "build" / "short.failed.pdf").exists()


def test_a_limit_without_fit_says_which_optional_entries_would_do(tmp_path: Path) -> None:
    report = build(tmp_path, cv(13, optional="    optional: true\n"), "pages: {max: 1}\n")
    (finding,) = report.findings
    assert finding.hint
    assert finding.hint.startswith("without what is optional it would fit: “Example of the Year 12”, “Example of the")
    assert report.fitting is None


def hint_of(report: Report) -> str:
    (finding,) = [item for item in report.findings if item.code == "P001"]
    return finding.hint or ""


def test_the_hint_says_what_would_make_it_fit(tmp_path: Path) -> None:
    assert hint_of(build(tmp_path, cv(11), "pages: {max: 1}\n")).startswith("`fit: true` would make it fit at ")
    optional = cv(14, optional="    optional: true\n")
    kept = build(tmp_path, optional, "pages: {max: 1}\nfit: {drop: false}\n")
    assert hint_of(kept).startswith("`drop: true` in `fit` would make it fit, without “Example of the Year 13”")
    bare = hint_of(build(tmp_path, cv(14), "pages: {max: 1}\nfit: true\n"))
    assert bare == "it is as tight as `fit` allows: choose less, or mark entries as `optional`"
    gone = cv(30).replace("    date: 2025\n", "    date: 2025\n    optional: true\n")
    told = hint_of(build(tmp_path, gone, "pages: {max: 1}\nfit: true\n"))
    assert told == "it is as tight as `fit` allows, and would be too long without all that is optional: choose less"


def test_the_white_goes_first_and_no_further_than_it_must(tmp_path: Path) -> None:
    report = build(tmp_path, cv(11), "pages: {max: 1}\nfit: true\n")
    assert report.passed
    assert report.fitting
    assert 0.8 <= report.fitting.space < 1
    assert report.fitting.size == 10
    assert report.fitting.dropped == ()
    again = build(tmp_path, cv(11), "pages: {max: 1}\nfit: true\n")
    assert again.fitting == report.fitting
    looser = f"fit: {{space: {round(100 * report.fitting.space) + 5}%}}"
    assert not build(tmp_path, cv(11), f"pages: {{max: 1}}\n{looser}\n").passed


def test_the_white_is_never_less_than_the_theme_bears(tmp_path: Path) -> None:
    report = build(tmp_path, cv(40), "pages: {max: 1}\nfit: {space: 50%}\n")
    assert report.fitting
    assert report.fitting.space == 0.7


def test_the_size_goes_next_and_never_below_the_rule(tmp_path: Path) -> None:
    report = build(tmp_path, cv(12), "size: 11pt\npages: {max: 1}\nfit: {size: 8pt}\n")
    assert report.passed
    assert report.fitting
    assert report.fitting.space == 0.8
    assert 8 <= report.fitting.size < 11
    ruled = build(tmp_path, cv(12), "size: 11pt\npages: {max: 1}\nfit: {size: 8pt}\nlimits: {size: 11pt}\n")
    assert not ruled.passed
    assert ruled.fitting
    assert ruled.fitting.size == 11


def test_optional_entries_go_in_their_turn(tmp_path: Path) -> None:
    data = cv(14, optional="    optional: {n}\n").replace("optional: 0", "optional: false")
    report = build(tmp_path, data, "pages: {max: 1}\nfit: {space: 90%}\n")
    assert report.passed
    assert report.fitting
    gone = [item.words for item in report.fitting.dropped]
    assert gone == [f"Example of the Year {n}" for n in range(1, len(gone) + 1)]
    assert 1 <= len(gone) < 8
    rules = {datum.rule for datum in report.account if not datum.shown and "Example of the Year" in datum.text}
    assert rules == {"target short drops it to fit"}
    verified = pipeline.verify(tmp_path / "build" / "short.pdf", data=tmp_path, target="short", environment=os.environ)
    assert verified.passed, verified.findings


def test_publications_beyond_the_least_go_and_keep_the_numbers(tmp_path: Path) -> None:
    target = "pages: {max: 1}\nfit: {space: 100%}\npublications: {min: 2}\n"
    report = build(tmp_path, cv(3), target, publications=40)
    assert report.passed
    assert report.fitting
    gone = [item.label for item in report.fitting.dropped]
    assert gone == [f"J{n:03d}" for n in range(1, len(gone) + 1)]
    assert report.labels[0] == "J040"
    assert len(report.labels) + len(gone) == 40
    record = as_json(report)
    assert record["fit"] == {
        "space": 1.0,
        "size": 10.0,
        "dropped": [{"label": item.label, "words": item.words} for item in report.fitting.dropped],
    }


@pytest.mark.parametrize("drop", ["true", "false"])
def test_what_cannot_fit_is_told_at_its_shortest(drop: str, tmp_path: Path) -> None:
    data = cv(40).replace("date: 1990\n", "date: 1990\n    optional: true\n")
    report = build(tmp_path, data, f"pages: {{max: 1}}\nfit: {{drop: {drop}}}\n", publications=30)
    assert [finding.code for finding in report.findings] == ["P001"]
    assert report.fitting
    assert report.fitting.space == 0.8
    assert bool(report.fitting.dropped) is (drop == "true")


def test_a_pdf_that_lacks_an_entry_that_is_not_optional_is_refused(tmp_path: Path) -> None:
    report = build(tmp_path, cv(4), "pages: {max: 1}\nfit: true\n")
    assert report.passed
    (tmp_path / "cv.yaml").write_text(cv(5), encoding="utf-8")
    verified = pipeline.verify(tmp_path / "build" / "short.pdf", data=tmp_path, target="short", environment=os.environ)
    assert "T001" in {finding.code for finding in verified.findings}
