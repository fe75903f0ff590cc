"""The evidence: everything that two independent readers see in a PDF, read once."""

import unicodedata
import zlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import accumulate, compress, repeat
from operator import not_
from typing import TypeVar, cast

from cvtex.patterns import regex
from cvtex.values import dataclass, field
from cvtex.verify.structure import NO_STRUCTURE, Structure

Box = tuple[float, float, float, float]
_Made = TypeVar("_Made")
_QUICKLY = 1
_UNSEEN = (3, 7)  # text rendering modes that paint nothing
_WHITE = regex(r"\s+")
_HYPHENS = "\u2011\u00ad\u0002\ufffe"
_INVISIBLE = "\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"  # how letters join, and which form a sign takes
_ODD = regex(f"[{_HYPHENS}\ufb00-\ufb06{_INVISIBLE}]")
_UNPRINTED = regex(f"[{_INVISIBLE}]")


@dataclass(frozen=True, slots=True)
class Style:
    """How a glyph is set: font, size in PDF points on the page, colour (0 to 255 each, None for a pattern), weight as in CSS.

    `mode` is the text rendering mode.
    """

    font: str
    size: float
    colour: tuple[int, int, int] | None
    weight: int = 400
    mode: int = 0

    @property
    def drawn(self) -> bool:
        """Whether the glyph paints anything (text rendering modes, ISO 32000-1, table 106)."""
        return self.mode not in _UNSEEN

    @property
    def family(self) -> str:
        """The font's family, as far as its name tells: without the style that follows a hyphen or a comma."""
        return _family(self.font)

    @property
    def bold(self) -> bool:
        return _named_bold(self.font)


@cache
def _family(font: str) -> str:
    return font.split("+")[-1].split("-")[0].split(",")[0]


@cache
def _named_bold(font: str) -> bool:
    name = font.casefold()
    return any(word in name for word in ("bold", "black", "heavy", "-bd", "bx", "demi"))


@dataclass(frozen=True, slots=True)
class Folded:
    """Pixels as they are kept: packed until a check asks for them."""

    packed: bytes


