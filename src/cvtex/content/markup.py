"""Inline markup: `**bold**`, `*italic*`, `` `code` ``, `[text](url)`, `[texte]{lang=fr}`, `[@key]`, `$x^2$`, dashes, quotes."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Literal

from cvtex.content.mathtext import parse_math
from cvtex.languages.language import ENGLISH_QUOTES, Quotes, is_language
from cvtex.patterns import regex
from cvtex.values import dataclass, replace

Style = Literal["bold", "italic", "code", "sup", "sub", "smallcaps", "place", "note", "me", "mark"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; `href` is the address it links to, `cite` the key it cites.

    `language` is the one that it is in (BCP 47), empty for that of the document; `expansion` is what it is short for.
    """

    text: str
    styles: frozenset[Style] = frozenset()
    href: str = ""
    cite: str = ""
    language: str = ""
    expansion: str = ""

    def styled(self, *styles: Style) -> "Run":
        return replace(self, styles=self.styles | frozenset(styles))


Inline = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class _Stars:
    """A run of asterisks that may open or close emphasis (CommonMark 0.31, flanking rules)."""

    text: str
    opens: bool
    closes: bool


_EMPHASIS: dict[str, tuple[Style, ...]] = {"*": ("italic",), "**": ("bold",), "***": ("bold", "italic")}
_TOKEN = regex(
    r"\\(?P<escaped>[\\*`\[\]$~\"'-])"
    r"|`(?P<code>[^`]+)`"
    r"|\[@(?P<cite>[^\[\]\s]+)\]"
    r"|\[(?P<label>[^\]\[]+)\]\((?P<href>[^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)"
    r"|\[(?P<foreign>[^\]\[]+)\]\{lang=(?P<language>[A-Za-z-]+)\}"
    r"|\$(?P<math>[^\s$](?:[^$]*[^\s$])?)\$(?!\d)"
    r"|(?P<stars>\*{1,3})"
)
_PROSE = regex(r"(?<![\\{A-Za-z])[A-Za-z]{2,}\s")
_MARKED = regex(r"[\\`\[$*\"']|--")
_OPENS_QUOTE = regex(r"[\s(\[{–—/“‘«„‚‹-]")
_ASIDE: frozenset[Style] = frozenset({"place", "note"})
_SINGLE = "‘‚‹"
_DASHES = (("---", "—"), ("--", "–"))
_QUOTE = regex(r"[\"']")
_DECADE = regex(r"'\d\d(?:s|er)?\b")  # the '90s, die '68er, Humanoids '06


def plain(runs: Iterable[Run]) -> str:
    """The characters of a text, without its styles."""
    return "".join(run.text for run in runs)


def parse_markup(text: str, quotes: Quotes = ENGLISH_QUOTES) -> Inline:
    """Read inline markup, straight quotation marks as those of a language; what is not markup (a lone `$`) is itself.

    Never fails.
    """
    if not _MARKED.search(text):
        return (Run(text),) if text else ()
    pieces: list[Run | _Stars] = []
    last = position = 0
    before = ""
    while match := _TOKEN.search(text, position):
        position = match.end()
        if _is_text(match):
            position = match.start() + 1
            continue
        if match.start() > last:
            pieces.append(Run(typographic(text[last : match.start()], before, quotes)))
        last = position
        before = text[: match.start()][-1:] if match["stars"] else text[last - 1]
        pieces.extend(_read(match, text, quotes))
    pieces.append(Run(typographic(text[last:], before, quotes)))
    return merge(_emphasised(pieces))


def _is_text(match: re.Match[str]) -> bool:
    """Whether what looks like markup is none: two sums of money and no formula, a language that there is not."""
    sums = bool(match["math"] and _PROSE.search(match["math"]))
    return sums or bool(match["foreign"] and not is_language(match["language"]))


def _read(match: re.Match[str], text: str, quotes: Quotes) -> list[Run | _Stars]:
    if match["escaped"]:
        return [Run(match["escaped"])]
    if match["code"]:
        return [Run(match["code"], frozenset({"code"}))]
    if match["cite"]:
        return [Run(f"[{match['cite']}]", cite=match["cite"])]
    if match["label"]:
        return [replace(run, href=match["href"]) for run in parse_markup(match["label"], quotes)]
    if match["foreign"]:
        return [replace(run, language=match["language"]) for run in parse_markup(match["foreign"], quotes)]
    if match["math"]:
        return list(math_runs(match["math"])) or [Run(match[0])]
    return [_stars(match["stars"], text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1])]


