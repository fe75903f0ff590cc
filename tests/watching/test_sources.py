"""What is followed: everything that a build may read, and nothing that editors and builds write besides."""

import os
from pathlib import Path

import pytest

from cvtex.watching.sources import Sources, sources


def look(folder: Path) -> Sources:
    return sources([folder / "data"], but=folder / "data" / "build")


@pytest.mark.parametrize(
    "name", ["cv.yaml", "new.bib", "labels.lock", "photo.jpg", "targets/x.yaml", "a/b/c/deep.yaml"]
)
def test_a_change_is_seen(folder: Path, name: str) -> None:
    before = look(folder)
    path = folder / "data" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("other", encoding="utf-8")
    after = look(folder)
    assert after != before
    assert str(path) in after.files
    assert look(folder) == after


@pytest.mark.parametrize(
    "name", [".cv.yaml.swp", "cv.yaml~", "#cv.yaml#", "4913", "cv.yaml.tmp", "cv.yaml___jb_tmp___", ".git/x", "build/x"]
)
def test_what_is_no_data_is_not(folder: Path, name: str) -> None:
    (folder / "data" / "build").mkdir()
    before = look(folder)
    path = folder / "data" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("other", encoding="utf-8")
    assert look(folder) == before


def test_rights_and_the_place_of_a_folder_count(folder: Path) -> None:
    before = look(folder)
    (folder / "data" / "cv.yaml").chmod(0o600)
    assert look(folder) != before
    before = look(folder)
    (folder / "data").rename(folder / "old")
    assert look(folder) == Sources({}, {})
    (folder / "data").mkdir()
    assert look(folder).folders != before.folders
    assert look(folder).folders


def test_a_huge_folder_is_searched_within_bounds(folder: Path) -> None:
    for number in range(400):
        (folder / "data" / f"f{number}").mkdir()
    os.symlink(folder / "data", folder / "data" / "circle")
    assert len(look(folder).folders) == 300
    assert str(folder / "data" / "cv.yaml") in look(folder).files
