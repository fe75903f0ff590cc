"""The bytes of a PDF outside its pages, fonts and pictures: what a curious person finds in the file."""

import re
import zlib
from collections.abc import Iterator

from cvtex.content.jpeg import BEGIN as JPEG
from cvtex.content.jpeg import notes
from cvtex.content.png import BEGIN as PNG
from cvtex.patterns import regex
from cvtex.values import dataclass

MOST_SCANNED = 8_000_000
"""Bytes that are looked through, unpacked; a CV has a hundredth of them."""

_MOST_UNPACKED = 8_000_000
_LENGTH = regex(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
# Object streams hold the structure; metadata and attached files hold text of their own.
_TOLD = regex(rb"/Type\s*/(?:ObjStm|Metadata|EmbeddedFile)\b|/Subtype\s*/XML\b")
# Fonts (ISO 32000-1, table 127) and pictures hold no text.
_SHAPES = regex(rb"/Length[123]\b|/Subtype\s*/(?:Image|Type1C|CIDFontType0C|OpenType)\b|/Type\s*/XRef\b")
_PICTURE = regex(rb"/Subtype\s*/Image\b|/(?:DCT|JPX|CCITTFax|JBIG2)Decode\b")
_NAMED = regex(rb"#([0-9A-Fa-f]{2})")
_METADATA = regex(rb"/Type\s*/Metadata\b")
_FILTER = regex(rb"/Filter\s*\[?\s*/(\w+)")
_OCTAL = regex(rb"\\([0-3][0-7]{2})")
_HEX = regex(rb"<([0-9A-Fa-f\s]{8,})>")
_ENCRYPTED = regex(rb"/Encrypt\s*(?:\d+\s+\d+\s+R\b|<<)")
_SECRET = regex(rb"/ID\s*\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Held:
    """A picture that a file holds, shown or not: `notes` are what its camera or a program noted in it, by name."""

    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loose:
    """The structure of a file as one text, and its metadata streams; `whole` says whether all was looked through.

    `contents` are the unpacked streams of pages and of whatever else is no font and no picture. Texts in UTF-16 are read
    as if they were Latin: enough to find a path or a name in them. `pictures` are those that the file holds.
    """

    structure: str = ""
    metadata: tuple[str, ...] = ()
    whole: bool = True
    contents: str = ""
    pictures: tuple[Held, ...] = ()


NOTHING_LOOSE = Loose()


def loose(pdf: bytes) -> Loose:
    """What stands in a file outside its pages, fonts and pictures."""
    pieces: list[bytes] = []
    metadata: list[str] = []
    contents: list[bytes] = []
    pictures: list[Held] = []
    left, position, whole = MOST_SCANNED, 0, True
    for start, body, end in _streams(pdf):
        head = pdf[position:start]
        dictionary = head[max(0, head.rfind(b" obj")) :]
        content = _unpacked(dictionary, body) if _TOLD.search(dictionary) else b""
        other = _unpacked(dictionary, body) if not content and not _SHAPES.search(dictionary) else b""
        contents.append(other)
        if _is_picture(dictionary, content or other or body):
            pictures.append(Held(notes(body) if body.startswith(JPEG) else ()))
        if content and _METADATA.search(dictionary):
            metadata.append(_decoded(content))
        position = end
        pieces += [head, content]
        left -= len(head) + len(content) + len(other)
        if left < 0:
            whole = False
            break
    else:
        pieces.append(pdf[position : position + max(left, 0)])
        whole = len(pdf) - position <= left
    joined = _HEX.sub(_read_hex, _SECRET.sub(b"", b"\n".join(pieces)))
    text = _OCTAL.sub(lambda match: bytes([int(match[1], 8)]), joined)
    if _ENCRYPTED.search(joined):
        metadata = []  # its bytes are a cipher, in which any word may come by chance
    told = b"\n".join(contents).replace(b"\x00", b"").decode("latin-1")
    return Loose(text.replace(b"\x00", b"").decode("latin-1"), tuple(metadata), whole, told, tuple(pictures))


def _is_picture(dictionary: bytes, content: bytes) -> bool:
    """Whether a stream is a picture by what it says or by how it begins."""
    said = _NAMED.sub(lambda match: bytes([int(match[1], 16)]), dictionary)
    return bool(_PICTURE.search(said)) or content.startswith((JPEG, PNG))


def _read_hex(match: re.Match[bytes]) -> bytes:
    digits = b"".join(match[1].split())
    return b"(" + bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")) + b")"


def _streams(pdf: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Each stream: where its word stands, its bytes as they are in the file, where it ends."""
    position = 0
    while (start := pdf.find(b"stream", position)) >= 0:
        begin = start + 6
        if pdf[begin : begin + 1] not in (b"\r", b"\n"):
            position = begin
            continue
        begin += 2 if pdf[begin : begin + 2] == b"\r\n" else 1
        lengths = _LENGTH.findall(pdf, max(position, start - 2000), start)
        size = int(lengths[-1]) if lengths and len(lengths[-1]) < 12 else 0
        end = pdf.find(b"endstream", begin + size if begin + size < len(pdf) else begin)
        if end < 0:
            return
        yield start, pdf[begin:end], end + 9
        position = end + 9


def _unpacked(dictionary: bytes, body: bytes) -> bytes:
    """A stream's content, up to a limit; nothing where it is packed in a way that text never is."""
    packing = _FILTER.search(dictionary)
    if packing is None:
        return body[:_MOST_UNPACKED]
    if packing[1] != b"FlateDecode":
        return b""
    try:
        return zlib.decompressobj().decompress(body, _MOST_UNPACKED)
    except zlib.error:
        return b""


def _decoded(content: bytes) -> str:
    """An XMP packet as text (ISO 16684-1: UTF-8, or UTF-16 with a mark)."""
    if content[:2] in (b"\xfe\xff", b"\xff\xfe"):
        return content.decode("utf-16", "replace")
    return content.decode("utf-8-sig", "replace")
