"""pdfium's functions that are asked for every glyph: all of a page at once, in the plainest types that ctypes knows.

As pypdfium2 declares them, the types of a call cost more than its answer: twice the time for a page.
"""

import ctypes
import struct
from collections.abc import Sequence
from functools import cache
from itertools import repeat
from typing import Any

from cvtex.patterns import regex
from cvtex.verify.evidence import Box

_NUMBER = ctypes.sizeof(ctypes.c_double)
_PAIR = regex("[\ud800-\udbff][\udc00-\udfff]")


def address(pointer: Any) -> int:
    """A pointer of pypdfium2 as a number."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def characters(page: int, count: int) -> str:
    """What the glyphs of a text page mean, a character each; two halves for one beyond U+FFFF."""
    codes = list(map(_function("FPDFText_GetUnicode", ctypes.c_uint, 0), repeat(page), range(count)))
    try:
        return "".join(map(chr, codes))
    except ValueError:  # what is none
        return "".join(chr(code) if code < 0x110000 else "\ufffd" for code in codes)


def seconds(text: str) -> frozenset[int]:
    """The indices that hold the second half of a character beyond U+FFFF: pdfium gives UTF-16, a half for each index."""
    return frozenset(match.start() + 1 for match in _PAIR.finditer(text))


def joined(text: str) -> str:
    """A text in which the halves of characters are whole ones."""
    return _PAIR.sub(lambda pair: pair[0].encode("utf-16-be", "surrogatepass").decode("utf-16-be"), text)


def owners(page: int, count: int) -> list[int | None]:
    """The text object that each glyph belongs to; None for what the reader inferred, such as a space between words."""
    return list(map(_function("FPDFText_GetTextObject", ctypes.c_void_p, 0), repeat(page), range(count)))


def boxes(page: int, count: int) -> list[Box | None]:
    """The ink of each glyph: left, bottom, right, top; None where there is none."""
    numbers = (ctypes.c_double * (4 * count))()
    left, bottom, right, top = _places(numbers, 4)
    told = map(_function("FPDFText_GetCharBox", ctypes.c_int, 4), repeat(page), range(count), left, right, bottom, top)
    known = list(told)
    each = iter(_read(numbers))
    found: list[Box | None] = list(zip(each, each, each, each, strict=True))
    return found if all(known) else [box if there else None for box, there in zip(found, known, strict=True)]


def widths(page: int, indices: Sequence[int]) -> list[Box]:
    """Some glyphs with the white that belongs to each, as wide as they count: left, bottom, right, top."""
    numbers = (ctypes.c_float * (4 * len(indices)))()
    start = ctypes.addressof(numbers)
    places = range(start, start + ctypes.sizeof(numbers), ctypes.sizeof(ctypes.c_float) * 4)
    list(map(_function("FPDFText_GetLooseCharBox", ctypes.c_int, 1), repeat(page), indices, places))
    each = iter(struct.unpack(f"{len(numbers)}f", numbers))
    return [(left, bottom, right, top) for left, top, right, bottom in zip(each, each, each, each, strict=True)]


def origins(page: int, indices: list[int]) -> list[tuple[float, float]]:
    """Where some glyphs stand: the beginning of each on its baseline."""
    numbers = (ctypes.c_double * (2 * len(indices)))()
    list(map(_function("FPDFText_GetCharOrigin", ctypes.c_int, 2), repeat(page), indices, *_places(numbers, 2)))
    each = iter(_read(numbers))
    return list(zip(each, each, strict=True))


def _places(numbers: "ctypes.Array[ctypes.c_double]", many: int) -> list[range]:
    """The addresses of the first, second, … number of each group of so many."""
    start, size = ctypes.addressof(numbers), ctypes.sizeof(numbers)
    return [range(start + _NUMBER * which, start + size, _NUMBER * many) for which in range(many)]


def _read(numbers: "ctypes.Array[ctypes.c_double]") -> list[float]:
    return list(struct.unpack(f"{len(numbers)}d", numbers))  # five times as fast as to ask the array


@cache
def _function(name: str, answer: Any, places: int) -> Any:
    """A function of pdfium's that is given a page, an index, and places to write to."""
    import pypdfium2.raw as raw

    # The kind that keeps Python's lock: to lend it to others costs a tenth of the call.
    kind = ctypes.PYFUNCTYPE(answer, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * places)
    return kind(address(getattr(raw, name)))
