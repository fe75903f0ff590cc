"""The rules of the checks for text that runs both ways: lines as the eye finds them, and the same levels as those of the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtex.typeset import bidi
from cvtex.verify.directions import from_left, levels, other_way, turned


def seen(text: str) -> str:
    """A line as the eye finds it."""
    depths = levels(text)
    return "".join(other_way(text[place]) if depths[place] % 2 else text[place] for place in from_left(depths))


@pytest.mark.parametrize(
    ("text", "on_paper"),
    [
        ("plain text, 12", "plain text, 12"),
        ("car אב גד end", "car דג בא end"),
        ("אב 12 גד", "דג 12 בא"),
        ("a אב 1948, b", "a 1948 בא, b"),
        ("جد 12 x", "x 12 دج"),
        ("א 50% ב", "ב 50% א"),
        ("א 1–2 ב", "ב 2–1 א"),
        ("٢٠١٩–٢٠٢١", "٢٠٢١–٢٠١٩"),
        ("אב (x) גד", "דג (x) בא"),
        ("x אב [ג] y", "x [ג] בא y"),
        ("א\u0301ב", "ב\u0301א"),
    ],
)
def test_lines_as_they_are_seen(text: str, on_paper: str) -> None:
    assert seen(text) == on_paper


@given(st.text("aאבب g12١٢(),.[]-–+%$:/“”·\u05bc\u064e«»", max_size=20))
def test_two_ways_of_writing_the_rules_agree(text: str) -> None:
    assert levels(text) == bidi.levels(text)
    assert turned(text) == bidi.turned(text)


def test_brackets_pair_up_to_sixty_three_that_are_open() -> None:
    """BD16 of UAX #9: one more, and no bracket from there on is one of a pair."""
    for many, depth in ((63, 1), (64, 0)):
        text = f"a ב{'(' * many}ג) d"
        assert levels(text)[-3] == bidi.levels(text)[-3] == depth
    balanced = f"a ב{'(ג)' * 70} d"
    assert levels(balanced)[-3] == bidi.levels(balanced)[-3] == 1


@given(st.lists(st.sampled_from(["(", "[", ")", "]", "ב", "a", " "]), min_size=60, max_size=200).map("".join))
def test_they_agree_on_many_brackets(text: str) -> None:
    assert levels(text) == bidi.levels(text)


def test_how_signs_look_from_the_other_side() -> None:
    assert [other_way(sign) for sign in "([{<«‹“‘≤a-א"] == list(")]}>»›”’≥a-א")
    assert all(other_way(other_way(sign)) == sign for sign in "()[]{}<>«»‹›“”‘’≤≥⟨⟩")
