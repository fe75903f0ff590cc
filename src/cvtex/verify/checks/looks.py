"""Looks: each glyph is set as others of its kind, and there is no ink but that of text."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from cvtex.content.markup import Run
from cvtex.content.markup import Style as Markup
from cvtex.document.model import Document, facts
from cvtex.verify.checks.registry import Finding, Findings, check
from cvtex.verify.evidence import Box, Evidence, Page, Style, packed
from cvtex.verify.lines import around, stretches
from cvtex.verify.placement import Placed, placements

_RAISED: frozenset[Markup] = frozenset({"sup", "sub", "mark"})
_ENOUGH = 20
"""Glyphs of a kind, at the least, before what most of them look like is a rule."""
_ENOUGH_WIDTHS = 3
_LEVEL = 0.6
_WIDTHS_APART = 0.12
_DARK = 215
_WHITE = 250
_AROUND = 1.6
_WORD = re.compile(r"\S+")
_LONG_ENOUGH = 4
_LIGHTEST, _DARKEST = 0.55, 1.55
"""Words of four letters and more have 0.8 to 1.25 times the ink of others, for their length (measured on five pages)."""

Kind = tuple[str, frozenset[Markup]]


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A letter or digit of a fact, and what kind of text it belongs to."""

    item: Placed
    kind: Kind
    page: Page
    index: int
    style: Style
    off: float


@check("P015", "every letter has the font, size, colour, height and width of others of its kind")
def kinds(document: Document, seen: Evidence) -> Findings:
    glyphs = [glyph for item in placements(document, seen) for glyph in _glyphs(item, seen)]
    looks: dict[Kind, Counter[Style]] = defaultdict(Counter)
    widths: dict[tuple[Style, str], list[float]] = defaultdict(list)
    for glyph in glyphs:
        looks[glyph.kind][glyph.style] += 1
        if not _in_ligature(glyph):
            widths[glyph.style, glyph.page.text[glyph.index]].append(_width(glyph))
    usual = {kind: styles.most_common(1)[0][0] for kind, styles in looks.items() if styles.total() >= _ENOUGH}
    wide = {key: median(values) for key, values in widths.items() if len(values) >= _ENOUGH_WIDTHS}
    told: set[int] = set()
    for glyph in glyphs:
        if id(glyph.item) in told:
            continue
        plain = usual.get((glyph.kind[0], frozenset()))
        problem = _lost(glyph, plain) or _problem(
            glyph, usual.get(glyph.kind), wide.get((glyph.style, glyph.page.text[glyph.index]))
        )
        if problem:
            told.add(id(glyph.item))
            yield Finding(
                f"“{_word(glyph)}” {problem}",
                "one kind of text has one look; build anew, or look for a command that changes it",
                glyph.item.fact.span,
                glyph.page.number,
                glyph.page.boxes[glyph.index],
            )
    bullets = _bullets(document, seen)
    yield from _odd(bullets)
    return len(glyphs) + len(bullets)


def _bullets(document: Document, seen: Evidence) -> list[tuple[Page, int, Style]]:
    """The marks of items, unless the data themselves have such signs."""
    if any("•" in fact.text for fact in facts(document)):
        return []
    return [
        (page, index, style)
        for page in seen.pages
        for index, style in enumerate(page.styles)
        if style and page.text[index] == "•"
    ]


def _odd(bullets: list[tuple[Page, int, Style]]) -> Iterator[Finding]:
    """One finding a page for bullets of another size than most."""
    usual = median(style.size for _, _, style in bullets) if len(bullets) >= _ENOUGH_WIDTHS else 0.0
    odd = {page.number: (page, index, style) for page, index, style in bullets if abs(style.size - usual) > 0.05}
    for page, index, style in odd.values() if usual else ():
        yield Finding(
            f"a bullet is set at {style.size:.1f} pt, others at {usual:.1f}",
            "one kind of text has one look; build anew, or look for a command that changes it",
            page=page.number,
            box=page.boxes[index],
        )


def _glyphs(item: Placed, seen: Evidence) -> Iterator[_Glyph]:
    """The ASCII letters and digits: others may come from fonts of their own, such as that of Greek."""
    heights = {(line.page, index): line.baseline for line in item.lines for index in line.glyphs}
    position = 0
    for run in item.fact.runs or (Run(item.fact.text),):
        size = len(packed(run.text))
        for page_number, index in item.places[position : position + size]:
            page = seen.pages[page_number - 1]
            style, height, line = page.styles[index], page.baselines[index], heights.get((page_number, index))
            if (
                style is None
                or height is None
                or line is None
                or not page.text[index].isalnum()
                or not page.text[index].isascii()
            ):
                continue
            off = 0.0 if run.styles & _RAISED else height - line
            # A section begins with its number, which has a look of its own.
            role = (
                "number"
                if item.fact.role == "section" and run is not item.fact.runs[-1] and not position
                else item.fact.role
            )
            yield _Glyph(item, (role, run.styles), page, index, style, off)
        position += size


