"""The little language of styles, as in `{authors}, “{title},”[ in *{booktitle}*][, vol. {volume}|, {eid}]`.

`{field}` is a field, `{a|b}` the first of several that is there, `{vol}` a word in the language of the document.
A capital letter, as in `{Type}` and `{Vol}`, begins such a word with one. `[ … ]` is left out when a field directly in it
is missing, or when nothing of the groups in it is left; `[ … | … ]` prints the first alternative that is whole. `* … *`
is italic. A backslash makes the next character plain text.
"""

import re
from collections.abc import Container, Mapping

from cvtex.content.markup import Inline, Run, Style, plain
from cvtex.document.references.sentence import Sentence
from cvtex.patterns import regex
from cvtex.values import dataclass, replace

_TOKEN = regex(
    r"\\(?P<escaped>[\\{}\[\]|*])|\{(?P<field>[A-Za-z]+(?:\|[A-Za-z]+)*)\}|(?P<open>\[)|(?P<close>\])|(?P<bar>\|)"
    r"|(?P<italic>\*)|(?P<text>[^\\{}\[\]|*]+)|(?P<wrong>.)",
    re.DOTALL,
)
_COUNTED = frozenset({"pages", "volume", "number", "issue", "eid", "chapter"})
_ITALIC: frozenset[Style] = frozenset({"italic"})
_UPRIGHT: frozenset[Style] = frozenset()


@dataclass(frozen=True, slots=True)
class Literal:
    """Text of the template itself."""

    text: str
    styles: frozenset[Style]


@dataclass(frozen=True, slots=True)
class Term:
    """A word in the language of the document, perhaps with a capital."""

    key: str
    capital: bool
    styles: frozenset[Style]


@dataclass(frozen=True, slots=True)
class Field:
    """The first of these fields that the publication has; a word of the language begins with a capital in some."""

    names: tuple[str, ...]
    styles: frozenset[Style]
    capitals: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Group:
    """What is printed whole or not at all: the first alternative that is whole."""

    alternatives: tuple["Template", ...]


Node = Literal | Term | Field | Group
Template = tuple[Node, ...]


class TemplateError(ValueError):
    """A template that cannot be read; `offset` is where, `hint` what would be right."""

    def __init__(self, message: str, offset: int, hint: str) -> None:
        super().__init__(message)
        self.offset, self.hint = offset, hint


@dataclass(slots=True)
class _Open:
    """A group that is being read."""

    offset: int
    italic: bool
    alternatives: list[Template]
    nodes: list[Literal | Term | Field | Group]


def parse_template(text: str, known: Container[str], terms: Container[str] = ()) -> Template:
    """Read a template whose fields are among the `known` ones, its words among the `terms`. Raises TemplateError."""
    stack = [_Open(0, False, [], [])]
    styles = _UPRIGHT
    for match in _TOKEN.finditer(text):
        here = stack[-1]
        if match["escaped"] or match["text"]:
            here.nodes.append(Literal(match["escaped"] or match["text"], styles))
        elif match["field"]:
            here.nodes.append(_named(match, known, terms, styles))
        elif match["italic"]:
            styles = _UPRIGHT if styles else _ITALIC
        elif match["open"]:
            stack.append(_Open(match.start(), bool(styles), [], []))
        elif match["wrong"] or len(stack) == 1:
            raise TemplateError(
                f"`{match[0]}` has no partner here", match.start(), f"for the character itself, type \\{match[0]}"
            )
        else:
            if here.italic != bool(styles):
                raise TemplateError(
                    "italics begin or end within a group",
                    here.offset,
                    "put both `*` inside the brackets, or both outside",
                )
            here.alternatives.append(tuple(here.nodes))
            here.nodes = []
            if match["close"]:
                stack.pop()
                stack[-1].nodes.append(Group(tuple(here.alternatives)))
    if len(stack) > 1:
        raise TemplateError("`[` is never closed", stack[-1].offset, "close it, or type \\[ for the character itself")
    if styles:
        raise TemplateError(
            "italics begin and do not end", text.rindex("*"), "close them with `*`, or type \\* for an asterisk"
        )
    return tuple(stack[0].nodes)


