"""Builds as the command line asks for them: an exit code and a result for each target, whatever became of it."""

import os
from collections.abc import Generator, Sequence
from contextlib import closing

from cvtex import pipeline
from cvtex.cache.notes import bring, carried
from cvtex.diagnostics import OK, REFUSED, CvtexError
from cvtex.reports.result import Result, result_of


def built(requests: Sequence[pipeline.Request], ready: pipeline.Ready | None = None) -> Generator[tuple[int, Result]]:
    """The results in the order of the requests; several are built at once, each in a process of its own.

    One alone may take what waits already.
    """
    if len(requests) == 1:
        yield _build_one(requests[0], ready)
    else:
        from cvtex.sidebyside import side_by_side

        with closing(side_by_side(carried(_build_one), requests, os.cpu_count() or 1)) as work:
            for done, noted in work:
                bring(noted)
                yield done


def _build_one(request: pipeline.Request, ready: pipeline.Ready | None = None) -> tuple[int, Result]:
    try:
        result = result_of(pipeline.build(request, ready))
    except CvtexError as error:
        return error.exit_code, Result(request.target, error.diagnostics)
    return (OK if result.passed else REFUSED), result
