"""The parts of a bundle as bytes: files that are read, targets that are built."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cvtex.bundle.wish import Request, Wish
from cvtex.diagnostics import REFUSED, USAGE, CvtexError, DataError, Diagnostic, Span
from cvtex.values import dataclass, replace

MOST_BYTES = 200_000_000
"""Bytes of one part; no upload form takes half of it."""


class NotBundledError(CvtexError):
    """Why there is no bundle: the findings about all parts, and the exit code of the gravest."""

    def __init__(self, *diagnostics: Diagnostic, exit_code: int = REFUSED) -> None:
        super().__init__(*diagnostics)
        self.exit_code = exit_code


@dataclass(frozen=True, slots=True)
class Part:
    """A part: what was asked for, its bytes, and the warnings about a target."""

    wish: Wish
    content: bytes
    warnings: tuple[Diagnostic, ...] = ()


def fetch(wish: Wish, request: Request) -> Part:
    """Read a file or build a target. Raises CvtexError where there is no sound part."""
    return _built(wish, request) if wish.target else Part(wish, _read(wish.name))


def _read(name: str) -> bytes:
    path, span = Path(name), Span(name)
    hint = "name a PDF, or a target of the data as @cv"
    try:
        if path.is_file():
            size = path.stat().st_size
            if size <= MOST_BYTES:
                return path.read_bytes()
            large = (
                f"the part has {size // 1_000_000} MB, more than the {MOST_BYTES // 1_000_000} MB that a part may have"
            )
            raise NotBundledError(Diagnostic("J004", large, span, "save it with smaller pictures"))
        wrong = "it is a folder" if path.is_dir() else "it is no file" if path.exists() else "there is no such file"
    except OSError as error:
        wrong, hint = f"the file cannot be read ({error.strerror})", "look at its permissions"
    except ValueError:  # a null character
        wrong = "this is no name of a file"
    raise DataError(Diagnostic("S001", wrong, span, hint))


def _built(wish: Wish, request: Request) -> Part:
    from cvtex import pipeline

    with _scratch() as folder:
        order = pipeline.Request(
            request.data, wish.target, folder, request.environment, request.today, clock=request.clock
        )
        report = pipeline.build(order)
        if report.pdf.endswith(".txt"):
            message = f"the target `{wish.target}` is text to paste, and no PDF"
            raise NotBundledError(
                Diagnostic("U011", message, Span(wish.name), "leave it out", "error"), exit_code=USAGE
            )
        content = Path(report.pdf).read_bytes()
    findings = tuple(_named(item, wish) for item in report.findings)
    if not report.passed:
        hint = f"`cvtex build {request.data} -t {wish.target}` writes the pages for you to look at"
        refused = Diagnostic("J009", f"the target `{wish.target}` fails its verification", Span(wish.name), hint)
        raise NotBundledError(refused, *findings)
    return Part(wish, content, findings)


def _named(item: Diagnostic, wish: Wish) -> Diagnostic:
    """A finding that names the target where it names no file: the bundle has pages of others."""
    return item if item.span else replace(item, span=Span(wish.name))


@contextmanager
def _scratch() -> Iterator[Path]:
    """A folder that goes again, unless TeX's log was kept in it: the finding names that file."""
    folder = Path(tempfile.mkdtemp(prefix="cvtex-"))
    try:
        yield folder
    finally:
        if not any(folder.glob("*.log")):
            shutil.rmtree(folder, ignore_errors=True)
