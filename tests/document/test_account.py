"""The account: every datum of a CV is shown, or left out by a rule; what a composer loses is seen."""

import cProfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from cvtex.content.load import load
from cvtex.content.markup import Inline, Run
from cvtex.content.model import CV, Datum, Entry, Publication, Text
from cvtex.content.names import Author
from cvtex.diagnostics import DataError, Span
from cvtex.document import compose
from cvtex.document.accounts.account import account
from cvtex.document.model import Account, Document, Group, Heading, Line, ReferenceList
from cvtex.document.references import authors, reference, references, worded
from cvtex.document.references.fields import values_of
from cvtex.document.references.style import load_style, style_names
from cvtex.document.targets.target import Target
from tests.corpus import Case, cases
from tests.program import DATA

EVERYTHING = """\
version: 1
name: Ada Byron
headline: Countess and programmer
contact: [https://example.org/~ada, London]
bibliography: own.bib
updated: 2026-11-24
references: {authors: {max: 4, first: 2}}
same: [[paper, early]]
sections:
- section: Work
  number: A
  entries:
  - group: Full time
  - position: Analyst
    at: Engines Ltd
    place: Paris
    date: 1842-02/1843-03
    note: part time
    url: https://example.org/engines
    items:
    - Wrote *the* [first](https://example.org/first) program
    - item: A secret
      draft: true
      items: [deeper]
  - skill: Weaving
    note: Jacquard
  - text: A paragraph.
- section: Hidden
  draft: true
  entries:
  - award: Medal
    date: 1850
    place: Rome
- section: Publications
  entries:
  - publications: all
"""
BIB = """\
@article{paper,
  title = {Notes},
  subtitle = {A Sketch},
  author = {Luigi Menabrea and Mary Somerville and Jane Doe and Ada Byron and Max Moe},
  author+an = {1=equal; 5=student},
  journal = {Memoirs},
  volume = {3},
  number = {3},
  pages = {666--731},
  year = {1843},
  month = sep,
  publisher = {Taylor},
  isbn = {0-000},
  timestamp = {1843-09-01},
  options = {useprefix},
  doi = {10.1000/182},
  url = {https://example.org/notes},
}
@online{early, title = {Notes}, author = {Ada Byron}, year = 1842, eprint = {2101.00001}}
"""


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is broken here is worded anew, and known to nobody afterwards."""
    monkeypatch.setattr(references, "worded", worded.Worded)


def composed(folder: Path, cv: str = EVERYTHING, bib: str = BIB, style: str = "cvtex") -> tuple[CV, Document]:
    (folder / "cv.yaml").write_text(cv, encoding="utf-8")
    (folder / "own.bib").write_text(bib, encoding="utf-8")
    read, _ = load(folder)
    return read, compose.compose(read, Target("cv"), style=load_style(style, folder))[0]


def lost(document: Document) -> list[tuple[str, str]]:
    return [(datum.what, datum.text) for datum in document.account if datum.lost]


def rules(document: Document) -> dict[str, str]:
    """What is left out: the thing, with its owner where it is no publication's only one, and the rule."""
    return {f"{datum.of} {datum.what}".strip(): datum.rule for datum in document.account if not datum.shown}


