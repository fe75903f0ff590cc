"""The finished PDF: its tree of tags by poppler, its spaces, its claim, its colours, and the same bytes each time."""

import io
import os
import re
import shutil
import struct
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from cvtex.checking import check
from cvtex.content.markup import Run
from cvtex.document.model import Document, Group, Heading, Reference, ReferenceList, facts
from cvtex.typeset.colours import icc
from cvtex.typeset.finish import UnexpectedError, UnknownFormError, finish
from cvtex.typeset.packet import CLAIM, unclaimed
from cvtex.verify.judge import judge
from cvtex.verify.readers import read_evidence
from tests.e2e.cvs import DIFFICULT, write
from tests.program import DATA, Built, cvtex
from tests.samples import document, line, paragraph, runs, set_, span, specimen, specimen_set, text

_BLOCK = re.compile(r'^ *"(.*)"$', re.MULTILINE)
ITEMS = 20
_LINE = re.compile(r"^( *)(?:(\w+) \((?:block|inline)\)|\"(.*)\"|Object)", re.MULTILINE)


def tree(pdf: bytes, folder: Path) -> str:
    """The tree of tags with its texts, as poppler reads it."""
    path = folder / "tree.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


def words(told: str) -> list[str]:
    """All words of a tree in their order, without the marks of bullets."""
    kinds = told.split("\n")
    found = []
    for index, row in enumerate(kinds):
        if match := _BLOCK.match(row):
            label = kinds[index - 1].strip().startswith("Lbl") and "[" not in row
            found += [] if label else [match[1]]
    return " ".join(found).split()


def said(made: Document) -> list[str]:
    return " ".join(fact.text for fact in facts(made)).replace("\u2011", "-").split()


def crossing() -> Document:
    """A paragraph and items that go on over several pages, with links and dates in them."""
    linked = (
        *runs("See "),
        Run("a page with a long name", href="https://example.org/a"),
        *runs(" of " + "words " * 300),
    )
    long = " that takes a line and another one, so that a page may end within it" * 6
    items = [line(f"Item {number} of many{long}", date="1843") for number in range(ITEMS)]
    return document(line("Works", level=0, date="1842"), *items, paragraph(linked), Heading("1", text("End")))


def test_poppler_reads_every_word_of_the_cv_from_the_tags_in_order(built: Built, tmp_path: Path) -> None:
    told = tree(built.pdf.read_bytes(), tmp_path)
    made = check(DATA, "cv")[0]
    assert words(told) == said(made)
    assert len(re.findall(r'Lbl \(block\)\n *"\[', told)) == len(made.labels) == 24
    assert told.count("H1 (block)") == 1
    assert told.count("H2 (block)") == sum(isinstance(block, Heading) for block in made.blocks)
    assert told.count("H3 (block)") == sum(isinstance(block, Group) for block in made.blocks)
    assert len(re.findall(r"Note <[^>]*> \(inline\)", told)) == sum(fact.role == "legend" for fact in facts(made))


@pytest.mark.parametrize("theme", ["dense", "modern", "plain"])
def test_every_theme_says_the_same(theme: str, tmp_path: Path) -> None:
    made = check(write(DIFFICULT, tmp_path / "data"), "cv", theme=theme)[0]
    assert words(tree(set_(made).pdf, tmp_path)) == said(made)


def test_what_crosses_pages_is_one_element(tmp_path: Path) -> None:
    made = crossing()
    pdf = set_(made).pdf
    assert len(read_evidence(pdf).pages) > 2
    told = tree(pdf, tmp_path)
    assert words(told) == said(made)
    assert told.count("LI (block)") == ITEMS
    assert [outcome.code for outcome in judge(made, read_evidence(pdf)).outcomes if outcome.status == "failed"] == []


