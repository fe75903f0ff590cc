"""The catalogue: the themes, targets, styles and checks that there are, and what each finding means."""

import textwrap
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from cvtex.diagnostics import DataError, Diagnostic, Span, UsageError, did_you_mean
from cvtex.document.references.style import style_names
from cvtex.document.targets.target import Target
from cvtex.document.targets.targetfile import load_target, shipped_names, shipped_target, target_names
from cvtex.document.targets.themefile import find_theme, theme_names
from cvtex.languages.language import load_language
from cvtex.quickyaml import yaml
from cvtex.values import dataclass

_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code says in words; `wrong` and `right` are pieces of data, empty where none would help."""

    title: str
    means: str
    matters: str
    mend: str
    wrong: str = ""
    right: str = ""


def catalogue(what: str, data: Path) -> tuple[list[tuple[str, str]], tuple[Diagnostic, ...]]:
    """The names and meanings of all `themes` and `targets` (of a data folder), `styles` or `checks`, and what is wrong.

    Raises DataError when the data folder cannot be read.
    """
    if what == "themes":
        return _themes(data)
    if what == "targets":
        return _targets(data)
    if what == "styles":
        return [(name, _style_description(name)) for name in style_names()], ()
    from cvtex.verify.checks import CHECKS

    return sorted((check.code, check.promise) for check in CHECKS.values()), ()


def _targets(data: Path) -> tuple[list[tuple[str, str]], tuple[Diagnostic, ...]]:
    """The targets that can be read, and the mistakes of the others."""
    folder = _folder(data)
    if not folder.is_dir():
        hint = "name the folder that holds cv.yaml with --data; `cvtex new DIR` makes one"
        raise DataError(Diagnostic("S001", "the data folder does not exist", Span(str(data)), hint))
    rows: list[tuple[str, str]] = []
    wrong: list[Diagnostic] = []
    for name in target_names(folder):
        try:
            target = load_target(folder, name)
        except DataError as error:
            wrong += error.diagnostics
        else:
            rows.append((name, _described(target)))
    rows += [(name, f"extends: {name} ({_whose(shipped_target(name))})") for name in shipped_names()]
    return rows, tuple(dict.fromkeys(wrong))


def _themes(data: Path) -> tuple[list[tuple[str, str]], tuple[Diagnostic, ...]]:
    """The themes that can be read, the owner's among them, and the mistakes of the others."""
    folder = _folder(data)
    rows: list[tuple[str, str]] = []
    wrong: list[Diagnostic] = []
    for name in theme_names(folder):
        try:
            rows.append((name, find_theme(name, folder).description))
        except DataError as error:
            wrong += error.diagnostics
    return rows, tuple(dict.fromkeys(wrong))


def _folder(data: Path) -> Path:
    """The data folder: the one named, or `data` within it."""
    return data if (data / "cv.yaml").exists() or not (data / "data").is_dir() else data / "data"


def _whose(target: Target) -> str:
    """Whose rule a target that comes with cvtex keeps, or what it is where it keeps none."""
    return target.rules[0].of if target.rules else target.title or "no rule"


def _described(target: Target) -> str:
    title = target.title or load_language(target.language).words["title"]
    return f"{title}, {target.paper}, {target.size:g}pt, {target.theme}"


def _style_description(name: str) -> str:
    text = (resources.files("cvtex.document.references") / "styles" / f"{name}.yaml").read_text(encoding="utf-8")
    return str(yaml.safe_load(text)["description"])


@cache
def meanings() -> Mapping[str, Meaning]:
    """What each code means, by code."""
    text = (resources.files("cvtex") / "codes.toml").read_text(encoding="utf-8")
    return {code: Meaning(**fields) for code, fields in tomllib.loads(text).items()}


def explanation(code: str) -> str:
    """A code in words: what it means, why it matters, how to mend it. Raises UsageError for an unknown one."""
    known = meanings()
    wanted = code.strip(" []").upper()
    if wanted not in known:
        family = [name for name in known if name[0] == wanted[:1]]
        hint = did_you_mean(wanted, family) if family else "a code is a letter and three digits, such as D007"
        raise UsageError(Diagnostic("U005", f"there is no finding `{code}`", None, hint))
    meaning = known[wanted]
    parts = [
        f"{wanted}: {meaning.title}",
        _part("What it means", meaning.means),
        _part("Why it matters", meaning.matters),
    ]
    parts.append(_part("How to mend it", meaning.mend))
    examples = (("Instead of", meaning.wrong), ("Write", meaning.right))
    parts += [f"{title}\n{textwrap.indent(piece.rstrip(), '    ')}" for title, piece in examples if piece]
    return "\n\n".join(parts)


def _part(title: str, text: str) -> str:
    lines = textwrap.fill(text, _WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    return f"{title}\n{lines}"
