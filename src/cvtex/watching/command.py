"""`cvtex build --watch`: what is built again, what is followed, and the drafts that are there meanwhile."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import click

from cvtex.building import built
from cvtex.checking import data_folder
from cvtex.diagnostics import CvtexError
from cvtex.files import draft_gone
from cvtex.pipeline import DRAFT, Ready, Request
from cvtex.reports.result import Result
from cvtex.rereading import recalled
from cvtex.sidebyside import aside
from cvtex.typeset.ahead import ahead
from cvtex.typeset.theme import latex_folder
from cvtex.values import replace
from cvtex.verify.aside import reading_aside
from cvtex.watching.foretold import Foretold
from cvtex.watching.loop import Built, Wait, Watch, watch
from cvtex.watching.screen import Screen, written_over
from cvtex.watching.sources import Sources, sources
from cvtex.watching.warm import acquaint, keep_warm, rehearse, warm_up


def keep_building(
    requests: Callable[[], list[Request]], data: Path, output: Path, *, open: bool, quiet: bool, verbose: bool
) -> int:
    """Build again at each change, until a signal ends it; the exit code is that of an interruption.

    `requests` is asked for each build: the day may have changed, and so may the targets there are.
    """
    drafts = set[Path]()
    foretold = Foretold()
    opening, cold = open, True

    def build(wait: Wait | None) -> Built:
        try:
            with ahead() as tex, reading_aside() as second:
                first = requests()[0]
                ready = Ready(tex, second)
                if first.alone:
                    tex.begin(first.environment, *first.words)
                    second.begin()
                if wait:
                    sources = rehearse(requests)
                    if first.alone:
                        tex.foretell(foretold.beginning(sources.get(first.target, "")))
                        ready = replace(ready, known=recalled(first.environment, first.file(".pdf")))
                    wait()
                results = list(built([replace(request, draft=True) for request in requests()], ready))
        except CvtexError as error:  # the folder of targets cannot be read
            return error.exit_code, [Result("", error.diagnostics)]
        return max(code for code, _ in results), [result for _, result in results]

    def look() -> Sources:
        return sources([data_folder(data), latex_folder()], but=output)

    def told(results: Sequence[Result]) -> None:
        nonlocal opening, cold
        drafts.update(output / f"{item.target}{DRAFT}" for item in results if item.target)
        pages = [path for item in results for path in _pages(item, output)] if opening else []
        for path in pages:
            aside(click.launch, str(path)).answer()  # out of the terminal's group: Ctrl-C does not reach a viewer
        opening = opening and not pages
        if any(item.report for item in results):
            foretold.note(output / f"{results[0].target}.tex")
            keep_warm(requests)
            cold = cold and not acquaint(requests, results)

    screen = Screen(live=written_over(), quiet=quiet, verbose=verbose)
    screen.begin(str(data_folder(data)))
    try:
        return watch(Watch(build, look, told, lambda: warm_up(requests), str(data)), screen)
    finally:
        with suppress(CvtexError):
            drafts.update(request.file(DRAFT) for request in requests())
        for path in drafts:
            draft_gone(path)


def _pages(result: Result, output: Path) -> list[Path]:
    """The pages of a result that can be opened."""
    draft = output / f"{result.target}{DRAFT}"
    if result.report and draft.exists():
        return [draft]
    return [Path(result.pdf)] if result.report and result.passed else []
