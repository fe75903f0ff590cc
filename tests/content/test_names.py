"""Names of people: BibTeX's three forms, biblatex's fourth."""

import pytest
from bibtexparser.middlewares.names import parse_single_name_into_parts
from hypothesis import example, given
from hypothesis import strategies as st

from cvtex.content.names import _CAPITALIZED, Author, UnreadableNameError, fold, parse_name, parse_names


@pytest.mark.parametrize(
    ("typed", "family", "given", "prefix", "suffix"),
    [
        ("Ada Lovelace", "Lovelace", "Ada", "", ""),
        ("Lovelace, Ada", "Lovelace", "Ada", "", ""),
        ("Jan van der Berg", "Berg", "Jan", "van der", ""),
        ("van der Berg, Jan", "Berg", "Jan", "van der", ""),
        ("Van der Berg, Jan", "Berg", "Jan", "Van der", ""),
        ("King, Jr., Martin Luther", "King", "Martin Luther", "", "Jr."),
        ("Doe, III, John", "Doe", "John", "", "III"),
        ("de la Fontaine, Jean", "Fontaine", "Jean", "de la", ""),
        ("Jean-Baptiste Say", "Say", "Jean-Baptiste", "", ""),
        ("Plato", "Plato", "", "", ""),
        ("{NASA}", "NASA", "", "", ""),
        ("{Barnes and Noble, Inc.}", "Barnes and Noble, Inc.", "", "", ""),
        ("王小明", "王小明", "", "", ""),
        ("Wang, 小明", "Wang", "小明", "", ""),
        (r"Terh{\"{o}}rst, Philipp", "Terhörst", "Philipp", "", ""),
        (r"{\'E}mile Zola", "Zola", "Émile", "", ""),
        ("Feng-Ju (Claire) Chang", "Chang", "Feng-Ju (Claire)", "", ""),
        ("D. E. Knuth", "Knuth", "D. E.", "", ""),
        ("O'Brien, Flann", "O’Brien", "Flann", "", ""),
        ("family=Felice, given=Giovanni, prefix=de, useprefix=true", "Felice", "Giovanni", "de", ""),
        ('given={Ludwig}, family={Beethoven}, prefix={van}, suffix="Jr."', "Beethoven", "Ludwig", "van", "Jr."),
        ("First\n  Second", "Second", "First", "", ""),
    ],
)
def test_one_name(typed: str, family: str, given: str, prefix: str, suffix: str) -> None:
    author = parse_name(" ".join(typed.split()))
    assert (author.family, author.given, author.prefix, author.suffix) == (family, given, prefix, suffix)


def test_how_a_name_is_shown() -> None:
    assert parse_name("van der Berg, Jan").display == "Jan van der Berg"
    assert parse_name("King, Jr., Martin Luther").display == "Martin Luther King Jr."
    assert parse_name("{NASA}").display == "NASA"


@pytest.mark.parametrize("ending", ["others", "Others", "et al.", "et al"])
def test_and_others(ending: str) -> None:
    authors, et_al = parse_names(f"Ada Lovelace and {ending}")
    assert et_al
    assert [author.family for author in authors] == ["Lovelace"]


def test_a_comma_at_the_end_of_a_name_is_no_part_of_it() -> None:
    authors, _ = parse_names("A B, and {C D}, and E F")
    assert [author.display for author in authors] == ["A B", "C D", "E F"]


def test_several_names() -> None:
    authors, et_al = parse_names("A B and\n  C, D AND {E and F}")
    assert [author.display for author in authors] == ["A B", "D C", "E and F"]
    assert not et_al


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ("Byron, Ada, Jr, x", 1),
        ("Byron, Ada; Babbage, Charles", 1),
        ("Ada Byron, Charles Babbage, Luigi Menabrea", 1),
        (", Ada", 1),
    ],
)
def test_names_that_are_refused(typed: str, problems: int) -> None:
    with pytest.raises(UnreadableNameError) as caught:
        parse_names(typed)
    assert len(caught.value.problems) == problems
    assert all("`" in problem for problem in caught.value.problems)


WORD = st.text("abcdeé", min_size=1, max_size=6).map(str.capitalize)


@given(given=st.lists(WORD, min_size=1, max_size=3), family=WORD)
def test_both_orders_mean_the_same(given: list[str], family: str) -> None:
    first, last = parse_name(f"{' '.join(given)} {family}"), parse_name(f"{family}, {' '.join(given)}")
    assert first == last
    assert first.display == f"{' '.join(given)} {family}"


@given(typed=st.text() | st.text("aA,{}\\'\"=; -~and\n"))
@example("a and " * 2_000)
@example("{" * 3_000)
@example("family=")
@example("\\")
def test_any_text_is_a_name_or_is_refused(typed: str) -> None:
    problems: tuple[str, ...] | None = None
    authors: list[Author] = []
    try:
        authors, _ = parse_names(typed)
    except UnreadableNameError as error:
        problems = error.problems
    assert problems is None or all(problems)
    assert all(author.family for author in authors)


@pytest.mark.parametrize("typed", ["Zhen, Kai", "kai zhen", "KAI  ZHEN", "Kai Zhén", "Kai Zhen", "K\u0101i Zhen"])
def test_the_owner_is_known_in_any_spelling(typed: str) -> None:
    assert fold(typed) == fold("Kai Zhen")


def test_letters_with_a_stroke_are_folded_in_either_case() -> None:
    assert fold("Łukasz Đorđević Ørsted") == fold("lukasz dordevic orsted")


def test_signs_that_nobody_sees_are_no_part_of_a_name() -> None:
    assert fold("สม\u2060ชาย ใจ\u200bดี") == fold("สมชาย ใจดี")
    assert fold("علی\u200cرضا") == fold("علیرضا")


@given(name=st.text())
def test_folding_is_done_once(name: str) -> None:
    if "," not in name:
        assert fold(fold(name)) == fold(name)


_WORDS = st.text("AzBéñ-.'’ ", min_size=1, max_size=8) | st.sampled_from(
    ["Ada", "Jean-Paul", "D.", "Lovelace", "van", "McCoy", "Jr", "Zhen,"]
)


@given(st.lists(_WORDS, min_size=1, max_size=4).map(" ".join))
@example("Ada Lovelace")
@example("D. E. Knuth")
@example("Lovelace, Ada")
@example("Garcia Marquez, Gabriel J.")
@example("Jean-Paul Marie Sartre-Beauvoir")
def test_a_plain_name_is_taken_apart_as_by_the_library(name: str) -> None:
    plain = " ".join(name.split())
    if _CAPITALIZED.fullmatch(plain):
        split = parse_single_name_into_parts(plain, strict=True)
        assert (split.von, split.jr) == ([], [])
        assert parse_name(plain) == Author(" ".join(split.last), " ".join(split.first))
