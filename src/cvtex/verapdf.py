"""veraPDF, where it is installed: asked by `cvtex verify` whether what a file claims to be is true."""

import re
from collections.abc import Mapping
from pathlib import Path

from cvtex.patterns import regex
from cvtex.programs import ask, find_program
from cvtex.verify.witness import Answer

TIMEOUT = 60.0
"""Seconds for each claim: it is written in Java, and takes two of them to start."""

_ARCHIVE = regex(rb"pdfaid:part\s*(?:=\s*[\"']|>\s*)([123])\b")
_LEVEL = regex(rb"pdfaid:conformance\s*(?:=\s*[\"']|>\s*)([ABUabu])\b")
_ACCESS = regex(rb"pdfuaid:part\s*(?:=\s*[\"']|>\s*)1\b")
_VERDICT = regex(r"^(PASS|FAIL) ", re.MULTILINE)
_RULE = regex(r"^\s+FAIL (\S+)\s*$", re.MULTILINE)


def ask_verapdf(pdf: Path, content: bytes, environment: Mapping[str, str]) -> Answer:
    """The rules that the file breaks of each standard that it claims, as veraPDF has them; and why it said nothing, if so."""
    program = find_program("verapdf", environment)
    claims = dict(_claims(content))
    if program is None:
        return Answer(problem="it is not installed")
    if not claims:
        return Answer(problem="the file claims nothing that it knows")
    complaints: list[str] = []
    for name, flavour in claims.items():
        said = ask(
            program, "--format", "text", "-v", "--flavour", flavour, str(pdf.absolute()),
            environment=environment, folder=pdf.absolute().parent, timeout=TIMEOUT,
        )  # fmt: skip
        verdict = _VERDICT.search(said.text)
        if verdict is None:
            return Answer(problem=said.problem or "it said neither PASS nor FAIL")
        if verdict[1] == "FAIL":
            rules = sorted(set(_RULE.findall(said.text)))
            complaints.append(f"{name}: {', '.join(rules) or 'it does not say which rule'}")
    return Answer(tuple(complaints))


def _claims(content: bytes) -> list[tuple[str, str]]:
    """What the metadata claim, in words and as veraPDF calls it. In such files they are not packed (ISO 19005-2, 6.6.2.1)."""
    found: list[tuple[str, str]] = []
    part, level = _ARCHIVE.search(content), _LEVEL.search(content)
    if part and level:
        flavour = f"{part[1].decode()}{level[1].decode().lower()}"
        found.append((f"PDF/A-{flavour}", flavour))
    if _ACCESS.search(content):
        found.append(("PDF/UA-1", "ua1"))
    return found
