"""The register of checks refuses what would make a code ambiguous."""

from collections.abc import Callable

import pytest

from cvtex.document.model import Document
from cvtex.verify.checks import CHECKS
from cvtex.verify.checks.registry import Findings, check, check_any
from cvtex.verify.evidence import Evidence
from cvtex.verify.readers import read_evidence
from tests.samples import specimen_set


def never(*_: Document | Evidence) -> Findings:
    """A check that is never run."""
    yield from ()
    return 0


@pytest.mark.parametrize("register", [check, check_any])
def test_a_code_belongs_to_one_check(register: Callable[[str, str], Callable[[object], object]]) -> None:
    before = dict(CHECKS)
    with pytest.raises(ValueError, match="L001 belongs to two checks"):
        register("L001", "another promise")(never)
    assert before == CHECKS


def test_a_check_of_the_document_does_not_run_without_one() -> None:
    with pytest.raises(ValueError, match="T001 needs a document"):
        next(CHECKS["T001"].examine(None, read_evidence(specimen_set().pdf)))


def test_every_check_makes_a_promise() -> None:
    assert CHECKS
    for code, item in CHECKS.items():
        assert code == item.code
        assert len(item.promise.split()) > 3
        assert item.name.isidentifier()
    assert len({item.name for item in CHECKS.values()}) == len(CHECKS)
