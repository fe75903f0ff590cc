"""The choices of a target file, key by key."""

import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cvtex.content.contact import WITHHELD
from cvtex.content.tree import Mapping as MappingNode
from cvtex.content.tree import Node, Scalar
from cvtex.diagnostics import Findings, Span, did_you_mean
from cvtex.document.targets import target as known
from cvtex.document.targets.filename import read_file_name
from cvtex.document.targets.limits import length
from cvtex.document.targets.limitsfile import parse_limits
from cvtex.document.targets.rulefile import parse_rules
from cvtex.document.targets.target import (
    CheckLevel,
    Fit,
    Margins,
    Target,
    Word,
)
from cvtex.document.targets.targetnodes import count, typed
from cvtex.document.targets.targetselections import SelectionReader
from cvtex.document.targets.themechoice import look_values
from cvtex.languages.language import load_language
from cvtex.patterns import regex

if TYPE_CHECKING:
    from cvtex.document.targets.targetfile import Pairs

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
    "hyphenation": known.HYPHENATIONS,
}
_BARE = regex(r"\d+(?:[.,]\d+)?")

Names = Callable[[], Collection[str]]


class TargetReader(SelectionReader):
    """Reads the values of one target, collecting what is wrong with them."""

    def __init__(self, findings: Findings, checks: Names | None = None, folder: Path | None = None) -> None:
        """`checks` has the codes that there are; without it, any will do. `folder` may have themes of its own."""
        super().__init__(findings)
        self.checks, self.folder = checks, folder

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

    def _since(self, key: Scalar, node: Node) -> Word | None:
        if isinstance(node, Scalar) and node.value.strip():
            return Word(node.value.strip(), node.span)
        self.findings.error("D001", f"`{key.value}` has no text", node.span, "write since: 2024-07-01")
        return None

    def _titles(self, key: Scalar, node: Node) -> tuple[tuple[Word, tuple[object, ...]], ...]:
        pairs = self._mapping(key, node, "titles: {Employment: Experience}")
        texts = ((name, self._text(name, value)) for name, value in pairs)
        return tuple((Word(name.value, name.span), text.runs) for name, text in texts if text)

    # Numbers and lengths

    def _size(self, key: Scalar, node: Node) -> float | None:
        size = length(node.value) if isinstance(node, Scalar) else 0.0
        if known.LEAST_SIZE <= size <= known.MOST_SIZE:
            return size
        hint = f"write a size from {known.LEAST_SIZE:g}pt to {known.MOST_SIZE:g}pt, such as {key.value}: 11pt"
        self.findings.error("D017", f"{typed(node)} is no text size", node.span, hint)
        return None

    def _margins(self, key: Scalar, node: Node) -> Margins | None:
        example = "margins: {left: 2cm, right: 2cm, top: 2cm, bottom: 2cm}"
        if isinstance(node, Scalar) and node.value.strip():
            points = self._margin(node)
            return Margins(*([points] * 4)) if points else None
        pairs = self._mapping(key, node, example)
        sides = dict.fromkeys(Margins.__match_args__, "")
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
            self.findings.error("D017", f"{typed(node)} is no margin", node.span, hint)
        return points

    def _pages(self, _: Scalar, node: Node) -> int | None:
        pairs = node.pairs if isinstance(node, MappingNode) else ()
        fields = self._fields(pairs, {"max": ""}, "`pages`")
        if len(fields) < len(pairs):
            return None
        most = fields.get("max", (None, None))[1]
        if isinstance(most, Scalar) and count(most):
            return count(most)
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
                message = f"{typed(value)} is neither true nor false"
                self.findings.error("D017", message, value.span, "write drop: false")
        return Fit(space, size, drop)

    def _share(self, node: Node) -> float:
        match = re.fullmatch(r"(\d{2,3})\s*%", node.value.strip()) if isinstance(node, Scalar) else None
        if match and 50 <= int(match[1]) <= 100:
            return int(match[1]) / 100
        self.findings.error("D017", f"{typed(node)} is no share of the white", node.span, "write 50% to 100%")
        return 0.0

    # The rest

    def _withheld(self, key: Scalar, node: Node) -> tuple[str, ...]:
        fields = self._fields(
            self._mapping(key, node, "contact: {without: [phone, place]}"), {"without": ""}, "`contact`"
        )
        words = self._words(*fields["without"]) if "without" in fields else ()
        for word in words:
            if word.text not in WITHHELD:
                hint = did_you_mean(word.text, WITHHELD)
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
                self.findings.error("D017", f"{typed(value)} is no level of a check", value.span, hint)
        return tuple(levels)
