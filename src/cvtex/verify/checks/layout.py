"""Layout: texts that do not overlap, edges that align, even spacing, a calm rag."""

import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterator
from itertools import pairwise
from math import inf

from cvtex.document.model import Document
from cvtex.verify.checks.registry import Finding, Findings, NotExaminedError, check, check_any
from cvtex.verify.evidence import Box, Evidence, Page
from cvtex.verify.lines import Stretch, stretches, upright
from cvtex.verify.middle import median
from cvtex.verify.placement import Placed, PlacedLine, placements, texts_alone
from cvtex.verify.portrait import below_portrait
from cvtex.verify.unspaced import unspaced

_OVERLAP = 0.2
"""Two glyphs overlap when they share more than this part of the smaller one's box."""
_SAME_GLYPH = 1.2
"""A glyph printed twice within this distance, in points, is heavier type and no overlap."""
_ALIGNED = 1.2
"""Points by which edges of one column may differ: punctuation hangs out by as much."""
_EVEN = 1.0
_ROOMIEST = 1.35
_HOLE = 90.0
"""Points from one baseline to the next that no heading asks for."""
_SHORTEST = 0.55
"""A line that is not the last of its text is no shorter than this part of the longest beside it."""
_LONG_WORD = 20
"""So many characters, marks among them, are a long word in scripts that put no space between words."""
_ENOUGH = 3


@check_any("P007", "no text overlaps another")
def overlap(seen: Evidence) -> Findings:
    if not upright(seen):
        raise NotExaminedError("the text does not run across the pages")
    examined = 0
    for page, lines in zip(seen.pages, stretches(seen), strict=True):
        examined += len(lines)
        for one, other in _touching(lines):
            box = _overlapping(page, one, other)
            if box:
                yield Finding(
                    f"“{one.text[:40]}” and “{other.text[:40]}” are printed over each other",
                    "shorten one of them, or look for a space that is too small in the theme",
                    page=page.number,
                    box=box,
                )
    return examined


def _touching(lines: tuple[Stretch, ...]) -> Iterator[tuple[Stretch, Stretch]]:
    """Pairs of stretches whose boxes share some area."""
    ordered = sorted(lines, key=lambda line: -line.box[3])
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.box[3] <= one.box[1]:
                break
            if _shared(one.box, other.box):
                yield one, other


