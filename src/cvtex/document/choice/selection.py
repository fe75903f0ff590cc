"""What of a CV one target shows: its sections in its order, the nodes that its tags and its time take, its contact."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from cvtex.content.dates import Dates
from cvtex.content.keys import ROLES
from cvtex.content.markup import parse_markup, plain
from cvtex.content.model import CV, Datum, Entry, Section, Text
from cvtex.diagnostics import Findings, Span, did_you_mean
from cvtex.document.choice.window import window_of
from cvtex.document.targets.target import Choice, SectionChoice, Target, TimeSpan, Word
from cvtex.patterns import regex
from cvtex.values import dataclass, field, replace

HasPublications = Callable[[Section | Entry], bool]
_QUOTES = regex(r"«\s*|\s*»|[\"“”„‹›‘’‚]")
Left = tuple[Section | Entry, str]


@dataclass(frozen=True, slots=True)
class Selected:
    """A CV reduced to one target, and all that was left out with the rule: whole nodes, and single data.

    `chosen` has each section of the target with the choice that took it.
    """

    cv: CV
    chosen: tuple[tuple[Section, SectionChoice | None], ...]
    nodes: tuple[Left, ...] = ()
    data: tuple[Datum, ...] = ()


def select(
    cv: CV,
    target: Target,
    *,
    has_publications: HasPublications,
    today: date | None = None,
    gone: frozenset[str] = frozenset(),
    findings: Findings,
) -> Selected:
    """The part of a CV that a target shows; a choice that nothing answers to is told.

    `has_publications` says of a list, or of a section that the target gives lists, whether any of its publications is
    taken. `gone` has the places of nodes that are dropped to fit.
    """
    _check_names(cv, target, findings)
    known = _tags(cv.sections)
    taken: list[tuple[Section, SectionChoice | None]] = []
    left: list[Left] = []
    empty: list[tuple[Section, Span, str]] = []
    for section, choice in _sections(cv, target, left, findings):
        pruner = _Pruner(target, choice, has_publications, today, gone)
        kept, dropped = pruner.section(section)
        left += dropped
        if kept:
            taken.append((kept, choice))
            pruner.check_time(
                choice.choice.period if choice else None, f"`{section.title.plain}`", _dates((section,)), findings
            )
        elif choice and (choice.choice != Choice() or choice.lists) and not gone and pruner.asked <= known:
            hint = f"it takes {pruner.said}; tags of this section: {_listed(_tags((section,)))}"
            findings.error("D035", f"nothing of `{section.title.plain}` is left", choice.name.span, hint)
        elif choice and not gone and pruner.asked <= known:
            hint = f"the target takes {pruner.said}: take its name out of `sections`, or keep something of it"
            empty.append((section, choice.name.span, hint))
    whole = _Pruner(target, None, has_publications, today, gone)
    published = (item.date for item in cv.publications if item.date)
    whole.check_time(target.choice.period, "the CV", (*_dates(cv.sections), *published), findings)
    if not taken and not findings.failed and cv.sections and not gone:
        hint = f"it takes {whole.said}"
        findings.error("D035", f"the target `{target.name}` shows nothing of the CV", target.span, hint)
    for section, span, hint in empty if taken else ():
        findings.warning("D042", f"nothing of `{section.title.plain}` is left", span, hint)
    titled = [(_titled(section, choice, target), choice) for section, choice in taken]
    data = (*_head_data(cv, target), *_old_titles(taken, titled, target))
    withheld = [item for item in cv.contact if item.kind not in target.withheld]
    headline = target.headline or cv.headline
    reduced = replace(
        cv,
        sections=tuple(section for section, _ in titled),
        contact=tuple(withheld),
        headline=headline,
        photo=None if photo_withheld(target) else cv.photo,
    )
    return Selected(reduced, tuple(titled), tuple(left), data)


def _sections(
    cv: CV, target: Target, left: list[Left], findings: Findings
) -> Iterator[tuple[Section, SectionChoice | None]]:
    """The sections in the target's order, each with its choice; all of them where it names none."""
    if not target.sections:
        yield from ((section, None) for section in cv.sections)
        return
    by_title: dict[str, list[Section]] = {}
    for section in cv.sections:
        by_title.setdefault(folded(section), []).append(section)
    named: dict[str, Word] = {}
    for choice in target.sections:
        name = folded(choice)
        if name in named:
            hint = f"it is named in line {named[name].span.line} already: keep one, with several lists if need be"
            findings.error("D035", f"the section `{choice.name.text}` is named twice", choice.name.span, hint)
        elif name not in by_title:
            several = [word.strip() for word in choice.name.text.split(",")]
            meant = all(folded(SectionChoice(Word(word, choice.name.span))) in by_title for word in several)
            hint = did_you_mean(choice.name.text, [section.title.plain for section in cv.sections])
            hint = f"write sections: [{', '.join(several)}]" if meant else hint
            findings.error("D035", f"there is no section `{choice.name.text}`", choice.name.span, hint)
        else:
            named[name] = choice.name
            yield from ((section, choice) for section in by_title[name])
    for section in cv.sections:
        if folded(section) not in named:
            left.append((section, f"target {target.name} has other sections"))


