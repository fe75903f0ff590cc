"""What a reference style says: how names, dates and pages look, and a template for each type of publication."""

from collections.abc import Mapping

from cvtex.content.bibfields import PRINTED
from cvtex.content.markup import Inline
from cvtex.document.abbreviations import NO_ABBREVIATIONS, Abbreviations
from cvtex.document.references.authors import Names
from cvtex.document.references.template import Template
from cvtex.languages.language import DEFAULT, Language, Word, load_language
from cvtex.values import dataclass, field

PAGES: dict[str, tuple[str, bool]] = {
    "284–287": ("–", False),
    "284-287": ("-", False),
    "284–7": ("–", True),
    "284-7": ("-", True),
}
"""The forms of page ranges, each by an example of itself: the dash, and whether the last number is cut."""

WORDS: Mapping[str, Word] = load_language("en").terms
"""What references call things in English: biblatex's keys for `type` and `pubstate`, and the words of templates."""

COMPUTED: dict[str, str] = {
    "authors": "the authors, or the editors of what has no author",
    "edited": "the word for editors, where they stand for authors",
    "editors": "the editors",
    "ed": "the word for these editors",
    "inventor": "the word for these authors of a patent",
    "title": "the title and subtitle, linked",
    "date": "the date as exactly as it is known",
    "days": "the date where it is known to the day or month",
    "year": "the year",
    "undated": "the word for no date",
    "pp": "the word for these pages",
    "arxiv": "the number at arXiv",
    "inpress": "the word for a paper that is accepted and not yet out",
    "manuscript": "the word for a paper that is submitted or in preparation",
}
"""The fields that templates have besides those of the bibliography."""

TERMS: frozenset[str] = frozenset(WORDS) - {*COMPUTED, *PRINTED}
"""The words that templates may have beside fields."""

ROLES: dict[str, str] = {
    "equal": "an author who contributed as much as another",
    "corresponding": "the corresponding author",
    "student": "a student of the owner's",
    "mentee": "somebody whom the owner mentors",
    "advisor": "the owner's advisor",
    "group": "a member of the owner's group",
}
"""The roles that a style can mark."""

ALIASES: dict[str, str] = {
    **dict.fromkeys(("inbook", "suppbook", "bookinbook", "suppcollection", "inreference"), "incollection"),
    **dict.fromkeys(("mvbook", "collection", "mvcollection", "reference", "mvreference", "booklet"), "book"),
    **dict.fromkeys(("proceedings", "mvproceedings"), "book"),
    **dict.fromkeys(("periodical", "suppperiodical", "review"), "article"),
    **dict.fromkeys(("talk", "presentation", "poster"), "unpublished"),
    "manual": "report",
}
"""The types that read as another does, unless the style has a template of their own."""

TYPES: tuple[str, ...] = (
    *(
        "default",
        "article",
        "inproceedings",
        "book",
        "incollection",
        "thesis",
        "patent",
        "report",
        "preprint",
        "online",
    ),
    *("software", "dataset", "unpublished", "misc", "standard", "video", "audio", "image", "movie", "music"),
    *("performance", "artwork", "letter", "legislation", "jurisdiction", "commentary", "bibnote", *ALIASES),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A role's typographic mark at a name, and the legend that explains it."""

    sign: str
    legend: str


@dataclass(frozen=True, slots=True)
class ReferenceStyle:
    """A style file, read, in a language; `links` holds what is printed for each kind of link, `notes` what follows all.

    `terms` are the words that stand between fields. `typed` are the words and roles that an owner's own style words
    itself: they hold in every language. `file` is the style as its file has it, from which others are made.
    """

    name: str
    description: str = ""
    names: Names = field(default=Names())
    editors: Names = field(default=Names())
    date: str = "July 16, 1990"
    pages: str = "284–287"
    marks: Mapping[str, Mark] = field(default_factory=dict)
    words: Mapping[str, Word] = field(default_factory=lambda: WORDS)
    links: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, Template] = field(default_factory=dict)
    notes: Template = ()
    terms: Mapping[str, Inline] = field(default_factory=dict)
    language: Language = field(default_factory=lambda: load_language(DEFAULT))
    typed: frozenset[str] = frozenset()
    file: "ReferenceStyle | None" = None


@dataclass(frozen=True, slots=True)
class ReferenceOptions:
    """The owner's choices: when author lists are shortened (`max_authors` 0: never), and which links are printed.

    `abbreviations` are those that are told with what they are short for, but in names.
    """

    max_authors: int = 0
    first_authors: int = 3
    links: tuple[str, ...] = ()
    abbreviations: Abbreviations = NO_ABBREVIATIONS
