"""Bad input of every kind: the words it gets, the exit code, and that it harms nothing."""

import io
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from cvtex import cli
from cvtex.content.source import MAX_BYTES
from cvtex.diagnostics import FAILED, INVALID, MISSING, MOST_FINDINGS, OK, USAGE
from tests.corpus import BAD, Case, Expected, cases
from tests.program import SMALL, cvtex, without_fonts

LONGEST = 30.0
"""Seconds of processor time after which a command is said to hang: none takes a tenth of it, and a time that grows with the
square of the input would be minutes. How long good work takes is measured in benchmarks/."""

OLD = b"%PDF-1.7 the last good one"
CHECKED = tuple(cases("cv", "entries", "bib", "targets"))
BUILT = tuple(cases("glyphs"))


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command printed and ended with, and the processor time it took."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def findings(self) -> list[dict[str, object]]:
        found = json.loads(self.out)["findings"]
        assert isinstance(found, list)
        return found

    @property
    def codes(self) -> list[object]:
        return [finding["code"] for finding in self.findings]


def run(*arguments: str) -> Ended:
    """Run a command within this process."""
    start = time.process_time()
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        code = cli.run(list(arguments))
    return Ended(code, out.getvalue(), err.getvalue(), time.process_time() - start)


def build(folder: Path, *arguments: str) -> Ended:
    return run("build", str(folder / "data"), "-o", str(folder / "build"), *arguments)


@contextmanager
def old_pdf_untouched(folder: Path) -> Iterator[None]:
    """A good PDF of an earlier build, which must outlive what is done here."""
    pdf = folder / "build" / "cv.pdf"
    pdf.parent.mkdir(exist_ok=True)
    pdf.write_bytes(OLD)
    yield
    assert pdf.read_bytes() == OLD
    assert not list(pdf.parent.glob(".*.part"))


def put(folder: Path, content: bytes | str, name: str = "cv.yaml") -> Path:
    """Write a file into the folder's data."""
    path = folder / "data" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def assert_as_expected(ended: Ended, case: Case) -> None:
    """Every finding is an expected one, at its place, in its words; and none is missing."""
    found = []
    for finding in ended.findings:
        assert str(finding["file"]).endswith(f"/{case.at_fault}"), finding
        line, column = finding["line"], finding["column"]
        assert isinstance(line, int)
        assert isinstance(column, int)
        hint = str(finding.get("hint", ""))
        told = Expected(line, column, str(finding["severity"]), str(finding["code"]), str(finding["message"]), hint)
        found.append(told)
    found.sort()
    assert [_without_hint(item) for item in found] == [_without_hint(item) for item in case.expected]
    for item, expected in zip(found, case.expected, strict=True):
        assert expected.hint in item.hint


def _without_hint(item: Expected) -> Expected:
    return Expected(item.line, item.column, item.severity, item.code, item.message)


def test_the_corpus_is_large_and_every_case_expects_something() -> None:
    everything = (*CHECKED, *BUILT)
    assert len(everything) >= 110
    assert len(everything) == sum(path.is_file() for path in BAD.rglob("*/*"))
    assert all(case.expected for case in everything)


@pytest.mark.parametrize("case", CHECKED, ids=lambda case: str(case.name))
def test_bad_data(case: Case, tmp_path: Path) -> None:
    data = case.write(tmp_path / "data")
    checked = run("check", str(data), "--format", "json")
    assert_as_expected(checked, case)
    assert checked.code == (INVALID if case.fails else OK)
    assert checked.seconds < LONGEST
    printed = run("check", str(data))
    assert printed.code == checked.code
    assert "Traceback" not in printed.err
    for expected in case.expected:
        place = f"{data}/{case.at_fault}:{expected.line}:{expected.column}: {expected.severity}[{expected.code}]: "
        assert place in printed.err
    assert printed.err.count("^") >= len(case.expected)


@pytest.mark.parametrize("case", [case for case in CHECKED if case.fails], ids=lambda case: str(case.name))
def test_bad_data_build_nothing(case: Case, tmp_path: Path) -> None:
    case.write(tmp_path / "data")
    with old_pdf_untouched(tmp_path):
        ended = build(tmp_path, "--format", "json")
    assert ended.code == INVALID
    assert_as_expected(ended, case)
    assert [path.name for path in (tmp_path / "build").iterdir()] == ["cv.pdf"]


