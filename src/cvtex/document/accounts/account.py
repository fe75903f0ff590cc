"""The account: what became of each datum of the CV, told from the CV and the document alone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cvtex.content.keys import ROLES
from cvtex.content.markup import Inline, Run
from cvtex.content.model import CV, Datum, Entry, Section, Text
from cvtex.diagnostics import Span
from cvtex.document.accounts.referenceaccount import Auditor, data_of, iso
from cvtex.document.accounts.traces import Exact, Traces, in_order_of_length, judged
from cvtex.document.model import Document, Group, Heading, Line, Paragraph, Reference, facts
from cvtex.document.numbers.owner import owner_of
from cvtex.document.references.referencestyle import ReferenceStyle
from cvtex.languages.language import Calendar
from cvtex.values import dataclass, field, replace

_NOTHING: Inline = ()


@dataclass(frozen=True, slots=True)
class _Printed:
    """What the document holds of one node: its text and, apart from it, its date or number."""

    runs: Inline = _NOTHING
    aside: str = ""


@dataclass(frozen=True, slots=True)
class _Page:
    """The labels by key, the document's blocks by the place of what they print, and how its dates read."""

    labels: Mapping[str, str]
    printed: Mapping[Span, list[_Printed]]
    calendar: Calendar

    def taken(self, span: Span) -> _Printed:
        """The block of a place, used up; nothing where the document has none."""
        blocks = self.printed.get(span)
        return blocks.pop(0) if blocks else _Printed()


@dataclass(frozen=True, slots=True)
class _Aside:
    """What stands beside a line, and how dates read in it."""

    traces: Traces
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a target leaves out, with the rules: nodes and all that they hold, single data, publications by key.

    `unlisted` is the rule for a publication that no list of the document prints. `numbers` has the label of each publication
    in the whole CV, by key: a citation of one that is not printed says it.
    """

    nodes: tuple[tuple[Section | Entry, str], ...] = ()
    data: tuple[Datum, ...] = ()
    publications: Mapping[str, str] = field(default_factory=dict)
    unlisted: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict)


def account(cv: CV, document: Document, style: ReferenceStyle, left: LeftOut | None = None) -> tuple[Datum, ...]:
    """Every datum of the CV: shown, left out by a rule, or lost.

    The composer is not asked: each datum is looked for in the block or the reference that bears its place or key.
    """
    left = left or LeftOut()
    references = {reference.key: reference for reference in document.references}
    labels = {**left.numbers, **{key: reference.label for key, reference in references.items()}}
    printed = _printed(document)
    page = _Page(labels, printed, style.language.calendar)
    nodes = (datum for section in cv.sections for datum in _section(section, page))
    drafts = ((draft, "draft") for draft in cv.drafts)
    return (
        *_head(cv, document, labels),
        *left.data,
        *nodes,
        *_ruled((*left.nodes, *drafts), labels),
        *_publications(cv, references, style, left),
        *_abbreviations(cv, document),
    )


def _printed(document: Document) -> dict[Span, list[_Printed]]:
    """The document's blocks by the place of what they print."""
    found: dict[Span, list[_Printed]] = defaultdict(list)
    for block in document.blocks:
        match block:
            case Heading(number, title):
                found[title.span].append(_Printed(title.runs, number))
            case Group(title):
                found[title.span].append(_Printed(title.runs))
            case Line(runs=runs, span=span, date=date):
                found[span].append(_Printed(runs, date))
            case Paragraph(runs, span):
                found[span].append(_Printed(runs))
    return found


def _head(cv: CV, document: Document, labels: Mapping[str, str]) -> Iterator[Datum]:
    """What stands at the head of the page, and the day in the PDF's metadata."""
    yield Datum("name", "", cv.name.plain, cv.name.span, shown=cv.name.plain == document.name.plain)
    if cv.headline:
        here = Exact(document.headline.runs if document.headline else ())
        yield from (replace(datum, shown=here.holds(datum)) for datum in _text("headline", "", cv.headline, labels))
    printed = {(item.text, item.href) for item in document.contact}
    for item in cv.contact:
        # A rule may forbid the link; its text tells the same.
        shown = (item.text, item.href) in printed or (bool(document.limits.links) and (item.text, "") in printed)
        shown = shown or (item.kind == "born" and any(item.span == other.span for other in document.contact))
        yield Datum("contact", "", item.text, item.span, shown=shown)
    if cv.photo:
        yield Datum("photo", "", cv.photo.alt.plain, cv.photo.span, shown=document.photo == cv.photo)
    yield from cv.left_out
    if cv.updated:
        day = iso(cv.updated)
        rule = "metadata hold it" if day == document.updated else "metadata hold another day"
        yield Datum("updated", "", day, cv.updated.span, rule)


