"""The pictures of pages: PNG files of the right size, that show what stands on the page."""

import struct
import zlib

import pytest

from cvtex.reports.picture import LONGEST, MOST_PIXELS, RESOLUTION, PagePicture, pictures
from cvtex.verify.readers import read_evidence
from tests.samples import specimen_set
from tests.verify.pdfs import HELVETICA, WORDS, by_hand, page_of, picture_page


def pixels(picture: PagePicture) -> tuple[int, int, bytes]:
    """Width, height and RGB bytes of a PNG without filters; every chunk's checksum is looked at."""
    data, position, chunks = picture.png, 8, list[tuple[bytes, bytes]]()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    while position < len(data):
        (length,) = struct.unpack_from(">I", data, position)
        kind, content = data[position + 4 : position + 8], data[position + 8 : position + 8 + length]
        (checksum,) = struct.unpack_from(">I", data, position + 8 + length)
        assert checksum == zlib.crc32(kind + content)
        chunks.append((kind, content))
        position += 12 + length
    assert [kind for kind, _ in chunks] == [b"IHDR", b"IDAT", b"IEND"]
    width, height, *form = struct.unpack(">IIBBBBB", chunks[0][1])
    assert form == [8, 2, 0, 0, 0]
    raw, line = zlib.decompress(chunks[1][1]), 1 + 3 * width
    assert len(raw) == line * height
    assert not any(raw[::line])
    return width, height, b"".join(raw[y * line + 1 : (y + 1) * line] for y in range(height))


def test_a_page_is_drawn_at_its_size() -> None:
    (first, second) = pictures(specimen_set().pdf, [1, 2])
    assert (first.number, second.number) == (1, 2)
    assert (first.width, first.height) == (612.0, 792.0)
    width, height, rgb = pixels(first)
    assert (width, height) == (RESOLUTION * 612 // 72, RESOLUTION * 792 // 72)
    assert rgb[:3] == b"\xff\xff\xff"
    assert rgb != pixels(second)[2]
    assert first.address.startswith("data:image/png;base64,iVBORw0KGgo")


def test_colours_keep_their_order() -> None:
    (picture,) = pictures(page_of(b"1 0 0 rg 0 0 306 792 re f 0 0 1 rg 306 0 306 792 re f", b""), [1])
    width, height, rgb = pixels(picture)
    middle = height // 2 * width * 3
    assert rgb[middle : middle + 3] == b"\xff\x00\x00"
    assert rgb[middle + width * 3 - 3 : middle + width * 3] == b"\x00\x00\xff"


@pytest.mark.parametrize("size", [b"9999 99", b"9999 9999", b"99 9999", b"999999999 1", b"1 999999999", b"0 0", b"1 1"])
def test_a_page_of_any_size_makes_a_picture_within_bounds(size: bytes) -> None:
    (picture,) = pictures(picture_page().replace(b"[0 0 612 792]", b"[0 0 " + size + b"]"), [1])
    width, height, _ = pixels(picture)
    assert 1 <= width * height <= 1.01 * MOST_PIXELS
    assert max(width, height) <= LONGEST + 1


def test_what_cannot_be_drawn_is_left_out() -> None:
    assert list(pictures(b"no PDF", [1])) == []
    assert [picture.number for picture in pictures(picture_page(), [0, 1, 2, -1])] == [1]
    assert list(pictures(by_hand([b"<< /Type /Catalog >>"]), [1])) == []


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("frame", [b"", b"/CropBox [50 300 500 750]"])
def test_ink_lies_where_the_evidence_says(turn: int, frame: bytes) -> None:
    pdf = page_of(WORDS, b"/Font << /F1 5 0 R >>", HELVETICA.replace(b"/ToUnicode %d 0 R", b""))
    pdf = pdf.replace(b"/Resources <<", b"/Rotate %d %s /Resources <<" % (turn, frame))
    (picture,) = pictures(pdf, [1])
    (page,) = read_evidence(pdf).pages
    assert (picture.width, picture.height) == (page.width, page.height)
    width, height, rgb = pixels(picture)
    dark = [divmod(place, width) for place in range(width * height) if rgb[3 * place] < 128]
    boxes = [box for box in page.boxes if box]
    assert len(boxes) == 3
    scale = width / page.width
    seen = (min(x for _, x in dark), max(x for _, x in dark) + 1, min(y for y, _ in dark), max(y for y, _ in dark) + 1)
    meant = (
        scale * min(box[0] for box in boxes),
        scale * max(box[2] for box in boxes),
        height - scale * max(box[3] for box in boxes),
        height - scale * min(box[1] for box in boxes),
    )
    assert seen == pytest.approx(meant, abs=2)
