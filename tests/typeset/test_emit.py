"""The emitted source: the same each time, usable by hand, and traced to the author's lines."""

import os
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from cvtex.checking import check
from cvtex.content.model import Contact, Text
from cvtex.diagnostics import MissingError
from cvtex.document.model import Block, Document, Group, Heading, Reference, ReferenceList
from cvtex.typeset.emit import emit
from cvtex.typeset.finish import finish
from cvtex.typeset.source import Source
from cvtex.typeset.theme import latex_folder, load_theme
from tests.program import DATA, Built
from tests.samples import document, line, paragraph, runs, span, specimen, text

CHARACTERS = load_theme("classic").characters


def source_of(*blocks: Block) -> Source:
    return emit(document(*blocks), CHARACTERS)


def cv() -> Document:
    return check(DATA, "cv")[0]


def test_the_same_document_gives_the_same_source(built: Built) -> None:
    sources = {emit(cv(), load_theme("classic").characters).text for _ in range(3)}
    assert sources == {built.tex}


def test_the_source_compiles_by_hand(built: Built, tmp_path: Path) -> None:
    path = tmp_path / "cv.tex"
    path.write_text(built.tex, encoding="utf-8")
    epoch = {"SOURCE_DATE_EPOCH": "0", "FORCE_SOURCE_DATE": "1"}
    environment = {**os.environ, "TEXINPUTS": f"{latex_folder()}//:", **epoch}
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", path.name],
        cwd=tmp_path, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]
    assert finish((tmp_path / "cv.pdf").read_bytes(), cv()) == built.pdf.read_bytes()


def test_a_line_of_the_source_leads_to_its_line_of_the_data() -> None:
    """Every text of the data that stands alone in a line of the .tex is traced to the line it was typed in."""
    source = emit(cv(), CHARACTERS)
    data = (DATA / "cv.yaml").read_text(encoding="utf-8").split("\n")
    checked = 0
    for number, written in enumerate(source.text.split("\n"), 1):
        argument = written.strip().removesuffix("}").rpartition("{")[2]
        typed = [count for count, content in enumerate(data, 1) if content.strip() == f"- {argument}"]
        if written.strip().startswith("\\cvitem{") and len(typed) == 1:
            found = source.origin(number)
            assert found is not None
            assert found.line == typed[0], written
            checked += 1
    assert checked > 20


def test_every_block_has_its_own_lines_in_order() -> None:
    source = emit(cv(), CHARACTERS)
    ends = [(origin.first, origin.last) for origin in source.origins]
    assert len(ends) > 100
    assert all(first <= last for first, last in ends)
    assert all(before[1] < after[0] for before, after in pairwise(ends))


def test_publications_are_traced_to_the_bibliography() -> None:
    source = emit(cv(), CHARACTERS)
    entries = {reference.label: reference.span for reference in cv().references}
    assert len(entries) == 24
    for number, written in enumerate(source.text.split("\n"), 1):
        for label, place in entries.items():
            if f"\\cvpublication{{{label}}}" in written:
                assert source.origin(number) == place
                assert source.origin(number + 1) == place, "the second line of the same entry"


def test_equal_texts_are_traced_to_their_own_lines() -> None:
    source = source_of(line("same", at=5), line("same", at=9), paragraph("same", at=12), line("same", at=15))
    places = [source.origin(n) for n, written in enumerate(source.text.split("\n"), 1) if "same" in written]
    assert [place and place.line for place in places] == [5, 9, 12, 15]


def test_before_the_first_block_there_is_no_origin() -> None:
    assert source_of(line("x")).origin(1) is None


@pytest.mark.parametrize(
    "words",
    ["", " ", "word " * 60, "x" * 250, "a\tb\nc", "- " * 80, "{" * 120, "\\" * 60],
    ids=["empty", "space", "long", "one word", "controls", "dashes", "braces", "backslashes"],
)
def test_any_length_of_text_is_found_again(words: str) -> None:
    source = source_of(line(words, at=7), paragraph(words, at=8), line("end", level=3, at=9))
    assert [origin.span.line for origin in source.origins] == [1, 7, 8, 9]
    lines = source.text.split("\n")
    assert "\\cvitem{end}" in lines[source.origins[-1].first - 1]


def test_lists_open_and_close_as_levels_ask() -> None:
    blocks = [line("a", level=0), line("b", level=1), line("c", level=3), line("d", level=2), line("e", level=0)]
    tex = source_of(*blocks).text
    body = [row for row in tex.split("\n") if "cvitem" in row or "cventry" in row]
    assert body == [
        "\\cventry{a}",
        "\\begin{cvitems}",
        "  \\cvitem{b}",
        "  \\begin{cvitems}",
        "    \\begin{cvitems}",
        "      \\cvitem{c}",
        "    \\end{cvitems}",
        "    \\cvitem{d}",
        "  \\end{cvitems}",
        "\\end{cvitems}",
        "\\cventry{e}",
    ]


def test_every_field_is_escaped() -> None:
    """A command typed anywhere is text everywhere."""
    bad = r"\bad{}%&$#_^~"
    hostile = Text(runs(bad), span())
    reference = Reference(bad, "key", runs(bad), span(), runs(bad))
    blocks = (
        Heading(bad, hostile),
        Group(hostile),
        line(bad, date=bad),
        paragraph((*runs(bad, "note"), *runs(bad, cite=bad), *runs(bad, href=f"https://example.org/{bad}"))),
        ReferenceList("C", (reference,)),
    )
    made = replace(
        document(*blocks, name=bad, title=bad, contact=(Contact("link", bad, f"https://example.org/{bad}", span()),)),
        headline=hostile,
        language=bad,
        updated=bad,
    )
    tex = emit(made, CHARACTERS).text
    assert tex.count(r"\textbackslash{}bad") > 12
    assert "\\bad" not in tex


def test_a_character_that_no_font_has_is_told_at_its_line_with_all_others() -> None:
    blocks: list[Block] = [line("good", at=3), line("one 日 two 本", at=4), paragraph("three 語", at=5)]
    with pytest.raises(MissingError) as caught:
        source_of(*blocks)
    told = [(item.code, item.span and item.span.line, item.message) for item in caught.value.diagnostics]
    assert [place[:2] for place in told] == [("X005", 4), ("X005", 4), ("X005", 5)]
    assert "U+65E5" in told[0][2]
    assert caught.value.exit_code == 5


def test_the_source_is_pleasant_to_read() -> None:
    source = emit(specimen(), CHARACTERS).text
    assert "\t" not in source
    assert source.endswith("\\end{document}\n")
    assert max(map(len, emit(cv(), CHARACTERS).text.split("\n"))) <= 104
    assert text("x").plain == "x"
