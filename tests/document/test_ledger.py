"""The ledger: numbers that never move, and everything that would move one told."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtex.content.dates import Dates, Day, Period
from cvtex.content.markup import Run
from cvtex.content.model import Publication, Text
from cvtex.content.source import Source
from cvtex.diagnostics import Findings, Span, UsageError
from cvtex.document.numbers.ledger import (
    NO_LEDGER,
    Ledger,
    Release,
    audit,
    dump_ledger,
    freeze,
    parse_label,
    parse_ledger,
    read_ledger,
    retire,
)
from cvtex.document.numbers.numbering import newest_first, number

SPAN = Span("p.bib", 1, 1)


def paper(key: str, year: int = 0, month: int = 0, *, title: str = "", type: str = "article") -> Publication:
    date = Dates((Period(Day(year, month)),), SPAN) if year else None
    return Publication(key, type, Text((Run(title or f"On {key}"),), SPAN), (), False, date, {}, (), SPAN)


def letters(*papers: Publication, letter: str = "J") -> dict[str, str]:
    return {item.key: letter for item in papers}


def ledger(text: str) -> tuple[Ledger, list[str]]:
    findings = Findings()
    read = parse_ledger(Source("labels.lock", text, tuple(text.split("\n"))), findings)
    return read, [f"{item.code}:{item.span.line if item.span else 0}" for item in findings.items]


def audited(text: str, *papers: Publication, letter: str = "J") -> list[str]:
    findings = Findings()
    audit(ledger(text)[0], papers, letters(*papers, letter=letter), findings)
    return [item.code for item in findings.items]


def test_without_a_ledger_numbers_count_from_the_oldest() -> None:
    papers = [paper("c", 2022), paper("b", 2021), paper("a", 2020)]
    assert number(papers, letters(*papers), NO_LEDGER) == {"a": "J001", "b": "J002", "c": "J003"}


def test_an_older_paper_takes_the_next_number_and_moves_none() -> None:
    papers = [paper("b", 2021), paper("a", 2020)]
    frozen = freeze(NO_LEDGER, papers, number(papers, letters(*papers), NO_LEDGER))
    found = [*papers, paper("old", 1999)]
    assert number(found, letters(*found), frozen) == {"a": "J001", "b": "J002", "old": "J003"}


def test_a_late_paper_takes_its_neighbours_number_with_a_letter_when_asked() -> None:
    released = [paper("c", 2022), paper("b", 2021), paper("a", 2020)]
    frozen = freeze(NO_LEDGER, released, number(released, letters(*released), NO_LEDGER))
    found = [*released, paper("x", 2021, 1), paper("y", 2021, 2), paper("new", 2023), paper("old", 1999)]
    labels = number(found, letters(*found), frozen, "letter")
    assert labels == {"a": "J001", "b": "J002", "c": "J003", "x": "J001a", "y": "J001b", "new": "J004", "old": "J000a"}


def test_a_retired_number_is_never_given_again() -> None:
    papers = [paper("b", 2021), paper("a", 2020)]
    frozen = freeze(NO_LEDGER, papers, number(papers, letters(*papers), NO_LEDGER))
    left = retire(frozen, "J002", "", frozen.labels)
    rest = [papers[1], paper("new", 2024)]
    assert number(rest, letters(*rest), left) == {"a": "J001", "new": "J003"}


@given(
    st.lists(st.integers(1950, 2050), min_size=1, max_size=12),
    st.lists(st.integers(1950, 2050), max_size=8),
    st.sampled_from(["next", "letter"]),
)
def test_no_paper_that_is_added_moves_a_released_number(old: list[int], new: list[int], late: str) -> None:
    released = [paper(f"a{index}", year) for index, year in enumerate(old)]
    frozen = freeze(NO_LEDGER, released, number(released, letters(*released), NO_LEDGER))
    papers = [*(paper(f"b{index}", year) for index, year in enumerate(new)), *released]
    labels = number(papers, letters(*papers), frozen, "next" if late == "next" else "letter")
    assert {key: labels[key] for key in letters(*released)} == {
        release.key: release.label for release in frozen.releases
    }
    assert len(set(labels.values())) == len(papers)
    assert {parse_label(label)[0] for label in labels.values()} == {"J"}


def test_the_ledger_is_a_line_a_number_and_reads_back() -> None:
    papers = [paper("b", 2021, title='The "second" -> x'), paper("a", 2020)]
    frozen = retire(freeze(NO_LEDGER, papers, {"a": "J001", "b": "J002"}), "J001", "J002", {"J002"})
    text = dump_ledger(frozen)
    assert 'J001 a "On a" -> J002\nJ002 b "The "second" -> x"\n' in text
    read, problems = ledger(text)
    assert problems == []
    assert dump_ledger(read) == text


@given(
    st.lists(
        st.tuples(st.integers(1, 999), st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20)),
        unique_by=lambda pair: pair[0],
    )
)
def test_any_title_reads_back(rows: list[tuple[int, str]]) -> None:
    releases = tuple(Release(f"C{count:03d}", f"k{count}", title, SPAN) for count, title in rows)
    text = dump_ledger(Ledger(releases))
    read, problems = ledger(text)
    assert problems == []
    assert {(item.label, item.key, item.title) for item in read.releases} == {
        (r.label, r.key, r.title) for r in releases
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<<<<<<< HEAD\nJ001 a "A"\n=======\nJ001 b "B"\n>>>>>>> x\n', ["B020:1"]),
        ("J001 a A\n", ["B021:1"]),
        ('# note\n\nJ1 a "A"\n', ["B021:3"]),
        ('J001 a "A"\nJ001 b "B"\n', ["B022:2"]),
        ('J001 a "A"\nJ002 a "A"\n', ["B022:2"]),
        ('J001 a "A" retired\nJ002 a "A"\n', []),
    ],
)
def test_a_damaged_ledger_is_told_at_its_line(text: str, expected: list[str]) -> None:
    assert ledger(text)[1] == expected


def test_released_entries_must_stay_what_they_are() -> None:
    a = paper("a", 2020, title="Neural audio coding at low rates")
    line = 'J001 a "Neural audio coding at low rates"\n'
    assert audited(line, a) == []
    assert audited(line) == ["B023"]
    assert audited(line, a, letter="C") == ["B024"]
    assert audited(line, paper("a", title="Something else entirely, by others")) == ["B025"]
    assert audited(line, paper("a", title="Neural Audio Coding at Low Bit Rates")) == []
    assert audited(line.rstrip() + " retired\n", a) == ["B026"]
    assert audited(line.rstrip() + " -> J001\n", a, letter="C") == []


def test_a_changed_key_is_recognised_by_its_title() -> None:
    findings = Findings()
    audit(ledger('J001 a "One title"\n')[0], [paper("b", title="One Title")], {"b": "J"}, findings)
    assert [item.code for item in findings.items] == ["B023"]
    assert "`b` has its title" in (findings.items[0].hint or "")


def test_only_released_numbers_can_be_retired_and_once() -> None:
    frozen = freeze(NO_LEDGER, [paper("a", 2020)], {"a": "J001"})
    with pytest.raises(UsageError, match="J009 is not a released number"):
        retire(frozen, "J009", "", frozen.labels)
    with pytest.raises(UsageError, match="C007 is no number"):
        retire(frozen, "J001", "C007", frozen.labels)
    with pytest.raises(UsageError, match="retired already"):
        retire(retire(frozen, "J001", "", frozen.labels), "J001", "", frozen.labels)


def test_a_folder_without_a_ledger_has_released_nothing(tmp_path: Path) -> None:
    assert read_ledger(tmp_path, Findings()) == NO_LEDGER


def test_an_imprecise_date_takes_the_files_place() -> None:
    papers = [paper("p5", 2021, 11), paper("p4", 2021), paper("p3", 2021, 5), paper("p2"), paper("p1", 2019)]
    assert [item.key for item in newest_first(papers)] == ["p5", "p4", "p3", "p2", "p1"]
