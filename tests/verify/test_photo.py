"""The photo on the page: PDFs broken in just the way that each of its checks is there for, and one that passes them all."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, NameObject, NumberObject, TextStringObject

from cvtex.content.image import Image, read_image
from cvtex.content.model import Photo
from cvtex.document.model import Document
from cvtex.verify.judge import judge
from cvtex.verify.readers import read_evidence
from cvtex.verify.witness import Answer, Witness
from tests.pictures import exif, jpeg, png, segment
from tests.samples import set_, span, specimen, specimen_set, text
from tests.verify.pdfs import changed, elements, root, set_in
from tests.verify.test_checks import Broken, Change, drawn, judged

WHITE = b"20 0 0 20 300 300 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI"


def pictured(content: bytes | Image) -> Document:
    image = content if isinstance(content, Image) else read_image(content)
    return replace(specimen(), photo=Photo("portrait.jpg", text("Portrait of nobody", 2), span(2), image))


@cache
def pictured_set(content: bytes) -> bytes:
    return set_(pictured(content)).pdf


def hidden() -> Document:
    return replace(specimen(), hidden=pictured(jpeg()).photo)


LAID = re.compile(rb"([\d.]+) 0 0 ([\d.]+) ([\d.]+) ([\d.]+) cm\n/Im1 Do")


def placed(page: Any) -> tuple[float, float, float, float]:
    """Left, bottom, width and height of the photo, by the operator that lays it."""
    found = LAID.search(page.get_contents().get_data())
    assert found is not None
    width, height, left, bottom = map(float, found.groups())
    return left, bottom, width, height


def laid(matrix: Callable[[float, float, float, float], tuple[float, ...]]) -> Change:
    """The photo laid otherwise: the numbers of its matrix, from its left, bottom, width and height."""

    def change(writer: pypdf.PdfWriter) -> None:
        page = writer.pages[0]
        numbers = " ".join(f"{number:.3f}" for number in matrix(*placed(page)))
        content = page.get_contents()
        assert content is not None
        content.set_data(LAID.sub(f"{numbers} cm\n/Im1 Do".encode(), content.get_data()))
        set_in(page, "/Contents", writer._add_object(content))

    return change


def gone(writer: pypdf.PdfWriter) -> None:
    page = writer.pages[0]
    content = page.get_contents()
    assert content is not None
    content.set_data(content.get_data().replace(b"/Im1 Do", b""))
    set_in(page, "/Contents", writer._add_object(content))


def exchanged(content: bytes) -> Change:
    def change(writer: pypdf.PdfWriter) -> None:
        page: Any = writer.pages[0]
        picture = page["/Resources"]["/XObject"]["/Im1"].get_object()
        picture._data = content

    return change


def covered(writer: pypdf.PdfWriter) -> None:
    x, y, width, height = placed(writer.pages[0])
    drawn(b"1 g %.2f %.2f %.2f %.2f re f" % (x, y, width, height / 3))(writer)


def on_the_last_page(writer: pypdf.PdfWriter) -> None:
    page: Any = writer.pages[-1]
    content = page.get_contents()
    content.set_data(content.get_data() + b"\nq " + WHITE + b" Q\n")
    set_in(page, "/Contents", writer._add_object(content))


def held(writer: pypdf.PdfWriter) -> None:
    """A picture that nothing shows."""
    picture = DecodedStreamObject()
    picture.set_data(b"\x80")
    for key, value in {"Type": "/XObject", "Subtype": "/Image", "ColorSpace": "/DeviceGray"}.items():
        set_in(picture, f"/{key}", NameObject(value))
    for key in ("Width", "Height"):
        set_in(picture, f"/{key}", NumberObject(1))
    set_in(picture, "/BitsPerComponent", NumberObject(8))
    set_in(root(writer), "/Kept", writer._add_object(picture))


def misspelt() -> bytes:
    whole = changed(specimen_set().pdf, held)
    assert whole.count(b"/Subtype /Image\n") == 1
    return whole.replace(b"/Subtype /Image\n", b"/Subtype/Im#61ge")


def wordless(writer: pypdf.PdfWriter) -> None:
    del elements(writer, "/Figure")[0]["/Alt"]


def worded(writer: pypdf.PdfWriter) -> None:
    set_in(elements(writer, "/Figure")[0], "/Alt", TextStringObject("A dog"))


def attached(writer: pypdf.PdfWriter) -> None:
    stream = DecodedStreamObject()
    stream.set_data(jpeg(16, 16))
    set_in(root(writer), "/Kept", writer._add_object(stream))


def photo(name: str, words: str, change: Change, codes: frozenset[str] = frozenset({"P020"})) -> Broken:
    return Broken(name, set(codes), words, lambda: changed(pictured_set(jpeg()), change), pictured(jpeg()))


def left_out(name: str, words: str, change: Change) -> Broken:
    return Broken(name, {"M012"}, words, lambda: changed(specimen_set().pdf, change), hidden())


def noted() -> Document:
    """A photo whose notes were not taken out."""
    content = jpeg(more=segment(0xE1, b"Exif\0\0" + exif(1)) + segment(0xFE, b"at home"))
    return pictured(Image("jpg", 296, 400, content))


BROKEN = (
    photo("the photo is gone", "does not show the photo", gone),
    photo("the photo is mirrored", "upright", laid(lambda x, y, w, h: (-w, 0, 0, h, x + w, y))),
    photo("the photo lies on its side", "upright", laid(lambda x, y, w, h: (0, h, -w, 0, x + w, y))),
    photo("the photo is narrower than it is", "0.95 times as wide", laid(lambda x, y, w, h: (0.95 * w, 0, 0, h, x, y))),
    photo("the photo is wider by two in a hundred", "distorted", laid(lambda x, y, w, h: (w, 0, 0, h / 1.02, x, y))),
    photo("the photo runs into the margin", "from the right edge", laid(lambda x, y, w, h: (w, 0, 0, h, x + 9, y))),
    photo("the photo is another one", "not that of portrait.jpg", exchanged(jpeg(drawn=lambda *_: (200, 210, 220)))),
    photo("the photo is covered", "not seen whole", covered),
    photo("another picture is drawn", "another picture", drawn(WHITE)),
    photo("another picture is on another page", "another picture", on_the_last_page),
    photo("the photo has no words", "has no words for who cannot see it", wordless, frozenset({"A007"})),
    photo("the photo has other words", "does not say “Portrait of nobody”", worded, frozenset({"A007"})),
    Broken("the photo has few pixels", {"P021"}, "pixels an inch", lambda: pictured_set(jpeg(96, 128)), pictured(jpeg(96, 128))),
    Broken("the photo tells of its camera", {"M013"}, "EXIF, a comment", lambda: set_(noted()).pdf, noted()),
    left_out("a picture where the photo is left out", "a picture is drawn", drawn(WHITE)),
    left_out("a picture that nothing shows", "holds a picture", held),
    Broken("a picture by another spelling", {"M012"}, "holds a picture", misspelt, hidden()),
    left_out("a file of a picture", "holds a picture", attached),
    left_out("the words for the photo", "stands in", lambda writer: writer.add_metadata({"/Note": "Portrait of nobody"})),
)  # fmt: skip


@pytest.mark.parametrize(
    "content", [jpeg(), png(), jpeg(400, 296), png(300, 300, colour=0)], ids=["jpeg", "png", "wide", "grey"]
)
def test_a_cv_with_a_photo_passes_and_each_check_of_it_looked(content: bytes) -> None:
    document = pictured(content)
    done = set_(document)
    report = judge(document, read_evidence(done.pdf), Witness(done.remarks, 9, qpdf=Answer()))
    assert report.findings == ()
    outcomes = {outcome.code: outcome for outcome in report.outcomes}
    assert [outcomes[code].examined for code in ("P020", "P021")] == [1, 1]
    assert outcomes["M013"].examined == 1
    assert outcomes["M012"].status == "skipped"


def test_what_leaves_the_photo_out_is_proved() -> None:
    report = judged(specimen_set().pdf, hidden())
    assert report.findings == ()
    (outcome,) = [outcome for outcome in report.outcomes if outcome.code == "M012"]
    assert outcome.examined > 20


def test_the_same_cv_with_the_photo_drawn_is_refused_where_it_is_left_out() -> None:
    report = judged(pictured_set(jpeg()), hidden())
    assert "M012" in {finding.code for finding in report.findings}


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_what_is_broken_is_found_and_nothing_else(case: Broken) -> None:
    report = judged(case.pdf(), case.document)
    assert {finding.code for finding in report.findings} == case.codes
    assert [finding.message for finding in report.findings if case.words in finding.message]
    assert report.passed is (case.codes == {"P021"})


def test_a_photo_over_text_is_found() -> None:
    over = laid(lambda _, y, w, h: (w, 0, 0, h, 100, y))
    report = judged(changed(pictured_set(jpeg()), over), pictured(jpeg()))
    messages = [finding.message for finding in report.findings if finding.code == "P020"]
    assert any("stand in one place" in message for message in messages)
