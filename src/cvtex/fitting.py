"""Fitting: a document that is longer than its limit made shorter, as far as its owner allows, or told how it could be."""

from collections.abc import Callable, Iterator

from cvtex.diagnostics import Diagnostic
from cvtex.document.model import Document, Fitting
from cvtex.document.targets.target import Fit
from cvtex.typeset.compile import Typeset
from cvtex.values import dataclass, replace

_SPACE_STEP, _SIZE_STEP = 0.05, 0.25
"""Steps of the white, as a share of the theme's, and of the text size, in PDF points."""

Composed = tuple[Document, tuple[Diagnostic, ...]]
Compose = Callable[[frozenset[str]], Composed]
Set = Callable[[Document], Typeset]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A document as it is printed, the warnings about it, and what TeX made of it."""

    document: Document
    warnings: tuple[Diagnostic, ...]
    done: Typeset


def fit(first: Fitted, rule: Fit | None, compose: Compose, typeset: Set) -> Fitted:
    """The document within its limit of pages, if that can be.

    With a rule the white is tightened, then the size, then what is spare is dropped, each no further than is needed: the
    search halves what is left to try, so the result is the same everywhere. Where all of that is not enough, it comes as short
    as may be. Without a rule it stays as it is, and says what of the spare would do.
    """
    limit = first.document.max_pages
    if not limit or first.done.pages <= limit:
        return first
    trials = _Trials(first, compose, typeset, limit)
    if rule is None and (space := _tight_enough(trials)):
        return replace(first, document=replace(first.document, tight=space))
    levels = list(_levels(first.document, rule)) if rule else [(first.document.space, first.document.size)]
    drops = len(first.document.spare) if rule is None or rule.drop else 0
    tightest = len(levels) - 1
    if not trials.fits(drops, *levels[tightest]):
        return _with_advice(trials, drops, *levels[tightest]) if rule else first
    dropped = _least(drops, lambda count: trials.fits(count, *levels[tightest]))
    if rule is None:
        return replace(first, document=replace(first.document, enough=first.document.spare[:dropped]))
    level = _least(tightest, lambda index: trials.fits(dropped, *levels[index]))
    return trials.made(dropped, *levels[level])


def _tight_enough(trials: "_Trials") -> float:
    """The white at which `fit: true` would bring the whole document in, 0 where it would not."""
    document = trials.first.document
    spaces = list(_levels(document, Fit(space=max(Fit().space, document.look.least))))
    if not trials.fits(0, *spaces[-1]):
        return 0.0
    return spaces[_least(len(spaces) - 1, lambda index: trials.fits(0, *spaces[index]))][0]


def _with_advice(trials: "_Trials", drops: int, space: float, size: float) -> Fitted:
    """The document as short as may be; where its owner keeps what is spare, with what of that would do."""
    made, spare = trials.made(drops, space, size), trials.first.document.spare
    if drops == len(spare) or not trials.fits(len(spare), space, size):
        return made
    enough = spare[: _least(len(spare), lambda count: trials.fits(count, space, size))]
    return replace(made, document=replace(made.document, enough=enough))


def _levels(document: Document, rule: Fit) -> Iterator[tuple[float, float]]:
    """Spaces and sizes from the loosest to the tightest; no size is below a limit of the target, no white below what the theme bears."""
    space, size = document.space, document.size
    yield space, size
    tightest = max(rule.space, document.look.least)
    while space > tightest + 1e-9:
        space = round(max(space - _SPACE_STEP, tightest), 4)
        yield space, size
    least = max(rule.size or size, document.least)
    while size > least + 1e-9:
        size = round(max(size - _SIZE_STEP, least), 4)
        yield space, size


def _least(most: int, fits: Callable[[int], bool]) -> int:
    """The least number that fits, of 0 to `most`, which does."""
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle + 1, high)
    return high


class _Trials:
    """The versions of one document that were set, each once."""

    def __init__(self, first: Fitted, compose: Compose, typeset: Set, limit: int) -> None:
        self.first, self.compose, self.typeset, self.limit = first, compose, typeset, limit
        self.known: dict[tuple[int, float, float], Fitted] = {(0, first.document.space, first.document.size): first}

    def fits(self, dropped: int, space: float, size: float) -> bool:
        return self.made(dropped, space, size).done.pages <= self.limit

    def made(self, dropped: int, space: float, size: float) -> Fitted:
        """The document without the first of what is spare, in this white and size."""
        key = (dropped, space, size)
        if key not in self.known:
            spare = self.first.document.spare[:dropped]
            document, warnings = self.first.document, self.first.warnings
            if dropped:
                document, warnings = self.compose(frozenset(item.id for item in spare))
            document = replace(document, space=space, size=size, fitting=Fitting(space, size, spare))
            self.known[key] = Fitted(document, warnings, self.typeset(document))
        return self.known[key]
