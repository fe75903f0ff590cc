"""The limits of a target file, read; what cannot be read is told."""

from collections.abc import Callable, Sequence

from cvtex.content.tree import Mapping, Node, Scalar
from cvtex.content.tree import Sequence as SequenceNode
from cvtex.diagnostics import Findings, did_you_mean
from cvtex.document.targets import limits as known
from cvtex.document.targets.limits import LIMIT_KEYS, NO_LIMITS, FileName, FontLimit, Limits, Sides, length
from cvtex.patterns import regex
from cvtex.values import replace

_NUMBER = regex(r"\d+(?:\.\d+)?")
_BYTES = regex(r"(\d+(?:\.\d+)?)\s*([kKM]B)")
_UNITS = {"KB": 1_000, "MB": 1_000_000}
_LISTS = {
    "counts": known.COUNTS,
    "outside": known.OUTSIDE,
    "paper": known.SHEETS,
    "without": known.WITHOUT,
    "with": known.WITH,
}
_WORDS = {"colour": known.COLOURS, "links": known.LINKS}
_LENGTH_HINT = "write 11pt, 0.5in, 2cm or 15mm"
_FILENAME_KEYS = ("max", "signs")


def parse_limits(node: Node | None, findings: Findings) -> Limits:
    """Read `limits:` of a target; what cannot be read is told."""
    if node is None:
        return NO_LIMITS
    if not isinstance(node, Mapping) or not node.pairs:
        findings.error("D001", "`limits` is a mapping", node.span, "write limits: {size: 11pt}")
        return NO_LIMITS
    reader, limits = _LimitsReader(findings), NO_LIMITS
    for key, value in node.pairs:
        name = key.value
        if name not in LIMIT_KEYS:
            findings.error("D007", f"unknown key `{name}` in limits", key.span, did_you_mean(name, LIMIT_KEYS))
            continue
        read = reader.read(name, value)
        if read is not None:
            field = "having" if name == "with" else name
            limits = replace(limits, **{field: read})  # type: ignore[arg-type]
    return limits


class _LimitsReader:
    """Reads one limit after another, each by its name."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings

    def read(self, name: str, node: Node) -> object:
        """The value of a limit, None where there is none to be read."""
        if name in _LISTS:
            return self._list(name, node, _LISTS[name])
        if name in _WORDS:
            return next(iter(self._list(name, node, _WORDS[name])), None)
        readers: dict[str, Callable[[str, Node], object]] = {
            "size": self._length,
            "margin": self._sides,
            "fonts": self._fonts,
            "bytes": self._bytes,
            "publications": self._count,
            "filename": self._filename,
        }
        return readers.get(name, self._number)(name, node)

    def _wrong(self, name: str, node: Node, hint: str | None) -> None:
        typed = node.value if isinstance(node, Scalar) else ""
        self.findings.error("D017", f"`{typed}` is no limit of {name}", node.span, hint)

    def _length(self, name: str, node: Node) -> float | None:
        points = length(node.value) if isinstance(node, Scalar) else 0.0
        if not points:
            self._wrong(name, node, _LENGTH_HINT)
        return points or None

    def _number(self, name: str, node: Node) -> float | None:
        typed = node.value.strip() if isinstance(node, Scalar) else ""
        number = float(typed) if _NUMBER.fullmatch(typed) else 0.0
        if not number:
            self._wrong(name, node, "write a number, such as 6")
        return number or None

    def _count(self, name: str, node: Node) -> int | None:
        number = self._number(name, node)
        if number and number != int(number):
            self._wrong(name, node, "write a whole number, such as 10")
        return int(number) if number else None

    def _sides(self, name: str, node: Node) -> Sides | None:
        """The margin of all four sides, or of each side alone."""
        if not isinstance(node, Mapping):
            points = self._length(name, node)
            return known.all_sides(points) if points else None
        read: dict[str, float] = {}
        for key, value in node.pairs:
            if key.value not in known.SIDES:
                hint = did_you_mean(key.value, known.SIDES)
                self.findings.error("D007", f"unknown key `{key.value}` in a margin", key.span, hint)
            elif points := self._length(name, value):
                read[key.value] = points
        return Sides(**read)

    def _fonts(self, name: str, node: Node) -> tuple[FontLimit, ...]:
        """Typefaces by name, each with a least size of its own where it has one."""
        read: list[tuple[Node, FontLimit]] = []
        if isinstance(node, Mapping):
            sizes = ((key, self._length(name, value)) for key, value in node.pairs)
            read += [(key, FontLimit(key.value, size)) for key, size in sizes if size]
        else:
            items = node.items if isinstance(node, SequenceNode) else (node,)
            read += [(item, FontLimit(item.value.strip() if isinstance(item, Scalar) else "")) for item in items]
        if not read:
            self._wrong(name, node, f"write one of: {', '.join(known.FAMILIES)}")
        for place, font in read:
            if font.family not in known.FAMILIES:
                self._wrong(name, place, did_you_mean(font.family, known.FAMILIES))
        return tuple(font for _, font in read)

    def _bytes(self, name: str, node: Node) -> int | None:
        match = _BYTES.fullmatch(node.value.strip()) if isinstance(node, Scalar) else None
        if match is None or not float(match[1]):
            self._wrong(name, node, "write 100 MB or 500 kB")
            return None
        return round(float(match[1]) * _UNITS[match[2].upper()])

    def _filename(self, name: str, node: Node) -> FileName | None:
        if not isinstance(node, Mapping):
            self._wrong(name, node, "write {max: 50, signs: -_}")
            return None
        longest, signs = 0, None
        for key, value in node.pairs:
            if key.value == "max":
                longest = int(self._number(name, value) or 0)
            elif key.value == "signs" and isinstance(value, Scalar):
                signs = value.value
            else:
                hint = did_you_mean(key.value, _FILENAME_KEYS)
                self.findings.error("D007", f"unknown key `{key.value}` in a file's name", key.span, hint)
        return FileName(longest, signs)

    def _list(self, name: str, node: Node, options: Sequence[str]) -> tuple[str, ...]:
        """Words of a fixed set: one, or a list of them."""
        items = node.items if isinstance(node, SequenceNode) else (node,)
        if not items:
            self._wrong(name, node, f"write one of: {', '.join(options)}")
        words = [item.value.strip() if isinstance(item, Scalar) else "" for item in items]
        for item, word in zip(items, words, strict=True):
            if word not in options:
                self._wrong(name, item, did_you_mean(word, options) or f"write one of: {', '.join(options)}")
        return tuple(word for word in words if word in options)
