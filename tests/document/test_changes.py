"""Changes between two states: added, status changed, corrected, retired, and nothing else."""

from pathlib import Path

import pytest

from tests.document.states import PAPERS, WORK, changed, told

PAPER = "@article{a, author = {Ada Byron}, title = {On engines}, journal = {J}, year = 2020, pubstate = {submitted}}\n"
NEWER = "@article{b, author = {Ada Byron}, title = {On looms}, journal = {J}, year = 2021}\n"
PREPRINT = (
    "@unpublished{p, author = {Ada Byron}, title = {On wheels}, eprint = {2101.00001}, eprinttype = {arxiv}, year = 2021,"
    " keywords = {preprint}}\n"
)
BECAME = "@article{j, author = {Ada Byron}, title = {On wheels and more}, journal = {J}, volume = 3, year = 2022}\n"


def entries(old: str, new: str, folder: Path) -> list[tuple[str, str, str]]:
    return told(changed(folder, (WORK + old,), (WORK + new,)))


def papers(old: str, new: str, folder: Path, *, rest: str = PAPERS, ledger: str = "") -> list[tuple[str, str, str]]:
    return told(changed(folder, (PAPERS, old), (rest, new, ledger)))


def test_nothing_changed(tmp_path: Path) -> None:
    assert papers(PAPER, PAPER, tmp_path) == []
    assert entries("  - award: Prize\n    date: 2020\n", "  - award:   Prize\n    date: 2020\n", tmp_path) == []


def test_a_publication_comes_and_goes(tmp_path: Path) -> None:
    assert papers(PAPER, NEWER + PAPER, tmp_path) == [("added", "J002", "")]
    (gone,) = changed(tmp_path, (PAPERS, NEWER + PAPER), (PAPERS, PAPER)).items
    assert (gone.kind, gone.key, gone.side.label, gone.side.section) == ("retired", "b", "J002", "Papers")
    assert gone.side.text == "Ada Byron, “On looms,” J (2021)."
    assert (Path(gone.side.span.file).parent.name, gone.side.span.line) == ("old", 1)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("pubstate = {submitted}", "pubstate = {In Press}", "submitted → in press"),
        (", pubstate = {submitted}", "", "submitted → published"),
        ("pubstate = {submitted}", "pubstate = {accepted}, volume = 3, pages = {1--9}",
         "submitted → accepted; now with volume, pages"),
        ("year = 2020, pubstate = {submitted}", "year = 2021", "submitted → published; 2020 → 2021"),
        (" year = 2020,", "", "no longer with date"),
        ("{On engines}", "{On engine}, volume = 1", "now with volume; also corrected: title"),
        ("@article{a", "@misc{a, keywords = {journal}", "article → misc"),
    ],
)  # fmt: skip
def test_a_status_changes(tmp_path: Path, old: str, new: str, what: str) -> None:
    after = PAPER.replace(old, new)
    assert after != PAPER
    assert papers(PAPER, after, tmp_path) == [("changed", "J001", what)]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("On engines", "On Engines", "title"),
        ("Ada Byron", "Ada Byron and Charles Babbage", "authors"),
        ("{J}", "{Journal}", "journaltitle"),
        ("{J}", "{J}, doi = {10.1000/1}", "doi"),
        ("2020", "2019", "date 2020 → 2019"),
        ("{a,", "{engines,", "key a → engines"),
        ("{Ada Byron}", "{Ada Byron}, author+an = {1=equal}", "authors"),
    ],
)
def test_a_correction_is_told_apart(tmp_path: Path, old: str, new: str, what: str) -> None:
    after = PAPER.replace(old, new)
    assert after != PAPER
    assert papers(PAPER, after, tmp_path) == [("corrected", "J001", what)]


def test_a_category_changes(tmp_path: Path) -> None:
    after = PAPER.replace("@article", "@inproceedings").replace("journal", "booktitle")
    ((kind, label, what),) = papers(PAPER, after, tmp_path)
    assert (kind, label) == ("changed", "C001")
    assert what.startswith("J001 → C001; article → inproceedings; also corrected: booktitle")


def test_a_number_that_moves_is_corrected(tmp_path: Path) -> None:
    before = NEWER.replace("2021", "2019") + PAPER
    assert papers(PAPER, before, tmp_path) == [("corrected", "J002", "J001 → J002"), ("added", "J001", "")]


def test_a_preprint_becomes_a_paper(tmp_path: Path) -> None:
    became = (
        "changed",
        "J001",
        "A001 → J001; preprint → published; now with volume; 2021 → 2022; also corrected: title",
    )
    assert papers(PREPRINT, BECAME + PREPRINT, tmp_path, rest="same: [[j, p]]\n" + PAPERS) == [became]
    ledger = 'A001 p "On wheels" -> J001\n'
    assert papers(PREPRINT, BECAME, tmp_path, ledger=ledger + 'J001 j "On wheels and more"\n') == [became]
    by_identifier = BECAME.replace("volume = 3", "volume = 3, eprint = {2101.00001}, eprinttype = {arxiv}")
    assert papers(PREPRINT, by_identifier, tmp_path) == [became]
    (change,) = changed(tmp_path, (PAPERS, PREPRINT), ("same: [[j, p]]\n" + PAPERS, BECAME + PREPRINT)).items
    assert change.was
    assert (change.key, change.was.label) == ("j", "A001")


def test_what_is_retired_names_its_heir(tmp_path: Path) -> None:
    items = changed(
        tmp_path,
        (PAPERS, BECAME + PREPRINT),
        (PAPERS, BECAME, 'J001 j "On wheels and more"\nA001 p "On wheels" -> J001\n'),
    ).items
    assert [(item.kind, item.side.label, item.heir) for item in items] == [("retired", "A001", "J001")]


