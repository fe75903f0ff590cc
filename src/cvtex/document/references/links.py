"""Where a publication can be found: the addresses that its fields say, by kind of link."""

import re
from collections.abc import Mapping

from cvtex.content.markup import plain
from cvtex.content.model import Publication, Text
from cvtex.patterns import regex
from cvtex.values import dataclass

LINKS: dict[str, str] = {
    "doi": "the DOI",
    "arxiv": "the arXiv preprint",
    "pubmed": "the record in PubMed",
    "patent": "the patent office's publication",
    "pdf": "the text as a PDF",
    "code": "the source code",
    "video": "a recording",
    "slides": "the slides",
    "url": "the web page",
}

_DOI_PREFIX = regex(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_ARXIV = regex(r"(?:arxiv:)?((?:[a-z-]+(?:\.[A-Z]{2})?/)?\d{7}(?:v\d+)?|\d{4}\.\d{4,5}(?:v\d+)?)$", re.IGNORECASE)
_PUBLISHED = regex(r"((?:19|20)\d{2})/?(\d{7})([AB]\d)?$")
_GRANTED = regex(r"((?:RE|PP|D|H|T)?\d{5,8})([A-Z]\d?)?$")
_OFFICIAL = regex(r"[A-Z]{2}\d{6,13}[A-Z]\d?$")
_UNITED_STATES = regex(r"\bU\.? ?S\b|United States|patentus|patrequs", re.IGNORECASE)
_APPLICATION = regex(r"\bappl|\bapp\b|patreq|provisional", re.IGNORECASE)
_PENDING = regex(r"filed|pending|submitted|appl", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """An address, and the identifier that stands for it, such as a DOI."""

    id: str
    address: str


def links_of(publication: Publication) -> dict[str, Link]:
    """All links of a publication by kind; what is no identifier or web address gives none."""
    fields = publication.fields
    found = {
        "doi": _doi(fields),
        "arxiv": _arxiv(fields),
        "pubmed": _pubmed(fields),
        "patent": _patent(publication),
        **{name: _web(fields, name) for name in ("pdf", "code", "video", "slides", "url")},
    }
    return {kind: link for kind, link in found.items() if link}


def main_address(publication: Publication) -> str:
    """Where the title leads: the DOI, else arXiv, else the web page; empty for none of them."""
    links = (_doi(publication.fields), _arxiv(publication.fields), _web(publication.fields, "url"))
    return next((link.address for link in links if link), "")


def _text(fields: Mapping[str, Text], name: str) -> str:
    return plain(fields[name].runs).strip() if name in fields else ""


def _doi(fields: Mapping[str, Text]) -> Link | None:
    doi = _DOI_PREFIX.sub("", _text(fields, "doi"))
    return Link(doi, f"https://doi.org/{doi}") if doi else None


def _arxiv(fields: Mapping[str, Text]) -> Link | None:
    server, eprint = _text(fields, "eprinttype").casefold(), _text(fields, "eprint")
    match = _ARXIV.match(eprint)
    if server not in ("", "arxiv") or not match:
        return None
    return Link(match[1], f"https://arxiv.org/abs/{match[1]}")


def _pubmed(fields: Mapping[str, Text]) -> Link | None:
    eprint = _text(fields, "eprint") if _text(fields, "eprinttype").casefold() in ("pubmed", "pmid") else ""
    number = re.sub(r"^pmid:?\s*", "", _text(fields, "pmid") or eprint, flags=re.IGNORECASE)
    return Link(number, f"https://pubmed.ncbi.nlm.nih.gov/{number}/") if re.fullmatch(r"\d{1,9}", number) else None


def _web(fields: Mapping[str, Text], name: str) -> Link | None:
    address = _text(fields, name)
    return Link(address, address) if re.match(r"https?://[^\s/]", address) else None


def _patent(publication: Publication) -> Link | None:
    """A published patent at Google Patents: by a grant's or a publication's number, never by an application's."""
    number = _text(publication.fields, "number")
    if publication.type != "patent" or not number:
        return None
    kind = f"{_text(publication.fields, 'type')} {_text(publication.fields, 'location')}"
    bare = re.sub(
        r"[\s,.\u00a0\u2009\u202f]", "", re.sub(r"^(?:patent\s+)?no\.?\s*", "", number, flags=re.IGNORECASE)
    ).upper()
    official = ""
    if bare.startswith("US") or _UNITED_STATES.search(kind):
        rest = bare.removeprefix("US")
        published, granted = _PUBLISHED.match(rest), _GRANTED.match(rest)
        applied = _APPLICATION.search(kind) or _PENDING.search(_text(publication.fields, "pubstate"))
        if published:
            official = f"US{published[1]}{published[2]}{published[3] or ''}"
        elif granted and not applied:
            official = f"US{granted[1]}{granted[2] or ''}"
    elif _OFFICIAL.match(bare.replace("/", "")):
        official = bare.replace("/", "")
    return Link(number, f"https://patents.google.com/patent/{official}") if official else None
