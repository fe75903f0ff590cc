"""Which engine sets a document, and why: pdfTeX where its fonts have every character, LuaTeX otherwise."""

from collections.abc import Mapping
from pathlib import Path

from cvtex.content.source import describe
from cvtex.diagnostics import Diagnostic, MissingError
from cvtex.document.model import Document, Fact
from cvtex.typeset.emit import Source, emit, lacking, settable, unset
from cvtex.typeset.engine import find_engine
from cvtex.typeset.theme import Theme
from cvtex.values import dataclass

PROGRAMS = {"pdftex": "pdflatex", "luatex": "lualatex"}


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
    from cvtex.typeset.otherscripts import source_for

    source, fonts = source_for(document, theme, environment, name)
    return Setting(program, source, fonts, why)


def _why(character: str, fact: Fact) -> str:
    """Where pdfTeX would fail first."""
    place = str(fact.span)
    return f"set with LuaTeX, for pdfTeX's fonts have no {describe(character)} `{character}` ({place})"
