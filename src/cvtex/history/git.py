"""git, asked about the repository that holds the data: the one place that runs it, and it only ever reads."""

import os
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from cvtex.programs import Answer, ask, find_program
from cvtex.values import dataclass, field

GIT_TIMEOUT = 30.0
"""Seconds for one answer; a log of ten thousand commits takes less than one."""

_MOST = 60_000_000
_KEPT = ("PATH", "HOME", "XDG_CONFIG_HOME", "TMPDIR")
# Nothing is asked, shown in a pager, fetched from a server, locked, or run on git's behalf.
_FIXED = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "SSH_ASKPASS": "",
    "GIT_PAGER": "cat",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
}
_SETTINGS = (
    "core.fsmonitor=false", "core.hooksPath=/dev/null", "core.pager=cat", "diff.external=", "log.showSignature=false",
    "protocol.allow=never", "core.quotePath=false",
)  # fmt: skip
_FIRST, _LAST = date(1970, 1, 1), date(2099, 12, 31)  # the days that git's own option for dates knows


class GitError(Exception):
    """Why git is of no use: it is not installed, or says so itself."""

    def __init__(self, message: str, *, missing: bool = False) -> None:
        super().__init__(message)
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Commit:
    """One state of a repository: its hash, and the day (UTC) on which it was committed."""

    hash: str
    day: date

    @property
    def short(self) -> str:
        return self.hash[:10]


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of a commit: its path in the repository, its kind as git's mode, its size in bytes."""

    path: str
    mode: str
    hash: str
    size: int

    @property
    def is_link(self) -> bool:
        return self.mode == "120000"


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository around a folder; `prefix` is the folder's path in it, empty for the repository's own."""

    program: Path
    top: Path
    prefix: str
    environment: Mapping[str, str] = field(repr=False)

    def commit(self, revision: str) -> Commit | None:
        """The commit that a tag, branch, hash or expression names, None for none."""
        if revision.startswith("-") or not revision.isprintable() or not revision.strip():
            return None
        found = self._ask("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        return None if found.problem else self._told(found.text.strip())

    def commit_until(self, day: date) -> Commit | None:
        """The last commit of the line that is checked out up to the end of a day (UTC), None where it begins later."""
        if day < _FIRST:
            return None
        end = f"{min(day, _LAST).isoformat()}T23:59:59Z"
        found = self._ask("rev-list", "-1", "--first-parent", f"--before={end}", "HEAD", "--")
        return self._told(found.text.strip()) if found.text.strip() and not found.problem else None

    def files(self, commit: Commit, folder: str) -> tuple[Blob, ...]:
        """The files and links below a folder of a commit, none where it has no such folder; no submodules."""
        path = [f"{folder}/"] if folder else []
        listed = self._sure("ls-tree", "-r", "-z", "-l", "--full-tree", commit.hash, "--", *path)
        blobs = []
        for line in filter(None, listed.raw.split(b"\0")):
            head, _, name = line.partition(b"\t")
            mode, kind, name_of, size = head.split()
            if kind == b"blob":
                blobs.append(Blob(os.fsdecode(name), mode.decode(), name_of.decode(), int(size)))
        return tuple(blobs)

    def read(self, blobs: Iterable[Blob]) -> dict[str, bytes]:
        """The contents of files by their paths, as they were committed: no filter and no conversion is run."""
        wanted = list(blobs)
        if not wanted:
            return {}
        told = "".join(f"{blob.hash}\n" for blob in wanted).encode()
        stream = self._sure("cat-file", "--batch", told=told).raw
        contents: dict[str, bytes] = {}
        for blob in wanted:
            head, _, stream = stream.partition(b"\n")
            if head != f"{blob.hash} blob {blob.size}".encode():
                raise GitError(f"git has no contents of `{blob.path}`: {os.fsdecode(head)}")
            contents[blob.path], stream = stream[: blob.size], stream[blob.size + 1 :]
        return contents

    def former_paths(self, path: str) -> tuple[str, ...]:
        """What a file was called before it was renamed, newest first."""
        log = self._ask(
            "log", "--follow", "-M", "--diff-filter=R", "--name-status", "--format=", "-z", "--no-ext-diff",
            "--no-textconv", "HEAD", "--", path,
        )  # fmt: skip
        parts = [part.strip("\n") for part in log.text.split("\0")]
        return tuple(parts[index + 1] for index, part in enumerate(parts[:-2]) if re.fullmatch(r"R\d+", part))

    def names(self) -> tuple[str, ...]:
        """The tags and branches, tags first and the newest of them before older ones."""
        kinds = ("refs/tags", "refs/heads")
        listed = (self._ask("for-each-ref", "--sort=-creatordate", "--format=%(refname:short)", kind) for kind in kinds)
        return tuple(dict.fromkeys(name for answer in listed for name in answer.text.split()))

    def shallow(self) -> bool:
        """Whether only the newest part of the history is here."""
        return self._ask("rev-parse", "--is-shallow-repository").text.strip() == "true"

    def _told(self, name: str) -> Commit | None:
        told = self._sure("rev-list", "-1", "--format=%H %ct", name, "--").text.split()[2:]  # without `commit HASH`
        try:
            return Commit(told[0], datetime.fromtimestamp(int(told[1]), UTC).date()) if len(told) == 2 else None
        except (ValueError, OverflowError, OSError) as error:
            raise GitError(f"the commit {name} has no day that there is") from error

    def _sure(self, *arguments: str, told: bytes = b"") -> Answer:
        """An answer that must come. Raises GitError."""
        answer = self._ask(*arguments, told=told)
        if answer.problem:
            raise GitError(f"`git {arguments[0]}` failed: {answer.problem}")
        return answer

    def _ask(self, *arguments: str, told: bytes = b"") -> Answer:
        return _run(self.program, self.top, self.environment, *arguments, told=told)


def open_repository(folder: Path, environment: Mapping[str, str]) -> Repository:
    """The repository that holds a folder. Raises GitError where there is none, or no git to ask."""
    program = find_program("git", environment)
    if program is None:
        raise GitError("git is not installed, or not on PATH", missing=True)
    there = folder.resolve()
    asked = _run(program, there, environment, "rev-parse", "--show-toplevel", "--show-prefix", complaints=True)
    lines = asked.text.split("\n")
    if asked.problem or len(lines) < 2 or not lines[0]:
        raise GitError(f"git says of it: {lines[0].removeprefix('fatal: ') or asked.problem}")
    return Repository(program.absolute(), Path(lines[0]), lines[1].rstrip("/"), environment)


def _run(
    program: Path, folder: Path, environment: Mapping[str, str], *arguments: str, told: bytes = b"",
    complaints: bool = False,
) -> Answer:  # fmt: skip
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    kept = {name: environment[name] for name in _KEPT if name in environment}
    return ask(
        program, "--no-pager", *settings, *arguments, environment=kept | _FIXED, folder=folder, timeout=GIT_TIMEOUT,
        complaints=complaints, told=told, most=_MOST,
    )  # fmt: skip
