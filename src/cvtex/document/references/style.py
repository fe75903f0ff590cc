"""Reference styles by name: those that come with cvtex, and the owner's own, which may build on them."""

from functools import cache
from pathlib import Path

from cvtex.content.source import Source, read_source
from cvtex.content.tree import Mapping, Node, Scalar, parse_tree
from cvtex.diagnostics import DataError, Diagnostic, Findings, Span, UsageError, did_you_mean
from cvtex.document.references.referencestyle import ReferenceStyle
from cvtex.document.references.stylefile import read_style
from cvtex.document.references.wording import in_language
from cvtex.languages.language import DEFAULT, load_language
from cvtex.values import replace

FOLDER = "styles"
_SHIPPED = Path(__file__).with_name(FOLDER)


def style_names(folder: Path | None = None) -> tuple[str, ...]:
    """The styles that come with cvtex, and those in `styles/` of a data folder."""
    own = (path.name for path in (folder / FOLDER).glob("*.yaml")) if folder else ()
    names = (*(item.name for item in _SHIPPED.iterdir()), *own)
    return tuple(sorted({name.removesuffix(".yaml") for name in names if name.endswith(".yaml")}))


def load_style(name: str, folder: Path | None = None) -> ReferenceStyle:
    """A style by name, in English: `styles/<name>.yaml` of the data folder, else one that comes with cvtex.

    Raises UsageError when there is none, DataError with every mistake of its file.
    """
    known = style_names(folder)
    if name not in known:
        raise UsageError(Diagnostic("U002", f"there is no reference style `{name}`", None, did_you_mean(name, known)))
    findings = Findings()
    style = _load(name, folder, (), findings)
    if style is None or findings.failed:
        raise DataError(*findings.ordered())
    return in_language(replace(style, name=name), load_language(DEFAULT))


@cache
def _shipped(name: str) -> ReferenceStyle:
    text = (_SHIPPED / f"{name}.yaml").read_text(encoding="utf-8")
    findings = Findings()
    root = parse_tree(Source(f"{FOLDER}/{name}.yaml", text, tuple(text.split("\n"))), findings)
    style = read_style(root, ReferenceStyle(name), findings) if root else None
    if style is None or findings.failed:
        raise DataError(*findings.ordered())
    return style


def _load(name: str, folder: Path | None, above: tuple[str, ...], findings: Findings) -> ReferenceStyle | None:
    """A style by name; `above` are the owner's styles that extend it, a style of the same name last."""
    path = folder / FOLDER / f"{name}.yaml" if folder else None
    if path is None or not path.exists() or name in above[-1:]:
        return _shipped(name)
    source = read_source(path, findings)
    root = parse_tree(source, findings) if source else None
    if source is None or root is None:
        return None
    extends = (
        next((value for key, value in root.pairs if key.value == "extends"), None)
        if isinstance(root, Mapping)
        else None
    )
    if extends is not None:
        base = _extended(extends, name, folder, above, findings)
    else:
        base = ReferenceStyle(name)
        if name in style_names():
            hint = f"begin the file with `extends: {name}` to change that style, or give the file another name"
            message = f"`{name}` is the name of a style that comes with cvtex"
            findings.error("D033", message, Span(source.name, 1, 1), hint)
    return read_style(root, base, findings, own=True) if base else None


def _extended(
    extends: Node, name: str, folder: Path | None, above: tuple[str, ...], findings: Findings
) -> ReferenceStyle | None:
    """The style that `extends:` names."""
    known = [other for other in style_names(folder) if other != name or name in style_names()]
    other = extends.value if isinstance(extends, Scalar) else ""
    if other not in known:
        findings.error("D033", f"there is no style `{other}` to extend", extends.span, did_you_mean(other, known))
    elif other in above:
        hint = "extend one that comes with cvtex"
        findings.error("D033", f"`{name}` and `{other}` extend each other", extends.span, hint)
    else:
        return _load(other, folder, (*above, name), findings)
    return ReferenceStyle(name)
