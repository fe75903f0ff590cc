"""The enciphered part of a Type 1 font program, with one more glyph in it: a space (Adobe Type 1 Font Format, chapter 7)."""

from itertools import accumulate

from cvtex.patterns import regex

WIDTH = 250
"""The width of the space, in thousandths of its size."""

_FONT_KEY, _GLYPH_KEY = 55665, 4330
_FACTOR, _TERM = 52845, 22719
_GLYPHS = regex(rb"/CharStrings (\d+) dict")
_NOTHING = regex(rb"/\.notdef (\d+) (RD|-\|) ")
_LEAD = regex(rb"/lenIV (-?\d+) def")
_SPACE = b"\x8b\xf7\x8e\x0d\x0e"  # 0 250 hsbw endchar


def with_space(private: bytes) -> bytes | None:
    """The part with a glyph `space`; None where the program is written in another way, or has that glyph."""
    keys = list(accumulate(private, _next, initial=_FONT_KEY))
    plain = bytes([sign ^ key >> 8 for sign, key in zip(private, keys, strict=False)])
    glyphs, lead = _GLYPHS.search(plain), _LEAD.search(plain)
    nothing = _NOTHING.search(plain, glyphs.end()) if glyphs else None
    bare = lead and int(lead[1]) < 0  # glyphs that are not enciphered
    if not glyphs or not nothing or bare or b"/space " in plain[glyphs.end() :]:
        return None
    shape = _enciphered(bytes(int(lead[1]) if lead else 4) + _SPACE, _GLYPH_KEY)
    ends = b"ND" if nothing[2] == b"RD" else b"|-"
    glyph = b"/space %d %s %s %s\n" % (len(shape), nothing[2], shape, ends)
    start, number = glyphs.start(1), b"%d" % (int(glyphs[1]) + 1)
    changed = number + plain[glyphs.end(1) : nothing.start()] + glyph + plain[nothing.start() :]
    return private[:start] + _enciphered(changed, keys[start])


def _next(key: int, sign: int) -> int:
    return (sign + key) * _FACTOR + _TERM & 0xFFFF


def _enciphered(plain: bytes, key: int) -> bytes:
    found = bytearray()
    for sign in plain:
        sign ^= key >> 8
        found.append(sign)
        key = (sign + key) * _FACTOR + _TERM & 0xFFFF
    return bytes(found)
