"""Changes by the items' own dates, where no earlier state is known."""

from datetime import date
from pathlib import Path

import pytest

from cvtex.document.changes.dated import dated_changes
from tests.document.states import PAPERS, WORK, outline_of, told, typed

REVIEW = date(2024, 7, 1)
PAPER = "@article{a, author = {Ada Byron}, title = {On engines}, journal = {J}, %s}\n"


def judged(folder: Path, rest: str, bib: str = "", until: date | None = None) -> list[tuple[str, str, str]]:
    return told(dated_changes(outline_of(typed(folder, rest, bib)), REVIEW, until))


@pytest.mark.parametrize(
    ("typed_date", "kind", "what"),
    [
        ("2024-07-02", "added", ""),
        ("2024-07-01", "", ""),
        ("2023", "", ""),
        ("2025/present", "added", ""),
        ("2024", "added", "2024: not dated to the day, and counted"),
        ("2024-07", "added", "Jul. 2024: not dated to the day, and counted"),
        ("2024-06", "", ""),
        ("2020/2025", "changed", "went on: 2020–2025"),
        ("2020/present", "", ""),
        ("2020/2023", "", ""),
        ("[2020, 2025]", "changed", "again: 2020, 2025"),
        ("Summer 2024", "", ""),
        ("Fall 2024", "added", ""),
        ("long ago", "", ""),
    ],
)
def test_an_entry_by_its_date(tmp_path: Path, typed_date: str, kind: str, what: str) -> None:
    found = judged(tmp_path, f"{WORK}  - award: Prize\n    date: {typed_date}\n")
    assert [(item[0], item[2]) for item in found] == ([(kind, what)] if kind else [])


def test_what_stands_below_comes_along(tmp_path: Path) -> None:
    entries = "  - organization: Mill\n    date: 2025/present\n    items: [Counted, {item: Led, date: 2026}]\n"
    (change,) = dated_changes(outline_of(typed(tmp_path, WORK + entries)), REVIEW).items
    assert (change.side.text, change.below) == ("Mill, 2025 – now", 2)
    older = entries.replace("2025/present", "2020/present")
    assert judged(tmp_path, WORK + older) == [("added", "item Led, 2026", "")]


def test_publications_by_their_dates(tmp_path: Path) -> None:
    assert judged(tmp_path, PAPERS, PAPER % "year = 2025") == [("added", "J001", "")]
    assert judged(tmp_path, PAPERS, PAPER % "year = 2020") == []
    assert judged(tmp_path, PAPERS, PAPER % "volume = 3") == []
    preprint = "@unpublished{p, author = {Ada Byron}, title = {On engines}, eprint = {2301.00001}, eprinttype = {arxiv}, year = 2023}\n"
    both = judged(tmp_path, "same: [[a, p]]\n" + PAPERS, PAPER % "year = 2025" + preprint)
    assert both == [("changed", "J001", "preprint of 2023 → J001")]


def test_a_time_may_have_an_end(tmp_path: Path) -> None:
    entries = "".join(f"  - award: Prize {year}\n    date: {year}-03-01\n" for year in (2024, 2025, 2026))
    assert [item[1] for item in judged(tmp_path, WORK + entries, until=date(2025, 12, 31))] == [
        "award Prize 2025, Mar. 1, 2025"
    ]
