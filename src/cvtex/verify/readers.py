"""Reading a PDF: pdfium for text and glyph boxes, pypdf for a second text and the structure."""

import ctypes
import io
import logging
from collections.abc import Iterator
from typing import Any

from cvtex.diagnostics import REFUSED, CvtexError, Diagnostic, Span
from cvtex.verify.evidence import Box, Evidence, Font, Link, Page


class UnreadableError(CvtexError):
    """The file is no sound PDF."""

    exit_code = REFUSED


def read_evidence(pdf: bytes, name: str = "") -> Evidence:
    """Read a PDF with both readers. Raises UnreadableError for what is no sound, open PDF."""
    span = Span(name) if name else None
    if not pdf.strip():
        raise UnreadableError(Diagnostic("M001", "the file is empty", span))
    if b"%PDF-" not in pdf[:1024]:
        raise UnreadableError(Diagnostic("M001", "the file is not a PDF", span, "it does not begin with %PDF-"))
    texts = _read_pdfium(pdf, span)
    return _read_pypdf(pdf, texts, span)


def _read_pdfium(pdf: bytes, span: Span | None) -> list[tuple[float, float, str, tuple[Box | None, ...]]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).casefold()
        what = (
            "the PDF is encrypted and asks for a password"
            if locked
            else f"the PDF is damaged: pdfium cannot open it ({error})"
        )
        raise UnreadableError(Diagnostic("M002" if locked else "M001", what, span)) from error
    pages = []
    for page in document:
        text_page = page.get_textpage()
        text, boxes = _glyphs(text_page)
        pages.append((*page.get_size(), text, boxes))
        text_page.close()
        page.close()
    document.close()
    return pages


def _glyphs(text_page: Any) -> tuple[str, tuple[Box | None, ...]]:
    import pypdfium2.raw as raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    characters: list[str] = []
    boxes: list[Box | None] = []
    handle = text_page.raw
    for index in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, index)
        characters.append(chr(code) if code < 0x110000 else "\ufffd")
        if raw.FPDFText_IsGenerated(handle, index) == 1 or not raw.FPDFText_GetCharBox(
            handle, index, left, right, bottom, top
        ):
            boxes.append(None)
        else:
            boxes.append((left.value, bottom.value, right.value, top.value))
    return "".join(characters), tuple(boxes)


def _read_pypdf(
    pdf: bytes, texts: list[tuple[float, float, str, tuple[Box | None, ...]]], span: Span | None
) -> Evidence:
    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(pdf))
        pages = tuple(
            Page(number, width, height, text, boxes, page.extract_text())
            for number, (page, (width, height, text, boxes)) in enumerate(zip(reader.pages, texts, strict=True), 1)
        )
        root = _object(reader.trailer["/Root"])
        preferences = _object(root.get("/ViewerPreferences", {}))
        return Evidence(
            size=len(pdf),
            pages=pages,
            fonts=tuple(_fonts(reader)),
            links=tuple(_links(reader)),
            destinations=frozenset(reader.named_destinations),
            outline=tuple(_titles(reader.outline)),
            metadata=tuple((str(key), str(value)) for key, value in (reader.metadata or {}).items()),
            language=str(root.get("/Lang", "")),
            shows_title=bool(preferences.get("/DisplayDocTitle", False)),
            encrypted=reader.is_encrypted,
            active=tuple(_active(root, reader)),
        )
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise UnreadableError(
            Diagnostic("M001", f"the PDF is damaged: pypdf cannot read it ({error})", span)
        ) from error


def _object(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _titles(outline: Any) -> Iterator[str]:
    for item in outline:
        if isinstance(item, list):
            yield from _titles(item)
        else:
            yield str(item.title)


def _fonts(reader: Any) -> Iterator[Font]:
    seen: set[int] = set()
    for number, page in enumerate(reader.pages, 1):
        fonts = _object(_object(page.get("/Resources", {})).get("/Font", {}))
        for reference in fonts.values():
            font = _object(reference)
            if id(font) in seen:
                continue
            seen.add(id(font))
            yield _font(font, number)


def _font(font: Any, page: int) -> Font:
    kind = str(font.get("/Subtype", "")).lstrip("/")
    name = str(font.get("/BaseFont", font.get("/Name", "?"))).lstrip("/")
    inner = _object(_object(font["/DescendantFonts"])[0]) if kind == "Type0" else font
    descriptor = _object(inner.get("/FontDescriptor", {}))
    embedded = kind == "Type3" or any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    subset = len(name) > 7 and name[6] == "+"
    return Font(name[7:] if subset else name, kind, embedded, subset, "/ToUnicode" in font, page)


def _links(reader: Any) -> Iterator[Link]:
    for number, page in enumerate(reader.pages, 1):
        for reference in _object(page.get("/Annots", [])) or []:
            annotation = _object(reference)
            if annotation.get("/Subtype") != "/Link":
                continue
            action = _object(annotation.get("/A", {}))
            uri = str(action.get("/URI", ""))
            target = action.get("/D", annotation.get("/Dest", ""))
            x0, y0, x1, y1 = (float(value) for value in annotation["/Rect"])
            yield Link(number, (x0, y0, x1, y1), uri, str(target) if isinstance(target, str) else "")


def _active(root: Any, reader: Any) -> Iterator[str]:
    """What a document has no business to hold: scripts, forms, attached files, actions at opening."""
    names = _object(root.get("/Names", {}))
    found = {
        "JavaScript": "/JavaScript" in names,
        "an attached file": "/EmbeddedFiles" in names or "/AF" in root,
        "a form": "/AcroForm" in root,
        "an action at opening": isinstance(_object(root.get("/OpenAction")), dict) or "/AA" in root,
    }
    yield from (name for name, present in found.items() if present)
    kinds = {
        str(_object(_object(reference).get("/A", {})).get("/S", ""))
        for page in reader.pages
        for reference in _object(page.get("/Annots", [])) or []
    }
    if "/Launch" in kinds:
        yield "a link that starts a program"
