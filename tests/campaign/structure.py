"""Mutations of a PDF's links, outline and metadata, and of what it may do."""

from random import Random
from typing import Any

import pypdf
from pypdf.annotations import FreeText, Link
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NullObject,
    StreamObject,
    TextStringObject,
)

from tests.campaign.objects import written
from tests.campaign.wording import letter_altered


def _root(writer: pypdf.PdfWriter) -> Any:
    return writer._root_object


def _link(writer: pypdf.PdfWriter, chance: Random) -> Any:
    page: Any = writer.pages[0]
    return chance.choice([reference.get_object() for reference in page["/Annots"]])


@written("pdf-link-removed")
def link_removed(writer: pypdf.PdfWriter, chance: Random) -> str:
    page: Any = writer.pages[0]
    gone = page["/Annots"].pop(chance.randrange(len(page["/Annots"]))).get_object()
    return f"the link to {gone['/A']['/URI']} was removed"


@written("pdf-links-removed", once=True)
def links_removed(writer: pypdf.PdfWriter, chance: Random) -> str:
    del chance
    page: Any = writer.pages[0]
    del page["/Annots"]
    return "all links were removed"


@written("pdf-link-moved")
def link_moved(writer: pypdf.PdfWriter, chance: Random) -> str:
    link = _link(writer, chance)
    x, y = chance.choice(((0, -200), (0, -30), (300, 0), (-60, 0), (0, 900)))
    shifts = (x, y, x, y)
    link[NameObject("/Rect")] = ArrayObject(
        FloatObject(float(number) + shift) for number, shift in zip(link["/Rect"], shifts, strict=True)
    )
    return f"the link to {link['/A']['/URI']} was moved by {x}, {y}"


@written("pdf-link-emptied")
def link_emptied(writer: pypdf.PdfWriter, chance: Random) -> str:
    link = _link(writer, chance)
    x, y = (float(link["/Rect"][index]) for index in (0, 1))
    link[NameObject("/Rect")] = ArrayObject(FloatObject(number) for number in (x, y, x, y))
    return f"the link to {link['/A']['/URI']} has no area"


@written("pdf-link-enlarged")
def link_enlarged(writer: pypdf.PdfWriter, chance: Random) -> str:
    link = _link(writer, chance)
    link[NameObject("/Rect")] = ArrayObject(FloatObject(number) for number in (50, 50, 560, 740))
    return f"the link to {link['/A']['/URI']} covers the page"


@written("pdf-link-altered")
def link_altered(writer: pypdf.PdfWriter, chance: Random) -> str:
    link = _link(writer, chance)
    old = str(link["/A"]["/URI"])
    head, _, rest = old.partition(":")
    new = f"{head}:{rest[:2]}{letter_altered(rest[2:], chance)}"
    link["/A"][NameObject("/URI")] = TextStringObject(new)
    return f"the link to {old} leads to {new}"


@written("pdf-links-exchanged", once=True)
def links_exchanged(writer: pypdf.PdfWriter, chance: Random) -> str:
    del chance
    page: Any = writer.pages[0]
    first, second = (reference.get_object() for reference in page["/Annots"])
    one, other = first["/A"], second["/A"]
    first[NameObject("/A")], second[NameObject("/A")] = other, one
    return "the two links lead to each other's address"


@written("pdf-link-added")
def link_added(writer: pypdf.PdfWriter, chance: Random) -> str:
    number = chance.randrange(len(writer.pages))
    writer.add_annotation(number, Link(rect=(100, 400, 300, 415), url=f"https://example.org/{chance.randrange(99)}"))
    return f"page {number + 1}: a link was added"


@written("pdf-link-starts-a-program")
def launch(writer: pypdf.PdfWriter, chance: Random) -> str:
    _link(writer, chance)[NameObject("/A")] = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe")}
    )
    return "a link starts a program"


@written("pdf-link-to-nowhere")
def nowhere(writer: pypdf.PdfWriter, chance: Random) -> str:
    link = Link(rect=(100, 400, 300, 415), url="https://example.org")
    link[NameObject("/A")] = DictionaryObject(
        {NameObject("/S"): NameObject("/GoTo"), NameObject("/D"): TextStringObject("pub.X999")}
    )
    writer.add_annotation(chance.randrange(len(writer.pages)), link)
    return "a link to a place that is not there was added"


@written("pdf-comment-added")
def comment(writer: pypdf.PdfWriter, chance: Random) -> str:
    number = chance.randrange(len(writer.pages))
    note = FreeText(text="Not true", rect=(200, 500, 320, 530), font_size="12pt", background_color="ffff00")
    writer.add_annotation(number, note)
    return f"page {number + 1}: a comment covers text"


def _items(writer: pypdf.PdfWriter) -> list[Any]:
    """The outline's items, in order."""
    found: list[Any] = []

    def walk(item: Any) -> None:
        while item is not None:
            item = item.get_object()
            found.append(item)
            walk(item.get("/First"))
            item = item.get("/Next")

    walk(_root(writer)["/Outlines"].get("/First"))
    return found


@written("pdf-outline-removed", once=True)
def outline_removed(writer: pypdf.PdfWriter, chance: Random) -> str:
    del chance
    del _root(writer)["/Outlines"]
    return "the outline was removed"


@written("pdf-outline-renamed")
def outline_renamed(writer: pypdf.PdfWriter, chance: Random) -> str:
    item = chance.choice(_items(writer))
    old = str(item["/Title"])
    item[NameObject("/Title")] = TextStringObject(letter_altered(old, chance))
    return f"“{old}” of the outline became “{item['/Title']}”"


