"""LaTeX of .bib files read into text: accents, groups, commands, and that nothing makes it fail."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cvtex.content.latex import read_latex
from cvtex.content.markup import plain


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (r"Terh{\"{o}}rst", "Terhörst"),
        (r"Terh{\"o}rst", "Terhörst"),
        (r"G{\'e}rard", "Gérard"),
        (r"\'{\i}", "í"),
        (r"\v{C}apek", "Čapek"),
        (r"\v Capek", "Čapek"),
        (r"Erd{\H o}s", "Erdős"),
        (r"{\L}ukasz", "Łukasz"),
        (r"Stra{\ss}e", "Straße"),
        (r"\AA ngstr\"om", "Ångström"),
        (r"\c{c}", "ç"),
        (r"\~n", "ñ"),
        (r"\~{}", "~"),
        (r"{GPU}s for {NLP}", "GPUs for NLP"),
        (r"H$_2$O", "H2O"),
        (r"$\alpha$-stable", "α-stable"),
        (r"\(x^2\)", "x2"),
        (r"$\mathcal{O}(n)$", "O(n)"),
        (r"50\% of R\&D \#1 a\_b \{x\} \$5", "50% of R&D #1 a_b {x} $5"),
        (r"\textbackslash", "\\"),
        (r"a~b", "a\u00a0b"),
        (r"pages 1--2 --- done", "pages 1–2 — done"),
        (r"``quoted'' and `single'", "“quoted” and ‘single’"),
        ('"straight"', "“straight”"),
        (r"\emph{x} \textbf{y} {\em z}", "x y z"),
        (r"\enquote{x}", "“x”"),
        (r"\url{https://a.org/b_c}", "https://a.org/b_c"),
        (r"line\\break", "line break"),
        ("two\n   lines", "two lines"),
        (r"\LaTeX{} rocks", "LaTeX rocks"),
        (r"\textsuperscript{2}", "2"),
        (r"{{Double {nested}}}", "Double nested"),
        (r"na\"{\i}ve", "naïve"),
        (r"unbalanced } brace", "unbalanced brace"),
        (r"open {brace", "open brace"),
        (r"O'Brien", "O’Brien"),
        (r"Peer-to-Peer", "Peer-to-Peer"),
        (r"100 $ or $ 5", "100 or 5"),
        ("", ""),
    ],
)
def test_fields(source: str, wanted: str) -> None:
    assert plain(read_latex(source).runs) == wanted


def test_styles_are_kept() -> None:
    runs = read_latex(r"\emph{a \textbf{b}} \textsc{c} $x_1$ \href{https://e.org}{d}").runs
    found = {run.text: (set(run.styles), run.href) for run in runs if run.text.strip()}
    assert found["b"] == ({"italic", "bold"}, "")
    assert found["c"] == ({"smallcaps"}, "")
    assert found["1"] == ({"sub"}, "")
    assert found["d"] == (set(), "https://e.org")


def test_unknown_commands_are_named_once_and_their_argument_is_kept() -> None:
    read = read_latex(r"a \foo{b} \foo{c} \bar d")
    assert plain(read.runs) == "a b c d"
    assert read.unknown == (r"\foo", r"\bar")


@pytest.mark.parametrize(
    "source",
    [
        r"\input{/etc/passwd}",
        r"\write18{rm -rf /}",
        r"\immediate\write18{ls}",
        r"^^5cinput{x}",
        r"\catcode`\%=12",
        r"\csname x\endcsname",
    ],
)
def test_no_command_reaches_the_page(source: str) -> None:
    assert "\\" not in plain(read_latex(source).runs)


TEX = st.text("\\{}$~`'\"-^_%&# abcdefgé\n") | st.lists(
    st.sampled_from(
        [
            "\\",
            "{",
            "}",
            "$",
            "\\emph",
            "\\'",
            "\\v ",
            "\\url",
            "\\href",
            "\\(",
            "\\)",
            "$$",
            "\\i",
            "a",
            " ",
            "\\textsc{",
            "~",
        ]
    )
).map("".join)


@given(source=st.text() | TEX)
@example("\\'" * 5_000)
@example("\\emph" * 5_000)
@example("{" * 5_000 + "a" + "}" * 5_000)
@example("$" * 5_001)
@example("\\url{" * 2_000)
@example("\\")
@example("\\'")
@example("\\href{a")
def test_nothing_makes_it_fail(source: str) -> None:
    text = plain(read_latex(source).runs)
    if not any(
        kept in source for kept in ("\\textbackslash", "\\{", "\\}", "\\textbrace", "\\url", "\\path", "\\(", "$")
    ):
        assert not set("\\{}") & set(text)


@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\\{}$~`'\"<>-", exclude_categories=["C", "Z"])))
def test_plain_text_is_itself(text: str) -> None:
    import unicodedata

    assert plain(read_latex(text).runs) == unicodedata.normalize("NFC", text)
