"""A document with characters that the theme's fonts lack: its source for LuaTeX, with fonts that are installed."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from cvtex.diagnostics import Diagnostic, MissingError
from cvtex.document.model import Document
from cvtex.typeset import scripts
from cvtex.typeset.dress import dressed, wanted
from cvtex.typeset.emit import emit, lacking, settable, unset
from cvtex.typeset.fallback import Chosen, Fallback, choose
from cvtex.typeset.installed import Family, families
from cvtex.typeset.source import Source
from cvtex.typeset.theme import Theme

_SANS = ("heros",)
_LEFTWARDS = ("arab", "hebr", "nko", "syrc", "thaa")


def source_for(
    document: Document, theme: Theme, environment: Mapping[str, str], name: str
) -> tuple[Source, tuple[Path, ...]]:
    """The source of a document, and the files of the fonts that it uses beside those of its theme.

    Raises MissingError for characters that no font has.
    """

    def own(character: str) -> bool:
        return settable(character, theme.opentype)

    needed = wanted(document, own)
    installed = families(environment) if needed else ()
    fallback = choose(needed, installed, serif=document.font not in _SANS)
    if fallback.missing:
        raise MissingError(*_missing(document, fallback, installed))
    used = tuple(dict.fromkeys(face for font in fallback.fonts for face in _files(font.family)))
    return emit(dressed(document, fallback, own), None, name, map(_declared, fallback.fonts)), used


def _files(family: Family) -> tuple[Path, ...]:
    return family.regular.file, family.bold.file, family.italic.file, family.bold_italic.file


def _declared(font: Chosen) -> tuple[str, ...]:
    """A font as TeX declares it; readers turn letters that share a glyph, so that there are no more of these than must be."""
    family = font.family
    tag = f"{font.tag};-liga" if font.tag in _LEFTWARDS else font.tag
    faces = (family.regular, family.bold, family.italic, family.bold_italic)
    return font.letter, tag, *(face.tex for face in faces)


def _missing(document: Document, fallback: Fallback, installed: tuple[Family, ...]) -> Iterator[Diagnostic]:
    """Each character that no font has, with its place and the package that would have it; without any font the first one."""
    missing = unset(document, lambda character: character not in fallback.missing)
    if not installed:
        how = "fonts are found by fontconfig, which is not installed or lists none: Debian's fontconfig, then `./run fonts`"
        yield lacking(*missing[0], how)
        return
    for character, fact in missing:
        package = scripts.package_of(character)
        if package:
            yield lacking(character, fact, f"Debian's {package} has a font for it, and `./run fonts` installs that")
        else:
            yield lacking(character, fact)
