"""What a check is, and the register of all checks."""

from collections.abc import Callable, Generator

from cvtex.diagnostics import Severity, Span
from cvtex.document.model import Document
from cvtex.values import dataclass
from cvtex.verify.evidence import Box, Evidence
from cvtex.verify.witness import ALONE, Witness


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check saw, where on the page and where in the data.

    `severity` is the check's own where it is None; a target may change it for all findings of a check.
    """

    message: str
    hint: str | None = None
    span: Span | None = None
    page: int | None = None
    box: Box | None = None
    severity: Severity | None = None


class NotExaminedError(Exception):
    """What a check needs is not there; the text says what."""


@dataclass(frozen=True, slots=True)
class Examined:
    """How many things a check examined, and what is to be known of them though they are in order."""

    number: int
    note: str = ""


Findings = Generator[Finding, None, int | Examined]
"""What a check yields, and returns at its end: how many things it examined."""

Compare = Callable[[Document, Evidence], Findings]
Look = Callable[[Evidence], Findings]
Know = Callable[[Document | None, Evidence], Findings]
Hear = Callable[[Document | None, Evidence, Witness], Findings]


@dataclass(frozen=True, slots=True)
class Check:
    """A promise about the page and the function that examines it; whether that `listens` to a witness."""

    code: str
    name: str
    promise: str
    hear: Hear
    needs_document: bool
    severity: Severity = "error"
    listens: bool = False

    def examine(self, document: Document | None, seen: Evidence, witness: Witness = ALONE) -> Findings:
        """The findings about a PDF; raises NotExaminedError where a witness is missing."""
        return self.hear(document, seen, witness)


CHECKS: dict[str, Check] = {}


def check(code: str, promise: str, *, severity: Severity = "error") -> Callable[[Compare], Compare]:
    """Register a check that compares the page with the document."""

    def register(function: Compare) -> Compare:
        def examine(document: Document | None, seen: Evidence, _: Witness) -> Findings:
            if document is None:
                raise ValueError(f"{code} needs a document")
            return function(document, seen)

        _register(Check(code, function.__name__, promise, examine, needs_document=True, severity=severity))
        return function

    return register


def check_any(code: str, promise: str, *, severity: Severity = "error") -> Callable[[Look], Look]:
    """Register a check that holds for every PDF, with data or without."""

    def register(function: Look) -> Look:
        def examine(_: Document | None, seen: Evidence, __: Witness) -> Findings:
            return function(seen)

        _register(Check(code, function.__name__, promise, examine, needs_document=False, severity=severity))
        return function

    return register


def check_either(code: str, promise: str, *, severity: Severity = "error") -> Callable[[Know], Know]:
    """Register a check that holds for every PDF, and knows more where there are data."""

    def register(function: Know) -> Know:
        def examine(document: Document | None, seen: Evidence, _: Witness) -> Findings:
            return function(document, seen)

        _register(Check(code, function.__name__, promise, examine, needs_document=False, severity=severity))
        return function

    return register


def check_witness(code: str, promise: str, *, severity: Severity = "error") -> Callable[[Hear], Hear]:
    """Register a check that hears what others tell of the PDF."""

    def register(function: Hear) -> Hear:
        _register(
            Check(code, function.__name__, promise, function, needs_document=False, severity=severity, listens=True)
        )
        return function

    return register


def _register(new: Check) -> None:
    if new.code in CHECKS:
        raise ValueError(f"the code {new.code} belongs to two checks")
    CHECKS[new.code] = new
