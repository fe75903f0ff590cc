"""The limits of a target: what its pages are measured against, in PDF points and per inch."""

import re
from dataclasses import dataclass, replace

from cvtex.content.tree import Mapping, Node, Scalar
from cvtex.diagnostics import Findings, did_you_mean

LIMIT_KEYS: dict[str, str] = {
    "size": "the smallest type, such as 11pt: a PDF point is 1/72 in, so TeX's own 11pt has only 10.96",
    "lines": "the most lines an inch, such as 6",
    "characters": "the most characters an inch, spaces included, such as 15",
    "margin": "the least room between ink and the edge of the paper, such as 0.5in, 2cm or 36pt",
}
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(pt|in|cm|mm)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes and margins in PDF points, lines and characters an inch; 0 where there is no limit."""

    size: float = 0.0
    lines: float = 0.0
    characters: float = 0.0
    margin: float = 0.0


NO_LIMITS = Limits()


def parse_limits(node: Node | None, findings: Findings) -> Limits:
    """Read `limits:` of a target; what cannot be read is told."""
    if node is None:
        return NO_LIMITS
    if not isinstance(node, Mapping) or not node.pairs:
        findings.error("D001", "`limits` is a mapping", node.span, "write limits: {size: 11pt}")
        return NO_LIMITS
    limits = NO_LIMITS
    for key, value in node.pairs:
        name, typed = key.value, value.value if isinstance(value, Scalar) else ""
        if name not in LIMIT_KEYS:
            findings.error("D007", f"unknown key `{name}` in limits", key.span, did_you_mean(name, LIMIT_KEYS))
            continue
        number = _measured(name, typed.strip())
        if not number:
            hint = "write 11pt, 0.5in, 2cm or 15mm" if name in ("size", "margin") else "write a number, such as 6"
            findings.error("D017", f"`{typed}` is no limit of {name}", value.span, hint)
            continue
        limits = replace(limits, **{name: number})
    return limits


def _measured(name: str, typed: str) -> float:
    """A limit as a number, 0 where it is none."""
    if name in ("size", "margin"):
        return length(typed)
    return float(typed) if _NUMBER.fullmatch(typed) else 0.0


def length(typed: str) -> float:
    """A length such as 2cm in PDF points, 0 where it is none."""
    match = _LENGTH.fullmatch(typed.strip())
    return float(match[1]) * _POINTS[match[2]] if match else 0.0
