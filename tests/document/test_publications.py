"""Publications in a document: categories, order, roles, duplicates and citations, from files to facts."""

from pathlib import Path

import pytest

from cvtex import checking, labels
from cvtex.diagnostics import DataError
from cvtex.document.model import Document, Group, ReferenceList, facts

HEAD = "version: 1\nname: Ada Example\nbibliography: p.bib\n"
LISTS = "sections:\n- section: Publications\n  entries:\n"


def folder(path: Path, bib: str, *, head: str = "", lists: str = "  - publications: all\n") -> Path:
    (path / "cv.yaml").write_text(HEAD + head + LISTS + lists, encoding="utf-8")
    (path / "p.bib").write_text(bib, encoding="utf-8")
    return path


def article(
    key: str, year: int, *, author: str = "Ada Example", title: str = "", more: str = "", type: str = "article"
) -> str:
    return f"@{type}{{{key},\n author = {{{author}}},\n title = {{{title or 'On ' + key}}},\n journal = {{J}},\n year = {year},\n {more}\n}}\n"


def composed(path: Path) -> Document:
    return checking.check(path, "cv")[0]


def codes(path: Path) -> list[str]:
    with pytest.raises(DataError) as error:
        checking.check(path, "cv")
    return [item.code for item in error.value.diagnostics]


def texts(path: Path) -> list[str]:
    return [fact.text for fact in facts(composed(path))]


def test_all_lists_every_category_under_its_heading(tmp_path: Path) -> None:
    bib = (
        article("a", 2020)
        + article("b", 2021, type="inproceedings", more="booktitle={P}")
        + article("s", 2022, type="software")
    )
    document = composed(folder(tmp_path, bib, head="references: {count: true}\n"))
    assert [block.title.plain for block in document.blocks if isinstance(block, Group)] == [
        "Conference papers (1)",
        "Journal articles (1)",
        "Software (1)",
    ]
    assert document.labels == ("C001", "J001", "S001")


def test_own_categories_claim_before_the_usual_ones(tmp_path: Path) -> None:
    head = "categories:\n  U: {heading: Under review, status: [submitted]}\n  C: {heading: Papers, types: [article, inproceedings]}\n"
    bib = article("a", 2020) + article("b", 2021, more="pubstate = {submitted}")
    assert composed(folder(tmp_path, bib, head=head)).labels == ("U001", "C001")


def test_an_unclaimed_entry_is_told_with_the_rules_that_would_take_it(tmp_path: Path) -> None:
    with pytest.raises(DataError) as error:
        checking.check(folder(tmp_path, article("a", 2020, type="strange")), "cv")
    assert [(item.code, item.span.line if item.span else 0) for item in error.value.diagnostics] == [("B011", 1)]
    assert "workshop (W)" in (error.value.diagnostics[0].hint or "")


def test_oldest_first_is_an_order_of_print_alone(tmp_path: Path) -> None:
    bib = article("new", 2022) + article("old", 2020)
    assert composed(folder(tmp_path, bib, head="references: {order: oldest}\n")).labels == ("J001", "J002")
    assert composed(folder(tmp_path, bib)).labels == ("J002", "J001")


def test_a_citation_prints_the_label_and_links_to_it(tmp_path: Path) -> None:
    lists = "  - award: Best paper, [@a]\n  - publications: all\n"
    assert "Best paper, [J001]" in texts(folder(tmp_path, article("a", 2020), lists=lists))


def test_a_citation_of_nothing_is_told(tmp_path: Path) -> None:
    lists = "  - award: Best paper, [@ab]\n  - publications: all\n"
    with pytest.raises(DataError) as error:
        checking.check(folder(tmp_path, article("abc", 2020), lists=lists), "cv")
    assert [(item.code, item.hint) for item in error.value.diagnostics] == [("B013", "did you mean `abc`?")]


def test_duplicates_name_both_places(tmp_path: Path) -> None:
    bib = article("a", 2020, more="doi = {10.1000/xyz}") + article(
        "b", 2021, more="doi = {https://doi.org/10.1000/XYZ}"
    )
    with pytest.raises(DataError) as error:
        checking.check(folder(tmp_path, bib), "cv")
    [finding] = error.value.diagnostics
    assert (finding.code, finding.span and finding.span.line) == ("B030", 8)
    assert "`a`, line 1" in finding.message


