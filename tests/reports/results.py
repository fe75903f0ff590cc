"""Results to write reports of: with everything a finding can have, and with nothing but hostile words."""

from cvtex.diagnostics import Diagnostic, Span
from cvtex.reports.result import Result
from cvtex.verify.report import Outcome, Report

HOSTILE = (
    "</style><script>alert(1)</script>\"'><img src=x onerror=alert(1)>]]>&amp;\x00\x1b[31m\u202e\ufffe\uffff\ud800"
)

PLACED = Diagnostic("T002", "`??` stands on the page", None, "mend it", "error", 2, (100.0, 600.0, 160.0, 612.0))
TYPED = Diagnostic("T001", "“a” is missing", Span("data/my cv.yaml", 3, 7, 4), "it was lost", "error")
DOUBTED = Diagnostic("D008", "is this meant?", Span("data/my cv.yaml", 1, 1), None, "warning")
REMARKED = Diagnostic("X007", "this runs into the margin", Span("data/my cv.yaml", 9, 2), None, "error", 1)


def result(
    *findings: Diagnostic, target: str = "cv", pdf: str = "build/cv.pdf", pages: int = 2, checked: bool = True
) -> Result:
    """A result with four checks, whose outcomes fit the findings."""
    codes = {item.code for item in findings}
    outcomes = [
        Outcome("T001", "text", "failed" if "T001" in codes else "passed", 24),
        Outcome("T002", "residue", "failed" if "T002" in codes else "passed", 900),
        Outcome("K001", "links", "failed" if "K001" in codes else "passed", 3),
        Outcome("L001", "labels", "skipped", 0, "there are no data to compare with"),
    ]
    report = Report(target, pdf, pages, ("C001",), tuple(outcomes), findings, (("typeset", 0.25), ("verify", 0.125)))
    return Result(target, findings, report if checked else None)


def full() -> Result:
    return result(DOUBTED, REMARKED, TYPED, PLACED)


def hostile() -> Result:
    """A result in which every text of the author's is hostile; its PDF is nowhere."""
    return result(
        Diagnostic("T002", HOSTILE, Span(HOSTILE, 1, 1), HOSTILE, "error", 1, (1.0, 1.0, 2.0, 2.0)),
        Diagnostic("D008", HOSTILE, Span(HOSTILE), HOSTILE, "warning"),
        target=HOSTILE,
        pdf="/nowhere/" + HOSTILE.strip("\ud800").replace("\x00", ""),  # a name that a system can have
    )
