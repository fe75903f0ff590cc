"""The tree of tags as objects of a PDF: elements, who owns each piece of a page, and each link (ISO 32000-1, 14.7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cvtex.typeset.roles import Element


@dataclass(frozen=True, slots=True)
class Owned:
    """What the elements own: the pieces of each page, in order, and the annotations by their keys in the tree of owners."""

    pages: Sequence[tuple[int, Sequence[Element]]]
    links: Mapping[int, Element]


def tree(root: Element, owned: Owned, first: int, annotations: Mapping[int, int]) -> list[bytes]:
    """The objects of the tree, numbered from `first`, which is its root; `annotations` are numbers of objects by key."""
    elements = list(_below(root))
    numbers = {element: first + 1 + index for index, element in enumerate(elements)}
    pages = [number for number, _ in owned.pages]
    keys: dict[Element, list[int]] = {}
    for key, element in owned.links.items():
        keys.setdefault(element, []).append(key)
    bodies = []
    for element in elements:
        above = numbers[element.parent] if element.parent else first
        linked = [annotations[key] for key in keys.get(element, ())]
        bodies.append(_element(element, above, numbers, pages, linked))
    return [_root(owned, numbers, elements, first), *bodies]


def _below(element: Element) -> list[Element]:
    found = [element]
    for kid in element.kids:
        if isinstance(kid, Element):
            found += _below(kid)
    return found


def _root(owned: Owned, numbers: Mapping[Element, int], elements: Sequence[Element], first: int) -> bytes:
    owners = [
        b"%d[%s]" % (key, b" ".join(b"%d 0 R" % numbers[element] for element in some))
        for key, (_, some) in enumerate(owned.pages)
    ]
    owners += [b"%d %d 0 R" % (key, numbers[element]) for key, element in sorted(owned.links.items())]
    following = max([len(owned.pages) - 1, *owned.links]) + 1
    named = sorted((element.identifier, numbers[element]) for element in elements if element.identifier)
    names = b"".join(b"(%s)%d 0 R" % (name.encode(), number) for name, number in named)
    identifiers = b"/IDTree<</Names[%s]>>" % names if names else b""
    return b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree<</Nums[%s]>>/ParentTreeNextKey %d%s>>" % (
        first + 1,
        b" ".join(owners),
        following,
        identifiers,
    )


def _element(
    element: Element, above: int, numbers: Mapping[Element, int], pages: Sequence[int], annotations: Sequence[int]
) -> bytes:
    home = next((kid[0] for kid in element.kids if isinstance(kid, tuple)), None)
    kids = []
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(b"%d 0 R" % numbers[kid])
        elif kid[0] == home:
            kids.append(b"%d" % kid[1])
        else:
            kids.append(b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (pages[kid[0]], kid[1]))
    kids += [b"<</Type/OBJR/Obj %d 0 R>>" % number for number in annotations]
    page = b"/Pg %d 0 R" % pages[home] if home is not None else b""
    name = b"/ID(%s)" % element.identifier.encode() if element.identifier else b""
    head = b"/Type/StructElem/S/%s/P %d 0 R" % (element.kind.encode(), above)
    return b"<<%s%s%s%s/K[%s]>>" % (head, page, name, element.attributes.encode(), b" ".join(kids))
