"""The tags of a PDF as pypdf reads them: the tree, what of the pages belongs to it, and what the file promises of itself."""

from collections.abc import Iterator
from typing import Any

from cvtex.values import dataclass

_MOST = 200_000  # elements, a book's worth
_DEEPEST = 60

Piece = tuple[int, int]
"""A marked piece: its page, from 0, and its number there."""


@dataclass(frozen=True, slots=True)
class Tag:
    """An element: its kind by the standard's names, what is in it, its own language.

    `instead` is said in place of what is in it, which may be nothing (`ActualText`), None where there is no such text; `words`
    describe it (`Alt`), and `expansion` is what it is short for.
    """

    kind: str
    kids: "tuple[Tag | Piece, ...]" = ()
    instead: str | None = None
    words: str = ""
    language: str = ""
    expansion: str = ""

    @property
    def spoken(self) -> str | None:
        """What is read in place of what is in it: of a picture, words stand for what is seen. None where that is read itself."""
        return self.words or None if self.instead is None and self.kind != "Figure" else self.instead

    def below(self) -> "Iterator[Tag]":
        """This element and all that is in it, in order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.below()

    def pieces(self) -> Iterator[Piece]:
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.pieces()
            else:
                yield kid


@dataclass(frozen=True, slots=True)
class TaggedLink:
    """A link: its page, from 1, the kind of element that it belongs to, what is said of it, and whether it prints."""

    page: int
    kind: str
    told: str
    prints: bool


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of a file. `root` is None without a tree; `untabbed` are pages, from 1, whose links a key steps to in no order.

    `strayed` are pages with pieces of which the tree of parents does not tell the elements (ISO 32000-1, 14.7.4.4).
    """

    root: Tag | None = None
    marked: bool = False
    links: tuple[TaggedLink, ...] = ()
    untabbed: tuple[int, ...] = ()
    intent: bool = False
    strayed: tuple[int, ...] = ()

    @property
    def tagged(self) -> bool:
        return self.marked and self.root is not None


NO_TAGS = Tags()


def read_tags(reader: Any) -> Tags:
    """The tags of a file that pypdf has opened."""
    root = _plain(reader.trailer["/Root"])
    marks = _plain(root.get("/MarkInfo"))
    marked = isinstance(marks, dict) and _true(marks.get("/Marked"))
    tree = _plain(root.get("/StructTreeRoot"))
    walk = _Walk(reader, _entries(_plain(tree.get("/RoleMap")))) if isinstance(tree, dict) else None
    top = Tag("", tuple(walk.kids(tree, None, 0))) if walk else None
    owners = walk.owners if walk else {}
    links, untabbed = _links(reader, owners)
    intents = _plain(root.get("/OutputIntents"))
    profiled = any("/DestOutputProfile" in _plain(intent) for intent in intents) if isinstance(intents, list) else False
    strayed = tuple(_strayed(reader, tree, walk.pieces)) if walk else ()
    return Tags(top, marked, links, untabbed, profiled, strayed)


