"""Every key that an author may type, with what it means: the source of loading, schema and documentation."""

from typing import Literal

from cvtex.diagnostics import suggest
from cvtex.values import dataclass

Look = Literal["group", "entry", "row", "text", "publications"]


@dataclass(frozen=True, slots=True)
class Role:
    """What a node is: its look at the top of a section, and a word for editors."""

    look: Look
    meaning: str


ROLES: dict[str, Role] = {
    "group": Role("group", "a subheading; what it heads follows it, or stands below it"),
    "organization": Role("entry", "an employer, university, society or company"),
    "position": Role("entry", "a job or an office"),
    "degree": Role("entry", "an academic degree"),
    "award": Role("entry", "a prize, scholarship or honour"),
    "grant": Role("entry", "funding that was won"),
    "project": Role("entry", "a project"),
    "role": Role("entry", "a duty, such as a chair or an editorship"),
    "team": Role("row", "a team or department within an organization"),
    "talk": Role("row", "a talk, seminar or lecture"),
    "course": Role("row", "a course taught"),
    "student": Role("row", "a person supervised"),
    "skill": Role("row", "a skill; its note follows after a colon"),
    "item": Role("row", "any line of a list"),
    "text": Role("text", "a paragraph"),
    "publications": Role("publications", "the list of one category: C, J, P, W, …"),
}

CV_KEYS: dict[str, str] = {
    "version": "the version of this format: 1",
    "name": "the name at the head of the page",
    "headline": "one line under the name",
    "photo": "{file: portrait.jpg, alt: Portrait of Ada Byron}: a picture beside the name, and the words for who cannot see it",
    "contact": "links, e-mail, phone, ORCID iD, place, date of birth: a list",
    "me": "other ways the own name is printed in publications",
    "bibliography": "the .bib file or files beside cv.yaml",
    "categories": "the categories of publications by letter, beside or instead of the usual ones",
    "references": "how publications are ordered, numbered and shortened",
    "people": "co-authors by their role, such as student: [Jane Doe]",
    "same": "lists of keys that are one publication: the one to print, then its preprints",
    "abbreviations": "what short words stand for, such as NSF: National Science Foundation",
    "updated": "the day the CV was last revised",
    "sections": "the sections in their order, or files that hold them",
}

SECTION_KEYS: dict[str, str] = {
    "section": "the section's title",
    "number": "the number to print instead of the position; `none` prints none",
    "entries": "what stands in the section",
    "tags": "words that targets select by",
    "optional": "may be left out to fit a limit of pages: `true`, or its turn to go, 1 first",
    "draft": "`true` leaves the section out",
    "pagebreak": "`true` begins a new page before it",
}

NODE_KEYS: dict[str, str] = {
    "at": "the organization, where it is not the headline",
    "date": "2021, 2021-04, 2021-04/2024-03, 2021-04/present, a list of dates, or words",
    "place": "where",
    "url": "the address that the headline links to",
    "note": "a quiet remark after the headline",
    "items": "what stands below",
    "tags": "words that targets select by",
    "optional": "may be left out to fit a limit of pages: `true`, or its turn to go, 1 first",
    "draft": "`true` leaves this out",
    "own": "`false` for a list of publications by others: the own name need not be there",
    "keep": "`true` keeps this on one page",
    "pagebreak": "`true` begins a new page before this",
}

CATEGORY_KEYS: dict[str, str] = {
    "heading": "the words over the list of this category",
    "types": "the entry types that belong here, such as inproceedings",
    "keywords": "a keyword of an entry that belongs here, whatever its type",
    "status": "the pubstate of entries that belong here, such as submitted",
}

REFERENCES_KEYS: dict[str, str] = {
    "order": "newest or oldest: which publication is printed first",
    "late": "next or letter: the number of a paper found late, the next free one or its neighbour's with a letter",
    "authors": "{max: 12, first: 3} shortens longer lists of authors, and never loses the own name",
    "legend": "entry or list: where the marks of authors are explained",
    "count": "`true` prints the number of publications with each heading",
    "best": "the keys of the best publications, the best first: targets choose by them",
    "links": "what is printed as a link: doi, arxiv, pubmed, patent, pdf, code, video, slides, url",
}

PERSON_ROLES = ("equal", "corresponding", "student", "mentee", "advisor", "group")
"""The roles that an author can have: by annotation in the .bib, or by name in cv.yaml."""

PRINTED_WITH: dict[Look, frozenset[str]] = {
    "group": frozenset({"items", "tags", "optional", "draft"}),
    "text": frozenset({"tags", "optional", "draft"}),
    "publications": frozenset({"own", "tags", "draft"}),
}
"""The details that stand with what is no entry; with every other look all of them do."""

PHOTO_KEYS: dict[str, str] = {
    "file": "a JPEG or PNG beside cv.yaml",
    "alt": "what the photo shows, in words for who cannot see it",
}

CONTACT_KEYS: dict[str, str] = {
    "link": "a web address",
    "email": "an e-mail address",
    "phone": "a phone number",
    "orcid": "an ORCID iD",
    "place": "an address or town",
    "born": "the date of birth, such as 1990-05-01",
    "text": "the words to print instead of the address",
}

LISTS = frozenset(
    {
        "sections",
        "contact",
        "me",
        "bibliography",
        "entries",
        "items",
        "tags",
        "date",
        "types",
        "keywords",
        "status",
        "links",
        "same",
        "best",
    }
)
KEYS = frozenset(
    {**ROLES, **CV_KEYS, **SECTION_KEYS, **NODE_KEYS, **CONTACT_KEYS, **PHOTO_KEYS, **CATEGORY_KEYS, **REFERENCES_KEYS}
)


def is_key(word: str) -> bool:
    """Whether a word before a colon is a key or a slip of one, rather than the author's text.

    Keys are lower case: a line such as `Project: Network compression` is text.
    """
    return word in KEYS or (word[:1].islower() and bool(suggest(word, KEYS)))
