"""The zones of a page: what runs at its head and at its foot, and the text between."""

from cvtex.document.model import Document
from cvtex.values import dataclass
from cvtex.verify.evidence import Evidence
from cvtex.verify.lines import Row, bodies, rows
from cvtex.verify.placement import placements, running_rows


@dataclass(frozen=True, slots=True)
class Zones:
    """The rows of one page from the top: those of the running head, of the text, of the running foot."""

    head: tuple[Row, ...]
    body: tuple[Row, ...]
    foot: tuple[Row, ...]

    def of(self, names: tuple[str, ...]) -> tuple[Row, ...]:
        """The rows of these zones: head, body, foot."""
        found = {"head": self.head, "body": self.body, "foot": self.foot}
        return tuple(row for name in ("head", "body", "foot") if name in names for row in found[name])


def zones(document: Document, seen: Evidence) -> tuple[Zones, ...]:
    """The zones of each page: the document's own head and foot, and whatever else looks like one."""
    return seen.once_for(document, "zones", lambda: tuple(_zones(document, seen)))


def _zones(document: Document, seen: Evidence) -> list[Zones]:
    found = []
    known = running_rows(document, seen)
    # What the document says is its text, were it a year alone in a page's last line, which looks like a page number.
    # The name is what a running head says as well.
    said = {
        (line.page, round(line.baseline))
        for item in placements(document, seen)
        for line in item.lines
        if item.fact.role != "name"
    }
    for page, all_rows, body, running in zip(seen.pages, rows(seen), bodies(seen), known, strict=True):
        own = [row for row in all_rows if row in body or (page.number, round(row.baseline)) in said]
        kept = [row for row in own if row not in running]
        if not kept:
            # A page of a head and a foot alone.
            kept = [row for row in all_rows if page.height / 6 < row.baseline < page.height * 5 / 6]
        top = kept[0].baseline if kept else page.height / 2
        others = [row for row in all_rows if row not in kept]
        head = tuple(row for row in others if row.baseline > top)
        found.append(Zones(head, tuple(kept), tuple(row for row in others if row not in head)))
    return found
