"""States of the data from git: found, read without harm, and told where they cannot be."""

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from cvtex.diagnostics import CvtexError, DataError, MissingError, Span, UsageError
from cvtex.history.past import Past
from cvtex.history.state import Origin, State
from tests.history.repositories import ONE, TWO, commit, git, repository, typed
from tests.program import fake_program


def past(folder: Path, data: str = "data", environment: dict[str, str] | None = None, span: Span | None = None) -> Past:
    return Past(folder / data, folder, environment or dict(os.environ), span)


def state(folder: Path, name: str, data: str = "data") -> State:
    found = past(folder, data).state(name)
    assert isinstance(found, State)
    return found


def keys(found: State) -> list[str]:
    return [publication.key for publication in found.cv.publications]


def error(folder: Path, name: str, kind: type[CvtexError] = UsageError, **more: object) -> tuple[str, str, str]:
    with pytest.raises(kind) as caught:
        past(folder, **more).state(name)  # type: ignore[arg-type]
    first = caught.value.diagnostics[0]
    return first.code, first.message, first.hint or ""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return repository(tmp_path)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("v1", ["a"]), ("v2", ["b", "a"]), ("HEAD~1", ["a"]), ("main", ["b", "a"]), ("v1:data", ["a"]),
        ("2024-01-01", ["a"]), ("2024-12-31", ["a"]), ("2025-01-01", ["b", "a"]), ("2199-01-01", ["b", "a"]),
    ],
)  # fmt: skip
def test_a_revision_or_day_names_a_state(here: Path, name: str, expected: list[str]) -> None:
    assert keys(state(here, name)) == expected


def test_a_hash_names_a_state_and_the_output_its_commit(here: Path) -> None:
    name = git(here, "rev-parse", "v1")
    found = state(here, name[:9])
    day = date(2024, 1, 1)
    assert found.origin == Origin("revision", name[:9], name, day, committed=day)
    assert str(found.origin) == f"{name[:9]}: commit {name[:10]} of 2024-01-01"
    by_day = state(here, "2024-06-01")
    assert by_day.origin.day == date(2024, 6, 1)
    assert str(by_day.origin) == f"2024-06-01: commit {name[:10]} of 2024-01-01"


def test_places_are_those_of_the_revision(here: Path) -> None:
    found = state(here, "v1")
    assert str(found.place(found.cv.publications[0].span)) == "v1:data/own.bib:1:1"
    by_day = state(here, "2024-06-01")
    assert str(by_day.place(by_day.cv.sections[0].span)).startswith(
        git(here, "rev-parse", "v1")[:10] + ":data/cv.yaml:"
    )


def test_a_day_before_the_history_is_judged_by_dates(here: Path) -> None:
    for day in ("2023-12-31", "1969-07-20", "0001-01-01"):
        found = past(here).state(day)
        assert isinstance(found, Origin)
        assert found.by_dates
        assert "by the items' own dates" in str(found)


def test_a_day_needs_no_repository(tmp_path: Path) -> None:
    typed(tmp_path / "data")
    found = past(tmp_path, environment={"PATH": str(tmp_path)}).state("2024-01-01")
    assert isinstance(found, Origin)


def test_the_line_that_is_checked_out_counts(here: Path) -> None:
    """What was merged after a day was not there on that day, though its commit is older."""
    git(here, "checkout", "-q", "-b", "side", "v1")
    typed(here / "data", "  - award: Medal\n")
    commit(here, "2024-02-01")
    git(here, "checkout", "-q", "main")
    git(here, "merge", "-q", "side", "-m", "merge", day="2025-06-01")
    assert len(state(here, "2024-03-01").cv.sections[0].entries) == 1
    assert len(state(here, "2025-06-01").cv.sections[0].entries) == 2


def test_a_folder_is_a_state(tmp_path: Path) -> None:
    typed(tmp_path / "old" / "data")
    for name in ("old", "old/data"):
        assert keys(state(tmp_path, name)) == ["a"]
    assert str(state(tmp_path, "old").origin) == "the folder old"


