"""The command line: parse, call, print. The contract is `docs/cli.md`."""

import os
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from cvtex import __version__
from cvtex.cache.remember import observed
from cvtex.days import Day, clock, source_date
from cvtex.diagnostics import BUG, FAILED, INTERRUPTED, OK, REFUSED, USAGE, CvtexError, DataError
from cvtex.interrupts import heed_all
from cvtex.reports.formats import CHANGE_FORMATS, FORMATS, LINES, written
from cvtex.reports.result import Result, result_of
from cvtex.telling import ClosedPipeError, Program, tell, tell_all
from cvtex.values import replace

if TYPE_CHECKING:
    from cvtex.bundle.labels import Numbering
    from cvtex.pipeline import Request

_Command = TypeVar("_Command", bound=Callable[..., None])


# A parameter has its option's name even where Python has a function of that name: the environment variable is
# made of it, CVTEX_BUILD_FORMAT.
def _format(command: _Command) -> _Command:
    return click.option("--format", type=click.Choice(FORMATS), default="text", help="How findings are printed.")(
        command
    )


def _data(command: _Command) -> _Command:
    return click.argument("data", type=click.Path(path_type=Path), default="data")(command)


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "CVTEX", "max_content_width": 100},
)
@click.version_option(__version__, prog_name="cvtex", message="%(prog)s %(version)s")
def cvtex() -> None:
    """Keep the facts of a career once, and turn them into a verified PDF."""


@cvtex.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", default="Ada Example", show_default=True, help="The name at the head of the page.")
def new(folder: Path, name: str) -> None:
    """Make a CV folder that builds as it stands."""
    from cvtex.scaffold import scaffold

    for path in scaffold(folder, name):
        click.echo(str(path))


@cvtex.command()
@_data
@_format
@click.option("-v", "--verbose", is_flag=True, help="Print every finding, however many there are.")
def check(data: Path, format: str, *, verbose: bool) -> None:
    """Judge the data alone: no TeX, no PDF library."""
    from cvtex import checking

    try:
        document, count, warnings = checking.check_all(data, today=source_date(), clock=clock(), environment=os.environ)
    except CvtexError as error:
        tell_all([Result("cv", error.diagnostics)], format, verbose=verbose)
        raise SystemExit(error.exit_code) from error
    tell_all([Result("cv", warnings)], format, verbose=verbose)
    if format == "text":
        targets = f", {count} targets" if count > 1 else ""
        number = len(document.references)
        click.echo(f"{data}: sound, {number} publication{'s' * (number != 1)}{targets}")


@cvtex.command()
@_data
@click.option(
    "-t",
    "--target",
    multiple=True,
    metavar="TARGET",
    help="What to build, cv unless said otherwise; may be given again.",
)
@click.option("--all", is_flag=True, help="Build every target of the data folder.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default="build", metavar="DIR", help="Where the files go."
)
@click.option("--watch", is_flag=True, help="Build again whenever a file changes, until Ctrl-C.")
@click.option("--open", is_flag=True, help="Open the PDF when it is done.")
@click.option("--theme", metavar="NAME", help="Another look than the target's.")
@click.option(
    "--engine",
    type=click.Choice(["auto", "pdflatex", "lualatex"]),
    default=None,
    help="The TeX engine, instead of the target's.",
)
@click.option("--force", is_flag=True, help="Build even when nothing changed.")
@_format
@click.option(
    "--today",
    type=Day(),
    metavar="DATE",
    help="The day to date the document with; otherwise SOURCE_DATE_EPOCH, or none.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Print every check and every finding, and what was left out by which rule."
)
def build(
    data: Path, target: tuple[str, ...], output: Path, *, all: bool, watch: bool, open: bool, theme: str | None,
    engine: str | None, force: bool, format: str, today: date | None, quiet: bool, verbose: bool,
) -> None:  # fmt: skip
    """Build the PDF of a data folder and prove its pages."""
    from cvtex import pipeline

    del force  # what is built is built anew: an unchanged build does not come here

    def requests() -> list[pipeline.Request]:
        named: tuple[str, ...] = ()
        if all:
            from cvtex.checking import all_targets

            named = all_targets(data)
        names = tuple(dict.fromkeys((*target, *named))) or ("cv",)
        day = today or source_date()
        order = pipeline.Request(data, "", output, os.environ, day, theme, engine or "", clock(), beside=names)
        return [replace(order, target=name) for name in names]

    if watch:
        if format != "text":
            raise click.UsageError("--watch tells of each build as text: it goes with no other --format")
        from cvtex.watching.command import keep_building

        code = keep_building(requests, data, output, open=open, quiet=quiet, verbose=verbose)
    else:
        code = _build_all(requests(), format, open=open, quiet=quiet, verbose=verbose)
    if code:
        raise SystemExit(code)


