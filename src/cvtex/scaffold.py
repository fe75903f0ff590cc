"""A new CV folder: sample data that build as they stand, under the name of their owner."""

import os
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from cvtex.content.load import load
from cvtex.content.markup import typographic
from cvtex.content.names import UnreadableNameError, fold, parse_names
from cvtex.content.source import describe
from cvtex.content.traps import quoted
from cvtex.diagnostics import DataError, Diagnostic, Span, TypesettingError, UsageError
from cvtex.document.compose import compose
from cvtex.document.targets.targetfile import load_target, target_names
from cvtex.patterns import regex
from cvtex.quickyaml import yaml
from cvtex.schema import schema_text

_ORDINARY = regex(r"(?!.*'')[^\W\d_](?:[\w .'’-]*[\w.])?")
_UNTYPED = ("Cc", "Cs", "Zl", "Zp")
_MARKUP = regex(r"[\\*\[\]$]")
_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "{}$&#%_"},
}
_MOST_NAMED = 3
_IGNORED = {".git"}


def scaffold(folder: Path, name: str) -> list[Path]:
    """Make a CV folder that builds as it stands, and return its files.

    Raises UsageError when something is in the way or the name cannot be one, TypesettingError when
    the folder cannot be written. Nothing is left behind then.
    """
    files = _files(_sound_name(name))
    place = Path(os.path.abspath(folder))
    try:
        _refuse_what_is_in_the_way(folder, place)
        ground = next(path for path in (place, *place.parents) if path.exists())
        with _draft(ground) as draft:
            root = draft / place.relative_to(ground)
            for path, text in files.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text, encoding="utf-8", newline="\n")
            _prove(root / "data", name)
            _move(draft, ground)
    except OSError as error:
        hint = "choose a folder that you may write in, on a disk with room"
        message = f"the folder cannot be made ({error.strerror or error})"
        raise TypesettingError(Diagnostic("X006", message, Span(str(folder)), hint)) from error
    return [folder / path for path in files]


def _files(name: str) -> dict[str, str]:
    """The text of each file by its path in the folder."""
    return {
        "data/cv.yaml": _template("cv.yaml").replace("{name}", yaml_name(name)),
        "data/publications.bib": _template("publications.bib").replace("{name}", bibtex_name(name)),
        "data/targets/cv.yaml": _template("target.yaml"),
        "data/targets/short.yaml": _template("short.yaml"),
        "data/.schema/cv.json": schema_text("cv"),
        "data/.schema/target.json": schema_text("target"),
        ".gitignore": _template("gitignore"),
    }


def _template(name: str) -> str:
    return (resources.files("cvtex") / "templates" / name).read_text(encoding="utf-8")


def yaml_name(name: str) -> str:
    """A name as a YAML value: bare where it is ordinary, else quoted, and never taken for markup."""
    if _ORDINARY.fullmatch(name) and yaml.safe_load(name) == name:
        return name
    return quoted(_MARKUP.sub(r"\\\g<0>", name))


def bibtex_name(name: str) -> str:
    """A name as BibTeX reads it back whole: as it is where that will do, else in braces."""
    meant = name if _ORDINARY.fullmatch(name) else typographic(name)
    latex = "".join(_LATEX.get(character, character) for character in meant)
    try:
        authors, et_al = parse_names(latex)
    except UnreadableNameError:
        authors, et_al = [], False
    whole = [fold(author.display) for author in authors] == [fold(typographic(name))] and not et_al
    return latex if whole and authors[0].given and "," not in latex else f"{{{latex}}}"


def _sound_name(name: str) -> str:
    """The name with single spaces. Raises UsageError when there is nothing in it, or what nobody can type."""
    hint = 'write --name "Ada Example"'
    untyped = next((character for character in name if unicodedata.category(character) in _UNTYPED), None)
    if untyped:
        raise UsageError(Diagnostic("U006", f"the name holds {describe(untyped)}", None, hint))
    # A grave accent is the opening quotation mark of LaTeX and of many keyboards.
    sound = " ".join(name.replace("`", "‘").split())
    if not sound:
        raise UsageError(Diagnostic("U006", "the name is empty", None, hint))
    return unicodedata.normalize("NFC", sound)


def _refuse_what_is_in_the_way(folder: Path, place: Path) -> None:
    for path in (place, *place.parents):
        if path.is_dir():
            break
        if path.exists() or path.is_symlink():
            what = "is not a folder" if path == place else f"cannot be made: `{path.name}` is not a folder"
            raise UsageError(Diagnostic("U004", f"`{folder}` {what}", None, "name a folder that is new or empty"))
    names = sorted(path.name for path in place.iterdir() if path.name not in _IGNORED) if place.is_dir() else []
    if names:
        shown = ", ".join(f"`{name}`" for name in names[:_MOST_NAMED])
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        message = f"`{folder}` is not empty: it holds {shown}{more}"
        raise UsageError(Diagnostic("U004", message, None, "name a folder that is new or empty"))


@contextmanager
def _draft(ground: Path) -> Iterator[Path]:
    """A folder on the same disk as its destination, gone at the end."""
    with tempfile.TemporaryDirectory(prefix=".cvtex-new-", dir=ground) as name:
        yield Path(name)


def _prove(data: Path, name: str) -> None:
    """Check the sample data under this name, so that no folder is made that does not build."""
    try:
        cv, warnings = load(data)
        told = (compose(cv, load_target(data, target))[1] for target in target_names(data))
        findings = sum(told, warnings)
    except DataError as error:
        findings = error.diagnostics
    if findings:
        hint = "make the folder under a simpler name, and then change `name:` in data/cv.yaml"
        raise UsageError(Diagnostic("U006", f"the name `{name}` cannot be used: {findings[0].message}", None, hint))


def _move(draft: Path, ground: Path) -> None:
    """Move what the draft holds to its place; all of it or, after an error, nothing."""
    moved: list[Path] = []
    try:
        for path in sorted(draft.iterdir()):
            moved.append(path.rename(ground / path.name))
    except BaseException:
        for path in moved:
            path.rename(draft / path.name)
        raise
