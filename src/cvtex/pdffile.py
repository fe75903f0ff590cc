"""The bytes of a PDF file, made of objects that are bytes already."""

import struct
import zlib
from collections.abc import Iterator, Sequence

from cvtex.values import dataclass

_TOGETHER = 200  # objects that are packed into one stream
_HEADER = "%PDF-{}\n%\xe2\xe3\xcf\xd3\n"


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream: the entries of its dictionary but its length, and its data as they stand in the file."""

    entries: bytes
    data: bytes


Body = bytes | Stream
"""An object without its number: written out, or a stream."""


def pdf_file(objects: Sequence[Body], *, root: int, info: int, version: str) -> bytes:
    """The whole file of objects that are numbered from 1; its bytes depend on them alone (ISO 32000-1, 7.5.7 and 7.5.8)."""
    out = bytearray(_HEADER.format(version).encode("latin-1"))
    rows = [b""] * (len(objects) + 1)
    rows[0] = _row(0, 0, 65535)
    plain: list[tuple[int, bytes]] = []
    for number, body in enumerate(objects, 1):
        if isinstance(body, Stream):
            rows[number] = _row(1, len(out), 0)
            out += b"%d 0 obj\n<<\n%s\n/Length %d\n>>\nstream\n%s\nendstream\nendobj\n" % (
                number, body.entries, len(body.data), body.data,
            )  # fmt: skip
        else:
            plain.append((number, body))
    for numbers, text in _packed(plain):
        rows.append(_row(1, len(out), 0))
        holder = len(rows) - 1
        for index, number in enumerate(numbers):
            rows[number] = _row(2, holder, index)
        out += b"%d 0 obj\n%s\nendobj\n" % (holder, text)
    return bytes(out + _ending(rows, len(out), bytes(out), root, info))


def _packed(objects: list[tuple[int, bytes]]) -> Iterator[tuple[list[int], bytes]]:
    """Some objects in one stream, and which."""
    for start in range(0, len(objects), _TOGETHER):
        some = objects[start : start + _TOGETHER]
        places, length = [], 0
        for number, text in some:
            places.append(b"%d %d" % (number, length))
            length += len(text) + 1
        head = b" ".join(places) + b"\n"
        body = zlib.compress(head + b"\n".join(text for _, text in some))
        entries = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (len(some), len(head))
        yield (
            [number for number, _ in some],
            b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(body), body),
        )


def _row(kind: int, first: int, second: int) -> bytes:
    """An entry of the cross-reference stream: one byte, five and two."""
    return struct.pack(">BBIH", kind, first >> 32, first & 0xFFFFFFFF, second)


def _ending(rows: list[bytes], place: int, before: bytes, root: int, info: int) -> bytes:
    """The cross-reference stream, which is the trailer too; the identifier is made of all that stands before it."""
    number = len(rows)
    body = zlib.compress(b"".join([*rows, _row(1, place, 0)]), 9)
    mark = sha256(before).digest()[:16].hex().encode()
    entries = b"/Type /XRef /Size %d /W [ 1 5 2 ] /Root %d 0 R /Info %d 0 R /ID [ <%s> <%s> ]" % (
        number + 1, root, info, mark, mark,
    )  # fmt: skip
    return (
        b"%d 0 obj\n<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
        % (
            number,
            entries,
            len(body),
            body,
            place,
        )
    )


try:  # hashlib would load OpenSSL first, which takes longer than all that is summed up here
    from _sha256 import sha256  # type: ignore[import-not-found]
except ImportError:  # the module has another name from Python 3.12 on
    from hashlib import sha256
