"""The second reader, pypdf: another text of each page, fonts and links, and what the file says of itself."""

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from types import MappingProxyType
from typing import Any

from cvtex.patterns import regex
from cvtex.values import replace
from cvtex.verify.actualtext import with_meanings
from cvtex.verify.evidence import Font, Link, Second
from cvtex.verify.structure import read_structure

_NOTHING_KNOWN: Mapping[int, str] = MappingProxyType({})
_MOST_NESTED = 8
_GLYPH_ZERO = regex(rb"<0000>\s*<([0-9A-Fa-f]+)>")
_LONGEST_MAP = 200_000
# What no document has a business to do or hold (ISO 32000-1, tables 169 and 198).
_ACTIONS = {
    "/Launch": "a link that starts a program",
    "/JavaScript": "JavaScript",
    "/SubmitForm": "a form",
    "/ResetForm": "a form",
    "/ImportData": "a form",
}
_ANNOTATIONS = {"/FileAttachment": "an attached file", "/Widget": "a form"}
_ANNOTATIONS |= dict.fromkeys(
    ("/Text", "/FreeText", "/Stamp", "/Ink", "/Highlight", "/StrikeOut", "/Square"), "a comment"
)


def load_library() -> None:
    """Import the reader: for whoever has time now."""
    from cvtex.pypdfalone import pypdf

    del pypdf


def read_second(
    pdf: bytes, known: Callable[[], Mapping[int, str]] = lambda: _NOTHING_KNOWN, *, worded: bool = True
) -> Second:
    """What pypdf sees, with the texts of the pages unless they are not asked for.

    `known` gives texts of pages, by number, that need not be read again: it is called when all else has been read. Raises
    whatever it may at a file that is damaged.
    """
    import logging

    from cvtex.pypdfalone import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    root = _object(reader.trailer["/Root"])
    second = Second(
        texts=(),
        fonts=tuple(_fonts(reader)),
        links=tuple(_links(reader)),
        destinations=dict(_destinations(reader)),
        metadata=tuple((str(key), str(_object(value))) for key, value in (reader.metadata or {}).items()),
        language=str(_value(root, "/Lang", "")),
        # Not by its truth: pypdf's false is an object, and true as such.
        shows_title=str(_value(_value(root, "/ViewerPreferences", {}), "/DisplayDocTitle", False)) in ("True", "true"),
        encrypted=reader.is_encrypted,
        active=tuple(_active(root, reader)),
        structure=read_structure(reader, pdf),
    )
    return replace(second, texts=tuple(_texts(reader, known()))) if worded else second


@contextmanager
def _from_left() -> Iterator[None]:
    """Have pypdf tell the glyphs as they are shown; it would turn stretches about by rules of its own (`extract_text`)."""
    from pypdf._text_extraction import set_custom_rtl
    from pypdf._utils import RTL_CHARACTER_RANGES

    ranges = (range(ord(first), ord(last) + 1) for first, last in RTL_CHARACTER_RANGES)
    set_custom_rtl(specials="".join(map(chr, chain.from_iterable(ranges))))
    try:
        yield
    finally:
        set_custom_rtl(specials="")


def _texts(reader: Any, known: Mapping[int, str]) -> Iterator[str]:
    for number, page in enumerate(reader.pages, 1):
        if number in known:
            yield known[number]
        else:
            with_meanings(page)
            with _from_left():
                text = str(page.extract_text())
            yield text


