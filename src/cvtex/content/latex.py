"""LaTeX as it stands in .bib files, read into inline markup: accents, braces, emphasis, mathematics."""

import re
import unicodedata

from cvtex.content.markup import Inline, Run, Style, math_runs, merge, typographic
from cvtex.patterns import regex
from cvtex.values import dataclass, replace

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307", '"': "\u0308",
    "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361",
}  # fmt: skip
_SYMBOLS = {
    "ss": "ß", "SS": "SS", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
    "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
    "S": "§", "P": "¶", "copyright": "©", "textcopyright": "©", "textregistered": "®", "texttrademark": "™", "pounds": "£",
    "euro": "€", "texteuro": "€", "ldots": "…", "dots": "…", "textellipsis": "…", "textendash": "–", "textemdash": "—",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”", "lq": "‘", "rq": "’",
    "textquotesingle": "'", "guillemotleft": "«", "guillemotright": "»", "quotedblbase": "„", "quotesinglbase": "‚",
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textunderscore": "_", "textbar": "|",
    "textless": "<", "textgreater": ">", "textbullet": "•", "textperiodcentered": "·", "textdegree": "°", "textmu": "µ",
    "textpm": "±", "texttimes": "×", "textdagger": "†", "textdaggerdbl": "‡", "dag": "†", "ddag": "‡", "textsection": "§",
    "textexclamdown": "¡", "textquestiondown": "¿", "textordmasculine": "º", "textordfeminine": "ª", "TeX": "TeX",
    "LaTeX": "LaTeX", "BibTeX": "BibTeX", "textrightarrow": "→", "textleftarrow": "←", "slash": "/", "textdollar": "$",
    "textbraceleft": "{", "textbraceright": "}", "textvisiblespace": "␣", "newblock": "", "relax": "", "noopsort": "",
    "protect": "", "noindent": "", "bfseries": "", "itshape": "", "em": "", "it": "", "bf": "", "sc": "", "sl": "", "rm": "",
    "tt": "", "small": "", "natexlab": "", "null": "", "textup": "", "allowbreak": "", "linebreak": " ", "newline": " ",
    "quad": " ", "qquad": " ", "space": " ", "enspace": " ", "thinspace": "\u2009", "nobreakspace": "\u00a0",
}  # fmt: skip
_STYLES: dict[str, tuple[Style, ...]] = {
    "emph": ("italic",), "textit": ("italic",), "textsl": ("italic",), "mkbibemph": ("italic",), "textbf": ("bold",),
    "mkbibbold": ("bold",), "texttt": ("code",), "textsc": ("smallcaps",), "textsuperscript": ("sup",),
    "textsubscript": ("sub",), "mkbibsuperscript": ("sup",), "url": ("code",), "path": ("code",),
}  # fmt: skip
_TRANSPARENT = {
    "textrm",
    "textnormal",
    "text",
    "mbox",
    "hbox",
    "uppercase",
    "textsf",
    "underline",
    "ensuremath",
    "nocase",
    "textmd",
    "foreignlanguage",
    "lowercase",
}
_QUOTED = {"enquote": ("“", "”"), "mkbibquote": ("“", "”")}
_COMMAND = regex(r"\\([A-Za-z]+)\*?\s*|\\(.)", re.DOTALL)
_PLAIN = regex(r"[^\\{}$~`'\"-]+")
_MOST_NESTED = 50


@dataclass(frozen=True, slots=True)
class Latex:
    """A text read from LaTeX, and the commands in it that cvtex does not know."""

    runs: Inline
    unknown: tuple[str, ...] = ()


def read_latex(source: str) -> Latex:
    """Read a field of a .bib file; never fails: what is unknown is named and its argument kept."""
    if not re.search(r"[\\{}$~`'\"<>]|--", source):
        return Latex((Run(_clean(source)),) if source else ())
    reader = _Reader(source)
    runs = reader.read()
    return Latex(merge(_composed(runs)), tuple(dict.fromkeys(reader.unknown)))


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", re.sub(r"[ \t\n\r\f]+", " ", text))


def _composed(runs: list[Run]) -> list[Run]:
    """Runs with accents composed, white space folded, dashes and quotes set."""
    out: list[Run] = []
    before = ""
    for run in merge(runs):
        text = _clean(run.text)
        if "code" not in run.styles:
            text = typographic(text.replace("``", "“").replace("''", "”").replace("`", "‘"), before)
        if before == " " or not out:
            text = text.lstrip(" ")
        before = text[-1:] or before
        out.append(replace(run, text=text))
    return out


