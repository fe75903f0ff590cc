"""Files that are no sound PDF: told as such, whatever they are, without a traceback and in time."""

import contextlib
import random
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvtex.cli import run
from cvtex.diagnostics import UnreadableError
from cvtex.verify.judge import judge
from cvtex.verify.readers import read_evidence
from tests.samples import specimen_set
from tests.verify.pdfs import changed, no_pages, picture_page


def protected(tmp_path: Path, password: str, *how: str) -> bytes:
    plain, secret = tmp_path / "plain.pdf", tmp_path / "secret.pdf"
    plain.write_bytes(specimen_set().pdf)
    subprocess.run(["qpdf", "--encrypt", password, "owner", *how, "--", plain, secret], check=True)
    return secret.read_bytes()


def junk(size: int) -> bytes:
    return b"%PDF-1.7\n" + random.Random(1).randbytes(size)


FILES: list[tuple[str, Callable[[Path], bytes], str, str]] = [
    ("empty", lambda _: b"", "M001", "the file is empty"),
    ("blank", lambda _: b" \n", "M001", "the file is empty"),
    ("text", lambda _: b"Dear committee,", "M001", "the file is not a PDF"),
    ("a header alone", lambda _: b"%PDF-1.7\n", "M001", "the PDF is damaged"),
    ("half a PDF", lambda _: specimen_set().pdf[: len(specimen_set().pdf) // 2], "M001", "the PDF is damaged"),
    ("no pages", lambda _: no_pages(), "M001", "the PDF has no pages"),
    ("a picture", lambda _: picture_page(), "P003", "the page has no text"),
    (
        "a password, RC4",
        lambda _: changed(specimen_set().pdf, lambda w: w.encrypt("x", algorithm="RC4-128")),
        "M002",
        "asks for a password",
    ),
    ("a password, AES-128", lambda path: protected(path, "x", "128", "--use-aes=y"), "M002", "asks for a password"),
    ("a password, AES-256", lambda path: protected(path, "x", "256"), "M002", "asks for a password"),
    ("no password, AES-128", lambda path: protected(path, "", "128", "--use-aes=y"), "M002", "the PDF is encrypted"),
    ("no password, AES-256", lambda path: protected(path, "", "256"), "M002", "the PDF is encrypted"),
    ("50 MB of junk", lambda _: junk(50_000_000), "M001", "the PDF is damaged"),
    ("50 MB of brackets", lambda _: b"%PDF-1.7\n" + b"<<" * 25_000_000, "M001", "the PDF is damaged"),
]


@pytest.mark.parametrize(("make", "code", "words"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_a_file_that_is_no_sound_pdf_is_refused(
    make: Callable[[Path], bytes], code: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(make(tmp_path))
    begin = time.monotonic()
    assert run(["verify", str(path)]) == 1
    assert time.monotonic() - begin < 20
    told = capsys.readouterr().err
    assert f"error[{code}]" in told
    assert words in told
    assert "Traceback" not in told


def test_a_sound_pdf_of_50_mb_is_judged() -> None:
    pdf = specimen_set().pdf
    body, mark, end = pdf.rpartition(b"startxref")
    # Behind the end a little less: pypdf looks for the end from behind, and longer than in proportion.
    large = body + b"%" + b"x" * 50_000_000 + b"\n" + mark + end + b"\n%" + b"x" * 1_000_000
    assert judge(None, read_evidence(large)).passed


def test_what_is_not_there_is_the_users_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", str(tmp_path / "none.pdf")]) == 3
    assert "there is no such file" in capsys.readouterr().err
    assert run(["verify", str(tmp_path)]) == 3


def read(pdf: bytes) -> None:
    """Read and judge a file; being refused is a right answer too."""
    with contextlib.suppress(UnreadableError):
        judge(None, read_evidence(pdf))


@given(st.binary(max_size=400))
@settings(max_examples=150)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    read(content)
    read(b"%PDF-1.4\n" + content)


@given(st.data())
@settings(max_examples=60)
def test_a_damaged_pdf_is_read_or_refused(data: st.DataObject) -> None:
    pdf = bytearray(specimen_set().pdf)
    places = st.integers(0, len(pdf) - 1)
    for place, byte in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=20)):
        pdf[place] = byte
    first, size = data.draw(st.tuples(places, st.integers(0, 400)))
    del pdf[first : first + size]
    read(bytes(pdf))


@given(st.data())
@settings(max_examples=80)
def test_a_pdf_whose_structure_is_damaged_is_read_or_refused(data: st.DataObject) -> None:
    """Words of the structure exchanged in a file that has nothing compressed: what readers trust is wrong."""
    words = [b"/Type", b"/Page", b"/Kids", b"0 R", b"[", b"]", b"/Count", b"stream", b"612", b"1", b"/Resources", b"<<"]
    pdf = picture_page()
    for old, new in data.draw(st.lists(st.tuples(st.sampled_from(words), st.sampled_from(words)), max_size=3)):
        pdf = pdf.replace(old, new, data.draw(st.integers(1, 3)))
    read(pdf)
