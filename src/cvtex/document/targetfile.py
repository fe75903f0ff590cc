"""Target files: where they lie, what they extend, and their choices read; all mistakes told."""

from importlib import resources
from pathlib import Path

from cvtex.content.source import Source, read_source
from cvtex.content.tree import Mapping, Node, Scalar, parse_tree
from cvtex.diagnostics import DataError, Findings, Span, UsageError, did_you_mean
from cvtex.diagnostics import Diagnostic as Finding
from cvtex.document.target import TARGET_KEYS, Target
from cvtex.document.targetvalues import TargetReader

FOLDER = "targets"
# What these hold is laid over what the extended target has there, key by key.
_MERGED = ("titles", "margins", "limits", "checks", "publications")

Pairs = dict[str, tuple[Scalar, Node]]


def target_names(folder: Path) -> tuple[str, ...]:
    """The targets of a data folder; `cv` is there without a file."""
    files = sorted(path.stem for path in (folder / FOLDER).glob("*.yaml"))
    return tuple(dict.fromkeys(["cv", *files]))


def shipped_names() -> tuple[str, ...]:
    """The targets that come with cvtex, for others to extend."""
    place = resources.files("cvtex.document") / FOLDER
    names = (item.name for item in place.iterdir()) if place.is_dir() else ()
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def load_target(folder: Path, name: str) -> Target:
    """One target of a data folder.

    Raises UsageError when there is none of that name, DataError when its file is wrong.
    """
    known = target_names(folder)
    if name not in known:
        hint = did_you_mean(name, known)
        if name in shipped_names():
            hint = f"write `extends: {name}` into a file of {folder / FOLDER}, and build that"
        raise UsageError(Finding("U001", f"there is no target `{name}`", None, hint))
    path = folder / FOLDER / f"{name}.yaml"
    if not path.exists():
        return Target(name)
    findings = Findings()
    pairs = _chain(name, folder, (), findings)
    target = TargetReader(findings).read(name, pairs, Span(str(path), 1, 1))
    if findings.failed:
        raise DataError(*findings.ordered())
    return target


def _chain(name: str, folder: Path, below: tuple[str, ...], findings: Findings) -> Pairs:
    """The pairs of a target's file over those of what it extends; `below` are the targets that extend it."""
    path = folder / FOLDER / f"{name}.yaml"
    own = path.exists() and name not in below[-1:]
    source = read_source(path, findings) if own else _shipped(name)
    root = parse_tree(source, findings) if source else None
    pairs = _pairs(root, findings)
    extends = pairs.pop("extends", None)
    if extends is not None:
        other = _extended(extends[1], name, folder, below, findings)
        return _over(_chain(other, folder, (*below, name), findings), pairs) if other else pairs
    if own and source and name in shipped_names():
        hint = f"begin the file with `extends: {name}` to take up that target, or give the file another name"
        message = f"`{name}` is the name of a target that comes with cvtex"
        findings.error("D034", message, source.span(1, 1), hint)
    return pairs


def _shipped(name: str) -> Source | None:
    """The source of a target that comes with cvtex; `cv` has none."""
    if name not in shipped_names():
        return None
    text = (resources.files("cvtex.document") / FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    return Source(f"{FOLDER}/{name}.yaml", text, tuple(text.split("\n")))


def _pairs(root: Node | None, findings: Findings) -> Pairs:
    if isinstance(root, Mapping):
        found: Pairs = {}
        for key, node in root.pairs:
            if key.value in TARGET_KEYS:
                found[key.value] = (key, node)
            else:
                hint = did_you_mean(key.value, TARGET_KEYS)
                findings.error("D007", f"unknown key `{key.value}` in a target", key.span, hint)
        return found
    if root is not None and not (isinstance(root, Scalar) and not root.value):
        findings.error("D001", "a target is a mapping", root.span, "write lines such as `paper: a4`")
    return {}


def _extended(extends: Node, name: str, folder: Path, below: tuple[str, ...], findings: Findings) -> str:
    """The name of the target that `extends:` names, empty where there is none; its own means the shipped one."""
    shipped = shipped_names()
    known = sorted({*(other for other in target_names(folder) if other != name), *shipped})
    other = extends.value.strip() if isinstance(extends, Scalar) else ""
    if not other:
        findings.error("D001", "`extends` has no text", extends.span, "write extends: cv")
    elif other not in known:
        findings.error("D034", f"there is no target `{other}` to extend", extends.span, did_you_mean(other, known))
    elif other in (*below, name) and not (other == name and name in shipped and name not in below):
        hint = "extend one that extends neither"
        findings.error("D034", f"`{name}` and `{other}` extend each other", extends.span, hint)
    else:
        return other
    return ""


def _over(base: Pairs, own: Pairs) -> Pairs:
    """Pairs laid over those of the extended target; some mappings are laid over one another key by key."""
    merged = dict(base)
    for name, (key, node) in own.items():
        below = base.get(name)
        if name in _MERGED and below and isinstance(node, Mapping) and isinstance(below[1], Mapping):
            pairs = {inner.value: (inner, value) for inner, value in (*below[1].pairs, *node.pairs)}
            node = Mapping(tuple(pairs.values()), node.span)
        merged[name] = (key, node)
    return merged
