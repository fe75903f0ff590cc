"""What a target leaves out is sought everywhere in the file: each place where it may stand has a PDF that holds it."""

from collections.abc import Callable
from dataclasses import replace

import pypdf
import pytest
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from cvtex.content.markup import plain
from cvtex.document.model import Document, Line
from cvtex.verify.evidence import Evidence
from cvtex.verify.judge import judge
from cvtex.verify.readers import read_evidence
from cvtex.verify.witness import Witness
from tests.samples import runs, span, specimen, specimen_set, tex_set
from tests.verify.hairs import Words, found, pdf, weight
from tests.verify.pdfs import annotations, changed, links, root, set_in

PHONE, MAIL, TOWN, BORN = "+1 (812) 555-0100", "private@example.net", "Bloomington, Indiana", "1 May 1990"
STREET = "Łódź, Piękna 5"
LINK = "https://example.org"
LEFT = tuple((text, span(number)) for number, text in enumerate((PHONE, MAIL, TOWN, BORN, STREET, LINK), 3))
Change = Callable[[pypdf.PdfWriter], object]


def made() -> Document:
    return replace(specimen(), withheld=LEFT)


def with_link(address: str) -> Change:
    """Another link, over nothing."""
    return with_note({"/Subtype": NameObject("/Link"), "/A": action(address)})


def action(address: str) -> DictionaryObject:
    return DictionaryObject({NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject(address)})


def with_note(entries: dict[str, object]) -> Change:
    """Another annotation on the first page."""

    def change(writer: pypdf.PdfWriter) -> None:
        note = DictionaryObject({NameObject("/Rect"): ArrayObject([FloatObject(9)] * 4)})
        for key, value in entries.items():
            set_in(note, key, value)
        page = writer.pages[0]
        set_in(page, "/Annots", ArrayObject([*annotations(page), note]))

    return change


