"""Documents that were composed before of data that have not changed: not composed again, and the same as if they were."""

import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cvtex import checking, pipeline
from cvtex.cache import place
from cvtex.cache.kept import Kept
from cvtex.document import compose
from cvtex.document.model import Document
from cvtex.drafts import Drafts
from cvtex.judging import Judging
from cvtex.pipeline import Request, build
from tests.once import made_once, shared
from tests.program import ROOT, SMALL, cvtex, environment

BIB = "@article{a, author = {Ada Example and Bo Other}, title = {A title}, journal = {Journal}, year = 2020}\n"
TARGET = "pages: {max: 1}\nfit: true\n"


@pytest.fixture
def composed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The targets that are composed."""
    names: list[str] = []
    whole = checking.prepared

    def noting(data: Path, target: str, **options: Any) -> object:
        names.append(target)
        return whole(data, target, **options)

    monkeypatch.setattr(checking, "prepared", noting)
    return names


def write(data: Path) -> None:
    """A CV with a publication, in a theme of its owner's."""
    publications = (
        SMALL.replace("version: 1", "version: 1\nbibliography: publications.bib")
        + "- section: Publications\n  entries:\n  - publications: J\n"
    )
    (data / "cv.yaml").write_text(publications, encoding="utf-8")
    (data / "publications.bib").write_text(BIB, encoding="utf-8")
    shutil.copytree(ROOT / "latex" / "themes" / "modern", data / "themes" / "mine")
    (data / "themes" / "mine" / "cvtheme-modern.sty").rename(data / "themes" / "mine" / "cvtheme-mine.sty")
    (data / "targets").mkdir()
    (data / "targets" / "cv.yaml").write_text(f"{TARGET}theme: mine\n", encoding="utf-8")
    time.sleep(0.05)  # what was written just now is not certain to stay


