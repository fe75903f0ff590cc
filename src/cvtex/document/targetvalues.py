"""The choices of a target file, key by key."""

import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from cvtex.content.contact import KINDS
from cvtex.content.dates import DateError, parse_date
from cvtex.content.markup import parse_markup
from cvtex.content.model import Text
from cvtex.content.tags import with_comma
from cvtex.content.tree import Mapping as MappingNode
from cvtex.content.tree import Node, Scalar, Sequence
from cvtex.diagnostics import Findings, Span, did_you_mean
from cvtex.document import target as known
from cvtex.document.filename import read_file_name
from cvtex.document.limits import length
from cvtex.document.limitsfile import parse_limits
from cvtex.document.rule import parse_rules
from cvtex.document.target import (
    CheckLevel,
    Choice,
    Fit,
    Margins,
    Order,
    PublicationChoice,
    SectionChoice,
    Target,
    TimeSpan,
    Word,
)
from cvtex.document.themechoice import look_values
from cvtex.languages.language import DEFAULT, load_language

if TYPE_CHECKING:
    from cvtex.document.targetfile import Pairs

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
}
FIT_KEYS: dict[str, str] = {
    "space": "the least share of the theme's white, such as 85%",
    "size": "the least text size, such as 10pt",
    "drop": "whether entries that are marked optional may go",
}
_CHOICES = {
    "paper": known.PAPERS,
    "font": known.FONTS,
    "head": known.HEADS,
    "foot": known.FEET,
    "engine": known.ENGINES,
    "colour": known.COLOURS,
    "language": known.LANGUAGES,
    "labels": known.LABELS,
    "output": known.OUTPUTS,
}
_BARE = re.compile(r"\d+(?:[.,]\d+)?")
_MONTHS = re.compile(r"(?:the\s+)?(?:last\s+)?(\d{1,3})\s+(years?|months?)$")

Names = Callable[[], Collection[str]]


