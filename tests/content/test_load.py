"""A data folder as a CV: every value where it belongs, with the place it came from."""

from pathlib import Path

import pytest

from cvtex.content.load import load
from cvtex.content.model import CV, Entry
from cvtex.diagnostics import DataError
from cvtex.document.references.dateformat import short_dates

FULL = """\
version: 1
name: Ada *Byron*
headline: Analyst & poet
contact:
- https://example.org/~ada
- {phone: +44 20 7946 0000, text: London office}
- {link: example.org, text: My page}
me: [A. Byron, "Byron, A."]
updated: 2026-11
sections:
- section: Work
  number: A
  tags: [short, web]
  pagebreak: true
  entries:
  - group: Full time
  - organization: Engines, Ltd
    date: 2021-04/present
    place: London
    url: https://engines.example
    keep: yes
    items:
    - position: Analyst @ Engines
      at: Room 1
      note: half time
      items:
      - Project: Network compression
      - Model editing: Modality-aware: Efficient
      - {item: Hidden, draft: true}
      - item: One
        date: [2010-11, Spring 2012]
  - Just a line
- section: Hidden
  draft: true
  entries: [x]
- more.yaml
"""


def cv_of(folder: Path, text: str, **files: str) -> CV:
    (folder / "cv.yaml").write_text(text, encoding="utf-8")
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    cv, warnings = load(folder)
    assert warnings == ()
    return cv


@pytest.fixture
def full(tmp_path: Path) -> CV:
    return cv_of(
        tmp_path,
        FULL,
        more="- section: Life\n  entries: [Lived]\n- section: Death\n  number: none\n  entries: [Died]\n",
    )


def below(entry: Entry, *path: int) -> Entry:
    for index in path:
        entry = entry.items[index]
    return entry


def test_the_head(full: CV) -> None:
    assert full.name.plain == "Ada Byron"
    assert full.headline is not None
    assert full.headline.plain == "Analyst & poet"
    assert [(contact.kind, contact.text) for contact in full.contact] == [
        ("link", "example.org/~ada"),
        ("phone", "London office"),
        ("link", "My page"),
    ]
    assert full.me == ("A. Byron", "Byron, A.")
    assert full.updated is not None


def test_sections_come_in_order_and_from_their_files(full: CV) -> None:
    assert [section.title.plain for section in full.sections] == ["Work", "Life", "Death"]
    assert [section.number for section in full.sections] == ["A", None, ""]
    assert full.sections[0].tags == ("short", "web")
    assert full.sections[0].pagebreak
    assert full.sections[1].span.file.endswith("more.yaml")


def test_entries(full: CV) -> None:
    group, work, line = full.sections[0].entries
    assert (group.role, group.headline.plain) == ("group", "Full time")
    assert (work.role, work.headline.plain, work.url, work.keep) == (
        "organization",
        "Engines, Ltd",
        "https://engines.example",
        True,
    )
    assert work.place is not None
    assert work.date is not None
    assert work.date.periods[0].open
    assert (line.role, line.headline.plain) == ("item", "Just a line")
    position = below(work, 0)
    assert position.headline.plain == "Analyst @ Engines"
    assert position.at is not None
    assert position.note is not None
    assert [item.headline.plain for item in position.items] == [
        "Project: Network compression",
        "Model editing: Modality-aware: Efficient",
        "One",
    ]


def test_places(full: CV) -> None:
    work = full.sections[0].entries[1]
    assert (work.span.line, work.span.column) == (17, 19)
    assert (below(work, 0, 0).span.line, below(work, 0, 0).span.column) == (27, 9)
    assert work.date is not None
    assert (work.date.span.line, work.date.span.column, work.date.span.length) == (18, 11, 15)


def test_words_among_dates_keep_their_place(full: CV) -> None:
    date = below(full.sections[0].entries[1], 0, 2).date
    assert date is not None
    assert short_dates(date) == "Nov. 2010, Spring 2012"
    assert len(date.periods) == 2


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("- ? why", "? why"),
        ("- Why: because: of", "Why: because: of"),
        ("- Ends with colon:", "Ends with colon:"),
        ("- 2019: the year", "2019: the year"),
        ('- "quoted: text"', "quoted: text"),
        ("- Note: 'quoted'", "Note: ‘quoted’"),
        ("- a  :  b", "a : b"),
        ("- No", "No"),
        ("- 12:30", "12:30"),
        ("- ~", "~"),
        ("- 007", "007"),
        ("- https://example.org/a#b", "https://example.org/a#b"),
        ("- C# and F#", "C# and F#"),
        ("- |\n  one\n  two", "one two"),
        ("- one\n  two", "one two"),
        ("- 'it''s'", "it’s"),
    ],
)
def test_lines_are_the_text_they_look_like(typed: str, wanted: str, tmp_path: Path) -> None:
    cv = cv_of(tmp_path, "version: 1\nname: Ada\nsections: [work.yaml]\n", work=f"section: Work\nentries:\n{typed}\n")
    (entry,) = cv.sections[0].entries
    assert (entry.role, entry.headline.plain) == ("item", wanted)


def test_all_mistakes_of_all_files_are_told_at_once_in_order(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(
        "version: 9\nname: Ada\nbibliography: own.bib\nsections: [work.yaml, none.yaml]\nupdatd: x\n", encoding="utf-8"
    )
    (tmp_path / "work.yaml").write_text(
        "section: Work\nentries:\n- dat: 1\n- item: x\n  date: 2021-99\n", encoding="utf-8"
    )
    (tmp_path / "own.bib").write_text("@article{k}\n@article{l, title = {T}}\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load(tmp_path)
    found = [(Path(item.span.file).name, item.span.line, item.code) for item in caught.value.diagnostics if item.span]
    assert found == [
        ("cv.yaml", 1, "D014"),
        ("cv.yaml", 4, "S001"),
        ("cv.yaml", 5, "D007"),
        ("own.bib", 1, "B005"),
        ("own.bib", 1, "B005"),
        ("own.bib", 2, "B005"),
        ("work.yaml", 3, "D007"),
        ("work.yaml", 5, "D005"),
    ]


def test_a_key_in_two_bibliographies(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(
        "version: 1\nname: Ada\nbibliography: [a.bib, b.bib]\nsections: []\n", encoding="utf-8"
    )
    for name in ("a", "b"):
        (tmp_path / f"{name}.bib").write_text("@article{k, title = {T}, author = {Ada}}", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load(tmp_path)
    assert [item.code for item in caught.value.diagnostics] == ["B002"]
