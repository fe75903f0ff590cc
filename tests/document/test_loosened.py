"""Limits of a rule that a target loosens: told, whatever the reason."""

from pathlib import Path

import pytest

from cvtex.diagnostics import Findings
from cvtex.document.targets.targetfile import load_target, shipped_names


def told(folder: Path, text: str) -> list[str]:
    (folder / "targets").mkdir(exist_ok=True)
    (folder / "targets" / "mine.yaml").write_text(text, encoding="utf-8")
    findings = Findings()
    load_target(folder, "mine", told=findings)
    return [item.message for item in findings.items if item.code == "D041"]


@pytest.mark.parametrize("name", shipped_names())
def test_a_rule_as_it_stands_is_not_loosened(name: str, tmp_path: Path) -> None:
    assert told(tmp_path, f"extends: {name}\n") == []


@pytest.mark.parametrize(
    ("lines", "limits"),
    [
        ("limits: {size: 9pt}", ["size"]),
        ("limits: {size: 12pt, lines: 5}", []),
        ("limits: {lines: 7, characters: 20}", ["lines", "characters"]),
        ("limits: {margin: {top: 0.4in}}", ["margin"]),
        ("limits: {margin: {top: 1in}}", []),
        ("limits: {bytes: 101 MB}", ["bytes"]),
        ("limits: {links: shown}", ["links"]),
    ],
)
def test_a_looser_limit_is_told_and_a_stricter_one_is_not(lines: str, limits: list[str], tmp_path: Path) -> None:
    wanted = [f"the target `mine` loosens the limit `{name}` of `nih`" for name in limits]
    assert told(tmp_path, f"extends: nih\n{lines}\n") == wanted


@pytest.mark.parametrize(("number", "messages"), [(9, 0), (10, 0), (11, 1)])
def test_a_longer_list_is_told(number: int, messages: int, tmp_path: Path) -> None:
    assert len(told(tmp_path, f"extends: dfg\nlimits: {{publications: {number}}}\n")) == messages


def test_more_pages_than_the_rule_has_are_told(tmp_path: Path) -> None:
    assert told(tmp_path, "extends: job\npages: {max: 3}\n") == ["the target `mine` loosens the limit `pages` of `job`"]
    assert told(tmp_path, "extends: job\npages: {max: 1}\n") == []


def test_a_check_without_force_is_told(tmp_path: Path) -> None:
    found = told(tmp_path, "extends: nih\nchecks: {P012: off, G005: warning, K002: off}\n")
    assert found == [f"`{check}` takes the force from a limit of `nih`" for check in ("P012: off", "G005: warning")]
