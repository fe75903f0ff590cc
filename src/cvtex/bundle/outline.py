"""Bookmarks: those of a part as they are read, and those of the bundle as they are written."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from cvtex.bundle.objects import Objects
from cvtex.bundle.places import Places, plain
from cvtex.values import dataclass, replace

MOST = 20_000
"""Bookmarks of one part; a book of a thousand pages has fewer."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A bookmark: `level` from 0, where it leads, and how a reader shows it; colour and style as PDF has them.

    `leads_out` tells that it does something else than lead to a place in the file or to an address.
    """

    title: Any
    level: int
    place: ArrayObject | None
    address: Any = None
    colour: Any = None
    style: Any = None
    opened: bool = False
    leads_out: bool = False


def read_outline(root: DictionaryObject, places: Places) -> Iterator[Bookmark]:
    """The bookmarks of a part, from the first to the last; one that comes again, as in a ring, is passed over."""
    outline = plain(root.get("/Outlines"))
    waiting = [(_next(outline, "/First"), 0)]
    seen: set[int] = set()
    while waiting and len(seen) < MOST:
        item, level = waiting.pop()
        if not isinstance(item, DictionaryObject) or id(item) in seen:
            continue
        seen.add(id(item))
        yield _bookmark(item, level, places)
        waiting.append((_next(item, "/Next"), level))
        waiting.append((_next(item, "/First"), level + 1))


def _next(item: Any, key: str) -> Any:
    return plain(item.get(key)) if isinstance(item, DictionaryObject) else None


def _bookmark(item: DictionaryObject, level: int, places: Places) -> Bookmark:
    action = plain(item.get("/A"))
    kind = plain(action.get("/S")) if isinstance(action, DictionaryObject) else None
    target = item.get("/Dest")
    if target is None and kind == "/GoTo":
        target = action.get("/D")
    count = plain(item.get("/Count"))
    colour = plain(item.get("/C"))
    return Bookmark(
        title=plain(item.get("/Title")) or TextStringObject(""),
        level=level,
        place=places.place(target) if target is not None else None,
        address=plain(action.get("/URI")) if kind == "/URI" else None,
        colour=ArrayObject([plain(part) for part in colour]) if isinstance(colour, ArrayObject) else None,
        style=plain(item.get("/F")),
        opened=isinstance(count, NumberObject) and count > 0,
        leads_out=target is None and kind is not None and kind != "/URI",
    )


def below(bookmarks: Sequence[Bookmark]) -> list[Bookmark]:
    """Bookmarks one level further down."""
    return [replace(item, level=item.level + 1) for item in bookmarks]


def write_outline(bookmarks: Sequence[Bookmark], objects: Objects) -> IndirectObject:
    """The outline of the bundle (ISO 32000-1, 12.3.3). The first bookmark is on level 0, and none is two below its parent."""
    root = objects.reserve()
    references = [objects.reserve() for _ in bookmarks]
    # The family of each: -1 stands for the root.
    parents: list[int] = []
    children: dict[int, list[int]] = {-1: []}
    above: list[int] = []
    for number, item in enumerate(bookmarks):
        del above[item.level :]
        parents.append(above[-1] if above else -1)
        children.setdefault(parents[-1], []).append(number)
        children.setdefault(number, [])
        above.append(number)
    shown = _shown(bookmarks, children)
    for number, item in enumerate(bookmarks):
        siblings = children[parents[number]]
        index = bisect_left(siblings, number)
        entry = _entry(item)
        entry[NameObject("/Parent")] = root if parents[number] < 0 else references[parents[number]]
        if index > 0:
            entry[NameObject("/Prev")] = references[siblings[index - 1]]
        if index + 1 < len(siblings):
            entry[NameObject("/Next")] = references[siblings[index + 1]]
        _add_children(entry, children[number], references, shown[number] if item.opened else -shown[number])
        objects.fill(references[number], entry)
    top = DictionaryObject({NameObject("/Type"): NameObject("/Outlines")})
    _add_children(top, children[-1], references, len(children[-1]) + _open(children[-1], bookmarks, shown))
    objects.fill(root, top)
    return root


def _shown(bookmarks: Sequence[Bookmark], children: dict[int, list[int]]) -> dict[int, int]:
    """How many bookmarks come to sight when one is opened, itself not counted."""
    shown: dict[int, int] = {}
    for number in range(len(bookmarks) - 1, -1, -1):
        own = children[number]
        shown[number] = len(own) + _open(own, bookmarks, shown)
    return shown


def _open(numbers: Sequence[int], bookmarks: Sequence[Bookmark], shown: dict[int, int]) -> int:
    return sum(shown[number] for number in numbers if bookmarks[number].opened)


def _add_children(entry: DictionaryObject, own: list[int], references: list[IndirectObject], count: int) -> None:
    if own:
        entry[NameObject("/First")] = references[own[0]]
        entry[NameObject("/Last")] = references[own[-1]]
        entry[NameObject("/Count")] = NumberObject(count)


def _entry(item: Bookmark) -> DictionaryObject:
    entry = DictionaryObject({NameObject("/Title"): item.title})
    if item.place is not None:
        entry[NameObject("/Dest")] = item.place
    elif item.address is not None:
        action = {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): item.address}
        entry[NameObject("/A")] = DictionaryObject(action)
    if item.colour is not None:
        entry[NameObject("/C")] = item.colour
    if isinstance(item.style, NumberObject):
        entry[NameObject("/F")] = item.style
    return entry
