"""Names as a reference style writes them, and lists of them that never lose the owner."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from cvtex.content.markup import Inline, Run, Style
from cvtex.content.names import Author
from cvtex.languages.language import Ordinals
from cvtex.patterns import regex
from cvtex.values import dataclass

Form = Literal["given-first", "family-first", "family-first-once"]
Initials = Literal["full", "J. K.", "J.K.", "JK"]

_WRITTEN_TOGETHER = (
    ("\u1100", "\u11ff"), ("\u3040", "\u30ff"), ("\u3130", "\u318f"),
    ("\u3400", "\u9fff"), ("\uac00", "\ud7af"), ("\uf900", "\ufaff"),
)  # fmt: skip
"""The first and last letters of scripts in which a family name and a given one are one word."""
_NICKNAME = regex(r"\s*(?:\([^()]*\)|\"[^\"]*\"|“[^”]*”)")
_BETWEEN_INITIALS = regex(r"(?<=\.) (?=\w\.)")
_RUN_TOGETHER = regex(r"[A-Z]{2,3}")


@dataclass(frozen=True, slots=True)
class Names:
    """How names are written and joined; the texts hold the spaces and commas that they bring.

    In a style's file they may hold `{and}` and `{comma}`, which are words of the language: the comma of a last `and`.
    """

    form: Form = "given-first"
    initials: Initials = "full"
    inverted: str = ", "
    suffix: str = " "
    between: str = ", "
    pair: str = " {and} "
    last: str = "{comma} {and} "
    gap: str = ", …, "
    et_al: str = ", et al."
    shortened: Literal["et-al", "last"] = "et-al"


@dataclass(frozen=True, slots=True)
class Position:
    """How an author's place in a list is told: the form of numbers, and the word between place and length."""

    ordinals: Ordinals
    of: str

    def write(self, place: int, count: int) -> str:
        """`12th of 30`, or `12th` where nobody knows how many there are (`count` 0)."""
        return self.ordinals.write(place) + (f"\u00a0{self.of}\u00a0{count}" if count else "")


@dataclass(frozen=True, slots=True)
class Shortening:
    """Lists of more than `most` names keep the `first` ones; `most` 0 keeps all."""

    most: int = 0
    first: int = 3


def author_list(
    authors: Sequence[Author],
    names: Names,
    signs: Mapping[str, str],
    *,
    position: Position,
    own: frozenset[int] = frozenset(),
    others: bool = False,
    shortening: Shortening | None = None,
) -> Inline:
    """The list as runs: names in the style's form, their marks, the owner in the style `me`.

    `signs` are the marks by role, `others` says that the list goes on (`and others`). Of a list that is shortened, the
    first names stay, the owner with the position (`Kai Zhen (12th of 30)`), and who shares first place with the owner.
    """
    shown = _shown(authors, own, names, shortening or Shortening())
    runs: list[Run] = []
    before = -1
    lost = False
    for index in shown:
        gap = index - before > 1
        lost = lost or gap
        if index:
            ends = index == len(authors) - 1 and not others
            joint = names.gap if gap else names.between
            if ends and not gap:
                joint = names.pair if len(authors) == 2 else names.last
            runs.append(Run(joint))
        runs += _person(authors[index], names, signs, index, own=index in own)
        if lost and index in own:
            runs.append(Run(f" ({position.write(index + 1, 0 if others else len(authors))})"))
        before = index
    if others or (shown and before < len(authors) - 1):
        runs.append(Run(names.gap.rstrip(" ,") if lost and not others else names.et_al))
    return tuple(runs)


def _shown(authors: Sequence[Author], own: frozenset[int], names: Names, rule: Shortening) -> list[int]:
    """Which names of a list are printed."""
    count = len(authors)
    if not rule.most or count <= rule.most:
        return list(range(count))
    equal = {index for index, author in enumerate(authors) if "equal" in author.roles}
    beside_owner = {index for index in equal if own & equal and index < max(own & equal)}
    last = {count - 1} if names.shortened == "last" else set[int]()
    return sorted({*range(min(max(rule.first, 1), count)), *own, *beside_owner, *last})


def _person(author: Author, names: Names, signs: Mapping[str, str], index: int, *, own: bool) -> list[Run]:
    name = written(author, names, first=index == 0)
    styles: frozenset[Style] = frozenset({"me"}) if own else frozenset()
    runs = [Run(name.replace(" ", "\u00a0") if own else name, styles)]
    held = "".join(sign for role, sign in signs.items() if role in author.roles)
    return [*runs, Run(held, frozenset({"mark"}))] if held else runs


def written(author: Author, names: Names, *, first: bool = False) -> str:
    """One name in the style's form; bodies, single names and names without an alphabet stay whole."""
    if not author.given:
        return author.display
    if not author.family.isascii() and any(map(_is_written_together, author.family)):
        return f"{author.prefix}{author.family}{author.given}"
    family = " ".join(part for part in (author.prefix, author.family) if part)
    given = author.given if names.initials == "full" else initials(author.given, names.initials, _shouted(family))
    suffix = author.suffix.removesuffix(".") if names.initials == "JK" else author.suffix
    turned = names.form == "family-first" or (names.form == "family-first-once" and first)
    name = f"{family}{names.inverted if given else ''}{given}" if turned else f"{given} {family}".strip()
    return f"{name}{names.suffix}{suffix}" if suffix else name


def _is_written_together(letter: str) -> bool:
    return any(first <= letter <= last for first, last in _WRITTEN_TOGETHER)


def initials(given: str, form: Initials, shouted: bool = False) -> str:
    """Given names as initials: `Jean-Pierre Kai` as `J.-P. K.`, `J.-P.K.` or `JPK`; nicknames are left out."""
    bare = _NICKNAME.sub("", given).strip() or given
    words = re.sub(r"\.(?=[^\s.-])", ". ", bare).split()
    if len(words) == 1 and not shouted and _RUN_TOGETHER.fullmatch(words[0]):
        words = list(words[0])
    mixed = any(word[:1].isupper() for word in words)
    if form == "JK":
        return "".join(
            _initial(part, "", mixed) for word in words if not _small(word, mixed) for part in word.split("-")
        )
    short = " ".join("-".join(_initial(part, ".", mixed) for part in word.split("-") if part) for word in words)
    return short.replace(" ", "\u00a0") if form == "J. K." else _BETWEEN_INITIALS.sub("", short)


def _initial(word: str, stop: str, mixed: bool) -> str:
    """The first letter; what is short already, a particle, or a word without capitals and small letters stays."""
    letter = word[:1]
    if word.endswith("."):
        return word.rstrip(".") + stop
    return letter + stop if letter.upper() != letter.lower() and not _small(word, mixed) else word


def _small(word: str, mixed: bool) -> bool:
    """Whether a word is a particle among given names, as in `María del Carmen`."""
    return mixed and len(word) > 1 and word.islower()


def _shouted(family: str) -> bool:
    """Whether a name is all capitals, so that capitals say nothing about the given name."""
    return len(family) > 1 and family.isupper()
