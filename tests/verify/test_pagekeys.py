"""What a page is made of: every change of it is another digest, and a change elsewhere is none."""

import io
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvtex.checking import check
from cvtex.pdffile import Body, Stream, pdf_file
from cvtex.typeset import finish
from cvtex.typeset.compile import typeset
from cvtex.verify.pagekeys import page_keys
from cvtex.verify.readers import read_evidence
from tests.program import DATA
from tests.samples import specimen

FOREIGN = sorted((Path(__file__).parent / "foreign").glob("*.pdf"))


@cache
def written() -> tuple[tuple[Body, ...], dict[str, Any], bytes]:
    """The objects of a small document with links, and the file that is made of them."""
    taken: list[Any] = []

    def taking(objects: list[Body], **about: Any) -> bytes:
        taken.append((tuple(objects), about))
        return pdf_file(objects, **about)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finish, "pdf_file", taking)
        pdf = typeset(specimen(), environment=os.environ).pdf
    return (*taken[-1], pdf)


def reached(reader: pypdf.PdfReader, page: int) -> set[int]:
    """The numbers of the objects that a page leads to by pypdf, other pages and what owns it apart."""
    pages = {found.indirect_reference.idnum for found in reader.pages if found.indirect_reference}
    seen: set[int] = set()
    waiting: list[Any] = [reader.pages[page].indirect_reference]
    while waiting:
        value = waiting.pop()
        if isinstance(value, pypdf.generic.IndirectObject):
            if value.idnum in seen or (seen and value.idnum in pages):
                continue
            seen.add(value.idnum)
            value = value.get_object()
        if isinstance(value, dict):
            waiting += [item for key, item in value.items() if key not in ("/Parent", "/P")]
        elif isinstance(value, list):
            waiting += value
    return seen


def test_a_change_of_any_object_changes_the_pages_that_lead_to_it_and_no_others() -> None:
    objects, about, pdf = written()
    assert pdf_file(objects, **about) == pdf
    keys = page_keys(pdf)
    assert len(keys) == len(set(keys)) == 2
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    lead = [reached(reader, page) for page in range(2)]
    assert lead[0] & lead[1], "they share fonts"
    assert lead[0] - lead[1]
    for number, body in enumerate(objects, 1):
        if isinstance(body, Stream):
            other: Body = Stream(body.entries, body.data + b" ")
        elif b"/Type /Pages" in body or b"/Type /Catalog" in body:
            continue
        else:
            other = body.replace(b"<<", b"<</New 1", 1) if b"<<" in body else body + b"% new"
        changed = page_keys(pdf_file([*objects[: number - 1], other, *objects[number:]], **about))
        same = [new == old for new, old in zip(changed, keys, strict=True)]
        assert same == [number not in found for found in lead], (number, body)


def test_a_letter_of_an_encoding_is_no_owner() -> None:
    objects, about, _ = written()
    place = next(index for index, body in enumerate(objects) if isinstance(body, bytes) and b"/Differences" in body)

    def keys(code: int) -> tuple[bytes, ...]:
        body = b"<</Type/Encoding/Differences[80/P %d/S]>>" % code
        return page_keys(pdf_file([*objects[:place], body, *objects[place + 1 :]], **about))

    assert len(keys(83)) == 2
    assert keys(83) != keys(84)


@pytest.mark.parametrize("key", [b"/MediaBox [0 0 200 200]", b"/Rotate 90", b"/Resources << >>", b"/CropBox [0 0 9 9]"])
def test_what_pages_inherit_is_not_looked_through(key: bytes) -> None:
    objects, about, _ = written()
    assert sum(isinstance(body, bytes) and b"/Type /Pages" in body for body in objects)
    changed = [
        body.replace(b"<<", b"<<" + key, 1) if isinstance(body, bytes) and b"/Type /Pages" in body else body
        for body in objects
    ]
    assert page_keys(pdf_file(changed, **about)) == ()


@pytest.mark.parametrize("key", [b"/OCProperties << >>", b"/AcroForm << >>"])
def test_layers_and_forms_are_not_looked_through(key: bytes) -> None:
    objects, about, _ = written()
    changed = [
        body.replace(b"<<", b"<<" + key, 1) if isinstance(body, bytes) and b"/Type /Catalog" in body else body
        for body in objects
    ]
    assert page_keys(pdf_file(changed, **about)) == ()


def test_equal_keys_are_equal_readings(tmp_path: Path) -> None:
    """One letter of the CV is another: what stands on its page is read anew, and the rest would be read as before."""
    for file in ("cv.yaml", "publications.bib"):
        (tmp_path / file).write_bytes((DATA / file).read_bytes())
    before = typeset(check(tmp_path, "cv")[0], environment=os.environ).pdf
    text = (tmp_path / "publications.bib").read_text(encoding="utf-8")
    pages = list(re.finditer(r"pages\s*=\s*\{(\d+)", text))
    place = pages[len(pages) // 2].start(1)
    digit = "7" if text[place] != "7" else "8"
    (tmp_path / "publications.bib").write_text(text[:place] + digit + text[place + 1 :], encoding="utf-8")
    after = typeset(check(tmp_path, "cv")[0], environment=os.environ).pdf
    first, second = read_evidence(before), read_evidence(after)
    same = [old == new for old, new in zip(page_keys(before), page_keys(after), strict=True)]
    assert same.count(False) == 1
    for equal, old, new, words, others in zip(
        same, first.pages, second.pages, first.second.texts, second.second.texts, strict=True
    ):
        assert (old == new) is equal
        assert (words == others) is equal


@pytest.mark.parametrize("path", FOREIGN, ids=lambda path: str(path.stem))
def test_a_file_of_another_origin_has_a_key_for_each_page_or_none(path: Path) -> None:
    keys = page_keys(path.read_bytes())
    assert not keys or len(keys) == len(pypdf.PdfReader(path).pages)


@given(st.data())
@settings(max_examples=150)
def test_a_damaged_file_has_keys_or_none_and_never_an_error(data: st.DataObject) -> None:
    pdf = bytearray(written()[2])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(pdf) - 1))
        near = data.draw(st.booleans())
        place = max(0, len(pdf) - 700 + place % 700) if near else place
        pdf[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    assert len(page_keys(bytes(pdf))) in (0, 1, 2)


def test_the_place_in_the_file_is_not_looked_at() -> None:
    """With one object more before all others each has another number."""
    objects, about, pdf = written()

    def later(text: bytes) -> bytes:
        return re.sub(rb"(\d+) 0 R\b", lambda match: b"%d 0 R" % (int(match[1]) + 1), text)

    moved = [Stream(later(body.entries), body.data) if isinstance(body, Stream) else later(body) for body in objects]
    about = {**about, "root": about["root"] + 1, "info": about["info"] + 1}
    assert page_keys(pdf_file([b"null", *moved], **about)) == page_keys(pdf)
