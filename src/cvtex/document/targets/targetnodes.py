"""What the values of a target file are made of: texts, words, mappings and numbers, and what is told of wrong ones."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cvtex.content.markup import parse_markup
from cvtex.content.model import Text
from cvtex.content.tags import with_comma
from cvtex.content.tree import Mapping as MappingNode
from cvtex.content.tree import Node, Scalar, Sequence
from cvtex.diagnostics import Findings, did_you_mean
from cvtex.document.targets import target as known
from cvtex.document.targets.target import Word
from cvtex.languages.language import DEFAULT, load_language

if TYPE_CHECKING:
    from cvtex.document.targets.targetfile import Pairs


class NodeReader:
    """Reads what any key may hold, collecting what is wrong with it."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.quotes = load_language(DEFAULT).quotes

    def _text(self, key: Scalar, node: Node) -> Text | None:
        if isinstance(node, Scalar) and node.value.strip():
            return Text(parse_markup(" ".join(node.value.split()), self.quotes), node.span)
        self._without_text(key, node)
        return None

    def _without_text(self, key: Scalar, node: Node) -> None:
        message, hint = f"`{key.value}` has no text", f"write {key.value}: …"
        if isinstance(node, MappingNode) and any(name.value in known.LANGUAGES for name, _ in node.pairs):
            message = f"`{key.value}` is one text: a target has one language"
            hint = f"write {key.value}: … in the language of this target, and another target for another language"
        self.findings.error("D001", message, node.span, hint)

    def _words(self, key: Scalar, node: Node, what: str = "word") -> tuple[Word, ...]:
        """A list of words, or one alone."""
        items = node.items if isinstance(node, Sequence) else (node,)
        for item in items:
            if isinstance(item, Scalar) and with_comma(item.value) and (item is node or what == "tag"):
                message = f"`{item.value.strip()}` is one {what} with a comma"
                self.findings.error("D001", message, item.span, f"write {key.value}: {with_comma(item.value)}")
        read = [
            Word(item.value.strip(), item.span) for item in items if isinstance(item, Scalar) and item.value.strip()
        ]
        if not items or len(read) < len(items):
            hint = f"write {key.value}: [one, two]"
            self.findings.error("D001", f"`{key.value}` is a list of words", node.span, hint)
        return tuple(read)

    def _mapping(self, key: Scalar, node: Node, example: str) -> tuple[tuple[Scalar, Node], ...]:
        if isinstance(node, MappingNode) and node.pairs:
            return node.pairs
        self.findings.error("D001", f"`{key.value}` is a mapping", node.span, f"write {example}")
        return ()

    def _fields(self, pairs: tuple[tuple[Scalar, Node], ...], names: Mapping[str, str], what: str) -> "Pairs":
        """Pairs by key; keys that are not known are told."""
        for key, _ in pairs:
            if key.value not in names:
                hint = did_you_mean(key.value, names)
                self.findings.error("D007", f"unknown key `{key.value}` in {what}", key.span, hint)
        return {key.value: (key, node) for key, node in pairs if key.value in names}

    def _number(self, key: Scalar, node: Node) -> int | None:
        if isinstance(node, Scalar) and count(node):
            return count(node)
        self.findings.error("D017", f"{typed(node)} is no number for `{key.value}`", node.span, "write 1 or more")
        return None


def count(node: Scalar) -> int:
    """A number of pages or entries, 0 where it is none."""
    digits = node.value.strip()
    return int(digits[:6]) if digits.isascii() and digits.isdigit() else 0


def typed(node: Node) -> str:
    return f"`{node.value.strip()}`" if isinstance(node, Scalar) and node.value.strip() else "what stands here"