def without_stop(template: Template) -> Template:
    """A template without the full stop that ends it: a sentence brings its own."""
    last = template[-1] if template else None
    if not isinstance(last, Literal) or not last.text.endswith("."):
        return template
    text = last.text.removesuffix(".")
    return (*template[:-1], replace(last, text=text)) if text else template[:-1]


def _named(
    match: re.Match[str], known: Container[str], terms: Container[str], styles: frozenset[Style]
) -> Term | Field:
    """What stands in braces: a word of the language, or fields."""
    typed = match["field"].split("|")
    names = tuple(name[0].lower() + name[1:] for name in typed)
    if len(names) == 1 and names[0] in terms and names[0] not in known:
        return Term(names[0], typed[0] != names[0], styles)
    for name, as_typed in zip(names, typed, strict=True):
        if name not in known:
            raise UnknownFieldError(as_typed, match.start() + match[0].index(as_typed))
    capitals = frozenset(name for name, as_typed in zip(names, typed, strict=True) if name != as_typed)
    return Field(names, styles, capitals)


class UnknownFieldError(TemplateError):
    """A template names a field that no publication has."""

    def __init__(self, name: str, offset: int) -> None:
        super().__init__(f"there is no field `{name}`", offset, "")
        self.name = name


def capitalized(text: str) -> str:
    """A text that begins with a capital."""
    return text[:1].upper() + text[1:]


def fill(template: Template, values: Mapping[str, Inline], sentence: Sentence) -> None:
    """Write a template into a sentence; a field that is missing prints nothing. The values hold the words as well."""
    for piece, by_template in _pieces(template, values)[0]:
        if by_template:
            sentence.literal(piece[0].text, piece[0].styles)
        else:
            sentence.value(*piece)


def _counts(before: Node | None, after: Node | None) -> bool:
    """Whether a word and its number meet, as in `vol. 12`: a line does not end between them."""
    word = isinstance(before, Term) or (isinstance(before, Field) and before.names == ("pp",))
    return word and isinstance(after, Field) and bool(_COUNTED.intersection(after.names))


def _pieces(template: Template, values: Mapping[str, Inline]) -> tuple[list[tuple[Inline, bool]], bool]:
    """What a template prints, each part with whether it is the template's own; and whether it is whole."""
    pieces: list[tuple[Inline, bool]] = []
    missing = False
    left: bool | None = None
    for before, node, after in zip((None, *template), template, (*template[1:], None), strict=False):
        if isinstance(node, Literal):
            tied = node.text == " " and _counts(before, after)
            pieces.append(((Run("\u00a0" if tied else node.text, node.styles),), True))
        elif isinstance(node, Term):
            word = plain(values[node.key])
            pieces.append(((Run(capitalized(word) if node.capital else word, node.styles),), True))
        elif isinstance(node, Field):
            value = next((_value(name, node, values) for name in node.names if values.get(name)), ())
            missing = missing or not value
            left = bool(value) or left or False
            pieces += [(tuple(_inside(run, node.styles) for run in value), False)] if value else []
        else:
            inner = _first_whole(node, values)
            left = bool(inner) or left or False
            pieces += inner
    return pieces, not missing and left is not False


def _value(name: str, node: Field, values: Mapping[str, Inline]) -> Inline:
    """A field's value; where the template asks for a capital, that form of it, if it is a word of the language."""
    return values.get(name.capitalize(), values[name]) if name in node.capitals else values[name]


def _first_whole(group: Group, values: Mapping[str, Inline]) -> list[tuple[Inline, bool]]:
    for alternative in group.alternatives:
        pieces, whole = _pieces(alternative, values)
        if whole:
            return pieces
    return []


def _inside(run: Run, around: frozenset[Style]) -> Run:
    """A run within a styled part: italics in italics turn upright."""
    if not around:
        return run
    return replace(run, styles=run.styles ^ around if around & run.styles else run.styles | around)
