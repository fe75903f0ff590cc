"""A small CV with its targets: written, loaded, and composed as one of them."""

from datetime import date
from pathlib import Path

from cvtex.content.load import load
from cvtex.diagnostics import DataError, Diagnostic
from cvtex.document.compose import compose
from cvtex.document.model import Document, Group, Heading, Line, Paragraph, ReferenceList
from cvtex.document.targets.targetfile import load_target

TODAY = date(2026, 11, 25)
HEAD = "version: 1\nname: Ada Byron\nbibliography: own.bib\n"


def article(key: str, year: int | None = 2020, kind: str = "article", keywords: str = "") -> str:
    """An entry of the bibliography in one line."""
    dated = f" year = {year}," if year else ""
    where = "booktitle" if kind == "inproceedings" else "journal"
    words = f" keywords = {{{keywords}}}," if keywords else ""
    return f"@{kind}{{{key}, title = {{On {key}}}, author = {{Ada Byron}}, {where} = {{Memoirs}},{dated}{words}}}\n"


def write(folder: Path, cv: str, target: str, bib: str = "") -> None:
    (folder / "targets").mkdir(exist_ok=True)
    (folder / "cv.yaml").write_text(HEAD + cv, encoding="utf-8")
    (folder / "own.bib").write_text(bib, encoding="utf-8")
    (folder / "targets" / "t.yaml").write_text(target, encoding="utf-8")


def composed(
    folder: Path, cv: str, target: str, bib: str = "", gone: frozenset[str] = frozenset(), today: date | None = TODAY
) -> tuple[Document, tuple[Diagnostic, ...]]:
    """The document of a target, in whose account nothing is lost."""
    write(folder, cv, target, bib)
    loaded, warnings = load(folder)
    assert warnings == ()
    document, told = compose(loaded, load_target(folder, "t"), today=today, gone=gone)
    assert [datum for datum in document.account if datum.lost] == []
    return document, told


def lines(folder: Path, cv: str, target: str, bib: str = "", gone: frozenset[str] = frozenset()) -> list[str]:
    """What the document of a target shows, block by block; nothing is told about it."""
    document, told = composed(folder, cv, target, bib, gone)
    assert told == ()
    return list(shown(document))


def shown(document: Document) -> list[str]:
    """Headings as `1 Title`, subheadings as `= Title`, entries as text, references as `[label] key`."""
    out: list[str] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            out.append(f"{block.number} {block.title.plain}".strip())
        elif isinstance(block, Group):
            out.append(f"= {block.title.plain}")
        elif isinstance(block, ReferenceList):
            out += [f"[{reference.label}] {reference.key}" for reference in block.references]
        else:
            assert isinstance(block, Line | Paragraph)
            out.append("".join(run.text for run in block.runs))
    return out


def rules(folder: Path, cv: str, target: str, bib: str = "", gone: frozenset[str] = frozenset()) -> dict[str, str]:
    """Of what is left out the rule, by its words; of a publication by its key."""
    document, _ = composed(folder, cv, target, bib, gone)
    return {datum.text: datum.rule for datum in document.account if datum.rule}


def told(folder: Path, cv: str, target: str, bib: str = "") -> list[tuple[str, str, str, str]]:
    """The errors of a target: code, place in its file, message and hint."""
    try:
        composed(folder, cv, target, bib)
    except DataError as error:
        return [as_told(item) for item in error.diagnostics]
    raise AssertionError("nothing was told")


def as_told(item: Diagnostic) -> tuple[str, str, str, str]:
    span = item.span
    place = f"{Path(span.file).name}:{span.line}:{span.column}" if span else ""
    return item.code, place, item.message, item.hint or ""
