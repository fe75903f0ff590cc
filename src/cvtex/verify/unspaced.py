"""Lines in scripts that put no space between words: where one may end, by the spelling of Thai, Lao, Khmer and Burmese.

Which words there are the checks do not know: what is held against the page is that no line begins with what is read
with the letter before it.
"""

import unicodedata

from cvtex.patterns import regex

_SCRIPTS = ("THAI ", "LAO ", "KHMER ", "MYANMAR ")
_MAY_BE = regex("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f]")
_READ_AHEAD = regex("[\u0e40-\u0e44\u0ec0-\u0ec4\u1039\u17d2]")  # vowels before their consonant, signs that stack
_READ_BEHIND = regex("[\u0e2f-\u0e33\u0e45\u0e46\u0eaf-\u0eb3\u0ec6\u17d3-\u17d6\u17d7\u104a\u104b]")
_ENDS_SYLLABLE = regex("[\u0e4c\u0ecc\u103a\u17cd]")


def unspaced(letter: str) -> bool:
    """Whether a letter belongs to a script whose words stand side by side."""
    return bool(_MAY_BE.match(letter)) and unicodedata.name(letter, "").startswith(_SCRIPTS)


def may_part(before: str, after: str) -> bool:
    """Whether a line may end between two letters; `after` goes on to the end of the word."""
    if not (unspaced(before) and unspaced(after[:1])):
        return False
    behind = unicodedata.category(after[0])[0] == "M" or _READ_BEHIND.match(after) or _ENDS_SYLLABLE.match(after, 1)
    return not behind and not _READ_AHEAD.match(before)
