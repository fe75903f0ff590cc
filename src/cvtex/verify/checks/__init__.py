"""The checks, one file a family: each promises one thing of the page and says how much it looked at."""

from cvtex.verify.checks import (
    breaks,
    conservation,
    fonts,
    labels,
    layout,
    legibility,
    links,
    looks,
    metadata,
    online,
    outline,
    pages,
    privacy,
    soundness,
    tex,
    text,
)
from cvtex.verify.checks.registry import CHECKS, Check, Finding

__all__ = [
    "CHECKS",
    "Check",
    "Finding",
    "breaks",
    "conservation",
    "fonts",
    "labels",
    "layout",
    "legibility",
    "links",
    "looks",
    "metadata",
    "online",
    "outline",
    "pages",
    "privacy",
    "soundness",
    "tex",
    "text",
]
