"""Texts in several languages: which one a document takes, and what becomes of the others."""

from pathlib import Path

import pytest

from cvtex.content.load import load
from cvtex.content.model import CV
from cvtex.diagnostics import DataError, Diagnostic
from cvtex.document.compose import compose
from cvtex.document.model import facts
from cvtex.document.targets.target import Target
from cvtex.document.targets.targetfile import load_target

HEAD = "version: 1\nname: Ada Example\nsections:\n- section: S\n  entries:\n"
WHOLE = """\
version: 1
name: {en: Ada Example, zh: 艾达}
headline: {en: Researcher, de: Forscherin}
contact:
- {en: Germany, de: Deutschland}
- {place: {en: Vienna, de: Wien}}
- {link: https://example.org, text: {en: Home, de: Start}}
sections:
- section: {en: Employment, de: Berufserfahrung}
  entries:
  - group: {en: Full-time, de: Vollzeit}
  - organization: {en: Institute, de: Institut}
    at: {en: Academy, de: Akademie}
    place: {en: Cologne, de: Köln}
    note: {en: (remote), de: (ortsfern)}
    date: {en: Summer 2020, de: Sommer 2020}
    items:
    - {en: "Line: one", de: "Zeile: eins"}
    - item: {en: Second, de: Zweite}
  - text: {en: Prose., de: Fließtext.}
  - organization: {en: Hidden, de: Verborgen}
    draft: true
"""


def read(folder: Path, text: str, language: str = "en-US") -> tuple[CV, tuple[Diagnostic, ...]]:
    (folder / "cv.yaml").write_text(text, encoding="utf-8")
    return load(folder, language)


def lines(cv: CV) -> list[str]:
    return [entry.headline.plain for section in cv.sections for entry in section.entries]


def said(folder: Path, language: str) -> list[str]:
    """Every text of the document that a CV in several languages makes in one."""
    cv, _ = read(folder, WHOLE, language)
    document, _ = compose(cv, Target("cv", language=language))
    assert not [datum for datum in document.account if datum.lost]
    left = [datum for datum in document.account if datum.rule.startswith("text in")]
    assert len(left) == 16
    assert {datum.rule for datum in left} == {"text in zh", "text in de" if language == "en-US" else "text in en"}
    return [fact.text for fact in facts(document)]


def test_each_text_is_printed_in_the_language_of_the_document(tmp_path: Path) -> None:
    assert said(tmp_path, "en-US") == [
        "Ada Example", "Researcher", "Germany", "Vienna", "Home", "1 Employment", "Full-time",
        "Institute, Academy, Cologne (remote)", "Summer 2020", "Line: one", "Second", "Prose.",
    ]  # fmt: skip
    assert said(tmp_path, "de-AT") == [
        "Ada Example", "Forscherin", "Deutschland", "Wien", "Start", "1 Berufserfahrung", "Vollzeit",
        "Institut, Akademie, Köln (ortsfern)", "Sommer 2020", "Zeile: eins", "Zweite", "Fließtext.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "language", "printed"),
    [
        ("{en: A, de: B}", "de", "B"),
        ("{en: A, de: B}", "de-CH", "B"),
        ("{en: A, de: B, de-CH: C}", "de-CH", "C"),
        ("{en: A, pt-BR: B}", "pt-PT", "B"),
        ("{en-GB: A, en: B}", "en-US", "B"),
        ("{en-GB: A, en: B}", "en-GB", "A"),
    ],
)
def test_the_nearest_text_is_taken(typed: str, language: str, printed: str, tmp_path: Path) -> None:
    cv, warnings = read(tmp_path, f"{HEAD}  - item: {typed}\n", language)
    assert lines(cv) == [printed]
    assert not warnings


def test_without_a_text_in_the_language_the_first_is_printed_and_told(tmp_path: Path) -> None:
    cv, (warning,) = read(tmp_path, f"{HEAD}  - item: {{en: A, de: B}}\n", "fr")
    assert lines(cv) == ["A"]
    assert (warning.code, warning.severity) == ("D040", "warning")
    assert warning.span is not None
    assert (warning.span.line, warning.span.column) == (6, 12)
    assert warning.hint == "that in en is printed: add `fr: …`"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Model editing: sparsity", "Model editing: sparsity"),
        ("de: Nur eine Zeile", "de: Nur eine Zeile"),
        ("is: a line", "is: a line"),
        ("{en: Two, de: Zwei}", "Two"),
    ],
)
def test_one_pair_is_a_line_with_a_colon(typed: str, printed: str, tmp_path: Path) -> None:
    cv, _ = read(tmp_path, f"{HEAD}  - {typed}\n")
    assert lines(cv) == [printed]


