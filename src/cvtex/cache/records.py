"""Records of builds and checks: the same command over the same files, with the same programs, says the same again.

A record is kept when a command has ended, in the cache and not beside the output. It has everything that the
command read, and what it wrote, by content. While all of that stays, the command is answered from the record,
before anything else is loaded.
"""

import marshal
import os
import sys

from cvtex.cache import facts, place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_ANEW = ("--force", "--open", "--watch")
_SETTINGS = ("HOME", "LANG", "LOGNAME", "NO_COLOR", "SOURCE_DATE_EPOCH", "TERM", "TZ", "USER", "USERNAME")
_FAMILIES = ("CVTEX_", "LC_", "PYTHON", "TEX", "XDG_")
_MARK = 32  # the length of a digest


def packed(code: int, said: list[tuple[int, str]], known: tuple[facts.Fact, ...]) -> bytes:
    """A record: the exit code, what was printed (1 is standard output, 2 standard error), and what that depends on."""
    record = marshal.dumps((code, tuple(said), known))  # type: ignore[arg-type]
    return place.digest(record).encode() + record


def replay(arguments: list[str]) -> int | None:
    """Say again what the same command said, if nothing has changed since; its exit code, None where it must run."""
    path = record_of(arguments)
    content = place.read(path) if path else b""
    mark, record = content[:_MARK], content[_MARK:]
    if not content or place.digest(record).encode() != mark:
        return None
    try:
        code, said, known = marshal.loads(record)  # of our own making: the digest says so
        if not all(facts.holds(*fact) for fact in known):
            return None
    except (OSError, ValueError, TypeError, KeyError, EOFError):  # files come and go; another cvtex wrote it
        return None
    place.used(path)
    for stream, text in said:
        _print(stream, text)
    return int(code)


def record_of(arguments: list[str]) -> str:
    """The file of a command's record; empty for one that is never remembered, or without a cache."""
    try:
        room = "" if _anew(arguments) else place.room(os.environ, "builds")
        return os.path.join(room, _key(arguments)) if room else ""
    except OSError:  # the folder that the command was given in is gone
        return ""


def _anew(arguments: list[str]) -> bool:
    """Whether a command neither builds nor checks, or wants more than its result."""
    named = ("CVTEX_BUILD_" + name[2:].upper() for name in _ANEW)
    return (
        arguments[:1] not in (["build"], ["check"])
        or any(name in arguments for name in _ANEW)
        or any(name in os.environ for name in named)
    )


def _key(arguments: list[str]) -> str:
    """What stands for a command: its words, where it is given, and the settings that it may follow."""
    seen = "colour" if sys.stderr.isatty() else ""
    return key(os.environ, sys.version, os.getcwd(), seen, *arguments)


def key(environment: "Mapping[str, str]", *words: str) -> str:
    """What stands for some words on this machine, and for those settings of the environment that cvtex may follow."""
    settings = sorted(f"{name}={value}" for name, value in environment.items() if _matters(name))
    return place.digest(*map(os.fsencode, (os.uname().nodename, str(len(words)), *words, *settings)))


def _matters(name: str) -> bool:
    """Whether cvtex, Python or TeX may look at an environment variable."""
    return name in _SETTINGS or name.startswith(_FAMILIES) or "FONTS" in name or name.islower()


def _print(stream: int, text: str) -> None:
    """Print without Python's streams; whoever closed the pipe has seen enough."""
    content = text.encode("utf-8", "backslashreplace")
    try:
        while content:
            content = content[os.write(stream, content) :]
    except BrokenPipeError:
        return
