"""Checks of data that have not changed: they say the same at once, and look again when anything did."""

import json
import marshal
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cvtex.reports.formats import FORMATS
from tests.program import DATA, Finished, cvtex, environment

_TELLING = """
import os, sys
from cvtex.__main__ import main

def told():
    with open("loaded", "w") as file:
        print(*sys.modules, file=file)

def ended(code, end=os._exit):
    told()
    end(code)

os._exit = ended
try:
    main()
finally:
    told()
"""


@pytest.fixture
def warned(tmp_path: Path) -> Path:
    """A folder with the project's own data, which a target warns of, and whose targets count from the day."""
    shutil.copytree(DATA, tmp_path / "data")
    time.sleep(0.05)  # a file that was just written has no time of its own yet
    return tmp_path


def check(folder: Path, *arguments: str, **settings: str) -> tuple[Finished, bool]:
    """What a check said, and whether it said so without a look at the data."""
    done = subprocess.run(
        [sys.executable, "-c", _TELLING, "check", *arguments], cwd=folder, capture_output=True, check=False,
        env=environment(**{"CVTEX_CACHE": str(folder / "cache"), **settings}), encoding="utf-8", timeout=60,
    )  # fmt: skip
    loaded = (folder / "loaded").read_text(encoding="utf-8").split()
    return Finished(done.returncode, done.stdout, done.stderr), not {"click", "yaml", "cvtex.pipeline"} & set(loaded)


@pytest.mark.parametrize("arguments", [("-v",), *(("--format", form) for form in FORMATS)], ids=" ".join)
def test_it_says_the_same(arguments: tuple[str, ...], warned: Path) -> None:
    first, again, anew = check(warned, *arguments), check(warned, *arguments), check(warned, *arguments, CVTEX_CACHE="")
    assert first == (anew[0], False)
    assert again == (first[0], True)
    assert "D036" in first[0].out + first[0].err


def _edit(data: Path) -> None:
    path = data / "publications.bib"
    path.write_text(path.read_text(encoding="utf-8").replace("patent{kim", "patent{lim", 1), encoding="utf-8")


def _add_target(data: Path) -> None:
    (data / "targets" / "new.yaml").write_text("extends: cv\n", encoding="utf-8")


def _break_target(data: Path) -> None:
    (data / "targets" / "short.yaml").write_text("extends: nothing\n", encoding="utf-8")


def _release_numbers(data: Path) -> None:
    (data / "labels.lock").unlink()


def _touch(data: Path) -> None:
    (data / "cv.yaml").touch()


@pytest.mark.parametrize(
    ("change", "settings", "same"),
    [
        (_edit, {}, False),
        (_add_target, {}, False),
        (_break_target, {}, False),
        (_release_numbers, {}, False),
        (_touch, {}, True),
        (lambda _: None, {"SOURCE_DATE_EPOCH": "1000000000"}, False),
        (lambda _: None, {"CVTEX_CHECK_FORMAT": "json"}, False),
    ],
)
def test_it_looks_again_when_anything_changed(
    change: Callable[[Path], None], settings: dict[str, str], *, same: bool, warned: Path
) -> None:
    assert [check(warned)[1] for _ in range(2)] == [False, True]
    change(warned / "data")
    time.sleep(0.05)
    found, unchanged = check(warned, **settings)
    assert unchanged is same
    assert found == cvtex("check", cwd=warned, env=environment(CVTEX_CACHE="", **settings))


def test_mistakes_are_found_again(warned: Path) -> None:
    _break_target(warned / "data")
    time.sleep(0.05)
    said = [check(warned) for _ in range(2)]
    assert said[0] == said[1]
    assert (said[0][0].code, said[0][1]) == (3, False)


def test_the_day_counts_where_a_target_counts_back(warned: Path) -> None:
    check(warned)
    (path,) = (warned / "cache" / "builds").iterdir()
    _, _, known = marshal.loads(path.read_bytes()[32:])
    assert "day" in {kind for kind, *_ in known}
    (warned / "data" / "targets" / "recent.yaml").unlink()
    time.sleep(0.05)
    path.unlink()
    check(warned)
    (path,) = (warned / "cache" / "builds").iterdir()
    _, _, known = marshal.loads(path.read_bytes()[32:])
    assert "day" not in {kind for kind, *_ in known}


def test_a_spoiled_record_is_not_believed(warned: Path) -> None:
    first, _ = check(warned, "--format", "json")
    (path,) = (warned / "cache" / "builds").iterdir()
    content = path.read_bytes()
    path.write_bytes(content.replace(b"publications", b"publicatiems"))
    assert path.read_bytes() != content
    again, unchanged = check(warned, "--format", "json")
    assert (again, unchanged) == (first, False)
    assert json.loads(again.out)