def test_lists_are_nested_as_the_levels_are(tmp_path: Path) -> None:
    made = document(
        line("a", level=0), line("b"), line("c", level=2), line("d", level=3), line("e"), line("f", level=0)
    )
    rows = [
        (len(match[1]), match[2] or match[3])
        for match in _LINE.finditer(tree(set_(made).pdf, tmp_path))
        if (match[2] or match[3]) and match[3] not in ("•", "–", "·")
    ]
    depth = {name: indent for indent, name in rows if name in "abcdef"}
    assert depth["a"] == depth["f"] < depth["b"] == depth["e"] < depth["c"] < depth["d"]


def test_a_legend_is_a_note_and_a_link_says_where_it_leads(tmp_path: Path) -> None:
    paper = Reference("C001", "one", runs("A paper.*"), span(), runs("* With notes."))
    other = Reference("C002", "two", runs("Another."), span())
    made = document(ReferenceList("C", (paper, other), runs("† Of all.")), line("x", level=0))
    told = tree(set_(made).pdf, tmp_path)
    assert len(re.findall(r"Note <[^>]*> \(inline\)", told)) == 2
    links = read_evidence(specimen_set().pdf).structure.tags.links
    assert [link.told for link in links if link.told.startswith("[")]
    assert {link.kind for link in links} == {"Link"}
    assert "https://example.org/~ada" in {link.told for link in links}


def test_the_same_document_gives_the_same_bytes() -> None:
    assert set_(specimen()).pdf == specimen_set().pdf


def test_pages_of_another_document_are_refused() -> None:
    made = document(line("Speech", level=0))
    pdf = set_(made).pdf
    with pytest.raises(UnknownFormError):
        finish(pdf, made)  # it is finished already
    with pytest.raises(UnknownFormError):
        finish(b"%PDF-1.7\n", made)


