"""PDF files made for the tests: sound ones changed in one place, and tiny ones written by hand."""

import io
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, NameObject


@lru_cache(maxsize=8)
def opened(pdf: bytes) -> pypdf.PdfReader:
    """A PDF that many changes begin with, parsed once: each is made to a copy of its objects."""
    return pypdf.PdfReader(io.BytesIO(pdf))


def changed(pdf: bytes, change: Callable[[pypdf.PdfWriter], object]) -> bytes:
    """A PDF with one change made to it."""
    writer = pypdf.PdfWriter(clone_from=opened(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def root(writer: pypdf.PdfWriter) -> Any:
    """The document's catalogue, to be changed."""
    return writer._root_object


def set_in(dictionary: Any, key: str, value: object) -> None:
    dictionary[NameObject(key)] = value


def fonts(writer: pypdf.PdfWriter) -> list[Any]:
    """Every font of the first page, to be changed."""
    page: Any = writer.pages[0]
    return [reference.get_object() for reference in page["/Resources"]["/Font"].values()]


def annotations(page: Any) -> list[Any]:
    """The references to all annotations of a page."""
    return list(page.get("/Annots", []))


def elements(writer: pypdf.PdfWriter, kind: str) -> list[Any]:
    """The elements of a kind in the tree of tags, in order, to be changed."""

    def below(node: Any) -> list[Any]:
        kids = node.get("/K", [])
        inner = [kid.get_object() for kid in kids] if isinstance(kids, ArrayObject) else []
        found = [node] if node.get("/S") == kind else []
        return found + [item for kid in inner if isinstance(kid, DictionaryObject) for item in below(kid)]

    return below(root(writer)["/StructTreeRoot"].get_object())


def links(writer: pypdf.PdfWriter) -> list[Any]:
    """Every link annotation, to be changed."""
    return [
        reference.get_object()
        for page in writer.pages
        for reference in annotations(page)
        if reference.get_object()["/Subtype"] == "/Link"
    ]


def by_hand(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def page_of(content: bytes, resources: bytes, *more: bytes) -> bytes:
    """A page of letter paper; `more` are objects 5 and on, for the resources to name."""
    return by_hand(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << %s >> >>" % resources,
            stream(content),
            *more,
        ]
    )


WORDS = b"BT /F1 12 Tf 100 700 Td (aaa) Tj ET"
_MAP = stream(
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def\n"
    b"1 begincodespacerange <00> <FF> endcodespacerange\n1 beginbfchar <61> <0061> endbfchar\nendcmap end end"
)


def type3_page(*, mapped: bool = True) -> bytes:
    """A page in a font whose glyph is a drawing, a box."""
    unicode_map = b"/ToUnicode 7 0 R" if mapped else b""
    font = (
        b"<< /Type /Font /Subtype /Type3 /Name /Drawn /FontBBox [0 0 750 750] /FontMatrix [.001 0 0 .001 0 0]"
        b" /CharProcs << /a 6 0 R >> /Encoding << /Type /Encoding /Differences [97 /a] >> /FirstChar 97 /LastChar 97"
        b" /Widths [800] " + unicode_map + b" >>"
    )
    return page_of(WORDS, b"/Font << /F1 5 0 R >>", font, stream(b"800 0 0 0 750 750 d1 0 0 700 700 re f"), _MAP)


HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode %d 0 R >>"


def included_page() -> bytes:
    """A page that shows another one, with a font of its own that is not embedded."""
    form = stream(WORDS, b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 6 0 R >> >>")
    return page_of(b"/X Do", b"/XObject << /X 5 0 R >>", form, HELVETICA % 7, _MAP)


def picture_page() -> bytes:
    """A scanned page: a grey picture and no text."""
    picture = stream(
        b"\x80", b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    )
    return page_of(b"q 400 0 0 600 100 100 cm /X Do Q", b"/XObject << /X 5 0 R >>", picture)


def no_pages() -> bytes:
    return by_hand([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"])
