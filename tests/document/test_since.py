"""What is new since the last review stands apart in the document, and nothing else about it changes."""

from datetime import date
from pathlib import Path

import pytest

from cvtex.content.load import load
from cvtex.content.markup import plain
from cvtex.diagnostics import Findings, Span
from cvtex.document.changes.changes import compare
from cvtex.document.changes.dated import dated_changes
from cvtex.document.changes.since import Since
from cvtex.document.compose import compose
from cvtex.document.model import Document, Group, Line, Paragraph, ReferenceList
from cvtex.document.numbers.ledger import read_ledger
from cvtex.document.targets.target import Target
from tests.document.states import WORK, outline_of, typed

PLACE = Span("targets/review.yaml", 1, 8)
OLD = (
    WORK
    + "  - award: Prize\n  - position: Clerk\n    date: 2020/present\n- section: Papers\n  entries:\n  - publications: J\n"
)
NEW = OLD.replace("2020/present", "2020/2025").replace(
    "  - award: Prize\n",
    "  - award: Prize\n  - award: Medal\n    place: Rome\n    items: [of gold]\n  - text: New words.\n",
)
PAPER = "@article{%s, author = {Ada Byron}, title = {On %s}, journal = {J}, year = %d%s}\n"
FIRST, SECOND, THIRD = (
    PAPER % (key, key, year, extra)
    for key, year, extra in (("a", 2020, ""), ("b", 2021, ", pubstate = {submitted}"), ("c", 2024, ""))
)
ACCEPTED = SECOND.replace("submitted", "inpress")


def composed(
    folder: Path,
    old_bib: str,
    new_bib: str,
    *,
    day: date | None = date(2024, 7, 1),
    language: str = "en-US",
    settings: str = "",
) -> Document:
    old = outline_of(typed(folder / "old", OLD, old_bib))
    here = typed(folder / "new", settings + NEW, new_bib)
    cv, _ = load(here)
    since = Since(compare(old, outline_of(here)), day, PLACE)
    chosen = Target("review", language=language)
    return compose(cv, chosen, ledger=read_ledger(here, Findings()), since=since)[0]


def lists(document: Document) -> list[str | list[str]]:
    """The subheadings and the labels below them."""
    return [
        block.title.plain if isinstance(block, Group) else [item.label for item in block.references]
        for block in document.blocks
        if isinstance(block, Group | ReferenceList)
    ]


def test_new_and_changed_publications_come_first(tmp_path: Path) -> None:
    document = composed(tmp_path, SECOND + FIRST, THIRD + ACCEPTED + FIRST)
    assert lists(document) == ["Since July 1, 2024", ["J003", "J002"], "Earlier", ["J001"]]
    new, changed, old = (plain(item.runs) for item in document.references)
    assert not new.endswith("(new)")
    assert changed.endswith("(status changed)")
    assert old.endswith("2020.") or old.endswith("(2020).")
    assert not [datum for datum in document.account if datum.lost]


def test_a_list_without_news_stays_as_it_is(tmp_path: Path) -> None:
    assert lists(composed(tmp_path, FIRST, FIRST)) == [["J001"]]


def test_a_list_of_news_alone_has_one_subheading(tmp_path: Path) -> None:
    assert lists(composed(tmp_path, FIRST, SECOND)) == ["Since July 1, 2024", ["J001"]]


def test_entries_get_a_quiet_remark(tmp_path: Path) -> None:
    document = composed(tmp_path, FIRST, FIRST)
    said = [
        (plain(block.runs), block.runs[-1].styles) for block in document.blocks if isinstance(block, Line | Paragraph)
    ]
    quiet = frozenset({"note"})
    assert said == [
        ("Prize", frozenset()),
        ("Medal, Rome (new)", quiet),
        ("of gold", frozenset()),
        ("New words. (new)", quiet),
        ("Clerk (status changed)", quiet),
    ]
    assert not [datum for datum in document.account if datum.lost]


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("en-GB", date(2024, 7, 1), "Since 1 July 2024"),
        ("en-US", date(2023, 12, 24), "Since December 24, 2023"),
        ("de-DE", date(2024, 7, 1), "Seit dem 1. Juli 2024"),
        ("fr", date(2024, 7, 1), "Depuis le 1er juillet 2024"),
        ("es", date(2024, 7, 2), "Desde el 2 de julio de 2024"),
        ("it", date(2024, 7, 8), "Dal giorno 8 luglio 2024"),
        ("it", None, "Dall’ultima valutazione"),
        ("en-US", None, "Since the last review"),
    ],
)
def test_the_subheading_names_the_day(tmp_path: Path, language: str, day: date | None, words: str) -> None:
    assert lists(composed(tmp_path, FIRST, SECOND + FIRST, day=day, language=language))[0] == words


def test_what_may_be_older_than_the_day_is_told(tmp_path: Path) -> None:
    here = typed(tmp_path, NEW, SECOND + FIRST)
    cv, _ = load(here)
    day = date(2021, 7, 1)
    since = Since(dated_changes(outline_of(here), day), day, PLACE)
    document, told = compose(cv, Target("review"), since=since)
    assert lists(document)[0] == "Since July 1, 2021"
    doubts = [(item.code, item.severity, item.message) for item in told if item.code == "H007"]
    message = "`b` is set apart as new since 2021-07-01, and may be older (2021: not dated to the day, and counted)"
    assert doubts == [("H007", "warning", message)]


def test_a_legend_explains_the_marks_of_its_own_part(tmp_path: Path) -> None:
    equal = THIRD.replace("{Ada Byron}", "{Ada Byron and Max Mus}, author+an = {1=equal;2=equal}")
    document = composed(tmp_path, FIRST, equal + FIRST, settings="references: {legend: list}\n")
    legends = [plain(block.legend) for block in document.blocks if isinstance(block, ReferenceList)]
    assert legends[0].startswith("*")
    assert legends[1:] == [""]


def test_oldest_first_stays_oldest_first(tmp_path: Path) -> None:
    document = composed(tmp_path, FIRST, THIRD + ACCEPTED + FIRST, settings="references: {order: oldest}\n")
    assert lists(document) == ["Since July 1, 2024", ["J002", "J003"], "Earlier", ["J001"]]
