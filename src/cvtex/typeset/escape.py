"""Text as LaTeX source: the only place that makes NoEscape, so that nothing typed can reach TeX as a command."""

from collections.abc import Sequence
from itertools import groupby

from pylatex.utils import NoEscape

from cvtex.content.markup import Inline, Run, Style, by_language, plain, stretches
from cvtex.patterns import regex
from cvtex.values import replace

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    '"': r"\textquotedbl{}",
    "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}",
    "\u00a0": "~",
    "\u2009": r"\,",
    "\u202f": r"\,",
    "\u2011": r"\mbox{-}",
}
_SPACES = dict.fromkeys("\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u200a\u205f\u3000\t\n", " ")
# Pairs that the T1 encoding would turn into one sign.
_LIGATURES = ("--", "–-", ",,", "<<", ">>", "‘‘", "’’", "!‘", "?‘")
# Marks that a text for LuaTeX bears: where another font begins and ends, where it turns, and turns back.
FONT, END = 0xF0000, chr(0xFFFFD)
RTL, LTR, POP = "\u2067", "\u2066", "\u2069"
# A bracket as it is typed, and as it looks from the right.
MIRROR, MIDDLE = "\u2068", chr(0xFFFFC)
# Where a line may end although no space is there: as a zero-width space, and at a price.
BREAK, PRICED = "\u200b", chr(0xFFFFB)
MOST_FONTS = 26
_MARKS = {FONT + number: f"\\cvscript{{{chr(97 + number)}}}{{" for number in range(MOST_FONTS)}
_MARKS |= {ord(MIRROR): r"\cvmirror{", ord(MIDDLE): "}{"}
_MARKS |= {ord(PRICED): r"\cvbreak{}"}
_MARKS |= {ord(END): "}", ord(RTL): r"\cvrtl{}", ord(LTR): r"\cvltr{}", ord(POP): r"\cvpop{}"}
_TABLE = str.maketrans({**_SPECIAL, **_SPACES}) | _MARKS
# What stays outside of the macro of a style, link or mark whose text begins with it: a line may end before that.
_LEAD = regex(rf"(?: |{BREAK}|\\cvbreak\{{\}})*")

# How each style is set, from the outside in; the first ones are set about several runs.
_SPANNING: dict[Style, str] = {"place": "cvplace", "note": "cvnote"}
_MACROS = (
    ("me", "cvme"),
    ("mark", "cvmark"),
    ("bold", "textbf"),
    ("italic", "emph"),
    ("code", "texttt"),
    ("smallcaps", "textsc"),
    ("sup", "textsuperscript"),
    ("sub", "textsubscript"),
)
_URL = str.maketrans({character: f"\\{character}" for character in "%#&_~{}"})
# At the end of these styles LaTeX adds what the last letter leans over the next, but not before these marks.
_CORRECTED: frozenset[Style] = frozenset({"me", "bold", "italic", "code", "smallcaps"})
_UNCORRECTED = (",", ".")
# An address that is printed, and the parts of it between which a line may end.
_ADDRESS = regex(r"(?:https?://|10\.\d{4,9}/)\S{20,}")
_PART = regex(r".{8,}?(?:[/?&=_.-](?![/?&=_.-])|$)|.+$")
_TYPED_IN_URLS = ' \\^`"<>|'


def escape(text: str) -> NoEscape:
    """Plain text as LaTeX that prints exactly it."""
    for pair in _LIGATURES:
        while pair in text:
            text = text.replace(pair, f"{pair[0]}\x00{pair[1]}")
    return NoEscape(text.translate(_TABLE).replace("\x00", "{}"))


def escape_url(url: str) -> NoEscape:
    """An address as the argument of a link; what no address may hold is percent-encoded."""
    encoded = "".join(
        f"%{byte:02X}" if byte > 126 or chr(byte) in _TYPED_IN_URLS or byte < 33 else chr(byte) for byte in url.encode()
    )
    return NoEscape(encoded.translate(_URL))


def command(name: str, *arguments: str, option: str = "") -> NoEscape:
    """`\\name[option]{argument}…` of parts that are LaTeX already."""
    optional = f"[{{{option}}}]" if "]" in option or "[" in option else f"[{option}]" if option else ""
    return NoEscape(f"\\{name}{optional}" + "".join(f"{{{argument}}}" for argument in arguments))


