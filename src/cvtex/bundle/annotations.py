"""The annotations of a part's page: links, which are kept, and the rest, which a bundle cannot hold or leaves behind."""

from collections.abc import Iterator
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject

from cvtex.bundle.places import Places, plain
from cvtex.bundle.transfer import Transfer
from cvtex.values import dataclass

# What of a link is kept beside its target (ISO 32000-1, tables 164 and 173).
_KEPT = ("/Rect", "/F", "/Border", "/C", "/BS", "/H", "/QuadPoints", "/Contents", "/NM", "/AP", "/AS")
_OWNER = "/StructParent"
# Links that mean the same wherever a page stands.
_NEIGHBOURS = frozenset({"/NextPage", "/PrevPage"})
LEFT = {
    "/JavaScript": "a link that runs JavaScript",
    "/Launch": "a link that starts a program",
    "/GoToR": "a link into another file",
    "/GoToE": "a link into an attached file",
    "/Named": "a link that commands the reader",
    "/SubmitForm": "a link that sends a form",
    "/ImportData": "a link that fills a form",
    "/ResetForm": "a link that empties a form",
    "/Rendition": "a link that plays a film or sound",
    "/Movie": "a link that plays a film or sound",
    "/Sound": "a link that plays a film or sound",
}
NOWHERE = "a link that leads nowhere"
_OF_NO_KIND = "a link of an unknown kind"
_FILMS = frozenset({"/Movie", "/Sound", "/Screen", "/RichMedia"})
_COMMENTS = frozenset(
    {
        "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline",
        "/Squiggly", "/StrikeOut", "/Caret", "/Stamp", "/Ink", "/Redact",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """Something that a part holds beside its pages, bookmarks and links, and the page, from 1, that it is on."""

    what: str
    page: int = 0


def annotations(page: Any) -> Iterator[DictionaryObject]:
    """The annotations of a page that can be read as such."""
    yield from (annotation for _, annotation in references(page))


def references(page: Any) -> Iterator[tuple[Any, DictionaryObject]]:
    """The annotations of a page, each with what stands for it in the page's list."""
    found = plain(page.get("/Annots"))
    for item in list.__iter__(found) if isinstance(found, ArrayObject) else ():
        annotation = plain(item)
        if isinstance(annotation, DictionaryObject):
            yield item, annotation


def foreign(annotation: DictionaryObject) -> str:
    """What an annotation is that a bundle cannot hold, because it is seen on the page; empty for a link and a pop-up."""
    kind = plain(annotation.get("/Subtype"))
    if kind in ("/Link", "/Popup"):
        return ""
    if kind == "/Widget":
        return "a signature" if plain(annotation.get("/FT")) == "/Sig" else "a form"
    if kind in _COMMENTS:
        return "a comment"
    if kind in _FILMS:
        return "a film or sound"
    if kind == "/3D":
        return "a 3D model"
    if kind == "/FileAttachment":
        return "an attached file on a page"
    return f"an annotation of the kind {str(kind).lstrip('/')}"


def link(old: DictionaryObject, page: IndirectObject, places: Places, transfer: Transfer) -> DictionaryObject | str:
    """A link as it stands in the bundle, or in words why it is left out."""
    action = plain(old.get("/A"))
    action = action if isinstance(action, DictionaryObject) else DictionaryObject()
    kind = plain(action.get("/S"))
    raw = old.raw_get("/Dest") if "/Dest" in old else None
    new = DictionaryObject({NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Link")})
    if raw is not None or kind == "/GoTo":
        target = places.target(raw if raw is not None else action.get("/D"))
        if target is None:
            return NOWHERE
        told = {"/S": NameObject("/GoTo"), "/D": target}
    elif kind == "/URI":
        told = {"/S": kind, "/URI": transfer.copied(plain(action.get("/URI")))}
        if "/IsMap" in action:
            told["/IsMap"] = plain(action["/IsMap"])
    elif kind == "/Named" and plain(action.get("/N")) in _NEIGHBOURS:
        told = {"/S": kind, "/N": plain(action["/N"])}
    else:
        return LEFT.get(str(kind), _OF_NO_KIND) if action else NOWHERE
    new[NameObject("/A")] = DictionaryObject({NameObject(key): value for key, value in told.items()})
    new[NameObject("/P")] = page
    for key in _KEPT:
        if key in old:
            new[NameObject(key)] = transfer.copied(old.raw_get(key))
    owner = plain(old.get(_OWNER))
    if transfer.tagging and isinstance(owner, NumberObject):
        new[NameObject(_OWNER)] = NumberObject(transfer.tagging.offset + int(owner))
    return new
