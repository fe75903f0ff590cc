"""The screen of a watch: one line that is written over in a terminal, one line a build elsewhere, findings above it."""

import os
import shutil
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

import click

from cvtex.diagnostics import Diagnostic
from cvtex.reports.result import Result, errors, fitted, plural, summary
from cvtex.telling import tell_findings

_CLEAR = "\r\x1b[2K"
_BUILDING = "building"  # as wide as the time that it stands in the place of


def written_over() -> bool:
    """Whether standard output is a terminal in which a line can be written over."""
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


class Screen:
    """Tells how each build ended. Findings are told when they are others than before, never the same again."""

    def __init__(self, *, live: bool, quiet: bool, verbose: bool) -> None:
        self._live, self._quiet, self._verbose = live, quiet, verbose
        self._line = self._last = ""
        self._said: dict[str, tuple[Diagnostic, ...]] = {}

    def begin(self, data: str) -> None:
        """Say what is watched, where a person reads it."""
        if self._live and not self._quiet:
            click.echo(f"watching {data}; Ctrl-C ends it", err=True)

    def building(self) -> None:
        """Show that a build is under way; what is said of the last one stays."""
        self._draw(f"{_BUILDING}  {self._line}".rstrip())

    def tell(self, results: Sequence[Result], *, again: bool = False) -> None:
        """Tell how a build ended; one that was tried `again` for no change is told only if it ended otherwise."""
        others = [item for item in results if self._said.get(item.target) != item.findings]
        line = _line(results)
        if again and not others:
            return
        self._said = {item.target: item.findings for item in results}
        self._erase()
        for item in others:
            if len(results) > 1 and item.findings:
                click.echo(f"{item.name}:", err=True)
            tell_findings(item, "text", quiet=self._quiet, verbose=self._verbose)
        self._show(line, quiet=self._quiet and all(item.passed for item in results))

    def trouble(self, name: str, words: str) -> None:
        """Tell that a build came to no end of its own."""
        self._said = {}
        self._erase()
        click.echo(words.rstrip(), err=True)
        self._show(f"{name}: not built", quiet=False)

    def close(self) -> None:
        """Leave the line of the last build that ended, and the cursor below it; whoever is gone is told nothing."""
        with suppress(OSError):
            self._draw(self._last)
            if self._live:
                click.echo()

    def _show(self, line: str, *, quiet: bool) -> None:
        self._line = "" if quiet else line
        self._last = f"{time.strftime('%H:%M:%S')}  {line}" if self._line else ""
        self._draw(self._last)
        if self._line and not self._live:
            click.echo(line)

    def _draw(self, text: str) -> None:
        if self._live:
            width = shutil.get_terminal_size().columns - 1
            click.echo(f"{_CLEAR}{text[:width]}", nl=False, color=True)

    def _erase(self) -> None:
        self._draw("")


def _line(results: Sequence[Result]) -> str:
    """How a build ended, in one line."""
    if len(results) == 1:
        (only,) = results
        if only.report:
            made = f" · {fitted(only)}" if fitted(only) else ""
            return f"{'' if only.passed else 'refused: '}{only.pdf}  {summary(only)}{made}"
        return f"{only.name}: not built, {plural(len(errors(only.findings)), 'error')}"
    passed = [item.name for item in results if item.passed]
    refused = [item.name for item in results if item.report and not item.passed]
    missed = [item.name for item in results if not item.report]
    parts = [f"{len(passed)} of {plural(len(results), 'target')} passed"]
    parts += [f"refused: {', '.join(refused)}"] if refused else []
    parts += [f"not built: {', '.join(missed)}"] if missed else []
    return " · ".join(parts)
