"""Scripts: which one a character belongs to, what OpenType calls it, where its lines may break, which package has its fonts."""

import unicodedata
from functools import cache

CJK = "CJK"
LATIN = "LATIN"
SIGNS = "SIGNS"
"""What belongs to no script: arrows, mathematics, pictures."""

_MANY = {"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC", "KANGXI", CJK}
# By the first word of a character's name; HarfBuzz knows the newer forms of Indic fonts by their second tag.
_TAGS = {
    "ARABIC": "arab", "ARMENIAN": "armn", "BENGALI": "bng2", "CHEROKEE": "cher", CJK: "hani", "COPTIC": "copt",
    "CYRILLIC": "cyrl", "DEVANAGARI": "dev2", "ETHIOPIC": "ethi", "GEORGIAN": "geor", "GREEK": "grek", "GUJARATI": "gjr2",
    "GURMUKHI": "gur2", "HEBREW": "hebr", "KANNADA": "knd2", "KHMER": "khmr", "LAO": "lao", LATIN: "latn",
    "MALAYALAM": "mlm2", "MONGOLIAN": "mong", "MYANMAR": "mym2", "NKO": "nko", "ORIYA": "ory2", "SINHALA": "sinh",
    "SYRIAC": "syrc", "TAMIL": "tml2", "TELUGU": "tel2", "THAANA": "thaa", "THAI": "thai", "TIBETAN": "tibt",
    "TIFINAGH": "tfng", "VAI": "vai", "YI": "yi",
}  # fmt: skip
_SMALL = frozenset("ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶーヽヾゝゞ々〻")
_LONG = 4
"""Up to so many ideographs in a row are a name or a word, and stay together."""


@cache
def script_of(character: str) -> str:
    """The script of a character; SIGNS for what has none, and empty for what goes with the characters around it."""
    kind = unicodedata.category(character)
    if kind[0] in "ZC" or (kind in ("Mn", "Me") and unicodedata.name(character, "").startswith("COMBINING")):
        return ""
    first = unicodedata.name(character, "").split(" ")[0]
    if first in _MANY or (kind[0] != "S" and unicodedata.east_asian_width(character) in "WF"):
        return CJK
    if first in _TAGS:
        return first
    return first if kind[0] in "LM" else SIGNS


def tag_of(script: str) -> str:
    """What OpenType calls a script."""
    return _TAGS.get(script, "DFLT")


def package_of(character: str) -> str:
    """The Debian package that has fonts of a letter's script; empty for signs, which may be in none."""
    if unicodedata.category(character)[0] not in "LM" or not script_of(character).isalpha():
        return "fonts-noto-cjk" if script_of(character) == CJK else ""
    return {CJK: "fonts-noto-cjk", "VARIATION": ""}.get(script_of(character), "fonts-noto-core")


def region_of(text: str, language: str) -> str:
    """Whose forms ideographs take in a text, as fonts call them: JP, KR, SC, TC or HK."""
    names = {unicodedata.name(character, "").split(" ")[0] for character in text if script_of(character) == CJK}
    if names & {"HIRAGANA", "KATAKANA"}:
        return "JP"
    if "HANGUL" in names:
        return "KR"
    tongue, _, where = language.partition("-")
    if tongue == "zh" and where:
        return {"TW": "TC", "Hant": "TC", "HK": "HK", "MO": "HK"}.get(where, "SC")
    return {"ja": "JP", "ko": "KR"}.get(tongue, "SC")


def breakable(text: str) -> set[int]:
    """Before which characters of a text a line may end although no space is there: between ideographs and kana."""
    found: set[int] = set()
    start = 0
    for index in range(len(text) + 1):
        if index < len(text) and _ideographic(text[index]):
            continue
        if index - start > _LONG:
            found |= {here for here in range(start + 1, index) if _parts(text[here - 1], text[here])}
        start = index + 1
    return found


def _ideographic(character: str) -> bool:
    """Whether it is set in a square; Korean is parted at its spaces."""
    return unicodedata.east_asian_width(character) in "WF" and "HANGUL" not in unicodedata.name(character, "")


def _parts(before: str, after: str) -> bool:
    """No line begins with a closing mark or a small kana, and none ends with an opening bracket (JIS X 4051)."""
    return unicodedata.category(before) not in ("Ps", "Pi") and not (
        after in _SMALL or unicodedata.category(after) in ("Pe", "Pf", "Po", "Mn")
    )
