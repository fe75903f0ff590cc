"""Fonts: embedded, readable by software, and with a glyph for every character."""

import unicodedata

from cvtex.verify.checks.registry import Finding, Findings, check_any
from cvtex.verify.evidence import Evidence


@check_any("F001", "every font is embedded, has a Unicode map, and is no Type 3")
def fonts(seen: Evidence) -> Findings:
    for font in seen.fonts:
        if font.type == "Type3":
            yield Finding(
                f"the font {font.name} is Type 3",
                "it prints badly and is refused by archives: use an outline font",
                page=font.page,
            )
        elif not font.embedded:
            yield Finding(
                f"the font {font.name} is not embedded",
                "another machine would print it with a font of its own",
                page=font.page,
            )
        if not font.unicode_map:
            yield Finding(
                f"the font {font.name} has no Unicode map", "text in it cannot be searched or copied", page=font.page
            )
    return len(seen.fonts)


@check_any("F002", "no glyph is missing, and no character is without a meaning")
def glyphs(seen: Evidence) -> Findings:
    for page in seen.pages:
        for index, character in enumerate(page.text):
            if character in "\r\n\t\u0002\ufffe":
                continue
            if character == "\ufffd" or unicodedata.category(character) in ("Co", "Cn", "Cc"):
                name = f"U+{ord(character):04X}"
                yield Finding(
                    f"a glyph is read as {name}, which means nothing",
                    "a box or symbol stands there instead of text",
                    page=page.number,
                    box=page.boxes[index],
                )
    return sum(len(page.text) for page in seen.pages)