def texts(value: object) -> Iterator[Text]:
    """Every text in a value, but the letters that name lists of publications."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Entry) and value.role == "publications":
        return
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        yield from texts(tuple(value.values()))
    elif is_dataclass(value):
        for part in fields(value):
            yield from texts(getattr(value, part.name))


# Everything, once


@pytest.mark.parametrize("style", style_names())
def test_every_text_is_in_the_account_once(style: str, tmp_path: Path) -> None:
    cv, document = composed(tmp_path, style=style)
    found = list(texts(cv))
    assert len(found) > 25
    for text in found:
        if text.plain == "arxiv":  # no text of the author's: it follows from the number
            continue
        same = [datum for datum in document.account if datum.span == text.span and datum.text == text.plain]
        assert [datum.text for datum in same] == [text.plain]
    assert lost(document) == []
    assert all(datum.shown != bool(datum.rule) for datum in document.account)


def test_what_is_left_out_has_a_rule(tmp_path: Path) -> None:
    _, document = composed(tmp_path)
    drafts = ["item", "item", "section", "award", "Medal place", "Medal date"]
    assert [name for name, rule in rules(document).items() if rule == "draft"] == list(dict.fromkeys(drafts))
    assert sum(datum.rule == "draft" for datum in document.account) == len(drafts)
    assert {
        name: rule for name, rule in rules(document).items() if rule != "draft" and not name.startswith("early")
    } == {
        "updated": "metadata hold it",
        "paper author 3": "authors shortened to 2",
        "paper author 5": "authors shortened to 2",
        "paper role student of author 5": "authors shortened to 2",
        "paper field publisher": "style cvtex prints no publisher of article",
        "paper field url": "title leads to doi instead of url",
        "paper month and day": "style cvtex prints only the year",
        "paper field isbn": "no style prints isbn",
        "paper field timestamp": "fields of other tools: timestamp",
    }
    early = {rule for name, rule in rules(document).items() if name.startswith("early")}
    assert early == {"became [J001]"}


@pytest.mark.parametrize("style", style_names())
def test_all_of_the_projects_own_cv_is_accounted_for(style: str) -> None:
    cv, _ = load(DATA)
    document, _ = compose.compose(cv, Target("cv"), style=load_style(style))
    assert lost(document) == []
    assert len(document.account) > 340
    assert sum(datum.shown for datum in document.account) > 320


SOUND = [case for case in cases("bib", "entries", "cv") if not case.fails]


@pytest.mark.parametrize("style", style_names())
@pytest.mark.parametrize("case", SOUND, ids=lambda case: case.name)
def test_nothing_of_what_is_warned_of_is_lost(case: Case, style: str, tmp_path: Path) -> None:
    cv, _ = load(case.write(tmp_path))
    try:
        document, _ = compose.compose(cv, Target("cv"), style=load_style(style))
    except DataError:
        return
    assert document.account
    assert lost(document) == []


def test_the_corpus_has_cases_that_compose() -> None:
    assert len(SOUND) > 5


# Rules


ENTRY = "title = {Notes}, author = {Ada Byron}, "


@pytest.mark.parametrize(
    ("entry", "name", "rule"),
    [
        ("@article{k, %s year = 1843, volume = 3}", "volume", "style cvtex prints volume only with journaltitle"),
        ("@article{k, %s year = 1843}", "date", "style cvtex prints date only with journaltitle"),
        ("@inproceedings{k, %s booktitle = {B}, eventtitle = {E}}", "eventtitle", "style cvtex prints booktitle instead of eventtitle"),
        ("@article{k, %s journal = {J}, edition = 2}", "edition", "style cvtex prints no edition of article"),
        ("@article{k, %s journal = {J}, holder = {H}}", "holder", "style cvtex prints no holder"),
        ("@article{k, %s journal = {J}, abstract = {A}}", "abstract", "no style prints abstract"),
        ("@article{k, %s journal = {J}, keywords = {a, b}}", "keywords", "no style prints keywords"),
        ("@article{k, %s journal = {J}, language = {german}}", "language", "no style prints language"),
        ("@article{k, %s journal = {J}, bibtex_show = {true}}", "bibtex_show", "fields of other tools: bibtex_show"),
        ("@article{k, %s journal = {J}, journaltitle = {L}}", "journaltitle", "first journaltitle counts"),
        ("@article{k, %s journal = {J}, doi = {soon}}", "doi", "told as B015"),
        ("@article{k, %s journal = {J}, date = 1843, year = 1844}", "year", "date takes the place of year"),
        ("@article{k, %s journal = {J}, month = 3}", "month", "month says nothing without a year"),
        ("@article{k, %s journal = {J}, year = {in press}, month = 3}", "month", "year is words and has no month"),
        ("@article{k, %s journal = {J}, year = 1843, month = {Martius}}", "month", "told as B014"),
        ("@article{k, %s journal = {J}, code = {https://example.org/c}}", "code", "references.links asks for no code"),
        ("@article{k, %s journal = {J}, note = {\\relax}}", "note", "holds no text"),
    ],
)  # fmt: skip
def test_a_field_is_left_out_by_a_rule(entry: str, name: str, rule: str, tmp_path: Path) -> None:
    head = (
        "version: 1\nname: Ada Byron\nbibliography: own.bib\nsections:\n- section: P\n  entries: [publications: all]\n"
    )
    _, document = composed(tmp_path, head, entry % ENTRY)
    found = [datum for datum in document.account if datum.rule and datum.what in (name, f"field {name}")]
    assert [datum.rule for datum in found] == [rule]
    assert found[0].span.file.endswith("own.bib")
    assert lost(document) == []


def test_roles_and_contacts_that_are_not_printed(tmp_path: Path) -> None:
    cv = EVERYTHING.replace("London]", "{place: 12 Square, text: London}]")
    bib = BIB.replace("1=equal;", "1=equal, honorary; 4=highlight;").replace(
        "options", 'author+an:orcid = {4="0000-0002-1825-0097"},\n  options'
    )
    _, document = composed(tmp_path, cv, bib)
    assert rules(document)["paper role honorary of author 1"] == "no style marks honorary"
    assert rules(document)["London place"] == "text takes the place of place"
    assert [name for name in rules(document) if name.startswith("paper role")] == [
        "paper role honorary of author 1",
        "paper role student of author 5",
    ]
    assert lost(document) == []


def test_what_an_entry_lends_by_crossref(tmp_path: Path) -> None:
    bib = (
        "@proceedings{p, title = {Proceedings}, editor = {Luigi Menabrea}, year = 1843, doi = {10.1000/1}, isbn = {1}}\n"
        f"@inproceedings{{k, {ENTRY} crossref = {{p}}}}\n"
    )
    _, document = composed(tmp_path, EVERYTHING.replace("same: [[paper, early]]\n", ""), bib)
    assert {name: rule for name, rule in rules(document).items() if name.startswith("p ")} == {
        "p field title": "crossref lends it to other entries",
        "p field editor": "crossref lends it to other entries",
        "p field year": "crossref lends it to other entries",
        "p field doi": "crossref lends no doi",
        "p field isbn": "no style prints isbn",
    }
    assert lost(document) == []


def test_a_style_that_drops_the_journal(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    own = "extends: cvtex\ntemplates:\n  article: '{authors}, “{title}”[, {year}].'\n"
    (tmp_path / "styles" / "bare.yaml").write_text(own, encoding="utf-8")
    _, document = composed(tmp_path, style="bare")
    assert rules(document)["paper field journaltitle"] == "style bare prints no journaltitle of article"
    assert lost(document) == []


def test_links_that_are_asked_for_are_accounted_for(tmp_path: Path) -> None:
    asked = EVERYTHING.replace("references: {", "references: {links: [url], ")
    _, document = composed(tmp_path, asked)
    assert rules(document)["paper field doi"] == "references.links asks for no doi"
    assert "paper field url" not in rules(document)


def test_a_headline_that_links_by_itself_leaves_its_address_out(tmp_path: Path) -> None:
    linked = EVERYTHING.replace("position: Analyst", "position: '[Analyst](https://example.org/analyst)'")
    _, document = composed(tmp_path, linked)
    assert rules(document)["Analyst url"] == "headline has a link of its own"


def test_citations_count_as_their_labels(tmp_path: Path) -> None:
    _, document = composed(tmp_path, EVERYTHING.replace("A paragraph.", "See [@paper]."))
    assert [datum.shown for datum in document.account if datum.text == "See [J001]."] == [True]


@pytest.mark.parametrize("style", style_names())
def test_values_that_look_alike_each_need_a_place(style: str, tmp_path: Path) -> None:
    bib = (
        "@article{paper, title = {May in May}, author = {Bo May and Ada Byron}, journal = {May}, volume = 5, number = 5,"
        " pages = {5--15}, date = {2005-05-05}}\n@online{early, title = {x}, author = {Ada Byron}, eprint = {2101.00001}}"
    )
    _, document = composed(tmp_path, bib=bib, style=style)
    assert lost(document) == []


# Faults


def without(**details: object) -> object:
    """A composer that forgets details of every entry."""
    whole = compose._Composer._line

    def line(self: compose._Composer, entry: Entry, level: int, *, glued: bool) -> Line:
        return whole(self, replace(entry, **details), level, glued=glued)  # type: ignore[arg-type]

    return line


@pytest.mark.parametrize(
    ("name", "fault", "expected"),
    [
        ("_line", without(place=None), [("place", "Paris")]),
        ("_line", without(at=None), [("at", "Engines Ltd")]),
        ("_line", without(date=None), [("date", "1842-02/1843-03")]),
        ("_line", without(note=None), [("note", "part time"), ("note", "Jacquard")]),
        ("_line", without(url=""), [("url", "https://example.org/engines")]),
        ("_bullets", lambda *_, **__: iter(()), [("item", "Wrote the first program"), ("link", "https://example.org/first")]),
        ("_counted", lambda _, group, *__: replace(group.headline, runs=(Run("Full"),)), [("group", "Full time")]),
        ("_text", lambda _, text: replace(text, runs=()), [("section", "Work"), ("group", "Full time"), ("section", "Publications")]),
    ],
)  # fmt: skip
def test_what_a_composer_loses_is_seen(
    name: str, fault: object, expected: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compose._Composer, name, fault)
    _, document = composed(tmp_path)
    assert lost(document) == expected


def test_a_block_that_is_lost_is_seen_whole(tmp_path: Path) -> None:
    cv, document = composed(tmp_path)
    style = load_style("cvtex")
    for index, block in enumerate(document.blocks):
        rest = replace(document, blocks=(*document.blocks[:index], *document.blocks[index + 1 :]))
        missing = [datum for datum in account(cv, rest, style) if datum.lost]
        invented = isinstance(block, Group) and block.title.plain == "Journal articles"
        assert bool(missing) != invented
        if isinstance(block, Heading):
            assert {datum.what for datum in missing} <= {"section", "number"}
        if isinstance(block, ReferenceList):
            assert {datum.of for datum in missing} == {"paper", "early"}


def test_a_contact_or_headline_that_is_lost_is_seen(tmp_path: Path) -> None:
    cv, document = composed(tmp_path)
    bare = replace(document, contact=document.contact[:1], headline=None)
    missing = [datum.text for datum in account(cv, bare, load_style("cvtex")) if datum.lost]
    assert missing == ["Countess and programmer", "London"]


@pytest.mark.parametrize("style", style_names())
def test_every_field_that_a_reference_loses_is_seen(style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each field of each publication of the project's own CV, taken away one by one."""
    cv, _ = load(DATA)
    read = load_style(style)
    whole, _ = compose.compose(cv, Target("cv"), style=read)
    names = {
        datum.what.removeprefix("field ") for datum in whole.account if datum.shown and datum.what.startswith("field")
    }
    printed = {(datum.of, datum.what) for datum in whole.account if datum.shown}
    assert len(names) > 5
    seen = 0
    for name in sorted(names):
        monkeypatch.setattr(reference, "values_of", lambda item, style, name=name: values_of(item, style) | {name: ()})
        document, _ = compose.compose(cv, Target("cv"), style=read)
        missing = {(datum.of, datum.what) for datum in document.account if datum.lost}
        assert {key for key in printed if key[1] == f"field {name}"} <= missing
        seen += len(missing)
    assert seen > 60


