"""No false alarm: PDFs that other tools made soundly have no finding at error level (`foreign/make.sh` made them)."""

import re
import subprocess
from pathlib import Path

import pytest

from cvtex.verify.judge import judge
from cvtex.verify.readers import read_evidence
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


def bold_entries(*, broken: bool) -> bytes:
    """Two pages by hand of entries in bold with dates at the right and bullets below, as peers set them."""
    entry = "\\textbf{Example Works %d}\\hfill 20%02d\\par %% entry\n"
    bullets = "".join(f"\\hspace*{{1em}}-- wrote a program that did {words}\\par\n" for words in ("this", "that"))
    page = "".join(f"\\vskip6pt {entry % (number, number)}{bullets}" for number in range(10, 18))
    stranded = f"\\vskip6pt {entry % (18, 18)}" + ("\\newpage " if broken else "") + bullets
    rest = "" if broken else "\\newpage "
    return (
        "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage{lmodern}\\pagestyle{empty}\\parindent0pt\n"
        f"\\begin{{document}}\n{page}{stranded}{rest}{page}\\end{{document}}\n"
    ).encode()


def by_article(source: bytes, folder: Path) -> bytes:
    """The PDF that plain pdflatex makes of a source."""
    (folder / "cv.tex").write_bytes(source)
    command = ["pdflatex", "-interaction=batchmode", "-halt-on-error", "cv.tex"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return (folder / "cv.pdf").read_bytes()


@pytest.mark.parametrize("broken", [True, False])
def test_an_entry_stranded_by_another_tool_is_found(broken: bool, tmp_path: Path) -> None:
    report = judge(None, read_evidence(by_article(bold_entries(broken=broken), tmp_path)))
    stranded = [(item.page, "Example Works 18" in item.message) for item in report.findings if item.code == "P004"]
    assert stranded == ([(1, True)] if broken else [])