def named_as_printed(cv: CV, target: Target) -> Target:
    """A target that names its sections by the titles that this CV prints, where it names them in another language."""
    printed = {folded(section) for section in cv.sections}
    others = {_meant(Word(name, section.span)).casefold(): section for section in cv.sections for name in section.also}

    def renamed(choice: SectionChoice) -> SectionChoice:
        section = others.get(folded(choice)) if folded(choice) not in printed else None
        return replace(choice, name=replace(choice.name, text=section.title.plain)) if section else choice

    return replace(target, sections=tuple(map(renamed, target.sections)))


def folded(section: Section | SectionChoice) -> str:
    """The title by which a target names a section of the CV."""
    title = _compared(section.title) if isinstance(section, Section) else _meant(section.name)
    return title.casefold()


def _meant(word: Word) -> str:
    """The title that is meant by the words typed for it, which may hold markup."""
    return _QUOTES.sub("'", plain(parse_markup(" ".join(word.text.split()))))


def _compared(title: Text) -> str:
    """A title as titles are compared: each language has its quotation marks, and in a target straight ones will do."""
    return _QUOTES.sub("'", title.plain)


def _check_names(cv: CV, target: Target, findings: Findings) -> None:
    """Tell the tags and titles of a target that nothing in the CV has."""
    known = _tags(cv.sections)
    choices = (target.choice, *(section.choice for section in target.sections))
    for word in (word for choice in choices for word in (*choice.tags, *choice.without)):
        if word.text not in known:
            hint = did_you_mean(word.text, known) if known else "give entries tags in cv.yaml: `tags: [short]`"
            findings.error("D035", f"nothing has the tag `{word.text}`", word.span, hint)
    titles = {_compared(title): title.plain for title in _titles(cv.sections)}
    for word, _ in target.titles:
        if _meant(word) not in titles:
            hint = did_you_mean(word.text, titles.values())
            findings.error("D035", f"there is no title `{word.text}`", word.span, hint)


def _tags(nodes: Iterable[Section | Entry]) -> set[str]:
    found: set[str] = set()
    for node in nodes:
        found |= set(node.tags) | _tags(node.entries if isinstance(node, Section) else node.items)
    return found


def _dates(nodes: Iterable[Section | Entry]) -> Iterator[Dates]:
    for node in nodes:
        if isinstance(node, Entry) and node.date and node.date.periods:
            yield node.date
        yield from _dates(node.entries if isinstance(node, Section) else node.items)


def _titles(nodes: Iterable[Section | Entry]) -> Iterator[Text]:
    """The titles of sections and of the groups in them."""
    for node in nodes:
        if isinstance(node, Section):
            yield node.title
            yield from _titles(node.entries)
        elif node.role == "group":
            yield node.headline
            yield from _titles(node.items)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in sorted(words)) or "none"


def _titled(section: Section, choice: SectionChoice | None, target: Target) -> Section:
    """A section under the titles that the target gives it and its groups; their places stay."""
    titles = {_meant(word): runs for word, runs in target.titles}

    def titled(text: Text) -> Text:
        return replace(text, runs=titles[_compared(text)]) if _compared(text) in titles else text

    def grouped(entry: Entry) -> Entry:
        if entry.role != "group":
            return entry
        return replace(entry, headline=titled(entry.headline), items=tuple(map(grouped, entry.items)))

    own = replace(section.title, runs=choice.title.runs) if choice and choice.title else titled(section.title)
    return replace(section, title=own, entries=tuple(map(grouped, section.entries)))


