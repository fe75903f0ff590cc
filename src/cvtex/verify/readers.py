"""Reading a PDF with two readers: pdfium for text and the box of each glyph, pypdf for a second text and the structure."""

import contextlib
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from cvtex.diagnostics import CvtexError, Diagnostic, Span, UnreadableError
from cvtex.interrupts import uninterrupted
from cvtex.verify.ending import cut_off
from cvtex.verify.evidence import Evidence, Page, Second
from cvtex.verify.glyphs import read_page
from cvtex.verify.second import read_second

__all__ = ["UnreadableError", "load_library", "open_pdfium", "read_evidence", "read_file", "refuse_partial"]

_NOTHING_KNOWN: Mapping[int, Page] = MappingProxyType({})
_MOST_PICTURED = 400  # pages whose picture is kept: half a megabyte each


def load_library() -> None:
    """Import the first reader: for whoever has time now, and wants evidence soon."""
    import pypdfium2.raw

    del pypdfium2


def read_evidence(
    pdf: bytes,
    name: str = "",
    *,
    second: Callable[[], Second] | None = None,
    known: Mapping[int, Page] = _NOTHING_KNOWN,
) -> Evidence:
    """Read a PDF with both readers. Raises UnreadableError for what is no sound, open PDF.

    `second` gives what pypdf reads, where it is at work elsewhere; then it is waited for when a check asks for it first,
    and its failure is told there. `known` are pages, by number, that pdfium need not read again.
    """
    refuse_partial(pdf, name)
    span = Span(name) if name else None
    with _damage_told(pdf, span):
        pages = _read_pdfium(pdf, name, known)

    def told() -> Second:
        with _damage_told(pdf, span):
            found = second() if second else read_second(pdf)
            if len(found.texts) != len(pages):
                raise ValueError(f"it has {len(pages)} pages for one reader and {len(found.texts)} for another")
            return found

    return Evidence(len(pdf), pages, told if second else told())


def read_file(pdf: bytes, name: str = "") -> Evidence:
    """What a PDF is as a file, and the text of its pages by pdfium alone: much sooner than all evidence.

    Raises UnreadableError for what is no sound, open PDF.
    """
    refuse_partial(pdf, name)
    with _damage_told(pdf, Span(name) if name else None):
        told = read_second(pdf, worded=False)
        return Evidence(len(pdf), tuple(_texts(pdf, name)), told)


def refuse_partial(pdf: bytes, name: str = "") -> None:
    """Raise UnreadableError for what is no PDF, or not all of one."""
    span = Span(name) if name else None
    if not pdf.strip():
        raise UnreadableError(Diagnostic("M001", "the file is empty", span))
    if b"%PDF-" not in pdf[:1024]:
        raise UnreadableError(Diagnostic("M001", "the file is not a PDF", span, "it does not begin with %PDF-"))
    if cut_off(pdf):
        hint = "it was not sent or saved to its end: get it again"
        raise UnreadableError(
            Diagnostic("M001", "the PDF is damaged: it is cut off, its last lines are missing", span, hint)
        )


@contextmanager
def _damage_told(pdf: bytes, span: Span | None) -> Iterator[None]:
    try:
        yield
    except CvtexError:
        raise
    except Exception as error:  # of any kind: what the readers raise at a damaged file is no part of their contract
        raise UnreadableError(_unread(pdf, str(error) or type(error).__name__, span)) from error


def open_pdfium(pdf: bytes, name: str = "") -> Any:
    """A PDF as pdfium has it. Raises UnreadableError for what it cannot open."""
    import pypdfium2

    span = Span(name) if name else None
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(_unopened(pdf, str(error), span)) from error


def _texts(pdf: bytes, name: str) -> Iterator[Page]:
    """The pages with their size and text, and nothing of their glyphs."""
    document = open_pdfium(pdf, name)
    for number, page in enumerate(document, 1):
        words = page.get_textpage()
        width, height = page.get_size()
        yield Page(number, width, height, words.get_text_range(), ())
        words.close()
        page.close()
    document.close()


def _read_pdfium(pdf: bytes, name: str, known: Mapping[int, Page]) -> tuple[Page, ...]:
    pages: list[Page] = []
    with uninterrupted():
        document = open_pdfium(pdf, name)
        count = len(document)
    for number in range(1, count + 1):
        if number in known:
            pages.append(known[number])
            continue
        with uninterrupted():
            page = document[number - 1]
            pages.append(read_page(page, number, pictured=number <= _MOST_PICTURED))
            page.close()
    document.close()
    return tuple(pages)


def _unread(pdf: bytes, reason: str, span: Span | None) -> Diagnostic:
    if b"/Encrypt" in pdf:
        hint = "save it without protection: many upload forms refuse it as well"
        return Diagnostic("M002", "the PDF is encrypted, and cannot be read as it is", span, hint)
    return Diagnostic("M001", f"the PDF is damaged: it cannot be read ({reason})", span)


def _unopened(pdf: bytes, reason: str, span: Span | None) -> Diagnostic:
    """Why pdfium refused a file; it calls a file without pages by the name of the last failure."""
    import logging

    from cvtex.pypdfalone import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    if b"/Encrypt" in pdf and "password" in reason.casefold():
        return Diagnostic("M002", "the PDF is encrypted and asks for a password", span)
    with contextlib.suppress(pypdf.errors.PyPdfError, KeyError, ValueError, TypeError, AttributeError, RecursionError):
        if not pypdf.PdfReader(io.BytesIO(pdf)).pages:
            return Diagnostic("M001", "the PDF has no pages", span)
    return Diagnostic("M001", "the PDF is damaged: pdfium cannot open it", span)
