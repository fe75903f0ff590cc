"""Which document a PDF shows whose target drops what is optional, as much as was needed to fit."""

from bisect import bisect_left
from collections.abc import Callable

from cvtex.diagnostics import Diagnostic
from cvtex.document.model import Document
from cvtex.verify.checks import CHECKS
from cvtex.verify.evidence import Evidence

Composed = Callable[[frozenset[str]], tuple[Document, tuple[Diagnostic, ...]]]


def shortened(document: Document, seen: Evidence, composed: Composed) -> Document:
    """The longest document, of those that lack the first of what is spare, whose texts are all on the pages.

    The whole document where there is none: then its texts are missed.
    """

    def without(count: int) -> Document:
        return composed(frozenset(item.id for item in document.spare[:count]))[0] if count else document

    def shown(count: int) -> bool:
        return next(CHECKS["T001"].examine(without(count), seen), None) is None

    count = bisect_left(range(len(document.spare) + 1), True, key=shown)
    return without(count) if count <= len(document.spare) else document
