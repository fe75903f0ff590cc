"""Dumped formats: TeX as it is once it has read the class, the theme and the fonts for one set of options.

Such a format saves two thirds of TeX's time. It is made when options come for the second time, in as long as
two runs take: what comes once is not worth one. TeX without it gives the same bytes, and is asked whenever a
format is missing, out of date, damaged or fails.
"""

import json
import os
import shutil
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NoReturn

from cvtex import __version__
from cvtex.cache import place
from cvtex.diagnostics import CvtexError
from cvtex.typeset.engine import dump
from cvtex.typeset.kpsewhich import databases, locate
from cvtex.values import dataclass

NAME = "cvtex"
ENGINE = "pdflatex"
"""The engine that has formats; others set every document from its first line."""

_RECIPE = "2"
_FORMAT, _FONTS = f"{NAME}.fmt", f"{NAME}.map"
_MAP = "pdftex.map"
_ABOUT = "about.json"
_BEGIN, _END = r"\documentclass[", "]{cvtex}"
_NOWHERE = "/nonexistent"
_SIZE = 20_000_000  # bytes of a format, about
_PART = 2_000_000  # bytes that are read at a time to be summed up
_DAY = 86400  # seconds after which an engine that made no format is asked again
_GZIP = 31  # zlib's word for a gzip header
# The class's options are in the format: what the document says again is passed over. The map holds only fonts of ours.
_INITIAL = r"""%s
\ExplSyntaxOn \cs_if_exist_use:N \sys_ensure_backend: \ExplSyntaxOff
\renewcommand\documentclass[2][]{\pdfmapfile{cvtex.map}}
\dump
"""
_TELLS = ("Warning", "Missing character", "\nOverfull", "\nUnderfull")
"""What a log says when there is something to tell: it would be told once, and then no more."""


class DamagedError(Exception):
    """A format is not what was written: what TeX makes of it is worth nothing."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is up to date, where it is, the settings with which TeX finds it, and the files that it came from."""

    folder: str
    checksum: int
    settings: Mapping[str, str]
    sources: tuple[str, ...]

    @property
    def damaged(self) -> bool:
        """Whether it is not what was written: to be asked while TeX is at work with it."""
        return _sum(os.path.join(self.folder, _FORMAT)) != self.checksum

    def refuse(self) -> NoReturn:
        """Take it away, and raise DamagedError."""
        place.remove(self.folder)
        raise DamagedError


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a format is made of; `options` is the line that asks for the class, `names` are TeX's files that it may need."""

    program: Path
    options: str
    inputs: tuple[Path, ...]
    names: tuple[str, ...]
    environment: Mapping[str, str]

    @property
    def key(self) -> str:
        """What stands for all of this."""
        settings = sorted(f"{name}={value}" for name, value in self.environment.items() if _of_tex(name))
        words = (
            _RECIPE,
            __version__,
            str(self.program),
            *_about(str(self.program)),
            self.options,
            *self.names,
            *settings,
        )
        files = [part for path in self.inputs for part in (path.name.encode(), path.read_bytes())]
        return place.digest(*(os.fsencode(str(word)) for word in words), *files)


def find_format(recipe: Recipe) -> Format | None:
    """The format for a recipe, if there is one that is up to date; options that have come before get one now."""
    try:
        return _found(recipe)
    except (OSError, CvtexError):  # TeX without it will tell
        return None


def known_format(environment: Mapping[str, str], name: str) -> Format | None:
    """The format of this name (that of its folder), if there is one that is up to date."""
    room = place.room(environment, "formats")
    try:
        return _read(os.path.join(room, name)) if room and place.is_name(name) else None
    except OSError:
        return None


def _found(recipe: Recipe) -> Format | None:
    room = place.room(recipe.environment, "formats")
    seen = place.room(recipe.environment, "seen")
    line = recipe.options
    if not room or not seen or recipe.program.name != ENGINE or not (line.startswith(_BEGIN) and line.endswith(_END)):
        return None
    key = recipe.key
    folder, mark = os.path.join(room, key), os.path.join(seen, key)
    if os.path.isdir(folder):
        if found := _read(folder):
            place.used(folder)
            return found
        place.remove(folder)
    elif not os.path.exists(mark):
        place.write(mark, b"")
        return None
    elif place.read(mark) and time.time() - os.path.getmtime(mark) < _DAY:
        return None
    if not place.has_room(recipe.environment, _SIZE):
        return None
    if not _make(recipe, folder):
        place.write(mark, b"TeX cannot make it\n")
    place.trim(recipe.environment)
    return _read(folder)


