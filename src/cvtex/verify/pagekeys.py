"""What a page is made of, as one digest: where it is the same, both readers see the same.

It is taken from the file itself, by its cross-reference stream (ISO 32000-1, 7.5.8), and covers everything that can be
reached from the page but other pages. A file of another form has no digests, and all of it is read.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator
from itertools import pairwise

from cvtex.patterns import regex

_START = regex(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_OBJECT = regex(rb"(\d+) 0 obj\s*")
_STREAM = regex(rb"\bstream\r?\n")
_WIDTHS = regex(rb"/W\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s*\]")
_NUMBER = r"/%s\s+(\d+)(?!\s+\d+\s+R)"
_REFERENCE = regex(rb"(?<![\w.])(\d+) 0 R\b")
# Who owns a page or a piece of it, and by which number: the place in the file, not what is seen.
_OWNER = regex(rb"/(?:Parent|P)\s+\d+\s+0\s+R\b|/StructParents?\s+\d+")
# What applies to pages without standing in them (7.7.3.4, 8.11, 12.7).
_INHERITED = regex(rb"/(?:Resources|MediaBox|CropBox|Rotate)\b")
_ELSEWHERE = regex(rb"/(?:OCProperties|AcroForm)\b")
_UNUSUAL = regex(rb"/(?:Prev|Encrypt|DecodeParms|Index|XRefStm)\b")
_MOST_OBJECTS = 200_000
_MOST_UNPACKED = 20_000_000


class _OtherFormError(Exception):
    """The file is written in a way that is not looked through here."""


def page_keys(pdf: bytes) -> tuple[bytes, ...]:
    """A digest for each page in order; none where the file is of another form."""
    try:
        return tuple(_Objects(pdf).keys())
    except (_OtherFormError, zlib.error, ValueError, KeyError, IndexError):
        return ()


class _Objects:
    """The objects of a file: their bytes by number, and what is in the stream of those that are one."""

    def __init__(self, pdf: bytes) -> None:
        place = _START.search(pdf, max(0, len(pdf) - 100))
        if not place:
            raise _OtherFormError
        trailer, packed = _parts(pdf[int(place[1]) :])
        widths = _WIDTHS.search(trailer)
        if b"/XRef" not in trailer or not widths or _UNUSUAL.search(trailer):
            raise _OtherFormError
        self.plain: dict[int, bytes] = {}
        self.streams: dict[int, bytes] = {}
        self.root = int(_found(rb"/Root\s+(\d+) 0 R", trailer))
        self._read(pdf, list(_rows(_unpacked(packed), [int(width) for width in widths.groups()])))
        self.digests: dict[int, bytes] = {}

    def _read(self, pdf: bytes, rows: list[tuple[int, int, int]]) -> None:
        if len(rows) > _MOST_OBJECTS:
            raise _OtherFormError
        places = {number: place for number, (kind, place, _) in enumerate(rows) if kind == 1}
        following = dict(pairwise([*sorted(places.values()), len(pdf)]))
        for number, place in places.items():
            self.plain[number], self.streams[number] = _parts(pdf[place : following[place]], number)
        inside: dict[int, dict[int, bytes]] = {}
        for number, (kind, holder, _) in enumerate(rows):
            if kind == 2:
                if holder not in inside:
                    inside[holder] = dict(_packed(self.plain[holder], self.streams[holder]))
                self.plain[number] = inside[holder][number]

    def keys(self) -> Iterator[bytes]:
        catalogue = self.plain[self.root]
        if _ELSEWHERE.search(catalogue):
            raise _OtherFormError
        pages = list(self._pages(int(_found(rb"/Pages\s+(\d+) 0 R", catalogue))))
        for page in pages:
            yield self._key(page, frozenset(pages))

    def _pages(self, top: int) -> Iterator[int]:
        waiting, seen = [top], set[int]()
        while waiting:
            number = waiting.pop()
            text = self.plain[number]
            if number in seen:
                raise _OtherFormError
            seen.add(number)
            kids = re.search(rb"/Kids\s*\[([^\]]*)\]", text)
            if kids is None:
                yield number
            elif _INHERITED.search(text):
                raise _OtherFormError
            else:
                waiting += [int(found) for found in reversed(_REFERENCE.findall(kids[1]))]

    def _key(self, page: int, pages: frozenset[int]) -> bytes:
        """The digest of all that the page leads to, in which objects go by the turn in which they are come to."""
        turns = {page: 0}
        waiting = [page]
        whole = hashlib.blake2b(digest_size=16)

        def turn(match: re.Match[bytes]) -> bytes:
            number = int(match[1])
            if number in pages:
                return b"a page"
            if number not in turns:
                turns[number] = len(turns)
                waiting.append(number)
            return b"%d 0 R" % turns[number]

        for number in waiting:
            text = self.plain.get(number, b"null")
            told = _REFERENCE.sub(turn, _OWNER.sub(b"", text))
            whole.update(b"%d %d\n" % (len(told), number in self.streams))
            whole.update(told)
            whole.update(self._digest(number))
        return whole.digest()

    def _digest(self, number: int) -> bytes:
        """The digest of an object's stream; many pages show one font."""
        if number not in self.digests:
            self.digests[number] = hashlib.blake2b(self.streams.get(number, b""), digest_size=16).digest()
        return self.digests[number]


def _parts(text: bytes, number: int | None = None) -> tuple[bytes, bytes]:
    """An object that is written out: itself, and the stream behind it, packed as it is, empty where there is none."""
    head = _OBJECT.match(text)
    if not head or (number is not None and int(head[1]) != number):
        raise _OtherFormError
    stream = _STREAM.search(text, head.end())
    if not stream:
        return text[head.end() :].partition(b"endobj")[0], b""
    entries = text[head.end() : stream.start()]
    size = int(_found((_NUMBER % "Length").encode(), entries))
    return entries, text[stream.end() : stream.end() + size]


def _rows(table: bytes, widths: list[int]) -> Iterator[tuple[int, int, int]]:
    """The entries of a cross-reference stream."""
    first, second, _ = widths
    for start in range(0, len(table), sum(widths)):
        row = table[start : start + sum(widths)]
        kind = int.from_bytes(row[:first], "big")
        yield kind, int.from_bytes(row[first : first + second], "big"), int.from_bytes(row[first + second :], "big")


def _packed(entries: bytes, stream: bytes) -> Iterator[tuple[int, bytes]]:
    """The objects of an object stream (7.5.7)."""
    if b"/ObjStm" not in entries or b"/Extends" in entries or _UNUSUAL.search(entries):
        raise _OtherFormError
    content = _unpacked(stream)
    first = int(_found((_NUMBER % "First").encode(), entries))
    numbers = [int(number) for number in content[:first].split()]
    ends = [*numbers[3::2], len(content) - first]
    for number, start, end in zip(numbers[::2], numbers[1::2], ends, strict=True):
        yield number, content[first + start : first + end]


def _unpacked(stream: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(stream, _MOST_UNPACKED)
    if not unpacking.eof:
        raise _OtherFormError
    return content


def _found(pattern: bytes, text: bytes) -> bytes:
    match = re.search(pattern, text)
    if not match:
        raise _OtherFormError
    return match[1]
