"""Mutations of the operators that draw a page."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import pypdf
from pypdf.generic import ArrayObject, NameObject, StreamObject

from cvtex.typeset.pieces import GAP
from tests.campaign.mutation import Change, Good, kind
from tests.campaign.wording import LETTERS
from tests.verify.pdfs import changed, opened

_TOKEN = re.compile(
    rb"\s*(?:(?P<string>\((?:\\.|[^\\()])*\))|(?P<dictionary><<[^<>]*(?:<<[^<>]*>>)?[^<>]*>>)|(?P<hex><[0-9A-Fa-f\s]*>)|(?P<open>\[)|(?P<close>\])"
    rb"|(?P<name>/[^\s/\[\]()<>]+)|(?P<number>[-+]?(?:\d+\.?\d*|\.\d+))|(?P<operator>[A-Za-z'\"*]+))",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a content stream: where it stands, its operands, and its operator."""

    start: int
    end: int
    operands: tuple[bytes, ...]
    operator: str

    @property
    def words(self) -> str:
        """What it shows, as far as that can be read without the font."""
        shown = b"".join(
            token[1:-1] if token[:1] == b"(" else b" " if token[:1] in b"-" and float(token) < -200 else b""
            for token in self.operands
        )
        return shown.decode("latin-1")


def operations(content: bytes) -> list[Operation]:
    """The operations of a content stream, in order."""
    made: list[Operation] = []
    operands: list[bytes] = []
    start = position = 0
    while match := _TOKEN.match(content, position):
        position = match.end()
        if match.lastgroup == "operator":
            made.append(Operation(start, position, tuple(operands), match["operator"].decode()))
            operands, start = [], position
        else:
            operands.append(match[0].strip())
    assert not content[position:].strip(), f"a content stream was not understood: {content[position : position + 40]!r}"
    return made


def content_of(page: Any) -> bytes:
    stream = page["/Contents"].get_object()
    assert not isinstance(stream, ArrayObject), "a page has one content stream"
    data: bytes = stream.get_data()
    return data


def with_content(pdf: bytes, number: int, content: bytes) -> bytes:
    """The PDF with other operators on a page, counted from 0."""

    def change(writer: pypdf.PdfWriter) -> None:
        stream = StreamObject()
        stream.set_data(content)
        page: Any = writer.pages[number]
        page[NameObject("/Contents")] = writer._add_object(stream)

    return changed(pdf, change)


@dataclass(frozen=True, slots=True)
class Drawing:
    """One page's content, drawn by lot, and its operations."""

    good: Good
    page: int
    content: bytes
    made: tuple[Operation, ...]

    def having(self, *operators: str) -> list[Operation]:
        return [operation for operation in self.made if operation.operator in operators]

    @property
    def typefaces(self) -> "list[Operation]":
        """Where a font is chosen that has letters: the one of gaps paints nothing."""
        return [operation for operation in self.having("Tf") if operation.operands[0] != b"/" + GAP]

    def showing(self, least: int = 6) -> list[Operation]:
        """The operations that show some text."""
        return [operation for operation in self.having("TJ", "Tj") if len(operation.words.strip()) >= least]

    def change(self, what: str, *edits: tuple[int, int, bytes]) -> Change | None:
        """The PDF after edits of the content: start, end, and what stands there instead."""
        content = self.content
        for start, end, new in sorted(edits, reverse=True):
            content = content[:start] + b" " + new + b" " + content[end:]
        return Change(f"page {self.page + 1}: {what}", with_content(self.good.pdf, self.page, content))

    def replaced(self, operation: Operation, new: bytes, what: str) -> Change | None:
        return self.change(what, (operation.start, operation.end, new))

    def around(self, operation: Operation, before: bytes, after: bytes, what: str) -> Change | None:
        own = self.content[operation.start : operation.end]
        return self.replaced(operation, before + b" " + own + b" " + after, f"“{operation.words[:40]}” {what}")

    def text(self, operation: Operation) -> bytes:
        return self.content[operation.start : operation.end]


def drawing(good: Good, chance: Random) -> Drawing:
    """A page by lot."""
    reader = opened(good.pdf)
    page = chance.randrange(len(reader.pages))
    content = content_of(reader.pages[page])
    return Drawing(good, page, content, tuple(operations(content)))


Draw = Callable[[Drawing, Random], Change | None]


def drawn(name: str) -> Callable[[Draw], Draw]:
    """Register a kind that changes one page's operators."""

    def register(make: Draw) -> Draw:
        kind(name)(lambda good, chance: make(drawing(good, chance), chance))
        return make

    return register


@drawn("pdf-text-dropped")
def text_dropped(page: Drawing, chance: Random) -> Change | None:
    operation = chance.choice(page.showing(1))
    return page.replaced(operation, b"", f"“{operation.words[:40]}” was dropped")


@drawn("pdf-text-altered")
def text_altered(page: Drawing, chance: Random) -> Change | None:
    operation = chance.choice(page.showing())
    text = page.text(operation)
    letter = chance.choice(list(re.finditer(rb"(?<=[a-z])[a-z](?=[a-z)])", text)) or [None])
    if letter is None:
        return None
    new = chance.choice([one for one in LETTERS if one.encode() != letter[0]]).encode()
    told = f"“{letter[0].decode()}” became “{new.decode()}” in “{operation.words[:40]}”"
    return page.replaced(operation, text[: letter.start()] + new + text[letter.end() :], told)


