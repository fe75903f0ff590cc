"""The middle of some numbers; the module of the standard library would load fractions and decimal numbers first."""

from collections.abc import Iterable


def median(numbers: Iterable[float]) -> float:
    """The number in the middle of some, or half-way between the two that are there. Raises IndexError where there are none."""
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
