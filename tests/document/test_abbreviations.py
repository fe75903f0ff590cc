"""Abbreviations: where they are found and where not, what becomes of each, and what is told."""

from pathlib import Path

import pytest

from cvtex.content.load import load
from cvtex.content.markup import parse_markup, plain
from cvtex.diagnostics import DataError, Diagnostic, Span
from cvtex.document.abbreviations import Abbreviations
from cvtex.document.compose import compose
from cvtex.document.model import Document, facts
from cvtex.document.targets.target import SectionChoice, Target, Word

KNOWN = Abbreviations({"NSF": "National Science Foundation", "Ph.D.": "Doctor", "MS": "Master", "R&D": "Research"})
CV = """\
version: 1
name: Ada MS Byron
headline: Fellow of the NSF
contact: ['Boston, MA', ada@NSF.example.org]
abbreviations:
  NSF: National Science Foundation
  MS: Master of Science
  MA: {en: Massachusetts, de: Bundesstaat Massachusetts}
bibliography: own.bib
sections:
- section: NSF Grants
  entries:
  - grant: Engines
    at: NSF
    note: with *NSF* money
    date: NSF year 1843
- section: Degrees
  entries:
  - MS in Engines
- section: Publications
  entries:
  - publications: all
"""
BIB = """\
@article{a, author = {Ada Byron and Babbage, MS}, title = {The {NSF} Way}, journal = {NSF Letters}, year = 1843}
@article{b, author = {Ada Byron}, title = {Die NSF}, journal = {Letters}, year = 1842, langid = {german}}
"""


def composed(
    folder: Path, text: str = CV, target: Target | None = None, language: str = "en-US"
) -> tuple[Document, tuple[Diagnostic, ...]]:
    (folder / "cv.yaml").write_text(text, encoding="utf-8")
    (folder / "own.bib").write_text(BIB, encoding="utf-8")
    cv, _ = load(folder, language)
    made, found = compose(cv, target or Target("cv", language=language))
    return made, tuple(item for item in found if item.code == "D043")


def expanded(made: Document) -> list[tuple[str, str, str]]:
    return [(fact.role, run.text, run.expansion) for fact in facts(made) for run in fact.runs if run.expansion]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("NSF", ["NSF"]),
        ("of the NSF, NSF-funded (NSF) NSF’s", ["NSF"] * 4),
        ("NSFs, ANSF, NSF2, nsf", []),
        ("a Ph.D. in R&D", ["Ph.D.", "R&D"]),
        ("a Ph.D", []),
        ("see https://example.org/NSF/MS and doi 10.1000/NSF or NSF@example.org, NSF", ["NSF"]),
        ("*the NSF* and `NSF`", ["NSF", "NSF"]),
        ("[the NSF](https://example.org/NSF)", ["NSF"]),
        ("N*S*F", []),
        ("", []),
    ],
)
def test_a_word_is_found_as_a_word_of_its_own(typed: str, found: list[str]) -> None:
    runs = parse_markup(typed)
    parts = KNOWN.expanded(runs)
    assert [run.text for run in parts if run.expansion] == found
    assert plain(parts) == plain(runs)
    assert all(part.text for part in parts)


def test_it_is_found_in_every_text_but_names_dates_addresses_and_other_languages(tmp_path: Path) -> None:
    made, warnings = composed(tmp_path)
    nsf = "National Science Foundation"
    assert expanded(made) == [
        ("headline", "NSF", nsf),
        ("contact", "MA", "Massachusetts"),
        ("section", "NSF", nsf),
        ("entry", "NSF", nsf),
        ("entry", "NSF", nsf),
        ("item", "MS", "Master of Science"),
        ("reference", "NSF", nsf),
        ("reference", "NSF", nsf),
    ]
    assert warnings == ()


def test_each_is_accounted_for(tmp_path: Path) -> None:
    made, _ = composed(tmp_path)
    told = [(item.of, item.text, item.shown) for item in made.account if item.what == "abbreviation"]
    assert told[0] == ("NSF", "National Science Foundation", True)
    assert not any(item.lost for item in made.account)
    german, _ = composed(tmp_path, language="de")
    texts = {item.text: item.rule for item in german.account}
    assert texts["Massachusetts"] == "text in en"
    assert texts["Bundesstaat Massachusetts"] == ""


def test_one_that_a_target_has_no_text_for_is_left_out_by_a_rule_and_not_told(tmp_path: Path) -> None:
    target = Target("short", sections=(SectionChoice(Word("NSF Grants", Span(""))),))
    made, warnings = composed(tmp_path, target=target)
    rules = {item.of: item.rule for item in made.account if item.what == "abbreviation"}
    assert rules["MS"] == "the abbreviation stands in no text of the document"
    assert rules["NSF"] == ""
    assert warnings == ()


def test_one_that_stands_nowhere_is_told_at_its_line(tmp_path: Path) -> None:
    made, (warning,) = composed(tmp_path, CV.replace("- MS in Engines", "- M.S. in Engines"))
    assert warning.span
    assert (warning.severity, warning.span.line, warning.span.column) == ("warning", 7, 3)
    assert warning.message == "the abbreviation `MS` stands nowhere"
    assert not any(item.lost for item in made.account)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("[NSF]", "D001"), ("NSF", "D001"), ("{NSF: }", "D002"), ("{NSF: [a]}", "D001")],
)
def test_what_is_no_explanation_is_refused(typed: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        composed(tmp_path, f"version: 1\nname: A\nabbreviations: {typed}\nsections: [{{section: S, entries: [x]}}]\n")
    assert [item.code for item in caught.value.diagnostics] == [code]
