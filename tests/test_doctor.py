"""The doctor on machines that lack something: fake programs on PATH, fake systems, no TeX."""

import json
import re
import sys
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from cvtex import doctor, programs, systems
from cvtex.cache import place
from cvtex.doctor import LIBRARIES, Health, examine, tell
from cvtex.systems import System, install_parts, install_tex, renew_tex, system_of
from cvtex.typeset.theme import font_sets, load_fonts
from tests.program import cvtex, environment

ROOT = Path(__file__).parent.parent
DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n'
UBUNTU = "NAME=Ubuntu\nID=mint\nID_LIKE='ubuntu debian'\n"
FEDORA = "ID=fedora\n"
ARCH = "ID=arch\n"
THEME_FILES = [file for name in font_sets() for file in load_fonts(name).files]
OPENTYPE_FILES = [file for name in font_sets() for file in load_fonts(name).others]


@dataclass(frozen=True)
class Machine:
    """A machine made of scripts: `bin` is all of its PATH, `texmf` all that its kpsewhich finds."""

    bin: Path
    texmf: Path
    release: Path

    @property
    def environment(self) -> Mapping[str, str]:
        return {"PATH": str(self.bin)}

    def program(self, name: str, script: str) -> None:
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def examine(self, system: str = "linux") -> Health:
        return examine(self.environment, system=system, os_release=self.release)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A Debian on which nothing is missing."""
    made = Machine(tmp_path / "bin", tmp_path / "texmf", tmp_path / "os-release")
    made.bin.mkdir()
    made.texmf.mkdir()
    made.release.write_text(DEBIAN, encoding="utf-8")
    for file in (*THEME_FILES, *OPENTYPE_FILES):
        (made.texmf / file.name).touch()
    (made.texmf / "latex.ltx").write_text("\\edef\\fmtversion\n   {2024-06-01}\n", encoding="utf-8")
    made.program("pdflatex", 'echo "pdfTeX 3.14 (Fake Live)"; echo "more"')
    made.program("qpdf", "echo qpdf version 11")
    made.program(
        "kpsewhich",
        f"""[ "$1" = --version ] && echo kpathsea version 6 && exit
        status=0
        for name in "$@"; do
            if [ -f "{made.texmf}/$name" ]; then echo "{made.texmf}/$name"; else status=1; fi
        done
        exit $status""",
    )
    return made


def details(health: Health) -> dict[str, str]:
    return {item.name: item.detail for item in health.items}


def test_nothing_is_missing(machine: Machine) -> None:
    health = machine.examine()
    assert (health.missing, health.commands, health.exit_code) == ((), (), 0)
    assert details(health)["pdflatex"] == f"pdfTeX 3.14 (Fake Live), {machine.bin}/pdflatex"
    assert details(health)["LaTeX"] == "2024-06-01"
    assert tell(health, "text").endswith("all that is needed is installed")


def test_this_machine_can_set_pages() -> None:
    import os

    health = examine(os.environ)
    assert health.missing == ()
    assert health.exit_code == 0


@pytest.mark.parametrize("name", ["pdflatex", "kpsewhich"])
def test_a_missing_program_is_named_with_its_command(machine: Machine, name: str) -> None:
    (machine.bin / name).unlink()
    health = machine.examine()
    assert health.missing == (name,)
    assert health.exit_code == 5
    assert len(health.commands) == 1
    assert "apt-get install --no-install-recommends texlive-latex-base" in health.commands[0]
    assert health.commands[0] in tell(health, "text")


def test_one_missing_file_asks_for_its_package_only(machine: Machine) -> None:
    lost = next(file for file in THEME_FILES if file.debian == "tex-gyre")
    (machine.texmf / lost.name).unlink()
    health = machine.examine()
    assert health.missing == (lost.name,)
    assert health.commands[0].removeprefix("sudo ") == "apt-get install --no-install-recommends tex-gyre"


def test_kpsewhich_is_called_once_for_all_files(machine: Machine) -> None:
    calls = machine.texmf / "calls"
    script = (machine.bin / "kpsewhich").read_text(encoding="utf-8").removeprefix("#!/bin/sh\n")
    machine.program("kpsewhich", f'echo "$#" >> "{calls}"\n{script}')
    machine.examine()
    assert len(calls.read_text(encoding="utf-8").split()) == 3  # its version, the kernel, the themes


def test_an_old_latex_is_refused(machine: Machine) -> None:
    (machine.texmf / "latex.ltx").write_text("\\edef\\fmtversion{2020-10-01}", encoding="utf-8")
    health = machine.examine()
    assert health.missing == ("LaTeX",)
    assert "2020-10-01 is too old: 2022-06-01 is needed" in details(health)["LaTeX"]
    assert "tinytex" in health.commands[0]


@pytest.mark.parametrize("content", [None, "", "\\edef\\fmtversion"])
def test_a_kernel_without_its_date_is_missing(machine: Machine, content: str | None) -> None:
    kernel = machine.texmf / "latex.ltx"
    kernel.unlink()
    if content is not None:
        kernel.write_text(content, encoding="utf-8")
    assert machine.examine().missing == ("LaTeX",)


@pytest.mark.parametrize(
    ("script", "words"),
    [("exit 3", "it ended with status 3"), ("kill -9 $$", "it ended with status -9")],
)
def test_a_broken_program_counts_as_missing(machine: Machine, script: str, words: str) -> None:
    machine.program("pdflatex", script)
    health = machine.examine()
    assert health.missing == ("pdflatex",)
    assert words in details(health)["pdflatex"]


def test_a_program_for_another_machine_counts_as_missing(machine: Machine) -> None:
    (machine.bin / "pdflatex").write_bytes(b"\x7fELF no program")
    health = machine.examine()
    assert "it cannot be started" in details(health)["pdflatex"]
    assert health.exit_code == 5


def test_a_kpsewhich_that_answers_nothing_sound_is_no_pass(machine: Machine) -> None:
    machine.program("kpsewhich", '[ "$1" = --version ] && echo 6 && exit; exit 7')
    health = machine.examine()
    assert health.missing == ("LaTeX",)
    assert "it ended with status 7" in details(health)["LaTeX"]


def test_what_other_scripts_need_is_optional(machine: Machine) -> None:
    health = machine.examine()
    assert health.exit_code == 0
    assert "apt-get install texlive-luatex" in details(health)["lualatex"]
    assert "apt-get install fontconfig" in details(health)["fc-list"]


def test_fonts_for_luatex_are_optional(machine: Machine) -> None:
    assert "OpenType fonts" not in details(machine.examine())
    lost = next(file for file in OPENTYPE_FILES if file.debian == "fonts-texgyre")
    (machine.texmf / lost.name).unlink()
    health = machine.examine()
    assert health.exit_code == 0
    assert details(health)["OpenType fonts"].startswith(f"{lost.name} is not found")
    assert "apt-get install --no-install-recommends fonts-texgyre" in details(health)["OpenType fonts"]


def test_qpdf_is_optional(machine: Machine) -> None:
    (machine.bin / "qpdf").unlink()
    health = machine.examine()
    assert health.exit_code == 0
    assert "apt-get install qpdf" in details(health)["qpdf"]


def test_a_hanging_program_is_stopped_with_its_children(tmp_path: Path) -> None:
    path = tmp_path / "hang"
    path.write_text("#!/bin/sh\nsleep 60 & sleep 60\n", encoding="utf-8")
    path.chmod(0o755)
    start = time.monotonic()
    answer = programs.ask(path, environment={"PATH": "/usr/bin:/bin"}, folder=tmp_path, timeout=0.3)
    assert answer.problem == "it did not answer within 0.3 seconds"
    assert time.monotonic() - start < 10


def test_a_flooding_program_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "flood"
    path.write_text("#!/bin/sh\nexec yes\n", encoding="utf-8")
    path.chmod(0o755)
    answer = programs.ask(path, environment={"PATH": "/usr/bin:/bin"}, folder=tmp_path, timeout=20)
    assert answer.problem == "it prints without end"


def test_a_program_that_closes_its_output_and_stays_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "stay"
    path.write_text("#!/bin/sh\nexec 1>&- 2>&-\nsleep 60\n", encoding="utf-8")
    path.chmod(0o755)
    answer = programs.ask(path, environment={"PATH": "/usr/bin:/bin"}, folder=tmp_path, timeout=0.3)
    assert answer.problem == "it did not end within 0.3 seconds"


@pytest.mark.parametrize(
    ("platform", "release", "start"),
    [
        ("linux", DEBIAN, "sudo apt-get install --no-install-recommends "),
        ("linux", UBUNTU, "sudo apt-get install --no-install-recommends "),
        ("linux", FEDORA, "sudo dnf install texlive-scheme-basic texlive-collection-latexrecommended "),
        ("linux", ARCH, "sudo pacman -S --needed texlive-basic "),
        ("linux", "ID=plan9\n", 'curl -sL "https://yihui.org/tinytex/install-bin-unix.sh" | sh'),
        ("linux", "", 'curl -sL "https://yihui.org/tinytex/install-bin-unix.sh" | sh'),
        ("darwin", "", "brew install --cask basictex"),
    ],
)
def test_every_system_has_its_command(platform: str, release: str, start: str) -> None:
    here = system_of(platform, release, root=False)
    assert install_tex(here)[0].startswith(start)


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        ("debian", "sudo apt-get install --no-install-recommends tex-gyre texlive-latex-recommended"),
        ("fedora", "sudo dnf install texlive-tex-gyre texlive-collection-latexrecommended"),
        ("arch", "sudo pacman -S --needed texlive-fontsrecommended texlive-latexrecommended"),
        ("macos", "sudo tlmgr update --self && sudo tlmgr install tex-gyre collection-latexrecommended"),
        ("texlive", "tlmgr install tex-gyre collection-latexrecommended "),
    ],
)
def test_a_part_has_its_name_on_every_system(kind: systems.Kind, command: str) -> None:
    wanted = ["tex-gyre", "texlive-latex-recommended", "tex-gyre"]
    assert install_parts(System(kind, kind), wanted)[0].startswith(command)


def test_root_needs_no_sudo() -> None:
    here = system_of("linux", DEBIAN, root=True)
    assert "sudo" not in " ".join(install_tex(here) + install_parts(here, ["lmodern"]))


def test_a_tex_live_of_the_users_own_is_mended_by_tlmgr(machine: Machine) -> None:
    machine.program("tlmgr", "exit 0")
    (machine.texmf / THEME_FILES[0].name).unlink()
    assert machine.examine().commands[0].startswith("tlmgr install ")
    assert renew_tex(System("texlive", "")) == ("tlmgr update --self --all",)


def test_every_package_of_the_themes_is_known() -> None:
    wanted = {file.debian for file in (*THEME_FILES, *OPENTYPE_FILES)}
    assert wanted
    assert wanted <= {part.debian for part in systems.PARTS}


def test_run_installs_the_same_packages() -> None:
    """`run` has no Python to ask, so it holds the names once more."""
    run = (ROOT / "run").read_text(encoding="utf-8")
    match = re.search(r"^tex_packages=\(([^)]*)\)", run, re.MULTILINE)
    assert match
    assert tuple(match[1].split()) == systems.WHOLE_DEBIAN
    kernel = re.search(r"^tex_kernel=(\S+)", run, re.MULTILINE)
    assert kernel
    assert kernel[1] == doctor._kernel_needed()
    collections = re.search(r"collections=\(([^)]*)\)", run)
    assert collections
    assert set(collections[1].split()) <= set(systems.WHOLE_TEXLIVE)


def test_the_libraries_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert sorted(f"{name}{versions}" for name, versions in LIBRARIES.items()) == sorted(project["dependencies"])


@pytest.mark.parametrize(
    ("version", "fits"),
    [("2.0.9", False), ("2.1", True), ("2.1.0b1", True), ("2.99", True), ("3.0", False), ("3", False)],
)
def test_versions_are_compared_as_numbers(version: str, *, fits: bool) -> None:
    assert doctor._fits(version, ">=2.1,<3") is fits


def test_a_missing_library_is_named(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIBRARIES, "no-such-library", ">=1,<2")
    health = machine.examine()
    assert health.missing == ("no-such-library",)
    assert health.commands == (f"{sys.executable} -m pip install 'no-such-library>=1,<2'",)


def test_a_missing_class_is_named(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "latex_folder", lambda: machine.texmf / "nowhere")
    health = machine.examine()
    assert "class" in health.missing
    assert "this installs it" not in tell(health, "text")


def test_json_says_the_same(machine: Machine) -> None:
    (machine.bin / "pdflatex").unlink()
    health = machine.examine()
    record = json.loads(tell(health, "json"))
    assert record["passed"] is False
    assert record["missing"] == ["pdflatex"]
    assert record["commands"] == list(health.commands)
    assert {item["status"] for item in record["items"]} <= {"ok", "missing", "optional", "unknown"}
    assert len(record["items"]) == len(health.items) > 10


def test_the_cache_is_shown(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = {"CVTEX_CACHE": str(tmp_path / "cache")}
    monkeypatch.setattr(Machine, "environment", {**machine.environment, **cache})
    assert (
        details(machine.examine())["cache"]
        == f"{tmp_path}/cache: 0 formats, 0 builds, 0 fonts, 0 pages, 0.0 MB of 250 MB"
    )
    assert not (tmp_path / "cache").exists(), "the doctor only looks"
    room = place.room(cache, "builds")
    place.write(f"{room}/{place.digest(b'1')}", bytes(1_500_000))
    assert (
        details(machine.examine())["cache"]
        == f"{tmp_path}/cache: 0 formats, 1 build, 0 fonts, 0 pages, 1.5 MB of 250 MB"
    )
    Path(room).chmod(0o777)
    health = machine.examine()
    assert details(health)["cache"] == f"{tmp_path}/cache is not used: others own it or may write there"
    assert (health.missing, health.exit_code) == ((), 0)


def test_no_cache_is_no_fault(machine: Machine) -> None:
    health = machine.examine()
    assert details(health)["cache"] == "CVTEX_CACHE or HOME names no folder: nothing is kept"
    assert (health.missing, health.exit_code) == ((), 0)


def test_clearing_the_cache(tmp_path: Path) -> None:
    settings = environment(CVTEX_CACHE=str(tmp_path / "cache"))
    place.write(f"{place.room(settings, 'builds')}/{place.digest(b'1')}", bytes(100))
    done = cvtex("doctor", "--clear-cache", cwd=tmp_path, env=settings)
    assert "cache: 0 formats, 0 builds, 0 fonts, 0 pages" in done.out
    assert not (tmp_path / "cache").exists()
