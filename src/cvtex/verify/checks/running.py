"""Running heads and feet, links and bookmarks: what a funder's rule asks for, and what it forbids."""

from collections.abc import Iterator

from cvtex.document.model import Document
from cvtex.verify.checks.links import text_under
from cvtex.verify.checks.registry import Finding, Findings, check
from cvtex.verify.cited import asks, cited
from cvtex.verify.evidence import Evidence, Link, packed
from cvtex.verify.zones import Zones, zones

_TOP = 1 / 8
"""The part of a page at whose height its head runs."""


@check("G005", "every page has the head, foot and number that the target's rule asks for, and none that it forbids")
def heads_and_feet(document: Document, seen: Evidence) -> Findings:
    limits = document.limits
    asked = [name for name in ("head", "foot") if name in limits.without] + list(limits.having)
    if not asked:
        return 0
    for page, zone in zip(seen.pages, zones(document, seen), strict=True):
        for name, rows in (("head", zone.head), ("foot", zone.foot)):
            if rows and name in limits.without:
                yield Finding(
                    f"“{rows[0].text[:40]}” runs at the {name} of the page: {asks(document, 'without')} none",
                    cited(document, "without", f"let `{name}: none` stand in the target"),
                    page=page.number,
                    box=rows[0].box,
                )
        if "name" in limits.having and not _named(document, zone, page.width, page.height):
            yield Finding(
                f"“{document.name.plain}” does not stand at the top right of the page: {asks(document, 'with')} it there",
                cited(document, "with", "let `head: name` stand in the target"),
                page=page.number,
            )
        if "numbers" in limits.having and len(seen.pages) > 1 and not _numbered(zone, page.number):
            yield Finding(
                f"the page does not bear its number: {asks(document, 'with')} one on each",
                cited(document, "with", "let `foot: pages` stand in the target"),
                page=page.number,
            )
    return len(asked) * len(seen.pages)


def _named(document: Document, zone: Zones, width: float, height: float) -> bool:
    """Whether the owner's name stands in the right half of the page, at its top."""
    name = packed(document.file_author)
    return any(
        name in packed(stretch.text) and stretch.box[0] >= width / 2 and stretch.baseline > height * (1 - _TOP)
        for row in (*zone.head, *zone.body[:2])
        for stretch in row.stretches
    )


def _numbered(zone: Zones, number: int) -> bool:
    """Whether a page bears its number at its head or foot."""
    texts = [stretch.text for row in (*zone.head, *zone.foot) for stretch in row.stretches]
    return any(str(number) in "".join(c if c.isdigit() else " " for c in text).split() for text in texts)


@check("G007", "there are no links and bookmarks but those that the target's rule allows")
def jumps(document: Document, seen: Evidence) -> Findings:
    limits, examined = document.limits, 0
    if limits.links:
        examined += 1 + len(seen.links)
        yield from _links(document, seen)
    if "bookmarks" in limits.without:
        examined += 1
        if seen.structure.bookmarks:
            title = seen.structure.bookmarks[0].title
            message = f"the file has {len(seen.structure.bookmarks)} bookmarks, the first of them `{title}`: {asks(document, 'without')} none"
            yield Finding(message, cited(document, "without", "build it again: cvtex makes none for this target"))
    return examined


def _links(document: Document, seen: Evidence) -> Iterator[Finding]:
    for link in seen.links:
        where = f"to `{link.uri}`" if link.uri else "within the document"
        if document.limits.links == "none":
            message = f"the page has a link {where}: {asks(document, 'links')} none"
        elif link.uri and not shows_address(text_under(seen, link), link):
            message = f"the page has a link {where} under “{text_under(seen, link)[:40]}”: {asks(document, 'links')} the address itself in print"
        else:
            continue
        fix = cited(document, "links", "build it again: cvtex makes no such link for this target")
        yield Finding(message, fix, page=link.page, box=link.box)


def shows_address(text: str, link: Link) -> bool:
    """Whether a printed text is the address that it links to, the scheme and a last slash apart."""
    address = link.uri.casefold()
    for beginning in ("https://", "http://", "mailto:", "tel:"):
        address = address.removeprefix(beginning)
    shown = packed(text).casefold().removeprefix("https://").removeprefix("http://").rstrip("/.,;)")
    wanted = address.rstrip("/")
    return bool(shown) and shown.removeprefix("www.") == wanted.removeprefix("www.")
