"""PDFs made to a hair: text at exact sizes, places and colours, lines and pictures at exact places."""

from collections.abc import Sequence
from dataclasses import dataclass

from cvtex.diagnostics import Severity
from cvtex.document.model import Document
from cvtex.verify.checks import CHECKS
from cvtex.verify.checks.registry import Examined, Finding
from cvtex.verify.readers import read_evidence
from cvtex.verify.witness import ALONE, Witness
from tests.verify.pdfs import by_hand, stream

WORDS = "Speech and audio machines that weave patterns"


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text: where it begins, its size, font (a name of PDF's own fonts), colour and rise."""

    text: str = WORDS
    x: float = 100.0
    y: float = 600.0
    size: float = 11.0
    font: str = "Helvetica"
    colour: str = "0 g"
    rise: float = 0.0


def pdf(
    *pages: Sequence[Words | bytes], paper: tuple[float, float] = (612.0, 792.0), more: bytes = b"", notes: bytes = b""
) -> bytes:
    """A PDF of these pages; what is bytes is drawn as it stands.

    `more` goes into the catalogue, `notes` are the annotations of each page.
    """
    fonts = sorted({item.font for page in pages for item in page if isinstance(item, Words)})
    first = 3 + 2 * len(pages)
    named = b" ".join(b"/F%d %d 0 R" % (number, first + number) for number in range(len(fonts)))
    kids = b" ".join(b"%d 0 R" % (3 + 2 * number) for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % more,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
    ]
    box = b"[0 0 %.2f %.2f]" % paper
    for number, page in enumerate(pages):
        content = b"\n".join(item if isinstance(item, bytes) else _set(item, fonts) for item in page)
        entry = b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents %d 0 R /Resources << /Font << %s >> >> /Annots [%s] >>"
        objects += [entry % (box, 4 + 2 * number, named, notes), stream(content)]
    objects += [
        b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % font.encode() for font in fonts
    ]
    return by_hand(objects)


def _set(words: Words, fonts: list[str]) -> bytes:
    numbers = (fonts.index(words.font), words.size, words.rise, words.x, words.y)
    begin = b"BT %s /F%d %.3f Tf %.3f Ts %.3f %.3f Td" % (words.colour.encode(), *numbers)
    return begin + b" (%s) Tj ET" % words.text.encode("cp1252")


def found(code: str, document: Document, content: bytes, witness: Witness = ALONE) -> list[Finding]:
    """What one check finds, errors and warnings."""
    return list(_all(code, document, content, witness)[0])


def examined(code: str, document: Document, content: bytes, witness: Witness = ALONE) -> Examined:
    """How many things one check examined, and its note."""
    return _all(code, document, content, witness)[1]


def weight(code: str, finding: Finding) -> Severity:
    return finding.severity or CHECKS[code].severity


def _all(code: str, document: Document, content: bytes, witness: Witness) -> tuple[list[Finding], Examined]:
    generator = CHECKS[code].examine(document, read_evidence(content), witness)
    findings: list[Finding] = []
    while True:
        try:
            findings.append(next(generator))
        except StopIteration as end:
            return findings, end.value if isinstance(end.value, Examined) else Examined(end.value)
