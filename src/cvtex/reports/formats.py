"""The formats that a report can be printed in."""

from collections.abc import Sequence

from cvtex.reports.result import Result

FORMATS = ("text", "json", "github", "junit", "sarif", "html")
LINES = ("text", "github")
CHANGE_FORMATS = ("text", "markdown", "json")
"""Those that are printed finding by finding, target by target; the others are one text, printed at the end."""


def written(results: Sequence[Result], form: str, *, several: bool = False) -> str:
    """Results as one text; `several` says whether more than one target was asked for."""
    if form == "junit":
        from cvtex.reports.junit import as_junit

        return as_junit(results)
    if form == "sarif":
        from cvtex.reports.sarif import as_sarif

        return as_sarif(results)
    if form == "html":
        from cvtex.reports.html import as_html

        return as_html(results)
    from cvtex.reports.json import as_json

    return as_json(results, several=several)
