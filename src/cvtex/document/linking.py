"""Links under a rule: all of them, none, or only those under whose own address they lie."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from cvtex.content.markup import Inline, Run, plain
from cvtex.content.model import Datum, Text
from cvtex.document.model import Block, Document, Group, Heading, Line, Paragraph, Reference, ReferenceList
from cvtex.values import replace


def with_fair_links(document: Document) -> Document:
    """The document without the links that its limits forbid; their words stay."""
    kept = document.limits.links
    if not kept:
        return document
    contact = tuple(item if _fair(item.text, item.href, kept) else replace(item, href="") for item in document.contact)
    return replace(
        document,
        name=_text(document.name, kept),
        headline=document.headline and _text(document.headline, kept),
        summary=document.summary and _text(document.summary, kept),
        contact=contact,
        blocks=tuple(_block(block, kept) for block in document.blocks),
    )


def without_links(whole: Sequence[Datum], bare: Sequence[Datum], target: str) -> Iterator[Datum]:
    """The account of a target's document whose links are gone: what only a link held is left out by its limits."""
    for before, after in zip(whole, bare, strict=True):
        lost = before.shown and not after.shown
        yield replace(after, rule=f"target {target} allows no such link") if lost and not after.rule else after


def _block(block: Block, kept: str) -> Block:
    match block:
        case Heading(title=title) | Group(title=title):
            return replace(block, title=_text(title, kept))
        case Line(runs=runs) | Paragraph(runs=runs):
            return replace(block, runs=_runs(runs, kept))
        case ReferenceList(references=references, legend=legend):
            fair = tuple(_reference(reference, kept) for reference in references)
            return replace(block, references=fair, legend=_runs(legend, kept))


def _reference(reference: Reference, kept: str) -> Reference:
    return replace(reference, runs=_runs(reference.runs, kept), legend=_runs(reference.legend, kept))


def _text(text: Text, kept: str) -> Text:
    return Text(_runs(text.runs, kept), text.span)


def _runs(runs: Inline, kept: str) -> Inline:
    """Runs without unfair links; with none allowed, citations lead nowhere either."""
    fair: list[Run] = []
    for href, group in groupby(runs, key=lambda run: run.href):
        linked = list(group)
        unfair = bool(href) and not _fair(plain(linked), href, kept)
        fair += [replace(run, href="") for run in linked] if unfair else linked
    return tuple(replace(run, cite="") for run in fair) if kept == "none" else tuple(fair)


def _fair(text: str, href: str, kept: str) -> bool:
    """Whether a link may stay: where its text is its address."""
    return kept == "shown" and _bare(text) == _bare(href)


def _bare(address: str) -> str:
    bare = "".join(address.split()).casefold()
    for beginning in ("https://", "http://", "mailto:", "tel:", "www."):
        bare = bare.removeprefix(beginning)
    return bare.rstrip("/")
