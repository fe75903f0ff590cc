"""Changes between two states of the data in words: for a terminal, for a letter or form (Markdown), for programs (JSON)."""

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import get_args

from cvtex.document.changes.changes import Change, Kind, Side
from cvtex.history.comparison import Comparison
from cvtex.history.state import Origin
from cvtex.patterns import regex
from cvtex.reports.text import visible

KINDS: tuple[Kind, ...] = get_args(Kind)
TITLES: Mapping[Kind, str] = {
    "added": "Added", "changed": "Changed status", "corrected": "Corrected", "retired": "Retired",
}  # fmt: skip
_MARKDOWN = regex(r"([\\`*_\[\]<>#|~$&])")


def told(comparison: Comparison, form: str) -> str:
    """A comparison in one of `formats.CHANGE_FORMATS`, with its last line end."""
    return {"text": as_text, "markdown": as_markdown, "json": as_json}[form](comparison)


def as_text(comparison: Comparison) -> str:
    """What changed, each with its number or what it is, its section, its words as printed and its place."""
    lines = [f"from  {comparison.old}", f"to    {comparison.new}"]
    for kind in KINDS:
        items = comparison.changes.of(kind)
        lines += ["", TITLES[kind]] if items else []
        for item in items:
            lines += _lines(item)
    lines += ["", summary(comparison)]
    return "".join(f"{visible(line)}\n" for line in lines)


def summary(comparison: Comparison) -> str:
    """How many there are of each kind."""
    counts = [f"{len(items)} {TITLES[kind].lower()}" for kind in KINDS if (items := comparison.changes.of(kind))]
    return ", ".join(counts) or "nothing changed"


def _lines(item: Change) -> Iterator[str]:
    mark = f"[{item.side.label}]" if item.side.label else item.role
    section = f"{item.side.section}: " if item.side.section and item.role != "section" else ""
    yield f"  {mark:<12}  {section}{item.side.text}"
    further = [*item.what, *_brought(item)]
    if further:
        yield f"{'':16}{'; '.join(further)}"
    if item.was and item.was.text != item.side.text:
        yield f"{'':16}was: {item.was.text}"
    yield f"{'':16}{item.side.span}"


def _brought(item: Change) -> list[str]:
    lines = [f"with {item.below} line{'s' * (item.below > 1)} below it"] if item.below else []
    return [*lines, *([f"became [{item.heir}]"] if item.heir else [])]


def as_markdown(comparison: Comparison) -> str:
    """The changes by kind and section, to be pasted; the places stand in comments, which are not shown."""
    lines = [f"# Changes since {_named(comparison.old)}", "", f"From {comparison.old}  ", f"to {comparison.new}."]
    for kind in KINDS:
        items = comparison.changes.of(kind)
        lines += ["", f"## {TITLES[kind]}"] if items else []
        for section, below in groupby(items, key=lambda item: item.side.section):
            lines += ["", f"### {_escaped(section or 'Head of the page')}", ""]
            lines += [_bullet(item) for item in below]
    if not comparison.changes.items:
        lines += ["", "Nothing changed."]
    return "".join(f"{line}\n" for line in lines)


def _named(origin: Origin) -> str:
    return _escaped(origin.day.isoformat() if origin.day else origin.name)


def _bullet(item: Change) -> str:
    label = f"**\\[{item.side.label}\\]** " if item.side.label else ""
    what = "; ".join([*item.what, *_brought(item)])
    # A comment ends at two hyphens and `>`; a path may hold both.
    place = str(item.side.span).replace("--", "- -").replace(">", "")
    return f"- {label}{_escaped(item.side.text)}{f' *({_escaped(what)})*' if what else ''} <!-- {visible(place)} -->"


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", visible(text))


def as_json(comparison: Comparison) -> str:
    """The form that `docs/changes.md` promises."""
    record: dict[str, object] = {
        "version": 1,
        "from": _origin(comparison.old),
        "to": _origin(comparison.new),
        **{kind: [_record(item) for item in comparison.changes.of(kind)] for kind in KINDS},
    }
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    return text.encode(errors="backslashreplace").decode()


def _origin(origin: Origin) -> dict[str, object]:
    record: dict[str, object] = {"kind": origin.kind, "name": origin.name}
    if origin.commit:
        record |= {"commit": origin.commit, "committed": str(origin.committed)}
    if origin.day:
        record["day"] = origin.day.isoformat()
    if origin.kind == "day":
        record["by_dates"] = origin.by_dates
    return record


def _record(item: Change) -> dict[str, object]:
    record: dict[str, object] = {"role": item.role, **_side(item.side)}
    if item.key:
        record["key"] = item.key
    if item.what:
        record["what"] = list(item.what)
    if item.below:
        record["below"] = item.below
    if item.heir:
        record["became"] = item.heir
    if item.was:
        record["was"] = _side(item.was)
    return record


def _side(side: Side) -> dict[str, object]:
    record: dict[str, object] = {"label": side.label} if side.label else {}
    record |= {"section": side.section} if side.section else {}
    return record | {
        "text": side.text, "file": side.span.file, "line": side.span.line, "column": side.span.column,
    }  # fmt: skip
