"""The loop of a watch, where the system refuses what makes it quicker."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from cvtex.reports.result import Result
from cvtex.watching import loop
from cvtex.watching.changes import Changes
from cvtex.watching.screen import Screen
from cvtex.watching.sources import Sources, sources


def refused(*_: object) -> None:
    raise BlockingIOError(11, "Resource temporarily unavailable")


@contextmanager
def state(folder: Path, told: list[Sequence[Result]]) -> Iterator[loop._Watching]:
    def build(_: loop.Wait | None) -> loop.Built:
        return 0, []

    def look() -> Sources:
        return sources([], but=folder)

    watched = loop.Watch(build, look, told.append, lambda: None, "data")
    with Changes() as changes:
        yield loop._Watching(watched, Screen(live=False, quiet=True, verbose=False), changes)


def test_where_no_process_can_wait_for_the_next_build_the_watch_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Sequence[Result]] = []
    monkeypatch.setattr(loop, "spare", refused)
    with state(tmp_path, told) as watching:
        watching._tell((0, []))
        assert watching.spare is None
        watching._begin()
        assert watching.running
        assert watching.running.answer() == (0, [])
    assert told == [[]]


def test_where_no_process_can_build_it_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with state(tmp_path, []) as watching:
        with monkeypatch.context() as patch:
            patch.setattr(loop, "aside", refused)
            watching._begin()
        assert "Resource temporarily unavailable" in capsys.readouterr().err
        assert watching.again < float("inf")
        watching._begin()
        assert watching.running
        assert watching.running.answer() == (0, [])
