"""A document as LuaTeX takes it: marked where another font begins, where text turns, and where a line may end.

The marks are characters that no text has, and `escape` makes macros of them.
"""

from collections.abc import Callable, Iterable, Iterator

from cvtex.content.markup import Inline, Run, plain
from cvtex.content.model import Text
from cvtex.content.source import MAY_END, NEVER_ENDS, without_line_signs
from cvtex.document.model import Block, Document, Group, Heading, Line, Paragraph, ReferenceList, facts
from cvtex.typeset import fallback as fonts
from cvtex.typeset.bidi import levels, mirrored, turned
from cvtex.typeset.escape import BREAK, END, FONT, LTR, MIDDLE, MIRROR, POP, PRICED, RTL
from cvtex.typeset.fallback import Fallback
from cvtex.typeset.scripts import LATIN, SIGNS, breakable, region_of
from cvtex.typeset.unspaced import lineheight, word_ends
from cvtex.values import replace

_BOXED = frozenset(("sup", "sub", "mark"))
_TOLD = frozenset((MAY_END, NEVER_ENDS))
"""What only tells where a line may end: marks take its place."""
Own = Callable[[str], bool]


def wanted(document: Document, own: Own) -> dict[fonts.Group, list[str]]:
    """What other fonts must set: characters that the theme's own lack, and those that go with them.

    A script in which a single letter is lacking is set in another font as a whole, and so is a Latin word.
    """
    found: dict[fonts.Group, dict[str, None]] = {}
    others: dict[fonts.Group, dict[str, None]] = {}
    for text in _texts(document):
        groups = fonts.groups_of(text, region_of(text, document.language))
        for start, end in _words(text):
            lacking = any(not own(text[index]) and groups[index].script == LATIN for index in range(start, end))
            for index in range(start, end):
                group, character = groups[index], text[index]
                whole = lacking and group.script == LATIN and character.isalpha()
                place = found if whole or not own(character) else others
                place.setdefault(group, {})[character] = None
    for group, characters in found.items():
        if group.script not in (LATIN, SIGNS, ""):
            characters |= others.get(group, {})
    return {group: list(characters) for group, characters in found.items()}


def dressed(document: Document, fallback: Fallback, own: Own) -> Document:
    """The document with its marks, and with room between its lines where marks stand high."""

    def inline(runs: Inline) -> Inline:
        return _inline(runs, document.language, fallback, own)

    def line(words: str) -> str:
        return plain(inline((Run(words),)))

    def text(words: Text) -> Text:
        return replace(words, runs=inline(words.runs))

    limits, least = document.limits, lineheight(_texts(document))
    return replace(
        document,
        limits=replace(limits, leading=max(limits.leading, least)),
        title=line(document.title),
        name=text(document.name),
        headline=text(document.headline) if document.headline else None,
        contact=tuple(replace(item, text=line(item.text), runs=inline(item.runs)) for item in document.contact),
        summary=text(document.summary) if document.summary else None,
        blocks=tuple(_block(block, inline, line, text) for block in document.blocks),
    )


def _texts(document: Document) -> Iterator[str]:
    yield without_line_signs(document.title)
    yield from (fact.text for fact in facts(document))


