"""The objects of a PDF that is being made, and the bytes of the file that holds them."""

import hashlib
import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from pypdf.generic import ArrayObject, ByteStringObject, IndirectObject, NullObject, NumberObject, StreamObject

_TOGETHER = 200  # objects that are packed into one stream
_HEADER = "%PDF-{}\n%\xe2\xe3\xcf\xd3\n"


class Objects:
    """Objects by number, from 1; a number may be given out before its object is known."""

    def __init__(self) -> None:
        self._held: list[Any] = []

    def reserve(self) -> IndirectObject:
        """A reference to an object that comes later."""
        self._held.append(NullObject())
        return IndirectObject(len(self._held), 0, None)

    def fill(self, reference: IndirectObject, value: Any) -> None:
        self._held[reference.idnum - 1] = value

    def add(self, value: Any) -> IndirectObject:
        reference = self.reserve()
        self.fill(reference, value)
        return reference

    def file(self, *, root: IndirectObject, info: IndirectObject, version: str) -> bytes:
        """The whole file; its bytes depend on the objects alone (ISO 32000-1, 7.5.7 and 7.5.8)."""
        out = bytearray(_HEADER.format(version).encode("latin-1"))
        rows = [b""] * (len(self._held) + 1)
        rows[0] = _row(0, 0, 65535)
        plain = []
        for number, value in enumerate(self._held, 1):
            if isinstance(value, StreamObject):
                rows[number] = _row(1, len(out), 0)
                out += _stream(number, value.items(), value._data)
            else:
                plain.append((number, _written(value)))
        for packed in _packed(plain):
            rows.append(_row(1, len(out), 0))
            holder = len(rows) - 1
            for index, number in enumerate(packed.numbers):
                rows[number] = _row(2, holder, index)
            out += b"%d 0 obj\n%s\nendobj\n" % (holder, packed.text)
        return bytes(out + _ending(rows, len(out), bytes(out), root, info))


class _Packed:
    """Some objects in one stream."""

    def __init__(self, objects: list[tuple[int, bytes]]) -> None:
        self.numbers = [number for number, _ in objects]
        places, length = [], 0
        for number, text in objects:
            places.append(b"%d %d" % (number, length))
            length += len(text) + 1
        head = b" ".join(places) + b"\n"
        body = zlib.compress(head + b"\n".join(text for _, text in objects), 9)
        entries = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (len(objects), len(head))
        self.text = b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(body), body)


def _packed(objects: list[tuple[int, bytes]]) -> Iterator[_Packed]:
    for start in range(0, len(objects), _TOGETHER):
        yield _Packed(objects[start : start + _TOGETHER])


def _row(kind: int, first: int, second: int) -> bytes:
    """An entry of the cross-reference stream: one byte, five and two."""
    return struct.pack(">BBIH", kind, first >> 32, first & 0xFFFFFFFF, second)


def _written(value: Any) -> bytes:
    out = io.BytesIO()
    value.write_to_stream(out)
    return out.getvalue()


def _stream(number: int, entries: Any, data: bytes) -> bytes:
    told = b"\n".join(_written(key) + b" " + _written(value) for key, value in entries if key != "/Length")
    return b"%d 0 obj\n<<\n%s\n/Length %d\n>>\nstream\n%s\nendstream\nendobj\n" % (number, told, len(data), data)


def _ending(rows: list[bytes], place: int, before: bytes, root: IndirectObject, info: IndirectObject) -> bytes:
    """The cross-reference stream, which is the trailer too; the identifier is made of all that stands before it."""
    number = len(rows)
    body = zlib.compress(b"".join([*rows, _row(1, place, 0)]), 9)
    mark = ByteStringObject(hashlib.sha256(before).digest()[:16])
    identifier = _written(ArrayObject([mark, mark]))
    widths = _written(ArrayObject([NumberObject(1), NumberObject(5), NumberObject(2)]))
    entries = b"/Type /XRef /Size %d /W %s /Root %s /Info %s /ID %s /Filter /FlateDecode /Length %d" % (
        number + 1, widths, _written(root), _written(info), identifier, len(body),
    )  # fmt: skip
    return b"%d 0 obj\n<< %s >>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        number,
        entries,
        body,
        place,
    )
