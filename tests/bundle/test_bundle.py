"""`cvtex bundle` as its users run it: what it writes, what it refuses and in which words, and its exit codes."""

import json
import os
import random
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from cvtex.bundle import part as parts_module
from cvtex.bundle import whole
from cvtex.cli import run
from tests.bundle.parts import A4, part
from tests.program import OVERLONG, ROOT, Finished, cvtex, environment, humbled_cvtex
from tests.samples import specimen_set
from tests.verify.pdfs import changed, no_pages, page_of, picture_page, type3_page
from tests.verify.test_guard import circle_of_pages, forms_of_forms, words_without_end

Ask = Callable[..., Finished]


@pytest.fixture
def inside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small CV, a letter and a paper, stood in."""
    monkeypatch.chdir(folder)
    Path("letter.pdf").write_bytes(part("Dear committee", pages=1))
    Path("paper.pdf").write_bytes(part("Paper", pages=3, title="On Engines"))
    return folder


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs `cvtex bundle` within the test's own process."""

    def asked(*arguments: str) -> Finished:
        code = run(["bundle", *arguments])
        return Finished(code, *capsys.readouterr())

    return asked


def texts(name: str) -> list[str]:
    return [page.extract_text().strip() for page in pypdf.PdfReader(name).pages]


def test_letter_cv_and_paper_become_one_file(inside: Path, ask: Ask) -> None:
    assert ask("@cv", "-o", "out/all.pdf").err == ""
    done = ask("Letter=letter.pdf", "@cv", "paper.pdf", "-o", "out/all.pdf")
    assert (done.code, "error" in done.err) == (0, False)
    first, *rest = done.out.splitlines()
    assert re.fullmatch(r"out/all\.pdf  5 pages · \d+ checks passed · \d+\.\d\d s", first)
    assert [line.split(maxsplit=1) for line in rest] == [
        ["1", "Letter"],
        ["2", "Curriculum vitae"],
        ["3–5", "On Engines"],
    ]
    assert sorted(path.name for path in inside.iterdir()) == ["data", "letter.pdf", "out", "paper.pdf"]
    assert [path.name for path in Path("out").iterdir()] == ["all.pdf"]
    pages = texts("out/all.pdf")
    assert (pages[0], pages[2:]) == ("Dear committee 1", ["Paper 1", "Paper 2", "Paper 3"])
    assert "Built a thing" in pages[1]
    reader = pypdf.PdfReader("out/all.pdf")
    assert reader.metadata == {
        "/Title": "Ada Example – Curriculum vitae",
        "/Author": "Ada Example",
        "/Producer": "cvtex",
    }
    assert [str(reader.root_object[key]) for key in ("/Lang", "/PageMode")] == ["en-US", "/UseOutlines"]
    assert reader.page_labels == ["1", "2", "3", "4", "5"]


def test_poppler_and_qpdf_find_it_sound(inside: Path, ask: Ask) -> None:
    assert ask("letter.pdf", "@cv", "paper.pdf", "-o", str(inside / "all.pdf")).code == 0
    told = subprocess.run(["pdfinfo", "-dests", "all.pdf"], capture_output=True, text=True, check=True)
    assert told.stderr == ""
    places = {line.split('"')[1]: int(line.split()[0]) for line in told.stdout.splitlines() if '"' in line}
    assert (places["pub.C001"], places["3.pub.C001"]) == (1, 5)
    assert subprocess.run(["qpdf", "--check", "all.pdf"], capture_output=True, check=False).returncode == 0


