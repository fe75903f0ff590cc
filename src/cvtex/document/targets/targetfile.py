"""Target files: where they lie, what they extend, and their choices read; all mistakes told."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from cvtex.content.source import Source, read_source
from cvtex.content.tree import Mapping, Node, Scalar, Sequence, parse_tree
from cvtex.diagnostics import CvtexError, DataError, Findings, Span, UsageError, did_you_mean
from cvtex.diagnostics import Diagnostic as Finding
from cvtex.document.references.style import style_names
from cvtex.document.targets.limits import SIDES
from cvtex.document.targets.loosened import tell_loosened
from cvtex.document.targets.rule import owners
from cvtex.document.targets.target import TARGET_KEYS, Target
from cvtex.document.targets.targetsense import check_sense
from cvtex.document.targets.targetvalues import Names, TargetReader
from cvtex.document.targets.themefile import theme_names
from cvtex.values import replace

FOLDER = "targets"
_SHIPPED = Path(__file__).parent
# What these hold is laid over what the extended target has there, key by key.
_MERGED = ("titles", "margins", "limits", "checks", "publications")
# And of limits these: who sets one side of the margin anew still keeps the others.
_MERGED_LIMITS = ("margin", "filename")
# What a rule forbids, asks for and counts stays so, whatever the target adds.
_ADDED = ("without", "with", "counts")

Pairs = dict[str, tuple[Scalar, Node]]


def target_names(folder: Path) -> tuple[str, ...]:
    """The targets of a data folder; `cv` is there without a file."""
    files = sorted(path.stem for path in (folder / FOLDER).glob("*.yaml"))
    return tuple(dict.fromkeys(["cv", *files]))


def shipped_names() -> tuple[str, ...]:
    """The targets that come with cvtex, for others to extend."""
    place = _SHIPPED
    names = (item.name for item in place.iterdir()) if place.is_dir() else ()
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def load_target(
    folder: Path,
    name: str,
    checks: Names | None = None,
    theme: str | None = None,
    told: Findings | None = None,
) -> Target:
    """One target of a data folder; what is only a warning about it goes to `told`.

    `checks` has the codes that it may weigh, and is asked only if it weighs any. Another `theme` than the file's takes
    its place, without choices. Raises UsageError when there is no target or theme of that name, DataError when a file
    is wrong.
    """
    known = target_names(folder)
    if name not in known:
        hint = did_you_mean(name, known)
        if name in shipped_names():
            hint = f"write `extends: {name}` into a file of {folder / FOLDER}, and build that"
        elif other := next((path for path in _unread(folder) if path.stem == name), None):
            hint = f"rename {other} to {name}.yaml: a file that ends in {other.suffix} is not read"
        raise UsageError(Finding("U001", f"there is no target `{name}`", None, hint))
    if theme is not None and theme not in theme_names(folder):
        raise UsageError(
            Finding("U003", f"there is no theme `{theme}`", None, did_you_mean(theme, theme_names(folder)))
        )
    path = folder / FOLDER / f"{name}.yaml"
    if not path.exists() and theme is None:
        _tell_unread(folder, told)
        return Target(name)
    findings = Findings()
    pairs = _chain(name, folder, (), findings) if path.exists() else {}
    start = Span(str(path), 1, 1)
    if theme is not None:
        pairs["theme"] = (Scalar("theme", start, plain=False), Scalar(theme, start, plain=False))
    target = TargetReader(findings, checks, folder).read(name, pairs, start)
    check_sense(target, pairs, findings, style_names(folder))
    ruled = _ruled_by(pairs)
    if ruled and not findings.failed:
        tell_loosened(target, shipped_target(ruled), findings)
    own = tuple(_owners_limits(pairs))
    target = replace(target, rules=(owners(own), *target.rules)) if own and target.rules else target
    clash = next((other for other in known if other != name and other.casefold() == target.file.casefold()), "")
    if clash:
        message = f"`{target.file}.pdf` is the PDF of the target `{clash}`, which it would replace"
        findings.error("D017", message, pairs["file"][1].span, "give it another name")
    if findings.failed:
        raise DataError(*findings.ordered())
    if told is not None:
        told.take(findings.items)
    _tell_unread(folder, told)
    return target


def refuse_clash(folder: Path, target: Target, file: str) -> None:
    """Raise DataError where the copy under the name that is asked for would take the place of another target's PDF."""
    taken = {f"{name}{end}".casefold(): name for name in target_names(folder) for end in (".pdf", ".failed.pdf")}
    clash = taken.get(file.casefold(), target.name)
    if clash != target.name:
        message = f"`{file}` is the PDF of the target `{clash}`, which it would replace"
        raise DataError(Finding("D017", message, target.span, "give it another name with `file:`"))


def refuse_same(folder: Path, target: Target, beside: Iterable[str]) -> None:
    """Raise DataError where a target that is built at the same time asks for the same name of its file."""
    for name in beside if target.file else ():
        if name != target.name and _file_of(folder, name).casefold() == target.file.casefold():
            message = f"the targets `{target.name}` and `{name}` both ask for a file called `{target.file}`"
            hint = "one would replace the other: build them one by one, each with an --output of its own"
            raise DataError(Finding("D017", message, target.span, hint))


def _file_of(folder: Path, name: str) -> str:
    """The name that a target asks for; what is wrong with a target is told by its own build."""
    with suppress(CvtexError):
        return load_target(folder, name).file
    return ""


def _unread(folder: Path) -> Iterator[Path]:
    """Files that were meant as targets, but end as none does."""
    yield from (path for path in sorted((folder / FOLDER).glob("*.*")) if path.suffix.casefold() in (".yml",))


