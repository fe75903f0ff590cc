"""Programs that are asked, at the end of a process that was interrupted."""

import threading

import pytest

from cvtex import programs


def test_a_thread_that_the_interrupt_came_before_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until it has begun, Python lists it and refuses to wait for it."""
    monkeypatch.setattr(programs, "_ending", threading.Event())
    begun, done = threading.Event(), []

    def work() -> None:
        begun.wait(5)
        done.append(True)

    running, unborn = threading.Thread(target=work), threading.Thread(target=work)
    running.start()
    monkeypatch.setattr(threading, "enumerate", lambda: [unborn, running, threading.current_thread()])
    begun.set()
    programs.end_all()
    assert done == [True]
