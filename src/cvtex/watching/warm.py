"""Warmth: what one build after another uses, loaded and read before it begins; each build is a copy of this process."""

import gc
from collections.abc import Callable, Sequence
from contextlib import suppress

from cvtex import checking, pipeline
from cvtex.content.load import load
from cvtex.diagnostics import CvtexError

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


def rehearse(requests: Requests) -> None:
    """Go the way as far as TeX's source; what is wrong with the data is told by a build."""
    from cvtex.typeset.engines import setting

    with suppress(CvtexError):
        for request in requests():
            with suppress(CvtexError):
                document, _ = checking.check(
                    request.data, request.target, today=request.today, clock=request.clock, environment=request.environment
                )  # fmt: skip
                setting(document, request.engine, request.environment, request.target)


def keep_warm(requests: Requests) -> None:
    """Read the data again: what has changed is then known to the next build as well."""
    with suppress(CvtexError):
        for folder in {checking.data_folder(request.data) for request in requests()}:
            load(folder)
