"""Pages as pictures: rendered by pdfium, written as PNG."""

import struct
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator

from cvtex.values import dataclass

RESOLUTION = 100
"""Pixels an inch."""
MOST_PIXELS = 2_000_000
LONGEST = 4_000
"""A page larger than a sheet is drawn smaller: no picture has more pixels, and no side of one is longer."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as it is seen: its number, its size in PDF points, its pixels as a PNG file."""

    number: int
    width: float
    height: float
    png: bytes

    @property
    def address(self) -> str:
        """The picture as a data URI (RFC 2397)."""
        return f"data:image/png;base64,{b64encode(self.png).decode()}"


def pictures(pdf: bytes, numbers: Iterable[int]) -> Iterator[PagePicture]:
    """The pages of these numbers, counted from 1; a page that pdfium cannot draw is left out."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return
    for number in numbers:
        if not 0 < number <= len(document):
            continue
        try:
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(RESOLUTION / 72, (MOST_PIXELS / max(width * height, 1)) ** 0.5, LONGEST / max(width, height, 1))
            bitmap = page.render(scale=scale, rev_byteorder=True)
        except pypdfium2.PdfiumError:
            continue
        yield PagePicture(number, width, height, _png(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)))
        bitmap.close()
        page.close()
    document.close()


def _png(width: int, height: int, stride: int, rgb: bytes) -> bytes:
    """A PNG file of eight-bit RGB pixels (W3C, PNG specification, third edition), no line filtered.

    `stride` is the number of bytes from one line of pixels to the next.
    """
    lines = b"".join(b"\x00" + rgb[y * stride : y * stride + 3 * width] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
