"""The file as such: sound, open, of a fair size and name, with nothing in it that does not belong."""

from cvtex.diagnostics import Severity
from cvtex.document.model import Document
from cvtex.verify.checks.registry import Finding, Findings, NotExaminedError, check_any, check_witness
from cvtex.verify.evidence import Evidence
from cvtex.verify.structure import ELSEWHERE
from cvtex.verify.witness import Witness

LARGE, HUGE = 10_000_000, 100_000_000
"""Bytes that upload forms refuse often, and always."""

LONGEST_NAME = 50
_MOST_COMPLAINTS = 10


@check_any("M005", "the file is open, and holds no script, form, attachment, film, action or hidden layer")
def contents(seen: Evidence) -> Findings:
    if seen.second.encrypted:
        yield Finding("the file is encrypted", "many upload forms refuse it")
    for thing in dict.fromkeys((*seen.second.active, *seen.structure.acts)):
        # Odd in a document that is sent alone, and no danger.
        weight: Severity | None = "warning" if thing == ELSEWHERE else None
        yield Finding(f"the file holds {thing}", "upload forms and archives refuse it", severity=weight)
    layers = seen.structure.hidden_layers
    if layers:
        more = f", and {len(layers) - 1} more" if layers[1:] else ""
        message = f"the file holds a layer that is not shown: `{layers[0]}`{more}"
        yield Finding(message, "whoever opens it may show it", severity="warning")
    return 1


@check_witness("M006", "qpdf finds no fault in the file's structure and streams")
def sound(_: Document | None, __: Evidence, witness: Witness) -> Findings:
    said = witness.heard
    if said.problem:
        raise NotExaminedError(f"qpdf was not heard: {said.problem}")
    for complaint in said.complaints[:_MOST_COMPLAINTS]:
        grave = not complaint.startswith("WARNING: ")
        yield Finding(
            f"qpdf says: {complaint.removeprefix('WARNING: ')}",
            "some programs may not open it: print it to a new PDF, or build it again",
            severity="error" if grave else "warning",
        )
    return 1


@check_witness("M014", "veraPDF finds true what the file claims to be")
def validated(_: Document | None, __: Evidence, witness: Witness) -> Findings:
    said = witness.verapdf
    if said.problem:
        raise NotExaminedError(f"veraPDF was not heard: {said.problem}")
    for complaint in said.complaints:
        yield Finding(
            f"veraPDF finds that the file breaks rules of what it claims: {complaint}",
            "build it again, or take out the claim; `verapdf --format html` tells what the rules are",
        )
    return 1


@check_witness("M007", "the file has a size and a name that upload forms take")
def size_and_name(_: Document | None, seen: Evidence, witness: Witness) -> Findings:
    megabytes = seen.size / 1_000_000
    if seen.size > LARGE:
        yield Finding(
            f"the file has {megabytes:.0f} MB",
            "upload forms refuse it: use smaller pictures",
            severity="error" if seen.size > HUGE else "warning",
        )
    name = witness.file_name
    hint = "some upload forms refuse it: use letters, digits, `-` and `_`, and no more than 50 characters"
    odd = "".join(dict.fromkeys(character for character in name if not _plain(character)))
    if odd:
        shown = " ".join("a space" if character == " " else f"`{character}`" for character in odd)
        yield Finding(f"the name of the file holds {shown}", hint, severity="warning")
    if len(name) > LONGEST_NAME:
        yield Finding(f"the name of the file has {len(name)} characters", hint, severity="warning")
    return 1 + bool(name)


def _plain(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in "-_.()+,")
