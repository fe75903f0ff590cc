"""A report as JSON, in the form that `docs/cli.md` promises."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cvtex.diagnostics import as_record
from cvtex.reports.result import Result

if TYPE_CHECKING:
    from cvtex.verify.report import Report


def dumps(report: "Report") -> str:
    """The report of a PDF as text."""
    from cvtex.verify.report import as_json as as_records

    return _text(as_records(report))


def as_json(results: Sequence[Result], *, several: bool) -> str:
    """The report of one target, or the list of those of several."""
    texts = [(dumps(result.report) if result.report else _without_pdf(result)).strip() for result in results]
    return "[\n" + ",\n".join(texts) + "\n]\n" if several else f"{texts[0]}\n"


def _without_pdf(result: Result) -> str:
    """The report of a command that ended before there was a page."""
    record = {
        "version": 1, "target": result.target, "pdf": None, "pages": 0, "passed": result.passed,
        "labels": [], "checks": [], "findings": [as_record(item) for item in result.findings],
        "account": {"data": 0, "shown": 0, "left_out": []}, "seconds": {},
    }  # fmt: skip
    return _text(record)


def _text(record: dict[str, object]) -> str:
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    # Bytes of a path that are no text are written as JSON's own escapes.
    return text.encode(errors="backslashreplace").decode()
