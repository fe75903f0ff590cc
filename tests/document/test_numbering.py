"""Numbers of publications: by date within a category, ties by the file's order, and what an older one changes."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtex.content.dates import DateError, parse_date
from cvtex.content.load import load
from cvtex.content.markup import Run
from cvtex.content.model import Publication, Text
from cvtex.diagnostics import Span
from cvtex.document.numbers.categories import claim, usual_categories
from cvtex.document.numbers.ledger import NO_LEDGER
from cvtex.document.numbers.numbering import newest_first, number
from tests.program import DATA

HERE = Span("own.bib", 1, 1)


def paper(key: str, date: str = "", kind: str = "article", keywords: Sequence[str] = ()) -> Publication:
    when = parse_date(date, HERE) if date else None
    return Publication(key, kind, Text((Run(key),), HERE), (), False, when, {}, tuple(keywords), HERE)


def numbered(papers: Sequence[Publication]) -> dict[str, str]:
    """The labels that papers have while nothing is released."""
    claims = {publication.key: claim(publication, usual_categories()) for publication in papers}
    return number(papers, {key: category.letter for key, category in claims.items() if category}, NO_LEDGER)


def order(*papers: Publication) -> list[str]:
    return [publication.key for publication in newest_first(papers)]


def test_the_seed_keeps_its_numbers_in_the_order_of_its_file() -> None:
    cv, _ = load(DATA)
    labels = [numbered(cv.publications)[publication.key] for publication in cv.publications]
    counts = {"C": 12, "J": 2, "P": 5, "W": 5}
    assert labels == [f"{letter}{n:03d}" for letter, count in counts.items() for n in range(count, 0, -1)]


def test_newest_comes_first_and_has_the_highest_number() -> None:
    labels = numbered([paper("old", "1842"), paper("new", "2020-04"), paper("middle", "1843-01-02")])
    assert labels == {"old": "J001", "middle": "J002", "new": "J003"}


@pytest.mark.parametrize(
    ("dates", "wanted"),
    [
        (["2020", "2020"], "ab"),
        (["2020-04", "2020-04"], "ab"),
        (["2020", "2020-04"], "ab"),
        (["2020-04", "2020"], "ab"),
        (["2020", "2021"], "ba"),
        (["2019", "", "2018"], "abc"),
        (["2018", "", "2019"], "cab"),
        (["", "2018"], "ab"),
        (["", ""], "ab"),
        (["2020-04", "2020-04-30"], "ab"),
        (["forthcoming", "2020"], "ab"),
        (["2019/2021", "2020"], "ba"),
    ],
)
def test_ties_and_missing_dates(dates: list[str], wanted: str) -> None:
    papers = [paper(key, date) for key, date in zip("abc", dates, strict=False)]
    assert "".join(order(*papers)) == wanted


def test_an_older_one_moves_the_younger_ones_of_its_category_only() -> None:
    before = [paper("c", "2022"), paper("b", "2021"), paper("a", "2020"), paper("x", "2021", "patent")]
    labels = numbered(before)
    after = numbered([*before, paper("older", "1990")])
    assert labels == {"c": "J003", "b": "J002", "a": "J001", "x": "P001"}
    assert after == {"c": "J004", "b": "J003", "a": "J002", "older": "J001", "x": "P001"}


def test_a_newer_one_moves_none() -> None:
    before = [paper("b", "2021"), paper("a", "2020")]
    after = numbered([paper("newer", "2023"), *before])
    assert after == {**numbered(before), "newer": "J003"}


@pytest.mark.parametrize(
    ("kind", "keywords", "letter"),
    [
        ("inproceedings", [], "C"),
        ("article", [], "J"),
        ("patent", [], "P"),
        ("inproceedings", ["workshop"], "W"),
        ("inproceedings", ["own", "Workshop"], "W"),
        ("book", [], "B"),
        ("inbook", [], "H"),
        ("thesis", [], "T"),
        ("preprint", [], "A"),
        ("report", [], "R"),
        ("online", [], "O"),
        ("misc", ["software"], "S"),
        ("unpublished", ["talk"], "L"),
        ("dataset", [], "D"),
        ("articel", [], ""),
    ],
)
def test_categories(kind: str, keywords: list[str], letter: str) -> None:
    category = claim(paper("k", "", kind, keywords), usual_categories())
    assert (category.letter if category else "") == letter


def test_no_two_categories_share_a_letter_or_claim() -> None:
    for claims in (
        [category.letter for category in usual_categories()],
        [kind for category in usual_categories() for kind in category.types],
        [word for category in usual_categories() for word in category.keywords],
    ):
        assert claims
        assert len(claims) == len(set(claims))


DATES = st.sampled_from(["", "2019", "2020", "2020-04", "2020-05", "2020-05-01", "2021", "Summer 2020", "in press"])


@given(dates=st.lists(DATES, max_size=12))
def test_numbers_are_whole_and_never_against_the_dates(dates: list[str]) -> None:
    papers = [paper(f"k{index}", date) for index, date in enumerate(dates)]
    labels = numbered(papers)
    assert sorted(labels.values()) == [f"J{n:03d}" for n in range(1, len(papers) + 1)]
    for one in papers:
        for other in papers:
            if one.date and other.date and one.date.periods and other.date.periods:
                first, second = one.date.periods[0].start, other.date.periods[0].start
                if first.last() < second.first():
                    assert labels[one.key] < labels[other.key]


@given(text=st.text("0123456789-/ abc", max_size=12))
def test_any_date_that_can_be_read_can_be_ordered(text: str) -> None:
    try:
        papers = [paper("a", text), paper("b", "2020")]
    except DateError:
        return
    assert sorted(order(*papers)) == ["a", "b"]
