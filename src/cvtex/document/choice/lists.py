"""The lists of publications of one document: which of them are taken, and where each is printed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from cvtex.content.markup import Run
from cvtex.content.model import CV, Entry, Publication, Section, Text
from cvtex.diagnostics import Findings, Span, did_you_mean
from cvtex.document.choice.selection import Selected, folded
from cvtex.document.choice.window import window_of
from cvtex.document.numbers.numbering import newest_first
from cvtex.document.references.references import Numbered, present_letters
from cvtex.document.targets.target import PublicationChoice, SectionChoice, Target, TimeSpan, Word
from cvtex.values import dataclass


@dataclass(frozen=True, slots=True)
class PrintedList:
    """A list as it is printed: its publications in their order, the letter of their one category, a subheading.

    `choice` is the target's for this list, None where the CV has the list and the target's choice is for all of them.
    """

    letter: str
    publications: tuple[Publication, ...]
    heading: Text | None = None
    own: bool = True
    choice: PublicationChoice | None = None


class Chooser:
    """Takes publications as a target asks, and remembers by which rule the others stay out."""

    def __init__(self, cv: CV, numbered: Numbered, target: Target, today: date | None, findings: Findings) -> None:
        self.cv, self.numbered, self.target, self.today, self.findings = cv, numbered, target, today, findings
        self.rules: dict[str, str] = {}
        self.rank = {key: place for place, (key, _) in enumerate(cv.references.best)}

    def whole(self) -> tuple[Publication, ...]:
        """The publications that the target takes, before its sections choose among them."""
        dated = self.in_time(newest_first(self.numbered.publications), self.target.choice.period)
        return self.take(dated, self.target.publications)

    def without(self, publications: Sequence[Publication], gone: frozenset[str]) -> tuple[Publication, ...]:
        """Publications that were taken, but for those that are dropped to fit."""
        dropped = [publication.key for publication in publications if publication.key in gone]
        self.rules |= dict.fromkeys(dropped, f"target {self.target.name} drops it to fit")
        return tuple(publication for publication in publications if publication.key not in gone)

    def take(self, publications: Sequence[Publication], choice: PublicationChoice) -> tuple[Publication, ...]:
        """Those publications, newest first, that a choice takes, in the order that it prints them."""
        told = len(self.findings.items)
        self._check(choice)
        sound = told == len(self.findings.items)
        taken = [publication for publication in publications if self._fits(publication, choice)]
        order = choice.order or self.cv.references.order
        if choice.most and len(taken) > choice.most:
            chosen_by = choice.choose or order
            first = {item.key for item in self.ordered(taken, choice, chosen_by)[: choice.most]}
            which = "best" if chosen_by == "best" else "first"
            for publication in taken:
                if publication.key not in first:
                    self._leave(publication, f"takes the {which} {choice.most}")
            taken = [publication for publication in taken if publication.key in first]
        if not taken and publications and choice.span and sound:
            hint = "take away what it asks for, piece by piece, to see what is left"
            self.findings.error("D035", "this choice takes no publication", choice.span, hint)
        return tuple(self.ordered(taken, choice, order))

    def ordered(self, publications: Sequence[Publication], choice: PublicationChoice, order: str) -> list[Publication]:
        """Publications that are given newest first, in another order."""
        if order == "oldest":
            return list(reversed(publications))
        places = self.rank if order == "best" else {}
        if order == "keys":
            places = {word.text: place for place, word in enumerate(choice.keys)}
        return sorted(publications, key=lambda item: places.get(item.key, len(places)))

    def in_time(self, publications: Sequence[Publication], span: TimeSpan | None) -> list[Publication]:
        """The publications that fall into a time, and those that the target asks for by their keys."""
        if not span:
            return list(publications)
        window = window_of(span, self.today)
        lists = (choice for section in self.target.sections for choice in section.lists)
        asked = {word.text for choice in (self.target.publications, *lists) for word in choice.keys}
        kept = []
        for publication in publications:
            if publication.key in asked or (publication.date and window.holds(publication.date)):
                kept.append(publication)
                continue
            self._leave(publication, f"takes the time `{span.typed}`")
            if not (publication.date and publication.date.periods):
                hint = "give it a date, or name its key in a choice of publications: `keys: […]`"
                message = f"`{publication.key}` has no date: the target `{self.target.name}` leaves it out"
                self.findings.warning("D036", message, publication.span, hint)
        return kept

    def _fits(self, publication: Publication, choice: PublicationChoice) -> bool:
        letters = {word.text for word in choice.categories}
        keys = {word.text for word in choice.keys}
        keywords = {word.text.casefold() for word in choice.keywords}
        own = {word.casefold() for word in publication.keywords}
        rule = ""
        if letters and self.numbered.letters.get(publication.key) not in letters:
            rule = "takes other categories"
        elif keys and publication.key not in keys:
            rule = "takes other keys"
        elif keywords and not keywords & own:
            rule = "takes other keywords"
        if rule:
            self._leave(publication, rule)
        return not rule

    def _leave(self, publication: Publication, rule: str) -> None:
        self.rules.setdefault(publication.key, f"target {self.target.name} {rule}")

    def _check(self, choice: PublicationChoice) -> None:
        """Tell the letters, keys and keywords that no publication has, and a best order that nobody gave."""
        keywords = {word for publication in self.numbered.publications for word in publication.keywords}
        present = present_letters(self.numbered)
        self._check_words("category", choice.categories, present)
        self._check_words("key", choice.keys, [publication.key for publication in self.numbered.publications])
        folded = tuple(Word(word.text.casefold(), word.span) for word in choice.keywords)
        self._check_words("keyword", folded, sorted({word.casefold() for word in keywords}))
        if "best" in (choice.choose, choice.order) and not self.rank:
            hint = "write into cv.yaml: references: {best: [key1, key2]}, the best first"
            self.findings.error("D035", "cv.yaml does not say which publications are best", choice.span, hint)
        if choice.order == "keys" and not choice.keys:
            self.findings.error("D035", "there are no keys to order by", choice.span, "write keys: [one, two]")

    def _check_words(self, what: str, words: Iterable[Word], known: Sequence[str]) -> None:
        for word in words:
            if word.text not in known:
                hint = did_you_mean(word.text, known) if known else None
                self.findings.error("D035", f"no publication has the {what} `{word.text}`", word.span, hint)


class Lists:
    """Where the publications of a document are printed: a list for each node of the CV that asks for one."""

    def __init__(self, cv: CV, chooser: Chooser, gone: frozenset[str] = frozenset()) -> None:
        self.chooser, self.numbered = chooser, chooser.numbered
        self.gone = gone
        self.taken = {publication.key for publication in chooser.whole()}
        listed = [entry for section in cv.sections for entry in _lists_in(section.entries)]
        self.own_lists = frozenset(entry.headline.plain.strip() for entry in listed)
        self.of_others = frozenset(letter for entry in listed if not entry.own for letter in self._letters(entry))
        self.by_section: dict[Span, tuple[PrintedList, ...]] = {}
        self.spans: dict[Span, TimeSpan] = {}
        for choice in chooser.target.sections:
            for section in (section for section in cv.sections if folded(section) == folded(choice)):
                if choice.choice.period:
                    self.spans |= dict.fromkeys(
                        (entry.span for entry in _lists_in(section.entries)), choice.choice.period
                    )
                if choice.lists:
                    self.by_section[section.span] = tuple(self._of_section(choice))

    def holds(self, node: Section | Entry) -> bool:
        """Whether any of the publications is taken that a node lists, or that the target lists in a section."""
        return any(True for _ in (self.of_entry(node) if isinstance(node, Entry) else self.by_section[node.span]))

    def of_entry(self, entry: Entry) -> Iterator[PrintedList]:
        """The lists of one `publications:` node: one, or with `all` one for each category without a list of its own."""
        for letter in self._letters(entry):
            category, members = self.numbered.category(letter), self._members(letter, self.spans.get(entry.span))
            if members and category:
                heading = Text((Run(category.heading),), entry.span) if _is_for_all(entry) else None
                yield PrintedList(letter, members, heading, own=entry.own)

    def _letters(self, entry: Entry) -> list[str]:
        """The categories that a node lists: one, or with `all` those without a list of their own."""
        if not _is_for_all(entry):
            return [entry.headline.plain.strip()]
        return [letter for letter in present_letters(self.numbered) if letter not in self.own_lists]

    def _of_section(self, section: SectionChoice) -> Iterator[PrintedList]:
        """The lists that a target gives a section; a publication that one of them takes is in no other."""
        for choice in section.lists:
            left = newest_first([item for item in self.numbered.publications if item.key in self.taken])
            members = self.chooser.take(self.chooser.in_time(left, section.choice.period), choice)
            self.taken -= {publication.key for publication in members}
            # None takes the place of one that is dropped: the list gets shorter.
            members = self.chooser.without(members, self.gone)
            keys = {publication.key for publication in members}
            letters = {self.numbered.letters.get(key, "") for key in keys}
            if members:
                letter = next(iter(letters)) if len(letters) == 1 else ""
                yield PrintedList(letter, members, choice.title, own=not letters & self.of_others, choice=choice)

    def spare(self, planned: Iterable[PrintedList]) -> Iterator[Publication]:
        """The publications that may go to make the document fit, the first to go first: those beyond `min`."""
        whole = self.chooser.target.publications
        groups: list[tuple[PublicationChoice, list[Publication]]] = [(whole, [])]
        for printed in planned:
            if printed.choice:
                groups.append((printed.choice, list(printed.publications)))
            else:
                groups[0][1].extend(printed.publications)
        for choice, members in reversed(groups):
            if choice.least is None:
                continue
            keys = {publication.key for publication in members}
            newest = newest_first([item for item in self.numbered.publications if item.key in keys])
            order = choice.choose or choice.order or self.chooser.cv.references.order
            yield from reversed(self.chooser.ordered(newest, choice, order)[choice.least :])

    def _members(self, letter: str, span: TimeSpan | None) -> tuple[Publication, ...]:
        """The publications of a category that are taken, in the order that the target or the CV asks for."""
        choice = self.chooser.target.publications
        members = [item for item in self.numbered.members(letter) if item.key in self.taken]
        members = list(self.chooser.without(self.chooser.in_time(members, span), self.gone))
        return tuple(self.chooser.ordered(members, choice, choice.order or self.chooser.cv.references.order))


def plan(selected: Selected, lists: Lists) -> Mapping[Span, tuple[PrintedList, ...]]:
    """The lists of a document by the place of the node, or of the section, that they stand in."""
    planned: dict[Span, tuple[PrintedList, ...]] = {}
    for section, choice in selected.chosen:
        if choice and choice.lists:
            planned[section.span] = lists.by_section[section.span]
        for entry in _lists_in(section.entries):
            planned[entry.span] = tuple(lists.of_entry(entry))
    return planned


def audit_lists(cv: CV, numbered: Numbered, findings: Findings) -> None:
    """Hold the lists of the whole CV against its publications: each category in one list, no list without any."""
    known = numbered.categories
    listed: dict[str, Entry] = {}
    everything = False
    for entry in (entry for section in cv.sections for entry in _lists_in(section.entries)):
        letter = entry.headline.plain.strip()
        if letter == "all":
            everything = True
        elif numbered.category(letter) is None:
            hint = "write `all`, or one of: " + ", ".join(f"{item.letter} ({item.heading})" for item in known)
            findings.error("D018", f"`{letter}` is no category of publications", entry.span, hint)
        elif letter in listed:
            hint = f"the first list is in line {listed[letter].span.line}: keep one"
            findings.error("D019", f"the publications `{letter}` are listed twice", entry.span, hint)
        elif not numbered.members(letter):
            listed[letter] = entry
            hint = "remove this list, or check the bibliography's entry types and keywords"
            findings.error("D020", f"no publication is in category {letter}", entry.span, hint)
        else:
            listed[letter] = entry
    for key, span in cv.references.best:
        if key not in numbered.labels:
            hint = did_you_mean(key, numbered.labels)
            findings.error("B031", f"`{key}` is no publication", span, hint)
    for publication in numbered.publications if not everything else ():
        category = numbered.category(numbered.letters.get(publication.key, ""))
        if category and category.letter not in listed:
            hint = f"add `- publications: {category.letter}` to a section of cv.yaml ({category.heading}), or `- publications: all`"
            message = f"`{publication.key}` is on no page: its category {category.letter} is not listed"
            findings.error("B012", message, publication.span, hint)


def _is_for_all(entry: Entry) -> bool:
    return entry.headline.plain.strip() == "all"


def _lists_in(entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        if entry.role == "publications":
            yield entry
        yield from _lists_in(entry.items)


def labels_of(numbered: Numbered, planned: Iterable[PrintedList], *, consecutive: bool) -> dict[str, str]:
    """The labels that are printed, by key: the permanent ones, or numbers in the order of the page.

    Those count through the document, and in lists that have a letter for themselves: A1, A2, …
    """
    labels: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for printed in planned:
        letter = printed.choice.label.text if printed.choice and printed.choice.label else ""
        for publication in printed.publications:
            counts[letter] += 1
            own = f"{letter}{counts[letter]}"
            labels[publication.key] = own if consecutive else numbered.labels[publication.key]
    return labels
