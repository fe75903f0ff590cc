"""What is typed is what is printed: TeX's special characters and commands through the real engine, to the page."""

import io
import os

import pytest
from pypdf import PdfReader

from cvtex.content.traps import quoted
from cvtex.pipeline import Request, build

TEXTS = (
    "Why?? TODO {} \\emph and Todo sobre mi madre",
    "50% off & more: #1 at $5, a_b^c ~ {x} \\ done",
    "\\input{/etc/passwd}",
    "\\write18{touch harm}",
    "\\immediate\\write18{ls} and \\openout",
    "^^5cinput{x} and ^^M",
    "\\end{document}",
    "\\begin{verbatim} \\verb|x|",
    "\\def\\a{b} \\catcode`\\%=12",
    "\\section{x} \\name{y}",
    "% a comment?",
    "{{{ unbalanced",
    "}}} unbalanced",
    "$$$ and $x and y$",
    "a & b \\\\ c",
    "~ ~~ ^ ^^ _ __",
    "<< >> ,, -- --- `` ''",
    "[brackets] in [front]",
    "]",
    "#1 #2 ##",
    "\"straight\" 'quotes'",
    "back`tick and |pipe| <angle>",
    "\\\\ at the end \\",
    "\\LaTeX \\TeX \\today \\jobname",
    "${HOME} $(id) %s {0} {{name}}",
    "fi fl ff ffi ffl",
    "!` ?`",
    "é ü ñ ß ø å ç ł ş ğ ő č – — “ ” ‘ ’ … € £ § © ® ™ ° ± × ÷ µ",
)
LITERAL = str.maketrans({character: f"\\{character}" for character in "\\*`[]$~\"'-"})


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text of the pages of a CV that holds every one of them, as bullet, title, reference and date."""
    folder = tmp_path_factory.mktemp("typed")
    bullets = "".join(f"  - {quoted(text.translate(LITERAL))}\n" for text in TEXTS)
    nasty = quoted("A & B_C \\# \\input{x} 100%")
    (folder / "cv.yaml").write_text(
        f"version: 1\nname: {nasty}\ncontact: [{{link: 'https://example.org/a_b%20c~d#e&f', text: {nasty}}}]\n"
        f"bibliography: own.bib\nme: [Ada Byron]\nsections:\n- section: {nasty}\n  entries:\n"
        f"  - organization: {nasty}\n    place: {nasty}\n    note: {nasty}\n    date: {nasty}\n  - publications: J\n{bullets}",
        encoding="utf-8",
    )
    (folder / "own.bib").write_text(
        "@article{k, title = {50\\% of \\{x\\} \\& y\\_z \\input{/etc/passwd} ^^5cx #1}, author = {Ada Byron}, journal = {A & B},"
        " year = 2020, doi = {10.1000/a_b#c%20d}}\n",
        encoding="utf-8",
    )
    report = build(Request(folder, "cv", folder, os.environ))
    assert report.passed, report.findings
    assert {outcome.code for outcome in report.outcomes if outcome.status == "passed"} >= {"T001", "T002"}
    reader = PdfReader(io.BytesIO((folder / "cv.pdf").read_bytes()))
    return "".join("".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize("text", TEXTS)
def test_the_page_shows_exactly_what_was_typed(text: str, page: str) -> None:
    assert "".join(text.split()) in page


def test_heads_and_references_too(page: str) -> None:
    assert page.count("A&B_C\\#\\input{x}100%") >= 6
    assert "50%of{x}&y_z/etc/passwd^^5cx#1" in page


def test_nothing_was_read(page: str) -> None:
    assert "root:" not in page
