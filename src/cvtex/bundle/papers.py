"""Papers: which one a page is on, upright or lying, and in words."""

PAPERS = {
    "a4": (595.276, 841.89),
    "letter": (612.0, 792.0),
    "legal": (612.0, 1008.0),
    "a5": (419.528, 595.276),
    "b5": (498.898, 708.661),
}
"""Width and height in PDF points (ISO 216, ANSI/ASME Y14.1)."""

_TOLERANCE = 2.5  # programs round sizes, some to whole millimetres


def paper_of(width: float, height: float) -> str:
    """The paper of a page, by its name, or else its size in points."""
    short, long = sorted((width, height))
    for name, (across, along) in PAPERS.items():
        if abs(short - across) <= _TOLERANCE and abs(long - along) <= _TOLERANCE:
            return name
    return f"{width:.0f} × {height:.0f} pt"