def _problem(glyph: _Glyph, usual: Style | None, wide: float | None) -> str:
    style = glyph.style
    if abs(glyph.off) > _LEVEL:
        return f"stands {abs(glyph.off):.1f} pt {'above' if glyph.off > 0 else 'below'} its line"
    if wide and not _in_ligature(glyph) and abs(_width(glyph) - wide) > max(_WIDTHS_APART * wide, 0.35):
        return "is stretched or squeezed"
    if usual is None or style is usual or style == usual:
        return ""
    if style.font.split("+")[-1] != usual.font.split("+")[-1]:
        return f"is set in {style.font.split('+')[-1]}, others of its kind in {usual.font.split('+')[-1]}"
    if abs(style.size - usual.size) > 0.05:
        return f"is set at {style.size:.1f} pt, others of its kind at {usual.size:.1f}"
    if style.colour != usual.colour or style.mode != usual.mode:
        return "has another colour than others of its kind"
    return ""


def _width(glyph: _Glyph) -> float:
    box = glyph.page.boxes[glyph.index]
    return box[2] - box[0] if box else 0.0


def _lost(glyph: _Glyph, plain: Style | None) -> str:
    """Whether a text that the data set apart is set as the plain text beside it; within bold text, bold is."""
    role, styles = glyph.kind
    if plain is None or role in ("name", "section"):
        return ""
    slanted = "ital" in plain.font.casefold() or "obl" in plain.font.casefold()
    apart = ("italic" in styles and not slanted) or ("bold" in styles and not plain.bold) or "code" in styles
    if apart and glyph.style.font.split("+")[-1] == plain.font.split("+")[-1]:
        return f"is set as plain text, and the data have it in {', '.join(sorted(styles))}"
    return ""


def _in_ligature(glyph: _Glyph) -> bool:
    """Whether a glyph may be part of one that stands for several letters, such as ffi."""
    return "f" in glyph.page.text[max(glyph.index - 2, 0) : glyph.index + 1]


def _word(glyph: _Glyph) -> str:
    text, index = glyph.page.text, glyph.index
    start = max(text.rfind(" ", 0, index), text.rfind("\n", 0, index)) + 1
    return text[start:].split(maxsplit=1)[0]


@check("P016", "there is no ink on a page but that of its text")
def ink(document: Document, seen: Evidence) -> Findings:
    del document  # with data it is known that nothing is drawn
    for page, lines in zip(seen.pages, stretches(seen), strict=True):
        if page.picture is None:
            continue
        if page.picture.paper < _WHITE:
            yield Finding("the paper is not white", "a ground was laid over the page", page=page.number)
        left = page.picture.without([line.box for line in lines], _AROUND).ink(_DARK)
        if left:
            yield Finding(
                "something is drawn on the page that is no text",
                "a picture, a line or a stain",
                page=page.number,
                box=left,
            )
    return len(seen.pages)


@check("P017", "every word is as dark on the page as others of its kind")
def darkness(document: Document, seen: Evidence) -> Findings:
    """By the picture: what is struck out, blackened, drawn in outline or half covered is darker or lighter than its letters."""
    del document  # with data it is known that words of one look are set in one way
    words: dict[Style, list[tuple[float, str, Page, Box]]] = defaultdict(list)
    for page, lines in zip(seen.pages, stretches(seen), strict=True):
        for line in lines if page.picture else ():
            for match in _WORD.finditer(line.text):
                start, end = line.start + match.start(), line.start + match.end()
                style = page.styles[start]
                if style is None or page.picture is None or sum(map(str.isalnum, match[0])) < _LONG_ENOUGH:
                    continue
                if any(other is not style and other is not None for other in page.styles[start:end]):
                    continue
                box = around([box for index in range(start, end) if (box := page.boxes[index])])
                dark = sum(255 * len(row) - sum(row) for row in page.picture.rows(box, 1)) / 255
                words[style].append((dark / (max(box[2] - box[0], 1) * max(style.size, 1)), match[0], page, box))
    for group in words.values():
        usual = median(dark for dark, *_ in group)
        for dark, word, page, box in group if len(group) >= _ENOUGH and usual > 0 else ():
            if not _LIGHTEST * usual < dark < _DARKEST * usual:
                yield Finding(
                    f"“{word}” is {'darker' if dark > usual else 'lighter'} than others of its kind: {dark / usual:.0%}",
                    "something is drawn over it, or its letters are not whole",
                    page=page.number,
                    box=box,
                )
    return sum(map(len, words.values()))
