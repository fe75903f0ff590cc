"""What is told of a PDF from outside it: TeX's complaints, other programs' answers, the name of its file."""

import platform
from collections.abc import Callable, Mapping

from cvtex.diagnostics import Diagnostic
from cvtex.values import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """What another program said of the file, line by line; `problem` says why it said nothing."""

    complaints: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of asking an address.

    `status` is HTTP's, 0 where no answer came; `moved` is the new address where the old one is left for good;
    `problem` says why there was no answer, and `insecure` whether its certificate was the reason.
    """

    address: str
    status: int
    moved: str = ""
    problem: str = ""
    insecure: bool = False


NOT_ASKED = Answer(problem="it was not asked")


@dataclass(frozen=True, slots=True)
class Witness:
    """The testimony of others, as far as there is any.

    `verapdf` is its word on what the file claims; `qpdf` what that said, or what waits for it: who asks by `heard` waits, and
    nobody else need do so.
    `tex_lines` counts the lines that TeX was given to set, None where the PDF came alone; `remarks` are its complaints.
    `replies` are the net's, None where it was not asked. `secrets` are words of the machine that made the file, which must not stand in it.
    """

    remarks: tuple[Diagnostic, ...] = ()
    tex_lines: int | None = None
    qpdf: Answer | Callable[[], Answer] = NOT_ASKED
    verapdf: Answer = NOT_ASKED
    file_name: str = ""
    secrets: tuple[str, ...] = ()
    replies: tuple[Reply, ...] | None = None

    @property
    def heard(self) -> Answer:
        """What qpdf said, waited for where it is still at it."""
        return self.qpdf if isinstance(self.qpdf, Answer) else self.qpdf()


ALONE = Witness()


def secrets_of(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The names of this machine and its user, which are nobody's business."""
    users = [environment.get(name, "") for name in ("USER", "LOGNAME", "USERNAME")]
    host = platform.node()
    return tuple(dict.fromkeys(name for name in (*users, host, host.partition(".")[0]) if name))
