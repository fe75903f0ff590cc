"""Publications made by hand, and references as plain text."""

import re
from itertools import groupby

from cvtex.content.dates import parse_date
from cvtex.content.markup import Inline, Run, parse_markup
from cvtex.content.model import Publication, Text
from cvtex.content.names import parse_names
from cvtex.diagnostics import Span
from cvtex.document.references.reference import reference
from cvtex.document.references.referencestyle import ReferenceOptions, ReferenceStyle
from cvtex.document.references.style import load_style

SPAN = Span("publications.bib", 1, 1)
ALL_LINKS = ("doi", "arxiv", "pubmed", "patent", "pdf", "code", "video", "slides", "url")


def publication(
    kind: str, title: str, authors: str = "", date: str = "", editors: str = "", **fields: str
) -> Publication:
    """An entry as a .bib file would give it; names are BibTeX's, texts may hold `*italics*`."""
    names, others = parse_names(authors) if authors else ([], False)
    edited, _ = parse_names(editors) if editors else ([], False)
    texts = {name: _text(words) for name, words in fields.items()}
    dates = parse_date(date, SPAN) if date else None
    stand_in = tuple(names) or tuple(edited)
    return Publication("key", kind, _text(title), stand_in, others, dates, texts, (), SPAN, tuple(edited))


def _text(words: str) -> Text:
    return Text((Run(words),) if re.match(r"https?:|10\.", words) else parse_markup(words), SPAN)


def worded(
    item: Publication, style: str | ReferenceStyle, *links: str, own: int | None = None, most: int = 0, first: int = 3
) -> str:
    """The reference as text: italics between asterisks, the owner between angle brackets, plain spaces."""
    read = load_style(style) if isinstance(style, str) else style
    owner = frozenset[int]() if own is None else frozenset({own})
    return shown(reference(item, read, owner, ReferenceOptions(most, first, links)))


def shown(runs: Inline) -> str:
    out = ""
    for italic, group in groupby(runs, lambda run: "italic" in run.styles):
        text = "".join(f"<{run.text}>" if "me" in run.styles else run.text for run in group)
        out += f"*{text}*" if italic else text
    return out.replace("\u00a0", " ")
