"""Repositories made for the tests, each commit on a day of its own."""

import os
import subprocess
from pathlib import Path

CV = (
    "version: 1\nname: Ada Example\nbibliography: own.bib\nsections:\n- section: Work\n  entries:\n  - award: Prize\n%s"
)
PAPERS = "- section: Papers\n  entries:\n  - publications: J\n"
PAPER = "@article{%s, author = {Ada Example}, title = {On %s}, journal = {J}, year = %d}\n"
ONE, TWO = PAPER % ("a", "engines", 2020), PAPER % ("b", "looms", 2025)


def git(folder: Path, *arguments: str, day: str = "2024-01-01") -> str:
    """Run git as if it were noon of a day, whatever the settings of whoever runs the tests."""
    clock = {f"GIT_{who}_DATE": f"{day}T12:00:00Z" for who in ("AUTHOR", "COMMITTER")}
    people = {f"GIT_{who}_{what}": "ada@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    fixed = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=kept | clock | people | fixed, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.strip()


def commit(folder: Path, day: str, *, tag: str = "") -> str:
    """Commit all that is there on a day; returns the hash."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "A state", day=day)
    if tag:
        git(folder, "tag", tag)
    return git(folder, "rev-parse", "HEAD")


def typed(folder: Path, more: str = "", bib: str = ONE) -> Path:
    """A data folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cv.yaml").write_text(CV % (more + PAPERS), encoding="utf-8")
    (folder / "own.bib").write_text(bib, encoding="utf-8")
    return folder


def repository(folder: Path) -> Path:
    """A repository whose data were first committed on 2024-01-01 (v1), and got a paper on 2025-01-01 (v2)."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q")
    typed(folder / "data")
    commit(folder, "2024-01-01", tag="v1")
    typed(folder / "data", bib=TWO + ONE)
    commit(folder, "2025-01-01", tag="v2")
    return folder
