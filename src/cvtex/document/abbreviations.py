"""Abbreviations: wherever one stands in a text of the document, it is a run of its own that has what it is short for."""

import re
from collections.abc import Iterator, Mapping

from cvtex.content.markup import Inline, Run
from cvtex.content.model import CV, Contact, Datum, Text
from cvtex.document.model import Block, Document, Group, Heading, Line, Paragraph, ReferenceList, facts
from cvtex.values import replace

# Parts of an address are no words.
_ADDRESS = r"(?P<address>\S*(?:://|@|\b10\.\d{4,9}/)\S*)"


class Abbreviations:
    """Finds the abbreviations of a CV, whole and in the case in which they were typed; in another language none is found."""

    def __init__(self, expansions: Mapping[str, str]) -> None:
        self._expansions = expansions
        words = "|".join(re.escape(word) for word in sorted(expansions, key=len, reverse=True))
        self._wanted = re.compile(rf"(?<!\S){_ADDRESS}|(?<!\w)(?P<word>{words})(?!\w)")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Abbreviations) and self._expansions == other._expansions

    def __hash__(self) -> int:
        return hash(frozenset(self._expansions.items()))

    def __bool__(self) -> bool:
        return bool(self._expansions)

    def expanded(self, runs: Inline) -> Inline:
        """A text whose abbreviations are runs of their own."""
        return tuple(part for run in runs for part in self._parts(run)) if self else runs

    def stand_in(self, text: str) -> bool:
        return bool(self._found(text))

    def _parts(self, run: Run) -> Iterator[Run]:
        position = 0
        for start, end in [] if run.language or run.cite else self._found(run.text):
            if start > position:
                yield replace(run, text=run.text[position:start])
            word = run.text[start:end]
            yield replace(run, text=word, expansion=self._expansions[word])
            position = end
        if position < len(run.text):
            yield replace(run, text=run.text[position:])

    def _found(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in self._wanted.finditer(text) if match["word"]]


NO_ABBREVIATIONS = Abbreviations({})


def abbreviations_of(cv: CV) -> Abbreviations:
    """Those that a CV explains."""
    return Abbreviations({item.word: item.expansion for item in cv.abbreviations})


def with_expansions(document: Document, known: Abbreviations) -> Document:
    """The document with its abbreviations found, but in the name, in dates, and in references, whose writer finds them."""
    if not known:
        return document

    def text(typed: Text) -> Text:
        return replace(typed, runs=known.expanded(typed.runs))

    def block(printed: Block) -> Block:
        match printed:
            case Heading() | Group():
                return replace(printed, title=text(printed.title))
            case Line() | Paragraph():
                return replace(printed, runs=known.expanded(printed.runs))
            case ReferenceList():
                return printed

    def place(item: Contact) -> Contact:
        return replace(item, runs=known.expanded(item.runs or (Run(item.text),))) if item.kind == "place" else item

    return replace(
        document,
        headline=document.headline and text(document.headline),
        summary=document.summary and text(document.summary),
        contact=tuple(map(place, document.contact)),
        blocks=tuple(map(block, document.blocks)),
    )


def stands_in(word: str, datum: Datum) -> bool:
    """Whether a word stands in a text of the data; people's names are none, nor is what abbreviations are short for."""
    if datum.what in ("name", "abbreviation") or datum.what.startswith(("author ", "editor ", "role ")):
        return False
    return Abbreviations({word: word}).stand_in(datum.text)


def expanded_words(document: Document) -> frozenset[str]:
    """The abbreviations that stand in a document."""
    return frozenset(run.text for fact in facts(document) for run in fact.runs if run.expansion)
