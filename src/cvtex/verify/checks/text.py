"""Text: everything that the document says can be read off the page, in its order, word by word."""

import unicodedata
from collections.abc import Iterator
from itertools import accumulate, compress, pairwise

from cvtex.document.model import Document, Fact
from cvtex.patterns import regex
from cvtex.values import dataclass
from cvtex.verify.checks.registry import Finding, Findings, check, check_either
from cvtex.verify.evidence import Box, Evidence, Page, Stream, packed
from cvtex.verify.lines import around
from cvtex.verify.placement import first_stream, placements, stream_for, texts
from cvtex.verify.unspaced import may_part

_BREAKS_AFTER = "-–—/\u2010"
_SPACES = regex(r"\s+")
_THIN = frozenset("\u2009\u202f")
_SLACK = 4.0  # points: raised marks, and labels that hang beside their text
_BREAKS_ADDRESS_AFTER = "-–—/?&=_."
_ADDRESS = regex(r"https?://|10\.\d{4,9}/")
# Whole words only: Spanish `todo` and a mastodon are text.
_TRACE = regex(
    r"\[?\?\?+\]?|\\(?:cv|text|emph|href|url|cite|begin|end)[a-z]*|\{\}|\{\{ *[\w.]+ *\}\}|\ufffd|\b(?:TODO|FIXME|TBD)\b|\[[A-Z]0\]"
    r"|(?<![\w’'])(?i:lorem ipsum)\b|&(?:amp|nbsp|lt|gt|quot|ndash|mdash);|\[object Object\]|\*\*\w|(?m:^(?:None|null|nan|undefined)$)"
)
_TOLD_ELSEWHERE = regex(rf"[•–·\ue000-\uf8ff]|\[[A-Z]{{1,2}}\d{{3,}}[a-z]?\]|{_TRACE.pattern}")


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reader's text, and where in it the last fact ended."""

    name: str
    stream: Stream


@check("T001", "every text of the data is on the page, whole and in order, for two readers")
def text(document: Document, seen: Evidence) -> Findings:
    wanted = texts(document, seen)
    second = stream_for(document, list(seen.second.texts))
    found: dict[tuple[str, Fact], Finding] = {}
    for reading in (_Reading("pdfium", first_stream(document, seen)), _Reading("pypdf", second)):
        for fact, finding in _compare(reading, wanted, seen):
            found.setdefault((finding.message.split(" (")[0], fact), finding)
    yield from found.values()
    return len(wanted)


@check("T003", "nothing stands on the page that the data do not say")
def surplus(document: Document, seen: Evidence) -> Findings:
    stream = first_stream(document, seen)
    end, whole = 0, True
    for fact, wanted in texts(document, seen):
        start = stream.text.find(wanted, end)
        if start < 0:
            whole = False  # T001 tells that, and what stands in its place
            continue
        if whole:
            yield from _unsaid(stream, end, start, fact)
        end, whole = start + len(wanted), True
    if whole:
        yield from _unsaid(stream, end, len(stream.text), None)
    return len(stream.text)


def _unsaid(stream: Stream, start: int, end: int, following: Fact | None) -> Iterator[Finding]:
    """What stands between two facts besides bullets and separators; labels and lost glyphs have checks of their own."""
    between = "".join((" " if stream.gaps[index] else "") + stream.text[index] for index in range(start, end))
    words = _TOLD_ELSEWHERE.sub("", between).strip()
    if words:
        shown = words if len(words) <= 60 else f"{words[:57]}…"
        span = following.span if following else None
        hint = "it was doubled, or came from a theme" if following else "it stands after the last line of the data"
        yield Finding(f"“{shown}” stands on the page, but not in the data", hint, span, stream.places[start][0])


@check_either("T002", "no trace of markup, placeholders or lost characters stands on a page")
def residue(document: Document | None, seen: Evidence) -> Findings:
    typed = "\n".join(fact.text for fact, _ in texts(document, seen)) if document else ""
    meant = {match[0] for match in _TRACE.finditer(typed)}
    for page, found in zip(seen.pages, seen.of_pages("traces", _traces), strict=True):
        for start, trace in found:
            if trace not in meant:
                yield Finding(
                    f"`{trace}` stands on the page",
                    "it is left over from a template or a failed reference",
                    page=page.number,
                    box=_box(page.boxes, start, len(trace)),
                )
    return sum(len(page.text) for page in seen.pages)


def _traces(page: Page) -> tuple[tuple[int, str], ...]:
    """What looks like a trace, and where it begins."""
    return tuple((match.start(), match[0]) for match in _TRACE.finditer(page.text))


def _compare(reading: _Reading, wanted: tuple[tuple[Fact, str], ...], seen: Evidence) -> Iterator[tuple[Fact, Finding]]:
    cursor = 0
    stream = reading.stream
    for fact, text_wanted in wanted:
        start = stream.text.find(text_wanted, cursor)
        if start < 0:
            yield fact, _missing(reading, fact, text_wanted, cursor)
            continue
        end = start + len(text_wanted)
        problem = _broken_word(fact, stream, start)
        if problem:
            page, index = stream.places[start]
            box = _box(seen.pages[page - 1].boxes, index, 1) if reading.name == "pdfium" else None
            yield (
                fact,
                Finding(
                    f"{problem} ({reading.name})",
                    "readers and search would not find the word: check the characters around it",
                    fact.span,
                    page,
                    box,
                ),
            )
        cursor = end


