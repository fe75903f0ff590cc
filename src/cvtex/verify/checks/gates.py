"""Gates: what the rule of a funder asks of pages and file beyond what is good for every PDF."""

import re
from collections.abc import Iterator
from itertools import pairwise

from cvtex.diagnostics import Span
from cvtex.document.model import Document, ReferenceList
from cvtex.document.targets.limits import FontLimit
from cvtex.document.targets.target import PAPERS
from cvtex.patterns import regex
from cvtex.verify.checks.registry import Examined, Finding, Findings, check, check_witness
from cvtex.verify.cited import asks, cited
from cvtex.verify.evidence import Evidence, Page, packed
from cvtex.verify.families import family_of, likes
from cvtex.verify.lines import Row
from cvtex.verify.placement import placements
from cvtex.verify.sizes import ROUNDED, Piece, pieces
from cvtex.verify.witness import Witness
from cvtex.verify.zones import zones

_RATIO_ROUNDED = 0.002
"""A hundredth of a point at the sizes of text."""
_SAME_SIZE = 0.5
_BLOCK_APART = 2.0
"""Lines further apart than this many sizes belong to different blocks, or have room to spare."""
_DARKEST = 35
"""What screens show for pure black ink (CMYK 0 0 0 1) has 35, 31 and 32 of 255; a grey of a seventh has 36."""
_SHEET_ROUNDED = 1.0
"""Points by which a sheet may differ: sizes are often rounded to whole points or millimetres."""
_ET_AL = regex(r"\bet\s+al\b\.?", re.IGNORECASE)
_AROUND = 12
_GAP = regex(r",…|\(\d+(?:st|nd|rd|th)(?:of\d+)?\)")


@check("G001", "all letters are of the typefaces that the target's rule allows, each as large as it asks of it")
def typefaces(document: Document, seen: Evidence) -> Findings:
    """Families of the same widths count; other scripts than Latin, and signs, may come from another font."""
    allowed = {font.family: font for font in document.limits.fonts}
    counted: dict[str, str] = {}
    examined = 0
    for page, piece in _pieces(document, seen) if allowed else ():
        examined += 1
        family, words = family_of(piece.style)
        if family not in allowed:
            wanted = _listed(tuple(allowed.values()))
            yield Finding(
                f"“{piece.text[:40]}” is set in {words or piece.style.font}: {asks(document, 'fonts')} {wanted}",
                cited(document, "fonts", "take another `font:`: pagella, termes or heros"),
                page=page.number,
                box=piece.box,
            )
            break
        if words != family:
            counted[words] = family
        least = allowed[family].size
        if least and not piece.raised and piece.style.size < least - ROUNDED:
            yield Finding(
                f"“{piece.text[:40]}” is set in {words} at {piece.style.size:.2f} pt:"
                f" {asks(document, 'fonts')} at least {least:g} pt of {family}",
                cited(document, "fonts", "set it larger with `size:`"),
                page=page.number,
                box=piece.box,
            )
    return Examined(examined, "; ".join(f"{words} counts as {family}" for words, family in sorted(counted.items())))


@check("G002", "lines that follow one another are as far apart as the target's rule asks")
def leading(document: Document, seen: Evidence) -> Findings:
    """Two lines of one size, their distance in sizes; raised and lowered text makes no line."""
    least, examined = document.limits.leading, 0
    for zone in zones(document, seen) if least else ():
        lines = [row for row in zone.body if max(map(len, _texts(row))) > 1]
        for above, below in pairwise(lines):
            size = _size(below)
            distance = above.baseline - below.baseline
            if abs(_size(above) - size) > _SAME_SIZE or distance > _BLOCK_APART * size or distance < size / 2:
                continue
            examined += 1
            if distance / size < least - _RATIO_ROUNDED:
                yield Finding(
                    f"“{below.text[:40]}” stands {distance / size:.2f} sizes below the line above it:"
                    f" {asks(document, 'leading')} at least {least:g}",
                    cited(document, "leading", "take a theme with more leading"),
                    page=below.page,
                    box=below.box,
                )
    return examined