def test_the_same_parts_give_the_same_bytes_in_any_folder(
    inside: Path, ask: Ask, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert ask("letter.pdf", "@cv", "-o", "one.pdf").code == 0
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    command = ("letter.pdf", "@cv", "--data", str(inside / "data"), "-o", "two.pdf")
    (elsewhere / "letter.pdf").write_bytes(Path("letter.pdf").read_bytes())
    done = cvtex("bundle", *command, cwd=elsewhere, env=environment(TZ="Pacific/Auckland"))
    assert (done.code, "error" in done.err) == (0, False)
    assert Path("one.pdf").read_bytes() == (elsewhere / "two.pdf").read_bytes()


def test_titles_are_typed_or_the_files_own(inside: Path, ask: Ask) -> None:
    Path("a=b.pdf").write_bytes(part("Odd"))
    Path("scan.pdf").write_bytes(part("Scan", title="Microsoft Word - scan.docx"))
    done = ask("a=b.pdf", "scan.pdf", "My  paper=paper.pdf", "CV=@cv", "-o", "all.pdf", "--title", "Application")
    assert done.code == 0
    assert [line.split(maxsplit=1)[1] for line in done.out.splitlines()[1:]] == ["a=b", "scan", "My paper", "CV"]
    assert inside.is_dir()
    assert pypdf.PdfReader("all.pdf").metadata == {
        "/Title": "Application", "/Author": "Ada Example", "/Producer": "cvtex",
    }  # fmt: skip


def test_names_that_are_no_text_are_told_as_far_as_they_are(inside: Path, ask: Ask) -> None:
    name = os.fsdecode(b"sch\xf6n.pdf")
    Path(name).write_bytes(part("Odd"))
    done = ask(name, "-o", "all.pdf", "--title", os.fsdecode(b"\xff"))
    assert (done.code, inside.is_dir()) == (0, True)
    assert done.out.splitlines()[1].split() == ["1–2", "sch?n"]


def test_without_a_cv_the_first_title_counts(inside: Path, ask: Ask) -> None:
    assert ask("letter.pdf", "paper.pdf", "-o", "all.pdf").code == 0
    assert pypdf.PdfReader("all.pdf").metadata["/Title"] == "On Engines"  # type: ignore[index]
    assert inside.is_dir()


def test_page_labels_may_stay_the_parts_own(inside: Path, ask: Ask) -> None:
    done = ask("letter.pdf", "paper.pdf", "-o", "all.pdf", "--page-labels", "own")
    assert done.code == 0
    assert "warning[M008]: two pages are called `1`" in done.err
    assert pypdf.PdfReader(inside / "all.pdf").page_labels == ["1", "1", "2", "3"]


# Limits


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--max-pages", "4"], 0, ""),
        (["--max-pages", "3"], 1, "error[J003]: the bundle has 4 pages (letter.pdf 1, paper.pdf 3), and --max-pages allows 3"),
        (["--max-pages", "Paper=3", "--max-pages", "letter.pdf=1"], 0, ""),
        (["--max-pages", "Paper=2"], 1, "paper.pdf: error[J003]: the part has 3 pages, and --max-pages allows 2"),
        (["--max-pages", "paper.pdf=2"], 1, "1 page too many: shorten it"),
        (["--max-bytes", "1 MiB"], 0, ""),
        (["--max-bytes", "1kB"], 1, "bytes, and --max-bytes allows 1\u202f000 bytes"),
        (["--max-bytes", "letter.pdf=0.5kB"], 1, "letter.pdf: error[J004]: the part has"),
        (["--paper", "letter"], 0, ""),
        (["--paper", "a4"], 1, "paper.pdf: error[J005]: a page is on letter, and 2 pages more, and --paper asks for a4 (page 1)"),
    ],
)  # fmt: skip
def test_limits(inside: Path, ask: Ask, options: list[str], code: int, words: str) -> None:
    done = ask("letter.pdf", "Paper=paper.pdf", "-o", "all.pdf", *options)
    assert (done.code, (inside / "all.pdf").exists()) == (code, not code)
    assert words in done.err


