"""A cvtex that has loaded all of itself and waits for commands: each is run in a fork, which spares it half of its start.

A program of its own (`python tests/waiting.py`): requests come in by lines of JSON, exit codes go out. `Waiting` is who asks it.
"""

import atexit
import importlib
import json
import os
import pkgutil
import runpy
import select
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

_AT_START = ("PYTHON", "LC_", "LANG", "TZ")
"""Beginnings of variables that Python reads when it starts: with another value of these, a fork would not do."""


class Waiting:
    """The waiting program, started in an environment when it is first asked."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._settings = _at_start(environment)
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve())], env=environment, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, bufsize=0, start_new_session=True,
        )  # fmt: skip
        atexit.register(self.end)

    def suits(self, environment: Mapping[str, str]) -> bool:
        return _at_start(environment) == self._settings

    def run(
        self,
        arguments: tuple[str, ...],
        cwd: Path,
        environment: Mapping[str, str],
        said: tuple[str, str],
        seconds: float,
    ) -> int:
        """Run a command to its end, what it prints and complains of going to the two files `said`; its exit code."""
        request = {"arguments": arguments, "cwd": str(cwd), "environment": dict(environment), "said": said}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        if not select.select([self._process.stdout], [], [], seconds)[0]:
            self.end()
            raise subprocess.TimeoutExpired(arguments, seconds)
        return int(self._process.stdout.readline())

    def end(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, 9)
        self._process.communicate()


def _at_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_AT_START)}


def _serve() -> None:
    """Wait for requests; returns in each fork, which is a cvtex about to begin, and at the end of all."""
    for module in pkgutil.walk_packages(importlib.import_module("cvtex").__path__, "cvtex."):
        if module.name != "cvtex.__main__":
            importlib.import_module(module.name)
    for line in sys.stdin.buffer:
        child = os.fork()
        if not child:
            _become(**json.loads(line))
            runpy.run_module("cvtex", run_name="__main__", alter_sys=True)
            return
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _become(arguments: list[str], cwd: str, environment: dict[str, str], said: list[str]) -> None:
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    for number, path in enumerate([os.devnull, *said]):
        opened = os.open(path, os.O_WRONLY if number else os.O_RDONLY)
        os.dup2(opened, number)
        os.close(opened)
    sys.argv = ["cvtex", *arguments]


if __name__ == "__main__":
    del sys.path[0]  # the tests' folder, whose modules are none of cvtex's
    _serve()
