"""What a build depends on: the files of the data folder, the class and the themes, each as it stands just now."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from cvtex.values import dataclass

State = tuple[int, int, int, int]
"""Inode, size, and the times of the last change of content and of anything else: while they stay, so does a file."""

_DEPTH = 3
_MOST_FOLDERS = 300
_PASSING = ("~", "#", ".tmp", ".bak", ".swp", ".part", ".orig")
_PROBES = ("4913",)  # vim's, to see whether it may write


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that are followed and the folders that they lie in; a folder that comes back is another one."""

    files: Mapping[str, State]
    folders: Mapping[str, tuple[int, int]]


def sources(places: Iterable[Path], *, but: Path) -> Sources:
    """The files in and below some folders, as they are now; what is hidden is not followed, nor is the output (`but`).

    Folders are searched three deep, for a data folder may be a whole home.
    """
    files: dict[str, State] = {}
    folders: dict[str, tuple[int, int]] = {}
    output = os.path.realpath(but)
    waiting = [(os.path.abspath(place), _DEPTH) for place in places]
    while waiting and len(folders) < _MOST_FOLDERS:
        path, depth = waiting.pop(0)
        with suppress(OSError):
            own = os.stat(path)
            entries = list(os.scandir(path))
            folders[path] = own.st_dev, own.st_ino
            files |= _files(entries)
            waiting += [(inner, depth - 1) for inner in _inner(entries) if depth and os.path.realpath(inner) != output]
    return Sources(files, folders)


def _files(entries: Iterable[os.DirEntry[str]]) -> Iterator[tuple[str, State]]:
    for entry in entries:
        if not _passing(entry.name):
            with suppress(OSError):  # gone since
                found = entry.stat()
                if entry.is_file():
                    yield entry.path, (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _inner(entries: Iterable[os.DirEntry[str]]) -> Iterator[str]:
    for entry in entries:
        with suppress(OSError):
            if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
                yield entry.path


def _passing(name: str) -> bool:
    """Whether it is hidden, or one of the files that editors write for a moment or as a copy."""
    return name.startswith((".", "#")) or name.endswith(_PASSING) or name in _PROBES or "___jb_" in name
