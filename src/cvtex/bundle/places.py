"""The places that a part's links and bookmarks lead to, and their names, which no other part of the bundle may share."""

from collections.abc import Iterator, Mapping
from typing import Any

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from cvtex.bundle.objects import Objects
from cvtex.values import dataclass

_WIDE = b"\xfe\xff"
_IN_A_LEAF = 64
_MOST_NODES = 100_000


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one part: its pages in the bundle, and its named destinations under their new names."""

    pages: Mapping[tuple[int, int], int]
    new_pages: tuple[IndirectObject, ...]
    named: Mapping[bytes, ArrayObject]
    new_names: Mapping[bytes, bytes]

    def place(self, target: Any) -> ArrayObject | None:
        """Where a destination leads, as an array that names a page of the bundle; None where it leads nowhere."""
        name = name_of(target)
        if name is not None:
            return self.named.get(name)
        return placed(target, self.pages, self.new_pages)

    def target(self, target: Any) -> Any:
        """The same destination for a link in the bundle, by name where it was one; None where it leads nowhere."""
        name = name_of(target)
        if name is None or name not in self.named:
            return self.place(target)
        return ByteStringObject(self.new_names[name])


def name_of(value: Any) -> bytes | None:
    """The name that a destination is called by, None where it is none (ISO 32000-1, 12.3.2.3)."""
    value = plain(value)
    if isinstance(value, TextStringObject):
        return bytes(value.original_bytes)
    if isinstance(value, ByteStringObject):
        return bytes(value)
    if isinstance(value, NameObject):
        return str(value)[1:].encode("utf-8", "surrogateescape")
    return None


def placed(
    value: Any, pages: Mapping[tuple[int, int], int], new_pages: tuple[IndirectObject, ...]
) -> ArrayObject | None:
    """An explicit destination with the page as it is called in the bundle."""
    value = plain(value)
    if isinstance(value, DictionaryObject):
        value = plain(value.get("/D"))
    if not isinstance(value, ArrayObject) or len(value) < 2:
        return None
    page = list.__getitem__(value, 0)
    if isinstance(page, IndirectObject):
        index = pages.get((page.idnum, page.generation))
    else:
        index = int(page) if isinstance(page, NumberObject) and 0 <= page < len(new_pages) else None
    if index is None:
        return None
    rest = [plain(item) for item in list.__iter__(value)][1:]
    if any(isinstance(item, ArrayObject | DictionaryObject) for item in rest):
        return None
    return ArrayObject([new_pages[index], *rest])


def plain(value: Any) -> Any:
    """A value itself, wherever in the file it is written."""
    return value.get_object() if hasattr(value, "get_object") else value


def leaves_of(tree: Any, key: str) -> Iterator[tuple[Any, Any]]:
    """The pairs of a name or number tree, as far as it can be read; a node that comes again is passed over."""
    waiting, seen = [tree], set[int]()
    while waiting and len(seen) < _MOST_NODES:
        node = waiting.pop()
        if not isinstance(node, DictionaryObject) or id(node) in seen:
            continue
        seen.add(id(node))
        pairs = plain(node.get(key))
        items = list(list.__iter__(pairs)) if isinstance(pairs, ArrayObject) else []
        yield from ((plain(first), second) for first, second in zip(items[::2], items[1::2], strict=False))
        kids = plain(node.get("/Kids"))
        waiting += [plain(kid) for kid in reversed(kids)] if isinstance(kids, ArrayObject) else []


def read_named(root: DictionaryObject) -> Iterator[tuple[bytes, Any]]:
    """The named destinations of a part: of its name tree, then of the older dictionary, as far as they can be read."""
    names = plain(root.get("/Names"))
    tree = plain(names.get("/Dests")) if isinstance(names, DictionaryObject) else None
    for key, value in leaves_of(tree, "/Names"):
        name = name_of(key)
        if name is not None:
            yield name, value
    older = plain(root.get("/Dests"))
    if isinstance(older, DictionaryObject):
        for key in older:
            yield str(key)[1:].encode("utf-8", "surrogateescape"), older.raw_get(key)


def new_name(name: bytes, number: int, taken: Mapping[bytes, object]) -> bytes:
    """What a destination is called in the bundle: as before, or with the part's number in front where that is taken."""
    new = name
    while new in taken:
        before = f"{number}."
        wide = new.startswith(_WIDE)
        new = _WIDE + before.encode("utf-16-be") + new[2:] if wide else before.encode() + new
    return new


def name_tree(named: Mapping[bytes, Any], objects: Objects) -> IndirectObject:
    """What has a name, as a name tree (ISO 32000-1, 7.9.6)."""
    names = sorted(named)
    leaves = []
    for start in range(0, len(names), _IN_A_LEAF):
        some = names[start : start + _IN_A_LEAF]
        pairs = ArrayObject()
        for name in some:
            pairs += [ByteStringObject(name), named[name]]
        limits = ArrayObject([ByteStringObject(some[0]), ByteStringObject(some[-1])])
        leaves.append(objects.add(DictionaryObject({NameObject("/Limits"): limits, NameObject("/Names"): pairs})))
    return objects.add(DictionaryObject({NameObject("/Kids"): ArrayObject(leaves)}))
