"""Tags as they are typed in cv.yaml: where each stands, and what looks like another."""

from collections.abc import Iterable
from pathlib import Path

from cvtex.content.tree import Node, Scalar, Sequence
from cvtex.diagnostics import Findings, Span

Typed = tuple[str, Span]
"""A tag and its place."""


def with_comma(typed: str) -> str:
    """The list that a word with commas is meant as, such as `[private, short]`; empty where it has none."""
    words = [word.strip() for word in typed.split(",") if word.strip()]
    return f"[{', '.join(words)}]" if "," in typed and words else ""


def typed_tags(node: Node, findings: Findings) -> list[Typed]:
    """The tags of a node; one with a comma, which was meant as several, is told."""
    typed: list[Typed] = []
    for item in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(item, Scalar) and (meant := with_comma(item.value)):
            message = f"`{item.value.strip()}` is one tag with a comma"
            findings.error("D001", message, item.span, f"write tags: {meant}")
        elif isinstance(item, Scalar) and item.value.strip():
            typed.append((item.value.strip(), item.span))
    return typed


def look_alikes(tags: Iterable[Typed], findings: Findings) -> None:
    """Warn of tags that differ from an earlier one only in upper and lower case: a target would take one of them."""
    first: dict[str, Typed] = {}
    told: set[str] = set()
    for word, span in tags:
        other, place = first.setdefault(word.casefold(), (word, span))
        if other != word and word not in told:
            told.add(word)
            where = f"in line {place.line}" + (f" of {Path(place.file).name}" if place.file != span.file else "")
            message = f"the tag `{word}` differs only in case from `{other}` {where}"
            findings.warning(
                "D038", message, span, "type both the same: a target that asks for one leaves out the other"
            )
