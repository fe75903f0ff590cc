"""A look: the theme of one document, with what its owner chose of it, and where it puts what checks measure."""

from pathlib import Path
from typing import Literal

from cvtex.values import dataclass

HEADINGS = ("smallcaps", "bold", "regular")
BULLETS = ("mixed", "dots", "dashes")
LABELS = ("hung", "inline")
CHOICES: dict[str, tuple[str, ...]] = {"headings": HEADINGS, "bullets": BULLETS, "labels": LABELS}
"""What may be chosen in any theme, and the values of each; a theme says which of them it has."""
NUMBERS = ("hung", "inline")
DATES = ("right", "following")
CONTRAST = 4.5
"""What a colour needs at the least against the paper (WCAG AA)."""

Place = Literal["hung", "inline"]
Dates = Literal["right", "following"]


@dataclass(frozen=True, slots=True)
class Look:
    """How a document is set, as far as others must know; the usual one is that of `classic`.

    `labels` and `numbers` hang beside their text or stand in it; `dates` stand at the right edge, or follow their
    text. `font` is the theme's usual typeface, `accent` the colour asked for in its place, as six digits; `chosen` are
    the choices that differ from the theme's own. `folder` is that of an owner's theme, `least` the least share of its white that the
    theme bears.
    """

    labels: Place = "hung"
    numbers: Place = "hung"
    dates: Dates = "right"
    font: str = "pagella"
    accent: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    folder: Path | None = None
    least: float = 0.7


CLASSIC = Look()


def contrast(colour: str) -> float:
    """The contrast of a colour of six hexadecimal digits to white paper, as WCAG 2.1 defines it."""
    shares = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
