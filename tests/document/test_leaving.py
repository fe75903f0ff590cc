"""What a document leaves out or says otherwise: links that a rule forbids, contact that is withheld, names of files, plain text."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtex.content.contact import contact_of, read_contact
from cvtex.content.load import load
from cvtex.content.markup import Run, plain
from cvtex.content.model import Contact
from cvtex.diagnostics import Findings, Span
from cvtex.document.compose import compose
from cvtex.document.contacts import forms_of
from cvtex.document.linking import with_fair_links
from cvtex.document.model import Document, Line, ReferenceList, facts
from cvtex.document.plaintext import plain_text
from cvtex.document.targets.filename import file_names, plain_letters
from cvtex.document.targets.limits import Limits
from cvtex.document.targets.target import Target
from cvtex.languages.language import load_language
from tests.samples import document, line, runs, specimen

HERE = Span("data/cv.yaml", 3, 3)
CV = """\
version: 1
name: Ada Byron
contact:
- https://example.org/~ada
- {link: "https://example.org/lab", text: My lab}
- ada@example.org
- +1 (812) 555-0100
- Bloomington
- born: 1990-05-01
bibliography: own.bib
me: [A. Byron]
sections:
- section: Work
  entries:
  - organization: "[Engines](https://engines.example.org)"
    url: https://example.org/work
    items: ["See [@one] and [example.org/x](https://example.org/x)"]
  - publications: J
