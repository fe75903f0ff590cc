"""Page labels: the names by which readers call the pages of a bundle, beside their thumbnails and in their page field."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

Numbering = Literal["continuous", "own"]


def labels_of(own: Sequence[Sequence[str]], numbering: Numbering) -> tuple[str, ...]:
    """The label of each page of the bundle: 1 to the last, or those that each part gives its own."""
    every = [label for labels in own for label in labels]
    return tuple(str(number) for number in range(1, len(every) + 1)) if numbering == "continuous" else tuple(every)


def label_tree(labels: Sequence[str]) -> DictionaryObject:
    """The number tree of page labels (ISO 32000-1, 12.4.2): a range where they count on, else one page each."""
    pairs = ArrayObject()
    for index, entry in _ranges(labels):
        pairs += [NumberObject(index), DictionaryObject({NameObject(key): value for key, value in entry.items()})]
    return DictionaryObject({NameObject("/Nums"): pairs})


def _ranges(labels: Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    due = ""
    for index, label in enumerate(labels):
        number = int(label) if label.isascii() and label.isdigit() and label == str(int(label)) else 0
        if not number:
            yield index, {"/P": TextStringObject(label)}
        elif label != due:
            yield index, {"/S": NameObject("/D"), "/St": NumberObject(number)}
        due = str(number + 1) if number else ""
