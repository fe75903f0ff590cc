"""The engine: programs that misbehave in every way, and the safeguards around the real one."""

import os
import signal
import tempfile
import time
from pathlib import Path

import pytest

from cvtex.diagnostics import MissingError, TypesettingError
from cvtex.typeset import engine
from cvtex.typeset.compile import TexFailedError, typeset
from cvtex.typeset.engine import Run, find_engine, run_engine
from tests.program import fake_program, runs, wait_for
from tests.samples import class_document, document, line, run_tex


def run_fake(tmp_path: Path, script: str, **environment: str) -> Run:
    """A run of a program that is this script, in the folder `scratch`."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    env = {**fake_program(tmp_path / "bin", script), **environment}
    return run_engine(find_engine("pdflatex", env), "source", (), scratch, env)


def failure_of(tmp_path: Path, script: str, **environment: str) -> TexFailedError:
    """How a document fails when TeX is this script."""
    env = {**fake_program(tmp_path / "bin", script), **environment}
    with pytest.raises(TexFailedError) as caught:
        typeset(document(line("x")), engine="pdflatex", environment=env)
    assert caught.value.exit_code == 4
    return caught.value


def test_a_program_that_hangs_is_stopped_with_all_that_it_started(tmp_path: Path) -> None:
    begin = time.monotonic()
    script = f"sleep 60 & echo $! > {tmp_path}/child; echo so far; echo log > document.log; sleep 60"
    error = failure_of(tmp_path, script, CVTEX_TEX_TIMEOUT="0.7")
    assert time.monotonic() - begin < 10
    assert error.diagnostics[0].code == "X003"
    assert "it was not done after 0.7 seconds" in error.diagnostics[0].message
    assert error.log == "log\n"
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    assert wait_for(lambda: not runs(child), 5)


def test_a_program_that_ignores_being_asked_to_stop_is_stopped(tmp_path: Path) -> None:
    error = failure_of(tmp_path, "trap '' TERM INT HUP; while :; do sleep 1; done", CVTEX_TEX_TIMEOUT="0.5")
    assert error.diagnostics[0].code == "X003"


def test_a_program_that_prints_without_end_is_stopped(tmp_path: Path) -> None:
    error = failure_of(tmp_path, "yes 'This is not TeX'")
    assert error.diagnostics[0].code == "X003"
    assert "it printed without end" in error.diagnostics[0].message
    assert len(error.log) < 3_000_000


def test_a_program_that_dies_of_a_signal_is_told(tmp_path: Path) -> None:
    error = failure_of(tmp_path, "kill -SEGV $$")
    assert error.diagnostics[0].code == "X002"
    assert f"signal {signal.SIGSEGV.value}" in error.diagnostics[0].message


def test_a_program_that_fails_without_a_log_is_quoted(tmp_path: Path) -> None:
    error = failure_of(tmp_path, "echo it has no mood for this; exit 7")
    assert error.diagnostics[0].message == "TeX ended with status 7: it has no mood for this"
    assert failure_of(tmp_path, "exit 3").diagnostics[0].message == "TeX ended with status 3: it printed nothing"


def test_success_without_a_pdf_is_a_failure(tmp_path: Path) -> None:
    error = failure_of(tmp_path, "exit 0")
    assert error.diagnostics[0].message == "TeX ended without an error and without a PDF"


def test_a_log_that_is_no_text_is_borne(tmp_path: Path) -> None:
    error = failure_of(tmp_path, "head -c 3000 /dev/urandom > document.log; head -c 99 /dev/urandom; exit 1")
    assert error.diagnostics[0].code == "X002"
    assert all(c.isprintable() for c in error.diagnostics[0].message)


def test_a_missing_format_asks_for_the_installation(tmp_path: Path) -> None:
    env = fake_program(tmp_path / "bin", "echo \"I can't find the format file \\`pdflatex.fmt'!\"; exit 1")
    with pytest.raises(TexFailedError) as caught:
        typeset(document(line("x")), engine="pdflatex", environment=env)
    assert caught.value.exit_code == 5
    assert "pdflatex.fmt" in caught.value.diagnostics[0].message


@pytest.mark.parametrize("path", ["", "/nonexistent", "."])
def test_a_missing_program_is_not_installed(path: str) -> None:
    with pytest.raises(MissingError) as caught:
        find_engine("pdflatex", {"PATH": path})
    assert caught.value.exit_code == 5
    assert caught.value.diagnostics[0].code == "X001"


def test_a_program_that_may_not_be_run_is_not_installed(tmp_path: Path) -> None:
    path = tmp_path / "pdflatex"
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o644)
    with pytest.raises(MissingError):
        find_engine("pdflatex", {"PATH": str(tmp_path)})


def test_a_program_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    path = tmp_path / "pdflatex"
    path.write_text("#!/nonexistent/interpreter\n", encoding="utf-8")
    path.chmod(0o755)
    with pytest.raises(TypesettingError) as caught:
        typeset(document(line("x")), engine="pdflatex", environment={"PATH": str(tmp_path)})
    assert caught.value.diagnostics[0].code == "X002"
    assert "cannot be started" in caught.value.diagnostics[0].message


def test_a_path_that_depends_on_the_folder_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env = fake_program(tmp_path / "bin", "echo started; exit 9")
    monkeypatch.chdir(tmp_path)
    found = find_engine("pdflatex", {"PATH": "bin"})
    assert found == tmp_path / "bin" / "pdflatex"
    (tmp_path / "scratch").mkdir()
    assert run_engine(found, "", (), tmp_path / "scratch", env).status == 9


def test_the_engine_keeps_the_name_that_it_is_called_by(tmp_path: Path) -> None:
    (tmp_path / "pdftex").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "pdftex").chmod(0o755)
    (tmp_path / "pdflatex").symlink_to("pdftex")
    assert find_engine("pdflatex", {"PATH": str(tmp_path)}).name == "pdflatex"


WRITES_AUX = (
    "printf 'INPUT ./document.aux\\nOUTPUT document.aux\\nOUTPUT document.log\\n' > document.fls; : > document.pdf"
)


@pytest.mark.parametrize(
    ("script", "passes"),
    [
        (": > document.pdf", 1),
        (f"{WRITES_AUX}; echo same > document.aux", 2),
        (f"{WRITES_AUX}; echo x >> document.aux", 4),
        (f"{WRITES_AUX}; [ $(wc -c < document.aux) -ge 3 ] || printf x >> document.aux", 4),
        (f'{WRITES_AUX}; [ -e document.aux ] && n=$(cat document.aux); [ "$n" = xx ] || printf x >> document.aux', 3),
        ("printf 'OUTPUT document.aux\\n' > document.fls; date +%N > document.aux; : > document.pdf", 1),
        ("printf 'INPUT document.tex\\nOUTPUT document.log\\n' > document.fls; date +%N > document.log", 1),
        (f"{WRITES_AUX}; echo x >> document.aux; exit 1", 1),
    ],
    ids=["no record", "settled", "never settles", "settles at the limit", "settles", "never read", "the log", "failed"],
)
def test_tex_runs_again_only_for_what_it_read_and_changed(tmp_path: Path, script: str, passes: int) -> None:
    assert run_fake(tmp_path, script).passes == passes


def test_the_class_needs_one_pass(tmp_path: Path) -> None:
    done = run_tex(class_document("\\cvsection{1}{One}\\cvtext{x}"), tmp_path)
    assert (done.status, done.passes) == (0, 1)


@pytest.mark.parametrize("value", ["soon", "", "nan", "inf", "-1", "0", "1e999"])
def test_a_timeout_that_is_none_is_not_taken(tmp_path: Path, value: str) -> None:
    assert run_fake(tmp_path, "exit 0", CVTEX_TEX_TIMEOUT=value).stopped is None


@pytest.mark.parametrize("value", ["1e10", "1e300"])
def test_a_timeout_may_be_longer_than_a_thread_can_wait(tmp_path: Path, value: str) -> None:
    assert run_fake(tmp_path, "exit 0", CVTEX_TEX_TIMEOUT=value).stopped is None


def test_the_users_environment_is_kept_and_made_safe(tmp_path: Path) -> None:
    loose = {"openin_any": "a", "openout_any": "a", "shell_escape": "t", "TEXMFOUTPUT": "/", "TEXINPUTS": "/evil"}
    output = run_fake(tmp_path, "env", MY_OWN="yes", SOURCE_DATE_EPOCH="77", **loose).output.splitlines()
    told = dict(item.partition("=")[::2] for item in output)
    assert told["MY_OWN"] == "yes"
    assert (told["openin_any"], told["openout_any"], told["shell_escape"]) == ("p", "p", "f")
    assert (told["TEXINPUTS"], told["SOURCE_DATE_EPOCH"], told["FORCE_SOURCE_DATE"]) == (".:", "0", "1")
    assert "TEXMFOUTPUT" not in told


def test_the_engine_is_called_without_shell_escape_and_without_questions(tmp_path: Path) -> None:
    output = run_fake(tmp_path, 'printf "%s\\n" "$@"; cat').output.splitlines()
    assert "-no-shell-escape" in output
    assert "-halt-on-error" in output
    assert output[-1] == "document.tex"


HARMLESS = "\\cvtext{ok}"


@pytest.mark.parametrize("command", ["\\write18", "\\immediate\\write18"])
def test_the_real_engine_starts_no_program(tmp_path: Path, command: str) -> None:
    (tmp_path / "scratch").mkdir()
    done = run_tex(class_document(f"{command}{{touch {tmp_path}/evil}}{HARMLESS}"), tmp_path / "scratch")
    assert done.status == 0
    assert not (tmp_path / "evil").exists()
    (tmp_path / "scratch" / "document.pdf").unlink()
    assert run_tex(class_document("\\input{|date}" + HARMLESS), tmp_path / "scratch").status != 0


@pytest.mark.parametrize("name", ["/etc/passwd", "../secret.tex", ".hidden.tex"])
def test_the_real_engine_reads_nothing_outside(tmp_path: Path, name: str) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    (tmp_path / "secret.tex").write_text("\\cvtext{secret words}", encoding="utf-8")
    assert run_tex(class_document(f"\\input{{{name}}}{HARMLESS}"), scratch).status != 0
    body = f"\\newread\\r \\openin\\r={name} \\ifeof\\r\\else\\errmessage{{it is open}}\\fi {HARMLESS}"
    assert run_tex(class_document(body), scratch).status == 0


@pytest.mark.parametrize("name", ["../evil", "/tmp/cvtex-evil", ".evil"])
def test_the_real_engine_writes_nothing_outside(tmp_path: Path, name: str) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    body = f"\\newwrite\\w \\immediate\\openout\\w={name} \\immediate\\write\\w{{x}} {HARMLESS}"
    assert run_tex(class_document(body), scratch).status != 0
    assert not (*tmp_path.rglob("*evil*"), *Path("/tmp").glob("cvtex-evil*"))


def test_the_scratch_folder_is_gone_after_success_and_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    typeset(document(line("x")), engine="pdflatex", environment=os.environ)
    env = fake_program(tmp_path / "bin", "touch rest; exit 1")
    with pytest.raises(TexFailedError):
        typeset(document(line("x")), engine="pdflatex", environment=env)
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


def test_a_scratch_folder_that_cannot_be_made_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(TypesettingError) as caught:
        typeset(document(line("x")), engine="pdflatex", environment=os.environ)
    assert caught.value.diagnostics[0].code == "X006"


def test_a_record_that_is_renamed_meanwhile_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """TeX that waits for its source may have just started, and begins its record of files under another name."""
    record = tmp_path / "pdftex123.fls"
    record.touch()
    (tmp_path / "photo.png").touch()
    read = Path.read_bytes

    def renamed(path: Path) -> bytes:
        if path == record:
            record.rename(tmp_path / "document.fls")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", renamed)
    assert engine._digests(tmp_path).keys() == {"photo.png"}
