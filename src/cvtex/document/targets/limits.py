"""The limits of a target: what its pages and its file are measured against, in PDF points and per inch."""

from cvtex.patterns import regex
from cvtex.values import dataclass

LIMIT_KEYS: dict[str, str] = {
    "size": "the smallest type, such as 11pt: a PDF point is 1/72 in, so TeX's own 11pt has only 10.96",
    "counts": "what is held to the sizes besides the text: raised (superscripts and marks), head, foot",
    "lines": "the most lines an inch, such as 6",
    "characters": "the most characters an inch, spaces included, such as 15",
    "leading": "the least distance of lines that follow one another, in sizes of their type, such as 1.2",
    "margin": "the least room between ink and the edge of the paper, such as 0.5in, 2cm, 36pt or {left: 2cm, top: 1.5cm}",
    "outside": "what may stand in that margin nevertheless: head, foot",
    "fonts": "the typefaces that are allowed, such as [Arial], or each with its least size: {Arial: 10pt, Palatino: 10pt}",
    "paper": "the sheets that are allowed: letter, a4, or `up to letter`",
    "publications": "the most publications in one list, such as 10",
    "bytes": "the most that the file may have, such as 100 MB",
    "filename": "how the file may be called: {max: 50, signs: -_} beside letters without accents and digits",
    "colour": "black: all text is black",
    "links": "none, or shown: the linked address itself is printed",
    "without": "what must not be there: head, foot, bookmarks, pictures, encryption, et al.",
    "with": "what every page must bear: name (at its top right), numbers",
}
SIDES = ("left", "right", "top", "bottom")
COUNTS = ("raised", "head", "foot")
OUTSIDE = ("head", "foot")
SHEETS = ("letter", "a4", "up to letter")
COLOURS = ("black",)
LINKS = ("none", "shown")
WITHOUT = ("head", "foot", "bookmarks", "pictures", "encryption", "et al.")
WITH = ("name", "numbers")
TYPEFACES = {"pagella": "Palatino", "termes": "Times New Roman", "heros": "Arial"}
"""The families that the fonts of targets count as."""
FAMILIES = ("Arial", "Times New Roman", "Palatino", "Courier New", "Computer Modern", "Georgia")

_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}
_LENGTH = regex(r"(\d+(?:\.\d+)?)\s*(pt|in|cm|mm)")


@dataclass(frozen=True, slots=True)
class FontLimit:
    """A typeface that is allowed, and its least size in PDF points (0: that of all text)."""

    family: str
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class FileName:
    """How a file may be called: at most `longest` characters, ending included (0: any number).

    `signs` are the characters that are allowed beside A to Z, a to z and 0 to 9, None where any are.
    """

    longest: int = 0
    signs: str | None = None


ANY_NAME = FileName()


@dataclass(frozen=True, slots=True)
class Sides:
    """The least room between ink and each edge of the paper in PDF points, 0 where there is no limit."""

    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0


NO_SIDES = Sides()


def all_sides(points: float) -> Sides:
    """The same room on every side."""
    return Sides(points, points, points, points)


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes and margins in PDF points, lines and characters an inch, publications a list; 0 or empty where there is no limit."""

    size: float = 0.0
    lines: float = 0.0
    characters: float = 0.0
    margin: Sides = NO_SIDES
    counts: tuple[str, ...] = ()
    leading: float = 0.0
    outside: tuple[str, ...] = ()
    fonts: tuple[FontLimit, ...] = ()
    paper: tuple[str, ...] = ()
    publications: int = 0
    bytes: int = 0
    filename: FileName = ANY_NAME
    colour: str = ""
    links: str = ""
    without: tuple[str, ...] = ()
    having: tuple[str, ...] = ()

    def least(self, font: str) -> float:
        """The smallest type that a target's font may have: some rules ask more of one typeface than of another."""
        return max(self.size, *(item.size for item in self.fonts if item.family == TYPEFACES.get(font)), 0.0)


NO_LIMITS = Limits()


def length(typed: str) -> float:
    """A length such as 2cm in PDF points, 0 where it is none."""
    match = _LENGTH.fullmatch(typed.strip())
    return float(match[1]) * _POINTS[match[2]] if match else 0.0
