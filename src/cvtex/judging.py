"""Judging what TeX makes: made ready while TeX is at work, and in a process of its own where something can be foreseen.

Where the data are as they were, a file is expected that has been read before. The checks are run on what was seen of it,
and their findings count if TeX makes that very file.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, cast

from cvtex.cache.notes import Notes, bring, carried
from cvtex.cache.place import digest
from cvtex.diagnostics import Diagnostic
from cvtex.interrupts import uninterrupted
from cvtex.programs import end_all
from cvtex.values import dataclass, replace
from cvtex.verify.asked import Answer, Asked, Question, asked
from cvtex.verify.report import Report

if TYPE_CHECKING:
    from cvtex.document.model import Document
    from cvtex.rereading import Read, Rereading
    from cvtex.verify.aside import Aside
    from cvtex.verify.evidence import Evidence, Page
    from cvtex.verify.judge import Judged

_GRACE = 2.0
"""Seconds in which a judge that is interrupted ends the programs that it asks."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is judged: the file, the document that it shows, and what TeX said of how many lines."""

    pdf: bytes
    document: "Document"
    remarks: tuple[Diagnostic, ...]
    lines: int


class Judge:
    """Judges one case, by what is known already of the file that is `expected`: what stands for it, empty where none is.

    Then it may have pages of the last one: `recall` tells what is known of these.
    """

    def __init__(
        self, document: "Document", expected: str, environment: Mapping[str, str], second: "Aside",
        recall: "Callable[[], Rereading]", *, shared: bool,
    ) -> None:  # fmt: skip
        self.document, self.second = document, second
        self._environment, self._expected, self._recall, self._shared = environment, expected, recall, shared
        self._foreseen: Judged = {}

    def prepare(self) -> None:
        """Load what judges PDFs, and look what is known; to be done before all else."""
        with uninterrupted():
            from cvtex.rereading import Rereading
            from cvtex.verify import judge

            self._before = Rereading(self._environment, self._expected)
            if self._before.expected is None:
                from cvtex.verify import readers

                readers.load_library()
                self._before = self._recall()
            del judge

    def foresee(self) -> None:
        """Run the checks on the file that is expected, if it is known."""
        from cvtex.verify.judge import foresee

        if self._before.expected:
            self._foreseen = foresee(self.document, self._before.expected, shared=self._shared)

    def report(self, case: Case) -> Report:
        """The judgement. Raises UnreadableError for what is no PDF."""
        from cvtex.typeset.qpdf import heard_of
        from cvtex.verify import witness
        from cvtex.verify.judge import judge

        heard = heard_of(case.pdf, self._environment)
        self._seen = self._before.seen(case.pdf, partial(_begun, case.pdf, self.second))
        told = witness.Witness(
            case.remarks, case.lines, lambda: witness.Answer(*heard()), secrets=witness.secrets_of(self._environment)
        )
        holds = self._foreseen and self._seen is self._before.expected and case.document is self.document
        foreseen = self._foreseen if holds else {}
        return judge(case.document, self._seen, told, shared=self._shared and not foreseen, foreseen=foreseen)

    def keep(self) -> str:
        """Keep what was seen of the file for the next time; what stands for it."""
        return self._before.keep(self._seen)


class Judging:
    """The judge at work, in a copy of this process if there may be one; where that fails, here."""

    def __init__(self, held: contextlib.ExitStack) -> None:
        self._held = held
        self._copy: Asked | None = None

    def begin(self, judge: Judge, *, apart: bool) -> None:
        """Let a judge begin: `apart` in a process of its own, which foresees what it can."""
        self._judge = judge
        if apart:
            with contextlib.suppress(OSError):
                self._copy = self._held.enter_context(asked(partial(_live, judge), grace=_GRACE))

    def prepare(self) -> None:
        """Let the judge make itself ready, where nobody else does it."""
        if not self._copy:
            self._judge.prepare()

    def report(self, case: Case) -> Report:
        """The judgement. Raises UnreadableError for what is no PDF."""
        if self._copy:
            other = None if case.document is self._judge.document else case.document
            whole = other and replace(other, account=tuple(other.account))  # what was to be found out when asked for
            self._copy.ask((case.pdf, whole, case.remarks, case.lines))
            match self._copy.answer():
                case (Report() as report, noted):
                    bring(noted if isinstance(noted, Notes) else None)
                    return replace(report, account=tuple(case.document.account))
            self._copy = None
            self._judge.prepare()
        return self._judge.report(case)

    def keep(self, pdf: bytes) -> str:
        """Keep what was seen of the file for the next time; what stands for it."""
        if self._copy:
            self._copy.rest()
            return digest(pdf)
        return self._judge.keep()


@contextmanager
def judging() -> Iterator[Judging]:
    """Whatever has begun to judge ends with this block."""
    with contextlib.ExitStack() as held:
        yield Judging(held)


def _live(judge: Judge, question: Question, answer: Answer) -> None:
    try:
        judge.prepare()
        judge.foresee()
        match question():
            case (bytes(pdf), document, tuple(remarks), int(lines)):
                case = Case(pdf, cast("Document", document) or judge.document, remarks, lines)
                report, noted = carried(judge.report)(case)
                answer((replace(report, account=()), noted))
                judge.keep()
    except KeyboardInterrupt:
        end_all()


def _begun(pdf: bytes, second: "Aside") -> "Read":
    """Let the second reader begin: it takes longer than the first, and than to find out which pages are known."""
    second.show(pdf)
    return partial(_read, pdf, second)


def _read(pdf: bytes, second: "Aside", pages: "Mapping[int, Page]", texts: Mapping[int, str]) -> "Evidence":
    """Read a PDF but for those pages that are known."""
    from cvtex.verify.readers import read_evidence

    return read_evidence(pdf, second=second.ask(texts), known=pages)
