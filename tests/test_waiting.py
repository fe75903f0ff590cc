"""The cvtex that waits for commands: what it says and makes is what one of its own start does."""

import re
import subprocess
from pathlib import Path

import pytest

from tests import program
from tests.program import OVERLONG, Finished, cvtex, cvtex_anew, environment
from tests.waiting import Waiting


def untimed(done: Finished) -> Finished:
    return Finished(done.code, re.sub(r"\d+\.\d\d s", "… s", done.out), done.err)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--version",),
        ("check",),
        ("build", "--force"),
        ("biuld",),
        ("check", "--format", "json"),
        ("verify", "none.pdf"),
    ],
    ids=" ".join,
)
def test_it_says_what_a_start_of_its_own_says(arguments: tuple[str, ...], folder: Path) -> None:
    assert untimed(cvtex(*arguments, cwd=folder)) == untimed(cvtex_anew(*arguments, cwd=folder))


def test_it_stands_in_the_folder_and_the_environment_of_each_command(folder: Path) -> None:
    (folder / "data" / "cv.yaml").write_text(OVERLONG, encoding="utf-8")
    assert cvtex("check", cwd=folder).code == 0
    assert cvtex("build", cwd=folder).code == 1
    told = cvtex("build", cwd=folder, env=environment(CVTEX_BUILD_FORMAT="json", CVTEX_BUILD_OUTPUT="out"))
    assert "X007" in told.codes
    assert (folder / "out" / "cv.failed.pdf").exists()
    assert cvtex("build", cwd=folder / "data").code == cvtex_anew("build", cwd=folder / "data").code


def test_one_that_does_not_end_in_time_spoils_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(program, "_SECONDS", 0)
        with pytest.raises(subprocess.TimeoutExpired):
            cvtex("build", "--force", cwd=folder)
    assert cvtex("check", cwd=folder).code == 0


def test_what_python_reads_at_its_start_wants_one() -> None:
    waiting = Waiting(environment())
    assert waiting.suits(environment(CVTEX_CACHE="", HOME="/home/ada"))
    for name in ("PYTHONUTF8", "LC_ALL", "LANG", "TZ"):
        assert not waiting.suits(environment(**{name: "0"}))
    waiting.end()
