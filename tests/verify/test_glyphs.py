"""What is read a page at a time is what pdfium says of each glyph."""

import os
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pypdfium2.raw as raw
import pytest

from cvtex.typeset.compile import typeset
from cvtex.verify.readers import read_evidence
from tests.samples import document, line, specimen_set
from tests.verify.pdfs import changed

FOREIGN = sorted((Path(__file__).parent / "foreign").glob("*.pdf"))


def turned(writer: pypdf.PdfWriter) -> None:
    """The page's content at an angle, so that no line of it is level."""
    writer.pages[0].add_transformation(pypdf.Transformation().rotate(3))


def pdfs() -> list[Any]:
    files = [pytest.param(path.read_bytes(), id=path.stem) for path in FOREIGN]
    slanted = pytest.param(None, id="slanted")
    return [*files, slanted]


@pytest.mark.parametrize("pdf", pdfs())
def test_each_glyph_has_the_character_box_and_baseline_that_pdfium_gives(pdf: bytes | None) -> None:
    pdf = changed(specimen_set().pdf, turned) if pdf is None else pdf
    seen = read_evidence(pdf)
    document = pypdfium2.PdfDocument(pdf)
    glyphs = 0
    for page, shown in zip(seen.pages, document, strict=True):
        if shown.get_rotation() or shown.get_cropbox()[:2] != (0, 0):
            continue
        text = shown.get_textpage()
        assert raw.FPDFText_CountChars(text.raw) == len(page.text)
        for index, (box, baseline) in enumerate(zip(page.boxes, page.baselines, strict=True)):
            assert page.text[index] == chr(raw.FPDFText_GetUnicode(text.raw, index))
            if box and baseline is not None:
                glyphs += 1
                assert box == pytest.approx(text.get_charbox(index), abs=1e-6)
                assert baseline == origin(text, index)
            else:
                assert not raw.FPDFText_GetTextObject(text.raw, index)
    assert glyphs


def test_a_character_beyond_the_first_plane_is_one() -> None:
    made = document(line("😀 ok 𐌰野 x", level=0, at=2), line("b", level=0, at=3))
    seen = read_evidence(typeset(made, environment=os.environ).pdf)
    page = seen.pages[0]
    assert "😀 ok 𐌰野 x" in page.text
    assert len(page.text) == len(page.boxes) == len(page.baselines) == len(page.styles)
    assert page.boxes[page.text.index("野")]
    assert page.boxes[page.text.index("b")]
    assert any("😀" in text for _, text in page.pieces)


def origin(text: Any, index: int) -> float:
    x, y = raw.c_double(), raw.c_double()
    raw.FPDFText_GetCharOrigin(text.raw, index, x, y)
    return float(y.value)