def _tell_unread(folder: Path, told: Findings | None) -> None:
    if told is None:
        return
    for path in _unread(folder):
        message, hint = f"`{path.suffix}` is not read as a target", f"rename it to {path.stem}.yaml"
        told.warning("D037", message, Span(str(path)), hint)


def shipped_target(name: str) -> Target:
    """A target that comes with cvtex, as it is when a file does nothing but extend it."""
    findings = Findings()
    pairs = _chain(name, Path(), (), findings, shipped=True)
    return TargetReader(findings).read(name, pairs, Span(f"{FOLDER}/{name}.yaml", 1, 1))


def _ruled_by(pairs: Pairs) -> str:
    """The shipped target that a target has its rule from, empty where it has none."""
    file = Path(pairs["rule"][0].span.file) if "rule" in pairs else Path()
    return file.stem if file.parent == Path(FOLDER) and file.stem in shipped_names() else ""


def _owners_limits(pairs: Pairs) -> Iterator[str]:
    """What an owner's file asks for itself, over what the rule of the extended target asks: no source tells of that."""
    if "rule" not in pairs:
        return
    ruled = pairs["rule"][0].span.file
    limits = pairs["limits"][1] if "limits" in pairs else None
    keys = [key for key, _ in limits.pairs] if isinstance(limits, Mapping) else []
    keys += [pairs[name][0] for name in ("pages", "file") if name in pairs]
    yield from (key.value for key in keys if key.span.file != ruled)


def _chain(name: str, folder: Path, below: tuple[str, ...], findings: Findings, *, shipped: bool = False) -> Pairs:
    """The pairs of a target's file over those of what it extends; `below` are the targets that extend it.

    What comes with cvtex extends only what comes with it: no file of the folder can slip in between.
    """
    path = folder / FOLDER / f"{name}.yaml"
    own = path.exists() and name not in below[-1:] and not shipped
    source = read_source(path, findings) if own else _shipped(name)
    root = parse_tree(source, findings) if source else None
    pairs = _pairs(root, findings)
    extends = pairs.pop("extends", None)
    other = _extended(extends[1], name, folder, below, findings, own=own) if extends else ""
    like = next((item for item in shipped_names() if item.casefold() == name.casefold()), "")
    if own and source and like and other != like:
        hint = f"begin the file with `extends: {like}` to take up that target, or give the file another name"
        message = f"`{name}` is the name of a target that comes with cvtex"
        message += f", `{like}`, in other letters" if like != name else ""
        findings.error("D034", message, extends[1].span if extends else source.span(1, 1), hint)
    if not other:
        return pairs
    return _over(_chain(other, folder, (*below, name), findings, shipped=not own), pairs)


def _shipped(name: str) -> Source | None:
    """The source of a target that comes with cvtex; `cv` has none."""
    if name not in shipped_names():
        return None
    text = (_SHIPPED / f"{name}.yaml").read_text(encoding="utf-8")
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
    bare = root.value.split(maxsplit=1) if isinstance(root, Scalar) else []
    if root is not None and bare[1:] and bare[0] in TARGET_KEYS:
        findings.error("D001", "a colon is missing", root.span, f"write {bare[0]}: {bare[1]}")
    elif root is not None and not (isinstance(root, Scalar) and not root.value):
        findings.error("D001", "a target is a mapping", root.span, "write lines such as `paper: a4`")
    return {}


def _extended(extends: Node, name: str, folder: Path, below: tuple[str, ...], findings: Findings, *, own: bool) -> str:
    """The name of the target that `extends:` names, empty where there is none; its own means the shipped one.

    `own` says that the file is of the data folder.
    """
    shipped = shipped_names()
    owned = [other for other in target_names(folder) if other != name] if own else []
    known = sorted({*owned, *shipped})
    other = extends.value.strip() if isinstance(extends, Scalar) else ""
    if isinstance(extends, Sequence) and extends.items:
        first = extends.items[0].value if isinstance(extends.items[0], Scalar) else "cv"
        message = "`extends` names one target only"
        findings.error("D001", message, extends.span, f"write extends: {first}, and let that extend the other")
    elif not other:
        findings.error("D001", "`extends` has no text", extends.span, "write extends: cv")
    elif other == name and other not in known:
        hint = f"remove the line, or name another target: {', '.join(f'`{item}`' for item in known)}"
        findings.error("D034", f"`{name}` extends itself", extends.span, hint)
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
        merged[name] = (key, _laid_over(name, below, node, _MERGED) if below else node)
    return merged


def _added(below: Node, node: Node) -> Node:
    """The words of a list after those of the list that it extends, each once."""
    words = [item for part in (below, node) for item in (part.items if isinstance(part, Sequence) else (part,))]
    once = {item.value if isinstance(item, Scalar) else index: item for index, item in enumerate(words)}
    return Sequence(tuple(once.values()), node.span)


def _laid_over(name: str, below: tuple[Scalar, Node], node: Node, names: tuple[str, ...]) -> Node:
    """A value laid over that of the extended target, key by key where it has one of these names."""
    under = below[1]
    if name in ("margins", "margin") and isinstance(under, Scalar):
        sides = tuple((Scalar(side, below[0].span, plain=False), under) for side in SIDES)
        under = Mapping(sides, under.span)
    if name not in names or not isinstance(node, Mapping) or not isinstance(under, Mapping):
        return node
    pairs = {key.value: (key, value) for key, value in under.pairs}
    deeper = _MERGED_LIMITS if name == "limits" else ()
    for key, value in node.pairs:
        old = pairs.get(key.value)
        if old and deeper and key.value in _ADDED:
            value = _added(old[1], value)
        pairs[key.value] = (key, _laid_over(key.value, old, value, deeper) if old else value)
    return Mapping(tuple(pairs.values()), node.span)
