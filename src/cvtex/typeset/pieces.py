"""The pieces of the pages: TeX's marks made into marked content, with spaces between words (ISO 32000-1, 14.6 and 14.8.2)."""

import re
from codecs import charmap_decode
from collections.abc import Iterator, Mapping
from functools import cache

from cvtex.patterns import regex
from cvtex.typeset.bidi import turned
from cvtex.typeset.eexec import WIDTH
from cvtex.typeset.ownspace import CODE
from cvtex.typeset.roles import Element, Mark, Passage
from cvtex.typeset.stretches import Meanings, Stretch, Stretches, UnexpectedError, letters_of
from cvtex.typeset.texpdf import SOFT
from cvtex.values import dataclass, field

SPACE, GAP = b"CvS", b"CvG"
"""What pages call the font of the space that fonts without one borrow, and that of the spaces that fill gaps."""

_MARK = b"%cvtex"
_GAP = regex(rb"%\s?cvtex gap (\d+) ([\d.]+) (\d)")
_ARTIFACTS = {
    "contact": b"/Artifact BMC",
    "separator": b"/Artifact BMC",
    "running": b"/Artifact<</Type/Pagination>>BDC",
}
_SHOWS = regex(rb"/(F\d+) ([\d.]+) Tf|\[((?:\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f]*>|[-\d.\s]+)*)\]TJ", re.DOTALL)
_TOKEN = regex(rb"(\(((?:\\.|[^\\()])*)\)|<([0-9A-Fa-f]*)>|(-?[\d.]+))", re.DOTALL)
_ESCAPE = regex(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_DRAWS = regex(rb"(?:^|\s)(?:q|f\*?|F|S|s|B\*?|b\*?|Do|sh)$|^/Span\b.*BDC$")

_SP, _BP = 65536, 72 / 72.27
"""TeX's units in one of its points, and a point of TeX's in points of the PDF."""
_LARGER = 1.06
"""A size that is another one to poppler (its bound is 5 %), and still the same line."""

_PLACED = regex(rb"([\d.]+) 0 0 ([\d.]+) (-?[\d.]+) (-?[\d.]+) cm")


@dataclass(frozen=True, slots=True)
class Marked:
    """A page's new content: which element each of its pieces belongs to, and which fonts of ours it asks for."""

    content: bytes
    owners: tuple[Element, ...]
    fonts: frozenset[bytes]


@dataclass(slots=True)
class Pieces:
    """Goes through all pages in order, with one stack of open marks across them.

    Where words are `spaced` already, as LuaTeX leaves them, no string is looked into but those of texts that turn.
    """

    marks: tuple[Mark, ...]
    photo: Mark | None = None
    spaced: bool = False
    _open: list[Mark | str | Stretch] = field(default_factory=list)
    _met: set[int] = field(default_factory=set)
    _read: dict[Passage, int] = field(default_factory=dict)
    _stretches: Stretches = field(default_factory=Stretches)

    def page(self, number: int, content: bytes, meanings: Meanings) -> Marked:
        """One page, from 0. Raises UnexpectedError where marks or words are not those of the document."""
        page = _Page(number, meanings, self._read, self._stretches if self.spaced and meanings else None)
        within = False
        for line in content.split(b"\n"):
            if line.startswith(_MARK) and not within:
                if gap := _GAP.fullmatch(line):
                    page.gap(int(gap[1]), float(gap[2]), int(gap[3]))
                    continue
                self._turn(line[len(_MARK) :].strip().decode("ascii", "replace"))
                continue
            if line == b"BT" or (not within and _DRAWS.search(line)):
                page.belong(self._open[-1] if self._open else "")
                within = within or line == b"BT"
            page.write(line, within=within and not self.spaced)
            if self._open and isinstance(self._open[-1], Mark) and self._open[-1].role == "photo":
                _place(self._open[-1].element, line)
            within = within and line != b"ET"
        return page.finish()

    def _turn(self, what: str) -> None:
        role, _, number = what.partition(" ")
        if not role:
            if not self._open:
                raise UnexpectedError("a piece ends that did not begin")
            self._open.pop()
        elif role in _ARTIFACTS:
            self._open.append(role)
        elif role == "turned":
            self._open.append(self._stretch(int(number)))
        elif role == "photo" and self.photo:
            self._open.append(self.photo)
            self.photo = None
        else:
            self._open.append(self._mark(role, int(number)) if number else self._following(role))

    def _stretch(self, number: int) -> Mark | str | Stretch:
        """A part of a line that turns; what is of a text that does not, such as a label, stays as it is."""
        around = self._open[-1] if self._open else ""
        if isinstance(around, Mark) and around.passage and turned(around.passage.text):
            return self._stretches.of(number, around)
        return around

    def _following(self, role: str) -> Mark:
        mark = self.marks[len(self._met)] if len(self._met) < len(self.marks) else None
        if mark is None or mark.role != role:
            raise UnexpectedError(f"a {role} stands where the document has {mark.role if mark else 'nothing'}")
        self._met.add(len(self._met))
        return mark

    def _mark(self, role: str, number: int) -> Mark:
        """The mark with a number among those of its role: where a line turns, it may stand anywhere and come again."""
        places = [index for index, mark in enumerate(self.marks) if mark.role == role][number - 1 : number]
        if not places:
            raise UnexpectedError(f"there is a {role} that the document does not have")
        self._met.add(places[0])
        return self.marks[places[0]]

    def finish(self) -> None:
        """See to it that nothing of the document is missing."""
        if self._open or len(self._met) < len(self.marks) or self.photo:
            raise UnexpectedError("the pages end before the document")
        for passage, end in self._read.items():
            if passage.text[end:].strip():
                raise UnexpectedError(f"“{passage.text[end : end + 40]}” is not on the pages")
        self._stretches.finish()


class _Page:
    """The content of one page as it is written anew."""

    def __init__(self, number: int, meanings: Meanings, read: dict[Passage, int], stretches: Stretches | None) -> None:
        self.number, self.meanings, self.read, self.stretches = number, meanings, read, stretches
        self.out: list[bytes] = []
        self.owners: list[Element] = []
        self.owner: Mark | str | Stretch | None = None
        self.begun = 0
        self.font, self.size = b"", b""
        self.fonts: set[bytes] = set()

    def belong(self, owner: Mark | str | Stretch) -> None:
        """Open a piece for what is painted next, unless one is open."""
        if owner is self.owner or owner == self.owner:
            return
        self._close()
        self.owner, self.begun = owner, len(self.out)
        if isinstance(owner, str):
            self.out.append(_ARTIFACTS.get(owner, b"/Artifact BMC"))
            return
        element, number = owner.element, len(self.owners)
        if isinstance(owner, Mark):
            if self.stretches:
                self.stretches.end()
            element.appear()
        element.kids.append((self.number, number))
        self.owners.append(element)
        self.out.append(b"/%s<</MCID %d>>BDC" % (element.kind.encode(), number))

    def write(self, line: bytes, *, within: bool) -> None:
        self.out.append(_SHOWS.sub(self._shown, line) if within else line)

    def gap(self, width: int, size: float, level: int) -> None:
        """Fill a gap with a space as wide, in TeX's units and points: what stands on a line is one line for every reader.

        Poppler drops a glyph that is one space, so that here is two or, where it indents an item, as many pairs as
        levels. It also takes words of one size that touch for one: within a line the space is larger than the text.
        """
        self.belong("")
        self.fonts.add(GAP)
        size *= 1 if level else _LARGER
        share = 100 * width / _SP / (size * WIDTH / 1000)
        self.out.append(b"q BT/%s %.4f Tf %.2f Tz<%02x>Tj ET Q" % (GAP, size * _BP, share, CODE + max(level, 1)))

    def finish(self) -> Marked:
        self._close()
        if self.stretches:
            self.stretches.end()
        return Marked(b"\n".join(self.out), tuple(self.owners), frozenset(self.fonts))

    def _close(self) -> None:
        if self.owner is not None:
            self._note()
            self.out.append(b"EMC")
        self.owner = None

    def _note(self) -> None:
        """Tell what a piece says, where text turns."""
        if self.stretches:
            painted = b"\n".join(self.out[self.begun :])
            letters, self.font = letters_of(painted, self.font, self.meanings)
            if isinstance(self.owner, Stretch):
                self.owner.letters.append(letters)
            elif isinstance(self.owner, Mark):
                self.stretches.line(self.owner, letters)

    def _shown(self, match: re.Match[bytes]) -> bytes:
        if match[1]:
            self.font, self.size = match[1], match[2]
            return match[0]
        passage = self.owner.passage if isinstance(self.owner, Mark) else None
        return self._spaced(passage, match[3]) if passage else match[0]

    def _spaced(self, passage: Passage, array: bytes) -> bytes:
        """An array of shown strings, with a space of its own after each word, and no glyph moved."""
        meanings, text = self.meanings.get(self.font, {}), passage.text
        place = self.read.get(passage, 0)
        done, here, due = b"", b"", False
        for token, string, digits, kern in _TOKEN.findall(array):
            if due:
                done, here = self._space(done, here, kern)
                due = False
                if kern:
                    continue
            if kern:
                here += kern
                continue
            codes = bytes.fromhex(digits.decode()) if digits else _unescaped(string)
            words = charmap_decode(codes, "replace", meanings)[0].removesuffix(SOFT)
            if text.startswith(words, place):
                place += len(words)
                due = text.startswith(" ", place)
                place += due
                here += token
                continue
            self.read[passage] = place
            for shown, follows in self._each(passage, codes, meanings):
                if due:
                    done, here = self._space(done, here)
                here += shown
                due = follows == " "
            place = self.read[passage]
        if due:
            done, here = self._space(done, here)
        self.read[passage] = place
        return done + _array(here)

    def _each(self, passage: Passage, codes: bytes, meanings: Mapping[int, str]) -> Iterator[tuple[bytes, str]]:
        """The glyphs of a string one by one, where it holds more than one word."""
        place = self.read.get(passage, 0)
        for code in codes:
            words = meanings.get(code, "\ufffd")
            if not passage.text.startswith(words, place):
                wanted = passage.text[place : place + 20]
                raise UnexpectedError(f"“{words}” stands on page {self.number + 1} where the document has “{wanted}”")
            place += len(words)
            space = passage.text[place : place + 1] == " "
            place += space
            self.read[passage] = place
            yield _string(bytes([code])), " " if space else ""

    def _space(self, done: bytes, here: bytes, kern: bytes = b"") -> tuple[bytes, bytes]:
        """What is shown, and the array that goes on, with a space that moves what follows as the kern alone would.

        A font without a space of its own lends its place to the one that is there for all of them.
        """
        move = _move(kern)
        if self.meanings.get(self.font, {}).get(CODE) == " ":
            return done, here + b"( )" + move
        self.fonts.add(SPACE)
        other = b"/%s %s Tf[( )%s]TJ/%s %s Tf" % (SPACE, self.size, move, self.font, self.size)
        return done + _array(here) + other, b""


@cache
def _move(kern: bytes) -> bytes:
    """How far back a space moves what follows, so that it stands where the kern has it."""
    return f"{WIDTH + float(kern or 0):.3f}".rstrip("0").rstrip(".").encode()


def _array(tokens: bytes) -> bytes:
    return b"[%s]TJ" % tokens if tokens else b""


def _string(codes: bytes) -> bytes:
    return b"<%s>" % codes.hex().encode()


def _unescaped(string: bytes) -> bytes:
    """The codes of a string in brackets (ISO 32000-1, 7.3.4.2)."""
    return _ESCAPE.sub(_meant, string) if b"\\" in string else string


def _meant(match: re.Match[bytes]) -> bytes:
    digits = match[1]
    return bytes([int(digits, 8) & 255]) if digits[:1].isdigit() else _NAMED.get(digits, digits)


def _place(figure: Element, line: bytes) -> None:
    """Say where a picture stands, once its size and place are read (ISO 32000-1, table 344)."""
    if match := _PLACED.fullmatch(line):
        width, height, left, bottom = map(float, match.groups())
        figure.attributes += f"/A<</O/Layout/BBox[{left:.3f} {bottom:.3f} {left + width:.3f} {bottom + height:.3f}]>>"
