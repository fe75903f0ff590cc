"""Compose: the CV as one target's document, every publication labelled, nothing left behind unseen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cvtex.content.keys import ROLES
from cvtex.content.markup import Inline, Run, merge
from cvtex.content.model import CV, Entry, Publication, Section, Text
from cvtex.content.names import fold, is_owner
from cvtex.diagnostics import DataError, Diagnostic, Findings, Span, did_you_mean
from cvtex.document.dateformat import short_dates
from cvtex.document.model import Block, Document, Group, Heading, Line, Paragraph, Reference, ReferenceList
from cvtex.document.numbering import CATEGORIES, category_of, number
from cvtex.document.style import ReferenceStyle, legend, load_style, reference
from cvtex.document.target import Target


def compose(cv: CV, target: Target, *, today: date | None = None) -> tuple[Document, tuple[Diagnostic, ...]]:
    """The document that a target makes of a CV, and the warnings about it.

    `today` dates the PDF; without it, the CV's own `updated` does, or nothing.
    Raises DataError where a publication is in no list, or a list asks for what is not there.
    """
    composer = _Composer(cv, load_style(target.style))
    blocks = tuple(composer.blocks())
    composer.account_for_publications()
    if composer.findings.failed:
        raise DataError(*composer.findings.ordered())
    document = Document(
        title=target.title,
        name=cv.name,
        headline=cv.headline,
        contact=cv.contact,
        blocks=blocks,
        language=target.language,
        paper=target.paper,
        size=target.size,
        theme=target.theme,
        foot=target.title,
        updated=_updated(cv, today),
        max_pages=target.max_pages,
    )
    return document, composer.findings.ordered()


def _updated(cv: CV, today: date | None) -> str:
    if today:
        return today.isoformat()
    if cv.updated and cv.updated.periods:
        day = cv.updated.periods[0].start
        return "-".join(f"{part:02d}" for part in (day.year, day.month, day.day) if part)
    return ""


@dataclass(slots=True)
class _Composer:
    cv: CV
    style: ReferenceStyle
    findings: Findings
    labels: dict[str, str]
    owner: frozenset[str]
    listed: dict[str, Entry]

    def __init__(self, cv: CV, style: ReferenceStyle) -> None:
        self.cv, self.style, self.findings = cv, style, Findings()
        self.labels = number(cv.publications)
        self.owner = frozenset(fold(name) for name in (cv.name.plain, *cv.me))
        self.listed = {}

    def blocks(self) -> Iterator[Block]:
        for position, section in enumerate(self.cv.sections, 1):
            yield from self._section(section, str(position))

    def _section(self, section: Section, position: str) -> Iterator[Block]:
        yield Heading(
            position if section.number is None else section.number, self._text(section.title), section.pagebreak
        )
        yield from self._entries(section.entries)

    def _entries(self, entries: Sequence[Entry]) -> Iterator[Block]:
        for entry in entries:
            look = ROLES[entry.role].look
            if look == "group":
                yield Group(self._text(entry.headline))
                yield from self._entries(entry.items)
            elif look == "publications":
                yield from self._publications(entry)
            elif look == "text":
                yield Paragraph(self._cited(entry.headline.runs, entry.span), entry.span)
            else:
                level = 0 if look == "entry" else 1
                yield self._line(entry, level, glued=False)
                yield from self._bullets(entry.items, level + 1, keep=entry.keep)

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
        label = self.labels.get(run.cite)
        if label is None:
            hint = did_you_mean(run.cite, self.labels) if self.labels else "there is no bibliography to cite from"
            self.findings.error("B013", f"`[@{run.cite}]` cites no publication", span, hint)
            return run
        return replace(run, text=f"[{label}]", cite=label)

    def _text(self, text: Text) -> Text:
        return Text(self._cited(text.runs, text.span), text.span)

    def _publications(self, entry: Entry) -> Iterator[ReferenceList]:
        letter = entry.headline.plain.strip()
        known = {category.letter: category.meaning for category in CATEGORIES}
        if letter not in known:
            hint = "write one of: " + ", ".join(f"{key} ({meaning})" for key, meaning in known.items())
            self.findings.error("D018", f"`{letter}` is no category of publications", entry.span, hint)
            return
        if letter in self.listed:
            self.findings.error(
                "D019",
                f"the publications `{letter}` are listed twice",
                entry.span,
                f"the first list is in line {self.listed[letter].span.line}: keep one",
            )
            return
        self.listed[letter] = entry
        members = [
            publication for publication in self.cv.publications if self.labels.get(publication.key, "")[:1] == letter
        ]
        if not members:
            self.findings.error(
                "D020",
                f"no publication is in category {letter} ({known[letter]})",
                entry.span,
                "remove this list, or check the bibliography's entry types and keywords",
            )
            return
        members.sort(key=lambda publication: self.labels[publication.key], reverse=True)
        yield ReferenceList(letter, tuple(self._reference(publication) for publication in members))

    def _reference(self, publication: Publication) -> Reference:
        self._find_owner(publication)
        runs = reference(publication, self.style, self.owner)
        return Reference(
            self.labels[publication.key], publication.key, runs, publication.span, legend(publication, self.style)
        )

    def _find_owner(self, publication: Publication) -> None:
        count = sum(is_owner(author, self.owner) for author in publication.authors)
        if count == 1 or (count == 0 and publication.et_al) or not publication.authors:
            return
        span = publication.authors[0].span
        if count:
            self.findings.warning(
                "B010", f"the own name stands {count} times in `{publication.key}`", span, "each person is named once"
            )
            return
        nearest = did_you_mean(self.cv.name.plain, [author.display for author in publication.authors])
        hint = f"if you are among them, add that spelling to `me:` in cv.yaml ({nearest})"
        self.findings.warning("B010", f"the own name is not among the authors of `{publication.key}`", span, hint)

    def account_for_publications(self) -> None:
        """Tell every publication that no list takes, and every citation of none."""
        for publication in self.cv.publications:
            category = category_of(publication)
            if category is None:
                hint = "use another entry type, or claim it with a keyword: " + ", ".join(
                    f"{word}" for item in CATEGORIES for word in item.keywords[:1]
                )
                self.findings.error("B011", f"no category takes `@{publication.type}`", publication.span, hint)
            elif category.letter not in self.listed:
                hint = f"add `- publications: {category.letter}` to a section of cv.yaml ({category.meaning})"
                self.findings.error(
                    "B012",
                    f"`{publication.key}` is on no page: its category {category.letter} is not listed",
                    publication.span,
                    hint,
                )
