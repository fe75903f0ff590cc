"""BibTeX's and biblatex's vocabulary: which field and type names mean the same (biblatex manual 3.19, section 2)."""

from cvtex.content.dates import MONTHS

TYPE_ALIASES: dict[str, str] = {
    "conference": "inproceedings",
    "mastersthesis": "thesis",
    "phdthesis": "thesis",
    "techreport": "report",
    "electronic": "online",
    "www": "online",
}

FIELD_ALIASES: dict[str, str] = {
    "journal": "journaltitle",
    "address": "location",
    "school": "institution",
    "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass",
    "arxiv": "eprint",
    "key": "sortkey",
    "hyphenation": "langid",
}

# What an entry takes from the one that its `crossref` names, under another name (biblatex manual, appendix B).
INHERITED: dict[str, str] = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon"}
NOT_INHERITED = ("author", "author+an", "editor+an", "keywords", "crossref", "doi", "url", "eprint", "pages", "note")

VERBATIM = ("doi", "url", "eprint", "pmid", "pdf", "code", "video", "slides")

# Every field that a reference style may print; what is not here (abstract, timestamp, …) is left unread.
PRINTED = (
    "subtitle", "titleaddon", "booktitle", "booksubtitle", "journaltitle", "journalsubtitle", "series", "volume", "number",
    "issue", "pages", "eid", "edition", "chapter", "publisher", "institution", "organization", "location", "venue",
    "eventtitle", "type", "version", "howpublished", "note", "addendum", "pubstate", "doi", "url", "eprint", "eprinttype",
    "eprintclass", "holder", "pmid", "pdf", "code", "video", "slides",
)  # fmt: skip

# Read to judge and to place an entry; the rest of what is read is printed.
READ = frozenset(
    (
        *PRINTED,
        "crossref",
        "title",
        "author",
        "editor",
        "author+an",
        "author+an:orcid",
        "editor+an",
        "keywords",
        "langid",
        "language",
        "eventdate",
        "date",
        "year",
        "month",
    )
)

# BibTeX's own @string names.
MONTHS_BY_MACRO: dict[str, str] = {name[:3]: name for name in MONTHS}

# Fields of biblatex that say something of a work, and that no style here has a place for.
UNPRINTED = frozenset(
    (
        "abstract", "afterword", "annotation", "annotator", "annote", "bookauthor", "bookpagination", "booktitleaddon",
        "commentator", "editora", "editorb", "editorc", "eventtitleaddon", "foreword", "introduction", "isan",
        "isbn", "ismn", "isrn", "issn", "issuesubtitle", "issuetitle", "iswc", "journaltitleaddon", "keywords", "language", "library",
        "mainsubtitle", "maintitle", "maintitleaddon", "nameaddon", "origdate", "origlanguage", "origlocation", "origpublisher",
        "origtitle", "pagetotal", "part", "reprinttitle", "shortauthor", "shorteditor", "shorthand", "shortjournal", "shortseries",
        "shorttitle", "translator", "urldate", "volumes",
    )
)  # fmt: skip

# What tells BibTeX or biblatex how to sort, label and relate entries: instructions, not data.
INSTRUCTIONS = frozenset(
    (
        "author+an", "author+an:orcid", "editor+an", "authortype", "crossref", "editoratype", "editorbtype", "editorctype",
        "editortype", "entryset", "entrysubtype", "execute", "gender", "ids", "indexsorttitle", "indextitle",
        "label", "langid", "langidopts", "options", "pagination", "presort", "related", "relatedoptions",
        "relatedstring", "relatedtype", "sortkey", "sortname", "sortshorthand", "sorttitle", "sortyear", "xdata", "xref",
    )
)  # fmt: skip
