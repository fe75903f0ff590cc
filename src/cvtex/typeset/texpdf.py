"""A PDF as pdfTeX writes it without object streams: its objects by number, each as its bytes."""

import re
import zlib
from collections.abc import Iterator
from itertools import pairwise

from cvtex.patterns import regex
from cvtex.pdffile import Body, Stream
from cvtex.values import dataclass

_START = regex(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_TRAILER = regex(rb"trailer\s*<<(.*?)>>\s*startxref", re.DOTALL)
_LENGTH = regex(rb"/Length (\d+)\s*")
_UNICODE = regex(rb"<([0-9A-Fa-f]{2})> (?:<([0-9A-Fa-f]{2})> )?<([0-9A-Fa-f]+)>")
_WIDE = regex(rb"<([0-9A-Fa-f]{4})> (?:<([0-9A-Fa-f]{4})> )?<([0-9A-Fa-f]+)>")


PARTS, SOFT = 127, "\u00ad"
"""The code with which the class parts words, T1's second hyphen, and what it means."""


class UnknownFormError(Exception):
    """The file is not written as pdfTeX writes; the text says where."""


@dataclass(frozen=True, slots=True)
class TexPdf:
    """The objects of a file, and the numbers of its catalogue and its information."""

    objects: dict[int, Body]
    size: int
    root: int
    info: int

    def text(self, number: int) -> bytes:
        """An object that is no stream."""
        body = self.objects.get(number)
        if not isinstance(body, bytes):
            raise UnknownFormError(f"object {number} is no dictionary")
        return body

    def content(self, number: int) -> bytes:
        """The unpacked data of a stream."""
        body = self.objects.get(number)
        if not isinstance(body, Stream):
            raise UnknownFormError(f"object {number} is no stream")
        return zlib.decompress(body.data) if b"/FlateDecode" in body.entries else body.data

    def reference(self, text: bytes, key: str) -> int:
        """The number that a key of a dictionary refers to."""
        found = re.search(rb"/%s (\d+) 0 R" % key.encode(), text)
        if found is None:
            raise UnknownFormError(f"there is no /{key}")
        return int(found[1])

    def pages(self) -> list[int]:
        """The numbers of all pages in order."""
        found: list[int] = []
        waiting = [self.reference(self.text(self.root), "Pages")]
        while waiting:
            number = waiting.pop()
            text = self.text(number)
            if b"/Type /Pages" in text:
                kids = re.search(rb"/Kids \[([^\]]*)\]", text)
                waiting += reversed(references(kids[1])) if kids else []
            else:
                found.append(number)
        return found

    def fonts(self, page: bytes) -> dict[bytes, int]:
        """The fonts of a page by the names that its content calls them."""
        resources = self.text(self.reference(page, "Resources"))
        return {name: int(number) for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", resources)}

    def meanings(self, font: int) -> dict[int, str]:
        """The characters that each code of a font stands for, as its Unicode map tells."""
        return meanings_of(self.content(self.reference(self.text(font), "ToUnicode")))

    def wide_meanings(self, font: int) -> dict[int, str]:
        """The same for a font whose codes have two bytes, as LuaTeX writes them."""
        return dict(_meanings(self.content(self.reference(self.text(font), "ToUnicode")), _WIDE))

    def soft(self, font: int) -> tuple[int, Stream]:
        """The Unicode map of a font, and its new form, in which the hyphen that parts words is a soft one."""
        number = self.reference(self.text(font), "ToUnicode")
        table = self.content(number).replace(b"<%02X> <002D>" % PARTS, b"<%02X> <%04X>" % (PARTS, ord(SOFT)))
        body = self.objects[number]
        entries = body.entries if isinstance(body, Stream) else b""
        return number, Stream(entries, zlib.compress(table, 9) if b"/FlateDecode" in entries else table)


def meanings_of(table: bytes) -> dict[int, str]:
    """The characters that a Unicode map gives to each code."""
    meanings = dict(_meanings(table, _UNICODE))
    if meanings.get(PARTS) == "-":
        meanings[PARTS] = SOFT
    return meanings


def _meanings(table: bytes, form: re.Pattern[bytes]) -> Iterator[tuple[int, str]]:
    for first, last, text in form.findall(table[table.find(b"endcodespacerange") :]):
        start = bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
        code, end = int(first, 16), int(last or first, 16)
        for step in range(end - code + 1):
            yield code + step, start[:-1] + chr(ord(start[-1]) + step)


def references(text: bytes) -> list[int]:
    """The numbers that an array refers to."""
    return [int(number) for number in re.findall(rb"(\d+) 0 R", text)]


def read_texpdf(pdf: bytes) -> TexPdf:
    """The objects of a file. Raises UnknownFormError for what pdfTeX does not write."""
    start, trailer = _START.search(pdf), _TRAILER.search(pdf)
    if not start or not trailer:
        raise UnknownFormError("there is no cross-reference table")
    table = pdf[int(start[1]) : trailer.start()].split(b"\n")
    if table[0].strip() != b"xref" or not table[1].startswith(b"0 "):
        raise UnknownFormError("the cross-reference table has more than one part")
    rows = [(int(row[:10]), number) for number, row in enumerate(table[2:]) if row[17:18] == b"n"]
    ends = sorted([place for place, _ in rows] + [int(start[1])])
    following = dict(pairwise(ends))
    objects = {number: _body(pdf[place : following[place]], number) for place, number in rows}
    root, info = (re.search(rb"/%s (\d+) 0 R" % key, trailer[1]) for key in (b"Root", b"Info"))
    if not root or not info:
        raise UnknownFormError("the trailer names no catalogue, or no information")
    return TexPdf(objects, len(table[2:]), int(root[1]), int(info[1]))


def _body(text: bytes, number: int) -> Body:
    head = b"%d 0 obj" % number
    end = text.rfind(b"endobj")
    if not text.startswith(head) or end < 0:
        raise UnknownFormError(f"object {number} is not where it should be")
    inner = text[len(head) : end].strip(b"\n")
    if not inner.rstrip().endswith(b"endstream"):
        return inner.strip()
    dictionary, data = inner.split(b"stream\n", 1) if b"stream\n" in inner else (b"", b"")
    length = _LENGTH.search(dictionary)
    if not length:
        raise UnknownFormError(f"stream {number} does not tell its length")
    entries = _LENGTH.sub(b"", dictionary.strip().removeprefix(b"<<").removesuffix(b">>"), count=1).strip()
    return Stream(entries, data[: int(length[1])])
