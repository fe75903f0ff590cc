"""The shipped targets from end to end: a short CV passes each, and what takes no PDF gives text."""

import json
import shutil
from pathlib import Path

import pypdf
import pytest

from cvtex.document.targets.targetfile import shipped_names
from cvtex.scaffold import scaffold
from tests.program import Finished, cvtex

TEXTS = ("nih-biosketch", "nsf-biosketch")
PDFS = tuple(name for name in shipped_names() if name not in TEXTS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short CV with a file for each target that comes with cvtex."""
    place = tmp_path_factory.mktemp("funders") / "cv"
    scaffold(place, "Zoë Example")
    for name in shipped_names():
        (place / "data" / "targets" / f"{name}.yaml").write_text(f"extends: {name}\n", encoding="utf-8")
    return place


def built(folder: Path, name: str) -> Finished:
    return cvtex("build", "data", "-t", name, "-o", "build", cwd=folder)


def verified(folder: Path, pdf: Path, name: str) -> Finished:
    return cvtex("verify", str(pdf), "--data", "data", "-t", name, cwd=folder)


@pytest.mark.parametrize("name", PDFS)
def test_a_short_cv_passes_each(name: str, folder: Path) -> None:
    done = built(folder, name)
    assert done.code == 0, done.err
    report = json.loads((folder / "build" / f"{name}.report.json").read_text(encoding="utf-8"))
    assert report["findings"] == []
    assert any(check["code"][0] == "G" and check["status"] == "passed" for check in report["checks"])
    again = verified(folder, folder / "build" / f"{name}.pdf", name)
    assert again.code == 0, again.err


@pytest.mark.parametrize("name", TEXTS)
def test_what_takes_no_pdf_gives_text(name: str, folder: Path) -> None:
    done = built(folder, name)
    assert done.code == 0, done.err
    written = (folder / "build" / f"{name}.txt").read_text(encoding="utf-8")
    assert written.startswith("Zoë Example\n")
    assert "\n1. " in written
    assert "Institute of Examples" in written
    assert not (folder / "build" / f"{name}.pdf").exists()
    assert f"{name}.txt" in done.out
    assert "takes no PDF of your own" in done.out
    assert "read 2026-11-25; the rule's own text" in done.out
    report = json.loads((folder / "build" / f"{name}.report.json").read_text(encoding="utf-8"))
    assert report["passed"] is True
    assert "SciENcv" in report["note"]


def test_no_pdf_is_judged_for_a_form_that_takes_none(folder: Path) -> None:
    refused = verified(folder, folder / "build" / "nih.pdf", "nsf-biosketch")
    assert refused.code == 2
    assert "error[U011]: the target `nsf-biosketch` is text to paste, and no PDF" in refused.err
    assert "SciENcv" in refused.err


def test_a_copy_bears_the_name_that_is_asked_for(folder: Path) -> None:
    done = built(folder, "dfg")
    copy = folder / "build" / "CV_PubList_Example.pdf"
    assert copy.read_bytes() == (folder / "build" / "dfg.pdf").read_bytes()
    assert f"build/{copy.name}" in done.out
    assert verified(folder, copy, "dfg").code == 0
    other = folder / "build" / "my cv.pdf"
    shutil.copy(copy, other)
    refused = verified(folder, other, "dfg")
    assert refused.code == 1
    assert "G004" in refused.err
    assert "DFG asks for `CV_PubList_Example.pdf`" in refused.err


def test_a_target_for_a_funder_without_links_has_none(folder: Path) -> None:
    for name in ("nih", "nserc-portal"):
        assert built(folder, name).code == 0
        pages = pypdf.PdfReader(folder / "build" / f"{name}.pdf").pages
        assert pages
        assert not [page for page in pages if page.get("/Annots")]
    assert not pypdf.PdfReader(folder / "build" / "nserc-portal.pdf").outline
    assert pypdf.PdfReader(folder / "build" / "nih.pdf").outline


def test_what_a_target_leaves_out_is_nowhere(folder: Path) -> None:
    private = folder / "data" / "targets" / "private.yaml"
    private.write_text("contact: {without: [phone, email, orcid]}\n", encoding="utf-8")
    done = built(folder, "private")
    assert done.code == 0, done.err
    report = json.loads((folder / "build" / "private.report.json").read_text(encoding="utf-8"))
    (proof,) = [check for check in report["checks"] if check["code"] == "M012"]
    assert (proof["status"], proof["examined"] > 20) == ("passed", True)
    assert built(folder, "cv").code == 0
    leak = verified(folder, folder / "build" / "cv.pdf", "private")
    assert leak.code == 1
    assert leak.err.count("error[M012]") == 3


def test_a_funders_rule_is_cited_where_it_is_broken(folder: Path) -> None:
    small = folder / "data" / "targets" / "small.yaml"
    small.write_text("size: 10.9pt\nfont: heros\nmargins: 0.75in\nfoot: none\n", encoding="utf-8")
    assert built(folder, "small").code == 0
    refused = verified(folder, folder / "build" / "small.pdf", "nih")
    assert refused.code == 1
    assert "is set at 10.90 pt: NIH asks for at least 11 pt" in refused.err
    assert "grants.nih.gov/grants/fonts_margins_faq.htm" in refused.err
