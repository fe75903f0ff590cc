"""The way through the house: build and verify, each one function that reads as the architecture's picture."""

import os
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from cvtex.diagnostics import DataError, Diagnostic, Findings, Span, UnreadableError, UsageError
from cvtex.files import draft_gone, write_whole
from cvtex.reports.json import dumps
from cvtex.stopwatch import Stopwatch
from cvtex.values import dataclass, replace

if TYPE_CHECKING:
    from cvtex.checking import Composed
    from cvtex.document.model import Document
    from cvtex.document.targets.target import Target
    from cvtex.drafts import Draft
    from cvtex.judging import Judging
    from cvtex.rereading import Rereading
    from cvtex.typeset.ahead import Ahead
    from cvtex.typeset.compile import TexFailedError
    from cvtex.verify.aside import Aside
    from cvtex.verify.report import Report
    from cvtex.verify.witness import Answer

DRAFT = ".draft.pdf"
"""What stands behind a target's name where the pages are not judged yet."""
DOCTOR = "`cvtex doctor` checks the TeX installation"


@dataclass(frozen=True, slots=True)
class Request:
    """What to build: the choices of one command.

    `today` dates the document. `clock` is the day by the clock, which counts only where a target asks for the last years.
    With `draft` the pages can be seen, as <target>.draft.pdf, before they are judged. `beside` are all targets that are
    built at once.
    """

    data: Path
    target: str
    into: Path
    environment: Mapping[str, str]
    today: date | None = None
    theme: str | None = None
    engine: str = ""
    clock: date | None = None
    draft: bool = False
    beside: tuple[str, ...] = ()

    @property
    def alone(self) -> bool:
        """Whether nothing else is built at once: then there is a processor to spare."""
        ours = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        return len(self.beside) < 2 and ours > 1

    @property
    def words(self) -> tuple[str, ...]:
        """What the document may depend on besides data and environment; the clock's day is noted where it counts."""
        day = self.today.isoformat() if self.today else ""
        return str(self.data), self.target, day, self.theme or "", self.engine, *self.beside

    def file(self, ending: str) -> Path:
        """The place of a file that is written, by what stands behind the target's name, such as `.pdf`."""
        return self.into / f"{self.target}{ending}"


@dataclass(frozen=True, slots=True)
class Ready:
    """What was begun before there is anything to build, and waits for one build: TeX, and the second reader.

    `known` is what was looked up of the last file's pages, if it was.
    """

    tex: "Ahead"
    second: "Aside"
    known: "Rereading | None" = None


def build(request: Request, ready: Ready | None = None) -> "Report":
    """Typeset one target of a data folder and judge the pages.

    Writes <target>.tex, <target>.report.json and <target>.pdf; a PDF with errors becomes
    <target>.failed.pdf and leaves the last good one alone.
    `ready` is what waits already, if anything does. Raises CvtexError of every kind but verification's: its findings are in
    the report.
    """
    from cvtex.typeset.ahead import ahead

    with nullcontext(ready.tex) if ready else ahead() as tex:
        if not ready and request.alone:
            tex.begin(request.environment, *request.words)
        from cvtex.judging import judging
        from cvtex.verify.aside import reading_aside

        with nullcontext(ready.second) if ready else reading_aside() as second, judging() as court:
            return _built(request, second, court, tex, (ready and ready.known) or None)


