"""What all tests share: a clean environment, and the project's own CV built once a session."""

import json
import os
import shutil
import sys
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import settings

from cvtex.pypdfalone import pypdf  # before a test imports it in another way
from tests.once import made_once, shared
from tests.program import ROOT, SMALL, Built, cvtex, environment

__all__ = ["pypdf"]

# The same examples on every machine and day: a red test is red for everyone.
settings.register_profile("steady", derandomize=True, deadline=None, database=None, print_blob=False)
settings.load_profile("steady")


# A forked process ends without telling coverage what it went through, and would only be slower for being watched.
os.register_at_fork(after_in_child=lambda: sys.settrace(None))

_REPEATED = (
    "tests/campaign/",
    "tests/e2e/",
    "tests/reports/test_formats.py",
    "tests/test_bad.py::test_bad_files[too-many-",
    "tests/test_docs.py",
    "tests/typeset/test_gaps.py",
    "tests/typeset/test_page.py",
)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """What goes through lines hundreds of times that other tests reach too is not counted for coverage, which doubles its time.

    By pytest-cov's own mark, one of the two that it starts in each process of xdist would go on watching.
    """
    random = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    if not random and not item.nodeid.startswith(_REPEATED):
        return (yield)
    watching, in_threads = sys.gettrace(), threading.gettrace()
    try:
        sys.settrace(None)
        threading.settrace(cast("Any", None))
        return (yield)
    finally:
        threading.settrace(cast("Any", in_threads))
        sys.settrace(watching)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing is kept in the cache of whoever runs the tests; all test processes have one together."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CVTEX_CACHE", str(shared(tmp_path_factory) / "cache"))
        yield


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of whoever runs the tests reaches cvtex."""
    for name in list(os.environ):
        if (name.startswith("CVTEX_") and name != "CVTEX_CACHE") or name in (
            "NO_COLOR",
            "SOURCE_DATE_EPOCH",
            "FORCE_SOURCE_DATE",
        ):
            monkeypatch.delenv(name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a small CV in `data`."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "cv.yaml").write_text(SMALL, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="session")
def warm_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a `cache` that knows what the small CV needs of TeX, for tests that copy it: no build of it is in there."""
    home = shared(tmp_path_factory) / "warm"
    with made_once(home) as first:
        if first:
            data = home / "data"
            data.mkdir()
            (data / "cv.yaml").write_text(SMALL, encoding="utf-8")
            for _ in range(2):  # the first marks the options, the second dumps a format for them
                settings = environment(CVTEX_CACHE=str(home / "cache"), HOME=str(home))
                assert cvtex("build", "--force", cwd=home, env=settings).code == 0
    return home


@pytest.fixture
def warm(warm_home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment with a cache of its own that has TeX's formats for the small CV, and nothing else."""
    cache = tmp_path_factory.mktemp("cache")
    for room in ("formats", "seen"):
        shutil.copytree(warm_home / "cache" / room, cache / room)
    return {**os.environ, "CVTEX_CACHE": str(cache), "HOME": str(warm_home)}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The project's own CV, built by the first test process that asks for it."""
    into = shared(tmp_path_factory) / "built"
    result = into / "result.json"
    with made_once(into) as first:
        if first:
            done = cvtex("build", "data", "-o", str(into), cwd=ROOT)
            result.write_text(json.dumps({"code": done.code, "out": done.out, "err": done.err}), encoding="utf-8")
    return Built(into, **json.loads(result.read_text(encoding="utf-8")))


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes that are forked meanwhile."""
    found: list[int] = []
    fork = os.fork

    def noted() -> int:
        child = fork()
        found.append(child)
        return child

    monkeypatch.setattr(os, "fork", noted)
    return found
