"""The frame of a page: what runs at its head and foot, and the margins that its text keeps."""

from collections.abc import Iterator

from cvtex.document.model import Document
from cvtex.verify.checks.registry import Finding, Findings, check
from cvtex.verify.evidence import Evidence
from cvtex.verify.lines import Row, around, rows
from cvtex.verify.placement import running_rows, texts_alone
from cvtex.verify.turned import says

_ONE_PLACE = 1.2
"""Points by which what runs may stand elsewhere on another page: digits have side bearings of their own."""
_HAIR = 0.05


@check("P018", "every page bears the head and foot that its target asks for, at one place")
def running(document: Document, seen: Evidence) -> Findings:
    examined = 0
    places: dict[str, Row] = {}
    for page, lines, known in zip(seen.pages, rows(seen), running_rows(document, seen), strict=True):
        asked = document.running(page.number, len(seen.pages))
        for where, wanted, edge in (("head", asked[0], 0), ("foot", asked[1], -1)):
            if not wanted:
                continue
            examined += 1
            row = lines[edge] if lines else None
            if row is None or row not in known or not says(row.text, wanted):
                yield Finding(
                    f"“{wanted}” does not run at the {where} of the page",
                    "build anew: something hides it, moved it or took it away",
                    page=page.number,
                )
            elif _apart(row, places.setdefault(where, row), where):
                yield Finding(
                    f"the {where} “{wanted}” stands elsewhere than on other pages",
                    "what runs through the pages stands at one place",
                    page=page.number,
                    box=row.box,
                )
    return examined


def _apart(row: Row, first: Row, where: str) -> bool:
    """Whether a head or foot differs in height, or in the edge that all share: the right one, of a full foot the left too."""
    edges = [(row.baseline, first.baseline), (row.box[2], first.box[2])]
    if len(first.stretches) > 1 or where == "head":
        edges.append((row.box[0], first.box[0]))
    return any(abs(one - other) > _ONE_PLACE for one, other in edges)


@check("P019", "the text of each page keeps the margins that its target asks for")
def block(document: Document, seen: Evidence) -> Findings:
    """By the ink of all rows but those of head and foot; what hangs out of the text counts."""
    asked = [side for side in ("left", "right", "top", "bottom") if getattr(document.margins, side) is not None]
    if not asked:
        return 0
    bodies = texts_alone(document, seen)
    for page, body in zip(seen.pages, bodies, strict=True):
        for side in asked if body else ():
            yield from _beyond(body, side, getattr(document.margins, side), page.number, (page.width, page.height))
    return len(asked) * len(bodies)


def _beyond(body: tuple[Row, ...], side: str, least: float, page: int, paper: tuple[float, float]) -> Iterator[Finding]:
    """The row that goes farthest into a margin, if any does."""

    def room(row: Row) -> float:
        left, bottom, right, top = row.box
        return {"left": left, "right": paper[0] - right, "top": paper[1] - top, "bottom": bottom}[side]

    row = min(body, key=room)
    if room(row) < least - _HAIR:
        yield Finding(
            f"“{row.text[:40]}” stands {room(row):.2f} pt from the {side} edge of the paper,"
            f" and the target's margin is {least:.2f}",
            "shorten the text, or let it break; in a theme, look for what hangs out of the text",
            page=page,
            box=around([stretch.box for stretch in row.stretches]),
        )
