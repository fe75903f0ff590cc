"""The sizes of type on a line, glyph by glyph: a smaller word among others, raised marks told apart from it."""

from collections.abc import Callable, Iterator

from cvtex.values import dataclass
from cvtex.verify.evidence import Box, Page, Style
from cvtex.verify.lines import Stretch, around

ROUNDED = 0.005
"""Sizes are read to a hundredth of a point: 11.00 holds, and 10.99 does not."""
_RAISED = 0.1
"""Glyphs that are smaller than their line, and stand higher or lower by this part of its size, are raised or lowered."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Glyphs of one style that follow one another on a line, and whether they are raised or lowered."""

    text: str
    style: Style
    box: Box
    raised: bool


def pieces(page: Page, line: Stretch, counts: Callable[[str], bool]) -> Iterator[Piece]:
    """The pieces of a line that hold a character which counts; marks such as a bullet or an asterisk make none."""
    run: list[int] = []
    for index in range(line.start, line.end):
        if page.styles[index] is None or page.boxes[index] is None:
            continue
        if run and (page.styles[run[-1]] != page.styles[index] or page.baselines[run[-1]] != page.baselines[index]):
            yield from _piece(page, line, run, counts)
            run = []
        run.append(index)
    yield from _piece(page, line, run, counts)


def _piece(page: Page, line: Stretch, run: list[int], counts: Callable[[str], bool]) -> Iterator[Piece]:
    if not any(counts(page.text[index]) for index in run):
        return
    style, baseline = page.styles[run[0]], page.baselines[run[0]]
    boxes = [box for index in run if (box := page.boxes[index])]
    if style is None or baseline is None:
        return
    apart = abs(baseline - line.baseline) > _RAISED * line.style.size
    text = page.text[run[0] : run[-1] + 1]
    yield Piece(text, style, around(boxes), apart and style.size < line.style.size)
