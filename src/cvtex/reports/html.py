"""A report as one HTML page that needs nothing else: the verdict, the findings, each page with a box at what was found."""

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import escape
from importlib import resources
from math import isfinite
from pathlib import Path

from cvtex import __version__
from cvtex.catalogue import meanings
from cvtex.diagnostics import Diagnostic
from cvtex.reports.picture import PagePicture, pictures
from cvtex.reports.result import Result, errors, in_order, plural, summary, warnings
from cvtex.reports.text import Excerpt, author_lines, excerpt, visible
from cvtex.values import dataclass

FIRST_PAGES = 10
"""So many pages are shown in any case,"""
MOST_PAGES = 40
"""and so many with those on which something was found."""
MOST_LISTED = 500
_AROUND = 2.0
_BADGE = 13.0


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A finding and its number, which is that of its box too."""

    number: int
    item: Diagnostic


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a box lies on its page: percentages of the page, and how many badges' widths its number moves aside."""

    left: float
    top: float
    width: float
    height: float
    aside: int


def as_html(results: Sequence[Result]) -> str:
    """All results as one page, a section each. No script runs in it, and no address is asked for anything."""
    numbered: list[_Numbered] = []
    bodies, rules = [], []
    for result in results:
        own = [_Numbered(len(numbered) + i, item) for i, item in enumerate(in_order(result.findings)[:MOST_LISTED], 1)]
        numbered += own
        shown = list(_pictures(result))
        places = {found.number: place for picture in shown for found, place in _places(picture, own)}
        rules += [_rule(number, place) for number, place in places.items()]
        bodies.append("\n".join(_section(result, own, shown, set(places), alone=len(results) == 1)))
    style = (resources.files("cvtex.reports") / "page.css").read_text(encoding="utf-8") + "".join(rules)
    return _page(_verdict(results), style, "\n".join(bodies))


def _page(title: str, style: str, body: str) -> str:
    """The page around the sections; its policy allows this one style sheet, the pictures in it, and nothing else (CSP level 3)."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
<footer><p class="quiet">Written by cvtex {__version__}. <code>cvtex explain CODE</code> says what a code means.</p></footer>
</body>
</html>
"""


def _verdict(results: Sequence[Result]) -> str:
    if len(results) == 1:
        return f"{_text(results[0].name)} {_judged(results[0])}"
    refused = sum(not result.passed for result in results)
    return f"{refused} of {len(results)} targets refused" if refused else f"all {len(results)} targets pass"


def _judged(result: Result) -> str:
    return "passes" if result.passed else "is refused"


def _section(
    result: Result, own: Sequence[_Numbered], shown: Sequence[PagePicture], placed: set[int], *, alone: bool
) -> Iterator[str]:
    """The parts of one result, under a heading of its own where there are several."""
    level = "h2" if alone else "h3"
    yield "<section>"
    if not alone:
        yield f'<h2 class="name">{_text(result.name)} {_judged(result)}</h2>'
    yield f"<p>{_counts(result)}</p>"
    if result.report:
        yield f'<p class="quiet"><code>{_text(result.pdf)}</code> · {_text(summary(result))}</p>'
        if result.report.note:
            yield f"<p>{_text(result.report.note)}</p>"
    if own:
        yield f"<{level}>Findings</{level}>"
        yield '<ol class="findings">'
        pages = {picture.number for picture in shown}
        files = author_lines([found.item for found in own])
        yield from (_entry(found, pages, placed, excerpt(found.item, files)) for found in own)
        yield "</ol>"
        left = len(result.findings) - len(own)
        if left:
            yield f'<p class="quiet">… and {left} more: <code>--format json</code> has all.</p>'
    if result.report:
        yield f"<{level}>Pages</{level}>"
        yield from (_figure(picture, result, own, placed) for picture in shown)
        yield from _unshown(result.report.pages, len(shown))
        yield f"<{level}>Checks</{level}>"
        yield from _checks(result)
    yield "</section>"


def _counts(result: Result) -> str:
    counts = [
        plural(len(some), word)
        for some, word in ((errors(result.findings), "error"), (warnings(result.findings), "warning"))
        if some
    ]
    without = (
        "" if result.report else " Only the data were judged." if result.passed else " There are no pages to show."
    )
    return (" and ".join(counts).capitalize() or "Nothing was found") + "." + without


def _entry(found: _Numbered, pages: set[int], placed: set[int], line: Excerpt | None) -> str:
    """A finding in the list, with a way to its box, or at least to its page."""
    item, number = found.item, found.number
    page = f"page {item.page}" if item.page else ""
    if number in placed:
        page = f'<a href="#box-{number}">{page}</a>'
    elif item.page in pages:
        page = f'<a href="#page-{number}">{page}</a>'
    code = f'<abbr title="{_text(meanings()[item.code].title)}">{item.code}</abbr>'
    place = f'<span class="place">{_text(str(item.span))}</span>' if item.span else ""
    head = " · ".join(filter(None, (f"<strong>{item.severity}</strong> {code}", page, place)))
    hint = f'<p class="quiet">{_prose(item.hint)}</p>' if item.hint else ""
    return (
        f'<li id="finding-{number}" class="{item.severity}"><span class="number">{number}</span>'
        f"<div><p>{head}</p><p>{_prose(item.message)}</p>{_line(line) if line else ''}{hint}</div></li>"
    )


