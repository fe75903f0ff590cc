"""Styles in languages: every word that cvtex brings is one of the language, and so are its marks."""

import re
from functools import cache
from pathlib import Path

import pytest

from cvtex.content.markup import Run, plain
from cvtex.content.model import Publication
from cvtex.document.references.reference import legend, reference
from cvtex.document.references.referencestyle import ROLES, ReferenceOptions, ReferenceStyle
from cvtex.document.references.style import load_style, style_names
from cvtex.document.references.template import Field, Group, Literal, Template, Term
from cvtex.document.references.wording import in_language
from cvtex.languages.language import Language, base, language_codes, load_language
from tests.document.publications import ALL_LINKS, publication, worded

OTHERS = [code for code in language_codes() if base(code) != "en"]
LETTERS = re.compile(r"[^\W\d_]+")
# Names of servers and numbers, which are no words of a language.
NAMES = {"arXiv", "doi", "DOI", "PMID", "PubMed", "PDF", "et", "al"}
STRANDED = re.compile(r"[(\[]\s*[;:,.)\]]|\s{2}|,,|,\.|[;:]\s*[.,;]|\s[,.](?!\.)|^\W|[„«][,.]")
ADDRESS = re.compile(r"https?://\S+")
TYPED = {"X", "e"}  # an initial, an article number
FIELDS = {
    name: f"Xq{name}" for name in (
        "subtitle", "titleaddon", "booktitle", "series", "volume", "number", "issue", "eid", "chapter", "publisher",
        "institution", "organization", "location", "venue", "eventtitle", "version", "howpublished", "holder",
    )
}  # fmt: skip
LINKED = {name: f"https://xq.org/{name}" for name in ("pdf", "code", "video", "slides", "url")}


def in_(style: str, code: str) -> ReferenceStyle:
    return in_language(load_style(style), load_language(code))


def corpus() -> list[Publication]:
    """Entries of every type that has a template: full and bare, in several states, with editors, shortened, with links."""
    many = " and ".join(f"Xq Xqname{letter}" for letter in "abcdefgh")
    full = FIELDS | LINKED | {"doi": "10.1000/xq", "edition": "2", "pages": "5--9", "pmid": "12345"}
    made = []
    for kind in sorted({kind for style in style_names() for kind in load_style(style).templates}):
        for state in ("inpress", "submitted", "prepublished"):
            made.append(publication(kind, "Xqtitle", many, "2021-05-12", editors=many, pubstate=state, **full))
        made.append(publication(kind, "Xqtitle?", "Xq Xqone", "2021-05", pages="7", type="phdthesis", number="3"))
        made.append(publication(kind, "Xqtitle", "", "", editors="Xq Xqone", booktitle="Xqbook", eid="e5", edition="1"))
        made.append(
            publication(kind, "Xqtitle", "Xq Xqone and others", "2021", eprint="2101.00001", howpublished="Xqhow")
        )
        made.append(
            publication(kind, "Xqtitle", "Xq Xqone and Xq Xqtwo", "", version="2", publisher="Xqpub", type="patentus")
        )
    return made


CORPUS = corpus()


def vocabulary(language: Language) -> set[str]:
    """Every word that a language's file and calendar have."""
    texts = [
        *language.words.values(),
        *language.legends.values(),
        *(word for both in language.terms.values() for word in both),
    ]
    texts += [name for names in language.calendar.names for name in names]
    texts += [language.calendar.full_day, language.calendar.short_day, language.calendar.first]
    ordinals = [language.authors, language.editions]
    texts += [ordinal.write(number) for ordinal in ordinals for number in (1, 2, 3, 8)]
    return {word.casefold() for text in texts for word in LETTERS.findall(text)}


def printed(item: Publication, style: ReferenceStyle, links: tuple[str, ...]) -> str:
    # The name at the end is the owner's: it is not left out, and its place is told.
    own = frozenset({len(item.authors) - 1}) if item.authors else frozenset[int]()
    runs = reference(item, style, own, ReferenceOptions(3, 2, links))
    return plain(runs)


