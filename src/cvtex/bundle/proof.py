"""The proof: the bundle as another reader sees it, compared with its parts page by page, link by link."""

from collections.abc import Iterator, Sequence

from cvtex.bundle.sight import Leaf, Link, Mark, Place, Sight, below_the_part
from cvtex.diagnostics import Diagnostic, Span
from cvtex.values import dataclass
from cvtex.verify.report import Outcome

_HINT = "the bundle was not written; print the part to a new PDF and try again"
_PROMISES = {
    "J006": ("joined_pages", "every page of the parts is in the bundle, in order, with its text, look and tags"),
    "J007": ("joined_links", "every link and named place of the parts is there, and leads where it led"),
    "J008": ("joined_bookmarks", "every bookmark is there and leads where it led, and every page has its label"),
}


@dataclass(frozen=True, slots=True)
class Expected:
    """A part as it must be found in the bundle."""

    name: str
    title: str
    sight: Sight


def prove(
    parts: Sequence[Expected], labels: Sequence[str], whole: Sight, *, tagged: bool = False
) -> tuple[list[Outcome], list[Diagnostic]]:
    """What was compared, their tags too where it is to be `tagged`, and where the bundle is not its parts."""
    outcomes, findings = [], []
    for code, differences, examined in (
        ("J006", list(_pages(parts, whole, tagged=tagged)), len(whole.leaves)),
        ("J007", list(_links(parts, whole)), sum(len(leaf.links) for leaf in whole.leaves) + len(whole.places)),
        ("J008", list(_ways(parts, labels, whole)), len(whole.marks) + len(whole.labels)),
    ):
        name, promise = _PROMISES[code]
        findings += [
            Diagnostic(code, item.message, Span(item.part) if item.part else None, _HINT, page=item.page)
            for item in differences
        ]
        if examined or differences:
            status = Outcome(code, name, "failed" if differences else "passed", examined, promise=promise)
        else:
            status = Outcome(code, name, "skipped", 0, "there is nothing of its kind", promise=promise)
        outcomes.append(status)
    return outcomes, findings


@dataclass(frozen=True, slots=True)
class _Difference:
    """What differs, in which part, on which of its pages."""

    message: str
    part: str = ""
    page: int | None = None


def _beginnings(parts: Sequence[Expected]) -> Iterator[tuple[int, Expected]]:
    """Each part with the number of pages before it."""
    before = 0
    for part in parts:
        yield before, part
        before += len(part.sight.leaves)


def _pages(parts: Sequence[Expected], whole: Sight, *, tagged: bool) -> Iterator[_Difference]:
    due = sum(len(part.sight.leaves) for part in parts)
    if due != len(whole.leaves):
        yield _Difference(f"the bundle has {len(whole.leaves)} pages, and its parts have {due}")
        return
    for before, part in _beginnings(parts):
        for index, leaf in enumerate(part.sight.leaves):
            what = _differs(leaf, whole.leaves[before + index], tagged=tagged)
            if what:
                yield _Difference(f"the bundle would change the {what} of a page", part.name, index + 1)


def _differs(leaf: Leaf, joined: Leaf, *, tagged: bool) -> str:
    if leaf.text != joined.text:
        return "text"
    if (leaf.width, leaf.height) != (joined.width, joined.height):
        return "size"
    if leaf.look != joined.look:
        return "look"
    return "tags" if tagged and leaf.tags != below_the_part(joined.tags) else ""


def _links(parts: Sequence[Expected], whole: Sight) -> Iterator[_Difference]:
    named = dict(whole.places)
    lawful: set[Place] = set()
    for number, (before, part) in enumerate(_beginnings(parts), 1):
        for index, leaf in enumerate(part.sight.leaves):
            due = [_moved_link(link, before) for link in leaf.links]
            found = whole.leaves[before + index].links if before + index < len(whole.leaves) else ()
            if due != list(found):
                message = (
                    f"the bundle would have {len(found)} links on a page that has {len(due)}, or lead them elsewhere"
                )
                yield _Difference(message, part.name, index + 1)
        for name, place in part.sight.places:
            moved = _moved(place, before)
            lawful.add(moved)
            if place[0] >= 0 and not _is_named(name, number, moved, named):
                yield _Difference(f"the bundle would lose the place `{name}`", part.name)
    stray = [name for name, place in named.items() if place not in lawful]
    if stray:
        yield _Difference(f"the bundle names the place `{stray[0]}`, which no part has")


def _is_named(name: str, number: int, place: Place, named: dict[str, Place]) -> bool:
    """Whether a place has its name in the bundle, with the part's number in front as often as it took."""
    while name in named:
        if named[name] == place:
            return True
        name = f"{number}.{name}"
    return False


def _moved(place: Place, before: int) -> Place:
    return (place[0] + before if place[0] >= 0 else -1, place[1], place[2])


def _moved_link(link: Link, before: int) -> Link:
    return Link(link.box, link.address, _moved(link.place, before))


def _ways(parts: Sequence[Expected], labels: Sequence[str], whole: Sight) -> Iterator[_Difference]:
    position = 0
    for before, part in _beginnings(parts):
        due = [Mark(mark.level + 1, mark.title, _moved(mark.place, before)) for mark in part.sight.marks]
        found = whole.marks[position : position + 1 + len(due)]
        position += 1 + len(due)
        head = found[0] if found else None
        if head is None or (head.level, head.title, head.place[0]) != (0, part.title, before):
            yield _Difference(f"the bookmark `{part.title}` would not lead to the part", part.name)
        elif list(found[1:]) != due:
            wrong = next((mark for mark, other in zip(due, found[1:], strict=False) if mark != other), due[-1])
            yield _Difference(f"the bookmark `{wrong.title}` would be lost or lead elsewhere", part.name)
    if position != len(whole.marks):
        yield _Difference(f"the bundle has {len(whole.marks)} bookmarks, and {position} are due")
    if tuple(labels) != whole.labels:
        yield _Difference("the labels of the pages are not those that are due")
