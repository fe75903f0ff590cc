"""Where on the pages each fact of a document stands: what the checks of layout, labels and links measure."""

from collections.abc import Iterator
from itertools import groupby
from math import inf
from operator import itemgetter

from cvtex.diagnostics import Span
from cvtex.document.model import Document, Fact, facts
from cvtex.values import dataclass
from cvtex.verify.directions import turned
from cvtex.verify.evidence import Box, Evidence, Page, Stream, Style, normal, packed, stream_of
from cvtex.verify.hyphens import whole_words
from cvtex.verify.lines import Row, around, bodies, commonest, rows
from cvtex.verify.seenletters import Boxes
from cvtex.verify.turned import in_order, same_letters

_RAISED = 0.6


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """One printed line of a fact: its page, baseline and ink, and the indices of its glyphs in the page's text."""

    page: int
    baseline: float
    box: Box
    glyphs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A fact and the lines that it takes; `style` is that of its first glyph.

    `places` holds the page and the index in its text for each character of the fact that is no white space. `number`
    counts the facts that are no dates, found or not: two that follow one another have numbers that do.
    """

    fact: Fact
    lines: tuple[PlacedLine, ...]
    style: Style
    places: tuple[tuple[int, int], ...]
    number: int

    @property
    def first(self) -> PlacedLine:
        return self.lines[0]

    @property
    def last(self) -> PlacedLine:
        return self.lines[-1]


def page_texts(document: Document, texts: list[str]) -> list[str]:
    """The pages' texts without the running head and foot, which interrupt what crosses a page."""
    return [_without_running(document, text, number, len(texts)) for number, text in enumerate(texts, 1)]


def running_rows(document: Document, seen: Evidence) -> tuple[tuple[Row, ...], ...]:
    """The rows of each page that are its running head or foot, from the top."""
    return seen.once_for(document, "running rows", lambda: tuple(_running_rows(document, seen)))


def texts_alone(document: Document | None, seen: Evidence) -> tuple[tuple[Row, ...], ...]:
    """The rows of each page without running heads and feet: those of the document, or what looks like one."""
    if document is None:
        return bodies(seen)
    running = running_rows(document, seen)
    return tuple(
        tuple(row for row in page if row not in known) for page, known in zip(rows(seen), running, strict=True)
    )


def texts(document: Document, seen: Evidence) -> tuple[tuple[Fact, str], ...]:
    """Every text that is wanted, in reading order, and beside it as a stream holds it."""
    return seen.once_for(document, "texts", lambda: tuple((fact, packed(fact.text)) for fact in facts(document)))


def first_stream(document: Document, seen: Evidence) -> Stream:
    """What pdfium reads, without the running head and foot."""
    pages = [page.text for page in seen.pages]

    def box(place: tuple[int, int]) -> Box | None:
        return seen.pages[place[0] - 1].boxes[place[1]]

    return seen.once_for(document, "first stream", lambda: stream_for(document, pages, box))


def stream_for(document: Document, texts: list[str], boxes: Boxes | None = None) -> Stream:
    """What a reader finds of a document, its words whole, without the running head and foot."""
    alone = page_texts(document, texts)
    return in_order(document, whole_words(document, stream_of(alone), alone), boxes)


def placements(document: Document, seen: Evidence) -> tuple[Placed, ...]:
    """The facts that are found, in the document's order; those that are not are told by T001."""
    return seen.once_for(document, "placements", lambda: tuple(_place(document, seen)))


def source_of(document: Document, seen: Evidence, page: int, box: Box) -> Span | None:
    """The place in the data of what is printed in a box of a page."""
    for item in placements(document, seen):
        for line in item.lines:
            apart = line.box[2] < box[0] or line.box[0] > box[2] or line.box[3] < box[1] or line.box[1] > box[3]
            if line.page == page and not apart:
                return item.fact.span
    return None


def _place(document: Document, seen: Evidence) -> list[Placed]:
    stream = first_stream(document, seen)
    found: list[Placed] = []
    cursor = 0
    number = 0
    for fact, wanted in texts(document, seen):
        number += fact.role != "date"
        start = stream.text.find(wanted, cursor)
        if start < 0 or not wanted:
            continue
        cursor = start + len(wanted)
        lines, style = _lines(stream.places[start:cursor], seen)
        if lines and style:
            found.append(Placed(fact, lines, style, stream.places[start:cursor], number))
    return found


def _lines(places: tuple[tuple[int, int], ...], seen: Evidence) -> tuple[tuple[PlacedLine, ...], Style | None]:
    """The lines of a fact; raised marks, which may even begin one, do not decide its height."""
    groups: list[tuple[Page, list[int]]] = []
    first: Style | None = None
    for number, those in groupby(places, itemgetter(0)):
        page, line = seen.pages[number - 1], inf
        boxes, styles = page.boxes, page.styles
        for baseline, alike in groupby(map(itemgetter(1), those), page.baselines.__getitem__):
            glyphs = [index for index in alike if boxes[index] and styles[index]]
            if baseline is None or not glyphs:
                continue
            first = first or styles[glyphs[0]]
            if first and abs(line - baseline) > _RAISED * first.size:
                groups.append((page, []))
                line = baseline
            groups[-1][1].extend(glyphs)
    return tuple(_line(page, glyphs) for page, glyphs in groups), first


def _line(page: Page, glyphs: list[int]) -> PlacedLine:
    heights = [height for height in map(page.baselines.__getitem__, glyphs) if height is not None]
    boxes = [box for box in map(page.boxes.__getitem__, glyphs) if box]
    return PlacedLine(page.number, commonest(heights), around(boxes), tuple(glyphs))


def _running_rows(document: Document, seen: Evidence) -> Iterator[tuple[Row, ...]]:
    """The lowest row where it is the foot, whatever its number, and the topmost where it is the head.

    The name may stand there too: the head comes after the text in the PDF.
    """
    head, foot = (_without_digits(words) for words in document.running(1, 1))
    for page in rows(seen):
        feet = page[-1:] if foot and page and _says(page[-1], foot) else ()
        body = page[: len(page) - len(feet)]
        last = max((stretch.start for row in body for stretch in row.stretches), default=0)
        heads = body[:1] if head and body and _says(body[0], head) else ()
        yield (*(row for row in heads if row.stretches[0].start == last), *feet)


def _says(row: Row, words: str) -> bool:
    found = _without_digits(row.text)
    return found == words or (turned(words) and same_letters(found, words))


def _without_digits(text: str) -> str:
    return "".join(character for character in packed(text) if not character.isdigit())


def _without_running(document: Document, text: str, number: int, total: int) -> str:
    head, foot = (packed(words) for words in document.running(number, total))
    return _without(_without(text, foot), head)


def _without(text: str, running: str) -> str:
    """The text up to the running words that end it; the whole text where they are not found."""
    kept, wanted = len(text), len(running)
    if turned(running):
        inked = [index for index, character in enumerate(text) if character.strip()]
        start = inked[-wanted] if len(inked) >= wanted else 0
        return text[:start] if same_letters(packed(text[start:]), running) else text
    while kept and wanted:
        kept -= 1
        character = normal(text[kept])
        if not character.strip():
            continue
        if character != running[wanted - 1]:
            return text
        wanted -= 1
    return text[:kept] if not wanted else text