def test_one_title_twice_is_a_warning(tmp_path: Path) -> None:
    bib = article("a", 2020, title="The {S}ame Title!") + article("b", 2021, title="the same title")
    _, warnings = checking.check(folder(tmp_path, bib), "cv")
    assert [item.code for item in warnings] == ["B030"]


def test_a_preprint_and_its_article_can_be_one_record(tmp_path: Path) -> None:
    bib = article(
        "pre", 2020, title="One", type="unpublished", more="eprint = {2001.00001},\n eprinttype = {arxiv},"
    ) + article("art", 2021, title="One")
    document = composed(folder(tmp_path, bib, head="same: [[art, pre]]\n"))
    assert document.labels == ("J001",)
    assert codes(folder(tmp_path, bib, head="same: [[art, prep]]\n"))[0] == "B031"


def test_roles_by_annotation_and_by_name_bring_their_legend(tmp_path: Path) -> None:
    bib = article("a", 2020, author="Ada Example and Jo Student", more="author+an = {1=equal; 2=equal}")
    printed = texts(folder(tmp_path, bib, head="people: {student: [Jo Student]}\n"))
    assert any("Co-first authors." in text for text in printed)
    [legend] = [text for text in printed if "Co-first" in text]
    assert "tudent" in legend


def test_legends_can_stand_once_below_a_list(tmp_path: Path) -> None:
    mark = "author+an = {1=equal; 2=equal}"
    bib = article("a", 2020, author="Ada Example and B C", more=mark) + article(
        "b", 2021, author="Ada Example and D E", more=mark
    )
    document = composed(folder(tmp_path, bib, head="references: {legend: list}\n"))
    [block] = [block for block in document.blocks if isinstance(block, ReferenceList)]
    assert all(not reference.legend for reference in block.references)
    assert "Co-first" in "".join(run.text for run in block.legend)


def test_long_author_lists_never_lose_the_owner(tmp_path: Path) -> None:
    names = " and ".join([f"P{chr(97 + i)} Q{chr(97 + i)}" for i in range(11)] + ["Ada Example"] + ["R S"] * 3)
    [text] = [
        text
        for text in texts(
            folder(tmp_path, article("a", 2020, author=names), head="references: {authors: {max: 10, first: 2}}\n")
        )
        if "On a" in text
    ]
    assert "Ada Example (12th of 15)" in text.replace("\u00a0", " ")
    assert "Pc Qc" not in text


def test_a_list_of_others_work_need_not_name_the_owner(tmp_path: Path) -> None:
    bib = article("a", 2020, author="Bo Other")
    _, warnings = checking.check(folder(tmp_path, bib), "cv")
    assert [item.code for item in warnings] == ["B010"]
    _, warnings = checking.check(folder(tmp_path, bib, lists="  - publications: all\n    own: false\n"), "cv")
    assert warnings == ()


def test_the_owner_is_found_by_orcid_and_by_declaration(tmp_path: Path) -> None:
    head = "contact: [0000-0002-1825-0097]\n"
    annotated = article("a", 2020, author="X Y and Z W", more='author+an:orcid = {2="0000-0002-1825-0097"}')
    declared = article("b", 2021, author="A. Example and Ada Example", more="author+an = {1=highlight}")
    document = composed(folder(tmp_path, annotated + declared, head=head))
    assert checking.check(tmp_path, "cv")[1] == ()
    own = {item.key: [run.text for run in item.runs if "me" in run.styles] for item in document.references}
    assert own == {"a": ["Z\u00a0W"], "b": ["A.\u00a0Example"]}


def test_numbers_are_released_kept_and_retired(tmp_path: Path) -> None:
    data = folder(tmp_path, article("b", 2021) + article("a", 2020))
    assert labels.release(data) == ("J001", "J002")
    folder(data, article("c", 2019) + article("b", 2021) + article("a", 2020))
    assert composed(data).labels == ("J002", "J001", "J003")
    folder(data, article("b", 2021))
    assert codes(data) == ["B023"]
    labels.withdraw(data, "J001", "J002")
    assert composed(data).labels == ("J002",)
    assert [(row.label, row.state) for row in labels.show(data)] == [("J001", "→ J002"), ("J002", "released")]
