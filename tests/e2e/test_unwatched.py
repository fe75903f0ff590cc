"""What builds whole documents again and again is not counted for coverage, which would double its time."""

import sys
import threading


def test_nothing_watches_what_these_tests_go_through() -> None:
    assert sys.gettrace() is None
    assert threading.gettrace() is None
