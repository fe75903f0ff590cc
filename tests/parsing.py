"""What software reads in the PDF of each theme, in which order: `python -m tests.parsing` writes `docs/parsing.md` anew."""

import bisect
import difflib
import functools
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2
from pdfminer.high_level import extract_text
from pypdf import PdfReader

from cvtex import checking, pipeline
from cvtex.document.model import Role, facts
from cvtex.document.targets.themefile import theme_names
from tests.program import DATA, ROOT

PAGE = ROOT / "docs" / "parsing.md"
KINDS: Mapping[str, tuple[Role, ...]] = {
    "name": ("name",),
    "contact": ("contact",),
    "sections": ("section", "group"),
    "employers, degrees": ("entry",),
    "positions, bullets": ("item",),
    "dates": ("date",),
    "labels": ("label",),
    "references": ("reference", "legend"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How many texts of each kind there are, and how many of them stand whole and in the document's order."""

    whole: Mapping[str, int]
    found: Mapping[str, int]

    @property
    def complete(self) -> bool:
        return self.whole == self.found


def _poppler(*options: str) -> Callable[[bytes], str]:
    def read(pdf: bytes) -> str:
        command = ["pdftotext", *options, "-", "-"]
        return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()

    return read


def _pdfium(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


EYE = "pdfium"
"""The reader whose lines are those of the page: it takes glyphs that stand on one baseline for a line, however far apart."""
READERS: Mapping[str, Callable[[bytes], str]] = {
    "poppler": _poppler(),
    "poppler, `-layout`": _poppler("-layout"),
    "pdfminer": lambda pdf: extract_text(BytesIO(pdf)),
    "pdfium": _pdfium,
    "pypdf": lambda pdf: "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages),
}


@functools.cache
def built(theme: str) -> bytes:
    """The CV in data/, in a theme."""
    with tempfile.TemporaryDirectory() as folder:
        assert pipeline.build(pipeline.Request(DATA, "cv", Path(folder), os.environ, theme=theme)).passed
        return (Path(folder) / "cv.pdf").read_bytes()


@functools.cache
def given(theme: str, reader: str) -> str:
    """What a reader gives of a theme; some take a second for it."""
    return READERS[reader](built(theme))


@functools.cache
def read(theme: str, reader: str) -> Reading:
    """What a reader finds in the PDF of a theme."""
    document, _ = checking.check(DATA, "cv")
    said = [(fact.role, " ".join(fact.text.split())) for fact in facts(document)]
    found = in_order([words for _, words in said], " ".join(given(theme, reader).split()))

    def count(places: Iterable[int]) -> dict[str, int]:
        roles = [said[place][0] for place in places]
        return {kind: sum(role in those for role in roles) for kind, those in KINDS.items()}

    return Reading(count(range(len(said))), count(found))


@functools.cache
def lines(theme: str, reader: str) -> list[str]:
    """The lines that a reader gives, without white: how much of it stands where is no reader's to know."""
    return list(filter(None, ("".join(line.split()) for line in given(theme, reader).splitlines())))


def lines_kept(theme: str, reader: str) -> int:
    """How many lines of the page come as one, and in order."""
    both = difflib.SequenceMatcher(None, lines(theme, EYE), lines(theme, reader), autojunk=False)
    return sum(block.size for block in both.get_matching_blocks())


def in_order(said: Sequence[str], text: str) -> list[int]:
    """The longest row of those texts that stand one after the other: the longest increasing run of all their places."""
    ends: list[tuple[int, int, object]] = []
    for index, words in enumerate(said):
        places = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
        for place in reversed(places):
            length = bisect.bisect_left([end[0] for end in ends], place)
            ends[length : length + 1] = [(place, index, ends[length - 1] if length else None)]
    found: list[int] = []
    link: object = ends[-1] if ends else None
    while isinstance(link, tuple):
        _, index, link = link
        found.append(index)
    return found[::-1]


def page() -> str:
    """The whole of `docs/parsing.md`."""
    rows = [f"| theme | reader | {' | '.join(KINDS)} | lines |", "|---" * (len(KINDS) + 3) + "|"]
    for theme in theme_names():
        for reader in READERS:
            seen = read(theme, reader)
            counts = [(seen.found[kind], whole) for kind, whole in seen.whole.items()]
            counts.append((lines_kept(theme, reader), len(lines(theme, EYE))))
            cells = ["all" if found == whole else f"{found} of {whole}" for found, whole in counts]
            rows.append(f"| `{theme}` | {reader} | {' | '.join(cells)} |")
    return PAGE.read_text(encoding="utf-8").partition("\n| theme ")[0] + "\n" + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