def _section(section: Section, page: _Page) -> Iterator[Datum]:
    here = page.taken(section.span)
    text = Exact(here.runs)
    for datum in _section_data(section, page.labels):
        shown = here.aside == datum.text if datum.what == "number" else text.holds(datum)
        yield replace(datum, shown=shown)
    yield from _entries(section.entries, page)


def _entries(entries: Sequence[Entry], page: _Page) -> Iterator[Datum]:
    for entry in entries:
        if ROLES[entry.role].look != "publications":
            yield from _entry(entry, page)
        yield from _entries(entry.items, page)


def _entry(entry: Entry, page: _Page) -> Iterator[Datum]:
    """The data of one entry, each with a place of its own in the entry's line."""
    here, listed = page.taken(entry.span), list(_entry_data(entry, page.labels))

    def judge(order: Sequence[int]) -> dict[int, Datum]:
        text, aside = Exact(here.runs), Traces((Run(here.aside),))
        return {index: _judged(listed[index], entry, text, _Aside(aside, page.calendar)) for index in order}

    yield from judged(in_order_of_length(datum.text for datum in listed), judge)


def _judged(datum: Datum, entry: Entry, text: Exact, aside: _Aside) -> Datum:
    date = entry.date if datum.what == "date" else None
    shown = aside.traces.has_date(date, aside.calendar) if date else text.holds(datum)
    own_link = datum.what == "url" and not shown and all(run.href for run in entry.headline.runs)
    return replace(datum, shown=shown, rule="headline has a link of its own" if own_link else "")


def _ruled(nodes: Iterable[tuple[Section | Entry, str]], labels: Mapping[str, str]) -> Iterator[Datum]:
    """The data of nodes that are left out whole."""
    for node, rule in nodes:
        data = _below((node,), labels) if isinstance(node, Entry) else _whole(node, labels)
        yield from (replace(datum, rule=rule) for datum in data)


def _whole(section: Section, labels: Mapping[str, str]) -> Iterator[Datum]:
    yield from _section_data(section, labels)
    yield from _below(section.entries, labels)


def _below(entries: Sequence[Entry], labels: Mapping[str, str]) -> Iterator[Datum]:
    """All data of some entries and of what stands below them."""
    for entry in entries:
        if ROLES[entry.role].look != "publications":
            yield from _entry_data(entry, labels)
        yield from _below(entry.items, labels)


def _section_data(section: Section, labels: Mapping[str, str]) -> Iterator[Datum]:
    yield from _text("section", "", section.title, labels)
    if section.number:
        yield Datum("number", section.title.plain, section.number, section.span)


def _entry_data(entry: Entry, labels: Mapping[str, str]) -> Iterator[Datum]:
    of = entry.headline.plain
    yield from _text(entry.role, "", entry.headline, labels)
    for what, text in (("at", entry.at), ("place", entry.place), ("note", entry.note)):
        if text:
            yield from _text(what, of, text, labels)
    if entry.date:
        yield Datum("date", of, iso(entry.date), entry.date.span)
    if entry.url:
        yield Datum("url", of, entry.url, entry.span)


def _text(what: str, of: str, text: Text, labels: Mapping[str, str]) -> Iterator[Datum]:
    """A text with its citations as labels, and each address that it links to."""
    said = "".join(f"[{labels[run.cite]}]" if run.cite in labels else run.text for run in text.runs)
    yield Datum(what, of, said, text.span)
    for address in dict.fromkeys(run.href for run in text.runs if run.href):
        yield Datum("link", text.plain, address, text.span)


def _abbreviations(cv: CV, document: Document) -> Iterator[Datum]:
    """What abbreviations are short for, which the tags say wherever one stands."""
    told = {(run.text, run.expansion) for fact in facts(document) for run in fact.runs if run.expansion}
    for item in cv.abbreviations:
        shown = (item.word, item.expansion) in told
        rule = "" if shown else "the abbreviation stands in no text of the document"
        yield Datum("abbreviation", item.word, item.expansion, item.span, rule, shown)


def _publications(cv: CV, references: Mapping[str, Reference], style: ReferenceStyle, left: LeftOut) -> Iterator[Datum]:
    auditor = Auditor(cv.references, style, owner_of(cv))
    became = {key: group[0][0] for group in cv.same for key, _ in group[1:]}
    for publication in cv.publications:
        printed = references.get(publication.key)
        if printed:
            yield from auditor.account(publication, printed)
            continue
        heir = became.get(publication.key, "")
        rule = f"became [{references[heir].label}]" if heir in references else ""
        rule = rule or left.publications.get(heir or publication.key, left.unlisted)
        yield from (replace(datum, rule=rule) for datum in data_of(publication))
        yield from publication.left_out
