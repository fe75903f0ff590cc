"""Kinds of mutation: each makes one change, by chance, to the data, the .tex or the PDF of a good build."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Literal

from cvtex.checking import check
from cvtex.diagnostics import Diagnostic
from cvtex.document.model import Document
from cvtex.typeset.compile import typeset
from cvtex.verify.evidence import Evidence
from cvtex.verify.readers import read_evidence
from tests.program import DATA

Family = Literal["data", "tex", "pdf"]
FILES = ("cv.yaml", "publications.bib", "labels.lock")


@dataclass(frozen=True, slots=True)
class Good:
    """The project's own CV as it should be: its files, its document, its .tex, its PDF and what was read in that."""

    files: Mapping[str, str]
    document: Document
    tex: str
    pdf: bytes
    evidence: Evidence
    remarks: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One change that was made: told in words, with the content that came of it.

    `file` names the data file that the content belongs to; the .tex and the PDF need none.
    """

    what: str
    content: bytes
    file: str = ""


Maker = Callable[[Good, Random], Change | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of mutation. `once` marks one that leaves nothing to chance."""

    name: str
    family: Family
    make: Maker
    once: bool


KINDS: dict[str, Kind] = {}


def kind(name: str, *, once: bool = False) -> Callable[[Maker], Maker]:
    """Register a maker as a kind; the name's first word is the family."""

    def register(make: Maker) -> Maker:
        family = name.split("-")[0]
        assert name not in KINDS, f"two kinds are called {name}"
        assert family in ("data", "tex", "pdf"), f"{name} belongs to no family"
        KINDS[name] = Kind(name, family, make, once)  # type: ignore[arg-type]
        return make

    return register


@cache
def good() -> Good:
    """The good build, made once a process."""
    document, _ = check(DATA, "cv")
    done = typeset(document, engine="pdflatex", environment=os.environ)
    files = {name: (DATA / name).read_text(encoding="utf-8") for name in FILES}
    return Good(files, document, done.tex, done.pdf, read_evidence(done.pdf), done.remarks)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a text that can be changed."""

    start: int
    end: int
    text: str


def spliced(text: str, spot: Spot, new: str) -> str:
    return text[: spot.start] + new + text[spot.end :]


def where(text: str, spot: Spot) -> str:
    """The line of a spot, counted from 1, in words."""
    return f"line {text.count(chr(10), 0, spot.start) + 1}"


def found(pattern: str, text: str, flags: int = re.MULTILINE) -> list[Spot]:
    """Every match of a pattern; the spot is group 1 where there is one."""
    group = 1 if re.compile(pattern).groups else 0
    return [Spot(match.start(group), match.end(group), match[group]) for match in re.finditer(pattern, text, flags)]
