"""Compose: the CV as one target's document, every publication labelled, nothing left behind unseen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from cvtex.content.keys import ROLES
from cvtex.content.markup import Inline, Run, merge
from cvtex.content.model import CV, Datum, Entry, Publication, Section, Text
from cvtex.diagnostics import DataError, Diagnostic, Findings, Span, did_you_mean
from cvtex.document.abbreviations import abbreviations_of, expanded_words, stands_in, with_expansions
from cvtex.document.accounts.account import LeftOut, account
from cvtex.document.choice.lists import Chooser, Lists, PrintedList, audit_lists, labels_of, plan
from cvtex.document.choice.selection import Selected, named_as_printed, select
from cvtex.document.contacts import forms_of, printed_contact
from cvtex.document.linking import with_fair_links, without_links
from cvtex.document.model import Account, Block, Document, Group, Heading, Line, Paragraph, Spare
from cvtex.document.numbers.ledger import NO_LEDGER, Ledger
from cvtex.document.references.dateformat import short_dates
from cvtex.document.references.references import Numbered, ReferenceWriter, number_publications
from cvtex.document.references.referencestyle import ReferenceStyle
from cvtex.document.references.style import load_style
from cvtex.document.references.wording import in_language
from cvtex.document.targets.filename import file_names
from cvtex.document.targets.target import Target
from cvtex.languages.language import load_language
from cvtex.values import replace

if TYPE_CHECKING:
    from cvtex.document.changes.since import Since


def compose(
    cv: CV,
    target: Target,
    *,
    ledger: Ledger = NO_LEDGER,
    style: ReferenceStyle | None = None,
    today: date | None = None,
    clock: date | None = None,
    gone: frozenset[str] = frozenset(),
    since: "Since | None" = None,
) -> tuple[Document, tuple[Diagnostic, ...]]:
    """The document that a target makes of a CV, and the warnings about it.

    `today` dates the PDF; without it, the CV's own `updated` does, or nothing. `clock` is the day that a target counts
    back from, where `today` is not given. `gone` has what is dropped to fit: places of nodes and keys of publications.
    What is new `since` then is set apart.
    Raises DataError where a publication is in no list, or a list or the target asks for what is not there.
    """
    language = load_language(target.language)
    title = target.title or language.words["title"]
    target = named_as_printed(cv, target)
    findings = Findings()
    if "et al." in target.limits.without:
        cv = replace(cv, references=replace(cv.references, max_authors=0))
    numbered = number_publications(cv, ledger, findings, language)
    audit_lists(cv, numbered, findings)
    chooser = Chooser(cv, numbered, target, today or clock, findings)
    lists = Lists(cv, chooser, gone)
    selected = select(cv, target, has_publications=lists.holds, today=today or clock, gone=gone, findings=findings)
    planned = plan(selected, lists)
    if since:
        from cvtex.document.changes.since import news_first

        planned = news_first(planned, since)
    consecutive = target.labels == "consecutive"
    # What no list prints is numbered all the same: a citation may name it.
    labels = labels_of(numbered, (item for group in planned.values() for item in group), consecutive=consecutive)
    chosen = in_language(style or load_style(target.style), language)
    composer = _Composer(selected, numbered, labels, planned, chosen, findings, consecutive=consecutive)
    blocks = tuple(composer.blocks())
    headline, summary = (composer.head(text) for text in (selected.cv.headline, target.summary))
    if findings.failed:
        raise DataError(*findings.ordered())
    if since:
        from cvtex.document.changes.since import set_apart

        blocks = tuple(set_apart(blocks, since, chosen))
        _tell_doubts(since, labels, findings)
    # Labels of its own leave no number for a publication that is cited and not listed.
    kept = composer.cited if consecutive else ()
    spare = (
        item for item in lists.spare(printed for group in planned.values() for printed in group) if item.key not in kept
    )
    document = Document(
        title=title,
        name=cv.name,
        headline=headline,
        contact=tuple(printed_contact(item, language) for item in selected.cv.contact),
        blocks=blocks,
        language=target.language,
        patterns=language.patterns_for(target.hyphenation),
        paper=target.paper,
        size=target.size,
        theme=target.theme,
        look=target.look,
        space=target.space,
        updated=_updated(cv, today),
        max_pages=target.max_pages,
        retired=tuple(release.label for release in ledger.releases if release.retired),
        omitted=tuple(label for key, label in numbered.labels.items() if key not in labels),
        consecutive=consecutive,
        limits=target.limits,
        fitted_size=max(target.fit.size or target.size, target.limits.least(target.font)) if target.fit else 0.0,
        summary=summary,
        font=target.font,
        margins=target.margins,
        head=target.head,
        foot=target.foot,
        engine=target.engine,
        colour=target.colour,
        least=target.limits.least(target.font),
        rules=target.rules,
        files=file_names(target, cv),
        severities=tuple((check.code, check.level) for check in target.checks),
        spare=tuple(_spare(selected, spare, labels)),
        withheld=tuple(forms_of(cv.contact, target.withheld, language)),
        photo=selected.cv.photo,
        hidden=None if selected.cv.photo else cv.photo,
    )
    unlisted = f"target {target.name} has no list of it" if selected.nodes else ""
    left = LeftOut(selected.nodes, selected.data, chooser.rules, unlisted, numbered.labels)
    document = with_expansions(document, abbreviations_of(cv))
    fair = with_fair_links(document)

    def accounted() -> tuple[Datum, ...]:
        whole = account(selected.cv, document, chosen, left)
        if fair is document:
            return whole
        return tuple(without_links(whole, account(selected.cv, fair, chosen, left), target.name))

    made = replace(fair, account=Account(accounted))
    _tell_unused(cv, made, findings)
    return made, findings.ordered()


def _tell_unused(cv: CV, document: Document, findings: Findings) -> None:
    """Tell the abbreviations that stand nowhere, in no text that is left out either."""
    here = expanded_words(document) if cv.abbreviations else frozenset()
    for item in cv.abbreviations:
        if item.word not in here and not any(stands_in(item.word, datum) for datum in document.account):
            hint = "type it as it stands in the text, in capital and small letters alike, or remove it"
            findings.warning("D043", f"the abbreviation `{item.word}` stands nowhere", item.span, hint)


def _tell_doubts(since: "Since", labels: Mapping[str, str], findings: Findings) -> None:
    """Tell which publications are set apart as new though they may be older than the day."""
    from cvtex.document.changes.dated import NOT_DATED

    for change in since.changes.items:
        doubt = next((words for words in change.what if words.endswith(NOT_DATED)), "")
        if doubt and change.key in labels:
            hint = "give it a month and a day, or let `since:` name a revision or a folder of that time"
            message = f"`{change.key}` is set apart as new since {since.day}, and may be older ({doubt})"
            findings.warning("H007", message, change.side.span, hint)


def _spare(selected: Selected, publications: Iterable[Publication], labels: Mapping[str, str]) -> Iterator[Spare]:
    """What may go: nodes in their turn, of one turn the last first; after those of the first turn, publications."""
    nodes = list(_optional(selected.cv.sections))[::-1]
    nodes.sort(key=lambda item: item[0])
    first = [spare for turn, spare in nodes if turn == 1]
    yield from first
    for publication in publications:
        yield Spare(publication.key, publication.title.plain, labels[publication.key])
    yield from (spare for turn, spare in nodes if turn > 1)


def _optional(nodes: Iterable[Section | Entry]) -> Iterator[tuple[int, Spare]]:
    """The optional nodes with their turn, in the order of the document."""
    for node in nodes:
        text = node.title if isinstance(node, Section) else node.headline
        if node.optional:
            yield node.optional, Spare(str(text.span), text.plain)
        yield from _optional(node.entries if isinstance(node, Section) else node.items)


def _updated(cv: CV, today: date | None) -> str:
    if today:
        return today.isoformat()
    if cv.updated and cv.updated.periods:
        day = cv.updated.periods[0].start
        return "-".join(f"{part:02d}" for part in (day.year, day.month, day.day) if part)
    return ""


class _Composer:
    def __init__(
        self,
        selected: Selected,
        numbered: Numbered,
        labels: Mapping[str, str],
        planned: Mapping[Span, tuple[PrintedList, ...]],
        style: ReferenceStyle,
        findings: Findings,
        *,
        consecutive: bool,
    ) -> None:
        self.consecutive = consecutive
        self.cited: set[str] = set()
        self.cv, self.selected, self.numbered, self.findings = selected.cv, selected, numbered, findings
        self.labels, self.planned = labels, planned
        self.writer = ReferenceWriter(self.cv, labels, style, findings)

    def head(self, text: Text | None) -> Text | None:
        """A text above all sections, its citations as labels."""
        return text and Text(self._cited(text.runs, text.span), text.span)

    def blocks(self) -> Iterator[Block]:
        for position, (section, choice) in enumerate(self.selected.chosen, 1):
            number = str(position) if section.number is None else section.number
            yield Heading(number, self._text(section.title), section.pagebreak)
            yield from self._entries(section.entries)
            if choice and choice.lists:
                yield from self._lists(section.span)

    def _entries(self, entries: Sequence[Entry]) -> Iterator[Block]:
        for index, entry in enumerate(entries):
            look = ROLES[entry.role].look
            if look == "group":
                yield Group(self._counted(entry, (*entry.items, *entries[index + 1 :])[:1]))
                yield from self._entries(entry.items)
            elif look == "publications":
                yield from self._lists(entry.span)
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
        printed = sum(len(item.publications) for item in self.planned.get(following[0].span, ()))
        return Text((*title.runs, Run(f" ({printed})")), title.span)

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
            short_dates(entry.date, self.writer.style.language),
            date_span,
            glued,
            entry.pagebreak,
        )

    def _cited(self, runs: Inline, span: Span) -> Inline:
        """Citations as labels; one of an unknown key is told."""
        return tuple(self._label(run, span) if run.cite else run for run in runs)

    def _label(self, run: Run, span: Span) -> Run:
        label = self.labels.get(run.cite)
        self.cited.add(run.cite)
        if label:
            return replace(run, text=f"[{label}]", cite=label)
        known = self.numbered.labels
        if run.cite not in known:
            hint = did_you_mean(run.cite, known) if known else "there is no bibliography to cite from"
            self.findings.error("B013", f"`[@{run.cite}]` cites no publication", span, hint)
        elif self.consecutive:
            hint = "take the publication into the target, or leave out by a tag what cites it"
            message = f"`[@{run.cite}]` cites what this document, whose labels are its own, does not list"
            self.findings.error("B013", message, span, hint)
        # A permanent number says which one is meant, in this document or in another.
        return replace(run, text=f"[{known.get(run.cite, run.cite)}]", cite="")

    def _text(self, text: Text) -> Text:
        return Text(self._cited(text.runs, text.span), text.span)

    def _lists(self, place: Span) -> Iterator[Block]:
        for printed in self.planned.get(place, ()):
            if printed.heading:
                count = f" ({len(printed.publications)})" if self.cv.references.count else ""
                runs = (*printed.heading.runs, Run(count)) if count else printed.heading.runs
                yield Group(replace(printed.heading, runs=runs))
            yield self.writer.write(printed.letter, printed.publications, own=printed.own)
