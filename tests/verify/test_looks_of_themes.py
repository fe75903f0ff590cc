"""Checks of layout where a theme puts dates and labels into the text: what is broken there is found all the same."""

import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from cvtex.content.markup import Run
from cvtex.document.model import Document, Heading, Reference, ReferenceList
from cvtex.document.targets.themefile import find_theme
from cvtex.typeset.theme import load_theme
from cvtex.verify.judge import judge
from cvtex.verify.readers import read_evidence
from cvtex.verify.witness import Witness
from tests.samples import document, line, run_tex, runs, set_, span, text

_TITLE = (
    "It weaves algebraic patterns just as the loom weaves flowers and leaves, and acts upon other things besides number"
)
_PARTED = """\\makeatletter
\\renewcommand\\cv@dates@below[4]{\\cv@paragraph{#1}{#2}{#4}\\penalty-10000 \\cv@paragraph{#1}{}{\\cv@inline{date}{#3}}}
"""
_SHIFTED = "\\makeatletter\\renewcommand\\cv@labels@inline[1]{\\kern6pt#1\\nobreak\\ }\\makeatother\n"
_FLUSH = "\\makeatletter\\cv@flush\\makeatother"


def plain() -> Document:
    """A page in the theme plain with entries, their dates below them, and publications."""
    entries = [
        item
        for number in range(4)
        for item in (
            line(f"Employer {number}", 0, f"18{40 + number}", 10 + 2 * number),
            line(f"Work {number}", 1, "", 11 + 2 * number),
        )
    ]
    papers = tuple(
        Reference(
            f"C00{number}",
            f"c{number}",
            (Run("Ada", frozenset({"me"})), *runs(f", “{_TITLE} {number}.”")),
            span(30 + number),
        )
        for number in (3, 2, 1)
    )
    made = document(
        Heading("1", text("Employment", 5)),
        *entries,
        Heading("2", text("Publications", 20)),
        ReferenceList("C", papers),
    )
    return replace(made, theme="plain", font="heros", look=find_theme("plain").look())


@cache
def source() -> str:
    return set_(plain()).tex


def told(tex: str) -> set[tuple[str, str]]:
    """Code and message of each error of the page's layout that this source gives."""
    with tempfile.TemporaryDirectory() as name:
        done = run_tex(tex, Path(name), load_theme("plain").inputs)
        assert done.status == 0, done.log[-2000:]
        report = judge(plain(), read_evidence((Path(name) / "document.pdf").read_bytes()), Witness())
    return {(item.code, item.message) for item in report.findings if item.code in ("P004", "P008", "P009")}


def test_the_page_as_it_is_passes() -> None:
    assert told(source()) == set()


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("\\begin{document}", _PARTED + "\\makeatother\n\\begin{document}", "P004", "and its date on the next"),
        ("\\cvpublication{C002}", _SHIFTED + "\\cvpublication{C002}", "P008", "beside the edge of its kind"),
        ("\\cvitem{Work 2}", _FLUSH + "\\vskip7pt\\cvitem{Work 2}", "P009", "pt above it, others of its kind"),
    ],
    ids=["date-parted", "label-shifted", "room-below-a-date"],
)
def test_what_is_broken_is_found(old: str, new: str, code: str, words: str) -> None:
    assert old in source()
    found = told(source().replace(old, new, 1))
    assert [message for known, message in found if known == code and words in message]
    assert {known for known, _ in found} == {code}
