"""The judge: runs the checks, and weighs what they find."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Literal

from cvtex.diagnostics import Diagnostic, Severity
from cvtex.document.model import Document
from cvtex.verify.checks import CHECKS, Check, Finding
from cvtex.verify.checks.registry import Examined, NotExaminedError
from cvtex.verify.cited import cited_once
from cvtex.verify.claims import weakened
from cvtex.verify.copies import both
from cvtex.verify.evidence import Evidence, Second
from cvtex.verify.placement import placements, source_of
from cvtex.verify.report import Outcome, Report
from cvtex.verify.witness import ALONE, Witness

_BY_SIGHT = frozenset(("F003", "F004", "P002", "P003", "P007", "P011", "P013", "P016", "P017"))
"""The checks that look at glyphs and picture alone."""
_BY_TEXT = frozenset(("L003", "T001"))
"""The checks of text that ask the second reader, besides those of the families that look at the file."""
_BY_FILE = "AFK"
"""The families that look at tags, fonts and links as they are in the file."""

Judged = Mapping[str, tuple[Outcome, Sequence[Diagnostic]]]
"""What checks found, by their codes."""
_Examined = tuple[Judged, list[dict[str, object]]]
"""What checks found, and what they derived of each page that was not known."""
_NOTHING: Judged = MappingProxyType({})


def judge(
    document: Document | None, seen: Evidence, witness: Witness = ALONE, *, codes: Collection[str] | None = None,
    shared: bool = False, foreseen: Judged = _NOTHING,
) -> Report:  # fmt: skip
    """Run every check, or those of `codes`; the witness tells what TeX and others said, nothing for a PDF that came alone.

    When `shared`, a copy of this process runs half of them at the same time if both readers are done. What was `foreseen` of the same document and
    file is not looked for again.
    """
    chosen = CHECKS.values() if codes is None else [CHECKS[code] for code in codes]
    rest = [check for check in chosen if check.code not in foreseen]
    judged = {**foreseen, **_examined(rest, document, seen, witness, shared=shared)}
    outcomes: list[Outcome] = []
    findings: list[Diagnostic] = []
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


def foresee(document: Document, seen: Evidence, *, shared: bool = False) -> Judged:
    """Run those checks that need no witness, on the evidence of a file that is expected."""
    return _examined([check for check in CHECKS.values() if not check.listens], document, seen, ALONE, shared=shared)


def _examined(
    checks: Collection[Check], document: Document | None, seen: Evidence, witness: Witness, *, shared: bool
) -> Judged:
    # The second reader may still be at work: those that ask it come last.
    order = sorted(checks, key=lambda check: (asks_second(check), check.code))
    # A copy would take the processor at which the second reader may still be.
    elsewhere = [check for check in order if shared and isinstance(seen.told, Second) and _apart(check)]
    here = [check for check in order if check not in elsewhere]

    def examined(checks: list[Check]) -> _Examined:
        before = [seen.derived(page).keys() for page in seen.pages]
        judged = {check.code: _run(check, document, seen, witness) for check in checks}
        made = zip(map(seen.derived, seen.pages), before, strict=True)
        return judged, [{what: derived[what] for what in derived.keys() - had} for derived, had in made]

    if not elsewhere:
        return examined(here)[0]
    if document:
        placements(document, seen)  # what both would find out
    (judged, _), (others, derived) = both(partial(examined, here), partial(examined, elsewhere))
    for page, made in zip(seen.pages, derived, strict=True):
        seen.derive(page, made)
    return {**judged, **others}


def asks_second(check: Check) -> bool:
    """Whether a check may ask the second reader."""
    return check.code in _BY_TEXT or (check.code[0] in (*_BY_FILE, "M") and check.code not in _BY_SIGHT)


def _apart(check: Check) -> bool:
    """Whether a check is one for a copy of the process, which has about half of the work."""
    return check.code in _BY_SIGHT or check.code[0] in _BY_FILE


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
