"""The document: every text that will be set, in the order of the page, with its number and its place in the data."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Literal, overload

from cvtex.content.markup import Inline, Run, plain
from cvtex.content.model import Contact, Datum, Photo, Text
from cvtex.content.source import NEVER_ENDS, without_line_signs
from cvtex.diagnostics import Span
from cvtex.document.targets.limits import NO_LIMITS, Limits
from cvtex.document.targets.look import CLASSIC, Look
from cvtex.document.targets.rule import Rule
from cvtex.document.targets.target import NO_MARGINS, Margins
from cvtex.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's title; `number` is printed as it is, empty for none."""

    number: str
    title: Text
    pagebreak: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A subheading within a section."""

    title: Text


@dataclass(frozen=True, slots=True)
class Line:
    """An entry (level 0) or a bullet (levels 1 to 3), its date at the right margin.

    `glued` forbids a page break before it.
    """

    level: int
    runs: Inline
    span: Span
    date: str = ""
    date_span: Span | None = None
    glued: bool = False
    pagebreak: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text."""

    runs: Inline
    span: Span


@dataclass(frozen=True, slots=True)
class Reference:
    """One publication as printed: its label, the reference, the legend of its marks."""

    label: str
    key: str
    runs: Inline
    span: Span
    legend: Inline = ()


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """The publications of one category in print order."""

    category: str
    references: tuple[Reference, ...]
    legend: Inline = ()


Block = Heading | Group | Line | Paragraph | ReferenceList


# Capitals from narrow to wide, as in most text faces; digits share one width.
_WIDE_LETTERS = "IJSLPFETBZRYXKVACUNDGHQOMW"
_OFF_THE_LINE = frozenset({"sup", "sub", "mark"})


@dataclass(frozen=True, slots=True)
class Spare:
    """What may go to make a document fit: the place of a node or the key of a publication, and its words."""

    id: str
    words: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Fitting:
    """What was done to a document to make it fit: the share of white, the size in PDF points, what was dropped."""

    space: float
    size: float
    dropped: tuple[Spare, ...] = ()


class Account(Sequence[Datum]):
    """What became of each datum of the CV: found out, once, when somebody asks; the page does not need it."""

    def __init__(self, find_out: Callable[[], tuple[Datum, ...]]) -> None:
        self._data = cache(find_out)

    @overload
    def __getitem__(self, index: int) -> Datum: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Datum, ...]: ...

    def __getitem__(self, index: int | slice) -> Datum | tuple[Datum, ...]:
        return self._data()[index]

    def __iter__(self) -> Iterator[Datum]:
        return iter(self._data())

    def __len__(self) -> int:
        return len(self._data())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Account | tuple) and (*self,) == (*other,)

    def __hash__(self) -> int:
        return hash(self._data())


@dataclass(frozen=True, slots=True)
class Document:
    """One target's document, and the account of what became of each datum of the CV.

    `patterns` is what TeX calls the language where long words may be parted at a line's end.

    `size` and `least`, the size that no text goes below, are in PDF points; `space` is the share of the theme's
    white that is left. `head` is none or name, `foot` full, pages or none, `colour` theme or black. `updated`
    is the date that goes into the PDF's metadata, if any (ISO 8601). `retired` are the labels that the ledger
    took out of use, and `omitted` those that the target leaves out: they explain why a list of publications has
    a gap; with `consecutive` labels there is none. `spare` is what may go to make the document fit, the first
    to go first, and `enough` that part of it which would do, where the document is too long; `fitting` is what
    was done, and `tight` the share of white at which it would fit where nothing may be done. `withheld` are texts
    that must be nowhere in the file; `hidden` is the photo that a rule leaves out, so that no picture may be there.
    `severities` are the checks whose findings the target takes as error, warning or off, by code. `rules` are the
    sources of its limits. `files` are the names under which its PDF is right, the one that it must bear first;
    any name is where there are none. `look` is what its theme and the choices of its target make of it. `engine` is
    auto, pdftex or luatex.
    """

    title: str
    name: Text
    headline: Text | None
    contact: tuple[Contact, ...]
    blocks: tuple[Block, ...]
    language: str
    paper: str
    size: float
    theme: str
    updated: str = ""
    max_pages: int | None = None
    retired: tuple[str, ...] = ()
    omitted: tuple[str, ...] = ()
    consecutive: bool = False
    account: Account | tuple[Datum, ...] = ()
    severities: tuple[tuple[str, str], ...] = ()
    limits: Limits = NO_LIMITS
    spare: tuple[Spare, ...] = ()
    enough: tuple[Spare, ...] = ()
    tight: float = 0.0
    fitting: Fitting | None = None
    fitted_size: float = 0.0
    withheld: tuple[tuple[str, Span], ...] = ()
    summary: Text | None = None
    patterns: str = ""
    font: str = "pagella"
    margins: Margins = NO_MARGINS
    head: str = "none"
    foot: str = "full"
    colour: str = "theme"
    least: float = 0.0
    space: float = 1.0
    rules: tuple[Rule, ...] = ()
    files: tuple[str, ...] = ()
    look: Look = CLASSIC
    photo: Photo | None = None
    hidden: Photo | None = None
    engine: str = "auto"

    @property
    def references(self) -> tuple[Reference, ...]:
        """All publications in print order."""
        lists = (block for block in self.blocks if isinstance(block, ReferenceList))
        return tuple(reference for block in lists for reference in block.references)

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(reference.label for reference in self.references)

    @property
    def widest_number(self) -> str:
        """The section number that takes the most room, empty where no section has one."""
        numbers = (block.number for block in self.blocks if isinstance(block, Heading))
        return max(numbers, key=len, default="")

    @property
    def file_title(self) -> str:
        """The title that the file gives itself."""
        return without_line_signs(f"{self.name.plain} – {self.title}")

    @property
    def file_author(self) -> str:
        """The author whom the file names, as runs at the head and foot too."""
        return without_line_signs(self.name.plain)

    def running(self, page: int, pages: int) -> tuple[str, str]:
        """What runs at the head and at the foot of a page, as printed; empty for nothing."""
        folio = f"{page} / {pages}"
        whole = " · ".join(filter(None, (self.file_author, without_line_signs(self.title))))
        feet = {"full": f"{whole} {folio}", "pages": folio, "none": ""}
        return self.file_author if self.head == "name" else "", feet[self.foot]

    @property
    def widest_label(self) -> str:
        """The label that all lists hang from: the longest, and of these the one with the widest letter."""
        return max(self.labels, key=lambda label: (len(label), _WIDE_LETTERS.find(label[:1])), default="")


