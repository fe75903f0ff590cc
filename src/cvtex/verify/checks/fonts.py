"""Fonts: embedded, readable by software, one family a word, and with a glyph for every character."""

import re
import unicodedata
from collections import Counter, defaultdict

from cvtex.diagnostics import Severity
from cvtex.document.model import Document
from cvtex.patterns import regex
from cvtex.verify.checks.registry import Finding, Findings, NotExaminedError, check_either
from cvtex.verify.evidence import Evidence, Page, Style
from cvtex.verify.lines import stretches, upright

_ICONS = regex(r"awesome|icon|symbol|dingbat|wingding|webding|marvosym|bullet|fontello|glyphicon", re.IGNORECASE)
_MATH = regex(r"(?:^|\+)(?:CM(?:MI|SY|EX|BSY|MIB)|LM(?:Math|MI)|MSBM|MSAM|.*Math)", re.IGNORECASE)
_LETTERS_WORD = regex(r"[^\W\d_]{3,}")
_OFTEN = 3


@check_either("F001", "every font is embedded, a subset, has a Unicode map, and is no Type 3")
def fonts(document: Document | None, seen: Evidence) -> Findings:
    lenient: Severity = "error" if document else "warning"
    used = {style.font.split("+")[-1] for page in seen.pages for style in page.looks}
    for font in seen.fonts:
        if used and font.name not in used and font.type in ("Type1", "TrueType"):
            continue  # declared, and no glyph of it shown
        if font.type == "Type3":
            yield Finding(
                f"the font {font.name} is Type 3",
                "it prints badly and is refused by archives: use an outline font",
                page=font.page,
                severity=lenient if font.unicode_map else "error",
            )
        elif not font.embedded:
            yield Finding(
                f"the font {font.name} is not embedded",
                "another machine would print it with a font of its own",
                page=font.page,
            )
        elif not font.subset:
            yield Finding(
                f"the font {font.name} is embedded whole, not as a subset",
                "the file is larger than it need be",
                page=font.page,
                severity="warning",
            )
        if not font.unicode_map:
            yield Finding(
                f"the font {font.name} has no Unicode map",
                "text in it cannot be searched or copied",
                page=font.page,
                severity="error" if document or not font.named_glyphs else "warning",
            )
    return len(seen.fonts)


@check_either("F002", "no glyph is missing, and no character is without a meaning")
def glyphs(document: Document | None, seen: Evidence) -> Findings:
    for page in seen.pages:
        for character in dict.fromkeys(page.text):
            if (character.isascii() and character.isprintable()) or character in "\r\n\t\u0002\ufffe":
                continue
            category = unicodedata.category(character)
            if character == "\ufffd" or category in ("Co", "Cn", "Cc"):
                name = f"U+{ord(character):04X}"
                yield Finding(
                    f"a glyph is read as {name}, which means nothing",
                    "a box or symbol stands there instead of text",
                    page=page.number,
                    box=page.boxes[page.text.index(character)],
                    severity="warning" if category == "Co" and not document else "error",
                )
    for font in seen.fonts:
        if font.undefined:
            yield Finding(
                f"the font {font.name} has no glyph for {_listed(font.undefined)}",
                "a box stands on the page instead: use another spelling or another font",
                page=font.page,
            )
    return sum(len(page.text) for page in seen.pages)


def _listed(characters: str) -> str:
    return ", ".join(f"`{character}` (U+{ord(character):04X})" for character in characters[:5])


@check_either("F003", "every word is set in one family: no fallback font stands in for a missing letter")
def fallback(document: Document | None, seen: Evidence) -> Findings:
    examined = 0
    for page in seen.pages:
        for match in _LETTERS_WORD.finditer(page.text):
            examined += 1
            styles = page.styles[match.start() : match.end()]
            if styles.count(styles[0]) == len(styles):
                continue
            # Another script may come from another font, also where it stands beside Latin without a space.
            latin = [
                index for index in range(*match.span()) if unicodedata.name(page.text[index], "").startswith("LATIN")
            ]
            families = Counter(style.family for index in latin if (style := page.styles[index]))
            if len(families) < 2:
                continue
            stray = families.most_common()[-1][0]
            alien = [index for index in latin if (style := page.styles[index]) and style.family == stray]
            # A change of type within a word is a matter of taste.
            if all(page.text[index].isascii() for index in alien):
                continue
            yield Finding(
                f"“{match[0]}” is set in two typefaces: {page.text[alien[0]]} comes from {stray}",
                "the font lacks that letter, and another stands in for it",
                page=page.number,
                box=page.boxes[alien[0]],
                severity="error" if document else "warning",
            )
            break
    return examined


@check_either("F004", "no bullet or icon is read as a letter")
def icons(document: Document | None, seen: Evidence) -> Findings:
    if not upright(seen):
        raise NotExaminedError("the text does not run across the pages")
    alone: dict[tuple[str, str], list[tuple[Page, int]]] = defaultdict(list)
    together: set[str] = set()
    examined = 0
    for page, lines in zip(seen.pages, stretches(seen), strict=True):
        starts = {line.start for line in lines}
        mathematics = {style.font for style in page.looks if _MATH.search(style.font)}
        for index, (character, style) in enumerate(zip(page.text, page.styles, strict=True)):
            if style is None or not character.isalnum() or style.font in mathematics:
                continue
            examined += 1
            if style.font in together:
                continue
            if _beside(page, index, style):
                together.add(style.font)
            elif not character.isascii() and "LATIN" not in unicodedata.name(character, ""):
                continue
            elif _ICONS.search(style.font) or index in starts:
                alone[style.font, character].append((page, index))
    for (font, character), places in alone.items():
        if font in together or ((document or len(places) < _OFTEN) and not _ICONS.search(font)):
            continue
        page, index = places[0]
        times = f", {len(places)} times" if len(places) > 1 else ""
        yield Finding(
            f"a symbol of the font {font.split('+')[-1]} is read as “{character}”{times}",
            "whoever searches or copies the text gets that letter: use a font whose symbols have their Unicode meaning",
            page=page.number,
            box=page.boxes[index],
        )
    return examined


def _beside(page: Page, index: int, style: Style) -> bool:
    """Whether a glyph has a neighbour of its own font."""
    around = (*page.styles[max(index - 1, 0) : index], *page.styles[index + 1 : index + 2])
    return any(other is not None and other.font == style.font for other in around)
