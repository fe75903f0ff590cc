"""A report in SARIF 2.1.0 (OASIS, 2020), which code hosts and editors show at the lines: a run a target."""

import json
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from cvtex import __version__
from cvtex.catalogue import meanings
from cvtex.diagnostics import Diagnostic, Span
from cvtex.reports.result import Result, family
from cvtex.reports.text import visible

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_sarif(results: Sequence[Result]) -> str:
    """All results as one log. Lines and columns count from 1, columns in characters."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(result) for result in results]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _run(result: Result) -> dict[str, object]:
    codes = sorted({item.code for item in result.findings} | {outcome.code for outcome in result.outcomes})
    properties: dict[str, object] = {"target": visible(result.target), "passed": result.passed}
    if result.report:
        properties |= {"pdf": visible(result.pdf), "pages": result.report.pages}
    return {
        "tool": {"driver": {"name": "cvtex", "version": __version__, "rules": [_rule(code) for code in codes]}},
        # Tells the runs of several targets apart (section 3.17.2).
        "automationDetails": {"id": f"cvtex/{_quoted(result.name)}/"},
        "columnKind": "unicodeCodePoints",
        "results": [_result(item, codes.index(item.code), result.pdf) for item in result.findings],
        "properties": properties,
    }


def _rule(code: str) -> dict[str, object]:
    meaning = meanings()[code]
    rule: dict[str, object] = {"id": code, "shortDescription": {"text": meaning.title}}
    rule["fullDescription"] = {"text": meaning.means}
    rule["help"] = {"text": "\n\n".join((meaning.means, meaning.matters, meaning.mend))}
    rule["properties"] = {"tags": [family(code)]}
    return rule


def _result(item: Diagnostic, index: int, pdf: str) -> dict[str, object]:
    words = item.message if not item.hint else f"{item.message}\n{item.hint}"
    result: dict[str, object] = {
        "ruleId": item.code,
        "ruleIndex": index,
        "level": item.severity,
        "message": {"text": visible(words)},
        "locations": _locations(item, pdf),
    }
    properties: dict[str, object] = {}
    if item.page:
        properties["page"] = item.page
    if item.box:
        properties["box"] = [round(number, 1) for number in item.box]
    if properties:
        result["properties"] = properties
    return result


def _locations(item: Diagnostic, pdf: str) -> list[dict[str, object]]:
    """The author's line, else the PDF; and the page as a logical place."""
    location: dict[str, object] = {}
    if item.span or pdf:
        location["physicalLocation"] = _physical(item.span or Span(pdf))
    if item.page:
        location["logicalLocations"] = [{"name": f"page {item.page}", "kind": "page"}]
    return [location] if location else []


def _physical(span: Span) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": uri(span.file)}}
    if span.line:
        region = {"startLine": span.line}
        if span.column:
            region |= {"startColumn": span.column, "endColumn": span.column + max(span.length, 1)}
        physical["region"] = region
    return physical


def uri(name: str) -> str:
    """A file's name as a URI reference (RFC 3986): a relative one stays relative; bytes that are no text are kept."""
    path = Path(name)
    return ("file://" if path.is_absolute() else "") + _quoted(str(path))


def _quoted(name: str) -> str:
    try:
        return quote(name.encode(errors="surrogateescape"))
    except UnicodeEncodeError:  # a surrogate that stands for no byte: YAML can make one
        return quote(name.encode(errors="surrogatepass"))
