"""What pdfium sees of a picture on a page: where and how it is laid, its pixels, its stream."""

import ctypes
from typing import Any

from cvtex.verify.evidence import Box, Picture, Shown

_MOST_BYTES = 20_000_000
_MOST_POINTS = 4_000_000


def read_shown(page: Any, item: Any, box: Box) -> Shown:
    """An object of a page that is a picture, and its box."""
    import pypdfium2.raw as raw

    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    width, height = ctypes.c_uint(), ctypes.c_uint()
    raw.FPDFImageObj_GetImagePixelSize(item, width, height)
    laid = (matrix.a, matrix.b, matrix.c, matrix.d)
    return Shown(box, laid, width.value, height.value, _stream(item), _alone(page, item, box))


def _stream(item: Any) -> bytes:
    import pypdfium2.raw as raw

    size = raw.FPDFImageObj_GetImageDataRaw(item, None, 0)
    if not 0 < size <= _MOST_BYTES:
        return b""
    room = (ctypes.c_ubyte * size)()
    raw.FPDFImageObj_GetImageDataRaw(item, room, size)
    return bytes(room)


def _alone(page: Any, item: Any, box: Box) -> Picture | None:
    """The picture by itself, at about one pixel a point."""
    import pypdfium2.raw as raw

    if (box[2] - box[0]) * (box[3] - box[1]) > _MOST_POINTS:
        return None
    drawn = raw.FPDFImageObj_GetRenderedBitmap(page.pdf.raw, page.raw, item)
    if not drawn:
        return None
    try:
        width, height = raw.FPDFBitmap_GetWidth(drawn), raw.FPDFBitmap_GetHeight(drawn)
        stride, each = raw.FPDFBitmap_GetStride(drawn), _BYTES.get(raw.FPDFBitmap_GetFormat(drawn), 0)
        start = raw.FPDFBitmap_GetBuffer(drawn)
        if not each or not start or width * height > _MOST_POINTS:
            return None
        content = ctypes.string_at(start, stride * height)
    finally:
        raw.FPDFBitmap_Destroy(drawn)
    return Picture(width, height, width, _grey(content, width, height, stride, each))


_BYTES = {1: 1, 2: 3, 3: 4, 4: 4}
"""Bytes of a pixel by pdfium's formats: grey, BGR, BGRx, BGRA."""


def _grey(content: bytes, width: int, height: int, stride: int, each: int) -> bytes:
    """The lightness of each pixel."""
    rows = (content[row * stride : row * stride + width * each] for row in range(height))
    if each == 1:
        return b"".join(rows)
    grey = bytearray()
    for row in rows:
        colours = zip(row[::each], row[1::each], row[2::each], strict=True)
        grey += bytes((11 * blue + 59 * green + 30 * red) // 100 for blue, green, red in colours)
    return bytes(grey)
