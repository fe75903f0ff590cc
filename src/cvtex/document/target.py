"""A target: what one document shows, on which paper, in which look, within which limits."""

from dataclasses import dataclass
from pathlib import Path

from cvtex.content.source import read_source
from cvtex.content.tree import Mapping, Node, Scalar, parse_tree
from cvtex.diagnostics import DataError, Findings, Span, UsageError, did_you_mean
from cvtex.diagnostics import Diagnostic as Finding
from cvtex.document.limits import NO_LIMITS, Limits, parse_limits

TARGET_KEYS: dict[str, str] = {
    "title": "what the document is, as in its foot and metadata",
    "paper": "letter or a4",
    "size": "the text size: 10pt, 11pt or 12pt",
    "theme": "the look, a folder of latex/themes",
    "style": "how a reference reads",
    "language": "the language of the text, such as en-US",
    "pages": "limits, such as {max: 2}",
    "limits": "what the pages are measured against: size, lines, characters, margin",
    "checks": "how grave the findings of a check are, by its code: error, warning or off",
}
PAPERS = ("letter", "a4")
SIZES = ("10pt", "11pt", "12pt")
LANGUAGES = ("en-US", "en-GB", "en")
LEVELS = ("error", "warning", "off")


@dataclass(frozen=True, slots=True)
class CheckLevel:
    """How grave a target takes the findings of one check: `level` is error, warning or off."""

    code: str
    level: str
    span: Span


@dataclass(frozen=True, slots=True)
class Target:
    """The choices for one document; the defaults are those of the target `cv`."""

    name: str
    title: str = "Curriculum vitae"
    paper: str = "letter"
    size: str = "10pt"
    theme: str = "classic"
    style: str = "cvtex"
    language: str = "en-US"
    max_pages: int | None = None
    checks: tuple[CheckLevel, ...] = ()
    limits: Limits = NO_LIMITS


def target_names(folder: Path) -> tuple[str, ...]:
    """The targets of a data folder; `cv` is there without a file."""
    files = sorted(path.stem for path in (folder / "targets").glob("*.yaml"))
    return tuple(dict.fromkeys(["cv", *files]))


def load_target(folder: Path, name: str) -> Target:
    """One target of a data folder.

    Raises UsageError when there is none of that name, DataError when its file is wrong.
    """
    if name not in target_names(folder):
        raise UsageError(
            Finding("U001", f"there is no target `{name}`", None, did_you_mean(name, target_names(folder)))
        )
    path = folder / "targets" / f"{name}.yaml"
    if not path.exists():
        return Target(name)
    findings = Findings()
    source = read_source(path, findings)
    root = parse_tree(source, findings) if source else None
    values: dict[str, str | int] = {}
    checks: tuple[CheckLevel, ...] = ()
    limits = NO_LIMITS
    if isinstance(root, Mapping):
        values = _values(root, findings)
        checks = _checks(root, findings)
        limits = parse_limits(_value(root, "limits"), findings)
    elif root is not None and not (isinstance(root, Scalar) and not root.value):
        findings.error("D001", "a target is a mapping", root.span, "write lines such as `paper: a4`")
    if findings.failed:
        raise DataError(*findings.ordered())
    target = Target(name)
    return Target(
        name,
        str(values.get("title", target.title)),
        str(values.get("paper", target.paper)),
        str(values.get("size", target.size)),
        str(values.get("theme", target.theme)),
        str(values.get("style", target.style)),
        str(values.get("language", target.language)),
        int(values["pages"]) if "pages" in values else None,
        checks,
        limits,
    )


def _values(root: Mapping, findings: Findings) -> dict[str, str | int]:
    values: dict[str, str | int] = {}
    choices = {"paper": PAPERS, "size": SIZES, "language": LANGUAGES}
    for key, node in root.pairs:
        name = key.value
        if name not in TARGET_KEYS:
            findings.error("D007", f"unknown key `{name}` in a target", key.span, did_you_mean(name, TARGET_KEYS))
        elif name == "pages":
            _pages(node, values, findings)
        elif name in ("checks", "limits"):
            continue
        elif not isinstance(node, Scalar) or not node.value.strip():
            findings.error("D001", f"`{name}` has no text", node.span, f"write {name}: …")
        elif node.value not in choices.get(name, (node.value,)):
            findings.error(
                "D017",
                f"`{node.value}` is no {name} that cvtex knows",
                node.span,
                did_you_mean(node.value, choices[name]),
            )
        else:
            values[name] = node.value
    return values


def _pages(node: Node, values: dict[str, str | int], findings: Findings) -> None:
    pairs = {key.value: value for key, value in node.pairs} if isinstance(node, Mapping) else {}
    most = pairs.get("max")
    if set(pairs) == {"max"} and isinstance(most, Scalar) and most.value.isdigit() and int(most.value) > 0:
        values["pages"] = int(most.value)
    else:
        findings.error("D017", "the limit of pages cannot be read", node.span, "write pages: {max: 2}")


def _value(root: Mapping, name: str) -> Node | None:
    return next((value for key, value in root.pairs if key.value == name), None)


def _checks(root: Mapping, findings: Findings) -> tuple[CheckLevel, ...]:
    """What `checks:` says, in the order of the file; whether there are such checks is not known here."""
    node = _value(root, "checks")
    if node is None:
        return ()
    if not isinstance(node, Mapping) or not node.pairs:
        findings.error("D001", "`checks` is a mapping", node.span, "write checks: {F001: warning}")
        return ()
    levels = []
    for key, value in node.pairs:
        level = value.value if isinstance(value, Scalar) else ""
        if level in LEVELS:
            levels.append(CheckLevel(key.value, level, key.span))
        else:
            typed = f"`{level}`" if level else "what stands here"
            hint = did_you_mean(level, LEVELS)
            findings.error("D017", f"{typed} is no level of a check", value.span, hint)
    return tuple(levels)


def span_of(folder: Path, name: str) -> Span:
    """Where a target is written, for findings about its limits."""
    path = folder / "targets" / f"{name}.yaml"
    return Span(str(path if path.exists() else folder / "cv.yaml"), 1, 1)
