"""The mathematics of titles, read into text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cvtex.content.mathtext import SIGNS, parse_math


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("x^2", [("x", "italic"), ("2", "sup")]),
        ("_2", [("2", "sub")]),
        ("x_i", [("x", "italic"), ("i", "sub italic")]),
        ("x_{ij}", [("x", "italic"), ("i", "sub italic"), ("j", "sub italic")]),
        (r"\ell_1", [("ℓ", ""), ("1", "sub")]),
        (r"\mathrm{CO}_2", [("CO", ""), ("2", "sub")]),
        (r"O(n \log n)", [("O", "italic"), ("(", ""), ("n", "italic"), ("log", ""), ("n", "italic"), (")", "")]),
        ("a-b", [("a", "italic"), ("−", ""), ("b", "italic")]),
        (r"10\%", [("1", ""), ("0", ""), ("%", "")]),
    ],
)
def test_formulas(source: str, wanted: list[tuple[str, str]]) -> None:
    assert parse_math(source) == wanted


@pytest.mark.parametrize(
    "source",
    [
        r"\frac{1}{2}",
        "x^{2^n}",
        "a}",
        "{a",
        "^",
        "x_",
        r"\begin{array}",
        r"\mathrm{",
        "{" * 1000 + "}" * 1000,
        r"\input{x}",
    ],
)
def test_what_needs_two_dimensions_is_left_alone(source: str) -> None:
    assert parse_math(source) == []


@given(source=st.text() | st.text("\\{}^_ ab$"))
@example("^a" * 3_000)
@example("\\mathrm" * 1_000)
def test_it_never_fails(source: str) -> None:
    for text, kind in parse_math(source):
        assert kind in ("", "italic", "sup", "sub", "sup italic", "sub italic")
        assert "\\" not in text


def test_every_sign_is_one_that_can_be_read_back() -> None:
    assert len(SIGNS) > 100
    for name, sign in SIGNS.items():
        assert parse_math(f"\\{name}") == [(sign, "")]


def test_upright_words_hold_signs_too() -> None:
    assert parse_math(r"\mathrm{\mu m}") == [("μ", ""), ("m", "")]
    assert parse_math(r"\text{two words}") == [("two words", "")]
