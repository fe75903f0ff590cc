"""Where and with what it is measured: the machine, its load, the versions."""

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks import peers
from benchmarks.material import ROOT, Material
from benchmarks.measure import NotMeasured
from benchmarks.page import Surroundings
from cvtex import __version__

_LIBRARIES = ("click", "pyyaml", "bibtexparser", "pylatex", "pypdf", "pypdfium2")


def load() -> float:
    """How many processes wanted a core during the last minute."""
    return os.getloadavg()[0]


def surroundings(material: Material, before: float, *, others: bool) -> Surroundings:
    return Surroundings(tuple(_facts(material, before, others=others)))


def _facts(material: Material, before: float, *, others: bool) -> Iterator[tuple[str, str]]:
    yield "day", date.today().isoformat()
    yield "cvtex", f"{__version__}, commit {_said('git', '-C', str(ROOT), 'rev-parse', '--short', 'HEAD') or 'unknown'}"
    yield "processor", f"{_processor()}, {os.cpu_count()} cores"
    yield "memory", _memory()
    quiet = before < (os.cpu_count() or 1) / 4
    advice = "" if quiet else ": the machine was busy, and only the ratios and the processor times can be trusted"
    yield "load before", f"{before:.1f}{advice}"
    yield "system", f"{_system()}, Linux {platform.release()}" if platform.system() == "Linux" else platform.platform()
    yield "Python", f"{platform.python_version()}; {', '.join(f'{name} {version(name)}' for name in _LIBRARIES)}"
    yield "TeX", _said("pdflatex", "--version").partition("\n")[0] or "not found"
    if not others:
        yield "peers", "left out by `--quick`"
        return
    for name, find in (("RenderCV", peers.rendercv), ("latexmk", peers.biblatex)):
        try:
            peer = find(material)
        except NotMeasured as reason:
            yield name, f"not measured: {reason}"
        else:
            yield name, f"{peer.version}, {peer.note}"
    yield "YAMLResume", peers.YAMLRESUME


def _said(*command: str) -> str:
    if not shutil.which(command[0]):
        return ""
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    text = information.read_text(encoding="utf-8") if information.exists() else ""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1] if found else platform.processor() or platform.machine()


def _memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB"


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.system()
