"""A process that is ready before it is wanted: it works when it is told to, and is gone when it is not."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cvtex.sidebyside import spare
from tests.program import ROOT, runs, wait_for

HERE = os.getpid()


def test_it_makes_itself_ready_and_works_when_told(tmp_path: Path) -> None:
    def work(wait: Callable[[], object]) -> tuple[str, bool]:
        (tmp_path / "ready").touch()
        wait()
        return (tmp_path / "word").read_text(encoding="utf-8"), os.getpid() != HERE

    made = spare(work)
    assert wait_for((tmp_path / "ready").exists)
    (tmp_path / "word").write_text("now", encoding="utf-8")
    begun = made.begin()
    assert begun
    assert begun.answer() == ("now", True)
    assert not runs(begun.process.pid or 0)


def test_one_that_is_not_ready_yet_works_when_it_is(tmp_path: Path) -> None:
    def work(wait: Callable[[], object]) -> str:
        wait_for((tmp_path / "go").exists)
        wait()
        return "done"

    begun = spare(work).begin()
    (tmp_path / "go").touch()
    assert begun
    assert begun.answer() == "done"


def test_one_that_is_not_wanted_puts_its_things_away(tmp_path: Path) -> None:
    def work(wait: Callable[[], object]) -> None:
        try:
            (tmp_path / "there").touch()
            wait()
        finally:
            (tmp_path / "there").unlink()

    made = spare(work)
    assert wait_for((tmp_path / "there").exists)
    made.stop()
    assert not (tmp_path / "there").exists()
    assert not runs(made.aside.process.pid or 0)


def test_one_that_has_died_is_told() -> None:
    def work(wait: Callable[[], object]) -> None:
        wait()

    made = spare(work)
    os.kill(made.aside.process.pid or 0, signal.SIGKILL)
    made.aside.process.join()
    assert made.begin() is None


def test_a_failure_comes_with_the_answer() -> None:
    def work(wait: Callable[[], object]) -> None:
        wait()
        raise ValueError("mistake")

    begun = spare(work).begin()
    assert begun
    with pytest.raises(RuntimeError, match="mistake"):
        begun.answer()


def test_it_ends_when_whoever_made_it_is_killed() -> None:
    script = (
        "import os, signal\nfrom cvtex.sidebyside import spare\nmade = spare(lambda wait: wait())\n"
        "print(made.aside.process.pid, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", script], env=env, stdout=subprocess.PIPE, check=False)
    assert done.returncode == -signal.SIGKILL
    assert wait_for(lambda: not runs(int(done.stdout)), 10)