"""
BIB = "@article{one, title = {T}, author = {A. Byron}, journal = {J}, year = 2020, doi = {10.1000/182}}\n"


def made(folder: Path, target: Target) -> Document:
    (folder / "cv.yaml").write_text(CV, encoding="utf-8")
    (folder / "own.bib").write_text(BIB, encoding="utf-8")
    cv, warnings = load(folder)
    assert warnings == ()
    composed, more = compose(cv, target)
    assert more == ()
    return composed


def linked(made: Document) -> set[str]:
    """All addresses that a document links to."""
    found = {item.href for item in made.contact}
    for fact in facts(made):
        found |= {run.href for run in fact.runs}
    return found - {""}


def test_no_link_stays_where_none_is_allowed_and_the_account_says_so(tmp_path: Path) -> None:
    free = made(tmp_path, Target("cv"))
    assert len(linked(free)) == 7
    bare = made(tmp_path, Target("cv", limits=Limits(links="none")))
    assert linked(bare) == set()
    assert [fact.text for fact in facts(bare)] == [fact.text for fact in facts(free)], "the words stay"
    assert not [run for fact in facts(bare) for run in fact.runs if run.cite]
    lost = {datum.text for datum in bare.account if datum.rule == "target cv allows no such link"}
    assert {"https://engines.example.org", "https://example.org/x"} <= lost
    assert not [datum for datum in bare.account if datum.lost]
    assert len(bare.account) == len(free.account)


def test_links_under_their_own_address_stay_where_these_are_allowed(tmp_path: Path) -> None:
    shown = made(tmp_path, Target("cv", limits=Limits(links="shown")))
    addresses = {"https://example.org/~ada", "mailto:ada@example.org", "tel:+18125550100", "https://example.org/x"}
    assert linked(shown) >= addresses - {"tel:+18125550100"}
    assert not linked(shown) & {"https://example.org/lab", "https://engines.example.org"}
    assert [run.cite for fact in facts(shown) for run in fact.runs if run.cite], "jumps within the document stay"


def test_a_document_without_such_limits_is_left_alone() -> None:
    free = specimen()
    assert with_fair_links(free) is free


def test_what_is_withheld_is_known_in_its_forms(tmp_path: Path) -> None:
    bare = made(tmp_path, Target("cv", withheld=("phone", "born", "link", "place")))
    assert [item.kind for item in bare.contact] == ["email"]
    texts = [text for text, _ in bare.withheld]
    assert "+1 (812) 555-0100" in texts
    assert "https://example.org/lab" in texts
    assert "My lab" not in texts
    assert {"Bloomington", "1990-05-01", "May 1, 1990", "1 May 1990", "01.05.1990", "5/1/1990", "19900501"} <= set(
        texts
    )
    assert {span.line for text, span in bare.withheld if "1990" in text} == {9}


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("", ("+1 812 555 0100",)),
        ("Office", ("+18125550100",)),
        ("Tel. +1 812 555 0100", ("+18125550100", "Tel. +1 812 555 0100")),
    ],
)
def test_a_number_is_known_whatever_words_stand_over_it(text: str, forms: tuple[str, ...]) -> None:
    item = contact_of("phone", "+1 812 555 0100", text, HERE, Findings())
    assert tuple(form for form, _ in forms_of((item,), ("phone",), load_language("en-US"))) == forms


@pytest.mark.parametrize("kind", ["place", "born"])
def test_a_value_that_other_words_hide_is_accounted_for(kind: str, tmp_path: Path) -> None:
    typed = {"place": "12 Example Road", "born": "1990-05-01"}[kind]
    (tmp_path / "cv.yaml").write_text(
        f"version: 1\nname: A\ncontact: [{{{kind}: {typed}, text: Elsewhere}}]\nsections: []\n", encoding="utf-8"
    )
    assert [(datum.text, datum.rule) for datum in load(tmp_path)[0].left_out] == [
        (typed, f"text takes the place of {kind}")
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en-US", "Born May 1, 1990"), ("en-GB", "Born 1 May 1990"), ("de", "Geburtsdatum: 1. Mai 1990")],
)
def test_a_date_of_birth_is_printed_in_the_language(language: str, words: str, tmp_path: Path) -> None:
    composed = made(tmp_path, Target("cv", language=language))
    assert composed.contact[-1].text == words
    (datum,) = [datum for datum in composed.account if datum.text == "1990-05-01"]
    assert datum.shown


@pytest.mark.parametrize("value", ["1990-05-01", "1990", "01.05.1990"])
def test_a_date_alone_is_never_taken_for_that_of_a_birth(value: str) -> None:
    findings = Findings()
    assert read_contact(value, HERE, findings).kind != "born"


@pytest.mark.parametrize(
    ("value", "text", "printed", "code"),
    [
        ("1990-05-01", "", "1990-05-01", ""),
        ("in May of 1990", "", "in May of 1990", ""),
        ("1990-05-01", "of age", "of age", ""),
        ("1990-13-01", "", "1990-13-01", "D011"),
        ("01.05.1990", "", "01.05.1990", "D011"),
    ],
)
def test_dates_of_birth(value: str, text: str, printed: str, code: str) -> None:
    findings = Findings()
    assert contact_of("born", value, text, HERE, findings) == Contact("born", printed, "", HERE)
    assert [item.code for item in findings.items] == ([code] if code else [])


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada Lovelace", "Ada_Lovelace"),
        ("Łukasz Müller-Straße", "Lukasz_Mueller-Strasse"),
        ("Søren Ångström", "Soren_Angstroem"),
        ("Conan O'Brien, Jr.", "Conan_O_Brien_Jr"),
        ("José  Núñez", "Jose_Nunez"),
    ],
)
def test_names_in_plain_letters(name: str, letters: str) -> None:
    assert plain_letters(name) == letters


@given(st.text())
def test_no_name_breaks_out_of_its_folder(name: str) -> None:
    letters = plain_letters(name)
    assert not set("/\\.: ") & set(letters)


def test_the_names_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(CV, encoding="utf-8")
    (tmp_path / "own.bib").write_text(BIB, encoding="utf-8")
    cv, _ = load(tmp_path)
    assert file_names(Target("dfg", file="CV_PubList_{family}"), cv) == ("CV_PubList_Byron.pdf", "dfg.pdf")
    assert file_names(Target("x", file="{name}"), cv) == ("Ada_Byron.pdf", "x.pdf")
    assert file_names(Target("x"), cv) == ("x.pdf",)


@pytest.mark.parametrize(
    ("name", "me", "family"),
    [
        ("Kai Zhen", "[K. Zhen]", "Zhen"),
        ("Martin Luther King, Jr.", "[]", "Martin_Luther_King"),
        ("Ludwig van Beethoven", "[]", "van_Beethoven"),
        ("José García Márquez", '["García Márquez, José"]', "Garcia_Marquez"),
        ("Plato", "[]", "Plato"),
    ],
)
def test_the_family_name_in_the_name_of_a_file(name: str, me: str, family: str, tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(f"version: 1\nname: {name}\nme: {me}\nsections: []\n", encoding="utf-8")
    cv, _ = load(tmp_path)
    assert file_names(Target("dfg", file="CV_{family}"), cv)[0] == f"CV_{family}.pdf"


def test_plain_text_holds_every_text_in_order() -> None:
    base = specimen()
    text = plain_text(replace(base, summary=replace(base.name, runs=runs("In short."))))
    position = 0
    for fact in facts(base):
        words = fact.text.strip("[]")
        position = text.index(words, position) if fact.role != "date" else position
        assert words in text
    assert text.index("In short.") < text.index("Employment")
    assert "C002. Ada Lovelace" in text
    assert "- Speech and audio machines" in text
    assert "    - Wrote the first program" not in text
    assert "  - Wrote the first program" in text
    assert text.endswith("\n")
    assert "\t" not in text


def test_plain_text_parts_a_note_from_its_line() -> None:
    person = Line(0, (*runs("Robin Placeholder"), Run(" Ph.D.", frozenset({"note"}))), Span("cv.yaml"), "2022 – now")
    text = plain_text(replace(specimen(), blocks=(person,)))
    assert "Robin Placeholder – Ph.D. (2022 – now)" in text


def test_legends_of_lists_are_in_the_plain_text() -> None:
    base = specimen()
    blocks = [
        replace(block, legend=runs("† Students.")) if isinstance(block, ReferenceList) else block
        for block in base.blocks
    ]
    assert "† Students." in plain_text(replace(base, blocks=tuple(blocks)))
    assert plain_text(document(line("One", level=0, date="1842"))).splitlines()[-1] == "One (1842)"
    assert all(plain(block.runs) in plain_text(base) for block in base.blocks if isinstance(block, Line))
