"""Builds of which nothing has changed: they say the same, touch nothing, and are built anew when anything did."""

import marshal
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cvtex.cache import facts, notes, place, records, remember
from cvtex.typeset.installed import families
from tests.program import OVERLONG, SMALL, cvtex, cvtex_anew, environment, fake_program, start, wait_for


def settle() -> None:
    """Wait until a file that was just written has a time of its own."""
    time.sleep(0.05)


@pytest.fixture
def cached(folder: Path, tmp_path: Path, warm_home: Path) -> dict[str, str]:
    """An environment with a cache of its own, for a folder that was built once."""
    shutil.copytree(warm_home / "cache", tmp_path / "cache")
    made = environment(CVTEX_CACHE=str(tmp_path / "cache"), HOME=str(warm_home), USER="ada")
    settle()
    assert cvtex("build", cwd=folder, env=made).code == 0
    return made


def inode(folder: Path) -> int:
    """The identity of a file that every build writes anew."""
    return (folder / "build" / "cv.tex").stat().st_ino


def snapshot(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """The files of the output: which they are, when they were written, what they hold."""
    files = {path: path.stat() for path in (folder / "build").iterdir()}
    return {path.name: (about.st_ino, about.st_mtime_ns, path.read_bytes()) for path, about in files.items()}


def test_it_says_the_same_and_touches_nothing(folder: Path, cached: dict[str, str]) -> None:
    for form in ("text", "json", "github", "junit"):
        first = cvtex("build", "--format", form, cwd=folder, env=cached)
        files = snapshot(folder)
        again = cvtex("build", "--format", form, cwd=folder, env=cached)
        assert (again.code, again.err) == (first.code, first.err) == (0, "")
        if form == "text":
            assert again.out.startswith("build/cv.pdf  1 page")
            assert again.out.endswith(" · unchanged\n")
            assert again.out.rpartition(" · ")[0] == first.out.rpartition(" · ")[0]
        else:
            assert again.out == first.out
        assert files == snapshot(folder)


def _edit(folder: Path) -> None:
    (folder / "data" / "cv.yaml").write_text(SMALL.replace("Built", "Made"), encoding="utf-8")


def _add_target(folder: Path) -> None:
    (folder / "data" / "targets").mkdir()
    (folder / "data" / "targets" / "cv.yaml").write_text("paper: a4\n", encoding="utf-8")


def _delete_output(folder: Path) -> None:
    (folder / "build" / "cv.pdf").unlink()


def _spoil_output(folder: Path) -> None:
    with (folder / "build" / "cv.pdf").open("r+b") as pdf:
        pdf.write(b"%PDX")


def _spoil_report(folder: Path) -> None:
    path = folder / "build" / "cv.report.json"
    path.write_text(path.read_text(encoding="utf-8").replace("true", "false"), encoding="utf-8")


def _spoil_record(folder: Path) -> None:
    for path in (folder / "cache" / "builds").iterdir():
        content = path.read_bytes()
        path.write_bytes(content[:100] + bytes([content[100] ^ 1]) + content[101:])


def _cut_record(folder: Path) -> None:
    for path in (folder / "cache" / "builds").iterdir():
        path.write_bytes(path.read_bytes()[:-20])


def _leave_a_log(folder: Path) -> None:
    (folder / "build" / "cv.log").touch()


def _nothing(_: Path) -> None:
    return


@pytest.mark.parametrize(
    ("change", "more", "settings"),
    [
        (_edit, (), {}),
        (_add_target, (), {}),
        (_delete_output, (), {}),
        (_spoil_output, (), {}),
        (_spoil_report, (), {}),
        (_leave_a_log, (), {}),
        (_spoil_record, (), {}),
        (_cut_record, (), {}),
        (_nothing, ("--force",), {}),
        (_nothing, (), {"CVTEX_BUILD_FORCE": "1"}),
        (_nothing, ("--today", "2026-01-01"), {}),
        (_nothing, (), {"SOURCE_DATE_EPOCH": "1000000000"}),
        (_nothing, (), {"USER": "eve"}),
        (_nothing, (), {"CVTEX_CACHE": ""}),
    ],
)
def test_it_is_built_anew_when_anything_changed(
    change: Callable[[Path], None],
    more: tuple[str, ...],
    settings: dict[str, str],
    folder: Path,
    cached: dict[str, str],
) -> None:
    before = inode(folder)
    assert cvtex("build", cwd=folder, env=cached).out.endswith(" · unchanged\n")
    assert inode(folder) == before
    change(folder)
    done = cvtex("build", *more, cwd=folder, env={**cached, **settings})
    assert done.code == 0
    assert done.out.endswith(" s\n")
    assert inode(folder) != before
    assert (folder / "build" / "cv.pdf").read_bytes().startswith(b"%PDF")


def test_a_file_that_was_only_touched_counts_as_unchanged(folder: Path, cached: dict[str, str]) -> None:
    (folder / "data" / "cv.yaml").touch()
    assert cvtex("build", cwd=folder, env=cached).out.endswith(" · unchanged\n")


def test_a_refused_build_is_refused_again(folder: Path, cached: dict[str, str]) -> None:
    (folder / "data" / "cv.yaml").write_text(OVERLONG, encoding="utf-8")
    settle()
    first = cvtex("build", cwd=folder, env=cached)
    before = inode(folder)
    again = cvtex("build", cwd=folder, env=cached)
    assert first.code == again.code == 1
    assert "X007" in again.err
    assert again.err == first.err
    assert again.out.startswith("refused: build/cv.failed.pdf")
    assert inode(folder) == before


def test_an_error_before_tex_is_found_again(folder: Path, cached: dict[str, str]) -> None:
    kept = sorted((folder / "cache" / "builds").iterdir())
    (folder / "data" / "cv.yaml").write_text("version: 1\n", encoding="utf-8")
    settle()
    assert [cvtex("build", cwd=folder, env=cached).code for _ in range(2)] == [3, 3]
    assert sorted((folder / "cache" / "builds").iterdir()) == kept


def test_several_targets_count_all_that_each_has_read(folder: Path, cached: dict[str, str]) -> None:
    _add_target(folder)
    (folder / "data" / "targets" / "short.yaml").write_text("extends: cv\n", encoding="utf-8")
    settle()
    first = cvtex("build", "--all", cwd=folder, env=cached)
    assert cvtex("build", "--all", cwd=folder, env=cached).out.count(" · unchanged\n") == 2
    (folder / "data" / "targets" / "short.yaml").write_text("extends: cv\npaper: letter\n", encoding="utf-8")
    again = cvtex("build", "--all", cwd=folder, env=cached)
    assert first.code == again.code == 0
    assert " · unchanged" not in again.out


def test_without_a_home_there_is_no_cache_and_no_harm(folder: Path) -> None:
    bare = {
        name: value for name, value in environment().items() if name not in ("HOME", "CVTEX_CACHE", "XDG_CACHE_HOME")
    }
    for _ in range(2):
        assert cvtex("build", cwd=folder, env=bare).out.endswith(" s\n")


def test_a_cache_that_cannot_be_written_does_no_harm(folder: Path, cached: dict[str, str]) -> None:
    (folder / "file").touch()
    done = cvtex("build", cwd=folder, env={**cached, "CVTEX_CACHE": str(folder / "file")})
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize("after", [0.1, 0.25, 0.4])
def test_a_build_that_is_killed_leaves_nothing_wrong(after: float, folder: Path, cached: dict[str, str]) -> None:
    _edit(folder)
    settle()
    killed = start("build", cwd=folder, env=cached)
    time.sleep(after)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    first = cvtex("build", cwd=folder, env=cached)
    alone = cvtex_anew("build", "-o", "alone", cwd=folder, env={**cached, "CVTEX_CACHE": ""})
    assert first.code == alone.code == 0
    assert (folder / "build" / "cv.pdf").read_bytes() == (folder / "alone" / "cv.pdf").read_bytes()
    assert cvtex("build", cwd=folder, env=cached).out.endswith(" · unchanged\n")


def test_two_builds_at_once_agree(folder: Path, cached: dict[str, str]) -> None:
    _edit(folder)
    settle()
    both = [start("build", cwd=folder, env=cached) for _ in range(2)]
    for process in both:
        out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, "")
        assert out.startswith("build/cv.pdf")
    assert cvtex("build", cwd=folder, env=cached).code == 0
    assert cvtex("build", cwd=folder, env=cached).out.endswith(" · unchanged\n")


