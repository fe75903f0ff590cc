"""YAML's traps: lines that YAML refuses or misreads although their meaning as text is certain."""

import re

from cvtex.content.keys import is_key

# The dash or the key that a value hangs on, and the value itself.
_LINE = re.compile(r"^(?P<prefix>\s*(?:-\s+)*(?:(?P<key>[A-Za-z_]+):\s+)?)(?P<value>\S.*?)\s*$")
_COMMENT = re.compile(r"\s#\s.*$")
_LINK = re.compile(r"\[[^\]\[]*\]\([^()\s]*\)")
_CITATION = re.compile(r"\[@[^\]\s]+\]")
_CLOSED_THEN_TEXT = re.compile(r"(?:\[[^\]\[]*\]|\{[^{}]*\})\s*[\w(–—-]")
_INDICATORS = "*&@`%>|?!"


def split_value(line: str) -> tuple[str, str]:
    """A line as its prefix (indent, dashes, known key) and the value that follows it."""
    match = _LINE.match(line)
    if not match:
        return line, ""
    prefix, value = match["prefix"], match["value"]
    if match["key"] and not is_key(match["key"]):
        start = match.start("key")
        prefix, value = line[:start], line[start:].rstrip()
    return prefix, value


def quoted(value: str) -> str:
    """A value in YAML's single quotes, in which nothing but the quote itself is special."""
    return "'" + value.replace("'", "''") + "'"


def mend(line: str, column: int) -> str | None:
    """The line with its value quoted, or None where the error at `column` (from 0) has another cause.

    Only a value on the line of its own dash or key is mended: what continues a line above is ambiguous.
    """
    prefix, value = split_value(line)
    if not prefix.strip() or column < len(prefix) or not _certain(value):
        return None
    comment = _COMMENT.search(value)
    if comment:
        return prefix + quoted(value[: comment.start()].rstrip()) + comment[0]
    return prefix + quoted(value)


def _certain(value: str) -> bool:
    first = value[0]
    if first in "[{":
        return bool(_LINK.match(value) or _CITATION.match(value) or _CLOSED_THEN_TEXT.match(value))
    if first in "\"'":
        closing = value.find(first, 1)
        return 0 < closing < len(value) - 1
    if first in _INDICATORS:
        return True
    return ": " in value or value.endswith(":")
