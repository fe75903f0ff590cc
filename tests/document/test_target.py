"""Target files: their defaults, their choices, and names that there are not."""

from pathlib import Path

import pytest

from cvtex.diagnostics import DataError, Span, UsageError
from cvtex.document.limits import Limits
from cvtex.document.target import TARGET_KEYS, CheckLevel, Target, load_target, target_names


def target(folder: Path, text: str) -> Target:
    (folder / "targets").mkdir(exist_ok=True)
    (folder / "targets" / "short.yaml").write_text(text, encoding="utf-8")
    return load_target(folder, "short")


def test_the_target_cv_needs_no_file(tmp_path: Path) -> None:
    assert load_target(tmp_path, "cv") == Target("cv")
    assert target_names(tmp_path) == ("cv",)


@pytest.mark.parametrize("text", ["", "# nothing\n"])
def test_an_empty_file_is_all_defaults(text: str, tmp_path: Path) -> None:
    assert target(tmp_path, text) == Target("short")
    assert target_names(tmp_path) == ("cv", "short")


def test_every_choice(tmp_path: Path) -> None:
    made = target(
        tmp_path,
        "title: Résumé\npaper: a4\nsize: 11pt\ntheme: bold\nstyle: plain\nlanguage: en-GB\npages: {max: 2}\n"
        "checks: {P002: off}\nlimits: {size: 11pt}\n",
    )
    level = CheckLevel("P002", "off", Span(str(tmp_path / "targets" / "short.yaml"), 8, 10, 4))
    assert made == Target("short", "Résumé", "a4", "11pt", "bold", "plain", "en-GB", 2, (level,), Limits(size=11.0))
    assert len(TARGET_KEYS) == 9


@pytest.mark.parametrize(
    ("value", "hint"),
    [("{P002: warn}", "did you mean `warning`?"), ("{P002: [off]}", "known here"), ("{P002: }", "known here")],
)
def test_a_level_that_there_is_not(value: str, hint: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        target(tmp_path, f"checks: {value}\n")
    (finding,) = caught.value.diagnostics
    assert finding.code == "D017"
    assert hint in (finding.hint or "")
    assert finding.span is not None
    assert finding.span.line == 1


@pytest.mark.parametrize("key", TARGET_KEYS)
@pytest.mark.parametrize("value", ["", "[]", "{}", "[a]"])
def test_every_key_refuses_what_is_no_text(key: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        target(tmp_path, f"{key}: {value}\n")
    (finding,) = caught.value.diagnostics
    assert finding.code in ("D001", "D017")
    assert finding.span is not None
    assert finding.span.line == 1


@pytest.mark.parametrize(
    "value", ["0", "-1", "two", "1.5", "2", "{max: 0}", "{max: -1}", "{max: two}", "{max: 2, min: 1}", "{mx: 2}"]
)
def test_limits_that_are_none(value: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        target(tmp_path, f"pages: {value}\n")
    assert [item.code for item in caught.value.diagnostics] == ["D017"]


@pytest.mark.parametrize("key", TARGET_KEYS)
def test_every_mistyped_key_is_recognised(key: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        target(tmp_path, f"{key}s: x\n")
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.hint) == ("D007", f"did you mean `{key}`?")


@pytest.mark.parametrize("name", ["shrot", "../cv", "", "SHORT", "a/b"])
def test_names_that_there_are_not(name: str, tmp_path: Path) -> None:
    target(tmp_path, "paper: a4\n")
    with pytest.raises(UsageError) as caught:
        load_target(tmp_path, name)
    assert caught.value.diagnostics[0].code == "U001"
    assert caught.value.diagnostics[0].hint