def with_packet(text: str) -> Change:
    def change(writer: pypdf.PdfWriter) -> None:
        packet = DecodedStreamObject()
        packet.set_data(f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{text}</x:xmpmeta>".encode())
        set_in(packet, "/Type", NameObject("/Metadata"))
        set_in(packet, "/Subtype", NameObject("/XML"))
        set_in(root(writer), "/Metadata", writer._add_object(packet))

    return change


def with_stream(content: bytes, *, packed: bool) -> Change:
    """A stream that nothing shows."""

    def change(writer: pypdf.PdfWriter) -> None:
        stream: StreamObject = DecodedStreamObject()
        stream.set_data(content)
        set_in(root(writer), "/Hidden", writer._add_object(stream.flate_encode() if packed else stream))

    return change


def with_comment(writer: pypdf.PdfWriter) -> None:
    """A comment among the drawing of the first page."""
    content = writer.pages[0].get_contents()
    assert content is not None
    content.set_data(content.get_data() + f"\n% {PHONE}\n".encode())
    set_in(writer.pages[0], "/Contents", writer._add_object(content.flate_encode()))


def with_spoken_text(writer: pypdf.PdfWriter) -> None:
    content = writer.pages[0].get_contents()
    assert content is not None
    spoken = b"\n/Span << /ActualText (\\(812\\) 555-0100) >> BDC EMC\n"
    content.set_data(content.get_data() + spoken)
    set_in(writer.pages[0], "/Contents", writer._add_object(content))


def with_destination(writer: pypdf.PdfWriter) -> None:
    writer.add_named_destination(f"to {TOWN}", 0)


def with_bookmark(writer: pypdf.PdfWriter) -> None:
    writer.add_outline_item(title=f"Born {BORN}", page_number=0)


def with_piece(writer: pypdf.PdfWriter) -> None:
    """Private data of some program on the page."""
    piece = DictionaryObject({NameObject("/App"): TextStringObject(STREET), NameObject("/N"): NumberObject(1)})
    set_in(writer.pages[0], "/PieceInfo", piece)


PLACES: list[tuple[str, Change, str]] = [
    ("metadata", lambda writer: writer.add_metadata({"/Subject": f"call {PHONE}"}), "the metadata of the file (Subject)"),
    ("keywords", lambda writer: writer.add_metadata({"/Keywords": "812.555.0100"}), "the metadata of the file (Keywords)"),
    ("XMP", with_packet("Łódź, Pi&#x119;kna 5"), "the XMP packet of the file"),
    ("a tel: link", with_link("tel:+18125550100"), "the address of a link"),
    ("a mailto: link", with_link("mailto:private%40example.net"), "the address of a link"),
    ("a web link", with_link("https://www.example.org/"), "the address of a link"),
    ("a comment's text", with_note({"/Subtype": NameObject("/Text"), "/Contents": TextStringObject(f"in {STREET}")}), "structure"),
    ("a link's description", with_note({"/Subtype": NameObject("/Link"), "/Contents": TextStringObject(PHONE)}), "structure"),
    ("a bookmark", with_bookmark, "a bookmark"),
    ("a destination", with_destination, "the name of a place"),
    ("private data", with_piece, "the structure of the file"),
    ("a plain stream", with_stream(b"private@\nexample.net", packed=False), "a stream of the file"),
    ("a packed stream", with_stream(b"<v>+1-812-555-0100</v>", packed=True), "a stream of the file"),
    ("a stream of another encoding", with_stream(STREET.encode("utf-16-be"), packed=True), "a stream of the file"),
    ("a comment in the page's stream", with_comment, "a stream of the file"),
    ("text for screen readers", with_spoken_text, "a stream of the file"),
]  # fmt: skip


def test_a_file_that_holds_nothing_of_it_passes() -> None:
    assert found("M012", made(), specimen_set().pdf) == []


@pytest.mark.parametrize(("change", "where"), [place[1:] for place in PLACES], ids=[place[0] for place in PLACES])
def test_it_is_found_wherever_it_stands(change: Change, where: str) -> None:
    (finding,) = found("M012", made(), changed(specimen_set().pdf, change))
    assert where in finding.message
    assert weight("M012", finding) == "error"
    assert finding.span is not None


def test_a_link_of_the_page_that_leads_to_it() -> None:
    def change(writer: pypdf.PdfWriter) -> None:
        first = next(link for link in links(writer) if "/URI" in link["/A"])
        set_in(first["/A"], "/URI", TextStringObject("tel:+1-812-555-0100"))

    (finding,) = found("M012", made(), changed(specimen_set().pdf, change))
    assert "the address of a link" in finding.message


@pytest.mark.parametrize(
    "words",
    [
        PHONE,
        "812-555-0100",
        "(812) 555 0100",
        "+1.812.555.01.00",
        "0018125550100",
        "812-555-0100 2019",
        MAIL,
        "Private@Example.net",
        "private@ example. net",
        TOWN,
        "Bloom ington,Indiana",
        "xBloomington, Indianapolis",
        "example.org",
        "https://www.example.org/",
        BORN,
    ],
)
def test_it_is_found_on_the_page_in_other_forms(words: str) -> None:
    (finding,) = found("M012", made(), pdf([Words(words)]))
    assert "the text of a page" in finding.message
    assert finding.page == 1


def test_it_is_found_over_a_break() -> None:
    assert found("M012", made(), pdf([Words("He lives in Bloom-"), Words("ington, Indiana", y=588)]))
    assert found("M012", made(), pdf([Words("Bloomington,", y=80)], [Words("Indiana")]))
    assert found("M012", made(), tex_set_with("+1 (812)", "555-0100"))


def tex_set_with(*lines: str) -> bytes:
    source = specimen_set().tex
    old = "\\cvitem{Speech and audio machines}"
    assert source.count(old) == 1
    return tex_set(source.replace(old, f"\\cvitem{{Speech {lines[0]}\\break {lines[1]}}}"))


@pytest.mark.parametrize(
    "words",
    ["812 555 010", "+1 812 555 0109", "255501001", "ada@example.org", "example.org/~ada", "my-example.org",
     "Bloomington, Illinois", "11 May 1990", "1 May 19901"],
)  # fmt: skip
def test_what_is_something_else_is_not_taken_for_it(words: str) -> None:
    assert found("M012", made(), pdf([Words(words)])) == []


@pytest.mark.parametrize(
    ("left", "words", "there"),
    [
        ("01.05.1990", "born 01.05.1990", True),
        ("01.05.1990", "from 05.1990 to 07.1991", False),
        ("19900501", "19900501", True),
        ("1990-05-01", "1990-05-012", False),
        ("1990-05-01", "D:1990-05-01", True),
    ],
)
def test_days_are_no_numbers_of_phones(left: str, words: str, there: bool) -> None:
    made = replace(specimen(), withheld=((left, span(3)),))
    assert bool(found("M012", made, pdf([Words(words)]))) is there


def test_what_other_data_say_too_is_a_warning() -> None:
    base = made()
    blocks = [
        replace(block, runs=runs(f"Speech machines in {TOWN}"))
        if isinstance(block, Line) and plain(block.runs) == "Speech and audio machines"
        else block
        for block in base.blocks
    ]
    (finding,) = found("M012", replace(base, blocks=tuple(blocks)), pdf([Words(TOWN)]))
    assert weight("M012", finding) == "warning"
    assert "other data of this document hold it too" in (finding.hint or "")


def test_a_file_too_large_to_be_looked_through_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cvtex.verify.loose.MOST_SCANNED", 2_000)
    assert any("too large" in item.message for item in found("M012", made(), specimen_set().pdf))


def test_what_runs_from_right_to_left_is_sought_as_it_is_read() -> None:
    """pypdf tells its letters as they are shown."""
    document = replace(specimen(), withheld=(("ירושלים", span(3)),))
    seen = read_evidence(specimen_set().pdf)
    for text, expected in (("םילשורי", True), ("םילשור", False)):
        second = replace(seen.second, texts=(text,) * len(seen.pages))
        report = judge(document, Evidence(seen.size, seen.pages, second), Witness())
        assert any("ירושלים" in finding.message for finding in report.findings) == expected
