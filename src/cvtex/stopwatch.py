"""How long each stage of a command takes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """Measures the stages of a build; its figures go into the report's `seconds` and nowhere else."""

    def __init__(self) -> None:
        self._spent: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self._spent[stage] = time.perf_counter() - start

    @property
    def seconds(self) -> tuple[tuple[str, float], ...]:
        return tuple(self._spent.items())
