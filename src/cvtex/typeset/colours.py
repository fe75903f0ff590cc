"""The colour space of the page, sRGB (IEC 61966-2-1), as an ICC profile of version 2 made from its published numbers."""

import struct
import zlib

from cvtex.pdffile import Stream

IDENTIFIER = "sRGB IEC61966-2.1"
_STEPS = 1024
# Colorants adapted to the D50 white of profiles by Bradford's method, as ICC.1 asks.
_COLUMNS = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
_D50 = (0.9642, 1.0, 0.8249)


def profile() -> Stream:
    """The profile as a stream of a PDF."""
    return Stream(b"/N 3/Alternate/DeviceRGB/Filter/FlateDecode", zlib.compress(icc(), 9))


def icc() -> bytes:
    """A matrix profile for displays (ICC.1:2001-04, 6.3.1.2); nobody's work, so free for every use (CC0)."""
    curve = b"curv\0\0\0\0" + struct.pack(f">I{_STEPS}H", _STEPS, *(_light(step) for step in range(_STEPS)))
    name = IDENTIFIER.encode() + b"\0"
    described = b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(4 + 4 + 2 + 1 + 67)
    tags = {
        b"desc": described,
        b"cprt": b"text\0\0\0\0CC0\0",
        b"wtpt": _xyz(_D50),
        **{tag: _xyz(column) for tag, column in _COLUMNS.items()},
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    start = 128 + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}
    body, table = b"", struct.pack(">I", len(tags))
    for tag, content in tags.items():
        if content not in places:
            places[content] = start + len(body)
            body += content + bytes(-len(content) % 4)
        table += tag + struct.pack(">II", places[content], len(content))
    return _header(start + len(body)) + table + body


def _header(size: int) -> bytes:
    kind = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    made = struct.pack(">6H4s", 2000, 1, 1, 0, 0, 0, b"acsp")  # no day is that of this file
    white = struct.pack(">3i", *(_fixed(value) for value in _D50))
    return (kind + made + bytes(28) + white).ljust(128, b"\0")


def _light(step: int) -> int:
    """The light of a value, by the curve of the standard (IEC 61966-2-1, 5.2)."""
    value = step / (_STEPS - 1)
    light = value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
    return round(light * 65535)


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(_fixed(value) for value in values))


def _fixed(value: float) -> int:
    return round(value * 65536)