@drawn("pdf-texts-swapped")
def texts_swapped(page: Drawing, chance: Random) -> Change | None:
    first, second = sorted(chance.sample(page.showing(), 2), key=lambda operation: operation.start)
    told = f"“{first.words[:30]}” and “{second.words[:30]}” were swapped"
    return page.change(told, (first.start, first.end, page.text(second)), (second.start, second.end, page.text(first)))


@drawn("pdf-text-doubled")
def text_doubled(page: Drawing, chance: Random) -> Change | None:
    operation = chance.choice(page.showing())
    return page.around(operation, b"", page.text(operation), "is shown twice")


@drawn("pdf-spaces-closed")
def spaces_closed(page: Drawing, chance: Random) -> Change | None:
    between = re.compile(rb"\( \)-?[\d.]*(?=\()")
    operation = chance.choice([operation for operation in page.having("TJ") if between.search(page.text(operation))])
    text = page.text(operation)
    space = chance.choice(list(between.finditer(text)))
    closed = text[: space.start()] + text[space.end() :]
    return page.replaced(operation, closed, "a space between two words was closed")


@drawn("pdf-word-opened")
def word_opened(page: Drawing, chance: Random) -> Change | None:
    operation = chance.choice(page.showing())
    text = page.text(operation)
    places = [match.start() for match in re.finditer(rb"(?<=[a-z]{2})(?=[a-z]{2})", text)]
    if not places or operation.operator != "TJ":
        return None
    place = chance.choice(places)
    told = f"a gap was opened in a word of “{operation.words[:40]}”"
    return page.replaced(operation, text[:place] + b")-600(" + text[place:], told)


_MOVES = {
    "a-little-up": (0, 5),
    "to-the-next-line": (0, -15),
    "aside": (60, 0),
    "into-the-margin": (-85, 0),
    "off-the-paper": (900, 0),
}


def _moved(name: str, x: float, y: float) -> None:
    @drawn(f"pdf-moved-{name}")
    def make(page: Drawing, chance: Random) -> Change | None:
        operation = chance.choice(page.showing(3))
        before, after = f"{x} {y} Td".encode(), f"{-x} {-y} Td".encode()
        return page.around(operation, before, after, f"was moved {name.replace('-', ' ')}")


for _name, (_x, _y) in _MOVES.items():
    _moved(_name, _x, _y)


@drawn("pdf-all-moved")
def all_moved(page: Drawing, chance: Random) -> Change | None:
    operation = chance.choice(page.having("Td")[2:])
    x, y = (float(number) for number in operation.operands)
    shift = chance.choice(((0, 8), (0, -25), (40, 0), (-70, 0)))
    new = f"{x + shift[0]:.3f} {y + shift[1]:.3f} Td".encode()
    return page.replaced(operation, new, f"all from a place on was moved by {shift[0]}, {shift[1]} points")


@drawn("pdf-size-changed")
def size_changed(page: Drawing, chance: Random) -> Change | None:
    operation = chance.choice(page.typefaces)
    size = float(operation.operands[1]) * chance.choice((0.3, 0.5, 1.5, 2))
    new = operation.operands[0] + f" {size:.2f} Tf".encode()
    return page.replaced(operation, new, f"a font has {size:.1f} points, not {float(operation.operands[1]):.1f}")


@drawn("pdf-font-changed")
def font_changed(page: Drawing, chance: Random) -> Change | None:
    fonts = page.typefaces
    operation = chance.choice(fonts)
    others = sorted({font.operands[0] for font in fonts} - {operation.operands[0]})
    if not others:
        return None
    other = chance.choice(others)
    told = f"{operation.operands[0].decode()} became {other.decode()}"
    return page.replaced(operation, other + b" " + operation.operands[1] + b" Tf", told)


@drawn("pdf-colour-changed")
def colour_changed(page: Drawing, chance: Random) -> Change | None:
    operation = chance.choice(page.having("g", "rg"))
    new = chance.choice((b"1 g", b".95 g", b".8 g", b"1 1 .6 rg", b"1 0 0 rg"))
    return page.replaced(operation, new, f"{page.text(operation).strip().decode()} became {new.decode()}")


def _around(name: str, before: bytes, after: bytes, what: str) -> None:
    @drawn(f"pdf-text-{name}")
    def make(page: Drawing, chance: Random) -> Change | None:
        return page.around(chance.choice(page.showing()), before, after, what)


_around("invisible", b"3 Tr", b"0 Tr", "is invisible")
_around("outlined", b"1 Tr", b"0 Tr", "is drawn in outline")
_around("white", b"1 g", b".08 g", "is white")
_around("raised", b"4 Ts", b"0 Ts", "was raised")
_around("narrowed", b"40 Tz", b"100 Tz", "was narrowed")
_around("spaced", b"4 Tc", b"0 Tc", "was letter-spaced")
_around("crowded", b"-3 Tc", b"0 Tc", "was squeezed until its letters overlap")
_around("said-otherwise", b"/Span <</ActualText (hired)>> BDC", b"EMC", "copies as “hired”")
