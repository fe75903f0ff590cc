"""The document as LaTeX source, through PyLaTeX: semantic macros only, one block after the other."""

import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from pylatex.base_classes.command import Command
from pylatex.base_classes.containers import Environment
from pylatex.document import Document as LatexDocument
from pylatex.utils import NoEscape

from cvtex.content.source import describe
from cvtex.diagnostics import Diagnostic, MissingError, Span
from cvtex.document.model import Document, Fact, Group, Heading, Line, Paragraph, Reference, ReferenceList, facts
from cvtex.document.targets.limits import Limits
from cvtex.typeset.escape import command, escape, escape_url, inline
from cvtex.typeset.source import Origin, Source, photo_file

_WIDTH = 100
_MOST_WRAPPED = 2000
"""Texts that are known again: those of a long CV."""
_USUAL = {"head": "none", "foot": "full", "colour": "theme"}
_SET_AS_SPACE = frozenset("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2011\u202f\u205f\u3000")


class _Page(LatexDocument):
    """PyLaTeX's document without what it adds by itself: the class owns typography."""

    content_separator = "\n"

    def __init__(self, options: list[str]) -> None:
        super().__init__(
            documentclass="cvtex",
            document_options=options,
            fontenc=None,
            inputenc=None,
            lmodern=False,
            textcomp=False,
            page_numbers=False,
        )
        self.clear()
        self.preamble.clear()

    def dumps(self) -> str:
        preamble = "\n".join(item.dumps() for item in self.preamble)
        body = Environment.dumps(self)
        return f"{self.documentclass.dumps()}\n{preamble}\n\n{body}\n"


class _Items(Environment):
    _latex_name = "cvitems"
    content_separator = "\n"

    def dumps_content(self, **options: object) -> NoEscape:
        return NoEscape(textwrap.indent(super().dumps_content(**options), "  "))


class _Publications(_Items):
    _latex_name = "cvpublications"


def emit(
    document: Document, characters: frozenset[str] | None, name: str = "cv", fonts: Iterable[tuple[str, ...]] = ()
) -> Source:
    """The LaTeX source of a document, which looks for its photo by the document's `name`.

    It declares these fonts, each by the arguments of its macro, besides its theme's.

    Raises MissingError naming every character outside ASCII that is not among `characters`, if any are named.
    """
    if characters is not None and (missing := unset(document, lambda character: settable(character, characters))):
        raise MissingError(*(lacking(character, fact) for character, fact in missing))
    page = _Page(list(_options(document)))
    page.preamble.append(Command("cvmeta", NoEscape(_metadata(document))))
    if document.margins.left is not None and document.widest_number:
        page.preamble.append(Command("cvnumbers", NoEscape(escape(document.widest_number))))
    page.preamble.extend(Command("cvscriptfont", [NoEscape(part) for part in font]) for font in fonts)
    placed: list[tuple[str, Span]] = []
    for tex, span in _head(document, name):
        page.append(tex)
        placed.append((tex, span))
    _body(document, page, placed)
    text = page.dumps()
    return Source(text, _origins(text, placed))


def _options(document: Document) -> Iterator[str]:
    """The options of the class: what the document asks for, and no others."""
    yield from (f"{document.paper}paper", f"size={_points(document.size)}", f"theme={document.theme}")
    look = document.look
    named = {"font": document.font if document.font != look.font else "", "accent": look.accent}
    yield from (f"{name}={value}" for name, value in named.items() if value)
    yield from (f"{name}={value}" for name, value in look.chosen)
    for name, usual in _USUAL.items():
        if getattr(document, name) != usual:
            yield f"{name}={getattr(document, name)}"
    if document.patterns:
        yield f"hyphenation={escape(document.patterns)}"
    limits = document.limits
    lengths = {side: getattr(document.margins, side) for side in ("left", "right", "top", "bottom")}
    lengths |= {"least": document.least, "edge": _edge(limits), "leading": limits.lines and 72 / limits.lines}
    yield from (f"{name}={_points(length)}" for name, length in lengths.items() if length)
    if limits.leading:
        yield f"lineheight={_decimal(limits.leading)}"
    if document.space != 1:
        yield f"space={_decimal(document.space)}"


def _edge(limits: Limits) -> float:
    """How far head and foot keep off the edge of the paper: as far as text, unless the rule lets them stand outside."""
    sides = {"head": limits.margin.top, "foot": limits.margin.bottom}
    return max((points for name, points in sides.items() if name not in limits.outside), default=0.0)


def _points(length: float) -> str:
    """A length in PDF points, as TeX reads it."""
    return _decimal(length) + "bp"


def _decimal(number: float) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".")


def _metadata(document: Document) -> str:
    name = escape(document.name.plain)
    pairs = [
        ("title", f"{name} – {escape(document.title)}"),
        ("author", name),
        ("language", escape(document.language)),
        ("foot", escape(document.title)),
    ]
    if document.updated:
        pairs.append(("date", "D:" + escape(document.updated.replace("-", ""))))
    if "bookmarks" in document.limits.without:
        pairs.append(("bookmarks", "none"))
    lines = ",\n".join(f"  {key} = {{{value}}}" for key, value in pairs)
    return f"\n{lines},\n"


