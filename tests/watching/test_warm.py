"""Warmth: the standing process of a watch goes the way of a build once, unless that would keep it from looking for changes."""

from pathlib import Path

import pytest

from cvtex.pipeline import Request
from cvtex.reports.result import Result
from cvtex.verify import judge as judges
from cvtex.verify.report import Report
from cvtex.watching.warm import acquaint


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of pages of what is judged in this process."""
    pages: list[int] = []
    judge = judges.judge

    def noting(*what: object) -> Report:
        report = judge(*what)  # type: ignore[arg-type]
        pages.append(report.pages)
        return report

    monkeypatch.setattr(judges, "judge", noting)
    return pages


def _results(*seconds: float, pages: int = 1) -> list[Result]:
    return [Result("cv", (), Report("cv", "", pages, (), (), (), (("typeset", each),))) for each in seconds]


def test_a_build_that_was_quick_is_gone_through_once(folder: Path, warm: dict[str, str], judged: list[int]) -> None:
    request = Request(folder / "data", "cv", folder / "build", warm)
    assert acquaint(lambda: [request, request], _results(0.4))
    assert judged == [1]
    assert not (folder / "build").exists()


@pytest.mark.parametrize("results", [_results(5.0), _results(0.4, pages=0), [Result("cv", ())]])
def test_one_that_took_long_or_made_no_pages_is_not(
    folder: Path, warm: dict[str, str], judged: list[int], results: list[Result]
) -> None:
    request = Request(folder / "data", "cv", folder / "build", warm)
    assert not acquaint(lambda: [request], results)
    assert judged == []


def test_what_is_wrong_meanwhile_is_told_by_a_build(folder: Path, warm: dict[str, str], judged: list[int]) -> None:
    (folder / "data" / "cv.yaml").write_text("name: [", encoding="utf-8")
    assert acquaint(lambda: [Request(folder / "data", "cv", folder / "build", warm)], _results(0.4))
    assert judged == []
