"""From document to PDF: emitted, set by TeX in a scratch folder, its complaints told."""

import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cvtex.diagnostics import CvtexError, Diagnostic, MissingError, TypesettingError
from cvtex.document.model import Document
from cvtex.patterns import regex
from cvtex.typeset.engine import JOB, Run, find_engine, run_engine
from cvtex.typeset.formats import NAME, DamagedError, Format, Recipe, find_format
from cvtex.typeset.keptfonts import Spacing, spacing, with_own_space
from cvtex.typeset.source import PROGRAMS, Setting, Source, photo_file
from cvtex.values import dataclass, replace

if TYPE_CHECKING:
    from cvtex.typeset.ahead import Ahead

_PAGES = regex(r"Output written on .+? \((\d+) pages?", re.DOTALL)
_FILL = regex(r"^cvtex: last page ([\d.]+)pt of ([\d.]+)pt$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Typeset:
    """A document as TeX set it: the PDF's bytes, the source, the log, and what TeX complained of.

    `why` says why it was not pdfTeX that set it, if so.
    """

    pdf: bytes
    tex: str
    log: str
    remarks: tuple[Diagnostic, ...]
    why: str = ""

    @property
    def pages(self) -> int:
        """The number of pages that TeX wrote."""
        match = _PAGES.search(self.log)
        return int(match[1]) if match else 0

    @property
    def fill(self) -> float | None:
        """The share of the last page that is filled, as the class tells it; None where it does not."""
        match = _FILL.search(self.log)
        return min(round(float(match[1]) / float(match[2]), 2), 1.0) if match else None


class TexFailedError(TypesettingError):
    """TeX stopped; `log` is what it said, to be kept."""

    def __init__(self, diagnostic: Diagnostic, log: str, tex: str) -> None:
        super().__init__(diagnostic)
        self.log, self.tex = log, tex


class TexIncompleteError(TexFailedError):
    """TeX lacks a file of its installation, or a glyph."""

    exit_code = MissingError.exit_code


def typeset(
    document: Document,
    *,
    engine: str = "",
    environment: Mapping[str, str],
    meanwhile: Callable[[], object] = bool,
    name: str = "cv",
    how: Setting | None = None,
    ahead: "Ahead | None" = None,
    seen: Callable[[bytes], object] = bool,
) -> Typeset:
    """Set a document with the engine (auto, pdflatex or lualatex) named here, else with that of its target.

    `meanwhile` is called while TeX runs. `how` is the document's setting, where it is known. `ahead` is TeX that may
    wait already. `seen` is given the pages as TeX has set them, before they are finished.

    Its photo is called by the document's `name` in the source, and is wanted beside it.

    Raises MissingError for characters, programs or TeX files that are not there, TypesettingError when TeX
    fails, and then with its log. A target may have missing characters told as a warning, or not at all.
    """

    def aside() -> None:
        _load_what_follows()
        meanwhile()

    if how is None:
        from cvtex.typeset.engines import setting

        how = setting(document, engine, environment, name)
    beside = photo_beside(document, name)
    program, source = find_engine(how.program, environment), how.source
    if how.program == PROGRAMS["luatex"]:
        return _by_luatex(document, how, program, environment, aside, beside, seen)
    options = source.text.partition("\n")[0]
    ready = find_format(Recipe(program, options, how.inputs, how.files, environment))
    made = _quickly(program, source, ready, environment, aside, beside, ahead) if ready else None
    if made:
        run, pdf = made
    else:
        with _scratch(beside) as folder:
            run = run_engine(program, source.text, how.inputs, folder, environment, aside)
            pdf = _pdf(folder, run, source)
    return _told(document, how, run, pdf, environment, seen)


def _load_what_follows() -> None:
    """Import what reads TeX's log and finishes its PDF, which has time until TeX is done."""
    from cvtex.typeset import finish, texremarks

    del finish, texremarks


def _by_luatex(
    document: Document, how: Setting, program: Path, environment: Mapping[str, str], meanwhile: Callable[[], object],
    beside: Mapping[str, bytes], seen: Callable[[bytes], object],
) -> Typeset:  # fmt: skip
    from cvtex.typeset import luacache

    for font in how.fonts:
        sys.audit("cvtex.read", str(font))
    key = luacache.key_of(program, (*how.inputs, Path(document.font), *how.fonts))
    with _scratch(beside) as folder:
        known = luacache.restore(environment, key, folder)
        run = run_engine(
            program,
            how.source.text,
            how.inputs,
            folder,
            environment,
            meanwhile,
            settings=luacache.settings(folder),
        )
        pdf = _pdf(folder, run, how.source)
        luacache.keep(environment, key, folder, known)
    return _told(document, how, run, pdf, environment, seen)


def _told(
    document: Document,
    how: Setting,
    run: Run,
    pdf: bytes,
    environment: Mapping[str, str],
    seen: Callable[[bytes], object],
) -> Typeset:
    """What TeX made and said. Raises TexIncompleteError where a glyph is missing, unless the target lets that be."""
    from cvtex.typeset.texremarks import remarks

    said = tuple(remarks(run, how.source))
    weight = dict(document.severities).get("X005", "error")
    for remark in said:
        if remark.code == "X005" and weight == "error":
            raise TexIncompleteError(remark, run.log, how.source.text)
    seen(pdf)
    spaced = how.program == PROGRAMS["luatex"]
    pdf, untagged = finished(pdf, document, spaced=spaced, spacing=spacing(environment))
    return Typeset(pdf, how.source.text, run.log, said + untagged, how.why)


def finished(
    pdf: bytes, document: Document, *, spaced: bool = False, spacing: Spacing = with_own_space
) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """The PDF with tags; as TeX made it, and why, where its pages are not those of the document."""
    from cvtex.typeset.finish import UnexpectedError, UnknownFormError, finish

    try:
        return finish(pdf, document, spaced=spaced, spacing=spacing), ()
    except (UnexpectedError, UnknownFormError) as error:
        hint = "a theme that sets a text itself must do so with the macros of the class"
        return pdf, (Diagnostic("X012", f"the pages cannot be tagged: {error}", document.name.span, hint),)


def _quickly(
    program: Path,
    source: Source,
    ready: Format,
    environment: Mapping[str, str],
    meanwhile: Callable[[], object],
    beside: Mapping[str, bytes],
    ahead: "Ahead | None",
) -> tuple[Run, bytes] | None:
    """The run of TeX from a format, and the PDF; None where it fails: why is told by a run without it.

    Whether the format is what was written is looked at while TeX runs, and ends that run.
    """

    waiting = ahead.take(ready, source.text) if ahead else None

    def both() -> None:
        if waiting.damaged() if waiting else ready.damaged:
            ready.refuse()
        meanwhile()

    with suppress(DamagedError), _scratch(beside, waiting.folder if waiting else None) as folder:
        run = run_engine(
            program, source.text, (), folder, environment, both,
            settings=ready.settings, format=NAME,
            waiting=waiting.process if waiting else None, told=len(waiting.beginning) if waiting else 0,
        )  # fmt: skip
        path = folder / f"{JOB}.pdf"
        if run.status != 0 or run.stopped or not path.is_file():
            return None
        for used in ready.sources:
            sys.audit("cvtex.read", used)
        if ahead:
            ahead.used(ready)
        return run, path.read_bytes()
    return None


def photo_beside(document: Document, name: str) -> dict[str, bytes]:
    """The files that TeX needs beside the source: the photo, if there is one."""
    image = document.photo and document.photo.image
    return {photo_file(document, name): image.content} if image else {}


@contextmanager
def _scratch(beside: Mapping[str, bytes], made: Path | None = None) -> Iterator[Path]:
    """A scratch folder with some files: a new one, or one that whoever has `made` it takes away."""
    try:
        with nullcontext(str(made)) if made else tempfile.TemporaryDirectory(prefix="cvtex-") as name:
            for file, content in beside.items():
                Path(name, file).write_bytes(content)
            yield Path(name)
    except CvtexError:
        raise
    except OSError as error:
        hint = "make room in the folder for temporary files, or set TMPDIR to another"
        raise TypesettingError(
            Diagnostic("X006", f"the scratch folder cannot be written ({error.strerror})", None, hint)
        ) from error


def _pdf(folder: Path, run: Run, source: Source) -> bytes:
    path = folder / f"{JOB}.pdf"
    if run.status == 0 and path.is_file():
        return path.read_bytes()
    from cvtex.typeset.texlog import failure

    reason = failure(run, source)
    if run.status == 0:
        reason = replace(reason, message="TeX ended without an error and without a PDF")
    kind = TexIncompleteError if reason.code == "X004" else TexFailedError
    raise kind(reason, run.log or run.output, source.text)
