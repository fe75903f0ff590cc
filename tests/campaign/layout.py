"""Mutations of the .tex that change how it looks: colour, size, place, room and page breaks."""

from random import Random

from tests.campaign.mutation import Change, Good, Spot, found, kind
from tests.campaign.tex import ITEM, at, body, changed, printed

_WORD = r"(?<![\w\\~’'])[^\W\d_]{5,}(?![\w’'~])"
_BLOCK = r"^ *(?=\\cv(?:item|entry|publication|group|section)[\[{])"
_PUSH, _POP = "\\pdfcolorstack0 push{%s}", "\\pdfcolorstack0 pop\\relax{}"


def _wrapped(before: str, after: str, word: str) -> str:
    return f"{before}{word}{after}"


def _word(name: str, before: str, after: str, what: str) -> None:
    """Register a kind that does something to one printed word."""

    @kind(name)
    def make(good: Good, chance: Random) -> Change | None:
        spot = chance.choice(printed(good.tex, _WORD))
        return changed(good, spot, _wrapped(before, after, spot.text), f"“{spot.text}” {what}")


def _item(name: str, before: str, after: str, what: str) -> None:
    """Register a kind that does something to the text of one item."""

    @kind(name)
    def make(good: Good, chance: Random) -> Change | None:
        spot = chance.choice(found(r"^ *\\cvitem(?:\[[^\]]*\])?\{([^{}]*)\}\n", good.tex))
        told = f"“{' '.join(spot.text.split())[:40]}” {what}"
        return changed(good, spot, _wrapped(before, after, spot.text), told)


def _between(name: str, inserted: str, what: str, pattern: str = _BLOCK) -> None:
    """Register a kind that puts something before one block."""

    @kind(name)
    def make(good: Good, chance: Random) -> Change | None:
        spots = [spot for spot in found(pattern, good.tex) if spot.start > body(good.tex)]
        spot = chance.choice(spots[1:])
        return changed(good, Spot(spot.start, spot.start, ""), inserted + "\n", what)


for _name, _colour, _said in (
    ("white", "1 g 1 G", "is white"),
    ("faint", ".93 g .93 G", "is nearly white"),
    ("pale", ".72 g .72 G", "is pale grey"),
    ("yellow", "1 .95 .4 rg 1 .95 .4 RG", "is yellow"),
):
    _word(f"tex-word-{_name}", _PUSH % _colour, _POP, _said)
    _item(f"tex-item-{_name}", _PUSH % _colour, _POP, _said)

_word("tex-word-tiny", "{\\fontsize{3}{12}\\selectfont ", "}", "is of 3 points")
_word("tex-word-small", "{\\fontsize{6}{12}\\selectfont ", "}", "is of 6 points")
_word("tex-word-huge", "{\\fontsize{16}{12}\\selectfont ", "}", "is of 16 points")
_item("tex-item-small", "\\fontsize{6}{12}\\selectfont ", "", "is of 6 points")
_word("tex-word-other-font", "{\\usefont{T1}{lmr}{m}{n}", "}", "stands in another font")
_word("tex-word-raised", "\\raise4pt\\hbox{", "}", "was raised")
_word("tex-word-lowered", "\\lower4pt\\hbox{", "}", "was lowered")
_word("tex-word-overprinted", "\\rlap{", "}", "is overprinted by what follows")
_word("tex-word-over-its-neighbour", "\\kern-18pt ", "", "was shifted over its neighbour")
_word("tex-word-invisible", "\\pdfliteral direct{3 Tr}", "\\pdfliteral direct{0 Tr}", "is invisible")
_word("tex-word-outlined", "\\pdfliteral direct{1 Tr .2 w}", "\\pdfliteral direct{0 Tr}", "is drawn in outline")
_word(
    "tex-word-spaced", "\\pdfliteral direct{3 Tc}", "\\pdfliteral direct{0 Tc}", "is letter-spaced over its neighbour"
)
_word("tex-word-pushed-out", "\\hbox to 0pt{\\hskip 430pt ", "\\hss}", "was pushed into the right margin")
_word("tex-word-struck", "\\rlap{\\vrule height3pt depth-2pt width25pt}", "", "was struck through")
_word("tex-word-blackened", "\\rlap{\\vrule height8pt depth2pt width25pt}", "", "was blackened")
_word(
    "tex-hidden-words",
    "\\rlap{\\pdfcolorstack0 push{1 g}Expert leader\\pdfcolorstack0 pop\\relax}",
    "",
    "covers hidden words",
)
_word("tex-hidden-tiny-words", "{\\fontsize{1}{12}\\selectfont Expert leader }", "", "follows hidden tiny words")
_word(
    "tex-hidden-mode-words",
    "\\rlap{\\pdfliteral direct{3 Tr}Expert leader\\pdfliteral direct{0 Tr}}",
    "",
    "covers invisible words",
)

