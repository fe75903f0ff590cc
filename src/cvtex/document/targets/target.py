"""A target: what one document shows, on which paper, in which look, within which limits."""

from typing import Literal

from cvtex.content.dates import Period
from cvtex.content.markup import Inline
from cvtex.content.model import Text
from cvtex.diagnostics import Span
from cvtex.document.targets.limits import NO_LIMITS, Limits
from cvtex.document.targets.look import CLASSIC, Look
from cvtex.document.targets.rule import Rule
from cvtex.languages.language import language_codes
from cvtex.values import dataclass, field

TARGET_KEYS: dict[str, str] = {
    "extends": "another target, or one that comes with cvtex, whose choices hold unless this file has others",
    "title": "what the document is, as in its foot and metadata",
    "headline": "the line under the name, instead of that of cv.yaml",
    "summary": "a paragraph at the head of the document",
    "titles": "other words for titles of cv.yaml, such as {Employment: Experience}",
    "paper": "letter or a4",
    "size": "the text size in PDF points (1/72 in), such as 11pt",
    "font": "the typeface: pagella, termes or heros",
    "margins": "the room between the text and the edge of the paper: {left: 2cm, right: 2cm, top: 2cm, bottom: 2cm}",
    "head": "what runs at the head of each page: none or name",
    "foot": "what runs at the foot of each page: full, pages or none",
    "engine": "which TeX sets it: auto (LuaTeX where the fonts of pdfTeX lack a character), pdftex or luatex",
    "colour": "the colours of the text: theme, or black for all of it",
    "theme": 'the look: its name, or its name and choices such as {name: modern, accent: "#005F73"}',
    "style": "how a reference reads",
    "language": "the language of the text, such as en-US",
    "hyphenation": "whether long words are parted at the end of a line: auto, always or never",
    "sections": "which sections, in which order, each a title or {section: …} with choices of its own",
    "tags": "only what carries one of these tags, with what stands above and below it",
    "without": "nothing that carries one of these tags",
    "period": "only what falls into this time, such as 5 years, or 2021-07/present",
    "publications": "which publications: categories, keys, keywords, max, choose, order",
    "labels": "permanent, or consecutive: 1, 2, 3, … in this document alone",
    "contact": "what of the contact is left out, or the photo: {without: [phone, place, photo]}",
    "since": "a day, a revision in git or a folder of earlier data: what is new since then is set apart",
    "pages": "limits, such as {max: 2}",
    "fit": "true, or how far the page may be changed to keep to its limit: {space: 85%, size: 10pt}",
    "limits": "what the pages and the file are measured against: size, lines, characters, margin, fonts, links, …",
    "checks": "how grave the findings of a check are, by its code: error, warning or off",
    "file": "the name that the PDF must bear, such as CV_{family}; {name} and {family} are those of cv.yaml",
    "output": "pdf, or text: plain text to paste into a form that takes no PDF",
    "rule": "whose rule this is: {of: NIH, source: …, read: 2026-11-25, certainty: primary, note: …}, or a list of such",
}
PAPERS = {"letter": (612.0, 792.0), "a4": (595.28, 841.89)}
"""The sheets that there are, with their width and height in PDF points."""
FONTS = ("pagella", "termes", "heros")
HEADS = ("none", "name")
FEET = ("full", "pages", "none")
ENGINES = ("auto", "pdftex", "luatex")
COLOURS = ("theme", "black")
LABELS = ("permanent", "consecutive")
OUTPUTS = ("pdf", "text")
HYPHENATIONS = ("auto", "always", "never")
LANGUAGES = language_codes()
LEVELS = ("error", "warning", "off")
LEAST_SIZE, MOST_SIZE = 8.0, 14.0
"""The text sizes that a target may ask for, in PDF points."""

Order = Literal["", "newest", "oldest", "best", "keys"]


@dataclass(frozen=True, slots=True)
class CheckLevel:
    """How grave a target takes the findings of one check: `level` is error, warning or off."""

    code: str
    level: str
    span: Span


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a target and its place: a tag, a key, the title of a section."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Margins:
    """The room between the text block and the edges of the paper in PDF points, None where the theme has it."""

    left: float | None = None
    right: float | None = None
    top: float | None = None
    bottom: float | None = None


NO_MARGINS = Margins()


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time that a target takes: a period, or so many `months` up to the day of the build."""

    span: Span
    typed: str
    months: int = 0
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Which nodes are taken: by tags, and by time."""

    tags: tuple[Word, ...] = ()
    without: tuple[Word, ...] = ()
    period: TimeSpan | None = None


@dataclass(frozen=True, slots=True)
class PublicationChoice:
    """Which publications are taken, in which order; `title` is the subheading over a list.

    `label` is the letter before the numbers of a list that is numbered for itself. Of more than `most`, the first
    stay in the order that `choose` names; `least` are never dropped to fit.
    """

    title: Text | None = None
    categories: tuple[Word, ...] = ()
    keys: tuple[Word, ...] = ()
    keywords: tuple[Word, ...] = ()
    most: int | None = None
    least: int | None = None
    choose: Order = ""
    order: Order = ""
    label: Word | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class SectionChoice:
    """A section of a target: which one, under which title, with which entries and lists of publications."""

    name: Word
    title: Text | None = None
    choice: Choice = Choice()
    most: int | None = None
    lists: tuple[PublicationChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """How far a document may be changed to keep to its limit of pages.

    `space` is the least share of the theme's white, `size` the least text size in PDF points (0: that of the target);
    `drop` lets optional entries go.
    """

    space: float = 0.8
    size: float = 0.0
    drop: bool = True


@dataclass(frozen=True, slots=True)
class Target:
    """The choices for one document; the defaults are those of the target `cv`. Sizes are in PDF points."""

    name: str
    title: str = ""
    paper: str = "letter"
    size: float = 10.0
    theme: str = "classic"
    style: str = "cvtex"
    language: str = "en-US"
    max_pages: int | None = None
    checks: tuple[CheckLevel, ...] = ()
    limits: Limits = NO_LIMITS
    headline: Text | None = None
    summary: Text | None = None
    titles: tuple[tuple[Word, Inline], ...] = ()
    font: str = "pagella"
    margins: Margins = Margins()
    head: str = "none"
    foot: str = "full"
    sections: tuple[SectionChoice, ...] = ()
    choice: Choice = Choice()
    publications: PublicationChoice = PublicationChoice()
    labels: str = "permanent"
    withheld: tuple[str, ...] = ()
    since: Word | None = None
    fit: Fit | None = None
    colour: str = "theme"
    file: str = ""
    output: str = "pdf"
    hyphenation: str = "auto"
    rules: tuple[Rule, ...] = ()
    look: Look = CLASSIC
    space: float = 1.0
    engine: str = "auto"
    span: Span | None = field(default=None, compare=False)
