"""The command line: every command, option, variable and exit code that its contract names."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from cvtex import __version__, pipeline
from cvtex.cli import cvtex as program
from cvtex.cli import run
from cvtex.verify.checks import CHECKS
from tests.program import OVERLONG, SMALL, Finished, cvtex, environment, fake_program, without_fonts
from tests.verify.pdfs import picture_page

Ask = Callable[..., Finished]
BROKEN = SMALL.replace("position: Engineer", "positon: Engineer").replace("2019/2022", "2022/2019")
ESCAPES = re.compile("\x1b")


@pytest.fixture
def inside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a small CV, stood in."""
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs a command within the test's own process."""

    def asked(*arguments: str) -> Finished:
        code = run(list(arguments))
        return Finished(code, *capsys.readouterr())

    return asked


def write(folder: Path, text: str, name: str = "cv.yaml") -> None:
    path = folder / "data" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


# Exit codes


def test_0_done(inside: Path, ask: Ask) -> None:
    assert inside.is_dir()
    done = ask("build")
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(r"build/cv\.pdf  1 page · \d+ checks passed, \d+ skipped · \d+\.\d\d s\n", done.out)
    assert ask("verify", "build/cv.pdf", "--data", "data").code == 0
    assert ask("check").code == 0


def test_1_refused(inside: Path, ask: Ask) -> None:
    write(inside, OVERLONG)
    done = ask("build")
    assert done.code == 1
    assert done.out.startswith("refused: build/cv.failed.pdf  1 page")
    verified = ask("verify", "build/cv.failed.pdf", "--data", "data")
    assert verified.code == 1
    (inside / "text.pdf").write_text("text", encoding="utf-8")
    assert ask("verify", "text.pdf").code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["biuld"],
        ["build", "--colour"],
        ["build", "--format", "xml"],
        ["build", "--today", "yesterday"],
        ["build", "--engine", "xetex"],
        ["build", "-t", "nsf"],
        ["build", "-t", "../cv"],
        ["build", "--theme", "../classic"],
        ["verify"],
        ["list", "colours"],
        ["explain", "Z999"],
    ],
    ids=" ".join,
)
def test_2_wrong_usage(inside: Path, ask: Ask, arguments: list[str]) -> None:
    done = ask(*arguments)
    assert done.code == 2
    assert done.err
    assert "Traceback" not in done.err
    assert not (inside / "build").exists()


def test_3_invalid_data_and_all_mistakes_at_once(inside: Path, ask: Ask) -> None:
    write(inside, BROKEN)
    for command in ("check", "build"):
        done = ask(command)
        assert done.code == 3
        assert len(re.findall(r"^data/cv\.yaml:\d+:\d+: error\[[A-Z]\d{3}\]: ", done.err, re.MULTILINE)) == 2
        assert "did you mean `position`?" in done.err
    assert not (inside / "build").exists()
    assert ask("check", "none").code == 3
    assert ask("verify", "none.pdf").code == 3
    assert ask("verify", "x.pdf", "--data", "none").code == 3


