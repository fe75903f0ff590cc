"""Why a reference style leaves a field out: its templates, asked with what a publication has."""

from collections.abc import Collection, Iterator

from cvtex.content.model import Publication
from cvtex.document.references.links import links_of
from cvtex.document.references.referencestyle import ALIASES, ReferenceStyle
from cvtex.document.references.template import Field, Group, Literal, Template, Term
from cvtex.values import dataclass

_STATES = frozenset({"inpress", "manuscript"})

# The fields of a template that print a field of the bibliography, where they are not of its name.
PRINTED_AS: dict[str, frozenset[str]] = {
    "subtitle": frozenset({"title"}),
    "booksubtitle": frozenset({"booktitle"}),
    "journalsubtitle": frozenset({"journaltitle"}),
    "eprint": frozenset({"eprint", "arxiv"}),
    "pubstate": frozenset({"pubstate", *_STATES}),
    "date": frozenset({"date", "days", "year"}),
}


@dataclass(frozen=True, slots=True)
class _Query:
    """A field of the bibliography, the names that it has in templates, and what the publication has."""

    field: str
    names: frozenset[str]
    present: frozenset[str]

    def instead(self, other: str) -> str:
        return f"{other} instead of {self.field}" if other and other not in self.names else ""


class Omissions:
    """What a style prints of one publication, and by which rule it leaves out the rest.

    It reads the style's templates by itself, and shares nothing with what fills them.
    """

    def __init__(self, publication: Publication, style: ReferenceStyle, worded: Collection[str]) -> None:
        """`worded` has `inpress` or `manuscript` where the style has a word for this publication's state."""
        names = (publication.type, ALIASES.get(publication.type, publication.type), "default")
        chosen = next(style.templates[name] for name in names if name in style.templates)
        self.style, self.kind = style, publication.type
        self.present = frozenset(_present(publication)) | _STATES.intersection(worded)
        self.templates: tuple[Template, ...] = (chosen, style.notes)
        self.printed = frozenset(name for template in self.templates for name in _printed(template, self.present)[0])

    def prints(self, field: str) -> bool:
        """Whether the style prints a field of this publication."""
        return bool(self.printed & PRINTED_AS.get(field, frozenset({field})))

    def rule(self, field: str) -> str:
        """The rule by which a field that the style does not print is left out."""
        # A style's `inpress` and `manuscript` are for those states alone.
        names = PRINTED_AS.get(field, frozenset({field})) - (_STATES - self.present)
        query = _Query(field, names, self.present)
        reason = next(filter(None, (_reason(template, query) for template in self.templates)), "")
        if reason:
            return f"style {self.style.name} prints {reason}"
        elsewhere = any(_names(template) & query.names for template in self.style.templates.values())
        return f"style {self.style.name} prints no {field}" + (f" of {self.kind}" if elsewhere else "")


def _present(publication: Publication) -> Iterator[str]:
    """The fields of templates that a publication fills."""
    yield from publication.fields
    yield from ("title", "undated")
    authors, editors = publication.authors, publication.editors
    if authors:
        yield from ("authors", "inventor")
    if editors:
        stand_in = [name.display for name in authors] == [name.display for name in editors]
        yield from ("edited",) if stand_in else ("editors", "ed")
    if "pages" in publication.fields:
        yield "pp"
    if "arxiv" in links_of(publication):
        yield "arxiv"
    date = publication.date
    if date:
        yield from ("date", "year")
        if not date.periods or date.periods[0].start.month:
            yield "days"


def _printed(template: Template, present: frozenset[str]) -> tuple[list[str], bool]:
    """The fields that a template prints, and whether it is whole: nothing directly in it missing, something left."""
    names: list[str] = []
    missing = False
    left: bool | None = None
    for node in template:
        if isinstance(node, Field):
            name = next((name for name in node.names if name in present), "")
            missing = missing or not name
            names += [name] if name else []
            left = bool(name) or left or False
        elif isinstance(node, Group):
            inner = next((found for found, whole in _alternatives(node, present) if whole), None)
            names += inner or []
            left = inner is not None or left or False
    return names, not missing and left is not False


def _alternatives(group: Group, present: frozenset[str]) -> list[tuple[list[str], bool]]:
    return [_printed(alternative, present) for alternative in group.alternatives]


def _reason(template: Template, query: _Query) -> str | None:
    """Why a template does not print a field, empty where it would; None if the field is not in it."""
    reason: str | None = None
    for node in template:
        found = None
        if isinstance(node, Field) and query.names & set(node.names):
            first = next((name for name in node.names if name in query.present), "")
            found = query.instead(first)
        elif isinstance(node, Group):
            found = _reason_in(node, query)
        reason = found if not reason and found is not None else reason
    return reason


def _reason_in(group: Group, query: _Query) -> str | None:
    """Why a group does not print a field: another alternative is whole, or this one lacks something."""
    chosen = next((names for names, whole in _alternatives(group, query.present) if whole), [])
    reason: str | None = None
    for alternative in group.alternatives:
        found = _reason(alternative, query)
        if found == "":
            missing = next((name for node in alternative for name in _missing(node, query.present)), "")
            found = query.instead(next(iter(chosen), "")) or (missing and f"{query.field} only with {missing}")
        reason = found if not reason and found is not None else reason
    return reason


def _missing(node: Literal | Term | Field | Group, present: frozenset[str]) -> tuple[str, ...]:
    return node.names[:1] if isinstance(node, Field) and not present & set(node.names) else ()


def _names(template: Template) -> set[str]:
    """All fields that stand in a template."""
    names: set[str] = set()
    for node in template:
        if isinstance(node, Field):
            names |= set(node.names)
        elif isinstance(node, Group):
            names = names.union(*(_names(alternative) for alternative in node.alternatives))
    return names
