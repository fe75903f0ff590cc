"""Fonts beside those of the theme: which family sets the characters of each script, the same one for the same machine."""

import unicodedata
from collections.abc import Iterable, Mapping

from cvtex.typeset.escape import MOST_FONTS
from cvtex.typeset.installed import Family
from cvtex.typeset.scripts import CJK, SIGNS, script_of, tag_of
from cvtex.values import dataclass, field

_SERIF = ("serif", "naskh", "mincho", "ming", "song", "sung", "batang", "myeongjo", "amiri", "roman", "times", "norasi")
_SANS = ("sans", "gothic", "hei", "kufi", "droid", "arial", "helvetica")
_FOR_OTHER_USES = (
    "mono",
    "display",
    "looped",
    "kufi",
    "nastaliq",
    "rashi",
    "ui",
    "code",
    "quran",
    "condensed",
    "light",
)
_REGIONS = ("JP", "KR", "SC", "TC", "HK")


@dataclass(frozen=True, slots=True)
class Group:
    """What one font should set: a script, and for ideographs the region whose forms they take."""

    script: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A family that a document uses, its name in TeX, and what OpenType calls the script."""

    letter: str
    tag: str
    family: Family


@dataclass(slots=True)
class Fallback:
    """The choices for a document: a font for each character of a group, and what no installed font has."""

    fonts: list[Chosen] = field(default_factory=list)
    places: dict[tuple[Group, str], Chosen] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def letter(self, group: Group, character: str) -> str:
        """The name of the font that sets a character; empty for the theme's own."""
        chosen = self.places.get((group, character))
        return chosen.letter if chosen else ""


def choose(wanted: Mapping[Group, Iterable[str]], installed: Iterable[Family], *, serif: bool) -> Fallback:
    """A family for each group: of those that have the most of its characters the one that suits the theme best."""
    families = tuple(installed)
    fallback = Fallback()
    for group, characters in wanted.items():
        left = list(dict.fromkeys(characters))
        while left:
            ranked = ((_unsuited(family, group, left, serif=serif), family) for family in families)
            _, best = min(ranked, key=lambda pair: pair[0], default=(None, None))
            held = [character for character in left if best and _sets(best, character)]
            held = held or [character for character in left if best and best.has(character)]
            if best is None or not held or len(fallback.fonts) == MOST_FONTS:
                fallback.missing.extend(left)
                break
            letter = chr(ord("a") + len(fallback.fonts))
            chosen = Chosen(letter, tag_of(group.script), best.holding(held))
            fallback.fonts.append(chosen)
            fallback.places |= {(group, character): chosen for character in held}
            left = [character for character in left if character not in held]
    return fallback


def _unsuited(
    family: Family, group: Group, characters: list[str], *, serif: bool
) -> tuple[int, int, int, int, int, int, int, int, str]:
    """How badly a family suits: the smaller, the better."""
    words = family.name.lower()
    region = next((word for word in family.name.split() if word in _REGIONS), "")
    other = _SANS if serif else _SERIF
    return (
        sum(not _sets(family, character) for character in characters),
        sum(not family.has(character) for character in characters),
        int(bool(region) and region != group.region),
        int(group.script == SIGNS and "math" not in words),
        sum(word in words.split() for word in _FOR_OTHER_USES),
        int(any(word in words for word in other)),
        int(not words.startswith("noto")),
        int(family.bold is family.regular),
        family.name,
    )


def _sets(family: Family, character: str) -> bool:
    """Whether a family has a character for sure. One made for Korean, which lacks the commonest word of Chinese, may have ideographs in name only."""
    korean = "IDEOGRAPH" in unicodedata.name(character, "") and family.has("가") and not family.has("你")
    return family.has(character) and not korean


def groups_of(text: str, region: str) -> list[Group]:
    """The group of each character of a text: combining marks and spaces go with what is before them."""
    found: list[Group] = []
    for character in text:
        script = script_of(character)
        if script:
            found.append(Group(script, region if script == CJK else ""))
        else:
            found.append(found[-1] if found else Group(""))
    return found