class _Reader:
    """A single pass over LaTeX source; `position` is the next character."""

    def __init__(self, source: str) -> None:
        self.source, self.position, self.depth = source, 0, 0
        self.unknown: list[str] = []

    def read(self, closing: str = "") -> list[Run]:
        runs: list[Run] = []
        while self.position < len(self.source):
            match = _PLAIN.match(self.source, self.position)
            if match:
                self.position = match.end()
                runs.append(Run(match[0]))
                continue
            character = self.source[self.position]
            if character == closing:
                self.position += 1
                return runs
            runs.extend(self._special(character))
        return runs

    def _special(self, character: str) -> list[Run]:
        if character == "{":
            return self._group()
        if character == "$":
            return self._math()
        if character == "\\":
            return self._command()
        self.position += 1
        return [Run({"~": "\u00a0", "}": ""}.get(character, character))]

    def _group(self) -> list[Run]:
        self.position += 1
        if self.depth >= _MOST_NESTED:
            return []
        self.depth += 1
        runs = self.read("}")
        self.depth -= 1
        return runs

    def _argument(self) -> list[Run]:
        while self.source[self.position : self.position + 1] in (" ", "\n", "\t"):
            self.position += 1
        character = self.source[self.position : self.position + 1]
        if character in ("{", "\\", "$") and self.depth < _MOST_NESTED:
            self.depth += 1
            runs = self._special(character)
            self.depth -= 1
            return runs
        if character in ("{", "}", "\\", "$"):
            return []
        self.position += 1
        return [Run(character)]

    def _raw_argument(self) -> str:
        start = self.source.find("{", self.position)
        end = self.source.find("}", start)
        if start != self.position or end < 0:
            return ""
        self.position = end + 1
        return re.sub(r"\\([_%#&~])", r"\1", self.source[start + 1 : end])

    def _math(self) -> list[Run]:
        mark = "$$" if self.source.startswith("$$", self.position) else "$"
        start = self.position + len(mark)
        end = self.source.find(mark, start)
        while end > 0 and self.source[end - 1] == "\\":
            end = self.source.find(mark, end + 1)
        if end < 0:
            self.position += len(mark)
            return [Run(mark)]
        self.position = end + len(mark)
        return self._formula(self.source[start:end])

    def _formula(self, formula: str) -> list[Run]:
        runs = list(math_runs(formula))
        if not runs and formula.strip():
            self.unknown.append(f"${formula}$")
            return [Run(re.sub(r"[\\{}]", "", formula))]
        return runs

    def _command(self) -> list[Run]:
        match = _COMMAND.match(self.source, self.position)
        if match is None:
            self.position += 1
            return []
        self.position = match.end()
        name = match[1] or match[2]
        if name in _ACCENTS and (match[2] or len(name) == 1):
            return self._accent(_ACCENTS[name])
        if match[2]:
            return self._sign(match[2])
        if name in _STYLES:
            return (
                [Run(self._raw_argument(), frozenset(_STYLES[name]))]
                if name in ("url", "path")
                else [run.styled(*_STYLES[name]) for run in self._argument()]
            )
        return self._word(name)

    def _word(self, name: str) -> list[Run]:
        if name == "href":
            address = self._raw_argument()
            return [replace(run, href=address) for run in self._argument()]
        if name == "ensuremath":
            return self._formula(self._raw_argument())
        if name in _QUOTED:
            opening, closing = _QUOTED[name]
            return [Run(opening), *self._argument(), Run(closing)]
        if name in _TRANSPARENT:
            return self._argument()
        if name in _SYMBOLS:
            return [Run(_SYMBOLS[name])]
        runs = list(math_runs(f"\\{name}"))
        if not runs:
            self.unknown.append(f"\\{name}")
        return runs

    def _accent(self, combining: str) -> list[Run]:
        runs = self._argument()
        text = "".join(run.text for run in runs).replace("ı", "i").replace("ȷ", "j")
        if not text.strip():
            return [Run(_SPACING.get(combining, text))]
        return [Run(unicodedata.normalize("NFC", text[0] + combining) + text[1:])]

    def _sign(self, character: str) -> list[Run]:
        if character in "%&#_${} ":
            return [Run(character)]
        if character == "\\":
            return [Run(" ")]
        if character in "(":
            end = self.source.find("\\)", self.position)
            if end >= 0:
                formula, self.position = self.source[self.position : end], end + 2
                return self._formula(formula)
        return [Run({",": "\u2009", "-": "", "/": "", "@": "", "\n": " "}.get(character, ""))]


_SPACING = {"\u0303": "~", "\u0302": "^"}
