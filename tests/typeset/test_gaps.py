"""The gaps on a line: each a space from what stands left of it to what stands right, which paints and moves nothing."""

import io
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer

from cvtex.content.model import Contact
from cvtex.document.model import Document, Group, Heading, Reference, ReferenceList
from cvtex.typeset.compile import Typeset, typeset
from cvtex.typeset.theme import tex_inputs
from cvtex.verify.placement import placements
from tests import samples
from tests.samples import document, line, run_tex, runs, span, text

ENGINES = ("pdflatex", "lualatex")
THEMES = ("classic", "dense", "modern")
LONG = "A position whose title is so long that it goes on and on to the end of the line and into the next one"
YEARS = "2001, 2003, 2005, 2007, 2009, 2011, 2013, 2015, 2017, 2019, 2021, 2023"


def sample(theme: str) -> Document:
    """One of everything that has a gap; the title begins with words that are some of TeX's."""
    made = document(
        Heading("1", text("Plus 3pt")),
        Group(text("Full time")),
        line("The Society of Examples", level=0, date="2019–2021"),
        line(LONG, date="May 2020"),
        line("Second level", level=2),
        line("Third level", level=3, date=YEARS),
        line("Last"),
        ReferenceList("C", (Reference("C001", "one", runs("A. Byron, “Engine,” 1842."), span()),)),
        name="Ada Byron",
        contact=(Contact("place", "Ghent", "", span()), Contact("place", "Belgium", "", span())),
    )
    return replace(made, theme=theme)


@cache
def done(theme: str, engine: str = "pdflatex") -> Typeset:
    return typeset(sample(theme), engine=engine, environment=os.environ)


def glyphs(pdf: bytes) -> list[LTChar]:
    """All glyphs in the order of the file."""

    def within(item: object) -> Iterator[LTChar]:
        if isinstance(item, LTChar):
            yield item
        elif isinstance(item, LTContainer):
            for part in item:
                yield from within(part)

    return [glyph for page in extract_pages(io.BytesIO(pdf), laparams=None) for glyph in within(page)]


def poppler(pdf: bytes, *options: str) -> str:
    return subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("theme", THEMES)
def test_a_gap_goes_from_what_stands_left_to_what_stands_right(theme: str, engine: str) -> None:
    found = glyphs(done(theme, engine).pdf)
    gaps = [index for index, glyph in enumerate(found) if glyph.fontname.endswith("CvtexGap")]
    assert len(gaps) == 2 + 1 + 3 + 2 * 4 + 1 + 1, "contact, section, dates, items, label, foot"
    between = 0
    for at in gaps:
        gap, after = found[at : at + 2]
        before = next(glyph for glyph in reversed(found[:at]) if not glyph.get_text().isspace())
        assert set(gap.get_text()) == {" "}
        assert gap.x1 == pytest.approx(after.x0, abs=0.5)
        if abs(before.matrix[5] - gap.matrix[5]) < 2:
            assert gap.x0 == pytest.approx(before.x1, abs=0.5)
            between += 1
    assert between == len(gaps) - 4, "those that indent an item have nothing left of them"


@pytest.mark.parametrize("theme", THEMES)
def test_gaps_paint_nothing(theme: str, tmp_path: Path) -> None:
    assert run_tex(done(theme).tex, tmp_path, tex_inputs(theme)).status == 0
    pictures = [
        [bytes(page.render(scale=1).buffer) for page in pdfium.PdfDocument(pdf)]
        for pdf in ((tmp_path / "document.pdf").read_bytes(), done(theme).pdf)
    ]
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("theme", THEMES)
def test_a_date_stands_on_the_last_line_of_its_text_and_a_long_one_goes_on_below(theme: str) -> None:
    placed = placements(sample(theme), samples.seen(done(theme).pdf))
    dated = [(item, date) for item, date in pairwise(placed) if date.fact.role == "date"]
    assert [len(item.lines) for item, _ in dated] == [1, 2, 1]
    assert [len(date.lines) for _, date in dated] == [1, 1, 2]
    for item, date in dated:
        assert date.lines[0].baseline == pytest.approx(item.lines[-1].baseline, abs=0.01)
    last = next(item for item in placed if item.fact.text == "Last")
    below, above = last.lines[0].baseline, dated[-1][1].lines[-1].baseline
    assert abs(above - below) > last.style.size


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("theme", THEMES)
def test_poppler_shows_the_lines_and_how_deep_an_item_stands(theme: str, engine: str) -> None:
    shown = [row for row in poppler(done(theme, engine).pdf).splitlines() if row.strip()]
    assert "Ghent  ·  Belgium" in shown
    assert "1  Plus 3pt" in shown
    assert "The Society of Examples  2019–2021" in shown
    assert "    –  Second level" in shown
    assert "  •  Last" in shown
    assert "[C001]  A. Byron, “Engine,” 1842." in shown
    assert any(re.fullmatch(r"      ·  Third level +2001, .*", row) for row in shown)
    assert [row.endswith("May 2020") for row in shown if row.split()[0] not in {"•", "–", "·"}].count(True) == 1


@pytest.mark.parametrize("theme", THEMES)
def test_no_word_of_poppler_s_is_one_with_a_gap(theme: str) -> None:
    words = re.findall(r">([^<]*)</word>", poppler(done(theme).pdf, "-bbox"))
    assert "2019–2021" in words
    assert not [word for word in words if word != word.strip() and re.search(r"\w", word)]


def test_the_plain_theme_has_one_in_its_foot_alone() -> None:
    gaps = [glyph for glyph in glyphs(done("plain").pdf) if glyph.fontname.endswith("CvtexGap")]
    assert len(gaps) == 1
    assert gaps[0].y0 < 72
