"""`cvtex build --watch`: what a save brings about, what is told, and that nothing is left behind."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cvtex.content.image import read_image
from cvtex.verify.readers import read_evidence
from tests.pictures import jpeg, png, with_photo
from tests.program import OVERLONG, SMALL, cvtex, environment, fake_program, runs, wait_for
from tests.watching.watched import PATIENCE, Watching, watching, watching_on_terminal

PASSED = "build/cv.pdf  1 page"
BROKEN = SMALL.replace("position: Engineer", "positon: Engineer")
REAL_TEX = shutil.which("pdflatex")


def director(number: int = 0) -> str:
    return SMALL.replace("Engineer", f"Director {number}")


def save(folder: Path, text: str, name: str = "cv.yaml") -> None:
    """Save as most editors do: another file, renamed into the place of the old."""
    path = folder / "data" / name
    path.parent.mkdir(exist_ok=True)
    beside = path.with_name(f".{path.name}.swp")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def same_pages(one: Path, other: Path) -> bool:
    """Whether two PDFs print the same letters in the same places."""
    here, there = (
        [
            (sign, box)
            for page in read_evidence(path.read_bytes()).pages
            for sign, box in zip(page.text, page.boxes, strict=True)
        ]
        for path in (one, other)
    )
    here, there = ([(sign, box) for sign, box in found if not sign.isspace()] for found in (here, there))
    return [sign for sign, _ in here] == [sign for sign, _ in there] and all(
        first == pytest.approx(second, abs=0.01) for (_, first), (_, second) in zip(here, there, strict=True)
    )


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def shown(path: Path) -> str:
    """The source of the last pages that were proved."""
    return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.fixture
def scratch(folder: Path) -> Path:
    path = folder / "scratch"
    path.mkdir()
    return path


@pytest.fixture
def watch(folder: Path) -> Iterator[Watching]:
    """A watch that has proved its first pages."""
    with watching(cwd=folder) as running:
        assert running.tells(PASSED), running.err
        yield running


def test_a_save_is_built_and_told_in_one_line(folder: Path, watch: Watching) -> None:
    save(folder, director())
    assert watch.tells(PASSED, 2)
    assert "Director 0" in shown(folder / "build" / "cv.tex")
    assert names(folder / "build") == {"cv.pdf", "cv.draft.pdf", "cv.tex", "cv.report.json"}
    judged, draft = folder / "build" / "cv.pdf", folder / "build" / "cv.draft.pdf"
    assert same_pages(draft, judged)
    assert b"pdfaid" not in draft.read_bytes(), "nothing is claimed of what is not judged"
    assert watch.end() == 130
    assert watch.err == ""
    assert len(watch.out.splitlines()) == 2
    assert names(folder / "build") == {"cv.pdf", "cv.tex", "cv.report.json"}, "no draft stays"
    assert cvtex("build", "-o", "plain", cwd=folder).code == 0
    assert (folder / "plain" / "cv.pdf").read_bytes() == (folder / "build" / "cv.pdf").read_bytes()


@pytest.mark.parametrize(
    "name", ["publications.bib", "labels.lock", "targets/cv.yaml", "styles/cvtex.yaml", "more.yaml"]
)
def test_every_file_of_the_data_is_followed(folder: Path, watch: Watching, name: str) -> None:
    save(folder, "# nothing yet\n" if name != "publications.bib" else "% nothing yet\n", name)
    assert wait_for(lambda: len(watch.out.splitlines()) + watch.err.count("error[") >= 2, PATIENCE)
    assert watch.process.poll() is None


def test_a_new_photo_is_built_and_the_old_one_goes(folder: Path) -> None:
    with_photo(folder / "data", jpeg())
    with watching(cwd=folder) as running:
        assert running.tells(PASSED), running.err
        first = (folder / "build" / "cv.photo.jpg").read_bytes()
        beside = folder / "data" / ".portrait.swp"
        beside.write_bytes(png(240, 320))
        beside.replace(folder / "data" / "portrait.jpg")
        assert running.tells(PASSED, 2), running.err
        assert running.end() == 130
    assert first == read_image(jpeg()).content
    assert names(folder / "build") == {"cv.pdf", "cv.tex", "cv.report.json", "cv.photo.png"}


def test_a_save_of_what_is_not_data_builds_nothing(folder: Path, watch: Watching) -> None:
    (folder / "data" / ".cv.yaml.swp").write_text("x", encoding="utf-8")
    (folder / "data" / "cv.yaml~").write_text("x", encoding="utf-8")
    (folder / "build" / "other.yaml").write_text("x", encoding="utf-8")
    save(folder, director())
    assert watch.tells(PASSED, 2)
    assert watch.end() == 130
    assert len(watch.out.splitlines()) == 2


def test_the_output_within_the_data_is_no_change_of_them(folder: Path) -> None:
    with watching("data", "-o", "data/build", cwd=folder) as running:
        assert running.tells("data/build/cv.pdf  1 page")
        save(folder, director())
        assert running.tells("data/build/cv.pdf  1 page", 2)
        assert running.end() == 130
        assert len(running.out.splitlines()) == 2


def gated(folder: Path) -> dict[str, str]:
    """TeX that notes its number and waits until there is a file `go`."""
    (folder / "pids").mkdir()
    script = f'touch {folder}/pids/$$; while [ ! -e {folder}/go ]; do sleep 0.05; done; exec {REAL_TEX} "$@"'
    return fake_program(folder / "bin", script)


def test_a_burst_of_saves_is_one_build(folder: Path) -> None:
    with watching(cwd=folder, env=gated(folder)) as running:
        assert wait_for(lambda: bool(names(folder / "pids")), PATIENCE)
        for number in range(20):
            save(folder, director(number))
        (folder / "go").touch()
        assert running.tells(PASSED)
        assert wait_for(lambda: "Director 19" in shown(folder / "build" / "cv.tex"), PATIENCE)
        assert running.end() == 130
        assert (len(running.out.splitlines()), running.err) == (1, "")


def test_a_newer_save_ends_an_older_build_at_once(folder: Path) -> None:
    with watching(cwd=folder, env=gated(folder)) as running:
        assert wait_for(lambda: len(names(folder / "pids")) == 1, PATIENCE)
        (first,) = names(folder / "pids")
        save(folder, director())
        assert wait_for(lambda: len(names(folder / "pids")) == 2, PATIENCE)
        assert not runs(int(first))
        assert running.end() == 130
        assert not any(runs(int(pid)) for pid in names(folder / "pids"))
        assert running.out == ""


def test_what_is_half_written_is_not_told(folder: Path) -> None:
    with watching(cwd=folder, grace=PATIENCE) as running:
        assert running.tells(PASSED)
        (folder / "data" / "cv.yaml").write_text("version: 1\nname: [", encoding="utf-8")
        (folder / "data" / "cv.yaml").write_text(BROKEN, encoding="utf-8")
        (folder / "data" / "cv.yaml").unlink()
        (folder / "data" / "cv.yaml").write_text(director(), encoding="utf-8")
        assert running.tells(PASSED, 2)
        assert running.end() == 130
        assert (len(running.out.splitlines()), running.err) == (2, "")


def test_wrong_data_are_told_once_and_mended(folder: Path, watch: Watching) -> None:
    save(folder, BROKEN)
    assert watch.complains("did you mean `position`?")
    assert watch.tells("cv: not built, 1 error\n")
    save(folder, BROKEN + "\n")
    assert watch.tells("cv: not built, 1 error\n", 2)
    save(folder, director())
    assert watch.tells(PASSED, 2)
    assert watch.err.count("error[D007]") == 1, "what is known is not told again"


def test_a_refused_page_is_told_and_mended(folder: Path, watch: Watching) -> None:
    good = (folder / "build" / "cv.pdf").read_bytes()
    save(folder, OVERLONG)
    assert watch.tells("refused: build/cv.failed.pdf  1 page")
    assert watch.complains("error[")
    assert (folder / "build" / "cv.pdf").read_bytes() == good
    assert same_pages(folder / "build" / "cv.draft.pdf", folder / "build" / "cv.failed.pdf")
    save(folder, director())
    assert watch.tells(PASSED, 2)
    assert "cv.failed.pdf" not in names(folder / "build")


def test_a_file_and_the_whole_folder_may_go_and_come_back(folder: Path, watch: Watching) -> None:
    (folder / "data" / "cv.yaml").rename(folder / "aside.yaml")
    assert watch.complains("error[S001]")
    (folder / "aside.yaml").rename(folder / "data" / "cv.yaml")
    assert watch.tells(PASSED, 2)
    (folder / "data").rename(folder / "elsewhere")
    assert watch.complains("the data folder does not exist")
    (folder / "elsewhere").rename(folder / "data")
    assert watch.tells(PASSED, 3)
    save(folder, director())
    assert watch.tells(PASSED, 4)


def test_what_is_mended_without_a_save_is_tried_again(folder: Path) -> None:
    env = fake_program(folder / "bin", "exit 1")
    with watching(cwd=folder, env=env) as running:
        assert running.complains("error[X0")
        assert running.tells("cv: not built, 1 error\n")
        fake_program(folder / "bin", f'exec {REAL_TEX} "$@"')
        assert running.tells(PASSED)
        assert running.out.count("not built") == 1


def test_a_missing_program_and_a_place_that_cannot_be_written(folder: Path) -> None:
    env = environment(PATH=str(folder / "bin"))
    (folder / "bin").mkdir()
    with watching(cwd=folder, env=env) as running:
        assert running.complains("`pdflatex` is not installed")
        (folder / "build").touch()
        for name in ("pdflatex", "kpsewhich"):
            (folder / "bin" / name).symlink_to(shutil.which(name) or "")
        assert running.complains("error[X006]")
        (folder / "build").unlink()
        assert running.tells(PASSED)


def test_tex_that_is_killed_is_told_and_the_next_save_is_built(folder: Path) -> None:
    with watching(cwd=folder, env=gated(folder)) as running:
        assert wait_for(lambda: bool(names(folder / "pids")), PATIENCE)
        (pid,) = names(folder / "pids")
        os.kill(int(pid), signal.SIGKILL)
        assert running.tells("cv: not built, 1 error\n")
        (folder / "go").touch()
        save(folder, director())
        assert running.tells(PASSED)


def test_a_build_that_is_killed_or_has_a_bug_is_told_and_the_next_save_is_built(folder: Path) -> None:
    with watching(cwd=folder, env=gated(folder)) as running:
        assert wait_for(lambda: bool(names(folder / "pids")), PATIENCE)
        (tex,) = names(folder / "pids")
        parent = Path(f"/proc/{tex}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
        os.kill(int(parent), signal.SIGKILL)
        os.kill(int(tex), signal.SIGKILL)
        assert running.complains("a process ended with -9")
        assert running.tells("data: not built\n")
        (folder / "go").touch()
        save(folder, director())
        assert running.tells(PASSED)


def busy(folder: Path, scratch: Path, when: str) -> dict[str, str]:
    """An environment in which a build comes no further than a stage."""
    hang = f"touch {folder}/pids/$$; trap '' INT TERM HUP; while :; do sleep 0.2; done"
    (folder / "pids").mkdir()
    env = fake_program(folder / "bin", hang, {"tex": "pdflatex", "verification": "qpdf"}.get(when, "nothing"))
    return {**env, "TMPDIR": str(scratch)}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("when", ["idle", "tex", "verification"])
def test_a_signal_ends_it_and_leaves_nothing(folder: Path, scratch: Path, when: str, number: signal.Signals) -> None:
    with watching("-t", "cv", cwd=folder, env=busy(folder, scratch, when)) as running:
        assert running.tells(PASSED) if when == "idle" else wait_for(lambda: bool(names(folder / "pids")), PATIENCE)
        assert running.end(number) == 130
        assert "Traceback" not in running.err
        assert wait_for(lambda: not any(runs(int(pid)) for pid in names(folder / "pids")), PATIENCE)
        assert not names(scratch)
        assert names(folder / "build") == ({"cv.pdf", "cv.tex", "cv.report.json"} if when == "idle" else set())


def test_all_targets_are_built_and_the_new_ones_too(folder: Path) -> None:
    save(folder, "pages: {max: 1}\n", "targets/short.yaml")
    with watching("--all", cwd=folder) as running:
        assert running.tells("2 of 2 targets passed\n")
        save(folder, "paper: a4\n", "targets/third.yaml")
        assert running.tells("3 of 3 targets passed\n")
        save(folder, "paper: a3\n", "targets/third.yaml")
        assert running.tells("2 of 3 targets passed · not built: third\n")
        assert running.complains("a3")
        assert running.end() == 130
    assert {"cv.pdf", "short.pdf", "third.pdf"} <= names(folder / "build")
    assert not [name for name in names(folder / "build") if "draft" in name]


def test_all_targets_end_together(folder: Path, scratch: Path) -> None:
    save(folder, "pages: {max: 1}\n", "targets/short.yaml")
    with watching("--all", cwd=folder, env=busy(folder, scratch, "tex")) as running:
        at_once = min(os.cpu_count() or 1, 2)
        assert wait_for(lambda: len(names(folder / "pids")) == at_once, PATIENCE)
        assert running.end() == 130
        assert not any(runs(int(pid)) for pid in names(folder / "pids"))
        assert not names(scratch)


def test_the_pages_are_opened_once(folder: Path) -> None:
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    env = fake_program(folder / "bin", f'echo "$1" >> {folder}/opened', opener)
    with watching("--open", cwd=folder, env=env) as running:
        assert running.tells(PASSED)
        save(folder, director())
        assert running.tells(PASSED, 2)
        assert running.end() == 130
    assert (folder / "opened").read_text(encoding="utf-8") == "build/cv.draft.pdf\n"


def test_a_watch_speaks_text(folder: Path) -> None:
    done = cvtex("build", "--watch", "--format", "json", cwd=folder)
    assert done.code == 2
    assert "--watch" in done.err


# On a terminal


def test_a_line_is_written_over_and_findings_stand_above_it(folder: Path) -> None:
    with watching_on_terminal(cwd=folder, env=environment(TERM="xterm")) as (running, terminal):
        assert running.tells(PASSED), running.out
        save(folder, BROKEN)
        assert running.tells("cv: not built, 1 error")
        assert "\x1b[31merror\x1b[0m[D007]" in running.out
        save(folder, director())
        assert running.tells(PASSED, 3), "once as passed, once as what was before, and once again as passed"
        os.write(terminal, b"\x03")
        assert running.ended() == 130
    assert running.out.startswith("watching data; Ctrl-C ends it\r\n")
    assert len(screen(running.out)) < 12
    assert PASSED in screen(running.out)[-1]
    assert sum(PASSED in line for line in screen(running.out)) == 1


def screen(output: str) -> list[str]:
    """What stands on a terminal in the end: the last that was written into each line."""
    plain = output.replace("\x1b[31m", "").replace("\x1b[0m", "")
    return [line.rpartition("\x1b[2K")[2].rstrip("\r") for line in plain.split("\n") if line]


def test_no_colour_where_none_is_wanted(folder: Path) -> None:
    save(folder, BROKEN)
    with watching_on_terminal(cwd=folder, env=environment(TERM="xterm", NO_COLOR="1")) as (running, terminal):
        assert running.tells("not built, 1 error")
        assert "\x1b[31m" not in running.out
        os.write(terminal, b"\x03")
        assert running.ended() == 130


def test_a_dumb_terminal_gets_lines(folder: Path) -> None:
    with watching_on_terminal(cwd=folder, env=environment(TERM="dumb")) as (running, terminal):
        assert running.tells(PASSED)
        os.write(terminal, b"\x03")
        assert running.ended() == 130
        assert "\x1b" not in running.out


@pytest.mark.parametrize("when", ["idle", "tex"])
def test_a_closed_terminal_ends_it(folder: Path, scratch: Path, when: str) -> None:
    env = {**busy(folder, scratch, when), "TERM": "xterm"}
    with watching_on_terminal(cwd=folder, env=env) as (running, terminal):
        assert running.tells(PASSED) if when == "idle" else wait_for(lambda: bool(names(folder / "pids")), PATIENCE)
        running.look_away()
        os.close(terminal)
        assert running.process.wait(PATIENCE) == 130
        assert wait_for(lambda: not any(runs(int(pid)) for pid in names(folder / "pids")), PATIENCE)
        assert not names(scratch)
        assert "cv.draft.pdf" not in names(folder / "build")
