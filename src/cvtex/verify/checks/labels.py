"""Labels: each number once, in its order and category, without a gap; citations that lead to it; the own name in bold."""

import re
from collections import Counter
from collections.abc import Iterator

from cvtex.content.markup import Run, plain
from cvtex.content.source import without_line_signs
from cvtex.diagnostics import Span
from cvtex.document.model import Document, ReferenceList, facts
from cvtex.patterns import regex
from cvtex.verify.checks.links import BESIDE, text_under
from cvtex.verify.checks.registry import Finding, Findings, check
from cvtex.verify.evidence import Evidence, Style, packed
from cvtex.verify.placement import Placed, first_stream, placements

_LABEL = regex(r"\[([A-Z]{1,2}\d{3,}[a-z]?)\]")
_CONSECUTIVE = regex(r"\[([A-Z]?\d+)\]")


@check("L001", "every label is printed exactly once, in order")
def labels(document: Document, seen: Evidence) -> Findings:
    stream = first_stream(document, seen)
    # A label begins a line, and is no part of another text: there it is a citation.
    beginning = {
        stream.places[match.start()]: match[1]
        for match in (_CONSECUTIVE if document.consecutive else _LABEL).finditer(stream.text)
        if stream.gaps[match.start()] == "\n"
    }
    for item in placements(document, seen):
        if item.fact.role != "label":
            for place in beginning.keys() & item.places:
                del beginning[place]
    printed = [(label, page) for (page, _), label in beginning.items()]
    wanted = [(reference.label, reference.span) for reference in document.references]
    counts = Counter(label for label, _ in printed)
    for label, span in wanted:
        if counts[label] != 1:
            times = "not printed" if not counts[label] else f"printed {counts[label]} times"
            yield Finding(f"the label [{label}] is {times}", "each publication stands once, under its own number", span)
    known = {packed(label) for label, _ in wanted}
    for label, page in printed:
        if label not in known:
            yield Finding(f"the label [{label}] is printed, but no publication has it", None, None, page)
    order = [label for label, _ in printed if label in known]
    expected = [label for label, _ in wanted]
    if sorted(order) == sorted(expected) and order != expected:
        first = next(index for index, pair in enumerate(zip(order, expected, strict=True)) if pair[0] != pair[1])
        yield Finding(
            f"the label [{order[first]}] stands where [{expected[first]}] is due",
            "labels descend from the newest to the oldest",
            wanted[first][1],
        )
    return len(wanted)


@check("L002", "the numbers of a category have no gap but for those retired in the ledger or left out by the target")
def numbers(document: Document, seen: Evidence) -> Findings:
    del seen  # L001 proves that these very labels are printed
    if document.consecutive:
        return (yield from _consecutive(document))
    examined = 0
    for block in document.blocks:
        if not isinstance(block, ReferenceList):
            continue
        parts = [(reference, *_parts(reference.label)) for reference in block.references]
        examined += len(parts)
        for reference, letter, _ in parts:
            if block.category and letter != block.category:
                yield Finding(
                    f"[{reference.label}] stands in the list of category {block.category}", None, reference.span
                )
        used = {number for _, letter, number in parts if letter == block.category}
        # A target may part a category into several lists.
        known = (_parts(label) for label in (*document.retired, *document.omitted, *document.labels))
        explained = {number for letter, number in known if letter == block.category}
        for number in range(1, max(used, default=0)):
            if number not in used | explained:
                yield Finding(
                    f"the number {block.category}{number:03d} is missing, and the ledger does not explain it",
                    "`cvtex labels --retire` records why a number is out of use",
                    block.references[0].span,
                )
    return examined


def _consecutive(document: Document) -> Findings:
    """Numbers that count this document's own publications: 1, 2, 3, … to the end, or for each letter A1, A2, …"""
    counts: Counter[str] = Counter()
    for reference in document.references:
        letter = reference.label.rstrip("0123456789")
        counts[letter] += 1
        if reference.label != f"{letter}{counts[letter]}":
            hint = "a list that is numbered for itself has no gap"
            yield Finding(f"[{reference.label}] stands where [{letter}{counts[letter]}] is due", hint, reference.span)
    return len(document.references)


def _parts(label: str) -> tuple[str, int]:
    match = re.match(r"([A-Z]+)(\d+)", label)
    return (match[1], int(match[2])) if match else (label, 0)


