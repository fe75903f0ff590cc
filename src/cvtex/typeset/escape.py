"""Text as LaTeX source: the only place that makes NoEscape, so that nothing typed can reach TeX as a command."""

import re

from pylatex.utils import NoEscape

from cvtex.content.markup import Inline, Run

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
MOST_FONTS = 26
_MARKS = {FONT + number: f"\\cvscript{{{chr(97 + number)}}}{{" for number in range(MOST_FONTS)}
_MARKS |= {ord(MIRROR): r"\cvmirror{", ord(MIDDLE): "}{"}
_MARKS |= {ord(END): "}", ord(RTL): r"\cvrtl{}", ord(LTR): r"\cvltr{}", ord(POP): r"\cvpop{}"}
_TABLE = str.maketrans({**_SPECIAL, **_SPACES}) | _MARKS

# How each style is set, from the outside in.
_MACROS = (
    ("place", "cvplace"),
    ("note", "cvnote"),
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
# An address that is printed, and the parts of it between which a line may end.
_ADDRESS = re.compile(r"(?:https?://|10\.\d{4,9}/)\S{20,}")
_PART = re.compile(r".{8,}?(?:[/?&=_.-](?![/?&=_.-])|$)|.+$")
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
    """A text with its styles, links and citations."""
    out = ""
    index = 0
    while index < len(runs):
        run = runs[index]
        for style, macro in _MACROS[:2]:  # place and note span several runs
            if style in run.styles:
                end = next((i for i in range(index, len(runs)) if style not in runs[i].styles), len(runs))
                inner = tuple(Run(r.text, r.styles - {style}, r.href, r.cite) for r in runs[index:end])
                inner = _without_joiner(inner)
                out += command(macro, inline(inner))
                index = end
                break
        else:
            out += _run(run)
            index += 1
    return NoEscape(out)


def _without_joiner(runs: Inline) -> Inline:
    """The macros bring their own comma or space."""
    first = runs[0]
    text = first.text.removeprefix(",").lstrip(" ")
    return ((Run(text, first.styles, first.href, first.cite),) if text else ()) + runs[1:]


def _run(run: Run) -> str:
    if run.cite:
        return command("cvcite", escape(run.text.strip("[]")))
    lead = run.text[: len(run.text) - len(run.text.lstrip(" "))]
    trail = run.text[len(run.text.rstrip(" ")) :] if run.text.strip(" ") else ""
    out: str = _breakable(run.text.strip(" "))
    for style, macro in reversed(_MACROS):
        if style in run.styles and out:
            out = command(macro, out)
    if run.href and out:
        out = command("cvlink", escape_url(run.href), out)
    return lead + out + trail


def _breakable(text: str) -> str:
    """Plain text as LaTeX, in which long addresses may go on in the next line."""
    out = ""
    last = 0
    for match in _ADDRESS.finditer(text):
        parts = _PART.findall(match[0])
        out += escape(text[last : match.start()]) + "\\cvbreak{}".join(escape(part) for part in parts)
        last = match.end()
    return out + escape(text[last:])
