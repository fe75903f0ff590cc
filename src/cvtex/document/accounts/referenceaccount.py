"""The account of one publication: each datum of it found in its reference, or left out by a rule."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence

from cvtex.content.dates import Dates, Period
from cvtex.content.markup import Inline, plain
from cvtex.content.model import Datum, Publication, ReferenceSettings
from cvtex.document.accounts.omissions import Omissions
from cvtex.document.accounts.traces import Traces, in_order_of_length, judged
from cvtex.document.model import Reference
from cvtex.document.numbers.owner import DECLARED, Owner, positions
from cvtex.document.references.fields import values_of
from cvtex.document.references.links import links_of
from cvtex.document.references.referencestyle import ROLES, ReferenceStyle
from cvtex.patterns import regex
from cvtex.values import dataclass, replace

# Fields that a style puts in words of its own; what is typed counts as found in either form.
_REWORDED = ("type", "pubstate", "edition", "eprinttype")
_LINKED = {
    "doi": "doi",
    "eprint": "arxiv",
    "pmid": "pubmed",
    **{n: n for n in ("pdf", "code", "video", "slides", "url")},
}
_LED_TO_BY_TITLE = ("doi", "arxiv", "url")
_ORCID = regex(r"[\dX-]{19}")
_PUBMED = ("pubmed", "pmid")
_IDENTIFIER = regex(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*|arxiv:|pmid:?\s*)", re.IGNORECASE)


def data_of(publication: Publication) -> Iterator[Datum]:
    """Every datum of a publication but the roles of its authors."""
    key = publication.key
    yield Datum("field title", key, publication.title.plain, publication.title.span)
    for number, author in enumerate(publication.authors, 1):
        yield Datum(f"author {number}", key, author.display, author.span)
    if [name.display for name in publication.authors] != [name.display for name in publication.editors]:
        for number, editor in enumerate(publication.editors, 1):
            yield Datum(f"editor {number}", key, editor.display, publication.span)
    for name, text in publication.fields.items():
        if not _is_derived(name, publication):
            yield Datum(f"field {name}", key, text.plain, text.span)
    if publication.date:
        yield Datum("date", key, iso(publication.date), publication.date.span)


def _is_derived(name: str, publication: Publication) -> bool:
    """Whether a field only repeats what stands in another, or in the entry's type."""
    fields = publication.fields
    if name == "type":
        return fields[name].span == publication.span
    return name in ("eprinttype", "volume") and "eprint" in fields and fields[name].span == fields["eprint"].span


def iso(dates: Dates) -> str:
    """Dates as they are typed: `2021-04/2024-03`, or words."""
    if dates.parts:
        return ", ".join(iso(part) for part in dates.parts)
    return dates.words or ", ".join(_period(period) for period in dates.periods)


def _period(period: Period) -> str:
    days = [day for day in (period.start, period.end) if day]
    typed = "/".join("-".join(f"{part:02}" for part in (day.year, day.month, day.day) if part) for day in days)
    return f"{typed}/present" if period.open else typed


@dataclass(frozen=True, slots=True)
class Auditor:
    """Accounts for the publications of one CV in one style."""

    settings: ReferenceSettings
    style: ReferenceStyle
    owner: Owner

    def account(self, publication: Publication, printed: Reference) -> Iterator[Datum]:
        """Every datum of a publication, with what became of it in its reference."""
        return _Audit(self, publication, printed.runs).data()


