"""What LuaTeX has learnt of fonts, kept as one file for each set of fonts: to read them anew takes seconds.

Each run unpacks it beside its document and works on that, so two builds at once are never in each other's way.
"""

import io
import os
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from cvtex.cache import place

ROOM = "luatex"
VARIABLES = ("TEXMFVAR", "TEXMFCACHE", "TEXMFCONFIG")
_FOLDER = "texmf-var"
_MOST = 60_000_000


def settings(scratch: Path) -> dict[str, str]:
    """Where TeX may keep what it learns of fonts: in the scratch folder, and nowhere else."""
    return dict.fromkeys(VARIABLES, str(scratch / _FOLDER))


def key_of(program: Path, fonts: Iterable[Path]) -> str:
    """What stands for an engine and these fonts, as they are now."""
    return place.digest(*(f"{path} {_about(path)}".encode() for path in (program, *fonts)))


def restore(environment: Mapping[str, str], key: str, scratch: Path) -> frozenset[str]:
    """Unpack what is known of a set of fonts; the names of its files."""
    room = place.room(environment, ROOM)
    content = place.read(os.path.join(room, key)) if room else b""
    if not content:
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            if sum(entry.file_size for entry in packed.infolist()) > _MOST or packed.testzip():
                return frozenset()
            packed.extractall(scratch / _FOLDER)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError):
        return frozenset()
    place.used(os.path.join(room, key))
    return frozenset(names)


def keep(environment: Mapping[str, str], key: str, scratch: Path, known: frozenset[str]) -> None:
    """Pack what was learnt, where that is more than was known."""
    room = place.room(environment, ROOM)
    top = scratch / _FOLDER
    files = sorted(path for path in top.rglob("*") if path.is_file())
    names = [str(path.relative_to(top)) for path in files]
    if not room or known.issuperset(names):
        return
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as into:
        for name, path in zip(names, files, strict=True):
            into.writestr(zipfile.ZipInfo(name), path.read_bytes(), zipfile.ZIP_DEFLATED, 1)
    if place.has_room(environment, packed.tell()) and place.write(os.path.join(room, key), packed.getvalue()):
        place.trim(environment)


def _about(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_size} {found.st_mtime_ns}"
