"""The cache folder: where it is, whose it is, and how files get into it, stay within its size and leave it.

Everything here works without pathlib, json and typing: an unchanged build is answered before Python could load them.
"""

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST = 250_000_000
"""Bytes that the cache may hold; what was used longest ago goes first."""

ROOMS = ("formats", "seen", "builds", "luatex", "fonts", "read", "drafts", "pages", "ahead")
"""What is in the folder: dumped formats, marks of options that came once, builds, fonts as LuaTeX knows them, and with a space,
bibliographies and pages as they were read, documents before they are set, and from which format each was set last.

In each nobody else may write.
"""

_LIMITS = {"read": 20_000_000, "drafts": 20_000_000, "pages": 40_000_000}
"""Bytes that a room may hold where it would fill the others' places: a page is a tenth of a megabyte."""

_TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# cvtex keeps here what can be made anew: https://bford.info/cachedir/\n"
_NAME = 32  # hexadecimal digits
_DAY = 86400
_DRAFTS_LAST = 3600.0
"""Seconds after which what a killed process had begun to write is cleared away."""


def digest(*parts: bytes) -> str:
    """What stands for these contents, in this order: 32 hexadecimal digits."""
    made = _blake2b(digest_size=16)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.hexdigest()


def folder(environment: "Mapping[str, str]") -> str:
    """The cache folder that the environment names; empty where there is to be none."""
    if "CVTEX_CACHE" in environment:
        named = environment["CVTEX_CACHE"]
        return os.path.abspath(named) if named else ""
    home = environment.get("HOME", "")
    if sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        base = environment.get("XDG_CACHE_HOME", "")
        base = base if os.path.isabs(base) else os.path.join(home, ".cache")
    return os.path.join(base, "cvtex") if os.path.isabs(base) else ""


def room(environment: "Mapping[str, str]", kind: str) -> str:
    """A room of the cache, there and our own; empty where there is none to be had."""
    root = folder(environment)
    path = os.path.join(root, kind)
    if root and not os.path.isdir(path):
        try:
            os.makedirs(root, 0o700, exist_ok=True)
            os.mkdir(path, 0o700)
            write(os.path.join(root, "CACHEDIR.TAG"), _TAG)
        except OSError:  # read-only or full, or another process was quicker
            pass
    return path if root and ours(root) and private(path) else ""


def ours(path: str) -> bool:
    """Whether a folder belongs to whoever runs this process."""
    try:
        return os.stat(path).st_uid == os.geteuid()
    except OSError:
        return False


def private(path: str) -> bool:
    """Whether it is a folder of ours, in which nobody else may write."""
    try:
        found = os.lstat(path)
    except OSError:
        return False
    return found.st_uid == os.geteuid() and found.st_mode & 0o170022 == 0o040000


def read(path: str) -> bytes:
    """A file of the cache, empty where it cannot be read."""
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read()
    except OSError:
        return b""


def write(path: str, content: bytes) -> bool:
    """Write a file of the cache whole, or not at all; whether it is there now."""
    draft = f"{path}.{os.getpid()}.part"
    try:
        with open(draft, "wb") as file:
            file.write(content)
        os.replace(draft, path)
    except OSError:
        remove(draft)
        return False
    return True


def seal(path: str, content: bytes) -> bytes:
    """What stands before the content of a file that is not trusted otherwise: it holds for this place alone."""
    return digest(os.fsencode(os.path.basename(path)), content).encode()


def sealed(path: str) -> bytes:
    """The content of such a file; empty where it is not what was written there."""
    kept = read(path)
    content = kept[_NAME:]
    return content if kept[:_NAME] == seal(path, content) else b""


def used(path: str) -> None:
    """Note that something was of use: it stays longer."""
    try:
        os.utime(path)
    except OSError:
        return


def remove(path: str) -> None:
    """Take away a file, or a folder and its files; what is gone already, or may not go, is let be."""
    try:
        if os.path.isdir(path) and not os.path.islink(path):
            with os.scandir(path) as inside:
                for entry in list(inside):
                    os.unlink(entry.path)
            os.rmdir(path)
        else:
            os.unlink(path)
    except OSError:
        return


def holdings(environment: "Mapping[str, str]", kind: str) -> list[tuple[float, int, str]]:
    """What a room holds that is whole: when each was last used, its bytes, its path."""
    return [(when, size, path) for when, size, path, whole in _entries(environment, kind) if whole]


def trim(environment: "Mapping[str, str]", most: int = MOST) -> None:
    """Bring the cache within its size; what was used longest ago goes first."""
    found = [(*entry, kind) for kind in ROOMS for entry in _entries(environment, kind)]
    left = {kind: sum(size for _, size, _, _, other in found if other == kind) for kind in ROOMS}
    newest = max((when for when, *_ in found), default=0.0)
    for when, size, path, whole, kind in sorted(found):
        over = sum(left.values()) > most or left[kind] > _LIMITS.get(kind, most)
        if over or (not whole and when < newest - _DRAFTS_LAST):
            remove(path)
            left[kind] -= size


def has_room(environment: "Mapping[str, str]", size: int, most: int = MOST) -> bool:
    """Whether something of this size can be kept without pushing out what was used within a day."""
    found = sorted(entry for kind in ROOMS for entry in _entries(environment, kind))
    over = sum(held for _, held, *_ in found) + size - most
    for when, held, *_ in found:
        if over > 0 and when > time.time() - _DAY:
            return False
        over -= held
    return True


def clear(environment: "Mapping[str, str]") -> int:
    """Take away everything that is ours, and nothing else; how many bytes that were."""
    freed = 0
    root = folder(environment)
    for kind in ROOMS:
        for _, size, path, _ in _entries(environment, kind):
            remove(path)
            freed += size
        _remove_if_empty(os.path.join(root, kind))
    if root and ours(root) and read(os.path.join(root, "CACHEDIR.TAG")) == _TAG:
        remove(os.path.join(root, "CACHEDIR.TAG"))
        _remove_if_empty(root)
    return freed


def _entries(environment: "Mapping[str, str]", kind: str) -> "Iterator[tuple[float, int, str, bool]]":
    """Everything in a room that bears a name that we give; `whole` is false for what is being written."""
    root = folder(environment)
    path = os.path.join(root, kind)
    if not root or not ours(root) or not private(path):
        return
    try:
        names = os.listdir(path)
    except OSError:
        return
    for name in names:
        key, _, rest = name.partition(".")
        if not is_name(key):
            continue
        try:
            here = os.path.join(path, name)
            found = os.lstat(here)
            inside = [os.lstat(os.path.join(here, other)) for other in os.listdir(here)] if _is_folder(found) else []
        except OSError:  # another process took it away
            continue
        yield found.st_mtime, found.st_size + sum(other.st_size for other in inside), here, not rest


def is_name(name: str) -> bool:
    """Whether it is a name that we give."""
    return len(name) == _NAME and not name.strip("0123456789abcdef")


def _is_folder(found: os.stat_result) -> bool:
    return found.st_mode & 0o170000 == 0o040000


def _remove_if_empty(path: str) -> None:
    try:
        os.rmdir(path)
    except OSError:
        return


try:  # hashlib would load OpenSSL first, which takes longer than all the rest of an answer
    from _blake2 import blake2b as _blake2b
except ImportError:
    from hashlib import blake2b as _blake2b
