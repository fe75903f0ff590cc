"""The loop of a watch, where the system refuses what makes it quicker."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from cvtex.reports.result import Result
from cvtex.watching import loop
from cvtex.watching.changes import Changes
from cvtex.watching.screen import Screen
from cvtex.watching.sources import Sources, sources


def test_where_no_process_can_wait_for_the_next_build_the_watch_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Callable[..., object]) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    def build(_: loop.Wait | None) -> loop.Built:
        return 0, []

    def look() -> Sources:
        return sources([], but=tmp_path)

    told: list[Sequence[Result]] = []
    monkeypatch.setattr(loop, "spare", refused)
    with Changes() as changes:
        state = loop._Watching(
            loop.Watch(build, look, told.append, lambda: None, "data"),
            Screen(live=False, quiet=True, verbose=False),
            changes,
        )
        state._tell((0, []))
        assert state.spare is None
        state._begin()
        assert state.running
        assert state.running.answer() == (0, [])
    assert told == [[]]
