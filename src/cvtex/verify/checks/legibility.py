"""Legibility: text that is there for the eye, large enough, and dark enough on its ground."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from cvtex.document.model import Document
from cvtex.verify.checks.registry import Finding, Findings, NotExaminedError, check, check_either
from cvtex.verify.cited import asks, cited
from cvtex.verify.directions import is_mark
from cvtex.verify.evidence import Evidence, Page, Picture
from cvtex.verify.lines import Row, Stretch, stretches, stretches_of, upright
from cvtex.verify.middle import median
from cvtex.verify.placement import placements, texts_alone
from cvtex.verify.sizes import ROUNDED, pieces
from cvtex.verify.words import words
from cvtex.verify.zones import zones

_CONTRAST, _CONTRAST_LARGE = 4.5, 3.0
"""WCAG 2.1, success criterion 1.4.3 (AA): large is 18 pt, or 14 pt and bold."""
_SMALLEST = 6.0
_SMALLEST_FOREIGN = 4.0
_WHITE_SHARE = 0.3
_WITHIN, _SMALLER = 0.75, 0.8
"""Text at most so large, as a share of a line's size, and so near to its baseline, is raised or lowered."""
_ROUNDED = 0.02
_HAIR = 0.01
"""Points between lines, and characters an inch, by which a limit may be missed: positions are written to less."""


@check_either("P011", "every word that software reads can be seen")
def visible(document: Document | None, seen: Evidence) -> Findings:
    if not upright(seen):
        raise NotExaminedError("the text does not run across the pages")
    examined = 0
    for page, found in zip(seen.pages, words(seen), strict=True):
        told: set[int] = set()
        for word in found:
            if not (document or word.letters):
                continue
            examined += 1
            if not word.seen and word.line not in told:
                told.add(word.line)
                yield Finding(
                    f"“{page.text[word.start : word.end]}” cannot be seen on the page",
                    "it is covered, clipped, transparent, or of the colour of its ground",
                    page=page.number,
                    box=word.box,
                )
    return examined


@check_either("P012", "no text is too small to be read, or smaller than its target allows")
def size(document: Document | None, seen: Evidence) -> Findings:
    """With a limit, every letter is held to it; raised ones, head and foot where the target's rule counts them."""
    least = _SMALLEST if document else _SMALLEST_FOREIGN
    limited = document is not None and document.limits.size > 0
    examined = 0
    if document:
        yield from _of_another_size(document, seen)
        yield from _below_the_rule(document, seen)
    for body in texts_alone(document, seen):
        for line in (stretch for row in body for stretch in row.stretches):
            examined += 1
            small = line.style.size < least - _ROUNDED and any(map(str.isalpha, line.text))
            if small and not limited and (document or line.box[3] - line.box[1] < least):
                yield Finding(
                    f"“{line.text[:40]}” is set at {line.style.size:.2f} pt: nothing is smaller than {least:g} pt",
                    "set it larger, or leave it out",
                    page=line.page,
                    box=line.box,
                )
    return examined


def _below_the_rule(document: Document, seen: Evidence) -> Iterator[Finding]:
    """Every line with letters or digits smaller than the target's limit."""
    least, counts = document.limits.size, document.limits.counts
    for page, zone in zip(seen.pages, zones(document, seen), strict=True) if least else ():
        for row in zone.of(("body", *counts)):
            found = (piece for line in row.stretches for piece in pieces(page, line, str.isalnum))
            small = [
                item
                for item in found
                if item.style.size < least - ROUNDED and not (item.raised and "raised" not in counts)
            ]
            if small:
                yield Finding(
                    f"“{small[0].text[:40]}” is set at {small[0].style.size:.2f} pt:"
                    f" {asks(document, 'size')} at least {least:g} pt",
                    cited(document, "size", "set it larger with `size:`, or leave it out"),
                    page=page.number,
                    box=small[0].box,
                )


def _of_another_size(document: Document, seen: Evidence) -> Iterator[Finding]:
    """The running text, where it is not of the target's size."""
    wanted = max(document.size, document.least)
    sizes = [item.style.size for item in placements(document, seen) if item.fact.role in ("item", "text", "reference")]
    least = max(document.fitted_size or wanted, document.least)
    if sizes and not least - _ROUNDED <= median(sizes) <= wanted + _ROUNDED:
        yield Finding(
            f"the text is set at {median(sizes):.2f} pt, and its target asks for {wanted:g} pt",
            "build anew: the size is that of another target",
        )


