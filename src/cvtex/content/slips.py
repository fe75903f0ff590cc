"""Fields whose names are one slip of the fingers away from the name of a field: what they hold would silently not be printed."""

from collections.abc import Collection, Iterator

from cvtex.content.bibfields import FIELD_ALIASES, INSTRUCTIONS, READ, UNPRINTED

_MEANT = sorted((READ | FIELD_ALIASES.keys()) - {"title", "author"})
"""Without those that an entry must have: that they are not there is told in any case."""
_OTHERS = frozenset({"pmcid"})
"""Fields of other tools whose names are near to a field's: the number of a paper in PubMed Central is none in PubMed."""
_LEAST = 4
"""Letters of a name that may be a slip: `day` is as near to many others."""
_SAME = {"date": "year", "year": "date"}
"""The field in whose place another one does."""


def meant(name: str, there: Collection[str]) -> str:
    """The field that was probably meant by an unknown name, of those that are not there; empty where there is none.

    Names are folded, and those that are there are biblatex's. A field is near by one letter that is missing, too many, another
    one, or in the place of its neighbour.
    """
    if len(name) < _LEAST or name in READ | FIELD_ALIASES.keys() | INSTRUCTIONS | UNPRINTED | _OTHERS:
        return ""
    for field in _MEANT:
        here = FIELD_ALIASES.get(field, field)
        if not {here, _SAME.get(here, here)}.intersection(there) and name in _slips(field, name):
            return field
    return ""


def _slips(word: str, typed: str) -> Iterator[str]:
    """What becomes of a word by one slip, with those letters that were typed."""
    letters = set(typed)
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in letters:
            yield before + letter + after
            yield before + letter + after[1:]
