"""Compose: the CV as one target's document, every publication labelled, nothing left behind unseen."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from cvtex.content.keys import ROLES
from cvtex.content.markup import Inline, Run, merge
from cvtex.content.model import CV, Entry, Text
from cvtex.diagnostics import DataError, Diagnostic, Findings, Span, did_you_mean
from cvtex.document.account import account
from cvtex.document.dateformat import short_dates
from cvtex.document.ledger import NO_LEDGER, Ledger
from cvtex.document.model import Block, Document, Group, Heading, Line, Paragraph
from cvtex.document.references import ReferenceWriter, number_publications, present_letters, unlisted
from cvtex.document.referencestyle import ReferenceStyle
from cvtex.document.since import Since, set_apart
from cvtex.document.style import load_style
from cvtex.document.target import Target


def compose(
    cv: CV,
    target: Target,
    *,
    ledger: Ledger = NO_LEDGER,
    style: ReferenceStyle | None = None,
    today: date | None = None,
    since: Since | None = None,
) -> tuple[Document, tuple[Diagnostic, ...]]:
    """The document that a target makes of a CV, and the warnings about it.

    `today` dates the PDF; without it, the CV's own `updated` does, or nothing. What is new `since` then is set apart.
    Raises DataError where a publication is in no list, or a list asks for what is not there.
    """
    chosen = style or load_style(target.style)
    composer = _Composer(cv, ledger, chosen)
    blocks = tuple(composer.blocks())
    if composer.findings.failed:
        raise DataError(*composer.findings.ordered())
    if since:
        blocks = tuple(set_apart(blocks, since, target.language, chosen))
    document = Document(
        title=target.title,
        name=cv.name,
        headline=cv.headline,
        contact=cv.contact,
        blocks=blocks,
        language=target.language,
        paper=target.paper,
        size=f"{target.size:g}pt",
        theme=target.theme,
        foot=target.title,
        updated=_updated(cv, today),
        max_pages=target.max_pages,
        retired=tuple(release.label for release in ledger.releases if release.retired),
        limits=target.limits,
        severities=tuple((check.code, check.level) for check in target.checks),
    )
    document = replace(document, account=account(cv, document, chosen))
    return document, composer.findings.ordered()


def _updated(cv: CV, today: date | None) -> str:
    if today:
        return today.isoformat()
    if cv.updated and cv.updated.periods:
        day = cv.updated.periods[0].start
        return "-".join(f"{part:02d}" for part in (day.year, day.month, day.day) if part)
    return ""


class _Composer:
    def __init__(self, cv: CV, ledger: Ledger, style: ReferenceStyle) -> None:
        self.cv, self.findings = cv, Findings()
        self.numbered = number_publications(cv, ledger, self.findings)
        self.writer = ReferenceWriter(cv, self.numbered, style, self.findings)
        self.listed: dict[str, Entry] = {}
        self.own_lists = frozenset(letter for section in cv.sections for letter in _letters(section.entries))

    def blocks(self) -> Iterator[Block]:
        for position, section in enumerate(self.cv.sections, 1):
            number = str(position) if section.number is None else section.number
            yield Heading(number, self._text(section.title), section.pagebreak)
            yield from self._entries(section.entries)
        unlisted(self.numbered, self.listed, self.findings)

    def _entries(self, entries: Sequence[Entry]) -> Iterator[Block]:
        for index, entry in enumerate(entries):
            look = ROLES[entry.role].look
            if look == "group":
                yield Group(self._counted(entry, (*entry.items, *entries[index + 1 :])[:1]))
                yield from self._entries(entry.items)
            elif look == "publications":
                yield from self._publications(entry)
            elif look == "text":
                yield Paragraph(self._cited(entry.headline.runs, entry.span), entry.span)
            else:
                level = 0 if look == "entry" else 1
                yield self._line(entry, level, glued=False)
                yield from self._bullets(entry.items, level + 1, keep=entry.keep)

    def _counted(self, group: Entry, following: Sequence[Entry]) -> Text:
        """A subheading, with the number of publications that it heads where that is asked for."""
        title = self._text(group.headline)
        if not self.cv.references.count or not following or following[0].role != "publications":
            return title
        letter = following[0].headline.plain.strip()
        return Text((*title.runs, Run(f" ({len(self.numbered.members(letter))})")), title.span)

    def _bullets(self, entries: Sequence[Entry], level: int, *, keep: bool) -> Iterator[Line]:
        for entry in entries:
            yield self._line(entry, level, glued=keep)
            yield from self._bullets(entry.items, level + 1, keep=keep or entry.keep)

    def _line(self, entry: Entry, level: int, *, glued: bool) -> Line:
        runs: list[Run] = [replace(run, href=run.href or entry.url) for run in entry.headline.runs]
        if entry.role == "skill":
            runs = [run.styled("bold") for run in runs]
            if entry.note:
                runs += [Run(": ", frozenset({"bold"})), *entry.note.runs]
        if entry.at:
            runs += (
                [Run(", "), *entry.at.runs] if level else [run.styled("place") for run in (Run(", "), *entry.at.runs)]
            )
        if entry.place:
            runs += [run.styled("place") for run in (Run(", "), *entry.place.runs)]
        if entry.note and entry.role != "skill":
            runs += [run.styled("note") for run in (Run(" "), *entry.note.runs)]
        date_span = entry.date.span if entry.date else None
        return Line(
            level,
            self._cited(merge(runs), entry.span),
            entry.span,
            short_dates(entry.date),
            date_span,
            glued,
            entry.pagebreak,
        )

    def _cited(self, runs: Inline, span: Span) -> Inline:
        """Citations as labels; one of an unknown key is told."""
        return tuple(self._label(run, span) if run.cite else run for run in runs)

    def _label(self, run: Run, span: Span) -> Run:
        labels = self.numbered.labels
        label = labels.get(run.cite)
        if label is None:
            hint = did_you_mean(run.cite, labels) if labels else "there is no bibliography to cite from"
            self.findings.error("B013", f"`[@{run.cite}]` cites no publication", span, hint)
            return run
        return replace(run, text=f"[{label}]", cite=label)

    def _text(self, text: Text) -> Text:
        return Text(self._cited(text.runs, text.span), text.span)

    def _publications(self, entry: Entry) -> Iterator[Block]:
        typed = entry.headline.plain.strip()
        if typed != "all":
            if self._may_list(entry, typed):
                yield self.writer.write(typed, own=entry.own)
            return
        for letter in present_letters(self.numbered):
            category = self.numbered.category(letter)
            if letter not in self.listed and letter not in self.own_lists and category:
                self.listed[letter] = entry
                count = f" ({len(self.numbered.members(letter))})" if self.cv.references.count else ""
                yield Group(Text((Run(f"{category.heading}{count}"),), entry.span))
                yield self.writer.write(letter, own=entry.own)

    def _may_list(self, entry: Entry, letter: str) -> bool:
        known = self.numbered.categories
        if self.numbered.category(letter) is None:
            hint = "write `all`, or one of: " + ", ".join(f"{item.letter} ({item.heading})" for item in known)
            self.findings.error("D018", f"`{letter}` is no category of publications", entry.span, hint)
            return False
        if letter in self.listed:
            hint = f"the first list is in line {self.listed[letter].span.line}: keep one"
            self.findings.error("D019", f"the publications `{letter}` are listed twice", entry.span, hint)
            return False
        self.listed[letter] = entry
        if not self.numbered.members(letter):
            hint = "remove this list, or check the bibliography's entry types and keywords"
            self.findings.error("D020", f"no publication is in category {letter}", entry.span, hint)
            return False
        return True


def _letters(entries: Sequence[Entry]) -> Iterator[str]:
    """The categories that have a list of their own among these entries; what is left goes to `all`."""
    for entry in entries:
        if entry.role == "publications":
            yield entry.headline.plain.strip()
        yield from _letters(entry.items)
