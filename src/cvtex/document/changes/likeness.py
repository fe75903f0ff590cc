"""Likeness: whether two texts are one text that was edited, and whether the edit was but one of spelling."""

import re
import unicodedata
from collections.abc import Hashable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import product

CLOSE = 0.6
"""How alike two headlines are for one to be the other, edited: 1 is equal."""

_SPELLING = 0.8
_MOST_PAIRS = 10_000
_LONGEST = 400


def folded(text: str) -> str:
    """A text without case, accents and doubled spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).split())


def likeness(one: str, other: str) -> float:
    """From 0 for nothing in common to 1 for equal texts; the same in both directions."""
    first, second = sorted((folded(one)[:_LONGEST], folded(other)[:_LONGEST]))
    matcher = SequenceMatcher(a=first, b=second, autojunk=False)
    if matcher.real_quick_ratio() < CLOSE or matcher.quick_ratio() < CLOSE:
        return 0.0
    return matcher.ratio()


def is_spelling(one: str, other: str) -> bool:
    """Whether two texts differ in the spelling of words alone: no word came or went, and no number changed."""
    first, second = sorted((_words(one), _words(other)))
    for kind, start, end, begin, stop in SequenceMatcher(a=first, b=second, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        before, after = "".join(first[start:end]), "".join(second[begin:stop])
        if re.findall(r"\d+", before) != re.findall(r"\d+", after):
            return False
        pair = sorted((before, after))
        if SequenceMatcher(a=pair[0], b=pair[1], autojunk=False).ratio() < _SPELLING:
            return False
    return True


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", folded(text))


def pairs_by_key(
    old: Sequence[int], new: Sequence[int], old_keys: Mapping[int, Hashable], new_keys: Mapping[int, Hashable]
) -> list[tuple[int, int]]:
    """Positions with equal keys, the first with the first of a key."""
    waiting: dict[Hashable, list[int]] = {}
    for index in old:
        waiting.setdefault(old_keys[index], []).append(index)
    found = []
    for index in new:
        same = waiting.get(new_keys[index])
        if same:
            found.append((same.pop(0), index))
    return found


def pairs_by_likeness(
    old: Sequence[int], new: Sequence[int], old_texts: Mapping[int, str], new_texts: Mapping[int, str]
) -> list[tuple[int, int]]:
    """Positions with like texts, the most alike first; of equals, those nearest to each other."""
    if len(old) * len(new) > _MOST_PAIRS:
        return []
    places = [{index: place for place, index in enumerate(side)} for side in (old, new)]
    ranked = []
    for first, second in product(old, new):
        ratio = likeness(old_texts[first], new_texts[second])
        if ratio >= CLOSE:
            here, there = places[0][first], places[1][second]
            ranked.append((-ratio, abs(here - there), here + there, first, second))
    used_old, used_new, found = set[int](), set[int](), []
    for *_, first, second in sorted(ranked):
        if first not in used_old and second not in used_new:
            used_old.add(first)
            used_new.add(second)
            found.append((first, second))
    return found