def test_a_number_out_of_use_is_told(tmp_path: Path) -> None:
    ledger = 'J001 a "On engines"\nJ002 b "On looms" retired\n'
    items = changed(tmp_path, (PAPERS, NEWER + PAPER), (PAPERS, PAPER, ledger)).items
    assert [(item.kind, item.side.label, item.what) for item in items] == [("retired", "J002", ("number out of use",))]


def test_an_entry_comes_with_what_stands_below_it(tmp_path: Path) -> None:
    new = "  - award: Prize\n  - organization: Mill\n    items:\n    - position: Clerk\n      items: [Counted, Wrote]\n"
    (change,) = changed(tmp_path, (WORK + "  - award: Prize\n",), (WORK + new,)).items
    assert (change.kind, change.side.text, change.side.section, change.below) == ("added", "Mill", "Work", 3)
    assert (Path(change.side.span.file).name, change.side.span.line) == ("cv.yaml", 9)
    (gone,) = changed(tmp_path, (WORK + new,), (WORK + "  - award: Prize\n",)).items
    assert (gone.kind, gone.below) == ("retired", 3)


@pytest.mark.parametrize(
    ("old", "new", "kind", "what"),
    [
        ("date: 2021/present", "date: 2021/2025", "changed", "2021 – now → 2021–2025"),
        ("date: 2021/present", "date: [2021, 2025]", "changed", "2021 – now → 2021, 2025"),
        ("date: 2021/present", "date: 2020/present", "corrected", "2021 – now → 2020 – now"),
        ("date: 2021/present", "place: Rome", "changed", "2021 – now → no date; also corrected: place none → “Rome”"),
        ("date: 2021/present", "date: 2021/present\n    place: Rome", "corrected", "place none → “Rome”"),
        ("date: 2021/present", "date: 2021/present\n    note: tenured", "changed", "note none → “tenured”"),
        ("date: 2021/present", "date: 2021/present\n    url: https://example.org", "corrected", "address"),
        ("position: Chair of Reading", "position: Chair of Raeding", "corrected", "wording"),
        ("position: Chair of Reading", "position: Chair of Reading and Writing", "changed", "wording"),
        ("position: Chair of Reading", "role: Chair of Reading", "corrected", "position → role"),
    ],
)
def test_an_entry_changes(tmp_path: Path, old: str, new: str, kind: str, what: str) -> None:
    before = "  - position: Chair of Reading\n    date: 2021/present\n"
    after = before.replace(old, new)
    assert after != before
    ((found, _, words),) = entries(before, after, tmp_path)
    assert (found, words) == (kind, what)


def test_a_number_in_a_headline_is_no_slip(tmp_path: Path) -> None:
    assert entries("  - grant: Funds of 100 pounds\n", "  - grant: Funds of 200 pounds\n", tmp_path) == [
        ("changed", "grant Funds of 200 pounds", "wording")
    ]


def test_another_headline_is_another_entry(tmp_path: Path) -> None:
    assert entries("  - award: Prize of the mill\n", "  - award: Medal\n", tmp_path) == [
        ("added", "award Medal", ""),
        ("retired", "award Prize of the mill", ""),
    ]


def test_an_entry_moves(tmp_path: Path) -> None:
    old = "  - organization: Mill\n    items: [Counted, Wrote]\n  - organization: Loom\n    items: [Wove]\n"
    new = "  - organization: Mill\n    items: [Counted]\n  - organization: Loom\n    items: [Wove, Wrote]\n"
    assert entries(old, new, tmp_path) == [("corrected", "item Wrote", "moved from “Mill”")]


def test_order_and_subheadings_are_no_change_of_entries(tmp_path: Path) -> None:
    old = "  - award: Prize\n  - award: Medal\n"
    new = "  - group: Honours\n    items:\n    - award: Medal\n    - award: Prize\n"
    assert entries(old, new, tmp_path) == [("added", "group Honours", "")]


def test_a_section_gets_another_title(tmp_path: Path) -> None:
    other = WORK.replace("Work", "Works")
    entry = "  - award: Prize\n"
    assert told(changed(tmp_path, (WORK + entry,), (other + entry,))) == [("corrected", "section Works", "wording")]


def test_equal_entries_are_told_apart_by_their_dates(tmp_path: Path) -> None:
    old = "  - organization: Mill\n    date: 2015/2017\n    items: [Counted]\n"
    new = "  - organization: Mill\n    date: 2021/present\n    items: [Led]\n" + old
    assert entries(old, new, tmp_path) == [("added", "organization Mill, 2021 – now", "")]


def test_the_head_of_the_page(tmp_path: Path) -> None:
    old = "contact: [ada@example.org, https://example.org/~ada]\n" + WORK + "  - award: Prize\n"
    new = old.replace("ada@example.org,", "ada@example.com,")
    assert told(changed(tmp_path, (old,), (new,))) == [("corrected", "contact ada@example.com", "wording")]


def test_items_stand_in_the_order_of_the_page(tmp_path: Path) -> None:
    new = PAPERS + "- section: Work\n  entries:\n  - award: Prize\n- section: Life\n  entries:\n  - award: Medal\n"
    changes = changed(tmp_path, (PAPERS, PAPER), (new, NEWER + PAPER))
    assert [item.side.text for item in changes.items] == [
        "Ada Byron, “On looms,” J (2021).", "Work", "Prize", "Life", "Medal",
    ]  # fmt: skip