_unfolded = lru_cache(maxsize=2)(zlib.decompress)  # checks go from page to page


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it looks at one pixel a point: lightness from 0, black, to 255; rows from the top, `stride` bytes each."""

    width: int
    height: int
    stride: int
    drawn: bytes | Folded

    @property
    def pixels(self) -> bytes:
        return _unfolded(self.drawn.packed) if isinstance(self.drawn, Folded) else self.drawn

    def folded(self) -> "Picture":
        """The same, to be kept."""
        if isinstance(self.drawn, Folded):
            return self
        return Picture(self.width, self.height, self.stride, Folded(zlib.compress(self.drawn, _QUICKLY)))

    def rows(self, box: Box, around: float = 0.0) -> Iterator[bytes]:
        """The pixels of a box, row by row from the top; empty outside the paper."""
        left, right, lines = self._frame(box, around)
        width, pixels = max(right - left, 0), self.pixels
        for start in range(lines.start * self.stride + left, lines.stop * self.stride + left, self.stride):
            yield pixels[start : start + width]

    def without(self, boxes: list[Box], around: float) -> "Picture":
        """The picture with these boxes, and some room around them, as white as its paper."""
        pixels = bytearray(self.pixels)
        for box in boxes:
            left, right, lines = self._frame(box, around)
            blank = bytes([self.paper]) * max(right - left, 0)
            for row in lines:
                pixels[row * self.stride + left : row * self.stride + left + len(blank)] = blank
        return Picture(self.width, self.height, self.stride, bytes(pixels))

    def _frame(self, box: Box, around: float) -> tuple[int, int, range]:
        """The first and last column, and the rows, of a box and the room around it."""
        left, right = int(box[0] - around), int(box[2] + around) + 1
        top, bottom = int(self.height - box[3] - around), int(self.height - box[1] + around) + 1
        return (
            left if left > 0 else 0,
            right if right < self.width else self.width,
            range(top if top > 0 else 0, bottom if bottom < self.height else self.height),
        )

    def ink(self, lightest: int = 200) -> Box | None:
        """The box of all pixels that differ from the paper's colour by more than `255 - lightest`."""
        paper = self.paper
        span = 255 - lightest
        marked = bytes(0 if abs(value - paper) <= span else 1 for value in range(256))
        marks = self.pixels.translate(marked)
        rows = range(0, self.height * self.stride, self.stride)
        inked = [row for row in rows if 1 in marks[row : row + self.width]]
        if not inked:
            return None
        # From both sides, which ends soon.
        columns = range(self.width)
        left = next(column for column in columns if 1 in marks[column :: self.stride])
        right = next(column for column in reversed(columns) if 1 in marks[column :: self.stride])
        first, last = inked[0] // self.stride, inked[-1] // self.stride
        return (float(left), float(self.height - last - 1), float(right + 1), float(self.height - first))

    @property
    def paper(self) -> int:
        """How light the paper is: the lighter of its two upper corners."""
        pixels = self.pixels
        return max(pixels[0], pixels[self.width - 1]) if pixels else 255


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that stands on a page itself: its box, how it is laid there, its size in pixels, its stream as it is in the file.

    `matrix` takes a square of 1 point to where it stands (ISO 32000-1, 8.3.4: a, b, c, d). `alone` is the picture by
    itself as it would look there, None where it cannot be drawn.
    """

    box: Box
    matrix: tuple[float, float, float, float]
    width: int
    height: int
    stream: bytes
    alone: Picture | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page as pdfium reads it: its size in PDF points, its text, and what is known of each glyph.

    `boxes[i]` is the ink box of `text[i]`, `baselines[i]` the height of its origin, `styles[i]` how it is set: None for a
    space or line end that the reader inferred. `drawings` are the boxes of lines, shapes and pictures that stand on the
    page itself, seen or not; `images` counts all its pictures, `shown` has those of them that stand on the page itself.
    `pieces` are the texts of its marked pieces by number, without spaces; `unmarked` is what belongs to none and is no artifact.
    """

    number: int
    width: float
    height: float
    text: str
    boxes: tuple[Box | None, ...]
    baselines: tuple[float | None, ...] = ()
    styles: tuple[Style | None, ...] = ()
    picture: Picture | None = None
    drawings: tuple[Box, ...] = ()
    images: int = 0
    shown: tuple[Shown, ...] = ()
    pieces: tuple[tuple[int, str], ...] = ()
    unmarked: str = ""

    @property
    def looks(self) -> tuple[Style, ...]:
        """The styles of its glyphs, each at least once: readers give glyphs of one look one value."""
        return tuple(filter(None, dict(zip(map(id, self.styles), self.styles, strict=True)).values()))


