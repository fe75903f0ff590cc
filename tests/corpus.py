"""The corpus of bad input: how a file of tests/bad is read, and the data folder that it stands for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

BAD = Path(__file__).parent / "bad"

_EXPECTED = re.compile(r"[ ]*[#%] (error|warning)\[([A-Z]\d{3})\] (\d+): (.*)$")
_CV = "version: 1\nname: Ada Byron\n"
_WORK = "sections:\n- section: Work\n  entries:\n  - item: Engine\n"
_CHOSEN_FROM = f"""\
{_CV}bibliography: own.bib
{_WORK}    tags: [short]
    date: 2019/2022
- section: Awards
  entries:
  - award: Medal
    tags: [private]
- section: Publications
  entries:
  - publications: J
"""
_BIB = """\
@article{notes, title = {Notes}, author = {Ada Byron}, journal = {Memoirs}, year = 1843, keywords = {engine}}
@article{sketch, title = {A sketch}, author = {Ada Byron}, journal = {Memoirs}}
"""
_HEADED = "section: Work\nentries:\n"


@dataclass(frozen=True, slots=True, order=True)
class Expected:
    """What a case must get: where, which code, and the words; the hint holds `hint`."""

    line: int
    column: int
    severity: str
    code: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One file of the corpus: the data folder's files, the one at fault, and all that is said of it."""

    name: str
    files: Mapping[str, str]
    at_fault: str
    expected: tuple[Expected, ...]

    @property
    def fails(self) -> bool:
        return any(item.severity == "error" for item in self.expected)

    def write(self, folder: Path) -> Path:
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        return folder


def read(path: Path) -> Case:
    """A case, its expectations taken out of its text."""
    kept: list[str] = []
    expected: list[Expected] = []
    waiting: list[re.Match[str]] = []
    room = path.parent.name
    offset = _HEADED.count("\n") if room in ("entries", "glyphs") else 0
    for line in path.read_text(encoding="utf-8").split("\n"):
        found: list[re.Match[str]] = []
        while match := _EXPECTED.search(line):
            found.insert(0, match)
            line = line[: match.start()]
        if found and not line.strip():
            waiting += found
            continue
        kept.append(line)
        expected += [_expected(match, len(kept) + offset) for match in (*waiting, *found)]
        waiting = []
    assert not waiting, f"{path}: an expectation stands below the last line"
    files, at_fault = _folder(room, "\n".join(kept))
    return Case(f"{room}/{path.stem}", files, at_fault, tuple(sorted(expected)))


def _expected(match: re.Match[str], line: int) -> Expected:
    severity, code, column, words = match.groups()
    message, _, hint = words.partition(" | ")
    return Expected(line, int(column), severity, code, message.strip(), hint.strip())


def _folder(room: str, text: str) -> tuple[dict[str, str], str]:
    """The files of the data folder around a case of a room, and the name of the case's own."""
    if room == "cv":
        return {"cv.yaml": text}, "cv.yaml"
    if room in ("entries", "glyphs"):
        return {"cv.yaml": f"{_CV}sections: [work.yaml]\n", "work.yaml": _HEADED + text}, "work.yaml"
    if room == "bib":
        listed = f"{_CV}bibliography: own.bib\n{_WORK}  - publications: J\n"
        return {"cv.yaml": listed, "own.bib": text}, "own.bib"
    assert room == "targets", room
    return {"cv.yaml": _CHOSEN_FROM, "own.bib": _BIB, "targets/cv.yaml": text}, "targets/cv.yaml"


def cases(*rooms: str) -> Iterator[Case]:
    """All cases of some rooms, in the order of their names."""
    for room in rooms:
        yield from (read(path) for path in sorted((BAD / room).iterdir()))
