"""An image file as a PDF may hold it: its size in pixels, and the bytes of the picture alone."""

from collections.abc import Callable
from typing import Literal

from cvtex.values import dataclass, field

MOST_PIXELS = 50_000_000
"""Pixels of the largest picture; a good camera takes half of that."""
ENDINGS = (".jpg", ".jpeg", ".png")
SAVE = "save it anew from a photo program as JPEG"


class ImageError(Exception):
    """A file that cannot be printed as a photo: the code of the finding, what is wrong, and what would be right."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.hint = code, hint


def damaged(what: str) -> ImageError:
    """The error of a file that is not whole."""
    return ImageError("D051", f"the picture is damaged: {what}", f"{SAVE}, or copy it once more from where it came")


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: `content` is the file without what its camera or a program noted in it; `profile` is what its colours are.

    The profile is empty where that is sRGB, or where nothing is said of it.
    """

    kind: Literal["jpg", "png"]
    width: int
    height: int
    content: bytes = field(repr=False)
    profile: str = ""


# What a file begins with, and what it is then; `?` stands for any byte.
_KINDS = (
    (b"????ftyphei", "HEIC"), (b"????ftyphev", "HEIC"), (b"????ftypmif1", "HEIC"), (b"????ftypavi", "AVIF"),
    (b"????ftyp", "a film"), (b"RIFF????WEBP", "WebP"), (b"GIF8", "GIF"), (b"II*\x00", "TIFF"), (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"), (b"%PDF", "a PDF"), (b"<svg", "SVG"), (b"<?xml", "SVG or another XML file"), (b"8BPS", "Photoshop"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"), (b"\xff\x4f\xff\x51", "JPEG 2000"), (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"), (b"version https://git-lfs", "a pointer of Git LFS, and not the file"),
)  # fmt: skip


def read_image(content: bytes) -> Image:
    """The picture of a JPEG or PNG file. Raises ImageError for every other, and for one that would be printed wrong."""
    from cvtex.content import jpeg, png

    readers: dict[bytes, Callable[[bytes], Image]] = {jpeg.BEGIN: jpeg.read, png.BEGIN: png.read}
    for begin, read in readers.items():
        if content.startswith(begin):
            return read(content)
    raise ImageError("D050", f"the photo is {_kind(content)}, and neither JPEG nor PNG", SAVE)


def check_size(width: int, height: int) -> None:
    """Raises ImageError for a picture without pixels, or with too many."""
    if not width or not height:
        raise damaged("it has no pixels")
    if width * height > MOST_PIXELS:
        most = MOST_PIXELS // 1_000_000
        message = f"the picture has {width} × {height} pixels, more than {most} million"
        raise ImageError("D054", message, "make it smaller: 1000 pixels in height are plenty for print")


def is_srgb(profile: bytes) -> bool:
    """Whether a colour profile says by its name that it is sRGB."""
    return b"srgb" in profile.replace(b"\x00", b"").lower()


def _kind(content: bytes) -> str:
    if not content:
        return "an empty file"
    head = content[:32].lstrip() if content[:1].isspace() else content[:32]
    for begin, name in _KINDS:
        if len(head) >= len(begin) and all(sign in (63, byte) for sign, byte in zip(begin, head, strict=False)):
            return name
    return "something else"