def _line(shown: Excerpt) -> str:
    at_fault = _text(shown.at_fault) or " "
    return f'<code class="line">{_text(shown.before.lstrip())}<mark>{at_fault}</mark>{_text(shown.after)}</code>'


def _figure(picture: PagePicture, result: Result, own: Sequence[_Numbered], placed: set[int]) -> str:
    total = result.report.pages if result.report else 0
    here = [found for found in own if found.item.page == picture.number]
    anchors = "".join(f'<span id="page-{found.number}"></span>' for found in here if found.number not in placed)
    list_of = ", ".join(f'<a href="#finding-{found.number}">{found.number}</a>' for found in here)
    caption = f"Page {picture.number} of {total}" + (f" · {list_of}" if list_of else "")
    boxes = "".join(_box(found) for found in here if found.number in placed)
    alt = f"Page {picture.number} of {_text(result.pdf)} as a picture"
    return (
        f'<figure>{anchors}<figcaption>{caption}</figcaption><div class="sheet">'
        f'<img src="{picture.address}" alt="{alt}">{boxes}</div></figure>'
    )


def _box(found: _Numbered) -> str:
    words = f"{found.item.severity} {found.number}: {found.item.message}"
    return (
        f'<a class="box {found.item.severity}" id="box-{found.number}" href="#finding-{found.number}"'
        f' title="{_text(words)}" aria-label="{_text(words)}"><span class="number">{found.number}</span></a>'
    )


def _places(picture: PagePicture, own: Sequence[_Numbered]) -> Iterator[tuple[_Numbered, _Place]]:
    """Where each box on a page lies: a little wider than what was found, and within the page, to be seen at all."""
    taken: set[tuple[int, int]] = set()
    width, height = picture.width, picture.height
    for found in own:
        box = found.item.box
        if found.item.page != picture.number or not box or not all(map(isfinite, box)) or min(width, height) <= 0:
            continue
        left, right = (min(max(x, 0.0), width) for x in (box[0] - _AROUND, box[2] + _AROUND))
        bottom, top = (min(max(y, 0.0), height) for y in (box[1] - _AROUND, box[3] + _AROUND))
        corner, row, aside = int(left // _BADGE), int(top // _BADGE), 0
        while (corner + aside, row) in taken:
            aside += 1
        taken.add((corner + aside, row))
        yield (
            found,
            _Place(
                left=100 * left / width,
                top=100 * (height - top) / height,
                width=100 * max(right - left, 0) / width,
                height=100 * max(top - bottom, 0) / height,
                aside=aside,
            ),
        )


def _rule(number: int, place: _Place) -> str:
    rule = (
        f"#box-{number} {{ left: {place.left:.3f}%; top: {place.top:.3f}%;"
        f" width: {place.width:.3f}%; height: {place.height:.3f}%; }}\n"
    )
    return rule + (f"#box-{number} > .number {{ left: {1.25 * place.aside:.2f}rem; }}\n" if place.aside else "")


def _pictures(result: Result) -> Iterator[PagePicture]:
    """The first pages, and those with findings, within bounds; the PDF is read where it was written."""
    if not result.report or not result.report.pages:
        return
    found = list(dict.fromkeys(item.page for item in in_order(result.findings) if item.page))
    first = range(1, min(result.report.pages, FIRST_PAGES) + 1)
    chosen = sorted({*first, *found[: MOST_PAGES - FIRST_PAGES]})
    try:
        pdf = Path(result.pdf).read_bytes()
    except OSError:
        return
    yield from pictures(pdf, chosen)


def _unshown(pages: int, shown: int) -> Iterator[str]:
    if not shown:
        yield '<p class="quiet">The pages cannot be shown.</p>'
    elif shown < pages:
        yield (
            f'<p class="quiet">{shown} of {pages} pages are shown: the first {FIRST_PAGES}, and'
            f" up to {MOST_PAGES - FIRST_PAGES} on which something was found.</p>"
        )


def _checks(result: Result) -> Iterator[str]:
    from cvtex.verify.checks import CHECKS

    yield '<table><thead><tr><th scope="col">check</th><th scope="col">promise</th>'
    yield '<th scope="col">result</th><th scope="col">examined</th></tr></thead><tbody>'
    for outcome in result.outcomes:
        reason = f'<br><span class="quiet">{_text(outcome.reason)}</span>' if outcome.reason else ""
        promise = outcome.promise or CHECKS[outcome.code].promise
        yield (
            f'<tr class="{outcome.status}"><th scope="row">{outcome.code}</th><td>{_text(promise)}'
            f'{reason}</td><td class="status">{outcome.status}</td><td class="count">{outcome.examined}</td></tr>'
        )
    yield "</tbody></table>"


def _prose(words: str) -> str:
    """A message; what it has between backticks is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", _text(words))


def _text(words: str) -> str:
    """Words of anybody's, safe in HTML, between tags and in quotation marks alike."""
    return escape(visible(words), quote=True)
