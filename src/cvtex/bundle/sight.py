"""The sight of a PDF: what pdfium, which wrote none of it, sees of its pages, links, places, bookmarks and page labels."""

import ctypes
import hashlib
import logging
from collections.abc import Iterator
from typing import Any

from cvtex.values import dataclass
from cvtex.verify.readers import open_pdfium

Place = tuple[int, int, tuple[float, ...]]
"""A page, from 0 (-1 for none), how it is shown there (pdfium's number for Fit, XYZ, …), and the numbers that go with it."""

Box = tuple[float, float, float, float]
DEPTH = 64
"""Levels of bookmarks that are looked at in a part."""

_NESTED = 200
_PIXELS = 250_000.0  # a page is looked at in so many
_ADDRESS = 3  # PDFACTION_URI
_WITHIN = (0, 1, _ADDRESS)  # no action at all, PDFACTION_GOTO: the rest leads into other files


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its box in PDF points, its web address, or else the place that it leads to."""

    box: Box
    address: str
    place: Place


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its size in PDF points as it is shown, its text, a digest of its picture, and its links."""

    width: float
    height: float
    text: str
    look: bytes
    links: tuple[Link, ...]
    tags: "tuple[Tag, ...]" = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: its kind, the words that are read instead of it, its language, the pieces of the page that it holds, and more tags."""

    kind: str
    words: tuple[str, ...]
    pieces: tuple[int, ...]
    within: "tuple[Tag, ...]"


@dataclass(frozen=True, slots=True)
class Mark:
    """A bookmark: its level from 0, its title, where it leads."""

    level: int
    title: str
    place: Place


@dataclass(frozen=True, slots=True)
class Sight:
    """All that is seen of a PDF; `places` are its named destinations, `labels` the names of its pages."""

    leaves: tuple[Leaf, ...]
    marks: tuple[Mark, ...]
    places: tuple[tuple[str, Place], ...]
    labels: tuple[str, ...]


def see(pdf: bytes, name: str = "", *, depth: int = DEPTH) -> Sight:
    """Look at a PDF, and at bookmarks on so many levels.

    Raises UnreadableError for what pdfium cannot open, PdfiumError for a page that it cannot.
    """
    import pypdfium2.raw as raw

    logging.getLogger("pypdfium2").setLevel(logging.CRITICAL)  # of a ring of bookmarks, the proof will tell
    document = open_pdfium(pdf, name)
    leaves, labels = [], []
    for index, page in enumerate(document):
        leaves.append(_leaf(document, page, raw))
        # pdfium has no label for a page where the file names none.
        labels.append(_wide(lambda *to, at=index: raw.FPDF_GetPageLabel(document, at, *to)) or str(index + 1))
        page.close()
    marks = tuple(
        Mark(item.level, item.get_title(), _bookmarked(document, item, raw))
        for item in document.get_toc(max_depth=depth)
    )
    places = tuple(sorted(_named(document, raw)))
    document.close()
    return Sight(tuple(leaves), marks, places, tuple(labels))


def see_tags(pdf: bytes) -> tuple[tuple[Tag, ...], ...]:
    """The tags alone, page by page. Raises as `see` does."""
    import pypdfium2.raw as raw

    document = open_pdfium(pdf)
    tags = []
    for page in document:
        tags.append(_tags(page, raw))
        page.close()
    document.close()
    return tuple(tags)


def below_the_part(tags: tuple[Tag, ...]) -> tuple[Tag, ...]:
    """The tags of a page of a bundle as its part has them: below the whole document and the part."""
    for kind in ("Document", "Part"):
        if [tag.kind for tag in tags] == [kind]:
            tags = tags[0].within
    return tags


def _leaf(document: Any, page: Any, raw: Any) -> Leaf:
    width, height = page.get_size()
    words = page.get_textpage()
    text = words.get_text_range()
    words.close()
    scale = min(1.0, (_PIXELS / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, may_draw_forms=False, draw_annots=False)
    look = hashlib.sha256(bytes(bitmap.buffer)).digest()
    bitmap.close()
    return Leaf(width, height, text, look, tuple(_links(document, page, raw)), _tags(page, raw))


def _tags(page: Any, raw: Any) -> tuple[Tag, ...]:
    """The tags that hold something of a page, from the outermost in."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return ()
    tops = [raw.FPDF_StructTree_GetChildAtIndex(tree, i) for i in range(raw.FPDF_StructTree_CountChildren(tree))]
    tags = tuple(_tag(top, raw, _NESTED) for top in tops if top)
    raw.FPDF_StructTree_Close(tree)
    return tags


