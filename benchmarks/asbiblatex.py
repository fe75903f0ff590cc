"""The content of a CV of ours as people set it with biblatex and biber: the class of plain.tex, lists by category."""

from collections.abc import Iterator
from pathlib import Path

from cvtex.checking import check
from cvtex.document.model import Document, Group, Heading, Line, Paragraph, ReferenceList
from cvtex.typeset.escape import escape


def biblatex_source(data: Path) -> str:
    """A document beside which the folder's publications.bib lies."""
    document, _ = check(data, "cv")
    lines = [
        r"\documentclass{plain}",
        r"\usepackage[backend=biber,defernumbers=true,maxbibnames=99]{biblatex}",
        r"\addbibresource{publications.bib}",
        *_categories(document),
        r"\begin{document}",
        rf"\cvname{{{escape(document.name.plain)}}}",
        r"\nocite{*}",
        *_body(document),
        r"\end{document}",
    ]
    return "\n".join(lines) + "\n"


def _categories(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, ReferenceList):
            keys = ",".join(item.key for item in block.references)
            yield rf"\DeclareBibliographyCategory{{{block.category}}}\addtocategory{{{block.category}}}{{{keys}}}"


def _body(document: Document) -> Iterator[str]:
    level = 0
    for block in document.blocks:
        wanted = block.level if isinstance(block, Line) else 0
        yield from [r"\end{cvb}"] * (level - wanted)
        yield from [r"\begin{cvb}"] * (wanted - level)
        level = wanted
        match block:
            case Heading():
                yield rf"\section{{{escape(block.title.plain)}}}"
            case Group():
                yield rf"\subsection{{{escape(block.title.plain)}}}"
            case Line(level=0):
                yield rf"\cventry{{{escape(block.date)}}}{{{_words(block)}}}{{}}{{}}"
            case Line():
                yield rf"\item {_words(block)}\hfill {escape(block.date)}"
            case Paragraph():
                yield rf"{_words(block)}\par"
            case ReferenceList():
                yield rf"\printbibliography[heading=none,category={block.category}]"
    yield from [r"\end{cvb}"] * level


def _words(block: Line | Paragraph) -> str:
    return escape("".join(run.text for run in block.runs))
