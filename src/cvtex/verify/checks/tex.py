"""TeX's own word: what its log complains of, each kind a check that a target can weigh."""

from cvtex.diagnostics import Severity
from cvtex.document.model import Document
from cvtex.verify.checks.registry import Finding, Findings, NotExaminedError, check_witness
from cvtex.verify.evidence import Evidence
from cvtex.verify.witness import Witness


def _heard(code: str, name: str, promise: str, *, severity: Severity = "error") -> None:
    def examine(_: Document | None, __: Evidence, witness: Witness) -> Findings:
        if witness.tex_lines is None:
            raise NotExaminedError("there is no log of TeX: the PDF came alone")
        for remark in witness.remarks:
            if remark.code == code:
                # What TeX itself would forgive stays a warning; the rest weighs as the check does.
                weight: Severity | None = "warning" if remark.severity == "warning" else None
                yield Finding(remark.message, remark.hint, remark.span, severity=weight)
        return witness.tex_lines

    examine.__name__ = name
    check_witness(code, promise, severity=severity)(examine)


_heard("X005", "missing_characters", "the fonts had a shape for every character that TeX was to set")
_heard("X007", "overfull", "TeX found room for every line and every page")
_heard("X008", "reruns", "TeX asks for no other run: its numbers have come to rest")
_heard("X009", "underfull", "TeX found a fair end for every line", severity="warning")
_heard("X010", "undefined", "TeX knows every command, reference, citation and label, each once")
_heard("X011", "substitutions", "TeX had every font that was asked for, in its size")
_heard("X012", "untagged", "the pages have the marks of the document, piece by piece, so that they could be tagged")
