"""veraPDF is asked about what a file claims, and heard; its programs here say what its documentation says that it does."""

from pathlib import Path

import pytest

from cvtex import verapdf
from cvtex.verapdf import ask_verapdf
from cvtex.verify.witness import Answer
from tests.program import DATA, Built, cvtex, fake_program

BOTH = b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>"
SAYS = 'while [ $# -gt 1 ]; do [ "$1" = --flavour ] && flavour=$2; shift; done\n'
PASSES = SAYS + 'echo "PASS $1 $flavour"'
FAILS_ACCESS = (
    SAYS
    + 'if [ "$flavour" = ua1 ]; then echo "FAIL $1 $flavour"; echo "  FAIL 7.1-9"; echo "  FAIL 7.1-10"; exit 1; fi\n'
    + 'echo "PASS $1 $flavour"'
)


def asked(tmp_path: Path, script: str, content: bytes = BOTH) -> Answer:
    return ask_verapdf(Path("a.pdf"), content, fake_program(tmp_path / "bin", script, "verapdf"))


def test_each_claim_is_asked_for(tmp_path: Path) -> None:
    log = tmp_path / "asked"
    assert asked(tmp_path, f'echo "$@" >> {log}\n{PASSES}') == Answer()
    told = [line.split() for line in log.read_text(encoding="utf-8").splitlines()]
    assert [line[:-1] for line in told] == [["--format", "text", "-v", "--flavour", name] for name in ("2a", "ua1")]
    assert {Path(line[-1]) for line in told} == {Path("a.pdf").absolute()}


@pytest.mark.parametrize(
    "content",
    [
        b"<rdf:Description pdfaid:part='3' pdfaid:conformance=\"B\"/>",
        b"<pdfaid:part> 3</pdfaid:part><pdfaid:conformance>B<",
    ],
)
def test_a_claim_is_known_in_either_form_of_xmp(tmp_path: Path, content: bytes) -> None:
    fails = SAYS + 'echo "FAIL $1 $flavour"; exit 1'
    assert asked(tmp_path, fails, content).complaints == ("PDF/A-3b: it does not say which rule",)


def test_the_rules_that_are_broken_are_named(tmp_path: Path) -> None:
    assert asked(tmp_path, FAILS_ACCESS) == Answer(("PDF/UA-1: 7.1-10, 7.1-9",))


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("exit 0", "it said neither PASS nor FAIL"),
        ("echo 'java: not found' >&2; exit 127", "it ended with status 127"),
        ("echo 'ERROR a.pdf Validation'; exit 7", "it ended with status 7"),
        ("sleep 30", "it did not answer within 0.2 seconds"),
    ],
)
def test_one_that_says_nothing_is_not_believed(
    tmp_path: Path, script: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verapdf, "TIMEOUT", 0.2 if "sleep" in script else 20)
    assert asked(tmp_path, script) == Answer(problem=problem)


def test_a_file_that_claims_nothing_is_not_shown_to_it(tmp_path: Path) -> None:
    assert asked(tmp_path, f"touch {tmp_path}/started", b"%PDF-1.7").problem == "the file claims nothing that it knows"
    assert not (tmp_path / "started").exists()
    assert ask_verapdf(Path("a.pdf"), BOTH, {"PATH": str(tmp_path)}).problem == "it is not installed"


def test_verify_tells_its_word_and_a_build_does_not_wait_for_it(built: Built, tmp_path: Path) -> None:
    env = fake_program(tmp_path / "bin", FAILS_ACCESS, "verapdf")
    done = cvtex("verify", str(built.pdf), "--format", "json", cwd=tmp_path, env=env)
    assert done.code == 1
    assert done.codes == ["M014"]
    assert "PDF/UA-1: 7.1-10, 7.1-9" in done.out
    env = fake_program(tmp_path / "bin", f"touch {tmp_path}/started", "verapdf")
    assert cvtex("build", str(DATA), "-o", "out", cwd=tmp_path, env=env).code == 0
    assert not (tmp_path / "started").exists()