def test_the_data_may_be_the_whole_repository(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    typed(tmp_path)
    commit(tmp_path, "2024-01-01", tag="v1")
    found = state(tmp_path, "v1", ".")
    assert str(found.place(found.cv.publications[0].span)) == "v1:./own.bib:1:1"


def test_a_renamed_folder_is_followed(here: Path) -> None:
    git(here, "mv", "data", "facts")
    commit(here, "2025-02-01")
    found = state(here, "v1", "facts")
    assert keys(found) == ["a"]
    assert str(found.origin).endswith("of 2024-01-01, in data")
    assert keys(state(here, "2024-01-01", "facts")) == ["a"]


def test_a_folder_that_was_elsewhere_is_named_in_the_hint(here: Path) -> None:
    typed(here / "new", "  - award: One\n  - award: Two\n" * 30, TWO)
    git(here, "rm", "-q", "-r", "data")
    commit(here, "2025-02-01")
    code, message, hint = error(here, "v1", data="new")
    assert (code, hint) == ("H004", "the data were elsewhere then: name the folder, as v1:data")
    assert message.startswith("there is no new/cv.yaml in v1 (commit ")
    assert keys(state(here, "v1:data", "new")) == ["a"]


def test_an_unknown_revision_suggests_those_near_it(here: Path) -> None:
    git(here, "tag", "review-2024")
    code, message, hint = error(here, "review-2023")
    assert (code, message) == ("H003", "there is no revision `review-2023`")
    assert hint.startswith("did you mean `review-2024`?")
    assert error(here, "nothing-like-it")[2].startswith("known here: `")
    assert error(here, "--output=x")[1] == "`--output=x` is no revision"
    assert not (here / "x").exists()
    for name in ("", " ", "v1\0", "v1..v2", "v1 v2", ":data"):
        assert error(here, name)[0] == "H003"
    assert error(here, "2024-02-31")[1] == "there is no day 2024-02-31"


def test_a_target_is_told_at_its_own_line(here: Path) -> None:
    with pytest.raises(DataError) as caught:
        past(here, span=Span("data/targets/review.yaml", 1, 8)).state("v0")
    assert str(caught.value.diagnostics[0].span) == "data/targets/review.yaml:1:8"


def test_without_git_or_a_repository(here: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    empty = tmp_path_factory.mktemp("empty")
    nothing = {"PATH": str(empty)}
    for name in ("v1", "2024-01-01"):  # a day would be another one on a machine with git
        assert error(here, name, MissingError, environment=nothing)[0] == "H001"
    typed(empty / "data")
    code, message, hint = error(empty, "v1")
    assert code == "H002"
    assert "not a git repository" in message
    assert "needs no repository" in hint


def test_a_git_that_hangs_or_lies_is_told(here: Path, tmp_path: Path) -> None:
    broken = fake_program(tmp_path / "bin", "exit 3", "git")
    assert error(here, "v1", environment=broken)[0] == "H002"


def test_a_commit_of_no_day_is_told(here: Path) -> None:
    head = git(here, "cat-file", "commit", "HEAD").replace(f"{1735732800} +0000", "99999999999999999 +0000")
    (here / "commit").write_text(f"{head}\n", encoding="utf-8")
    name = git(here, "hash-object", "-t", "commit", "-w", "--literally", str(here / "commit"))
    assert error(here, name)[0] == "H002"


def test_a_shallow_clone_says_how_to_get_the_rest(here: Path, tmp_path: Path) -> None:
    git(here, "clone", "-q", "--depth", "1", f"file://{here}", str(tmp_path / "clone"))
    for name in ("v1", "2024-06-01"):
        code, _, hint = error(tmp_path / "clone", name)
        assert code == "H005"
        assert "git fetch --unshallow --tags" in hint


def test_data_that_this_cvtex_cannot_read_are_told_at_their_place(here: Path) -> None:
    (here / "data" / "cv.yaml").write_text("version: 1\nname: Ada\nsection: []\n", encoding="utf-8")
    commit(here, "2025-02-01", tag="broken")
    typed(here / "data")
    with pytest.raises(DataError) as caught:
        past(here).state("broken")
    found = [(item.code, str(item.span)) for item in caught.value.diagnostics]
    assert found[0] == ("H006", "broken:data")
    assert ("D007", "broken:data/cv.yaml:3:1") in found
    assert not [item for item in caught.value.diagnostics if "cvtex-" in f"{item.span}{item.message}{item.hint}"]


def test_links_lead_nowhere_outside(here: Path) -> None:
    bib = here / "data" / "own.bib"
    bib.rename(here / "data" / "real.bib")
    bib.symlink_to("real.bib")
    commit(here, "2025-02-01", tag="inside")
    assert keys(state(here, "inside")) == ["b", "a"]
    (here / "secret.bib").write_text(ONE, encoding="utf-8")
    for name, target in (("beside", "../secret.bib"), ("absolute", str(here / "secret.bib")), ("circle", "own.bib")):
        bib.unlink()
        bib.symlink_to(target)
        commit(here, "2025-03-01", tag=name)
        code, message, _ = error(here, name, DataError)
        assert (code, message) == ("S010", "this link leads out of the data folder")


def test_a_submodule_and_what_is_no_data_are_left_alone(here: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(here, other, ignore=shutil.ignore_patterns("other"))
    git(here, "submodule", "--quiet", "add", f"file://{other}", "data/inner")
    (here / "data" / "photo.jpg").write_bytes(bytes(range(256)) * 40_000)
    commit(here, "2025-02-01", tag="more")
    assert keys(state(here, "more")) == ["b", "a"]


def test_a_file_that_is_too_large_is_told(here: Path) -> None:
    (here / "data" / "own.bib").write_text("%" * 5_000_001, encoding="utf-8")
    commit(here, "2025-02-01", tag="large")
    with pytest.raises(DataError) as caught:
        past(here).state("large")
    assert [(item.code, str(item.span)) for item in caught.value.diagnostics][1:] == [("S002", "large:data/own.bib")]


def test_no_setting_of_the_repository_is_run(here: Path, tmp_path: Path) -> None:
    """Whatever a stranger's repository asks git to run, cvtex does not let it."""
    ran = tmp_path / "ran"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch {ran}\ncat\n", encoding="utf-8")
    script.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "diff.external", "diff.x.textconv", "filter.x.smudge", "core.sshCommand",
                "gpg.program", "credential.helper", "core.askPass", "diff.x.command", "core.editor"):  # fmt: skip
        git(here, "config", key, str(script))
    git(here, "config", "log.showSignature", "true")
    (here / ".git" / "info").mkdir(exist_ok=True)
    (here / ".git" / "info" / "attributes").write_text("* diff=x filter=x\n", encoding="utf-8")
    for name in ("post-checkout", "post-index-change", "reference-transaction"):
        (here / ".git" / "hooks").mkdir(exist_ok=True)
        shutil.copy(script, here / ".git" / "hooks" / name)
    git(here, "status")
    assert ran.exists(), "the trap does not work"
    ran.unlink()
    assert keys(state(here, "v1")) == ["a"]
    assert keys(state(here, "2024-06-01")) == ["a"]
    error(here, "v3")
    assert not ran.exists()


def test_the_work_tree_and_the_variables_of_a_hook_do_not_matter(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "nothing"))
    typed(here / "data", bib="not committed, and no bibliography {")
    before = {path: path.stat().st_mtime_ns for path in (here / ".git").iterdir()}
    assert keys(state(here, "v2")) == ["b", "a"]
    assert {path: path.stat().st_mtime_ns for path in (here / ".git").iterdir()} == before