def _words(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for index in range(len(text) + 1):
        if index == len(text) or text[index].isspace():
            if index > start:
                yield start, index
            start = index + 1


def _block(
    block: Block, inline: Callable[[Inline], Inline], line: Callable[[str], str], text: Callable[[Text], Text]
) -> Block:
    match block:
        case Heading() | Group():
            return replace(block, title=text(block.title))
        case Line():
            return replace(block, runs=inline(block.runs), date=line(block.date))
        case Paragraph():
            return replace(block, runs=inline(block.runs))
        case ReferenceList():
            references = (
                replace(reference, runs=inline(reference.runs), legend=inline(reference.legend))
                for reference in block.references
            )
            return replace(block, references=tuple(references), legend=inline(block.legend))


def _inline(runs: Inline, language: str, fallback: Fallback, own: Own) -> Inline:
    text = plain(runs)
    if text.isascii():
        return runs
    letters = _letters(text, language, fallback, own)
    rises = levels(text) if turned(text) else [0] * len(text)
    breaks = dict.fromkeys(breakable(text), BREAK)
    breaks |= {place: BREAK if sure else PRICED for place, sure in word_ends(text).items()}
    outer = _across(runs, rises)
    out: list[Run] = []
    position = depth = 0
    for run in runs:
        end = position + len(run.text)
        box = run.cite or run.styles & _BOXED  # what turns in a box turns back there
        lowest = min(rises[position:end], default=depth)
        if (position in outer and position < len(text)) or box:
            before = out[-1] if out else run
            around = run.styles & before.styles & {"place", "note"}
            language = run.language if run.language == before.language else ""
            marks, depth = _turn(depth, lowest if box else min(rises[position], 1))
            if marks:
                out.append(Run(marks, around, language=language))
        if run.cite:
            out.append(run)
        elif box:  # in which no direction is open
            within, _ = _marked(text, range(position, end), letters, rises, breaks, 0, 0)
            out.append(replace(run, text=within))
        else:
            after = 1 if end in outer else rises[end] if end < len(text) else 0
            within, depth = _marked(text, range(position, end), letters, rises, breaks, depth, after)
            out.append(replace(run, text=within))
        position = end
    if depth:
        out.append(Run(_turn(depth, 0)[0]))
    return tuple(out)


def _letters(text: str, language: str, fallback: Fallback, own: Own) -> list[str]:
    """The font of each character; a space between two words of one font is that font's."""
    groups = fonts.groups_of(text, region_of(text, language))
    letters = [fallback.letter(group, character) for group, character in zip(groups, text, strict=True)]
    for start, end in _words(text):
        if any(not own(text[index]) and groups[index].script == LATIN for index in range(start, end)):
            continue
        for index in range(start, end):
            if groups[index].script in (LATIN, SIGNS) and own(text[index]):
                letters[index] = ""
    for index in range(1, len(text) - 1):
        if text[index] == " " and letters[index - 1] == letters[index + 1]:
            letters[index] = letters[index - 1]
    return letters


def _across(runs: Inline, rises: list[int]) -> set[int]:
    """Where marks stand outside of runs: at the ends of turned stretches that span several."""
    borders = {0}
    for run in runs:
        borders.add(max(borders) + len(run.text))
    ends: set[int] = set()
    start: int | None = None
    for index in range(len(rises) + 1):
        turned_here = index < len(rises) and rises[index] > 0
        if turned_here and start is None:
            start = index
        elif not turned_here and start is not None:
            if any(start < border < index for border in borders):
                ends |= {start, index}
            start = None
    return ends


def _turn(depth: int, level: int) -> tuple[str, int]:
    """The marks that lead from one level to another."""
    if level <= depth:
        return POP * (depth - level), level
    return "".join(RTL if step % 2 else LTR for step in range(depth + 1, level + 1)), level


def _font(letter: str) -> str:
    return chr(FONT + ord(letter) - ord("a"))


def _marked(
    text: str,
    places: Iterable[int],
    letters: list[str],
    rises: list[int],
    breaks: dict[int, str],
    depth: int,
    after: int,
) -> tuple[str, int]:
    """A part of a text with its marks; it ends no higher than `after`, the level of what follows."""
    out, font = "", ""
    for index in places:
        level, letter, character = rises[index], letters[index], text[index]
        if character in _TOLD:
            continue
        if level % 2 and mirrored(character) != character:  # by itself: what is about it turns
            character = f"{MIRROR}{character}{MIDDLE}{mirrored(character)}{END}"
            character, letter = _font(letter) + character + END if letter else character, ""
        if font and (letter != font or level != depth):
            out, font = out + END, ""
        marks, depth = _turn(depth, level)
        out += marks
        out += breaks.get(index, "")
        if letter and not font:
            out += _font(letter)
        out, font = out + character, letter
    out += END if font else ""
    marks, depth = _turn(depth, min(depth, after))
    return out + marks, depth