class _Audit:
    """Accounts for one publication."""

    def __init__(self, auditor: Auditor, publication: Publication, runs: Inline) -> None:
        self.settings, self.style, self.owner = auditor.settings, auditor.style, auditor.owner
        self.publication = publication
        self.own = (
            positions(publication, self.owner) if 0 < self.settings.max_authors < len(publication.authors) else None
        )
        self.runs, self.traces = runs, Traces(runs)
        self.signs = Counter(sign for run in runs if "mark" in run.styles for sign in run.text)
        self.values: Mapping[str, Inline] = values_of(publication, self.style) if self._reworded() else {}
        self.omissions = Omissions(publication, self.style, self.values.keys())

    def _reworded(self) -> bool:
        return any(name in self.publication.fields for name in _REWORDED)

    def data(self) -> Iterator[Datum]:
        listed = list(data_of(self.publication))
        # The date is found by what others leave of the text; so are, at last, authors who may be left out.
        order = sorted(
            in_order_of_length(self._wanted(datum) for datum in listed), key=lambda index: self._turn(listed[index])
        )
        found = judged(order, lambda tried: self._in_order(listed, tried))
        yield from found
        yield from self._rest_of_date()
        yield from self._roles({datum.what for datum in found if datum.rule})
        yield from self.publication.left_out

    def _in_order(self, listed: Sequence[Datum], order: Sequence[int]) -> dict[int, Datum]:
        self.traces = Traces(self.runs)
        return {index: self._judged(listed[index]) for index in order}

    def _wanted(self, datum: Datum) -> str:
        """What is looked for: of a person the family name, of an identifier no prefix."""
        what, _, name = datum.what.partition(" ")
        people = {"author": self.publication.authors, "editor": self.publication.editors}.get(what)
        if people:
            return people[int(name) - 1].family
        return _IDENTIFIER.sub("", datum.text) if name in _LINKED else datum.text

    def _turn(self, datum: Datum) -> int:
        date = self.publication.date
        by_numbers = datum.what == "date" and not (date and date.words)
        return 2 if self._shortened(datum.what) else 1 if by_numbers else 0

    def _judged(self, datum: Datum) -> Datum:
        if datum.what == "date":
            return self._date(datum)
        what, _, name = datum.what.partition(" ")
        if what in ("author", "editor"):
            return self._person(datum, f"{what}s")
        return self._field(datum, name)

    def _person(self, datum: Datum, names: str) -> Datum:
        if not self.omissions.prints(names):
            return replace(datum, rule=self.omissions.rule(names))
        if self.traces.take(self._wanted(datum)):
            return replace(datum, shown=True)
        return replace(datum, rule=self._shortened(datum.what))

    def _shortened(self, what: str) -> str:
        """The rule that may leave out an author of a long list; none for the first ones, and for the owner."""
        name, _, number = what.partition(" ")
        settings, count = self.settings, len(self.publication.authors)
        if name != "author" or not 0 < settings.max_authors < count or int(number) <= max(settings.first_authors, 1):
            return ""
        return "" if self.own == frozenset({int(number) - 1}) else self._shortening

    @property
    def _shortening(self) -> str:
        return f"authors shortened to {max(self.settings.first_authors, 1)}"

    def _field(self, datum: Datum, name: str) -> Datum:
        if self.omissions.prints(name) and self._is_found(datum, name):
            return replace(datum, shown=True)
        if name in _LINKED or name == "eprinttype":
            if self.traces.links_to(self._wanted(datum)):
                return replace(datum, shown=True)
            if not self.omissions.prints(name):
                return replace(datum, rule=self._link_rule(name))
        return datum if self.omissions.prints(name) else replace(datum, rule=self.omissions.rule(name))

    def _is_found(self, datum: Datum, name: str) -> bool:
        if name == "pages":
            return self.traces.take_pages(datum.text)
        if name in _REWORDED and self.traces.take(plain(self.values.get(name, ()))):
            return True
        return self.traces.take(self._wanted(datum))

    def _link_rule(self, name: str) -> str:
        """The rule that leaves out an address; empty where its link should be there."""
        known, chosen = links_of(self.publication), self.settings.links
        fields = self.publication.fields
        at_pubmed = name == "eprint" and "eprinttype" in fields and fields["eprinttype"].plain.casefold() in _PUBMED
        kind = "pubmed" if at_pubmed else _LINKED.get(name, "")
        if name == "eprint" and kind == "pubmed" and "pmid" in fields:
            return "pmid takes the place of eprint"
        if kind not in known:
            return self.omissions.rule(name)
        if chosen:
            return self._chosen_rule(kind)
        first = next((other for other in _LED_TO_BY_TITLE if other in known), "")
        if kind not in _LED_TO_BY_TITLE:
            return f"references.links asks for no {kind}"
        if kind != first:
            return f"title leads to {first} instead of {kind}"
        return "title has a link of its own" if all(run.href for run in self.publication.title.runs) else ""

    def _chosen_rule(self, kind: str) -> str:
        if kind not in self.settings.links:
            return f"references.links asks for no {kind}"
        return "" if kind in self.style.links else f"style {self.style.name} has no link for {kind}"

    @property
    def _prints_year_alone(self) -> bool:
        return self.omissions.prints("date") and not self.omissions.printed & {"date", "days"}

    def _date(self, datum: Datum) -> Datum:
        date = self.publication.date
        if date is None or not self.omissions.prints("date"):
            return replace(datum, rule=self.omissions.rule("date"))
        return replace(
            datum, shown=self.traces.has_date(date, self.style.language.calendar, years_only=self._prints_year_alone)
        )

    def _rest_of_date(self) -> Iterator[Datum]:
        """Month and day as a datum of their own, where a style prints the year alone."""
        date = self.publication.date
        if date and self._prints_year_alone and not re.fullmatch(r"\d{4}", iso(date)):
            rule = f"style {self.style.name} prints only the year"
            yield Datum("month and day", self.publication.key, iso(date), date.span, rule)

    def _roles(self, left_out: Container[str]) -> Iterator[Datum]:
        """The roles that the entry gives its authors, each a mark at a name; `left_out` are authors without a place."""
        for number, author in enumerate(self.publication.authors, 1):
            for role in sorted(role for role in author.roles - DECLARED if not _ORCID.fullmatch(role)):
                datum = Datum(f"role {role} of author {number}", self.publication.key, role, author.span)
                mark = self.style.marks.get(role)
                if role not in ROLES:
                    yield replace(datum, rule=f"no style marks {role}")
                elif mark is None:
                    yield replace(datum, rule=f"style {self.style.name} marks no {role}")
                elif f"author {number}" in left_out:
                    yield replace(datum, rule=self._shortening)
                else:
                    shown = all(self.signs[sign] > 0 for sign in mark.sign)
                    self.signs.subtract(mark.sign)
                    yield replace(datum, shown=shown)
