"""The peers: each in an environment of its own, in the user's cache folder, made when it is first asked for."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.asbiblatex import biblatex_source
from benchmarks.asrendercv import rendercv_input
from benchmarks.material import HERE, Material
from benchmarks.measure import Command, NotMeasured

RENDERCV = "2.8"
_PYTHONS = ("python3.14", "python3.13", "python3.12")
_ICONS = "typst/typst/packages/preview/fontawesome/0.6.0"
# RenderCV imports an icon package that Typst fetches from a host of its own. The font of the icons comes with RenderCV,
# and draws an icon by its name: this is all that RenderCV asks of the package, without its table of two thousand names.
_STAND_IN = {
    "typst.toml": '[package]\nname = "fontawesome"\nversion = "0.6.0"\nentrypoint = "lib.typ"\n'
    'description = "a stand-in"\n',
    "lib.typ": '#let fa-icon(name, ..rest) = text(font: ("Font Awesome 7 Free", "Font Awesome 7 Brands"), ..rest, name)\n',
}
YAMLRESUME = (
    "0.16.1 could not be installed on 2026-11-25: two packages that it needs, @yamlresume/ai and @yamlresume/node, "
    "are not in the npm registry. Earlier in November 2026, on another machine with two cores, its own three-page "
    "sample took 4.5 to 7 s"
)


@dataclass(frozen=True, slots=True)
class Peer:
    """A program that makes a PDF of the same content, and what the reader of the table must know of it."""

    version: str
    note: str
    command: Callable[[Path], Command]


def home() -> Path:
    """Where the environments of the peers lie."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = caches / "cvtex-benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def rendercv(material: Material) -> Peer:
    """RenderCV, writing a PDF alone. Raises NotMeasured where it cannot be had."""
    program = home() / "rendercv" / "bin" / "rendercv"
    if not program.exists():
        _install_rendercv(program)
    icons = home() / _ICONS
    if not icons.exists():
        icons.mkdir(parents=True)
        for name, text in _STAND_IN.items():
            (icons / name).write_text(text, encoding="utf-8")
    stand_in = "a stand-in" in (icons / "typst.toml").read_text(encoding="utf-8")
    note = "with a stand-in of two lines for its icon package" if stand_in else "with its icon package"
    environment = {**os.environ, "XDG_CACHE_HOME": str(home() / "typst")}
    environment.pop("PYTHONPATH", None)

    def command(data: Path) -> Command:
        folder = material.folder(f"rendercv-{data.name}")
        (folder / "cv.yaml").write_text(rendercv_input(data), encoding="utf-8")
        return Command((str(program), "render", "cv.yaml", "-nomd", "-nopng", "-o", "out"), folder, environment)

    return Peer(RENDERCV, note, command)


def _install_rendercv(program: Path) -> None:
    folder = program.parent.parent
    python = next(_pythons(), None)
    if not python:
        raise NotMeasured(f"RenderCV {RENDERCV} needs Python 3.12 or newer, and none of {', '.join(_PYTHONS)} is found")
    pip = (folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", f"rendercv[full]=={RENDERCV}")
    for step in ((python, "-m", "venv", folder), pip):
        done = subprocess.run([str(word) for word in step], capture_output=True, text=True, check=False)
        if done.returncode:
            shutil.rmtree(folder, ignore_errors=True)
            last = done.stderr.strip().rpartition("\n")[2]
            raise NotMeasured(f"RenderCV {RENDERCV} could not be installed: {last}")


def _pythons() -> Iterator[Path]:
    """Pythons that are new enough, on PATH or kept by pyenv."""
    for name in _PYTHONS:
        found = shutil.which(name)
        beside = sorted((Path.home() / ".pyenv" / "versions").glob(f"{name.removeprefix('python')}.*/bin/python"))
        for path in (*([Path(found)] if found else ()), *beside):
            # A name that is there may be a shim for a version that is not.
            if subprocess.run([path, "-c", "import venv, ensurepip"], capture_output=True, check=False).returncode == 0:
                yield path


def biblatex(material: Material) -> Peer:
    """latexmk with biblatex and biber, from a clean folder. Raises NotMeasured where it cannot be had."""
    missing = [name for name in ("latexmk", "biber", "kpsewhich") if not shutil.which(name)]
    if missing:
        raise NotMeasured(f"{' and '.join(missing)} not found; Debian has latexmk, biber and texlive-bibtex-extra")
    if subprocess.run(["kpsewhich", "biblatex.sty"], capture_output=True, check=False).returncode:
        raise NotMeasured("TeX lacks biblatex; Debian has it in texlive-bibtex-extra")
    said = subprocess.run(["latexmk", "-version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"Version (\S+)", said)

    def command(data: Path) -> Command:
        folder = material.folder("biblatex")

        def clean() -> None:
            for path in folder.iterdir():
                path.unlink()
            shutil.copy(HERE / "plain.cls", folder)
            shutil.copy(data / "publications.bib", folder)
            (folder / "cv.tex").write_text(source, encoding="utf-8")

        source = biblatex_source(data)
        return Command(("latexmk", "-pdf", "-interaction=batchmode", "cv.tex"), folder, {**os.environ}, clean)

    return Peer(version[1].rstrip(",") if version else "", "from a clean folder", command)