def test_4_typesetting_failed(inside: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", fake_program(inside / "bin", "exit 1")["PATH"])
    assert ask("build").code == 4


def test_5_something_is_not_installed(inside: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    write(inside, SMALL.replace("Engineer", "工程师"))
    monkeypatch.setenv("PATH", without_fonts(inside / "bin"))
    done = ask("build")
    assert done.code == 5
    assert done.err.count("error[X005]") == 3
    monkeypatch.setenv("PATH", str(inside))
    write(inside, SMALL)
    assert ask("build").code == 5


def test_70_a_bug_says_so(inside: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("of all things")

    assert inside
    monkeypatch.setattr(pipeline, "build", broken)
    done = ask("build")
    assert done.code == 70
    assert "ZeroDivisionError: of all things" in done.err
    assert f"this is a bug in cvtex {__version__}" in done.err


def test_130_interrupted(inside: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    assert inside
    monkeypatch.setattr(pipeline, "build", stopped)
    done = ask("build")
    assert done.code == 130
    assert done.err.strip() == "interrupted"


@pytest.mark.parametrize("when", ["cvtex.cache.records.replay", "cvtex.cli.main"])
def test_130_interrupted_before_and_after_the_command(tmp_path: Path, when: str) -> None:
    module, _, name = when.rpartition(".")
    script = (
        f"import os, signal, {module} as module\nfrom cvtex.__main__ import main\n"
        f"module.{name} = lambda *_: os.kill(os.getpid(), signal.SIGINT)\nmain()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "check"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted\n")


# Commands and options


def test_version_and_help(ask: Ask) -> None:
    assert ask("--version").out == f"cvtex {__version__}\n"
    for arguments in (["--help"], ["-h"], ["build", "--help"], ["verify", "-h"]):
        done = ask(*arguments)
        assert done.code == 0
        assert done.out.startswith("Usage: cvtex")


def test_every_command_and_option_says_what_it_does() -> None:
    assert len(program.commands) >= 8
    for command in program.commands.values():
        assert command.help
        options = [item for item in command.params if isinstance(item, click.Option)]
        assert all(item.help for item in options), command.name


def test_check_says_what_it_saw(inside: Path, ask: Ask) -> None:
    assert inside
    assert ask("check").out == "data: sound, 0 publications\n"
    assert ask("check", "data").code == 0


def test_check_tells_the_mistakes_of_every_target_once(inside: Path, ask: Ask) -> None:
    write(inside, "tags: [shrot]\n", "targets/short.yaml")
    write(inside, "papre: a4\n", "targets/other.yaml")
    done = ask("check", "--format", "json")
    assert done.code == 3
    found = [(item["code"], Path(item["file"]).name) for item in json.loads(done.out)["findings"]]
    assert found == [("D007", "other.yaml"), ("D035", "short.yaml")]
    write(inside, "tags: [shrot]\nextends: cv\n", "targets/other.yaml")
    assert ask("check").err.count("nothing has the tag `shrot`") == 2
    write(inside, "name: [\n", "cv.yaml")
    broken = ask("check", "--format", "json")
    assert broken.code == 3
    told = [(item["code"], Path(item["file"]).name) for item in json.loads(broken.out)["findings"]]
    assert told == [("D006", "cv.yaml"), ("D014", "cv.yaml"), ("S005", "cv.yaml")]


def test_check_counts_the_targets_that_it_judged(inside: Path, ask: Ask) -> None:
    write(inside, "paper: a4\n", "targets/short.yaml")
    assert ask("check").out == "data: sound, 0 publications, 2 targets\n"


def test_output_and_target(inside: Path, ask: Ask) -> None:
    write(inside, "paper: a4\ntitle: Résumé\n", "targets/short.yaml")
    assert ask("build", "-t", "short", "-o", "out").code == 0
    assert {path.name for path in (inside / "out").iterdir()} == {"short.pdf", "short.tex", "short.report.json"}
    assert "[a4paper," in (inside / "out" / "short.tex").read_text(encoding="utf-8")
    assert ask("verify", "out/short.pdf", "--data", "data", "-t", "short").code == 0
    assert ask("verify", "out/short.pdf", "--data", "data").code == 1


def test_several_targets(inside: Path, ask: Ask) -> None:
    write(inside, "pages: {max: 1}\n", "targets/short.yaml")
    done = ask("build", "-t", "short", "--target", "cv", "-t", "short")
    assert done.code == 0
    assert [line.split()[0] for line in done.out.splitlines()] == ["build/short.pdf", "build/cv.pdf"]


def test_a_refused_target_does_not_stop_the_next(inside: Path, ask: Ask) -> None:
    long = "".join(f"  - text: {'word ' * 90}\n" for _ in range(20))
    write(inside, SMALL + long)
    write(inside, "pages: {max: 1}\n", "targets/short.yaml")
    done = ask("build", "-t", "short", "-t", "cv", "--format", "json")
    assert done.code == 1
    reports = json.loads(done.out)
    assert [(report["target"], report["passed"]) for report in reports] == [("short", False), ("cv", True)]
    assert (inside / "build" / "cv.pdf").exists()
    assert not (inside / "build" / "short.pdf").exists()


def test_all_builds_every_target_once(inside: Path, ask: Ask) -> None:
    for name in ("short", "a4"):
        write(inside, "paper: a4\n", f"targets/{name}.yaml")
    done = ask("build", "--all", "-t", "short")
    assert (done.code, done.err) == (0, "")
    # What is named comes first.
    assert [line.split()[0] for line in done.out.splitlines()] == ["build/short.pdf", "build/cv.pdf", "build/a4.pdf"]
    made = {path.name for path in (inside / "build").iterdir()}
    assert made == {f"{name}.{end}" for name in ("short", "cv", "a4") for end in ("pdf", "tex", "report.json")}


@pytest.fixture
def mixed(inside: Path) -> Path:
    """Targets of every fate: `bad` cannot be read, `cv` passes, `long` is refused, `sound` passes."""
    write(inside, SMALL + "".join(f"  - text: {'word ' * 90}\n" for _ in range(9)))
    write(inside, "papr: a4\n", "targets/bad.yaml")
    write(inside, "pages: {max: 1}\n", "targets/long.yaml")
    write(inside, "size: 11pt\n", "targets/sound.yaml")
    return inside


def test_a_bad_target_stops_no_other_and_the_gravest_code_counts(mixed: Path, ask: Ask) -> None:
    done = ask("build", "--all")
    assert done.code == 3
    assert [line.split("  ")[0] for line in done.out.splitlines()] == [
        "build/cv.pdf",
        "refused: build/long.failed.pdf",
        "build/sound.pdf",
    ]
    assert "targets/bad.yaml:1:1: error[D007]" in done.err
    assert "error[P001]" in done.err
    assert done.err.index("D007") < done.err.index("P001")
    assert (mixed / "build" / "sound.pdf").exists()
    assert not list((mixed / "build").glob("bad*"))
    # A usage error is graver than a refusal, and less grave than data that cannot be read.
    assert ask("build", "-t", "long", "-t", "nowhere", "-t", "cv").code == 2
    assert ask("build", "-t", "nowhere", "-t", "bad").code == 3


def test_several_targets_in_every_format_are_in_order(mixed: Path, ask: Ask) -> None:
    assert mixed
    order = ["sound", "bad", "long", "cv"]
    ordered = [part for name in order for part in ("-t", name)]
    made = ask("build", *ordered, "--format", "json")
    assert (made.code, made.err) == (3, "")
    reports = json.loads(made.out)
    assert [(report["target"], report["passed"]) for report in reports] == [
        ("sound", True),
        ("bad", False),
        ("long", False),
        ("cv", True),
    ]
    suites = ElementTree.fromstring(ask("build", *ordered, "--format", "junit").out)
    assert [suite.get("name") for suite in suites.iter("testsuite")] == order
    runs = json.loads(ask("build", *ordered, "--format", "sarif").out)["runs"]
    assert [item["properties"]["target"] for item in runs] == order
    assert [[result["ruleId"] for result in item["results"]] for item in runs] == [[], ["D007"], ["P001"], []]
    page = ask("build", *ordered, "--format", "html").out
    places = [page.index(f'<h2 class="name">{name} ') for name in order]
    assert places == sorted(places)
    lines = ask("build", *ordered, "--format", "github").out.splitlines()
    assert [re.findall(r"title=[^:]*([A-Z]\d{3})", line) for line in lines] == [["D007"], ["P001"]]


def test_a_bug_in_one_of_several_targets_is_told(inside: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    write(inside, "", "targets/short.yaml")

    def broken(request: pipeline.Request, _: object) -> None:
        raise ZeroDivisionError(request.target)

    monkeypatch.setattr(pipeline, "build", broken)
    done = ask("build", "--all")
    assert done.code == 70
    assert re.search("ZeroDivisionError: (cv|short)", done.err), "whichever came first"
    assert "this is a bug in cvtex" in done.err


def test_a_target_whose_process_dies_is_told(inside: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    write(inside, "", "targets/short.yaml")
    monkeypatch.setattr(pipeline, "build", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    done = ask("build", "--all")
    assert done.code == 70
    assert "a process ended with -9 and without a result" in done.err


def test_a_broken_target_hides_no_other_in_the_list(mixed: Path, ask: Ask) -> None:
    assert mixed
    done = ask("list", "targets")
    assert done.code == 3
    assert [line.split()[0] for line in done.out.splitlines()][:3] == ["cv", "long", "sound"]
    assert "bad" not in done.out.split()
    assert "targets/bad.yaml:1:1: error[D007]: unknown key `papr` in a target" in done.err


def test_every_mistake_of_a_target_is_told_at_once(inside: Path, ask: Ask) -> None:
    write(inside, "papr: a4\nchecks: {P999: off}\n", "targets/cv.yaml")
    assert ask("check", "--format", "json").codes == ["D007", "D007"]


def test_theme_and_engine(inside: Path, ask: Ask) -> None:
    assert inside
    assert ask("build", "--theme", "classic", "--engine", "pdflatex", "--force").code == 0
    done = ask("build", "--theme", "clasic")
    assert done.code == 2
    assert "did you mean `classic`?" in done.err


def test_the_day_is_an_argument(inside: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def dated() -> bool:
        return "date = {D:20261124}" in (inside / "build" / "cv.tex").read_text(encoding="utf-8")

    assert ask("build", "--today", "2026-11-24").code == 0
    assert dated()
    assert ask("build").code == 0
    assert not dated()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795478400")
    assert ask("build").code == 0
    assert dated()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "some day")
    assert ask("build").code == 0
    assert not dated()


def test_quiet_and_verbose(inside: Path, ask: Ask) -> None:
    write(inside, SMALL + "- section: Papers\n  entries:\n  - publications: J\n")
    write(
        inside,
        SMALL.replace("sections:", "bibliography: a.bib\nsections:")
        + "- section: Papers\n  entries:\n  - publications: J\n",
    )
    write(inside, "@article{a, author={Bob Bee}, title={Bees}, journal={J}, year=2020}\n", "a.bib")
    done = ask("build")
    assert done.code == 0
    assert "warning[B010]" in done.err
    assert ask("build", "-q") == Finished(0, "", "")
    verbose = ask("build", "-v").out.splitlines()
    assert [line.split()[0] for line in verbose[:-1]] == sorted(CHECKS)
    assert all(re.match(r"[A-Z]\d{3}  (passed|skipped) +\d+  \w+", line) for line in verbose[:-1])
    write(inside, OVERLONG)
    refused = ask("build", "-q")
    assert refused.code == 1
    assert "error[X007]" in refused.err


def test_open_shows_the_pdf(inside: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(click, "launch", shown.append)
    assert inside
    assert ask("build", "--open").code == 0
    assert shown == ["build/cv.pdf"]


def test_any_pdf_is_verified(inside: Path, ask: Ask) -> None:
    (inside / "scan.pdf").write_bytes(picture_page())
    done = ask("verify", "scan.pdf", "-v")
    assert done.code == 1
    assert "error[P003]: the page has no text (page 1)" in done.err
    assert "T001  skipped       0  text (there are no data to compare with)" in done.out


# Environment variables


def test_every_option_has_its_variable() -> None:
    for command in program.commands.values():
        for option in command.params:
            if isinstance(option, click.Option):
                longest = max(option.opts, key=len).lstrip("-").replace("-", "_")
                assert option.name == longest, f"CVTEX_{command.name}_{longest} would not be read"


def test_options_are_read_from_the_environment(inside: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    write(inside, "paper: a4\n", "targets/short.yaml")
    monkeypatch.setenv("CVTEX_BUILD_OUTPUT", "there")
    monkeypatch.setenv("CVTEX_BUILD_TARGET", "short cv")
    monkeypatch.setenv("CVTEX_BUILD_FORMAT", "json")
    monkeypatch.setenv("CVTEX_BUILD_TODAY", "2026-11-24")
    done = ask("build")
    assert done.code == 0
    assert [report["pdf"] for report in json.loads(done.out)] == ["there/short.pdf", "there/cv.pdf"]
    assert "D:20261124" in (inside / "there" / "cv.tex").read_text(encoding="utf-8")
    monkeypatch.setenv("CVTEX_CHECK_FORMAT", "github")
    write(inside, BROKEN)
    assert ask("check").out.startswith("::error file=data/cv.yaml,")
    monkeypatch.setenv("CVTEX_VERIFY_FORMAT", "json")
    assert ask("verify", "none.pdf").report["findings"]
    monkeypatch.setenv("CVTEX_BUILD_FORMAT", "xml")
    assert ask("build").code == 2


# Formats


def test_a_report_in_json_has_the_promised_shape(inside: Path, ask: Ask) -> None:
    write(inside, OVERLONG)
    done = ask("build", "--format", "json")
    assert done.code == 1
    assert done.err == ""
    report = done.report
    assert json.loads((inside / "build" / "cv.report.json").read_text(encoding="utf-8")) == report
    assert list(report) == [
        "version", "target", "pdf", "pages", "passed", "labels", "checks", "findings", "account", "fill", "seconds",
    ]  # fmt: skip
    assert (report["version"], report["target"], report["passed"]) == (1, "cv", False)
    assert (report["pdf"], report["pages"], report["labels"]) == ("build/cv.failed.pdf", 1, [])
    assert_checks(report["checks"])
    findings = report["findings"]
    assert isinstance(findings, list)
    overfull = next(item for item in findings if item["code"] == "X007")
    assert list(overfull) == ["code", "severity", "message", "hint", "file", "line", "column"]
    assert (overfull["file"], overfull["line"], overfull["column"]) == ("data/cv.yaml", 12, 9)
    ink = next(item for item in findings if item["code"] == "P002")
    assert ink["page"] == 1
    assert len(ink["box"]) == 4
    seconds = report["seconds"]
    assert isinstance(seconds, dict)
    assert list(seconds) == ["content", "typeset", "verify"]
    assert all(isinstance(value, float) for value in seconds.values())


def assert_checks(checks: object) -> None:
    assert isinstance(checks, list)
    assert [item["code"] for item in checks] == sorted(CHECKS)
    statuses = set()
    for item in checks:
        expected = ["code", "name", "status", "examined"] + ["reason"] * (item["status"] == "skipped")
        assert list(item) == expected
        assert item["examined"] > 0 or item["status"] != "passed"
        assert item.get("reason", "-")
        statuses.add(item["status"])
    assert statuses == {"passed", "failed", "skipped"}


def test_what_is_left_out_is_told_on_request_and_in_the_report(inside: Path, ask: Ask) -> None:
    write(inside, SMALL + "      - item: A secret\n        draft: true\n")
    assert "left out" not in ask("build").out
    assert "left out            1  draft\n" in ask("build", "-v").out
    account = ask("build", "--format", "json").report["account"]
    assert account == {
        "data": 8,
        "shown": 7,
        "left_out": [{"rule": "draft", "count": 1, "where": ["data/cv.yaml:13:15"]}],
    }


def test_equal_builds_have_equal_reports_but_for_the_seconds(inside: Path, ask: Ask) -> None:
    assert inside
    first, second = (ask("build", "--format", "json").report for _ in range(2))
    assert {**first, "seconds": 0} == {**second, "seconds": 0}


@pytest.mark.parametrize(
    "arguments", [["check"], ["build", "-t", "short"], ["verify", "x.pdf", "--data", "data", "-t", "short"]]
)
def test_invalid_data_in_json(inside: Path, ask: Ask, arguments: list[str]) -> None:
    write(inside, BROKEN)
    write(inside, "paper: a4\n", "targets/short.yaml")
    done = ask(*arguments, "--format", "json")
    assert done.code == 3
    assert done.err == ""
    report = done.report
    assert (report["passed"], report["pdf"], report["checks"]) == (False, None, [])
    assert report["target"] == ("short" if "-t" in arguments else "cv")
    assert len(done.codes) == 2


def test_a_sound_check_in_json(inside: Path, ask: Ask) -> None:
    assert inside
    report = ask("check", "--format=json").report
    assert (report["passed"], report["findings"], report["target"]) == (True, [], "cv")


def test_a_foreign_pdf_in_json(inside: Path, ask: Ask) -> None:
    (inside / "scan.pdf").write_bytes(picture_page())
    report = ask("verify", "scan.pdf", "--format", "json").report
    assert (report["target"], report["pdf"], report["pages"], report["passed"]) == ("", "scan.pdf", 1, False)
    (inside / "scan.pdf").write_bytes(b"")
    done = ask("verify", "scan.pdf", "--format", "json")
    assert (done.code, done.codes, done.report["passed"]) == (1, ["M001"], False)


def test_a_failure_of_tex_in_json(inside: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", fake_program(inside / "bin", "exit 1")["PATH"])
    done = ask("build", "--format", "json")
    assert (done.code, done.codes, done.err) == (4, ["X002"], "")


def test_annotations_for_github(inside: Path, ask: Ask) -> None:
    write(inside, OVERLONG)
    done = ask("build", "--format", "github")
    assert done.code == 1
    assert done.err == ""
    lines = done.out.splitlines()
    assert all(
        re.match(r"::(error|warning) (file=[^,:]+,)?(line=\d+,col=\d+,)?title=cvtex [A-Z]\d{3}::\S", item)
        for item in lines
    )
    assert lines[0].startswith("::error file=data/cv.yaml,line=12,col=9,title=cvtex X007::this runs ")
    assert "%0Ashorten it" in lines[0]


# Terminals and pipes


def test_no_colour_and_no_progress_in_a_pipe(inside: Path) -> None:
    write(inside, OVERLONG)
    done = cvtex("build", cwd=inside, env=environment(TERM="xterm-256color", FORCE_COLOR="1"))
    assert not ESCAPES.search(done.out + done.err)
    assert "\r" not in done.out + done.err


def on_terminal(inside: Path, **changes: str) -> str:
    """What `cvtex build` prints where a person watches."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cvtex", "check"], cwd=inside, env=environment(TERM="xterm", **changes),
        stdin=slave, stdout=slave, stderr=slave,
    )  # fmt: skip
    os.close(slave)
    shown = bytearray()
    while True:
        try:
            shown += os.read(master, 65536)
        except OSError:  # what Linux says when the other side is closed
            break
        if process.poll() is not None and not shown:
            break
    os.close(master)
    assert process.wait(30) == 3
    return shown.decode()


def test_colour_where_a_person_watches_and_wants_it(inside: Path) -> None:
    write(inside, BROKEN)
    assert "\x1b[31merror\x1b[0m[" in on_terminal(inside)
    assert not ESCAPES.search(on_terminal(inside, NO_COLOR="1"))


@pytest.mark.parametrize("arguments", [["list", "checks"], ["--help"], ["build", "-v"], ["check", "--format", "json"]])
def test_a_reader_that_has_seen_enough_is_no_failure(inside: Path, arguments: list[str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "cvtex", *arguments], cwd=inside, env=environment(), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    told = process.stderr.read()
    process.stderr.close()
    assert (process.wait(30), told) == (0, "")


def test_text_that_a_terminal_cannot_show_is_no_failure(inside: Path) -> None:
    write(inside, SMALL.replace("Example Ltd", "Łódź – 日本"))
    done = cvtex(
        "build", cwd=inside, env=environment(LC_ALL="C", PYTHONIOENCODING="ascii", PATH=without_fonts(inside / "bin"))
    )
    assert done.code == 5
    assert "日" in done.err


def test_it_runs_as_a_module_and_as_a_program(inside: Path) -> None:
    done = cvtex("--version", cwd=inside)
    assert (done.code, done.out) == (0, f"cvtex {__version__}\n")


def test_completion_is_offered(inside: Path) -> None:
    for shell in ("bash", "zsh", "fish"):
        done = cvtex(cwd=inside, env=environment(_CVTEX_COMPLETE=f"{shell}_source"))
        assert done.code == 0
        assert "cvtex" in done.out
