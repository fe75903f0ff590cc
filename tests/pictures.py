"""Pictures made for the tests: portraits of nobody, as PNG and as JPEG, with whatever else such files hold."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

ROOM, SUIT, SKIN, HAIR = (206, 214, 220), (58, 70, 92), (222, 188, 160), (74, 58, 48)

Pixel = tuple[int, int, int]


def portrait(x: float, y: float) -> Pixel:
    """The colour at a place of a picture, 0 to 1 from its left and its top: a head and shoulders."""

    def within(cx: float, cy: float, rx: float, ry: float) -> bool:
        return ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1

    if within(0.5, 0.44, 0.19, 0.21) or (0.43 < x < 0.57 and 0.5 < y < 0.75):
        return HAIR if y < 0.33 else SKIN
    if within(0.5, 0.36, 0.22, 0.2):
        return HAIR
    return SUIT if within(0.5, 1.02, 0.42, 0.34) else ROOM


def chunk(name: bytes, said: bytes) -> bytes:
    return struct.pack(">I", len(said)) + name + said + struct.pack(">I", zlib.crc32(name + said))


def png(
    width: int = 300,
    height: int = 400,
    *,
    more: bytes = b"",
    depth: int = 8,
    colour: int = 2,
    drawn: Callable[[float, float], Pixel] = portrait,
    after: bytes = b"",
) -> bytes:
    """A PNG file with `more` chunks before its pixels, and what follows it."""
    samples = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    rows = []
    for row in range(height):
        line = bytearray(b"\0")
        for column in range(width):
            pixel = drawn(column / width, row / height)
            values = (*pixel, 255)[:samples] if samples > 2 else (sum(pixel) // 3, 255)[:samples]
            for value in values:
                line += bytes([value]) * (depth // 8)
        rows.append(bytes(line))
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    data = zlib.compress(b"".join(rows), 9)
    parts = chunk(b"IHDR", head) + more + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts + after


def segment(marker: int, said: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(said) + 2) + said


def exif(orientation: int = 1, *, text: bytes = b"", order: str = "<") -> bytes:
    """An EXIF block with an orientation, and a text behind it."""
    mark = {"<": b"II", ">": b"MM"}[order]
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    return mark + struct.pack(f"{order}HIH", 42, 8, 1) + entry + b"\0\0\0\0" + text


def jpeg(
    width: int = 296,
    height: int = 400,
    *,
    more: bytes = b"",
    colours: int = 3,
    frame: int = 0xC0,
    drawn: Callable[[float, float], Pixel] = portrait,
    after: bytes = b"",
) -> bytes:
    """A baseline JPEG in grey, whose blocks of 8 by 8 pixels have one lightness each, with `more` segments at its head."""
    numbers = [1] * colours
    parts = b"".join(bytes([index + 1, 0x11, 0]) for index in range(colours))
    head = struct.pack(">BHHB", 8, height, width, colours) + parts
    # One table: a code of four bits for each size of difference, one of a single symbol for the end of a block.
    sizes = bytes(range(12))
    direct = bytes([0x00, 0, 0, 0, 12, *[0] * 12]) + sizes
    alternating = bytes([0x10, 1, *[0] * 15, 0])
    scan = bytes([colours]) + b"".join(bytes([index + 1, 0]) for index in range(colours)) + b"\x00\x3f\x00"
    bits: list[str] = []
    before = 0
    for row in range(-(-height // 8)):
        for column in range(-(-width // 8)):
            light = sum(drawn((column * 8 + 4) / width, (row * 8 + 4) / height)) // 3 - 128
            for index in numbers[:1] + [0] * (colours - 1):
                difference = light - before if index else 0
                before = light if index else before
                size = abs(difference).bit_length()
                value = difference if difference > 0 else difference + (1 << size) - 1
                bits.append(f"{size:04b}" + (f"{value:0{size}b}" if size else "") + "0")
    packed = "".join(bits)
    packed += "1" * (-len(packed) % 8)
    data = int(packed, 2).to_bytes(len(packed) // 8, "big").replace(b"\xff", b"\xff\x00")
    table = segment(0xDB, b"\x00" + bytes([8] * 64))
    codes = segment(0xC4, direct) + segment(0xC4, alternating)
    return b"\xff\xd8" + more + table + segment(frame, head) + codes + segment(0xDA, scan) + data + b"\xff\xd9" + after


def with_photo(folder: Path, content: bytes, name: str = "portrait.jpg") -> Path:
    """A data folder that has a photo from now on."""
    (folder / name).write_bytes(content)
    cv = folder / "cv.yaml"
    lines = cv.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(index for index, line in enumerate(lines) if line.startswith("name:"))
    lines.insert(place + 1, f"photo: {{file: {name}, alt: Portrait of nobody}}\n")
    cv.write_text("".join(lines), encoding="utf-8")
    return folder
