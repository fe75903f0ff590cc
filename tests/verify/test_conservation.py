"""Conservation: what was lost on the way to the page is an error at its line, and the report accounts for all."""

from dataclasses import replace
from pathlib import Path

import pytest

from cvtex.content.load import load
from cvtex.content.model import CV, Datum, Entry
from cvtex.diagnostics import Span
from cvtex.document.compose import _Composer, compose
from cvtex.document.model import Document, Line
from cvtex.document.references.references import ReferenceWriter
from cvtex.document.targets.target import Target
from cvtex.verify.checks import CHECKS, Finding
from cvtex.verify.evidence import Evidence
from cvtex.verify.judge import judge
from cvtex.verify.readers import read_evidence
from cvtex.verify.report import as_json
from tests.samples import specimen, specimen_set

CV_YAML = """\
version: 1
name: Ada Byron
bibliography: own.bib
sections:
- section: Work
  entries:
  - position: Analyst
    place: Paris
    date: 1843
    items:
    - Wrote programs
    - item: A secret
      draft: true
- section: Publications
  entries:
  - publications: J
"""
BIB = """\
@article{notes,
  title = {Notes},
  author = {Luigi Menabrea and Ada Byron},
  journal = {Memoirs},
  isbn = {1},
}
@article{more,
  title = {More},
  author = {Ada Byron},
  journal = {Memoirs},
  isbn = {2},
}
"""


@pytest.fixture
def cv(tmp_path: Path) -> CV:
    (tmp_path / "cv.yaml").write_text(CV_YAML, encoding="utf-8")
    (tmp_path / "own.bib").write_text(BIB, encoding="utf-8")
    return load(tmp_path)[0]


def evidence() -> Evidence:
    return read_evidence(specimen_set().pdf)


def examined(document: Document) -> tuple[list[Finding], int]:
    """What the check finds, and how many things it looked at."""
    found: list[Finding] = []
    check = CHECKS["T004"].examine(document, evidence())
    while True:
        try:
            found.append(next(check))
        except StopIteration as end:
            return found, end.value


def told(document: Document) -> list[tuple[str, str, int]]:
    return [
        (item.message, Path(item.span.file).name, item.span.line)
        for item in examined(document)[0]
        if item.span is not None
    ]


def test_what_is_accounted_for_is_no_finding(cv: CV) -> None:
    document, _ = compose(cv, Target("cv"))
    found, count = examined(document)
    assert found == []
    assert count == len(document.account) > 15


def test_a_composer_that_loses_a_place(cv: CV, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _Composer._line

    def line(self: _Composer, entry: Entry, level: int, *, glued: bool) -> Line:
        return whole(self, replace(entry, place=None, date=None), level, glued=glued)

    monkeypatch.setattr(_Composer, "_line", line)
    document, _ = compose(cv, Target("cv"))
    assert told(document) == [
        ("the place “Paris” of `Analyst` is on no page, and no rule leaves it out", "cv.yaml", 8),
        ("the date “1843” of `Analyst` is on no page, and no rule leaves it out", "cv.yaml", 9),
    ]


def test_a_composer_that_loses_a_bullet(cv: CV, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Composer, "_bullets", lambda *_, **__: iter(()))
    document, _ = compose(cv, Target("cv"))
    assert told(document) == [("the item “Wrote programs” is on no page, and no rule leaves it out", "cv.yaml", 11)]


def test_a_composer_that_loses_an_author(cv: CV, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        ReferenceWriter, "_with_roles", lambda _, publication: replace(publication, authors=publication.authors[-1:])
    )
    document, _ = compose(cv, Target("cv"))
    message = "the author 1 “Luigi Menabrea” of `notes` is on no page, and no rule leaves it out"
    assert told(document) == [(message, "own.bib", 3)]


def test_a_composer_that_loses_a_publication(cv: CV, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ReferenceWriter.write
    monkeypatch.setattr(
        ReferenceWriter,
        "write",
        lambda self, *list_, own: replace(done := whole(self, *list_, own=own), references=done.references[:1]),
    )
    document, _ = compose(cv, Target("cv"))
    ((message, file, line),) = told(document)
    assert message.endswith("is on no page, with all its data, and no rule leaves it out")
    assert (file, line) in (("own.bib", 2), ("own.bib", 8))


def test_long_texts_are_cut_in_the_message() -> None:
    datum = Datum("item", "", "W" * 100, Span("data/cv.yaml", 8))
    ((message, _, _),) = told(replace(specimen(), account=(datum,)))
    assert f"“{'W' * 57}…”" in message


def test_the_report_accounts_for_all(cv: CV) -> None:
    document, _ = compose(cv, Target("cv"))
    record = as_json(judge(document, evidence()))["account"]
    assert isinstance(record, dict)
    left_out = record["left_out"]
    assert record["data"] == len(document.account)
    assert record["data"] == record["shown"] + sum(item["count"] for item in left_out)
    folder = Path(document.name.span.file).parent
    assert left_out == [
        {"rule": "no style prints isbn", "count": 2, "where": [f"{folder}/own.bib:5:3", f"{folder}/own.bib:11:3"]},
        {"rule": "draft", "count": 1, "where": [f"{folder}/cv.yaml:12:13"]},
    ]


def test_without_data_there_is_nothing_to_account_for() -> None:
    assert as_json(judge(None, evidence()))["account"] == {"data": 0, "shown": 0, "left_out": []}
