"""Margins: all ink as far from the edges of the paper as printers need it, and as the target's rule asks."""

from collections.abc import Iterator, Sequence

from cvtex.document.model import Document
from cvtex.document.targets.limits import NO_SIDES, Sides
from cvtex.values import dataclass
from cvtex.verify.checks.registry import Finding, Findings, check_either
from cvtex.verify.cited import asks, cited
from cvtex.verify.evidence import Box, Evidence, Page
from cvtex.verify.lines import stretches
from cvtex.verify.zones import zones

PRINTED_MARGIN = 12.0
"""What printers cut off, in PDF points: a sixth of an inch."""
INK_MARGIN = 36.0
"""No ink nearer to the paper's edge, in PDF points: half an inch, what funders and printers ask for."""
_POSITION, _PIXEL = 0.05, 1.5
"""Points by which a box may be wrong: positions are written to a hundredth or less; a pixel of the picture is a point."""
_SEEN = 8
"""Levels of grey (of 255) by which ink differs from paper, be it as thin as a hair."""


@check_either(
    "P002", "no ink stands nearer to the edge of the paper than half an inch or the target's margin, and none off it"
)
def margins(document: Document | None, seen: Evidence) -> Findings:
    """With data every ink counts; without, what printers cut off is an error and a narrow margin a warning."""
    examined = 0
    inks = seen.of_pages("ink", lambda page: _ink(page, ()))
    drawn = seen.of_pages("drawn", _drawn) if document else ()
    for page, lines, ink in zip(seen.pages, stretches(seen), inks, strict=True):
        marks = [_Mark(line.text.split()[0], line.box, _POSITION) for line in lines if line.text.strip()]
        if ink and (document or not lines):
            marks.append(_Mark("something drawn" if lines else "a rule or picture", ink, _PIXEL))
        if document:
            marks += drawn[page.number - 1]
        examined += len(marks)
        least = document.limits.margin if document else NO_SIDES
        ruled = list(_in_the_rules_margin(document, seen, page, marks)) if document and least != NO_SIDES else []
        anybodys = _anybodys(least)
        out = [mark for mark in marks if _lack(mark, page, anybodys) > mark.unsure]
        if ruled:
            yield from ruled
        elif out:
            mark = min(out, key=lambda mark: (mark.unsure, _depth(mark.box, page)))
            yield _out(document, page, mark)
    return examined


@dataclass(frozen=True, slots=True)
class _Mark:
    """Ink on a page: in words, its box, and by how many points the box may be wrong."""

    words: str
    box: Box
    unsure: float


def _out(document: Document | None, page: Page, mark: _Mark) -> Finding:
    """Ink nearer to the edge than half an inch, which no printer and no funder takes."""
    depth = _depth(mark.box, page)
    return Finding(
        f"“{mark.words}” runs into the margin: {max(depth, 0):.1f} pt from the edge of the paper, less than {INK_MARGIN:.1f}",
        "shorten the text, or let it break",
        page=page.number,
        box=mark.box,
        severity="error" if document is not None or depth < PRINTED_MARGIN else "warning",
    )


def _in_the_rules_margin(document: Document, seen: Evidence, page: Page, marks: list[_Mark]) -> Iterator[Finding]:
    """What stands in a margin that the target's rule keeps free, head and foot as the rule says."""
    limits = document.limits
    zone = zones(document, seen)[page.number - 1]
    spared = [stretch.box for row in zone.of(limits.outside) for stretch in row.stretches]
    if spared:
        marks = [mark for mark in marks if mark.box not in spared and mark.unsure < _PIXEL]
        ink = _ink(page, spared)
        marks += [_Mark("something drawn", ink, _PIXEL)] if ink else []
    out = [mark for mark in marks if _lack(mark, page, limits.margin) > mark.unsure]
    if out:
        mark = min(out, key=lambda mark: (mark.unsure, -_lack(mark, page, limits.margin)))
        side, room, least = max(_sides(mark.box, page, limits.margin), key=lambda side: side[2] - side[1])
        yield Finding(
            f"“{mark.words}” stands {max(room, 0):.2f} pt from the {side} edge of the paper:"
            f" {asks(document, 'margin')} at least {least:.2f} pt",
            cited(document, "margin", "take wider `margins:`, shorten the text, or let it break"),
            page=page.number,
            box=mark.box,
        )


def _ink(page: Page, spared: Sequence[Box]) -> Box | None:
    """The box of all ink but that of some boxes, in points: a picture has whole pixels, and a page may end within one."""
    picture = page.picture.without(list(spared), 1.0) if page.picture and spared else page.picture
    box = picture.ink() if picture else None
    if picture is None or box is None:
        return None
    across, up = page.width / picture.width, page.height / picture.height
    return (box[0] * across, box[1] * up, box[2] * across, box[3] * up)


def _drawn(page: Page) -> tuple[_Mark, ...]:
    """Lines and pictures that can be seen, with their own bounds: a picture of the page is too coarse for them."""
    found = []
    for box in page.drawings:
        if page.picture is None or box[0] >= box[2] or box[1] >= box[3]:
            continue
        rows = [row for row in page.picture.rows(box) if row]
        if rows and max(abs(value - page.picture.paper) for row in rows for value in row) >= _SEEN:
            found.append(_Mark("something drawn", box, _POSITION))
    return tuple(found)


def _anybodys(least: Sides) -> Sides:
    """Half an inch on each side, or less where a target asks for less."""
    asked = least.left, least.right, least.top, least.bottom
    return Sides(*(min(points or INK_MARGIN, INK_MARGIN) for points in asked))


def _sides(box: Box, page: Page, least: Sides) -> list[tuple[str, float, float]]:
    """Each side by name, the room that a box leaves there, and the least that there must be."""
    return [
        ("left", box[0], least.left),
        ("right", page.width - box[2], least.right),
        ("top", page.height - box[3], least.top),
        ("bottom", box[1], least.bottom),
    ]


def _lack(mark: _Mark, page: Page, least: Sides) -> float:
    """By how many points a mark stands too near to an edge, at its worst side; negative where it does not."""
    return max(wanted - room for _, room, wanted in _sides(mark.box, page, least))


def _depth(box: Box, page: Page) -> float:
    """How far within the paper a box stays, in points."""
    return min(box[0], box[1], page.width - box[2], page.height - box[3])