@dataclass(frozen=True, slots=True)
class Font:
    """A font of the PDF. `type` is its PDF subtype, such as Type1 or Type0.

    `named_glyphs` tells that its glyphs have names by which readers know them without a Unicode map; `undefined` holds the
    characters that its map gives to glyph 0, the box for what a font lacks.
    """

    name: str
    type: str
    embedded: bool
    subset: bool
    unicode_map: bool
    page: int
    named_glyphs: bool = False
    undefined: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link annotation: a web address, or the named destination it jumps to."""

    page: int
    box: Box
    uri: str
    destination: str


@dataclass(frozen=True, slots=True)
class Second:
    """A PDF as pypdf reads it: a text for each page, fonts and links, and what the file says of itself.

    `destinations` are places by name: the page, from 1, and the height on it in points.
    """

    texts: tuple[str, ...]
    fonts: tuple[Font, ...]
    links: tuple[Link, ...]
    destinations: Mapping[str, tuple[int, float]]
    metadata: tuple[tuple[str, str], ...]
    language: str
    shows_title: bool
    encrypted: bool
    active: tuple[str, ...]
    structure: Structure = NO_STRUCTURE


@dataclass(frozen=True, slots=True)
class Evidence:
    """A PDF as read by pdfium (its pages: text and boxes) and pypdf (text and structure), who may still be at it."""

    size: int
    pages: tuple[Page, ...]
    told: Second | Callable[[], Second]
    _made: dict[Hashable, object] = field(default_factory=dict, compare=False, repr=False)
    _of_pages: dict[tuple[str, int], tuple[Page, object]] = field(default_factory=dict, compare=False, repr=False)

    def once(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """What several checks derive from the evidence, made at the first call and kept."""
        if key not in self._made:
            self._made[key] = make()
        return cast(_Made, self._made[key])

    def once_for(self, whose: object, what: str, make: Callable[[], _Made]) -> _Made:
        """The same for one of several documents; each is kept with it, since the identity of one that is gone comes again."""
        return self.once((what, id(whose)), lambda: (whose, make()))[1]

    def of_pages(self, what: str, make: Callable[[Page], _Made]) -> tuple[_Made, ...]:
        """What checks derive from each page by itself, and from nothing else: it can be kept with the page."""
        return tuple(self.of_page(what, page, make) for page in self.pages)

    def of_page(self, what: str, page: Page, make: Callable[[Page], _Made]) -> _Made:
        """The same for one page."""
        whose, made = self._of_pages.get((what, page.number), (None, None))
        if whose is not page:
            made = make(page)
            self._of_pages[what, page.number] = page, made
        return cast(_Made, made)

    def derived(self, page: Page) -> dict[str, object]:
        """All that was derived of a page by itself, by its name."""
        return {what: made for (what, _), (whose, made) in self._of_pages.items() if whose is page}

    def derive(self, page: Page, derived: Mapping[str, object]) -> None:
        """Take over what was derived of a page elsewhere."""
        for what, made in derived.items():
            self._of_pages.setdefault((what, page.number), (page, made))

    @property
    def second(self) -> Second:
        """What pypdf reads; waited for where it is not done. Raises UnreadableError when it cannot read the file."""
        return self.told if isinstance(self.told, Second) else self.once("second", self.told)

    @property
    def fonts(self) -> tuple[Font, ...]:
        return self.second.fonts

    @property
    def links(self) -> tuple[Link, ...]:
        return self.second.links

    @property
    def destinations(self) -> Mapping[str, tuple[int, float]]:
        return self.second.destinations

    @property
    def metadata(self) -> tuple[tuple[str, str], ...]:
        return self.second.metadata

    @property
    def structure(self) -> Structure:
        return self.second.structure

    def info(self, key: str) -> str:
        """An entry of the document information, empty where it is not given."""
        return dict(self.metadata).get(key, "")


@dataclass(frozen=True, slots=True)
class Stream:
    """A text without white space, knowing where white space was.

    `gaps[i]` is what stood before character i: nothing, a space, or a line end. `places[i]` is the page
    (from 1) and the index of the character in that page's text.
    """

    text: str
    gaps: tuple[str, ...]
    places: tuple[tuple[int, int], ...]


def stream_of(texts: list[str]) -> Stream:
    """The texts of all pages as one stream."""
    characters: list[str] = []
    gaps: list[str] = []
    places: list[tuple[int, int]] = []
    for page, text in enumerate(texts, 1):
        indices: Iterable[int] = range(len(text))
        if _ODD.search(text):
            forms = [normal(character) for character in text]
            indices = [index for index, form in enumerate(forms) for _ in form]
            text = "".join(forms)
        words, whites = text.split(), ("\n", *_WHITE.findall(text.strip()))
        kinds = {white: "\n" if "\n" in white or "\r" in white else " " for white in set(whites)}
        before = [""] * sum(map(len, words))
        for start, white in zip(accumulate(map(len, words), initial=0), whites if words else (), strict=False):
            before[start] = kinds[white]
        characters += words
        gaps += before
        places += zip(repeat(page), compress(indices, map(not_, map(str.isspace, text))), strict=False)
    return Stream("".join(characters), tuple(gaps), tuple(places))


def normal(character: str) -> str:
    """A character without the forms that readers hand out for the same thing: hyphens, Latin ligatures; nothing for the invisible."""
    if character in _HYPHENS:
        return "-"
    if "\ufb00" <= character <= "\ufb06":
        return unicodedata.normalize("NFKC", character)
    return "" if _UNPRINTED.match(character) else character


def packed(text: str) -> str:
    """A text as a stream holds it: without white space."""
    whole = "".join(text.split())
    return "".join(map(normal, whole)) if _ODD.search(whole) else whole
