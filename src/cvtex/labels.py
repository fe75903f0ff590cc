"""`cvtex labels`: the permanent numbers shown, released and retired."""

from pathlib import Path

from cvtex.content.load import load
from cvtex.content.model import CV
from cvtex.diagnostics import DataError, Findings
from cvtex.document.numbers.ledger import LEDGER, Ledger, dump_ledger, freeze, parse_label, read_ledger, retire
from cvtex.document.references.references import Numbered, number_publications
from cvtex.files import write_whole
from cvtex.values import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A number as it is shown: `state` is released, new, retired, or `→ J002`."""

    label: str
    state: str
    key: str
    title: str


def show(folder: Path) -> tuple[Row, ...]:
    """Every number of a data folder in order. Raises DataError where data and ledger disagree."""
    ledger, _, numbered = _read(folder)
    titles = {publication.key: " ".join(publication.title.plain.split()) for publication in numbered.publications}
    rows = [
        Row(release.label, f"→ {release.to}" if release.to else "retired", release.key, release.title)
        for release in ledger.releases
        if release.retired
    ]
    current = ledger.current
    for key, label in numbered.labels.items():
        rows.append(Row(label, "released" if key in current else "new", key, titles[key]))
    return tuple(sorted(rows, key=lambda row: parse_label(row.label)))


def release(folder: Path) -> tuple[str, ...]:
    """Write every number into the ledger; returns those that are new in it.

    Raises DataError where data and ledger disagree: nothing is written then.
    """
    ledger, _, numbered = _read(folder)
    frozen = freeze(ledger, numbered.publications, numbered.labels)
    _write(folder, frozen)
    return tuple(sorted(frozen.labels - ledger.labels, key=parse_label))


def withdraw(folder: Path, label: str, to: str) -> None:
    """Retire a number in the ledger, for good; `to` is the number of what its publication became.

    Raises UsageError for numbers that are not there, DataError where the ledger or the data cannot be read.
    """
    findings = Findings()
    ledger = read_ledger(folder, findings)
    cv, _ = load(folder)
    if findings.failed:
        raise DataError(*findings.ordered())
    numbered = number_publications(cv, ledger, Findings())  # what disagrees may be what is mended here
    retired = retire(ledger, label, to, ledger.labels | set(numbered.labels.values()))
    # A number that another became is a promise from then on: it is released with it.
    heirs = [item for item in numbered.publications if numbered.labels.get(item.key) == to]
    _write(folder, freeze(retired, heirs, numbered.labels))


def _read(folder: Path) -> tuple[Ledger, CV, Numbered]:
    findings = Findings()
    ledger = read_ledger(folder, findings)
    cv, _ = load(folder)
    numbered = number_publications(cv, ledger, findings)
    if findings.failed:
        raise DataError(*findings.ordered())
    return ledger, cv, numbered


def _write(folder: Path, ledger: Ledger) -> None:
    write_whole({folder / LEDGER: dump_ledger(ledger).encode()})
