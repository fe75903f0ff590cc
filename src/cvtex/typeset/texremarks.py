"""What TeX complained of in a run that made a PDF, at the author's lines, in words that need no LaTeX."""

import re
from collections.abc import Callable, Iterator

from cvtex.diagnostics import Diagnostic, Severity, Span
from cvtex.patterns import regex
from cvtex.typeset.engine import JOB, Run
from cvtex.typeset.source import Source

_SMALLEST_OVERFLOW = 0.5  # points: what no reader sees
_WORST = 10_000  # TeX's badness of a line that is stretched beyond all measure
_PLACE = r"(?: in (?:paragraph|alignment) at lines (?P<first>\d+)--\d+| detected at line (?P<line>\d+))?"
_OVERFULL = regex(rf"^Overfull \\(?P<way>[hv])box \((?P<size>[\d.]+)pt too (?:wide|high)\){_PLACE}", re.MULTILINE)
_UNDERFULL = regex(rf"^Underfull \\(?P<way>[hv])box \(badness (?P<size>\d+)\){_PLACE}", re.MULTILINE)
_MISSING = regex(r"^Missing character: There is no (.+?) (?:\(U\+([0-9A-F]+)\) )?in font (\S+?)!?$", re.MULTILINE)
_COMMAND = regex(
    rf"^(?:(?:\./)?{JOB}\.tex:(?P<line>\d+): |! )Undefined control sequence\.?\n(?:.*(?P<name>\\[A-Za-z@]+|\\.))?",
    re.MULTILINE,
)
_LINE = r"(?: on page \S+)?[^\n]*? undefined(?: on input line (?P<line>\d+))?"
_REFERENCE = regex(rf"^LaTeX Warning: (?P<what>Reference|Citation) [`'](?P<name>.+?)'{_LINE}", re.MULTILINE)
_SOME = regex(r"^LaTeX Warning: There were (?P<what>undefined references|multiply-defined labels)", re.MULTILINE)
_DOUBLE = regex(r"^LaTeX Warning: Label [`'](?P<name>.+?)' multiply defined", re.MULTILINE)
_NO_PLACE = regex(r"^pdfTeX warning \(dest\): name\{(?P<name>[^}]*)\} has been referenced but", re.MULTILINE)
_TWO_PLACES = regex(r"destination with the same identifier \(name\{(?P<name>[^}]*)\}\)")
_SHAPE = regex(
    r"^LaTeX Font Warning: Font shape [`'](?P<name>[^']+)' undefined\n"
    r"(?:\(Font\)\s+using [`'](?P<other>[^']+)' instead(?: on input line (?P<line>\d+))?)?",
    re.MULTILINE,
)
_SIZE = regex(
    r"^LaTeX Font Warning: Font shape [`'](?P<name>[^']+)' in size <(?P<size>[\d.]+)> not available\n"
    r"(?:\(Font\)\s+(?:size <(?P<other>[\d.]+)>|external font) [^\n]*?(?: on input line (?P<line>\d+))?\.?$)?",
    re.MULTILINE,
)
_SHAPES = regex(r"^LaTeX Font Warning: Some font shapes were not available", re.MULTILINE)
_RERUN = regex(r"Rerun to get|Label\(s\) may have changed|[Rr]erun LaTeX")


def remarks(run: Run, source: Source) -> Iterator[Diagnostic]:
    """What TeX complained of, each kind under a code of its own, X005 and X007 to X011."""
    log = run.log
    yield from _characters(log)
    yield from _boxes(log, source)
    if _RERUN.search(log):
        hint = "the numbers of pages or references may be old: please report this"
        yield Diagnostic("X008", "TeX asks for another run", None, hint)
    yield from _once(_undefined(log, source))
    yield from _once(_substituted(log, source))


def _characters(log: str) -> Iterator[Diagnostic]:
    for match in _MISSING.finditer(log):
        name = f"U+{match[2]}" if match[2] else match[1]
        yield Diagnostic(
            "X005", f"the font {match[3]} has no character {name}", None, "use another spelling, or another theme"
        )


def _boxes(log: str, source: Source) -> Iterator[Diagnostic]:
    overfull = set()
    for match in _OVERFULL.finditer(log):
        points = float(match["size"])
        if points < _SMALLEST_OVERFLOW:
            continue
        side = "below the foot of the page" if match["way"] == "v" else "into the right margin"
        hint = "shorten it, or let it break: a long word or address may need a space or a hyphen"
        span = _span(match["first"] or match["line"], source)
        overfull.add(span)
        yield Diagnostic("X007", f"this runs {points:.1f} pt {side}", span, hint)
    for match in _UNDERFULL.finditer(log):
        # A page that ends short is no fault of a CV's: where it ends is judged on the page.
        if match["way"] == "h" and int(match["size"]) >= _WORST:
            hint = (
                "a long word or address follows, and cannot be broken: give it a space or a hyphen, or words of its own"
            )
            span = _span(match["first"] or match["line"], source)
            if span and span in overfull:
                continue  # one long word, told once
            yield Diagnostic("X009", "a line of this ends far too early, or has wide gaps", span, hint, "warning")


def _undefined(log: str, source: Source) -> Iterator[Diagnostic]:
    fault = "this is a fault of cvtex or of the theme, not of the text: please report it with the log"

    def told(pattern: re.Pattern[str], say: Callable[[re.Match[str]], str]) -> Iterator[Diagnostic]:
        for match in pattern.finditer(log):
            span = _span(match.groupdict().get("line"), source)
            yield Diagnostic("X010", say(match), span, fault)

    named = [
        *told(_COMMAND, lambda match: f"TeX does not know the command {match['name'] or 'that stands here'}"),
        *told(_REFERENCE, lambda match: f"the {match['what'].lower()} `{match['name']}` is defined nowhere"),
        *told(_DOUBLE, lambda match: f"the label `{match['name']}` is defined twice"),
        *told(_NO_PLACE, lambda match: f"the link to `{match['name']}` leads nowhere"),
        *told(_TWO_PLACES, lambda match: f"the place `{match['name']}` is marked twice"),
    ]
    yield from named or told(_SOME, lambda match: f"TeX found {match['what']}")


def _substituted(log: str, source: Source) -> Iterator[Diagnostic]:
    hint = "the theme asks for a font that its packages do not have: `cvtex doctor` checks the installation"

    def told(match: re.Match[str], message: str, severity: Severity) -> Diagnostic:
        return Diagnostic("X011", message, _span(match["line"], source), hint, severity)

    found = []
    for match in _SHAPE.finditer(log):
        other = f": {match['other']} stands in its place" if match["other"] else ""
        found.append(told(match, f"the font {match['name']} is not there{other}", "error"))
    for match in _SIZE.finditer(log):
        other = f": {match['other']} pt stands in its place" if match["other"] else ""
        found.append(told(match, f"the font {match['name']} is not there in {match['size']} pt{other}", "warning"))
    yield from found
    if not found and _SHAPES.search(log):
        yield Diagnostic("X011", "TeX took other fonts than those that were asked for", None, hint)


def _once(found: Iterator[Diagnostic]) -> Iterator[Diagnostic]:
    yield from dict.fromkeys(found)


def _span(line: str | None, source: Source) -> Span | None:
    return source.origin(int(line)) if line else None
