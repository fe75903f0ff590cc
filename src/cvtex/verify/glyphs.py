"""What pdfium sees of a page: each glyph's character, box, baseline, font, size and colour, and the page as a picture."""

import ctypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from cvtex.verify import pdfium
from cvtex.verify.evidence import Box, Page, Picture, Shown, Style
from cvtex.verify.marked import read_pieces
from cvtex.verify.pictures import read_shown
from cvtex.verify.seenlines import Glyphs, as_placed

_NAME_LENGTH = 128
_LARGEST_PICTURE = 4_000_000  # square points: eight sheets of A4
_INVISIBLE = 3
_MOST_OBJECTS = 20_000
_MOST_NESTED = 4
_MOST_SHOWN = 20


def read_page(page: Any, number: int, *, pictured: bool) -> Page:
    """All that pdfium sees of one page; its picture only where it is asked for."""
    text_page = page.get_textpage()
    turn = _turned(page.get_cropbox(), page.get_rotation())
    width, height = page.get_size()
    text, boxes, baselines, styles = _characters(text_page, turn)

    def widths(places: Sequence[int]) -> list[Box]:
        return [turn(box) for box in pdfium.widths(pdfium.address(text_page.raw), places)]

    order, text = as_placed(Glyphs(text, boxes, baselines, styles, widths)) or (None, text)
    pieces, unmarked = read_pieces(text_page.raw, text, order)
    text_page.close()
    second = pdfium.seconds(text)
    if second:
        order = [place for place in order or range(len(text)) if place not in second]
    if order:
        text = "".join(
            pdfium.joined(text[place : place + 2]) if place + 1 in second else text[place] for place in order
        )
        none = (None, None)  # of the white between words and of ends of lines
        boxes, baselines, styles = (*boxes, *none), (*baselines, *none), (*styles, *none)
        boxes, baselines = tuple(boxes[place] for place in order), tuple(baselines[place] for place in order)
        styles = tuple(styles[place] for place in order)
    picture = _picture(page) if pictured and width * height <= _LARGEST_PICTURE else None
    drawings, images, shown = _drawings(page, turn)
    return Page(
        number, width, height, text, boxes, baselines, styles, picture, drawings, images, shown, pieces, unmarked
    )


def _characters(
    text_page: Any, turn: Callable[[Box], Box]
) -> tuple[str, tuple[Box | None, ...], tuple[float | None, ...], tuple[Style | None, ...]]:
    import pypdfium2.raw as raw

    handle = text_page.raw
    page, count = pdfium.address(handle), raw.FPDFText_CountChars(handle)
    boxes = pdfium.boxes(page, count)
    owners = [owner if box else None for owner, box in zip(pdfium.owners(page, count), boxes, strict=True)]
    first = {owner: index for index, owner in zip(reversed(range(count)), reversed(owners), strict=True) if owner}
    styles = _styles(handle, first)
    return (
        pdfium.characters(page, count),
        tuple(turn(box) if box and owner else None for box, owner in zip(boxes, owners, strict=True)),
        _baselines(page, owners, first, turn),
        tuple(styles[owner] if owner else None for owner in owners),
    )


def _baselines(
    page: int, owners: list[int | None], first: dict[int, int], turn: Callable[[Box], Box]
) -> tuple[float | None, ...]:
    """The height of each glyph's origin. The glyphs of one text object stand in a line: its ends tell whether it is level."""
    last = {owner: index for index, owner in enumerate(owners) if owner}

    def heights(indices: Iterable[int]) -> Iterator[float]:
        return (turn((x, y, x, y))[1] for x, y in pdfium.origins(page, list(indices)))

    starts = zip(first, heights(first.values()), strict=True)
    level = dict(starts)
    ends = dict(zip(last, heights(last.values()), strict=True))
    sloping = {owner for owner, height in level.items() if ends[owner] != height}
    found = [level[owner] if owner else None for owner in owners]
    if sloping:
        indices = [index for index, owner in enumerate(owners) if owner in sloping]
        for index, height in zip(indices, heights(indices), strict=True):
            found[index] = height
    return tuple(found)


def _styles(handle: Any, first: dict[int, int]) -> dict[int, Style]:
    """How each text object is set, as its first glyph tells."""
    import pypdfium2.raw as raw

    fonts: dict[int, tuple[str, int]] = {}
    matrix = raw.FS_MATRIX()
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    styles: dict[int, Style] = {}
    for address, index in first.items():
        owner = raw.FPDFText_GetTextObject(handle, index)
        font = raw.FPDFTextObj_GetFont(owner)
        key = pdfium.address(font)
        name, weight = fonts[key] = fonts.get(key) or (_name(font), raw.FPDFFont_GetWeight(font))
        raw.FPDFText_GetMatrix(handle, index, matrix)
        # The height of a unit of text space on the page, whichever way the text is turned.
        size = raw.FPDFText_GetFontSize(handle, index) * (matrix.c**2 + matrix.d**2) ** 0.5
        told = raw.FPDFText_GetFillColor(handle, index, red, green, blue, alpha)
        colour = (red.value, green.value, blue.value) if told else None
        mode = raw.FPDFTextObj_GetTextRenderMode(owner) if not told or alpha.value else _INVISIBLE
        styles[address] = _same_style(name, round(size, 2), colour, weight, mode)
    return styles


def _name(font: Any) -> str:
    import pypdfium2.raw as raw

    name = ctypes.create_string_buffer(_NAME_LENGTH)
    raw.FPDFFont_GetBaseFontName(font, name, _NAME_LENGTH)
    return name.value.decode("utf-8", "replace")


@cache
def _same_style(font: str, size: float, colour: tuple[int, int, int] | None, weight: int, mode: int) -> Style:
    """One value for one style: checks compare it ten thousand times."""
    return Style(font, size, colour, weight, mode)


def _drawings(page: Any, turn: Callable[[Box], Box]) -> tuple[tuple[Box, ...], int, tuple[Shown, ...]]:
    """The boxes of the lines, shapes and pictures that stand on a page itself, the number of all its pictures, and the first ones."""
    import pypdfium2.raw as raw

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    boxes: list[Box] = []
    images = 0
    shown: list[Shown] = []
    for index in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        item = raw.FPDFPage_GetObject(page.raw, index)
        kind = raw.FPDFPageObj_GetType(item)
        images += _images(item, kind, _MOST_NESTED)
        if kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING) and (
            raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
        ):
            boxes.append(turn((left.value, bottom.value, right.value, top.value)))
            if kind == raw.FPDF_PAGEOBJ_IMAGE and len(shown) < _MOST_SHOWN:
                shown.append(read_shown(page, item, boxes[-1]))
    return tuple(boxes), images, tuple(shown)


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
        0: (lambda box: (box[0] - x0, box[1] - y0, box[2] - x0, box[3] - y0)) if x0 or y0 else (lambda box: box),
        90: lambda box: (box[1] - y0, x1 - box[2], box[3] - y0, x1 - box[0]),
        180: lambda box: (x1 - box[2], y1 - box[3], x1 - box[0], y1 - box[1]),
        270: lambda box: (y1 - box[3], box[0] - x0, y1 - box[1], box[2] - x0),
    }
    return around[rotation]


def _picture(page: Any) -> Picture:
    bitmap = page.render(scale=1, grayscale=True, may_draw_forms=False)
    return Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