def _missing(reading: _Reading, fact: Fact, wanted: str, cursor: int) -> Finding:
    """Say what became of a fact: out of order, changed from some word on, or nowhere."""
    shown = fact.text if len(fact.text) <= 60 else fact.text[:57] + "…"
    earlier = reading.stream.text.find(wanted)
    if earlier >= 0:
        page = reading.stream.places[earlier][0]
        return Finding(
            f"“{shown}” is read out of order ({reading.name})",
            "the order of the text in the PDF is not that of the page",
            fact.span,
            page,
        )
    position, word, begin = cursor, "", -1
    for word in fact.text.split():
        following = reading.stream.text.find(packed(word), position)
        if following < 0 or (position > cursor and following - position > 40):
            break
        begin = following if begin < 0 else begin
        position = following + len(packed(word))
    else:
        return _altered(reading, fact, begin, position)
    return Finding(
        f"“{shown}” is not on the page: “{word}” is missing ({reading.name})",
        "a text was lost, cut off or changed on its way to the page",
        fact.span,
    )


def _altered(reading: _Reading, fact: Fact, begin: int, end: int) -> Finding:
    """All words of a fact are there, and something else among them."""
    shown = fact.text if len(fact.text) <= 60 else fact.text[:57] + "…"
    printed, wanted = reading.stream.text[max(begin, 0) : end], packed(fact.text)
    same = next(
        (index for index, pair in enumerate(zip(printed, wanted, strict=False)) if pair[0] != pair[1]), len(wanted)
    )
    page = reading.stream.places[begin][0] if begin >= 0 else None
    return Finding(
        f"“{shown}” is not on the page as it is: “{printed[max(same - 8, 0) : same + 16]}” stands there ({reading.name})",
        "a text was added or changed on its way to the page",
        fact.span,
        page,
    )


def _broken_word(fact: Fact, stream: Stream, start: int) -> str:
    """The word of a fact that was glued to its neighbour, or split, if any."""
    words = fact.text.split()
    if _as_written(words, stream, start):
        return ""
    position = start
    for number, word in enumerate(words):
        size = len(packed(word))
        if number and not stream.gaps[position] and not _thin(fact, number):
            return f"“{words[number - 1]}” and “{word}” are read as one word"
        if not any(stream.gaps[position + 1 : position + size]):
            position += size
            continue
        after = _BREAKS_ADDRESS_AFTER if _ADDRESS.search(word) else _BREAKS_AFTER
        for here in range(position + 1, position + size):
            before, rest = stream.text[here - 1], stream.text[here : min(here + 2, position + size)]
            may_break = before in after or here - start in fact.joints or _wide(before, rest)
            may_break = may_break or (here - start not in fact.whole and may_part(before, rest))
            mark = unicodedata.category(rest[0]) == "Mn"  # it belongs to the letter before it
            if stream.gaps[here] and not mark and not (stream.gaps[here] == "\n" and may_break):
                return f"“{word}” is read in pieces"
        position += size
    return ""


def _as_written(words: list[str], stream: Stream, start: int) -> bool:
    """Whether words stand there letter by letter, with white between all of them and nowhere within one."""
    *ends, end = accumulate(map(len, words), initial=0)
    same = stream.text.startswith("".join(words), start)
    return same and ends[1:] == list(compress(range(1, end), stream.gaps[start + 1 : start + end]))


def _wide(before: str, after: str) -> bool:
    """Whether a line may end between two characters that are set in squares."""
    return unicodedata.east_asian_width(before) in "WF" and unicodedata.east_asian_width(after[:1] or " ") in "WF"


def _thin(fact: Fact, number: int) -> bool:
    """Whether the space before a word is one that readers may not see: thin, as before a French question mark."""
    return set(_SPACES.findall(fact.text.strip())[number - 1]) <= _THIN


def _box(boxes: tuple[Box | None, ...], index: int, length: int) -> Box | None:
    inked = [box for box in boxes[index : index + length] if box]
    return around(inked) if inked else None


@check("T006", "the eye finds the texts in the order in which software reads them")
def order(document: Document, seen: Evidence) -> Findings:
    placed = placements(document, seen)
    for before, item in pairwise(placed):
        page = before.last.page
        start = next(line.baseline for line in before.lines if line.page == page)
        if item.first.page < page or (item.first.page == page and item.first.baseline > start + _SLACK):
            yield Finding(
                f"“{item.fact.text[:60]}” stands above “{before.fact.text[:60]}”, which comes first in the data",
                "something moved it: the page and its text must have one order",
                item.fact.span,
                item.first.page,
                item.first.box,
            )
    return len(placed)