@pytest.fixture(scope="session")
def formats(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that knows what such a CV needs of TeX: in one of their own, each test would have it made anew."""
    folder = shared(tmp_path_factory) / "drafts"
    with made_once(folder) as first:
        if first:
            (folder / "data").mkdir()
            write(folder / "data")
            settings = {**os.environ, "CVTEX_CACHE": str(folder / "cache")}
            for _ in range(2):  # the first marks the options, the second dumps a format for them
                build(Request(folder / "data", "cv", folder / "build", settings))
    return folder / "cache"


@pytest.fixture
def request_(folder: Path, formats: Path, tmp_path_factory: pytest.TempPathFactory) -> Request:
    write(folder / "data")
    cache = tmp_path_factory.mktemp("cache")
    for room in ("formats", "seen"):
        shutil.copytree(formats / room, cache / room)
    return Request(folder / "data", "cv", folder / "build", {**os.environ, "CVTEX_CACHE": str(cache)})


def said(request: Request) -> tuple[dict[str, Any], bytes]:
    """The report without its times, and the PDF."""
    build(request)
    told = json.loads(request.file(".report.json").read_text(encoding="utf-8"))
    del told["seconds"]
    return told, request.file(".pdf").read_bytes()


def drafts(request: Request) -> list[Path]:
    return [Path(path) for _, _, path in place.holdings(request.environment, "drafts")]


def test_what_is_known_is_not_composed_again_and_says_the_same(request_: Request, composed: list[str]) -> None:
    first = said(request_)
    assert composed == ["cv"]
    assert said(request_) == first
    assert composed == ["cv"]
    assert said(replace(request_, environment={**request_.environment, "CVTEX_CACHE": ""})) == first
    assert composed == ["cv", "cv"]


def edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    def edited(data: Path) -> None:
        text = (data / path).read_text(encoding="utf-8")
        assert old in text
        (data / path).write_text(text.replace(old, new), encoding="utf-8")

    return edited


def photo(data: Path) -> None:
    (data / "photo.jpg").write_bytes(b"a file beside the data")


def elsewhere(path: str) -> Callable[[Path], None]:
    """Put a link into the place of a file or folder, to what it was, outside the data folder."""

    def linked(data: Path) -> None:
        (data / path).rename(data.parent / "moved")
        (data / path).symlink_to(data.parent / "moved")

    return linked


def a_folder(data: Path) -> None:
    style = data / "themes" / "mine" / "cvtheme-mine.sty"
    style.unlink()
    style.mkdir()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(elsewhere("themes/mine/cvtheme-mine.sty"), id="style elsewhere"),
        pytest.param(elsewhere("themes/mine"), id="theme elsewhere"),
        pytest.param(elsewhere("publications.bib"), id="bibliography elsewhere"),
        pytest.param(a_folder, id="a folder for a style"),
        pytest.param(edit("cv.yaml", "Built", "Made"), id="data"),
        pytest.param(edit("publications.bib", "A title", "Another title"), id="bibliography"),
        pytest.param(edit("targets/cv.yaml", "fit: true", "fit: true\npaper: a4"), id="target"),
        pytest.param(edit("themes/mine/theme.yaml", ":", ": "), id="theme"),
        pytest.param(photo, id="a file beside"),
        pytest.param(lambda data: (data / "labels.lock").write_text("", encoding="utf-8"), id="ledger"),
        pytest.param(lambda data: shutil.rmtree(data / "themes"), id="theme gone"),
    ],
)
def test_whatever_it_was_made_of_counts(change: Callable[[Path], None], request_: Request, composed: list[str]) -> None:
    said(request_)
    change(request_.data)
    fresh = replace(request_, environment={**request_.environment, "CVTEX_CACHE": ""}, into=request_.into / "fresh")
    outcomes = []
    for request in (request_, fresh):
        try:
            outcomes.append(said(request)[1])
        except Exception as error:
            outcomes.append(str(error).encode())
    assert outcomes[0] == outcomes[1]
    assert composed == ["cv", "cv", "cv"]


@pytest.mark.parametrize(
    "other",
    [{"theme": "dense"}, {"engine": "lualatex"}, {"today": date(2026, 1, 2)}, {"beside": ("cv", "other")}],
    ids=lambda other: next(iter(other)),
)
def test_another_wish_is_another_draft(other: dict[str, Any], request_: Request, composed: list[str]) -> None:
    said(request_)
    said(replace(request_, **other))
    assert composed == ["cv", "cv"]
    said(replace(request_, **other))
    assert composed == ["cv", "cv"]


def test_a_target_that_counts_back_from_the_day_is_composed_on_each(
    request_: Request, composed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (request_.data / "targets" / "cv.yaml").write_text("period: 5 years\n", encoding="utf-8")
    time.sleep(0.05)
    today = replace(request_, clock=date(2026, 11, 30))
    said(today)
    said(today)
    assert composed == ["cv"]
    monkeypatch.setattr("cvtex.cache.facts.today", lambda: 1 << 20)
    said(replace(request_, clock=date(2026, 12, 1)))
    assert composed == ["cv", "cv"]


def test_one_that_must_fit_is_fitted_again(request_: Request, composed: list[str]) -> None:
    long = (request_.data / "cv.yaml").read_text(encoding="utf-8").replace("      - Built a thing\n", "")
    lines = "".join(f"      - {{text: A line to spare {number}, optional: {number + 1}}}\n" for number in range(60))
    (request_.data / "cv.yaml").write_text(long.replace("      items:\n", f"      items:\n{lines}"), encoding="utf-8")
    time.sleep(0.05)
    first = said(request_)
    assert first[0]["fit"]["dropped"]
    before = len(composed)
    assert said(request_) == first
    assert len(composed) == before + 1, "the draft is known; what is dropped is composed"


@pytest.mark.parametrize("spoilt", [b"", b"0" * 400, None], ids=["empty", "other bytes", "cut"])
def test_a_draft_that_is_not_what_was_written_is_made_anew(
    spoilt: bytes | None, request_: Request, composed: list[str]
) -> None:
    first = said(request_)
    (path,) = drafts(request_)
    path.write_bytes(path.read_bytes()[:-9] if spoilt is None else spoilt)
    assert said(request_) == first
    assert composed == ["cv", "cv"]


def test_nothing_is_kept_of_what_may_be_otherwise(request_: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a program was asked that may say another thing, or a file changed meanwhile."""
    monkeypatch.setattr("cvtex.cache.notes.state", lambda _: (1, time.time_ns(), 1))
    said(request_)
    assert drafts(request_) == []


@pytest.mark.parametrize("name", ["labels.lock", "targets/other.yaml"])
def test_what_appears_while_tex_runs_counts(
    name: str, request_: Request, composed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pipeline._make_ready

    def meanwhile(document: Document, court: Judging) -> None:
        path = request_.data / name
        path.write_text("" if "yaml" not in name else "paper: a4\n", encoding="utf-8")
        whole(document, court)

    monkeypatch.setattr(pipeline, "_make_ready", meanwhile)
    said(request_)
    said(request_)
    assert composed == ["cv", "cv"]


def test_what_appears_while_it_is_composed_counts(
    request_: Request, composed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = compose.compose

    def meanwhile(*arguments: Any, **options: Any) -> Any:
        (request_.data / "labels.lock").write_text("", encoding="utf-8")
        return whole(*arguments, **options)

    monkeypatch.setattr("cvtex.checking.compose", meanwhile)
    said(request_)
    said(request_)
    assert composed == ["cv", "cv"]


def test_a_folder_that_is_gone_is_no_reason_to_fail(
    request_: Request, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path_factory.mktemp("gone")
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert said(request_)[0]["passed"]
    assert drafts(request_) == []


def test_a_draft_that_cannot_be_kept_is_no_reason_to_fail(request_: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> object:
        raise FileNotFoundError(2, "it went away")

    monkeypatch.setattr("cvtex.drafts.known", gone)
    assert said(request_)[0]["passed"]
    assert drafts(request_) == []


def test_a_draft_that_nests_too_deeply_is_not_kept(request_: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    def deep(*_: object) -> bytes:
        raise RecursionError

    monkeypatch.setattr("cvtex.cache.kept.pickle.dumps", deep)
    assert said(request_)[0]["passed"]
    assert drafts(request_) == []


@pytest.mark.parametrize("then", [(), (("content",),), (("unheard of", "x", ""),), (("content", "\0", ""),)])
def test_a_draft_with_facts_that_are_none_is_not_believed(
    then: tuple[Any, ...], request_: Request, composed: list[str]
) -> None:
    said(request_)
    shelf = Drafts(request_.environment, *request_.words)
    draft = shelf.known()
    assert draft
    Kept(request_.environment, "drafts").put({shelf._key: (then, draft)})
    said(request_)
    assert composed == ["cv", "cv"]


def test_a_draft_starts_no_other_program_than_tex(request_: Request, composed: list[str]) -> None:
    said(request_)
    shelf = Drafts(request_.environment, *request_.words)
    draft = shelf.known()
    assert draft
    assert draft.how
    forged = replace(draft, how=replace(draft.how, program="sh"))
    Kept(request_.environment, "drafts").put({shelf._key: (shelf._facts, forged)})
    said(request_)
    assert composed == ["cv", "cv"]


def test_a_text_to_paste_is_kept_too(request_: Request, composed: list[str]) -> None:
    (request_.data / "targets" / "cv.yaml").write_text("output: text\n", encoding="utf-8")
    time.sleep(0.05)
    for _ in range(2):
        build(request_)
    assert composed == ["cv"]


def test_a_command_that_began_with_a_draft_is_remembered_with_what_that_was_made_of(
    folder: Path, warm_home: Path, tmp_path: Path
) -> None:
    shutil.copytree(warm_home / "cache", tmp_path / "cache")
    made = environment(CVTEX_CACHE=str(tmp_path / "cache"), HOME=str(warm_home))
    time.sleep(0.05)
    for arguments in (["--force"], [], []):
        done = cvtex("build", *arguments, cwd=folder, env=made)
        assert done.code == 0
    assert done.out.endswith("unchanged\n")
    assert place.holdings(made, "drafts")
    edit("cv.yaml", "Built", "Made")(folder / "data")
    assert not cvtex("build", cwd=folder, env=made).out.endswith("unchanged\n")
    assert "Made" in (folder / "build" / "cv.tex").read_text(encoding="utf-8")
