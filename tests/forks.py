"""The processes that are forked meanwhile, for tests of what forks: conftest's `forks`."""

import os
from contextlib import suppress


def left(forks: list[int]) -> list[int]:
    """Those that nobody has waited for."""
    found = []
    for child in forks:
        with suppress(ChildProcessError):
            os.waitpid(child, os.WNOHANG)
            found.append(child)
    return found
