"""The proof: a bundle that is not its parts is found out, whatever differs, and never written."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pypdf.generic import ArrayObject, ByteStringObject, FloatObject, NameObject, NumberObject, TextStringObject

from cvtex.bundle import whole
from cvtex.bundle.join import Described, Joint, join, opened
from cvtex.bundle.proof import Expected, prove
from cvtex.bundle.sight import see
from cvtex.cli import run
from cvtex.diagnostics import Diagnostic
from tests.bundle.parts import part
from tests.program import ROOT
from tests.verify.pdfs import changed, links

PARTS = (part("One"), part("Two"))
FOREIGN = ROOT / "tests/verify/foreign"
LABELS = ["1", "2", "3", "4"]
Change = Callable[[pypdf.PdfWriter], object]


def bundle_of(*parts: bytes) -> bytes:
    joints = [Joint(title, opened(content)) for title, content in zip("AB", parts, strict=True)]
    return join(joints, Described("Whole"), LABELS)


def differences(pdf: bytes) -> list[Diagnostic]:
    expected = [Expected(f"{title}.pdf", title, see(content)) for title, content in zip("AB", PARTS, strict=True)]
    outcomes, findings = prove(expected, LABELS, see(pdf))
    assert [outcome.code for outcome in outcomes] == ["J006", "J007", "J008"]
    failed = {outcome.code for outcome in outcomes if outcome.status == "failed"}
    assert failed == {finding.code for finding in findings}
    return findings


def test_a_bundle_that_is_its_parts_has_no_difference() -> None:
    assert differences(bundle_of(*PARTS)) == []
    assert differences(changed(bundle_of(*PARTS), lambda _: None)) == []


def catalogue(writer: pypdf.PdfWriter) -> Any:
    return writer.root_object


def swap_pages(writer: pypdf.PdfWriter) -> None:
    kids = catalogue(writer)["/Pages"]["/Kids"]
    kids[0], kids[2] = list.__getitem__(kids, 2), list.__getitem__(kids, 0)


def drop_page(writer: pypdf.PdfWriter) -> None:
    pages = catalogue(writer)["/Pages"]
    del pages["/Kids"][3]
    pages[NameObject("/Count")] = NumberObject(3)


def hide_text(writer: pypdf.PdfWriter) -> None:
    page: Any = writer.pages[1]
    page["/Contents"].get_object().set_data(b"BT 3 Tr /F1 12 Tf 72 700 Td (One 2) Tj ET")


def change_text(writer: pypdf.PdfWriter) -> None:
    page: Any = writer.pages[1]
    page["/Contents"].get_object().set_data(b"BT /F1 12 Tf 72 700 Td (One 3) Tj ET")


def crop(writer: pypdf.PdfWriter) -> None:
    writer.pages[3][NameObject("/CropBox")] = ArrayObject([NumberObject(side) for side in (0, 0, 612, 791)])


def untag(writer: pypdf.PdfWriter) -> None:
    catalogue(writer)["/StructTreeRoot"]["/K"][0].get_object()["/K"][1].get_object()["/K"].clear()


def drop_link(writer: pypdf.PdfWriter) -> None:
    page: Any = writer.pages[2]
    del page["/Annots"][0]


def change_address(writer: pypdf.PdfWriter) -> None:
    links(writer)[0]["/A"][NameObject("/URI")] = TextStringObject("https://example.org/b")


def move_link(writer: pypdf.PdfWriter) -> None:
    links(writer)[0]["/Rect"][1] = FloatObject(90)


def land_in_the_other_part(writer: pypdf.PdfWriter) -> None:
    page: Any = writer.pages[2]
    page["/Annots"][1].get_object()["/A"][NameObject("/D")] = ByteStringObject(b"pub.C001")


def named(writer: pypdf.PdfWriter) -> Any:
    return catalogue(writer)["/Names"]["/Dests"]["/Kids"][0].get_object()["/Names"]


def lose_name(writer: pypdf.PdfWriter) -> None:
    del named(writer)[0:2]


def move_name(writer: pypdf.PdfWriter) -> None:
    named(writer)[1].get_object()[3] = NumberObject(1)


def first_bookmark(writer: pypdf.PdfWriter) -> Any:
    return catalogue(writer)["/Outlines"]["/First"].get_object()


def rename_bookmark(writer: pypdf.PdfWriter) -> None:
    first_bookmark(writer)["/First"].get_object()[NameObject("/Title")] = TextStringObject("Page 9")


def rename_part(writer: pypdf.PdfWriter) -> None:
    first_bookmark(writer)[NameObject("/Title")] = TextStringObject("C")


def move_bookmark(writer: pypdf.PdfWriter) -> None:
    item = first_bookmark(writer)["/First"].get_object()
    item["/Dest"][0] = writer.pages[1].indirect_reference


def drop_bookmark(writer: pypdf.PdfWriter) -> None:
    item = first_bookmark(writer)["/First"].get_object()
    del item["/First"]


def relabel(writer: pypdf.PdfWriter) -> None:
    catalogue(writer)["/PageLabels"]["/Nums"][1].get_object()[NameObject("/St")] = NumberObject(5)


WRONG: list[tuple[Change, str, str]] = [
    (swap_pages, "J006", "the text of a page"),
    (drop_page, "J006", "has 3 pages, and its parts have 4"),
    (hide_text, "J006", "the look of a page"),
    (change_text, "J006", "the text of a page"),
    (crop, "J006", "the size of a page"),
    (drop_link, "J007", "2 links on a page that has 3"),
    (change_address, "J007", "lead them elsewhere"),
    (move_link, "J007", "lead them elsewhere"),
    (land_in_the_other_part, "J007", "lead them elsewhere"),
    (lose_name, "J007", "lose the place `pub.C001`"),
    (move_name, "J007", "which no part has"),
    (rename_bookmark, "J008", "the bookmark `Page 1` would be lost"),
    (rename_part, "J008", "the bookmark `A` would not lead to the part"),
    (move_bookmark, "J008", "the bookmark `Page 1` would be lost or lead elsewhere"),
    (drop_bookmark, "J008", "would be lost"),
    (relabel, "J008", "the labels of the pages"),
]


@pytest.mark.parametrize(("change", "code", "words"), WRONG, ids=[case[0].__name__ for case in WRONG])
def test_what_differs_is_told(change: Change, code: str, words: str) -> None:
    findings = differences(changed(bundle_of(*PARTS), change))
    assert code in [finding.code for finding in findings]
    assert words in " · ".join(finding.message for finding in findings if finding.code == code)


def test_tags_that_are_lost_are_told() -> None:
    content = (FOREIGN / "typst.pdf").read_bytes()
    labels = ["1", "2", "3", "4"]
    pdf = join([Joint("A", opened(content)), Joint("B", opened(content))], Described("Whole"), labels, tagged=True)
    expected = [Expected("a.pdf", "A", see(content)), Expected("b.pdf", "B", see(content))]
    assert prove(expected, labels, see(pdf), tagged=True)[1] == []
    found = prove(expected, labels, see(changed(pdf, untag)), tagged=True)[1]
    assert [(item.code, item.page, item.message) for item in found] == [
        ("J006", 1, "the bundle would change the tags of a page"),
        ("J006", 2, "the bundle would change the tags of a page"),
    ]


@pytest.mark.parametrize("change", [hide_text, land_in_the_other_part, rename_bookmark])
def test_a_wrong_bundle_is_never_written(
    change: Change, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, content in zip("AB", PARTS, strict=True):
        Path(f"{name}.pdf").write_bytes(content)
    Path("all.pdf").write_bytes(b"the last good one")
    monkeypatch.setattr(whole, "join", lambda *arguments, **options: changed(join(*arguments, **options), change))
    assert run(["bundle", "A=A.pdf", "B=B.pdf", "-o", "all.pdf"]) == 1
    assert "error[J00" in capsys.readouterr().err
    assert Path("all.pdf").read_bytes() == b"the last good one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["A.pdf", "B.pdf", "all.pdf"]


def test_changes_are_made_to_a_sound_file() -> None:
    assert len(pypdf.PdfReader(io.BytesIO(bundle_of(*PARTS))).pages) == 4