class _Walk:
    """Goes through a tree of tags, which may be damaged, or endless."""

    def __init__(self, reader: Any, roles: dict[str, str]) -> None:
        self.roles = roles
        self.pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
        self.owners: dict[int, str] = {}
        self.pieces: dict[int, set[int]] = {}
        self.left = _MOST

    def kids(self, node: Any, page: int | None, depth: int) -> Iterator[Tag | Piece]:
        held = node.raw_get("/K") if "/K" in node else None
        plain = _plain(held)
        for kid in plain if isinstance(plain, list) else [held]:
            found = self._kid(kid, page, depth, str(node.get("/S", ""))[1:])
            if found is not None:
                yield found

    def _kid(self, kid: Any, page: int | None, depth: int, above: str) -> Tag | Piece | None:
        value = _plain(kid)
        self.left -= 1
        if self.left < 0 or depth > _DEEPEST or value is None:
            return None
        if isinstance(value, int):
            return self._piece(page, value)
        if not hasattr(value, "raw_get"):
            return None
        here = self._page(value, page)
        if value.get("/Type") == "/MCR":
            number = _plain(value.get("/MCID"))
            if "/Stm" in value:  # of a picture, which leads to its elements itself
                return (here, int(number)) if here is not None and isinstance(number, int) else None
            return self._piece(here, number)
        if value.get("/Type") == "/OBJR":
            number = getattr(value.raw_get("/Obj"), "idnum", None) if "/Obj" in value else None
            if number is not None:
                self.owners[number] = self.roles.get(above, above)
            return None
        kind = str(value.get("/S", ""))[1:]
        kids = tuple(self.kids(value, here, depth + 1))
        instead = _plain(value.get("/ActualText"))
        words, language, expansion = (str(_plain(value.get(key, "")) or "") for key in ("/Alt", "/Lang", "/E"))
        told = str(instead) if isinstance(instead, (str, bytes)) else None
        return Tag(self.roles.get(kind, kind), kids, told, words, language, expansion)

    def _piece(self, page: int | None, number: Any) -> Piece | None:
        if page is None or not isinstance(number, int):
            return None
        self.pieces.setdefault(page, set()).add(int(number))
        return page, int(number)

    def _page(self, value: Any, page: int | None) -> int | None:
        named = value.raw_get("/Pg") if "/Pg" in value else None
        return self.pages.get(getattr(named, "idnum", -1), page)


def _links(reader: Any, owners: dict[int, str]) -> tuple[tuple[TaggedLink, ...], tuple[int, ...]]:
    links, untabbed = [], []
    for number, page in enumerate(reader.pages, 1):
        annotations = _plain(page.get("/Annots"))
        found = annotations if isinstance(annotations, list) else []
        if found and _plain(page.get("/Tabs")) != "/S":
            untabbed.append(number)
        for reference in found:
            annotation = _plain(reference)
            if not isinstance(annotation, dict) or _plain(annotation.get("/Subtype")) != "/Link":
                continue
            flags = _plain(annotation.get("/F", 0))
            kind = owners.get(getattr(reference, "idnum", -1), "") if "/StructParent" in annotation else ""
            told = str(_plain(annotation.get("/Contents", "")) or "")
            prints = isinstance(flags, int) and flags & 4 == 4 and not flags & 0b100011
            links.append(TaggedLink(number, kind, told, prints))
    return tuple(links), tuple(untabbed)


def _strayed(reader: Any, tree: Any, pieces: dict[int, set[int]]) -> Iterator[int]:
    parents = _parents(tree.get("/ParentTree"), 0)
    for number, page in enumerate(reader.pages):
        key = _plain(page.get("/StructParents"))
        owners = _plain(parents.get(key)) if isinstance(key, int) else None
        known = owners if isinstance(owners, list) else []
        if any(piece >= len(known) or type(known[piece]).__name__ == "NullObject" for piece in pieces.get(number, ())):
            yield number + 1


def _parents(node: Any, depth: int) -> dict[int, Any]:
    """The entries of a tree of numbers (ISO 32000-1, 7.9.7), unresolved."""
    node = _plain(node)
    if not isinstance(node, dict) or depth > _DEEPEST:
        return {}
    numbers, kids = (_plain(node.get(key)) for key in ("/Nums", "/Kids"))
    found: dict[int, Any] = {}
    for kid in kids[:_MOST] if isinstance(kids, list) else ():
        found |= _parents(kid, depth + 1)
    if isinstance(numbers, list):
        pairs = zip(numbers[::2], numbers[1::2], strict=False)
        found |= {int(key): value for key, value in pairs if isinstance(key, int)}
    return found


def _entries(roles: Any) -> dict[str, str]:
    return {str(name)[1:]: str(_plain(role))[1:] for name, role in roles.items()} if isinstance(roles, dict) else {}


def _plain(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _true(value: Any) -> bool:
    return str(_plain(value)) in ("True", "true")
