"""The photo: each trap told at its place, nothing but the picture kept, and no bytes that make the reader stumble."""

import os
import re
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtex.content.exif import orientation
from cvtex.content.image import Image, ImageError, read_image
from cvtex.content.jpeg import notes
from cvtex.content.load import load
from cvtex.content.model import Photo
from cvtex.content.photo import MAX_BYTES
from cvtex.diagnostics import DataError, Diagnostic
from tests.pictures import chunk, exif, jpeg, png, segment

CV = """version: 1
name: Ada Byron
photo: {file: %s, alt: Portrait of Ada Byron}
sections:
- section: Employment
  entries:
  - organization: Institute of Examples
"""
SECRETS = (b"GPS 51.5N", b"SerialNumber 42", b"taken at home", b"thumb", b"Display P3 of Ada", b"after the end")
JPEG = jpeg(48, 64)
PNG = png(48, 64)


def folder(tmp_path: Path, file: str = "portrait.jpg") -> Path:
    (tmp_path / "cv.yaml").write_text(CV % file, encoding="utf-8")
    return tmp_path


def read(tmp_path: Path, content: bytes) -> tuple[Photo | None, tuple[Diagnostic, ...]]:
    (folder(tmp_path) / "portrait.jpg").write_bytes(content)
    cv, findings = load(tmp_path)
    return cv.photo, findings


def refused(tmp_path: Path) -> Diagnostic:
    with pytest.raises(DataError) as error:
        load(tmp_path)
    (finding,) = error.value.diagnostics
    return finding


def profile(name: bytes) -> bytes:
    return segment(0xE2, b"ICC_PROFILE\x00\x01\x01" + b"\x00" * 8 + name)


