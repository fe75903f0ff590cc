"""The font of the space between words: one empty glyph, a quarter of an em wide, in the Compact Font Format."""

import zlib

from cvtex.pdffile import Body, Stream

_NAME = b"CVTEXA+CvtexSpace"
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
1 beginbfchar
<20> <0020>
endbfchar
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def space_font(first: int) -> list[Body]:
    """The objects of the font, which are numbered from `first`; that is the font itself."""
    entries = b"/Type/Font/Subtype/Type1/BaseFont/%s/FirstChar 32/LastChar 32/Widths[250]" % _NAME
    font = b"<<%s/Encoding/WinAnsiEncoding/FontDescriptor %d 0 R/ToUnicode %d 0 R>>" % (entries, first + 1, first + 2)
    shape = b"/Flags 32/FontBBox[0 0 250 0]/ItalicAngle 0/Ascent 0/Descent 0/CapHeight 0/StemV 0/CharSet(/space)"
    descriptor = b"<</Type/FontDescriptor/FontName/%s%s/FontFile3 %d 0 R>>" % (_NAME, shape, first + 3)
    unicode = Stream(b"/Filter/FlateDecode", zlib.compress(_UNICODE, 9))
    return [font, descriptor, unicode, Stream(b"/Subtype/Type1C/Filter/FlateDecode", zlib.compress(_program(), 9))]


def _program() -> bytes:
    """Header, name, top dictionary, no strings, no subroutines, two glyphs, private dictionary; glyph 1 is the space."""
    head = b"\x01\x00\x04\x01" + _index([_NAME])
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
