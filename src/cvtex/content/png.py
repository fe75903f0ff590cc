"""PNG files: their chunks read, and written again without anything but the picture (ISO/IEC 15948)."""

import struct
import zlib
from collections.abc import Iterator

from cvtex.content.exif import check_upright
from cvtex.content.image import Image, ImageError, check_size, damaged, is_srgb

BEGIN = b"\x89PNG\r\n\x1a\n"

_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8), 2: (8,), 3: (1, 2, 4, 8)}
_PALETTE = 3
# First row, first column, and the steps to the next, of the seven passes of an interlaced picture.
_PASSES = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1))
_MOST_PROFILE = 4_000_000
_FILTERS = b"\x00\x01\x02\x03\x04"


def read(content: bytes) -> Image:
    """The picture of a PNG file, losslessly without texts, times and profiles. Raises ImageError."""
    chunks = list(_chunks(content))
    head = chunks[0][1] if chunks and chunks[0][0] == b"IHDR" else b""
    if len(head) != 13:
        raise damaged("it does not say how large it is")
    width, height, depth, colour, packing, filtering, interlaced = struct.unpack(">IIBBBBB", head)
    _check_colours(depth, colour, any(name == b"tRNS" for name, _ in chunks))
    if packing or filtering or interlaced > 1:
        raise damaged("it is packed in an unknown way")
    check_size(width, height)
    palettes = [said for name, said in chunks if name == b"PLTE"]
    if len(palettes) > 1 or (colour == _PALETTE and not palettes) or any(len(said) % 3 for said in palettes):
        raise damaged("its colours are missing")
    for name, said in chunks:
        if name == b"eXIf":
            check_upright(said)
    data = b"".join(said for name, said in chunks if name == b"IDAT")
    rows = _rows(width, height, depth * _SAMPLES[colour], bool(interlaced))
    data = _checked(data, rows)
    palette = palettes if colour == _PALETTE else []
    kept = [(b"IHDR", head), *((b"PLTE", said) for said in palette), (b"IDAT", data), (b"IEND", b"")]
    return Image("png", width, height, BEGIN + b"".join(map(_written, kept)), _profile(chunks, colour))


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """All chunks up to the end of the picture; each has a sum that tells whether it is whole."""
    position = len(BEGIN)
    while True:
        if position + 12 > len(content):
            raise damaged("it ends in the middle")
        size = int.from_bytes(content[position : position + 4], "big")
        name, said = content[position + 4 : position + 8], content[position + 8 : position + 8 + size]
        end = position + 12 + size
        if end > len(content):
            raise damaged("it ends in the middle")
        if zlib.crc32(name + said) != int.from_bytes(content[end - 4 : end], "big"):
            raise damaged("a part of it has another sum than it says")
        yield name, said
        if name == b"IEND":
            return
        position = end


def _check_colours(depth: int, colour: int, transparent: bool) -> None:
    """Raises ImageError for what is not printed as it looks on a screen."""
    if colour not in _SAMPLES:
        raise damaged("its colours are of no known kind")
    if transparent or colour in (4, 6):
        hint = "lay it on white, or: magick portrait.png -background white -alpha remove -alpha off portrait.png"
        raise ImageError("D052", "the picture is transparent, or could be (it has an alpha channel)", hint)
    if depth == 16:
        hint = "save it with 8 bits a colour, or: magick portrait.png -depth 8 portrait.png"
        raise ImageError("D052", "the picture has 16 bits a colour, more than a page shows", hint)
    if depth not in _DEPTHS[colour]:
        raise damaged("its colours are of no known kind")


def _rows(width: int, height: int, bits: int, interlaced: bool) -> list[tuple[int, int]]:
    """How many rows there are in each pass, and the bytes of one, with the number of its filter."""
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    found = []
    for row, column, down, across in passes:
        many, wide = (height - row + down - 1) // down, (width - column + across - 1) // across
        if many > 0 and wide > 0:
            found.append((many, 1 + (wide * bits + 7) // 8))
    return found


def _checked(data: bytes, rows: list[tuple[int, int]]) -> bytes:
    """The packed pixels, without what follows them."""
    whole = sum(many * size for many, size in rows)
    unpacker = zlib.decompressobj()
    try:
        pixels = unpacker.decompress(data, whole + 1)
        if len(pixels) == whole and not unpacker.eof:
            pixels += unpacker.decompress(unpacker.unconsumed_tail, 1)
    except zlib.error as error:
        raise damaged("its pixels cannot be unpacked") from error
    if len(pixels) != whole or not unpacker.eof:
        raise damaged("it has fewer or more pixels than it says")
    position = 0
    for many, size in rows:
        end = position + many * size
        if pixels[position:end:size].translate(None, _FILTERS):
            raise damaged("its pixels cannot be unpacked")
        position = end
    return data[: len(data) - len(unpacker.unused_data)]


def _profile(chunks: list[tuple[bytes, bytes]], colour: int) -> str:
    for name, said in chunks:
        if name == b"iCCP" and colour:
            words, _, packed = said.partition(b"\x00")
            try:
                profile = zlib.decompressobj().decompress(packed[1:], _MOST_PROFILE)
            except zlib.error:
                profile = b""
            return "" if is_srgb(words) or is_srgb(profile) else "another space than sRGB"
    return ""


def _written(chunk: tuple[bytes, bytes]) -> bytes:
    name, said = chunk
    return struct.pack(">I", len(said)) + name + said + struct.pack(">I", zlib.crc32(name + said))
