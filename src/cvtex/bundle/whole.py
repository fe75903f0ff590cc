"""The way of a bundle: parts are fetched, looked over, measured, joined, proved and written, and nothing before all is right."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from cvtex.bundle.annotations import Held
from cvtex.bundle.join import Described, Joint, join, opened
from cvtex.bundle.labels import labels_of
from cvtex.bundle.measure import over_limits, papers, too_large
from cvtex.bundle.part import NotBundledError, Part, fetch
from cvtex.bundle.proof import Expected, prove
from cvtex.bundle.sight import DEPTH, see
from cvtex.bundle.survey import Survey, survey
from cvtex.bundle.wish import Request, limits, refuse_overwriting, wish
from cvtex.diagnostics import INVALID, CvtexError, Diagnostic, Span, UnreadableError
from cvtex.files import write_whole
from cvtex.reports.result import errors, plural
from cvtex.values import dataclass, replace
from cvtex.verify.checks.metadata import names_no_document
from cvtex.verify.guard import guarded
from cvtex.verify.report import Outcome, Report

SECONDS = 30
"""Processor time for a part, and so much for each part of the whole; a paper of 500 pages takes ten."""

_LONGEST_TITLE = 200
# What holds for the file as a whole,
_WHOLE = ("M004", "M005", "M006", "M007", "M008", "M009")
# and what is worth a word about a part that is a file, however it was made: its fonts, links and texts are kept as they are.
_PARTS = ("F001", "K002")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part in the finished bundle: its title, and its first and last page from 1."""

    title: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Bundled:
    """A bundle that was written: what was proved of it, and where its parts are."""

    report: Report
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """A part and what is known of it."""

    part: Part
    survey: Survey
    title: str

    @property
    def name(self) -> str:
        return self.part.wish.name

    @property
    def pages(self) -> int:
        return len(self.survey.sight.leaves)


def bundle(request: Request) -> Bundled:
    """Join the parts into the file that is asked for.

    Raises UsageError, NotBundledError with all that is wrong with the parts or the whole, and TypesettingError where the
    file cannot be written. An old file then stays as it is.
    """
    start = time.perf_counter()
    wishes = [wish(typed) for typed in request.parts]
    most_pages, most_bytes = limits(request, wishes)
    refuse_overwriting(request, wishes)
    known, warnings = _known(request)
    sizes = [(item.name, item.title, item.pages, len(item.part.content)) for item in known]
    faults = list(over_limits(most_pages, sizes)) + list(
        papers(request.paper, [(k.name, k.survey.sight) for k in known])
    )
    faults += too_large(most_bytes, sizes, None)
    if errors(faults):
        raise NotBundledError(*warnings, *faults)
    tagged = all(item.survey.tagged for item in known)
    warnings += [*faults, *_untagged(known)]
    labels = labels_of([item.survey.sight.labels for item in known], request.numbering)
    content = _guarded(
        lambda: join(
            [Joint(k.title, opened(k.part.content)) for k in known], _described(known, request), labels, tagged=tagged
        ),
        known,
    )
    report = _judged(content, known, labels, request, tagged=tagged)
    findings = [*warnings, *too_large(most_bytes, sizes, len(content)), *report.findings]
    if errors(findings):
        raise NotBundledError(*findings)
    write_whole({request.output: content})
    seconds = (("bundle", time.perf_counter() - start),)
    report = replace(report, pdf=str(request.output), findings=tuple(findings), seconds=seconds)
    return Bundled(report, tuple(_stretches(known)))


def _known(request: Request) -> tuple[list[_Known], list[Diagnostic]]:
    """All parts, looked over, and the warnings about them; what is wrong with any is told with all others."""
    known: list[_Known] = []
    warnings: list[Diagnostic] = []
    faults: list[Diagnostic] = []
    code = 0
    for typed in request.parts:
        asked = wish(typed)
        try:
            part = fetch(asked, request)
            found = guarded(
                lambda part=part: survey(part.content, part.wish.name, request.environment),  # type: ignore[misc]
                asked.name, len(part.content), seconds=SECONDS,
            )  # fmt: skip
        except CvtexError as error:
            faults += error.diagnostics
            code = max(code, INVALID if isinstance(error, UnreadableError) else error.exit_code)
            continue
        warnings += [*part.warnings, *found.doubts, *_left(asked.name, found.left)]
        refused = list(_refused(asked.name, found.refused))
        faults += refused
        code = max(code, bool(refused))
        known.append(_Known(part, found, _title(part, found)))
    if faults:
        raise NotBundledError(*dict.fromkeys([*faults, *warnings]), exit_code=code)
    return known, warnings


def _title(part: Part, found: Survey) -> str:
    """The title of a part's bookmark: as typed, else what the PDF calls itself, else the name of its file."""
    own = found.described.title
    if part.wish.target:
        own = own.removeprefix(f"{found.described.author} – ")
    elif names_no_document(own):
        own = ""
    title = _writable(part.wish.title or own or (part.wish.file.stem if part.wish.file else part.wish.target))
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"


