"""Typefaces by the names that fonts bear in PDFs: which families have the widths of which."""

import re

from cvtex.patterns import regex
from cvtex.verify.evidence import Style

# Of each family that rules name: the fonts of the same widths, by the beginning of their names without spaces and signs.
_FAMILIES = {
    "Arial": {
        "arial": "Arial",
        "helvetica": "Helvetica",
        "texgyreheros": "TeX Gyre Heros",
        "qhv": "TeX Gyre Heros",
        "liberationsans": "Liberation Sans",
        "arimo": "Arimo",
        "nimbussan": "Nimbus Sans",
    },
    "Times New Roman": {
        "times": "Times",
        "timesnewroman": "Times New Roman",
        "texgyretermes": "TeX Gyre Termes",
        "qtm": "TeX Gyre Termes",
        "liberationserif": "Liberation Serif",
        "tinos": "Tinos",
        "nimbusroman": "Nimbus Roman",
        "nimbusromno9": "Nimbus Roman",
    },
    "Palatino": {
        "palatino": "Palatino",
        "texgyrepagella": "TeX Gyre Pagella",
        "qpl": "TeX Gyre Pagella",
        "urwpalladio": "URW Palladio",
        "p052": "URW P-052",
    },
    "Courier New": {
        "courier": "Courier",
        "texgyrecursor": "TeX Gyre Cursor",
        "qcr": "TeX Gyre Cursor",
        "liberationmono": "Liberation Mono",
        "cousine": "Cousine",
        "nimbusmon": "Nimbus Mono",
    },
    "Computer Modern": {
        "latinmodern": "Latin Modern",
        "lmroman": "Latin Modern",
        "lmsans": "Latin Modern",
        "lmmono": "Latin Modern",
        "cmu": "CMU",
        "sfrm": "CM-Super",
        "sfbx": "CM-Super",
        "sfti": "CM-Super",
        "sfss": "CM-Super",
        "sftt": "CM-Super",
    },
    "Georgia": {"georgia": "Georgia", "gelasio": "Gelasio"},
}
_COMPUTER_MODERN = regex(r"cm(?:r|bx|ti|sl|ss|tt|csc|b|u|dunh|ff|fib|vtt|itt|sltt|tcsc|bxti|bxsl)[a-z]*\d+")
# A condensed face has other widths, and rules refuse it.
_NARROW = regex(r"narrow|condensed|compressed|heroscn|[-,]c(?:n|ond)\b", re.IGNORECASE)
# What may follow a family's name; with another word, as in Helvetica Neue or Times Ten, it is another family.
_STYLE = regex(
    r"(?:\d+|ps|mt|ms|std|lt|l|s|no9|roman|roma|regular|regu|reg|book|bold|bd|ital|italic|it|oblique|obli|medium|medi"
    r"|demi|semibold|upright|slanted|caps|sc|unicode|linotype|new|serif|sans|mono|typewriter|identity[hv])*"
)
_SUBSET = regex(r"^[A-Z]{6}\+")


def family_of(style: Style) -> tuple[str, str]:
    """The family that a font counts as, empty where it counts as none, and the font's own family in words."""
    name = _SUBSET.sub("", style.font)
    plain = re.sub(r"[^a-z0-9]", "", name.casefold())
    if _NARROW.search(name):
        return "", name
    if _COMPUTER_MODERN.fullmatch(plain):
        return "Computer Modern", "Computer Modern"
    beginnings = [
        (len(beginning), family, words)
        for family, fonts in _FAMILIES.items()
        for beginning, words in fonts.items()
        if plain.startswith(beginning) and _STYLE.fullmatch(plain.removeprefix(beginning))
    ]
    _, family, words = max(beginnings, default=(0, "", name))
    return family, words


def likes(family: str) -> tuple[str, ...]:
    """The families that count as one that a rule names."""
    return tuple(dict.fromkeys(words for words in _FAMILIES[family].values() if words != family))
