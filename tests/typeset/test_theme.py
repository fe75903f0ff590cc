"""Font sets: known as long as their files are as they were."""

import os
import shutil
from pathlib import Path

import pytest

from cvtex.document.targets.themefile import latex_folder
from cvtex.typeset import theme


@pytest.fixture
def fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a font set of our own."""
    shutil.copytree(latex_folder() / "fonts" / "gyre", tmp_path / "fonts" / "gyre")
    monkeypatch.setattr(theme, "latex_folder", lambda: tmp_path)
    return tmp_path / "fonts" / "gyre"


def test_a_change_of_a_font_set_counts_at_once(fonts: Path) -> None:
    before = theme.load_fonts("gyre")
    assert theme.load_fonts("gyre") is before
    (fonts / "characters.txt").write_text("U+0041 A\n", encoding="utf-8")
    assert theme.load_fonts("gyre").characters == {"A"}
    (fonts / "characters.txt").unlink()
    assert theme.load_fonts("gyre").characters == frozenset()


def test_what_an_editor_leaves_beside_it_is_of_no_account(fonts: Path) -> None:
    before = theme.load_fonts("gyre")
    (fonts / ".#fonts.yaml").symlink_to("somebody@somewhere.1:2")
    assert theme.load_fonts("gyre") is before
    os.utime(fonts)
    assert theme.load_fonts("gyre") is before
