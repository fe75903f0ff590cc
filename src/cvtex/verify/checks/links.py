"""Links: each address of the document can be clicked, and each that can be clicked is one."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from cvtex.content.markup import Inline
from cvtex.diagnostics import Span
from cvtex.document.model import Document, Group, Heading, Line, Paragraph, ReferenceList
from cvtex.verify.checks.registry import Finding, Findings, check, check_any
from cvtex.verify.evidence import Evidence

_SOUND = re.compile(
    r"https?://[^\s/]+(/\S*)?$|https?://[^\s/?#]+[?#]\S*$|mailto:[^\s@]+@[^\s@]+$|tel:\+?\d+$", re.IGNORECASE
)


@check("K001", "every address of the data is a link, and there are no others")
def links(document: Document, seen: Evidence) -> Findings:
    wanted = dict(_addresses(document))
    linked = {unquote(link.uri): link for link in seen.links if link.uri}
    for address, span in wanted.items():
        if unquote(address) not in linked:
            yield Finding(f"`{address}` is not a link on the page", "the PDF lost it", span)
    expected = {unquote(address) for address in wanted}
    for uri, link in linked.items():
        if uri not in expected:
            yield Finding(f"the page links to `{uri}`, which is not in the data", None, page=link.page, box=link.box)
    return len(wanted)


@check_any("K002", "every link is a sound address or lands on its target")
def targets(seen: Evidence) -> Findings:
    for link in seen.links:
        if link.uri and not _SOUND.match(link.uri):
            yield Finding(
                f"the link `{link.uri}` is no address",
                "it has the form https://… or mailto:name@host.org",
                page=link.page,
                box=link.box,
            )
        if link.destination and link.destination not in seen.destinations:
            yield Finding(f"the link to `{link.destination}` lands nowhere", None, page=link.page, box=link.box)
    return len(seen.links)


def _addresses(document: Document) -> Iterator[tuple[str, Span]]:
    for contact in document.contact:
        if contact.href:
            yield contact.href, contact.span
    for runs, span in _texts(document):
        for run in runs:
            if run.href:
                yield run.href, span


def _texts(document: Document) -> Iterator[tuple[Inline, Span]]:
    yield document.name.runs, document.name.span
    if document.headline:
        yield document.headline.runs, document.headline.span
    for block in document.blocks:
        match block:
            case Heading(title=title) | Group(title=title):
                yield title.runs, title.span
            case Line(runs=runs, span=span) | Paragraph(runs=runs, span=span):
                yield runs, span
            case ReferenceList(references=references):
                for reference in references:
                    yield reference.runs, reference.span
