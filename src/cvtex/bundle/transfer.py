"""The transfer of objects from a part into the bundle: each once, as it is, without what tells of its making."""

import zlib
from collections.abc import Mapping
from typing import Any

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from cvtex.bundle.objects import Objects
from cvtex.values import dataclass

MOST_UNPACKED = 200_000_000
"""Bytes of one stream that are unpacked to see whether it is whole."""

# Where a part was edited and by what: programs' own data, dates, paths (ISO 32000-1, 14.5; pdfTeX's PTEX keys).
_PRIVATE = frozenset({"/PieceInfo", "/LastModified"})
_OWNED = frozenset({"/StructParent", "/StructParents"})
_ROOMS = frozenset({"/Page", "/Pages", "/Catalog", "/Template"})


class DamagedError(Exception):
    """A stream of a part that cannot be unpacked; the text says which."""


@dataclass(frozen=True, slots=True)
class Tagging:
    """How the tags of a part are called in the bundle: keys into the tree of owners by `offset` more, identifiers and
    classes with the `prefix`, kinds of elements as `renamed`."""

    offset: int
    prefix: str
    renamed: Mapping[str, str]


class Transfer:
    """What of a part is in the bundle already, by its number there; without `tagging`, its tags stay behind."""

    def __init__(self, objects: Objects, tagging: Tagging | None = None) -> None:
        self._objects = objects
        self.tagging = tagging
        self._known: dict[tuple[int, int], IndirectObject] = {}
        self._waiting: list[tuple[IndirectObject, IndirectObject]] = []

    def know(self, old: IndirectObject, new: IndirectObject) -> None:
        """Have references to an object lead to one that is made otherwise, such as a page."""
        self._known.setdefault((old.idnum, old.generation), new)

    def known(self, old: IndirectObject) -> IndirectObject | None:
        return self._known.get((old.idnum, old.generation))

    def copied(self, value: Any) -> Any:
        """A value with everything that it refers to; what that is stands in the bundle after `finish`."""
        if isinstance(value, IndirectObject):
            return self._reference(value)
        if isinstance(value, StreamObject):
            return self._stream(value)
        if isinstance(value, DictionaryObject):
            return self._dictionary(value, DictionaryObject())
        if isinstance(value, ArrayObject):
            return ArrayObject([self.copied(item) for item in value])
        return NullObject() if value is None else value

    def finish(self) -> None:
        """Copy all that was referred to, and what that refers to."""
        while self._waiting:
            old, new = self._waiting.pop()
            value = old.get_object()
            if isinstance(value, StreamObject):
                _try_to_unpack(value, old.idnum)
            room = isinstance(value, DictionaryObject) and value.get("/Type") in _ROOMS
            self._objects.fill(new, NullObject() if room else self.copied(value))

    def _reference(self, old: IndirectObject) -> IndirectObject:
        new = self.known(old)
        if new is None:
            new = self._objects.reserve()
            self.know(old, new)
            self._waiting.append((old, new))
        return new

    def _dictionary(self, old: DictionaryObject, new: Any) -> Any:
        for key in old:
            value = old.raw_get(key)
            if key in _OWNED:
                self._owned(key, value, new)
            elif not _private(key, value):
                new[NameObject(key)] = self.copied(value)
        if self.tagging:
            _rename(new, self.tagging)
        return new

    def _owned(self, key: str, value: Any, new: Any) -> None:
        """The key by which the owner of a piece in the tree of tags is found."""
        number = value.get_object() if value is not None else None
        if self.tagging and isinstance(number, NumberObject):
            new[NameObject(key)] = NumberObject(self.tagging.offset + int(number))

    def _stream(self, old: StreamObject) -> StreamObject:
        new = StreamObject()
        new._data = old._data
        self._dictionary(old, new)
        for key in ("/F", "/FFilter", "/FDecodeParms"):  # data that lie in another file
            new.pop(key, None)
        return new


def _rename(new: Any, tagging: Tagging) -> None:
    """Give an element of the tree of tags the names that it has in the bundle."""
    if "/Headers" in new and new.raw_get("/O") == "/Table":
        cells = new.raw_get("/Headers")
        items = [_prefixed(item, tagging.prefix) for item in cells] if isinstance(cells, ArrayObject) else cells
        new[NameObject("/Headers")] = ArrayObject(items) if isinstance(cells, ArrayObject) else cells
    if "/S" not in new or "/P" not in new:
        return
    kind = new.raw_get("/S")
    if kind in tagging.renamed:
        new[NameObject("/S")] = NameObject(tagging.renamed[kind])
    if "/ID" in new:
        new[NameObject("/ID")] = _prefixed(new.raw_get("/ID"), tagging.prefix)
    classes = new.raw_get("/C") if "/C" in new else None
    if isinstance(classes, NameObject):
        new[NameObject("/C")] = NameObject(f"/{tagging.prefix}{classes[1:]}")
    elif isinstance(classes, ArrayObject):
        named = [NameObject(f"/{tagging.prefix}{n[1:]}") if isinstance(n, NameObject) else n for n in classes]
        new[NameObject("/C")] = ArrayObject(named)


def _prefixed(value: Any, prefix: str) -> Any:
    """A string with something in front; anything else as it is."""
    if isinstance(value, TextStringObject):
        return ByteStringObject(prefix.encode() + value.original_bytes)
    return ByteStringObject(prefix.encode() + value) if isinstance(value, ByteStringObject) else value


def _private(key: str, value: Any) -> bool:
    if key in _PRIVATE or key.startswith("/PTEX."):
        return True
    if key not in ("/Metadata", "/AF") or value is None:
        return False
    found = value.get_object()
    if key == "/AF":  # files of others; a font may bear that name
        files = found if isinstance(found, ArrayObject) else [found]
        return all(isinstance(file.get_object(), DictionaryObject) and "/EF" in file.get_object() for file in files)
    return isinstance(found, StreamObject) and found.get("/Type") == "/Metadata"


def _try_to_unpack(stream: StreamObject, number: int) -> None:
    """Raise DamagedError where a stream is not what its maker packed; other packings are the readers' business."""
    packing = stream.get("/Filter")
    packing = packing.get_object() if packing is not None else None
    first = packing[0] if isinstance(packing, ArrayObject) and packing else packing
    if first not in ("/FlateDecode", "/Fl"):
        return
    # Without its head and checksum, which some programs write wrongly and no reader asks for (RFC 1950).
    unpacking, left = zlib.decompressobj(-zlib.MAX_WBITS), stream._data[2:]
    unpacked = 0
    try:
        while left and not unpacking.eof and unpacked < MOST_UNPACKED:
            unpacked += len(unpacking.decompress(left, 1 << 20))
            left = unpacking.unconsumed_tail
    except zlib.error as error:
        raise DamagedError(f"object {number} cannot be unpacked ({error})") from error
    if not unpacking.eof and unpacked < MOST_UNPACKED:
        raise DamagedError(f"object {number} is cut off")
