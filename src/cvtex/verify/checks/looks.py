"""Looks: each glyph is set as others of its kind, and there is no ink but that of text."""

import re
import string
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from cvtex.content.markup import Run
from cvtex.content.markup import Style as Markup
from cvtex.document.model import Document
from cvtex.values import dataclass
from cvtex.verify.checks.registry import Finding, Findings, check
from cvtex.verify.evidence import Box, Evidence, Page, Picture, Style, packed
from cvtex.verify.lines import Stretch, stretches, stretches_of
from cvtex.verify.middle import median
from cvtex.verify.placement import Placed, placements, texts
from cvtex.verify.portrait import portrait_box
from cvtex.verify.words import Word, whole_box, words

_LETTERS = frozenset(string.ascii_letters + string.digits)
_RAISED: frozenset[Markup] = frozenset({"sup", "sub", "mark"})
_ENOUGH = 20
"""Glyphs of a kind, at the least, before what most of them look like is a rule."""
_ENOUGH_WIDTHS = 3
_LEVEL = 0.6
_WIDTHS_APART = 0.12
_SAME = 0.35
"""Points by which widths may differ in any case."""
_DARK = 215
_WHITE = 250
_AROUND = 1.6
_LIGHTEST, _DARKEST = 0.55, 1.55
"""Words of four letters and more have 0.8 to 1.25 times the ink of others, for their length (measured on five pages)."""

Kind = tuple[str, frozenset[Markup]]


@dataclass(frozen=True, slots=True)
class _Span:
    """Letters and digits of a fact that follow one another in one style and on one height.

    `kind` is the kind of text that they belong to, `off` the points by which they stand above their line, `glyphs` their
    indices in the page's text.
    """

    item: Placed
    kind: Kind
    page: Page
    style: Style
    off: float
    glyphs: tuple[int, ...]


