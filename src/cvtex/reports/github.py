"""GitHub's annotations: workflow commands that GitHub shows at the lines of a change (GitHub Docs, "Workflow commands")."""

from collections.abc import Sequence

from cvtex.diagnostics import Diagnostic
from cvtex.reports.text import visible


def as_github(findings: Sequence[Diagnostic]) -> str:
    """One command a finding."""
    return "\n".join(_annotation(item) for item in findings)


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
