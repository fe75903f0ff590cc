"""The project's own CV, read off its pages by a reader that cvtex does not use (poppler)."""

import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from cvtex.checking import check
from cvtex.content.markup import plain
from cvtex.document.model import Document, Group, Heading, Line
from tests.program import DATA, ROOT, Built, cvtex, environment

FACTS = [
    fact for fact in (Path(__file__).parent / "facts.txt").read_text(encoding="utf-8").splitlines() if fact.strip()
]
LABELS = [f"{letter}{n:03d}" for letter, most in (("C", 12), ("J", 2), ("P", 5), ("W", 5)) for n in range(most, 0, -1)]
FOOT = re.compile(r"\n[^\n]*Kai Zhen · Curriculum vitae\s+(\d)\s*/\s*(\d)\s*\n?\f")


def pdftotext(pdf: Path, *options: str) -> str:
    done = subprocess.run(["pdftotext", *options, str(pdf), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def body(pdf: Path) -> str:
    """The text in the order of the PDF, without the feet of its pages."""
    return FOOT.sub("\n", pdftotext(pdf, "-raw"))


def pattern(fact: str) -> re.Pattern[str]:
    """A fact as it may be broken into lines: at its spaces, and after a dash or slash."""
    words = (re.sub(r"(?:\\-|–|/)(?=.)", r"\g<0>\\s?", re.escape(word)) for word in fact.split())
    return re.compile(r"\s+".join(words))


def lost_facts(text: str) -> list[str]:
    """The facts that are not in a text, each looked for after the one before.

    Within a line of the page they may stand in any order: a date is at its right edge, after a note or before.
    """
    lost, position = [], 0
    for fact in FACTS:
        found = pattern(fact).search(text, position)
        if found:
            position = max(position, text.rfind("\n", 0, found.end()) + 1)
            text = text[: found.start()] + "\0" * len(found[0]) + text[found.end() :]
        else:
            lost.append(fact)
    return lost


def test_the_build_passes_and_has_nothing_to_say(built: Built) -> None:
    assert built.code == 0, built.err
    assert built.err == ""
    report = built.report
    assert report["passed"] is True
    assert report["findings"] == []
    assert report["pages"] == 5
    assert report["labels"] == LABELS
    checks = report["checks"]
    assert isinstance(checks, list)
    skipped = {item["code"] for item in checks if item["status"] == "skipped"}
    gates = {f"G{number:03d}" for number in range(1, 11)}
    assert skipped <= {"L003", "M012", "M013", "M014", "K005", "P014", "P019", "P020", "P021", "A007", *gates}, (
        "it cites nothing, has no such limits, no margins of its own, no photo, and leaves nothing out; nobody asks the net"
    )
    assert {item["status"] for item in checks if item["code"] not in skipped} == {"passed"}
    assert all(item["examined"] > 0 for item in checks if item["code"] not in skipped)


def test_every_fact_is_on_the_page_in_order(built: Built) -> None:
    assert len(FACTS) > 150
    assert lost_facts(body(built.pdf)) == []


def test_the_search_for_facts_finds_what_is_lost(built: Built) -> None:
    text = body(built.pdf)
    assert lost_facts(text.replace("Speech and audio LLMs", "Speech LLMs")) == ["Speech and audio LLMs"]
    assert len(lost_facts(text[len(text) // 2 :] + text[: len(text) // 2])) > 5


def test_every_page_bears_its_number(built: Built) -> None:
    assert FOOT.findall(pdftotext(built.pdf, "-raw")) == [(str(number), "5") for number in range(1, 6)]


def test_every_label_is_printed_once_in_order(built: Built) -> None:
    for option in ("-raw", "-layout"):
        text = pdftotext(built.pdf, option)
        assert re.findall(r"^\s*\[([A-Z]\d{3})\]", text, re.MULTILINE) == LABELS
        assert len(re.findall(r"\[[A-Z]+\d+\]", text)) == 24


def test_fonts_and_structure_are_sound_for_others_too(built: Built) -> None:
    listed = subprocess.run(["pdffonts", built.pdf], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert len(listed) >= 4
    assert all(re.search(r"Type 1C? .* yes yes yes ", font) for font in listed), listed
    assert subprocess.run(["qpdf", "--check", built.pdf], capture_output=True, check=False).returncode == 0


def test_equal_data_give_equal_bytes_wherever_and_whenever(built: Built, tmp_path: Path) -> None:
    home, scratch, elsewhere = (tmp_path / name for name in ("home", "scratch", "a ünusual %~$# place"))
    for folder in (home, scratch, elsewhere):
        folder.mkdir()
    shutil.copytree(DATA, elsewhere / "data")
    changes = {"HOME": str(home), "TMPDIR": str(scratch), "TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8", "LC_ALL": "C"}
    done = cvtex("build", cwd=elsewhere, env=environment(**changes))
    assert done.code == 0, done.err
    for name in ("cv.pdf", "cv.tex"):
        assert (elsewhere / "build" / name).read_bytes() == (built.folder / name).read_bytes()
    assert not list(scratch.iterdir())


def test_the_pdf_tells_nothing_of_the_clock(built: Built) -> None:
    assert b"CreationDate" not in built.pdf.read_bytes()
    info = subprocess.run(["pdfinfo", built.pdf], capture_output=True, text=True, check=True).stdout
    assert "Date" not in info
    assert re.search(r"^Title:\s+Kai Zhen – Curriculum vitae$", info, re.MULTILINE)


@pytest.fixture(scope="module")
def a4(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same CV on A4."""
    folder = tmp_path_factory.mktemp("a4")
    shutil.copytree(DATA, folder / "data")
    (folder / "data" / "targets").mkdir(exist_ok=True)
    (folder / "data" / "targets" / "paper.yaml").write_text("paper: a4\n", encoding="utf-8")
    done = cvtex("build", "-t", "paper", cwd=folder)
    assert done.code == 0, done.err
    assert done.err == ""
    return folder / "build" / "paper.pdf"


def test_the_cv_passes_on_a4_too(a4: Path) -> None:
    info = subprocess.run(["pdfinfo", a4], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in info
    assert lost_facts(body(a4)) == []


def test_without_git_or_network_or_terminal_it_is_the_same(built: Built, tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    pdflatex = shutil.which("pdflatex")
    assert pdflatex
    (tools / "pdflatex").symlink_to(pdflatex)
    bare = {name: value for name, value in environment(PATH=str(tools)).items() if name in ("PATH", "PYTHONPATH")}
    done = cvtex("build", str(DATA), "-o", str(tmp_path / "out"), cwd=tmp_path, env=bare)
    assert done.code == 0, done.err
    assert (tmp_path / "out" / "cv.pdf").read_bytes() == built.pdf.read_bytes()


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character of the PDF, and whether its font is bold."""

    character: str
    bold: bool


def glyphs(pdf: Path) -> list[Glyph]:
    found = []
    opened = pypdfium2.PdfDocument(pdf)
    for page in opened:
        text = page.get_textpage()
        for index in range(text.count_chars()):
            found.append(Glyph(chr(pdfium.FPDFText_GetUnicode(text.raw, index)), "Bold" in _font(text, index)))
        text.close()
        page.close()
    opened.close()
    return found


def _font(text: pypdfium2.PdfTextPage, index: int) -> str:
    buffer = pdfium.ctypes.create_string_buffer(200)
    flags = pdfium.ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text.raw, index, buffer, 200, flags)
    return str(buffer.value.decode())


def test_the_own_name_is_bold_once_in_every_publication_and_nobody_elses(built: Built) -> None:
    seen = glyphs(built.pdf)
    text = "".join(glyph.character for glyph in seen)
    starts = [match.start() for match in re.finditer(r"\[[A-Z]\d{3}\]", text)]
    assert len(starts) == 24
    end = text.index("Honors, Awards")
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        stretch = "".join(glyph.character if glyph.bold else "\0" for glyph in seen[start:stop])
        bold = [
            " ".join(piece.split())
            for piece in re.split("\0(?!\0*\\s)", stretch.replace("\0 \0", "\0\0"))
            if piece.strip("\0 \r\n")
        ]
        assert [piece.strip("\0 ") for piece in bold] == ["Kai Zhen"], text[start : start + 60]
        assert "".join(text[start:stop].split()).count("KaiZhen") - _feet(text[start:stop]) == 1


def _feet(text: str) -> int:
    return len(re.findall(r"Kai Zhen · Curriculum vitae", text))


def lines_of(pdf: Path) -> list[list[str]]:
    """The lines of every page from top to bottom, without the foot, by their places on it."""
    xml = re.sub(r' xmlns="[^"]*"|<!DOCTYPE[^>]*>', "", pdftotext(pdf, "-bbox-layout"))
    pages = []
    for page in ElementTree.fromstring(xml).iter("page"):
        rows: dict[int, list[tuple[float, str]]] = {}
        for word in page.iter("word"):
            # Words of one line share a baseline, however tall they are.
            rows.setdefault(round(float(word.attrib["yMax"])), []).append((float(word.attrib["xMin"]), word.text or ""))
        ordered = [" ".join(text for _, text in sorted(words)) for _, words in sorted(rows.items())]
        pages.append([row for row in ordered if "Curriculum vitae" not in row])
    return pages


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_no_heading_stands_at_the_foot_of_a_page(paper: str, built: Built, request: pytest.FixtureRequest) -> None:
    pdf = built.pdf if paper == "letter" else request.getfixturevalue("a4")
    document: Document = check(DATA, "cv")[0]
    heads = set()
    for block, following in zip(document.blocks, (*document.blocks[1:], None), strict=True):
        match block:
            case Heading(number, title):
                heads.add(f"{number} {title.plain}")
            case Group(title):
                heads.add(title.plain)
            case Line(level=0) if isinstance(following, Line) and following.level:
                heads.add(f"{plain(block.runs)} {block.date}".strip())
    assert len(heads) > 20
    pages = lines_of(pdf)
    assert len(pages) == 5
    assert sum(row in heads for rows in pages for row in rows) > 10, "the headings are not recognised"
    for rows in pages:
        assert rows[-1] not in heads


def test_the_sources_that_the_tests_read_are_the_projects_own() -> None:
    assert (ROOT / "data" / "cv.yaml").is_file()
    assert os.path.samefile(DATA, ROOT / "data")
