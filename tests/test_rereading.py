"""Pages that were read before are not read again, and a report says the same either way."""

import json
import os
import zlib
from pathlib import Path
from typing import Any

import pytest

from cvtex.cache.kept import Kept
from cvtex.content import bibliography, load
from cvtex.content.source import Source
from cvtex.diagnostics import DataError, Findings
from cvtex.pipeline import Ready, Request, build
from cvtex.rereading import recalled
from cvtex.typeset.ahead import ahead
from cvtex.verify import evidence, glyphs, words
from cvtex.verify.aside import reading_aside
from cvtex.verify.evidence import Evidence, Page
from tests.program import SMALL

TWO_PAGES = SMALL + "".join(f"      - A line that fills the page, number {number}\n" for number in range(90))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the pages that pdfium reads."""
    numbers: list[int] = []
    whole = glyphs.read_page

    def noting(page: Any, number: int, *, pictured: bool) -> object:
        numbers.append(number)
        return whole(page, number, pictured=pictured)

    monkeypatch.setattr("cvtex.verify.readers.read_page", noting)
    return numbers


@pytest.fixture
def request_(folder: Path, warm: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Request:
    monkeypatch.setattr(Request, "alone", False)  # all is done in this process
    (folder / "data" / "cv.yaml").write_text(TWO_PAGES, encoding="utf-8")
    return Request(folder / "data", "cv", folder / "build", warm)


def said(request: Request) -> tuple[dict[str, Any], bytes]:
    """The report without its times, and the PDF."""
    report = build(request)
    told = json.loads(request.file(".report.json").read_text(encoding="utf-8"))
    del told["seconds"]
    return told, Path(report.pdf).read_bytes()


def test_the_same_pages_are_read_once(request_: Request, read: list[int]) -> None:
    first = said(request_)
    pages = list(range(1, first[0]["pages"] + 1))
    assert len(pages) >= 2
    assert read == pages
    assert said(request_) == first
    assert read == pages


def test_a_page_that_has_changed_is_read_again(request_: Request, read: list[int]) -> None:
    last = said(request_)[0]["pages"]
    cv = request_.data / "cv.yaml"
    cv.write_text(cv.read_text(encoding="utf-8").replace("number 89", "number 98"), encoding="utf-8")
    read.clear()
    told, pdf = said(request_)
    assert read == [last]
    bare = Request(request_.data, "cv", request_.into, {**request_.environment, "CVTEX_CACHE": ""})
    assert said(bare) == (told, pdf)
    assert read == [last, *range(1, last + 1)]


def test_what_was_looked_up_before_is_not_looked_up_again(
    request_: Request, read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    last = said(request_)[0]["pages"]
    known = recalled(request_.environment, request_.file(".pdf"))
    cv = request_.data / "cv.yaml"
    cv.write_text(cv.read_text(encoding="utf-8").replace("number 89", "number 98"), encoding="utf-8")
    read.clear()
    monkeypatch.setattr(Kept, "get", lambda *_: None)
    with ahead() as tex, reading_aside() as second:
        assert build(request_, Ready(tex, second, known)).passed
    assert read == [last]


def test_what_is_spoilt_is_read_again(request_: Request, read: list[int]) -> None:
    first = said(request_)
    for path in (Path(request_.environment["CVTEX_CACHE"]) / "pages").iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    read.clear()
    assert said(request_) == first
    assert read == list(range(1, first[0]["pages"] + 1))
    read.clear()
    assert said(request_) == first
    assert read == [], "it was mended"


def test_what_checks_derive_later_is_kept_with_the_pages_that_are_known(
    request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = request_.data / "targets" / "cv.yaml"
    target.parent.mkdir()
    target.write_text("checks: {P011: off, P017: off}\n", encoding="utf-8")
    said(request_)
    target.unlink()
    made: list[int] = []
    whole = words._words

    def noting(page: Any, *arguments: Any) -> object:
        made.append(page.number)
        return whole(page, *arguments)

    monkeypatch.setattr(words, "_words", noting)
    monkeypatch.setattr(Request, "alone", False)
    first = said(request_)
    assert made
    made.clear()
    assert said(request_) == first
    assert made == []


def test_the_pictures_of_pages_that_are_known_stay_folded(request_: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    """What checks derive of them is known as well; to unpack them takes a third of the time of reading what is kept."""
    first = said(request_)
    unfolded: list[bytes] = []

    def noting(packed: bytes) -> bytes:
        unfolded.append(packed)
        return zlib.decompress(packed)

    monkeypatch.setattr(evidence, "_unfolded", noting)
    assert said(request_) == first
    assert unfolded == []
    derive = Evidence.derive
    for name in ("grounds", "beside text", "words", "ink"):

        def but_one(seen: Evidence, page: Page, derived: dict[str, object], name: str = name) -> None:
            derive(seen, page, {what: made for what, made in derived.items() if what != name})

        with monkeypatch.context() as patch:
            patch.setattr(Evidence, "derive", but_one)
            unfolded.clear()
            assert said(request_) == first
            assert unfolded, "what is not known is derived anew"


def test_a_bibliography_is_read_once_and_says_the_same(request_: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    cv, bib = request_.data / "cv.yaml", request_.data / "own.bib"
    listed = "- section: Work\n  entries:\n  - publications: J\nbibliography: own.bib\n"
    cv.write_text(SMALL + listed, encoding="utf-8")
    bib.write_text(
        "@article{k, title={T}, author={Ada Example and Bé Other}, year=2019, month=moon}\n", encoding="utf-8"
    )
    asked: list[str] = []
    whole = bibliography.read_bibliography

    def noting(source: Source, findings: Findings) -> object:
        asked.append(source.text)
        return whole(source, findings)

    monkeypatch.setattr(bibliography, "read_bibliography", noting)
    first = said(request_)
    assert [finding["code"] for finding in first[0]["findings"]] == ["B014"]
    load._known.cache_clear()
    assert said(request_) == first
    assert len(asked) == 1
    bib.write_text(bib.read_text(encoding="utf-8").replace("{T}", "{Another}"), encoding="utf-8")
    assert said(request_)[1] != first[1]
    assert len(asked) == 2


def test_a_folder_may_have_a_name_of_any_bytes(request_: Request, tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    odd.mkdir()
    (odd / "cv.yaml").write_text(SMALL + "bibliography: own.bib\n", encoding="utf-8")
    (odd / "own.bib").write_text("@article{k, title={T}, author={Bé Other}, year=2019}\n", encoding="utf-8")
    shelf = Kept(request_.environment, "read")
    first = load.load(odd, shelf=shelf)
    load._known.cache_clear()
    assert load.load(odd, shelf=shelf) == first
    assert list((Path(request_.environment["CVTEX_CACHE"]) / "read").iterdir())


def test_a_bibliography_with_mistakes_is_read_each_time(request_: Request) -> None:
    (request_.data / "cv.yaml").write_text(SMALL + "bibliography: own.bib\n", encoding="utf-8")
    (request_.data / "own.bib").write_text("@article{k, title={T}}\n", encoding="utf-8")
    told = []
    for _ in range(2):
        load._known.cache_clear()
        with pytest.raises(DataError) as caught:
            build(request_)
        told.append(caught.value.diagnostics)
    assert told[0] == told[1]
    assert [item.code for item in told[0]] == ["B005"]


def test_a_page_that_is_refused_is_refused_again(request_: Request, read: list[int]) -> None:
    cv = request_.data / "cv.yaml"
    cv.write_text(TWO_PAGES.replace("number 3\n", "W" * 120 + "\n"), encoding="utf-8")
    first = said(request_)
    assert not first[0]["passed"]
    count = len(read)
    assert said(request_) == first
    assert len(read) == count
