"""What went wrong, where, and how to mend it: the one vocabulary of all rooms."""

from collections.abc import Iterable
from typing import Literal

from cvtex.values import dataclass, field

Severity = Literal["error", "warning"]

OK = 0
REFUSED = 1
USAGE = 2
INVALID = 3
FAILED = 4
MISSING = 5
BUG = 70
INTERRUPTED = 130

MOST_FINDINGS = 500
_MOST_QUOTED = 600
_LONGEST_WORD = 60


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file of the author's; lines and columns count from 1, columns in characters."""

    file: str
    line: int = 0
    column: int = 0
    length: int = 1

    def __str__(self) -> str:
        parts = [self.file, *(str(number) for number in (self.line, self.column) if number)]
        return ":".join(parts)

    def at(self, offset: int, length: int = 1) -> "Span":
        """The span that begins `offset` characters further on the same line."""
        return Span(self.file, self.line, self.column + offset, max(length, 1))


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: a stable code, what is wrong, and what would be right (the hint).

    `page` counts from 1; `box` is x0, y0, x1, y1 in PDF points from the page's lower left corner.
    """

    code: str
    message: str
    span: Span | None = None
    hint: str | None = None
    severity: Severity = "error"
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


class CvtexError(Exception):
    """What stops a command: its findings, all of them, and the exit code it ends with."""

    exit_code = BUG

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(f"{item.code}: {item.message}" for item in diagnostics))
        self.diagnostics = diagnostics


class UsageError(CvtexError):
    """A request that cannot be meant: an unknown target, a folder that is in the way."""

    exit_code = USAGE


class DataError(CvtexError):
    """The author's files are invalid or unreadable."""

    exit_code = INVALID


class TypesettingError(CvtexError):
    """TeX failed, or its result could not be written."""

    exit_code = FAILED


class MissingError(CvtexError):
    """A program, TeX file or glyph that is needed is not installed."""

    exit_code = MISSING


class UnreadableError(CvtexError):
    """A file is no sound PDF."""

    exit_code = REFUSED


@dataclass(slots=True)
class Findings:
    """The findings of one stage, collected so that all can be told at once.

    Nobody reads thousands: after MOST_FINDINGS an error ends the stage with DataError, a warning is dropped.
    """

    items: list[Diagnostic] = field(default_factory=list)

    def error(self, code: str, message: str, span: Span | None = None, hint: str | None = None) -> None:
        self._add(Diagnostic(code, _short(message), span, hint and _short(hint)))

    def warning(self, code: str, message: str, span: Span | None = None, hint: str | None = None) -> None:
        self._add(Diagnostic(code, _short(message), span, hint and _short(hint), severity="warning"))

    def take(self, found: Iterable[Diagnostic]) -> None:
        """Take over what was found elsewhere, as if it were found now."""
        for item in found:
            self._add(item)

    def _add(self, item: Diagnostic) -> None:
        if item.severity == "error" or len(self.items) < MOST_FINDINGS:
            self.items.append(item)
        if item.severity == "error" and len(self.items) >= MOST_FINDINGS:
            last = Diagnostic("S013", f"there are {MOST_FINDINGS} findings and more; the rest is not judged")
            raise DataError(*self.ordered(), last)

    @property
    def failed(self) -> bool:
        return any(item.severity == "error" for item in self.items)

    def ordered(self) -> tuple[Diagnostic, ...]:
        """The findings in the order of the author's files, each once."""
        unique = dict.fromkeys(self.items)
        return tuple(sorted(unique, key=lambda item: (item.span or Span("~"), item.code)))


def _short(words: str) -> str:
    """Words that quote the author, without the middle of what is too long to read."""
    half = _MOST_QUOTED // 2
    return words if len(words) <= _MOST_QUOTED else f"{words[:half]} … {words[-half:]}"


def as_record(item: Diagnostic) -> dict[str, object]:
    """A finding as reports hold it; what is not known is left out."""
    record: dict[str, object] = {"code": item.code, "severity": item.severity, "message": item.message}
    if item.hint:
        record["hint"] = item.hint
    if item.span:
        record["file"] = item.span.file
        if item.span.line:
            record |= {"line": item.span.line, "column": item.span.column}
    if item.page:
        record["page"] = item.page
    if item.box:
        record["box"] = [round(number, 1) for number in item.box]
    return record


def suggest(word: str, options: Iterable[str]) -> str | None:
    """The option that was probably meant, or None."""
    from difflib import get_close_matches

    folded = {option.casefold(): option for option in options}
    close = get_close_matches(word.casefold()[:_LONGEST_WORD], folded, n=1, cutoff=0.7)
    return folded[close[0]] if close else None


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """A hint for an unknown word: the nearest option, else all of them."""
    known = list(options)
    nearest = suggest(word, known)
    if nearest:
        return f"did you mean `{nearest}`?"
    return "known here: " + ", ".join(f"`{option}`" for option in known)