@pytest.mark.parametrize(
    ("typed", "code", "message"),
    [
        ("item: {en: A, dee: B}", "D007", "`dee` is no language"),
        ("item: {en: A, de: }", "D002", "`item` in de is empty"),
        ("item: {en: A, de: {en: B, de: C}}", "D001", "a mapping stands where `item` in de is expected"),
        ("item: {en: A, de: '[x](http://)'}", "D010", "`http://` is not a web address"),
        ("item: {from: A, to: B}", "D001", "a mapping stands where `item` is expected"),
        ("{item: A, de: B}", "D007", "unknown key `de` in an entry of role `item`"),
    ],
)
def test_every_text_is_judged(typed: str, code: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as raised:
        read(tmp_path, f"{HEAD}  - {typed}\n")
    assert [(found.code, found.message) for found in raised.value.diagnostics] == [(code, message)]


def test_files_that_are_taken_in_have_their_languages_too(tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text("- section: {en: More, de: Mehr}\n  entries: [x]\n", encoding="utf-8")
    cv, _ = read(tmp_path, "version: 1\nname: A\nsections: [more.yaml]\n", "de")
    assert [section.title.plain for section in cv.sections] == ["Mehr"]
    assert [(datum.what, datum.text, datum.rule) for datum in cv.left_out] == [
        ("section's title", "More", "text in en")
    ]


def test_a_target_names_a_section_in_any_language(tmp_path: Path) -> None:
    sections = "- section: {en: Work, de: 'Arbeit \"hier\"'}\n  entries: [x]\n- section: {en: Other, de: Anderes}\n  entries: [y]\n"
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets" / "short.yaml").write_text("sections: [Other, Work]\n", encoding="utf-8")
    (tmp_path / "targets" / "kurz.yaml").write_text("extends: short\nlanguage: de\n", encoding="utf-8")
    (tmp_path / "targets" / "eng.yaml").write_text("sections: ['Arbeit \"hier\"']\n", encoding="utf-8")
    printed = {}
    for name in ("short", "kurz", "eng"):
        target = load_target(tmp_path, name)
        cv, _ = read(tmp_path, f"version: 1\nname: A\nsections:\n{sections}", target.language)
        printed[name] = [fact.text for fact in facts(compose(cv, target)[0]) if fact.role == "section"]
    assert printed == {"short": ["1 Other", "2 Work"], "kurz": ["1 Anderes", "2 Arbeit „hier“"], "eng": ["1 Work"]}


def test_a_text_that_is_not_there_in_the_documents_language_says_which_it_is_in(tmp_path: Path) -> None:
    text = HEAD + (
        "  - organization: {fr: Institut, de: Institut}\n    url: https://example.org\n    place: {en: Paris, fr: Paris}\n"
        "    note: {fr: à *temps* partiel}\n    items:\n    - {fr: '[@x] Chef', it: Capo}\n    - {en-GB: Colour, de: Farbe}\n"
    )
    cv, found = read(tmp_path, text)
    assert {item.code for item in found} == {"D040"}
    (entry,) = cv.sections[0].entries
    assert entry.place
    assert entry.note
    spoken = [entry.headline, entry.place, entry.note, *(item.headline for item in entry.items)]
    assert [{run.language for run in text.runs} for text in spoken] == [{"fr"}, {""}, {"fr"}, {"fr"}, {""}]


def test_what_is_marked_as_the_documents_language_is_the_documents(tmp_path: Path) -> None:
    text = (
        HEAD
        + "  - A [mot]{lang=fr}\n  - 'Work: a [word]{lang=en-GB}, [Wort]{lang=de}'\n  - Note: a [word]{lang=en} \"in\" it\n"
    )
    cv, found = read(tmp_path, text)
    assert found == ()
    runs = [entry.headline.runs for entry in cv.sections[0].entries]
    assert [[(run.text, run.language) for run in some] for some in runs] == [
        [("A ", ""), ("mot", "fr")],
        [("Work: a word, ", ""), ("Wort", "de")],
        [("Note: a word “in” it", "")],
    ]
