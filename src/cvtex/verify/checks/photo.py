"""The photo: whole, upright and undistorted in its place, sharp enough for print, and the only picture there is."""

from collections.abc import Iterator

from cvtex.content.model import Photo as Told
from cvtex.document.model import Document
from cvtex.verify.checks.margins import INK_MARGIN
from cvtex.verify.checks.registry import Finding, Findings, check, check_either
from cvtex.verify.evidence import Box, Evidence, Page, Shown
from cvtex.verify.lines import stretches
from cvtex.verify.portrait import portrait

_DISTORTED = 0.01
_POINT = 0.5
"""Points by which a photo may reach into text or a margin: a pixel's breadth."""
_SHARP = 200
"""Pixels an inch below which a printed face shows them."""
_CELLS = 6
_OTHER = 30
"""Levels of grey (of 255) by which a part of the photo may differ from the picture by itself: its edges fall between pixels."""
_BUILD = "build anew: something moved, covered or changed it"


@check(
    "P020", "the photo stands on the first page whole, upright, undistorted and over no text, and no other picture does"
)
def photo(document: Document, seen: Evidence) -> Findings:
    told = document.photo
    if told is None or told.image is None:
        return 0
    shown = portrait(document, seen)
    others = sum(page.images for page in seen.pages) - (shown is not None)
    if shown is None:
        message = "the first page does not show the photo" + (", but another picture" if others else "")
        yield Finding(message, _BUILD, told.span, page=1)
        return 1
    if others:
        first = next(page.number for page in seen.pages if page.images > (page.number == 1))
        yield Finding("another picture is drawn beside the photo", "a CV has one", page=first)
    page = seen.pages[0]
    for wrong in (_laid(told, shown), _beyond(document, page, shown.box), _covered(seen, shown), _unlike(page, shown)):
        if wrong:
            yield Finding(wrong, _BUILD, told.span, page=1, box=shown.box)
    return 1


def _laid(told: Told, shown: Shown) -> str:
    """How the photo is turned, distorted or exchanged."""
    a, b, c, d = shown.matrix
    if a <= 0 or d <= 0 or abs(b) > _DISTORTED * a or abs(c) > _DISTORTED * d:
        return "the photo does not stand upright"
    printed, taken = a / d, shown.width / shown.height
    if abs(printed / taken - 1) > _DISTORTED:
        return f"the photo is distorted: it is {printed / taken:.2f} times as wide for its height as its pixels are"
    if told.image and told.image.kind == "jpg" and shown.stream != told.image.content:
        return f"the photo is not that of {told.file}"
    return ""


def _beyond(document: Document, page: Page, box: Box) -> str:
    """The margin or edge that the photo runs over."""
    left, bottom, right, top = box
    room = {"left": left, "right": page.width - right, "top": page.height - top, "bottom": bottom}
    for side, free in room.items():
        asked = getattr(document.margins, side)
        least = INK_MARGIN if asked is None else asked
        least = min(least, INK_MARGIN) if asked is None and getattr(document.limits.margin, side) else least
        if free < least - _POINT:
            return f"the photo stands {max(free, 0):.1f} pt from the {side} edge of the paper, less than {least:.1f}"
    return ""


def _covered(seen: Evidence, shown: Shown) -> str:
    """The text that the photo shares its place with."""
    left, bottom, right, top = shown.box
    for line in stretches(seen)[0]:
        x0, y0, x1, y1 = line.box
        if min(right, x1) - max(left, x0) > _POINT and min(top, y1) - max(bottom, y0) > _POINT:
            return f"the photo and “{line.text.strip()[:40]}” stand in one place"
    return ""


def _unlike(page: Page, shown: Shown) -> str:
    """Whether the page looks otherwise, where the photo stands, than the photo by itself."""
    if page.picture is None or shown.alone is None:
        return ""
    there = list(_cells([row for row in page.picture.rows(shown.box) if row]))
    alone = shown.alone
    here = list(_cells([alone.pixels[row * alone.stride :][: alone.width] for row in range(alone.height)]))
    if len(there) != len(here) or any(abs(one - other) > _OTHER for one, other in zip(there, here, strict=True)):
        return "the photo is not seen whole: something covers it, cuts it off or changes its colours"
    return ""


def _cells(rows: list[bytes]) -> Iterator[float]:
    """The mean lightness of each cell of a grid."""
    height, width = len(rows), len(rows[0]) if rows else 0
    if height < _CELLS or width < _CELLS:
        return
    for row in range(_CELLS):
        band = rows[row * height // _CELLS : (row + 1) * height // _CELLS]
        for column in range(_CELLS):
            part = b"".join(line[column * width // _CELLS : (column + 1) * width // _CELLS] for line in band)
            yield sum(part) / len(part)


@check("P021", "the photo has pixels enough for print", severity="warning")
def sharpness(document: Document, seen: Evidence) -> Findings:
    shown = portrait(document, seen)
    if shown is None or document.photo is None:
        return 0
    inches = max(shown.box[2] - shown.box[0], 0.01) / 72
    found = shown.width / inches
    if found < _SHARP:
        wanted = round(shown.width * _SHARP / found), round(shown.height * _SHARP / found)
        message = f"the photo has {found:.0f} pixels an inch where it stands, and print shows fewer than {_SHARP}"
        hint = f"take a larger one, of {wanted[0]} × {wanted[1]} pixels or more"
        yield Finding(message, hint, document.photo.span, page=1, box=shown.box)
    return 1


@check_either("M013", "no picture in the file tells where, when or with what it was taken")
def notes(document: Document | None, seen: Evidence) -> Findings:
    """Of JPEG files, which PDFs hold as they are; others lose their notes on the way."""
    pictures = seen.structure.loose.pictures
    for picture in pictures:
        if picture.notes:
            yield Finding(
                f"a picture holds notes of its camera or of a program: {', '.join(picture.notes)}",
                "they may tell a place and a time: build anew, cvtex takes them out",
                severity="error" if document else "warning",
            )
    return len(pictures)