@cache
def texts(style: str, code: str) -> tuple[str, ...]:
    """All of the corpus in one style and language, without links and with all of them."""
    read = in_(style, code)
    return tuple(printed(item, read, links) for item in CORPUS for links in ((), ALL_LINKS))


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("style", style_names())
def test_no_english_word_is_left(style: str, code: str) -> None:
    known = vocabulary(load_language(code))
    words = {word for text in texts(style, code) for word in LETTERS.findall(ADDRESS.sub("", text))}
    seen = {word for word in words if not word.startswith(("Xq", "xq"))}
    assert len(seen) > 20
    assert not {word for word in seen - NAMES - TYPED if word.casefold() not in known}


@pytest.mark.parametrize("code", language_codes())
@pytest.mark.parametrize("style", style_names())
def test_punctuation_is_neither_doubled_nor_stranded(style: str, code: str) -> None:
    assert len(texts(style, code)) > 150
    assert not [text for text in texts(style, code) if STRANDED.search(text)]


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("style", style_names())
def test_legends_are_those_of_the_language(style: str, code: str) -> None:
    read, language = in_(style, code), load_language(code)
    assert {role: mark.legend for role, mark in read.marks.items()} == language.legends
    signs = tuple(Run(mark.sign, frozenset({"mark"})) for mark in read.marks.values())
    printed = plain(legend([signs], read))
    assert [printed.count(words) for words in language.legends.values()] == [1] * len(ROLES)


def literals(template: Template) -> list[str]:
    found: list[str] = []
    for node in template:
        if isinstance(node, Literal):
            found.append(node.text)
        elif isinstance(node, Group):
            found += [text for alternative in node.alternatives for text in literals(alternative)]
        else:
            assert isinstance(node, Field | Term)
    return found


@pytest.mark.parametrize("style", style_names())
def test_shipped_templates_hold_no_words_of_their_own(style: str) -> None:
    read = load_style(style)
    found = [text for template in (*read.templates.values(), read.notes) for text in literals(template)]
    found += [read.names.between, read.names.pair, read.names.last, read.names.gap, *read.links.values()]
    assert len(found) > 30
    raw = read.file
    assert raw is not None
    templates = {word for text in found[: -len(read.links)] for word in LETTERS.findall(text)}
    assert templates <= {"arXiv", "and"}


@pytest.mark.parametrize(
    ("code", "article", "chapter", "thesis"),
    [
        ("en-US", "A B and C D, “T: S,” *J*, 3(4) (2021): 5–9.", "A B, “T,” in *B*, ed. C D, 2nd ed., ch. 4, p. 7, L, 2016.",
         "A B, “T,” Ph.D. thesis, U, May 2019."),
        ("de", "A B und C D, „T: S“, *J*, 3(4) (2021): 5–9.", "A B, „T“, in *B*, hrsg. von C D, 2. Aufl., Kap. 4, S. 7, L, 2016.",
         "A B, „T“, Dissertation, U, Mai 2019."),
        ("fr", "A B et C D, « T : S », *J*, 3(4) (2021) : 5–9.",
         "A B, « T », dans *B*, sous la dir. de C D, 2e éd., chap. 4, p. 7, L, 2016.", "A B, « T », thèse de doctorat, U, mai 2019."),
        ("es", "A B y C D, «T: S», *J*, 3(4) (2021): 5–9.", "A B, «T», en *B*, ed. por C D, 2.ª ed., cap. 4, p. 7, L, 2016.",
         "A B, «T», tesis doctoral, U, mayo 2019."),
        ("it", "A B e C D, «T: S», *J*, 3(4) (2021): 5–9.", "A B, «T», in *B*, a cura di C D, 2ª ed., cap. 4, p. 7, L, 2016.",
         "A B, «T», tesi di dottorato, U, maggio 2019."),
        ("pt-PT", "A B e C D, «T: S», *J*, 3(4) (2021): 5–9.", "A B, «T», em *B*, ed. por C D, 2.ª ed., cap. 4, p. 7, L, 2016.",
         "A B, «T», tese de doutoramento, U, maio de 2019."),
    ],
)  # fmt: skip
def test_the_house_style(code: str, article: str, chapter: str, thesis: str) -> None:
    style = in_("cvtex", code)
    given = publication(
        "article", "T", "A B and C D", "2021", subtitle="S", journaltitle="J", volume="3", number="4", pages="5--9"
    )
    assert worded(given, style) == article
    given = publication(
        "incollection",
        "T",
        "A B",
        "2016",
        editors="C D",
        booktitle="B",
        edition="2",
        chapter="4",
        pages="7",
        location="L",
    )
    assert worded(given, style) == chapter
    given = publication("thesis", "T", "A B", "2019-05", type="phdthesis", institution="U")
    printed = worded(given, style)
    assert printed == thesis.replace("mayo 2019", "mayo de 2019")