def _of_tex(name: str) -> bool:
    """Whether TeX may look at an environment variable; those in small letters are settings of its size, ours are none of its."""
    theirs = name == "HOME" or "TEX" in name or "FONTS" in name or name.endswith("MAPS") or name.islower()
    return theirs and not name.startswith("CVTEX_")


def _read(folder: str) -> Format | None:
    """A format from its folder: only if what it was made of has not changed, and its fonts are those that were written."""
    try:
        about = json.loads(place.read(os.path.join(folder, _ABOUT)))
        sources, sums, settings = about["sources"], about["sums"], about["settings"]
        if any(_about(path) != tuple(then) for path, then in sources.items()):
            return None
        if zlib.crc32(place.read(os.path.join(folder, _FONTS))) != sums[_FONTS]:
            return None
        return Format(folder, sums[_FORMAT], {**settings, "TEXFORMATS": folder, "TEXFONTMAPS": folder}, tuple(sources))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _sum(path: str) -> int:
    """The checksum of a file, read by parts into one place: fresh memory for all of it takes longer than its sum."""
    made, part = 0, memoryview(bytearray(_PART))
    try:
        with open(path, "rb", buffering=0) as file:
            while size := file.readinto(part):
                made = zlib.crc32(part[:size], made)
    except OSError:
        return -1
    return made


def _about(path: str) -> tuple[int, int]:
    """Size and time of a file, by which a change shows; zeros where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


def _make(recipe: Recipe, folder: str) -> bool:
    """Dump a format and put it into its place whole; whether TeX made one."""
    draft = f"{folder}.{os.getpid()}.part"
    try:
        with tempfile.TemporaryDirectory(prefix="cvtex-") as name:
            made = _dump(recipe, Path(name))
        if made is None:
            return False
        place.remove(draft)
        os.mkdir(draft, 0o700)
        for file, content in made.items():
            Path(draft, file).write_bytes(content)
        os.rename(draft, folder)
    except OSError:  # full or read-only, or another process was quicker: TeX does without
        place.remove(draft)
    return True


def _dump(recipe: Recipe, scratch: Path) -> dict[str, bytes] | None:
    """The files of a format; None where TeX fails, or would have something to tell each time."""
    for path in recipe.inputs:
        shutil.copyfile(path, scratch / path.name)
    (scratch / f"{NAME}.ini").write_text(_INITIAL % recipe.options, encoding="utf-8")
    log, read = dump(recipe.program, NAME, scratch, recipe.environment)
    found, problem = locate((_MAP, *recipe.names), recipe.environment)
    if problem or _MAP not in found or any(word in log for word in _TELLS):
        return None
    try:
        dumped = zlib.decompress((scratch / _FORMAT).read_bytes(), _GZIP)
    except (OSError, zlib.error):
        return None
    fonts = _map_of(found[_MAP], {Path(name).stem for name in found})
    files = {_FORMAT: dumped, _FONTS: fonts}
    sources = {*read, *map(str, found.values()), *map(str, databases(recipe.environment)), str(recipe.program)}
    about = {
        "sources": {path: _about(path) for path in sorted(sources)},
        "sums": {name: zlib.crc32(content) for name, content in files.items()},
        "settings": _settings(found.values()),
    }
    return {**files, _ABOUT: json.dumps(about).encode()}


def _map_of(path: Path, fonts: set[str]) -> bytes:
    """The lines of TeX's font map for some fonts."""
    lines = path.read_bytes().splitlines(keepends=True)
    return b"".join(line for line in lines if line.split(b" ", 1)[0].decode("latin-1") in fonts)


def _settings(found: Iterable[Path]) -> dict[str, str]:
    """The settings with which TeX looks into the folders of these files, and into no database of all that is installed."""
    kinds = {"TFMFONTS": ".tfm", "T1FONTS": ".pfb", "ENCFONTS": ".enc"}
    paths = sorted(found)
    folders = {name: _folders(path for path in paths if path.suffix == suffix) for name, suffix in kinds.items()}
    return {**folders, "TEXINPUTS": ".", "TEXMFDBS": _NOWHERE, "VFFONTS": _NOWHERE, "hash_extra": "60000"}


def _folders(files: Iterable[Path]) -> str:
    """The folders of files: TeX looks through one after another for each, so those that have the most come first."""
    return ":".join(str(folder) for folder, _ in Counter(file.parent for file in files).most_common()) or _NOWHERE