def _old_titles(
    before: Sequence[tuple[Section, SectionChoice | None]],
    after: Sequence[tuple[Section, SectionChoice | None]],
    target: Target,
) -> Iterator[Datum]:
    """The titles of cv.yaml that the target's own take the place of."""
    for (old, _), (new, _) in zip(before, after, strict=True):
        for text, other in zip(_titles((old,)), _titles((new,)), strict=True):
            if text.runs != other.runs:
                rule = f"target {target.name} titles it “{plain(other.runs)}”"
                yield Datum("title", "", text.plain, text.span, rule)


def _head_data(cv: CV, target: Target) -> Iterator[Datum]:
    """What of the head of the page the target leaves out or replaces."""
    if cv.headline and target.headline:
        rule = f"target {target.name} has a headline of its own"
        yield Datum("headline", "", cv.headline.plain, cv.headline.span, rule)
    for item in cv.contact:
        if item.kind in target.withheld:
            yield Datum("contact", "", item.text, item.span, f"target {target.name} withholds {item.kind}")
    rule = photo_withheld(target)
    if cv.photo and rule:
        yield Datum("photo", "", cv.photo.alt.plain, cv.photo.span, rule)


def photo_withheld(target: Target) -> str:
    """The rule by which a target leaves out the photo, empty where it shows one."""
    if "photo" in target.withheld:
        return f"target {target.name} withholds photo"
    if "pictures" in target.limits.without:
        return f"target {target.name} allows no pictures"
    return f"target {target.name} is text" if target.output == "text" else ""


@dataclass(slots=True)
class _Verdict:
    """A node with what is left of it, or nothing, and what was taken away below it."""

    kept: Entry | None
    left: list[Left] = field(default_factory=list)


