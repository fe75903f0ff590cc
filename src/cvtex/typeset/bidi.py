"""The Unicode bidirectional algorithm (UAX #9): which way each character of a line of text runs.

Without its explicit marks, rules X1 to X8: a text of a CV has none.
"""

import unicodedata
from itertools import groupby

from cvtex.patterns import regex

_OPEN, _CLOSE = "([{⌈⌊⁽₍⟨⟦⟪〈《「『【〔〖〘〚（［｛｟｢", ")]}⌉⌋⁾₎⟩⟧⟫〉》」』】〕〗〙〛）］｝｠｣"
_PAIRS = dict(zip(_OPEN, _CLOSE, strict=True))
_MIRRORED = str.maketrans(f"{_OPEN}{_CLOSE}<>«»‹›≤≥", f"{_CLOSE}{_OPEN}><»«›‹≥≤")
# All that may run from right to left, and not much else: most texts are asked quickly.
_MAY_TURN = regex("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_MOST_OPEN = 63
_STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
_NEUTRAL = frozenset(("B", "S", "WS", "ON", "BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))


def mirrored(character: str) -> str:
    """A bracket as it looks from the right; other characters as they are."""
    return character.translate(_MIRRORED)


def turned(text: str) -> bool:
    """Whether anything in a text runs from right to left."""
    return bool(_MAY_TURN.search(text)) and any(
        unicodedata.bidirectional(character) in ("R", "AL", "AN") for character in text
    )


def levels(text: str) -> list[int]:
    """The level of each character, odd where it runs from right to left; the text's own is that of its first letter (P2)."""
    base = next((int(kind != "L") for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), 0)
    kinds = _weak([unicodedata.bidirectional(character) or "L" for character in text], base)
    _brackets(text, kinds, base)
    _neutral(kinds, base)
    return [base + _raised(kind, base) for kind in kinds]


def _raised(kind: str, base: int) -> int:
    """How much higher than its surroundings a character lies (I1, I2)."""
    if base:
        return int(kind != "R")
    return {"L": 0, "R": 1}.get(kind, 2)


def _weak(kinds: list[str], base: int) -> list[str]:
    """Numbers, their signs and combining marks take their kind from what is around them (W1 to W7)."""
    start = "R" if base else "L"
    before = start
    for index, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[index] = before
        before = kinds[index]
    strong = start
    for index, kind in enumerate(kinds):
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[index] = "AN"
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    for index in range(1, len(kinds) - 1):
        left, kind, right = kinds[index - 1 : index + 2]
        if left == right and ((kind == "ES" and left == "EN") or (kind == "CS" and left in ("EN", "AN"))):
            kinds[index] = left
    index = 0
    for kind, group in groupby(list(kinds)):
        size = len(list(group))
        around = (kinds[index - 1] if index else "", kinds[index + size] if index + size < len(kinds) else "")
        if kind == "ET":
            kinds[index : index + size] = ["EN" if "EN" in around else "ON"] * size
        elif kind in ("ES", "CS"):
            kinds[index : index + size] = ["ON"] * size
        index += size
    strong = start
    for index, kind in enumerate(kinds):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[index] = "L"
    return kinds


def _brackets(text: str, kinds: list[str], base: int) -> None:
    """A pair of brackets runs as what it holds, or as what goes before it (N0)."""
    own = "R" if base else "L"
    open_: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for index, character in enumerate(text):
        if kinds[index] != "ON":
            continue
        if character in _PAIRS:
            if len(open_) == _MOST_OPEN:  # BD16
                break
            open_.append((_PAIRS[character], index))
        elif character in _CLOSE:
            for depth in reversed(range(len(open_))):
                if open_[depth][0] == character:
                    pairs.append((open_[depth][1], index))
                    del open_[depth:]
                    break
    for first, last in sorted(pairs):
        inside = {_STRONG[kind] for kind in kinds[first + 1 : last] if kind in _STRONG}
        if own in inside:
            kinds[first] = kinds[last] = own
        elif inside:
            kinds_before = (kinds[place] for place in range(first - 1, -1, -1) if kinds[place] in _STRONG)
            before = next((_STRONG[kind] for kind in kinds_before), own)
            kinds[first] = kinds[last] = before if before in inside else own


def _neutral(kinds: list[str], base: int) -> None:
    """What has no direction takes that of its two sides, or that of the text where they differ (N1, N2)."""
    own = "R" if base else "L"
    index = 0
    for neutral, group in groupby([kind in _NEUTRAL for kind in kinds]):
        size = len(list(group))
        if neutral:
            left = _STRONG.get(kinds[index - 1], own) if index else own
            right = _STRONG.get(kinds[index + size], own) if index + size < len(kinds) else own
            kinds[index : index + size] = [left if left == right else own] * size
        index += size
