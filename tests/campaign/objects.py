"""Mutations of a PDF's fonts and pages."""

import re
from collections.abc import Callable
from random import Random
from typing import Any

import pypdf
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)

from tests.campaign.mutation import Change, Good, kind
from tests.verify.pdfs import changed

Make = Callable[[pypdf.PdfWriter, Random], str | None]


class _Unchanged(Exception):
    """There was nothing to change at this draw."""


def written(name: str, *, once: bool = False) -> Callable[[Make], Make]:
    """Register a kind that changes objects; the maker says what it did, or None if it could not."""

    def register(make: Make) -> Make:
        @kind(name, once=once)
        def change(good: Good, chance: Random) -> Change | None:
            said = ""

            def once_only(writer: pypdf.PdfWriter) -> None:
                nonlocal said
                told = make(writer, chance)
                if told is None:
                    raise _Unchanged
                said = told

            try:
                content = changed(good.pdf, once_only)
            except _Unchanged:
                return None
            return Change(said, content)

        return make

    return register


def fonts(writer: pypdf.PdfWriter) -> list[Any]:
    """Every font once, in the order of the pages."""
    seen: dict[int, Any] = {}
    for page in writer.pages:
        resources: Any = page["/Resources"]
        for reference in resources["/Font"].values():
            seen.setdefault(reference.idnum, reference.get_object())
    return list(seen.values())


def _font(writer: pypdf.PdfWriter, chance: Random) -> tuple[Any, str]:
    font = chance.choice(fonts(writer))
    return font, str(font["/BaseFont"])[1:]


@written("pdf-font-unicode-map-dropped")
def unicode_map_dropped(writer: pypdf.PdfWriter, chance: Random) -> str:
    font, name = _font(writer, chance)
    del font["/ToUnicode"]
    return f"the Unicode map of {name} was dropped"


def _mapped(name: str, pattern: bytes, news: tuple[bytes, ...], what: str) -> None:
    """Register a kind that changes one entry of a Unicode map; group 1 of the pattern is what it maps to."""

    @written(name)
    def make(writer: pypdf.PdfWriter, chance: Random) -> str:
        entries = [
            (font, entry)
            for font in fonts(writer)
            for entry in re.finditer(pattern, font["/ToUnicode"].get_object().get_data(), re.MULTILINE)
        ]
        font, entry = chance.choice(entries)
        new = chance.choice(news)
        font["/ToUnicode"].get_object().set_data(entry.string[: entry.start(1)] + new + entry.string[entry.end(1) :])
        return f"{what} of {str(font['/BaseFont'])[1:]} is read as {new.decode()}, not {entry[1].decode()}"


_mapped("pdf-bullet-read-as-a-letter", rb"^<[0-9A-F]{2}> <(2022|00B7|25E6)>$", (b"0066", b"0131"), "a bullet")
_mapped(
    "pdf-dash-read-otherwise", rb"^<[0-9A-F]{2}>(?: <[0-9A-F]{2}>)? <(2013)>$", (b"002D", b"2014", b"007B"), "a dash"
)
_mapped(
    "pdf-letters-read-otherwise",
    rb"^<[0-9A-F]{2}> <[0-9A-F]{2}> <(0028|0061)>$",
    (b"0062", b"E061", b"0410"),
    "a letter",
)
_mapped(
    "pdf-ligature-lost",
    rb"^<[0-9A-F]{2}> <(006600(?:66|69|6C)(?:00(?:69|6C))?)>$",
    (b"0066", b"200B", b"FFFD", b"0020", b"001C"),
    "a ligature",
)


@written("pdf-font-unicode-map-altered")
def unicode_map_altered(writer: pypdf.PdfWriter, chance: Random) -> str | None:
    font, name = _font(writer, chance)
    stream = font["/ToUnicode"].get_object()
    data = stream.get_data()
    entries = list(re.finditer(rb"^<[0-9A-F]{2}> <([0-9A-F]{4})>$", data, re.MULTILINE))
    if not entries:
        return None
    entry = chance.choice(entries)
    new = chance.choice((b"0078", b"E000", b"FFFD", b"0020"))
    stream.set_data(data[: entry.start(1)] + new + data[entry.end(1) :])
    return f"the Unicode map of {name} has {new.decode()}, not {entry[1].decode()}"


