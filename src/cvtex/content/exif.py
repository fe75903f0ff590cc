"""What a camera notes of how it was held: the orientation in an EXIF block (a TIFF header and its first directory)."""

import struct

from cvtex.content.image import ImageError

_ORIENTATION = 0x0112
_SHORT = 3
_TURNS = {
    2: "mirrored",
    3: "upside down",
    4: "mirrored and upside down",
    5: "mirrored and on its side",
    6: "on its left side",
    7: "mirrored and on its side",
    8: "on its right side",
}


def orientation(block: bytes) -> int:
    """The orientation, 1 to 8; 1, upright, where none can be read."""
    order = {b"II": "<", b"MM": ">"}.get(block[:2], "")
    if not order or len(block) < 8:
        return 1
    (start,) = struct.unpack_from(f"{order}I", block, 4)
    if start + 2 > len(block):
        return 1
    (count,) = struct.unpack_from(f"{order}H", block, start)
    for place in range(start + 2, min(start + 2 + 12 * count, len(block) - 11), 12):
        tag, kind, _, value = struct.unpack_from(f"{order}HHIH", block, place)
        if tag == _ORIENTATION and kind == _SHORT:
            return int(value) if 1 <= value <= 8 else 1
    return 1


def check_upright(block: bytes) -> None:
    """Raises ImageError for a picture that only a note of the camera sets upright: PDFs know no such notes."""
    turn = orientation(block)
    if turn in _TURNS:
        hint = "turn it in a photo program and save it, or: magick portrait.jpg -auto-orient portrait.jpg"
        raise ImageError("D053", f"the picture would be printed {_TURNS[turn]}: its EXIF orientation is {turn}", hint)
