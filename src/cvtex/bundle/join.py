"""The joining: the pages, links, places, bookmarks and layers of all parts as the objects of one file."""

import io
import logging
from collections.abc import Iterator, Sequence
from typing import Any

import pypdf
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    TextStringObject,
)

from cvtex.bundle.annotations import link, references
from cvtex.bundle.labels import label_tree
from cvtex.bundle.layers import layer_properties, layers_of
from cvtex.bundle.objects import Objects
from cvtex.bundle.outline import Bookmark, below, read_outline, write_outline
from cvtex.bundle.places import Places, name_tree, new_name, placed, plain, read_named
from cvtex.bundle.tags import Tags
from cvtex.bundle.transfer import Tagging, Transfer
from cvtex.values import dataclass

# What of a page is its look (ISO 32000-1, table 30); the rest is of its making, or acts.
_LOOK = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate", "/Resources", "/Contents", "/Group")
_INHERITED = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")
_OLDEST = "1.7"


@dataclass(frozen=True, slots=True)
class Described:
    """What the bundle says about itself; empty where nothing is known."""

    title: str
    author: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Joint:
    """A part as it is joined: the title of its bookmark, and what has read it."""

    title: str
    reader: Any


@dataclass(frozen=True, slots=True)
class Opened:
    """A part that is open: its pages as they are in it, and as they are called in the bundle."""

    reader: Any
    root: DictionaryObject
    pages: tuple[Any, ...]
    new_pages: tuple[IndirectObject, ...]
    transfer: Transfer