@check("P014", "there are no more lines and characters an inch than the target allows")
def density(document: Document, seen: Evidence) -> Findings:
    """Lines by the distance of baselines that follow one another, characters by lines of two inches and more."""
    most, examined = document.limits, 0
    for rows in texts_alone(document, seen) if most.lines or most.characters else ():
        for above, below in pairwise(_lines(rows)):
            examined += 1
            distance = above.baseline - below.baseline
            if most.lines and distance < 72 / most.lines - _HAIR:
                yield _dense(document, "lines", below, 72 / distance)
        for row in rows:
            for line in row.stretches:
                inches = (line.box[2] - line.box[0]) / 72
                if not most.characters or inches <= 2:
                    continue
                many = sum(not is_mark(letter) for letter in line.text) / inches  # a mark takes no room
                if many > most.characters + _HAIR:
                    yield _dense(document, "characters", row, many)
    return examined


def _lines(rows: Sequence[Row]) -> list[Row]:
    """The rows that are lines: raised and lowered text makes rows of its own, within the height of a larger one."""
    sizes = [max(line.style.size for line in row.stretches) for row in rows]

    def hangs(index: int, other: int) -> bool:
        near = abs(rows[index].baseline - rows[other].baseline) < _WITHIN * sizes[other]
        return near and sizes[index] <= _SMALLER * sizes[other]

    near = ([other for other in (index - 1, index + 1) if 0 <= other < len(rows)] for index in range(len(rows)))
    return [
        row
        for index, (row, others) in enumerate(zip(rows, near, strict=True))
        if not any(hangs(index, n) for n in others)
    ]


def _dense(document: Document, what: str, row: Row, number: float) -> Finding:
    most = document.limits.lines if what == "lines" else document.limits.characters
    return Finding(
        f"“{row.text[:40]}” has {number:.2f} {what} an inch: {asks(document, what)} no more than {most:g}",
        cited(document, what, "take a larger size, or a theme with more leading"),
        page=row.page,
        box=row.box,
    )


@check_either("P013", "text keeps a contrast of 4.5:1 to its ground, large text 3:1 (WCAG AA)")
def contrast(document: Document | None, seen: Evidence) -> Findings:
    examined = 0
    for page, lines, grounds in zip(seen.pages, stretches(seen), _grounds(seen), strict=True):
        for line, ground in zip(lines, grounds, strict=False):
            colour = line.style.colour
            if colour is None or not line.style.drawn:
                continue
            examined += 1
            ratio = _ratio(_luminance(colour), ground)
            large = line.style.size >= 18 or (line.style.size >= 14 and line.style.bold)
            wanted = _CONTRAST_LARGE if large else _CONTRAST
            if ratio < wanted - 0.05 and any(map(str.isalnum, line.text)):
                yield Finding(
                    f"“{line.text[:40]}” has a contrast of {ratio:.1f}:1, less than {wanted:g}:1",
                    "choose a darker colour: many readers, printers and scanners lose it",
                    page=page.number,
                    box=line.box,
                    severity="error" if document else "warning",
                )
    return examined


def _grounds(seen: Evidence) -> tuple[tuple[float, ...], ...]:
    """The luminance of the ground of each line of each page; none of a page without a picture."""

    def grounds(page: Page) -> tuple[float, ...]:
        return tuple(_ground(page.picture, line) for line in stretches_of(seen, page)) if page.picture else ()

    return seen.of_pages("grounds", grounds)


def _ground(picture: Picture, line: Stretch) -> float:
    """The luminance of the ground that a line stands on: the commonest grey around it."""
    pixels = b"".join(picture.rows(line.box, around=2.0))
    if not pixels or pixels.count(255) > _WHITE_SHARE * len(pixels):
        return 1.0
    grey = Counter(pixels).most_common(1)[0][0]
    return _luminance((grey, grey, grey))


@lru_cache(maxsize=1000)
def _luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance as WCAG 2.1 defines it, from sRGB values of 0 to 255."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in (c / 255 for c in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
