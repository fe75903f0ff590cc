"""The result of a command for one target or file: what every format of a report is made from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cvtex.diagnostics import Diagnostic
from cvtex.values import dataclass

if TYPE_CHECKING:
    from cvtex.content.model import Datum
    from cvtex.verify.report import Outcome, Report

# What the first letter of a code says; `docs/cli.md` has the same letters.
FAMILIES = {
    "S": "files",
    "D": "data",
    "B": "bibliography",
    "H": "history",
    "U": "usage",
    "X": "typesetting",
    "A": "access",
    "F": "fonts",
    "G": "rules",
    "J": "bundles",
    "K": "links",
    "L": "labels",
    "M": "document",
    "P": "pages",
    "T": "text",
}


@dataclass(frozen=True, slots=True)
class Result:
    """Findings, and the report they belong to; there is none where there is no PDF."""

    target: str
    findings: tuple[Diagnostic, ...]
    report: "Report | None" = None

    @property
    def passed(self) -> bool:
        return not errors(self.findings)

    @property
    def name(self) -> str:
        """What was judged, in words for people: the target, else the PDF, else the file of the first finding."""
        if self.target or self.report:
            return self.target or self.pdf
        return next((item.span.file for item in self.findings if item.span), "cvtex")

    @property
    def pdf(self) -> str:
        return self.report.pdf if self.report else ""

    @property
    def outcomes(self) -> "tuple[Outcome, ...]":
        return self.report.outcomes if self.report else ()

    @property
    def left_out(self) -> "dict[str, list[Datum]]":
        """The data that stand on no page, by the rule that leaves them out."""
        if self.report is None:
            return {}
        from cvtex.verify.report import left_out

        return left_out(self.report.account)

    @property
    def seconds(self) -> float:
        return sum(seconds for _, seconds in self.report.seconds) if self.report else 0.0


def result_of(report: "Report") -> Result:
    """The result of a command that came to judge a PDF."""
    return Result(report.target, report.findings, report)


def family(code: str) -> str:
    """The family of a code, such as `pages` for P003."""
    return FAMILIES[code[0]]


def errors(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    return [item for item in findings if item.severity == "error"]


def warnings(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    return [item for item in findings if item.severity == "warning"]


def in_order(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Errors before warnings, each in the order they were found in, which is that of the files and pages."""
    return errors(findings) + warnings(findings)


def plural(number: int, thing: str) -> str:
    """A number of things in words: `1 page`, `2 pages`."""
    return f"{number} {thing}{'s' * (number != 1)}"


def summary(result: Result) -> str:
    """How large a PDF is and how its checks ended, in one line; empty where there is no PDF."""
    report = result.report
    if not report:
        return ""
    if not report.pages:
        return " · ".join(["text to paste", plural(len(report.labels), "publication"), f"{result.seconds:.2f} s"])
    passed = sum(outcome.status == "passed" for outcome in report.outcomes)
    skipped = sum(outcome.status == "skipped" for outcome in report.outcomes)
    failed = len(report.outcomes) - passed - skipped
    parts = [plural(report.pages, "page")]
    if report.max_pages:
        parts[0] += f" of {report.max_pages}"
        parts[0] += f", the last {report.fill:.0%} full" if report.fill is not None else ""
    if report.labels:
        parts.append(plural(len(report.labels), "publication"))
    parts.append(
        f"{passed} checks passed"
        + (f", {failed} failed" if failed else "")
        + (f", {skipped} skipped" if skipped else "")
    )
    parts.append(f"{result.seconds:.2f} s")
    return " · ".join(parts)


def fitted(result: Result) -> str:
    """What was done to make a document fit, in one line; empty where nothing was."""
    made = result.report.fitting if result.report else None
    if not made:
        return ""
    done = [f"white at {made.space:.0%}"] if made.space < 1 else []
    done.append(f"text of {made.size:g} pt")
    if made.dropped:
        left = (f"[{item.label}]" if item.label else f"“{item.words}”" for item in made.dropped)
        done.append(f"without {', '.join(left)}")
    return f"made to fit: {', '.join(done)}"
