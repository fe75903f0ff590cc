"""From TeX's PDF to one that everybody can read and keep: tags from the document, metadata, an output intent."""

import re
import zlib
from collections.abc import Iterator

from cvtex.document.model import Document
from cvtex.patterns import regex
from cvtex.pdffile import Body, Stream, pdf_file
from cvtex.typeset.bidi import turned
from cvtex.typeset.colours import IDENTIFIER, profile
from cvtex.typeset.keptfonts import Spacing, with_own_space
from cvtex.typeset.ownspace import CODE, OwnSpaces
from cvtex.typeset.packet import packet
from cvtex.typeset.pieces import GAP, SPACE, Marked, Pieces
from cvtex.typeset.roles import Element, Mark, roles
from cvtex.typeset.space import gap_font, space_font
from cvtex.typeset.stretches import Meanings, UnexpectedError
from cvtex.typeset.texpdf import PARTS, SOFT, TexPdf, UnknownFormError, read_texpdf, references
from cvtex.typeset.tree import Owned, tree
from cvtex.values import replace

__all__ = ["UnexpectedError", "UnknownFormError", "finish"]

_CONTENTS = regex(rb"/Contents (\d+) 0 R")
_FONTS = {SPACE: space_font, GAP: gap_font}
_OWNER = regex(rb"/StructParent (\d+)")


def finish(pdf: bytes, document: Document, *, spaced: bool = False, spacing: Spacing = with_own_space) -> bytes:
    """The file with tags, and with the claim to be PDF/A-2a and PDF/UA-1.

    Raises UnexpectedError where its pages are not those of the document, UnknownFormError where pdfTeX did not write it.
    """
    made = _Finish(read_texpdf(pdf), spacing, spaced=spaced)
    return made.file(document)


class _Finish:
    """The objects of the file as they change."""

    def __init__(self, source: TexPdf, spacing: Spacing, *, spaced: bool) -> None:
        self.objects: dict[int, Body] = dict(source.objects)
        self.source = replace(source, objects=self.objects)  # what is read is what there is by now
        self.spaces = OwnSpaces(self.source, spacing)
        self.size = source.size
        self.known: dict[int, dict[int, str]] = {}
        self.turns = False
        self.spaced = spaced  # LuaTeX's words have spaces between them already

    def add(self, bodies: list[Body]) -> int:
        """Give numbers to new objects; the first of them."""
        first = self.size
        self.objects.update(zip(range(first, first + len(bodies)), bodies, strict=True))
        self.size += len(bodies)
        return first

    def file(self, document: Document) -> bytes:
        plan = roles(document)
        pieces = Pieces(plan.marks, plan.photo, spaced=self.spaced)
        self.turns = any(mark.passage and turned(mark.passage.text) for mark in plan.marks)
        pages = self.source.pages()
        owned = []
        fonts: dict[bytes, int] = {}
        for index, page in enumerate(pages):
            marked = self._page(index, page, pieces)
            for name in sorted(marked.fonts):
                if name not in fonts:
                    fonts[name] = self.add(_FONTS[name](self.size))
                self._with_font(page, name, fonts[name])
            owned.append((page, marked.owners))
        pieces.finish()
        links, annotations = self._links(pages, [mark for mark in plan.marks if mark.role == "link"])
        first = self.size
        self.add([*tree(plan.root, Owned(owned, links), first, annotations)])
        self._catalogue(document, first)
        bodies = [self.objects.get(number, b"null") for number in range(1, self.size)]
        return pdf_file(bodies, root=self.source.root, info=self.source.info, version="1.7")

    def _page(self, index: int, number: int, pieces: Pieces) -> Marked:
        page = self.source.text(number)
        content = _CONTENTS.search(page)
        if not content:
            raise UnknownFormError(f"page {index + 1} has not one content")
        marked = pieces.page(index, self.source.content(int(content[1])), self._meanings(page))
        self.objects[int(content[1])] = Stream(b"/Filter/FlateDecode", zlib.compress(marked.content))
        self.objects[number] = _with(page, b"/Tabs/S/StructParents %d" % index)
        return marked

    def _meanings(self, page: bytes) -> Meanings:
        """What the glyphs of a page mean, as far as they are looked at."""
        if self.spaced and not self.turns:
            return {}
        fonts = self.source.fonts(page)
        if self.spaced:
            self.known |= {font: self.source.wide_meanings(font) for font in fonts.values() if font not in self.known}
            return {name: self.known[font] for name, font in fonts.items()}
        for font in fonts.values():
            if font not in self.known:
                self.known[font] = known = self.source.meanings(font)
                if known.get(PARTS) == SOFT:
                    number, table = self.source.soft(font)
                    self.objects[number] = table
                if self.spaces.give(font):
                    known[CODE] = " "
        return {name: self.known[font] for name, font in fonts.items()}

    def _with_font(self, page: int, name: bytes, font: int) -> None:
        number = self.source.reference(self.source.text(page), "Resources")
        text = self.source.text(number)
        self.objects[number] = re.sub(rb"/Font\s*<<", b"/Font << /%s %d 0 R" % (name, font), text, count=1)

    def _links(self, pages: list[int], marks: list[Mark]) -> tuple[dict[int, Element], dict[int, int]]:
        """The elements of all annotations, and their numbers, by new keys into the tree of owners."""
        links: dict[int, Element] = {}
        annotations: dict[int, int] = {}
        used: set[int] = set()
        for number in self._annotations(pages):
            text = self.source.text(number)
            owner = _OWNER.search(text)
            if owner is None or int(owner[1]) >= len(marks):
                raise UnexpectedError("there is a link that the document does not have")
            mark = marks[int(owner[1])]
            if not mark.element.present:
                raise UnexpectedError(f"nothing is painted of the link to {mark.address}")
            key = len(pages) + len(links)
            links[key], annotations[key] = mark.element, number
            used.add(int(owner[1]))
            told = b"/StructParent %d/Contents %s" % (key, _string(mark.address))
            self.objects[number] = text.replace(owner[0], told, 1)
        if len(used) != len(marks):
            raise UnexpectedError("a link of the document leads nowhere")
        return links, annotations

    def _annotations(self, pages: list[int]) -> Iterator[int]:
        for page in pages:
            text = self.source.text(page)
            found = re.search(rb"/Annots (?:\[([^\]]*)\]|(\d+) 0 R)", text)
            if found:
                yield from references(found[1] or self.source.text(int(found[2])))

    def _catalogue(self, document: Document, first: int) -> None:
        intent = self.add([profile()])
        shade = b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(%s)/Info(%s)/DestOutputProfile %d 0 R>>"
        name = IDENTIFIER.encode()
        producer = re.search(rb"/Producer\s*\(([^()]*)\)", self.source.text(self.source.info))
        metadata = self.add([packet(document, producer[1].decode("latin-1") if producer else "")])
        told = b"/StructTreeRoot %d 0 R/MarkInfo<</Marked true>>/Metadata %d 0 R/OutputIntents[%s]" % (
            first,
            metadata,
            shade % (name, name, intent),
        )
        self.objects[self.source.root] = _with(self.source.text(self.source.root), told)


def _with(dictionary: bytes, entries: bytes) -> bytes:
    """A dictionary with more entries at its end."""
    if not dictionary.endswith(b">>"):
        raise UnknownFormError("an object is no dictionary")
    return dictionary[:-2] + entries + b"\n>>"


def _string(text: str) -> bytes:
    return b"<FEFF%s>" % text.encode("utf-16-be").hex().upper().encode()
