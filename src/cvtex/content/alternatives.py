"""A text in several languages, as in `{en: Employment, de: Berufserfahrung}`: a document takes the one in its own."""

from typing import Protocol, TypeGuard

from cvtex.content.keys import KEYS
from cvtex.content.markup import Inline, merge, parse_markup
from cvtex.content.model import Datum, Text
from cvtex.content.tree import Mapping, Node, Scalar
from cvtex.diagnostics import Findings, did_you_mean
from cvtex.languages.language import Language, base, foreign, is_language, language_codes
from cvtex.values import dataclass, replace

Pair = tuple[Scalar, Node]


def has_languages(node: Node) -> TypeGuard[Mapping]:
    """Whether the keys of a mapping that stands for a text are languages.

    One that documents can have is enough: the other key is then a slip. Codes such as `to` and `no` are words as well.
    """
    if not isinstance(node, Mapping) or not node.pairs:
        return False
    codes = [key.value for key, _ in node.pairs if is_language(key.value)]
    return len(codes) == len(node.pairs) or any(base(code) in language_codes() for code in codes)


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


class Read(Protocol):
    """Reads a text of one language: the node, and what it is for a message."""

    def __call__(self, node: Node, what: str, *, required: bool = True) -> Text | None: ...


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Takes texts in the language of a document; `left_out` collects those in other languages."""

    findings: Findings
    language: Language
    left_out: list[Datum]

    def markup(self, text: str) -> Inline:
        """Inline markup as the document's language has it: its quotation marks, and what is in another language."""
        runs = parse_markup(" ".join(text.split()), self.language.quotes)
        return merge(replace(run, language=foreign(run.language, self.language.code)) for run in runs)

    def text(self, node: Node, what: str, read: Read, *, required: bool) -> Text | None:
        """The text to print, which says in which language it is where that is not the document's."""
        taken, language = self.take(node, what, read)
        text = read(taken, what, required=required)
        return text.spoken(language) if text and language else text

    def take(self, node: Node, what: str, read: Read) -> tuple[Node, str]:
        """The node of the text to print, and its language where that is not the document's; any other node is itself.

        The other texts are read, so that they are judged.
        """
        if not has_languages(node):
            return node, ""
        for key, _ in node.pairs:
            if not is_language(key.value):
                hint = did_you_mean(key.value, language_codes())
                self.findings.error("D007", f"`{key.value}` is no language", key.span, hint)
        pairs = tuple(pair for pair in node.pairs if is_language(pair[0].value))
        key, taken = chosen(pairs, self.language.code) or self._first(pairs, what)
        shown = taken.value if isinstance(taken, Scalar) else ""
        for other, value in pairs:
            text = read(value, f"{what} in {other.value}") if other is not key else None
            if text:
                role, rule = what.strip("`").removeprefix("the "), f"text in {other.value}"
                self.left_out.append(Datum(role, shown, text.plain, text.span, rule))
        return taken, foreign(key.value, self.language.code)

    def _first(self, pairs: tuple[Pair, ...], what: str) -> Pair:
        key, _ = pairs[0]
        typed = ", ".join(other.value for other, _ in pairs)
        message = f"{what} is there in {typed}, and not in {self.language.code}, the language of the document"
        hint = f"that in {key.value} is printed: add `{base(self.language.code)}: …`"
        self.findings.warning("D040", message, key.span, hint)
        return pairs[0]
