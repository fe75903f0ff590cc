"""Theme files: where the themes are, and what each says of itself."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import cast

from cvtex.content.source import Source, read_source
from cvtex.content.tree import Mapping as Tree
from cvtex.content.tree import Node, Scalar, Sequence, parse_tree
from cvtex.diagnostics import DataError, Findings, Span, did_you_mean
from cvtex.document.targets import look as known
from cvtex.document.targets.look import CHOICES, Dates, Look, Place
from cvtex.document.targets.target import FONTS
from cvtex.patterns import regex
from cvtex.values import dataclass, field

FOLDER = "themes"
_PACKAGE = Path(__file__).resolve().parents[2]
_FILE = "theme.yaml"
CHARACTERS, OPENTYPE = "characters.txt", "opentype.txt"
_NUMBER = regex(r"U\+(?:10|0?[0-9A-Fa-f])?[0-9A-Fa-f]{4}")
COLOUR = regex(r"#([0-9A-Fa-f]{6})")
SHARE = regex(r"(\d{2,3})\s*%")

THEME_KEYS: dict[str, str] = {
    "description": "what the theme looks like, in one line",
    "set": "the fonts that it uses: a folder of latex/fonts",
    "fonts": "the typefaces that `font:` may name, the usual one first",
    "space": "the least share of its white that it bears, such as 70%",
    "accent": "its accent colour, such as #7A1424, if it has one",
    "headings": "the headings that it has, of smallcaps, bold and regular, the usual ones first",
    "bullets": "the bullets that it has, of mixed, dots and dashes, the usual ones first",
    "labels": "where numbers of publications may stand, of hung and inline, the usual place first",
    "numbers": "where numbers of sections stand: hung or inline",
    "dates": "where dates stand: right, or following their text",
}


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """What a theme says of itself; `choices` has the values that it knows of each choice, the usual one first.

    `folder` is that of an owner's theme, `set` the fonts that it uses, if it brings none of its own.
    """

    name: str
    description: str = ""
    set: str = ""
    fonts: tuple[str, ...] = ()
    space: float = 1.0
    accent: str = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Place = "hung"
    dates: Dates = "right"
    folder: Path | None = None

    def look(self, accent: str = "", chosen: Mapping[str, str] | None = None) -> Look:
        """The look of this theme, with an accent colour and choices in place of its own."""
        chosen = chosen or {}
        differing = ((key, value) for key, value in sorted(chosen.items()) if value != self.choices[key][0])
        labels = chosen.get("labels") or self.choices.get("labels", ("hung",))[0]
        usual = self.fonts[0] if self.fonts else ""
        same = accent.upper() == self.accent.upper()
        return Look(
            cast(Place, labels),
            self.numbers,
            self.dates,
            usual,
            "" if same else accent.upper(),
            tuple(differing),
            self.folder,
            self.space,
        )


def latex_folder() -> Path:
    """The folder of class, fonts and themes: in the wheel beside the code, in a checkout at its top."""
    inside = _PACKAGE / "latex"
    return inside if inside.is_dir() else _PACKAGE.parent.parent / "latex"


def theme_names(folder: Path | None = None) -> tuple[str, ...]:
    """The themes that come with cvtex, and those in `themes/` of a data folder."""
    places = [latex_folder(), *([folder] if folder else [])]
    return tuple(sorted({path.parent.name for place in places for path in (place / FOLDER).glob(f"*/{_FILE}")}))


def find_theme(name: str, folder: Path | None = None) -> ThemeFile:
    """A theme by its name, one of `theme_names`: that of the data folder, else one that comes with cvtex.

    Raises DataError with every mistake of its file, or where an owner's theme has the name of another.
    """
    own = folder / FOLDER / name if folder else None
    if own is None or not (own / _FILE).is_file():
        return _shipped(name)
    findings = Findings()
    source = read_source(own / _FILE, findings)
    if name in theme_names():
        hint = "give the folder, and its `cvtheme-….sty`, another name"
        findings.error("D039", f"`{name}` is the name of a theme that comes with cvtex", Span(str(own)), hint)
    for problem, path in _unfit(own, name):
        findings.error("D039", problem, Span(str(path)), "a theme is a folder of its own files, and of no others")
    for word, place in _unnumbered(own):
        hint = "a line of the list begins with the number of a character, such as U+00E9"
        findings.error("D039", f"`{word}` is no character's number", place, hint)
    theme = _read(name, source, findings, own) if source else None
    if theme is None or findings.failed:
        raise DataError(*findings.ordered())
    return theme


def _unfit(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    """What TeX could not read of an owner's theme, or must not."""
    needed = folder / f"cvtheme-{name}.sty"
    if not needed.is_file():
        yield f"the theme has no file `{needed.name}`", folder
    taken = {path.name for kind in ("*.def", "*.cls", "fonts/*/*.sty") for path in latex_folder().glob(kind)}
    for path in sorted((folder, *folder.iterdir())):
        if path.is_symlink():
            yield f"`{path.name}` is a link, which might lead out of the data folder", path
        elif path.name in taken:
            yield f"`{path.name}` is the name of a file that comes with cvtex", path


