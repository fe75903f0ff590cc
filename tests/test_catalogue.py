"""The catalogue and the explanations: every code of the source is explained, and every example is true."""

import ast
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

import cvtex
from cvtex.catalogue import catalogue, explanation, meanings
from cvtex.checking import check
from cvtex.diagnostics import DataError, Diagnostic, UsageError
from cvtex.document.targets.targetfile import shipped_names

SOURCE = Path(cvtex.__file__).parent
CODE = r"[A-Z]\d{3}"
CV = "version: 1\nname: Ada Example\n"


def codes_in_source() -> set[str]:
    """Every string of the source that has the form of a code."""
    import re

    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(CODE, node.value):
                found.add(node.value)
    return found


def test_every_code_is_explained_and_every_explanation_has_a_code() -> None:
    found = codes_in_source()
    assert len(found) > 60
    assert set(meanings()) == found


def test_explanations_are_complete_and_plain() -> None:
    for code, meaning in meanings().items():
        assert meaning.title, code
        assert not meaning.title.endswith("."), code
        for text in (meaning.means, meaning.matters, meaning.mend):
            assert text.endswith((".", "?", "]", ")")), code
            assert "\\" not in text, code
            assert text == " ".join(text.split()), code
        assert meaning.title == meaning.title[:1].lower() + meaning.title[1:] or meaning.title.startswith("TeX"), code


def examples() -> Iterator[tuple[str, str, bool]]:
    for code, meaning in meanings().items():
        if meaning.wrong:
            yield code, meaning.wrong, True
        if meaning.right:
            yield code, meaning.right, False


def findings(folder: Path, piece: str) -> tuple[Diagnostic, ...]:
    """What cvtex says of a piece of data, put where it belongs."""
    (folder / "targets").mkdir(parents=True)
    (folder / "publications.bib").write_text(piece if piece.startswith("@") else "", encoding="utf-8")
    cv = CV
    entries = "- item: One\n"
    if piece.startswith("@"):
        cv += "bibliography: publications.bib\n"
        entries = "- publications: J\n"
    elif piece.startswith("paper:"):
        (folder / "targets/cv.yaml").write_text(piece, encoding="utf-8")
    elif piece.startswith("- "):
        entries = piece
    else:
        cv += piece
    cv += "sections:\n- section: Work\n  entries:\n" + textwrap.indent(entries, "  ")
    (folder / "cv.yaml").write_text(cv, encoding="utf-8")
    try:
        return check(folder, "cv")[1]
    except DataError as error:
        return error.diagnostics


@pytest.mark.parametrize(("code", "piece", "is_wrong"), list(examples()))
def test_every_example_is_true(tmp_path: Path, code: str, piece: str, *, is_wrong: bool) -> None:
    found = [item.code for item in findings(tmp_path / "data", piece)]
    if is_wrong:
        assert code in found
    else:
        assert found == []


def test_there_are_many_examples() -> None:
    assert len(list(examples())) > 40


@pytest.mark.parametrize("typed", ["D007", "d007", "[D007]", " d007 "])
def test_codes_are_known_however_they_are_typed(typed: str) -> None:
    assert explanation(typed).startswith("D007: a key that cvtex does not know\n\nWhat it means\n")


@pytest.mark.parametrize("code", ["D007", "X001"])
def test_explanations_fit_a_terminal(code: str) -> None:
    assert max(len(line) for line in explanation(code).splitlines()) <= 80


@pytest.mark.parametrize(
    ("typed", "hint"), [("D070", "did you mean"), ("Q001", "a letter and three digits"), ("", "such as D007")]
)
def test_an_unknown_code_is_a_usage_error(typed: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        explanation(typed)
    assert caught.value.exit_code == 2
    assert caught.value.diagnostics[0].code == "U005"
    assert hint in (caught.value.diagnostics[0].hint or "")


def test_the_lists_hold_what_there_is(tmp_path: Path) -> None:
    (tmp_path / "targets").mkdir()
    (tmp_path / "cv.yaml").touch()
    (tmp_path / "targets/short.yaml").write_text("title: Short CV\npaper: a4\n", encoding="utf-8")
    targets, wrong = catalogue("targets", tmp_path)
    assert wrong == ()
    assert targets[:2] == [
        ("cv", "Curriculum vitae, letter, 10pt, classic"),
        ("short", "Short CV, a4, 10pt, classic"),
    ]
    assert ("nih", "extends: nih (NIH)") in targets
    assert [name for name, _ in targets[2:]] == list(shipped_names())
    assert dict(catalogue("themes", tmp_path)[0])["classic"]
    assert dict(catalogue("styles", tmp_path)[0])["cvtex"]
    checks, wrong = catalogue("checks", tmp_path)
    assert wrong == ()
    assert len(checks) > 10
    assert checks == sorted(checks)
    assert {code for code, _ in checks} <= set(meanings())


def test_a_target_that_cannot_be_read_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "targets").mkdir()
    (tmp_path / "cv.yaml").touch()
    for name, text in {"base": "papr: a4\n", "long": "extends: base\n", "short": "paper: a4\n"}.items():
        (tmp_path / "targets" / f"{name}.yaml").write_text(text, encoding="utf-8")
    names, wrong = catalogue("targets", tmp_path)
    assert [name for name, _ in names] == ["cv", "short", *shipped_names()]
    # What two targets share is told once.
    assert [(item.code, item.span and Path(item.span.file).name) for item in wrong] == [("D007", "base.yaml")]


def test_targets_of_no_folder_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        catalogue("targets", tmp_path / "nowhere")
    assert caught.value.diagnostics[0].code == "S001"