@check(
    "L003", "every citation of an own publication links to the place where it stands, and no such link lies elsewhere"
)
def citations(document: Document, seen: Evidence) -> Findings:
    standing = {item.fact.text.strip("[]"): item for item in placements(document, seen) if item.fact.role == "label"}
    linked: dict[str, list[tuple[int, float]]] = {}
    for link in seen.links:
        if link.destination not in seen.destinations:  # K002 tells that
            continue
        text = text_under(seen, link)
        label, shown = link.destination.removeprefix("pub."), packed(text)
        if f"[{label}]" in shown and len(shown) <= len(label) + BESIDE:
            linked.setdefault(label, []).append(seen.destinations[link.destination])
            continue
        over = f"“{text[:60]}”" if text else "no text"
        hint = "a click on the citation leads nowhere, or one beside it leads there"
        yield Finding(f"the link to [{label}] lies over {over}", hint, page=link.page, box=link.box)
    examined = 0
    for run, span in _cited(document):
        examined += 1
        label = run.cite
        here = standing.get(label)
        if here is None:
            yield Finding(f"`{run.text}` cites a label that is not on the page", None, span)
            continue
        right = next((place for place in linked.get(label, []) if _lands_on(place, here)), None)
        if right is None:
            hint = "a click on it leads nowhere, or to another place"
            yield Finding(f"the citation `{run.text}` does not link to [{label}]", hint, span)
        else:
            linked[label].remove(right)  # each citation has a link of its own
    return examined


def _lands_on(place: tuple[int, float], label: Placed) -> bool:
    page, top = place
    return page == label.first.page and -2 <= top - label.first.baseline < 4 * label.style.size


def _cited(document: Document) -> Iterator[tuple[Run, Span]]:
    for fact in facts(document):
        yield from ((run, fact.span) for run in fact.runs if run.cite)


@check("L004", "the own name stands once in each publication that names its owner, in bold")
def own_name(document: Document, seen: Evidence) -> Findings:
    placed = [item for item in placements(document, seen) if item.fact.role == "reference"]
    by_text = {(item.fact.text, item.fact.span): item for item in placed}
    examined = 0
    for reference in document.references:
        mine = [run for run in reference.runs if "me" in run.styles]
        item = by_text.get((without_line_signs(plain(reference.runs)), reference.span))
        if not mine or item is None:
            continue
        examined += 1
        bold = _bold(item, seen)
        if len(mine) != 1 or not bold:
            once = len(mine) == 1
            problem = "is not in bold" if once else f"stands {len(mine)} times"
            bare = "where its font has no bold face, install one of its script that has: see `cvtex explain L004`"
            yield Finding(
                f"the own name “{mine[0].text}” {problem} in [{reference.label}]",
                bare if once else "it is found by identity: see `me:` in cv.yaml",
                reference.span,
                item.first.page,
                item.first.box,
            )
    return examined


def _bold(item: Placed, seen: Evidence) -> bool:
    """Whether the owner's name, and no other author's beside it, is set heavier than the rest of its family."""
    position, own, others = 0, list[Style](), list[Style]()
    for run in item.fact.runs:
        size = len(packed(run.text))
        places = item.places[position : position + size]
        styles = [style for page, index in places if (style := seen.pages[page - 1].styles[index])]
        if "mark" not in run.styles:
            (own if "me" in run.styles else others).extend(styles)
        position += size
    # Another family, such as that of Hebrew letters, may be heavier as it stands: each is held against itself. The point
    # behind an initial in Cyrillic is of the theme's.
    looks = {id(style): style for style in (*own, *others)}  # glyphs of one look have one value
    least = dict[str, tuple[int, bool]]()
    for style in (looks[look] for look in set(map(id, own))):
        least[style.family] = min(_heaviness(style), least.get(style.family, _heaviness(style)))
    counts = [(looks[look], count) for look, count in Counter(map(id, others)).items()]
    return bool(least) and all(heaviness > _usual(family, counts) for family, heaviness in least.items())


def _usual(family: str, counts: list[tuple[Style, int]]) -> tuple[int, bool]:
    """How heavy the others are set in a family, or as a whole where nothing of theirs is in it."""
    beside = [(style, count) for style, count in counts if style.family == family] or counts
    return _middle([(_heaviness(style), count) for style, count in beside])


def _middle(counted: list[tuple[tuple[int, bool], int]]) -> tuple[int, bool]:
    """The heaviness of the glyph in the middle, of so many each, once they are put in order."""
    left = sum(count for _, count in counted) // 2
    for heaviness, count in sorted(counted):
        if left < count:
            return heaviness
        left -= count
    return 0, False


def _heaviness(style: Style) -> tuple[int, bool]:
    """LuaTeX describes all fonts of a family as equally heavy: then their names tell."""
    return style.weight, style.bold
