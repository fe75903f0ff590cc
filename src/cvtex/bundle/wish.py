"""What is asked of a bundle: its parts as they were typed, and the limits that it must keep."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from cvtex.bundle.labels import Numbering
from cvtex.diagnostics import Diagnostic, UsageError, did_you_mean
from cvtex.patterns import regex
from cvtex.values import dataclass

_AMOUNT = regex(r"(\d{1,12}(?:\.\d{1,6})?)\s*([a-zA-Z]*)$")
_UNITS = {
    "": 1, "b": 1, "kb": 1000, "mb": 1000**2, "gb": 1000**3, "kib": 1024, "mib": 1024**2, "gib": 1024**3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """A part as it was typed: a file, or a target of the data; `title` is empty where none was typed."""

    typed: str
    title: str
    file: Path | None
    target: str

    @property
    def name(self) -> str:
        """What findings call it: the file, or the target with its @."""
        return str(self.file) if self.file else f"@{self.target}"


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that the bundle may have, or the part of an index where it is not None."""

    option: str
    most: int
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """The choices of one command; `today` and `clock` are those of a target's build."""

    parts: tuple[str, ...]
    output: Path
    data: Path
    environment: Mapping[str, str]
    today: date | None = None
    title: str = ""
    paper: str = ""
    numbering: Numbering = "continuous"
    max_pages: tuple[str, ...] = ()
    max_bytes: tuple[str, ...] = ()
    clock: date | None = None


def wish(typed: str) -> Wish:
    """A part from its words: `letter.pdf`, `@cv`, `Title=letter.pdf` or `Title=@cv`. Raises UsageError for others.

    What is the name of a file as it stands is that file, with an equals sign in it or not.
    """
    title, equals, rest = typed.partition("=")
    if not equals or _there(typed):
        title, rest = "", typed
    title = " ".join(title.split())
    if not rest.strip() or rest == "@" or (equals and not title and rest != typed):
        hint = "a part is a file, or @ and the name of a target; Title= before it names its bookmark"
        raise _unmeant(f"the part `{typed}` names nothing", hint)
    if rest.startswith("@"):
        return Wish(typed, title, None, rest[1:])
    return Wish(typed, title, Path(rest), "")


def _there(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False


def limits(request: Request, wishes: Sequence[Wish]) -> tuple[tuple[Limit, ...], tuple[Limit, ...]]:
    """The limits of pages and of bytes. Raises UsageError for one that cannot be meant."""
    pages = tuple(_limit("--max-pages", typed, wishes) for typed in request.max_pages)
    size = tuple(_limit("--max-bytes", typed, wishes) for typed in request.max_bytes)
    return pages, size


def _limit(option: str, typed: str, wishes: Sequence[Wish]) -> Limit:
    name, equals, amount = typed.rpartition("=")
    found = _AMOUNT.match(amount.strip())
    factor = _UNITS.get(found[2].casefold()) if found else None
    if not found or factor is None or (option == "--max-pages" and not amount.strip().isdigit()):
        example = (
            "20, or letter.pdf=2 for a part" if option == "--max-pages" else "10MB, or letter.pdf=500kB for a part"
        )
        raise _unmeant(f"{option} cannot be `{typed}`", f"write {example}")
    most = int(float(found[1]) * factor)
    if most < 1:
        raise _unmeant(f"{option} cannot be `{typed}`", "the least is 1")
    return Limit(option, most, _index(option, name, wishes) if equals else None)


def _index(option: str, name: str, wishes: Sequence[Wish]) -> int:
    """The part that a limit is meant for: called as it was typed, by its title, or by its file or target."""
    known: dict[str, int] = {}
    for index, item in enumerate(wishes):
        for word in (item.typed, item.title, item.name):
            if word:
                known.setdefault(word, index)
    if name not in known:
        words = dict.fromkeys(item.title or item.name for item in wishes)
        raise _unmeant(f"{option} names the part `{name}`, and there is none", did_you_mean(name, words))
    return known[name]


def _unmeant(message: str, hint: str) -> UsageError:
    return UsageError(Diagnostic("U008", message, None, hint))


def refuse_overwriting(request: Request, wishes: Sequence[Wish]) -> None:
    """Raise UsageError where the bundle would take the place of one of its parts, or has one twice."""
    for index, item in enumerate(wishes):
        if item.file and _same(item.file, request.output):
            raise _unmeant(f"the bundle would take the place of its part `{item.file}`", "name another file with -o")
        if item.target and request.output.name == f"{item.target}.pdf":
            hint = f"`cvtex build` writes `{request.output.name}`: give the bundle a name of its own with -o"
            raise _unmeant(f"the bundle has the name of its part `{item.name}`", hint)
        for other in wishes[:index]:
            if (item.target and item.target == other.target) or (
                item.file and other.file and _same(item.file, other.file)
            ):
                raise _unmeant(f"the part `{item.name}` is named twice", "leave one of them out")


def _same(first: Path, second: Path) -> bool:
    try:
        return first.samefile(second)
    except (OSError, ValueError):
        return False
