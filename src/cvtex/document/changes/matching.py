"""Matching: which item of one state of a CV is which of another."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

from cvtex.document.changes.likeness import folded, pairs_by_key, pairs_by_likeness
from cvtex.document.changes.outline import Item, Outline
from cvtex.document.numbers.duplicates import marks_of
from cvtex.values import dataclass

_Key = Callable[[Item], Hashable]


@dataclass(frozen=True, slots=True)
class Matches:
    """Positions of one item in both states; `heirs` are the later positions of what became of items that are gone."""

    pairs: tuple[tuple[int, int], ...]
    heirs: Mapping[int, int]


def match(old: Outline, new: Outline) -> Matches:
    """Find every item of `old` in `new`, each at most once."""
    matcher = _Matcher(old, new)
    matcher.head()
    matcher.tree()
    matcher.moved()
    pairs, heirs = _publications(old, new)
    return Matches(tuple(sorted([*matcher.pairs.items(), *pairs.items()])), heirs)


class _Matcher:
    """Matches what stands in the tree of sections and entries, from the top down."""

    def __init__(self, old: Outline, new: Outline) -> None:
        self.old, self.new = old.items, new.items
        self.below = (_children(old), _children(new))
        self.pairs: dict[int, int] = {}
        self.taken: set[int] = set()

    def head(self) -> None:
        """The name, the line under it, and the contact: by kind, then in their order."""
        roles = ("name", "headline", "contact")
        old, new = ([n for n, item in enumerate(side) if item.role in roles] for side in (self.old, self.new))
        self._exact(old, new, lambda item: (item.role, item.title, item.text))
        self._exact(old, new, lambda item: (item.role, item.title))

    def tree(self) -> None:
        """Sections by their titles, then what stands below each."""
        old, new = ([n for n, item in enumerate(side) if item.role == "section"] for side in (self.old, self.new))
        self._siblings(old, new)
        for first, second in [pair for pair in self.pairs.items() if pair[0] in old]:
            self._below(first, second)

    def moved(self) -> None:
        """Entries that stand elsewhere now: those that there is but one of in each state."""
        while True:
            sides = []
            for side, used in ((self.old, self.pairs.keys()), (self.new, self.taken)):
                left: dict[Hashable, list[int]] = {}
                for index, item in enumerate(side):
                    if item.entry and index not in used:
                        left.setdefault((item.role, folded(item.text)), []).append(index)
                sides.append({key: places[0] for key, places in left.items() if len(places) == 1})
            found = [(place, sides[1][key]) for key, place in sides[0].items() if key in sides[1]]
            if not found:
                return
            for first, second in found:
                if first not in self.pairs and second not in self.taken:
                    self._take(first, second)
                    self._below(first, second)

    def _below(self, first: int, second: int) -> None:
        waiting = [(first, second)]
        while waiting:
            one, other = waiting.pop()
            old, new = self.below[0].get(one, []), self.below[1].get(other, [])
            self._siblings(old, new)
            waiting += [(index, self.pairs[index]) for index in old if self.pairs.get(index) in new]

    def _siblings(self, old: Sequence[int], new: Sequence[int]) -> None:
        """Match what stands side by side: the same first, then what has the same headline, then what is like it."""
        keys: tuple[_Key, ...] = (
            lambda item: (item.role, folded(item.text)),
            lambda item: (item.role, folded(item.title)),
            lambda item: folded(item.title),
        )
        for key in keys:
            self._exact(old, new, key)
        for role in sorted({self.old[index].role for index in old}):
            before = [index for index in old if index not in self.pairs and self.old[index].role == role]
            after = [index for index in new if index not in self.taken and self.new[index].role == role]
            titles = ({n: self.old[n].title for n in before}, {n: self.new[n].title for n in after})
            for first, second in pairs_by_likeness(before, after, *titles):
                self._take(first, second)

    def _exact(self, old: Sequence[int], new: Sequence[int], key: _Key) -> None:
        before = [index for index in old if index not in self.pairs]
        after = [index for index in new if index not in self.taken]
        keys = ({n: key(self.old[n]) for n in before}, {n: key(self.new[n]) for n in after})
        for first, second in pairs_by_key(before, after, *keys):
            self._take(first, second)

    def _take(self, first: int, second: int) -> None:
        self.pairs[first] = second
        self.taken.add(second)


def _children(side: Outline) -> dict[int, list[int]]:
    below: dict[int, list[int]] = {}
    for index, item in enumerate(side.items):
        if item.entry:
            below.setdefault(item.above, []).append(index)
    return below


def _publications(old: Outline, new: Outline) -> tuple[dict[int, int], dict[int, int]]:
    """Publications that are one, and the heirs of those that are gone."""
    before, after = old.publications, new.publications
    pairs = {before[key]: after[key] for key in before if key in after}
    kin = _Kin(old, new)
    for key, place in before.items():
        free = [after[other] for other in kin.of(key) if other in after and after[other] not in pairs.values()]
        if place not in pairs and free:
            pairs[place] = min(free)
    for marks in (_number, _identifiers):
        _by_marks(old, new, pairs, marks)
    gone = [key for key, place in before.items() if place not in pairs]
    heirs = {before[key]: after[other] for key in gone for other in kin.of(key) if other in after}
    return pairs, heirs


class _Kin:
    """Which keys are one publication, as `same:` and the ledgers of both states have it."""

    def __init__(self, old: Outline, new: Outline) -> None:
        self.groups: dict[str, frozenset[str]] = {}
        for group in (*old.same, *new.same, *_retired(old, new)):
            joined = frozenset(group).union(*(self.groups.get(key, frozenset()) for key in group))
            self.groups |= dict.fromkeys(joined, joined)

    def of(self, key: str) -> list[str]:
        """The other keys of a publication."""
        return sorted(self.groups.get(key, frozenset()) - {key})


def _retired(old: Outline, new: Outline) -> Iterator[tuple[str, str]]:
    """Keys whose numbers were retired, each with the key of the number that it became."""
    for side in (old, new):
        labels = {item.label: item.publication.key for item in side.items if item.publication}
        labels |= {release.label: release.key for release in side.ledger.releases if release.label not in labels}
        for release in side.ledger.releases:
            if release.to in labels:
                yield release.key, labels[release.to]


def _number(side: Outline, item: Item) -> list[str]:
    """The released number of a publication: it stays where the key is renamed."""
    key = item.publication.key if item.publication else ""
    release = side.ledger.current.get(key)
    return [release.label] if release else []


def _identifiers(_: Outline, item: Item) -> list[str]:
    return [mark for mark, _ in marks_of(item.publication)] if item.publication else []


def _by_marks(old: Outline, new: Outline, pairs: dict[int, int], marks: Callable[[Outline, Item], list[str]]) -> None:
    """Match publications by what identifies them, where it is no other's."""
    sides = []
    for side, used in ((old, set(pairs)), (new, set(pairs.values()))):
        owners: dict[str, set[int]] = {}
        for place in side.publications.values():
            for mark in marks(side, side.items[place]) if place not in used else ():
                owners.setdefault(mark, set()).add(place)
        sides.append({mark: next(iter(places)) for mark, places in owners.items() if len(places) == 1})
    for mark in sorted(sides[0].keys() & sides[1].keys()):
        first, second = sides[0][mark], sides[1][mark]
        if first not in pairs and second not in pairs.values():
            pairs[first] = second
