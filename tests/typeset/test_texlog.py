"""Real logs of the real engine, told at the author's lines."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cvtex.diagnostics import Diagnostic
from cvtex.document.model import Group, Heading, Reference, ReferenceList
from cvtex.typeset.compile import TexFailedError, TexIncompleteError
from cvtex.typeset.engine import Run
from cvtex.typeset.source import Source
from cvtex.typeset.texlog import failure
from cvtex.typeset.texremarks import remarks
from cvtex.typeset.theme import tex_inputs
from tests.program import OVERLONG, cvtex
from tests.samples import class_document, document, line, paragraph, run_tex, runs, set_, span, text

WIDE = "W" * 90


def told(run: Run) -> list[Diagnostic]:
    return list(remarks(run, Source("", ())))


def failed(body: str, tmp_path: Path, edit: Callable[[str], str] = str) -> Diagnostic:
    """How a document of the class fails, its files edited."""
    inputs = []
    for path in tex_inputs("classic"):
        copy = tmp_path / path.name
        copy.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
        inputs.append(copy)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    run = run_tex(class_document(body), scratch, tuple(inputs))
    assert run.status != 0
    return failure(run, Source("", ()))


def test_a_sound_run_has_no_remarks() -> None:
    assert set_(document(line("x"))).remarks == ()


def test_an_overfull_line_is_told_at_its_line_of_the_data() -> None:
    blocks = (
        line("short", at=4),
        line(WIDE, at=5),
        line("short " * 60, at=6),
        paragraph(f"and {WIDE} too", at=7),
        line(WIDE, level=0, date="2021", at=8),
        line(f"long {WIDE} " + "words " * 40, level=3, at=9),
        Heading("1", text("W" * 60, 10)),
        Group(text(WIDE, 11)),
        ReferenceList("C", (Reference("C001", "k", runs(f"A, {WIDE}"), span(12)),)),
        line("end", at=13),
    )
    remarks_ = set_(document(*blocks)).remarks
    assert {(remark.code, remark.span and remark.span.line) for remark in remarks_} == {
        ("X007", place) for place in (5, 7, 8, 9, 10, 11, 12)
    }
    assert all("pt into the right margin" in remark.message for remark in remarks_)


def test_an_overfull_line_refuses_the_page_at_the_authors_line(folder: Path) -> None:
    (folder / "data" / "cv.yaml").write_text(OVERLONG, encoding="utf-8")
    done = cvtex("build", cwd=folder)
    assert done.code == 1
    number = OVERLONG.split("\n").index("      - " + "W" * 120) + 1
    assert f"data/cv.yaml:{number}:9: error[X007]: this runs" in done.err


def test_a_hair_over_is_no_remark(tmp_path: Path) -> None:
    run = run_tex(class_document("\\hbox to 99.8pt{\\hskip 100.2pt}\\cvtext{x}"), tmp_path)
    log = "Overfull \\hbox (0.4pt too wide) in paragraph at lines 1--2\n"
    assert told(Run(0, log, "", run.passes)) == []


def test_a_missing_character_is_told_by_its_font() -> None:
    with pytest.raises(TexFailedError) as caught:
        set_(document(line(runs("²Ĳ", "code"))))
    assert isinstance(caught.value, TexIncompleteError)
    assert caught.value.exit_code == 5
    assert caught.value.diagnostics[0].code == "X005"
    assert "lmtt10" in caught.value.diagnostics[0].message


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("T1=ec-\\cvstem r,", "T1=nosuchfont,", "nosuchfont.tfm"),
        ("\\RequirePackage{cvglyphs-gyre}", "\\RequirePackage{nosuchpackage}", "nosuchpackage.sty"),
        ("\\input{glyphtounicode}", "\\input{nosuchfile.def}", "nosuchfile.def"),
        ("\\input{cvtex-pages.def}", "\\input{cvtex-none.def}", "cvtex-none.def"),
    ],
)
def test_a_missing_file_is_named(tmp_path: Path, old: str, new: str, name: str) -> None:
    found = failed("\\cvtext{x}", tmp_path, lambda content: content.replace(old, new))
    assert found.code == "X004"
    assert found.message == f"TeX does not find `{name}`"


def test_a_font_without_an_outline_is_named(tmp_path: Path) -> None:
    found = failed("\\cvtext{\\font\\x=ecrm1000 \\x x}", tmp_path)
    assert (found.code, found.message) == ("X004", "TeX does not find `ecrm1000`")


def test_a_missing_file_is_not_installed() -> None:
    assert TexIncompleteError.exit_code == 5


def test_an_error_of_tex_is_told_at_its_line(tmp_path: Path) -> None:
    from cvtex.typeset.source import Origin

    source = class_document("\\cvtext{fine}\n\\cvtext{\\nosuch}")
    number = source.split("\n").index("\\cvtext{\\nosuch}") + 1
    run = run_tex(source, tmp_path)
    found = failure(run, Source(source, (Origin(4, 4, span(30)), Origin(number, number, span(41)))))
    assert found.code == "X002"
    assert "Undefined control sequence" in found.message
    assert found.span == span(41)


def test_an_error_within_a_theme_names_the_file(tmp_path: Path) -> None:
    mark = "\\cvcolour{quiet}"
    found = failed("\\cvtext{x}", tmp_path, lambda content: content.replace(mark, f"\\nosuch {mark}"))
    assert found.code == "X002"
    assert "cvtheme-classic.sty, line" in found.message


def test_a_full_disk_is_told() -> None:
    run = Run(1, "", "fwrite: No space left on device\n", 1)
    assert failure(run, Source("", ())).code == "X006"


def test_a_wish_for_another_run_is_told() -> None:
    log = "LaTeX Warning: Label(s) may have changed. Rerun to get cross-references right.\n"
    assert [item.code for item in told(Run(0, log, "", 4))] == ["X008"]


def test_a_page_that_runs_over_its_foot_is_told() -> None:
    log = "Overfull \\vbox (12.0pt too high) has occurred while \\output is active\n"
    found = told(Run(0, log, "", 1))
    assert [(item.code, item.message) for item in found] == [("X007", "this runs 12.0 pt below the foot of the page")]