def _tag(element: Any, raw: Any, depth: int) -> Tag:
    ask = (raw.FPDF_StructElement_GetAltText, raw.FPDF_StructElement_GetActualText, raw.FPDF_StructElement_GetLang)
    kind, *words = (
        _wide(lambda *to, asked=asked: asked(element, *to)) for asked in (raw.FPDF_StructElement_GetType, *ask)
    )
    numbers = range(raw.FPDF_StructElement_CountChildren(element) if depth else 0)
    pieces = tuple(raw.FPDF_StructElement_GetChildMarkedContentID(element, number) for number in numbers)
    children = [raw.FPDF_StructElement_GetChildAtIndex(element, number) for number in numbers]
    return Tag(kind, tuple(words), pieces, tuple(_tag(child, raw, depth - 1) for child in children if child))


def _links(document: Any, page: Any, raw: Any) -> Iterator[Link]:
    """The links of a page that lead to an address or to a place in the file."""
    position, link, rectangle = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    while raw.FPDFLink_Enumerate(page, position, link):
        action = raw.FPDFLink_GetAction(link)
        kind = raw.FPDFAction_GetType(action) if action else 0
        place = _place(document, raw.FPDFLink_GetDest(document, link), raw)
        if kind not in _WITHIN or (kind != _ADDRESS and place[0] < 0):
            continue
        address = (
            _narrow(lambda *to, it=action: raw.FPDFAction_GetURIPath(document, it, *to)) if kind == _ADDRESS else ""
        )
        raw.FPDFLink_GetAnnotRect(link, rectangle)
        box = tuple(round(side, 2) for side in (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
        yield Link((box[0], box[1], box[2], box[3]), address, place)


def _bookmarked(document: Any, item: Any, raw: Any) -> Place:
    """Where a bookmark leads within the file."""
    action = raw.FPDFBookmark_GetAction(item)
    within = not action or raw.FPDFAction_GetType(action) in _WITHIN
    return _place(document, raw.FPDFBookmark_GetDest(document, item) if within else None, raw)


def _place(document: Any, destination: Any, raw: Any) -> Place:
    if not destination:
        return (-1, 0, ())
    count, numbers = ctypes.c_ulong(), (ctypes.c_float * 4)()
    kind = raw.FPDFDest_GetView(destination, count, numbers)
    index = raw.FPDFDest_GetDestPageIndex(document, destination)
    return (index, kind, tuple(round(number, 2) for number in numbers[: count.value]))


def _named(document: Any, raw: Any) -> Iterator[tuple[str, Place]]:
    for index in range(raw.FPDF_CountNamedDests(document)):
        size = ctypes.c_long(0)
        raw.FPDF_GetNamedDest(document, index, None, size)
        buffer = ctypes.create_string_buffer(max(size.value, 2))
        found = raw.FPDF_GetNamedDest(document, index, buffer, size)
        if found:
            yield buffer.raw[: max(size.value - 2, 0)].decode("utf-16-le", "replace"), _place(document, found, raw)


def _wide(ask: Any) -> str:
    """A text that pdfium gives in UTF-16 with a zero at its end."""
    size = ask(None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    ask(buffer, size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")


def _narrow(ask: Any) -> str:
    """A text that pdfium gives as bytes with a zero at its end."""
    size = ask(None, 0)
    buffer = ctypes.create_string_buffer(max(size, 1))
    ask(buffer, size)
    return buffer.raw[: max(size - 1, 0)].decode("utf-8", "replace")
