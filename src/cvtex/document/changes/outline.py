"""The outline: all that a CV prints, as one list in the order of the page, each item with what stands above it."""

from collections.abc import Iterator, Sequence

from cvtex.content.keys import ROLES
from cvtex.content.markup import Inline, plain
from cvtex.content.model import CV, Entry, Publication, Text
from cvtex.diagnostics import Findings, Span
from cvtex.document.model import Reference
from cvtex.document.numbers.ledger import Ledger
from cvtex.document.references.dateformat import short_dates
from cvtex.document.references.references import Numbered, ReferenceWriter, number_publications, present_letters
from cvtex.document.references.referencestyle import ReferenceStyle
from cvtex.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is printed: what it is, its words as printed, and where it was typed.

    `above` is the position of the item that it belongs to, -1 for none; a subheading owns nothing, what stands below it
    belongs to the section. `title` is the headline, which identifies an entry; in it citations name keys, as no number does
    that may move.
    """

    role: str
    title: str
    text: str
    section: str
    span: Span
    above: int = -1
    entry: Entry | None = None
    publication: Publication | None = None
    label: str = ""
    marks: frozenset[str] = frozenset()

    @property
    def is_entry(self) -> bool:
        return self.entry is not None and self.role != "group"


@dataclass(frozen=True, slots=True)
class Outline:
    """A CV's items in the order of the page, the ledger of its numbers, and which keys are one publication."""

    items: tuple[Item, ...]
    ledger: Ledger
    same: tuple[tuple[str, ...], ...] = ()
    hidden: tuple[Publication, ...] = field(default=(), repr=False)

    @property
    def publications(self) -> dict[str, int]:
        """The position of each publication that is printed, by its key."""
        return {item.publication.key: index for index, item in enumerate(self.items) if item.publication}


def outline(cv: CV, ledger: Ledger, style: ReferenceStyle) -> Outline:
    """The outline of a CV. Where its data and its ledger disagree, nothing is said: that is for `cvtex check`."""
    numbered = number_publications(cv, ledger, Findings())
    shown = {publication.key for publication in numbered.publications}
    return Outline(
        tuple(_Walk(cv, numbered, style).items()),
        ledger,
        tuple(tuple(key for key, _ in group) for group in cv.same),
        tuple(publication for publication in cv.publications if publication.key not in shown),
    )


class _Walk:
    """Goes through a CV in the order of the page."""

    def __init__(self, cv: CV, numbered: Numbered, style: ReferenceStyle) -> None:
        self.cv, self.numbered, self.language = cv, numbered, style.language
        writer = ReferenceWriter(cv, numbered.labels, style, Findings())
        members = {letter: numbered.members(letter) for letter in present_letters(numbered)}
        if cv.references.order == "oldest":
            members = {letter: list(reversed(items)) for letter, items in members.items()}
        lists = {letter: writer.write(letter, items, own=True).references for letter, items in members.items()}
        self.lists: dict[str, tuple[Reference, ...]] = lists
        self.left = dict(lists)
        self.found: list[Item] = []
        self.typed = frozenset(letter for section in cv.sections for letter in _letters(section.entries))

    def items(self) -> Sequence[Item]:
        cv = self.cv
        self._add(Item("name", "", cv.name.plain, "", cv.name.span))
        if cv.headline:
            self._add(Item("headline", "", cv.headline.plain, "", cv.headline.span))
        for contact in cv.contact:
            self._add(Item("contact", contact.kind, contact.text, "", contact.span))
        for section in cv.sections:
            title = section.title.plain
            here = self._add(Item("section", title, title, title, section.title.span))
            self._entries(section.entries, here, title)
        for letter in list(self.left):
            self._publications(letter, -1, "")
        return self.found

    def _add(self, item: Item) -> int:
        self.found.append(item)
        return len(self.found) - 1

    def _entries(self, entries: Sequence[Entry], above: int, section: str) -> None:
        for entry in entries:
            if entry.role == "publications":
                self._list(entry.headline.plain.strip(), above, section)
                continue
            title = _plain(plain(entry.headline.runs))
            item = Item(entry.role, title, self._worded(entry), section, entry.span, above, entry)
            here = self._add(item)
            self._entries(entry.items, above if entry.role == "group" else here, section)

    def _list(self, typed: str, above: int, section: str) -> None:
        letters = [letter for letter in self.lists if letter not in self.typed] if typed == "all" else [typed]
        for letter in letters:
            self._publications(letter, above, section)

    def _publications(self, letter: str, above: int, section: str) -> None:
        known = {publication.key: publication for publication in self.numbered.publications}
        for reference in self.left.pop(letter, ()):
            publication = known[reference.key]
            signs = frozenset(run.text for run in reference.runs if "mark" in run.styles)
            text = " ".join(plain(reference.runs).split())
            title = publication.title.plain
            self._add(
                Item(
                    "publication",
                    title,
                    text,
                    section,
                    reference.span,
                    above,
                    None,
                    publication,
                    reference.label,
                    signs,
                )
            )

    def _said(self, text: Text) -> str:
        return _plain(self._cited(text.runs))

    def _cited(self, runs: Inline) -> str:
        labels = self.numbered.labels
        return "".join(f"[{labels[run.cite]}]" if run.cite in labels else run.text for run in runs)

    def _worded(self, entry: Entry) -> str:
        """An entry in a line: headline, organization, place, note and date."""
        look = ROLES[entry.role].look
        words = self._said(entry.headline)
        note = self._said(entry.note) if entry.note else ""
        if entry.role == "skill" and note:
            words, note = f"{words}: {note}", ""
        parts = [words, *(self._said(text) for text in (entry.at, entry.place) if text)]
        line = ", ".join(parts) + (f" {note}" if note else "")
        dates = short_dates(entry.date, self.language)
        return f"{line}, {dates}" if dates and look in ("entry", "row") else line


def _plain(text: str) -> str:
    return " ".join(text.split())


def _letters(entries: Sequence[Entry]) -> Iterator[str]:
    for entry in entries:
        if entry.role == "publications":
            yield entry.headline.plain.strip()
        yield from _letters(entry.items)
