"""Tags, by which a screen reader knows headings, lists and the order of reading: those of all parts as one tree."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from cvtex.bundle.objects import Objects
from cvtex.bundle.places import leaves_of, name_of, name_tree, plain
from cvtex.bundle.transfer import Tagging, Transfer

_KEYS = 1_000_000  # keys into the tree of owners that each part has for itself
_IN_A_LEAF = 200


@dataclass(slots=True)
class Tags:
    """The tree of the bundle as it grows, part by part (ISO 32000-1, 14.7)."""

    objects: Objects
    root: IndirectObject = field(init=False)
    _document: IndirectObject = field(init=False)
    _parts: ArrayObject = field(default_factory=ArrayObject)
    _owners: list[tuple[int, Any]] = field(default_factory=list)
    _roles: dict[str, Any] = field(default_factory=dict)
    _classes: DictionaryObject = field(default_factory=DictionaryObject)
    _spaces: ArrayObject = field(default_factory=ArrayObject)
    _names: dict[bytes, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.root = self.objects.reserve()
        self._document = self.objects.reserve()

    def tagging(self, catalogue: DictionaryObject, number: int) -> Tagging | None:
        """How the tags of a part are called and numbered in the bundle; None for a part without any."""
        tree = _tree(catalogue)
        if tree is None:
            return None
        # A kind that one part explains may be a kind that another uses as it is: each part's own kinds get its number.
        roles = {name: plain(role) for name, role in _entries(tree, "/RoleMap")}
        renamed = {name: f"{name}-{number}" for name in roles}
        self._roles |= {renamed[name]: NameObject(renamed.get(role, role)) for name, role in roles.items()}
        return Tagging(_KEYS * (number - 1), f"{number}." if number > 1 else "", renamed)

    def add(self, catalogue: DictionaryObject, transfer: Transfer, tagging: Tagging, title: str) -> None:
        """Take over the tree of a part; its pages and links are in the bundle already."""
        tree = _tree(catalogue)
        if tree is None:
            return
        part = self.objects.reserve()
        old = plain(catalogue).raw_get("/StructTreeRoot")
        if isinstance(old, IndirectObject):
            transfer.know(old, part)  # what was directly below the tree is below the part
        kids = transfer.copied(tree.raw_get("/K")) if "/K" in tree else ArrayObject()
        element = _element("/Part", self._document, kids)
        element[NameObject("/T")] = TextStringObject(title)
        language = plain(catalogue.get("/Lang"))
        if isinstance(language, str) and language.strip():
            element[NameObject("/Lang")] = TextStringObject(language)
        self.objects.fill(part, element)
        self._parts.append(part)
        for key, owner in leaves_of(plain(tree.get("/ParentTree")), "/Nums"):
            if isinstance(key, NumberObject) and 0 <= key < _KEYS:
                self._owners.append((tagging.offset + int(key), transfer.copied(owner)))
        for key, owner in leaves_of(plain(tree.get("/IDTree")), "/Names"):
            name = name_of(key)
            if name is not None:
                self._names.setdefault(tagging.prefix.encode() + name, transfer.copied(owner))
        for called, look in _entries(tree, "/ClassMap"):
            self._classes[NameObject(f"/{tagging.prefix}{called[1:]}")] = transfer.copied(look)
        spaces = plain(tree.get("/Namespaces"))
        self._spaces += transfer.copied(spaces) if isinstance(spaces, ArrayObject) else []

    def finish(self, catalogue: DictionaryObject) -> None:
        """Write the tree into the catalogue of the bundle, where any part has tags."""
        if not self._parts:
            return
        self.objects.fill(self._document, _element("/Document", self.root, self._parts))
        tree = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/StructTreeRoot"),
                NameObject("/K"): ArrayObject([self._document]),
                NameObject("/ParentTree"): self.objects.add(self._owner_tree()),
            }
        )
        if self._owners:
            tree[NameObject("/ParentTreeNextKey")] = NumberObject(1 + max(key for key, _ in self._owners))
        if self._roles:
            roles = {NameObject(name): role for name, role in self._roles.items()}
            tree[NameObject("/RoleMap")] = DictionaryObject(roles)
        if self._classes:
            tree[NameObject("/ClassMap")] = self._classes
        if self._spaces:
            tree[NameObject("/Namespaces")] = self._spaces
        if self._names:
            tree[NameObject("/IDTree")] = name_tree(self._names, self.objects)
        self.objects.fill(self.root, tree)
        catalogue[NameObject("/StructTreeRoot")] = self.root
        catalogue[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})

    def _owner_tree(self) -> DictionaryObject:
        """The number tree that leads from marked pieces of pages to their elements."""
        owners = sorted(self._owners, key=lambda owner: owner[0])
        leaves = ArrayObject()
        for start in range(0, len(owners), _IN_A_LEAF):
            some = owners[start : start + _IN_A_LEAF]
            pairs = ArrayObject()
            for key, owner in some:
                pairs += [NumberObject(key), owner]
            limits = ArrayObject([NumberObject(some[0][0]), NumberObject(some[-1][0])])
            leaf = {NameObject("/Limits"): limits, NameObject("/Nums"): pairs}
            leaves.append(self.objects.add(DictionaryObject(leaf)))
        return DictionaryObject({NameObject("/Kids"): leaves})


def _element(kind: str, parent: IndirectObject, kids: Any) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/StructElem"),
            NameObject("/S"): NameObject(kind),
            NameObject("/P"): parent,
            NameObject("/K"): kids,
        }
    )


def is_tagged(catalogue: DictionaryObject) -> bool:
    """Whether a file says that it is tagged, and has tags."""
    marks = plain(catalogue.get("/MarkInfo"))
    marked = isinstance(marks, DictionaryObject) and str(plain(marks.get("/Marked"))) in ("True", "true")
    return marked and _tree(catalogue) is not None


def _tree(catalogue: DictionaryObject) -> DictionaryObject | None:
    tree = plain(catalogue.get("/StructTreeRoot"))
    return tree if isinstance(tree, DictionaryObject) else None


def _entries(tree: DictionaryObject, key: str) -> Iterator[tuple[str, Any]]:
    found = plain(tree.get(key))
    if isinstance(found, DictionaryObject):
        yield from ((name, found.raw_get(name)) for name in found)