def math_runs(source: str) -> Inline:
    """TeX mathematics of one line as runs; empty where it holds more than cvtex sets."""
    return tuple(Run(text, frozenset(_math_styles(kind))) for text, kind in parse_math(source))


def _math_styles(kind: str) -> tuple[Style, ...]:
    known: dict[str, tuple[Style, ...]] = {
        "": (),
        "italic": ("italic",),
        "sup": ("sup",),
        "sub": ("sub",),
        "sup italic": ("sup", "italic"),
        "sub italic": ("sub", "italic"),
    }
    return known[kind]


def _stars(text: str, before: str, after: str) -> _Stars:
    left = bool(after.strip()) and (after.isalnum() or not before.strip() or not before.isalnum())
    right = bool(before.strip()) and (before.isalnum() or not after.strip() or not after.isalnum())
    return _Stars(text, left, right)


def _emphasised(pieces: list[Run | _Stars]) -> list[Run]:
    """Resolve asterisks: each closer takes the nearest opener of its length, the rest are text."""
    out: list[Run | _Stars] = []
    openers: dict[str, list[int]] = {stars: [] for stars in _EMPHASIS}
    for piece in pieces:
        if isinstance(piece, _Stars):
            waiting = openers[piece.text]
            if piece.closes and waiting and waiting[-1] + 1 < len(out):
                opener = waiting[-1]
                inner = merge(_literal(out[opener + 1 :]))
                out[opener:] = [run.styled(*_EMPHASIS[piece.text]) for run in inner]
                for indexes in openers.values():
                    while indexes and indexes[-1] >= opener:
                        indexes.pop()
                continue
            if piece.opens:
                waiting.append(len(out))
        out.append(piece)
    return _literal(out)


def _literal(pieces: list[Run | _Stars]) -> list[Run]:
    return [piece if isinstance(piece, Run) else Run(piece.text) for piece in pieces]


def merge(runs: Iterable[Run]) -> Inline:
    """The same text with neighbouring runs of one style joined and empty ones dropped."""
    out: list[Run] = []
    for _, group in groupby(enumerate(run for run in runs if run.text), _likeness):
        first, *others = (run for _, run in group)
        out.append(replace(first, text=plain((first, *others))) if others else first)
    return tuple(out)


def _likeness(numbered: tuple[int, Run]) -> tuple[frozenset[Style], str, str, str, str, int]:
    """What neighbours share to be joined; citations stay apart."""
    index, run = numbered
    return run.styles, run.href, run.cite, run.language, run.expansion, index if run.cite else -1


def by_language(runs: Inline) -> Iterator[Inline]:
    """A text in parts of one language each; place and note are parts of their own."""
    for _, group in groupby(runs, key=lambda run: (run.language, run.styles & _ASIDE)):
        yield tuple(group)


def stretches(runs: Inline) -> Iterator[Inline]:
    """A text in parts that are set as one: runs of one style and address that only an abbreviation tells apart."""
    for _, group in groupby(runs, key=lambda run: (run.styles, run.href, run.cite)):
        alike = tuple(group)
        yield from (alike,) if any(run.expansion for run in alike) else ((run,) for run in alike)


def typographic(text: str, before: str = "", quotes: Quotes = ENGLISH_QUOTES) -> str:
    """Dashes and quotation marks as a typographer sets them; `before` is the character that precedes."""
    for typed, meant in _DASHES:
        text = text.replace(typed, meant)
    if not _QUOTE.search(text):
        return text
    out: list[str] = []
    previous = before
    within = quoting = False  # single, double quotation marks
    single = quotes.inner if quotes.inner[0] in _SINGLE else ENGLISH_QUOTES.inner
    for index, character in enumerate(text):
        if character not in "\"'":
            out.append(character)
            previous = character
            continue
        opens = (not previous or bool(_OPENS_QUOTE.match(previous))) and not _DECADE.match(text, index)
        if character == '"':
            # After an elision, as in l'"arte", a word is quoted.
            opens = opens or (previous == "'" and not quoting and text[index + 1 : index + 2].isalnum())
            out.append(quotes.outer[not opens])
            quoting = opens
        elif opens or (within and not text[index + 1 : index + 2].isalnum()):
            out.append(single[not opens])
            within = opens
        else:
            out.append("’")
        previous = out[-1][0] if opens else character
    return "".join(out)