def _described(known: Sequence[_Known], request: Request) -> Described:
    """What the bundle says of itself: what the CV says, else the first part that says anything; the title may be typed."""
    every = [item.survey.described for item in known]
    told = [item.survey.described for item in known if item.part.wish.target][:1] or every
    titles = [item.title for item in told if not names_no_document(item.title)]
    return Described(
        next(filter(None, [_writable(request.title), *titles, known[0].title])),
        next(filter(None, (item.author for item in told)), ""),
        next(filter(None, (item.language for item in told)), ""),
    )


def _writable(text: str) -> str:
    """A text without what no file can hold: bytes that are no text, as names of files may have."""
    return text.encode("utf-8", "replace").decode()


def _refused(name: str, held: Sequence[Held]) -> Iterator[Diagnostic]:
    for what, pages in _by_kind(held):
        hint = "print it to a new PDF, which keeps what is seen of it, or remove it"
        if what == "a portfolio of other files":
            hint = "take the files out of it, and name those that you want"
        yield Diagnostic("J001", f"the part holds {what}{_more(pages)}", Span(name), hint, page=pages[0] or None)


def _left(name: str, held: Sequence[Held]) -> Iterator[Diagnostic]:
    hint = "the bundle holds pages, bookmarks, and links to addresses and to places within a part"
    for what, pages in _by_kind(held):
        yield Diagnostic(
            "J002", f"{what} is left out{_more(pages)}", Span(name), hint, "warning", page=pages[0] or None
        )


def _by_kind(held: Sequence[Held]) -> Iterator[tuple[str, list[int]]]:
    for what in dict.fromkeys(item.what for item in held):
        yield what, [item.page for item in held if item.what == what]


def _more(pages: Sequence[int]) -> str:
    return f", on {plural(len(pages) - 1, 'more page')} too" if len(pages) > 1 else ""


def _untagged(known: Sequence[_Known]) -> Iterator[Diagnostic]:
    """The parts whose tags are left out, because others have none: pages without would then not be read aloud at all."""
    without = [item.name for item in known if not item.survey.tagged]
    for item in known:
        if item.survey.tagged and without:
            message = f"the tags, which screen readers go by, are left out: {without[0]} has none that can be kept"
            hint = "a bundle is tagged where all its parts are; most programs have an option for tags in PDF"
            yield Diagnostic("J002", message, Span(item.name), hint, "warning")


def _judged(
    content: bytes, known: Sequence[_Known], labels: Sequence[str], request: Request, *, tagged: bool
) -> Report:
    """The proof that the bundle is its parts, and the checks that hold for any file."""
    whole = _guarded(lambda: see(content, depth=DEPTH + 1), known)
    outcomes, findings = prove([Expected(k.name, k.title, k.survey.sight) for k in known], labels, whole, tagged=tagged)
    report = _guarded(lambda: _checked(content, request), known)
    doubts = [item for item in report.findings if item.code in _PARTS]
    checked = [item for item in report.findings if item.code in _WHOLE]
    weighed = [_weighed(outcome) for outcome in report.outcomes]
    findings += [*checked, *_doubts(doubts, known)]
    return replace(report, outcomes=(*outcomes, *weighed), findings=tuple(findings))


def _weighed(outcome: Outcome) -> Outcome:
    """The outcome of a check whose findings about parts are warnings here."""
    if outcome.code in _WHOLE or outcome.status != "failed":
        return outcome
    return replace(outcome, status="passed", warnings=max(outcome.warnings, 1))


def _doubts(findings: Sequence[Diagnostic], known: Sequence[_Known]) -> Iterator[Diagnostic]:
    """What is found in parts that are files: of each kind one word for a part, at its own page."""
    hint = "it is blank, or a picture that software cannot read"
    for stretch, item in zip(_stretches(known), known, strict=True):
        if item.part.wish.target:
            continue  # it was verified alone, as the target has it
        own = [found for found in findings if stretch.first <= (found.page or 0) <= stretch.last]
        for code in _PARTS:
            alike = [found for found in own if found.code == code]
            for found in alike[:1]:
                more = f", and {len(alike) - 1} more of the kind" if alike[1:] else ""
                page, message = (found.page or 0) - stretch.first + 1, found.message + more
                yield replace(found, message=message, span=Span(item.name), severity="warning", page=page, box=None)
        blank = [number for number, leaf in enumerate(item.survey.sight.leaves, 1) if not leaf.text.strip()]
        if blank:
            message = f"the page has no text{_more(blank)}"
            yield Diagnostic("P003", message, Span(item.name), hint, "warning", page=blank[0])


def _checked(content: bytes, request: Request) -> Report:
    from cvtex.typeset.qpdf import ask_qpdf
    from cvtex.verify.judge import judge
    from cvtex.verify.readers import read_file
    from cvtex.verify.witness import Answer, Witness

    heard = ask_qpdf(content, request.environment)
    seen = read_file(content, str(request.output))
    return judge(None, seen, Witness(qpdf=Answer(*heard()), file_name=request.output.name), codes=(*_WHOLE, *_PARTS))


def _guarded(work: Callable[[], _Result], known: Sequence[_Known]) -> _Result:
    """What is done with all parts at once, each of which was found sound alone."""
    size = sum(len(item.part.content) for item in known)
    return guarded(work, "the bundle", size, seconds=SECONDS * len(known))


def _stretches(known: Sequence[_Known]) -> Iterator[Stretch]:
    first = 1
    for item in known:
        yield Stretch(item.title, first, first + item.pages - 1)
        first += item.pages