@check("P015", "every letter has the font, size, colour, height and width of others of its kind")
def kinds(document: Document, seen: Evidence) -> Findings:
    spans = [span for item in placements(document, seen) for span in _spans(item, seen)]
    ligatures = {page.number: _ligatures(page) for page in seen.pages}
    looks: dict[Kind, Counter[Style]] = defaultdict(Counter)
    widths: dict[Style, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for span in spans:
        looks[span.kind][span.style] += len(span.glyphs)
        text, boxes, measured = span.page.text, span.page.boxes, widths[span.style]
        joined = ligatures[span.page.number]
        for index in span.glyphs:
            if index not in joined and (box := boxes[index]):
                measured[text[index]].append(box[2] - box[0])
    usual = {kind: styles.most_common(1)[0][0] for kind, styles in looks.items() if styles.total() >= _ENOUGH}
    uneven = {style: _uneven(measured) for style, measured in widths.items()}
    told: set[int] = set()
    for span in spans:
        if id(span.item) in told:
            continue
        plain = usual.get((span.kind[0], frozenset()))
        stretched = _stretched(span, uneven[span.style], ligatures[span.page.number])
        index, problem = _problem(span, plain, usual.get(span.kind), stretched)
        if problem:
            told.add(id(span.item))
            yield Finding(
                f"“{_word(span.page, index)}” {problem}",
                "one kind of text has one look; build anew, or look for a command that changes it",
                span.item.fact.span,
                span.page.number,
                span.page.boxes[index],
            )
    bullets = _bullets(document, seen)
    yield from _odd(bullets)
    return sum(len(span.glyphs) for span in spans) + len(bullets)


def _bullets(document: Document, seen: Evidence) -> list[tuple[Page, int, Style]]:
    """The marks of items, unless the data themselves have such signs."""
    if any("•" in fact.text for fact, _ in texts(document, seen)):
        return []
    return [
        (page, match.start(), style)
        for page in seen.pages
        for match in re.finditer("•", page.text)
        if (style := page.styles[match.start()])
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


def _spans(item: Placed, seen: Evidence) -> Iterator[_Span]:
    """The ASCII letters and digits: others may come from fonts of their own, such as that of Greek."""
    heights = _heights(item, seen)
    position = 0
    for run in item.fact.runs or (Run(item.fact.text),):
        size = len(packed(run.text))
        # A section begins with its number, which has a look of its own.
        numbered = item.fact.role == "section" and run is not item.fact.runs[-1] and not position
        kind = ("number" if numbered else item.fact.role, run.styles)
        for number, places in groupby(item.places[position : position + size], itemgetter(0)):
            page = seen.pages[number - 1]
            text = page.text
            letters = [index for _, index in places if text[index] in _LETTERS]
            off = {} if run.styles & _RAISED else heights.get(number, {})
            for style, height, glyphs in _alike(page, letters, off):
                yield _Span(item, kind, page, style, height, glyphs)
        position += size


def _alike(page: Page, letters: list[int], off: dict[int, float]) -> Iterator[tuple[Style, float, tuple[int, ...]]]:
    """Letters in groups of one style and height."""

    for style, glyphs in groupby(letters, page.styles.__getitem__):
        if style and not off:
            yield style, 0.0, tuple(glyphs)
        elif style:
            for height, level in groupby(glyphs, lambda index: off.get(index, 0.0)):
                yield style, height, tuple(level)


def _heights(item: Placed, seen: Evidence) -> dict[int, dict[int, float]]:
    """By page and index, how far the glyphs of a fact stand above their lines, of those that do."""
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for line in item.lines:
        heights = list(map(seen.pages[line.page - 1].baselines.__getitem__, line.glyphs))
        if heights.count(line.baseline) != len(heights):
            apart = zip(line.glyphs, heights, strict=True)
            found[line.page] |= {index: height - line.baseline for index, height in apart if height is not None}
    return found


def _problem(span: _Span, plain: Style | None, usual: Style | None, stretched: int | None) -> tuple[int, str]:
    """The first letter that has not the look of its kind, and what is wrong with it."""
    first = span.glyphs[0]
    whole = _lost(span, plain) or _off(span)
    other = _other(span.style, usual)
    if not whole and stretched is not None and (stretched == first or not other):
        return stretched, "is stretched or squeezed"
    return first, whole or other


def _uneven(measured: dict[str, list[float]]) -> dict[str, float]:
    """The usual width of each letter that is not as wide everywhere."""
    spread = ((letter, widths) for letter, widths in measured.items() if len(widths) >= _ENOUGH_WIDTHS)
    usual = {letter: median(widths) for letter, widths in spread if max(widths) - min(widths) > _SAME}
    return {
        letter: width
        for letter, width in usual.items()
        if _apart(min(measured[letter]), width) or _apart(max(measured[letter]), width)
    }


def _apart(width: float, usual: float) -> bool:
    return bool(usual) and abs(width - usual) > max(_WIDTHS_APART * usual, _SAME)


def _off(span: _Span) -> str:
    if abs(span.off) <= _LEVEL:
        return ""
    return f"stands {abs(span.off):.1f} pt {'above' if span.off > 0 else 'below'} its line"


def _stretched(span: _Span, uneven: dict[str, float], ligatures: frozenset[int]) -> int | None:
    """The first letter that is wider or narrower than others of its style."""
    for index in span.glyphs if uneven else ():
        usual, box = uneven.get(span.page.text[index]), span.page.boxes[index]
        if usual and box and index not in ligatures and _apart(box[2] - box[0], usual):
            return index
    return None


def _other(style: Style, usual: Style | None) -> str:
    """How a style differs from the usual one of its kind."""
    if usual is None or style is usual or style == usual:
        return ""
    if style.font.split("+")[-1] != usual.font.split("+")[-1]:
        return f"is set in {style.font.split('+')[-1]}, others of its kind in {usual.font.split('+')[-1]}"
    if abs(style.size - usual.size) > 0.05:
        return f"is set at {style.size:.1f} pt, others of its kind at {usual.size:.1f}"
    if style.colour != usual.colour or style.mode != usual.mode:
        return "has another colour than others of its kind"
    return ""


def _lost(span: _Span, plain: Style | None) -> str:
    """Whether a text that the data set apart is set as the plain text beside it; within bold text, bold is."""
    role, styles = span.kind
    if plain is None or role in ("name", "section"):
        return ""
    slanted = "ital" in plain.font.casefold() or "obl" in plain.font.casefold()
    apart = ("italic" in styles and not slanted) or ("bold" in styles and not plain.bold) or "code" in styles
    if apart and span.style.font.split("+")[-1] == plain.font.split("+")[-1]:
        return f"is set as plain text, and the data have it in {', '.join(sorted(styles))}"
    return ""


def _ligatures(page: Page) -> frozenset[int]:
    """Where a glyph may be part of one that stands for several letters, such as ffi."""
    places = [match.start() for match in re.finditer("f", page.text)]
    return frozenset(place + beside for place in places for beside in range(3))


def _word(page: Page, index: int) -> str:
    start = max(page.text.rfind(" ", 0, index), page.text.rfind("\n", 0, index)) + 1
    return page.text[start:].split(maxsplit=1)[0]


@check("P016", "there is no ink on a page but that of its text, and of the photo")
def ink(document: Document, seen: Evidence) -> Findings:
    for page, lines, beside in zip(seen.pages, stretches(seen), _beside_text(seen), strict=True):
        if beside is None:
            continue
        paper, left = beside
        if paper < _WHITE:
            yield Finding("the paper is not white", "a ground was laid over the page", page=page.number)
        photo = portrait_box(document, seen, page.number)
        if photo and left and page.picture:
            left = _left(page.picture, lines, photo)
        if left:
            yield Finding(
                "something is drawn on the page that is no text",
                "a picture, a line or a stain",
                page=page.number,
                box=left,
            )
    return len(seen.pages)


def _beside_text(seen: Evidence) -> tuple[tuple[int, Box | None] | None, ...]:
    """How light the paper of each page is, and the box of the ink that is none of its text; None without a picture."""

    def beside(page: Page) -> tuple[int, Box | None] | None:
        return (page.picture.paper, _left(page.picture, stretches_of(seen, page))) if page.picture else None

    return seen.of_pages("beside text", beside)


def _left(picture: Picture, lines: tuple[Stretch, ...], *others: Box) -> Box | None:
    """The box of all ink but that of lines and other boxes."""
    return picture.without([*(line.box for line in lines), *others], _AROUND).ink(_DARK)


@check("P017", "every word is as dark on the page as others of its kind")
def darkness(document: Document, seen: Evidence) -> Findings:
    """By the picture: what is struck out, blackened, drawn in outline or half covered is darker or lighter than its letters."""
    del document  # with data it is known that words of one look are set in one way
    alike: dict[Style, list[tuple[float, Page, Word]]] = defaultdict(list)
    for page, found in zip(seen.pages, words(seen), strict=True):
        for word in found:
            style = page.styles[word.start]
            if style and word.dark is not None:
                alike[style].append((word.dark, page, word))
    for group in alike.values():
        usual = median(dark for dark, *_ in group)
        for dark, page, word in group if len(group) >= _ENOUGH and usual > 0 else ():
            if not _LIGHTEST * usual < dark < _DARKEST * usual:
                yield Finding(
                    f"“{page.text[word.start : word.end]}” is {'darker' if dark > usual else 'lighter'} than others of its kind:"
                    f" {dark / usual:.0%}",
                    "something is drawn over it, or its letters are not whole",
                    page=page.number,
                    box=whole_box(page, word),
                )
    return sum(map(len, alike.values()))
