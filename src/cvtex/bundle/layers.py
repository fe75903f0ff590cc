"""Layers: pieces of pages that can be shown and hidden, as they are shown when each part is opened alone."""

from collections.abc import Iterator, Sequence
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from cvtex.bundle.places import plain
from cvtex.bundle.transfer import Transfer

_LISTS = ("/Order", "/RBGroups", "/Locked", "/AS")


def layers_of(root: DictionaryObject, transfer: Transfer) -> dict[str, ArrayObject]:
    """The layers of a part, `OCGs`, those that are `OFF`, and how readers list them (ISO 32000-1, 8.11.4)."""
    properties = plain(root.get("/OCProperties"))
    groups = plain(properties.get("/OCGs")) if isinstance(properties, DictionaryObject) else None
    if not isinstance(groups, ArrayObject):
        return {}
    usual = plain(properties.get("/D"))
    usual = usual if isinstance(usual, DictionaryObject) else DictionaryObject()
    references = [group for group in list.__iter__(groups) if isinstance(group, IndirectObject)]
    shown, off = _numbers(usual, "/ON"), _numbers(usual, "/OFF")
    all_off = plain(usual.get("/BaseState")) == "/OFF"
    hidden = [group for group in references if group.idnum in off or (all_off and group.idnum not in shown)]
    found = {"/OCGs": references, "/OFF": hidden}
    copied = {key: transfer.copied(ArrayObject(items)) for key, items in found.items()}
    for key in _LISTS:
        listed = plain(usual.get(key))
        copied[key] = transfer.copied(listed) if isinstance(listed, ArrayObject) else ArrayObject()
    return copied


def _numbers(usual: DictionaryObject, key: str) -> set[int]:
    items = plain(usual.get(key))
    return {item.idnum for item in _references(items)}


def _references(items: Any) -> Iterator[IndirectObject]:
    if isinstance(items, ArrayObject):
        yield from (item for item in list.__iter__(items) if isinstance(item, IndirectObject))


def layer_properties(parts: Sequence[dict[str, ArrayObject]]) -> DictionaryObject | None:
    """The layers of all parts as the bundle tells them; None where there are none."""
    joined = {
        key: ArrayObject([item for part in parts for item in part.get(key, ())]) for key in ("/OCGs", "/OFF", *_LISTS)
    }
    groups = joined.pop("/OCGs")
    if not groups:
        return None
    usual = DictionaryObject({NameObject(key): items for key, items in joined.items() if items})
    usual[NameObject("/BaseState")] = NameObject("/ON")
    return DictionaryObject({NameObject("/OCGs"): groups, NameObject("/D"): usual})
