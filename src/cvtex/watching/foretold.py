"""What TeX is told before there is a change: the beginning of the source, where it was not changed last."""

from contextlib import suppress
from itertools import takewhile
from pathlib import Path

_MOST = 20_000
_PREAMBLE = "\\begin{document}\n"
_BLOCK = "\n\\cv"
_PHOTO = ".photo."
"""What the names of photos have in them (`typeset.source`): TeX finds none before there is a document to set."""


class Foretold:
    """The last two sources that differ: who changes something is likely to go on there, or further below."""

    def __init__(self) -> None:
        self._sources: list[str] = []

    def note(self, path: Path) -> None:
        """Note the source that was set last."""
        with suppress(OSError, UnicodeDecodeError):
            source = path.read_text(encoding="utf-8")
            if source not in self._sources[-1:]:
                self._sources = [*self._sources[-1:], source]

    def beginning(self, source: str) -> str:
        """The beginning of a source up to the block in which the last change was; before there was one, its preamble."""
        preamble, document, _ = source.partition(_PREAMBLE)
        if not document:
            return ""
        if len(self._sources) < 2:
            return preamble + document
        lines = zip(*(text.splitlines(keepends=True) for text in (source, *self._sources)), strict=False)
        same = "".join(first for first, *_ in takewhile(lambda line: len(set(line)) == 1, lines))
        end = len(same[:_MOST].partition(_PHOTO)[0])
        return source[: source.rfind(_BLOCK, 0, end + len(_BLOCK) - 1) + 1]