@written("pdf-outline-misled")
def outline_misled(writer: pypdf.PdfWriter, chance: Random) -> str:
    first, second = chance.sample(_items(writer), 2)
    first[NameObject("/A")] = second["/A"]
    return f"“{first['/Title']}” of the outline leads to “{second['/Title']}”"


@written("pdf-outline-cut-short")
def outline_cut(writer: pypdf.PdfWriter, chance: Random) -> str:
    item = chance.choice([item for item in _items(writer) if "/Next" in item])
    del item["/Next"]
    return f"the outline ends after “{item['/Title']}”"


@written("pdf-destination-altered")
def destination_altered(writer: pypdf.PdfWriter, chance: Random) -> str | None:
    leaves = [
        kid.get_object() for node in _root(writer)["/Names"]["/Dests"]["/Kids"] for kid in node.get_object()["/Kids"]
    ]
    names = chance.choice(leaves)["/Names"]
    place = chance.randrange(0, len(names), 2)
    old = str(names[place])
    names[place] = TextStringObject(f"{old}x")
    return f"the place {old} has another name"


@written("pdf-destinations-removed", once=True)
def destinations_removed(writer: pypdf.PdfWriter, chance: Random) -> str:
    del chance
    del _root(writer)["/Names"]
    return "all named places were removed"


@written("pdf-info-removed")
def info_removed(writer: pypdf.PdfWriter, chance: Random) -> str:
    key = chance.choice(("/Title", "/Author"))
    info: Any = writer._info
    del info[key]
    return f"{key} was removed"


@written("pdf-info-altered")
def info_altered(writer: pypdf.PdfWriter, chance: Random) -> str:
    key = chance.choice(("/Title", "/Author"))
    info: Any = writer.metadata
    old = str(info[key])
    writer.add_metadata({key: letter_altered(old, chance)})
    return f"{key} is no longer “{old}”"


@written("pdf-info-added")
def info_added(writer: pypdf.PdfWriter, chance: Random) -> str:
    key, value = chance.choice(
        (("/Keywords", "secret"), ("/Subject", "/home/ada/cv.tex"), ("/Creator", "C:\\Users\\ada\\cv.docx"),
         ("/CreationDate", "D:20190101000000Z"), ("/ModDate", "D:20190101000000Z"), ("/PTEX.FileName", "/tmp/cv/x.pdf"))
    )  # fmt: skip
    writer.add_metadata({key: value})
    return f"{key} is “{value}”"


@written("pdf-xmp-with-a-path", once=True)
def xmp(writer: pypdf.PdfWriter, chance: Random) -> str:
    del chance
    stream = StreamObject()
    stream.set_data(
        b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><a>file:///home/ada/Documents/cv.docx ada@laptop</a></x:xmpmeta>"
    )
    stream[NameObject("/Type")], stream[NameObject("/Subtype")] = NameObject("/Metadata"), NameObject("/XML")
    _root(writer)[NameObject("/Metadata")] = writer._add_object(stream)
    return "the metadata stream tells a path and a user"


@written("pdf-language-altered")
def language(writer: pypdf.PdfWriter, chance: Random) -> str:
    new = chance.choice(("", "de", "fr-FR", "xx"))
    _root(writer)[NameObject("/Lang")] = TextStringObject(new)
    return f"the language is “{new}”"


@written("pdf-preferences-dropped", once=True)
def preferences(writer: pypdf.PdfWriter, chance: Random) -> str:
    del chance
    del _root(writer)["/ViewerPreferences"]
    return "the viewer preferences were dropped"


@written("pdf-full-screen", once=True)
def full_screen(writer: pypdf.PdfWriter, chance: Random) -> str:
    del chance
    _root(writer)[NameObject("/PageMode")] = NameObject("/FullScreen")
    _root(writer)["/ViewerPreferences"][NameObject("/HideMenubar")] = BooleanObject(True)
    return "it opens in full screen, without a menu"


@written("pdf-script-added", once=True)
def script(writer: pypdf.PdfWriter, chance: Random) -> str:
    del chance
    act = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")})
    names = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("greeting"), act])})
    _root(writer)["/Names"][NameObject("/JavaScript")] = names
    return "JavaScript was added"


@written("pdf-action-at-opening")
def action(writer: pypdf.PdfWriter, chance: Random) -> str:
    place = chance.choice(("/OpenAction", "/AA"))
    act = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")})
    value = act if place == "/OpenAction" else DictionaryObject({NameObject("/WC"): act})
    _root(writer)[NameObject(place)] = value
    return f"{place} runs a script"


@written("pdf-page-action")
def page_action(writer: pypdf.PdfWriter, chance: Random) -> str:
    number = chance.randrange(len(writer.pages))
    act = DictionaryObject(
        {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject("https://example.org")}
    )
    page: Any = writer.pages[number]
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): act})
    return f"page {number + 1} opens an address when it is shown"


@written("pdf-file-attached", once=True)
def attachment(writer: pypdf.PdfWriter, chance: Random) -> str:
    del chance
    writer.add_attachment("notes.txt", b"salary")
    return "a file was attached"


@written("pdf-form-added", once=True)
def form(writer: pypdf.PdfWriter, chance: Random) -> str:
    del chance
    _root(writer)[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject([NullObject()])})
    return "a form was added"


@written("pdf-encrypted")
def encrypted(writer: pypdf.PdfWriter, chance: Random) -> str:
    password = chance.choice(("", "secret"))
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    return "it is encrypted" + (" and asks for a password" if password else "")