@check("G003", "every page is a sheet that the target's rule allows")
def sheets(document: Document, seen: Evidence) -> Findings:
    allowed = document.limits.paper
    for page in seen.pages if allowed else ():
        if not any(_is_sheet(page, sheet) for sheet in allowed):
            yield Finding(
                f"the page measures {page.width / 72:.2f} × {page.height / 72:.2f} in:"
                f" {asks(document, 'paper')} {' or '.join(allowed)}",
                cited(document, "paper", "take another `paper:`"),
                page=page.number,
            )
    return len(seen.pages) if allowed else 0


@check_witness("G004", "the file is no larger than the target's rule allows, open, and called as it asks")
def files(document: Document | None, seen: Evidence, witness: Witness) -> Findings:
    if document is None:
        return 0
    most, examined = document.limits.bytes, 0
    if most:
        examined += 1
        if seen.size > most:
            yield Finding(
                f"the file has {seen.size:,} bytes: {asks(document, 'bytes')} no more than {most:,}",
                cited(document, "bytes", "use smaller pictures"),
            )
    if "encryption" in document.limits.without:
        examined += 1
        if seen.second.encrypted:
            message = f"the file is encrypted: {asks(document, 'without')} none"
            yield Finding(message, cited(document, "without", "save it without protection"))
    limit = document.limits.filename
    name = witness.file_name or (document.files[0] if document.files else "")
    if name and len(document.files) > 1:
        examined += 1
        if name not in document.files:
            message = f"the file is called `{name}`: {asks(document, 'file')} `{document.files[0]}`"
            yield Finding(message, cited(document, "file", "send the copy that `cvtex build` writes under that name"))
    # The copy bears the name that counts; that of the build is for the owner's own folder.
    if name in document.files:
        name = document.files[0]
    if name and (limit.longest or limit.signs is not None):
        examined += 1
        yield from _named(document, name)
    return examined


def _named(document: Document, name: str) -> Iterator[Finding]:
    """What is wrong with the name of a file."""
    limit = document.limits.filename
    fix = cited(document, "filename", "give it another name with `file:`")
    if limit.longest and len(name) > limit.longest:
        message = (
            f"the name `{name}` has {len(name)} characters: {asks(document, 'filename')} no more than {limit.longest}"
        )
        yield Finding(message, fix)
    if limit.signs is not None:
        stem = name.removesuffix(".pdf")
        odd = [c for c in dict.fromkeys(stem) if not (c.isascii() and c.isalnum()) and c not in limit.signs]
        if odd:
            shown = " ".join("a space" if character == " " else f"`{character}`" for character in odd)
            yield Finding(f"the name `{name}` holds {shown}: {asks(document, 'filename')} none of these", fix)
        elif "  " in stem or stem != stem.strip():
            message = f"the name `{name}` has a space too many: {asks(document, 'filename')} single ones, within it"
            yield Finding(message, fix)


@check("G008", "there is no picture where the target's rule forbids one")
def pictures(document: Document, seen: Evidence) -> Findings:
    if "pictures" not in document.limits.without:
        return 0
    for page in seen.pages:
        if page.images:
            number = "a picture" if page.images == 1 else f"{page.images} pictures"
            yield Finding(
                f"the page shows {number}: {asks(document, 'without')} none",
                cited(document, "without", "leave the photo out"),
                page=page.number,
            )
    return len(seen.pages)


@check("G006", "all text is black where the target's rule asks for it")
def colour(document: Document, seen: Evidence) -> Findings:
    examined = 0
    for page, zone in zip(seen.pages, zones(document, seen), strict=True) if document.limits.colour else ():
        for row in zone.of(("head", "body", "foot")):
            found = [piece for line in row.stretches for piece in pieces(page, line, str.isprintable)]
            examined += len(found)
            pale = [piece for piece in found if piece.style.drawn and _pale(piece)]
            if pale:
                red, green, blue = pale[0].style.colour or (0, 0, 0)
                yield Finding(
                    f"“{pale[0].text[:40]}” has the colour {red}, {green}, {blue} (of 255): {asks(document, 'colour')} black",
                    cited(document, "colour", "let `colour: black` stand in the target"),
                    page=page.number,
                    box=pale[0].box,
                )
    return examined


