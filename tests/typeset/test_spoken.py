"""How texts are to be spoken: what the tags say of their language, and that the page stays as it was."""

import io
import os
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from cvtex import pipeline
from cvtex.content.markup import Inline, Run, merge
from cvtex.content.model import Contact, Text
from cvtex.document.model import Block, Document, Heading, Line, Paragraph
from cvtex.typeset.compile import typeset
from cvtex.typeset.escape import inline
from cvtex.verify.judge import judge
from cvtex.verify.readers import read_evidence
from cvtex.verify.tags import Tag
from tests.parsing import READERS
from tests.pictures import jpeg
from tests.samples import document, line, paragraph, runs, span

ENGINES = ("pdflatex", "lualatex")
FUGUE = (
    *runs("Ada, “"),
    Run("Von der Kunst der ", language="de"),
    Run("Fuge", frozenset({"italic"}), language="de"),
    Run(" und ihrer Themen vor", language="de"),
    *runs(",” 1842."),
)
LINKED = (*runs("See "), Run("L’art", href="https://example.org/", language="fr"), *runs(", or not."))
GRANTS = (
    *runs("“"),
    Run("AF", expansion="Air Force"),
    *runs("” grants; "),
    *runs("for the ", "italic"),
    Run("AF", frozenset({"italic"}), expansion="Air Force"),
    *runs(" and "),
    Run("AF", frozenset({"bold"}), expansion="Air Force"),
    *runs(", of the "),
    Run("AF", frozenset({"bold"}), expansion="Air Force"),
    *runs(" and "),
    *runs("all ", href="https://example.org/a"),
    Run("AF", href="https://example.org/a", expansion="Air Force"),
    *runs(" offices", href="https://example.org/a"),
    *runs(", "),
    Run("AF", expansion="Air Force"),
    *runs(" and "),
    *runs("the ", "italic"),
    Run("AF", frozenset({"italic"}), expansion="Air Force"),
    *runs(", or the "),
    Run("AF", expansion="Air Force"),
    *runs(", too"),
)
OFFICE = (Run("Oslo, "), Run("NO", expansion="Norway"))
PLACED = (
    *runs("Post"),
    Run(", at ", frozenset({"place"})),
    Run("Université", frozenset({"place"}), language="fr"),
)


def spoken() -> Document:
    placed = Line(0, PLACED, span(), "1843")
    office = Contact("place", "Oslo, NO", "", span(), OFFICE)
    blocks = (
        Heading("1", Text(GRANTS[3:5], span())),
        paragraph(FUGUE),
        placed,
        line(LINKED),
        line(GRANTS, date="1850"),
    )
    return document(*blocks, name="Ada Lovelace", contact=(office,))


def unspoken(made: Document) -> Document:
    """The same document, of which nothing is said to be in another language or short for something."""

    def bare(some: Inline) -> Inline:
        return merge(replace(run, language="", expansion="") for run in some)

    def plainly(block: Block) -> Block:
        match block:
            case Line() | Paragraph():
                return replace(block, runs=bare(block.runs))
            case Heading(title=title):
                return replace(block, title=replace(title, runs=bare(title.runs)))
        raise ValueError(block)

    contact = tuple(replace(item, runs=()) for item in made.contact)
    return replace(made, blocks=tuple(map(plainly, made.blocks)), contact=contact)


def pdf_of(made: Document, engine: str) -> bytes:
    return typeset(made, engine=engine, environment=os.environ).pdf


def spans(pdf: bytes) -> list[Tag]:
    root = read_evidence(pdf).structure.tags.root
    assert root
    return [tag for tag in root.below() if tag.kind == "Span" and (tag.language or tag.expansion)]


def seen(pdf: bytes) -> list[tuple[str, tuple[tuple[float, ...], ...]]]:
    """Each page's glyphs and where they stand, to a hundredth of a point, spaces apart."""
    return [
        (
            "".join(page.text.split()),
            tuple(
                tuple(round(side, 2) for side in box)
                for sign, box in zip(page.text, page.boxes, strict=True)
                if box and not sign.isspace()
            ),
        )
        for page in read_evidence(pdf).pages
    ]


def tree_text(pdf: bytes, folder: Path) -> str:
    """The tree of tags with its texts, as poppler reads it, in one line."""
    (folder / "a.pdf").write_bytes(pdf)
    told = subprocess.run(["pdfinfo", "-struct-text", "a.pdf"], cwd=folder, capture_output=True, text=True, check=True)
    return " ".join(told.stdout.replace('"', " ").split())


@pytest.mark.parametrize("engine", ENGINES)
def test_a_text_in_another_language_is_a_span_that_says_so(engine: str, tmp_path: Path) -> None:
    pdf = pdf_of(spoken(), engine)
    assert [tag.language for tag in spans(pdf) if tag.language] == ["de", "fr", "fr"]
    flat = tree_text(pdf, tmp_path)
    assert "Ada, “ Span (inline) Von der Kunst der Fuge und ihrer Themen vor ,” 1842." in flat
    assert "See Span (inline) Link (inline) L’art Object" in flat
    assert [finding.message for finding in judge(spoken(), read_evidence(pdf)).findings] == []


