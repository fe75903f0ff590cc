"""What the file says about itself: named, dated and written in a language, twice the same."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from cvtex.diagnostics import Severity
from cvtex.document.model import Document
from cvtex.patterns import regex
from cvtex.verify.checks.registry import Finding, Findings, NotExaminedError, check, check_any, check_either
from cvtex.verify.evidence import Evidence
from cvtex.verify.xmp import Xmp

# What programs write where nobody named the document.
_NO_TITLE = regex(
    r"^(?:microsoft word|untitled|document ?\d*$|\(anonymous\)|unbenannt)|\.(?:docx?|odt|rtf|tex|pdf|html?|pages|indd)$",
    re.IGNORECASE,
)
_INSTANT = regex(
    r"^(?:D:)?(\d{4})-?(\d\d)?-?(\d\d)?(?:T?(\d\d):?(\d\d):?(\d\d)?(?:\.\d+)?(?:(Z)|([+-])(\d\d)[':]?(\d\d)?)?)?"
)


def names_no_document(title: str) -> bool:
    """Whether a title is one that programs write where nobody named the document: a file's name, or `untitled`."""
    return bool(_NO_TITLE.search(title))


@check("M003", "title, author, language and date in the file are those of the document")
def metadata(document: Document, seen: Evidence) -> Findings:
    wanted = {"/Title": document.file_title, "/Author": document.file_author}
    for key, value in wanted.items():
        if seen.info(key) != value:
            yield Finding(
                f"the {key[1:].lower()} of the file is `{seen.info(key)}`, not `{value}`",
                "lists of files and screen readers show it",
                document.name.span,
            )
    if seen.second.language != document.language:
        yield Finding(
            f"the language of the file is `{seen.second.language}`, not `{document.language}`",
            "a screen reader would pronounce it wrongly",
        )
    if not seen.second.shows_title:
        yield Finding("readers would show the file's name instead of its title")
    date = seen.info("/CreationDate")
    if date.removeprefix("D:")[: len(document.updated.replace("-", ""))] != document.updated.replace("-", "") or bool(
        date
    ) != bool(document.updated):
        yield Finding(
            f"the date of the file is `{date}`, not `{document.updated}`",
            "the same data would give another file tomorrow",
        )
    return 5


@check_any("M009", "the file says what it is, by whom, and in which language", severity="warning")
def description(seen: Evidence) -> Findings:
    packet = seen.structure.xmp or Xmp()
    title = seen.info("/Title").strip() or packet.title
    if not title:
        yield Finding("the file has no title", "readers and lists of files show its name instead")
    elif names_no_document(title):
        yield Finding(f"the title of the file is `{title}`, which names no document", "lists of files show it")
    if not (seen.info("/Author").strip() or packet.creators):
        yield Finding("the file names no author", "lists of files show it")
    if not (seen.second.language.strip() or packet.languages):
        yield Finding("the file does not say its language", "a screen reader would have to guess it")
    return 3


@check_either("M010", "the XMP packet can be read, and says what the document information says", severity="warning")
def packet(document: Document | None, seen: Evidence) -> Findings:
    xmp = seen.structure.xmp
    if xmp is None:
        raise NotExaminedError("the file has no XMP packet")
    if xmp.fault:
        yield Finding(f"the XMP packet of the file cannot be read: {xmp.fault}", "save the file anew")
        return 1
    weight: Severity | None = "error" if document else None
    for what, first, second in _stated(seen, xmp):
        if first and second and first != second:
            message = f"the {what} of the file is `{first}` in one place and `{second}` in another"
            yield Finding(message, "programs show the one or the other: save the file anew", severity=weight)
    return 4


def _stated(seen: Evidence, xmp: Xmp) -> Iterator[tuple[str, str, str]]:
    """What document information and packet say of the same thing."""
    yield "title", seen.info("/Title").strip(), xmp.title
    authors = seen.info("/Author").strip()
    names = [name.strip() for name in re.split(r"[;,]", authors)]
    same = authors in (*xmp.creators, ", ".join(xmp.creators), "; ".join(xmp.creators)) or set(names) == set(
        xmp.creators
    )
    yield "author", authors, authors if same else ", ".join(xmp.creators)
    language = seen.second.language.strip()
    yield "language", language, language if language in xmp.languages else ", ".join(xmp.languages)
    date, other = seen.info("/CreationDate").strip(), xmp.created
    yield "date", date, date if _same_time(date, other) else other


def _same_time(first: str, second: str) -> bool:
    """Whether two dates are one; a zone or a time that one of them leaves out is not missed."""
    one, two = _INSTANT.match(first), _INSTANT.match(second)
    if not one or not two:
        return first == second
    if one[4] and two[4] and (one[7] or one[8]) and (two[7] or two[8]):
        left, right = _instant(one), _instant(two)
        return left is not None and right is not None and abs(left - right) <= timedelta(minutes=1)
    return all(a == b for a, b in zip(one.groups()[:3], two.groups()[:3], strict=True) if a and b)


def _instant(match: re.Match[str]) -> datetime | None:
    hours, minutes = int(match[9] or 0), int(match[10] or 0)
    away = timedelta(hours=hours, minutes=minutes) * (-1 if match[8] == "-" else 1)
    try:
        zone = timezone(away) if match[8] else UTC
        day = datetime(int(match[1]), int(match[2] or 1), int(match[3] or 1), tzinfo=zone)
        return day.replace(hour=int(match[4]), minute=int(match[5]), second=int(match[6] or 0))
    except ValueError:
        return None