@check("G010", "no list of publications has more entries than the target's rule allows")
def list_lengths(document: Document, seen: Evidence) -> Findings:
    """The labels on the pages are counted, list by list."""
    most = document.limits.publications
    standing = {item.fact.span: item for item in placements(document, seen) if item.fact.role == "label"}
    lists = [block for block in document.blocks if isinstance(block, ReferenceList)] if most else []
    for block in lists:
        printed = [standing[reference.span] for reference in block.references if reference.span in standing]
        if len(printed) > most:
            over = printed[most]
            yield Finding(
                f"{over.fact.text} is number {most + 1} of its list, which has {len(printed)}:"
                f" {asks(document, 'publications')} at most {most}",
                cited(document, "publications", f"choose fewer: `max: {most}` in the choice of that list"),
                over.fact.span,
                over.first.page,
                over.first.box,
            )
    return sum(len(block.references) for block in lists)


@check("G009", "every author is named where the target's rule asks for it: no “et al.”, no gap in a list")
def authors(document: Document, seen: Evidence) -> Findings:
    if "et al." not in document.limits.without:
        return 0
    examined = 0
    for page in seen.pages:
        examined += 1
        cut = _ET_AL.search(page.text)
        if cut and len(_ET_AL.findall(page.text)) > _typed(document, page):
            yield _cut_short(document, " ".join(cut[0].split()), None, page.number)
    for item in placements(document, seen):
        if item.fact.role != "reference":
            continue
        examined += 1
        read = "".join(seen.pages[number - 1].text[index] for number, index in item.places)
        gap = _GAP.search(read)
        if gap:
            yield _cut_short(document, gap[0], item.fact.span, item.first.page)
    return examined


def _typed(document: Document, page: Page) -> int:
    """How many “et al.” of a page are of the data, as in the title of a reply to Smith et al., each with what is around it."""
    texts = (datum.text for datum in document.account if datum.shown and not datum.what.startswith("author"))
    around = {
        packed(text[max(found.start() - _AROUND, 0) : found.end() + _AROUND]).casefold()
        for text in texts
        for found in _ET_AL.finditer(text)
    }
    read = packed(page.text).casefold()
    return sum(read.count(words) for words in around)


def _cut_short(document: Document, words: str, span: Span | None, page: int) -> Finding:
    return Finding(
        f"a list of authors is cut short by “{words}”: {asks(document, 'without')} every name",
        cited(document, "without", "write all authors into the bibliography, without `and others`"),
        span,
        page,
    )


def _pale(piece: Piece) -> bool:
    return piece.style.colour is None or max(piece.style.colour) > _DARKEST


def _pieces(document: Document, seen: Evidence) -> Iterator[tuple[Page, Piece]]:
    """The pieces with Latin letters and digits of all lines that a rule counts."""
    counts = ("body", *(name for name in document.limits.counts if name != "raised"))
    for page, zone in zip(seen.pages, zones(document, seen), strict=True):
        for row in zone.of(counts):
            for line in row.stretches:
                yield from ((page, piece) for piece in pieces(page, line, _latin))


def _latin(character: str) -> bool:
    """Letters and digits of Latin script up to its extensions; fonts of other scripts are judged by nobody."""
    return character.isalnum() and character < "\u0250"


def _texts(row: Row) -> list[str]:
    return [packed(stretch.text) for stretch in row.stretches]


def _size(row: Row) -> float:
    """The size of a row: that of its longest stretch."""
    return max(row.stretches, key=lambda stretch: len(stretch.text)).style.size


def _is_sheet(page: Page, sheet: str) -> bool:
    width, height = PAPERS[sheet.removeprefix("up to ")]
    if sheet.startswith("up to "):
        return page.width <= width + _SHEET_ROUNDED and page.height <= height + _SHEET_ROUNDED
    return abs(page.width - width) <= _SHEET_ROUNDED and abs(page.height - height) <= _SHEET_ROUNDED


def _listed(fonts: tuple[FontLimit, ...]) -> str:
    """The typefaces that are allowed, each with those that count as it."""
    return "; or ".join(f"{font.family} (as which {', '.join(likes(font.family))} count)" for font in fonts)