_item("tex-item-into-left-margin", "\\hskip-75pt ", "", "was shifted into the left margin")
_item("tex-item-shifted", "\\hskip25pt ", "", "was shifted to the right")
_item("tex-item-unbroken", "\\hskip90pt \\mbox{", " " + "and so on " * 9 + "}", "runs on, unbroken")
_item("tex-item-broken", "", "\\hfil\\break and", "has a line more")
_between("tex-overlap", "\\vskip-11pt", "a block was moved up, over the one before")
_between("tex-crowded", "\\vskip-4pt", "a block was moved up a little")
_between("tex-gap", "\\vskip30pt", "a gap before a block")
_between("tex-hole", "\\vskip200pt", "a hole before a block")
_between("tex-page-break", "\\cvpagebreak", "a page break before a block")
_between(
    "tex-blank-page",
    "\\cvpagebreak\\hbox{}\\newpage",
    "a blank page before a block",
    r"^(?=\\cv(?:entry|group|section))",
)
_between(
    "tex-heading-stranded", "\\cvpagebreak", "a page break after a heading", r"^\\cv(?:section|group)\{.*\n()(?=\\)"
)
_between(
    "tex-header-stranded",
    "\\cvpagebreak",
    "a page break after an entry's header",
    r"(?<=\\begin\{cvitems\}\n) *(?=\\cvitem)",
)
_between(
    "tex-last-line-alone",
    "\\cvpagebreak",
    "a page break before an entry's last line",
    r"^ *(?=\\cvitem.*\n\\end\{cvitems\}\n)",
)
_between(
    "tex-hyphenation",
    "\\hyphenpenalty=-200 \\exhyphenpenalty=-200 ",
    "words may be hyphenated from here on",
    r"^(?=\\cv(?:group|section))",
)
_between("tex-ink-added", "\\hbox{\\vrule height 40pt width 60pt}", "a black box between blocks")


@kind("tex-paper-split")
def paper_split(good: Good, chance: Random) -> Change | None:
    spot = chance.choice(found(r"(?<=,) (?=[A-Z]\w+ [A-Z])", good.tex))
    return changed(good, spot, " \\vadjust{\\penalty-10000}", "a page break within a publication")


@kind("tex-level-changed")
def level_changed(good: Good, chance: Random) -> Change | None:
    inner = found(r"^(( +)\\begin\{cvitems\}\n(?:\2 .*\n)+\2\\end\{cvitems\}\n)", good.tex)
    spot = chance.choice(inner)
    lines = spot.text.splitlines(keepends=True)
    return changed(good, spot, "".join(lines[1:-1]), "a list was raised by one level")


@kind("tex-item-hung-deeper")
def hung_deeper(good: Good, chance: Random) -> Change | None:
    spot = chance.choice([spot for spot in found(ITEM, good.tex) if spot.text.startswith("  \\")])
    new = f"\\begin{{cvitems}}\n{spot.text}\\end{{cvitems}}\n"
    return changed(good, spot, new, "an item was set one level deeper")


at(
    "tex-justified",
    r"(?<=begin\{document\}\n)()",
    lambda _text, _chance: "\\rightskip=0pt \n",
    "the text is justified",
    once=True,
)
