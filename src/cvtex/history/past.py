"""The past of the data: the state that a revision, a day or a folder names, read from git without touching the work tree."""

import posixpath
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from cvtex.content.image import ENDINGS
from cvtex.content.source import MAX_BYTES
from cvtex.diagnostics import (
    CvtexError,
    DataError,
    Diagnostic,
    MissingError,
    Span,
    TypesettingError,
    UsageError,
    suggest,
)  # fmt: skip
from cvtex.document.numbers.ledger import LEDGER
from cvtex.history.git import Blob, Commit, GitError, Repository, open_repository
from cvtex.history.state import Origin, State, read_state
from cvtex.languages.language import DEFAULT
from cvtex.patterns import regex
from cvtex.values import dataclass, replace

_READ = (".yaml", ".yml", ".bib")
_MOST_FILES = 2000
_DAY = regex(r"\d{4}-\d{2}-\d{2}")
_LINKS_IN_A_ROW = 8
_MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class Past:
    """Where states are looked for: the folder of the data, and what a name that is a path is relative to.

    `span` is the place in a target that asks; without it, the command line does. `language` is that of the texts.
    `today` is the last day that can be asked for; without it, any can.
    """

    data: Path
    beside: Path
    environment: Mapping[str, str]
    span: Span | None = None
    language: str = DEFAULT
    today: date | None = None

    def state(self, name: str) -> State | Origin:
        """The state that a name means; of a day that the history does not reach, its origin alone.

        Raises UsageError, of a target DataError, for what names no state; MissingError without git; DataError where the
        data of that state cannot be read.
        """
        folder = self._folder(name) if name.strip() else None
        if folder:
            return read_state(folder, Origin("folder", name), self.language)
        if not self.data.is_dir():
            hint = "name the folder that holds cv.yaml with --data"
            raise DataError(Diagnostic("S001", "the data folder does not exist", Span(str(self.data)), hint))
        revision, _, path = name.partition(":")
        try:
            if _DAY.fullmatch(revision):
                return self._of_day(revision, path)
            return self._of_revision(revision, path)
        except GitError as error:
            raise self._no_git(name, error) from error

    def now(self) -> State:
        """The data as they are. Raises DataError where they cannot be read."""
        return read_state(self.data, Origin("data", str(self.data)), self.language)

    def _folder(self, name: str) -> Path | None:
        """The data folder that a path leads to, None for no path."""
        try:
            for path in (self.beside / name, self.beside / name / "data"):
                if (path / "cv.yaml").is_file():
                    return path
        except (OSError, ValueError):
            return None
        return None

    def _of_day(self, typed: str, path: str) -> State | Origin:
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            raise self._error("H003", f"there is no day {typed}", "check month and day: 2024-07-01") from None
        if self.today and day > self.today:
            raise self._error("H003", f"{typed} is yet to come", "name the day of the last review")
        if not _has_repository(self.data):
            return Origin("day", typed, day=day)
        repository = open_repository(self.data, self.environment)
        commit = repository.commit_until(day)
        folder = self._folder_in(repository, commit, path) if commit else None
        if commit is None or folder is None:
            if repository.shallow():
                raise self._shallow(f"the history that is here does not reach back to {typed}")
            return Origin("day", typed, day=day)
        return self._read(repository, commit, folder, Origin("day", typed, day=day))

    def _of_revision(self, revision: str, path: str) -> State:
        if revision.startswith("-"):
            raise self._error("H003", f"`{revision}` is no revision", "a revision does not begin with `-`")
        repository = open_repository(self.data, self.environment)
        commit = repository.commit(revision)
        if commit is None:
            if repository.shallow():
                raise self._shallow(f"there is no revision `{revision}` in the part of the history that is here")
            known = repository.names()
            near = suggest(revision, known)
            hint = f"did you mean `{near}`?" if near else f"known here: {_listed(known)}"
            also = "a revision of the repository, a day such as 2024-07-01, or a folder with cv.yaml is meant"
            raise self._error("H003", f"there is no revision `{revision}`", f"{hint}; {also}")
        folder = self._folder_in(repository, commit, path)
        if folder is None:
            raise self._elsewhere(repository, commit, revision, path)
        return self._read(repository, commit, folder, Origin("revision", revision, day=commit.day))

    def _folder_in(self, repository: Repository, commit: Commit, path: str) -> str | None:
        """Where the data were in a commit, None for nowhere: where they are, where `path` says, or before a renaming."""
        wanted = path.strip("/") if path else repository.prefix
        if _holds_data(repository, commit, wanted):
            return wanted
        former = () if path else repository.former_paths(posixpath.join(wanted, "cv.yaml"))
        folders = (posixpath.dirname(name) for name in former if posixpath.basename(name) == "cv.yaml")
        return next((folder for folder in folders if _holds_data(repository, commit, folder)), None)

    def _read(self, repository: Repository, commit: Commit, folder: str, origin: Origin) -> State:
        moved = folder if folder != repository.prefix else ""
        name = commit.short if origin.kind == "day" else origin.name
        shown = f"{name}:{folder}" if folder else f"{name}:."
        chosen = replace(origin, commit=commit.hash, folder=moved, committed=commit.day)
        try:
            with tempfile.TemporaryDirectory(prefix="cvtex-") as scratch:
                into = Path(scratch).resolve() / "data"
                self._extract(repository, commit, folder, into, shown)
                return read_state(into, chosen, self.language, shown=shown)
        except OSError as error:
            hint = "make room on the disk, or set TMPDIR to a folder with room"
            reason = error.strerror or error
            fault = Diagnostic(
                "X006", f"the data of {shown} cannot be put into a scratch folder ({reason})", None, hint
            )
            raise TypesettingError(fault) from error

    def _extract(self, repository: Repository, commit: Commit, folder: str, into: Path, shown: str) -> None:
        """Write the files that a CV is made of into a folder; links become what they lead to, if that is in the folder."""
        files = {blob.path: blob for blob in repository.files(commit, folder) if _is_plain(blob.path, folder)}
        main = files[posixpath.join(folder, "cv.yaml")]
        root = self._followed(repository, main, files, folder)
        text = repository.read([root])[root.path] if root and root.size <= MAX_BYTES else b""
        wanted = [blob for blob in files.values() if blob is main or _is_wanted(blob.path, text)][:_MOST_FILES]
        real: dict[str, Blob] = {}
        for blob in wanted:
            target = self._followed(repository, blob, files, folder)
            if target is None:
                place = Span(f"{shown}/{_below(blob.path, folder)}")
                hint = (
                    "nothing outside of the data folder is read: compare with a state in which it holds the file itself"
                )
                raise DataError(Diagnostic("S010", "this link leads out of the data folder", place, hint))
            real[blob.path] = target
        small = {blob.path: blob for blob in real.values() if blob.size <= MAX_BYTES}
        contents = repository.read(small.values())
        for path, target in real.items():
            there = into / _below(path, folder)
            there.parent.mkdir(parents=True, exist_ok=True)
            with there.open("wb") as file:
                if target.path in contents:
                    file.write(contents[target.path])
                else:
                    file.truncate(target.size)  # too large to be read: that is told of it, as of any file

    def _followed(self, repository: Repository, blob: Blob, files: Mapping[str, Blob], folder: str) -> Blob | None:
        """The file that a link leads to, within the folder; None for one that leads elsewhere."""
        for _ in range(_LINKS_IN_A_ROW):
            if not blob.is_link:
                return blob
            target = repository.read([blob])[blob.path].decode("utf-8", "surrogateescape") if blob.size < 4096 else ""
            path = posixpath.normpath(posixpath.join(posixpath.dirname(blob.path), target))
            if path not in files or not _is_plain(path, folder):
                return None
            blob = files[path]
        return None

    def _elsewhere(self, repository: Repository, commit: Commit, revision: str, path: str) -> CvtexError:
        wanted = posixpath.join(path.strip("/") or repository.prefix, "cv.yaml")
        blobs = repository.files(commit, "")
        there = [posixpath.dirname(blob.path) or "." for blob in blobs if posixpath.basename(blob.path) == "cv.yaml"]
        if there:
            hint = f"the data were elsewhere then: name the folder, as {revision}:{there[0]}"
        else:
            hint = "name a later revision: there is no cv.yaml in this one"
        return self._error("H004", f"there is no {wanted} in {revision} (commit {commit.short})", hint)

    def _no_git(self, name: str, error: GitError) -> CvtexError:
        if error.missing:
            hint = "install git (on Debian and Ubuntu: sudo apt install git), or name a folder with earlier data"
            return MissingError(Diagnostic("H001", str(error), self.span, hint))
        hint = (
            f"`{name}` is taken for a revision; a day such as 2024-07-01 or a folder with cv.yaml needs no repository"
        )
        return self._error("H002", f"git cannot be asked about {self.data}: {error}", hint)

    def _shallow(self, message: str) -> CvtexError:
        hint = "this is a shallow clone: `git fetch --unshallow --tags` brings the rest of the history"
        return self._error("H005", message, hint)

    def _error(self, code: str, message: str, hint: str) -> CvtexError:
        finding = Diagnostic(code, message, self.span, hint)
        return DataError(finding) if self.span else UsageError(finding)


def _holds_data(repository: Repository, commit: Commit, folder: str) -> bool:
    main = posixpath.join(folder, "cv.yaml")
    return any(blob.path == main for blob in repository.files(commit, folder))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names[:_MOST_NAMES]) or "nothing has a name"


def _has_repository(folder: Path) -> bool:
    """Whether a folder may lie in a repository: of one that does not, git need not be asked."""
    there = folder.resolve()
    return any((path / ".git").exists() for path in (there, *there.parents))


def _below(path: str, folder: str) -> str:
    return path[len(folder) + 1 :] if folder else path


def _is_plain(path: str, folder: str) -> bool:
    """Whether a path lies in a folder and has no part that leads elsewhere."""
    inside = path.startswith(f"{folder}/") if folder else True
    return inside and not path.startswith("/") and not {"", ".", "..", ".git"} & set(_below(path, folder).split("/"))


def _is_wanted(path: str, text: bytes) -> bool:
    """Whether a CV may be made of a file: by its name, or because cv.yaml has that name in it. Photos are not compared."""
    name = posixpath.basename(path)
    if name.lower().endswith(ENDINGS):
        return False
    return name.endswith(_READ) or name == LEDGER or name.encode("utf-8", "surrogateescape") in text
