"""What the pieces of a document are to a screen reader: its elements, and the marks of the class in their order."""

import unicodedata
from collections.abc import Iterator

from cvtex.content.markup import Inline, Run, by_language, plain, stretches
from cvtex.content.source import without_line_signs
from cvtex.document.model import Document, Group, Heading, Line, Paragraph, Reference, ReferenceList
from cvtex.patterns import regex
from cvtex.values import dataclass, field

_LIGATURE = regex("[\ufb00-\ufb06]")


@dataclass(slots=True, eq=False)
class Element:
    """An element of the tree (ISO 32000-1, 14.8.4); what is in it comes as the pages are read.

    `kids` are elements, or the page and number of a marked piece. An element that nothing is in does not count.
    """

    kind: str
    parent: "Element | None"
    attributes: str = ""
    identifier: str = ""
    kids: "list[Element | tuple[int, int]]" = field(default_factory=list)
    annotations: list[int] = field(default_factory=list)
    present: bool = False

    def appear(self) -> None:
        """Take a place in the tree, at the end of what is above."""
        if not self.present:
            self.present = True
            if self.parent:
                self.parent.appear()
                self.parent.kids.append(self)


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A text that is read in one go: its words as they must be read, parted by spaces."""

    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What the class marks as one piece: its role there, its element, the text that it is a part of.

    `passage` is None for what the theme says, such as a bullet; `address` is what a link leads to, in words.
    """

    role: str
    element: Element
    passage: Passage | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Roles:
    """The elements of a document, and all marks in the order of the page, but the photo: that stands where it has room."""

    root: Element
    marks: tuple[Mark, ...]
    photo: Mark | None


_BULLETS = "/A<</O/List/ListNumbering/Disc>>"
_NUMBERS = "/A<</O/List/ListNumbering/Decimal>>"


def roles(document: Document) -> Roles:
    """The name is the first heading, sections are of the second level, groups of the third."""
    root = Element("Document", None)
    return Roles(root, tuple(_marks(document, root)), _photo(document, root))


def _photo(document: Document, root: Element) -> Mark | None:
    if not document.photo or not document.photo.image:
        return None
    alt = document.photo.alt
    language = f"/Lang({alt.runs[0].language})" if alt.runs[0].language else ""
    return Mark("photo", Element("Figure", root, f"/Alt{_string(alt.plain)}{language}"))


def _marks(document: Document, root: Element) -> Iterator[Mark]:
    yield from _text("name", Element("H1", root), document.name.runs)
    if document.headline:
        yield from _text("headline", Element("P", root), document.headline.runs)
    contacts = Element("L", root)
    for contact in document.contact:
        body = Element("LBody", Element("LI", contacts))
        yield from _text("detail", body, contact.runs or (Run(contact.text, href=contact.href),))
    if document.summary:
        yield from _text("summary", Element("P", root), document.summary.runs)
    lists: list[Element] = []  # the list of each level that is open
    bodies: list[Element] = []  # and the body of its newest item
    notes = 0
    for block in document.blocks:
        level = block.level if isinstance(block, Line) else 0
        del lists[level:], bodies[level:]
        match block:
            case Heading(number, title):
                lead = (Run(f"{number} "),) if number else ()
                yield from _text("section", Element("H2", root), (*lead, *title.runs))
            case Group(title):
                yield from _text("group", Element("H3", root), title.runs)
            case Line(level=0):
                yield from _text("entry", Element("P", root), block.runs, block.date)
            case Line():
                while len(lists) < level:
                    lists.append(Element("L", bodies[-1] if bodies else root, _BULLETS))
                    item = Element("LI", lists[-1])
                    bullet, body = Element("Lbl", item), Element("LBody", item)
                    bodies.append(body)
                item = Element("LI", lists[-1])
                bullet, bodies[-1] = Element("Lbl", item), Element("LBody", item)
                yield from _text("item", bodies[-1], block.runs, block.date, (Mark("bullet", bullet),))
            case Paragraph(runs):
                yield from _text("text", Element("P", root), runs)
            case ReferenceList(references=references, legend=legend):
                whole = Element("L", root, _NUMBERS)
                for reference in references:
                    item = Element("LI", whole)
                    yield from _reference(reference, item, f"note-{notes + 1}")
                    notes += bool(reference.legend)
                if legend:
                    notes += 1
                    yield from _text("legend", _note(Element("P", root), f"note-{notes}"), legend)


def _reference(reference: Reference, item: Element, note: str) -> Iterator[Mark]:
    label, body = Element("Lbl", item), Element("LBody", item)
    mark = Mark("label", label, Passage(f"[{reference.label}]"))
    yield from _text("publication", body, reference.runs, before=(mark,))
    if reference.legend:
        yield from _text("legend", _note(body, note), reference.legend)


def _note(parent: Element, identifier: str) -> Element:
    return Element("Note", parent, identifier=identifier)


def _text(role: str, element: Element, runs: Inline, date: str = "", before: tuple[Mark, ...] = ()) -> Iterator[Mark]:
    """The marks of a paragraph: itself, what hangs before it, its links, languages and abbreviations, and its date."""
    passage = Passage(_as_read(f"{plain(runs)} {date}"))
    yield Mark(role, element, passage)
    yield from before
    for part in by_language(runs):
        owner, language = element, part[0].language
        if language and plain(part).strip(" "):
            owner = Element("Span", element, f"/Lang({language})")
            yield Mark("span", owner, passage)
        for alike in stretches(part):
            yield from _stretch(alike, owner, passage)
    if date:
        yield Mark("date", Element("Span", element), passage)


def _stretch(runs: Inline, owner: Element, passage: Passage) -> Iterator[Mark]:
    """The marks of runs of one style and address: their link or citation, and the abbreviations in it."""
    first = runs[0]
    if first.cite:
        yield Mark("link", Element("Link", owner), passage, first.text)
        return
    if first.href and _printed(runs):
        owner = Element("Link", owner)
        yield Mark("link", owner, passage, first.href.removeprefix("mailto:"))
    for run in runs:
        if run.expansion:
            yield Mark("span", Element("Span", owner, f"/E{_string(run.expansion)}"), passage)


def _printed(runs: Inline) -> bool:
    """Whether anything of a link is left when the macros have brought the comma before a place, and spaces are gone."""
    words = plain(runs).strip(" ")
    return bool(words) and not (words == "," and runs[0].styles & {"place", "note"})


def _string(text: str) -> str:
    """A text as a string of a PDF, in UTF-16 (ISO 32000-1, 7.9.2.2)."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def _as_read(text: str) -> str:
    """A text as glyphs have it: one kind of hyphen, no ligatures, single spaces."""
    plain = _LIGATURE.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), without_line_signs(text))
    return " ".join(plain.replace("\u2011", "-").split())
