"""Files that are made to take all time or memory, and files that end too early: a clear word, in time."""

import os
import signal
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from cvtex.cli import run
from cvtex.diagnostics import DataError, Diagnostic, UnreadableError
from cvtex.verify import guard
from cvtex.verify.ending import cut_off
from cvtex.verify.guard import guarded
from cvtex.verify.judge import judge
from cvtex.verify.readers import read_evidence
from tests.program import interrupt, runs, start, wait_for
from tests.samples import specimen_set
from tests.verify.pdfs import WORDS, by_hand, page_of, stream

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
ROOT = b"<< /Type /Catalog /Pages 2 0 R >>"
ONE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R %s >>"
TEXT = b"/Resources << /Font << /F1 5 0 R >> >>"


def packed(content: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return stream(content, b"/Filter [%s]" % (b"/FlateDecode " * times))


def form(content: bytes, resources: bytes) -> bytes:
    return stream(content, b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << %s >>" % resources)


def bomb() -> bytes:
    """A page of half a gigabyte of spaces, in a few hundred bytes."""
    return by_hand([ROOT, ONE, PAGE % TEXT, packed(b" " * 300_000_000, 2), FONT])


def words_without_end() -> bytes:
    return by_hand([ROOT, ONE, PAGE % TEXT, packed(b"BT /F1 1 Tf 9 9 Td " + b"(aaaaaaaaaa) Tj " * 4_000_000), FONT])


def forms_of_forms() -> bytes:
    """A form that shows another ten times, which shows another ten times, nine deep."""
    forms = [form(b"/X Do " * 10, b"/XObject << /X %d 0 R >>" % (number + 7)) for number in range(9)]
    return page_of(b"/X Do", b"/XObject << /X 6 0 R >>", FONT, *forms, form(WORDS, b"/Font << /F1 5 0 R >>"))


def circle_of_pages() -> bytes:
    return by_hand([ROOT, ONE, b"<< /Type /Pages /Kids [2 0 R] /Parent 2 0 R /Count 1 >>"])


def deep_tree() -> bytes:
    inner = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 3) for number in range(2_000)]
    return by_hand([ROOT, *inner, b"<< /Type /Page /MediaBox [0 0 612 792] >>"])


def deep_array() -> bytes:
    return by_hand([ROOT, ONE, PAGE % (b"/X " + b"[" * 100_000 + b"]" * 100_000), stream(WORDS)])


def notes() -> bytes:
    link = b"<< /Type /Annot /Subtype /Link /Rect [1 1 2 2] /A << /S /URI /URI (https://x.org) >> >>"
    return by_hand([ROOT, ONE, PAGE % (TEXT + b"/Annots [" + link * 60_000 + b"]"), stream(WORDS), FONT])


def circle_of_bookmarks() -> bytes:
    first, second = b"<< /Title (a) /Next 7 0 R /First 7 0 R >>", b"<< /Title (b) /Next 6 0 R /First 6 0 R >>"
    outlined = b"<< /Type /Catalog /Pages 2 0 R /Outlines 5 0 R >>"
    return by_hand([outlined, ONE, PAGE % b"", stream(b""), b"<< /First 6 0 R /Last 6 0 R >>", first, second])


def many_pages() -> bytes:
    kids = b" ".join(b"%d 0 R" % (number + 4) for number in range(10_000))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 10004 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    tree = b"<< /Type /Pages /Kids [%s] /Count 10000 >>" % kids
    return by_hand([ROOT, tree, FONT, *[page] * 10_000, stream(WORDS)])


EVIL: list[tuple[Callable[[], bytes], set[str]]] = [
    (bomb, {"M001", "M011"}),
    (words_without_end, {"M011"}),
    (forms_of_forms, {"M011"}),
    (circle_of_pages, {"M001"}),
    (deep_tree, {"M001", "M011"}),
    (deep_array, {"M001", "M011"}),
    (notes, {"M001", "M011"}),
    (circle_of_bookmarks, {"P003"}),
    (many_pages, {"F001", "M011"}),
]