def test_it_loads_next_to_nothing(folder: Path, cached: dict[str, str]) -> None:
    script = "import sys; from cvtex.__main__ import main\ntry: main()\nfinally: print(*sorted(sys.modules), sep='\\n')"
    assert cvtex("build", cwd=folder, env=cached).code == 0
    import sys

    done = subprocess.run(
        [sys.executable, "-c", script, "build"], cwd=folder, env=cached, capture_output=True, text=True, check=True
    )
    said, *loaded = done.stdout.splitlines()
    assert said.endswith(" · unchanged")
    ours = {name for name in loaded if name.startswith("cvtex")}
    assert ours == {"cvtex", "cvtex.__main__", "cvtex.cache"} | {
        f"cvtex.cache.{name}" for name in ("facts", "place", "records")
    }
    assert not {"json", "pathlib", "re", "typing", "click", "yaml", "hashlib"} & set(loaded)


# What is noted, and when it is too little to go by.


def noted(path: Path) -> notes.Notes:
    with notes.taken() as made:
        path.read_bytes()
    return made


def test_what_is_read_listed_and_written_is_noted(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a", encoding="utf-8")
    settle()
    with notes.taken() as made:
        (tmp_path / "a").read_text(encoding="utf-8")
        list(tmp_path.iterdir())
        (tmp_path / "b.part").write_text("b", encoding="utf-8")
        (tmp_path / "b.part").replace(tmp_path / "b")
        (tmp_path / "c").unlink(missing_ok=True)
    (tmp_path / "a").read_text(encoding="utf-8")
    assert made.read == {str(tmp_path / "a"): facts.state(str(tmp_path / "a"))}
    assert made.written == {str(tmp_path / "b"): facts.state(str(tmp_path / "b"))}
    assert str(tmp_path) in made.listed
    assert made.removed == {str(tmp_path / "c")}


def test_what_changed_meanwhile_is_not_remembered(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("a", encoding="utf-8")
    assert remember.known(noted(path), "/cache") == (), "it was written just now: another change might not show"
    settle()
    made = noted(path)
    assert remember.known(made, "/cache")
    path.write_text("b", encoding="utf-8")
    assert remember.known(made, "/cache") == ()


def test_a_file_that_came_after_its_folder_was_listed_is_not_missed(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a", encoding="utf-8")
    settle()
    with notes.taken() as made:
        list(tmp_path.iterdir())
    assert remember.known(made, "/cache")
    (tmp_path / "late").write_text("b", encoding="utf-8")
    assert remember.known(made, "/cache") == ()


def test_a_build_across_midnight_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    with notes.taken() as made:
        sys.audit("cvtex.day")
    assert remember.known(made, "/cache")
    day = facts.today()
    monkeypatch.setattr(facts, "today", lambda: day + 1)
    assert remember.known(made, "/cache") == ()


def test_which_folder_is_meant_is_asked_again(tmp_path: Path) -> None:
    with notes.taken() as made:
        sys.audit("cvtex.exists", str(tmp_path / "cv.yaml"))
    fact = ("exists", str(tmp_path / "cv.yaml"), False)
    assert fact in remember.known(made, "/cache")
    assert facts.holds(*fact)
    (tmp_path / "cv.yaml").write_text("", encoding="utf-8")
    assert not facts.holds(*fact)


def test_what_another_program_said_is_not_remembered() -> None:
    made = notes.Notes()
    assert remember.known(made, "/cache")
    made.programs.add("git")
    assert remember.known(made, "/cache") == ()


def test_what_a_program_said_that_can_be_asked_again_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = tmp_path / "listed"
    listed.write_bytes(b"one")
    monkeypatch.setenv("PATH", f"{fake_program(tmp_path, f'cat {listed}', 'fc-list')['PATH']}")
    with notes.taken() as made:
        made.programs.add("fc-list")
        sys.audit("cvtex.answered", "fc-list\0-v", place.digest(b"one"))
    (fact,) = (fact for fact in remember.known(made, "/cache") if fact[0] == "answer")
    assert facts.holds(*fact)
    listed.write_bytes(b"another")
    assert not facts.holds(*fact)
    (tmp_path / "fc-list").unlink()
    assert not facts.holds(*fact)


def test_a_program_that_does_not_end_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", fake_program(tmp_path, "exec sleep 60", "fc-list")["PATH"])
    monkeypatch.setattr(facts, "_PATIENCE", 0.1)
    assert not facts.holds("answer", "fc-list\0-v", place.digest(b""))


def test_a_program_that_fails_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it prints: such an answer is not remembered either."""
    for ending in ("exit 1", "kill -9 $$"):
        monkeypatch.setenv("PATH", fake_program(tmp_path, f"echo some; {ending}", "fc-list")["PATH"])
        assert facts.fact("answer", "fc-list\0-v")[2] == ""
        with notes.taken() as made:
            families(os.environ)
        assert "fc-list" in made.programs
        assert not made.answers


def test_a_program_that_lives_on_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", fake_program(tmp_path, "echo some; exec >&- sleep 60", "fc-list")["PATH"])
    monkeypatch.setattr(facts, "_PATIENCE", 0.1)
    assert facts.fact("answer", "fc-list\0-v")[2] == ""


def test_a_program_that_floods_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", fake_program(tmp_path, "echo some", "fc-list")["PATH"])
    assert facts.holds("answer", "fc-list\0-v", place.digest(b"some\n"))
    monkeypatch.setattr(facts, "_MOST", 4)
    assert not facts.holds("answer", "fc-list\0-v", place.digest(b"some\n"))


def test_no_record_starts_another_program(tmp_path: Path) -> None:
    assert not facts.holds("answer", f"touch\0{tmp_path / 'started'}", place.digest(b""))
    assert facts.fact("answer", f"touch\0{tmp_path / 'started'}")[2] == ""
    assert not (tmp_path / "started").exists()


def test_what_cannot_be_started_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "fc-list").write_bytes(b"\x00\x01")
    (tmp_path / "fc-list").chmod(0o700)
    assert facts.fact("answer", "fc-list\0-v")[2] == ""


def test_a_document_with_installed_fonts_is_unchanged_until_the_fonts_are_not(folder: Path, tmp_path: Path) -> None:
    """As fontconfig names them, and as their files are."""
    fonts = (one for one in families(os.environ) if one.regular.file.suffix == ".ttf")
    cyrillic = next(one for one in fonts if all(map(one.has, "Юлия")))
    font = tmp_path / "fonts" / cyrillic.regular.file.name
    font.parent.mkdir()
    shutil.copyfile(cyrillic.regular.file, font)
    lines = tmp_path / "lines"
    lines.write_text(f"{font}|0|Some|80|0|100|False|False|400-4ff", encoding="utf-8")
    path = fake_program(tmp_path / "bin", f"cat {lines}", "fc-list")["PATH"]
    made = environment(CVTEX_CACHE=str(tmp_path / "cache"), HOME=str(tmp_path), USER="ada", PATH=path)
    cv = folder / "data" / "cv.yaml"
    cv.write_text(SMALL.replace("Ada Example", "Юлия"), encoding="utf-8")
    settle()
    assert cvtex("build", cwd=folder, env=made).code == 0
    before = inode(folder)
    assert "unchanged" in cvtex("build", cwd=folder, env=made).out
    assert inode(folder) == before
    os.utime(font, (1, 1))
    assert "unchanged" not in cvtex("build", cwd=folder, env=made).out
    assert "unchanged" in cvtex("build", cwd=folder, env=made).out
    lines.write_text(lines.read_text(encoding="utf-8") + "\n/x.ttf|0|Other|80|0|100|False|False|41", encoding="utf-8")
    assert "unchanged" not in cvtex("build", cwd=folder, env=made).out


def test_output_that_another_build_replaced_is_not_remembered(tmp_path: Path) -> None:
    draft, path = tmp_path / "draft", tmp_path / "cv.pdf"
    draft.write_bytes(b"one")
    with notes.taken() as made:
        draft.replace(path)
    assert remember.known(made, "/cache")
    draft.write_bytes(b"two")
    draft.replace(path)
    assert remember.known(made, "/cache") == ()


@pytest.mark.parametrize(("hours", "holds"), [(0, True), (-30, False), (30, False)])
def test_another_day_is_another_build(hours: int, holds: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    fact = facts.fact("day", "")
    now = time.time() + hours * 3600
    monkeypatch.setattr("time.time", lambda: now)
    assert facts.holds(*fact) is holds


@pytest.mark.parametrize(("span", "dated"), [("5 years", True), ("2019/2021", False)])
def test_the_day_counts_only_where_a_target_counts_back(
    span: str, dated: bool, folder: Path, cached: dict[str, str]
) -> None:
    (folder / "data" / "targets").mkdir()
    (folder / "data" / "targets" / "cv.yaml").write_text(f"period: {span}\n", encoding="utf-8")
    settle()
    before = set((folder / "cache" / "builds").iterdir())
    assert cvtex("build", "-q", cwd=folder, env=cached).code == 0
    (path,) = set((folder / "cache" / "builds").iterdir()) - before
    _, _, known = marshal.loads(path.read_bytes()[32:])
    assert ("day" in {kind for kind, *_ in known}) is dated


def test_another_program_or_none_is_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    none = facts.fact("program", "qpdf")
    (tmp_path / "qpdf").touch(0o755)
    one = facts.fact("program", "qpdf")
    (tmp_path / "qpdf").write_text("#!/bin/sh\n", encoding="utf-8")
    assert not facts.holds(*none)
    assert not facts.holds(*one)
    assert facts.holds(*facts.fact("program", "qpdf"))


def test_another_version_of_the_code_is_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "module.py").write_text("1", encoding="utf-8")
    monkeypatch.setattr(facts, "PACKAGE", str(tmp_path))
    fact = facts.fact("code", "")
    (tmp_path / "room" / "__pycache__").mkdir()
    (tmp_path / "room" / "__pycache__" / "module.pyc").touch()
    assert facts.holds(*fact)
    os.utime(tmp_path / "room" / "module.py", (1, 1))
    assert not facts.holds(*fact)


def test_a_command_of_which_somebody_heard_half_is_not_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Closed:
        def write(self, _: str) -> int:
            raise BrokenPipeError

    def run(_: list[str]) -> int:
        try:
            print("half")
        except BrokenPipeError:
            return 0
        return 0

    monkeypatch.setenv("CVTEX_CACHE", str(tmp_path / "cache"))
    assert remember.observed(run, ["build"]) == 0
    assert records.replay(["build"]) == 0
    place.clear(os.environ)
    monkeypatch.setattr("sys.stdout", Closed())
    assert remember.observed(run, ["build"]) == 0
    assert records.replay(["build"]) is None


@pytest.mark.parametrize("content", [("another", "layout"), (0, (), (("unheard", "of", 1),)), 7, (0, (), 5)])
def test_a_record_of_another_cvtex_is_none(content: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CVTEX_CACHE", str(tmp_path / "cache"))
    record = marshal.dumps(content)  # type: ignore[arg-type]
    place.write(records.record_of(["build"]), place.digest(record).encode() + record)
    assert records.replay(["build"]) is None


def test_in_a_folder_that_is_gone_nothing_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CVTEX_CACHE", str(tmp_path / "cache"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    (tmp_path / "here").rmdir()
    assert records.replay(["build"]) is None
    assert remember.observed(lambda _: 0, ["build"]) == 0


def test_only_builds_and_checks_are_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CVTEX_CACHE", str(tmp_path / "cache"))
    for command in (["labels"], ["verify", "x.pdf"], ["build", "--open"], ["build", "--watch"], ["--version"]):
        assert remember.observed(lambda _: 0, command) == 0
        assert records.replay(command) is None
    assert wait_for(lambda: not (tmp_path / "cache").exists())