def _build_all(requests: "list[Request]", form: str, *, open: bool, quiet: bool, verbose: bool) -> int:
    """Build all targets and tell of each in its turn; the exit code is the gravest."""
    from cvtex.building import built

    code, results = OK, list[Result]()
    with closing(built(requests)) as each:
        for worst, result in each:
            code = max(code, worst)
            results.append(result)
            tell(result, form, quiet=quiet, verbose=verbose)
            if open and result.passed and result.report:
                click.launch(result.pdf)
    if form not in LINES:
        click.echo(written(results, form, several=len(requests) > 1), nl=False)
    return code


@cvtex.command()
@click.argument("pdf", type=click.Path(path_type=Path))
@click.option("--data", type=click.Path(path_type=Path), help="The data that the PDF should show.")
@click.option("-t", "--target", default="cv", show_default=True, help="The target that it was built as.")
@click.option("--online", is_flag=True, help="Ask each web address of the PDF whether it answers.")
@_format
@click.option(
    "-v", "--verbose", is_flag=True, help="Print every check and every finding, and what was left out by which rule."
)
def verify(pdf: Path, data: Path | None, target: str, format: str, *, online: bool, verbose: bool) -> None:
    """Judge any PDF; with --data, against what it should say."""
    from cvtex import pipeline

    try:
        report = pipeline.verify(
            pdf, data=data, target=target, environment=os.environ, online=online, today=source_date(), clock=clock()
        )
        result = result_of(report)
    except CvtexError as error:
        tell_all([Result(target if data else "", error.diagnostics)], format, verbose=verbose)
        raise SystemExit(error.exit_code) from error
    tell_all([result], format, verbose=verbose)
    if not result.passed:
        raise SystemExit(REFUSED)


