"""Inline markup: what is markup, what is text, and that nothing typed is lost."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cvtex.content.markup import Run, Style, merge, parse_markup, plain, typographic
from cvtex.languages.language import load_language


def styled(text: str) -> list[tuple[str, frozenset[str]]]:
    return [(run.text, frozenset(map(str, run.styles))) for run in parse_markup(text)]


BOLD, ITALIC, CODE = frozenset({"bold"}), frozenset({"italic"}), frozenset({"code"})
NONE: frozenset[str] = frozenset()


@given(text=st.text() | st.text("*_`[]()$@\\'\"-~ ab\n"))
@example("*" * 2_000)
@example("[a](" * 500)
@example("$" + "{" * 500 + "}" * 500 + "$")
@example("*a **b" * 300 + " b** a*" * 300)
def test_it_never_fails_and_loses_no_word(text: str) -> None:
    runs = parse_markup(text)
    assert all(run.text for run in runs)
    letters = [character for character in text if character.isalnum()]
    if not set("[$\\") & set(text):
        assert [character for character in plain(runs) if character.isalnum()] == letters


@given(text=st.text(st.characters(exclude_characters="*`[$\\\"'-")))
def test_text_without_signs_of_markup_is_itself(text: str) -> None:
    assert plain(parse_markup(text)) == text
    assert len(parse_markup(text)) <= 1


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("**bold** text", [("bold", BOLD), (" text", NONE)]),
        ("*it* and *it*", [("it", ITALIC), (" and ", NONE), ("it", ITALIC)]),
        ("***both***", [("both", BOLD | ITALIC)]),
        ("**bold *and* more**", [("bold ", BOLD), ("and", BOLD | ITALIC), (" more", BOLD)]),
        ("in*si*de", [("in", NONE), ("si", ITALIC), ("de", NONE)]),
        ("`a*b*c`", [("a*b*c", CODE)]),
        ("2 * 3 * 4", [("2 * 3 * 4", NONE)]),
        ("* not", [("* not", NONE)]),
        ("a **b", [("a **b", NONE)]),
        ("a* b*", [("a* b*", NONE)]),
        ("A* search", [("A* search", NONE)]),
        ("C* and D*", [("C* and D*", NONE)]),
        ("(*it*)", [("(", NONE), ("it", ITALIC), (")", NONE)]),
        (r"\*no\*", [("*no*", NONE)]),
        (r"\[a](b)", [("[a](b)", NONE)]),
        ("****", [("****", NONE)]),
        ("snake_case_name", [("snake_case_name", NONE)]),
    ],
)
def test_emphasis(typed: str, wanted: list[tuple[str, frozenset[str]]]) -> None:
    assert styled(typed) == wanted


@pytest.mark.parametrize(
    ("typed", "text", "href"),
    [
        ("[Talk](https://example.org)", "Talk", "https://example.org"),
        ("[a *b*](https://example.org/x_(y))", "a b", "https://example.org/x_(y)"),
        ("[Talk] (https://example.org)", "[Talk] (https://example.org)", ""),
        ("[Talk](not an address)", "[Talk](not an address)", ""),
        ("[Video link]", "[Video link]", ""),
        ("[](https://example.org)", "[](https://example.org)", ""),
    ],
)
def test_links(typed: str, text: str, href: str) -> None:
    runs = parse_markup(typed)
    assert plain(runs) == text
    assert {run.href for run in runs} == {href}


def test_citations() -> None:
    assert parse_markup("see [@smith2020:a]") == (Run("see "), Run("[smith2020:a]", cite="smith2020:a"))
    assert [run.cite for run in parse_markup("[@a][@a]")] == ["a", "a"]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("$5 and $6", "$5 and $6"),
        ("costs $5", "costs $5"),
        ("$5M–$6M", "$5M–$6M"),
        ("$x^2$", "x2"),
        ("H$_2$O", "H2O"),
        (r"$\alpha$-net", "α-net"),
        (r"$\frac{1}{2}$", r"$\frac{1}{2}$"),
        ("$ x $", "$ x $"),
    ],
)
def test_dollars(typed: str, wanted: str) -> None:
    assert plain(parse_markup(typed)) == wanted


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ('"a"', "“a”"),
        ("'a'", "‘a’"),
        ("don't", "don’t"),
        ("the '90s", "the ’90s"),
        ('("a")', "(“a”)"),
        ("1--2", "1–2"),
        ("a---b", "a—b"),
        ('a "b" c', "a “b” c"),
        ("O'Brien's", "O’Brien’s"),
        ("\"'a' b\"", "“‘a’ b”"),
        ("-- x", "– x"),
    ],
)
def test_quotes_and_dashes(typed: str, wanted: str) -> None:
    assert plain(parse_markup(typed)) == wanted


def test_code_is_not_touched() -> None:
    assert plain(parse_markup('`"a"--b`')) == '"a"--b'
    assert plain(parse_markup('`a`"b"')) == "a”b”"
    assert plain(parse_markup(r"\"a\"")) == '"a"'


@given(texts=st.lists(st.tuples(st.text(max_size=4), st.sampled_from(["bold", "italic"])), max_size=8))
def test_merged_runs_are_the_same_text(texts: list[tuple[str, Style]]) -> None:
    runs = [Run(text, frozenset({style})) for text, style in texts]
    merged = merge(runs)
    assert plain(merged) == plain(runs)
    assert all(one.styles != other.styles for one, other in pairwise(merged))


@given(text=st.text("ab '\"-"))
def test_typography_keeps_letters_and_spaces(text: str) -> None:
    set_ = typographic(text)
    assert [c for c in set_ if c in "ab "] == [c for c in text if c in "ab "]
    assert not set("\"'") & set(set_)


@pytest.mark.parametrize(
    ("code", "typed", "wanted"),
    [
        ("en-US", "\"a 'b' c\", it's", "“a ‘b’ c”, it’s"),
        ("de", "\"a 'b' c\", das war's", "„a ‚b‘ c“, das war’s"),
        ("de", '("a") "b"', "(„a“) „b“"),
        ("de", '**"a"**', "„a“"),
        ("de", "die '68er", "die ’68er"),
        ("de-CH", "\"a 'b' c\"", "«a ‹b› c»"),
        ("fr", "l'école \"a\" d'été", "l’école «\u00a0a\u00a0» d’été"),
        ("fr", '["a"](https://example.org)', "«\u00a0a\u00a0»"),
        ("es", "\"a\" y 'b'", "«a» y ‘b’"),
        ("it", 'l\'"arte"', "l’«arte»"),
        ("pt-BR", '"a"', "“a”"),
        ("de", "“a” «b»", "“a” «b»"),
    ],
)
def test_straight_quotation_marks_become_those_of_the_language(code: str, typed: str, wanted: str) -> None:
    assert plain(parse_markup(typed, load_language(code).quotes)) == wanted


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("a [mot]{lang=fr}.", [("a ", ""), ("mot", "fr"), (".", "")]),
        ("[*un* mot]{lang=fr-CA}", [("un", "fr-CA"), (" mot", "fr-CA")]),
        ("[mot](https://example.org){lang=fr}", [("mot", ""), ("{lang=fr}", "")]),
        (
            "[a word]{lang=klingon}, [b]{lang=}, [c] {lang=fr}",
            [("[a word]{lang=klingon}, [b]{lang=}, [c] {lang=fr}", "")],
        ),
        (r"\[mot]{lang=fr}", [("[mot]{lang=fr}", "")]),
    ],
)
def test_a_stretch_in_another_language(typed: str, wanted: list[tuple[str, str]]) -> None:
    assert [(run.text, run.language) for run in parse_markup(typed)] == wanted
