"""A trial: one mutation, made and judged."""

import hashlib
import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Literal

from cvtex.checking import check
from cvtex.diagnostics import DataError, Diagnostic, UnreadableError
from cvtex.document.model import Document
from cvtex.typeset.compile import finished, typeset
from cvtex.typeset.qpdf import ask_qpdf
from cvtex.typeset.source import Source
from cvtex.typeset.texremarks import remarks
from cvtex.verify.judge import judge
from cvtex.verify.readers import read_evidence
from cvtex.verify.witness import Answer, Witness
from tests.campaign.kinds import KINDS
from tests.campaign.looks import noticed
from tests.campaign.mutation import Change, Good, Kind, good
from tests.samples import run_tex

Status = Literal["caught", "told", "neutral", "missed", "void"]
_MOST_DRAWS = 12
_SECONDS = 40
_READ = {"cv.yaml", "publications.bib", "labels.lock"}


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one mutation.

    Caught: refused with an error. Told: warned of. Neutral: no reader gets anything else than from the good PDF.
    Missed: neither. Void: the draws gave nothing that could be tried. `codes` are those of the findings, of errors
    where there are any; `noticed` is what a reader gets otherwise, asked only where no check said a word.
    """

    name: str
    what: str
    digest: str
    status: Status
    codes: tuple[str, ...] = ()
    noticed: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return self.name.split("/")[0]


@dataclass(frozen=True, slots=True)
class _Judged:
    pdf: bytes
    findings: tuple[Diagnostic, ...]


def attempt(name: str, seed: int) -> Trial:
    """Make and judge the mutation of this name, `kind/number`; the same seed gives the same."""
    kind = KINDS[name.split("/")[0]]
    chance = Random(f"{seed} {name}")
    for _ in range(_MOST_DRAWS):
        try:
            change = kind.make(good(), chance)
        except (IndexError, ValueError):  # nothing to choose from on this page
            continue
        if change is None:
            continue
        try:
            with _limited():
                judged = _judged(kind, change, good())
        except _OverdueError:
            return _trial(name, change, "missed", ("too slow",))
        except Exception as error:  # a fault of cvtex, to be told as one
            return _trial(name, change, "missed", (f"{type(error).__name__}: {error}"[:120],))
        if judged is not None:
            return _told(name, change, judged)
    return Trial(name, "nothing could be changed", "", "void")


def _trial(name: str, change: Change, status: Status, codes: tuple[str, ...], seen: tuple[str, ...] = ()) -> Trial:
    digest = hashlib.sha256(change.content + change.file.encode()).hexdigest()
    return Trial(name, change.what, digest, status, codes, seen)


def _told(name: str, change: Change, judged: _Judged) -> Trial:
    known = {(item.code, item.message) for item in _good_findings()}
    new = [item for item in judged.findings if (item.code, item.message) not in known]
    errors = tuple(sorted({item.code for item in new if item.severity == "error"}))
    if errors:
        return _trial(name, change, "caught", errors)
    if new:
        return _trial(name, change, "told", tuple(sorted({item.code for item in new})))
    seen = noticed(good().pdf, judged.pdf)
    return _trial(name, change, "missed" if seen else "neutral", (), seen)


@cache
def _good_findings() -> tuple[Diagnostic, ...]:
    return judge(good().document, good().evidence).findings


def _judged(kind: Kind, change: Change, sound: Good) -> _Judged | None:
    """The findings, None for what can't be tried: data that are invalid by themselves, a .tex that TeX refuses."""
    match kind.family:
        case "data":
            document = _document(change, sound)
            if document is None:
                return None
            found = judge(document, sound.evidence).findings
            said = any(item not in _good_findings() for item in found)
            # What a reader would notice is what the PDF of these data has and the one at hand has not.
            return _Judged(b"" if said else typeset(document, engine="pdflatex", environment=os.environ).pdf, found)
        case "tex":
            return _compiled(change, sound)
        case "pdf":
            return _Judged(change.content, _read(change.content, sound.document))


def _read(pdf: bytes, document: Document) -> tuple[Diagnostic, ...]:
    try:
        heard = ask_qpdf(pdf, os.environ)
        seen = read_evidence(pdf)
        return judge(document, seen, Witness(qpdf=Answer(*heard()))).findings
    except UnreadableError as error:
        return error.diagnostics


def _document(change: Change, sound: Good) -> Document | None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in _READ:
            content = change.content if file == change.file else sound.files[file].encode()
            (folder / file).write_bytes(content)
        try:
            return check(folder, "cv")[0]
        except DataError:
            return None


def _compiled(change: Change, sound: Good) -> _Judged | None:
    source = change.content.decode()
    with tempfile.TemporaryDirectory() as name:
        run = run_tex(source, Path(name))
        path = Path(name) / "document.pdf"
        if run.status != 0 or not path.is_file():
            return None
        pdf = finished(path.read_bytes(), sound.document)[0]
    found = _read(pdf, sound.document)
    if not any(item.severity == "error" for item in found):
        # TeX's log is a third witness: it is heard where the page alone gave no reason to refuse.
        found += tuple(remarks(run, Source(source, ())))
    return _Judged(pdf, found)


class _OverdueError(Exception):
    """A mutation took longer than any should."""


@contextmanager
def _limited() -> Iterator[None]:
    def overdue(_signal: int, _frame: object) -> None:
        raise _OverdueError

    before = signal.signal(signal.SIGALRM, overdue)
    signal.alarm(_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