def opened(content: bytes) -> Any:
    """A part as pypdf reads it."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    return pypdf.PdfReader(io.BytesIO(content))


def join(parts: Sequence[Joint], described: Described, labels: Sequence[str], *, tagged: bool = False) -> bytes:
    """The file that holds all parts, with their tags if it is to be tagged.

    Raises what pypdf raises, and DamagedError, at a part that is damaged.
    """
    objects = Objects()
    tree = objects.reserve()
    names: dict[bytes, ArrayObject] = {}
    pages: list[IndirectObject] = []
    bookmarks: list[Bookmark] = []
    layers = []
    tags = Tags(objects)
    versions = {_OLDEST}
    for number, part in enumerate(parts, 1):
        tagging = tags.tagging(plain(part.reader.trailer["/Root"]), number) if tagged else None
        here = open_part(part.reader, objects, tagging)
        places = places_of(here, number, names)
        bookmarks.append(Bookmark(TextStringObject(part.title), 0, _head(here)))
        bookmarks += below(list(read_outline(here.root, places)))
        for page, reference in zip(here.pages, here.new_pages, strict=True):
            links = list(_links(page, reference, places, here.transfer, objects))
            objects.fill(reference, _page(page, links, here.transfer, tree))
        layers.append(layers_of(here.root, here.transfer))
        if tagging:
            tags.add(here.root, here.transfer, tagging, part.title)
        here.transfer.finish()
        pages += here.new_pages
        versions.add(here.reader.pdf_header.removeprefix("%PDF-")[:3])
    objects.fill(tree, _dictionary(Type="/Pages", Kids=ArrayObject(pages), Count=NumberObject(len(pages))))
    root = _catalogue(tree, objects.add(label_tree(labels)), write_outline(bookmarks, objects), described)
    if names:
        root[NameObject("/Names")] = _dictionary(Dests=name_tree(names, objects))
    shown = layer_properties(layers)
    if shown is not None:
        root[NameObject("/OCProperties")] = shown
    tags.finish(root)
    version = "2.0" if "2.0" in versions else _OLDEST
    return objects.file(root=objects.add(root), info=objects.add(_information(described)), version=version)


def open_part(reader: Any, objects: Objects, tagging: Tagging | None = None) -> Opened:
    """A part with a number in the bundle for each of its pages."""
    transfer = Transfer(objects, tagging)
    pages = tuple(reader.pages)
    new_pages = tuple(objects.reserve() for _ in pages)
    for page, reference in zip(pages, new_pages, strict=True):
        if page.indirect_reference is not None:
            transfer.know(page.indirect_reference, reference)
    return Opened(reader, plain(reader.trailer["/Root"]), pages, new_pages, transfer)


def places_of(here: Opened, number: int, taken: dict[bytes, ArrayObject]) -> Places:
    """The places of a part; those with a name join the others, under a name that no other has."""
    pages: dict[tuple[int, int], int] = {}
    for index, page in enumerate(here.pages):
        old = page.indirect_reference
        if old is not None:
            pages.setdefault((old.idnum, old.generation), index)
    named: dict[bytes, ArrayObject] = {}
    for name, target in read_named(here.root):
        place = placed(target, pages, here.new_pages)
        if place is not None:
            named.setdefault(name, place)
    new_names = {}
    for name, place in named.items():
        new_names[name] = new_name(name, number, taken)
        taken[new_names[name]] = place
    return Places(pages, here.new_pages, named, new_names)


def _page(page: Any, links: list[IndirectObject], transfer: Transfer, tree: IndirectObject) -> DictionaryObject:
    new = _dictionary(Type="/Page", Parent=tree)
    for key in _LOOK:
        value = page.raw_get(key) if key in page else _inherited(page, key)
        if value is not None:
            new[NameObject(key)] = transfer.copied(value)
    owner = plain(page.get("/StructParents"))
    if transfer.tagging and isinstance(owner, NumberObject):
        new[NameObject("/StructParents")] = NumberObject(transfer.tagging.offset + int(owner))
    if links:
        new[NameObject("/Annots")] = ArrayObject(links)
        new[NameObject("/Tabs")] = NameObject("/S" if transfer.tagging else "/R")
    return new


def _links(
    page: Any, reference: IndirectObject, places: Places, transfer: Transfer, objects: Objects
) -> Iterator[IndirectObject]:
    """The links of a page as they stand in the bundle. Tags may name each, also one that is left out."""
    for item, annotation in references(page):
        if plain(annotation.get("/Subtype")) != "/Link":
            continue
        kept = link(annotation, reference, places, transfer)
        made = isinstance(kept, DictionaryObject)
        new = objects.add(kept if made else _dictionary(Type="/Annot", Subtype="/Link"))
        if isinstance(item, IndirectObject):
            transfer.know(item, new)
        if made:
            yield new


def _inherited(page: Any, key: str) -> Any:
    """What a page has of the nodes above it."""
    node, above = plain(page.get("/Parent")), 0
    while key in _INHERITED and isinstance(node, DictionaryObject) and above < 100:
        if key in node:
            return node.raw_get(key)
        node, above = plain(node.get("/Parent")), above + 1
    return None


def _head(here: Opened) -> ArrayObject:
    """The top of a part's first page, as one who looks at it sees the top."""
    page = here.pages[0]
    x0, y0, x1, y1 = (float(number) for number in page.cropbox)
    corners = {0: (x0, y1), 90: (x0, y0), 180: (x1, y0), 270: (x1, y1)}
    left, top = corners.get(page.rotation % 360, (x0, y1))
    place = [NameObject("/XYZ"), FloatObject(left), FloatObject(top), NullObject()]
    return ArrayObject([here.new_pages[0], *place])


def _catalogue(
    tree: IndirectObject, labels: IndirectObject, outline: IndirectObject, described: Described
) -> DictionaryObject:
    preferences = _dictionary(DisplayDocTitle=BooleanObject(True))
    root = _dictionary(
        Type="/Catalog", Pages=tree, PageLabels=labels, Outlines=outline, PageMode="/UseOutlines",
        ViewerPreferences=preferences,
    )  # fmt: skip
    if described.language:
        root[NameObject("/Lang")] = TextStringObject(described.language)
    return root


def _information(described: Described) -> DictionaryObject:
    """Title and author; no date, and no program but this one."""
    told = {"/Title": described.title, "/Author": described.author, "/Producer": "cvtex"}
    return DictionaryObject({NameObject(key): TextStringObject(text) for key, text in told.items() if text})


def _dictionary(**entries: Any) -> DictionaryObject:
    """A dictionary; a string is a name."""
    return DictionaryObject(
        {NameObject(f"/{key}"): NameObject(value) if type(value) is str else value for key, value in entries.items()}
    )
