"""The report: what every check promised, how much it looked at, and what it found."""

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import Literal

from cvtex.content.model import Datum
from cvtex.diagnostics import Diagnostic, Severity, as_record
from cvtex.document.model import Document, Fitting
from cvtex.values import dataclass, replace
from cvtex.verify.checks import CHECKS, Check, Finding
from cvtex.verify.checks.access import CLAIMED, weakened
from cvtex.verify.checks.registry import Examined, NotExaminedError
from cvtex.verify.cited import cited_once
from cvtex.verify.copies import both
from cvtex.verify.evidence import Evidence, Second
from cvtex.verify.placement import source_of
from cvtex.verify.witness import ALONE, Witness

VERSION = 1
_BY_SIGHT = frozenset(("F003", "F004", "P002", "P003", "P007", "P011", "P013", "P016", "P017"))
"""The checks that look at glyphs and picture alone, not at where each text of the document stands."""
_BY_FILE = "AFK"
"""The families that look at tags, fonts and links as they are in the file."""


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


_Examined = tuple[dict[str, tuple[Outcome, list[Diagnostic]]], list[dict[str, object]]]
"""What checks found, by their codes, and what they derived of each page that was not known."""


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


def judge(
    document: Document | None, seen: Evidence, witness: Witness = ALONE, *, codes: Collection[str] | None = None,
    shared: bool = False,
) -> Report:  # fmt: skip
    """Run every check, or those of `codes`; the witness tells what TeX and others said, nothing for a PDF that came alone.

    When `shared`, a copy of this process runs half of them at the same time.
    """
    outcomes: list[Outcome] = []
    findings: list[Diagnostic] = []
    chosen = CHECKS.values() if codes is None else [CHECKS[code] for code in codes]
    # Those of the page first: they look at glyphs and picture, and the second reader may still be at work.
    order = sorted(chosen, key=lambda check: (check.code[0] != "P", check.code))
    known = isinstance(seen.told, Second)
    elsewhere = [check for check in order if shared and _apart(check, known=known)]
    here = [check for check in order if check not in elsewhere]

    def examined(checks: list[Check], seen: Evidence) -> _Examined:
        before = [seen.derived(page).keys() for page in seen.pages]
        judged = {check.code: _run(check, document, seen, witness) for check in checks}
        made = zip(map(seen.derived, seen.pages), before, strict=True)
        return judged, [{what: derived[what] for what in derived.keys() - had} for derived, had in made]

    if elsewhere:
        copied = seen if known else replace(seen, told=_nobody)
        (judged, _), (others, derived) = both(partial(examined, here, seen), partial(examined, elsewhere, copied))
        judged |= others
        for page, made in zip(seen.pages, derived, strict=True):
            seen.derive(page, made)
    else:
        judged, _ = examined(here, seen)
    for _, (outcome, found) in sorted(judged.items()):
        outcomes.append(outcome)
        findings.extend(found)
    # TeX's word first: it names the line that is to blame for what the page shows.
    findings.sort(key=lambda finding: not finding.code.startswith("X"))
    findings = list(cited_once(document, findings)) if document else findings
    labels = document.labels if document else ()
    account = tuple(document.account) if document else ()
    fitting = document.fitting if document else None
    most = document.max_pages if document else None
    return Report(
        "",
        "",
        len(seen.pages),
        labels,
        tuple(outcomes),
        tuple(findings),
        account=account,
        fitting=fitting,
        max_pages=most,
        weakened=document is not None and weakened(document),
    )


def _apart(check: Check, *, known: bool) -> bool:
    """Whether a check may be run by a copy of the process; those that ask the second reader only once it has answered."""
    return check.code in _BY_SIGHT or (known and check.code[0] in _BY_FILE)


def _nobody() -> Second:
    """The second reader answers only once, and not a copy of whoever asked it."""
    raise RuntimeError("no check by sight asks the second reader")


def _run(check: Check, document: Document | None, seen: Evidence, witness: Witness) -> tuple[Outcome, list[Diagnostic]]:
    level = dict(document.severities).get(check.code, "") if document else ""
    if level == "off":
        return _skipped(check, "the target turns it off"), []
    if document is None and check.needs_document:
        return _skipped(check, "there are no data to compare with"), []
    found: list[Diagnostic] = []
    generator = check.examine(document, seen, witness)
    while True:
        try:
            item = next(generator)
        except StopIteration as end:
            end_of = end.value if isinstance(end.value, Examined) else Examined(int(end.value))
            examined = end_of.number
            break
        except NotExaminedError as missing:
            return _skipped(check, str(missing)), []
        severity = _severity(check, item, level)
        span = item.span
        if span is None and document and item.page and item.box:
            span = source_of(document, seen, item.page, item.box)
        found.append(Diagnostic(check.code, item.message, span, item.hint, severity, item.page, item.box))
    if not found and not examined:
        return _skipped(check, "there is nothing of its kind"), []
    warnings = sum(item.severity == "warning" for item in found)
    status: Literal["passed", "failed"] = "failed" if len(found) > warnings else "passed"
    return Outcome(check.code, check.name, status, examined, end_of.note, warnings), found


def _skipped(check: Check, reason: str) -> Outcome:
    return Outcome(check.code, check.name, "skipped", 0, reason)


def _severity(check: Check, finding: Finding, level: str) -> Severity:
    """How grave a finding is: as the target has it, or the finding itself, or its check."""
    if level:
        return "warning" if level == "warning" else "error"
    return finding.severity or check.severity


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