class TargetReader:
    """Reads the values of one target, collecting what is wrong with them."""

    def __init__(self, findings: Findings, checks: Names | None = None, folder: Path | None = None) -> None:
        """`checks` has the codes that there are; without it, any will do. `folder` may have themes of its own."""
        self.findings, self.checks, self.folder = findings, checks, folder
        self.quotes = load_language(DEFAULT).quotes

    def read(self, name: str, pairs: "Pairs", span: Span) -> Target:
        """The target of these pairs; what they do not say is as in `Target`."""
        values: dict[str, object] = {}
        language = pairs["language"][1] if "language" in pairs else None
        if isinstance(language, Scalar) and language.value in known.LANGUAGES:
            self.quotes = load_language(language.value).quotes
        for key, (scalar, node) in pairs.items():
            if key not in ("tags", "without", "period", "theme"):
                field, read = self._readers()[key]
                value = read(scalar, node)
                if value is not None:
                    values[field] = value
        values["choice"] = self._choice(pairs)
        values |= look_values(pairs, self.folder, self.findings)
        return Target(name, span=span, **values)  # type: ignore[arg-type]

    def _readers(self) -> Mapping[str, tuple[str, Callable[[Scalar, Node], object]]]:
        """Of each key the field of a target that it fills, and what reads it."""
        words = dict.fromkeys(("title", "style", *_CHOICES), self._word)
        return {
            **{name: (name, read) for name, read in words.items()},
            "headline": ("headline", self._text),
            "summary": ("summary", self._text),
            "titles": ("titles", self._titles),
            "size": ("size", self._size),
            "margins": ("margins", self._margins),
            "sections": ("sections", self._sections),
            "publications": ("publications", self._publications),
            "contact": ("withheld", self._withheld),
            "since": ("since", self._since),
            "pages": ("max_pages", self._pages),
            "fit": ("fit", self._fit),
            "limits": ("limits", lambda _, node: parse_limits(node, self.findings)),
            "file": ("file", lambda _, node: read_file_name(node, self.findings)),
            "rule": ("rules", lambda _, node: parse_rules(node, self.findings)),
            "checks": ("checks", self._checks),
        }

    # Words and texts

    def _word(self, key: Scalar, node: Node) -> str | None:
        options = _CHOICES.get(key.value)
        if not isinstance(node, Scalar) or not node.value.strip():
            self._without_text(key, node)
        elif options and node.value not in options:
            hint = did_you_mean(node.value, options)
            self.findings.error("D017", f"`{node.value}` is no {key.value} that cvtex knows", node.span, hint)
        else:
            return node.value
        return None

    def _text(self, key: Scalar, node: Node) -> Text | None:
        if isinstance(node, Scalar) and node.value.strip():
            return Text(parse_markup(" ".join(node.value.split()), self.quotes), node.span)
        self._without_text(key, node)
        return None

    def _without_text(self, key: Scalar, node: Node) -> None:
        message, hint = f"`{key.value}` has no text", f"write {key.value}: …"
        if isinstance(node, MappingNode) and any(name.value in known.LANGUAGES for name, _ in node.pairs):
            message = f"`{key.value}` is one text: a target has one language"
            hint = f"write {key.value}: … in the language of this target, and another target for another language"
        self.findings.error("D001", message, node.span, hint)

    def _words(self, key: Scalar, node: Node, what: str = "word") -> tuple[Word, ...]:
        """A list of words, or one alone."""
        items = node.items if isinstance(node, Sequence) else (node,)
        for item in items:
            if isinstance(item, Scalar) and with_comma(item.value) and (item is node or what == "tag"):
                message = f"`{item.value.strip()}` is one {what} with a comma"
                self.findings.error("D001", message, item.span, f"write {key.value}: {with_comma(item.value)}")
        read = [
            Word(item.value.strip(), item.span) for item in items if isinstance(item, Scalar) and item.value.strip()
        ]
        if not items or len(read) < len(items):
            hint = f"write {key.value}: [one, two]"
            self.findings.error("D001", f"`{key.value}` is a list of words", node.span, hint)
        return tuple(read)

    def _since(self, key: Scalar, node: Node) -> Word | None:
        if isinstance(node, Scalar) and node.value.strip():
            return Word(node.value.strip(), node.span)
        self.findings.error("D001", f"`{key.value}` has no text", node.span, "write since: 2024-07-01")
        return None

    def _titles(self, key: Scalar, node: Node) -> tuple[tuple[Word, tuple[object, ...]], ...]:
        pairs = self._mapping(key, node, "titles: {Employment: Experience}")
        texts = ((name, self._text(name, value)) for name, value in pairs)
        return tuple((Word(name.value, name.span), text.runs) for name, text in texts if text)

    def _mapping(self, key: Scalar, node: Node, example: str) -> tuple[tuple[Scalar, Node], ...]:
        if isinstance(node, MappingNode) and node.pairs:
            return node.pairs
        self.findings.error("D001", f"`{key.value}` is a mapping", node.span, f"write {example}")
        return ()

    def _fields(self, pairs: tuple[tuple[Scalar, Node], ...], names: Mapping[str, str], what: str) -> "Pairs":
        """Pairs by key; keys that are not known are told."""
        for key, _ in pairs:
            if key.value not in names:
                hint = did_you_mean(key.value, names)
                self.findings.error("D007", f"unknown key `{key.value}` in {what}", key.span, hint)
        return {key.value: (key, node) for key, node in pairs if key.value in names}

    # Numbers and lengths

    def _size(self, key: Scalar, node: Node) -> float | None:
        size = length(node.value) if isinstance(node, Scalar) else 0.0
        if known.LEAST_SIZE <= size <= known.MOST_SIZE:
            return size
        hint = f"write a size from {known.LEAST_SIZE:g}pt to {known.MOST_SIZE:g}pt, such as {key.value}: 11pt"
        self.findings.error("D017", f"{_typed(node)} is no text size", node.span, hint)
        return None

    def _margins(self, key: Scalar, node: Node) -> Margins | None:
        example = "margins: {left: 2cm, right: 2cm, top: 2cm, bottom: 2cm}"
        if isinstance(node, Scalar) and node.value.strip():
            points = self._margin(node)
            return Margins(*([points] * 4)) if points else None
        pairs = self._mapping(key, node, example)
        sides = dict.fromkeys(Margins.__dataclass_fields__, "")
        read: dict[str, float] = {}
        for name, (_, value) in self._fields(pairs, sides, "margins").items():
            if points := self._margin(value):
                read[name] = points
        return Margins(**read)

    def _margin(self, node: Node) -> float:
        points = length(node.value) if isinstance(node, Scalar) else 0.0
        if not points:
            bare = isinstance(node, Scalar) and _BARE.fullmatch(node.value.strip())
            hint = "a length needs a unit, such as 2cm" if bare else "write 2cm, 1in or 36pt"
            self.findings.error("D017", f"{_typed(node)} is no margin", node.span, hint)
        return points

    def _number(self, key: Scalar, node: Node) -> int | None:
        if isinstance(node, Scalar) and _count(node):
            return _count(node)
        self.findings.error("D017", f"{_typed(node)} is no number for `{key.value}`", node.span, "write 1 or more")
        return None

    def _pages(self, _: Scalar, node: Node) -> int | None:
        pairs = node.pairs if isinstance(node, MappingNode) else ()
        fields = self._fields(pairs, {"max": ""}, "`pages`")
        if len(fields) < len(pairs):
            return None
        most = fields.get("max", (None, None))[1]
        if isinstance(most, Scalar) and _count(most):
            return _count(most)
        self.findings.error("D017", "the limit of pages cannot be read", node.span, "write pages: {max: 2}")
        return None

    def _fit(self, key: Scalar, node: Node) -> Fit | None:
        if isinstance(node, Scalar) and node.value.casefold() in ("true", "yes"):
            return Fit()
        if isinstance(node, Scalar) and node.value.casefold() in ("false", "no"):
            return None
        fields = self._fields(self._mapping(key, node, "fit: true"), FIT_KEYS, "`fit`")
        space, size, drop = Fit().space, 0.0, True
        if "space" in fields:
            space = self._share(fields["space"][1]) or space
        if "size" in fields:
            size = self._size(*fields["size"]) or size
        if "drop" in fields:
            value = fields["drop"][1]
            word = value.value.strip().casefold() if isinstance(value, Scalar) else ""
            drop = word not in ("false", "no")
            if word not in ("true", "yes", "false", "no"):
                message = f"{_typed(value)} is neither true nor false"
                self.findings.error("D017", message, value.span, "write drop: false")
        return Fit(space, size, drop)

    def _share(self, node: Node) -> float:
        match = re.fullmatch(r"(\d{2,3})\s*%", node.value.strip()) if isinstance(node, Scalar) else None
        if match and 50 <= int(match[1]) <= 100:
            return int(match[1]) / 100
        self.findings.error("D017", f"{_typed(node)} is no share of the white", node.span, "write 50% to 100%")
        return 0.0

    # Selections

    def _choice(self, pairs: "Pairs") -> Choice:
        tags, without = (self._words(*pairs[name], "tag") if name in pairs else () for name in ("tags", "without"))
        return Choice(tags, without, self._period(*pairs["period"]) if "period" in pairs else None)

    def _period(self, _: Scalar, node: Node) -> TimeSpan | None:
        typed = node.value.strip() if isinstance(node, Scalar) else ""
        relative = _MONTHS.match(typed)
        if relative and int(relative[1]):
            months = int(relative[1]) * (12 if relative[2].startswith("year") else 1)
            return TimeSpan(node.span, typed, months)
        message, hint = f"{_typed(node)} is no period", "write 5 years, 18 months, 2021-07/present or 2020/2024"
        try:
            dates = parse_date(typed, node.span) if typed else None
        except DateError as error:
            dates = None
            if str(error).startswith("the end "):
                message, hint = f"{message}: {error}", error.hint
        if dates and len(dates.periods) == 1 and not dates.words:
            return TimeSpan(node.span, typed, period=dates.periods[0])
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
            span=pairs[0][0].span,
        )

    def _order(self, fields: "Pairs", name: str, options: tuple[str, ...]) -> Order:
        if name not in fields:
            return ""
        node = fields[name][1]
        if isinstance(node, Scalar) and node.value in options:
            return cast(Order, node.value)
        hint = did_you_mean(node.value if isinstance(node, Scalar) else "", options)
        self.findings.error("D017", f"{_typed(node)} is no choice for `{name}`", node.span, hint)
        return ""

    # The rest

    def _withheld(self, key: Scalar, node: Node) -> tuple[str, ...]:
        fields = self._fields(
            self._mapping(key, node, "contact: {without: [phone, place]}"), {"without": ""}, "`contact`"
        )
        words = self._words(*fields["without"]) if "without" in fields else ()
        for word in words:
            if word.text not in KINDS:
                hint = did_you_mean(word.text, KINDS)
                self.findings.error("D017", f"`{word.text}` is no kind of contact", word.span, hint)
        return tuple(word.text for word in words)

    def _checks(self, key: Scalar, node: Node) -> tuple[CheckLevel, ...]:
        """What `checks:` says, in the order of the file."""
        levels = []
        pairs = self._mapping(key, node, "checks: {F001: warning}")
        codes = sorted(self.checks()) if self.checks and pairs else []
        for name, value in pairs:
            if self.checks and name.value not in codes:
                hint = f"{did_you_mean(name.value, codes)}; `cvtex list checks` shows what each is"
                self.findings.error("D007", f"there is no check `{name.value}`", name.span, hint)
            level = value.value if isinstance(value, Scalar) else ""
            if level in known.LEVELS:
                levels.append(CheckLevel(name.value, level, name.span))
            else:
                hint = did_you_mean(level, known.LEVELS)
                self.findings.error("D017", f"{_typed(value)} is no level of a check", value.span, hint)
        return tuple(levels)


def _count(node: Scalar) -> int:
    """A number of pages or entries, 0 where it is none."""
    typed = node.value.strip()
    return int(typed[:6]) if typed.isascii() and typed.isdigit() else 0


def _typed(node: Node) -> str:
    return f"`{node.value.strip()}`" if isinstance(node, Scalar) and node.value.strip() else "what stands here"
