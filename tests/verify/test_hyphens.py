"""Words that a line's end parts: found whole by every reader, while a hyphen that was typed stays one."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from cvtex.content.load import load
from cvtex.content.markup import Run
from cvtex.document.compose import compose
from cvtex.document.model import Document, Heading
from cvtex.document.targets.target import Margins, Target
from cvtex.typeset.compile import typeset
from cvtex.typeset.emit import emit
from cvtex.typeset.theme import load_theme
from cvtex.verify.evidence import Evidence, packed, stream_of
from cvtex.verify.hyphens import whole_words
from cvtex.verify.judge import judge
from cvtex.verify.readers import read_evidence
from tests.samples import document, line, paragraph, text

COMPOUNDS = "Rechtsschutzversicherung in Teil- und Vollzeit, E-Mail-Adresse, Bundesgesetz"
# Parted by TeX's own patterns of American English, which every format has.
NARROW = Margins(left=180, right=180)
SHORT = "Engines compute numbers and many other things besides, and they are quick, exact and never tired of it. " * 4
LONG = (
    "internationalizationalistically counterrevolutionarianistically misinterpretationalistically responsibilities " * 4
)


def german(said: str) -> Document:
    return replace(document(line(said, level=0)), language="de", patterns="ngerman")


def read(printed: str, said: str, patterns: str = "ngerman") -> tuple[str, str]:
    """What is found of a page: its characters, and with gaps."""
    stream = whole_words(replace(german(said), patterns=patterns), stream_of([printed]), [printed])
    assert len(stream.text) == len(stream.gaps) == len(stream.places)
    return stream.text, "".join(
        ("" if gap == "" else " ") + character for gap, character in zip(stream.gaps, stream.text, strict=True)
    )


@pytest.mark.parametrize("end", ["-\n", "\u00ad\n", "\ufffe", "\u0002", "-\r\n"])
def test_a_parted_word_is_whole(end: str) -> None:
    found, words = read(
        f"Ada Rechtsschutz{end}versicherung in Teil- und Vollzeit, E-Mail-Adresse, Bundesgesetz", COMPOUNDS
    )
    assert found == packed(f"Ada{COMPOUNDS}")
    assert words.strip() == f"Ada {COMPOUNDS}"


@pytest.mark.parametrize("end", ["-\n", "\ufffe"])
def test_a_hyphen_that_was_typed_stays(end: str) -> None:
    assert (
        read(f"Rechtsschutzversicherung in Teil{end}und Vollzeit", COMPOUNDS)[0]
        == "RechtsschutzversicherunginTeil-undVollzeit"
    )
    assert read(f"E-Mail{end}Adresse, Bundesgesetz", COMPOUNDS)[0] == "E-Mail-Adresse,Bundesgesetz"


def test_a_hyphen_that_nobody_typed_is_no_hyphenation_within_a_line() -> None:
    assert read("Rechtsschutz-versicherung", COMPOUNDS)[0] == "Rechtsschutz-versicherung"
    assert read("Bundes- gesetz", COMPOUNDS)[0] == "Bundes-gesetz"


def test_what_the_document_does_not_say_stays() -> None:
    assert read("Rechtsschutz-\nversagen", COMPOUNDS)[0] == "Rechtsschutz-versagen"


def test_english_parts_no_words() -> None:
    assert read("Bundes-\ngesetz", COMPOUNDS, "")[0] == "Bundes-gesetz"


def set_by_tex(made: Document) -> Evidence:
    return read_evidence(typeset(made, engine="pdflatex", environment=os.environ).pdf)


def line_ends(seen: Evidence) -> int:
    """How many lines end within a word, as pypdf reads them."""
    return sum(text.count("\u00ad\n") for text in seen.second.texts)


def test_a_page_with_parted_words_passes_every_check() -> None:
    made = replace(
        document(line("Engines", level=0), line(LONG), paragraph(LONG)), patterns="usenglish", margins=NARROW
    )
    seen = set_by_tex(made)
    assert line_ends(seen) > 1
    report = judge(made, seen)
    assert [finding for finding in report.findings if finding.severity == "error" and finding.code[0] in "TLPK"] == []
    assert next(check for check in report.outcomes if check.code == "T001").status == "passed"


def test_a_letter_lost_beside_a_hyphen_is_told() -> None:
    made = replace(document(paragraph(LONG)), patterns="usenglish", margins=NARROW)
    seen = set_by_tex(made)
    other = replace(made, blocks=(paragraph(LONG.replace("revolution", "revulotion")),))
    assert "T001" in {finding.code for finding in judge(other, seen).findings}


def test_headings_and_short_lines_are_not_parted() -> None:
    long = LONG.strip()
    made = replace(document(Heading("1", text(long)), paragraph(SHORT)), patterns="usenglish", margins=NARROW)
    assert line_ends(set_by_tex(made)) == 0


def test_a_text_in_another_language_is_not_parted() -> None:
    other = replace(document(paragraph((Run(LONG, language="la"),))), patterns="usenglish", margins=NARROW)
    seen = set_by_tex(other)
    assert line_ends(seen) == 0
    assert line_ends(set_by_tex(replace(other, blocks=(paragraph((Run(LONG),)),)))) > 1


def test_without_patterns_nothing_is_parted() -> None:
    made = replace(document(paragraph(LONG)), margins=NARROW)
    assert line_ends(set_by_tex(replace(made, patterns="klingon"))) == 0
    assert line_ends(set_by_tex(made)) == 0


@pytest.mark.parametrize(
    ("language", "asked", "option"),
    [
        ("de-AT", "auto", "hyphenation=ngerman"),
        ("de-AT", "never", ""),
        ("pt-BR", "always", "hyphenation=portuguese"),
        ("en-GB", "auto", ""),
        ("en-GB", "always", "hyphenation=ukenglish"),
        ("en-US", "always", "hyphenation=usenglish"),
    ],
)
def test_the_class_is_told_the_language(language: str, asked: str, option: str, tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text("version: 1\nname: A\nsections: [{section: S, entries: [x]}]\n", encoding="utf-8")
    made, _ = compose(load(tmp_path, language)[0], Target("cv", language=language, hyphenation=asked))
    tex = emit(made, load_theme("classic").characters).text
    assert option in tex.partition("]")[0]
    assert bool(option) == ("hyphenation" in tex)


def test_the_tags_say_a_typed_hyphen_at_a_lines_end_and_not_one_that_parts() -> None:
    texts = ["See the address https://example.org/" + "never-ending-" * count for count in range(8, 20)]
    made = document(*map(paragraph, texts))
    seen = read_evidence(typeset(made, engine="pdflatex", environment=os.environ).pdf)
    pieces = [text for page in seen.pages for _, text in page.pieces]
    assert any("r\u0002e" in text for text in pieces)
    outcomes = {outcome.code: outcome for outcome in judge(made, seen, codes=["A002"]).outcomes}
    assert outcomes["A002"].status == "passed"
    other = document(*[paragraph(text.replace("-", "X")) for text in texts])
    (finding,) = judge(other, seen, codes=["A002"]).findings
    assert "where “Xending" in finding.message