@pytest.mark.parametrize(
    ("code", "title", "expected"),
    [
        ("de", "Was “gut” ist", "A B, „Was ‚gut‘ ist“, *J*."),
        ("de", "Was „gut“ ist", "A B, „Was ‚gut‘ ist“, *J*."),
        ("de", "Warum?", "A B, „Warum?“, *J*."),
        ("de", "„Warum“", "A B, „‚Warum‘“, *J*."),
        ("de-CH", "Was «gut» ist", "A B, «Was ‹gut› ist», *J*."),
        ("fr", "Ce qui est « bon »", "A B, « Ce qui est “bon” », *J*."),
        ("fr", "Ce qui est “bon”", "A B, « Ce qui est “bon” », *J*."),
        ("es", "Lo «bueno»", "A B, «Lo “bueno”», *J*."),
        ("en-GB", "What is “good”?", "A B, “What is ‘good’?”, *J*."),
    ],
)
def test_quotation_marks_within_quotation_marks(code: str, title: str, expected: str) -> None:
    item = publication("article", title, "A B", journaltitle="J")
    assert worded(item, in_("cvtex", code)) == expected


def test_a_title_that_ends_the_reference() -> None:
    endings = [worded(publication("misc", title, "A B"), in_("cvtex", "de")) for title in ("T", "T?", "T …")]
    assert endings == ["A B, „T“.", "A B, „T?“.", "A B, „T …“."]


def test_words_of_types_begin_as_their_place_asks() -> None:
    item = publication("thesis", "T", "A B", "2019", type="phdthesis", institution="U")
    assert worded(item, in_("apa", "fr")) == "B, A. (2019). *T* [Thèse de doctorat, U]."
    assert worded(item, in_("vancouver", "fr")) == "B A. T [thèse de doctorat]. U; 2019.".replace("U;", "U ;")
    typed = publication("thesis", "T", "A B", "2019", type="habilitation", institution="U")
    assert worded(typed, in_("apa", "fr")) == "B, A. (2019). *T* [habilitation, U]."


def test_an_owners_own_words_hold_in_every_language(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    own = 'extends: cvtex\nwords: {phdthesis: Doktorarbeit}\nmarks: {equal: {sign: "*", legend: Both first.}}\n'
    own += 'names: {pair: " plus "}\ntemplates: {thesis: "{authors}, “{title},”[ {type}][ written {year}]"}\n'
    (tmp_path / "styles" / "mine.yaml").write_text(own, encoding="utf-8")
    mine = in_language(load_style("mine", tmp_path), load_language("it"))
    item = publication("thesis", "T", "A B and C D", "2019", type="phdthesis")
    assert worded(item, mine) == "A B plus C D, «T», Doktorarbeit written 2019."
    assert mine.marks["equal"].legend == "Both first."
    assert mine.marks["advisor"].legend == "Supervisione."


def test_a_style_can_change_its_language_again() -> None:
    german = in_("ieee", "de")
    assert in_language(german, load_language("en-US")) == load_style("ieee")
    assert german != load_style("ieee")


def test_a_place_in_a_shortened_list() -> None:
    item = publication("article", "T", " and ".join(f"A{letter} B" for letter in "abcdefghijkl"), journaltitle="J")
    assert [worded(item, in_("cvtex", code), own=11, most=3, first=1).split(" (")[1].split(")")[0] for code in ("en", "de", "fr", "es")] == [
        "12th of 12", "12. von 12", "12e sur 12", "12.º de 12",
    ]  # fmt: skip
