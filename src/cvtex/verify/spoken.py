"""What a screen reader reads: the texts of the marked pieces in the order of the tree, each with its language."""

from collections.abc import Iterable, Iterator
from itertools import accumulate

from cvtex.verify.evidence import Evidence, packed
from cvtex.verify.marked import PARTED
from cvtex.verify.tags import Piece, Tag

Said = tuple[str, str, str | None]
"""What is read without white space, in which language, and the words that it is said in, where glyphs do not say it."""


def texts_of(seen: Evidence) -> dict[Piece, str]:
    """The texts of all pieces, as a stream has them."""

    def made() -> dict[Piece, str]:
        pages = enumerate(seen.pages)
        return {(number, piece): _packed(text) for number, page in pages for piece, text in page.pieces}

    return seen.once("pieces of text", made)


def _packed(text: str) -> str:
    return PARTED.join(map(packed, text.split(PARTED)))


def text_of(tag: Tag, texts: dict[Piece, str]) -> str:
    """All that an element says."""
    if tag.spoken is not None:
        return packed(tag.spoken)
    return "".join(text_of(kid, texts) if isinstance(kid, Tag) else texts.get(kid, "") for kid in tag.kids)


def said(tag: Tag, texts: dict[Piece, str], labels: set[str], language: str = "") -> Iterator[Said]:
    """What is read in the order of the tree, without the marks of bullets; the language is empty where none is said."""
    if tag.kind == "Lbl" and text_of(tag, texts) not in labels:
        return
    spoken = tag.language or language
    if tag.spoken is not None:
        yield packed(tag.spoken), spoken, tag.spoken
        return
    for kid in tag.kids:
        if isinstance(kid, Tag):
            yield from said(kid, texts, labels, spoken)
        else:
            yield texts.get(kid, ""), spoken, None


def whites(parts: Iterable[Said]) -> dict[int, bool]:
    """Whether white stands before the letters of all that is said, by their places: before those where words tell it."""
    known: dict[int, bool] = {}
    position, ended = 0, None
    for text, _, words in parts:
        if words is None:
            ended = None
        elif text:
            ends = {*accumulate(len(packed(word)) for word in words.split())}
            known |= {position + index: index in ends for index in range(1, len(text))}
            if ended is not None:
                known[position] = ended or words[0].isspace()
            ended = words[-1].isspace()
        position += len(text)
    return known


def run_together(said: str, position: int, text: str, white: dict[int, bool]) -> tuple[str, str] | None:
    """What of a text, which stands in what is said, is not parted into its words there, and what is due instead; None for nothing."""
    before = ""
    for word in text.split():
        for index, sign in enumerate(packed(word)):
            position += said[position] == PARTED and sign != "-"
            due = index == 0
            if (before or index) and white.get(position, due) != due:
                return (before + word, f"{before} {word}") if due else (f"{word[:index]} {word[index:]}", word)
            position += 1
        before = word
    return None


def follow(said: str, position: int, text: str) -> tuple[int, int]:
    """How far what is said goes on with a text: where it stands then, and how much of the text was said."""
    whole = said[position : position + len(text)]
    if whole == text:
        return position + len(text), len(text)
    for agreed, sign in enumerate(text):
        here = said[position : position + 1]
        if here == PARTED and sign != "-":  # it only parts the word
            position += 1
            here = said[position : position + 1]
        if here != sign and not (here == PARTED and sign == "-"):
            return position, agreed
        position += 1
    return position, len(text)


def same(said: str, text: str) -> bool:
    """Whether a text is said, and no more."""
    return follow(said, 0, text) == (len(said), len(text))
