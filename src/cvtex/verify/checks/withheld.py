"""What a target leaves out of the contact: proof that it is nowhere in the file, on no ground and in no form."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from cvtex.content.model import Photo
from cvtex.document.model import Document, facts
from cvtex.patterns import regex
from cvtex.values import dataclass
from cvtex.verify.checks.registry import Finding, Findings, check
from cvtex.verify.directions import turned
from cvtex.verify.evidence import Evidence, normal

_HINT = "nobody should find it there: remove it, or build the PDF anew"
_PHONE = regex(r"(?:tel:)?\+?[\d\s().\u2010-\u2013/-]{6,}")
_DAY = regex(r"\d{4}-\d{2}-\d{2}|\d{1,2}([./-])\d{1,2}\1\d{4}|(?:19|20)\d{6}")
_ADDRESS = regex(r"(?:mailto:|https?://(?:www\.)?|www\.)", re.IGNORECASE)
_FEWEST_DIGITS = 6
_COUNTRY = 3
"""Digits at the beginning of a number that another way of writing it may lack: a country's code has up to three."""
_GAP = r"[\s().\u00a0\u2010-\u2013/\\-]{0,3}"
_KERNED = regex(r"\)\s*-?[\d.]*\s*\(|>\s*-?[\d.]*\s*<")


@dataclass(frozen=True, slots=True)
class _Place:
    """A part of the file in words, and its text."""

    name: str
    text: str
    page: int | None = None


@check(
    "M012",
    "what the target leaves out of the contact, and a photo, is nowhere in the file: pages, metadata, links, the rest",
)
def withheld(document: Document, seen: Evidence) -> Findings:
    """Texts are sought whatever white space parts them, in any case; numbers by their digits, however they are grouped."""
    if not document.withheld and not document.hidden:
        return 0
    places = list(_places(seen))
    said = _plain(" ".join(fact.text for fact in facts(document)))
    examined = 0
    for text, span in document.withheld:
        sought = _sought(text)
        examined += len(places)
        found = next((place for place in places if sought(place.text)), None)
        if found:
            # A town may be where one works as well: the data say it, and no proof is possible.
            elsewhere = not _is_private(text) and sought(said)
            yield Finding(
                f"the target leaves out “{text}”, and it stands in {found.name}",
                "other data of this document hold it too: leave them out as well" if elsewhere else _HINT,
                span,
                found.page,
                severity="warning" if elsewhere else None,
            )
    if document.hidden:
        examined += len(places) + len(seen.pages)
        yield from _pictured(document.hidden, seen)
        words = document.hidden.alt.plain
        sought = _sought(words)
        found = next((place for place in places if sought(place.text)), None)
        if found and not sought(said):
            message = f"the target leaves out the photo, and “{words}” stands in {found.name}"
            yield Finding(message, _HINT, document.hidden.alt.span, found.page)
    if not seen.structure.loose.whole:
        yield Finding(
            "the file is too large to be looked through for what the target leaves out", "use smaller pictures"
        )
    return examined


def _pictured(hidden: Photo, seen: Evidence) -> Iterator[Finding]:
    """Pictures, shown or not: any of them may be the photo that is left out."""
    shown = [page.number for page in seen.pages if page.images]
    if shown:
        yield Finding("the target leaves out the photo, and a picture is drawn", _HINT, hidden.span, shown[0])
    elif seen.structure.loose.pictures:
        yield Finding("the target leaves out the photo, and the file holds a picture", _HINT, hidden.span)


def _places(seen: Evidence) -> Iterator[_Place]:
    """All texts of a file, those that people see first."""
    for page, second_text in zip(seen.pages, seen.second.texts, strict=True):
        for text in (page.text, second_text, second_text[::-1] if turned(second_text) else ""):
            yield _Place("the text of a page", _plain(text), page.number)
            yield _Place("the text of a page", _plain(re.sub(r"[-\u00ad\u0002\ufffe]\s*\n", "", text)), page.number)
    yield _Place("the text of its pages", _plain("".join(page.text for page in seen.pages)))
    for key, value in seen.metadata:
        yield _Place(f"the metadata of the file ({key[1:]})", _plain(value))
    for packet in seen.structure.loose.metadata:
        from html import unescape  # its list of names takes a millisecond

        yield _Place("the XMP packet of the file", _plain(unescape(packet)))
    for link in seen.links:
        yield _Place("the address of a link", _plain(f"{unquote(link.uri)} {link.destination}"), link.page)
    for bookmark in seen.structure.bookmarks:
        yield _Place("a bookmark", _plain(bookmark.title))
    for name in (*seen.destinations, *seen.structure.page_labels):
        yield _Place("the name of a place in the file", _plain(name))
    loose = seen.structure.loose
    yield _Place("the structure of the file", _plain(loose.structure.replace("\\", "")))
    yield _Place("the structure of the file", _plain(unquote(loose.structure)))
    yield _Place("a stream of the file", _plain(_KERNED.sub("", loose.contents).replace("\\", "")))


def _plain(text: str) -> str:
    """A text in small letters, without the forms that readers hand out for the same character."""
    return "".join(normal(character) for character in text).casefold()


def _sought(text: str) -> Callable[[str], bool]:
    """What finds a text in a plain one: a number by its last digits, an address as a whole, words also where they are glued."""
    digits = "".join(character for character in text if character.isdigit())
    if _PHONE.fullmatch(text.strip()) and len(digits) >= _FEWEST_DIGITS and not _DAY.fullmatch(text.strip()):
        last = digits[-max(_FEWEST_DIGITS, len(digits) - _COUNTRY) :]
        return _finds(_GAP.join(last), "", r"(?!\d)")
    typed = "".join(_ADDRESS.sub("", text.strip(), count=1).rstrip("/").split())
    words = _plain(typed)
    # In another encoding, letters of both cases have nothing in common.
    latin = {_as_latin(form, encoding) for form in (typed, words) for encoding in ("utf-8", "utf-16-be")}
    forms = sorted({words, *latin} - {""})
    spread = "|".join(r"\s*".join(map(re.escape, form)) for form in forms)
    if "." in words and "@" not in words and not words[0].isdigit():
        # An address may not go on: `example.org` is none of `ada@example.org`, nor of `example.org/lab`.
        return _finds(spread, r"(?<![\w@.-])(?<!www\.)(?:www\.)?", r"(?![\w-]|\.\w|/[\w~%?#.-])")
    return _finds(spread, r"(?<!\d)" if words[:1].isdigit() else "", r"(?!\d)" if words[-1:].isdigit() else "")


def _finds(pattern: str, before: str, after: str) -> Callable[[str], bool]:
    compiled = re.compile(f"{before}(?:{pattern}){after}")
    return lambda place: bool(compiled.search(place))


def _as_latin(words: str, encoding: str) -> str:
    """Words in another encoding, as they are seen by what reads bytes as Latin and drops null bytes."""
    return words.encode(encoding).replace(b"\x00", b"").decode("latin-1").casefold()


def _is_private(text: str) -> bool:
    """Whether a text is a number, a date or an address, which nothing else happens to be."""
    return any(map(str.isdigit, text)) or "@" in text or "://" in text
