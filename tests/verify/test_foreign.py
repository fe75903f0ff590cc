"""No false alarm: PDFs that other tools made soundly have no finding at error level (`foreign/make.sh` made them)."""

import re
from pathlib import Path

import pytest

from cvtex.verify.readers import read_evidence
from cvtex.verify.report import judge
from tests.program import ROOT

FOREIGN = ROOT / "tests" / "verify" / "foreign"
PDFS = sorted(FOREIGN.glob("*.pdf"))


def maker(path: Path) -> str:
    """The program that wrote a file, without its version."""
    seen = read_evidence(path.read_bytes())
    named = seen.info("/Producer") or seen.info("/Creator")
    return re.split(r"[-\d(]", named)[0].strip()


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem)
def test_a_sound_pdf_by_another_tool_has_no_error(path: Path) -> None:
    seen = read_evidence(path.read_bytes())
    assert "first efficient scheduler" in " ".join(seen.pages[0].text.split())
    report = judge(None, seen)
    assert [finding for finding in report.findings if finding.severity == "error"] == []
    assert report.passed


def test_the_pdfs_are_a_dozen_and_more_by_many_tools() -> None:
    makers = {maker(path) for path in PDFS}
    assert len(PDFS) >= 12
    assert len(makers - {""}) >= 8, sorted(makers)
