"""Every shipped rule: a PDF that just holds all of its limits passes, and each limit refuses one that breaks it by a hair."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cvtex.document.model import Document
from cvtex.document.targets.target import Target
from cvtex.document.targets.targetfile import load_target, shipped_names
from cvtex.verify.witness import ALONE, Witness
from tests.samples import document, paragraph
from tests.verify.hairs import Words, found, pdf

CODES = ("P001", "P002", "P012", "P014", *(f"G{number:03d}" for number in range(1, 10)))
FONTS = {"Arial": "Helvetica", "Times New Roman": "Times-Roman", "Courier New": "Courier"}
RULED = tuple(name for name in shipped_names() if not name.endswith("-biosketch"))
HAIR = 0.2
"""Points of a margin; 70 µm."""


@cache
def shipped(name: str) -> Target:
    with TemporaryDirectory() as folder:
        (Path(folder) / "targets").mkdir()
        (Path(folder) / "targets" / "mine.yaml").write_text(f"extends: {name}\n", encoding="utf-8")
        return load_target(Path(folder), "mine")


def ruled(target: Target) -> Document:
    made = document(paragraph("Words that stand on no page."), name="Ada Lovelace", paper=target.paper)
    return replace(made, limits=target.limits, rules=target.rules, max_pages=target.max_pages)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A PDF in the measures of a rule, all of which may be changed."""

    paper: tuple[float, float]
    margins: tuple[float, ...]
    font: str
    size: float
    leading: float
    pages: int
    head: str = ""
    numbered: bool = False
    colour: str = "0 g"
    more: bytes = b""
    notes: bytes = b""
    drawn: bytes = b""
    words: str = "Wide ways"
    foot: str = ""
    weight: int = 0

    def pdf(self) -> bytes:
        """Four lines drawn along the margins, and lines of text within them."""
        made = pdf(
            *(self._page(number) for number in range(1, self.pages + 1)),
            paper=self.paper,
            more=self.more,
            notes=self.notes,
        )
        lack = self.weight - len(made)
        if lack > 0:
            start = made.index(b"\n") + 1
            padded = _shifted(made, start, b"%" + b"x" * (lack - 2) + b"\n")
            # The place of the table may take more digits than it did.
            made = _shifted(made, start, b"%" + b"x" * (2 * lack - 2 - len(padded) + len(made)) + b"\n")
        return made

    def _page(self, number: int) -> list[Words | bytes]:
        width, height = self.paper
        left, right, top, bottom = self.margins
        frame = [(left, 300, 1, 9), (width - right - 1, 300, 1, 9), (300, height - top - 1, 9, 1), (300, bottom, 9, 1)]
        items: list[Words | bytes] = [b"%s %.3f %.3f %.3f %.3f re f" % (self.colour.encode(), *box) for box in frame]
        for row in range(3):
            words = f"{self.words} {'abcdefgh'[number] * (row + 1)}"
            items.append(Words(words, 150, 500 - row * self.leading, self.size, self.font, self.colour))
        if self.head:
            items.append(Words(self.head, width - 170, height - 50, self.size, self.font, self.colour))
        if self.numbered:
            items.append(Words(f"{number} / {self.pages}", width - 170, bottom + 4, self.size, self.font, self.colour))
        if self.foot:
            items.append(Words(f"{self.foot} {number}", 150, bottom + 4, self.size, self.font, self.colour))
        return [*items, self.drawn] if self.drawn else items


def _shifted(made: bytes, at: int, pad: bytes) -> bytes:
    """A PDF with a comment before its objects, and a table of places that knows of it."""
    body, table = made[:at] + pad + made[at : made.rindex(b"xref\n0")], made[made.rindex(b"xref\n0") :]
    lines = table.split(b"\n")
    moved = [b"%010d 00000 n " % (int(line[:10]) + len(pad)) if line.endswith(b" 00000 n ") else line for line in lines]
    start = moved.index(b"startxref")
    moved[start + 1] = b"%d" % len(body)
    return body + b"\n".join(moved)


def sheet(target: Target) -> Sheet:
    """What just holds every limit of a target."""
    limits = target.limits
    paper = (595.28, 841.89) if "a4" in limits.paper or (not limits.paper and target.paper == "a4") else (612.0, 792.0)
    margins = (limits.margin.left, limits.margin.right, limits.margin.top, limits.margin.bottom)
    allowed = next((font for font in limits.fonts if font.family in FONTS), None)
    size = max(limits.size, allowed.size if allowed else 0.0)
    size = size or 9.0
    return Sheet(
        paper,
        tuple(points or 36.0 for points in margins),
        FONTS[allowed.family] if allowed else "Times-Roman",
        size,
        max(
            72 / limits.lines if limits.lines else 0.0, limits.leading * size, size * 1.15 if not limits.lines else 0.0
        ),
        target.max_pages or 2,
        head="Ada Lovelace" if "name" in limits.having else "",
        numbered="numbers" in limits.having,
    )


