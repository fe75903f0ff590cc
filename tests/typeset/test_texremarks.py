"""What TeX complains of, in real logs of the real engine: each kind under its code, at its line."""

from pathlib import Path

import pytest

from cvtex.typeset.engine import Run
from cvtex.typeset.source import Origin, Source
from cvtex.typeset.texremarks import remarks
from tests.samples import class_document, document, line, paragraph, run_tex, set_, span

# A plain article, for what the class of cvtex does not do: labels, citations, other fonts.
ARTICLE = "\\documentclass{article}\n\\hbadness=1000\n%s\\begin{document}\nx\n%s\n\\end{document}\n"
UNBREAKABLE = "W" * 42


def said(source: str, scratch: Path) -> list[tuple[str, str, int]]:
    """The codes, messages and lines of what TeX says of a source of which each line is an origin."""
    run = run_tex(source, scratch)
    origins = tuple(Origin(number, number, span(number)) for number in range(1, source.count("\n") + 1))
    found = remarks(run, Source(source, origins))
    return [(item.code, item.message, item.span.line if item.span else 0) for item in found]


def number(source: str, words: str) -> int:
    return next(count for count, row in enumerate(source.split("\n"), 1) if words in row)


@pytest.mark.parametrize(
    ("preamble", "body", "code", "message"),
    [
        ("", "see~\\ref{fig:none}", "X010", "the reference `fig:none` is defined nowhere"),
        ("", "see~\\cite{nobody}", "X010", "the citation `nobody` is defined nowhere"),
        ("", "\\fontfamily{nosuch}\\selectfont word", "X011", "the font OT1/nosuch/m/n is not there"),
        (
            "",
            "\\fontsize{50}{60}\\selectfont word",
            "X011",
            "the font OT1/cmr/m/n is not there in 50 pt: 24.88 pt stands in its place",
        ),
        ("", "\\hbox to 200pt{too few words}", "X009", "a line of this ends far too early, or has wide gaps"),
        ("", "\\hbox to 2pt{too many words}", "X007", "pt into the right margin"),
    ],
)
def test_it_is_told_at_its_line(preamble: str, body: str, code: str, message: str, tmp_path: Path) -> None:
    source = ARTICLE % (preamble, body)
    told = [item for item in said(source, tmp_path) if item[0] == code]
    assert len(told) == 1, told
    assert message in told[0][1]
    assert told[0][2] == number(source, body)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("\\section{A}\\label{a}\\section{B}\\label{a}", "the label `a` is defined twice"),
        ("\\pdfdest name {a} fit x \\pdfdest name {a} fit", "the place `a` is marked twice"),
        ("\\pdfstartlink goto name {none} x\\pdfendlink", "the link to `none` leads nowhere"),
    ],
)
def test_what_has_no_line_is_told_by_name(body: str, message: str, tmp_path: Path) -> None:
    told = [item for item in said(ARTICLE % ("", body), tmp_path) if item[0] == "X010"]
    assert [item[1] for item in told] == [message]


def test_an_undefined_command_of_a_log_is_told() -> None:
    log = "./document.tex:4: Undefined control sequence.\nl.4 text \\nosuch\n               more\n"
    source = Source("", (Origin(4, 4, span(30)),))
    found = list(remarks(Run(0, log, "", 1), source))
    assert [(item.code, item.message, item.span) for item in found] == [
        ("X010", "TeX does not know the command \\nosuch", span(30))
    ]


def test_summaries_count_where_nothing_is_named() -> None:
    log = (
        "LaTeX Warning: There were undefined references.\n\n"
        "LaTeX Font Warning: Some font shapes were not available, defaults substituted.\n"
    )
    found = list(remarks(Run(0, log, "", 1), Source("", ())))
    assert [(item.code, item.message) for item in found] == [
        ("X010", "TeX found undefined references"),
        ("X011", "TeX took other fonts than those that were asked for"),
    ]


def test_another_size_is_a_warning_and_another_font_an_error(tmp_path: Path) -> None:
    source = ARTICLE % ("", "\\fontsize{50}{60}\\selectfont a \\fontfamily{nosuch}\\selectfont b")
    found = [item for item in remarks(run_tex(source, tmp_path), Source(source, ())) if item.code == "X011"]
    assert {item.severity for item in found} == {"error", "warning"}


def test_a_line_before_a_long_word_is_told_and_ragged_lines_are_not() -> None:
    blocks = (
        line("a line of words with a ragged end " * 30, at=4),
        line(f"Short {UNBREAKABLE}", at=5),
        paragraph("words of many lengths, internationalization among them, " * 12, at=6),
    )
    found = set_(document(*blocks)).remarks
    assert {(item.code, item.severity, item.span and item.span.line) for item in found} == {("X009", "warning", 5)}


def test_a_page_that_ends_short_is_no_remark(tmp_path: Path) -> None:
    assert said(class_document("\\cvtext{a}\\newpage\\cvtext{b}"), tmp_path) == []
