"""Random CVs as random targets: nothing is lost, nothing is said twice, and what is shown is the whole CV's, in its order."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from cvtex.content.dates import parse_date
from cvtex.content.markup import Run, parse_markup
from cvtex.content.model import CV, Contact, Datum, Entry, Publication, ReferenceSettings, Section, Text
from cvtex.diagnostics import DataError, Findings, Span
from cvtex.document.choice.lists import Chooser, Lists
from cvtex.document.choice.selection import select
from cvtex.document.compose import compose
from cvtex.document.model import Document, Group, Heading, Line, Paragraph, ReferenceList
from cvtex.document.numbers.ledger import NO_LEDGER
from cvtex.document.references.references import number_publications
from cvtex.document.targets.target import Choice, PublicationChoice, SectionChoice, Target, TimeSpan, Word
from tests.document.publications import publication

TODAY = date(2026, 11, 25)
TAGS = ("a", "b", "c")
DATES = ("1999", "2003/2010", "2019-05", "2021/present", "Summer 2024", "long ago", "2030")
MOST_KEYS = 6
AT = Span("t.yaml", 1, 1)

tags = st.lists(st.sampled_from(TAGS), unique=True, max_size=2).map(tuple)
dates = st.none() | st.sampled_from(DATES)


# Random CVs: each text is there once, and so is each place.


class Places:
    """Gives each text of a CV a place of its own."""

    def __init__(self) -> None:
        self.line = 0

    def next(self) -> Span:
        self.line += 1
        return Span("cv.yaml", self.line, 3)

    def text(self, what: str) -> Text:
        span = self.next()
        return Text(parse_markup(f"{what} {span.line}x"), span)


@st.composite
def entries(draw: st.DrawFn, places: Places, keys: tuple[str, ...], depth: int = 0) -> tuple[Entry, ...]:
    made = []
    for _ in range(draw(st.integers(0 if depth else 1, 3))):
        roles = ["group", "text", "organization", "item"] if not depth else ["organization", "item"]
        role = draw(st.sampled_from(roles))
        headline = places.text(role)
        if role == "item" and keys and draw(st.booleans()):
            cited = parse_markup(f"cites {headline.span.line}x [@{draw(st.sampled_from(keys))}]")
            headline = replace(headline, runs=cited)
        typed = draw(dates) if role in ("organization", "item") else None
        made.append(
            Entry(
                role,
                headline,
                headline.span,
                date=parse_date(typed, places.next()) if typed else None,
                note=places.text("note") if role == "organization" else None,
                tags=draw(tags),
                items=draw(entries(places, keys, depth + 1)) if role != "text" and depth < 2 else (),
            )
        )
    return tuple(made)


@st.composite
def cvs(draw: st.DrawFn) -> CV:
    places = Places()
    publications = []
    for number in range(draw(st.integers(0, MOST_KEYS))):
        kind = draw(st.sampled_from(["article", "inproceedings"]))
        made = publication(
            kind, f"Title {number}", "Ada Byron and Joan Clarke", draw(dates) or "", journaltitle="Memoirs", volume="7"
        )
        keywords = draw(tags)
        publications.append(replace(made, key=f"k{number}", span=Span("own.bib", number + 1, 1), keywords=keywords))
    keys = tuple(item.key for item in publications)
    sections = []
    for number in range(draw(st.integers(1, 4))):
        title = Text((Run(draw(st.sampled_from([f"Part {number}", "Same"]))),), places.next())
        sections.append(Section(title, draw(entries(places, keys)), title.span, tags=draw(tags)))
    listed = ["all"] if draw(st.booleans()) else ["J", "C"]
    for letter in listed if publications else []:
        if letter == "all" or any(item.type == {"J": "article", "C": "inproceedings"}[letter] for item in publications):
            where = draw(st.integers(0, len(sections) - 1))
            span = places.next()
            entry = Entry("publications", Text((Run(letter),), span), span, tags=draw(tags))
            sections[where] = replace(sections[where], entries=(*sections[where].entries, entry))
    best = tuple((key, AT) for key in draw(st.lists(st.sampled_from(keys), unique=True))) if keys else ()
    return CV(
        Text((Run("Ada Byron"),), places.next()),
        tuple(sections),
        headline=places.text("headline"),
        contact=(Contact("phone", "+44 20", "", places.next()), Contact("place", "London", "", places.next())),
        publications=_placed(publications),
        references=ReferenceSettings(order=draw(st.sampled_from(["newest", "oldest"])), best=best),
    )


def _placed(publications: Iterable[Publication]) -> tuple[Publication, ...]:
    """Publications whose data have a place for each."""
    out = []
    for item in publications:
        spans = iter(item.span.at(10 * n) for n in range(1, 99))
        authors = tuple(replace(author, span=next(spans)) for author in item.authors)
        fields = {name: replace(text, span=next(spans)) for name, text in item.fields.items()}
        dated = replace(item.date, span=next(spans)) if item.date else None
        out.append(
            replace(item, title=replace(item.title, span=next(spans)), authors=authors, fields=fields, date=dated)
        )
    return tuple(out)


# Random targets.


def words(options: Iterable[str], most: int = 2) -> st.SearchStrategy[tuple[Word, ...]]:
    known = sorted(options)
    chosen = st.lists(st.sampled_from(known), unique=True, max_size=most) if known else st.just([])
    return chosen.map(lambda texts: tuple(Word(text, AT) for text in texts))


periods = st.none() | st.builds(
    TimeSpan, st.just(AT), st.just("5 years"), st.just(60)
) | st.sampled_from(["2000/2012", "2020/present", "2019"]).map(
    lambda typed: TimeSpan(AT, typed, 0, parse_date(typed, AT).periods[0])
)  # fmt: skip


@st.composite
def choices(draw: st.DrawFn, present: frozenset[str], *, seldom: bool = False) -> Choice:
    if seldom and draw(st.booleans()):
        return Choice()
    return Choice(draw(words(present, 2)), draw(words(present, 1)), draw(periods))


@st.composite
def publication_choices(draw: st.DrawFn, cv: CV, *, titled: bool = False) -> PublicationChoice:
    keys = draw(words((item.key for item in cv.publications), draw(st.sampled_from([0, MOST_KEYS]))))
    orders = ["", "newest", "oldest", *["best"] * bool(cv.references.best), *["keys"] * bool(keys)]
    return PublicationChoice(
        title=Text((Run("Own list"),), AT) if titled and draw(st.booleans()) else None,
        keys=keys,
        most=draw(st.none() | st.integers(1, 4)),
        choose=draw(st.sampled_from(["", "newest", *["best"] * bool(cv.references.best)])),
        order=draw(st.sampled_from(orders)),
        span=AT,
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[CV, Target]:
    cv = draw(cvs())
    present = frozenset(tag for node in nodes(cv.sections) for tag in node.tags)
    sections = []
    if draw(st.booleans()):
        titles = sorted({section.title.plain for section in cv.sections})
        for title in draw(st.lists(st.sampled_from(titles), unique=True, min_size=1)):
            lists: tuple[PublicationChoice, ...] = ()
            if draw(st.booleans()) and cv.publications:
                lists = tuple(draw(st.lists(publication_choices(cv, titled=True), min_size=1, max_size=2)))
            own = draw(choices(present, seldom=True))
            other = Text((Run(f"Other {title}"),), AT) if draw(st.booleans()) else None
            sections.append(SectionChoice(Word(title, AT), other, own, draw(st.none() | st.integers(1, 4)), lists))
    chosen = PublicationChoice()
    if draw(st.booleans()) and cv.publications:
        chosen = draw(publication_choices(cv))
    return cv, Target(
        "t",
        sections=tuple(sections),
        choice=draw(choices(present, seldom=True)),
        publications=chosen,
        labels=draw(st.sampled_from(["permanent", "consecutive"])),
        withheld=draw(st.sampled_from([(), ("phone",), ("place", "phone")])),
        headline=Text((Run("Own headline"),), AT) if draw(st.booleans()) else None,
    )


def nodes(found: Iterable[Section | Entry]) -> Iterator[Section | Entry]:
    for node in found:
        yield node
        yield from nodes(below(node))


def below(node: Section | Entry) -> tuple[Entry, ...]:
    return node.entries if isinstance(node, Section) else node.items


def document_of(cv: CV, target: Target) -> Document:
    """The document of a target; a choice that nothing answers to, and a citation that cannot be, are refused."""
    try:
        made, _ = compose(cv, target, clock=TODAY)
    except DataError as error:
        codes = {item.code for item in error.diagnostics if item.severity == "error"}
        assert codes <= {"D035", "B013"}
        event(f"refused: {', '.join(sorted(codes))}")
        assume(False)
        raise
    event(f"{'a part' if any(datum.rule for datum in made.account) else 'all'} is shown")
    return made


def typed(account: Iterable[Datum]) -> Counter[tuple[Span, str]]:
    """What the author typed in the CV and the bibliography: each datum by its place and words, citations without numbers."""
    account = tuple(account)
    retitled = {datum.span for datum in account if datum.what == "title"}
    own = (datum for datum in account if datum.span != AT and not (datum.shown and datum.span in retitled))
    # What a style leaves of a date that is printed is told beside it.
    own = (datum for datum in own if datum.what != "month and day")
    return Counter((datum.span, re.sub(r"\[\w+\]", "[]", datum.text)) for datum in own)


steady = settings(max_examples=80)


@given(cases())
@steady
def test_every_datum_is_shown_or_left_out_by_a_rule_and_there_once(case: tuple[CV, Target]) -> None:
    cv, target = case
    whole, made = document_of(cv, Target("cv")), document_of(cv, target)
    assert [datum for datum in made.account if datum.lost or (datum.shown and datum.rule)] == []
    assert typed(made.account) == typed(whole.account)
    assert set(typed(whole.account).values()) == {1}


@given(cases())
@steady
def test_what_is_shown_is_what_the_account_says(case: tuple[CV, Target]) -> None:
    cv, target = case
    made = document_of(cv, target)
    printed = Counter(span for span, _ in blocks(made))
    assert set(printed.values()) <= {1}
    shown = {datum.span for datum in made.account if datum.shown}
    left = {datum.span for datum in made.account if datum.rule and datum.what != "title"}
    assert not left & set(printed)
    assert set(printed) - {AT} <= shown


@given(cases())
@steady
def test_labels_are_those_of_the_whole_cv_or_count_through(case: tuple[CV, Target]) -> None:
    cv, target = case
    whole, made = document_of(cv, Target("cv")), document_of(cv, target)
    keys = [reference.key for reference in made.references]
    assert len(keys) == len(set(keys))
    if target.labels == "consecutive":
        assert list(made.labels) == [str(number) for number in range(1, len(keys) + 1)]
    else:
        of = {reference.key: reference.label for reference in whole.references}
        assert list(made.labels) == [of[key] for key in keys]
        assert set(made.omitted) | set(made.labels) == set(of.values())
        assert not set(made.omitted) & set(made.labels)


@given(cases())
@settings(max_examples=60)
def test_a_target_makes_the_same_every_time(case: tuple[CV, Target]) -> None:
    cv, target = case
    assert document_of(cv, target) == document_of(cv, target)
    # The name of a target is in the name of its file alone.
    assert replace(document_of(cv, Target("t")), files=()) == replace(document_of(cv, Target("cv")), files=())


@given(cases())
@steady
def test_blocks_are_those_of_the_whole_cv_in_its_order(case: tuple[CV, Target]) -> None:
    cv, target = case
    of = by_section(document_of(cv, Target("cv")))
    made = by_section(document_of(cv, target))
    assert set(made) <= set(of)
    if not target.sections:
        assert [span for span in of if span in made] == list(made)
    for span, shown in made.items():
        whole = iter(of[span])
        assert all(any(block == other for other in whole) for block in shown)


def blocks(document: Document) -> Iterator[tuple[Span, str]]:
    """The blocks by their place and words, but lists, whose order is the target's, and what a list has for its heading."""
    heads_list = False
    for block, after in zip(document.blocks, (*document.blocks[1:], None), strict=True):
        heads_list = isinstance(after, ReferenceList)
        if isinstance(block, Heading):
            yield block.title.span, ""
        elif isinstance(block, Group) and not heads_list:
            yield block.title.span, block.title.plain
        elif isinstance(block, Line | Paragraph):
            yield block.span, re.sub(r"\[\w+\]", "[]", "".join(run.text for run in block.runs))