class _Pruner:
    """Takes from one section what the target's choice and the section's own both take."""

    def __init__(
        self,
        target: Target,
        choice: SectionChoice | None,
        has_publications: HasPublications,
        today: date | None,
        gone: frozenset[str],
    ) -> None:
        self.target, self.section_choice, self.has_publications, self.gone = target, choice, has_publications, gone
        own = choice.choice if choice else Choice()
        choices = (target.choice, own)
        self.tags = tuple(frozenset(word.text for word in item.tags) for item in choices if item.tags)
        self.without = frozenset(word.text for item in choices for word in item.without)
        spans = [item.period for item in choices if item.period]
        self.spans: list[TimeSpan] = spans
        self.windows = {span: window_of(span, today) for span in spans}
        self.count = 0

    @property
    def asked(self) -> set[str]:
        return {tag for tags in self.tags for tag in tags}

    @property
    def said(self) -> str:
        """The choices in words."""
        words = [f"the tags {_listed(tags)}" for tags in self.tags]
        words += [f"nothing with {_listed(self.without)}"] if self.without else []
        words += [f"the time `{span.typed}`" for span in self.spans]
        return ", ".join(words) or "all that its sections hold"

    def check_time(self, span: TimeSpan | None, what: str, dates: Iterable[Dates], findings: Findings) -> None:
        """Tell a time that none of the dates falls into."""
        known = [date for date in dates if date.periods]
        if span and known and not any(self.windows[span].holds(date) for date in known):
            periods = [period for date in known for period in date.periods]
            last = max((period.end or period.start).year for period in periods)
            hint = f"its dates go from {min(period.start.year for period in periods)} to {last}"
            findings.error("D035", f"no date of {what} falls into the time `{span.typed}`", span.span, hint)

    def section(self, section: Section) -> tuple[Section | None, list[Left]]:
        dropped = self._refused(section)
        if dropped:
            return None, [(section, dropped)]
        tagged = tuple(bool(tags & set(section.tags)) for tags in self.tags)
        if self.section_choice and self.section_choice.lists:
            if not self.has_publications(section):
                return None, [(section, f"target {self.target.name} takes none of these publications")]
            rule = f"target {self.target.name} has lists of its own there"
            return replace(section, entries=()), [(entry, rule) for entry in section.entries]
        kept, left = self._entries(section.entries, tagged)
        if not kept and (section.entries or not all(tagged)):
            return None, [(section, left[0][1] if left else f"target {self.target.name} takes {self.said}")]
        return replace(section, entries=tuple(kept)), left

    def _refused(self, node: Section | Entry) -> str:
        """The rule by which a node goes with all that it holds, empty where none does."""
        tag = next((tag for tag in node.tags if tag in self.without), "")
        if tag:
            return f"target {self.target.name} is without `{tag}`"
        place = str(node.span if isinstance(node, Entry) else node.title.span)
        return f"target {self.target.name} drops it to fit" if place in self.gone else ""

    def _entries(self, entries: Sequence[Entry], tagged: tuple[bool, ...]) -> tuple[list[Entry], list[Left]]:
        """The entries of a section; a subheading goes with the last of what it heads, and lends it its tags."""
        kept: list[Entry] = []
        left: list[Left] = []
        refused, under, heads, dropped = "", tagged, False, False
        most = (self.section_choice.most if self.section_choice else None) or math.inf
        for entry in entries:
            if entry.role == "group":
                left += self._childless(kept) if heads else []
                under, heads = self._with_tags(entry, tagged), bool(entry.items)
                refused, dropped = self._refused(entry), str(entry.span) in self.gone
                # What is dropped to fit is counted: no other takes its place.
                verdict = self._group(entry, under) if dropped or not refused else _Verdict(None)
            else:
                heads = True
                verdict = self._entry(entry, under, in_time=None) if dropped or not refused else _Verdict(None)
                if verdict.kept and self.count >= most:
                    verdict = _Verdict(None, [(entry, f"target {self.target.name} takes the first {most}")])
                self.count += verdict.kept is not None or str(entry.span) in self.gone
            if refused:
                verdict = _Verdict(None, [(entry, refused)])
            kept += [verdict.kept] if verdict.kept else []
            left += verdict.left
        # A last subheading that heads nothing even in the whole CV goes by its tags.
        while (heads or not all(under)) and (childless := self._childless(kept)):
            left += childless
        return kept, left

    def _childless(self, kept: list[Entry]) -> list[Left]:
        """Take away a last subheading of which nothing is left."""
        if kept and kept[-1].role == "group" and not kept[-1].items:
            return [(kept.pop(), f"target {self.target.name} takes nothing under it")]
        return []

    def _group(self, entry: Entry, tagged: tuple[bool, ...]) -> _Verdict:
        items, left = self._entries(entry.items, tagged)
        return _Verdict(replace(entry, items=tuple(items)), left)

    def _with_tags(self, entry: Entry, tagged: tuple[bool, ...]) -> tuple[bool, ...]:
        return tuple(before or bool(tags & set(entry.tags)) for before, tags in zip(tagged, self.tags, strict=True))

    def _entry(self, entry: Entry, tagged: tuple[bool, ...], *, in_time: bool | None) -> _Verdict:
        """`in_time` is what its parent's date said, None where that has none."""
        refused = self._refused(entry)
        if refused:
            return _Verdict(None, [(entry, refused)])
        if ROLES[entry.role].look == "publications" and not self.has_publications(entry):
            return _Verdict(None, [(entry, f"target {self.target.name} takes none of these publications")])
        tagged = self._with_tags(entry, tagged)
        own = self._in_time(entry, in_time)
        below = [self._entry(item, tagged, in_time=own) for item in entry.items]
        items = tuple(verdict.kept for verdict in below if verdict.kept)
        left = [item for verdict in below for item in verdict.left]
        if not items and (own is False or not all(tagged)):
            return _Verdict(None, [(entry, f"target {self.target.name} takes {self.said}")])
        return _Verdict(replace(entry, items=items), left)

    def _in_time(self, entry: Entry, above: bool | None) -> bool | None:
        """Whether an entry's date falls into the time; without one its parent's or else its items' do, None if none has."""
        if not self.windows:
            return None
        if entry.date and entry.date.periods:
            return all(window.holds(entry.date) for window in self.windows.values())
        if above is not None:
            return above
        below = [verdict for item in entry.items if (verdict := self._in_time(item, None)) is not None]
        return any(below) if below else None