ROW = b"<< /Type /Annot /Subtype /Link /Rect [100 100 120 120] /A << /S /URI /URI (https://example.org) >> >>"
MARKS = b"/Outlines << /Type /Outlines /First << /Title (Work) /Parent 1 0 R >> /Last << /Title (Work) >> /Count 1 >>"
PICTURE = b"q 50 0 0 50 300 300 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q"


def broken(target: Target, just: Sheet) -> Iterator[tuple[str, str, Sheet, Witness]]:
    """Each limit of a target with its check, and a sheet that breaks it by a hair."""
    limits = target.limits
    if limits.size:
        code = "P012"
        yield "size", code, replace(just, size=round(limits.size - 0.01, 2)), ALONE
    for font in limits.fonts:
        if font.family in FONTS and (font.size or limits.size):
            size = round((font.size or limits.size) - 0.01, 2)
            yield (
                f"the size of {font.family}",
                "G001" if font.size else "P012",
                replace(just, font=FONTS[font.family], size=size),
                ALONE,
            )
    if limits.fonts:
        known = {FONTS.get(font.family) for font in limits.fonts}
        other = next(name for name in ("Helvetica", "Times-Roman", "Courier", "Symbol") if name not in known)
        if other != "Symbol":
            yield "typeface", "G001", replace(just, font=other), ALONE
    if limits.lines:
        yield "lines", "P014", replace(just, leading=72 / limits.lines - 0.03), ALONE
    if limits.leading:
        yield "leading", "G002", replace(just, leading=(limits.leading - 0.003) * just.size), ALONE
    for index, side in enumerate(("left", "right", "top", "bottom")):
        if getattr(limits.margin, side):
            margins = tuple(points - HAIR * (index == place) for place, points in enumerate(just.margins))
            yield f"{side} margin", "P002", replace(just, margins=margins), ALONE
    if limits.paper:
        yield "paper", "G003", replace(just, paper=(just.paper[0], just.paper[1] + 1.1)), ALONE
    if limits.characters:
        yield (
            "characters",
            "P014",
            replace(just, words="illicit filings fulfil little ill will " * 2, font="Helvetica"),
            ALONE,
        )
    if 0 < limits.bytes <= 1_000_000:
        yield "bytes", "G004", replace(just, weight=limits.bytes + 1), ALONE
    if limits.filename.longest:
        yield "long name", "G004", just, Witness(file_name="A" * (limits.filename.longest - 3) + ".pdf")
        yield "name with a sign", "G004", just, Witness(file_name="Adá&.pdf")
    if limits.colour:
        yield "colour", "G006", replace(just, colour="0.142 g"), ALONE
    if limits.links:
        yield "link", "G007", replace(just, notes=ROW), ALONE
    if "bookmarks" in limits.without:
        yield "bookmark", "G007", replace(just, more=MARKS), ALONE
    if "pictures" in limits.without:
        yield "picture", "G008", replace(just, drawn=PICTURE), ALONE
    if "head" in limits.without:
        yield "head", "G005", replace(just, head="Ada Lovelace", pages=3), ALONE
    if "foot" in limits.without:
        yield "foot", "G005", replace(just, foot="Page", pages=3), ALONE
    if "name" in limits.having:
        yield "no name", "G005", replace(just, head="Ada Lovelac"), ALONE
    if "numbers" in limits.having:
        yield "no numbers", "G005", replace(just, numbered=False), ALONE
    if "et al." in limits.without:
        yield "et al.", "G009", replace(just, words="A. Byron et al."), ALONE
    if target.max_pages:
        yield "pages", "P001", replace(just, pages=target.max_pages + 1), ALONE


def names(name: str) -> list[str]:
    return [case[0] for case in broken(shipped(name), sheet(shipped(name)))]


@pytest.mark.parametrize("name", RULED)
def test_what_just_holds_every_limit_passes(name: str) -> None:
    target = shipped(name)
    just, made = sheet(target), ruled(target)
    limits = target.limits
    if 0 < limits.bytes <= 1_000_000:
        just = replace(just, weight=limits.bytes)
        assert len(just.pdf()) == limits.bytes
    longest = "A" * ((limits.filename.longest or 9) - 4) + ".pdf"
    told = {
        code: [item.message for item in found(code, made, just.pdf(), Witness(file_name=longest))] for code in CODES
    }
    assert told == {code: [] for code in CODES}


@pytest.mark.parametrize(("name", "what"), [(name, what) for name in RULED for what in names(name)])
def test_each_limit_refuses_what_breaks_it_by_a_hair_and_says_whose_it_is(name: str, what: str) -> None:
    target = shipped(name)
    made = ruled(target)
    _, code, wrong, witness = next(case for case in broken(target, sheet(target)) if case[0] == what)
    told = found(code, made, wrong.pdf(), witness)
    assert told
    assert all("read 2026-11-2" in (item.hint or "") for item in told), "each names its source"


def test_every_rule_has_limits_to_break() -> None:
    counts = {name: len(names(name)) for name in RULED}
    assert min(counts.values()) >= 2
    assert sum(counts.values()) > 60
