"""What is told of a PDF from outside it: TeX's complaints, other programs' answers, the name of its file."""

from dataclasses import dataclass

from cvtex.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Answer:
    """What another program said of the file, line by line; `problem` says why it said nothing."""

    complaints: tuple[str, ...] = ()
    problem: str = ""


NOT_ASKED = Answer(problem="it was not asked")


@dataclass(frozen=True, slots=True)
class Witness:
    """The testimony of others, as far as there is any.

    `log_lines` counts the lines of TeX's log, None where the PDF came alone; `remarks` are its complaints.
    `secrets` are words of the machine that made the file, which must not stand in it.
    """

    remarks: tuple[Diagnostic, ...] = ()
    log_lines: int | None = None
    qpdf: Answer = NOT_ASKED
    file_name: str = ""
    secrets: tuple[str, ...] = ()


ALONE = Witness()
