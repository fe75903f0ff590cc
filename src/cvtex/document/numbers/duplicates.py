"""Duplicates: entries that are one publication, declared as such or found by DOI, arXiv number or title."""

import re
from collections.abc import Iterable, Iterator, Sequence

from cvtex.content.model import CV, Publication
from cvtex.content.names import fold
from cvtex.diagnostics import Findings, did_you_mean
from cvtex.patterns import regex

_DOI = regex(r"10\.\d{4,9}/\S+", re.IGNORECASE)
_ARXIV = regex(
    r"(?:arxiv[:./ ]*(?:org/)?(?:abs/|pdf/)?)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE
)


def absorbed(cv: CV, findings: Findings) -> dict[str, str]:
    """The keys that `same:` declares to be another publication: each with the key that is printed."""
    known = {publication.key for publication in cv.publications}
    into: dict[str, str] = {}
    for group in cv.same:
        for key, span in group:
            if key not in known:
                findings.error("B031", f"`{key}` is no publication", span, did_you_mean(key, known))
        printed = group[0][0]
        into |= {key: printed for key, _ in group[1:] if key in known and printed in known}
    return into


def report_duplicates(publications: Sequence[Publication], findings: Findings) -> None:
    """Tell every publication that stands twice under different keys, naming both places."""
    seen: dict[str, Publication] = {}
    told: set[tuple[str, str]] = set()
    for publication in publications:
        for mark, what in marks_of(publication):
            first = seen.setdefault(mark, publication)
            if first is not publication and (first.key, publication.key) not in told:
                told.add((first.key, publication.key))
                hint = f"remove one; or, if one became the other, add to cv.yaml: same: [[{first.key}, {publication.key}]], the one to print first"
                message = f"`{publication.key}` has the {what} of `{first.key}`, line {first.span.line}"
                tell = findings.warning if what == "title" else findings.error
                tell("B030", message, publication.span, hint)


def marks_of(publication: Publication) -> Iterator[tuple[str, str]]:
    """What identifies a publication, each with its name for a message."""
    fields = publication.fields
    for name in ("doi", "url"):
        doi = _DOI.search(fields[name].plain) if name in fields else None
        if doi:
            yield f"doi:{doi[0].casefold()}", "DOI"
    if "eprint" in fields:
        number = _ARXIV.fullmatch(fields["eprint"].plain.strip())
        if number:
            yield f"arxiv:{number[1].casefold()}", "arXiv number"
    title = re.sub(r"\W+", "", fold(publication.title.plain + _subtitle(publication)))
    if title:
        yield f"title:{title}:{_discriminator(publication)}", "title"


def _subtitle(publication: Publication) -> str:
    return publication.fields["subtitle"].plain if "subtitle" in publication.fields else ""


def _discriminator(publication: Publication) -> str:
    """What lets two works of one title be two: a talk and its paper, the parts of a patent family."""
    if publication.type == "patent":
        return publication.fields["number"].plain if "number" in publication.fields else publication.key
    return (
        ""
        if publication.type in ("article", "inproceedings", "preprint", "unpublished", "report")
        else publication.type
    )


def without(publications: Iterable[Publication], keys: Iterable[str]) -> tuple[Publication, ...]:
    """The publications that are printed in their own right."""
    gone = set(keys)
    return tuple(publication for publication in publications if publication.key not in gone)
