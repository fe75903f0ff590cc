"""Where TeX finds its files: one question to kpsewhich, asked for many names."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from cvtex.programs import ask, find_program

NOBODYS_FOLDER = Path("/")
"""Where programs are asked: TeX would also find files of the folder that the user stands in."""


def locate(names: Iterable[str], environment: Mapping[str, str]) -> tuple[dict[str, Path], str]:
    """The paths of TeX's files by name, and why that cannot be told, if so."""
    paths, problem = _ask(names, environment)
    return {path.name: path for path in paths}, problem


def databases(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """TeX's lists of what is installed: they change whenever something is."""
    return _ask(("-all", "ls-R"), environment)[0]


def _ask(arguments: Iterable[str], environment: Mapping[str, str]) -> tuple[tuple[Path, ...], str]:
    program = find_program("kpsewhich", environment)
    if program is None:
        return (), "it is not installed"
    # The engine sets TEXINPUTS in the same way.
    answer = ask(program, *arguments, environment={**environment, "TEXINPUTS": ".:"}, folder=NOBODYS_FOLDER)
    if answer.status not in (0, 1):  # 1 says that a file was not found
        return (), answer.problem
    return tuple(Path(line) for line in answer.text.splitlines() if line.strip()), ""
