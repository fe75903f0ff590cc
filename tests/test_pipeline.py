"""What a build leaves behind, whatever happens to it: the last good PDF, whole files, and no process."""

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from cvtex.checking import check
from cvtex.diagnostics import DataError, TypesettingError
from cvtex.files import write_whole
from cvtex.pipeline import Request, build
from cvtex.reports.json import dumps
from tests.program import (
    OVERLONG,
    SMALL,
    Finished,
    cvtex,
    environment,
    fake_program,
    humbled_cvtex,
    interrupt,
    runs,
    start,
    wait_for,
)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def write(folder: Path, text: str) -> None:
    (folder / "data" / "cv.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def good(folder: Path) -> bytes:
    """The PDF of a first, good build into `build`."""
    assert cvtex("build", cwd=folder).code == 0
    assert names(folder / "build") == {"cv.pdf", "cv.tex", "cv.report.json"}
    return (folder / "build" / "cv.pdf").read_bytes()


def assert_kept(folder: Path, good: bytes) -> None:
    """The last good PDF is what it was, and nothing half-written lies beside it."""
    assert (folder / "build" / "cv.pdf").read_bytes() == good
    assert not [name for name in names(folder / "build") if name.endswith(".part")]


def test_a_refused_build_leaves_the_good_pdf_and_says_where_its_own_is(folder: Path, good: bytes) -> None:
    write(folder, OVERLONG)
    done = cvtex("build", cwd=folder)
    assert done.code == 1
    assert "refused: build/cv.failed.pdf" in done.out
    assert_kept(folder, good)
    assert (folder / "build" / "cv.failed.pdf").read_bytes().startswith(b"%PDF-")
    assert '"pdf": "build/cv.failed.pdf"' in (folder / "build" / "cv.report.json").read_text(encoding="utf-8")
    write(folder, SMALL)
    assert cvtex("build", cwd=folder).code == 0
    assert names(folder / "build") == {"cv.pdf", "cv.tex", "cv.report.json"}
    assert_kept(folder, good)


def test_a_failure_of_tex_leaves_the_good_pdf_and_names_its_log(folder: Path, good: bytes) -> None:
    env = fake_program(folder / "bin", "echo 'the log of TeX' > document.log; echo oh no; exit 1")
    done = cvtex("build", cwd=folder, env=env)
    assert done.code == 4
    assert "error[X002]: TeX ended with status 1: oh no" in done.err
    assert "TeX's log is build/cv.log" in done.err
    assert (folder / "build" / "cv.log").read_text(encoding="utf-8") == "the log of TeX\n"
    assert_kept(folder, good)
    assert cvtex("build", cwd=folder).code == 0
    assert "cv.log" not in names(folder / "build")


def test_a_timeout_leaves_the_good_pdf_and_names_its_log(folder: Path, good: bytes) -> None:
    env = fake_program(folder / "bin", "echo begun > document.log; sleep 60") | {"CVTEX_TEX_TIMEOUT": "0.5"}
    done = cvtex("build", cwd=folder, env=env)
    assert done.code == 4
    assert "error[X003]" in done.err
    assert (folder / "build" / "cv.log").read_text(encoding="utf-8") == "begun\n"
    assert_kept(folder, good)


@pytest.mark.parametrize("content", ["", "not a PDF", "%PDF-1.7 and then nothing"])
def test_a_pdf_that_is_rubbish_is_a_failure_of_tex(folder: Path, good: bytes, content: str) -> None:
    env = fake_program(folder / "bin", f"printf '{content}' > document.pdf; echo log > document.log")
    done = cvtex("build", cwd=folder, env=env)
    assert done.code == 4
    assert "error[X002]: TeX wrote no sound PDF" in done.err
    assert "build/cv.log" in done.err
    assert_kept(folder, good)


def test_no_tex_is_told_with_what_installs_it(folder: Path, good: bytes) -> None:
    done = cvtex("build", cwd=folder, env=environment(PATH=str(folder / "none")))
    assert done.code == 5
    assert "`pdflatex` is not installed" in done.err
    assert "cvtex doctor" in done.err
    assert_kept(folder, good)


def test_a_missing_tex_file_is_told_by_name(folder: Path, good: bytes) -> None:
    log = 'echo "! LaTeX Error: File \\`microtype.sty\' not found." > document.log; exit 1'
    done = cvtex("build", cwd=folder, env=fake_program(folder / "bin", log))
    assert done.code == 5
    assert "TeX does not find `microtype.sty`" in done.err
    assert_kept(folder, good)


def test_an_output_folder_that_is_a_file_is_told(folder: Path) -> None:
    (folder / "build").write_text("mine", encoding="utf-8")
    done = cvtex("build", cwd=folder)
    assert done.code == 4
    assert "error[X006]: the file cannot be written" in done.err
    assert (folder / "build").read_text(encoding="utf-8") == "mine"


def test_a_folder_in_the_pdfs_place_is_told(folder: Path) -> None:
    (folder / "build" / "cv.pdf").mkdir(parents=True)
    done = cvtex("build", cwd=folder)
    assert done.code == 4
    assert "build/cv.pdf: error[X006]" in done.err
    assert not [name for name in names(folder / "build") if name.endswith(".part")]


def test_an_output_folder_that_is_read_only_is_told(folder: Path, good: bytes) -> None:
    write(folder, SMALL.replace("Engineer", "Director"))
    (folder / "build").chmod(0o555)
    done = humbled_cvtex("build", cwd=folder)
    (folder / "build").chmod(0o755)
    assert done.code == 4, done.err
    assert "error[X006]: the file cannot be written (Permission denied)" in done.err
    assert_kept(folder, good)


def test_a_data_folder_that_is_read_only_does(folder: Path) -> None:
    (folder / "data").chmod(0o555)
    done = humbled_cvtex("build", cwd=folder)
    (folder / "data").chmod(0o755)
    assert done.code == 0, done.err
    assert names(folder / "data") == {"cv.yaml"}


def test_a_disk_that_is_full_leaves_the_good_files(folder: Path, good: bytes) -> None:
    """No file may grow past 30 kB; TeX, within its own folder, is let off."""
    write(folder, SMALL.replace("Engineer", "Director"))
    report = (folder / "build" / "cv.report.json").read_bytes()
    script = f'ulimit -S -f unlimited; exec {shutil.which("pdflatex")} "$@"'
    done = humbled_cvtex("build", cwd=folder, env=fake_program(folder / "bin", script), largest=30_000)
    assert done.code == 4, done.err
    assert "build/cv.pdf: error[X006]: the file cannot be written (File too large)" in done.err
    assert_kept(folder, good)
    assert (folder / "build" / "cv.report.json").read_bytes() == report, "the report is that of the PDF beside it"


def test_a_disk_that_is_full_for_tex_is_told(folder: Path, good: bytes) -> None:
    write(folder, SMALL.replace("Engineer", "Director"))
    done = humbled_cvtex("build", cwd=folder, largest=30_000)
    assert done.code == 4, done.err
    assert_kept(folder, good)


def test_a_killed_build_leaves_the_good_pdf(folder: Path, good: bytes) -> None:
    env = fake_program(folder / "bin", f"echo $$ > {folder}/pid; exec sleep 30")
    process = start("build", cwd=folder, env=env)
    assert wait_for(lambda: (folder / "pid").exists() and bool((folder / "pid").read_text(encoding="utf-8").strip()))
    interrupt(process, signal.SIGKILL)
    os.kill(int((folder / "pid").read_text(encoding="utf-8")), signal.SIGKILL)
    assert_kept(folder, good)
    assert cvtex("build", cwd=folder).code == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_build_ends_with_tex_and_leaves_the_good_pdf(
    folder: Path, good: bytes, number: signal.Signals
) -> None:
    env = fake_program(folder / "bin", f"echo $$ > {folder}/pid; trap '' INT; while :; do sleep 1; done")
    env["TMPDIR"] = str(folder / "scratch")
    (folder / "scratch").mkdir()
    process = start("build", cwd=folder, env=env)
    assert wait_for(lambda: (folder / "pid").exists() and bool((folder / "pid").read_text(encoding="utf-8").strip()))
    done = interrupt(process, number)
    assert done.code == 130
    assert "Traceback" not in done.err
    assert "interrupted" in done.err
    pid = int((folder / "pid").read_text(encoding="utf-8"))
    assert wait_for(lambda: not runs(pid), 5)
    assert_kept(folder, good)
    assert not list((folder / "scratch").iterdir())


def test_an_interrupted_verification_ends_with_qpdf(folder: Path, good: bytes) -> None:
    env = fake_program(folder / "bin", f"echo $$ > {folder}/pid; trap '' INT; while :; do sleep 1; done", "qpdf")
    env["TMPDIR"] = str(folder / "scratch")
    (folder / "scratch").mkdir()
    process = start("build", cwd=folder, env=env)
    assert wait_for(
        lambda: (folder / "pid").exists() and bool((folder / "pid").read_text(encoding="utf-8").strip()), 30
    )
    done = interrupt(process, signal.SIGINT)
    assert (done.code, done.err.strip()) == (130, "interrupted")
    pid = int((folder / "pid").read_text(encoding="utf-8"))
    assert wait_for(lambda: not runs(pid), 5)
    assert_kept(folder, good)
    assert not list((folder / "scratch").iterdir())


@pytest.mark.parametrize("whole_group", [False, True], ids=["kill", "terminal"])
def test_an_interrupt_ends_all_targets_at_once_and_leaves_nothing(
    folder: Path, good: bytes, *, whole_group: bool
) -> None:
    for name in ("a", "b", "c"):
        (folder / "data" / "targets").mkdir(exist_ok=True)
        (folder / "data" / "targets" / f"{name}.yaml").touch()
    pids = folder / "pids"
    pids.mkdir()
    env = fake_program(folder / "bin", f"touch {pids}/$$; trap '' INT; while :; do sleep 1; done")
    env["TMPDIR"] = str(folder / "scratch")
    (folder / "scratch").mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "cvtex", "build", "--all"], cwd=folder, env=env, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    at_once = min(os.cpu_count() or 1, 4)
    assert wait_for(lambda: len(names(pids)) == at_once)
    if whole_group:  # as a terminal does
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, "", "\ninterrupted\n")
    assert wait_for(lambda: not any(runs(int(pid)) for pid in names(pids)), 5)
    assert len(names(pids)) == at_once, "no other was begun"
    assert_kept(folder, good)
    assert names(folder / "build") == {"cv.pdf", "cv.tex", "cv.report.json"}
    assert not list((folder / "scratch").iterdir())


