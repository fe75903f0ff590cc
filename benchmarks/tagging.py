"""What tags, metadata and the claim of archives and access take: all that is made of TeX's PDF once TeX has ended."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.measure import Sample


def finishing(data: Path) -> Callable[[], Sample]:
    """What finishes the PDF of a data folder, as often as it is called, in this process."""
    from cvtex.checking import check
    from cvtex.typeset import compile as compiling

    met: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
    whole = compiling.finished

    def noting(*arguments: Any, **options: Any) -> Any:
        met.append((arguments, options))
        return whole(*arguments, **options)

    with patch.object(compiling, "finished", noting):
        compiling.typeset(check(data, "cv", environment=os.environ)[0], environment=os.environ)
    ((arguments, options),) = met

    def finish() -> Sample:
        began, used = time.perf_counter(), time.process_time()
        whole(*arguments, **options)
        return Sample(time.perf_counter() - began, time.process_time() - used)

    finish()
    return finish
