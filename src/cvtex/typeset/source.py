"""What TeX is given: the source of a document, where each part of it came from, and how it is to be set."""

from pathlib import Path

from cvtex.diagnostics import Span
from cvtex.document.model import Document
from cvtex.patterns import regex
from cvtex.values import dataclass

PROGRAMS = {"pdftex": "pdflatex", "luatex": "lualatex"}
_ODD = regex(r"[^A-Za-z0-9._-]")


@dataclass(frozen=True, slots=True)
class Origin:
    """The lines of the .tex (from 1, inclusive) that came from one place of the data."""

    first: int
    last: int
    span: Span


@dataclass(frozen=True, slots=True)
class Source:
    """The LaTeX source and where each part of it came from."""

    text: str
    origins: tuple[Origin, ...]

    def origin(self, line: int) -> Span | None:
        """The data that a line of the .tex came from, or the nearest before it."""
        before = [origin for origin in self.origins if origin.first <= line]
        return before[-1].span if before else None


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set: the program's name, the source, the fonts beside the theme's; `why` says why not by pdfTeX.

    `inputs` are the files of class and theme that TeX reads, `files` the names of those that its fonts need.
    """

    program: str
    source: Source
    inputs: tuple[Path, ...]
    files: tuple[str, ...]
    fonts: tuple[Path, ...] = ()
    why: str = ""


def photo_files(name: str) -> dict[str, str]:
    """What a photo is called beside the .tex of some name, by its kind: in letters that TeX reads as they are."""
    return {f"{_ODD.sub('-', name)}.photo.{kind}": kind for kind in ("jpg", "png")}


def photo_file(document: Document, name: str) -> str:
    """What the photo of a document is called, empty where it has none."""
    image = document.photo and document.photo.image
    return next((file for file, kind in photo_files(name).items() if image and kind == image.kind), "")