def _built(request: Request, second: "Aside", court: "Judging", tex: "Ahead", known: "Rereading | None") -> "Report":
    clock = Stopwatch()
    way = cache(partial(_way, request))
    with clock("content"):
        from cvtex.drafts import Drafts

        # Who watches changes the data again: nothing is kept of it.
        drafts = None if request.draft else Drafts(request.environment, *request.words)
        draft = drafts and drafts.known()
        if not draft:
            draft = (
                drafts.made(lambda: _drafted(request, second, *way())) if drafts else _drafted(request, second, *way())
            )
    document, warnings = draft.document, draft.warnings
    if draft.how is None:
        report = _to_paste(request, document, warnings, clock)
        if drafts:
            drafts.keep("")
        return report
    with clock("typeset"):
        from cvtex.fitting import Fitted, fit
        from cvtex.judging import Case, Judge
        from cvtex.typeset.compile import TexFailedError as Failed
        from cvtex.typeset.compile import photo_beside, typeset
        from cvtex.typeset.packet import unclaimed
        from cvtex.typeset.source import photo_files

        recall = partial(_recalled, request, known)
        judge = Judge(document, draft.pdf, request.environment, second, recall, shared=request.alone)
        court.begin(judge, apart=request.alone and draft.pdf != "")
        engine = partial(
            typeset, engine=request.engine, environment=request.environment, name=request.target, ahead=tex
        )
        try:
            # What must fit may be set again: it is shown when it does.
            show = partial(_show, request) if request.draft and not draft.fit else bool
            done = engine(document, how=draft.how, meanwhile=partial(_make_ready, document, court), seen=show)
            made = fit(Fitted(document, warnings, done), draft.fit, lambda gone: way()[1](gone), engine)
        except Failed as error:
            raise _with_log(error, request) from error
        document, warnings, done = made.document, made.warnings, made.done
    if request.draft and draft.fit:
        _show(request, unclaimed(done.pdf))
    with clock("verify"):
        from cvtex.verify.report import named

        try:
            report = court.report(Case(done.pdf, document, done.remarks, len(done.tex.splitlines())))
        except UnreadableError as error:
            fault = Diagnostic("X002", f"TeX wrote no sound PDF: {error.diagnostics[0].message}", None, DOCTOR)
            raise _with_log(Failed(fault, done.log, done.tex), request) from error
    report = replace(report, findings=(*warnings, *report.findings), fill=done.fill)
    judged = done.pdf if report.claimable else unclaimed(done.pdf)
    failed = request.file(".failed.pdf")
    pdf = request.file(".pdf") if report.passed else failed
    copy = request.into / document.files[0] if report.passed and document.files[1:] else None
    report = named(report, target=request.target, pdf=str(pdf), seconds=clock.seconds)
    sent = f"send {copy}, a copy under the name that is asked for" if copy else ""
    report = replace(report, note="; ".join(filter(None, (done.why, sent))))
    beside = {request.into / name: content for name, content in photo_beside(document, request.target).items()}
    write_whole(
        {
            request.file(".tex"): done.tex.encode(),
            request.file(".report.json"): dumps(report).encode(),
            pdf: judged,
            **({copy: judged} if copy else {}),
            **beside,
        }
    )
    mark = court.keep(done.pdf)
    if drafts:
        drafts.keep(mark)
    for stale in {request.into / name for name in photo_files(request.target)} - beside.keys():
        draft_gone(stale)
    if report.passed:
        draft_gone(failed)
        draft_gone(request.file(".log"))
    return report


def _show(request: Request, pages: bytes) -> None:
    """Let the pages be seen before they are judged."""
    write_whole({request.file(DRAFT): pages})


def _recalled(request: Request, known: "Rereading | None") -> "Rereading":
    from cvtex.rereading import recalled

    return known or recalled(request.environment, request.file(".pdf"))


def _way(request: Request) -> "tuple[Target, Composed]":
    from cvtex.checking import prepared

    return prepared(
        request.data, request.target, today=request.today, clock=request.clock, theme=request.theme,
        environment=request.environment,
    )  # fmt: skip


def _drafted(request: Request, second: "Aside", chosen: "Target", composed: "Composed") -> "Draft":
    """What a target makes of the data. Raises CvtexError with all mistakes."""
    from cvtex.checking import data_folder
    from cvtex.document.targets.targetfile import refuse_same
    from cvtex.drafts import Draft
    from cvtex.typeset.engines import setting

    refuse_same(data_folder(request.data), chosen, request.beside)
    text = chosen.output == "text"
    if not text:
        second.begin()  # the data are sound: there will be something to read that is new
    document, warnings = composed(frozenset())
    how = None if text else setting(document, request.engine, request.environment, request.target)
    return Draft(document, warnings, how, chosen.fit)


