"""Bibliographies as they are found in the wild: each trap of real .bib files, and that nothing is lost unseen."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cvtex.content.biblanguages import TAGS
from cvtex.content.bibliography import read_bibliography
from cvtex.content.bibvalues import Value, read_strings, read_value, unclosed_field
from cvtex.content.dates import Day, Period
from cvtex.content.markup import plain
from cvtex.content.model import Publication
from cvtex.content.source import Source
from cvtex.diagnostics import Findings, Span


def read(text: str) -> tuple[tuple[Publication, ...], Findings]:
    findings = Findings()
    return read_bibliography(Source("own.bib", text, tuple(text.split("\n"))), findings), findings


def sound(text: str) -> tuple[Publication, ...]:
    publications, findings = read(text)
    assert findings.items == []
    return publications


def entry(fields: str, kind: str = "article") -> Publication:
    """The one publication of an entry with these fields beside title and author."""
    (publication,) = sound(f"@{kind}{{key,\n  title = {{A title}},\n  author = {{Ada Byron}},\n  {fields}\n}}")
    return publication


def field(publication: Publication, name: str) -> str:
    return plain(publication.fields[name].runs)


def start(publication: Publication) -> Day:
    assert publication.date is not None
    return publication.date.periods[0].start


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("conference", "inproceedings"),
        ("InProceedings", "inproceedings"),
        ("ARTICLE", "article"),
        ("unpublished", "unpublished"),
        ("online", "online"),
        ("electronic", "online"),
        ("manual", "manual"),
        ("dataset", "dataset"),
        ("phdthesis", "thesis"),
        ("mastersthesis", "thesis"),
        ("techreport", "report"),
        ("misc", "misc"),
        ("patent", "patent"),
    ],
)
def test_types(typed: str, meant: str) -> None:
    assert entry("", typed).type == meant


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ("year = 2020", Day(2020)),
        ("year = {2020}", Day(2020)),
        ('year = "2020"', Day(2020)),
        ("year = {2020}, month = aug", Day(2020, 8)),
        ("year = {2020}, month = AUG", Day(2020, 8)),
        ("year = {2020}, month = {07}", Day(2020, 7)),
        ("year = {2020}, month = 7", Day(2020, 7)),
        ("year = {2020}, month = {May}", Day(2020, 5)),
        ("year = {2020}, month = {Sept.}", Day(2020, 9)),
        ("year = {2020}, month = {July--August}", Day(2020, 7)),
        ('year = {2020}, month = aug # "~12"', Day(2020, 8)),
        ('year = {2020}, month = "10~" # jan', Day(2020, 1)),
        ("year = {2020}, month = {12 Oct}", Day(2020, 10)),
        ("date = {2020-03-04}", Day(2020, 3, 4)),
        ("date = {2020-03-04/2020-03-09}, year = 1999", Day(2020, 3, 4)),
        ("date = {2020~}", Day(2020)),
        ("date = {2020-05/..}", Day(2020, 5)),
        ("date = {2020}, eventdate = {2020-06-01}", Day(2020, 6, 1)),
        ("year = {in press, 2021}", Day(2021)),
    ],
)
def test_dates(fields: str, day: Day) -> None:
    assert start(entry(fields)) == day


def test_a_date_in_words_is_kept() -> None:
    date = entry("year = {forthcoming}").date
    assert date is not None
    assert (date.words, date.periods) == ("forthcoming", ())


def test_an_event_keeps_its_end() -> None:
    date = entry("eventdate = {2025-07-27/2025-08-01}, date = {2025}").date
    assert date is not None
    assert date.periods == (Period(Day(2025, 7, 27), Day(2025, 8, 1)),)


@pytest.mark.parametrize(
    ("fields", "name", "text"),
    [
        ("journal = {Nature}", "journaltitle", "Nature"),
        ("journaltitle = {Nature}", "journaltitle", "Nature"),
        ("JOURNAL = {Nature}", "journaltitle", "Nature"),
        ("address = {Paris}", "location", "Paris"),
        ("school = {ETH}", "institution", "ETH"),
        (r"doi = {10.1007/978-3\_4}", "doi", "10.1007/978-3_4"),
        ("doi = {https://doi.org/10.1000/x}", "doi", "https://doi.org/10.1000/x"),
        (
            "doi = {10.1002/(SICI)1097-4571(199301)44:1<1::AID-ASI1>3.0.CO;2-#}",
            "doi",
            "10.1002/(SICI)1097-4571(199301)44:1<1::AID-ASI1>3.0.CO;2-#",
        ),
        (r"url = {https://a.org/~b/c\_d}", "url", "https://a.org/~b/c_d"),
        ("eprint = {1901.00001}, archiveprefix = {arXiv}", "eprinttype", "arXiv"),
        ("eprint = {1901.00001}, eprinttype = {arXiv}", "eprint", "1901.00001"),
        ("number = {3}, note = {H$_2$O}", "note", "H2O"),
        ("pages = {1--9}", "pages", "1–9"),
        (r"note = {Terh{\"{o}}rst}", "note", "Terhörst"),
        ('note = "say {"}hi{"}"', "note", "say “hi”"),
        ("publisher = {A \\& B}", "publisher", "A & B"),
    ],
)
def test_fields(fields: str, name: str, text: str) -> None:
    assert field(entry(fields), name) == text


def test_fields_of_other_tools_are_passed_over() -> None:
    fields = (
        "abbr = {X}, selected = {true}, bibtex_show = {true}, timestamp = {x}, "
        "biburl = {http://b}, file = {:a:pdf}, abstract = {\\undefined{x}}"
    )
    assert dict(entry(fields).fields) == {}


def test_the_key_may_stand_on_the_next_line() -> None:
    (publication,) = sound("@article{\n  smith:2020+a/b.c,\n  title = {T}, author = {A B}}")
    assert publication.key == "smith:2020+a/b.c"


def test_parentheses_comments_and_preambles() -> None:
    text = '@comment{x @article{y}}\n@preamble{"\\def\\x{}"}\nfree text\n@article(k, title = {T (x)}, author = {A B})\n% done'
    (publication,) = sound(text)
    assert plain(publication.title.runs) == "T (x)"


def test_a_field_given_twice_counts_once_and_is_told() -> None:
    publications, findings = read("@book{k,\n title = {T}, author = {A B},\n isbn = {1},\n isbn = {2}}")
    assert len(publications) == 1
    assert [(item.code, item.severity) for item in findings.items] == [("B003", "warning")]
    assert findings.items[0].span is not None
    assert (findings.items[0].span.line, findings.items[0].span.column) == (4, 2)


def test_strings_use_those_before_them() -> None:
    text = '@string{a = "Acta"}\n@STRING{B = a # { Mathematica}}\n@article{k, title = {T}, author = {X Y}, journal = b # "!"}'
    (publication,) = sound(text)
    assert field(publication, "journaltitle") == "Acta Mathematica!"


@pytest.mark.parametrize(
    ("fields", "eprint"),
    [
        ("journal = {CoRR}, volume = {abs/1901.00001}", "1901.00001"),
        ("journal = {arXiv preprint arXiv:1901.00001}", "1901.00001"),
        ("journal = {bioRxiv}, eprint = {1}", "1"),
    ],
)
def test_a_preprint_is_no_journal_article(fields: str, eprint: str) -> None:
    publication = entry(fields)
    assert publication.type == "preprint"
    if eprint:
        assert field(publication, "eprint") == eprint


def test_crossref_brings_what_is_missing() -> None:
    own, other = sound(
        "@inproceedings{own, title = {Mine}, author = {Ada Byron}, crossref = {Proc}, year = 2021}\n"
        "@inproceedings{other, title = {Too}, author = {Ada Byron}, crossref = {proc}, booktitle = {Kept}}\n"
        "@proceedings{proc, title = {Proceedings}, editor = {C. Babbage}, year = 2020, location = {Paris}, doi = {10.1000/x}}\n"
    )
    assert field(own, "booktitle") == "Proceedings"
    assert field(own, "location") == "Paris"
    assert "doi" not in own.fields
    assert start(own) == Day(2021)
    assert field(other, "booktitle") == "Kept"
    assert start(other) == Day(2020)


def test_proceedings_are_listed_when_a_keyword_claims_them() -> None:
    publications = sound(
        "@inproceedings{own, title = {Mine}, author = {Ada Byron}, crossref = {proc}}\n"
        "@proceedings{proc, title = {Proceedings}, editor = {Ada Byron}, keywords = {book}}\n"
    )
    assert [publication.key for publication in publications] == ["own", "proc"]


def test_roles_of_authors() -> None:
    (publication,) = sound(
        '@article{k, title = {T}, author = {A B and C D and others},\n author+an = {1=highlight,equal; 2=equal;2="corresponding"}}'
    )
    assert [set(author.roles) for author in publication.authors] == [{"highlight", "equal"}, {"equal", "corresponding"}]
    assert publication.et_al


def test_editors_stand_in_for_authors() -> None:
    (publication,) = sound("@book{k, title = {T}, editor = {C. Babbage}}")
    assert [author.display for author in publication.authors] == ["C. Babbage"]


def test_keywords() -> None:
    assert entry("keywords = {own, workshop; talk}").keywords == ("own", "workshop", "talk")


def test_places_are_those_of_the_fields() -> None:
    (publication,) = sound("\n\n@article{k,\n  title = {T},\n    journal   = {J},\n  author = {A B}}")
    assert (publication.span.line, publication.span.column, publication.span.length) == (3, 1, 8)
    assert (publication.title.span.line, publication.title.span.column) == (4, 3)
    assert (publication.fields["journaltitle"].span.line, publication.fields["journaltitle"].span.column) == (5, 5)


def test_the_rest_is_read_when_blocks_are_broken() -> None:
    good = "@article{%s, title = {T}, author = {A B}}\n"
    text = (
        good % "a"
        + "@article{bad, title = {x, author = {y}\n"
        + good % "b"
        + '@article{worse, title = "x}\n'
        + good % "c"
        + "@article x\n"
        + good % "d"
    )
    publications, findings = read(text)
    assert [publication.key for publication in publications] == ["a", "b", "c", "d"]
    assert [item.code for item in findings.items] == ["B001"] * 3


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("{a}", Value("a")),
        ('"a"', Value("a")),
        ("2020", Value("2020")),
        ("jan", Value("January")),
        ('jan # "~1" # {x}', Value("January~1x")),
        ("{a{b}{c{d}}}", Value("a{b}{c{d}}")),
        ('"a{"}b"', Value('a{"}b')),
        (r"{a\}b}", Value(r"a\}b")),
        ("nobody", Value("nobody", ("nobody",))),
        ("{a} author = {b}", Value("a", (), "author = {b}")),
        ('"a "b" c"', Value("a ", (), 'b" c"')),
        ("2020 month = 1", Value("2020", (), "month = 1")),
        ("{a", Value("a")),
        ("", Value("")),
        ("#", Value("", (), "#")),
    ],
)
def test_values(source: str, value: Value) -> None:
    assert read_value(source, {"jan": "January"}) == value


@given(
    inner=st.recursive(
        st.text("ab é,=#"), lambda part: st.lists(part).map(lambda parts: "{" + "".join(parts) + "}"), max_leaves=8
    )
)
def test_a_braced_value_is_what_stands_between_its_braces(inner: str) -> None:
    assert read_value("{" + inner + "}", {}) == Value(inner)
    assert read_value('"' + inner + '"', {}) == Value(inner)
    assert read_value("{" + inner + '} # "' + inner + '"', {}) == Value(inner * 2)


@given(source=st.text() | st.text('{}"#\\ a,='))
@example("{" * 10_000)
@example('"' + "{a}" * 5_000)
def test_any_value_is_read(source: str) -> None:
    value = read_value(source.strip(), {})
    assert len(value.text) + len(value.rest) <= len(source)


def test_strings_do_not_explode() -> None:
    definitions = [("a", '"xxxxxxxxxx"')] + [
        (b, " # ".join([a] * 10)) for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    assert max(map(len, read_strings(definitions, {}).values())) == 20_000


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ("@a{k,\n title = {x,\n author = {y}}", ("title", 7)),
        ('@a{k,\n title = {x},\n author = "y,\n note = {z}}', ("author", 21)),
        ("@a{k,\n title = {x}}", None),
        ("", None),
    ],
)
def test_the_field_that_is_never_closed(entry: str, field: tuple[str, int] | None) -> None:
    assert unclosed_field(entry) == field


BIB = st.lists(
    st.sampled_from(
        [
            "@article{k,",
            "@string{",
            "title=",
            "author=",
            "{",
            "}",
            '"',
            ",",
            "=",
            "#",
            "a",
            "\n",
            "\\",
            "(",
            ")",
            "@",
            " and ",
            "crossref={k}",
            "month=13",
            "%",
        ]
    )
).map("".join)


@given(text=st.text() | BIB)
@example('@a{k, x = {"a{"}, y = "{"}')
@example("@article{k, title = {a}, title = {b}, author = {c}")
@example("@article{a, crossref={a}, title={T}, author={A B}}")
def test_no_bibliography_makes_it_fail(text: str) -> None:
    publications, findings = read(text)
    assert all(publication.key for publication in publications)
    lines = len(text.split("\n"))
    for finding in findings.items:
        assert finding.span is not None
        assert 0 <= finding.span.line <= lines


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("langid = {german}", "de"),
        ("langid = {NGerman}", "de"),
        ("langid = {american}", "en-US"),
        ("hyphenation = {french}", "fr"),
        ("langid = {pt_br}", "pt-BR"),
        ("language = {Spanish}", "es"),
        ("language = {langgerman}", "de"),
        ("language = {german}, langid = {italian}", "it"),
        ("language = {German and English}", ""),
        ("language = {German, with a summary in English}", ""),
        ("langid = {}", ""),
        ("", ""),
    ],
)
def test_the_language_of_a_publication(typed: str, meant: str) -> None:
    assert entry(typed).language == meant


def test_a_language_that_nobody_knows_is_told_with_the_nearest() -> None:
    (publication,), findings = read("@article{k, title = {A}, author = {A. B.},\n  langid = {gemran}}")
    assert publication.language == ""
    (finding,) = findings.items
    assert (finding.code, finding.severity, finding.span) == ("B018", "warning", Span("own.bib", 2, 3, 6))
    assert finding.hint == "did you mean `german`?"
    _, findings = read("@article{k, title = {A}, author = {A. B.}, langid = {Volapük}}")
    assert [item.hint for item in findings.items] == ["write a name of biblatex, such as langid = {german}"]


def test_each_language_of_biblatex_has_a_tag_of_its_own_form() -> None:
    assert all(re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", tag) for tag in TAGS.values())
    assert len(TAGS) > 100
