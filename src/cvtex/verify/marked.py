"""The marked pieces of a page as pdfium sees them: which glyphs belong to which, and which to none."""

import ctypes
from collections.abc import Sequence
from typing import Any

from cvtex.verify import pdfium

_NAME_LENGTH = 64
_UNMARKED, _ARTIFACT = -1, -2
_SOFT = "\u00ad"
_AT_END = "\u0002\ufffe"
PARTED = "\u0002"
"""Stands for the hyphen at a line's end, which may be the word's own or part it: pdfium does not tell which."""


def read_pieces(
    handle: Any, characters: str, order: Sequence[int] | None = None
) -> tuple[tuple[tuple[int, str], ...], str]:
    """The texts of all pieces of a text page by number, without spaces, and of what belongs to none and is no artifact.

    `characters` are those of the page, and `order` theirs, where it is not pdfium's.
    """
    import pypdfium2.raw as raw

    places: dict[int, int] = {}
    texts: dict[int, list[str]] = {}
    owners = pdfium.owners(pdfium.address(handle), len(characters))
    for index in order or range(len(characters)):
        owner, character = owners[index], characters[index]
        if owner is None or character == _SOFT or character.isspace():
            continue
        if owner not in places:
            places[owner] = _piece(raw.FPDFText_GetTextObject(handle, index))
        texts.setdefault(places[owner], []).append(PARTED if character in _AT_END else character)
    unmarked = "".join(texts.pop(_UNMARKED, []))
    texts.pop(_ARTIFACT, None)
    pieces = tuple((number, pdfium.joined("".join(found))) for number, found in sorted(texts.items()))
    return pieces, pdfium.joined(unmarked)


def _piece(owner: Any) -> int:
    """The number of the piece that a text object belongs to."""
    import pypdfium2.raw as raw

    number: int = raw.FPDFPageObj_GetMarkedContentID(owner)
    if number >= 0:
        return number
    name = ctypes.create_string_buffer(_NAME_LENGTH)
    length = ctypes.c_ulong()
    wide = ctypes.cast(name, ctypes.POINTER(ctypes.c_ushort))
    for index in range(max(raw.FPDFPageObj_CountMarks(owner), 0)):
        told = raw.FPDFPageObjMark_GetName(raw.FPDFPageObj_GetMark(owner, index), wide, _NAME_LENGTH, length)
        if told and name.raw[: length.value].decode("utf-16-le", "replace").rstrip("\0") == "Artifact":
            return _ARTIFACT
    return _UNMARKED
