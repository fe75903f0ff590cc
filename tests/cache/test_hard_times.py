"""The caches where something is wrong with the machine: they are done without, and nobody notices."""

import os
import time
from pathlib import Path

import pytest

from cvtex.cache import place
from tests.program import cvtex, environment, humbled_cvtex, start, wait_for


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    return environment(CVTEX_CACHE=str(tmp_path / "cache"))


def kept(folder: Path) -> list[Path]:
    """What is in the rooms of the cache."""
    return sorted((folder / "cache").glob("*/*"))


@pytest.fixture
def good(folder: Path) -> bytes:
    """The PDF as it is without a cache."""
    assert cvtex("build", "-o", "good", cwd=folder, env=environment(CVTEX_CACHE="")).code == 0
    return (folder / "good" / "cv.pdf").read_bytes()


def test_on_a_full_disk_builds_go_on(folder: Path, settings: dict[str, str], good: bytes) -> None:
    for _ in range(3):
        done = humbled_cvtex("build", "--force", cwd=folder, env=settings, largest=2_000_000)
        assert (done.code, done.err) == (0, "")
        assert (folder / "build" / "cv.pdf").read_bytes() == good
    assert {path.parent.name for path in kept(folder)} == {"drafts", "fonts", "pages", "seen"}  # what is small enough


def test_in_a_read_only_folder_builds_go_on(folder: Path, settings: dict[str, str], good: bytes) -> None:
    for kind in place.ROOMS:
        Path(place.room(settings, kind)).chmod(0o500)
    for _ in range(3):
        done = humbled_cvtex("build", cwd=folder, env=settings)
        assert (done.code, done.err) == (0, "")
        assert (folder / "build" / "cv.pdf").read_bytes() == good
    assert kept(folder) == []


def test_a_cache_within_a_read_only_folder_is_none(folder: Path, settings: dict[str, str]) -> None:
    (folder / "closed").mkdir(0o500)
    done = humbled_cvtex("build", cwd=folder, env={**settings, "CVTEX_CACHE": str(folder / "closed" / "cache")})
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize("sign", ["cache/formats/*.part", "scratch/*/cvtex.log"])
def test_killed_while_a_format_is_made(sign: str, folder: Path, settings: dict[str, str], good: bytes) -> None:
    assert cvtex("build", cwd=folder, env=settings).code == 0
    (folder / "scratch").mkdir()
    process = start("build", "--force", cwd=folder, env={**settings, "TMPDIR": str(folder / "scratch")})
    assert wait_for(lambda: any(folder.glob(sign)) or process.poll() is not None)
    process.kill()  # one that was faster than this test has made its format
    process.communicate()
    for _ in range(2):
        done = cvtex("build", "--force", cwd=folder, env=settings)
        assert (done.code, done.err) == (0, "")
        assert (folder / "build" / "cv.pdf").read_bytes() == good
    assert "formats" in [path.parent.name for path in kept(folder) if path.is_dir() and not path.suffix]


def test_the_first_builds_may_be_several(folder: Path, settings: dict[str, str], good: bytes) -> None:
    for _ in range(2):
        processes = [start("build", "--force", "-o", f"build{n}", cwd=folder, env=settings) for n in range(3)]
        for number, process in enumerate(processes):
            _, err = process.communicate(timeout=60)
            assert (process.returncode, err) == (0, "")
            assert (folder / f"build{number}" / "cv.pdf").read_bytes() == good
    assert not [path for path in kept(folder) if path.suffix]


def test_a_clock_that_goes_back_does_no_harm(folder: Path, settings: dict[str, str], good: bytes) -> None:
    for path in (folder / "data" / "cv.yaml", folder / "data"):
        os.utime(path, (time.time() + 90_000,) * 2)
    for _ in range(3):
        done = cvtex("build", cwd=folder, env=settings)
        assert (done.code, done.err) == (0, "")
        assert done.out.endswith(" s\n"), "a file from tomorrow may change without its time showing that"
        assert (folder / "build" / "cv.pdf").read_bytes() == good
