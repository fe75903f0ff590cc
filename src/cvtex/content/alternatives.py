"""A text in several languages, as in `{en: Employment, de: Berufserfahrung}`: a document takes the one in its own."""

from typing import TypeGuard

from cvtex.content.keys import KEYS
from cvtex.content.tree import Mapping, Node, Scalar
from cvtex.languages.language import base, is_language

Pair = tuple[Scalar, Node]


def has_languages(node: Node) -> TypeGuard[Mapping]:
    """Whether a mapping that stands for a text has languages as its keys, or one at least."""
    return isinstance(node, Mapping) and any(is_language(key.value) for key, _ in node.pairs)


def is_bullet_in_languages(node: Node) -> TypeGuard[Mapping]:
    """Whether a mapping that stands for an entry is a text in several languages.

    A single `de: …` is a line with a colon, and a text as it is typed.
    """
    return has_languages(node) and len(node.pairs) > 1 and not any(key.value in KEYS for key, _ in node.pairs)


def chosen(pairs: tuple[Pair, ...], language: str) -> Pair | None:
    """The text in a language: in exactly that one, else without its region, else in another region; None for none."""
    codes = (language, base(language))
    exact = next((pair for code in codes for pair in pairs if pair[0].value == code), None)
    return exact or next((pair for pair in pairs if base(pair[0].value) == base(language)), None)
