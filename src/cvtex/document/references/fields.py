"""The fields of a publication as a style writes them: what its templates are filled with."""

import re
from collections.abc import Mapping

from cvtex.content.markup import Inline, Run, plain
from cvtex.content.model import Publication, Text
from cvtex.document.references.dateformat import date_form, dates_in
from cvtex.document.references.links import links_of
from cvtex.document.references.referencestyle import PAGES, ReferenceStyle
from cvtex.document.references.template import capitalized
from cvtex.languages.language import Ordinals
from cvtex.patterns import regex
from cvtex.values import replace

_SERVERS = {
    name.casefold(): name
    for name in (
        *(
            "arXiv",
            "bioRxiv",
            "medRxiv",
            "ChemRxiv",
            "PsyArXiv",
            "SocArXiv",
            "EarthArXiv",
            "EdArXiv",
            "engrXiv",
            "TechRxiv",
        ),
        *(
            "HAL",
            "SSRN",
            "OSF",
            "Zenodo",
            "PubMed",
            "JSTOR",
            "Research Square",
            "Preprints.org",
            "OpenReview",
            "ePrint",
        ),
    )
}
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
_STATES = {
    "toappear": "forthcoming",
    "underreview": "submitted",
    "inreview": "submitted",
    "inprep": "inpreparation",
    "mastersthesis": "mathesis",
    "earlyaccess": "prepublished",
}
_IN_PRESS = frozenset({"inpress", "accepted", "forthcoming"})
_MANUSCRIPT = frozenset({"submitted", "inpreparation"})
_RANGE = regex(r"(\w+)\s*(?:--+|–|—)\s*(\w+)")
_HYPHENED = regex(r"(\w*\d)\s*-\s*(\w*\d)")
_SUBTITLES = (("booktitle", "booksubtitle"), ("journaltitle", "journalsubtitle"))


def values_of(publication: Publication, style: ReferenceStyle) -> dict[str, Inline]:
    """Every field but the names, the title without a link; and the words that templates may have between them.

    A word of the language has its capitalized form beside it: `Type` beside `type`.
    """
    fields = publication.fields
    values: dict[str, Inline] = {**style.terms, **{name: text.runs for name, text in fields.items()}}
    for name, addition in _SUBTITLES:
        if name in fields and addition in fields:
            values[name] = joined_title(fields[name].runs, fields[addition].runs, style.language.colon)
    values["title"] = _title(publication, style.language.colon)
    texts = {
        **_dates(publication, style),
        **_state(fields, style),
        "undated": style.words["undated"][0],
        "type": _called(fields, "type", style),
        "edition": _edition(_plain(fields, "edition"), style.language.editions),
        "eprinttype": _SERVERS.get(_plain(fields, "eprinttype").casefold(), ""),
    }
    values |= {name: (Run(text),) for name, text in texts.items() if text}
    values |= {name.capitalize(): (Run(capitalized(texts[name])),) for name in _worded(fields, texts, style)}
    if "number" in fields:
        values["number"] = tuple(replace(run, text=tied(run.text)) for run in values["number"])
    if "pages" in fields:
        values["pages"] = tuple(replace(run, text=_pages(run.text, style)) for run in values["pages"])
        values["pp"] = (Run(style.words["pp"][bool(re.search(r"[-–,;+]|ff", plain(values["pages"])))]),)
    arxiv = links_of(publication).get("arxiv")
    if arxiv:
        values["arxiv"] = (Run(arxiv.id),)
    return values


def _worded(fields: Mapping[str, Text], texts: Mapping[str, str], style: ReferenceStyle) -> list[str]:
    """The fields that print a word of the language rather than what was typed."""
    typed = {"type": "type", "pubstate": "pubstate", "inpress": "pubstate", "manuscript": "pubstate"}
    return [name for name, field in typed.items() if texts[name] and state_key(_plain(fields, field)) in style.words]