@written("pdf-font-unicode-maps-swapped")
def unicode_maps_swapped(writer: pypdf.PdfWriter, chance: Random) -> str:
    first, second = chance.sample(fonts(writer), 2)
    one, other = first.raw_get("/ToUnicode"), second.raw_get("/ToUnicode")
    first[NameObject("/ToUnicode")], second[NameObject("/ToUnicode")] = other, one
    return f"the Unicode maps of {first['/BaseFont']} and {second['/BaseFont']} were swapped"


@written("pdf-font-file-dropped")
def font_file_dropped(writer: pypdf.PdfWriter, chance: Random) -> str:
    font, name = _font(writer, chance)
    descriptor = font["/FontDescriptor"]
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        descriptor.pop(key, None)
    return f"the file of {name} was dropped"


@written("pdf-font-file-emptied")
def font_file_emptied(writer: pypdf.PdfWriter, chance: Random) -> str:
    font, name = _font(writer, chance)
    descriptor = font["/FontDescriptor"]
    key = next(key for key in ("/FontFile", "/FontFile2", "/FontFile3") if key in descriptor)
    descriptor[key].get_object().set_data(b"%!")
    return f"the file of {name} was emptied"


@written("pdf-font-files-swapped")
def font_files_swapped(writer: pypdf.PdfWriter, chance: Random) -> str:
    first, second = chance.sample(fonts(writer), 2)
    one, other = first.raw_get("/FontDescriptor"), second.raw_get("/FontDescriptor")
    first[NameObject("/FontDescriptor")], second[NameObject("/FontDescriptor")] = other, one
    return f"the files of {first['/BaseFont']} and {second['/BaseFont']} were swapped"


@written("pdf-font-encoding-altered")
def encoding_altered(writer: pypdf.PdfWriter, chance: Random) -> str | None:
    font, name = _font(writer, chance)
    encoding = font.get("/Encoding")
    if encoding is None or "/Differences" not in encoding.get_object():
        return None
    differences = encoding.get_object()["/Differences"]
    place = chance.choice([index for index, item in enumerate(differences) if isinstance(item, NameObject)])
    old, differences[place] = differences[place], NameObject("/x")
    return f"the encoding of {name} has /x, not {old}"


@written("pdf-font-widths-altered")
def widths_altered(writer: pypdf.PdfWriter, chance: Random) -> str | None:
    font, name = _font(writer, chance)
    widths = font["/Widths"].get_object()
    places = [index for index, width in enumerate(widths) if width]
    for place in places:
        widths[place] = FloatObject(float(widths[place]) * 1.6)
    return f"the widths of {name} were enlarged"


@written("pdf-font-replaced")
def font_replaced(writer: pypdf.PdfWriter, chance: Random) -> str:
    font, name = _font(writer, chance)
    for key in ("/FontDescriptor", "/ToUnicode", "/Widths", "/FirstChar", "/LastChar"):
        font.pop(key, None)
    font[NameObject("/BaseFont")] = NameObject("/Helvetica")
    return f"{name} became Helvetica"


@written("pdf-font-lost")
def font_lost(writer: pypdf.PdfWriter, chance: Random) -> str | None:
    page: Any = chance.choice(list(writer.pages))
    held = page["/Resources"]["/Font"]
    name = chance.choice(sorted(held))
    del held[name]
    return f"page {writer.pages.index(page) + 1}: the font {name} is not among its resources"


def _page(writer: pypdf.PdfWriter, chance: Random) -> tuple[Any, int]:
    number = chance.randrange(len(writer.pages))
    return writer.pages[number], number + 1


def _kids(writer: pypdf.PdfWriter) -> Any:
    root: Any = writer._root_object
    return root["/Pages"]["/Kids"]


