"""What TeX needs of a theme: its files, those of its fonts, and the characters that they set."""

from functools import cache
from pathlib import Path

from cvtex.document.targets.themefile import (
    CHARACTERS,
    OPENTYPE,
    ThemeFile,
    find_theme,
    latex_folder,
    listed,
    theme_names,
)
from cvtex.quickyaml import yaml
from cvtex.values import dataclass

__all__ = [
    "FontSet",
    "TexFile",
    "Theme",
    "font_sets",
    "latex_folder",
    "load_fonts",
    "load_theme",
    "tex_inputs",
    "theme_names",
]
_FONTS = "fonts.yaml"


@dataclass(frozen=True, slots=True)
class TexFile:
    """A file that TeX must find, and the Debian package that brings it."""

    name: str
    debian: str


@dataclass(frozen=True, slots=True)
class FontSet:
    """Fonts that several themes share: a folder of `latex/fonts`, the files that they need, the characters that they set.

    `others` are the files that LuaTeX needs instead.
    """

    folder: Path
    files: tuple[TexFile, ...]
    others: tuple[TexFile, ...]
    characters: frozenset[str]
    opentype: frozenset[str]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme as TeX takes it: what it says of itself, with the files and characters beyond ASCII of its fonts.

    `opentype` are the characters that LuaTeX sets from them; none where they are not for LuaTeX.
    """

    about: ThemeFile
    files: tuple[TexFile, ...]
    characters: frozenset[str]
    inputs: tuple[Path, ...]
    opentype: frozenset[str] = frozenset()


def load_theme(name: str, folder: Path | None = None) -> Theme:
    """A theme by name, an owner's from its own folder."""
    about = find_theme(name, folder.parent.parent if folder else None)
    place = about.folder or latex_folder() / "themes" / name
    fonts = load_fonts(about.set) if about.set else None
    characters = _characters(place / CHARACTERS) | (fonts.characters if fonts else frozenset())
    inputs = [path for kind in ("*.cls", "*.def", "*.lua") for path in latex_folder().glob(kind)]
    inputs += [path for where in (fonts.folder if fonts else None, place) if where for path in where.glob("*.sty")]
    opentype = fonts.opentype if fonts else _characters(place / OPENTYPE)
    return Theme(about, fonts.files if fonts else (), characters, tuple(sorted(inputs)), opentype)


def font_sets() -> tuple[str, ...]:
    """The names of the font sets that come with cvtex."""
    return tuple(sorted(path.parent.name for path in (latex_folder() / "fonts").glob(f"*/{_FONTS}")))


def load_fonts(name: str) -> FontSet:
    """A font set by its name."""
    folder = latex_folder() / "fonts" / name
    read = (folder / file for file in (_FONTS, CHARACTERS, OPENTYPE))
    return _fonts(folder, tuple(path.stat().st_mtime_ns if path.is_file() else 0 for path in read))


@cache
def _fonts(folder: Path, _as_of: tuple[int, ...]) -> FontSet:
    """A font set as it is now, which stays while its files do."""
    text = (folder / _FONTS).read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    files, others = (
        tuple(TexFile(file, package) for package, names in data[key].items() for file in names)
        for key in ("files", "opentype")
    )
    return FontSet(folder, files, others, _characters(folder / CHARACTERS), _characters(folder / OPENTYPE))


def _characters(path: Path) -> frozenset[str]:
    """Those that a list has."""
    return frozenset(chr(int(word[2:], 16)) for _, word in listed(path))


def tex_inputs(name: str, folder: Path | None = None) -> tuple[Path, ...]:
    """The class's, the fonts' and the theme's own files that TeX reads."""
    return load_theme(name, folder).inputs
