"""The photo on the page, as far as a file shows one."""

from cvtex.document.model import Document
from cvtex.verify.evidence import Box, Evidence, Shown


def portrait(document: Document, seen: Evidence) -> Shown | None:
    """The picture that is taken for the photo: on the first page, one with its pixels before any other."""
    image = document.photo and document.photo.image
    shown = seen.pages[0].shown if image and seen.pages else ()
    return next((item for item in shown if image and (item.width, item.height) == (image.width, image.height)), None)


def portrait_box(document: Document, seen: Evidence, page: int) -> Box | None:
    """Where the photo stands, if it is on this page, from 1."""
    found = portrait(document, seen) if page == 1 else None
    return found.box if found else None


def below_portrait(document: Document, seen: Evidence, page: int, above: float, below: float) -> float:
    """The height that the room between two baselines is measured from: the upper one, or the foot of a photo between them."""
    box = portrait_box(document, seen, page)
    return box[1] if box and below < box[1] < above else above
