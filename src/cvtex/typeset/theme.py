"""The themes and the class: where they are, what they need, which characters they set."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from cvtex.diagnostics import Diagnostic, UsageError, did_you_mean

_PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class TexFile:
    """A file that TeX must find, and the Debian package that brings it."""

    name: str
    debian: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A look: its description, the TeX files that it needs, the characters beyond ASCII that it sets.

    `fonts` are its typefaces, the usual one first; `space` is the least share of its white that it bears.
    """

    name: str
    description: str
    files: tuple[TexFile, ...]
    characters: frozenset[str]
    fonts: tuple[str, ...]
    space: float


def latex_folder() -> Path:
    """The folder of class and themes: in the wheel beside the code, in a checkout at its top."""
    inside = _PACKAGE / "latex"
    return inside if inside.is_dir() else _PACKAGE.parent.parent / "latex"


def theme_names() -> tuple[str, ...]:
    return tuple(sorted(path.parent.name for path in (latex_folder() / "themes").glob("*/theme.yaml")))


@cache
def load_theme(name: str) -> Theme:
    """A theme by name. Raises UsageError when there is none."""
    if name not in theme_names():
        raise UsageError(Diagnostic("U003", f"there is no theme `{name}`", None, did_you_mean(name, theme_names())))
    folder = latex_folder() / "themes" / name
    data = yaml.load(
        (folder / "theme.yaml").read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    lines = (folder / "characters.txt").read_text(encoding="utf-8").splitlines()
    characters = frozenset(chr(int(line.split()[0][2:], 16)) for line in lines if line.startswith("U+"))
    files = tuple(TexFile(file, package) for package, names in data["files"].items() for file in names)
    return Theme(
        name, data["description"], files, characters, tuple(data.get("fonts", ())), float(data.get("space", 1))
    )


def tex_inputs(theme: str) -> tuple[Path, ...]:
    """The class's and theme's own files that TeX reads."""
    folder = latex_folder()
    kinds = ("*.cls", "*.def", "*.sty")
    return tuple(
        sorted(path for kind in kinds for place in (folder, folder / "themes" / theme) for path in place.glob(kind))
    )
