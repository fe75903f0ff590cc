"""Scripts that put no space between words: where a line of Thai, Lao, Khmer or Burmese may end, by ICU's dictionaries.

An author who knows better types a zero-width space where a line may end, and a word joiner where none may.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise

from cvtex.content.source import MAY_END, NEVER_ENDS, UNSPACED
from cvtex.patterns import regex

_PHRASE = regex(f"{UNSPACED}+(?:[{MAY_END}{NEVER_ENDS}]{UNSPACED}+)*")
_LONG = 12
"""Up to so many letters without a space are a name or a few words, and stay together."""
_SHORT = 4
"""Fewer letters may be a syllable: where a dictionary lacks a word, it finds several of them in it."""
_BEFORE = frozenset("เแโใไເແໂໃໄ\u1039\u17d2")
"""Vowels that are written before their consonant, and signs that put the next one under it."""
_BEHIND = frozenset("ะาำๅๆฯະາຳໆຯ")
"""What goes with the letter before it although it is no mark."""
_SILENT = frozenset("\u0e4c\u0ecc\u103a\u17cd")
"""Signs of a letter that is not spoken, or ends a syllable: it goes with what is before it."""
_MUCH, _APART = 0.25, 1.5
"""From this part of a text on these scripts tell how far its lines are apart, in sizes of their type: with less, marks over
marks touch vowels under the line above. Where a line of them stands between others there is room enough."""
_ANY = regex(UNSPACED)


def word_ends(text: str) -> dict[int, bool]:
    """Before which characters of a text a line may end although no space is there, and whether two words meet there for sure."""
    found: dict[int, bool] = {}
    for phrase in _PHRASE.finditer(text):
        start = phrase.start()
        for part in phrase[0].split(MAY_END):
            if start > phrase.start() and part:
                found[start] = True
            found |= {start + place: sure for place, sure in _ends(part)}
            start += len(part) + len(MAY_END)
    return found


def lineheight(texts: Iterable[str]) -> float:
    """How far lines of a document with such texts are apart at the least, in sizes of their type; 0 for any distance."""
    text = "".join(texts)
    return _APART if len(_ANY.findall(text)) > _MUCH * len(text) else 0.0


def _ends(part: str) -> Iterator[tuple[int, bool]]:
    """The same within what has no sign that says where it parts."""
    letters = part.replace(NEVER_ENDS, "")
    if _room(letters) <= _LONG:
        return
    places = [place for place, letter in enumerate(part) if letter != NEVER_ENDS]
    words = _words(letters)
    for (before, after), end in zip(pairwise(words), accumulate(map(len, words)), strict=False):
        if part[places[end] - 1] != NEVER_ENDS and _parts(before, after):
            yield places[end], _room(before) >= _SHORT or _room(after) >= _SHORT


def _words(letters: str) -> list[str]:
    from icu4py.breakers import LineBreaker  # only such texts need it

    return list(LineBreaker(letters, "en"))  # the script tells the dictionary, whatever the language


def _parts(before: str, after: str) -> bool:
    """Whether spelling lets a line end between two words: none begins with what belongs to a letter before it."""
    return not (
        before[-1] in _BEFORE
        or after[0] in _BEHIND
        or unicodedata.category(after[0])[0] == "M"
        or unicodedata.category(after[0]) in ("Po", "Lm")
        or after[1:2] in _SILENT
    )


def _room(letters: str) -> int:
    """How many of some letters take room of their own on a line."""
    return sum(unicodedata.category(letter) != "Mn" for letter in letters)
