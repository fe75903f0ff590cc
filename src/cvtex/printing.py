"""How findings are printed: for people, for programs, for GitHub's annotations."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from cvtex.diagnostics import Diagnostic, Span, as_record

FORMATS = ("text", "json", "github")
_WIDTH = 100
_MOST_READ = 5_000_001
_COLOURS = {"error": "\x1b[31m", "warning": "\x1b[33m"}


def as_text(findings: Sequence[Diagnostic], *, colour: bool) -> str:
    """Findings with the author's line and a caret under the place at fault."""
    files = {item.span.file for item in findings if item.span and item.span.column}
    lines = {file: _lines(file) for file in files}
    return "\n".join(_finding(item, lines, colour=colour) for item in findings)


def as_github(findings: Sequence[Diagnostic]) -> str:
    """Workflow commands that GitHub shows at the lines of a change (GitHub Docs, "Workflow commands")."""
    return "\n".join(_annotation(item) for item in findings)


def as_json(findings: Sequence[Diagnostic], target: str) -> str:
    """The report of a command that ended before there was a page."""
    record = {
        "version": 1, "target": target, "pdf": None, "pages": 0, "passed": not any(item.severity == "error" for item in findings),
        "labels": [], "checks": [], "findings": [as_record(item) for item in findings],
        "account": {"data": 0, "shown": 0, "left_out": []}, "seconds": {},
    }  # fmt: skip
    return json.dumps(record, ensure_ascii=False, indent=1)


def visible(text: str) -> str:
    """Text that cannot steer a terminal: controls and marks of direction shown as what they are."""
    return "".join(
        f"<U+{ord(c):04X}>" if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs") and c != "\n" else c for c in text
    )


def _finding(item: Diagnostic, files: Mapping[str, Sequence[str]], *, colour: bool) -> str:
    paint, plain = (_COLOURS[item.severity], "\x1b[0m") if colour else ("", "")
    place = f"{item.span}: " if item.span else ""
    page = f" (page {item.page})" if item.page else ""
    lines = [visible(f"{place}{item.severity}[{item.code}]: {item.message}{page}")]
    if colour:
        lines[0] = lines[0].replace(f"{item.severity}[", f"{paint}{item.severity}{plain}[", 1)
    text = files.get(item.span.file, ()) if item.span and item.span.column else ()
    if item.span and 0 < item.span.line <= len(text):
        lines += _excerpt(item.span, text[item.span.line - 1], item.hint)
    elif item.hint:
        lines.append(visible(f"  {item.hint}"))
    return "\n".join(lines)


def _lines(name: str) -> Sequence[str]:
    """The lines of an author's file, read again; none where it cannot be read or is no UTF-8 at all."""
    try:
        with Path(name).open("rb") as file:
            raw = file.read(_MOST_READ)
    except OSError:
        return ()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in raw[:2]:
        return ()
    text = unicodedata.normalize("NFC", raw.decode("utf-8-sig", "replace"))
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _excerpt(span: Span, line: str, hint: str | None) -> list[str]:
    """The line (a window of it when long), carets, and the hint beside them."""
    start = max(0, span.column - 1 - _WIDTH // 2) if len(line) > _WIDTH else 0
    line = line.replace("\t", " ")
    before = visible(line[start : span.column - 1])
    rest = visible(line[span.column - 1 : start + _WIDTH])
    lead = "…" if start else ""
    margin = f"{span.line:>5} | "
    at_fault = visible(line[span.column - 1 : min(span.column - 1 + span.length, start + _WIDTH)])
    size = max(1, _columns(at_fault))
    pointer = " " * (len(margin) - 2) + "| " + " " * (len(lead) + _columns(before)) + "^" * size
    return [f"{margin}{lead}{before}{rest}", f"{pointer} {visible(hint)}" if hint else pointer]


def _columns(text: str) -> int:
    """The width of a text in a terminal's columns."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def _annotation(item: Diagnostic) -> str:
    properties = []
    if item.span:
        properties.append(f"file={_property(item.span.file)}")
        if item.span.line:
            properties += [f"line={item.span.line}", f"col={item.span.column or 1}"]
    properties.append(f"title={_property(f'cvtex {item.code}')}")
    message = item.message + (f"\n{item.hint}" if item.hint else "")
    return f"::{item.severity} {','.join(properties)}::{_data(message)}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
