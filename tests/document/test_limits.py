"""Limits of a target: read in the units that rules are written in, and refused where they are none."""

from pathlib import Path

import pytest

from cvtex.content.load import load
from cvtex.diagnostics import DataError
from cvtex.document.compose import compose
from cvtex.document.targets.limits import FontLimit, Limits, all_sides
from cvtex.document.targets.target import Fit, Target
from cvtex.document.targets.targetfile import load_target


def limits(folder: Path, text: str) -> Limits:
    (folder / "targets").mkdir(exist_ok=True)
    (folder / "targets" / "short.yaml").write_text(f"limits: {text}\n", encoding="utf-8")
    return load_target(folder, "short").limits


def test_lengths_are_pdf_points(tmp_path: Path) -> None:
    read = limits(tmp_path, "{size: 11pt, lines: 6, characters: 15.5, margin: 2.54cm}")
    assert (read.size, read.lines, read.characters) == (11.0, 6.0, 15.5)
    assert read.margin.left == pytest.approx(72.0)
    assert limits(tmp_path, "{margin: 0.5in}").margin == all_sides(36.0)
    assert limits(tmp_path, "{margin: 25.4 mm}").margin.top == pytest.approx(72.0)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("11pt", "D001", "`limits` is a mapping"),
        ("{sise: 11pt}", "D007", "unknown key `sise`"),
        ("{size: 11}", "D017", "`11` is no limit of size"),
        ("{lines: six}", "D017", "`six` is no limit of lines"),
        ("{margin: -1cm}", "D017", "no limit of margin"),
        ("{lines: [6]}", "D017", "no limit of lines"),
    ],
)
def test_what_is_no_limit_is_told(tmp_path: Path, text: str, code: str, words: str) -> None:
    with pytest.raises(DataError) as caught:
        limits(tmp_path, text)
    assert [(item.code, words in item.message) for item in caught.value.diagnostics] == [(code, True)]


@pytest.mark.parametrize(("font", "least"), [("pagella", 10), ("termes", 11), ("heros", 10.5), ("other", 10)])
def test_a_rule_may_ask_more_of_one_typeface(font: str, least: float, tmp_path: Path) -> None:
    limits = Limits(size=10, fonts=(FontLimit("Times New Roman", 11), FontLimit("Arial", 10.5), FontLimit("Palatino")))
    assert limits.least(font) == least
    (tmp_path / "cv.yaml").write_text("version: 1\nname: A\nsections: []\n", encoding="utf-8")
    document, _ = compose(load(tmp_path)[0], Target("cv", font=font, limits=limits, fit=Fit(size=8)))
    assert (document.least, document.fitted_size) == (least, least)
