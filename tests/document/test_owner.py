"""The owner among the authors: every spelling of the name, and nobody else's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtex.content.markup import Run
from cvtex.content.model import CV, Contact, Publication, Text
from cvtex.content.names import parse_names
from cvtex.diagnostics import Span
from cvtex.document.numbers.owner import near_misses, owner_of, positions

SPAN = Span("cv.yaml", 1, 1)


def cv(name: str, *me: str, orcid: str = "") -> CV:
    contact = (Contact("orcid", orcid, f"https://orcid.org/{orcid}", SPAN),) if orcid else ()
    return CV(Text((Run(name),), SPAN), (), contact=contact, me=me)


def paper(names: str) -> Publication:
    authors, et_al = parse_names(names)
    return Publication("k", "article", Text((Run("T"),), SPAN), tuple(authors), et_al, None, {}, (), SPAN)


@pytest.mark.parametrize(
    ("name", "authors", "found"),
    [
        ("Kai Zhen", "Minje Kim and Kai Zhen", {1}),
        ("Kai Zhen", "Zhen, Kai and Kim, Minje", {0}),
        ("Kai Zhen", "Zhen Kai and Minje Kim", {0}),
        ("Kai Zhen", "K. Zhen and M. Kim", {0}),
        ("Kai Zhen", "Zhen, K. and Kim, M.", {0}),
        ("Kai Zhen", "Kai M. Zhen and Minje Kim", {0}),
        ("Kai Zhen", "Karl Zhen and Minje Kim", set()),
        ("Kai Zhen", "L. Zhen and Minje Kim", set()),
        ("Kai Zhen", "KAI ZHEN", {0}),
        ("Seungkwon Beack", "Seung-Kwon Beack", {0}),
        ("Seungkwon Beack", "Seung Kwon Beack", {0}),
        ("José García Márquez", "Jose Garcia Marquez", {0}),
        ("José García Márquez", "Garc{\\'\\i}a M{\\'a}rquez, Jos{\\'e}", {0}),
        ("Jan van der Berg", "van der Berg, Jan and X Y", {0}),
        ("Jan van der Berg", "J. van der Berg", {0}),
        ("Martin Luther King", "King, Jr., Martin Luther", {0}),
        ("Łukasz Kaiser", "Lukasz Kaiser", {0}),
        ("Søren Nørgaard", "S{\\o}ren N{\\o}rgaard", {0}),
        ("Nguyễn Văn An", "Van An Nguyen", {0}),
        ("Nguyễn Văn An", "Nguyen Van An", {0}),
        ("Suharto", "Suharto and Ada Lovelace", {0}),
        ("王小明", "王小明 and 李雷", {0}),
        ("Gabriel José de la Concordia", "de la Concordia, G. J.", {0}),
    ],
)
def test_the_owner_is_found_by_name(name: str, authors: str, found: set[int]) -> None:
    assert positions(paper(authors), owner_of(cv(name))) == found


def test_listed_spellings_are_the_owners() -> None:
    owner = owner_of(cv("Yulia Ivanova", "Юлия Иванова", "Julia Ivanov", "Petrova, Yulia"))
    assert positions(paper("Юлия Иванова and A B"), owner) == {0}
    assert positions(paper("Yulia Petrova and A B"), owner) == {0}
    assert positions(paper("J. Ivanov and A B"), owner) == {0}


def test_an_exact_name_goes_before_initials() -> None:
    assert positions(paper("K. Zhen and Kai Zhen"), owner_of(cv("Kai Zhen"))) == {1}


def test_two_that_could_be_the_owner_are_both_told() -> None:
    assert positions(paper("K. Zhen and K. Zhen"), owner_of(cv("Kai Zhen"))) == {0, 1}


def test_near_misses_are_named() -> None:
    owner = owner_of(cv("Kai Zhen"))
    assert near_misses(paper("Kay Zhen and Minje Kim and Kai Zheng"), owner) == ("Kay Zhen", "Kai Zheng")


_NAME = st.text(st.sampled_from("abcdeéłøšžñ"), min_size=2, max_size=8).map(str.title)


@given(_NAME, _NAME)
def test_a_name_is_found_in_either_form(given_name: str, family: str) -> None:
    owner = owner_of(cv(f"{given_name} {family}"))
    for written in (f"{given_name} {family}", f"{family}, {given_name}", f"{family}, {given_name[0]}."):
        assert positions(paper(written), owner) == {0}, written


_PEOPLE = (
    ("Kai", "Zhen"), ("Mi Suk", "Lee"), ("José María", "García Márquez"), ("Jan", "van der Berg"), ("Ludwig", "von Mises"),
    ("Abd al-Rahman", "al-Sufi"), ("Nguyễn Văn", "An"), ("Şebnem", "Kalemli-Özcan"), ("Søren", "Ångström"), ("Ana", "de la Cruz"),
    ("Þóra", "Jónsdóttir"), ("Chimamanda", "Adichie"), ("Jean-Pierre", "d'Alembert"), ("Łucja", "Wójcik"), ("Siobhán", "O'Neill"),
)  # fmt: skip


@given(
    st.permutations(_PEOPLE),
    st.integers(0, len(_PEOPLE) - 1),
    st.sampled_from(["first", "last", "initial", "ascii", "upper"]),
)
def test_one_of_many_cultures_is_found_and_nobody_else(people: list[tuple[str, str]], index: int, form: str) -> None:
    given_name, family = people[index]
    written = [
        f"{family}, {first}" if position % 2 else f"{first} {family}" for position, (first, family) in enumerate(people)
    ]
    forms = {
        "first": f"{given_name} {family}",
        "last": f"{family}, {given_name}",
        "initial": f"{family}, {given_name[0]}.",
        "ascii": f"{family}, {given_name}".translate(str.maketrans("éíáóúÁŞÖöøÅ", "eiaouASOooA")),
        "upper": f"{family}, {given_name}".upper(),
    }
    written[index] = forms[form]
    assert positions(paper(" and ".join(written)), owner_of(cv(f"{given_name} {family}"))) == {index}
