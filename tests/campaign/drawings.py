"""Mutations of a page as a whole: scaled, clipped, covered, its text drawn in another order."""

from random import Random

from tests.campaign.content import Drawing, Operation, drawn, with_content
from tests.campaign.mutation import Change

Place = tuple[float, float]
_ENDS = ("Td", "ET", "g", "rg")


def _all(name: str, before: bytes, what: str) -> None:
    """Register a kind that puts something before all that a page draws."""

    @drawn(f"pdf-page-{name}")
    def make(page: Drawing, chance: Random) -> Change | None:
        del chance
        return page.change(what, (0, 0, before))


_all("scaled-to-half", b".5 0 0 .5 0 0 cm", "all was scaled to a half")
_all("scaled-a-little", b".9 0 0 .9 30 40 cm", "all was scaled by 0.9")
_all("enlarged", b"1.2 0 0 1.2 0 0 cm", "all was enlarged by 1.2")
_all("mirrored", b"-1 0 0 1 612 0 cm", "all was mirrored")
_all("slanted", b"1 .05 0 1 0 0 cm", "all was slanted")
_all("clipped-to-nothing", b"0 0 1 1 re W n", "all was clipped away")
_all("clipped-to-half", b"0 400 612 400 re W n", "the lower half was clipped away")
_all("clipped-right", b"0 0 450 800 re W n", "the right edge was clipped away")
_all("darkened", b".2 g 0 0 612 792 re f", "the paper is dark")
_all("shaded", b".85 g 0 0 612 792 re f", "the paper is grey")


@drawn("pdf-page-blanked")
def blanked(page: Drawing, chance: Random) -> Change | None:
    del chance
    content = with_content(page.good.pdf, page.page, b"")
    return Change(f"page {page.page + 1}: nothing is drawn", content)


@drawn("pdf-page-cut-short")
def cut_short(page: Drawing, chance: Random) -> Change | None:
    place = chance.choice(page.having("Td")[8:])
    after = b"" if _depth(page, place) else b"ET"
    kept = page.content[: place.start] + b" ET" * (not after) + after
    return Change(f"page {page.page + 1}: drawing ends before its end", with_content(page.good.pdf, page.page, kept))


def _depth(page: Drawing, until: Operation) -> int:
    """Whether a text object is open at a place."""
    before = [operation.operator for operation in page.made if operation.start < until.start]
    return before.count("BT") - before.count("ET")


def placed(page: Drawing) -> list[tuple[Operation, Place, bytes, bytes]]:
    """The texts that stand by themselves, between two moves: each with its place, font and colour."""
    x = y = 0.0
    font = colour = b""
    found = []
    for before, operation, after in zip(page.made, page.made[1:], page.made[2:], strict=False):
        text = page.text(operation)
        match operation.operator:
            case "BT":
                x = y = 0.0
            case "Td":
                x, y = x + float(operation.operands[0]), y + float(operation.operands[1])
            case "Tf":
                font = text
            case "g" | "rg":
                colour = text
            case "TJ" if before.operator == "Td" and after.operator in _ENDS and operation.words.strip():
                found.append((operation, (x, y), font, colour))
    return found


@drawn("pdf-order-changed")
def order_changed(page: Drawing, chance: Random) -> Change | None:
    """The page looks the same, but is read otherwise."""
    spots = placed(page)[2:]
    if not spots:
        return None
    operation, (x, y), font, colour = chance.choice(spots)
    last = b" BT %s %s %.3f %.3f Td %s ET" % (colour, font, x, y, page.text(operation))
    end = len(page.content)
    told = f"“{operation.words[:40]}” is drawn last"
    return page.change(told, (operation.start, operation.end, b""), (end, end, last))


def _over(name: str, colour: bytes, what: str) -> None:
    """Register a kind that draws a rectangle over a text."""

    @drawn(f"pdf-{name}")
    def make(page: Drawing, chance: Random) -> Change | None:
        operation, (x, y), _, _ = chance.choice(placed(page))
        end = len(page.content)
        box = b"q %s %.2f %.2f 120 12 re f Q" % (colour, x - 2, y - 3)
        return page.change(f"“{operation.words[:30]}” is covered by {what}", (end, end, box))


_over("white-rectangle", b"1 g", "white")
_over("black-rectangle", b"0 g", "black")
_IMAGE = b"BI /W 1 /H 1 /CS /G /BPC 8 ID \xf0 EI"


@drawn("pdf-image-over-page")
def image_over_page(page: Drawing, chance: Random) -> Change | None:
    del chance
    end = len(page.content)
    return page.change("a picture covers the page", (end, end, b"q 612 0 0 792 0 0 cm " + _IMAGE + b" Q"))


@drawn("pdf-image-over-text")
def image_over_text(page: Drawing, chance: Random) -> Change | None:
    operation, (x, y), _, _ = chance.choice(placed(page))
    end = len(page.content)
    image = b"q 150 0 0 14 %.2f %.2f cm %s Q" % (x, y - 4, _IMAGE)
    return page.change(f"a picture covers “{operation.words[:30]}”", (end, end, image))


@drawn("pdf-image-added")
def image_added(page: Drawing, chance: Random) -> Change | None:
    y = chance.randrange(2, 30)
    image = b"q 60 0 0 %d 2 400 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x40 EI Q" % y
    return page.change("a dark picture in the margin", (len(page.content), len(page.content), image))


@drawn("pdf-line-through-text")
def line_through_text(page: Drawing, chance: Random) -> Change | None:
    operation, (x, y), _, _ = chance.choice(placed(page))
    end = len(page.content)
    return page.change(
        f"“{operation.words[:30]}” is struck through",
        (end, end, b"q 1 w %.2f %.2f m %.2f %.2f l S Q" % (x, y + 3, x + 90, y + 3)),
    )


def _added(name: str, mode: bytes, x: int, y: int, what: str) -> None:
    """Register a kind that adds words to a page."""

    @drawn(f"pdf-words-added-{name}")
    def make(page: Drawing, chance: Random) -> Change | None:
        font = chance.choice(page.typefaces)
        words = chance.choice((b"(no)", b"(not so)", b"(in a sense)"))
        text = b" q BT %s %s %d %d Td %s Tj ET Q" % (page.text(font), mode, x, y, words)
        end = len(page.content)
        return page.change(f"{what}: {words.decode()}", (end, end, text))


_added("plain", b"0 g", 300, 120, "words were added")
_added("white", b"1 g", 300, 60, "white words were added")
_added("invisible", b"3 Tr", 300, 60, "invisible words were added")
_added("off-the-paper", b"0 g", 300, -200, "words were added off the paper")
_added("over-text", b"0 g", 200, 500, "words were printed over the text")
