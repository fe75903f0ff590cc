"""What YAML's parser complains of, in the author's words: the place at fault, what is wrong, what would be right."""

from typing import Protocol

from cvtex.content.keys import is_key
from cvtex.content.source import Source
from cvtex.content.traps import hangs_on_key, quoted, split_value, tight_colon, tight_dash
from cvtex.diagnostics import Span
from cvtex.patterns import regex
from cvtex.quickyaml import yaml
from cvtex.values import dataclass

# A line that begins at the margin with a key, as it seems, and has no colon.
_BARE_KEY = regex(r"([a-z]+)(\s+[^:\s][^:]*)")


class Mark(Protocol):
    """A place in YAML; lines and columns count from 0."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


@dataclass(frozen=True, slots=True)
class _Start:
    """The place of what has none of its own."""

    line: int = 0
    column: int = 0


def mark_of(mark: Mark | None, other: Mark | None = None) -> Mark:
    """The first mark that is there."""
    return mark or other or _Start()


def span_at(source: Source, mark: Mark, length: int = 1) -> Span:
    """A mark's place in the author's file; what lies behind its end is at its end."""
    if mark.line >= len(source.lines):
        return source.span(len(source.lines), len(source.lines[-1]) + 1)
    return source.span(mark.line + 1, mark.column + 1, length)


@dataclass(frozen=True, slots=True)
class Complaint:
    """A syntax error: the place at fault, what is wrong, what would be right.

    `may_follow` when the line may be sound, and only no longer fit because of an earlier mistake.
    """

    span: Span
    message: str
    hint: str
    may_follow: bool = False


def explain(source: Source, error: yaml.MarkedYAMLError) -> Complaint:
    """What the parser complains of, in the author's words."""
    problem = mark_of(error.problem_mark, error.context_mark)
    start = mark_of(error.context_mark, problem)
    text = error.problem or ""
    line = source.lines[problem.line] if problem.line < len(source.lines) else ""
    here, opening = span_at(source, problem), span_at(source, start)
    if "could not find expected ':'" in text:
        return _without_colon(source, start)
    if line.lstrip()[:2] in ("* ", "• ", "· ", "+ "):
        place = source.span(problem.line + 1, len(line) - len(line.lstrip()) + 1)
        return Complaint(place, "this bullet is none of YAML's", "a list item begins with a hyphen and a space: - …")
    if "unexpected end of stream" in text:
        return _never_closed(opening)
    if "mapping values are not allowed" in text:
        above = source.lines[problem.line - 1] if 0 < problem.line < len(source.lines) else ""
        if not line[:1].isspace() and (bare := _BARE_KEY.fullmatch(above)):
            place = source.span(problem.line, 1, len(bare[1]))
            return Complaint(place, "a colon is missing in this line", f"type: {bare[1]}: {bare[2].strip()[:60]}")
        hint = _colon_hint(line, problem.column)
        return Complaint(here, "a colon stands where no key can be", hint, may_follow=True)
    if "escape" in text or "escape" in (error.context or ""):
        hint = "use single quotes: in them a backslash is itself"
        return Complaint(here, "double quotes hold a backslash that YAML does not know", hint)
    if "expected key" in text or "expected '-' indicator" in text:
        hint = f"check the indentation against the lines above{_example(line)}"
        return Complaint(here, "this fits neither the list nor the mapping around it", hint, may_follow=True)
    if not line.strip() or "expected ',' or" in text:
        hint = "close it, separate its parts by commas, or put quotes around text"
        if start.line >= len(source.lines) - 1 and not line.strip():  # the text has ended, and the parser knows no more
            opening = _last_opened(source) or opening
        return Complaint(opening, "a bracket or brace opens here and is not closed as it should be", hint)
    hint = f"check the lines around{_example(line)}"
    return Complaint(here, f"YAML cannot read this: {_plain(text)}", hint, may_follow=True)


def _last_opened(source: Source) -> Span | None:
    """The bracket or brace at the end of the last line that says something."""
    for number, line in reversed(tuple(enumerate(source.lines, 1))):
        text = line.partition(" #")[0].rstrip()
        if text.endswith(("[", "{")):
            return source.span(number, len(text))
        if text and not text.startswith("#"):
            return None
    return None


def never_closed(source: Source, number: int) -> Complaint:
    """The quotation mark that opens the value of line `number` (from 0), and is closed by another text's."""
    prefix, _ = split_value(source.lines[number])
    return _never_closed(source.span(number + 1, len(prefix) + 1))


def _never_closed(opening: Span) -> Complaint:
    hint = "close it, or put the whole text into the other kind of quotation marks"
    return Complaint(opening, "a quotation mark opens here and is never closed", hint)


def _example(line: str) -> str:
    """How the line's text would be typed safely, if it is one."""
    _, value = split_value(line)
    return f"; if it is text, type: {quoted(value)}" if value and not hangs_on_key(line) else ""


def _colon_hint(line: str, column: int) -> str:
    """What to type instead of a line with a colon too many at `column`, from 0."""
    prefix, value = split_value(line)
    if hangs_on_key(line):
        return "its indentation does not match the lines above: begin it under the first letter of the key above"
    if prefix.strip():
        return f"if it is text, type: {quoted(value)}"
    key, colon, rest = line.partition(": ")
    if colon and len(key) < column:
        return f"if it is text, type: {key.strip()}: {quoted(rest.strip())}"
    return "a key stands at the indentation of its neighbours; if this continues the text above, quote the whole text"


def _without_colon(source: Source, start: Mark) -> Complaint:
    """A line that should be a key, as YAML sees it, but has no colon and space."""
    typed = source.lines[start.line][start.column :].rstrip() if start.line < len(source.lines) else ""
    trap = tight_colon(typed, start.column)
    if trap:
        span = source.span(start.line + 1, trap.column, trap.length)
        return Complaint(span, trap.message.split(":")[0], trap.hint)
    dash = tight_dash(typed, start.column)
    if dash:
        return Complaint(source.span(start.line + 1, dash.column), dash.message, dash.hint)
    word = typed.split(" ")[0]
    hint = (
        f"type: {word}: …" if is_key(word) else "a line here is a key with a colon, or begins with a dash and a space"
    )
    span = source.span(start.line + 1, start.column + 1, len(word))
    return Complaint(span, "a colon is missing in this line", hint)


def _plain(words: str) -> str:
    return words.replace("did not find expected", "expected") or "unknown syntax"
