"""Lines that turn, put into the order of reading: the page has their glyphs from left to right, the tags say what they mean.

LuaTeX numbers the stretches of such lines as they are read. Each becomes an element that says its words (ISO 32000-1,
14.9.4), once its glyphs are known to have the letters of these words.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from cvtex.typeset.bidi import mirrored, turned
from cvtex.typeset.roles import Element, Mark, Passage
from cvtex.typeset.texpdf import SOFT
from cvtex.values import dataclass, field

_SHOWS = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>")
_MEANT = re.compile(rb"^/Span\s*<<\s*/ActualText\s*<FEFF([0-9A-Fa-f]*)>\s*>>\s*BDC$")
_UNPRINTED = re.compile(f"[{SOFT}\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")

Meanings = Mapping[bytes, Mapping[int, str]]


class UnexpectedError(Exception):
    """The pages are not what the document says; the text says where."""


@dataclass(slots=True, eq=False)
class Stretch:
    """A part of a line that is read in one go: its mark, its element, and what its glyphs mean, from the left."""

    mark: Mark
    element: Element
    letters: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Stretches:
    """The stretches of lines that wait for the end of their line, by number, and how far each text is read."""

    _waiting: dict[int, Stretch] = field(default_factory=dict)
    _read: dict[Passage, int] = field(default_factory=dict)

    def of(self, number: int, mark: Mark) -> Stretch:
        """The stretch with this number; the eye may find it in several places of its line."""
        if number not in self._waiting:
            self._waiting[number] = Stretch(mark, Element("Span", mark.element))
        return self._waiting[number]

    def line(self, mark: Mark, letters: str) -> None:
        """Read on in a text that turns elsewhere. Raises UnexpectedError where it says something else."""
        self.end()
        if mark.passage and turned(mark.passage.text):
            self._follow(mark.passage, letters)

    def end(self) -> None:
        """Give what was painted its place in the tree and its words, in the order of reading."""
        painted = [number for number, stretch in self._waiting.items() if stretch.element.kids]
        for stretch in map(self._waiting.pop, sorted(painted)):
            if stretch.mark.passage:
                words = self._follow(stretch.mark.passage, "".join(stretch.letters), apart=True)
                said = words.encode("utf-16-be").hex().upper()
                stretch.element.attributes = f"/ActualText<FEFF{said}>"
                stretch.element.appear()

    def finish(self) -> None:
        """See to it that every text was read to its end."""
        self.end()
        for passage, end in self._read.items():
            if passage.text[end:].strip():
                raise UnexpectedError(f"“{passage.text[end : end + 40]}” is not on the pages")

    def _follow(self, passage: Passage, letters: str, *, apart: bool = False) -> str:
        """The words of a text that have the next letters, in whatever order where they stand `apart`, and the space behind."""
        start = self._read.get(passage, 0)
        letters = "".join(letter if letter in passage.text else _plain(letter) for letter in letters if _counts(letter))
        for some in (letters, letters.removesuffix("-")):  # the hyphen of a word that a line's end parts
            end = _after(passage.text, start, len(some))
            words = passage.text[start:end]
            same = _sorted(some) == _sorted(words) if apart else some == "".join(filter(_counts, words))
            if same:
                self._read[passage] = end
                return words
        raise UnexpectedError(f"“{letters[:40]}” stands where the document has “{passage.text[start : start + 40]}”")


def _after(text: str, start: int, many: int) -> int:
    """Where so many letters of a text end, and what behind them does not count."""
    while start < len(text) and (many or not _counts(text[start])):
        many -= _counts(text[start])
        start += 1
    return start


def _counts(letter: str) -> bool:
    """Whether a letter must have a glyph: neither a space nor what only tells how its neighbours look."""
    return not letter.isspace() and not _UNPRINTED.match(letter)


def _plain(letter: str) -> str:
    """A letter without the form that it takes beside others: a font's map may tell that (Arabic Presentation Forms)."""
    return unicodedata.normalize("NFKC", letter) if "\ufb1d" <= letter <= "\ufefc" else letter


def _sorted(letters: str) -> list[str]:
    """The letters of a text; a bracket is one, whichever way it looks."""
    return sorted(min(letter, mirrored(letter)) for letter in letters if _counts(letter))


def letters_of(lines: bytes, font: bytes, meanings: Meanings) -> tuple[str, bytes]:
    """What the glyphs of some lines of a page mean, and the font that they end with."""
    found: list[str] = []
    meant = False
    for line in lines.split(b"\n"):
        if match := _MEANT.match(line):
            found.append(bytes.fromhex(match[1].decode()).decode("utf-16-be", "replace"))
            meant = True
            continue
        for name, codes in _SHOWS.findall(line):
            font = name or font
            found += () if meant else _meaning(codes, meanings.get(font, {}))
        meant = meant and line != b"EMC"
    return "".join(found), font


def _meaning(codes: bytes, known: Mapping[int, str]) -> Iterator[str]:
    return (known.get(int(codes[at : at + 4], 16), "\ufffd") for at in range(0, len(codes), 4))