@cvtex.command()
@click.argument("parts", metavar="PART...", nargs=-1, required=True)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="The PDF to write."
)
@click.option(
    "--data", type=click.Path(path_type=Path), default="data", help="The data folder that @TARGET is built from."
)
@click.option("--title", metavar="TEXT", default="", help="The title of the bundle; otherwise the CV's.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="The paper that every page must be on.")
@click.option(
    "--page-labels",
    type=click.Choice(["continuous", "own"]),
    default="continuous",
    show_default=True,
    help="What readers call the pages: 1 to the last, or what each part calls its own.",
)
@click.option("--max-pages", multiple=True, metavar="[PART=]N", help="The most pages of the bundle, or of a part.")
@click.option("--max-bytes", multiple=True, metavar="[PART=]SIZE", help="The most bytes, such as 10MB.")
@_format
@click.option("--today", type=Day(), metavar="DATE", help="The day to date a target's PDF with, as for build.")
@click.option("-v", "--verbose", is_flag=True, help="Print every check and every finding.")
def bundle(
    parts: tuple[str, ...], output: Path, data: Path, title: str, paper: str | None, page_labels: "Numbering",
    max_pages: tuple[str, ...], max_bytes: tuple[str, ...], format: str, today: date | None, *, verbose: bool,
) -> None:  # fmt: skip
    """Join a letter, the CV and papers into one PDF: a PART is a PDF or @TARGET, with Title= before it if you like."""
    from cvtex.bundle.whole import bundle
    from cvtex.bundle.wish import Request

    request = Request(
        parts,
        output,
        data,
        os.environ,
        today or source_date(),
        title,
        paper or "",
        page_labels,
        max_pages,
        max_bytes,
        clock(),
    )
    try:
        done = bundle(request)
    except CvtexError as error:
        tell_all([Result(str(output), error.diagnostics)], format, verbose=verbose)
        raise SystemExit(error.exit_code) from error
    tell_all([result_of(done.report)], format, verbose=verbose)
    if format == "text":
        for part in done.stretches:
            pages = str(part.first) if part.first == part.last else f"{part.first}–{part.last}"
            click.echo(f"{pages:>9}  {part.title}")


@cvtex.command()
@_data
@click.option("--freeze", is_flag=True, help="Release the new numbers: from then on they never move.")
@click.option("--retire", metavar="LABEL", help="Take a number out of use, for good.")
@click.option("--to", metavar="LABEL", default="", help="The number of what the retired publication became.")
def labels(data: Path, *, freeze: bool, retire: str | None, to: str) -> None:
    """Show, release and retire the permanent numbers of publications."""
    from cvtex import labels as ledger
    from cvtex.checking import data_folder

    folder = data_folder(data)
    if to and not retire:
        raise click.UsageError("--to goes with --retire")
    if retire:
        ledger.withdraw(folder, retire, to)
    if freeze:
        released = ledger.release(folder)
        click.echo(f"released: {', '.join(released)}" if released else "nothing new to release")
    elif not retire:
        for row in ledger.show(folder):
            click.echo(f"{row.label:<6} {row.state:<9} {row.key}  {row.title}")


@cvtex.command()
@click.argument("earlier", metavar="A")
@click.argument("later", metavar="[B]", required=False)
@click.option("--data", type=click.Path(path_type=Path), default="data", help="The data folder whose history is meant.")
@click.option("--format", type=click.Choice(CHANGE_FORMATS), default="text", help="How the changes are printed.")
def changes(earlier: str, later: str | None, data: Path, format: str) -> None:
    """Show what was added, changed its status, was corrected or retired from A to B.

    A and B are each a git revision, a day such as 2024-07-01, or a folder with cv.yaml; without B, the data as they are now
    are meant.
    """
    from cvtex.checking import data_folder
    from cvtex.history.comparison import compare_states
    from cvtex.reports.changes import told

    click.echo(told(compare_states(data_folder(data), earlier, later, os.environ), format), nl=False)


@cvtex.command("list")
@click.argument("what", type=click.Choice(["themes", "targets", "styles", "checks"]))
@click.option(
    "--data", type=click.Path(path_type=Path), default="data", help="The data folder that holds targets and themes."
)
def list_(what: str, data: Path) -> None:
    """Show what there is."""
    from cvtex.catalogue import catalogue

    names, wrong = catalogue(what, data)
    width = max((len(name) for name, _ in names), default=0) + 2
    for name, meaning in names:
        click.echo(f"{name:<{max(width, 12)}}{meaning}".rstrip())
    if wrong:
        raise DataError(*wrong)


@cvtex.command()
@click.argument("code")
def explain(code: str) -> None:
    """Say what a finding means, why it matters, and how to mend it."""
    from cvtex.catalogue import explanation

    click.echo(explanation(code))


@cvtex.command()
@click.argument("what", type=click.Choice(["cv", "target"]), default="cv")
def schema(what: str) -> None:
    """Print the JSON Schema of cv.yaml, or of a target, for editors."""
    from cvtex.schema import schema_text

    click.echo(schema_text(what), nl=False)


@cvtex.command()
@click.option("--format", type=click.Choice(["text", "json"]), default="text", help="How the result is printed.")
@click.option("--clear-cache", is_flag=True, help="Take away what is kept to be quick.")
def doctor(format: str, *, clear_cache: bool) -> None:
    """Show what is installed, what is missing, and the command that installs it; the caches."""
    from cvtex.cache import place
    from cvtex.doctor import examine, tell

    if clear_cache:
        place.clear(os.environ)
    result = examine(os.environ)
    click.echo(tell(result, format))
    if result.missing:
        raise SystemExit(result.exit_code)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; findings are printed, never raised."""
    try:
        cvtex.main(arguments, prog_name="cvtex", standalone_mode=False)
    except CvtexError as error:
        tell(Result("", error.diagnostics), "text", verbose=True)
        return error.exit_code
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.ClickException as error:
        error.show()
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        with suppress(OSError):  # the terminal may be gone
            click.echo("interrupted", err=True)
        return INTERRUPTED
    except SystemExit as exit_:
        return int(exit_.code or 0)
    except ClosedPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception:
        import traceback

        traceback.print_exc()
        click.echo(
            f"this is a bug in cvtex {__version__}: please report it with the lines above and, if you may, the data",
            err=True,
        )
        return BUG
    return OK


def main() -> None:
    """The entry point of the `cvtex` program."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    heed_all()
    code = observed(run, sys.argv[1:])
    if code in (FAILED, INTERRUPTED):
        from cvtex.programs import end_all

        end_all()
    # At once: Python would take a tenth of a build to free each value, and end by the signal itself where an interrupt fell
    # into an import (its exit code then is not ours).
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with suppress(OSError, ValueError):  # nobody listens any more
            stream.flush()
    os._exit(code)