def _head(document: Document, name: str) -> Iterator[tuple[NoEscape, Span]]:
    if document.photo and document.photo.image:
        image = document.photo.image
        yield command("cvphoto", photo_file(document, name), str(image.width), str(image.height)), document.photo.span
    yield command("cvname", inline(document.name.runs)), document.name.span
    if document.headline:
        yield command("cvheadline", inline(document.headline.runs)), document.headline.span
    if document.contact:
        items = []
        for contact in document.contact:
            text = inline(contact.runs) if contact.runs else escape(contact.text)
            items.append(command("cvlink", escape_url(contact.href), text) if contact.href else text)
        joined = "\n  \\cvsep ".join(items)
        yield command("cvcontact", f"\n  {joined}\n"), document.contact[0].span
    if document.summary:
        yield _wrapped(command("cvsummary", inline(document.summary.runs))), document.summary.span


def _body(document: Document, page: Environment, placed: list[tuple[str, Span]]) -> None:
    """Append the blocks, nesting lists as the levels of their lines ask."""
    lists: list[Environment] = [page]

    def add(tex: NoEscape, span: Span) -> None:
        lists[-1].append(tex)
        placed.append((tex, span))

    for block in document.blocks:
        level = block.level if isinstance(block, Line) else 0
        while len(lists) - 1 > level:
            lists.pop()
        while len(lists) - 1 < level:
            inner = _Items()
            lists[-1].append(inner)
            lists.append(inner)
        if isinstance(block, (Heading, Line)) and block.pagebreak:
            lists[-1].append(NoEscape("\\cvpagebreak"))
        match block:
            case Heading(number, title):
                lists[-1].append(NoEscape(""))
                add(command("cvsection", escape(number), inline(title.runs)), title.span)
            case Group(title):
                add(command("cvgroup", inline(title.runs)), title.span)
            case Line():
                add(_line(block), block.span)
            case Paragraph(runs, span):
                add(_wrapped(command("cvtext", inline(runs))), span)
            case ReferenceList():
                inner = _Publications(arguments=escape(document.widest_label))
                page.append(inner)
                for reference in block.references:
                    for tex in _reference(reference):
                        inner.append(tex)
                        placed.append((tex, reference.span))
                if block.legend:
                    inner.append(command("cvlegend", inline(block.legend)))


def _line(line: Line) -> NoEscape:
    keep = "\\cvkeep" if line.glued else ""
    name = "cvitem" if line.level else "cventry"
    return _wrapped(NoEscape(keep + command(name, inline(line.runs), option=escape(line.date))))


def _reference(reference: Reference) -> Iterator[NoEscape]:
    text = _wrapped(NoEscape(inline(reference.runs)), indent="  ")
    yield NoEscape(f"\\cvpublication{{{escape(reference.label)}}}{{%\n{text}}}")
    if reference.legend:
        yield command("cvlegend", inline(reference.legend))


@lru_cache(_MOST_WRAPPED)
def _wrapped(tex: NoEscape, indent: str = "") -> NoEscape:
    """Long source lines broken at spaces, where TeX reads a line end as a space; known again by whoever watches."""
    lines = textwrap.wrap(
        tex, _WIDTH, initial_indent=indent, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )
    return NoEscape("\n".join(lines))


def _origins(text: str, placed: list[tuple[str, Span]]) -> tuple[Origin, ...]:
    """Find each block's lines in the dumped source, in order."""
    lines = [line.strip() for line in text.split("\n")]
    origins = []
    position = 0
    for tex, span in placed:
        wanted = [line.strip() for line in tex.split("\n")]
        while lines[position] != wanted[0]:
            position += 1
        origins.append(Origin(position + 1, position + len(wanted), span))
        position += len(wanted)
    return tuple(origins)


def unset(document: Document, settable: Callable[[str], bool]) -> list[tuple[str, Fact]]:
    """The characters of a document that cannot be set, each with the first text that has it in each place."""
    told = list(facts(document))
    odd = {character for character in set("".join(fact.text for fact in told)) if not settable(character)}
    return [(character, fact) for fact in told if odd for character in dict.fromkeys(fact.text) if character in odd]


def lacking(character: str, fact: Fact, more: str = "use another spelling, or leave it out") -> Diagnostic:
    """That no font has a character, where it stands, and what is to be done."""
    hint = f"it stands in “{_around(fact.text, character)}”; {more}"
    return Diagnostic("X005", f"the font has no {describe(character)} `{character}`", fact.span, hint)


def settable(character: str, characters: frozenset[str]) -> bool:
    """Whether a character is among those of a font, or is set without a glyph."""
    return character.isascii() or character in characters or character in _SET_AS_SPACE


def _around(text: str, character: str) -> str:
    index = text.index(character)
    piece = text[max(index - 12, 0) : index + 13]
    return "".join(c if unicodedata.category(c)[0] != "C" else "\ufffd" for c in piece).strip()
