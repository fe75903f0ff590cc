"""A reference as it grows: parts of a template and values, with the punctuation where they meet made right."""

import re
from collections.abc import Mapping
from functools import cache

from cvtex.content.markup import Inline, Run, Style, merge
from cvtex.languages.language import DEFAULT, Language, load_language
from cvtex.values import dataclass, replace

_PLAIN: frozenset[Style] = frozenset()
_BRACKETS = {")": "(", "]": "["}
_STOPS = (".", "?", "!", "…")
_TIED = "\u00a0\u202f"
_LONGEST = 4  # characters: a full stop and a closing quotation mark with its space


@dataclass(frozen=True, slots=True)
class _Endings:
    """What a text may end with so that punctuation after it changes: `pairs` are closing marks with their opening ones.

    After `stopped` no full stop follows, in `weak` one takes the place of a comma, and after `settled` no comma follows.
    """

    pairs: Mapping[str, str]
    stopped: tuple[str, ...]
    weak: tuple[str, ...]
    settled: tuple[str, ...]
    openings: tuple[str, ...]
    as_typed: bool


@cache
def _endings(language: Language) -> _Endings:
    opening, close = language.quotes.outer
    inside, closings = language.quotes.inside, (close, language.quotes.inner[1])
    pairs = _BRACKETS | {close: opening}
    return _Endings(
        pairs,
        stopped=(*_STOPS, *(f"{stop}{mark}" for stop in _STOPS for mark in closings if inside)),
        weak=tuple(f"{mark}{close}" for mark in ",;:" if inside),
        settled=(",", ";", ":", *(f"{mark}{close}" for mark in ",?!." if inside)),
        openings=tuple(pairs.values()),
        as_typed=inside and opening == "“" and not (language.colon or language.semicolon),
    )


class Sentence:
    """Collects runs. What a template brings gives way to what a value ends with; values stay as they are.

    Templates are written with English quotation marks, a comma or full stop before the closing one. They become those of
    the language, and where that has such marks after the quotation, they go there; so do spaces before a colon.
    """

    def __init__(self, language: Language | None = None) -> None:
        self._runs: list[Run] = []
        self._language = language or load_language(DEFAULT)
        self._open, self._close = self._language.quotes.outer
        self._endings = _endings(self._language)

    @property
    def runs(self) -> Inline:
        return merge(self._runs)

    @property
    def _tail(self) -> str:
        """The last characters."""
        tail = ""
        for run in reversed(self._runs):
            tail = run.text + tail
            if len(tail) >= _LONGEST:
                break
        return tail[-_LONGEST:]

    def value(self, *runs: Run) -> None:
        """Add a value; quotation marks within quotation marks become those of the second level."""
        if self._tail.endswith(self._open):
            runs = tuple(replace(run, text=self._nested(run.text)) for run in runs)
        if runs and self._tail.endswith(" "):
            runs = (replace(runs[0], text=runs[0].text.lstrip(" ")), *runs[1:])
        self._runs.extend(run for run in runs if run.text)

    def literal(self, text: str, styles: frozenset[Style] = _PLAIN) -> None:
        """Add text of a template, without what would double or contradict the punctuation before it."""
        self._add(self._translated(text), styles)

    def finish(self) -> None:
        """End with one full stop, unless a question mark or the like is the end already."""
        self._trim(f" {_TIED},;:([{self._open}")
        if self._runs:
            self._add(".", _PLAIN)

    def _translated(self, text: str) -> str:
        """A template's text in the language's quotation marks and spaces."""
        language = self._language
        if self._endings.as_typed:
            return text
        if not language.quotes.inside:
            text = re.sub("([,.;:])”", "”\\1", text)
        text = text.replace("“", "\0").replace("”", self._close).replace("\0", self._open)
        return text.replace(": ", f"{language.colon}: ").replace("; ", f"{language.semicolon}; ")

    def _nested(self, text: str) -> str:
        """A text within quotation marks, its own ones of the second level, and the language's spaces in them."""
        first, last = self._language.quotes.inner
        if self._language.quotes.outer[0] == "“":
            return text.replace("“", first).replace("”", last)
        opened, closed = re.escape(self._open.strip(_TIED)), re.escape(self._close.strip(_TIED))
        text = re.sub(f"{opened}[{_TIED} ]?([^{opened}{closed}”]*?)[{_TIED} ]?[{closed}”]", f"{first}\\1{last}", text)
        return re.sub("“([^“”]*)”", f"{first}\\1{last}", text)

    def _add(self, text: str, styles: frozenset[Style]) -> None:
        if not self._runs:
            text = text.lstrip(f" ,.;:)]{_TIED}{self._close}")
        elif self._tail.endswith(self._endings.openings):
            text = text.lstrip(f" ,;:{_TIED}")
        opening = self._closes_nothing(text)
        if opening:
            self._cut(len(opening))
            self._trim(" ")
            closing = next(mark for mark, other in self._endings.pairs.items() if other == opening)
            self._add(text.removeprefix(closing), styles)
            return
        if text.startswith(" ") and self._tail.endswith((" ", "\u00a0")):
            text = text.lstrip(" ")
        bare = text.lstrip(_TIED)
        if bare.startswith((",", ".", ";", ":", ")", "]")):
            self._trim(" ")
            settled = self._settled(bare)
            text = settled if settled != bare else text
        if text:
            self._runs.append(Run(text, styles))

    def _closes_nothing(self, text: str) -> str:
        """The opening mark right before, of which the text is the closing one; empty for none."""
        pairs = ((closing, opening) for closing, opening in self._endings.pairs.items() if text.startswith(closing))
        return next((opening for _, opening in pairs if self._tail.endswith(opening)), "")

    def _settled(self, text: str) -> str:
        """The text without a comma or full stop that the text before makes needless; that gives way where it is weaker."""
        tail = self._tail
        if text.startswith(".") and not text.startswith(".."):
            if tail.endswith(self._endings.stopped):
                return text[1:]
            if self._endings.weak and tail.endswith(self._endings.weak):
                self._cut(1 + len(self._close))
                self._runs.append(Run(f".{self._close}"))
                return text[1:]
            self._trim(f",;:{_TIED}")
        elif text.startswith(","):
            own_mark = tail.endswith(("?", "!")) or (tail.endswith("…") and text.startswith(f",{self._close}"))
            if own_mark or tail.endswith(self._endings.settled):
                return text[1:]
        elif text.startswith((";", ":")):
            self._trim(",;:")
        return text

    def _trim(self, characters: str) -> None:
        while self._runs and self._tail[-1:] in characters:
            self._cut(1)

    def _cut(self, count: int) -> None:
        """Take characters away from the end."""
        while count and self._runs:
            last = self._runs.pop()
            kept = last.text[: max(len(last.text) - count, 0)]
            count -= len(last.text) - len(kept)
            if kept:
                self._runs.append(replace(last, text=kept))
