"""The doctor: what cvtex needs and finds on this machine, and the command that installs the rest."""

import importlib.metadata
import json
import os
import platform
import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from cvtex import __version__
from cvtex.cache import place
from cvtex.diagnostics import MISSING, OK
from cvtex.patterns import regex
from cvtex.programs import ask, find_program
from cvtex.systems import System, install_parts, install_tex, install_tool, renew_tex, system_of
from cvtex.typeset.kpsewhich import NOBODYS_FOLDER, locate
from cvtex.typeset.theme import TexFile, font_sets, latex_folder, load_fonts
from cvtex.values import dataclass, replace

# The Python packages and their versions, as in pyproject.toml.
LIBRARIES = {
    "bibtexparser": ">=2.1,<3",
    "click": ">=8.2,<9",
    "icu4py": ">=1.2,<2",
    "pylatex": ">=1.4.2,<2",
    "pypdf": ">=7,<8",
    "pypdfium2": ">=5,<6",
    "pyyaml": ">=6.0.2,<7",
    "watchfiles": ">=1.1,<2",
}
_KERNEL = "latex.ltx"
_KERNEL_DATE = regex(r"def\s*\\fmtversion\s*\{(\d{4}-\d{2}-\d{2})\}")
_KERNEL_NEEDED = regex(r"\\NeedsTeXFormat\{LaTeX2e\}\[(\d{4}-\d{2}-\d{2})\]")
_SYSTEM_PROGRAMS = Path("/usr/bin")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was looked for; `optional` is not there and not needed, `unknown` could not be examined."""

    name: str
    status: Literal["ok", "missing", "optional", "unknown"]
    detail: str


@dataclass(frozen=True, slots=True)
class Health:
    """What was found, and the commands that bring what is missing."""

    items: tuple[Item, ...]
    commands: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(item.name for item in self.items if item.status == "missing")

    @property
    def exit_code(self) -> int:
        return MISSING if self.missing else OK


def examine(
    environment: Mapping[str, str], *, system: str = sys.platform, os_release: Path = Path("/etc/os-release")
) -> Health:
    """Look for everything that cvtex uses. Never raises for what is missing or broken."""
    release = os_release.read_text(encoding="utf-8", errors="replace") if os_release.is_file() else ""
    here = system_of(system, release, root=os.geteuid() == 0)
    pdflatex = find_program("pdflatex", environment)
    if (
        pdflatex
        and pdflatex.parent.resolve() != _SYSTEM_PROGRAMS
        and find_program("tlmgr", environment)
        and here.kind != "macos"
    ):
        here = replace(here, kind="texlive")
    parts = (
        _python(),
        _tex(environment, here),
        _fonts(environment, here),
        _around(environment, here),
        _cache(environment),
    )
    items = tuple(item for part in parts for item in part.items)
    commands = dict.fromkeys(command for part in parts for command in part.commands)
    return Health(items, tuple(commands))


def tell(health: Health, form: str) -> str:
    """The result for people (`text`) or programs (`json`)."""
    if form == "json":
        items = [{"name": item.name, "status": item.status, "detail": item.detail} for item in health.items]
        record = {"version": 1, "passed": not health.missing, "items": items}
        return json.dumps(
            {**record, "missing": health.missing, "commands": health.commands}, ensure_ascii=False, indent=1
        )
    width = max(len(item.name) for item in health.items) + 2
    lines = [f"{item.status:<10}{item.name:<{width}}{item.detail}".rstrip() for item in health.items]
    if not health.missing:
        return "\n".join([*lines, "", "all that is needed is installed"])
    lines += ["", f"missing: {', '.join(health.missing)}"]
    if health.commands:
        lines += ["this installs it:", *(f"    {command}" for command in health.commands)]
    return "\n".join(lines)


def _python() -> Health:
    """cvtex, Python, and the libraries in their versions."""
    items = [
        Item("cvtex", "ok", f"{__version__}, {Path(__file__).parent}"),
        Item("Python", "ok", f"{platform.python_version()}, {sys.executable}"),
    ]
    lacking = []
    for name, wanted in LIBRARIES.items():
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            version = ""
        if version and _fits(version, wanted):
            items.append(Item(name, "ok", version))
        else:
            items.append(Item(name, "missing", f"{version or 'not installed'}; {wanted} is needed"))
            lacking.append(shlex.quote(f"{name}{wanted}"))
    command = f"{shlex.quote(sys.executable)} -m pip install {' '.join(lacking)}"
    return Health(tuple(items), (command,) if lacking else ())


def _fits(version: str, wanted: str) -> bool:
    """Whether a version is in a range such as `>=2.1,<3`."""
    least, below = (_numbers(part.strip("<>=")) for part in wanted.split(","))
    return least <= _numbers(version) and _numbers(version)[: len(below)] < below


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version.split("+")[0])[:3])


def _tex(environment: Mapping[str, str], system: System) -> Health:
    """The programs of TeX, and the release of LaTeX."""
    programs = [_program(name, environment) for name in ("pdflatex", "kpsewhich")]
    if any(item.status == "missing" for item in programs):
        return Health(tuple(programs), install_tex(system))
    found, problem = locate([_KERNEL], environment)
    if problem:
        return Health((*programs, Item("LaTeX", "missing", f"kpsewhich is of no use: {problem}")), install_tex(system))
    kernel = _kernel(found[_KERNEL]) if _KERNEL in found else ""
    needed = _kernel_needed()
    if not kernel:
        return Health(
            (*programs, Item("LaTeX", "missing", f"there is no {_KERNEL} with its date")), install_tex(system)
        )
    if kernel < needed:
        return Health(
            (*programs, Item("LaTeX", "missing", f"{kernel} is too old: {needed} is needed")), renew_tex(system)
        )
    return Health((*programs, Item("LaTeX", "ok", kernel)))


def _program(name: str, environment: Mapping[str, str]) -> Item:
    path = find_program(name, environment)
    if path is None:
        return Item(name, "missing", "not installed, or not on PATH")
    answer = ask(path, "--version", environment=environment, folder=NOBODYS_FOLDER)
    if answer.problem:
        return Item(name, "missing", f"{path} is of no use: {answer.problem}")
    return Item(name, "ok", ", ".join([*answer.text.splitlines()[:1], str(path)]))


def _kernel(path: Path) -> str:
    try:
        match = _KERNEL_DATE.search(path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return ""
    return match[1] if match else ""


def _kernel_needed() -> str:
    """The release of LaTeX that the class asks for."""
    path = latex_folder() / "cvtex.cls"
    match = _KERNEL_NEEDED.search(path.read_text(encoding="utf-8")) if path.is_file() else None
    return match[1] if match else ""


def _fonts(environment: Mapping[str, str], system: System) -> Health:
    """The TeX files of the fonts that the themes use."""
    if find_program("kpsewhich", environment) is None:
        return Health(tuple(Item(f"fonts {name}", "unknown", "kpsewhich would tell") for name in font_sets()))
    sets = {name: load_fonts(name).files for name in font_sets()}
    others = [file for name in font_sets() for file in load_fonts(name).others]
    names = dict.fromkeys(file.name for files in (*sets.values(), others) for file in files)
    found, problem = locate(names, environment)
    lacking = [file for files in sets.values() for file in files if file.name not in found]
    if problem:
        return Health(tuple(Item(f"fonts {name}", "unknown", problem) for name in sets))
    items = [item for name, files in sets.items() for item in _set(name, files, found)]
    unfound = [file for file in others if file.name not in found]
    if unfound:
        how = "; ".join(install_parts(system, (file.debian for file in unfound)))
        items.append(Item("OpenType fonts", "optional", f"{unfound[0].name} is not found; LuaTeX needs it: {how}"))
    return Health(tuple(items), install_parts(system, (file.debian for file in lacking)) if lacking else ())


def _set(name: str, files: tuple[TexFile, ...], found: Mapping[str, Path]) -> Iterator[Item]:
    lacking = [file.name for file in files if file.name not in found]
    if not lacking:
        yield Item(f"fonts {name}", "ok", f"{len(files)} TeX files")
    for file in lacking:
        yield Item(file, "missing", f"for the fonts {name}")


def _cache(environment: Mapping[str, str]) -> Health:
    """The cache folder, and how much it holds."""
    root = place.folder(environment)
    rooms = [path for name in place.ROOMS if os.path.lexists(path := os.path.join(root, name))]
    if not root:
        return Health((Item("cache", "optional", "CVTEX_CACHE or HOME names no folder: nothing is kept"),))
    if (os.path.lexists(root) and not place.ours(root)) or not all(map(place.private, rooms)):
        return Health((Item("cache", "optional", f"{root} is not used: others own it or may write there"),))
    sizes = {name: [size for _, size, _ in place.holdings(environment, name)] for name in place.ROOMS}
    fonts = len(sizes["fonts"]) + len(sizes["luatex"])
    held = (
        (len(sizes["formats"]), "format"),
        (len(sizes["builds"]), "build"),
        (fonts, "font"),
        (len(sizes["pages"]), "page"),
    )
    counts = ", ".join(f"{number} {word}{'s' * (number != 1)}" for number, word in held)
    size = sum(map(sum, sizes.values())) / 1e6
    return Health((Item("cache", "ok", f"{root}: {counts}, {size:.1f} MB of {place.MOST / 1e6:.0f} MB"),))


def _around(environment: Mapping[str, str], system: System) -> Health:
    """The class, and the programs that are used where they are installed."""
    path = latex_folder() / "cvtex.cls"
    sound = path.is_file()
    item = Item("class", "ok", str(path)) if sound else Item("class", "missing", f"{path}: install cvtex again")
    return Health((item, *(_wanted(name, package, use, environment, system) for name, package, use in _AROUND)))


_AROUND = (
    ("qpdf", "qpdf", "used where it is installed"),
    ("lualatex", "texlive-luatex", "sets what pdfTeX's fonts have no characters for"),
    ("fc-list", "fontconfig", "finds the fonts for it"),
)
"""Programs that are not needed for every CV: their packages, and what they are for."""


def _wanted(name: str, package: str, use: str, environment: Mapping[str, str], system: System) -> Item:
    item = _program(name, environment)
    if item.status != "missing":
        return item
    return Item(name, "optional", f"{item.detail}; {use}: {install_tool(system, package)}")