@pytest.mark.parametrize("case", BUILT, ids=lambda case: str(case.name))
def test_characters_without_a_glyph(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", without_fonts(tmp_path / "bin"))
    case.write(tmp_path / "data")
    with old_pdf_untouched(tmp_path):
        ended = build(tmp_path, "--format", "json")
    assert ended.code == MISSING
    assert_as_expected(ended, case)


@pytest.mark.parametrize("name", ["cv/everything-at-once", "bib/comma-missing", "entries/quote-never-closed"])
def test_the_program_says_the_same(name: str, tmp_path: Path) -> None:
    case = next(case for case in CHECKED if case.name == name)
    case.write(tmp_path / "data")
    ended = cvtex("check", "data", cwd=tmp_path)
    assert ended.code == INVALID
    assert ended.out == ""
    assert "Traceback" not in ended.err
    for expected in case.expected:
        assert f"data/{case.at_fault}:{expected.line}:{expected.column}: error[{expected.code}]" in ended.err


def test_a_caret_stands_under_the_place_at_fault(tmp_path: Path) -> None:
    put(tmp_path, SMALL.replace("    date: 2019/2022", "\u0020   dte: 2019/2022"))
    ended = run("check", str(tmp_path / "data"))
    lines = ended.err.splitlines()
    assert lines[0].endswith("data/cv.yaml:8:5: error[D007]: unknown key `dte` in an entry of role `organization`")
    assert lines[1] == "    8 |     dte: 2019/2022"
    assert lines[2] == "      |     ^^^ did you mean `date`?"


@pytest.mark.parametrize("before", ["日本 ", "e\u0301 ", "\t", "é ", "x" * 150, "<\u0007> "])
def test_the_caret_is_right_behind_any_text(before: str, tmp_path: Path) -> None:
    put(tmp_path, "version: 1\nname: Ada\nsections: []\ncontact: [{orcid: '" + before + "', fax: 1}]\n")
    ended = run("check", str(tmp_path / "data"))
    lines = ended.err.splitlines()
    at = next(index for index, line in enumerate(lines) if "unknown key `fax`" in line)
    text, pointer = lines[at + 1], lines[at + 2]
    wide = sum(character in "日本" for character in text)
    assert pointer.index("^") == text.index("fax") + wide
    assert pointer.count("^") == 3


# What cannot be typed into a file of the corpus.


def _deep_flow() -> bytes:
    return b"sections: " + b"[" * 10_000 + b"]" * 10_000


def _deep_blocks() -> bytes:
    return b"\n".join(b" " * depth + b"a:" for depth in range(2_000))


BOMB = "a: &a [x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


FILES: dict[str, tuple[bytes, list[str]]] = {
    "utf-16": (SMALL.encode("utf-16"), ["S003"]),
    "utf-16-without-mark": (SMALL.encode("utf-16-le"), ["S003"]),
    "utf-16-big-end-first": (SMALL.encode("utf-16-be"), ["S003"]),
    "utf-32": (SMALL.encode("utf-32"), ["S003"]),
    "latin-1": (SMALL.replace("Ada", "Adé").encode("latin-1"), ["S003"]),
    "cut-in-a-character": (SMALL.replace("Ada", "Adé").encode()[:20], ["S003"]),
    "nul": (SMALL.encode().replace(b"Ada", b"A\x00a"), ["S004"]),
    "a-picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ["S003"]),
    "a-pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", ["S003"]),
    "deep-brackets": (_deep_flow(), ["S006"]),
    "deep-blocks": (_deep_blocks(), ["S006"]),
    "only-brackets": (b"[" * 4_900_000, ["S006"]),
    "only-quotes": (b'"' * 4_900_000, ["S005"]),
    "only-spaces": (b" " * 4_900_000, ["D001"]),
    "only-line-ends": (b"\n" * 4_900_000, ["D001"]),
    "only-dashes": (b"- " * 2_400_000, ["S006"]),
    "aliases-that-explode": (BOMB.encode(), ["S007"]),
    "one-long-text": (SMALL.replace("Built a thing", "thing " * 800_000).encode(), ["S012"]),
    "stars": (SMALL.replace("Built a thing", "x" + "*a **b" * 600_000).encode(), ["S012"]),
    "too-many-entries": (SMALL.encode() + b"      - Built another\n" * 150_000, ["S002"]),
    "too-many-mistakes": (SMALL.encode() + b"      - {itm: x}\n" * 3_000, ["D007", "S013"]),
    "too-many-keys": ("".join(f"k{n}: x\n" for n in range(40_000)).encode(), ["D007", "S013"]),
    "invisible-everywhere": (SMALL.replace("thing", "\u200b" * 10_000).encode(), ["S004"]),
}