def _object(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _value(dictionary: Any, key: str, default: Any) -> Any:
    """An entry of a dictionary, which may be written elsewhere in the file; null is no entry (ISO 32000-1, 7.3.9)."""
    value = _object(dictionary.get(key, default))
    return default if value is None or type(value).__name__ == "NullObject" else value


def _destinations(reader: Any) -> Iterator[tuple[str, tuple[int, float]]]:
    for name, place in reader.named_destinations.items():
        page = reader.get_destination_page_number(place)
        top = place.top
        yield str(name), ((page or 0) + 1, float(top) if isinstance(top, (int, float)) else 0.0)


def _fonts(reader: Any) -> Iterator[Font]:
    seen: set[int] = set()
    for number, page in enumerate(reader.pages, 1):
        for font in _fonts_of(_value(page, "/Resources", {}), _MOST_NESTED):
            if id(font) not in seen:
                seen.add(id(font))
                yield _font(font, number)


def _fonts_of(resources: Any, depth: int) -> Iterator[Any]:
    """The fonts of a page, and of the pictures and included pages that it shows."""
    for reference in _value(resources, "/Font", {}).values():
        yield _object(reference)
    for reference in _value(resources, "/XObject", {}).values() if depth else ():
        inner = _value(_object(reference), "/Resources", None)
        if inner:
            yield from _fonts_of(inner, depth - 1)


def _font(font: Any, page: int) -> Font:
    kind = str(_value(font, "/Subtype", "")).lstrip("/")
    name = str(_value(font, "/BaseFont", font.get("/Name", "?"))).lstrip("/")
    inner = _object(_object(font["/DescendantFonts"])[0]) if kind == "Type0" else font
    descriptor = _value(inner, "/FontDescriptor", {})
    embedded = kind == "Type3" or any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    subset = len(name) > 7 and name[6] == "+"
    mapped = "/ToUnicode" in font
    undefined = _undefined(font) if mapped and kind == "Type0" else ""
    return Font(
        name[7:] if subset else name,
        kind,
        embedded,
        subset,
        mapped,
        page,
        kind in ("Type1", "TrueType", "MMType1"),
        undefined,
    )


def _undefined(font: Any) -> str:
    """The characters that the Unicode map of a font gives to its glyph 0 (ISO 32000-1, 9.10.3: bfchar)."""
    table = _object(font["/ToUnicode"])
    if not hasattr(table, "get_data"):
        return ""
    found = _GLYPH_ZERO.search(table.get_data()[:_LONGEST_MAP])
    text = bytes.fromhex(found[1].decode()).decode("utf-16-be", "replace") if found and len(found[1]) % 4 == 0 else ""
    return "".join(
        character for character in text if character.isprintable() and not character.isspace() and character != "\ufffd"
    )


def _annotations(reader: Any) -> Iterator[tuple[int, Any]]:
    for number, page in enumerate(reader.pages, 1):
        for reference in _value(page, "/Annots", []) or []:
            yield number, _object(reference)


def _links(reader: Any) -> Iterator[Link]:
    for number, annotation in _annotations(reader):
        if _value(annotation, "/Subtype", "") != "/Link":
            continue
        action = _value(annotation, "/A", {})
        target = _value(action, "/D", _value(annotation, "/Dest", ""))
        corners = _numbers(_value(annotation, "/Rect", []))
        if len(corners) != 4:
            continue
        x0, x1 = sorted((corners[0], corners[2]))
        y0, y1 = sorted((corners[1], corners[3]))
        uri = str(_value(action, "/URI", ""))
        yield Link(number, (x0, y0, x1, y1), uri, str(target) if isinstance(target, str) else "")


def _numbers(values: Any) -> list[float]:
    """The numbers of an array; what is none is left out."""
    found = [_object(value) for value in values] if isinstance(values, list) else []
    return [float(value) for value in found if isinstance(value, (int, float))]


def _active(root: Any, reader: Any) -> Iterator[str]:
    """What a document has no business to hold: scripts, forms, attached files, actions at opening."""
    names = _value(root, "/Names", {})
    opening = _value(root, "/OpenAction", [])  # a place to open at is no action
    acts = isinstance(opening, dict) and _value(opening, "/S", "") != "/GoTo"
    annotations = [annotation for _, annotation in _annotations(reader)]
    actions = {str(_value(_value(annotation, "/A", {}), "/S", "")) for annotation in annotations}
    kinds = {str(_value(annotation, "/Subtype", "")) for annotation in annotations}
    found = {
        "JavaScript": "/JavaScript" in names,
        "an attached file": "/EmbeddedFiles" in names or "/AF" in root,
        "a form": "/AcroForm" in root,
        "pages in a unit of their own": any(_value(page, "/UserUnit", 1) != 1 for page in reader.pages),
        "an instruction to fill the screen": _value(root, "/PageMode", "") == "/FullScreen",
        "an action at opening": acts or "/AA" in root or any("/AA" in page for page in reader.pages),
    }
    present = [name for name, there in found.items() if there]
    present += [name for kind, name in _ACTIONS.items() if kind in actions]
    present += [name for kind, name in _ANNOTATIONS.items() if kind in kinds]
    yield from dict.fromkeys(present)