def test_a_document_that_the_pages_do_not_have_is_told(built: Built, tmp_path: Path) -> None:
    (tmp_path / "cv.tex").write_text(built.tex, encoding="utf-8")
    environment = {**os.environ, "TEXINPUTS": f"{Path('latex').absolute()}//:"}
    command = ["pdflatex", "-interaction=batchmode", "-halt-on-error", "cv.tex"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    raw = (tmp_path / "cv.pdf").read_bytes()
    made = check(DATA, "cv")[0]
    assert finish(raw, made)
    shorter = replace(made, blocks=made.blocks[:-1])
    with pytest.raises(UnexpectedError, match="stands where the document has nothing"):
        finish(raw, shorter)
    with pytest.raises(UnexpectedError, match="where the document has “Nobody"):
        finish(raw, replace(made, name=text("Nobody")))
    with pytest.raises(UnexpectedError, match="end before the document"):
        finish(raw, replace(made, blocks=(*made.blocks, paragraph("More."))))


def test_the_claim_can_be_taken_back_and_nothing_else_moves() -> None:
    pdf = specimen_set().pdf
    assert CLAIM.encode() in pdf
    taken = unclaimed(pdf)
    assert len(taken) == len(pdf)
    xmp = read_evidence(taken).structure.xmp
    assert xmp is not None
    assert (xmp.archive, xmp.accessible, xmp.fault) == ("", "", "")
    assert xmp.title == read_evidence(pdf).info("/Title")


def test_a_pdf_that_fails_claims_nothing(folder: Path) -> None:
    targets = folder / "data" / "targets"
    targets.mkdir(exist_ok=True)
    (targets / "small.yaml").write_text("title: Small\nlimits: {margin: 2in}\n", encoding="utf-8")
    cvtex("build", "data", "-t", "small", cwd=folder)
    xmp = read_evidence((folder / "build" / "small.failed.pdf").read_bytes()).structure.xmp
    assert xmp is not None
    assert (xmp.archive, xmp.accessible) == ("", "")


def test_a_target_that_weighs_less_what_a_claim_rests_on_claims_nothing(folder: Path) -> None:
    targets = folder / "data" / "targets"
    targets.mkdir(exist_ok=True)
    (targets / "lax.yaml").write_text("title: Lax\nchecks: {F001: warning}\n", encoding="utf-8")
    assert cvtex("build", "data", "-t", "lax", cwd=folder).code == 0
    xmp = read_evidence((folder / "build" / "lax.pdf").read_bytes()).structure.xmp
    assert xmp is not None
    assert (xmp.archive, xmp.accessible) == ("", "")
    assert cvtex("verify", "build/lax.pdf", "--data", "data", "-t", "lax", cwd=folder).code == 0


def opened(private: bytes) -> bytes:
    """The enciphered part of a Type 1 font (Adobe Type 1 Font Format, 7.2)."""
    key, found = 55665, []
    for sign in private:
        found.append(sign ^ key >> 8)
        key = (sign + key) * 52845 + 22719 & 65535
    return bytes(found)


def test_every_font_has_a_space_of_its_own() -> None:
    reader = pypdf.PdfReader(io.BytesIO(specimen_set().pdf))
    fonts = {
        str(font.get_object()["/BaseFont"]): font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    fonts = {name: font for name, font in fonts.items() if "CvtexGap" not in name}
    assert len(fonts) > 2
    for name, font in fonts.items():
        assert "CvtexSpace" not in name
        differences = [str(entry) for entry in font["/Encoding"]["/Differences"]]
        assert differences[:2] == ["32", "/space"]
        assert font["/Widths"][32 - font["/FirstChar"]] == 250
        descriptor = font["/FontDescriptor"]
        program = descriptor["/FontFile"].get_object()
        clear, private = program["/Length1"], program["/Length2"]
        assert len(program.get_data()) == clear + private
        plain = opened(program.get_data()[clear : clear + private])
        count = re.search(rb"/CharStrings (\d+) dict", plain)
        assert count
        glyphs = re.findall(rb"/([\w.]+) \d+ (?:RD|-\|) ", plain[count.end() :])
        assert len(glyphs) == int(count[1])
        assert glyphs.count(b"space") == 1
        assert str(descriptor["/CharSet"]).split("/")[1:].count("space") == 1


def test_a_font_that_is_written_in_another_way_borrows_its_space(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("cvtex.typeset.compile.spacing", lambda _: lambda _: None)
    made = crossing()
    pdf = set_(made).pdf
    assert "CvtexSpace" in {font.name for font in read_evidence(pdf).fonts}
    assert words(tree(pdf, tmp_path)) == said(made)
    assert [outcome.code for outcome in judge(made, read_evidence(pdf)).outcomes if outcome.status == "failed"] == []


def test_the_profile_is_one_of_srgb() -> None:
    profile = icc()
    assert struct.unpack(">I", profile[:4])[0] == len(profile) < 4_000
    assert (profile[12:24], profile[36:40]) == (b"mntrRGB XYZ ", b"acsp")
    tags = {
        profile[at : at + 4]: struct.unpack(">II", profile[at + 4 : at + 12]) for at in range(132, 132 + 9 * 12, 12)
    }
    assert set(tags) == {b"desc", b"cprt", b"wtpt", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"}

    def xyz(tag: bytes) -> tuple[float, ...]:
        place = tags[tag][0]
        return tuple(number / 65536 for number in struct.unpack(">3i", profile[place + 8 : place + 20]))

    columns = [xyz(tag) for tag in (b"rXYZ", b"gXYZ", b"bXYZ")]
    # Full red, green and blue together are the white of the profile (ICC.1, annex F).
    assert [sum(column) for column in zip(*columns, strict=True)] == pytest.approx(xyz(b"wtpt"), abs=2e-4)
    place = tags[b"gTRC"][0]
    curve = struct.unpack(">1024H", profile[place + 12 : place + 12 + 2048])
    assert (curve[0], curve[-1]) == (0, 65535)
    assert curve[512] / 65535 == pytest.approx(0.2146, abs=1e-3)  # a value of one half
    assert list(curve) == sorted(curve)


def test_qpdf_finds_no_fault(tmp_path: Path) -> None:
    assert shutil.which("qpdf")
    (tmp_path / "a.pdf").write_bytes(set_(crossing()).pdf)
    done = subprocess.run(["qpdf", "--check", "a.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
