"""A theme as a target chooses it: by its name, perhaps with a colour and other choices, each judged."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cvtex.content.tree import Mapping as Tree
from cvtex.content.tree import Node, Scalar
from cvtex.diagnostics import DataError, Findings, did_you_mean
from cvtex.document.targets.look import CHOICES, CONTRAST, Look, contrast
from cvtex.document.targets.target import FONTS
from cvtex.document.targets.themefile import COLOUR, SHARE, ThemeFile, find_theme, theme_names
from cvtex.values import dataclass

if TYPE_CHECKING:
    from cvtex.document.targets.targetfile import Pairs

ROOMIEST = 1.3
"""The most of its white that a theme may be given, as a share."""

LOOK_KEYS: dict[str, str] = {
    "name": "the theme",
    "accent": "the accent colour, such as #005F73, at a contrast of 4.5:1 to the paper",
    "headings": "how titles of sections are set: smallcaps, bold or regular",
    "bullets": "the marks of items: mixed (• – ·), dots or dashes",
    "labels": "where the numbers of publications stand: hung beside the text, or inline before it",
    "space": "the share of the theme's white that is left, such as 90%, or given it, up to 130%",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What `theme:` of a target says: the theme, its look, the share of its white."""

    theme: ThemeFile
    look: Look
    space: float = 1.0


def look_values(pairs: "Pairs", folder: Path | None, findings: Findings) -> dict[str, object]:
    """The fields of a target that its theme fills; the typeface is the theme's where the target names none."""
    chosen = read_look(pairs["theme"][1], folder, findings) if "theme" in pairs else None
    if chosen is None:
        return {}
    fonts, asked = chosen.theme.fonts, pairs["font"][1] if "font" in pairs else None
    found: dict[str, object] = {"theme": chosen.theme.name, "look": chosen.look, "space": chosen.space}
    if asked is None:
        return {**found, "font": chosen.look.font}
    if _typed(asked) in FONTS and _typed(asked) not in fonts:
        message = f"the theme `{chosen.theme.name}` has no font `{_typed(asked)}`"
        hint = f"it has: {', '.join(fonts)}" if fonts else "remove the line"
        findings.error("D017", message, asked.span, hint)
    return found


def read_look(node: Node, folder: Path | None, findings: Findings) -> Chosen | None:
    """The theme that a target chooses: a name, or a mapping with choices; what is wrong is told."""
    parts: dict[str, Node] = {"name": node} if isinstance(node, Scalar) else {}
    for key, value in node.pairs if isinstance(node, Tree) else ():
        if key.value in LOOK_KEYS:
            parts[key.value] = value
        else:
            hint = did_you_mean(key.value, LOOK_KEYS)
            findings.error("D007", f"unknown key `{key.value}` in `theme`", key.span, hint)
    names = theme_names(folder)
    name = _typed(parts.get("name"))
    if not name:
        findings.error("D001", "`theme` has no name", node.span, "write theme: modern, or theme: {name: modern, …}")
        return None
    if name not in names:
        findings.error("D017", f"there is no theme `{name}`", parts["name"].span, did_you_mean(name, names))
        return None
    try:
        theme = find_theme(name, folder)
    except DataError as error:
        findings.items.extend(error.diagnostics)
        return None
    reader = _Choices(theme, parts, findings)
    return Chosen(theme, theme.look(reader.accent(), reader.chosen()), reader.space())


class _Choices:
    """Reads what a target chooses of one theme."""

    def __init__(self, theme: ThemeFile, parts: Mapping[str, Node], findings: Findings) -> None:
        self.theme, self.parts, self.findings = theme, parts, findings

    def accent(self) -> str:
        """The accent colour as six digits, empty for the theme's own."""
        if "accent" not in self.parts:
            return self.theme.accent
        typed = _typed(self.parts["accent"])
        match = COLOUR.fullmatch(typed)
        if not self.theme.accent:
            self._wrong("accent", f"the theme `{self.theme.name}` has no accent colour", "remove the line")
        elif not match:
            self._wrong("accent", f"`{typed}` is no colour", 'write six hexadecimal digits in quotes: "#005F73"')
        elif contrast(match[1]) < CONTRAST:
            message = f"`{typed}` has a contrast of {int(contrast(match[1]) * 10) / 10}:1 to the paper, less than {CONTRAST}:1"
            self._wrong("accent", message, f'take a darker colour, such as "#{_darker(match[1])}"')
        else:
            return match[1]
        return self.theme.accent

    def chosen(self) -> dict[str, str]:
        found = {}
        for key in CHOICES:
            typed, values = _typed(self.parts.get(key)), self.theme.choices.get(key, ())
            if typed in values:
                found[key] = typed
            elif key in self.parts:
                hint = f"it has: {', '.join(values)}" if values else "remove the line"
                self._wrong(key, f"the theme `{self.theme.name}` has no {key} `{typed}`", hint)
        return found

    def space(self) -> float:
        if "space" not in self.parts:
            return 1.0
        typed = _typed(self.parts["space"])
        match = SHARE.fullmatch(typed)
        if match and self.theme.space <= int(match[1]) / 100 <= ROOMIEST:
            return int(match[1]) / 100
        hint = f"write {self.theme.space:.0%} to {ROOMIEST:.0%}"
        self._wrong("space", f"`{typed}` is no share of the white of `{self.theme.name}`", hint)
        return 1.0

    def _wrong(self, key: str, message: str, hint: str) -> None:
        self.findings.error("D017", message, self.parts[key].span, hint)


def _typed(node: Node | None) -> str:
    return node.value.strip() if isinstance(node, Scalar) else ""


def _darker(colour: str) -> str:
    """The lightest shade of a colour, in steps of a hundredth, that has contrast enough."""
    shares = [int(colour[place : place + 2], 16) for place in (0, 2, 4)]
    shades = ("".join(f"{share * part // 100:02X}" for share in shares) for part in range(100, -1, -1))
    return next(shade for shade in shades if contrast(shade) >= CONTRAST)
