"""Documents made by hand, and what TeX makes of them."""

import os
import subprocess
import tempfile
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from cvtex.content.markup import Inline, Run, Style
from cvtex.content.model import Contact, Datum, Text
from cvtex.diagnostics import Span
from cvtex.document.model import (
    Block,
    Document,
    Group,
    Heading,
    Line,
    Paragraph,
    Reference,
    ReferenceList,
)
from cvtex.document.targets.limits import Limits
from cvtex.document.targets.target import Margins
from cvtex.typeset import luacache
from cvtex.typeset.compile import Typeset, typeset
from cvtex.typeset.engine import Run as TexRun
from cvtex.typeset.engine import find_engine, run_engine
from cvtex.typeset.theme import latex_folder, tex_inputs
from cvtex.verify.evidence import Evidence
from cvtex.verify.readers import read_evidence
from cvtex.verify.second import read_second

FILE = "data/cv.yaml"
LIMITS = Limits(lines=7, characters=20)


def span(line: int = 1) -> Span:
    return Span(FILE, line, 3)


def runs(text: str, *styles: Style, href: str = "", cite: str = "") -> Inline:
    return (Run(text, frozenset(styles), href, cite),)


def text(words: str, line: int = 1) -> Text:
    return Text(runs(words), span(line))


def line(words: str | Inline, level: int = 1, date: str = "", at: int = 1) -> Line:
    return Line(level, runs(words) if isinstance(words, str) else words, span(at), date)


def paragraph(words: str | Inline, at: int = 1) -> Paragraph:
    return Paragraph(runs(words) if isinstance(words, str) else words, span(at))


def document(
    *blocks: Block,
    name: str = "Ada",
    title: str = "Curriculum vitae",
    contact: tuple[Contact, ...] = (),
    paper: str = "letter",
    updated: str = "",
    max_pages: int | None = None,
    account: tuple[Datum, ...] = (),
) -> Document:
    return Document(
        title=title,
        name=text(name),
        headline=None,
        contact=contact,
        blocks=blocks,
        language="en-US",
        paper=paper,
        size=10.0,
        theme="classic",
        updated=updated,
        max_pages=max_pages,
        account=account,
        limits=LIMITS,
    )


_LONG = (
    "It weaves algebraic patterns just as the loom weaves flowers and leaves, and it might act upon other things besides"
    " number, were objects found whose mutual fundamental relations could be expressed by those of the science of operations."
)


def specimen() -> Document:
    """Two pages that hold one of everything that a check looks at."""
    own = Run("Ada Lovelace", frozenset({"me"}))
    cited = (*runs("See "), *runs("[C002]", cite="C002"), *runs(" for the engine. " + _LONG))
    papers = (
        Reference("C002", "two", (own, *runs(", “Second engine,” 1843.")), span(21), runs("* Co-first authors.")),
        Reference("C001", "one", (own, *runs(", “First engine,” 1842.")), span(20)),
    )
    made = document(
        Heading("1", text("Employment", 5)),
        Group(text("Full time", 6)),
        line("Analytical Engines Limited", level=0, date="1842–1843", at=7),
        line("Speech and audio machines", at=8),
        line("Wrote the first program", level=2, at=9),
        paragraph(cited, at=10),
        Heading("2", text("Publications", 15), pagebreak=True),
        ReferenceList("C", papers),
        name="Ada Lovelace",
        updated="2026-11-24",
        account=(Datum("name", "", "Ada Lovelace", span(), shown=True),),
        contact=(
            Contact("link", "example.org/~ada", "https://example.org/~ada", span(3)),
            Contact("email", "ada@example.org", "mailto:ada@example.org", span(4)),
        ),
    )
    # The right margin that the theme has by itself: it is asked for, so it is measured.
    return replace(made, margins=Margins(right=77.2))


def set_(made: Document) -> Typeset:
    return typeset(made, engine="pdflatex", environment=os.environ)


@cache
def specimen_set() -> Typeset:
    """The specimen as TeX sets it; its PDF passes every check."""
    return set_(specimen())


@cache
def tex_set(source: str) -> bytes:
    """The PDF of LaTeX source that uses the class; TeX must not complain."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        done = run_tex(source, scratch)
        assert done.status == 0, done.log[-2000:]
        return (scratch / "document.pdf").read_bytes()


def seen(pdf: bytes) -> Evidence:
    """What is read of a PDF; the second reader, who takes most of the time, begins when it is first asked."""
    return read_evidence(pdf, second=partial(read_second, pdf))


def run_tex(source: str, scratch: Path, inputs: tuple[Path, ...] | None = None) -> TexRun:
    """One run of the real engine."""
    engine = find_engine("pdflatex", os.environ)
    return run_engine(engine, source, tex_inputs("classic") if inputs is None else inputs, scratch, os.environ)


def class_document(body: str) -> str:
    """A smallest document of the class."""
    return f"\\documentclass[theme=classic]{{cvtex}}\n\\begin{{document}}\n\\cvname{{Ada}}\n{body}\n\\end{{document}}\n"


def set_by_hand(tex: str, folder: Path) -> bytes:
    """What LuaTeX makes of a source when a person runs it."""
    (folder / "cv.tex").write_text(tex, encoding="utf-8")
    settings = {"SOURCE_DATE_EPOCH": "0", "FORCE_SOURCE_DATE": "1", "TEXINPUTS": f"{latex_folder()}//:"}
    subprocess.run(
        ["lualatex", "-interaction=batchmode", "-halt-on-error", "cv.tex"],
        cwd=folder, env={**os.environ, **settings, **luacache.settings(folder)}, check=True, capture_output=True,
    )  # fmt: skip
    return (folder / "cv.pdf").read_bytes()
