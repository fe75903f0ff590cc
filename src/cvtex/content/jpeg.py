"""JPEG files: their segments read, and written again without anything but the picture (ITU-T T.81, annex B)."""

import struct
from collections.abc import Iterator

from cvtex.content.exif import check_upright
from cvtex.content.image import SAVE, Image, ImageError, check_size, damaged, is_srgb
from cvtex.patterns import regex
from cvtex.values import dataclass

BEGIN = b"\xff\xd8\xff"

_END, _SCAN, _COMMENT = 0xD9, 0xDA, 0xFE
_QUANTIZERS, _CODES, _RESTARTS = 0xDB, 0xC4, 0xDD
_FRAMES = frozenset((0xC0, 0xC1, 0xC2))
_OTHER_FRAMES = frozenset((0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF))
_KEPT = _FRAMES | {_SCAN, _QUANTIZERS, _CODES, _RESTARTS}
_ALONE = frozenset((0x00, 0x01, *range(0xD0, 0xD9)))
_JFIF, _ADOBE = 0xE0, 0xEE
_EXIF, _PROFILE = b"Exif\x00\x00", b"ICC_PROFILE\x00"
# In a scan 0xFF stands before 0, or before the number of a restart; any other byte behind it ends the scan.
_SCAN_END = regex(rb"\xff+[\x01-\xcf\xd8-\xfe]")
_NAMES = ((_EXIF, "EXIF"), (b"http://ns.adobe.com/", "XMP"), (b"Photoshop 3.0", "IPTC"), (_PROFILE, ""), (b"Adobe", ""))


@dataclass(frozen=True, slots=True)
class _Segment:
    """A marker with what it says; of a scan, its data as well."""

    marker: int
    said: bytes
    data: bytes = b""


def read(content: bytes) -> Image:
    """The picture of a JPEG file, losslessly without notes, previews and what follows it. Raises ImageError."""
    segments = list(_segments(content))
    width, height, colours = _frame(segments)
    for segment in segments:
        if segment.marker == 0xE1 and segment.said.startswith(_EXIF):
            check_upright(segment.said[len(_EXIF) :])
    profile = b"".join(item.said[14:] for item in segments if item.marker == 0xE2 and item.said.startswith(_PROFILE))
    other = "another space than sRGB" if colours == 3 and profile and not is_srgb(profile) else ""
    kept = b"".join(map(_written, filter(None, map(_plain, segments))))
    return Image("jpg", width, height, b"\xff\xd8" + kept + b"\xff\xd9", other)


def notes(content: bytes) -> tuple[str, ...]:
    """What a JPEG file holds besides the picture, such as EXIF: by name, nothing where it cannot be read."""
    found: dict[str, None] = {}
    try:
        for segment in _segments(content):
            if segment.marker == _COMMENT:
                found["a comment"] = None
            elif 0xE1 <= segment.marker <= 0xEF and segment.said:
                names = (name for begin, name in _NAMES if segment.said.startswith(begin))
                found[next(names, f"APP{segment.marker - 0xE0}")] = None
    except ImageError:  # read so far
        pass
    return tuple(filter(None, found))


def _segments(content: bytes) -> Iterator[_Segment]:
    """All segments up to the end of the picture."""
    position = 2
    while True:
        start = position
        while content[position : position + 1] == b"\xff":
            position += 1
        if position == start or position >= len(content):
            raise damaged("it ends in the middle" if position >= len(content) else "its parts do not follow each other")
        marker = content[position]
        position += 1
        if marker == _END:
            return
        if marker in _ALONE:
            raise damaged("its parts do not follow each other")
        size = int.from_bytes(content[position : position + 2], "big")
        said = content[position + 2 : position + size]
        if size < 2 or len(said) != size - 2:
            raise damaged("it ends in the middle")
        position += size
        end = position
        if marker == _SCAN:
            found = _SCAN_END.search(content, position)
            if not found:
                raise damaged("it ends in the middle")
            end = found.start()
        yield _Segment(marker, said, content[position:end])
        position = end


def _frame(segments: list[_Segment]) -> tuple[int, int, int]:
    """Width, height and number of colours."""
    markers = [segment.marker for segment in segments]
    if any(marker in _OTHER_FRAMES for marker in markers):
        message = "the picture is packed in a way that few programs read (lossless, hierarchical or arithmetic JPEG)"
        raise ImageError("D052", message, SAVE)
    frames = [segment.said for segment in segments if segment.marker in _FRAMES]
    if len(frames) != 1 or len(frames[0]) < 6:
        raise damaged("it does not say how large it is")
    depth, height, width, colours = struct.unpack_from(">BHHB", frames[0])
    if colours == 4:
        hint = "convert it to RGB, or: magick portrait.jpg -colorspace sRGB portrait.jpg"
        raise ImageError("D052", "the picture has the colours of a printing press (CMYK)", hint)
    if depth != 8 or colours not in (1, 3):
        raise ImageError("D052", f"the picture has {colours} colours of {depth} bits, and 1 or 3 of 8 are known", SAVE)
    if len(frames[0]) != 6 + 3 * colours:
        raise damaged("it does not say how it is made")
    check_size(width, height)
    if not {_QUANTIZERS, _CODES, _SCAN} <= set(markers) or not any(segment.data for segment in segments):
        raise damaged("a part of it is missing")
    if markers.index(_SCAN) < min(map(markers.index, _FRAMES & set(markers))):
        raise damaged("its parts do not follow each other")
    return width, height, colours


def _plain(segment: _Segment) -> _Segment | None:
    """A segment as it may stay: what draws, and the few words that say what the numbers mean."""
    if segment.marker in _KEPT:
        return segment
    if segment.marker == _JFIF and segment.said.startswith(b"JFIF\x00") and len(segment.said) >= 7:
        # The version, square pixels, and no preview.
        return _Segment(_JFIF, segment.said[:7] + b"\x00\x00\x01\x00\x01\x00\x00")
    if segment.marker == _ADOBE and segment.said.startswith(b"Adobe") and len(segment.said) >= 12:
        return _Segment(_ADOBE, segment.said[:12])
    return None


def _written(segment: _Segment) -> bytes:
    head = struct.pack(">BBH", 0xFF, segment.marker, len(segment.said) + 2)
    return head + segment.said + segment.data