@pytest.mark.parametrize("style", style_names())
def test_every_author_that_a_reference_loses_is_seen(style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cv, _ = load(DATA)
    written = authors.written
    for lost_name in ("Minje Kim", "Kai Zhen", "Yifan Yang"):

        def forgetful(author: Author, names: authors.Names, *, first: bool = False, gone: str = lost_name) -> str:
            return "" if author.display == gone else written(author, names, first=first)

        monkeypatch.setattr(authors, "written", forgetful)
        document, _ = compose.compose(cv, Target("cv"), style=load_style(style))
        missing = [datum for datum in document.account if datum.lost]
        expected = [item.key for item in cv.publications if lost_name in [author.display for author in item.authors]]
        assert sorted(datum.of for datum in missing) == sorted(expected)
        assert {datum.text for datum in missing} == {lost_name}


def test_a_mark_that_is_lost_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unmarked(item: Publication, *rest: object) -> Inline:
        return tuple(run for run in reference.reference(item, *rest) if "mark" not in run.styles)  # type: ignore[arg-type]

    monkeypatch.setattr(worded, "reference", unmarked)
    _, document = composed(tmp_path)
    assert lost(document) == [("role equal of author 1", "equal")]


def test_the_owner_is_never_left_out_by_shortening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authors, "_shown", lambda *_: [0, 1])
    _, document = composed(tmp_path)
    assert lost(document) == [("author 4", "Ada Byron")]


