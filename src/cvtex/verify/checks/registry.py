"""What a check is, and the register of all checks."""

from collections.abc import Callable, Generator
from dataclasses import dataclass

from cvtex.diagnostics import Severity, Span
from cvtex.document.model import Document
from cvtex.verify.evidence import Box, Evidence


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check saw, where on the page and where in the data."""

    message: str
    hint: str | None = None
    span: Span | None = None
    page: int | None = None
    box: Box | None = None
    severity: Severity = "error"


Findings = Generator[Finding, None, int]
"""What a check yields, and returns at its end: how many things it examined."""

Examine = Callable[[Document | None, Evidence], Findings]


@dataclass(frozen=True, slots=True)
class Check:
    """A promise about the page and the function that examines it."""

    code: str
    name: str
    promise: str
    examine: Examine
    needs_document: bool


CHECKS: dict[str, Check] = {}


def check(
    code: str, promise: str
) -> Callable[[Callable[[Document, Evidence], Findings]], Callable[[Document, Evidence], Findings]]:
    """Register a check that compares the page with the document."""

    def register(function: Callable[[Document, Evidence], Findings]) -> Callable[[Document, Evidence], Findings]:
        def examine(document: Document | None, seen: Evidence) -> Findings:
            if document is None:
                raise ValueError(f"{code} needs a document")
            return function(document, seen)

        _register(Check(code, function.__name__, promise, examine, needs_document=True))
        return function

    return register


def check_any(code: str, promise: str) -> Callable[[Callable[[Evidence], Findings]], Callable[[Evidence], Findings]]:
    """Register a check that holds for every PDF, with data or without."""

    def register(function: Callable[[Evidence], Findings]) -> Callable[[Evidence], Findings]:
        def examine(_: Document | None, seen: Evidence) -> Findings:
            return function(seen)

        _register(Check(code, function.__name__, promise, examine, needs_document=False))
        return function

    return register


def check_either(code: str, promise: str) -> Callable[[Examine], Examine]:
    """Register a check that holds for every PDF, and knows more where there are data."""

    def register(function: Examine) -> Examine:
        _register(Check(code, function.__name__, promise, function, needs_document=False))
        return function

    return register


def _register(new: Check) -> None:
    if new.code in CHECKS:
        raise ValueError(f"the code {new.code} belongs to two checks")
    CHECKS[new.code] = new
