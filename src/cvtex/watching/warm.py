"""Warmth: what one build after another uses, loaded and read before it begins; each build is a copy of this process."""

import gc
from collections.abc import Callable, Sequence
from contextlib import suppress

from cvtex import checking, pipeline
from cvtex.content.load import load
from cvtex.diagnostics import CvtexError
from cvtex.reports.result import Result

_QUICK = 0.5
"""Seconds of a build that is done once more without what speeds it up."""

Requests = Callable[[], Sequence[pipeline.Request]]


def warm_up(requests: Requests) -> None:
    """Import all that a build uses, and go the way once as far as TeX's source."""
    from cvtex import fitting, rereading
    from cvtex.typeset import compile, engines, finish, qpdf, texremarks
    from cvtex.verify import aside, pagekeys, readers, report, second, witness

    del aside, compile, engines, finish, fitting, pagekeys, qpdf, report, rereading, texremarks, witness
    readers.load_library()
    second.load_library()
    rehearse(requests)
    gc.freeze()  # what is never written is never copied


def rehearse(requests: Requests) -> dict[str, str]:
    """Go the way as far as TeX's source: that of each target. What is wrong with the data is told by a build."""
    from cvtex.typeset.engines import setting

    sources: dict[str, str] = {}
    with suppress(CvtexError):
        for request in requests():
            with suppress(CvtexError):
                document, _ = checking.check(
                    request.data, request.target, today=request.today, clock=request.clock, environment=request.environment
                )  # fmt: skip
                how = setting(document, request.engine, request.environment, request.target)
                sources[request.target] = how.source.text
    return sources


def keep_warm(requests: Requests) -> None:
    """Read the data again: what has changed is then known to the next build as well."""
    with suppress(CvtexError):
        for folder in {checking.data_folder(request.data) for request in requests()}:
            load(folder)


def acquaint(requests: Requests, results: Sequence[Result]) -> bool:
    """Go all the way here, once, as far as the judgement of a PDF: what is done for the first time takes longer.

    False where none of the results came quickly: nothing is done then, for changes are not looked for meanwhile.
    """
    from cvtex.typeset.compile import typeset
    from cvtex.verify.judge import judge
    from cvtex.verify.readers import read_evidence

    reports = [item.report for item in results if item.report and item.report.pages]
    quick = {report.target for report in reports if sum(dict(report.seconds).values()) < _QUICK}
    with suppress(Exception):  # what is wrong is told by a build
        for request in [request for request in requests() if request.target in quick][:1]:
            document, _ = checking.check(
                request.data, request.target, today=request.today, clock=request.clock, environment=request.environment
            )
            done = typeset(document, engine=request.engine, environment=request.environment, name=request.target)
            judge(document, read_evidence(done.pdf))
    gc.freeze()
    return bool(quick)
