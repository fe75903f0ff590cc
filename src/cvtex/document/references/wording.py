"""A reference style in a language: its words, its legends, how its lists of names are joined."""

import re
from collections.abc import Mapping

from cvtex.content.markup import Run
from cvtex.document.references.authors import Names
from cvtex.document.references.referencestyle import TERMS, WORDS, ReferenceStyle
from cvtex.document.references.template import capitalized
from cvtex.languages.language import Language, Word
from cvtex.patterns import regex
from cvtex.values import replace

_IN_BRACES = regex(r"\{([A-Za-z]+)\}")


def in_language(style: ReferenceStyle, language: Language) -> ReferenceStyle:
    """A style as it reads in a language.

    The style's own words are English; in other languages the language's take their place, but for those that an owner's
    own style brings.
    """
    raw = style.file or style
    words = raw.words
    marks = raw.marks
    if not language.english:
        words = {**language.terms, **{key: word for key, word in words.items() if key in raw.typed}}
        marks = {
            role: mark if role in raw.typed else replace(mark, legend=language.legends[role])
            for role, mark in marks.items()
        }
    return replace(
        raw,
        words=words,
        marks=marks,
        names=_joined(raw.names, words),
        editors=_joined(raw.editors, words),
        links={kind: _worded(text, words) for kind, text in raw.links.items()},
        terms={key: (Run(words[key][0]),) for key in TERMS},
        language=language,
        file=raw,
    )


def terms_in(text: str) -> list[str]:
    """The words in braces that a style's text takes from the language, and what is no such word."""
    return [name[0].lower() + name[1:] for name in _IN_BRACES.findall(text)]


def _joined(names: Names, words: Mapping[str, Word]) -> Names:
    return replace(names, pair=_worded(names.pair, words), last=_worded(names.last, words))


def _worded(text: str, words: Mapping[str, Word]) -> str:
    """A text with the words that it names in braces; other braces stay."""

    def word(match: re.Match[str]) -> str:
        key = match[1][0].lower() + match[1][1:]
        if key not in WORDS:
            return match[0]
        return words[key][0] if key == match[1] else capitalized(words[key][0])

    return _IN_BRACES.sub(word, text)