@pytest.mark.parametrize("name", FILES)
def test_bad_files(name: str, tmp_path: Path) -> None:
    content, codes = FILES[name]
    put(tmp_path, content)
    with old_pdf_untouched(tmp_path):
        ended = build(tmp_path, "--format", "json")
    assert ended.code == INVALID
    assert sorted({str(code) for code in ended.codes}) == codes
    assert len(ended.codes) <= MOST_FINDINGS + 1
    assert ended.seconds < LONGEST
    printed = run("check", str(tmp_path / "data"))
    assert printed.code == INVALID
    assert len(printed.err) < 500_000
    assert "\x00" not in printed.err


BIBLIOGRAPHIES: dict[str, tuple[str, list[str]]] = {
    "open-braces": ("{" * 4_900_000, ["S002"]),
    "close-braces": ("}" * 4_900_000, ["S002"]),
    "quotes": ('"' * 4_900_000, ["S002"]),
    "one-field-of-braces": ("@article{k, title = {" + "{" * 200_000 + "}" * 200_000 + "}, author = {A B}}", ["S012"]),
    "too-many-entries": ("@article{k, title = {T}, author = {A B}}\n" * 20_000, ["S002"]),
    "the-same-entry": ("@article{k, title = {T}, author = {A B}}\n" * 2_000, ["B002", "B012"]),
    "entries-lost": ("@article x\n" * 100_000, ["B001", "S013"]),
    "too-many-names": ("@article{k, title = {T}, author = {" + "A B and " * 30_000 + "C D}}", ["S012"]),
    "accents-on-accents": ("@article{k, title = {" + "\\'" * 9_000 + "}, author = {, B}}", ["B007"]),
    "commands-in-commands": ("@article{k, title = {" + "\\emph" * 3_900 + "}, author = {, B}}", ["B007"]),
    "deep-mathematics": (
        "@article{k, title = {$" + "{" * 5_000 + "}" * 5_000 + "$}, author = {, B}}",
        ["B006", "B007"],
    ),
    "dollars": ("@article{k, title = {" + "$" * 19_000 + "}, author = {, B}}", ["B007"]),
    "strings-that-explode": (
        '@string{a = "xxxxxxxxxx"}\n'
        + "".join(f"@string{{{b} = {' # '.join(a * 10)}}}\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
        + "@article{k, title = i, author = {, B}}",
        ["B007"],
    ),
    "spaces": (
        "@article{k, title = {a" + " " * 19_000 + "b}, author = {, B}, year = {a" + " " * 19_000 + "b}}",
        ["B007"],
    ),
}


@pytest.mark.parametrize("name", BIBLIOGRAPHIES)
def test_bad_bibliographies(name: str, tmp_path: Path) -> None:
    text, codes = BIBLIOGRAPHIES[name]
    put(tmp_path, SMALL + "bibliography: own.bib\n")
    put(tmp_path, text, "own.bib")
    ended = run("check", str(tmp_path / "data"), "--format", "json")
    assert ended.code == INVALID
    assert sorted({str(code) for code in ended.codes}) == codes
    assert ended.seconds < LONGEST


def test_a_file_of_200_mb_is_refused_unread(tmp_path: Path) -> None:
    with put(tmp_path, "").open("r+b") as file:
        file.truncate(200_000_000)
    ended = run("check", str(tmp_path / "data"), "--format", "json")
    assert ended.code == INVALID
    assert ended.findings[0]["message"] == "the file is 200.0 MB; cvtex reads at most 5 MB"
    assert ended.seconds < LONGEST / 4


def test_5_mb_is_the_limit(tmp_path: Path) -> None:
    padding = b"#" * (MAX_BYTES - len(SMALL.encode()))
    put(tmp_path, SMALL.encode() + padding)
    assert run("check", str(tmp_path / "data")).code == OK
    put(tmp_path, SMALL.encode() + padding + b"#")
    assert run("check", str(tmp_path / "data"), "--format", "json").codes == ["S002"]


@pytest.mark.parametrize("change", ["\r\n", "\r"])
def test_line_ends_and_byte_order_mark_are_good_input(change: str, tmp_path: Path) -> None:
    put(tmp_path, b"\xef\xbb\xbf" + SMALL.replace("\n", change).encode())
    assert run("check", str(tmp_path / "data")).code == OK
    put(tmp_path, b"\xef\xbb\xbf" + SMALL.replace("    date", "    dte").replace("\n", change).encode())
    finding = run("check", str(tmp_path / "data"), "--format", "json").findings[0]
    assert (finding["line"], finding["column"], finding["code"]) == (8, 5, "D007")


def test_no_data_folder(tmp_path: Path) -> None:
    with old_pdf_untouched(tmp_path):
        ended = build(tmp_path, "--format", "json")
    assert ended.code == INVALID
    assert ended.codes == ["S001"]
    assert ended.findings[0]["message"] == "the data folder does not exist"


def test_a_file_for_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text(SMALL, encoding="utf-8")
    ended = run("check", str(tmp_path / "data"), "--format", "json")
    assert ended.code == INVALID
    assert ended.findings[0]["message"] == "the data folder is not a folder"


def test_a_folder_for_the_cv(tmp_path: Path) -> None:
    (tmp_path / "data" / "cv.yaml").mkdir(parents=True)
    ended = run("check", str(tmp_path / "data"), "--format", "json")
    assert ended.code == INVALID
    assert ended.findings[0]["message"] == "a folder where a file is expected"


def test_a_pipe_for_the_cv_does_not_hang(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    os.mkfifo(tmp_path / "data" / "cv.yaml")
    ended = run("check", str(tmp_path / "data"), "--format", "json")
    assert ended.code == INVALID
    assert ended.findings[0]["message"] == "a device or pipe where a file is expected"


def test_links_that_go_round_in_circles(tmp_path: Path) -> None:
    put(tmp_path, SMALL + "bibliography: own.bib\n")
    (tmp_path / "data" / "own.bib").symlink_to("own.bib")
    ended = run("check", str(tmp_path / "data"), "--format", "json")
    assert ended.code == INVALID
    assert ended.codes == ["S001"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    put(tmp_path, SMALL + "bibliography: own.bib\n")
    (tmp_path / "data" / "own.bib").symlink_to("/etc/passwd")
    ended = run("check", str(tmp_path / "data"), "--format", "json")
    assert ended.code == INVALID
    assert ended.codes == ["S010"]


@pytest.mark.parametrize("name", ["cv.yaml", "own.bib"])
def test_an_unreadable_file(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, SMALL + "bibliography: own.bib\n")
    put(tmp_path, "", "own.bib").touch()
    locked = tmp_path / "data" / name
    locked.chmod(0)
    if os.geteuid() == 0:  # root reads everything
        whole = Path.read_bytes

        def refused(path: Path) -> bytes:
            if path == locked:
                raise PermissionError(13, "Permission denied", str(path))
            return whole(path)

        monkeypatch.setattr(Path, "read_bytes", refused)
    ended = run("check", str(tmp_path / "data"), "--format", "json")
    assert ended.code == INVALID
    assert [(item["code"], item["message"]) for item in ended.findings] == [("S001", "the file may not be read")]
    assert ended.findings[0]["hint"] == f"chmod u+r {name}"


def test_an_unknown_target(tmp_path: Path) -> None:
    put(tmp_path, SMALL)
    (tmp_path / "data" / "targets").mkdir()
    (tmp_path / "data" / "targets" / "short.yaml").write_text("pages: {max: 1}\n", encoding="utf-8")
    with old_pdf_untouched(tmp_path):
        ended = build(tmp_path, "-t", "shrot", "--format", "json")
    assert ended.code == USAGE
    assert ended.findings[0]["hint"] == "did you mean `short`?"


def test_terminals_cannot_be_steered_by_data(tmp_path: Path) -> None:
    put(tmp_path, SMALL.replace("position: Engineer", '"\\e[2J\\u202epo": Engineer'))
    ended = run("check", str(tmp_path / "data"))
    assert ended.code == INVALID
    assert "\x1b" not in ended.err
    assert "\u202e" not in ended.err
    assert "<U+001B>[2J<U+202E>po" in ended.err


# What goes wrong outside the data: TeX, the disk.

FAKES: dict[str, tuple[str, int, str]] = {
    "dies": ("kill -SEGV $$", FAILED, "X002"),
    "fails-in-silence": ("exit 1", FAILED, "X002"),
    "does-nothing": ("exit 0", FAILED, "X002"),
    "prints-rubbish": ("head -c 3000 /dev/urandom; exit 1", FAILED, "X002"),
    "prints-without-end": ("yes rubbish", FAILED, "X003"),
    "hangs": ("sleep 1000", FAILED, "X003"),
    "lacks-a-package": (
        "echo \"! LaTeX Error: File 'microtype.sty' not found.\" >document.log; exit 1",
        MISSING,
        "X004",
    ),
    "lacks-a-font": (
        "echo '! Font T1/qpl/m/n/10=ec-qplr at 10pt not loadable: Metric (TFM) file not found.' >document.log; exit 1",
        MISSING,
        "X004",
    ),
    "lacks-its-format": ("echo \"I can't find the format file \\`pdflatex.fmt'!\"; exit 1", MISSING, "X004"),
    "has-no-room": ("echo '! I can'\\''t write on file \\`document.pdf'\\''.' >document.log; exit 1", FAILED, "X006"),
}


@pytest.fixture
def fake_tex(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a program of one's own in the place of pdflatex."""

    def install(script: str) -> None:
        programs = tmp_path / "programs"
        programs.mkdir()
        (programs / "pdflatex").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (programs / "pdflatex").chmod(0o755)
        monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.setenv("CVTEX_TEX_TIMEOUT", "1")

    return install


@pytest.mark.parametrize("name", FAKES)
def test_a_tex_that(name: str, tmp_path: Path, fake_tex: Callable[[str], None]) -> None:
    script, code, finding = FAKES[name]
    fake_tex(script)
    put(tmp_path, SMALL)
    with old_pdf_untouched(tmp_path):
        ended = build(tmp_path)
    assert ended.code == code
    assert f"error[{finding}]" in ended.err
    assert "Traceback" not in ended.err
    assert ended.seconds < LONGEST


def test_tex_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    put(tmp_path, SMALL)
    with old_pdf_untouched(tmp_path):
        ended = build(tmp_path, "--format", "json")
    assert ended.code == MISSING
    assert ended.codes == ["X001"]
    assert "doctor" in str(ended.findings[0]["hint"])


def test_a_file_where_the_output_folder_should_be(tmp_path: Path) -> None:
    put(tmp_path, SMALL)
    (tmp_path / "build").write_bytes(OLD)
    ended = build(tmp_path, "--format", "json")
    assert ended.code in (USAGE, FAILED)
    assert (tmp_path / "build").read_bytes() == OLD
    assert len(ended.findings) == 1


def test_an_output_folder_that_takes_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, SMALL)
    with old_pdf_untouched(tmp_path):
        (tmp_path / "build").chmod(0o555)
        if os.geteuid() == 0:  # root writes everywhere
            monkeypatch.setattr(Path, "replace", _read_only)
        ended = build(tmp_path, "--format", "json")
        (tmp_path / "build").chmod(0o755)
    assert ended.code == FAILED
    assert ended.codes == ["X006"]


def _read_only(path: Path, target: Path) -> Path:
    raise PermissionError(13, "Permission denied", str(path), None, str(target))


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, SMALL)
    whole = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name.endswith(".part"):
            whole(path, data[:10])
            raise OSError(28, "No space left on device", str(path))
        return whole(path, data)

    with old_pdf_untouched(tmp_path):
        monkeypatch.setattr(Path, "write_bytes", full)
        ended = build(tmp_path, "--format", "json")
        monkeypatch.undo()
    assert ended.code == FAILED
    assert ended.codes == ["X006"]
    assert "No space left" in str(ended.findings[0]["message"])


def test_no_room_for_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, SMALL)
    shutil.rmtree(tmp_path / "none", ignore_errors=True)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    with old_pdf_untouched(tmp_path):
        ended = build(tmp_path, "--format", "json")
    assert ended.code == FAILED
    assert ended.codes == ["X006"]
