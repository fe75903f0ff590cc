"""The pictures in the README and the gallery: page one of the CV in data/. `python -m tests.picture` makes them anew."""

import os
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

from cvtex import pipeline
from cvtex.document.targets.themefile import theme_names
from tests.program import DATA, ROOT

PICTURE = ROOT / "docs" / "images" / "page-1.png"
PICTURES = {
    "classic": PICTURE,
    **{name: PICTURE.with_name(f"theme-{name}.png") for name in theme_names() if name != "classic"},
}
"""The picture of each theme."""
RESOLUTION = 90
LEVELS = 15
BLOCK = 16


class Picture:
    """Pixels in rows of RGB bytes."""

    def __init__(self, width: int, height: int, pixels: bytes) -> None:
        self.width, self.height, self.pixels = width, height, pixels


def render(pdf: Path) -> Picture:
    """Page one by pdftoppm, colours rounded so that the file is small."""
    command = ["pdftoppm", "-r", str(RESOLUTION), "-f", "1", "-l", "1", str(pdf)]
    data = subprocess.run(command, capture_output=True, check=True).stdout
    _, size, _, pixels = data.split(b"\n", 3)
    width, height = map(int, size.split())
    step = 255 // LEVELS
    rounded = bytes(min(255, (value + step // 2) // step * step) for value in range(256))
    return Picture(width, height, pixels.translate(rounded))


def as_png(picture: Picture) -> bytes:
    """An indexed PNG (PNG specification, third edition); every line unfiltered, so that reading is plain."""
    triples = [picture.pixels[i : i + 3] for i in range(0, len(picture.pixels), 3)]
    palette = sorted(set(triples))
    if len(palette) > 256:
        raise ValueError(f"{len(palette)} colours are too many for a palette")
    index = {colour: number for number, colour in enumerate(palette)}
    width = picture.width
    lines = (bytes(index[colour] for colour in triples[y * width : (y + 1) * width]) for y in range(picture.height))
    header = struct.pack(">IIBBBBB", width, picture.height, 8, 3, 0, 0, 0)
    body = zlib.compress(b"".join(b"\x00" + line for line in lines), 9)
    parts = [(b"IHDR", header), (b"PLTE", b"".join(palette)), (b"IDAT", body), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def read_png(data: bytes) -> Picture:
    """A PNG as `as_png` writes it. Raises ValueError for any other."""
    chunks: dict[bytes, bytes] = {}
    position = 8
    while position < len(data):
        (length,) = struct.unpack_from(">I", data, position)
        kind = data[position + 4 : position + 8]
        chunks[kind] = chunks.get(kind, b"") + data[position + 8 : position + 8 + length]
        position += 12 + length
    width, height, *form = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if form != [8, 3, 0, 0, 0]:
        raise ValueError("the picture was not made by tests.picture")
    palette = [chunks[b"PLTE"][i : i + 3] for i in range(0, len(chunks[b"PLTE"]), 3)]
    raw = zlib.decompress(chunks[b"IDAT"])
    lines = [raw[y * (width + 1) : (y + 1) * (width + 1)] for y in range(height)]
    if any(line[0] for line in lines):
        raise ValueError("the picture was not made by tests.picture")
    return Picture(width, height, b"".join(palette[value] for line in lines for value in line[1:]))


def difference(one: Picture, other: Picture) -> float:
    """The greatest difference of two pictures' mean brightness in any square of 16 pixels, 0 to 255."""
    if (one.width, one.height) != (other.width, other.height):
        return 255.0
    blocks = zip(_blocks(one), _blocks(other), strict=True)
    return max(abs(first - second) for first, second in blocks)


def _blocks(picture: Picture) -> list[float]:
    stride = picture.width * 3
    means = []
    for top in range(0, picture.height, BLOCK):
        lines = [picture.pixels[y * stride : (y + 1) * stride] for y in range(top, min(top + BLOCK, picture.height))]
        for left in range(0, stride, BLOCK * 3):
            block = b"".join(line[left : left + BLOCK * 3] for line in lines)
            means.append(sum(block) / len(block))
    return means


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def build(into: Path, theme: str) -> Path:
    """The CV of data/ in a theme, as a PDF in a folder."""
    report = pipeline.build(pipeline.Request(DATA, "cv", into, os.environ, theme=theme))
    return Path(report.pdf)


def main() -> None:
    """Make the pictures anew."""
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    for name, path in PICTURES.items():
        with tempfile.TemporaryDirectory() as folder:
            png = as_png(render(build(Path(folder), name)))
        path.write_bytes(png)
        print(f"{path.relative_to(ROOT)}: {len(png) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
