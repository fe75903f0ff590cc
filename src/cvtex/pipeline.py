"""The way through the house: check, build and verify, each one function that reads as the architecture's picture."""

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from cvtex.cache.kept import Kept
from cvtex.content.load import load
from cvtex.content.model import CV
from cvtex.diagnostics import CvtexError, DataError, Diagnostic, Findings, Span, UsageError
from cvtex.document.compose import compose
from cvtex.document.model import Document
from cvtex.document.numbers.ledger import read_ledger
from cvtex.document.references.style import load_style
from cvtex.document.targets.target import Target
from cvtex.document.targets.targetfile import load_target, refuse_clash, refuse_same, target_names
from cvtex.files import draft_gone, write_whole
from cvtex.interrupts import uninterrupted
from cvtex.reports.json import dumps
from cvtex.stopwatch import Stopwatch
from cvtex.values import dataclass, replace

if TYPE_CHECKING:
    from cvtex.typeset.compile import TexFailedError
    from cvtex.verify.aside import Ask
    from cvtex.verify.report import Report
    from cvtex.verify.witness import Answer

_NOTHING_SET: Mapping[str, str] = MappingProxyType({})
Composed = Callable[[frozenset[str]], tuple[Document, tuple[Diagnostic, ...]]]

_Loaded = dict[str, tuple[CV, tuple[Diagnostic, ...]]]

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

    def file(self, ending: str) -> Path:
        """The place of a file that is written, by what stands behind the target's name, such as `.pdf`."""
        return self.into / f"{self.target}{ending}"


def check(
    data: Path, target: str, *, today: date | None = None, clock: date | None = None, theme: str | None = None,
    environment: Mapping[str, str] = _NOTHING_SET,
) -> tuple[Document, tuple[Diagnostic, ...]]:  # fmt: skip
    """Judge the data alone: the document that they make, and the warnings. Raises DataError with all mistakes.

    A target with `since:` asks git, which is looked for where the environment says.
    """
    return _prepared(data, target, today=today, clock=clock, theme=theme, environment=environment)[1](frozenset())


def check_all(
    data: Path, *, today: date | None = None, clock: date | None = None, environment: Mapping[str, str] = _NOTHING_SET
) -> tuple[Document, int, tuple[Diagnostic, ...]]:
    """Judge the data as each target takes them: the document of `cv`, the number of targets, all warnings once.

    Raises an error of the first one's kind with the mistakes of all targets, each told once.
    """
    loaded: _Loaded = {}
    names = all_targets(data)
    documents: list[Document] = []
    told: dict[Diagnostic, None] = {}
    failed: CvtexError | None = None
    for name in names:
        try:
            document, warnings = _prepared(
                data,
                name,
                today=today,
                clock=clock,
                theme=None,
                environment=environment,
                loaded=loaded,
            )[1](frozenset())
        except CvtexError as error:
            failed = failed or error
            warnings = error.diagnostics
            if not loaded:  # the CV itself: every target would say the same
                told |= dict.fromkeys((*warnings, *_target_mistakes(data, names)))
                break
        else:
            documents.append(document)
        told |= dict.fromkeys(warnings)
    if failed:
        raise type(failed)(*told)
    return documents[0], len(names), tuple(told)


def _target_mistakes(data: Path, names: Iterable[str]) -> Iterator[Diagnostic]:
    """What is wrong with the files of targets as such."""
    for name in names:
        try:
            load_target(data_folder(data), name, _check_codes)
        except CvtexError as error:
            yield from error.diagnostics


def _prepared(
    data: Path, target: str, *, today: date | None, clock: date | None, theme: str | None,
    environment: Mapping[str, str], loaded: _Loaded | None = None,
) -> tuple[Target, Composed]:  # fmt: skip
    """A target, and what composes its document without those places and keys that are dropped to fit.

    `loaded` keeps the CV of each language for the next target.
    """
    folder = data_folder(data)
    findings = Findings()
    chosen = load_target(folder, target, _check_codes, theme, findings)
    ledger = read_ledger(folder, findings)
    try:
        style = load_style(chosen.style, folder)
        kept = loaded if loaded is not None else {}
        cv, warnings = kept[chosen.language] = kept.get(chosen.language) or load(
            folder, chosen.language, shelf=Kept(environment, "read")
        )
        since = None
        if chosen.since:
            from cvtex.history.comparison import since_then

            since = since_then(folder, chosen, cv, ledger, style, environment, clock)
    except DataError as error:
        raise DataError(*findings.ordered(), *error.diagnostics) from error
    findings.items.extend(warnings)

    def composed(gone: frozenset[str]) -> tuple[Document, tuple[Diagnostic, ...]]:
        try:
            document, more = compose(
                cv, chosen, ledger=ledger, style=style, today=today, clock=clock, gone=gone, since=since,
            )  # fmt: skip
        except DataError as error:
            raise DataError(*findings.ordered(), *error.diagnostics) from error
        if findings.failed:
            raise DataError(*findings.ordered(), *more)
        refuse_clash(folder, chosen, document.files[0])
        return document, findings.ordered() + more

    return chosen, composed