@pytest.mark.parametrize(("make", "codes"), EVIL, ids=[make.__name__ for make, _ in EVIL])
def test_a_file_that_would_take_all_is_refused_in_time(
    make: Callable[[], bytes],
    codes: set[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guard, "SECONDS", 1)
    path = tmp_path / "file.pdf"
    path.write_bytes(make())
    begin = time.monotonic()
    assert run(["verify", str(path)]) == 1
    assert time.monotonic() - begin < 20
    told = capsys.readouterr().err
    assert {code for code in codes if f"error[{code}]" in told}
    assert "Traceback" not in told


@pytest.mark.parametrize("lost", [2, 6, 12, 20, 300, 5_000])
def test_a_pdf_without_its_last_bytes_is_told_as_cut_off(
    lost: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cut.pdf"
    path.write_bytes(specimen_set().pdf[:-lost])
    assert run(["verify", str(path)]) == 1
    assert "error[M001]: the PDF is damaged: it is cut off, its last lines are missing" in capsys.readouterr().err


def test_a_second_revision_that_is_cut_off_is_told() -> None:
    pdf = specimen_set().pdf
    assert cut_off(pdf + b"\n9 0 obj\n<< /Type /Page >>\n")
    assert not cut_off(pdf)
    assert not cut_off(pdf + b"\n% a remark, and rubbish: 9 objects")
    assert not cut_off(pdf + b"\n9 0 obj\nnull\nendobj\nxref\n0 0\ntrailer\n<< >>\nstartxref\n9\n%%EOF\n")
    with pytest.raises(UnreadableError):
        read_evidence(pdf + b"\n9 0 obj\n<< /Type /Page >>\n")


def test_what_the_work_returns_or_raises_comes_back() -> None:
    seen = guarded(lambda: read_evidence(specimen_set().pdf), "x.pdf", 0)
    assert judge(None, seen).passed
    finding = Diagnostic("S001", "no", None, "yes")

    def refuses() -> None:
        raise DataError(finding)

    with pytest.raises(DataError) as caught:
        guarded(refuses, "x.pdf", 0)
    assert caught.value.diagnostics == (finding,)


def test_a_bug_within_keeps_its_traceback() -> None:
    def buggy() -> None:
        raise ZeroDivisionError("so it is")

    with pytest.raises(ZeroDivisionError, match="so it is") as caught:
        guarded(buggy, "x.pdf", 0)
    assert "in buggy" in "".join(caught.value.__notes__)


def endless() -> None:
    while True:
        pass


def greedy() -> None:
    bytearray(guard.MEMORY + 1)


def dying() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (endless, "it was not done after 1 seconds"),
        (lambda: time.sleep(60), "it was not done after 1 seconds"),
        (greedy, "it takes more than 1500 MB of memory"),
        (dying, "a reader ran out of memory, or died of it"),
    ],
)
def test_why_it_was_stopped_is_told(work: Callable[[], None], words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SECONDS", 1)
    with pytest.raises(UnreadableError) as caught:
        guarded(work, "x.pdf", 0)
    (finding,) = caught.value.diagnostics
    assert finding.code == "M011"
    assert finding.message.endswith(words)
    assert str(finding.span) == "x.pdf"


def test_where_there_is_no_fork_the_work_is_done_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    assert guarded(os.getpid, "x.pdf", 0) == os.getpid()


def test_an_interrupted_verification_leaves_no_process(tmp_path: Path) -> None:
    path = tmp_path / "forms.pdf"
    path.write_bytes(forms_of_forms())
    process = start("verify", str(path), cwd=tmp_path)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    assert wait_for(lambda: bool(children.read_text(encoding="utf-8").strip()))
    pids = [int(word) for word in children.read_text(encoding="utf-8").split()]
    done = interrupt(process, signal.SIGINT)
    assert done.code == 130
    assert wait_for(lambda: not any(runs(pid) for pid in pids), 5)