def _to_paste(request: Request, document: "Document", warnings: tuple[Diagnostic, ...], clock: Stopwatch) -> "Report":
    """Write the text of a target whose form takes no PDF: <target>.txt and <target>.report.json."""
    from cvtex.document.plaintext import plain_text
    from cvtex.verify.report import Report

    path = request.file(".txt")
    notes = [f"{rule.note} ({rule.cited})" for rule in document.rules if rule.note]
    report = Report(
        request.target,
        str(path),
        0,
        document.labels,
        (),
        warnings,
        clock.seconds,
        tuple(document.account),
        note="; ".join(notes) or "paste it where it is asked for",
    )
    text = plain_text(document).encode()
    write_whole({path: text, request.file(".report.json"): dumps(report).encode()})
    return report


def verify(
    pdf: Path,
    *,
    data: Path | None,
    target: str,
    environment: Mapping[str, str],
    online: bool = False,
    today: date | None = None,
    clock: date | None = None,
) -> "Report":
    """Judge any PDF; with data, against the document that they make. Raises UnreadableError for what is no PDF.

    The net is asked only when it may be (`online`), and only for the addresses that the PDF links to.
    """
    from cvtex.online import PATIENCE
    from cvtex.verapdf import ask_verapdf
    from cvtex.verify.guard import guarded
    from cvtex.verify.report import named

    chosen, composed = None, None
    if data:
        from cvtex.checking import prepared

        chosen, composed = prepared(data, target, today=today, clock=clock, theme=None, environment=environment)
    if chosen and chosen.output == "text":
        hint = "; ".join(rule.note for rule in chosen.rules if rule.note) or "paste the text where it is asked for"
        raise UsageError(Diagnostic("U011", f"the target `{target}` is text to paste, and no PDF", None, hint))
    document, warnings = composed(frozenset()) if composed else (None, ())
    fits = composed if chosen and chosen.fit and chosen.fit.drop else None
    timer = Stopwatch()
    with timer("verify"):
        content = _read(pdf)
        claim = ask_verapdf(pdf, content, environment)
        report = guarded(
            lambda: _judged(pdf, content, document, environment, claim, online=online, composed=fits),
            str(pdf),
            len(content),
            patience=PATIENCE if online else 0,
        )
    report = replace(report, findings=(*warnings, *report.findings))
    return named(report, target=target if data else "", pdf=str(pdf), seconds=timer.seconds)


def _make_ready(document: "Document", court: "Judging") -> None:
    """Do while TeX is at work what the page does not need: account for the data, and what the judge wants to be done."""
    len(document.account)
    court.prepare()


def _judged(
    pdf: Path,
    content: bytes,
    document: "Document | None",
    environment: Mapping[str, str],
    claim: "Answer",
    *,
    online: bool,
    composed: "Composed | None",
) -> "Report":
    """The report on a file that came alone; `composed` is given where the document may have been made to fit."""
    from cvtex.typeset.qpdf import ask_qpdf
    from cvtex.verify.judge import judge
    from cvtex.verify.readers import read_evidence
    from cvtex.verify.shortened import shortened
    from cvtex.verify.witness import Answer, Witness

    heard = ask_qpdf(pdf, environment)
    seen = read_evidence(content, str(pdf))
    document = shortened(document, seen, composed) if document and composed else document
    replies = None
    if online:
        from cvtex.online import ask_all

        replies = ask_all(link.uri for link in seen.links)
    return judge(
        document, seen, Witness(qpdf=lambda: Answer(*heard()), verapdf=claim, file_name=pdf.name, replies=replies)
    )


def _read(path: Path) -> bytes:
    findings = Findings()
    try:
        if path.is_file():
            return path.read_bytes()
        wrong = "it is a folder" if path.is_dir() else "there is no such file"
        findings.error("S001", wrong, Span(str(path)), "name a PDF, such as build/cv.pdf")
    except OSError as error:
        findings.error("S001", f"the file cannot be read ({error.strerror})", Span(str(path)))
    raise DataError(*findings.ordered())


def _with_log(error: "TexFailedError", request: Request) -> "TexFailedError":
    """The same error, naming the files in which TeX's log and source were kept."""
    log = request.file(".log")
    write_whole({request.file(".tex"): error.tex.encode(), log: error.log.encode()})
    diagnostic = error.diagnostics[0]
    hint = f"{diagnostic.hint}; TeX's log is {log}" if diagnostic.hint else f"TeX's log is {log}"
    return type(error)(replace(diagnostic, hint=hint), error.log, error.tex)