def inline(runs: Inline) -> NoEscape:
    """A text with its styles, links, citations, languages and abbreviations."""
    out = ""
    for style, group in groupby(runs, key=_spanning):
        if style:
            inner = tuple(replace(run, styles=run.styles - {style}) for run in group)
            out += command(_SPANNING[style], inline(_without_joiner(inner)))
        else:
            out += _in_languages(tuple(by_language(tuple(group))))
    return NoEscape(out)


def _spanning(run: Run) -> Style | None:
    return next((style for style in _SPANNING if style in run.styles), None)


def _in_languages(parts: Sequence[Inline]) -> str:
    """Parts of a text, each in one language."""
    out = ""
    for before, part, after in zip((None, *parts), parts, (*parts[1:], None), strict=False):
        if before and not any(run.styles or run.href or run.cite for run in (before[-1], part[0])):
            out += _kern(before[-1].text, part[0].text)  # styles and links part letters anyway
        alike = tuple(stretches(part))
        language = part[0].language
        firsts = (*(runs[0].text[:1] for runs in alike[1:]), after[0].text[:1] if after else "")
        tex = "".join(_stretch(runs, first) for runs, first in zip(alike[:-1], firsts, strict=False))
        tex += _stretch(alike[-1], firsts[-1], parted=bool(language))
        out += _marked("cvlang", tex, escape(language)) if language else tex
    return out


def _marked(macro: str, tex: str, *arguments: str) -> str:
    """LaTeX within a macro that marks it, what parts words about it outside."""
    lead, words, trail = _bare(tex)
    return f"{lead}{command(macro, *arguments, words) if words else ''}{trail}"


def _bare(tex: str) -> tuple[str, str, str]:
    """LaTeX without what parts words before and behind it, and these two."""
    match = _LEAD.match(tex)
    start = match.end() if match else 0
    end = max(len(tex.rstrip(" ")), start)
    return tex[:start], tex[start:end], tex[end:]


def _kern(before: str, after: str) -> str:
    """The kern that two letters would have, where a mark comes between them."""
    pair = before[-1:], after[:1]
    return command("cvkern", *map(escape, pair)) if " " not in pair and "".join(pair).isprintable() else ""


def _without_joiner(runs: Inline) -> Inline:
    """The macros bring their own comma or space."""
    first = runs[0]
    text = first.text.removeprefix(",").lstrip(" ")
    return ((replace(first, text=text),) if text else ()) + runs[1:]


def _stretch(runs: Inline, following: str, *, parted: bool = False) -> str:
    """Runs of one style and address, within the macros of these; `parted` is whether what follows them is past a mark."""
    first, text = runs[0], plain(runs)
    if first.cite:
        return command("cvcite", escape(text.strip("[]")))
    lead, out, trail = _bare(_in_words(runs, following))
    if out and parted and not first.href and first.styles & _CORRECTED and following in _UNCORRECTED:
        out += "\\nocorr"
    for style, macro in reversed(_MACROS):
        if style in first.styles and out:
            out = command(macro, out)
    if first.href and out:
        out = command("cvlink", escape_url(first.href), out)
    return lead + out + trail


def _in_words(runs: Inline, following: str) -> str:
    """Runs that only abbreviations tell apart. A mark at the end hides the last letter: its correction stands before that."""
    out = ""
    for before, run, after in zip((None, *runs), runs, (*runs[1:], None), strict=False):
        out += _kern(before.text, run.text) if before else ""
        if run.expansion:
            corrected = bool(run.styles & _CORRECTED) and not after and following not in _UNCORRECTED
            out += _marked("cvabbr", _breakable(run.text) + "\\/" * corrected)
        else:
            out += _breakable(run.text)
    return out


def _breakable(text: str) -> str:
    """Plain text as LaTeX, in which long addresses may go on in the next line."""
    out = ""
    last = 0
    for match in _ADDRESS.finditer(text):
        parts = _PART.findall(match[0])
        out += escape(text[last : match.start()]) + "\\cvbreak{}".join(escape(part) for part in parts)
        last = match.end()
    return out + escape(text[last:])
