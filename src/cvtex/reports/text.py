"""Findings as people read them in a terminal: the author's line, a caret under the place at fault, what would be right."""

import unicodedata
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

from cvtex.diagnostics import Diagnostic
from cvtex.reports.result import in_order
from cvtex.values import dataclass

MANY = 30
"""With more findings than this, those of one code stand together, and no more than a few of each are shown."""
SHOWN = 5
_WIDTH = 100
_MOST_READ = 5_000_001
_COLOURS = {"error": "\x1b[31m", "warning": "\x1b[33m"}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The author's line, or a window of it when it is long: what stands before, at and after the place at fault."""

    line: int
    before: str
    at_fault: str
    after: str


def as_text(findings: Sequence[Diagnostic], *, colour: bool, whole: bool = True) -> str:
    """Findings, errors first; of very many only some of each code, unless all are asked for."""
    ordered = in_order(findings)
    few = whole or len(ordered) <= MANY
    groups = [ordered] if few else _by_code(ordered)
    shown = groups if few else [group[:SHOWN] for group in groups]
    lines = author_lines(list(chain(*shown)))
    texts = []
    for group, some in zip(groups, shown, strict=True):
        texts += [_finding(item, lines, colour=colour) for item in some]
        if len(some) < len(group):
            texts.append(f"  … and {len(group) - len(some)} more of {group[0].code}; --verbose shows all")
    return "\n".join(texts)


def _by_code(findings: Sequence[Diagnostic]) -> list[list[Diagnostic]]:
    """The findings of each code and severity together, in the order in which the first of each came."""
    groups: dict[tuple[str, str], list[Diagnostic]] = {}
    for item in findings:
        groups.setdefault((item.severity, item.code), []).append(item)
    return list(groups.values())


def visible(text: str) -> str:
    """Text that cannot steer a terminal: controls and marks of direction shown as what they are."""
    return "".join(
        f"<U+{ord(c):04X}>" if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs") and c != "\n" else c for c in text
    )


def first_line(item: Diagnostic) -> str:
    """A finding in one line, without its hint: the place, severity, code, message and page."""
    place = f"{item.span}: " if item.span else ""
    page = f" (page {item.page})" if item.page else ""
    return visible(f"{place}{item.severity}[{item.code}]: {item.message}{page}")


def _finding(item: Diagnostic, files: Mapping[str, Sequence[str]], *, colour: bool) -> str:
    lines = [first_line(item)]
    if colour:
        painted = f"{_COLOURS[item.severity]}{item.severity}\x1b[0m["
        lines[0] = lines[0].replace(f"{item.severity}[", painted, 1)
    shown = excerpt(item, files)
    if shown:
        lines += _pointed(shown, item.hint)
    elif item.hint:
        lines.append(visible(f"  {item.hint}"))
    return "\n".join(lines)


def author_lines(findings: Sequence[Diagnostic]) -> Mapping[str, Sequence[str]]:
    """The lines of all files in which findings have a column."""
    files = dict.fromkeys(item.span.file for item in findings if item.span and item.span.column)
    return {file: _lines(file) for file in files}


def _lines(name: str) -> Sequence[str]:
    """The lines of an author's file, read again; none where it cannot be read or is no UTF-8 at all."""
    try:
        with Path(name).open("rb") as file:
            raw = file.read(_MOST_READ)
    except (OSError, ValueError):  # a name with a null character or a lone surrogate names no file
        return ()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in raw[:2]:
        return ()
    text = unicodedata.normalize("NFC", raw.decode("utf-8-sig", "replace"))
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def excerpt(item: Diagnostic, files: Mapping[str, Sequence[str]]) -> Excerpt | None:
    """The line that a finding is about; None where it has no column, or its file no such line."""
    span = item.span
    if not span or not span.column:
        return None
    lines = files.get(span.file, ())
    if not 0 < span.line <= len(lines):
        return None
    line, first = lines[span.line - 1].replace("\t", " "), span.column - 1
    start = max(0, first - _WIDTH // 2) if len(line) > _WIDTH else 0
    end = start + _WIDTH
    at_fault = min(first + span.length, end)
    before = ("…" if start else "") + visible(line[start:first])
    return Excerpt(span.line, before, visible(line[first:at_fault]), visible(line[at_fault:end]))


def _pointed(shown: Excerpt, hint: str | None) -> list[str]:
    """The line, carets under the place at fault, and the hint beside them."""
    margin = f"{shown.line:>5} | "
    carets = "^" * max(1, _columns(shown.at_fault))
    pointer = " " * (len(margin) - 2) + "| " + " " * _columns(shown.before) + carets
    return [
        f"{margin}{shown.before}{shown.at_fault}{shown.after}",
        f"{pointer} {visible(hint)}" if hint else pointer,
    ]


def _columns(text: str) -> int:
    """The width of a text in a terminal's columns."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)
