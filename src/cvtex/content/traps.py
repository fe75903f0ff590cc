"""YAML's traps: lines that YAML refuses or misreads although their meaning as text is certain."""

from cvtex.content.keys import KEYS, LISTS, is_key
from cvtex.content.source import describe
from cvtex.patterns import regex
from cvtex.values import dataclass

# The dash or the key that a value hangs on, and the value itself.
_LINE = regex(r"^(?P<prefix>\s*(?:-\s+)*(?:(?P<key>[A-Za-z_]+):\s+)?)(?P<value>\S.*)$")
_COMMENT = regex(r"\s#\s.*$")
# Keys of targets that hold a text; with these and those of cv.yaml a value begins behind the first colon.
_TEXTS = ("title", "summary")
_LINK = regex(r"\[[^\]\[]*\](?:\([^()\s]*\)|\{lang=[A-Za-z-]+\})")
_CITATION = regex(r"\[@[^\]\s]+\]")
_CLOSED_THEN_TEXT = regex(r"(?:\[[^\]\[]*\]|\{[^{}]*\})\s*[\w(–—-]")
_INDICATORS = "*&@`%>|?!"
_WIDE = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ODD_INDENT = regex(rf"[ ]*([{_WIDE}])\s*[^\s#]")
_WIDE_SPACE = regex(f"[{_WIDE}]")
_BULLET = regex(r"[-+*•▪◦‣⁃·●○■](?:\s|$)")
_DASHES = regex(r"\s*(?:-\s+)*")
_TIGHT_DASH_KEY = regex(r"-([a-z]+)(?=:(?:\s|$))")
_TIGHT_DASH = regex(r"-(?=[^\W\d_])")
_TIGHT_COLON = regex(r"(?P<key>[a-z]+)(?::(?=\S)|：)")


@dataclass(frozen=True, slots=True)
class Trap:
    """What is wrong with a line that YAML reads otherwise than it looks; `column` and `length` say where."""

    code: str
    message: str
    column: int
    length: int
    hint: str


def split_value(line: str) -> tuple[str, str]:
    """A line as its prefix (indent, dashes, known key) and the value that follows it."""
    match = _LINE.match(line.rstrip())
    if not match:
        return line, ""
    prefix, value = match["prefix"], match["value"]
    if match["key"] and not is_key(match["key"]) and match["key"] not in _TEXTS:
        start = match.start("key")
        prefix, value = line[:start], line.rstrip()[start:]
    return prefix, value


def hangs_on_key(line: str) -> bool:
    """Whether the line's value has a key before it."""
    match = _LINE.match(line.rstrip())
    return bool(match and match["key"] and is_key(match["key"]))


def holds_list(line: str) -> bool:
    """Whether the line's key takes a list."""
    match = _LINE.match(line.rstrip())
    return bool(match and match["key"] in LISTS)


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


def odd_indent(line: str) -> Trap | None:
    """A tab or a wide space where only plain spaces indent."""
    match = _ODD_INDENT.match(line)
    if not match:
        return None
    what = "a tab" if match[1] == "\t" else describe(match[1])
    return Trap("S009", f"{what} indents this line", match.start(1) + 1, 1, "indent with plain spaces")


def odd_begin(line: str) -> Trap | None:
    """Odd indentation, a dash that clings to its key, or a key that clings to its value."""
    rest = line.lstrip()
    match = _TIGHT_DASH_KEY.match(rest)
    if match and match[1] in KEYS:
        return tight_dash(rest, len(line) - len(rest))
    start = _DASHES.match(line)
    return odd_indent(line) or tight_colon(line[start.end() :] if start else line, start.end() if start else 0)


def straightened(line: str, tab: int) -> str:
    """A line with an odd begin as it was probably meant, a tab being as wide as `tab` spaces."""
    rest = line.lstrip()
    indent = line[: len(line) - len(rest)].expandtabs(tab)
    plain = _WIDE_SPACE.sub(" ", indent) + _TIGHT_DASH_KEY.sub(r"- \1", rest)
    start = _DASHES.match(plain)
    at = start.end() if start else 0
    return plain[:at] + (_TIGHT_COLON.sub(r"\g<key>: ", plain[at:], count=1) if tight_colon(plain[at:]) else plain[at:])


def tight_dash(text: str, start: int) -> Trap | None:
    """A dash at column `start` (from 0) that no space follows."""
    if not _TIGHT_DASH.match(text):
        return None
    return Trap("S011", "a space is missing after the dash", start + 1, 1, f"type: - {text[1:].strip()[:60]}")


def continuation(line: str) -> Trap | None:
    """A line that goes on with the text above it, although it looks like one of its own."""
    start = len(line) - len(line.lstrip())
    rest = line[start:]
    if _BULLET.match(rest):
        hint = "to list it below that text, write `item: …` there and `items:` between; else quote the whole text"
        return Trap("S011", "YAML reads this bullet as the end of the text above", start + 1, 1, hint)
    return tight_dash(rest, start) or tight_colon(rest, start) or odd_indent(line)


def tight_colon(text: str, start: int = 0) -> Trap | None:
    """A key at column `start` (from 0) without a space after its colon, so that YAML reads it as text."""
    match = _TIGHT_COLON.match(text)
    if not match or match["key"] not in KEYS or text[match.end() :].startswith("//"):
        return None
    wrong = "`：` is no colon of YAML's" if match[0].endswith("：") else "a space is missing after the colon"
    hint = f"type: {match['key']}: {text[match.end() :].strip()[:60]}"
    return Trap("S011", f"{wrong}: YAML reads this as text", start + 1, match.end(), hint)
