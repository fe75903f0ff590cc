"""Tests of a watch deal with real processes, signals and the file system's own word: each may be tried three times.

On a busy machine a change is told late, or a signal falls between two steps. What fails thrice fails.
"""

from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

ATTEMPTS = 3
HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run a test until it passes, and tell of its last attempt alone."""
    if HERE not in item.path.parents:
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for attempt in range(1, ATTEMPTS + 1):
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        if attempt == ATTEMPTS or not any(report.failed for report in reports):
            break
        if isinstance(item, pytest.Function):
            item._initrequest()
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True