# Cost


@pytest.mark.parametrize("number", [50])
def test_the_cost_of_an_account_grows_with_the_publications_and_no_faster(number: int, tmp_path: Path) -> None:
    few, many = calls_for(number, tmp_path / "few"), calls_for(4 * number, tmp_path / "many")
    assert 3.5 < many / few < 4.5


def calls_for(number: int, folder: Path) -> int:
    """The calls of functions that the account of so many publications takes."""
    folder.mkdir()
    entry = BIB.partition("@online")[0]
    bib = "".join(
        entry.replace("{paper", f"{{paper{n}").replace("{Notes}", f"{{Notes {n}}}").replace("/182", f"/182{n}")
        for n in range(number)
    )
    cv, document = composed(folder, EVERYTHING.replace("same: [[paper, early]]\n", "").replace("url = ", "x = "), bib)
    profile = cProfile.Profile()
    data = profile.runcall(account, cv, document, load_style("cvtex"))
    assert len(data) > 15 * number
    return sum(entry.callcount for entry in profile.getstats())


def test_a_datum_is_lost_when_it_is_neither_shown_nor_left_out() -> None:
    span = Span("cv.yaml", 1, 1)
    assert Datum("place", "", "Paris", span).lost
    assert not Datum("place", "", "Paris", span, shown=True).lost
    assert not Datum("place", "", "Paris", span, "draft").lost


def test_it_is_found_out_once_and_only_when_asked_for() -> None:
    asked: list[int] = []

    def find_out() -> tuple[Datum, ...]:
        asked.append(1)
        return (datum,)

    datum = Datum("name", "", "Ada", Span("cv.yaml", 1, 1), shown=True)
    made, other = Account(find_out), Account(lambda: ())
    assert asked == []
    assert (*made,) == (made[0],) == made[:1] == (datum,)
    assert (len(made), len(other)) == (1, 0)
    assert made == (datum,) != other
    assert hash(made) == hash((datum,))
    assert asked == [1]
