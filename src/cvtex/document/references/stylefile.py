"""A style file, read and judged: every mistake is told at its place."""

import re
from collections.abc import Callable, Collection, Iterator
from typing import Any, TypeVar, get_args

from cvtex.content.bibfields import PRINTED
from cvtex.content.tree import Mapping as Tree
from cvtex.content.tree import Node, Scalar, Sequence
from cvtex.diagnostics import Findings, Span, did_you_mean
from cvtex.document.references.authors import Form, Initials, Names
from cvtex.document.references.dateformat import DATE_FORMS
from cvtex.document.references.links import LINKS
from cvtex.document.references.referencestyle import COMPUTED, PAGES, ROLES, TERMS, TYPES, WORDS, Mark, ReferenceStyle
from cvtex.document.references.template import Template, TemplateError, UnknownFieldError, parse_template, without_stop
from cvtex.document.references.wording import terms_in
from cvtex.languages.language import Word
from cvtex.values import replace

STYLE_KEYS: dict[str, str] = {
    "description": "what the style looks like, in one line",
    "extends": "the style that this one changes",
    "names": "how the authors' names are written and joined",
    "editors": "how the editors' names are, where they differ",
    "date": "how a date is written: one of " + ", ".join(f"`{form}`" for form in DATE_FORMS),
    "pages": "how a range of pages is written: one of " + ", ".join(f"`{form}`" for form in PAGES),
    "marks": "the mark of each role of authors, and what its legend says",
    "words": "what things are called, such as `phdthesis: Ph.D. dissertation`",
    "links": "what is printed for each kind of link",
    "templates": "one template for each type of publication, and `default`",
    "notes": "the template of what follows every reference",
}
NAME_KEYS: dict[str, tuple[str, ...]] = {
    "form": get_args(Form),
    "initials": get_args(Initials),
    "inverted": (),
    "suffix": (),
    "between": (),
    "pair": (),
    "last": (),
    "gap": (),
    "et_al": (),
    "shortened": ("et-al", "last"),
}
FIELDS = frozenset({*PRINTED, *COMPUTED})
NONE = "none"
_Part = TypeVar("_Part")


def read_style(root: Node, base: ReferenceStyle, findings: Findings, *, own: bool = False) -> ReferenceStyle:
    """The style that a file makes of the one it starts from; `own` is an owner's file, whose words are its author's."""
    if not isinstance(root, Tree):
        findings.error("D001", "a style is a mapping", root.span, "write lines such as `description: my own style`")
        return base
    style = _Reader(root, findings, own=own).read(base)
    if "default" not in style.templates:
        hint = 'add templates: {default: "{authors}, “{title},” {date}."}, or begin with `extends: cvtex`'
        findings.error("D032", "the style has no template `default`", Span(root.span.file, root.span.line, 1), hint)
    return style


