"""The evidence: everything that two independent readers see in a PDF, read once."""

import unicodedata
from dataclasses import dataclass

from cvtex.verify.structure import NO_STRUCTURE, Structure

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size in PDF points, its text by two readers, the boxes of its glyphs.

    `boxes[i]` is the ink box of `text[i]`, None for a space or line end that the reader inferred.
    """

    number: int
    width: float
    height: float
    text: str
    boxes: tuple[Box | None, ...]
    second_text: str


@dataclass(frozen=True, slots=True)
class Font:
    """A font of the PDF. `type` is its PDF subtype, such as Type1 or Type0."""

    name: str
    type: str
    embedded: bool
    subset: bool
    unicode_map: bool
    page: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link annotation: a web address, or the named destination it jumps to."""

    page: int
    box: Box
    uri: str
    destination: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A PDF as read by pdfium (text and boxes) and pypdf (text and structure)."""

    size: int
    pages: tuple[Page, ...]
    fonts: tuple[Font, ...]
    links: tuple[Link, ...]
    destinations: frozenset[str]
    outline: tuple[str, ...]
    metadata: tuple[tuple[str, str], ...]
    language: str
    shows_title: bool
    encrypted: bool
    active: tuple[str, ...]
    structure: Structure = NO_STRUCTURE

    def info(self, key: str) -> str:
        """An entry of the document information, empty where it is not given."""
        return dict(self.metadata).get(key, "")


@dataclass(frozen=True, slots=True)
class Stream:
    """A text without white space, knowing where white space was.

    `gaps[i]` is what stood before character i: nothing, a space, or a line end. `places[i]` is the page
    (from 1) and the index of the character in that page's text.
    """

    text: str
    gaps: tuple[str, ...]
    places: tuple[tuple[int, int], ...]


def stream_of(texts: list[str]) -> Stream:
    """The texts of all pages as one stream."""
    characters: list[str] = []
    gaps: list[str] = []
    places: list[tuple[int, int]] = []
    gap = "\n"
    for page, text in enumerate(texts, 1):
        for index, character in enumerate(text):
            if character in "\r\n":
                gap = "\n"
            elif character.isspace():
                gap = gap or " "
            else:
                for part in normal(character):
                    characters.append(part)
                    gaps.append(gap)
                    places.append((page, index))
                    gap = ""
        gap = "\n"
    return Stream("".join(characters), tuple(gaps), tuple(places))


def normal(character: str) -> str:
    """A character without the forms that readers hand out for the same thing: hyphens, Latin ligatures."""
    if character in "\u2011\u00ad\u0002\ufffe":
        return "-"
    if "\ufb00" <= character <= "\ufb06":
        return unicodedata.normalize("NFKC", character)
    return character


def packed(text: str) -> str:
    """A text as a stream holds it: without white space."""
    return "".join(normal(character) for character in text if not character.isspace())