Role = Literal[
    "name", "headline", "contact", "section", "group", "entry", "item", "date", "text", "label", "reference", "legend"
]


@dataclass(frozen=True, slots=True)
class Fact:
    """A text that must be found on the page, what it is there, and the place it came from.

    `level` is 0 for an entry and 1 to 3 for its items. `joints` are the offsets, not counting white space, of
    raised or lowered text: there the baseline jumps, and a reader may see a break. `runs` are the text in
    its styles, empty where it has but one. So many characters as `lead` tells stand before the text and apart
    from it, whichever way it runs: the number of a section. No line may end before what is at the offsets `whole`,
    counted like the joints: what an author typed to say so is no part of the text.
    """

    text: str
    span: Span
    role: Role
    level: int = 0
    joints: frozenset[int] = frozenset()
    runs: Inline = ()
    lead: int = 0
    whole: frozenset[int] = frozenset()


def facts(document: Document) -> tuple[Fact, ...]:
    """Every text of the document in reading order; of the document that was asked about last they are known."""
    for whose, known in _asked:
        if whose is document:
            return known
    found = tuple(_facts(document))
    _asked[:] = [(document, found)]
    return found


_asked: list[tuple[Document, tuple[Fact, ...]]] = []


def _facts(document: Document) -> Iterator[Fact]:
    yield _fact(document.name.runs, document.name.span, "name")
    if document.headline:
        yield _fact(document.headline.runs, document.headline.span, "headline")
    for contact in document.contact:
        yield replace(_fact(contact.runs, contact.span, "contact"), text=without_line_signs(contact.text))
    if document.summary:
        yield _fact(document.summary.runs, document.summary.span, "text")
    for block in document.blocks:
        yield from _facts_of(block)


def _facts_of(block: Block) -> Iterator[Fact]:
    match block:
        case Heading(number, title):
            lead = f"{number} " if number else ""
            fact = _fact((Run(lead), *title.runs) if lead else title.runs, title.span, "section")
            yield replace(fact, lead=len(lead))
        case Group(title):
            yield _fact(title.runs, title.span, "group")
        case Line(level, runs, span, date, date_span):
            yield _fact(runs, span, "item" if level else "entry", level)
            if date:
                yield Fact(without_line_signs(date), date_span or span, "date", level)
        case Paragraph(runs, span):
            yield _fact(runs, span, "text")
        case ReferenceList(references=references, legend=legend):
            for reference in references:
                yield Fact(f"[{reference.label}]", reference.span, "label")
                yield _fact(reference.runs, reference.span, "reference")
                if reference.legend:
                    yield _fact(reference.legend, reference.span, "legend")
            if legend and references:
                yield _fact(legend, references[-1].span, "legend")


def _fact(runs: Inline, span: Span, role: Role, level: int = 0) -> Fact:
    typed = plain(runs)
    whole = frozenset[int]()
    if without_line_signs(typed) != typed:
        runs = tuple(replace(run, text=without_line_signs(run.text)) for run in runs)
        whole = frozenset(_whole(typed))
    return Fact(plain(runs), span, role, level, frozenset(_joints(runs)), runs, whole=whole)


def _whole(typed: str) -> Iterator[int]:
    for index, letter in enumerate(typed):
        if letter == NEVER_ENDS:
            yield sum(map(len, without_line_signs(typed[:index]).split()))


def _joints(runs: Inline) -> Iterator[int]:
    if not any(run.styles & _OFF_THE_LINE for run in runs):  # which is quickly said of most texts
        return
    position = 0
    for run in runs:
        size = sum(map(len, run.text.split()))
        if run.styles & _OFF_THE_LINE:
            yield from range(position, position + size + 1)
        position += size
