"""Which engine sets a document, and why: pdfTeX where its fonts have every character, LuaTeX otherwise."""

from collections.abc import Mapping

from cvtex.content.source import describe
from cvtex.diagnostics import Diagnostic, MissingError
from cvtex.document.model import Document, Fact
from cvtex.typeset.emit import emit, lacking, settable, unset
from cvtex.typeset.engine import find_engine
from cvtex.typeset.source import PROGRAMS, Setting
from cvtex.typeset.theme import load_theme


def setting(document: Document, engine: str, environment: Mapping[str, str], name: str = "cv") -> Setting:
    """The setting for a document; `engine` is auto, pdftex or luatex, or the name of a program that is like pdfTeX's.

    Where it is empty, that of the document's target counts.

    Raises MissingError for a program that is not there, and for characters that no font has.
    """
    theme = load_theme(document.theme, document.look.folder)
    files = tuple(file.name for file in theme.files)
    lacked = unset(document, lambda character: settable(character, theme.characters))
    engine = engine or document.engine
    program_name = PROGRAMS.get(engine, engine)
    if program_name == "auto":
        program_name = PROGRAMS["luatex" if lacked and theme.opentype else "pdftex"]
    if program_name != PROGRAMS["luatex"]:
        find_engine(program_name, environment)
        return Setting(program_name, emit(document, theme.characters, name), theme.inputs, files)
    if not theme.opentype:
        hint = "choose another theme, or another engine"
        raise MissingError(Diagnostic("X004", f"the theme `{theme.about.name}` has no fonts for LuaTeX", None, hint))
    why = _why(*lacked[0]) if lacked and engine == "auto" else ""
    try:
        find_engine(program_name, environment)
    except MissingError as error:
        reasons = (lacking(*lacked[0], more="LuaTeX can set it"),) if lacked else ()
        raise MissingError(*reasons, *error.diagnostics) from error
    from cvtex.typeset.otherscripts import source_for

    source, fonts = source_for(document, theme, environment, name)
    return Setting(program_name, source, theme.inputs, files, fonts, why)


def _why(character: str, fact: Fact) -> str:
    """Where pdfTeX would fail first."""
    place = str(fact.span)
    return f"set with LuaTeX, for pdfTeX's fonts have no {describe(character)} `{character}` ({place})"
