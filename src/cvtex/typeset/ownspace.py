"""A space of a font's own for a font that TeX embedded without one, so that words and spaces are one text."""

import re
import zlib

from cvtex.patterns import regex
from cvtex.pdffile import Body, Stream
from cvtex.typeset.eexec import WIDTH
from cvtex.typeset.keptfonts import Program, Spacing, with_own_space
from cvtex.typeset.texpdf import TexPdf, UnknownFormError, meanings_of
from cvtex.values import dataclass, field

CODE = 32
"""The code of the space. In TeX's encoding it is a sign for the space that can be seen, and hardly used."""

_RANGE = regex(rb"/FirstChar (\d+)\s*/LastChar (\d+)")
_MEANS = regex(rb"^<20> <[0-9A-Fa-f]+>$", re.MULTILINE)
_PROGRAM = regex(rb"/Length1 (\d+)\s*/Length2 (\d+)")


@dataclass(slots=True)
class OwnSpaces:
    """Gives spaces to the fonts of a file, whose parts several fonts may share; changes its objects.

    `spacing` puts the glyph into a program.
    """

    file: TexPdf
    spacing: Spacing = with_own_space
    _done: dict[int, bool] = field(default_factory=dict)

    def give(self, font: int) -> bool:
        """Whether the font has a space now."""
        try:
            parts = {key: self.file.reference(self.file.text(font), key) for key in _PARTS}
            span = _RANGE.search(self.file.text(font))
            table = self._meaning(parts["ToUnicode"])
            if (
                not span
                or not table
                or not self._encoding(parts["Encoding"])
                or not self._glyph(parts["FontDescriptor"])
            ):
                return False
        except UnknownFormError:
            return False
        self._put(parts["ToUnicode"], table)
        first, last = int(span[1]), int(span[2])
        self._widths(parts["Widths"], first, last)
        wider = b"/FirstChar %d\n/LastChar %d" % (min(first, CODE), max(last, CODE))
        self._put(font, self.file.text(font).replace(span[0], wider))
        return True

    def _glyph(self, number: int) -> bool:
        """Put the glyph into the font program, once for all fonts that use it."""
        if number not in self._done:
            self._done[number] = False
            text = self.file.text(number)
            program = self.file.reference(text, "FontFile")
            named = re.search(rb"/CharSet \(([^)]*)\)", text)
            body = self.file.objects[program]
            lengths = _PROGRAM.search(body.entries) if isinstance(body, Stream) else None
            if named and lengths and isinstance(body, Stream):
                packed = b"/FlateDecode" in body.entries
                made = self.spacing(Program(body.data, packed, int(lengths[1]), int(lengths[2])))
                if made:
                    told = b"/Length1 %d\n/Length2 %d" % (made.clear, made.private)
                    self._put(program, Stream(body.entries.replace(lengths[0], told), made.data))
                    self._put(number, text.replace(named[0], b"/CharSet (%s/space)" % named[1]))
                    self._done[number] = True
        return self._done[number]

    def _encoding(self, number: int) -> bool:
        """Name the glyph by its code, unless another one has it."""
        text = self.file.text(number)
        listed = re.search(rb"/Differences\s*\[([^\]]*)\]", text)
        name = _named(listed[1]).get(CODE) if listed else b""
        if listed and name is None:
            self._put(number, text.replace(listed[0], b"/Differences [%d/space %s]" % (CODE, listed[1]), 1))
        return name in (None, b"space")

    def _meaning(self, number: int) -> Stream | None:
        """The Unicode map with the space; None where its code stands in a range of others."""
        table = self.file.content(number)
        body = self.file.objects[number]
        if _MEANS.search(table):
            table = _MEANS.sub(b"<20> <0020>", table, count=1)
        elif CODE in meanings_of(table):
            return None
        else:
            table = table.replace(b"endcmap", b"1 beginbfchar\n<20> <0020>\nendbfchar\nendcmap", 1)
        entries = body.entries if isinstance(body, Stream) else b""
        return Stream(entries, zlib.compress(table) if b"/FlateDecode" in entries else table)

    def _widths(self, number: int, first: int, last: int) -> None:
        if not self._done.get(number):
            self._done[number] = True
            known = dict(enumerate(self.file.text(number).strip(b"[] \n").split(), first))
            known[CODE] = b"%d" % WIDTH
            codes = range(min(first, CODE), max(last, CODE) + 1)
            self._put(number, b"[%s]" % b" ".join(known.get(code, b"0") for code in codes))

    def _put(self, number: int, body: Body) -> None:
        self.file.objects[number] = body


_PARTS = ("FontDescriptor", "Encoding", "ToUnicode", "Widths")


def _named(differences: bytes) -> dict[int, bytes]:
    """The names of glyphs by their codes (ISO 32000-1, 9.6.6.1)."""
    names: dict[int, bytes] = {}
    code = 0
    for number, name in re.findall(rb"(\d+)|/([^\s/\[\]]+)", differences):
        if name:
            names[code] = name
        code = code + 1 if name else int(number)
    return names
