"""A document in which what is new since the last review stands apart: publications under subheadings, entries with a remark."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cvtex.content.dates import Dates, Day, Period
from cvtex.content.markup import Inline, Run
from cvtex.content.model import Text
from cvtex.diagnostics import Span
from cvtex.document.changes import Change, Changes
from cvtex.document.dateformat import DATE_FORMS, dates_in
from cvtex.document.lists import PrintedList
from cvtex.document.model import Block, Group, Line, Paragraph, Reference, ReferenceList
from cvtex.document.reference import legend
from cvtex.document.referencestyle import ReferenceStyle


@dataclass(frozen=True, slots=True)
class SinceWords:
    """The words of one language for what is new; `{day}` is the day in words."""

    since: str = "Since {day}"
    review: str = "Since the last review"
    earlier: str = "Earlier"
    new: str = "new"
    changed: str = "status changed"
    date: str = "July 16, 1990"


ENGLISH = SinceWords()
BRITISH = SinceWords(date="16 July 1990")


@dataclass(frozen=True, slots=True)
class Since:
    """What is set apart: the changes since a state of the data, its day where it is known, and where the target asks for it."""

    changes: Changes
    day: date | None
    span: Span


def since_words(language: str) -> SinceWords:
    """The words of a language."""
    return BRITISH if language == "en-GB" else ENGLISH


def news_first(
    planned: Mapping[Span, tuple[PrintedList, ...]], since: Since | None
) -> Mapping[Span, tuple[PrintedList, ...]]:
    """The lists of publications with what is new at their heads: numbers that count this document's own follow from it."""
    if since is None:
        return planned
    keys = {change.key for change in _news(since)}

    def ordered(printed: PrintedList) -> PrintedList:
        return replace(printed, publications=tuple(sorted(printed.publications, key=lambda item: item.key not in keys)))

    return {place: tuple(map(ordered, lists)) for place, lists in planned.items()}


def set_apart(blocks: Sequence[Block], since: Since, language: str, style: ReferenceStyle) -> Iterator[Block]:
    """The same blocks with what is new since then first in its list, and marked elsewhere.

    No number changes, and no text is lost: subheadings and remarks are added, and references change places within their
    list. A list without news stays as it is.
    """
    words = since_words(language)
    publications = {change.key: change for change in _news(since) if change.key}
    entries = {change.side.span: change for change in _news(since) if not change.key}
    for block in blocks:
        match block:
            case ReferenceList():
                yield from _parted(block, publications, since, words, style)
            case Line(span=span) | Paragraph(span=span) if span in entries:
                remark = _remark(entries.pop(span), words)
                yield replace(block, runs=(*block.runs, *remark))
            case _:
                yield block


def _news(since: Since) -> tuple[Change, ...]:
    return (*since.changes.of("added"), *since.changes.of("changed"))


def _parted(
    block: ReferenceList, news: dict[str, Change], since: Since, words: SinceWords, style: ReferenceStyle
) -> Iterator[Block]:
    fresh = tuple(_marked(item, news[item.key], words) for item in block.references if item.key in news)
    rest = tuple(item for item in block.references if item.key not in news)
    if not fresh:
        yield block
        return
    yield Group(_text(_since(since, words), since.span))
    yield _part(block, fresh, style)
    if rest:
        yield Group(_text(words.earlier, since.span))
        yield _part(block, rest, style)


def _part(block: ReferenceList, references: tuple[Reference, ...], style: ReferenceStyle) -> ReferenceList:
    """A part of a list, with the legend of the marks in it where the list has one."""
    marks = legend([item.runs for item in references], style) if block.legend else ()
    return replace(block, references=references, legend=marks)


def _marked(reference: Reference, change: Change, words: SinceWords) -> Reference:
    """A new reference as it is; one whose status changed with a remark."""
    if change.kind == "added":
        return reference
    return replace(reference, runs=(*reference.runs, *_remark(change, words)))


def _remark(change: Change, words: SinceWords) -> Inline:
    return (Run(f" ({words.new if change.kind == 'added' else words.changed})", frozenset({"note"})),)


def _since(since: Since, words: SinceWords) -> str:
    if since.day is None:
        return words.review
    day = Dates((Period(Day(since.day.year, since.day.month, since.day.day)),), since.span)
    return words.since.format(day=dates_in(day, DATE_FORMS[words.date]))


def _text(words: str, span: Span) -> Text:
    return Text((Run(words),), span)
