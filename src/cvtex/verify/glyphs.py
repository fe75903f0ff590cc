"""What pdfium sees of a page: each glyph's character, box, baseline, font, size and colour, and the page as a picture."""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cvtex.verify.evidence import Box, Picture, Style

_NAME_LENGTH = 128
_LARGEST_PICTURE = 4_000_000  # square points: eight sheets of A4
_INVISIBLE = 3
_MOST_OBJECTS = 20_000
_MOST_NESTED = 4


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One page by pdfium; see evidence.Page for what stands at each index."""

    width: float
    height: float
    text: str
    boxes: tuple[Box | None, ...]
    baselines: tuple[float | None, ...]
    styles: tuple[Style | None, ...]
    picture: Picture | None
    drawings: tuple[Box, ...] = ()
    images: int = 0


def read_glyphs(page: Any, *, pictured: bool) -> Glyphs:
    """All that pdfium sees of one page; its picture only where it is asked for."""
    text_page = page.get_textpage()
    turn = _turned(page.get_cropbox(), page.get_rotation())
    width, height = page.get_size()
    text, boxes, baselines, styles = _characters(text_page, turn)
    text_page.close()
    picture = _picture(page) if pictured and width * height <= _LARGEST_PICTURE else None
    drawings, images = _drawings(page, turn)
    return Glyphs(width, height, text, boxes, baselines, styles, picture, drawings, images)


def _characters(
    text_page: Any, turn: Callable[[Box], Box]
) -> tuple[str, tuple[Box | None, ...], tuple[float | None, ...], tuple[Style | None, ...]]:
    import pypdfium2.raw as raw

    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    characters: list[str] = []
    boxes: list[Box | None] = []
    baselines: list[float | None] = []
    styles: list[Style | None] = []
    known: dict[int, Style] = {}
    handle = text_page.raw
    for index in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, index)
        characters.append(chr(code) if code < 0x110000 else "\ufffd")
        owner = raw.FPDFText_GetTextObject(handle, index)
        if not owner or not raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top):
            boxes.append(None)
            baselines.append(None)
            styles.append(None)
            continue
        address = ctypes.cast(owner, ctypes.c_void_p).value or 0
        if address not in known:
            known[address] = _style(handle, index, owner)
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        boxes.append(turn((left.value, bottom.value, right.value, top.value)))
        baselines.append(turn((x.value, y.value, x.value, y.value))[1])
        styles.append(known[address])
    return "".join(characters), tuple(boxes), tuple(baselines), tuple(styles)


def _style(handle: Any, index: int, owner: Any) -> Style:
    import pypdfium2.raw as raw

    name = ctypes.create_string_buffer(_NAME_LENGTH)
    font = raw.FPDFTextObj_GetFont(owner)
    raw.FPDFFont_GetBaseFontName(font, name, _NAME_LENGTH)
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(handle, index, matrix)
    # The height of a unit of text space on the page, whichever way the text is turned.
    size = raw.FPDFText_GetFontSize(handle, index) * (matrix.c**2 + matrix.d**2) ** 0.5
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    told = raw.FPDFText_GetFillColor(handle, index, red, green, blue, alpha)
    colour = (red.value, green.value, blue.value) if told else None
    mode = raw.FPDFTextObj_GetTextRenderMode(owner) if not told or alpha.value else _INVISIBLE
    return _same_style(
        name.value.decode("utf-8", "replace"), round(size, 2), colour, raw.FPDFFont_GetWeight(font), mode
    )


@lru_cache(maxsize=1000)
def _same_style(font: str, size: float, colour: tuple[int, int, int] | None, weight: int, mode: int) -> Style:
    """One value for one style: checks compare it ten thousand times."""
    return Style(font, size, colour, weight, mode)


def _drawings(page: Any, turn: Callable[[Box], Box]) -> tuple[tuple[Box, ...], int]:
    """The boxes of the lines, shapes and pictures that stand on a page itself, and the number of all its pictures."""
    import pypdfium2.raw as raw

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    boxes: list[Box] = []
    images = 0
    for index in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        item = raw.FPDFPage_GetObject(page.raw, index)
        kind = raw.FPDFPageObj_GetType(item)
        images += _images(item, kind, _MOST_NESTED)
        if kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING) and (
            raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
        ):
            boxes.append(turn((left.value, bottom.value, right.value, top.value)))
    return tuple(boxes), images


def _images(item: Any, kind: int, depth: int) -> int:
    """How many pictures an object of a page is or holds."""
    import pypdfium2.raw as raw

    if kind != raw.FPDF_PAGEOBJ_FORM or not depth:
        return int(kind == raw.FPDF_PAGEOBJ_IMAGE)
    inner = [
        raw.FPDFFormObj_GetObject(item, index)
        for index in range(min(raw.FPDFFormObj_CountObjects(item), _MOST_OBJECTS))
    ]
    return sum(_images(other, raw.FPDFPageObj_GetType(other), depth - 1) for other in inner)


def _turned(frame: Box, rotation: int) -> Callable[[Box], Box]:
    """From the coordinates of a page's content to those of the page as it is seen."""
    x0, y0, x1, y1 = frame
    around: dict[int, Callable[[Box], Box]] = {
        0: lambda box: (box[0] - x0, box[1] - y0, box[2] - x0, box[3] - y0),
        90: lambda box: (box[1] - y0, x1 - box[2], box[3] - y0, x1 - box[0]),
        180: lambda box: (x1 - box[2], y1 - box[3], x1 - box[0], y1 - box[1]),
        270: lambda box: (y1 - box[3], box[0] - x0, y1 - box[1], box[2] - x0),
    }
    return around[rotation]


def _picture(page: Any) -> Picture:
    bitmap = page.render(scale=1, grayscale=True, may_draw_forms=False)
    return Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