def joined_title(title: Inline, subtitle: Inline, space: str = "") -> Inline:
    """A title and its subtitle, with a colon, and the space before it, unless the title ends with a mark of its own."""
    return (*title, Run(" " if plain(title).endswith(("?", "!", ":", "…", "—")) else f"{space}: "), *subtitle)


def tied(text: str) -> str:
    """A text whose numbers a line end does not part from what they belong to: July 27, 2019/0164052 A1."""
    return re.sub(r"(?<=[A-Za-z.]) (?=\d)|(?<=\d) (?=[A-Z]\d)", "\u00a0", text)


def _plain(fields: Mapping[str, Text], name: str) -> str:
    return plain(fields[name].runs).strip() if name in fields else ""


def _title(publication: Publication, space: str) -> Inline:
    """Title and subtitle; the style brings the full stop."""
    runs = publication.title.runs
    if "subtitle" in publication.fields:
        runs = joined_title(runs, publication.fields["subtitle"].runs, space)
    if plain(runs).endswith(".") and not plain(runs).endswith(("..", "etc.")):
        runs = (*runs[:-1], replace(runs[-1], text=runs[-1].text[:-1]))
    return runs


def _dates(publication: Publication, style: ReferenceStyle) -> dict[str, str]:
    date = publication.date
    if date is None:
        return {}
    words = tied(dates_in(date, date_form(style.date, style.language), PAGES[style.pages][0]))
    words = re.sub(r"\b(\d{1,2}\.?) (?=[^\W\d])", "\\1\u00a0", words)  # 1. März, 16 July
    start = date.periods[0].start if date.periods else None
    year = str(start.year) if start else words
    return {"date": words, "year": year, "days": words if start is None or start.month else ""}


def _state(fields: Mapping[str, Text], style: ReferenceStyle) -> dict[str, str]:
    """`pubstate` in the style's words; `inpress` and `manuscript` are there only for what is so."""
    key = state_key(_plain(fields, "pubstate"))
    words = _called(fields, "pubstate", style)
    return {
        "pubstate": words,
        "inpress": words if key in _IN_PRESS else "",
        "manuscript": words if key in _MANUSCRIPT else "",
    }


def state_key(words: str) -> str:
    """One of biblatex's keys, or what people type for it: `in press`, `In-Preparation`, `mastersthesis`."""
    key = re.sub(r"[\s-]", "", words).casefold()
    return _STATES.get(key, key)


def _called(fields: Mapping[str, Text], name: str, style: ReferenceStyle) -> str:
    """What a style calls a type or state; words that are no key stay as typed."""
    typed = _plain(fields, name)
    known = style.words.get(state_key(typed))
    return known[0] if known else typed


def _edition(typed: str, ordinals: Ordinals) -> str:
    """`2nd` for 2, `2nd`, `Second` or `second edition`; other words stay."""
    bare = re.sub(r"\s*(?:edition|ed\.?)$", "", typed, flags=re.IGNORECASE)
    number = re.fullmatch(r"(\d{1,6})(?:st|nd|rd|th)?", bare, re.ASCII)
    if number:
        return ordinals.write(int(number[1]))
    return ordinals.write(_ORDINALS.index(bare.casefold()) + 1) if bare.casefold() in _ORDINALS else bare


def _pages(typed: str, style: ReferenceStyle) -> str:
    """Ranges with the style's dash, the last number cut where the style does so: `284–287`, `284-7`, `S93-9`."""
    dash, cut = PAGES[style.pages]
    ranges = _RANGE if _RANGE.search(typed) else _HYPHENED
    return ranges.sub(lambda match: f"{match[1]}{dash}{_cut(match[1], match[2]) if cut else match[2]}", typed)


def _cut(first: str, last: str) -> str:
    """The last page without the digits that it shares with the first."""
    if len(first) != len(last) or not last[-1:].isdigit():
        return last
    same = next((index for index, pair in enumerate(zip(first, last, strict=True)) if pair[0] != pair[1]), len(last))
    digits = last[same:]
    return digits if digits.isdigit() else last
