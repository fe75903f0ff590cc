"""What commands print: results on standard output, talk about them on standard error."""

import os
import sys
from typing import Any

import click

from cvtex.reports.formats import LINES, written
from cvtex.reports.github import as_github
from cvtex.reports.result import Result, fitted, summary
from cvtex.reports.text import as_text


class ClosedPipeError(Exception):
    """Whoever read the output has seen enough."""


class Program(click.Group):
    """The program; a closed pipe is no failure, which click would make of it."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        try:
            return super().make_context(info_name, args, parent, **extra)
        except BrokenPipeError as error:
            raise ClosedPipeError from error

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ClosedPipeError from error


def tell_all(results: list[Result], form: str, *, verbose: bool) -> None:
    """Print results in a format."""
    if form not in LINES:
        click.echo(written(results, form), nl=False)
    for result in results:
        tell(result, form, verbose=verbose)


def tell(result: Result, form: str, *, quiet: bool = False, verbose: bool) -> None:
    """Print a result, where its format is printed line by line."""
    tell_findings(result, form, quiet=quiet, verbose=verbose)
    if form == "text" and fitted(result) and not quiet:
        click.echo(fitted(result))
    if form == "text" and result.report and not (quiet and result.passed):
        click.echo(f"{'' if result.passed else 'refused: '}{result.pdf}  {summary(result)}")
        if result.report.note and result.passed:
            click.echo(f"  {result.report.note}")


def tell_findings(result: Result, form: str, *, quiet: bool = False, verbose: bool) -> None:
    """Print the findings of a result, and on request its checks and what was left out."""
    findings = tuple(item for item in result.findings if item.severity == "error" or not quiet)
    if form == "github" and findings:
        click.echo(as_github(findings))
    if form != "text":
        return
    if findings:
        click.echo(as_text(findings, colour=_colour(), whole=verbose), err=True, color=True)
    for outcome in result.outcomes if verbose else ():
        reason = f" ({outcome.reason})" if outcome.reason else ""
        click.echo(f"{outcome.code}  {outcome.status:<8}{outcome.examined:>7}  {outcome.name}{reason}")
    for rule, data in result.left_out.items() if verbose else ():
        click.echo(f"left out{len(data):>13}  {rule}")


def _colour() -> bool:
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