class _Reader:
    """Reads the parts of one file; what is wrong is told and left as it was."""

    def __init__(self, root: Tree, findings: Findings, *, own: bool) -> None:
        self.findings, self.own = findings, own
        self.parts = dict(self._pairs(root, STYLE_KEYS, "a style"))

    def read(self, base: ReferenceStyle) -> ReferenceStyle:
        templates = self._mapping("templates", TYPES, self._template)
        typed_marks, typed_words = self._mapping("marks", ROLES, self._mark), self._mapping("words", WORDS, self._word)
        marks = {**base.marks, **typed_marks}
        links = {**base.links, **self._mapping("links", LINKS, self._link)}
        notes = self._template(self.parts["notes"]) if "notes" in self.parts else None
        style = replace(
            base,
            description=self._text(self.parts.get("description")) or base.description,
            names=self._names("names", base.names),
            editors=self._names("editors", self._names("names", base.editors)),
            date=self._choice(self.parts.get("date"), tuple(DATE_FORMS)) or base.date,
            pages=self._choice(self.parts.get("pages"), tuple(PAGES)) or base.pages,
            marks={role: mark for role, mark in marks.items() if mark.sign},
            words={**base.words, **typed_words},
            links={kind: text for kind, text in links.items() if text},
            templates={**base.templates, **{kind: without_stop(template) for kind, template in templates.items()}},
            notes=base.notes if notes is None else notes,
            typed=base.typed | ({*typed_marks, *typed_words} if self.own else set()),
        )
        self._check_signs(style)
        return style

    def _pairs(self, node: Tree, known: Collection[str], what: str) -> Iterator[tuple[str, Node]]:
        for key, value in node.pairs:
            if key.value in known:
                yield key.value, value
            else:
                hint = did_you_mean(key.value, known)
                self.findings.error("D007", f"unknown key `{key.value}` in {what}", key.span, hint)

    def _mapping(self, name: str, known: Collection[str], read: Callable[[Node], _Part | None]) -> dict[str, _Part]:
        """The parts of a mapping, each read by itself."""
        node = self.parts.get(name)
        if node is not None and not isinstance(node, Tree):
            hint = f"write below it lines such as `{next(iter(known))}: …`"
            self.findings.error("D001", f"`{name}` is a mapping", node.span, hint)
        if not isinstance(node, Tree):
            return {}
        parts = [(key, read(value)) for key, value in self._pairs(node, known, f"`{name}` of a style")]
        return {key: part for key, part in parts if part is not None}

    def _text(self, node: Node | None, example: str = "the text") -> str:
        if node is None:
            return ""
        if isinstance(node, Scalar) and node.value:
            return node.value
        self.findings.error("D001", "a text is expected here", node.span, f"write {example}")
        return ""

    def _choice(self, node: Node | None, known: tuple[str, ...]) -> str:
        text = self._text(node, f"`{known[0]}`")
        if node is None or not text or text in known:
            return text
        hint = "write one of: " + ", ".join(f"`{option}`" for option in known)
        self.findings.error("D031", f"`{text}` is no choice here", node.span, hint)
        return ""

    def _names(self, name: str, base: Names) -> Names:
        parts: dict[str, Node] = self._mapping(name, NAME_KEYS, lambda node: node)
        changes: dict[str, Any] = {}  # the choices are those of the fields' own types
        for key, node in parts.items():
            typed = self._choice(node, NAME_KEYS[key]) if NAME_KEYS[key] else self._text(node)
            if typed:
                changes[key] = typed
        return replace(base, **changes)

    def _mark(self, node: Node) -> Mark | None:
        """`{sign: "*", legend: Co-first authors.}`; `none` takes a mark away."""
        if isinstance(node, Scalar) and node.value == NONE:
            return Mark("", "")
        pairs = (
            {key.value: value.value for key, value in node.pairs if isinstance(value, Scalar)}
            if isinstance(node, Tree)
            else {}
        )
        if (
            set(pairs) == {"sign", "legend"}
            and pairs["legend"].strip()
            and len(pairs["sign"]) == 1
            and not pairs["sign"].isspace()
        ):
            return Mark(pairs["sign"], pairs["legend"])
        hint = 'write {sign: "†", legend: Corresponding author.}, the sign being one character, or `none`'
        self.findings.error("D031", "this mark cannot be read", node.span, hint)
        return None

    def _word(self, node: Node) -> Word | None:
        """A word, or a list of two: for one and for many."""
        items = node.items if isinstance(node, Sequence) else (node,)
        texts = [item.value for item in items if isinstance(item, Scalar) and item.value]
        if len(texts) == len(items) and len(texts) in (1, 2):
            return texts[0], texts[-1]
        self.findings.error(
            "D031", "this is neither a word nor two", node.span, "write Ed., or [Ed., Eds.] for one and many"
        )
        return None

    def _link(self, node: Node) -> str | None:
        """`[PDF]`, or a text with `{id}` or `{address}`, perhaps with words in braces; `none` prints nothing."""
        text = self._text(node, '"[PDF]"')
        unknown = [name for name in terms_in(text) if name not in ("id", "address", *WORDS)]
        rest = re.sub(r"\{(?:id|address)\}", "", re.sub(r"\{(?!id\}|address\})[A-Za-z]+\}", "", text), count=1)
        if unknown or "{" in rest or "}" in rest:
            hint = "write `{id}` or `{address}` once, or only words, which link as a whole"
            self.findings.error("D030", "this link cannot be read", node.span, hint)
            return None
        return "" if text == NONE else text or None

    def _template(self, node: Node) -> Template | None:
        text = self._text(node, '"{authors}, “{title}.”"')
        try:
            return parse_template(text, FIELDS, TERMS) or None
        except TemplateError as error:
            hint = (
                did_you_mean(error.name, sorted(FIELDS | TERMS)) if isinstance(error, UnknownFieldError) else error.hint
            )
            on_one_line = node.span.length in (len(text), len(text) + 2)
            quote = 1 if node.span.length == len(text) + 2 else 0
            place = node.span.at(error.offset + quote) if on_one_line else node.span
            self.findings.error("D030", f"this template cannot be read: {error}", place, hint)
            return None

    def _check_signs(self, style: ReferenceStyle) -> None:
        """One sign means one thing, so that a legend explains it."""
        meanings: dict[str, str] = {}
        for role, mark in style.marks.items():
            if meanings.setdefault(mark.sign, mark.legend) != mark.legend and "marks" in self.parts:
                hint = "give each its own sign, or both the same legend"
                message = f"the sign `{mark.sign}` of `{role}` has another meaning already"
                self.findings.error("D031", message, self.parts["marks"].span, hint)
