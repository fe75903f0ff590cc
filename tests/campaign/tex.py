"""Mutations of the .tex that change what is said: words, entries, labels, dates, links, metadata."""

import re
from itertools import pairwise
from random import Random

from tests.campaign.mutation import Change, Good, Spot, found, kind, spliced, where
from tests.campaign.wording import SLIPS, Slip, letter_altered

# What is no text: commands with what they are given, where that is not printed.
_COMMAND = re.compile(
    r"\\(?:begin|end)\{\w+\}(?:\{\w+\})?|\\cvpublication\{\w+\}\{%|\\cvlink\{[^}]*\}|\\cvsection\{\d\}"
    r"|\\[A-Za-z]+|\\.|^%.*$",
    re.MULTILINE,
)
ITEM = r"^( *\\cvitem(?:\[[^\]]*\])?\{[^{}]*\}\n)"
DATED = r"\\cv(?:entry|item)(\[[^\]]*\])"
PAPER = r"^(  \\cvpublication\{\w+\}\{%\n(?:    .*\n)+(?:  \\cvlegend\{.*\n)?)"


def body(tex: str) -> int:
    return tex.index("\\begin{document}")


def printed(tex: str, pattern: str) -> list[Spot]:
    """Matches that lie in text that is printed."""
    masked = _COMMAND.sub(lambda match: "\\" * len(match[0]), tex)
    return [spot for spot in found(pattern, masked) if spot.start > body(tex)]


def changed(good: Good, spot: Spot, new: str, what: str = "") -> Change | None:
    if new == spot.text:
        return None
    said = what or f"“{spot.text.strip()}” became “{new.strip()}”"
    return Change(f"cv.tex, {where(good.tex, spot)}: {said}", spliced(good.tex, spot, new).encode())


def swapped(good: Good, first: Spot, second: Spot, what: str) -> Change | None:
    if first.text == second.text:
        return None
    early, late = sorted((first, second), key=lambda spot: spot.start)
    tex = spliced(spliced(good.tex, late, early.text), early, late.text)
    return Change(f"cv.tex, {where(good.tex, early)}: {what}", tex.encode())


def at(name: str, pattern: str, change: Slip, what: str = "", *, text: bool = False, once: bool = False) -> None:
    """Register a kind that changes one match of a pattern."""

    @kind(name, once=once)
    def make(good: Good, chance: Random) -> Change | None:
        spots = printed(good.tex, pattern) if text else found(pattern, good.tex)
        spot = chance.choice(spots)
        spot = Spot(spot.start, spot.end, good.tex[spot.start : spot.end])
        told = f"{what}: “{' '.join(spot.text.split())[:50]}”" if what else ""
        return changed(good, spot, change(spot.text, chance), told)


def becomes(new: str) -> Slip:
    return lambda _text, _chance: new


def twice(text: str, chance: Random) -> str:
    del chance
    return text + text


def bared(text: str, chance: Random) -> str:
    """What a command was given, without the command."""
    del chance
    return re.sub(r"^\\\w+(?:\{[^}]*\})?\{(.*)\}$", r"\1", text, flags=re.DOTALL)


for _name, (_pattern, _slip) in SLIPS.items():
    at(f"tex-{_name}", _pattern, _slip, text=True)