def listed(path: Path) -> Iterator[tuple[int, str]]:
    """The characters of a list by their numbers, one in each line as `U+00E9 é`; each with its line."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    return ((number, line.split()[0]) for number, line in enumerate(lines, 1) if line.startswith("U+"))


def _unnumbered(folder: Path) -> Iterator[tuple[str, Span]]:
    """What the lists of an owner's theme have that is no number of a character."""
    for path in (folder / CHARACTERS, folder / OPENTYPE):
        for number, word in listed(path):
            if not _NUMBER.fullmatch(word):
                yield word, Span(str(path), number, 1, len(word))


def _shipped(name: str) -> ThemeFile:
    path = latex_folder() / FOLDER / name / _FILE
    return _shipped_as_of(name, path, path.stat().st_mtime_ns)


@cache
def _shipped_as_of(name: str, path: Path, _when: int) -> ThemeFile:
    text = path.read_text(encoding="utf-8")
    findings = Findings()
    theme = _read(name, Source(str(path), text, tuple(text.split("\n"))), findings, None)
    if theme is None or findings.failed:
        raise DataError(*findings.ordered())
    return theme


def _read(name: str, source: Source, findings: Findings, folder: Path | None) -> ThemeFile | None:
    root = parse_tree(source, findings)
    if not isinstance(root, Tree):
        place = root.span if root else source.span(1, 1)
        findings.error("D001", "a theme's file is a mapping", place, "write lines such as `description: my own look`")
        return None
    for key, _ in root.pairs:
        if key.value not in THEME_KEYS:
            hint = did_you_mean(key.value, THEME_KEYS)
            findings.error("D007", f"unknown key `{key.value}` in a theme", key.span, hint)
    return _Reader({key.value: node for key, node in root.pairs}, findings).read(name, folder)


class _Reader:
    """Reads the values of one theme's file."""

    def __init__(self, parts: Mapping[str, Node], findings: Findings) -> None:
        self.parts, self.findings = parts, findings

    def read(self, name: str, folder: Path | None) -> ThemeFile:
        sets = sorted(path.name for path in (latex_folder() / "fonts").iterdir() if path.is_dir())
        accent = self._words("accent")
        if accent and not COLOUR.fullmatch(accent[0]):
            self._wrong("accent", "write a colour as #7A1424, in quotes")
        return ThemeFile(
            name,
            " ".join(self._words("description")),
            self._one("set", ("", *sets)),
            self._words("fonts", FONTS),
            self._share(),
            accent[0].removeprefix("#") if accent else "",
            {key: words for key, values in CHOICES.items() if (words := self._words(key, values))},
            cast(Place, self._one("numbers", known.NUMBERS)),
            cast(Dates, self._one("dates", known.DATES)),
            folder,
        )

    def _words(self, key: str, values: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A word, or several, of these values."""
        node = self.parts.get(key)
        items = node.items if isinstance(node, Sequence) else (node,) if node else ()
        words = tuple(item.value.strip() for item in items if isinstance(item, Scalar) and item.value.strip())
        if len(words) < len(items) or (values and not set(words) <= set(values)):
            self._wrong(
                key, f"write one or more of: {', '.join(filter(None, values))}" if values else f"write {key}: …"
            )
            return ()
        return words

    def _one(self, key: str, values: tuple[str, ...]) -> str:
        words = self._words(key, values)
        return words[0] if words else values[0]

    def _share(self) -> float:
        words = self._words("space")
        match = SHARE.fullmatch(words[0]) if words else None
        if words and not (match and 50 <= int(match[1]) <= 100):
            self._wrong("space", "write 50% to 100%")
        return int(match[1]) / 100 if match else 1.0

    def _wrong(self, key: str, hint: str) -> None:
        self.findings.error("D017", f"`{key}` of the theme cannot be read", self.parts[key].span, hint)