def test_two_builds_at_once_do_not_hurt_each_other(folder: Path) -> None:
    both = [start("build", cwd=folder) for _ in range(3)]
    ended = [Finished(p.wait(60), *p.communicate()) for p in both]
    assert [done.code for done in ended] == [0, 0, 0], [done.err for done in ended]
    assert names(folder / "build") == {"cv.pdf", "cv.tex", "cv.report.json"}
    assert cvtex("verify", "build/cv.pdf", "--data", "data", cwd=folder).code == 0


@pytest.mark.parametrize(
    "name",
    ["with space", "ünïcödé 日本", "50% off", "~ada", "$HOME", "#1", "a&b", "it's", "{x}", "-dash", "^^M", "\\x"],
)
def test_any_folder_will_do(tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    (place / "data").mkdir(parents=True)
    (place / "data" / "cv.yaml").write_text(SMALL, encoding="utf-8")
    (place / "tmp").mkdir()
    done = cvtex(
        "build", f"./{name}/data", "-o", f"./{name}/out", cwd=tmp_path, env=environment(TMPDIR=str(place / "tmp"))
    )
    assert done.code == 0, done.err
    assert names(place / "out") == {"cv.pdf", "cv.tex", "cv.report.json"}


def test_a_folder_whose_name_is_no_text_will_do(tmp_path: Path) -> None:
    place = os.path.join(os.fsencode(tmp_path), b"caf\xe9")
    os.mkdir(place)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cv.yaml").write_text(SMALL, encoding="utf-8")
    done = cvtex("build", "-o", os.fsdecode(place), "--format", "json", cwd=tmp_path)
    assert done.code == 0, done.err
    assert done.report["passed"] is True
    assert b"cv.pdf" in os.listdir(place)


def test_the_data_may_be_reached_through_a_link(folder: Path) -> None:
    (folder / "linked").symlink_to(folder / "data")
    real = folder / "elsewhere.yaml"
    (folder / "data" / "cv.yaml").rename(real)
    (folder / "data" / "cv.yaml").symlink_to(real)
    done = cvtex("build", "linked", cwd=folder)
    assert done.code == 0, done.err


def test_an_output_that_is_a_link_to_a_folder_stays_one(folder: Path) -> None:
    (folder / "real").mkdir()
    (folder / "build").symlink_to("real")
    assert cvtex("build", cwd=folder).code == 0
    assert (folder / "build").is_symlink()
    assert "cv.pdf" in names(folder / "real")


def test_the_folder_that_holds_data_may_be_named(folder: Path) -> None:
    document, warnings = check(folder, "cv")
    assert document.name.plain == "Ada Example"
    assert warnings == ()


def test_a_build_reports_each_stage_and_passes(folder: Path) -> None:
    report = build(Request(folder / "data", "cv", folder / "out", os.environ))
    assert report.passed
    assert [stage for stage, _ in report.seconds] == ["content", "typeset", "verify"]
    assert dumps(report) == (folder / "out" / "cv.report.json").read_text(encoding="utf-8")


def test_files_are_written_all_or_none(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"old")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(TypesettingError) as caught:
        write_whole({old: b"changed", new: b"new", tmp_path / "file" / "inside": b"x"})
    assert caught.value.diagnostics[0].span is not None
    assert caught.value.diagnostics[0].span.file.endswith("inside")
    assert old.read_bytes() == b"old"
    assert names(tmp_path) == {"old", "file"}


def test_an_interruption_leaves_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole({tmp_path / "a": b"a"})
    assert names(tmp_path) == set()


def test_files_are_written_whole(tmp_path: Path) -> None:
    write_whole({tmp_path / "deep" / "er" / "a": b"1", tmp_path / "b": b"2"})
    assert (tmp_path / "deep" / "er" / "a").read_bytes() == b"1"
    assert names(tmp_path) == {"deep", "b"}


def test_targets_that_are_built_at_once_do_not_ask_for_one_file(tmp_path: Path) -> None:
    (tmp_path / "targets").mkdir()
    (tmp_path / "cv.yaml").write_text(
        "version: 1\nname: Ada Byron\nsections:\n- section: S\n  entries: [x]\n", encoding="utf-8"
    )
    for name in ("one", "two"):
        (tmp_path / "targets" / f"{name}.yaml").write_text("file: 'CV_{family}'\n", encoding="utf-8")
    (tmp_path / "targets" / "broken.yaml").write_text("file: [\n", encoding="utf-8")
    order = Request(tmp_path, "one", tmp_path / "build", os.environ)
    assert build(order).passed
    with pytest.raises(DataError) as caught:
        build(replace(order, target="two", beside=("broken", "cv", "one", "two")))
    (finding,) = caught.value.diagnostics
    message = "the targets `two` and `one` both ask for a file called `CV_{family}`"
    assert (finding.code, finding.message) == ("D017", message)
    assert not (tmp_path / "build" / "two.pdf").exists()


def test_no_copy_takes_the_place_of_another_targets_pdf(tmp_path: Path) -> None:
    (tmp_path / "targets").mkdir()
    (tmp_path / "cv.yaml").write_text(
        "version: 1\nname: Ada Byron\nsections:\n- section: S\n  entries: [x]\n", encoding="utf-8"
    )
    (tmp_path / "targets" / "byron.yaml").write_text("title: B\n", encoding="utf-8")
    (tmp_path / "targets" / "one.yaml").write_text("file: '{family}'\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        check(tmp_path, "one")
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.message) == (
        "D017",
        "`Byron.pdf` is the PDF of the target `byron`, which it would replace",
    )
