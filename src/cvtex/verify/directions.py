"""Which way each character of a text runs, and how the eye finds a line: the Unicode bidirectional algorithm (UAX #9).

The checks have rules of their own, written another way than those by which the page is set. A text has no explicit marks
of direction, so rules X1 to X8 have nothing to do.
"""

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from functools import cache

from cvtex.patterns import regex
from cvtex.verify.unspaced import unspaced

_LETTERS = {"L": "L", "R": "R", "AL": "A", "EN": "e", "AN": "n", "ES": "+", "ET": "$", "CS": ",", "NSM": "^"}
# All that may, and not much else: most texts are asked quickly.
_MAY_TURN = regex("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_THAI = "\u0e00"
_MOST_OPEN = 63
_SIDES = (("LEFT", "RIGHT"), ("RIGHT", "LEFT"), ("LESS-THAN", "GREATER-THAN"), ("GREATER-THAN", "LESS-THAN"))


def turned(text: str) -> bool:
    """Whether anything in a text runs from right to left, Arabic numbers among it: what parts two of them does."""
    return bool(_MAY_TURN.search(text)) and any(
        runs_left(letter) or unicodedata.bidirectional(letter) == "AN" for letter in text
    )


def runs_left(letter: str) -> bool:
    """Whether a letter runs from right to left."""
    return unicodedata.bidirectional(letter) in ("R", "AL")


def is_mark(letter: str) -> bool:
    """Whether it stands over or under another letter: vowels of Thai do too, with which Unicode combines nothing."""
    if letter < _THAI:  # most letters are asked quickly
        return unicodedata.combining(letter) > 0
    return unicodedata.combining(letter) > 0 or (unspaced(letter) and unicodedata.category(letter) == "Mn")


@cache
def other_way(sign: str) -> str:
    """A bracket, an angle or a quote as it looks in a mirror; other signs as they are."""
    name = unicodedata.name(sign, "")
    if not unicodedata.mirrored(sign) and not name.endswith("QUOTATION MARK"):
        return sign
    for one, other in _SIDES:
        if one in name:
            with suppress(KeyError):
                return unicodedata.lookup(name.replace(one, other))
    return sign


def levels(text: str) -> list[int]:
    """How deep each character lies: odd from right to left. The first letter tells how the text as a whole runs (P2, P3)."""
    kinds = "".join(_LETTERS.get(unicodedata.bidirectional(letter), "o") for letter in text)
    first = re.search("[LRA]", kinds)
    base = "R" if first and first[0] != "L" else "L"
    kinds = _numbers(kinds, base)
    kinds = _paired(text, kinds, base)
    padded = base + kinds + base
    padded = re.sub("(?<=[Ren])o+(?=[Ren])", lambda found: "R" * len(found[0]), padded)  # N1
    padded = re.sub("(?<=L)o+(?=L)", lambda found: "L" * len(found[0]), padded)
    kinds = padded[1:-1].replace("o", base)  # N2
    depths = {"L": 0, "R": 1, "e": 2, "n": 2} if base == "L" else {"L": 2, "R": 1, "e": 2, "n": 2}
    return [depths[kind] for kind in kinds]


def _numbers(kinds: str, base: str) -> str:
    """Marks, numbers and their signs by what is around them (W1 to W7)."""
    kinds = re.sub(r"\^+", lambda found: (kinds[found.start() - 1 : found.start()] or base) * len(found[0]), kinds)
    kinds = re.sub("A[^LRA]*", lambda found: found[0].replace("e", "n"), kinds).replace("A", "R")
    kinds = re.sub("(?<=e)[+,](?=e)", "e", kinds)
    kinds = re.sub("(?<=n),(?=n)", "n", kinds)
    kinds = re.sub(r"(?<=e)\$+|\$+(?=e)", lambda found: "e" * len(found[0]), kinds)
    kinds = re.sub("[+,$]", "o", kinds)
    behind = "(?:^|L)[^LR]*" if base == "L" else "L[^LR]*"
    return re.sub(behind, lambda found: found[0].replace("e", "L"), kinds)


def _paired(text: str, kinds: str, base: str) -> str:
    """Brackets run as what they hold, if that is how the text runs, else as what they hold and follow (N0)."""
    found = list(kinds)
    for first, last in _pairs(text, kinds):
        strong = {"L" if kind == "L" else "R" for kind in found[first + 1 : last] if kind != "o"}
        if strong:
            kinds_before = (found[place] for place in range(first - 1, -1, -1) if found[place] != "o")
            before = next(("L" if kind == "L" else "R" for kind in kinds_before), base)
            found[first] = found[last] = base if base in strong else before
    return "".join(found)


def _pairs(text: str, kinds: str) -> list[tuple[int, int]]:
    """Brackets that belong together, up to one that would leave too many open (BD16)."""
    waiting: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for index, sign in enumerate(text):
        category = unicodedata.category(sign)
        if kinds[index] != "o" or not unicodedata.mirrored(sign):
            continue
        if category == "Ps":
            if len(waiting) == _MOST_OPEN:
                break
            waiting.append((other_way(sign), index))
        elif category == "Pe" and (depths := [depth for depth, (other, _) in enumerate(waiting) if other == sign]):
            pairs.append((waiting[depths[-1]][1], index))
            del waiting[depths[-1] :]
    return sorted(pairs)


def from_left(depths: Sequence[int]) -> list[int]:
    """The places of a line's characters as the eye finds them from the left (L2)."""
    order = list(range(len(depths)))
    for height in range(max(depths, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and depths[order[end]] >= height:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = max(end, start + 1)
    return order
