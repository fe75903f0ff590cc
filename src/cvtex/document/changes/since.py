"""A document in which what is new since the last review stands apart: publications under subheadings, entries with a remark."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from cvtex.content.dates import Dates, Day, Period
from cvtex.content.markup import Inline, Run
from cvtex.content.model import Text
from cvtex.diagnostics import Span
from cvtex.document.changes.changes import Change, Changes
from cvtex.document.choice.lists import PrintedList
from cvtex.document.model import Block, Group, Line, Paragraph, Reference, ReferenceList
from cvtex.document.references.dateformat import date_form, dates_in
from cvtex.document.references.reference import legend
from cvtex.document.references.referencestyle import ReferenceStyle
from cvtex.languages.language import Language
from cvtex.values import dataclass, replace

_IN_FULL = "July 16, 1990"


@dataclass(frozen=True, slots=True)
class Since:
    """What is set apart: the changes since a state of the data, its day where it is known, and where the target asks for it."""

    changes: Changes
    day: date | None
    span: Span


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


def set_apart(blocks: Sequence[Block], since: Since, style: ReferenceStyle) -> Iterator[Block]:
    """The same blocks with what is new since then first in its list, and marked elsewhere.

    No number changes, and no text is lost: subheadings and remarks are added, and references change places within their
    list. A list without news stays as it is. The words are those of the style's language.
    """
    words = style.language.words
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
    block: ReferenceList, news: dict[str, Change], since: Since, words: Mapping[str, str], style: ReferenceStyle
) -> Iterator[Block]:
    fresh = tuple(_marked(item, news[item.key], words) for item in block.references if item.key in news)
    rest = tuple(item for item in block.references if item.key not in news)
    if not fresh:
        yield block
        return
    yield Group(_text(_since(since, style.language), since.span))
    yield _part(block, fresh, style)
    if rest:
        yield Group(_text(words["earlier"], since.span))
        yield _part(block, rest, style)


def _part(block: ReferenceList, references: tuple[Reference, ...], style: ReferenceStyle) -> ReferenceList:
    """A part of a list, with the legend of the marks in it where the list has one."""
    marks = legend([item.runs for item in references], style) if block.legend else ()
    return replace(block, references=references, legend=marks)


def _marked(reference: Reference, change: Change, words: Mapping[str, str]) -> Reference:
    """A new reference as it is; one whose status changed with a remark."""
    if change.kind == "added":
        return reference
    return replace(reference, runs=(*reference.runs, *_remark(change, words)))


def _remark(change: Change, words: Mapping[str, str]) -> Inline:
    return (Run(f" ({words['new' if change.kind == 'added' else 'changed']})", frozenset({"note"})),)


def _since(since: Since, language: Language) -> str:
    """The subheading over what is new: with the day in full, where it is known."""
    if since.day is None:
        return language.words["review"]
    day = Dates((Period(Day(since.day.year, since.day.month, since.day.day)),), since.span)
    return language.words["since"].format(date=dates_in(day, date_form(_IN_FULL, language)))


def _text(words: str, span: Span) -> Text:
    return Text((Run(words),), span)
