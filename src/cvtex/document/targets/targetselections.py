"""What of the CV a target file takes: its sections, tags, times and lists of publications."""

from typing import TYPE_CHECKING, cast

from cvtex.content.dates import DateError, parse_date
from cvtex.content.tree import Mapping as MappingNode
from cvtex.content.tree import Node, Scalar, Sequence
from cvtex.diagnostics import did_you_mean
from cvtex.document.targets import target as known
from cvtex.document.targets.target import Choice, Order, PublicationChoice, SectionChoice, TimeSpan, Word
from cvtex.document.targets.targetnodes import NodeReader, typed
from cvtex.patterns import regex

if TYPE_CHECKING:
    from cvtex.document.targets.targetfile import Pairs

_SELECTION = {name: known.TARGET_KEYS[name] for name in ("tags", "without", "period")}
SECTION_KEYS: dict[str, str] = {
    "section": "the title of a section of cv.yaml",
    "title": "the title to print instead",
    **_SELECTION,
    "max": "the most entries: the first ones stay",
    "publications": "the lists of this section instead of its entries, each with a selection of its own",
}
PUBLICATION_KEYS: dict[str, str] = {
    "title": "the subheading over a list",
    "categories": "the letters of the categories, such as [C, J]",
    "keys": "the keys of the publications",
    "keywords": "only entries with one of these keywords",
    "max": "the most publications",
    "min": "how many of them are kept where the document must be made to fit",
    "choose": "which of more than max are taken: best (the order of `references: best` in cv.yaml) or newest",
    "order": "which is printed first: newest, oldest, best, or keys (as listed here)",
    "label": "a capital letter: a list with `labels: consecutive` is numbered for itself, as A1, A2, …",
}
_MONTHS = regex(r"(?:the\s+)?(?:last\s+)?(\d{1,3})\s+(years?|months?)$")


class SelectionReader(NodeReader):
    """Reads which nodes and publications a target takes."""

    def _choice(self, pairs: "Pairs") -> Choice:
        tags, without = (self._words(*pairs[name], "tag") if name in pairs else () for name in ("tags", "without"))
        return Choice(tags, without, self._period(*pairs["period"]) if "period" in pairs else None)

    def _period(self, _: Scalar, node: Node) -> TimeSpan | None:
        words = node.value.strip() if isinstance(node, Scalar) else ""
        relative = _MONTHS.match(words)
        if relative and int(relative[1]):
            months = int(relative[1]) * (12 if relative[2].startswith("year") else 1)
            return TimeSpan(node.span, words, months)
        message, hint = f"{typed(node)} is no period", "write 5 years, 18 months, 2021-07/present or 2020/2024"
        try:
            dates = parse_date(words, node.span) if words else None
        except DateError as error:
            dates = None
            if str(error).startswith("the end "):
                message, hint = f"{message}: {error}", error.hint
        if dates and len(dates.periods) == 1 and not dates.words:
            return TimeSpan(node.span, words, period=dates.periods[0])
        self.findings.error("D017", message, node.span, hint)
        return None

    def _sections(self, key: Scalar, node: Node) -> tuple[SectionChoice, ...]:
        items = node.items if isinstance(node, Sequence) else (node,)
        if not items or (isinstance(node, Scalar) and not node.value.strip()):
            self.findings.error("D001", f"`{key.value}` is empty", node.span, "write sections: [Employment, Education]")
            return ()
        if isinstance(node, MappingNode) and not {"section", "title"} & {name.value for name, _ in node.pairs}:
            hint = f"write sections: [{', '.join(name.value for name, _ in node.pairs)}]"
            self.findings.error("D001", f"`{key.value}` is a list", node.span, hint)
            return ()
        read = (self._section(item) for item in items)
        return tuple(section for section in read if section)

    def _section(self, node: Node) -> SectionChoice | None:
        if isinstance(node, Scalar) and node.value.strip():
            return SectionChoice(Word(node.value.strip(), node.span))
        pairs = node.pairs if isinstance(node, MappingNode) else ()
        fields = self._fields(pairs, SECTION_KEYS, "a section of a target")
        name = fields.get("section", (None, None))[1]
        if not isinstance(name, Scalar) or not name.value.strip():
            self.findings.error("D006", "this section has no name", node.span, "write {section: Employment}")
            return None
        return SectionChoice(
            Word(name.value.strip(), name.span),
            self._text(*fields["title"]) if "title" in fields else None,
            self._choice(fields),
            self._number(*fields["max"]) if "max" in fields else None,
            self._lists(*fields["publications"]) if "publications" in fields else (),
        )

    def _lists(self, key: Scalar, node: Node) -> tuple[PublicationChoice, ...]:
        items = node.items if isinstance(node, Sequence) else (node,)
        read = (self._publications(key, item) for item in items)
        return tuple(choice for choice in read if choice)

    def _publications(self, key: Scalar, node: Node) -> PublicationChoice | None:
        pairs = self._mapping(key, node, "publications: {max: 10, choose: best}")
        if not pairs:
            return None
        fields = self._fields(pairs, PUBLICATION_KEYS, "a choice of publications")
        words = {
            name: self._words(*fields[name]) if name in fields else () for name in ("categories", "keys", "keywords")
        }
        numbers = {name: self._number(*fields[name]) if name in fields else None for name in ("max", "min")}
        most, least = numbers["max"], numbers["min"]
        if most and least and least > most:
            message = f"`min: {least}` is more than `max: {most}`"
            self.findings.error("D017", message, fields["min"][1].span, f"write {most} or less, or a larger max")
        return PublicationChoice(
            self._text(*fields["title"]) if "title" in fields else None,
            categories=words["categories"],
            keys=words["keys"],
            keywords=words["keywords"],
            most=most,
            least=least,
            choose=self._order(fields, "choose", ("best", "newest")),
            order=self._order(fields, "order", ("newest", "oldest", "best", "keys")),
            label=self._letter(*fields["label"]) if "label" in fields else None,
            span=pairs[0][0].span,
        )

    def _letter(self, key: Scalar, node: Node) -> Word | None:
        letter = node.value.strip() if isinstance(node, Scalar) else ""
        if len(letter) == 1 and "A" <= letter <= "Z":
            return Word(letter, node.span)
        self.findings.error("D017", f"{typed(node)} is no letter for `{key.value}`", node.span, "write label: A")
        return None

    def _order(self, fields: "Pairs", name: str, options: tuple[str, ...]) -> Order:
        if name not in fields:
            return ""
        node = fields[name][1]
        if isinstance(node, Scalar) and node.value in options:
            return cast(Order, node.value)
        hint = did_you_mean(node.value if isinstance(node, Scalar) else "", options)
        self.findings.error("D017", f"{typed(node)} is no choice for `{name}`", node.span, hint)
        return ""
