"""Links: each address of the document can be clicked, each that can be clicked is one, and leads where its text says."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from cvtex.content.markup import Run, plain
from cvtex.content.source import without_line_signs
from cvtex.diagnostics import Span
from cvtex.document.model import Document, facts
from cvtex.patterns import regex
from cvtex.verify.checks.registry import Finding, Findings, NotExaminedError, check, check_any, check_either
from cvtex.verify.directions import turned
from cvtex.verify.evidence import Box, Evidence, Link, packed
from cvtex.verify.lines import stretches_of, upright
from cvtex.verify.placement import first_stream

_SOUND = regex(
    r"https?://[^\s/]+(/\S*)?$|https?://[^\s/?#]+[?#]\S*$|mailto:[^\s@]+@[^\s@]+$|tel:\+?[\d().-]*\d[\d().-]*(;\S*)?$",
    re.IGNORECASE,
)
_HOST = regex(r"(?:https?://(?:www\.)?|www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?=[/:?#]|$)", re.IGNORECASE)
_SURE = regex(r"https?://|www\.|[^/]+\.[a-z]{2,}/", re.IGNORECASE)
BESIDE = 10  # characters that the box of a link may touch beside its own
_MAIL = regex(r"[^\s@<>()]+@[^\s@<>()]+\.[a-z]{2,}$", re.IGNORECASE)
_DOI = regex(r"10\.\d{4,9}/\S+$")


@check("K001", "every address of the data is a link over its text, and there are no others")
def links(document: Document, seen: Evidence) -> Findings:
    wanted = list(_addresses(document))
    turns = any(turned(fact.text) for fact in facts(document))  # what such a line links to may be numbers alone
    under: dict[str, str] = defaultdict(str)
    for link, text in zip(seen.links, _texts_under(seen), strict=True):
        if link.uri:
            under[unquote(link.uri)] += packed(text)
    for address, text, span in wanted:
        found = under.get(unquote(address))
        if found is None:
            yield Finding(f"`{address}` is not a link on the page", "the PDF lost it", span)
        elif found.count(packed(text)) < 1 and not (turns and _covered(document, seen, address, text)):
            yield Finding(
                f"the link to `{address}` does not lie over “{text}”", "a click on the text leads nowhere", span
            )
    due: Counter[str] = Counter()
    for address, text, _ in wanted:
        due[unquote(address)] += len(packed(text))
    for address, found in under.items():
        if due[address] and len(found) > 2 * due[address] + BESIDE:
            yield Finding(
                f"the link to `{address}` lies over much more than its text", "a click beside the text follows it"
            )
    for link in seen.links:
        if link.uri and unquote(link.uri) not in due:
            hint = "a link of the page is none of the data's"
            yield Finding(
                f"the page links to `{link.uri}`, which is not in the data", hint, page=link.page, box=link.box
            )
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


@check_either("K003", "no address begins with http where its host is given with https elsewhere")
def schemes(document: Document | None, seen: Evidence) -> Findings:
    spans = {address: span for address, _, span in _addresses(document)} if document else {}
    secure = {_host_of(link.uri) for link in seen.links if link.uri.casefold().startswith("https://")}
    told: set[str] = set()
    for link in seen.links:
        if link.uri.casefold().startswith("http://") and _host_of(link.uri) in secure and link.uri not in told:
            told.add(link.uri)
            yield Finding(
                f"`{link.uri}` is not encrypted, and the same host is linked with https elsewhere",
                "write https:// here too",
                spans.get(link.uri),
                link.page,
                link.box,
                severity="error" if document else "warning",
            )
    return sum(link.uri.casefold().startswith("http") for link in seen.links)


@check_either("K004", "an address that is printed is the one that is linked")
def candour(document: Document | None, seen: Evidence) -> Findings:
    if not upright(seen):
        raise NotExaminedError("the text does not run across the pages")
    examined = 0
    for link, text in zip(seen.links, _texts_under(seen), strict=True):
        examined += 1
        if link.uri and not text and document:
            yield Finding(
                f"the link to `{link.uri}` lies over no text", "nobody can find it", page=link.page, box=link.box
            )
        elif link.uri and _deceives(text, link.uri):
            yield Finding(
                f"“{text}” is printed, and the link leads to `{link.uri}`",
                "readers trust what they see: print the address that is linked",
                page=link.page,
                box=link.box,
                severity="warning" if document else "error",
            )
    return examined


def _deceives(text: str, uri: str) -> bool:
    """Whether a text looks like an address and is another than the one linked, or than a part of it."""
    letters = (character for character in packed(text) if unicodedata.category(character) != "Co")
    shown, address = "".join(letters).rstrip(".,;…"), unquote(uri).casefold()
    if shown.casefold() in address:
        return False
    if _MAIL.match(shown):
        return address.startswith("mailto:") and shown.casefold() not in address
    doi = _DOI.search(shown)
    if doi:
        return doi[0].casefold() not in address
    host = _HOST.match(shown) if _SURE.match(shown) else None
    if host and address.startswith("http"):
        linked = _host_of(uri)
        return not (linked.endswith(host[1].casefold()) or host[1].casefold().endswith(linked))
    return False


def _host_of(uri: str) -> str:
    try:
        return (urlsplit(uri).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _texts_under(seen: Evidence) -> tuple[str, ...]:
    """What is printed where each link lies."""
    return seen.once("texts under links", lambda: tuple(text_under(seen, link) for link in seen.links))


def text_under(seen: Evidence, link: Link) -> str:
    """What is printed where a link lies."""
    if not 0 < link.page <= len(seen.pages):
        return ""
    page = seen.pages[link.page - 1]
    left, bottom, right, top = link.box
    found = []
    for line in stretches_of(seen, page):
        if _apart(line.box, link.box):
            continue
        inside = [
            index
            for index, box in enumerate(page.boxes[line.start : line.end], line.start)
            if box and left <= (box[0] + box[2]) / 2 <= right and bottom <= (box[1] + box[3]) / 2 <= top
        ]
        if inside:
            found.append(page.text[inside[0] : inside[-1] + 1])
    return " ".join(found)


def _covered(document: Document, seen: Evidence, address: str, text: str) -> bool:
    """Whether each letter of a text lies under a link to an address, wherever its line turns them."""
    links = [link for link in seen.links if unquote(link.uri) == unquote(address)]
    stream, wanted = first_stream(document, seen), packed(text)
    start = stream.text.find(wanted)
    while start >= 0:
        places = stream.places[start : start + len(wanted)]
        boxes = ((page, seen.pages[page - 1].boxes[index]) for page, index in places)
        if all(box and any(link.page == page and _holds(link.box, box) for link in links) for page, box in boxes):
            return True
        start = stream.text.find(wanted, start + 1)
    return False


def _apart(one: Box, other: Box) -> bool:
    return one[3] < other[1] or one[1] > other[3] or one[2] < other[0] or one[0] > other[2]


def _holds(outer: Box, inner: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _addresses(document: Document) -> Iterator[tuple[str, str, Span]]:
    """Each address with the text that links to it."""
    for contact in document.contact:
        if contact.href:
            yield contact.href, without_line_signs(contact.text), contact.span
    for fact in facts(document):
        address, linked = "", list[Run]()
        for run in (*fact.runs, None):
            if run is None or run.href != address:
                if address:
                    yield address, plain(linked), fact.span
                address, linked = (run.href if run else ""), []
            if run and run.href:
                linked.append(run)
