"""Fonts of white: one empty glyph, a quarter of an em wide, in the Compact Font Format, whose codes say how many spaces it is."""

import zlib
from collections.abc import Mapping

from cvtex.pdffile import Body, Stream

_ENDS = b"\x0e"  # a glyph without a contour
_WIDTH = b"\xf7\x8e\x14"  # 250, the width of all glyphs (Adobe Technical Note 5176, tables 3 and 23)
_UNICODE = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
%d beginbfchar
%s
endbfchar
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def space_font(first: int) -> list[Body]:
    """The space between words: the objects of the font, which are numbered from `first`; that is the font itself."""
    return _font(first, b"CVTEXA+CvtexSpace", {32: 1})


def gap_font(first: int) -> list[Body]:
    """The spaces that fill gaps: two, or as many pairs as the level of an item that they indent."""
    return _font(first, b"CVTEXB+CvtexGap", {33: 2, 34: 4, 35: 6})


def _font(first: int, name: bytes, spaces: Mapping[int, int]) -> list[Body]:
    """A font whose codes, which follow one another, are each so many spaces."""
    codes = sorted(spaces)
    entries = b"/Type/Font/Subtype/Type1/BaseFont/%s/FirstChar %d/LastChar %d" % (name, codes[0], codes[-1])
    glyphs = b"/Widths[%s]/Encoding<</Type/Encoding/Differences[%d%s]>>" % (
        b" ".join([b"250"] * len(codes)),
        codes[0],
        b"/space" * len(codes),
    )
    font = b"<<%s%s/FontDescriptor %d 0 R/ToUnicode %d 0 R>>" % (entries, glyphs, first + 1, first + 2)
    shape = b"/Flags 32/FontBBox[0 0 250 0]/ItalicAngle 0/Ascent 700/Descent -200/CapHeight 0/StemV 0/CharSet(/space)"
    descriptor = b"<</Type/FontDescriptor/FontName/%s%s/FontFile3 %d 0 R>>" % (name, shape, first + 3)
    meanings = b"\n".join(b"<%02X> <%s>" % (code, b"0020" * spaces[code]) for code in codes)
    unicode = Stream(b"/Filter/FlateDecode", zlib.compress(_UNICODE % (len(codes), meanings), 9))
    program = Stream(b"/Subtype/Type1C/Filter/FlateDecode", zlib.compress(_program(name), 9))
    return [font, descriptor, unicode, program]


def _program(name: bytes) -> bytes:
    """Header, name, top dictionary, no strings, no subroutines, two glyphs, private dictionary; glyph 1 is the space."""
    head = b"\x01\x00\x04\x01" + _index([name])
    length = len(head) + len(_index([_top(0)])) + 4
    glyphs = _index([_ENDS, _ENDS])
    top = _top(length)
    return head + _index([top]) + b"\x00\x00\x00\x00" + glyphs + _WIDTH


def _top(glyphs: int) -> bytes:
    """Where the glyphs are, and the private dictionary after them."""
    private = _number(len(_WIDTH)) + _number(glyphs + len(_index([_ENDS, _ENDS]))) + b"\x12"
    return _number(glyphs) + b"\x11" + private


def _number(value: int) -> bytes:
    return b"\x1d" + value.to_bytes(4, "big")


def _index(items: list[bytes]) -> bytes:
    offsets = [1]
    for item in items:
        offsets.append(offsets[-1] + len(item))
    return len(items).to_bytes(2, "big") + b"\x01" + bytes(offsets) + b"".join(items)
