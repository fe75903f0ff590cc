"""The HTML report in a browser: the boxes lie where the glyphs are, the links land, all of it can be read."""

import functools
import shlex
from pathlib import Path
from typing import cast

import pytest

from cvtex.cli import run
from cvtex.diagnostics import Diagnostic
from cvtex.reports.html import as_html
from cvtex.verify.evidence import Evidence
from cvtex.verify.readers import read_evidence
from tests.browser import NAMES, dom, measure
from tests.program import ROOT
from tests.reports.results import PLACED, hostile, result
from tests.samples import specimen_set, tex_set

Measured = dict[str, object]

BOXES = """[...document.querySelectorAll('.box')].map(box => {
    const at = box.getBoundingClientRect(), img = box.parentElement.querySelector('img');
    const sheet = img.getBoundingClientRect(), entry = document.querySelector(box.getAttribute('href'));
    const number = box.querySelector('.number').getBoundingClientRect();
    return {
        left: (at.left - sheet.left) / sheet.width, right: (at.right - sheet.left) / sheet.width,
        top: (at.top - sheet.top) / sheet.height, bottom: (at.bottom - sheet.top) / sheet.height,
        page: Number(img.alt.split(' ')[1]), pixels: [img.naturalWidth, img.naturalHeight], shown: sheet.width,
        words: entry.innerText, tab: box.tabIndex, number: box.innerText, border: getComputedStyle(box).borderTopStyle,
        back: entry.querySelector('a[href^="#box"]').getAttribute('href') === '#' + box.id, high: number.height,
    };
})"""
# The least contrast of any text with what lies behind it (WCAG 2.2, relative luminance).
CONTRASTS = """(() => {
    const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const rgba = colour => {
        canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = colour => rgba(colour).slice(0, 3).map(v => v / 255)
        .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = element => {
        for (let e = element; e; e = e.parentElement) {
            const colour = getComputedStyle(e).backgroundColor;
            if (rgba(colour)[3] === 255) return colour;
        }
        return 'white';
    };
    return [...document.querySelectorAll('body *')]
        .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
        .map(e => {
            const pair = [light(getComputedStyle(e).color), light(behind(e))].sort((a, b) => b - a);
            return [(pair[0] + 0.05) / (pair[1] + 0.05), e.className || e.tagName];
        });
})()"""


@functools.cache
def broken() -> bytes:
    """The specimen with three slips on page 1 and one on page 2."""
    source = specimen_set().tex
    for old, new in (
        ("Speech and audio", r"Speech \{\} and TODO audio"),
        ("for the engine.", "for the lorem ipsum engine."),
        ("“First engine,”", "“?? engine,”"),
    ):
        assert source.count(old) == 1
        source = source.replace(old, new)
    return tex_set(source)


def under(seen: Evidence, box: Measured) -> str:
    """The characters whose middle lies in a box of the page as the browser shows it."""
    page = seen.pages[int(cast(int, box["page"])) - 1]
    left, right = (cast(float, box[side]) * page.width for side in ("left", "right"))
    top, bottom = (page.height * (1 - cast(float, box[side])) for side in ("top", "bottom"))
    return "".join(
        character
        for character, glyph in zip(page.text, page.boxes, strict=True)
        if glyph and left < (glyph[0] + glyph[2]) / 2 < right and bottom < (glyph[1] + glyph[3]) / 2 < top
    ).replace(" ", "")


@pytest.fixture
def report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The page that `cvtex verify --format html` prints of the broken specimen."""
    (tmp_path / "cv.pdf").write_bytes(broken())
    assert run(["verify", str(tmp_path / "cv.pdf"), "--format", "html"]) == 1
    page = tmp_path / "cv.html"
    page.write_text(capsys.readouterr().out, encoding="utf-8")
    return page


@pytest.mark.parametrize("width", [1400, 500])
def test_each_box_lies_around_the_glyphs_it_is_about(report: Path, width: int) -> None:
    boxes = cast(list[Measured], measure(report, BOXES, width=width))
    seen = read_evidence(broken())
    assert [(under(seen, box), box["page"]) for box in boxes] == [("{}", 1), ("TODO", 1), ("loremipsum", 1), ("??", 2)]
    for number, box in enumerate(boxes, 1):
        assert under(seen, box) in str(box["words"]).replace(" ", "")
        assert box["number"] == str(number)
        assert box["back"]
        assert box["tab"] == 0
        assert box["border"] == "solid"
        assert cast(float, box["high"]) > 12
        assert box["pixels"] == [850, 1100]


def test_a_link_to_a_box_lands_where_its_number_is_seen(report: Path) -> None:
    expression = "[...document.querySelectorAll(':target, :target .number')].map(e => e.getBoundingClientRect())"
    expression += ".map(at => at.top >= 0 && at.bottom <= innerHeight)"
    assert measure(report, expression, fragment="#box-4") == [True, True]
    assert measure(report, expression, fragment="#finding-4") == [True, True]


def test_every_text_stands_out_from_what_is_behind_it(report: Path, tmp_path: Path) -> None:
    (tmp_path / "other.pdf").write_bytes(specimen_set().pdf)
    doubted = Diagnostic("K001", "is this meant?", None, "or that?", "warning", 1, (100.0, 100.0, 200.0, 110.0))
    other = tmp_path / "other.html"
    other.write_text(as_html([result(PLACED, doubted, pdf=str(tmp_path / "other.pdf"))]), encoding="utf-8")
    for page in (report, other):
        contrasts = cast(list[tuple[float, str]], measure(page, CONTRASTS))
        assert len(contrasts) > 40
        assert min(contrasts)[0] >= 4.5, min(contrasts)
    # In black and white, an error's box is a line, a warning's is dashes.
    assert [box["border"] for box in cast(list[Measured], measure(other, BOXES))] == ["dashed", "solid"]


def test_the_page_has_a_language_a_title_and_headings_in_order(report: Path) -> None:
    expression = "[document.documentElement.lang, document.compatMode, document.title.endsWith(' is refused'),"
    expression += (
        "[...document.querySelectorAll('h1,h2,h3')].map(h => h.tagName + ' ' + h.textContent.split(' ').at(-1)),"
    )
    expression += "[...document.images].every(i => i.complete && i.naturalWidth && i.alt)]"
    headings = ["H1 refused", "H2 Findings", "H2 Pages", "H2 Checks"]
    assert measure(report, expression) == ["en", "CSS1Compat", True, headings, True]


def test_a_narrow_window_needs_no_scrolling_sideways(report: Path) -> None:
    assert measure(report, "document.scrollingElement.scrollWidth <= innerWidth", width=500) is True


def test_nothing_is_fetched(report: Path) -> None:
    expression = "performance.getEntriesByType('resource').map(e => e.name.slice(0, 5))"
    assert set(cast(list[str], measure(report, expression))) <= {"data:"}
    assert "<script" not in dom(report)


def test_hostile_words_do_nothing(tmp_path: Path) -> None:
    page = tmp_path / "hostile.html"
    page.write_text(as_html([hostile()]), encoding="utf-8")
    seen = measure(page, "[document.scripts.length, document.images.length, document.querySelectorAll('li').length]")
    assert seen == [1, 0, 2]  # the script is the measuring one


def test_the_set_up_looks_for_the_same_browsers() -> None:
    loop = (ROOT / "run").read_text(encoding="utf-8").partition("have_browser() {")[2].partition("for name in ")[2]
    assert tuple(shlex.split(loop.partition("; do")[0].replace("\\\n", " "))) == NAMES