at("tex-item-removed", ITEM, becomes(""), "an item was removed")
at("tex-item-doubled", ITEM, twice, "an item was doubled")
at(
    "tex-entry-removed",
    r"^(\\cventry.*\n\\begin\{cvitems\}\n(?:  .*\n)*\\end\{cvitems\}\n)",
    becomes(""),
    "an entry was removed",
)
at("tex-paper-removed", PAPER, becomes(""), "a publication was removed")
at("tex-paper-doubled", PAPER, twice, "a publication was doubled")
at("tex-heading-removed", r"^(\\cv(?:section\{\d\}|group)\{.*\n)", becomes(""), "a heading was removed")
at("tex-legend-removed", r"^(  \\cvlegend.*\n)", becomes(""), "a legend was removed")
at("tex-mark-removed", r"(\\cvmark\{\*\})[,\n]", becomes(""), "a co-author's mark was removed")
at("tex-date-removed", DATED, becomes(""), "a date was removed")
at("tex-place-removed", r"(\\cvplace\{[^}]*\})", becomes(""), "a place was removed")
at("tex-note-removed", r"(\\cvnote\{[^}]*\})", becomes(""), "a note was removed", once=True)
at("tex-own-name-plain", r"(\\cvme\{Kai~Zhen\})", bared, "the own name is not marked")
at("tex-emphasis-lost", r"(\\emph\{[^}]*\})", bared, "a venue is not in italics")
at("tex-bold-added", r"[^\W\d_]{5,}", lambda word, _: f"\\textbf{{{word}}}", "a word was set in bold", text=True)
at("tex-label-altered", r"\\cvpublication\{(\w\d+)\}", lambda label, chance: f"{label[:-2]}{chance.randrange(20, 99)}")
at("tex-label-empty", r"\\cvpublication\{(\w\d+)\}", becomes(""), "a label was removed")
at("tex-number-altered", r"\\cvsection\{(\d)\}", lambda digit, chance: str(int(digit) + chance.randrange(1, 3)))
at("tex-number-removed", r"\\cvsection\{(\d)\}", becomes(""), "a section's number was removed")
at("tex-link-lost", r"(\\cvlink\{[^}]*\}\{[^}]*\})", bared, "a link was lost")
at("tex-link-altered", r"\\cvlink\{\w+:(?://)?([^}]+)\}", letter_altered)
at("tex-link-elsewhere", r"\\cvlink\{([^}]+)\}", lambda _, chance: f"https://example.org/{chance.randrange(99)}")
at(
    "tex-link-added",
    r"[^\W\d_]{5,}",
    lambda word, _: f"\\cvlink{{https://example.org}}{{{word}}}",
    "a link was added",
    text=True,
)
at("tex-separator-lost", r"(\\cvsep )", becomes(""), "the separator of the contacts was lost", once=True)
at("tex-title-altered", r"title = \{(.*)\},", letter_altered)
at("tex-author-altered", r"author = \{(.*)\},", letter_altered)
at("tex-title-lost", r"^(  title = .*\n)", becomes(""), "the title was lost", once=True)
at("tex-language-altered", r"language = \{(.*)\},", lambda _, chance: chance.choice(("de", "en-GB", "fr", "")))
at("tex-foot-altered", r"foot = \{(.*)\},", letter_altered)
at(
    "tex-keywords-added",
    r"foot = \{.*\},\n()",
    becomes("  keywords = {/home/ada/cv},\n"),
    "keywords with a path",
    once=True,
)
at(
    "tex-date-of-file-added",
    r"foot = \{.*\},\n()",
    becomes("  date = {D:20200101000000Z},\n"),
    "a date of the file",
    once=True,
)
at("tex-paper-size", r"(letterpaper)", becomes("a4paper"), "the paper is A4", once=True)
at("tex-text-size", r"size=(10bp)", lambda _, chance: chance.choice(("11bp", "12bp")), "the text has another size")
at("tex-foot-lost", r"(?<=theme=classic)()", becomes(",foot=none"), "the foot was lost", once=True)
at(
    "tex-head-added",
    r"(?<=theme=classic)()",
    becomes(",head=name"),
    "the name runs at the head of each page",
    once=True,
)
at("tex-folio-lost", r"(?<=begin\{document\}\n)()", becomes("\\cvfolio{}\n"), "the page numbers were lost", once=True)
at(
    "tex-folio-wrong",
    r"(?<=begin\{document\}\n)()",
    becomes("\\cvfolio{#1/9}\n"),
    "the page numbers tell of 9 pages",
    once=True,
)

_RESIDUE = (
    r"\textbackslash textbf\{", "??", "[??]", "None", "TODO", "lorem ipsum", "C0", "**", r"\&amp;", r"\{\}", "nan",
    r"\textbackslash n", "<b>", r"\$", "TBD", "XXX", "undefined",
)  # fmt: skip


@kind("tex-residue")
def residue(good: Good, chance: Random) -> Change | None:
    spot = chance.choice(printed(good.tex, r"(?<=[a-z]) (?=[A-Za-z])"))
    left = chance.choice(_RESIDUE)
    return changed(good, spot, f" {left} ", f"“{left}” was left in the text")


@kind("tex-text-added")
def text_added(good: Good, chance: Random) -> Change | None:
    spot = chance.choice(printed(good.tex, r"(?<=[a-z]) (?=[A-Za-z])"))
    added = chance.choice(("not", "award-winning", "and others", "Ph.D.", "2024", "(draft)"))
    return changed(good, spot, f" {added} ", f"“{added}” was added")


@kind("tex-items-swapped")
def items_swapped(good: Good, chance: Random) -> Change | None:
    spots = found(ITEM, good.tex)
    first, second = chance.choice([pair for pair in pairwise(spots) if pair[0].end == pair[1].start])
    return swapped(good, first, second, "two items were swapped")


@kind("tex-papers-swapped")
def papers_swapped(good: Good, chance: Random) -> Change | None:
    first, second = chance.sample(found(PAPER, good.tex), 2)
    return swapped(good, first, second, "two publications were swapped, with their labels")


@kind("tex-labels-swapped")
def labels_swapped(good: Good, chance: Random) -> Change | None:
    first, second = chance.sample(found(r"\\cvpublication\{(\w\d+)\}", good.tex), 2)
    return swapped(good, first, second, f"the labels {first.text} and {second.text} were swapped")


@kind("tex-dates-swapped")
def dates_swapped(good: Good, chance: Random) -> Change | None:
    first, second = chance.sample(found(DATED, good.tex), 2)
    return swapped(good, first, second, f"the dates {first.text} and {second.text} were swapped")
