"""The publications of a document: claimed by categories, numbered, ordered, and worded as references."""

from collections.abc import Iterable, Mapping, Sequence

from cvtex.content.model import CV, Category, Publication, Text
from cvtex.content.names import Author
from cvtex.diagnostics import Findings
from cvtex.document.abbreviations import abbreviations_of
from cvtex.document.model import Reference, ReferenceList
from cvtex.document.numbers.categories import all_categories, claim, explain_unclaimed
from cvtex.document.numbers.duplicates import absorbed, report_duplicates, without
from cvtex.document.numbers.ledger import Ledger, audit, parse_label
from cvtex.document.numbers.numbering import newest_first, number
from cvtex.document.numbers.owner import Owner, near_misses, owner_of, positions, same_person
from cvtex.document.references.reference import legend
from cvtex.document.references.referencestyle import ReferenceOptions, ReferenceStyle
from cvtex.document.references.worded import worded
from cvtex.languages.language import Language
from cvtex.values import dataclass, replace

# What a preprint lends to the publication that it became.
_LENT = ("eprint", "eprinttype", "eprintclass", "pdf", "code", "video")


@dataclass(frozen=True, slots=True)
class Numbered:
    """All publications of a CV with their categories and labels, before any is selected."""

    publications: tuple[Publication, ...]
    categories: tuple[Category, ...]
    letters: Mapping[str, str]
    labels: Mapping[str, str]

    def category(self, letter: str) -> Category | None:
        return next((category for category in self.categories if category.letter == letter), None)

    def members(self, letter: str) -> list[Publication]:
        """The publications of one category, newest first; of one day, the higher number first."""
        chosen = [publication for publication in self.publications if self.letters.get(publication.key) == letter]
        by_label = sorted(chosen, key=lambda publication: parse_label(self.labels[publication.key]), reverse=True)
        return newest_first(by_label)


def number_publications(cv: CV, ledger: Ledger, findings: Findings, language: Language | None = None) -> Numbered:
    """Claim and number every publication, and hold the numbers against the ledger."""
    into = absorbed(cv, findings)
    publications = _with_preprints(cv, into)
    report_duplicates(publications, findings)
    categories = all_categories(cv.categories, language)
    letters: dict[str, str] = {}
    for publication in publications:
        category = claim(publication, categories)
        if category:
            letters[publication.key] = category.letter
        else:
            hint = explain_unclaimed(publication, categories)
            findings.error("B011", f"no category takes `@{publication.type}`", publication.span, hint)
    audit(ledger, publications, letters, findings, became=into)
    return Numbered(publications, categories, letters, number(publications, letters, ledger, cv.references.late))


def _with_preprints(cv: CV, into: Mapping[str, str]) -> tuple[Publication, ...]:
    """The publications that are printed, with the addresses that only their preprints bring."""
    lent: dict[str, dict[str, Text]] = {}
    for publication in cv.publications:
        if publication.key in into:
            brought = {name: text for name, text in publication.fields.items() if name in _LENT}
            lent[into[publication.key]] = brought | lent.get(into[publication.key], {})
    return tuple(
        replace(item, fields=lent[item.key] | dict(item.fields)) if item.key in lent else item
        for item in without(cv.publications, into)
    )


class ReferenceWriter:
    """Words the references of one CV in one style, under the labels that this document prints."""

    def __init__(self, cv: CV, labels: Mapping[str, str], style: ReferenceStyle, findings: Findings) -> None:
        self.cv, self.labels, self.style, self.findings = cv, labels, style, findings
        self.owner: Owner = owner_of(cv)
        settings = cv.references
        options = ReferenceOptions(settings.max_authors, settings.first_authors, settings.links, abbreviations_of(cv))
        self._worded = worded(style, options)

    def write(self, letter: str, publications: Iterable[Publication], *, own: bool) -> ReferenceList:
        """A list of publications in their order; `own` is false for publications of others."""
        members = [self._with_roles(publication) for publication in publications]
        by_entry = self.cv.references.legend == "entry"
        references = tuple(self._reference(publication, own=own, explained=by_entry) for publication in members)
        printed = [] if by_entry else [item.runs for item in references]
        return ReferenceList(letter, references, legend(printed, self.style))

    def _reference(self, publication: Publication, *, own: bool, explained: bool) -> Reference:
        found = positions(publication, self.owner)
        if own:
            self._check_owner(publication, found)
        runs = self._worded.reference(publication, found if len(found) == 1 else frozenset())
        marks = legend([runs], self.style) if explained else ()
        return Reference(self.labels[publication.key], publication.key, runs, publication.span, marks)

    def _with_roles(self, publication: Publication) -> Publication:
        """The publication with the roles that cv.yaml gives its authors by name."""
        authors = tuple(self._with_role(author) for author in publication.authors)
        return replace(publication, authors=authors)

    def _with_role(self, author: Author) -> Author:
        roles = {person.role for person in self.cv.people if same_person(author, person.name)}
        return replace(author, roles=author.roles | roles) if roles else author

    def _check_owner(self, publication: Publication, found: frozenset[int]) -> None:
        if len(found) == 1 or not publication.authors or (not found and publication.et_al):
            return
        span = publication.authors[0].span
        if found:
            names = ", ".join(publication.authors[index].display for index in sorted(found))
            hint = "mark the one that is you: author+an = {1=highlight}, names counted from 1"
            self.findings.warning(
                "B010", f"more than one author of `{publication.key}` may be the owner: {names}", span, hint
            )
            return
        near = near_misses(publication, self.owner)
        listed = f"near it: {', '.join(near)}; " if near else ""
        hint = f"{listed}add your spelling to `me:` in cv.yaml, or `own: false` to a list of others' work"
        self.findings.warning("B010", f"the own name is not among the authors of `{publication.key}`", span, hint)


def present_letters(numbered: Numbered) -> Sequence[str]:
    """The letters that have publications, in the order of the categories."""
    used = set(numbered.letters.values())
    return [category.letter for category in numbered.categories if category.letter in used]