def _check_codes() -> Collection[str]:
    """The codes of all checks; verify is loaded only for a target that weighs them."""
    from cvtex.verify.checks import CHECKS

    return CHECKS.keys()


def data_folder(path: Path) -> Path:
    """The folder with cv.yaml: the one named, or `data` within it."""
    inner = path / "data"
    for file in (path / "cv.yaml", inner / "cv.yaml"):
        sys.audit("cvtex.exists", str(file))  # one that comes or goes changes which folder is meant
    return inner if not (path / "cv.yaml").exists() and (inner / "cv.yaml").exists() else path


def all_targets(data: Path) -> tuple[str, ...]:
    """The names of all targets of a data folder."""
    return target_names(data_folder(data))


def build(request: Request) -> "Report":
    """Typeset one target of a data folder and judge the pages.

    Writes <target>.tex, <target>.report.json and <target>.pdf; a PDF with errors becomes
    <target>.failed.pdf and leaves the last good one alone.
    Raises CvtexError of every kind but verification's: its findings are in the report.
    """
    from cvtex.verify.aside import reading_aside

    with reading_aside() as second:
        return _built(request, second)


def _built(request: Request, second: "Ask") -> "Report":
    clock = Stopwatch()
    with clock("content"):
        chosen, composed = _prepared(
            request.data, request.target, today=request.today, clock=request.clock, theme=request.theme,
            environment=request.environment,
        )  # fmt: skip
        refuse_same(data_folder(request.data), chosen, request.beside)
        document, warnings = composed(frozenset())
    if chosen.output == "text":
        return _to_paste(request, document, warnings, clock)
    with clock("typeset"):
        from cvtex.fitting import Fitted, fit
        from cvtex.typeset.compile import TexFailedError as Failed
        from cvtex.typeset.compile import photo_beside, typeset
        from cvtex.typeset.emit import photo_files
        from cvtex.typeset.packet import unclaimed

        engine = partial(typeset, engine=request.engine, environment=request.environment, name=request.target)
        try:
            first = Fitted(document, warnings, engine(document, meanwhile=partial(_make_ready, document)))
            made = fit(first, chosen.fit, composed, engine)
        except Failed as error:
            raise _with_log(error, request) from error
        document, warnings, done = made.document, made.warnings, made.done
    if request.draft:
        write_whole({request.file(DRAFT): unclaimed(done.pdf)})
    with clock("verify"):
        from cvtex.rereading import Rereading
        from cvtex.typeset.qpdf import ask_qpdf
        from cvtex.verify.readers import UnreadableError, read_evidence
        from cvtex.verify.report import judge, named
        from cvtex.verify.witness import Answer, Witness, secrets_of

        heard = ask_qpdf(done.pdf, request.environment)
        try:
            before = Rereading(done.pdf, request.environment)
            seen = read_evidence(done.pdf, second=second(done.pdf, before.texts), known=before.pages)
            lines, secrets = len(done.tex.splitlines()), secrets_of(request.environment)
            witness = Witness(done.remarks, lines, lambda: Answer(*heard()), secrets=secrets)
            report = judge(document, seen, witness)
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
    before.keep(seen)
    for stale in {request.into / name for name in photo_files(request.target)} - beside.keys():
        draft_gone(stale)
    if report.passed:
        draft_gone(failed)
        draft_gone(request.file(".log"))
    return report


def _to_paste(request: Request, document: Document, warnings: tuple[Diagnostic, ...], clock: Stopwatch) -> "Report":
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
        chosen, composed = _prepared(data, target, today=today, clock=clock, theme=None, environment=environment)
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


def _make_ready(document: Document) -> None:
    """Do while TeX is at work what the page does not need: account for the data, and import what reads PDFs."""
    len(document.account)
    with uninterrupted():
        from cvtex.verify import readers, report

        readers.load_library()
        del report


def _judged(
    pdf: Path,
    content: bytes,
    document: Document | None,
    environment: Mapping[str, str],
    claim: "Answer",
    *,
    online: bool,
    composed: Composed | None,
) -> "Report":
    """The report on a file that came alone; `composed` is given where the document may have been made to fit."""
    from cvtex.typeset.qpdf import ask_qpdf
    from cvtex.verify.readers import read_evidence
    from cvtex.verify.report import judge
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
