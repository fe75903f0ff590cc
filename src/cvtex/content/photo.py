"""The photo of a CV: what cv.yaml says of it, and the picture that it names."""

from collections.abc import Callable
from pathlib import Path

from cvtex.content.image import Image, ImageError, read_image
from cvtex.content.keys import PHOTO_KEYS
from cvtex.content.model import Photo
from cvtex.content.nodes import NodeReader, kind
from cvtex.content.source import read_bytes
from cvtex.content.tree import Mapping, Node, Scalar

MAX_BYTES = 10_000_000
_EXAMPLE = "write photo: {file: portrait.jpg, alt: Portrait of …}"
_NARROWEST, _WIDEST = 0.5, 1.5
"""Width by height of what fits beside a name."""

Find = Callable[[Scalar], Path | None]


def read_photo(reader: NodeReader, pair: tuple[Scalar, Node] | None, find: Find | None) -> Photo | None:
    """The photo; `find` gives the path of a file that cv.yaml names. Without it the picture is not looked at."""
    if pair is None:
        return None
    key, node = pair
    if not isinstance(node, Mapping):
        message = f"{kind(node)} stands where a photo is expected"
        reader.findings.error("D001", message, node.span, _EXAMPLE)
        return None
    fields = reader.fields(node, PHOTO_KEYS, "`photo`")
    for name, hint in (("file", _EXAMPLE), ("alt", "add alt: …, the words for who cannot see it: Portrait of …")):
        if name not in fields and len(fields) == len(node.pairs):
            reader.findings.error("D006", f"the photo has no `{name}`", key.span, hint)
    alt = reader.text(fields["alt"][1], "`alt`") if "alt" in fields else None
    file = fields["file"][1] if "file" in fields else None
    if file is not None and not isinstance(file, Scalar):
        reader.findings.error("D001", f"{kind(file)} stands where a file is expected", file.span, _EXAMPLE)
    if not isinstance(file, Scalar) or reader.text(file, "`file`") is None:
        return None
    image = _image(reader, file, find) if find else None
    return Photo(file.value.strip(), alt, file.span, image) if alt else None


def _image(reader: NodeReader, file: Scalar, find: Find) -> Image | None:
    path = find(file)
    hint = "save it smaller: 1000 pixels in height are plenty for print"
    content = read_bytes(path, reader.findings, file.span, MAX_BYTES, hint) if path else None
    if content is None:
        return None
    try:
        image = read_image(content)
    except ImageError as error:
        hint = error.hint.replace("portrait.jpg", file.value.strip()).replace("portrait.png", file.value.strip())
        reader.findings.error(error.code, str(error), file.span, hint)
        return None
    ratio = image.width / image.height
    if not _NARROWEST <= ratio <= _WIDEST:
        message = f"the picture has {image.width} × {image.height} pixels: too {'wide' if ratio > 1 else 'narrow'} for a photo"
        reader.findings.error("D054", message, file.span, "cut it to the shape of a portrait, such as 3 to 4")
    if image.profile:
        message = f"the colours of the picture are given in {image.profile}, and would be printed a little off"
        reader.findings.warning("D055", message, file.span, "convert them to sRGB in a photo program")
    return image