def test_the_limit_of_a_target_names_its_remedy(inside: Path, ask: Ask) -> None:
    Path("data/cv.yaml").write_text((inside / "data/cv.yaml").read_text(encoding="utf-8") + "      - More\n" * 70)
    done = ask("@cv", "letter.pdf", "-o", "all.pdf", "--max-pages", "@cv=1")
    assert done.code == 1
    assert "@cv: error[J003]: the part has 2 pages, and --max-pages allows 1" in done.err
    assert "give its target `pages: {max: 1}`" in done.err


def test_mixed_paper_is_a_warning(inside: Path, ask: Ask) -> None:
    Path("a4.pdf").write_bytes(part("European", size=A4))
    Path("lying.pdf").write_bytes(part("Lying", rotate=90))
    done = ask("letter.pdf", "lying.pdf", "a4.pdf", "-o", "all.pdf")
    assert (done.code, inside.is_dir()) == (0, True)
    assert (
        "warning[J005]: the parts are on different paper: letter.pdf on letter; lying.pdf on letter; a4.pdf on a4"
        in done.err
    )


def test_what_can_be_mended_in_a_letter_is_a_warning_at_its_own_page(inside: Path, ask: Ask) -> None:
    Path("odd.pdf").write_bytes(
        part(
            "Odd",
            pages=1,
            annotations=[b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (doi:10) >> >>"],
        )
    )
    Path("drawn.pdf").write_bytes(type3_page(mapped=False))
    Path("scan.pdf").write_bytes(picture_page())
    done = ask("@cv", "odd.pdf", "drawn.pdf", "scan.pdf", "-o", "all.pdf")
    assert (done.code, inside.is_dir()) == (0, True)
    assert "odd.pdf: warning[K002]: the link `doi:10` is no address (page 1)" in done.err
    assert "drawn.pdf: warning[F001]: the font Drawn is Type 3, and 1 more of the kind (page 1)" in done.err
    assert "scan.pdf: warning[P003]: the page has no text (page 1)" in done.err
    assert [row for row in done.err.splitlines() if row.startswith("@cv: ") and "[J002]: the tags" not in row] == []


# Parts that are no parts


def protected(password: str) -> Callable[[], bytes]:
    def make() -> bytes:
        Path("plain.pdf").write_bytes(specimen_set().pdf)
        subprocess.run(["qpdf", "--encrypt", password, "owner", "256", "--", "plain.pdf", "secret.pdf"], check=True)
        return Path("secret.pdf").read_bytes()

    return make


def annotated(annotation: bytes) -> Callable[[], bytes]:
    return lambda: part("One", annotations=[b"<< /Type /Annot /Rect [0 0 9 9] %s >>" % annotation])


UNSOUND: list[tuple[str, Callable[[], bytes], int, str]] = [
    ("empty", lambda: b"", 3, "error[M001]: the file is empty"),
    ("text", lambda: b"Dear committee,", 3, "error[M001]: the file is not a PDF"),
    ("cut off", lambda: part("One")[:700], 3, "error[M001]: the PDF is damaged: it is cut off"),
    ("junk", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 99 + b"startxref\n9\n%%EOF\n", 3, "error[M001]: the PDF is damaged"),
    ("no pages", no_pages, 3, "error[M001]: the PDF has no pages"),
    ("a circle of pages", circle_of_pages, 3, "error[M001]: the PDF"),
    ("a password", protected("x"), 3, "error[M002]: the PDF is encrypted and asks for a password"),
    ("no password", protected(""), 3, "error[M002]: the PDF is encrypted"),
    ("a form", annotated(b"/Subtype /Widget /FT /Tx"), 1, "error[J001]: the part holds a form (page 1)"),
    ("a signed field", annotated(b"/Subtype /Widget /FT /Sig"), 1, "error[J001]: the part holds a signature (page 1)"),
    ("a comment", annotated(b"/Subtype /Highlight"), 1, "error[J001]: the part holds a comment (page 1)"),
    ("a film", annotated(b"/Subtype /Screen"), 1, "error[J001]: the part holds a film or sound (page 1)"),
    ("a clip", annotated(b"/Subtype /FileAttachment"), 1, "error[J001]: the part holds an attached file on a page"),
    ("an odd note", annotated(b"/Subtype /Watermark"), 1, "error[J001]: the part holds an annotation of the kind Watermark"),
    ("a signed file", lambda: part("One", root=b"/AcroForm << /SigFlags 3 >>"), 1, "error[J001]: the part holds a signature"),
    ("an XFA form", lambda: part("One", root=b"/AcroForm << /XFA [] >>"), 1, "error[J001]: the part holds a form"),
    ("a portfolio", lambda: part("One", root=b"/Collection << >>"), 1, "error[J001]: the part holds a portfolio"),
    ("large units", lambda: part("One", page=b"/UserUnit 2"), 1, "error[J001]: the part holds a page in a unit of its own, on 1 more page too"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "code", "words"), [case[1:] for case in UNSOUND], ids=[case[0] for case in UNSOUND])
def test_a_part_that_cannot_be_joined_is_refused_by_name(
    inside: Path, ask: Ask, make: Callable[[], bytes], code: int, words: str
) -> None:
    Path("odd.pdf").write_bytes(make())
    done = ask("letter.pdf", "odd.pdf", "paper.pdf", "-o", "all.pdf")
    assert done.code == code
    assert f"odd.pdf: {words}" in done.err
    assert not (inside / "all.pdf").exists()
    assert "Traceback" not in done.err
    hints = [line for line in done.err.splitlines() if line.startswith("  ")]
    assert hints, "nothing says what to do"


@pytest.mark.parametrize("make", [words_without_end, forms_of_forms])
def test_a_bomb_is_refused_in_time(
    inside: Path, ask: Ask, make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "SECONDS", 1)
    Path("odd.pdf").write_bytes(make())
    begin = time.monotonic()
    done = ask("letter.pdf", "odd.pdf", "-o", "all.pdf")
    assert time.monotonic() - begin < 20
    assert (done.code, (inside / "all.pdf").exists()) == (3, False)
    assert "odd.pdf: error[M011]: the PDF is too much to be judged" in done.err


@pytest.mark.parametrize("seed", range(12))
def test_a_part_with_random_faults_is_joined_or_refused(
    inside: Path, ask: Ask, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "SECONDS", 4)
    chance = random.Random(seed)
    content = bytearray(part("Odd", names=(b"a", b"b")))
    for _ in range(chance.choice([1, 3, 10])):
        at, other = chance.randrange(len(content)), chance.randrange(len(content))
        content[at : at + chance.randrange(9)] = content[other : other + chance.randrange(9)]
    Path("odd.pdf").write_bytes(content)
    done = ask("letter.pdf", "odd.pdf", "-o", "all.pdf")
    assert done.code in (0, 1, 3)
    assert (inside / "all.pdf").exists() is (done.code == 0)
    assert ("error[" in done.err) is (done.code != 0)


def test_all_faulty_parts_are_told_at_once(inside: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("note.txt").write_text("hello", encoding="utf-8")
    Path("form.pdf").write_bytes(annotated(b"/Subtype /Widget")())
    Path("large.pdf").write_bytes(part("Large") + b" " * 90_000)
    monkeypatch.setattr(parts_module, "MOST_BYTES", 90_000)
    os.mkfifo("pipe.pdf")
    done = ask(
        "gone.pdf", "data", "pipe.pdf", "note.txt", "form.pdf", "large.pdf", "@nothing", "letter.pdf", "-o", "all.pdf"
    )
    assert done.code == 3
    for words in (
        "gone.pdf: error[S001]: there is no such file",
        "data: error[S001]: it is a folder",
        "pipe.pdf: error[S001]: it is no file",
        "note.txt: error[M001]: the file is not a PDF",
        "form.pdf: error[J001]: the part holds a form",
        "large.pdf: error[J004]: the part has 0 MB, more than the 0 MB that a part may have",
        "error[U001]: there is no target `nothing`",
    ):
        assert words in done.err
    assert not (inside / "all.pdf").exists()


def test_what_is_left_out_is_told(inside: Path, ask: Ask) -> None:
    Path("odd.pdf").write_bytes(
        part(
            "Odd",
            root=b"/OpenAction << /S /JavaScript /JS (1) >> /AF [<< /Type /Filespec /EF << >> >>]",
            annotations=[b"/A << /S /Launch /F (a.exe) >>"],
        )
    )
    done = ask("letter.pdf", "odd.pdf", "-o", "all.pdf")
    assert done.code == 0
    for words in ("JavaScript is", "an attached file is", "an action at opening is", "a link that starts a program is"):
        assert f"odd.pdf: warning[J002]: {words} left out" in done.err
    assert b"JavaScript" not in (inside / "all.pdf").read_bytes()
    assert "J002" not in ask("all.pdf", "-o", "again.pdf").err


def test_a_bundle_is_tagged_as_a_whole_or_not_at_all(inside: Path, ask: Ask) -> None:
    for name in ("typst", "chromium"):
        Path(f"{name}.pdf").write_bytes((ROOT / f"tests/verify/foreign/{name}.pdf").read_bytes())
    done = ask("typst.pdf", "chromium.pdf", "-o", "all.pdf")
    assert (done.code, "J002" in done.err) == (0, False)
    told = subprocess.run(["pdfinfo", "all.pdf"], capture_output=True, text=True, check=True).stdout
    assert re.search(r"^Tagged: +yes$", told, re.MULTILINE)
    done = ask("typst.pdf", "letter.pdf", "-o", "all.pdf")
    assert (done.code, inside.is_dir()) == (0, True)
    assert (
        "typst.pdf: warning[J002]: the tags, which screen readers go by, are left out: letter.pdf has none" in done.err
    )
    told = subprocess.run(["pdfinfo", "all.pdf"], capture_output=True, text=True, check=True).stdout
    assert re.search(r"^Tagged: +no$", told, re.MULTILINE)


# Targets


def test_a_target_that_is_text_to_paste_is_no_part(inside: Path, ask: Ask) -> None:
    (inside / "data/targets").mkdir(exist_ok=True)
    (inside / "data/targets/form.yaml").write_text("extends: nih-biosketch\n", encoding="utf-8")
    done = ask("letter.pdf", "@form", "-o", "all.pdf")
    assert done.code == 2
    assert "@form: error[U011]: the target `form` is text to paste, and no PDF" in done.err
    assert not Path("all.pdf").exists()


def test_a_target_that_fails_refuses_the_bundle(inside: Path, ask: Ask) -> None:
    (inside / "data/cv.yaml").write_text(OVERLONG, encoding="utf-8")
    done = ask("letter.pdf", "@cv", "-o", "all.pdf")
    assert done.code == 1
    assert "@cv: error[J009]: the target `cv` fails its verification" in done.err
    assert "data/cv.yaml:" in done.err
    assert "error[X007]" in done.err
    assert not (inside / "all.pdf").exists()


def test_data_that_are_wrong_are_told_at_their_line(inside: Path, ask: Ask) -> None:
    (inside / "data/cv.yaml").write_text("version: 1\nnam: Ada\n", encoding="utf-8")
    done = ask("gone.pdf", "@cv", "-o", "all.pdf")
    assert done.code == 3
    assert "data/cv.yaml:2:1: error[D007]" in done.err
    assert "gone.pdf: error[S001]" in done.err


# Usage and writing


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["=letter.pdf"], "error[U008]: the part `=letter.pdf` names nothing"),
        (["Letter="], "error[U008]: the part `Letter=` names nothing"),
        (["@"], "error[U008]: the part `@` names nothing"),
        (["letter.pdf", "--max-pages", "many"], "error[U008]: --max-pages cannot be `many`"),
        (["letter.pdf", "--max-pages", "0"], "the least is 1"),
        (["letter.pdf", "--max-pages", "2MB"], "write 20, or letter.pdf=2 for a part"),
        (["letter.pdf", "--max-bytes", "10 parsecs"], "write 10MB"),
        (["letter.pdf", "--max-pages", "leter.pdf=2"], "did you mean `letter.pdf`?"),
        (["letter.pdf", "-o", "./letter.pdf"], "the bundle would take the place of its part `letter.pdf`"),
        (["letter.pdf", "Again=./letter.pdf"], "the part `letter.pdf` is named twice"),
        (["@all"], "the bundle has the name of its part `@all`"),
        ([], "Missing argument 'PART...'"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(inside: Path, ask: Ask, arguments: list[str], words: str) -> None:
    before = (inside / "letter.pdf").read_bytes()
    done = ask("-o", "all.pdf", *arguments)
    assert done.code == 2
    assert words in done.err
    assert (inside / "letter.pdf").read_bytes() == before


def test_a_file_that_cannot_be_written_is_told(inside: Path) -> None:
    done = humbled_cvtex("bundle", "letter.pdf", "paper.pdf", "-o", "data", cwd=inside)
    assert done.code == 4
    assert "data: error[X006]: the file cannot be written" in done.err
    (inside / "locked").mkdir(mode=0o555)
    done = humbled_cvtex("bundle", "letter.pdf", "-o", "locked/all.pdf", cwd=inside)
    assert (done.code, list((inside / "locked").iterdir())) == (4, [])


def test_formats_tell_the_same(inside: Path, ask: Ask) -> None:
    report = json.loads(ask("letter.pdf", "paper.pdf", "-o", "all.pdf", "--format", "json").out)
    assert (report["pdf"], report["pages"], report["passed"]) == ("all.pdf", 4, True)
    examined = {check["code"]: check["examined"] for check in report["checks"] if check["status"] == "passed"}
    assert (examined["J006"], examined["J007"], examined["J008"]) == (4, 8, 9)
    junit = ask("letter.pdf", "paper.pdf", "-o", "all.pdf", "--format", "junit").out
    assert "J006 every page of the parts is in the bundle" in junit
    page = ask("letter.pdf", "paper.pdf", "-o", "all.pdf", "--format", "html").out
    assert page.count("<figure") == 4
    assert "every link and named place" in page
    for form, words in (("json", '"code": "S001"'), ("github", "::error file=gone.pdf"), ("sarif", '"ruleId": "S001"')):
        done = ask("gone.pdf", "-o", "all.pdf", "--format", form)
        assert (done.code, done.err, words in done.out) == (3, "", True)
    assert inside.is_dir()


def test_a_file_that_readers_mend_is_taken_with_a_word(inside: Path, ask: Ask) -> None:
    content = type3_page()
    Path("odd.pdf").write_bytes(content.replace(b"startxref\n", b"startxref\n1", 1))
    done = ask("letter.pdf", "odd.pdf", "-o", "all.pdf")
    assert (done.code, inside.is_dir()) == (0, True)
    assert "odd.pdf: warning[M006]: qpdf says: " in done.err
    assert len(texts("all.pdf")) == 2


def test_a_page_that_is_changed_by_nobody_passes_through_twice(inside: Path, ask: Ask) -> None:
    Path("blank.pdf").write_bytes(changed(page_of(b"", b""), lambda _: None))
    assert ask("letter.pdf", "blank.pdf", "-o", "one.pdf").code == 0
    assert ask("Again=one.pdf", "paper.pdf", "-o", "two.pdf").code == 0
    assert texts(str(inside / "two.pdf")) == ["Dear committee 1", "", "Paper 1", "Paper 2", "Paper 3"]
