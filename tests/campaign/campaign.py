"""The campaign: many trials, spread evenly over all kinds, on all processors."""

import multiprocessing
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count

from tests.campaign.kinds import KINDS
from tests.campaign.trial import Trial, attempt


def rounds() -> Iterator[list[str]]:
    """The names of mutations, one of each kind a round; kinds without chance only in the first."""
    for number in count():
        yield [f"{kind.name}/{number}" for kind in KINDS.values() if not (kind.once and number)]


def run(wanted: int, seed: int, *, tell: Callable[[int], None]) -> tuple[Trial, ...]:
    """At least so many trials, no two with the same change; the last round is finished."""
    trials: dict[tuple[str, str], Trial] = {}
    with multiprocessing.get_context("spawn").Pool() as pool:
        for names in rounds():
            for trial in pool.imap(partial(attempt, seed=seed), names, chunksize=4):
                if trial.status != "void":
                    trials.setdefault((trial.kind, trial.digest), trial)
            tell(len(trials))
            if len(trials) >= wanted:
                return tuple(trials.values())
    raise AssertionError("rounds never end")


def some(only: str, seed: int, number: int) -> tuple[Trial, ...]:
    """One mutation by its name, or the first few of a kind or family."""
    if "/" in only:
        return (attempt(only, seed),)
    names = [kind for kind in KINDS if kind == only or kind.startswith(f"{only}-")]
    return tuple(attempt(f"{name}/{each}", seed) for name in names for each in range(1 if KINDS[name].once else number))
