"""Which engine sets a document, and why: pdfTeX where its fonts have every character, LuaTeX otherwise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cvtex.content.source import describe
from cvtex.diagnostics import Diagnostic, MissingError
from cvtex.document.model import Document, Fact
from cvtex.typeset import scripts
from cvtex.typeset.dress import dressed, wanted
from cvtex.typeset.emit import Source, emit, lacking, settable, unset
from cvtex.typeset.engine import find_engine
from cvtex.typeset.fallback import Chosen, Fallback, choose
from cvtex.typeset.installed import Family, families
from cvtex.typeset.theme import Theme

PROGRAMS = {"pdftex": "pdflatex", "luatex": "lualatex"}
_SANS = ("heros",)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set: the program, the source, and the fonts beside the theme's; `why` says why not by pdfTeX."""

    program: Path
    source: Source
    fonts: tuple[Path, ...] = ()
    why: str = ""


def setting(document: Document, theme: Theme, engine: str, environment: Mapping[str, str], name: str = "cv") -> Setting:
    """The setting for a document; `engine` is auto, pdftex or luatex, or the name of a program that is like pdfTeX's.

    Raises MissingError for a program that is not there, and for characters that no font has.
    """
    lacked = unset(document, lambda character: settable(character, theme.characters))
    program_name = PROGRAMS.get(engine, engine)
    if program_name == "auto":
        program_name = PROGRAMS["luatex" if lacked and theme.opentype else "pdftex"]
    if program_name != PROGRAMS["luatex"]:
        program = find_engine(program_name, environment)
        return Setting(program, emit(document, theme.characters, name))
    if not theme.opentype:
        hint = "choose another theme, or another engine"
        raise MissingError(Diagnostic("X004", f"the theme `{theme.about.name}` has no fonts for LuaTeX", None, hint))
    why = _why(*lacked[0]) if lacked and engine == "auto" else ""
    try:
        program = find_engine(program_name, environment)
    except MissingError as error:
        reasons = (lacking(*lacked[0], more="LuaTeX can set it"),) if lacked else ()
        raise MissingError(*reasons, *error.diagnostics) from error
    return _by_luatex(document, theme, program, why, environment, name)


def _by_luatex(
    document: Document, theme: Theme, program: Path, why: str, environment: Mapping[str, str], name: str
) -> Setting:
    def own(character: str) -> bool:
        return settable(character, theme.opentype)

    needed = wanted(document, own)
    installed = families(environment) if needed else ()
    fallback = choose(needed, installed, serif=document.font not in _SANS)
    if fallback.missing:
        raise MissingError(*_missing(document, fallback, installed))
    used = tuple(dict.fromkeys(face for font in fallback.fonts for face in _files(font.family)))
    source = emit(dressed(document, fallback, own), None, name, map(_declared, fallback.fonts))
    return Setting(program, source, used, why)


def _files(family: Family) -> tuple[Path, ...]:
    return family.regular.file, family.bold.file, family.italic.file, family.bold_italic.file


def _declared(font: Chosen) -> tuple[str, ...]:
    family = font.family
    faces = (family.regular, family.bold, family.italic, family.bold_italic)
    return font.letter, font.tag, *(face.tex for face in faces)


def _why(character: str, fact: Fact) -> str:
    """Where pdfTeX would fail first."""
    place = str(fact.span)
    return f"set with LuaTeX, for pdfTeX's fonts have no {describe(character)} `{character}` ({place})"


def _missing(document: Document, fallback: Fallback, installed: tuple[Family, ...]) -> Iterator[Diagnostic]:
    """Each character that no font has, with its place and the package that would have it."""
    for character, fact in unset(document, lambda character: character not in fallback.missing):
        package = scripts.package_of(character)
        how = "" if installed else "fontconfig is not installed, or lists no font; "
        if package:
            yield lacking(
                character, fact, f"{how}Debian's {package} has a font for it, and `./run fonts` installs that"
            )
        else:
            yield lacking(character, fact)
