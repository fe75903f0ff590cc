"""States of a small CV, typed as an author would."""

from pathlib import Path

from cvtex.content.load import load
from cvtex.diagnostics import Findings
from cvtex.document.changes.changes import Change, Changes, compare
from cvtex.document.changes.outline import Outline, outline
from cvtex.document.numbers.ledger import read_ledger
from cvtex.document.references.style import load_style

HEAD = "version: 1\nname: Ada Byron\nbibliography: own.bib\nme: [A. Byron]\n"
WORK = "sections:\n- section: Work\n  entries:\n"
PAPERS = "sections:\n- section: Papers\n  entries:\n  - publications: all\n"


def typed(folder: Path, rest: str, bib: str = "", ledger: str = "") -> Path:
    """A data folder; `rest` is cv.yaml below its head."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("cv.yaml", HEAD + rest), ("own.bib", bib), ("labels.lock", ledger)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def outline_of(folder: Path) -> Outline:
    cv, _ = load(folder)
    return outline(cv, read_ledger(folder, Findings()), load_style("cvtex"))


def changed(folder: Path, old: tuple[str, ...], new: tuple[str, ...]) -> Changes:
    """What lies between two states, each what `typed` takes."""
    return compare(outline_of(typed(folder / "old", *old)), outline_of(typed(folder / "new", *new)))


def told(changes: Changes) -> list[tuple[str, str, str]]:
    """Every change in short: its kind, its number or role with the first words, and what changed."""
    return [(item.kind, _mark(item), "; ".join(item.what)) for item in changes.items]


def _mark(item: Change) -> str:
    return item.side.label or f"{item.role} {item.side.text}"
