"""The fonts that are installed, as fontconfig lists them: files, faces and the characters that they have."""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from cvtex.cache.place import digest
from cvtex.patterns import regex
from cvtex.programs import ask, find_program
from cvtex.typeset.kpsewhich import NOBODYS_FOLDER
from cvtex.values import dataclass

_FORM = "%{file}|%{index}|%{family[0]}|%{weight}|%{slant}|%{width}|%{variable}|%{color}|%{charset}\\n"
_MOST_LISTED = 50_000_000
_NAMED = regex(r"[\w/.+ -]+\.(?:otf|ttf|ttc|otc)", re.ASCII | re.IGNORECASE)
"""Paths that TeX reads as they are."""


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font file: `weight` and `slant` as fontconfig counts them."""

    file: Path
    index: int
    weight: int
    slant: int
    charset: str

    def has(self, character: str) -> bool:
        """Whether there is a glyph for a character."""
        lows, highs = _ranges(self.charset)
        place = bisect_right(lows, ord(character)) - 1
        return place >= 0 and ord(character) <= highs[place]

    @property
    def tex(self) -> str:
        """The face as luaotfload asks for it."""
        return f"[{self.file}]" + (f"({self.index})" if self.file.suffix.lower() in (".ttc", ".otc") else "")


@cache
def _ranges(charset: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The first and last characters of each range of a set."""
    pairs = [part.partition("-") for part in charset.split()]
    return tuple(int(low, 16) for low, _, _ in pairs), tuple(int(high or low, 16) for low, _, high in pairs)


@dataclass(frozen=True, slots=True)
class Family:
    """Faces of one name: the upright one, which stands in for others that are not there."""

    name: str
    regular: Face
    bold: Face
    italic: Face
    bold_italic: Face

    def has(self, character: str) -> bool:
        """Whether the family can set a character."""
        return self.regular.has(character)

    def holding(self, characters: Sequence[str]) -> "Family":
        """The family with the upright face in place of those that lack any of these, as a bold one lacks signs of mathematics."""

        def face(*faces: Face) -> Face:
            return next((each for each in faces if all(map(each.has, characters))), self.regular)

        bold = face(self.bold)
        return Family(self.name, self.regular, bold, face(self.italic), face(self.bold_italic, bold))


def families(environment: Mapping[str, str]) -> tuple[Family, ...]:
    """All families with an upright face, by name; none where fontconfig is not installed."""
    program = find_program("fc-list", environment)
    if program is None:
        return ()
    question = ("--format", _FORM)
    answer = ask(program, *question, environment=environment, folder=NOBODYS_FOLDER, most=_MOST_LISTED)
    if not answer.problem:
        sys.audit("cvtex.answered", "\0".join(("fc-list", *question)), digest(answer.raw))
    faces: dict[str, list[Face]] = {}
    for name, face in _faces(answer.text.splitlines()):
        faces.setdefault(name, []).append(face)
    return tuple(family for name in sorted(faces) if (family := _family(name, faces[name])))


def _faces(lines: Iterable[str]) -> Iterator[tuple[str, Face]]:
    """Those that TeX can take: neither in colour nor variable, neither narrow nor wide."""
    for line in sorted(lines):
        parts = line.split("|")
        if len(parts) != 9:
            continue
        file, index, name, weight, slant, width, variable, colour, charset = parts
        if variable == "True" or colour == "True" or width not in ("100", "") or not _NAMED.fullmatch(file):
            continue
        if index.isdigit() and weight.isdigit() and slant.isdigit():
            yield name, Face(Path(file), int(index), int(weight), int(slant), charset)


def _family(name: str, faces: list[Face]) -> Family | None:
    def nearest(weight: int, *, slanted: bool) -> Face | None:
        fitting = [face for face in faces if bool(face.slant) == slanted and (face.weight >= 180) == (weight >= 180)]
        return min(fitting, key=lambda face: (abs(face.weight - weight), str(face.file), face.index), default=None)

    regular = nearest(80, slanted=False)
    if regular is None:
        return None
    bold = nearest(200, slanted=False) or regular
    italic = nearest(80, slanted=True) or regular
    return Family(name, regular, bold, italic, nearest(200, slanted=True) or bold)
