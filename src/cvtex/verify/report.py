"""The report: what every check promised, how much it looked at, and what it found."""

from collections.abc import Iterable, Sequence
from typing import Literal

from cvtex.content.model import Datum
from cvtex.diagnostics import Diagnostic, as_record
from cvtex.document.model import Fitting
from cvtex.values import dataclass, replace
from cvtex.verify.claims import CLAIMED

VERSION = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """One check's result: failed where a finding is an error.

    `reason` says why it was skipped, or what is to be known of what passed; `promise` is given where no check of the
    register made it.
    """

    code: str
    name: str
    status: Literal["passed", "failed", "skipped"]
    examined: int
    reason: str = ""
    warnings: int = 0
    promise: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The judgement of one PDF; `fill` is the share of its last page that is filled, where TeX told it.

    `note` says what is to be done with the file; where it is no PDF but text to paste, it has no pages. `weakened` tells
    whether the target lets pass what a claim of archives and access rests on.
    """

    target: str
    pdf: str
    pages: int
    labels: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    findings: tuple[Diagnostic, ...]
    seconds: tuple[tuple[str, float], ...] = ()
    account: tuple[Datum, ...] = ()
    fitting: Fitting | None = None
    fill: float | None = None
    max_pages: int | None = None
    note: str = ""
    weakened: bool = False

    @property
    def passed(self) -> bool:
        return not any(finding.severity == "error" for finding in self.findings)

    @property
    def claimable(self) -> bool:
        """Whether the file may claim PDF/A and PDF/UA: nothing that they rest on is in doubt, however the target weighs it."""
        return self.passed and not any(finding.code in CLAIMED for finding in self.findings) and not self.weakened


def as_json(report: Report) -> dict[str, object]:
    """The report in the form that `docs/cli.md` promises."""
    return {
        "version": VERSION,
        "target": report.target,
        "pdf": report.pdf,
        "pages": report.pages,
        "passed": report.passed,
        **({"note": report.note} if report.note else {}),
        "labels": list(report.labels),
        "checks": [_outcome(outcome) for outcome in report.outcomes],
        "findings": [as_record(finding) for finding in report.findings],
        "account": _account(report.account),
        **({"fill": report.fill} if report.fill is not None else {}),
        **({"fit": _fit(report.fitting)} if report.fitting else {}),
        "seconds": {name: round(value, 3) for name, value in report.seconds},
    }


def left_out(account: Iterable[Datum]) -> dict[str, list[Datum]]:
    """The data that rules leave out, by rule, those of the most data first."""
    by_rule: dict[str, list[Datum]] = {}
    for datum in account:
        if not datum.shown and datum.rule:
            by_rule.setdefault(datum.rule, []).append(datum)
    return dict(sorted(by_rule.items(), key=lambda item: (-len(item[1]), item[0])))


def _account(account: Sequence[Datum]) -> dict[str, object]:
    """What became of all data: how many are shown, and which rule leaves out which."""
    return {
        "data": len(account),
        "shown": sum(datum.shown for datum in account),
        "left_out": [
            {"rule": rule, "count": len(data), "where": [str(datum.span) for datum in data]}
            for rule, data in left_out(account).items()
        ],
    }


def _fit(fitting: Fitting) -> dict[str, object]:
    """What was done to keep to the limit of pages."""
    dropped = [{"label": item.label, "words": item.words} for item in fitting.dropped]
    return {"space": fitting.space, "size": fitting.size, "dropped": dropped}


def _outcome(outcome: Outcome) -> dict[str, object]:
    record: dict[str, object] = {
        "code": outcome.code,
        "name": outcome.name,
        "status": outcome.status,
        "examined": outcome.examined,
    }
    if outcome.reason:
        record["reason"] = outcome.reason
    if outcome.warnings:
        record["warnings"] = outcome.warnings
    return record


def named(report: Report, *, target: str, pdf: str, seconds: tuple[tuple[str, float], ...]) -> Report:
    """The report with what only the pipeline knows."""
    return replace(report, target=target, pdf=pdf, seconds=seconds)