@pytest.mark.parametrize("engine", ENGINES)
def test_an_abbreviation_is_a_span_with_what_it_is_short_for(engine: str, tmp_path: Path) -> None:
    pdf = pdf_of(spoken(), engine)
    assert [tag.expansion for tag in spans(pdf) if tag.expansion] == ["Norway", *["Air Force"] * 9]
    flat = tree_text(pdf, tmp_path)
    assert "“ Span (inline) AF ” grants; for the Span (inline) AF and Span (inline) AF , of the" in flat
    assert "Link (inline) all Span (inline) AF offices Object" in flat
    assert "Oslo, Span (inline) NO" in flat


def test_a_bookmark_is_the_plain_title() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(spoken(), "pdflatex")))
    assert [item.title for item in reader.outline if not isinstance(item, list)] == ["for the AF"]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_page_looks_as_if_nothing_were_said(engine: str) -> None:
    assert seen(pdf_of(spoken(), engine)) == seen(pdf_of(unspoken(spoken()), engine))


def test_the_source_says_the_language_once_for_all_styles() -> None:
    assert inline(FUGUE) == (
        r"Ada, “\cvkern{“}{V}\cvlang{de}{Von der Kunst der \emph{Fuge} und ihrer Themen vor}\cvkern{r}{,},” 1842."
    )
    assert inline(LINKED) == r"See \cvlang{fr}{\cvlink{https://example.org/}{L’art}}, or not."
    assert inline(PLACED) == r"Post\cvplace{at \cvlang{fr}{Université}}"
    assert inline((Run("a"), Run(" ", language="de"), Run("b"))) == "a b"
    titled = (Run("Das Buch", frozenset({"italic"}), language="de"), Run(", Verlag"))
    assert inline(titled) == r"\cvlang{de}{\emph{Das Buch\nocorr}}, Verlag"


def test_the_source_marks_an_abbreviation_within_its_style_and_link() -> None:
    assert inline(GRANTS) == (
        r"“\cvkern{“}{A}\cvabbr{AF}\cvkern{F}{”}” grants; \emph{for the \cvabbr{AF\/}} and \textbf{\cvabbr{AF}}, of the"
        r" \textbf{\cvabbr{AF\/}} and \cvlink{https://example.org/a}{all \cvabbr{AF} offices}, \cvabbr{AF} and \emph{the \cvabbr{AF}}, or the"
        r" \cvabbr{AF}\cvkern{F}{,}, too"
    )


def test_luatex_has_a_space_of_its_own_where_a_line_ends_with_a_language() -> None:
    words = [run for number in range(90) for run in (Run(f"Wort{number}", language="de"), Run(" "))]
    made = document(paragraph((*words, *runs("end."))))

    def glyphs(pdf: bytes) -> int:
        content = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].get_contents()
        assert content is not None
        return sum(len(shown) // 4 for shown in re.findall(rb"<([0-9A-F]+)>", content.get_data()))

    assert glyphs(pdf_of(made, "lualatex")) == glyphs(pdf_of(unspoken(made), "lualatex")) > 500


def test_texts_that_are_not_there_in_the_documents_language_are_said_in_theirs(tmp_path: Path) -> None:
    (tmp_path / "portrait.jpg").write_bytes(jpeg())
    (tmp_path / "cv.yaml").write_text(
        "version: 1\nname: {fr: Ada l'Exemple}\nphoto: {file: portrait.jpg, alt: {fr: Portrait d'Ada}}\n"
        "headline: {en: Fellow, fr: Membre}\nsections:\n- section: {fr: Emplois}\n  entries:\n  - group: {de: Vollzeit}\n"
        "  - organization: {fr: Institut}\n    at: {en: Academy}\n    url: https://example.org\n",
        encoding="utf-8",
    )
    report = pipeline.build(pipeline.Request(tmp_path, "cv", tmp_path / "build", os.environ))
    assert {finding.code for finding in report.findings} == {"D040"}
    root = read_evidence((tmp_path / "build" / "cv.pdf").read_bytes()).structure.tags.root
    assert root
    said = [(tag.kind, tag.language) for tag in root.below() if tag.language]
    assert said == [("Figure", "fr"), ("Span", "fr"), ("Span", "fr"), ("Span", "de"), ("Span", "fr")]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_reader_finds_the_words_that_it_would_find_otherwise(engine: str) -> None:
    spoken_pdf, bare = pdf_of(spoken(), engine), pdf_of(unspoken(spoken()), engine)
    for name, read in READERS.items():
        assert read(spoken_pdf).split() == read(bare).split(), name


def test_a_text_that_turns_within_its_language_is_one_span() -> None:
    title = (Run("PDF ", language="he"), Run("שלום", frozenset({"italic"}), language="he"), Run(" עולם", language="he"))
    made = document(
        paragraph((*runs("See “"), *title, *runs("” of the "), Run("AF", expansion="Air Force"), *runs(".")))
    )
    set_ = typeset(made, engine="lualatex", environment=os.environ)
    assert set_.remarks == ()
    assert [tag.language for tag in spans(set_.pdf) if tag.language] == ["he"]
    report = judge(made, read_evidence(set_.pdf), codes=["A001", "A002", "A003", "A008"])
    assert [outcome.status for outcome in report.outcomes if outcome.code.startswith("A")] == ["passed"] * 4