@pytest.mark.parametrize(
    ("content", "code", "words", "hint"),
    [
        (b"", "D050", "is an empty file", "JPEG"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "D050", "is HEIC", "save it anew"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "D050", "is WebP", "save it anew"),
        (b"GIF89a", "D050", "is GIF", "save it anew"),
        (b"%PDF-1.7", "D050", "is a PDF", "save it anew"),
        (b"  <svg xmlns=''/>", "D050", "is SVG", "save it anew"),
        (b"just words", "D050", "is something else", "save it anew"),
        (JPEG[:-2], "D051", "ends in the middle", "copy it once more"),
        (JPEG[: len(JPEG) // 2], "D051", "ends in the middle", "copy it once more"),
        (JPEG[:2] + b"\xff\xd9", "D051", "how large", "copy it once more"),
        (PNG[:-20], "D051", "ends in the middle", "copy it once more"),
        (PNG[:60] + bytes([PNG[60] ^ 1]) + PNG[61:], "D051", "another sum", "copy it once more"),
        (jpeg(48, 64, colours=4), "D052", "CMYK", "-colorspace sRGB portrait.jpg"),
        (jpeg(48, 64, frame=0xC9), "D052", "few programs read", "save it anew"),
        (png(48, 64, colour=6), "D052", "alpha channel", "-alpha off"),
        (png(48, 64, more=chunk(b"tRNS", b"\0\1\0\1\0\1")), "D052", "alpha channel", "-alpha off"),
        (png(48, 64, depth=16), "D052", "16 bits", "-depth 8"),
        (jpeg(48, 64, more=segment(0xE1, b"Exif\0\0" + exif(6))), "D053", "on its left side", "-auto-orient portrait.jpg"),
        (jpeg(48, 64, more=segment(0xE1, b"Exif\0\0" + exif(3, order=">"))), "D053", "upside down", "-auto-orient"),
        (png(48, 64, more=chunk(b"eXIf", exif(8))), "D053", "on its right side", "-auto-orient"),
        (jpeg(320, 64), "D054", "too wide", "3 to 4"),
        (png(16, 64), "D054", "too narrow", "3 to 4"),
        (PNG[:16] + b"\x7f\xff\xff\xff" * 2 + PNG[24:], "D051", "another sum", "copy it once more"),
        (jpeg(8, 8).replace(struct.pack(">HH", 8, 8), b"\xff\xff\xff\xff", 1), "D054", "50 million", "smaller"),
    ],
)  # fmt: skip
def test_every_trap_is_told_at_the_file_that_is_named(
    tmp_path: Path, content: bytes, code: str, words: str, hint: str
) -> None:
    (folder(tmp_path) / "portrait.jpg").write_bytes(content)
    finding = refused(tmp_path)
    assert (finding.code, str(finding.span)) == (code, f"{tmp_path / 'cv.yaml'}:3:15")
    assert words in finding.message
    assert hint in (finding.hint or "")


def test_a_file_that_is_missing_elsewhere_or_no_file_is_told(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "secret.jpg").write_bytes(JPEG)
    (data / "Portrait.JPG").write_bytes(JPEG)
    (data / "folder.jpg").mkdir()
    os.mkfifo(data / "pipe.jpg")
    (data / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    (data / "large.jpg").write_bytes(b"\xff" * (MAX_BYTES + 1))
    cases = {
        "portrait.jpeg": ("S001", "there is no file", "did you mean `Portrait.JPG`?"),
        "../secret.jpg": ("S010", "outside", "copy the file"),
        "link.jpg": ("S010", "outside", "copy the file"),
        "folder.jpg": ("S001", "a folder where a file is expected", ""),
        "pipe.jpg": ("S001", "a device or pipe", ""),
        "large.jpg": ("S002", "reads at most 10 MB", "save it smaller"),
    }
    for file, (code, words, hint) in cases.items():
        finding = refused(folder(data, file))
        assert (finding.code, str(finding.span)) == (code, f"{data / 'cv.yaml'}:3:15")
        assert words in finding.message
        assert hint in (finding.hint or "")


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        ("portrait.jpg", "D001", "text stands where a photo is expected"),
        ("{file: portrait.jpg}", "D006", "the photo has no `alt`"),
        ("{alt: Portrait of Ada}", "D006", "the photo has no `file`"),
        ("{file: portrait.jpg, alt: ''}", "D002", "`alt` is empty"),
        ("{file: '', alt: Portrait of Ada}", "D002", "`file` is empty"),
        ("{file: [portrait.jpg], alt: Portrait of Ada}", "D001", "a list stands where a file is expected"),
        ("{flie: portrait.jpg, alt: Portrait of Ada}", "D007", "unknown key `flie` in `photo`"),
    ],
)
def test_what_is_typed_wrong_is_told(tmp_path: Path, typed: str, code: str, words: str) -> None:
    text = CV.replace("{file: %s, alt: Portrait of Ada Byron}", typed)
    (tmp_path / "cv.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "portrait.jpg").write_bytes(JPEG)
    finding = refused(tmp_path)
    assert (finding.code, finding.message) == (code, words)


def test_a_sound_photo_is_read_whatever_its_name_ends_with(tmp_path: Path) -> None:
    for content, kind in (
        (JPEG, "jpg"),
        (PNG, "png"),
        (jpeg(48, 64, colours=1), "jpg"),
        (png(48, 64, colour=0), "png"),
    ):
        photo, findings = read(tmp_path, content)
        assert not findings
        assert photo is not None
        assert photo.image is not None
        assert (photo.image.kind, photo.image.width, photo.image.height) == (kind, 48, 64)
        assert (photo.file, photo.alt.plain) == ("portrait.jpg", "Portrait of Ada Byron")


def test_nothing_but_the_picture_is_kept() -> None:
    """Notes, comments, previews, profiles and what follows the end go; what draws stays byte by byte."""
    jfif = b"JFIF\0\1\2\1\0\x48\0\x48\1\1" + SECRETS[3][:3]
    adobe = b"Adobe\0\x64\0\0\0\0\1" + SECRETS[1]
    more = b"".join(
        (
            segment(0xE0, jfif),
            segment(0xE1, b"Exif\0\0" + exif(1, text=SECRETS[0])),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRETS[1]),
            segment(0xE2, b"MPF\0" + SECRETS[3]),
            profile(SECRETS[4]),
            segment(0xED, b"Photoshop 3.0\0" + SECRETS[2]),
            segment(0xEE, adobe),
            segment(0xFE, SECRETS[2]),
        )
    )
    noted = jpeg(48, 64, more=more, after=SECRETS[5])
    assert {"EXIF", "XMP", "IPTC", "a comment", "APP2"} <= set(notes(noted))
    image = read_image(noted)
    assert not [secret for secret in (*SECRETS, b"thu") if secret in image.content]
    assert notes(image.content) == ()
    kept = segment(0xE0, b"JFIF\0\1\2\0\0\1\0\1\0\0") + segment(0xEE, adobe[:12])
    assert image.content == JPEG[:2] + kept + JPEG[2:]
    texts = chunk(b"tEXt", b"Comment\0" + SECRETS[2]) + chunk(b"tIME", b"\x07\xea\x0b\x19\0\0\0")
    texts += chunk(b"eXIf", exif(1, text=SECRETS[0])) + chunk(
        b"iCCP", b"Display P3 of Ada\0\0" + zlib.compress(SECRETS[1])
    )
    assert read_image(png(48, 64, more=texts, after=SECRETS[5])).content == PNG


def test_what_follows_the_packed_pixels_goes_too() -> None:
    start = PNG.index(b"IDAT") - 4
    size = int.from_bytes(PNG[start : start + 4], "big")
    data = PNG[start + 8 : start + 8 + size] + SECRETS[5]
    assert read_image(PNG[:start] + chunk(b"IDAT", data) + PNG[start + 12 + size :]).content == PNG


def test_an_interlaced_picture_has_all_its_passes() -> None:
    """Of 5 by 5 grey pixels, the seven passes have 1, 1, 1, 2, 3, 6 and 2 rows' worth of bytes, each row with a filter."""
    sizes = ((1, 1), (1, 1), (1, 2), (2, 1), (1, 3), (3, 2), (2, 5))
    pixels = b"".join((b"\0" + b"\x80" * wide) * many for many, wide in sizes)
    head = struct.pack(">IIBBBBB", 5, 5, 8, 0, 0, 0, 1)

    def file(data: bytes) -> bytes:
        return PNG[:8] + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")

    assert read_image(file(pixels)).width == 5
    for wrong in (pixels[:-1], pixels + b"\0", b"\5" + pixels[1:]):
        with pytest.raises(ImageError):
            read_image(file(wrong))


def test_colours_of_another_space_are_a_warning(tmp_path: Path) -> None:
    for content in (
        jpeg(48, 64, more=profile(b"Display P3")),
        png(48, 64, more=chunk(b"iCCP", b"P3\0\0" + zlib.compress(b"P3"))),
    ):
        _, (finding,) = read(tmp_path, content)
        assert (finding.code, finding.severity, finding.span and finding.span.line) == ("D055", "warning", 3)
    for content in (
        jpeg(48, 64, more=profile("sRGB IEC".encode("utf-16-be"))),
        jpeg(48, 64, colours=1, more=profile(b"Gray")),
    ):
        assert read(tmp_path, content)[1] == ()


def judged(content: bytes) -> Image | ImageError:
    try:
        return read_image(content)
    except ImageError as error:
        return error


def is_sound(outcome: Image | ImageError) -> bool:
    """Whether a picture was read, or its error says what to do."""
    return isinstance(outcome, Image) or bool(re.fullmatch("D05[0-4]", outcome.code) and str(outcome) and outcome.hint)


@given(st.binary(max_size=200), st.sampled_from((b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe1")))
def test_any_bytes_are_read_or_refused(content: bytes, begin: bytes) -> None:
    assert is_sound(judged(begin + content))
    notes(begin + content)
    assert 1 <= orientation(content) <= 8


@given(st.data())
def test_a_picture_with_changed_bytes_is_read_or_refused_and_what_is_kept_reads_the_same(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from((JPEG, PNG, jpeg(16, 16, more=segment(0xE1, b"Exif\0\0" + exif(1))))))
    changes = data.draw(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=4))
    cut = data.draw(st.one_of(st.none(), st.integers(0, len(whole))))
    broken = bytearray(whole)
    for place, value in changes:
        broken[place] = value
    image = judged(bytes(broken)[:cut])
    assert is_sound(image)
    if isinstance(image, Image):
        again = read_image(image.content)
        assert (again.content, again.width, again.height) == (image.content, image.width, image.height)
        assert notes(image.content) == ()


@given(st.lists(st.binary(max_size=40), max_size=6), st.binary(max_size=40))
def test_no_note_of_any_kind_comes_through(texts: list[bytes], after: bytes) -> None:
    markers = (0xE1, 0xE2, 0xE3, 0xED, 0xEF, 0xFE)
    more = b"".join(segment(marker, b"<secret>" + text) for marker, text in zip(markers, texts, strict=False))
    assert read_image(jpeg(16, 16, more=more, after=after)).content == jpeg(16, 16)
    kinds = (b"tEXt", b"zTXt", b"iTXt", b"tIME", b"pHYs", b"prVt")
    chunks = b"".join(chunk(kind, text) for kind, text in zip(kinds, texts, strict=False))
    assert read_image(png(4, 4, more=chunks, after=after)).content == png(4, 4)
