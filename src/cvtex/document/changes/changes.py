"""Changes: what was added, changed its status, was corrected or was retired between two states of a CV."""

from collections.abc import Iterator
from typing import Literal

from cvtex.diagnostics import Span
from cvtex.document.changes.entrychanges import differences
from cvtex.document.changes.matching import Matches, match
from cvtex.document.changes.outline import Item, Outline
from cvtex.document.changes.publicationchanges import publication_differences
from cvtex.values import dataclass

Kind = Literal["added", "changed", "corrected", "retired"]


@dataclass(frozen=True, slots=True)
class Side:
    """An item as it was in one state: its number, its words as printed, its section, and where it was typed."""

    label: str
    text: str
    section: str
    span: Span


@dataclass(frozen=True, slots=True)
class Change:
    """One item that is not what it was.

    `side` is the item in the later state, or in the earlier one where it is retired; `was` the item before. `what` says what
    changed, `below` how many lines came or went with it, `heir` the number that a retired one became.
    """

    kind: Kind
    role: str
    side: Side
    key: str = ""
    was: Side | None = None
    what: tuple[str, ...] = ()
    below: int = 0
    heir: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes: those of the later state in the order of its page, then what is retired in the order it had."""

    items: tuple[Change, ...] = ()

    def of(self, kind: Kind) -> tuple[Change, ...]:
        """The changes of one kind."""
        return tuple(item for item in self.items if item.kind == kind)


def compare(old: Outline, new: Outline) -> Changes:
    """What lies between two states of a CV.

    An entry that came or went is told once, with the number of lines below it. A publication is found again by its key, by
    `same:` and the ledger, by its number, and by what identifies it, such as a DOI.
    """
    matches = match(old, new)
    return Changes((*_of_the_later(old, new, matches), *_retired(old, new, matches)))


def _of_the_later(old: Outline, new: Outline, matches: Matches) -> Iterator[Change]:
    before = {second: first for first, second in matches.pairs}
    alone = frozenset(range(len(new.items))) - before.keys()
    below = lines_below(new, alone)
    for index, item in enumerate(new.items):
        if index in before:
            yield from _changed(
                old, before[index], item, before.get(item.above, item.above if item.above < 0 else None)
            )
        elif index in below:
            yield change_of(item, "added", below=below[index])


def _retired(old: Outline, new: Outline, matches: Matches) -> Iterator[Change]:
    gone = frozenset(range(len(old.items))) - {first for first, _ in matches.pairs}
    out_of_use = {release.label for release in new.ledger.releases if release.retired and not release.to}
    for index, lines in lines_below(old, gone).items():
        item, heir = old.items[index], matches.heirs.get(index)
        what = ("number out of use",) if item.label in out_of_use else ()
        label = new.items[heir].label if heir is not None else ""
        yield change_of(item, "retired", what=what, below=lines, heir=label)


def lines_below(side: Outline, alone: frozenset[int]) -> dict[int, int]:
    """Of items that stand in one state alone, those that belong to no other of them, and how many they bring along."""
    tops: dict[int, int] = {}
    top_of: dict[int, int] = {}
    for index in sorted(alone):
        above = side.items[index].above
        if above in top_of and side.items[above].is_entry:
            top_of[index] = top_of[above]
            tops[top_of[index]] += 1
        else:
            top_of[index] = index
            tops[index] = 0
    return tops


def _changed(old: Outline, first: int, now: Item, above: int | None) -> Iterator[Change]:
    """The change of an item that stands in both states, if there is one; `above` is where it would stand in the earlier one."""
    was = old.items[first]
    if was.publication and now.publication:
        news, corrections = publication_differences(was, now)
    else:
        news, corrections = differences(was, now)
    if now.role != "section" and was.above != above and was.publication is None:
        corrections = (*corrections, f"moved from {_place(old, was)}")
    if news:
        corrected = (f"also corrected: {', '.join(corrections)}",) if corrections else ()
        yield change_of(now, "changed", was=was, what=(*news, *corrected))
    elif corrections:
        yield change_of(now, "corrected", was=was, what=corrections)


def _place(side: Outline, item: Item) -> str:
    return f"“{side.items[item.above].title}”" if item.above >= 0 else "the head"


def change_of(
    item: Item, kind: Kind, *, was: Item | None = None, what: tuple[str, ...] = (), below: int = 0, heir: str = ""
) -> Change:
    """A change of an item."""
    key = item.publication.key if item.publication else ""
    return Change(kind, item.role, _side(item), key, _side(was) if was else None, what, below, heir)


def _side(item: Item) -> Side:
    return Side(item.label, item.text, item.section, item.span)
