"""A reference as it grows: parts of a template and values, with the punctuation where they meet made right."""

from dataclasses import replace

from cvtex.content.markup import Inline, Run, Style, merge

_PLAIN: frozenset[Style] = frozenset()
_PAIRS = {")": "(", "]": "[", "”": "“"}
_OPENING = tuple(_PAIRS.values())
_STOPS = (".", "?", "!", "…")
_STOPPED = (*_STOPS, ".”", "?”", "!”", "…”", ".’", "?’", "!’")
_INNER_QUOTES = str.maketrans("“”", "‘’")


class Sentence:
    """Collects runs. What a template brings gives way to what a value ends with; values stay as they are."""

    def __init__(self) -> None:
        self._runs: list[Run] = []

    @property
    def runs(self) -> Inline:
        return merge(self._runs)

    @property
    def _tail(self) -> str:
        """The last two characters."""
        tail = ""
        for run in reversed(self._runs):
            tail = run.text + tail
            if len(tail) > 1:
                break
        return tail[-2:]

    def value(self, *runs: Run) -> None:
        """Add a value; quotation marks within quotation marks become single ones."""
        if self._tail.endswith("“"):
            runs = tuple(replace(run, text=run.text.translate(_INNER_QUOTES)) for run in runs)
        if runs and self._tail.endswith(" "):
            runs = (replace(runs[0], text=runs[0].text.lstrip(" ")), *runs[1:])
        self._runs.extend(run for run in runs if run.text)

    def literal(self, text: str, styles: frozenset[Style] = _PLAIN) -> None:
        """Add text of a template, without what would double or contradict the punctuation before it."""
        if not self._runs:
            text = text.lstrip(" ,.;:)]”")
        elif self._tail.endswith(_OPENING):
            text = text.lstrip(" ,;:")
        if self._closes_nothing(text):
            self._cut(1)
            self._trim(" ")
            self.literal(text[1:], styles)
            return
        if text.startswith(" ") and self._tail.endswith((" ", "\u00a0")):
            text = text.lstrip(" ")
        if text.startswith((",", ".", ";", ":", ")", "]")):
            self._trim(" ")
            text = self._settled(text)
        if text:
            self._runs.append(Run(text, styles))

    def finish(self) -> None:
        """End with one full stop, unless a question mark or the like is the end already."""
        self._trim(" ,;:([“")
        if self._runs:
            self.literal(".")

    def _closes_nothing(self, text: str) -> bool:
        return bool(text) and bool(self._runs) and _PAIRS.get(text[0]) == self._tail[-1:]

    def _settled(self, text: str) -> str:
        """The text without a comma or full stop that the text before makes needless; that gives way where it is weaker."""
        tail = self._tail
        if text.startswith(".") and not text.startswith(".."):
            if tail.endswith(_STOPPED):
                return text[1:]
            if tail.endswith((",”", ";”", ":”")):
                self._cut(2)
                self._runs.append(Run(".”"))
                return text[1:]
            self._trim(",;:")
        elif text.startswith(","):
            own_mark = tail.endswith(("?", "!")) or (tail.endswith("…") and text.startswith(",”"))
            if own_mark or tail.endswith((",", ";", ":", ",”", "?”", "!”", ".”")):
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