def _shared(one: Box, other: Box) -> Box | None:
    box = (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
    return box if box[0] < box[2] and box[1] < box[3] else None


def _overlapping(page: Page, one: Stretch, other: Stretch) -> Box | None:
    """The first place where two glyphs of two stretches lie over each other."""
    common = _shared(one.box, other.box)
    if common is None:
        return None
    near = [
        [
            (page.text[index], box)
            for index in range(line.start, line.end)
            if (box := page.boxes[index]) and not page.text[index].isspace() and _shared(box, common)
        ]
        for line in (one, other)
    ]
    for character, box in near[0]:
        for second, beside in near[1]:
            shared = _shared(box, beside)
            if not shared or _area(shared) < _OVERLAP * min(_area(box), _area(beside)):
                continue
            twice = character == second and abs(box[0] - beside[0]) + abs(box[1] - beside[1]) < _SAME_GLYPH
            if not twice:
                return shared
    return None


def _area(box: Box) -> float:
    return max(box[2] - box[0], 0.1) * max(box[3] - box[1], 0.1)


@check("P008", "dates end at one edge, labels and texts of one kind begin at one")
def alignment(document: Document, seen: Evidence) -> Findings:
    """A theme may have dates follow their texts, in no column, and labels begin them: at the edge of their other lines."""
    look = document.look
    columns: dict[Hashable, list[tuple[float, Placed, PlacedLine]]] = defaultdict(list)
    for item in placements(document, seen):
        role = item.fact.role
        if role == "date":
            for line in item.lines if look.dates == "right" else ():
                columns["date"].append((line.box[2], item, line))
        elif role == "label" and look.labels == "inline":
            columns["reference", 0].append((item.first.box[0], item, item.first))
        elif role in ("label", "section", "group", "entry", "text"):
            columns[role].append((item.first.box[0], item, item.first))
        elif role in ("item", "reference"):
            for line in item.lines[1:] if role == "reference" and look.labels == "inline" else item.lines:
                columns[role, item.fact.level].append((line.box[0], item, line))
    for column in columns.values():
        edge = median(place for place, _, _ in column)
        for place, item, line in column:
            free = _tolerance(item, document) + (_bearing(item, line, seen) if place > edge else 0.0)
            if len(column) >= _ENOUGH and abs(place - edge) > free:
                yield Finding(
                    f"“{item.fact.text[:50]}” stands {abs(place - edge):.1f} pt beside the edge of its kind",
                    "what is of one kind begins, or ends, at one edge",
                    item.fact.span,
                    line.page,
                    line.box,
                )
    return sum(len(column) for column in columns.values())


def _bearing(item: Placed, line: PlacedLine, seen: Evidence) -> float:
    """The empty half of the square in which a full-width opening bracket at the beginning of a line stands."""
    first = seen.pages[line.page - 1].text[line.glyphs[0]]
    bracket = unicodedata.category(first) == "Ps" and unicodedata.east_asian_width(first) in "WF"
    return 0.5 * item.style.size if bracket and item.fact.role != "date" else 0.0


def _tolerance(item: Placed, document: Document) -> float:
    """Side bearings and hanging punctuation grow with the type; a section begins with its number, hung by its width."""
    hung = 12.0 if item.fact.role == "section" and document.look.numbers == "hung" else 0.0
    return max(_ALIGNED, 0.22 * item.style.size) + hung


@check("P009", "what is of one kind looks alike: size, family, weight, and the room between")
def evenness(document: Document, seen: Evidence) -> Findings:
    placed = placements(document, seen)
    yield from _uneven_styles(placed)
    yield from _uneven_room(document, seen, placed)
    yield from _holes(document, seen)
    return len(placed)


def _holes(document: Document, seen: Evidence) -> Iterator[Finding]:
    for page in texts_alone(document, seen):
        for above, below in pairwise(page):
            start = below_portrait(document, seen, below.page, above.baseline, below.baseline)
            if start - below.baseline > _HOLE:
                yield Finding(
                    f"there is a hole of {start - below.baseline:.0f} pt above “{below.text[:50]}”",
                    "look for a forced space, or a page break within something that was to be kept together",
                    page=below.page,
                    box=below.box,
                )


def _uneven_styles(placed: tuple[Placed, ...]) -> Iterator[Finding]:
    kinds: dict[Hashable, list[Placed]] = defaultdict(list)
    for item in placed:
        kinds[item.fact.role].append(item)
    for kind, items in kinds.items():
        size = median(item.style.size for item in items)
        for item in items:
            if len(items) >= _ENOUGH and abs(item.style.size - size) > 0.05 * size and item.fact.role != "item":
                yield Finding(
                    f"“{item.fact.text[:50]}” is set at {item.style.size:.1f} pt, others of its kind ({kind}) at {size:.1f}",
                    "one kind of text has one size",
                    item.fact.span,
                    item.first.page,
                    item.first.box,
                )


def _uneven_room(document: Document, seen: Evidence, placed: tuple[Placed, ...]) -> Iterator[Finding]:
    rooms: dict[tuple[str | int, ...], list[tuple[float, Placed, PlacedLine]]] = defaultdict(list)
    texts = [item for item in placed if item.fact.role != "date"]
    dates = _dates_below(placed)
    for item in texts:
        for above, below in zip(item.lines, item.lines[1:], strict=False):
            if above.page == below.page:
                rooms["lines", item.fact.role].append((above.baseline - below.baseline, item, below))
    for before, item in pairwise(texts):
        follows = item.number == before.number + 1
        last = dates.get(before.number, before.last)
        if follows and last.page == item.first.page and item.fact.role != "contact":
            pair = (before.fact.role, before.fact.level, item.fact.role, item.fact.level)
            start = below_portrait(document, seen, last.page, last.baseline, item.first.baseline)
            rooms[pair].append((start - item.first.baseline, item, item.first))
    medians = {kind: median(room for room, _, _ in measured) for kind, measured in rooms.items()}
    sections = [room for kind, measured in rooms.items() if "section" in kind[2:3] for room, _, _ in measured]
    most = median(sections) if len(sections) >= _ENOUGH else inf
    for kind, measured in rooms.items():
        often = len(measured) >= _ENOUGH
        usual = medians[kind] if often else most
        for room, item, line in measured:
            # What is rare has no rule of its own, and yet no more room than sections have above them.
            if (often and abs(room - usual) > _EVEN) or (not often and room > _ROOMIEST * usual):
                where = "between its lines" if kind[0] == "lines" else "above it"
                yield Finding(
                    f"“{item.fact.text[:50]}” has {room:.1f} pt {where}, others of its kind {usual:.1f}",
                    "even room tells what belongs together",
                    item.fact.span,
                    line.page,
                    line.box,
                )


def _dates_below(placed: tuple[Placed, ...]) -> dict[int, PlacedLine]:
    """By the number of its text, the last line of each date that ends below it."""
    found = {}
    for before, item in pairwise(placed):
        if item.fact.role == "date" and item.number == before.number:
            lower = item.last.page > before.last.page or item.last.baseline < before.last.baseline - _EVEN
            if lower:
                found[item.number] = item.last
    return found


@check("P010", "no line breaks long before the margin while the next word would have fitted")
def rag(document: Document, seen: Evidence) -> Findings:
    examined = 0
    for item in placements(document, seen):
        if item.fact.role not in ("text", "item", "reference", "legend"):
            continue
        longest = max(line.box[2] - line.box[0] for line in item.lines)
        for line, following in zip(item.lines, item.lines[1:], strict=False):
            examined += 1
            width = line.box[2] - line.box[0]
            if width < _SHORTEST * longest and width + _first_word(seen, following) < 0.9 * longest:
                yield Finding(
                    f"a line of “{item.fact.text[:50]}” ends after {width / longest:.0%} of the measure",
                    "a forced line break, or a word that cannot be broken, leaves a hole",
                    item.fact.span,
                    line.page,
                    line.box,
                )
    return examined


def _first_word(seen: Evidence, line: PlacedLine) -> float:
    page = seen.pages[line.page - 1]
    start = line.glyphs[0]
    last = min(len(page.text), start + _LONG_WORD) if unspaced(page.text[start]) else len(page.text)
    end = start
    while end + 1 < last and not page.text[end + 1].isspace():
        end += 1
    boxes = [box for index in range(start, end + 1) if (box := page.boxes[index])]
    return max(box[2] for box in boxes) - min(box[0] for box in boxes)
