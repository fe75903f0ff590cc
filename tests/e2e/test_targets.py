"""The project's own targets: each builds from the same facts, under the numbers of the whole CV, and no line is said twice."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from cvtex.checking import all_targets, check
from cvtex.document.model import Document, Heading, ReferenceList, facts
from tests.e2e.test_cv import LABELS, pdftotext
from tests.program import DATA, ROOT, Built, Finished, cvtex

TODAY = date(2026, 11, 25)
TARGETS = ("publications", "recent", "short")


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Finished]:
    """All targets, built at once."""
    into = tmp_path_factory.mktemp("targets")
    return into, cvtex("build", "data", "--all", "--today", TODAY.isoformat(), "-o", str(into), cwd=ROOT)


def report(folder: Path, name: str) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((folder / f"{name}.report.json").read_text(encoding="utf-8"))
    return loaded


def told(folder: Path, name: str) -> list[dict[str, object]]:
    findings = report(folder, name)["findings"]
    assert isinstance(findings, list)
    return findings


def document(name: str) -> Document:
    return check(DATA, name, today=TODAY)[0]


def printed_labels(pdf: Path) -> list[str]:
    return re.findall(r"^\f?\s*\[([A-Z]\d{3})\] ", pdftotext(pdf, "-layout"), re.MULTILINE)


def test_all_targets_build_at_once(together: tuple[Path, Finished]) -> None:
    into, done = together
    assert set(TARGETS) < set(all_targets(DATA))
    assert done.code == 0, done.err
    made = {path.name for path in into.iterdir()}
    # A rule may say how the PDF must be called: it is there under that name too.
    named = {name for target in all_targets(DATA) for name in document(target).files}
    assert made == named | {f"{name}.{end}" for name in all_targets(DATA) for end in ("pdf", "tex", "report.json")}
    for name in all_targets(DATA):
        wrong = {(item["code"], item["severity"]) for item in told(into, name) if item["severity"] == "error"}
        assert not wrong, name
    # A patent without a date cannot be said to be of the last five years.
    assert {(item["code"], item["severity"]) for item in told(into, "recent")} == {("D036", "warning")}


def test_the_whole_cv_is_the_same_beside_other_targets(together: tuple[Path, Finished], built: Built) -> None:
    into, _ = together
    assert report(into, "cv")["labels"] == built.report["labels"] == LABELS


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_has_the_labels_of_the_whole_cv(name: str, together: tuple[Path, Finished]) -> None:
    into, _ = together
    found = report(into, name)
    assert found["passed"] is True
    labels = found["labels"]
    assert isinstance(labels, list)
    assert [label for label in LABELS if label in labels] == labels
    assert len(labels) >= 5
    assert printed_labels(into / f"{name}.pdf") == labels
    whole = {reference.key: reference.label for reference in document("cv").references}
    assert all(whole[reference.key] == reference.label for reference in document(name).references)


def test_what_each_target_is(together: tuple[Path, Finished]) -> None:
    into, _ = together
    pages = {name: report(into, name)["pages"] for name in ("cv", *TARGETS)}
    assert pages["short"] == 2
    assert pages["cv"] == 5
    assert report(into, "publications")["labels"] == LABELS
    assert [block.title.plain for block in document("publications").blocks if isinstance(block, Heading)] == [
        "Publications"
    ]
    # The fifth year back begins on 2021-11-25; a paper that is known to be of 2021 may be of its end.
    recent = {
        reference.key
        for block in document("recent").blocks
        if isinstance(block, ReferenceList)
        for reference in block.references
    }
    years = set(
        re.findall(r"\b(?:19|20)\d\d\b", "".join(run.text for ref in document("recent").references for run in ref.runs))
    )
    assert recent
    assert years <= {"2021", "2022", "2023", "2024", "2025", "2026"}


@pytest.mark.parametrize("name", TARGETS)
def test_the_facts_of_a_target_are_those_of_the_whole_cv_each_once(name: str) -> None:
    whole, part = document("cv"), document(name)
    known = Counter((fact.span, fact.text) for fact in facts(whole) if fact.role != "section")
    shown = Counter((fact.span, fact.text) for fact in facts(part) if fact.role != "section")
    assert not shown - known
    assert max(shown.values()) == 1
    assert set(section_titles(part)) <= set(section_titles(whole))
    # What it does not show it knows, each datum by a rule.
    assert not [datum for datum in part.account if datum.lost]
    assert Counter((datum.span, datum.text) for datum in part.account if datum.what != "month and day") == Counter(
        (datum.span, datum.text) for datum in whole.account if datum.what != "month and day"
    )


def section_titles(made: Document) -> list[str]:
    return [block.title.plain for block in made.blocks if isinstance(block, Heading)]


def test_no_target_says_again_what_the_cv_says() -> None:
    said = {fact.text for fact in facts(document("cv")) if fact.role not in ("section", "group", "label")}
    titles = set(section_titles(document("cv")))
    texts = [
        text
        for path in sorted((DATA / "targets").glob("*.yaml"))
        for text in strings(yaml.safe_load(path.read_text(encoding="utf-8")))
    ]
    assert len(texts) > 10
    assert titles & set(texts), "targets name sections by their titles"
    assert not said & set(texts)


def strings(node: object) -> list[str]:
    """All texts of a YAML file."""
    if isinstance(node, dict):
        return [text for key, value in node.items() for text in (str(key), *strings(value))]
    if isinstance(node, list):
        return [text for value in node for text in strings(value)]
    return [str(node)]


def test_the_last_five_years_move_with_the_day() -> None:
    before = check(DATA, "recent", today=date(2023, 11, 25))[0]
    assert len(before.references) > len(document("recent").references)
    # Without a day, the clock counts; the document says nothing of it.
    clocked = check(DATA, "recent", clock=TODAY)[0]
    assert clocked.labels == document("recent").labels
    assert clocked.updated == ""
