"""Texts that stand in place of glyphs (ISO 32000-1, 14.9.4), for a reader that goes by glyphs alone.

Where the glyphs of a syllable stand in another order than its letters, as in Devanagari, the PDF says what they mean
together. pypdf does not read that; in its copy of the page one glyph is given the whole meaning.
"""

import re
from collections.abc import Iterator
from typing import Any

from cvtex.patterns import regex

_SPAN = regex(rb"/Span\s*<<\s*/ActualText\s*<FEFF((?:[0-9A-Fa-f]{4})*)>\s*>>\s*BDC\b(.*?)\bEMC\b", re.DOTALL)
_FONT = regex(rb"/(\w+)\s+[-\d.]+\s+Tf")
_SHOWN = regex(rb"\[[^\]]*\]\s*TJ")
_CODES = regex(rb"<((?:[0-9A-Fa-f]{4})+)>")
_Meant = dict[tuple[bytes, bytes], int]
"""What glyphs mean, and they themselves as the page has them; the glyph that stands for them."""

_FIRST, _LAST = 0xE000, 0xF8FF
"""Glyphs that no font of a CV has so many for."""


def with_meanings(page: Any) -> None:
    """Let the glyphs of a page of pypdf's mean what the PDF says that they mean together."""
    from pypdf.generic import NameObject, StreamObject

    contents = page.get_contents()
    data = contents.get_data() if contents is not None else b""
    if b"/ActualText" not in data:
        return
    fonts = page["/Resources"].get_object().get("/Font", {}).get_object()
    known = {name[1:].encode("latin-1"): font.get_object() for name, font in fonts.items()}
    known = {name: font for name, font in known.items() if "/DescendantFonts" in font and "/ToUnicode" in font}
    meanings: dict[bytes, _Meant] = {name: {} for name in known}
    changed = b"".join(_replaced(data, meanings))
    for name, meant in meanings.items():
        if meant:
            _extend(known[name]["/ToUnicode"].get_object(), meant)
            _widen(known[name], meant)
    stream = StreamObject()
    stream.set_data(changed)
    page[NameObject("/Contents")] = stream


def _replaced(data: bytes, meanings: dict[bytes, _Meant]) -> Iterator[bytes]:
    """The content, in which the first glyph of such a text is one that means it, and the others are gone."""
    position, font = 0, b""
    for match in _SPAN.finditer(data):
        before = data[position : match.start()]
        font = (_FONT.findall(before) or [font])[-1]
        inner = match[2]
        font = (_FONT.findall(inner) or [font])[0]
        meant = meanings.get(font, {})
        codes = b"".join(_CODES.findall(inner))
        number = meant.setdefault((match[1], codes), _FIRST + len(meant))
        shown = iter((b"[<%04X>]TJ" % number,))
        yield before
        can = font in meanings and number <= _LAST
        yield _SHOWN.sub(lambda _, shown=shown: next(shown, b""), inner) if can else match[0]
        position = match.end()
        font = (_FONT.findall(inner) or [font])[-1]
    yield data[position:]


def _extend(table: Any, meant: _Meant) -> None:
    """More lines for the map of a font to Unicode."""
    lines = b"".join(b"<%04X> <%s>\n" % (number, letters) for (letters, _), number in meant.items())
    data = table.get_data()
    end = data.rfind(b"endcmap")
    table.set_data(data[:end] + b"%d beginbfchar\n%sendbfchar\n" % (len(meant), lines) + data[end:])


def _widen(font: Any, meant: _Meant) -> None:
    """Each new glyph is as wide as those in whose place it stands: else the reader would see gaps."""
    from pypdf.generic import ArrayObject, NameObject, NumberObject

    inner = font["/DescendantFonts"][0].get_object()
    listed = inner.get("/W", ArrayObject()).get_object()
    known = dict(_widths(list(listed)))
    for (_, codes), number in meant.items():
        glyphs = (int(codes[at : at + 4], 16) for at in range(0, len(codes), 4))
        wide = sum(known.get(glyph, 0) for glyph in glyphs)
        listed.extend([NumberObject(number), ArrayObject([NumberObject(round(wide))])])
    inner[NameObject("/W")] = listed


def _widths(listed: list[Any]) -> Iterator[tuple[int, float]]:
    """The width of each glyph, from an array that lists them in two ways (ISO 32000-1, 9.7.4.3)."""
    while len(listed) > 1:
        first, following, *listed = listed
        if isinstance(following, list):
            yield from zip(range(int(first), int(first) + len(following)), map(float, following), strict=True)
        elif listed:
            wide, *listed = listed
            yield from ((glyph, float(wide)) for glyph in range(int(first), int(following) + 1))
