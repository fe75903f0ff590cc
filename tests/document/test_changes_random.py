"""Changes between CVs made at random: none between equal ones, mirrored when the two are swapped, every difference told."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from cvtex.content.dates import parse_date
from cvtex.content.markup import Run
from cvtex.content.model import CV, Entry, Publication, Section, Text
from cvtex.content.names import parse_names
from cvtex.diagnostics import Span
from cvtex.document.changes.changes import Change, Changes, compare
from cvtex.document.changes.outline import Outline, outline
from cvtex.document.numbers.ledger import NO_LEDGER, Ledger, Release
from cvtex.document.references.style import load_style

SPAN = Span("cv.yaml", 1, 1)
STYLE = load_style("cvtex")
WORDS = (
    "Mill",
    "Mills",
    "Loom",
    "Chair of Reading",
    "Chair of Raeding",
    "Chair of 2 mills",
    "Chair of 3 mills",
    "a",
    "",
)
DATES = ("2019", "2021", "2021/present", "2021/2025", "Summer 2020")
KEYS = ("a", "b", "c", "d")
TITLES = ("On engines", "On engine", "On looms", "Über Räder", "On wheels")
TYPES = ("article", "inproceedings", "unpublished", "patent")


def text(words: str) -> Text:
    return Text((Run(words),) if words else (), SPAN)


TEXTS = st.sampled_from(WORDS).map(text)
DETAILS = {
    "date": st.none() | st.sampled_from(DATES).map(lambda typed: parse_date(typed, SPAN)),
    "place": st.none() | st.sampled_from(("Rome", "Bath")).map(text),
    "note": st.none() | st.sampled_from(("tenured", "won")).map(text),
    "url": st.sampled_from(("", "https://example.org")),
}
LEAVES = st.builds(Entry, st.sampled_from(("item", "award", "text")), TEXTS, st.just(SPAN), **DETAILS)
ENTRIES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        Entry, st.sampled_from(("organization", "position", "group")), TEXTS, st.just(SPAN), **DETAILS,
        items=st.lists(inner, max_size=3).map(tuple),
    ),
    max_leaves=6,
)  # fmt: skip
LIST = Entry("publications", text("all"), SPAN)
PAPERS = st.builds(
    lambda key, kind, title, names, date, fields: Publication(
        key, kind, text(title), tuple(parse_names(names)[0]), False, date, {name: text(value) for name, value in fields.items()},
        (), SPAN,
    ),
    st.sampled_from(KEYS), st.sampled_from(TYPES), st.sampled_from(TITLES), st.sampled_from(("Ada Byron", "Ada Byron and Max Mus")),
    DETAILS["date"],
    st.fixed_dictionaries({}, optional={
        "journaltitle": st.sampled_from(("J", "Journal")), "volume": st.sampled_from(("1", "2")), "pages": st.just("1--3"),
        "pubstate": st.sampled_from(("submitted", "In Press", "inpress")), "doi": st.sampled_from(("10.1000/1", "10.1000/2")),
    }),
)  # fmt: skip
SAME = st.lists(st.lists(st.sampled_from(KEYS), min_size=2, max_size=3, unique=True), max_size=1)


@st.composite
def outlines(draw: st.DrawFn) -> Outline:
    papers = {paper.key: paper for paper in draw(st.lists(PAPERS, max_size=4))}
    titles = draw(st.lists(st.sampled_from(("Work", "Works", "Life")), min_size=1, max_size=3, unique=True))
    bodies = [tuple(draw(st.lists(ENTRIES, max_size=3))) for _ in titles]
    sections = tuple(
        Section(text(title), (*body, *([LIST] * (number == 0))), SPAN)
        for number, (title, body) in enumerate(zip(titles, bodies, strict=True))
    )
    same = tuple(tuple((key, SPAN) for key in group) for group in draw(SAME) if all(key in papers for key in group))
    cv = CV(text("Ada Byron"), sections, publications=tuple(papers.values()), same=same)
    return outline(cv, draw(ledgers()), STYLE)


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    labels = draw(st.lists(st.sampled_from(("J001", "C002", "A003")), max_size=3, unique=True))
    if not labels:
        return NO_LEDGER
    keys = draw(st.permutations(KEYS))
    releases = []
    for label, key in zip(labels, keys, strict=False):
        heirs = [other for other in labels if other != label]
        to = draw(st.sampled_from(["", *heirs])) if heirs else ""
        releases.append(Release(label, key, "T", SPAN, bool(to), to))
    return Ledger(tuple(releases))


def mirrored(changes: Changes) -> Counter[object]:
    """What the same two states have in common the other way round: what came went, and all else is seen from its other end."""
    kinds = {"added": "retired", "retired": "added"}
    return Counter((kinds.get(item.kind, item.kind), *_sides(item, turned=True), item.below) for item in changes.items)


def _sides(item: Change, *, turned: bool) -> tuple[object, object]:
    return (item.was, item.side) if turned and item.was else (item.side, item.was)


@given(one=outlines())
@settings(max_examples=60)
def test_equal_states_have_no_changes(one: Outline) -> None:
    assert compare(one, one) == Changes()


@given(one=outlines(), other=outlines())
@settings(max_examples=150)
def test_swapped_states_have_mirrored_changes(one: Outline, other: Outline) -> None:
    there, back = compare(one, other), compare(other, one)
    assert mirrored(there) == Counter((item.kind, *_sides(item, turned=False), item.below) for item in back.items)


@given(one=outlines(), other=outlines())
@settings(max_examples=150)
def test_every_difference_is_told(one: Outline, other: Outline) -> None:
    """Take the earlier page, follow what is told, and the later page is there."""
    changes = compare(one, other)
    page = Counter(printed(one))
    for item in changes.of("retired"):
        page -= Counter([(item.side.label, item.side.text)])
    for item in (*changes.of("changed"), *changes.of("corrected")):
        assert item.was
        page -= Counter([(item.was.label, item.was.text)])
        page += Counter([(item.side.label, item.side.text)])
    page += Counter((item.side.label, item.side.text) for item in changes.of("added"))
    lines = sum(item.below for item in changes.of("added"))
    gone = sum(item.below for item in changes.of("retired"))
    # What came or went below an entry is counted, not named.
    wanted = Counter(printed(other))
    assert (wanted - page).total() <= lines
    assert (page - wanted).total() <= gone
    assert page.total() + lines - gone == wanted.total()


def printed(side: Outline) -> list[tuple[str, str]]:
    return [(item.label, item.text) for item in side.items]


@given(one=outlines(), words=st.sampled_from(("Mill", "Chair of Reading")))
@settings(max_examples=60)
def test_one_entry_more_is_all_that_is_told(one: Outline, words: str) -> None:
    """An entry that is like no other, put anywhere at the end of a section, is the one change."""
    new = Entry("award", text(f"{words} never seen before of 1842"), SPAN)
    last = next(index for index in reversed(range(len(one.items))) if one.items[index].role == "section")
    item = replace(
        one.items[last], role="award", title=new.headline.plain, text=new.headline.plain, above=last, entry=new
    )
    more = replace(one, items=(*one.items, item))
    assert [(change.kind, change.side.text) for change in compare(one, more).items] == [("added", item.text)]
