"""What is measured: data folders of many sizes, the plain documents, and cvtex with a cache of its own."""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

from benchmarks.measure import Command

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DATA = ROOT / "data"
# The words of which pub300.bib's titles are made; others of them stand as they are.
_WORDS: list[str] = re.findall(
    r"\w+",
    """
adaptive boundary causal cell cohort coupling dynamics estimation evidence folding gradient hierarchical
imaging inference instruments latent lattice layer learning measurement migration model network neural
optimisation policy protein quantification quantum regularised representation robust sampling scales signal
sparse spectral stochastic survey thermal transport turbulence uncertainty variable
""",
)


@dataclass(frozen=True, slots=True)
class Material:
    """A scratch folder in which everything is measured."""

    scratch: Path

    def folder(self, name: str) -> Path:
        path = self.scratch / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def environment(self, **changes: str) -> dict[str, str]:
        """The user's environment without settings of cvtex, with this checkout's cvtex and a cache of its own."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CVTEX_")}
        kept["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT / "src"), os.environ.get("PYTHONPATH"))))
        return {**kept, "CVTEX_CACHE": str(self.folder("cache")), **changes}

    def own_data(self, name: str = "data") -> Path:
        """A copy of data/."""
        folder = self.scratch / name
        if not folder.exists():
            shutil.copytree(DATA, folder)
        return folder

    def data_of(self, number: int) -> Path:
        """A data folder with so many made-up publications."""
        folder = self.folder(f"data-{number}")
        shutil.copy(HERE / "long.yaml", folder / "cv.yaml")
        (folder / "publications.bib").write_text(publications(number), encoding="utf-8")
        return folder

    def many_targets(self, number: int) -> Path:
        """A copy of data/ with so many targets, each the whole CV under another title."""
        folder = self.own_data("data-targets")
        shutil.rmtree(folder / "targets")
        (folder / "targets").mkdir()
        for index in range(1, number + 1):
            name = "cv" if index == 1 else f"cv-{index}"
            (folder / "targets" / f"{name}.yaml").write_text(f"title: Curriculum vitae {index}\n", encoding="utf-8")
        return folder

    def plain(self, name: str) -> Command:
        """One plain pass of pdflatex over plain.tex or plain300.tex: the measure of all."""
        folder = self.folder("plain")
        for file in ("plain.cls", "plain.tex", "plain300.tex"):
            shutil.copy(HERE / file, folder)
        arguments = ("pdflatex", "-interaction=batchmode", f"{name}.tex")
        return Command(arguments, folder, {**os.environ})

    def cvtex(self, *arguments: str | Path, **changes: str) -> Command:
        """A command of this checkout's cvtex, started as its users do."""
        program = Path(sys.executable).with_name("cvtex")
        return Command((str(program), *map(str, arguments)), self.scratch, self.environment(**changes))

    def build(self, data: Path, *options: str, **changes: str) -> Command:
        return self.cvtex("build", data, "-o", self.folder(f"out-{data.name}"), "-q", *options, **changes)


def publications(number: int) -> str:
    """So many entries for BibTeX: those of pub300.bib, and again under other keys, titles and DOIs as often as needed."""
    return "\n\n".join(islice(_publications(), number)) + "\n"


def _publications() -> Iterator[str]:
    entries = (HERE / "pub300.bib").read_text(encoding="utf-8").strip().split("\n\n")
    yield from entries
    for turn in count(1):
        for entry in entries:
            yield _another(entry, turn)


def _another(entry: str, turn: int) -> str:
    """An entry of the same make: each word of its title another one, the key and the DOI its own."""

    def moved(match: re.Match[str]) -> str:
        word = match[0]
        if word.lower() not in _WORDS:
            return word
        other = _WORDS[(_WORDS.index(word.lower()) + turn) % len(_WORDS)]
        return other.capitalize() if word[0].isupper() else other

    lines = entry.split("\n")
    lines[0] = lines[0].replace("{", "{" + f"again{turn}")
    for index, line in enumerate(lines):
        if line.startswith("  title ="):
            lines[index] = "  title =" + re.sub(r"\w+", moved, line.removeprefix("  title ="))
        elif line.startswith("  doi ="):
            lines[index] = line.replace("/abc.", f"/again{turn}.")
    return "\n".join(lines)
