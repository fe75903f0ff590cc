"""Compose: everything of a CV in a document, and every publication accounted for."""

from datetime import date
from pathlib import Path

import pytest

from cvtex.content.load import load
from cvtex.diagnostics import DataError, Diagnostic
from cvtex.document.compose import compose
from cvtex.document.model import Document, Group, Heading, Line, Paragraph, ReferenceList, facts
from cvtex.document.targets.target import Target
from tests.samples import specimen

HEAD = "version: 1\nname: Ada Byron\nbibliography: own.bib\nme: [A. Byron]\nsections:\n- section: Work\n  entries:\n"
PAPER = "@article{%s, title = {T}, author = {%s}, journal = {J}, year = 2020}\n"


def composed(
    folder: Path, entries: str, bib: str = "", today: date | None = None
) -> tuple[Document, tuple[Diagnostic, ...]]:
    (folder / "cv.yaml").write_text(HEAD + entries, encoding="utf-8")
    (folder / "own.bib").write_text(bib, encoding="utf-8")
    cv, warnings = load(folder)
    assert warnings == ()
    return compose(cv, Target("cv"), today=today)


def refused(folder: Path, entries: str, bib: str) -> list[tuple[str, str]]:
    with pytest.raises(DataError) as caught:
        composed(folder, entries, bib)
    return [(item.code, item.message) for item in caught.value.diagnostics]


def test_blocks_by_look(tmp_path: Path) -> None:
    document, warnings = composed(
        tmp_path,
        "  - group: G\n  - organization: O\n    date: 2020\n    items:\n    - position: P\n      items:\n      - team: T\n"
        "        items: [deep]\n  - item: I\n  - text: A paragraph.\n  - group: H\n    items:\n    - award: W\n      items: [why]\n",
    )
    assert warnings == ()
    shape = [(type(block).__name__, block.level if isinstance(block, Line) else -1) for block in document.blocks]
    assert shape == [
        ("Heading", -1),
        ("Group", -1),
        ("Line", 0),
        ("Line", 1),
        ("Line", 2),
        ("Line", 3),
        ("Line", 1),
        ("Paragraph", -1),
        ("Group", -1),
        ("Line", 0),
        ("Line", 1),
    ]
    assert {Heading, Group, Line, Paragraph} == {type(block) for block in document.blocks}


def test_details_stand_behind_the_headline(tmp_path: Path) -> None:
    document, _ = composed(
        tmp_path,
        "  - position: P\n    at: O\n    place: Paris\n    note: part time\n    date: 2020-04/present\n    url: https://e.org\n"
        "  - skill: Python\n    note: daily\n",
    )
    position, skill = (block for block in document.blocks if isinstance(block, Line))
    assert "".join(run.text for run in position.runs) == "P, O, Paris part time"
    assert position.date == "Apr. 2020 – now"
    assert [run.href for run in position.runs if run.text == "P"] == ["https://e.org"]
    assert "".join(run.text for run in skill.runs) == "Python: daily"


def test_every_text_is_a_fact(tmp_path: Path) -> None:
    document, _ = composed(
        tmp_path,
        "  - organization: Engines\n    place: Paris\n    date: 1843\n    items: [Built **one**]\n  - publications: J\n",
        PAPER % ("k", "Ada Byron"),
    )
    said = [fact.text.replace("\u00a0", " ") for fact in facts(document)]
    assert said[0] == "Ada Byron"
    assert "Engines, Paris" in said
    assert "1843" in said
    assert "Built one" in said
    assert "[J001]" in said
    assert said[-1].startswith("Ada Byron, “T,”")


def test_a_publication_that_is_listed_nowhere(tmp_path: Path) -> None:
    assert refused(tmp_path, "  - item: x\n", PAPER % ("k", "Ada Byron")) == [
        ("B012", "`k` is on no page: its category J is not listed")
    ]


def test_a_publication_of_no_category(tmp_path: Path) -> None:
    bib = PAPER % ("k", "Ada Byron") + "@articel{l, title = {T}, author = {Ada Byron}}"
    assert refused(tmp_path, "  - publications: J\n", bib) == [("B011", "no category takes `@articel`")]


@pytest.mark.parametrize("letter", ["Q", "j", "JJ", "C and J"])
def test_an_unknown_category(letter: str, tmp_path: Path) -> None:
    found = refused(tmp_path, f"  - publications: {letter}\n  - publications: J\n", PAPER % ("k", "Ada Byron"))
    assert found == [("D018", f"`{letter}` is no category of publications")]


def test_a_category_listed_twice(tmp_path: Path) -> None:
    found = refused(tmp_path, "  - publications: J\n  - publications: J\n", PAPER % ("k", "Ada Byron"))
    assert found == [("D019", "the publications `J` are listed twice")]


def test_a_list_of_nothing(tmp_path: Path) -> None:
    found = refused(tmp_path, "  - publications: J\n  - publications: C\n", PAPER % ("k", "Ada Byron"))
    assert found == [("D020", "no publication is in category C")]


@pytest.mark.parametrize(
    "author",
    ["Ada Byron", "Byron, Ada", "A. Byron", "Byron, A.", "ADA BYRON", "C. Babbage and Ada Byron", "X Y and others"],
)
def test_the_owner_is_found(author: str, tmp_path: Path) -> None:
    _, warnings = composed(tmp_path, "  - publications: J\n", PAPER % ("k", author))
    assert warnings == ()


@pytest.mark.parametrize(
    ("author", "message"),
    [
        ("Charles Babbage", "the own name is not among the authors of `k`"),
        ("Ada Byrom", "the own name is not among the authors of `k`"),
        ("Ada Byron and A. Byron", "more than one author of `k` may be the owner: Ada Byron, A. Byron"),
    ],
)
def test_the_owner_is_missing_or_there_twice(author: str, message: str, tmp_path: Path) -> None:
    _, warnings = composed(tmp_path, "  - publications: J\n", PAPER % ("k", author))
    assert [(item.code, item.severity, item.message) for item in warnings] == [("B010", "warning", message)]


def test_citations_become_labels(tmp_path: Path) -> None:
    document, _ = composed(tmp_path, "  - Best paper, [@k]\n  - publications: J\n", PAPER % ("k", "Ada Byron"))
    (line,) = (block for block in document.blocks if isinstance(block, Line))
    assert [(run.text, run.cite) for run in line.runs] == [("Best paper, ", ""), ("[J001]", "J001")]


def test_lists_print_the_newest_first(tmp_path: Path) -> None:
    bib = "".join(PAPER.replace("2020", str(year)) % (f"k{year}", "Ada Byron") for year in (2019, 2021, 2020))
    document, _ = composed(tmp_path, "  - publications: J\n", bib)
    (listed,) = (block for block in document.blocks if isinstance(block, ReferenceList))
    assert [reference.key for reference in listed.references] == ["k2021", "k2020", "k2019"]
    assert document.labels == ("J003", "J002", "J001")


def test_the_date_of_the_document(tmp_path: Path) -> None:
    assert composed(tmp_path, "  - x\n")[0].updated == ""
    assert composed(tmp_path, "  - x\n", today=date(2026, 11, 24))[0].updated == "2026-11-24"
    assert composed(tmp_path, "  - x\nupdated: 2026-10\n")[0].updated == "2026-10"


def test_the_texts_of_a_document_are_found_out_once() -> None:
    one, other = specimen(), specimen()
    assert facts(one) is facts(one)
    assert facts(other) is not facts(one)
    assert facts(other) == facts(one)
