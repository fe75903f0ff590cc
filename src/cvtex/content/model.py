"""The CV as its author wrote it: frozen values, each with the place it came from."""

from collections.abc import Mapping
from typing import Literal

from cvtex.content.dates import Dates
from cvtex.content.image import Image
from cvtex.content.markup import Inline
from cvtex.content.names import Author
from cvtex.diagnostics import Span
from cvtex.values import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its inline markup read."""

    runs: Inline
    span: Span

    @property
    def plain(self) -> str:
        return "".join(run.text for run in self.runs)

    def spoken(self, language: str) -> "Text":
        """The text as one in a language, but for what says another."""
        return replace(self, runs=tuple(replace(run, language=run.language or language) for run in self.runs))


@dataclass(frozen=True, slots=True)
class Datum:
    """One thing that the author typed: what it is and of what, and what became of it.

    What is `shown` stands on a page, what is not is left out by a `rule`. A datum that is neither is lost.
    """

    what: str
    of: str
    text: str
    span: Span
    rule: str = ""
    shown: bool = False

    @property
    def lost(self) -> bool:
        return not self.shown and not self.rule


@dataclass(frozen=True, slots=True)
class Contact:
    """One item of the contact line: what is printed and, where it links, the address.

    `runs` are the text in parts, where they are not all spoken alike.
    """

    kind: Literal["link", "email", "phone", "orcid", "place", "born"]
    text: str
    href: str
    span: Span
    runs: Inline = ()


@dataclass(frozen=True, slots=True)
class Photo:
    """A portrait: the file as it is named, what it shows in words, and the picture; None where it was not looked at."""

    file: str
    alt: Text
    span: Span
    image: Image | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A node of a section: its role (a key of `keys.ROLES`), headline and what stands below it.

    `optional` is 0 where it must stay, otherwise its turn to go when a document must be made to fit, 1 first.
    """

    role: str
    headline: Text
    span: Span
    at: Text | None = None
    date: Dates | None = None
    place: Text | None = None
    url: str = ""
    note: Text | None = None
    tags: tuple[str, ...] = ()
    optional: int = 0
    own: bool = True
    keep: bool = False
    pagebreak: bool = False
    items: tuple["Entry", ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the CV; `number` is what to print, None for the section's position.

    `also` are its titles in other languages, by which a target may name it as well.
    """

    title: Text
    entries: tuple[Entry, ...]
    span: Span
    number: str | None = None
    tags: tuple[str, ...] = ()
    optional: int = 0
    pagebreak: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """One entry of a bibliography; `fields` holds every other field by its biblatex name.

    Where an entry has editors and no authors, its editors stand in both places. `left_out` is what was typed and not read,
    each with the rule. `language` is that of the title (BCP 47), empty where the entry does not say it.
    """

    key: str
    type: str
    title: Text
    authors: tuple[Author, ...]
    et_al: bool
    date: Dates | None
    fields: Mapping[str, Text]
    keywords: tuple[str, ...]
    span: Span
    editors: tuple[Author, ...] = ()
    left_out: tuple[Datum, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of publication: the letter of its labels, its heading, and the rule that claims entries.

    A keyword claims an entry of any type; otherwise type and status must both fit, where they are given.
    """

    letter: str
    heading: str
    types: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    span: Span = field(default=Span(""))


@dataclass(frozen=True, slots=True)
class ReferenceSettings:
    """The owner's choices for all lists of publications; `max_authors` 0 never shortens, `best` has keys, the best first."""

    order: Literal["newest", "oldest"] = "newest"
    late: Literal["next", "letter"] = "next"
    max_authors: int = 0
    first_authors: int = 3
    legend: Literal["entry", "list"] = "entry"
    count: bool = False
    links: tuple[str, ...] = ()
    best: tuple[tuple[str, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A co-author by name, and the role they have wherever they are an author."""

    name: str
    role: str
    span: Span


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short word and what it is short for."""

    word: str
    expansion: str
    span: Span


@dataclass(frozen=True, slots=True)
class CV:
    """Everything that a data folder says; `drafts` are the nodes that their author holds back.

    `left_out` is what else was typed and is not used, each with the rule.
    """

    name: Text
    sections: tuple[Section, ...]
    headline: Text | None = None
    contact: tuple[Contact, ...] = ()
    me: tuple[str, ...] = ()
    updated: Dates | None = None
    publications: tuple[Publication, ...] = ()
    categories: tuple[Category, ...] = ()
    references: ReferenceSettings = field(default=ReferenceSettings())
    people: tuple[Person, ...] = ()
    same: tuple[tuple[tuple[str, Span], ...], ...] = ()
    drafts: tuple[Section | Entry, ...] = ()
    left_out: tuple[Datum, ...] = ()
    photo: Photo | None = None
    abbreviations: tuple[Abbreviation, ...] = ()