def by_section(document: Document) -> dict[Span, list[tuple[Span, str]]]:
    found: dict[Span, list[tuple[Span, str]]] = {}
    headings = {block.title.span for block in document.blocks if isinstance(block, Heading)}
    here: list[tuple[Span, str]] = []
    for span, words_ in blocks(document):
        if span in headings:
            here = found.setdefault(span, [])
        else:
            here.append((span, words_))
    return found


@given(cases())
@steady
def test_a_node_stays_with_all_above_it_and_by_the_targets_tags(case: tuple[CV, Target]) -> None:
    cv, target = case
    document_of(cv, target)
    findings = Findings()
    lists = Lists(cv, Chooser(cv, number_publications(cv, NO_LEDGER, findings), target, TODAY, findings))
    selected = select(cv, target, has_publications=lists.holds, today=TODAY, findings=findings)
    above = dict(lineages(cv.sections))
    kept = list(nodes(selected.cv.sections))
    places = {node.span for node in kept}
    assert len(places) == len(kept)
    bare = {node.span for node in over_groups(cv.sections)}
    asked, without = ({word.text for word in found} for found in (target.choice.tags, target.choice.without))
    for node in kept:
        lineage = above[node.span]
        assert {other.span for other in lineage} <= places
        assert not any(without & set(other.tags) for other in (node, *lineage))
        own_lists = any(span in lists.by_section for span in (node.span, *(other.span for other in lineage)))
        lent = any(asked & set(other.tags) for other in (node, *lineage))
        holds = any(other.span in places and asked & set(other.tags) for other in under(cv.sections, node))
        assert not asked or own_lists or lent or holds or node.span in bare


def over_groups(found: Iterable[Section | Entry]) -> Iterator[Entry]:
    """The subheadings that another follows at once: they stand over it."""
    for node in found:
        for entry, after in pairwise(below(node)):
            if entry.role == after.role == "group" and not entry.items:
                yield entry
        yield from over_groups(below(node))


def lineages(
    found: Iterable[Section | Entry], above: tuple[Section | Entry, ...] = ()
) -> Iterator[tuple[Span, tuple[Section | Entry, ...]]]:
    """All nodes by their place, with what stands above each: what holds it, and the subheading that it follows."""
    heading: tuple[Section | Entry, ...] = ()
    for node in found:
        group = isinstance(node, Entry) and node.role == "group"
        heading = () if group else heading
        yield node.span, (*above, *heading)
        yield from lineages(below(node), (*above, *heading, node))
        heading = (node,) if group else heading


def under(found: Iterable[Section | Entry], node: Section | Entry) -> list[Entry]:
    """What stands below a node, or follows it as a subheading."""
    every = {other.span: other for other in nodes(found)}
    out = []
    for span, lineage in lineages(found):
        other = every[span]
        if node.span in {above.span for above in lineage} and isinstance(other, Entry):
            out.append(other)
    return out