@written("pdf-page-removed")
def page_removed(writer: pypdf.PdfWriter, chance: Random) -> str:
    _, number = _page(writer, chance)
    writer.remove_page(number - 1)
    return f"page {number} was removed"


@written("pdf-page-doubled")
def page_doubled(writer: pypdf.PdfWriter, chance: Random) -> str:
    page, number = _page(writer, chance)
    writer.insert_page(page, number)
    return f"page {number} was doubled"


@written("pdf-pages-swapped")
def pages_swapped(writer: pypdf.PdfWriter, chance: Random) -> str:
    kids = _kids(writer)
    first, second = sorted(chance.sample(range(len(kids)), 2))
    kids[first], kids[second] = kids[second], kids[first]
    return f"pages {first + 1} and {second + 1} were swapped"


@written("pdf-page-added")
def page_added(writer: pypdf.PdfWriter, chance: Random) -> str:
    number = chance.randrange(len(writer.pages) + 1)
    writer.insert_blank_page(612, 792, number)
    return f"a blank page was added before page {number + 1}"


@written("pdf-page-rotated")
def page_rotated(writer: pypdf.PdfWriter, chance: Random) -> str:
    page, number = _page(writer, chance)
    turn = chance.choice((90, 180, 270))
    page.rotate(turn)
    return f"page {number} was turned by {turn}°"


def _boxed(name: str, key: str, box: tuple[int, int, int, int], what: str) -> None:
    @written(name)
    def make(writer: pypdf.PdfWriter, chance: Random) -> str:
        page, number = _page(writer, chance)
        page[NameObject(key)] = RectangleObject(box)
        return f"page {number}: {what}"


_boxed("pdf-page-cropped", "/CropBox", (0, 300, 612, 792), "the lower part was cropped away")
_boxed("pdf-page-cropped-a-little", "/CropBox", (70, 20, 560, 770), "its margins were cropped away")
_boxed("pdf-page-smaller", "/MediaBox", (0, 0, 500, 792), "its paper is narrower")
_boxed("pdf-page-larger", "/MediaBox", (0, 0, 842, 1191), "its paper is A3")
_boxed("pdf-page-shifted", "/MediaBox", (-100, 0, 512, 792), "its paper was shifted to the left")


@written("pdf-page-unit")
def page_unit(writer: pypdf.PdfWriter, chance: Random) -> str:
    page, number = _page(writer, chance)
    page[NameObject("/UserUnit")] = NumberObject(2)
    return f"page {number} has units of two points"


@written("pdf-page-hidden-layer")
def hidden_layer(writer: pypdf.PdfWriter, chance: Random) -> str:
    """All that a page draws belongs to a layer that is switched off."""
    page, number = _page(writer, chance)
    root: Any = writer._root_object
    named = {NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject("Off")}
    layer = writer._add_object(DictionaryObject(named))
    shown = DictionaryObject({NameObject("/OFF"): ArrayObject([layer])})
    root[NameObject("/OCProperties")] = DictionaryObject(
        {NameObject("/OCGs"): ArrayObject([layer]), NameObject("/D"): shown}
    )
    page["/Resources"][NameObject("/Properties")] = DictionaryObject({NameObject("/Off"): layer})
    stream = page["/Contents"].get_object()
    stream.set_data(b"/OC /Off BDC\n" + stream.get_data() + b"\nEMC")
    return f"page {number} is a layer that is switched off"


@written("pdf-page-transparent")
def transparent(writer: pypdf.PdfWriter, chance: Random) -> str:
    page, number = _page(writer, chance)
    state = DictionaryObject({NameObject("/ca"): FloatObject(0.08)})
    page["/Resources"][NameObject("/ExtGState")] = DictionaryObject({NameObject("/Thin"): state})
    stream = page["/Contents"].get_object()
    stream.set_data(b"/Thin gs\n" + stream.get_data())
    return f"page {number} is all but transparent"
