"""How a reference reads: optional parts, punctuation that is not doubled, italics in italics."""

import pytest

from cvtex.content.bibliography import read_bibliography
from cvtex.content.markup import Inline, plain
from cvtex.content.source import Source
from cvtex.diagnostics import Findings, UsageError
from cvtex.document.references.reference import legend, reference
from cvtex.document.references.referencestyle import ReferenceOptions
from cvtex.document.references.style import load_style, style_names
from cvtex.values import replace
from tests.document.publications import publication

STYLE = load_style("cvtex")


def runs_of(fields: str, kind: str = "inproceedings", author: str = "Charles Babbage") -> Inline:
    findings = Findings()
    text = f"@{kind}{{k, author = {{{author}}}, {fields}}}"
    (publication,) = read_bibliography(Source("own.bib", text, (text,)), findings)
    assert findings.items == []
    own = frozenset(index for index, item in enumerate(publication.authors) if item.display == "Ada Byron")
    return reference(publication, STYLE, own, ReferenceOptions())


def read(fields: str, kind: str = "inproceedings", author: str = "Charles Babbage") -> str:
    return plain(runs_of(fields, kind, author)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ("title = {T}, booktitle = {B}", "Charles Babbage, “T,” in B."),
        ("title = {T}, booktitle = {B}, venue = {Paris}", "Charles Babbage, “T,” in B, Paris."),
        ("title = {T}, booktitle = {B}, pages = {1--9}, year = 2020", "Charles Babbage, “T,” in B, pp. 1–9, 2020."),
        ("title = {T}, booktitle = {B}, pages = {1-9}", "Charles Babbage, “T,” in B, pp. 1–9."),
        ("title = {T}, booktitle = {B}, titleaddon = {abstract}", "Charles Babbage, “T (abstract),” in B."),
        ("title = {T}, booktitle = {B}, note = {Best paper.}", "Charles Babbage, “T,” in B. Best paper."),
        ("title = {T}, subtitle = {S}, booktitle = {B}", "Charles Babbage, “T: S,” in B."),
        ("title = {Why?}, booktitle = {B}", "Charles Babbage, “Why?” in B."),
        ("title = {Oh!}, booktitle = {B}", "Charles Babbage, “Oh!” in B."),
        ("title = {T.}, booktitle = {B}", "Charles Babbage, “T,” in B."),
        ("title = {T}, booktitle = {Proc. Inc.}", "Charles Babbage, “T,” in Proc. Inc."),
        ("title = {T}, eventtitle = {E}", "Charles Babbage, “T,” in E."),
    ],
)
def test_parts_are_left_out_and_marks_are_not_doubled(fields: str, wanted: str) -> None:
    assert read(fields) == wanted


@pytest.mark.parametrize(
    ("kind", "fields", "wanted"),
    [
        ("article", "journal = {J}, volume = 3, number = 2, year = 2020, pages = {1--9}", "“T,” J, 3(2) (2020): 1–9."),
        ("article", "journal = {J}, year = 2020", "“T,” J (2020)."),
        ("article", "journal = {J}", "“T,” J."),
        ("patent", "number = {US 1}, type = {Patent}, date = {2020-02}", "“T,” Patent US 1, February 2020."),
        ("patent", "number = {US 1}, pubstate = {granted}, date = {2020}", "“T,” US 1, granted 2020."),
        ("book", "edition = {2nd}, publisher = {P}, year = 2020", "T, 2nd ed., P, 2020."),
        ("phdthesis", "school = {ETH}, year = 2020", "“T,” Ph.D. thesis, ETH, 2020."),
        ("misc", "howpublished = {Web}, year = 2020", "“T,” Web, 2020."),
    ],
)
def test_types(kind: str, fields: str, wanted: str) -> None:
    assert read(f"title = {{T}}, {fields}", kind) == f"Charles Babbage, {wanted}"


def test_names_are_joined() -> None:
    fields = "title = {T}, booktitle = {B}"
    assert read(fields, author="A One and B Two").startswith("A One and B Two, ")
    assert read(fields, author="A One and B Two and C Three").startswith("A One, B Two, C Three, ")
    assert read(fields, author="A One and others").startswith("A One, et al., “")
    assert read(fields, author="King, Jr., Martin").startswith("Martin King Jr., “")


def test_the_owner_is_marked_once() -> None:
    own = [
        run
        for run in runs_of("title = {Ada Byron}, booktitle = {B}", author="A One and Byron, Ada")
        if "me" in run.styles
    ]
    assert [run.text.replace("\u00a0", " ") for run in own] == ["Ada Byron"]


def test_italics_in_italics_turn_upright() -> None:
    runs = runs_of(r"title = {T}, booktitle = {Acta \emph{Mathematica}}")
    found = [(run.text, set(run.styles)) for run in runs][-2:]
    assert found == [("Acta ", {"italic"}), ("Mathematica.", set())]


@pytest.mark.parametrize(
    ("fields", "href"),
    [
        ("doi = {10.1000/x}, url = {https://e.org}", "https://doi.org/10.1000/x"),
        ("doi = {https://dx.doi.org/10.1000/x}", "https://doi.org/10.1000/x"),
        ("url = {https://e.org}", "https://e.org"),
        ("note = {n}", ""),
    ],
)
def test_titles_link_to_where_they_can_be_read(fields: str, href: str) -> None:
    runs = runs_of(f"title = {{Tide}}, booktitle = {{B}}, {fields}")
    assert {run.href for run in runs if "Tide" in run.text} == {href}
    assert {run.href for run in runs if run.text == "B"} == {""}


def test_the_legend_explains_the_marks_that_are_printed() -> None:
    findings = Findings()
    text = "@misc{k, title = {T}, author = {A B and C D}, author+an = {1=equal; 2=corresponding,highlight}}"
    (publication,) = read_bibliography(Source("own.bib", text, (text,)), findings)
    runs = reference(publication, STYLE, frozenset(), ReferenceOptions())
    assert plain(runs).startswith("A B* and C D†")
    assert plain(legend([runs], STYLE)) == "* Co-first authors. † Corresponding author."


def test_styles() -> None:
    assert "cvtex" in style_names()
    with pytest.raises(UsageError, match="there is no reference style `ctex`") as caught:
        load_style("ctex")
    assert caught.value.diagnostics[0].hint == "did you mean `cvtex`?"


@pytest.mark.parametrize("style", style_names())
def test_the_title_is_in_its_own_language_in_every_style(style: str) -> None:
    def languages(said: str, **fields: str) -> set[str]:
        item = replace(publication("book", "Über *Drosophila*", "Ada Byron", "2020", **fields), language=said)
        runs = reference(item, load_style(style), frozenset(), ReferenceOptions())
        assert plain(run for run in runs if run.language) == (plain(item.title.runs) if said == "de" else "")
        return {run.language for run in runs}

    assert languages("de", publisher="Verlag") == languages("de", doi="10.1000/a") == {"", "de"}
    assert languages("en-GB") == languages("") == {""}
