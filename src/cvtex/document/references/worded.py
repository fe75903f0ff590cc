"""References as they were worded before: one target after another words the same ones, and so does a watch at each save."""

from cvtex.content.markup import Inline
from cvtex.content.model import Publication
from cvtex.document.references.reference import reference
from cvtex.document.references.referencestyle import ReferenceOptions, ReferenceStyle

_MOST = 8
"""Styles, each with its options, whose references are known."""


class Worded:
    """The references of one style and its options, by key and by the owner's positions; each for the publication that it is of."""

    def __init__(self, style: ReferenceStyle, options: ReferenceOptions) -> None:
        self.style, self.options = style, options
        self._known: dict[tuple[str, frozenset[int]], tuple[Publication, Inline]] = {}

    def reference(self, publication: Publication, own: frozenset[int]) -> Inline:
        """The reference as `reference.reference` words it."""
        known = self._known.get((publication.key, own))
        if known is None or known[0] != publication:
            known = publication, reference(publication, self.style, own, self.options)
            self._known[publication.key, own] = known
        return known[1]


_known: list[Worded] = []


def worded(style: ReferenceStyle, options: ReferenceOptions) -> Worded:
    """The references of a style and its options: those of before where both are equal."""
    for item in _known:
        if item.options == options and item.style == style:
            return item
    found = Worded(style, options)
    _known[:] = found, *_known[: _MOST - 1]
    return found
