"""Texts that run from right to left, as readers hand them out, put into the order of the data."""

import os

import pytest

from cvtex.document.model import Document
from cvtex.typeset.compile import typeset
from cvtex.verify.evidence import stream_of
from cvtex.verify.readers import read_evidence
from cvtex.verify.report import judge
from cvtex.verify.turned import as_placed, in_order, says
from cvtex.verify.witness import Witness
from tests.samples import document, line, runs


def of(*texts: str) -> Document:
    return document(*(line(text) for text in texts), name="דוד לוי")


@pytest.mark.parametrize(
    ("wanted", "handed_out"),
    [
        ("by אב גדה, x", "by גדה אב, x"),
        ("אב (גד) הוא 12", "12 הוא )גד( אב"),
        ("עם ועם", "ועם עם"),
        ("سنة ١٩٩٩", "٩٩٩١ سنة"),
    ],
)
def test_words_in_another_order_are_put_right(wanted: str, handed_out: str) -> None:
    stream = in_order(of(wanted, "after"), stream_of([f"דוד לוי\n{handed_out}\nafter"]))
    assert stream.text == "".join(f"דוד לוי{wanted}after".split())
    assert len(set(stream.places)) == len(stream.places) == len(stream.gaps)


@pytest.mark.parametrize("handed_out", ["by הדג אב, x", "by גד אבה, x", "by גדה אב, y"])
def test_words_that_are_not_whole_stay_wrong(handed_out: str) -> None:
    stream = in_order(of("by אב גדה, x"), stream_of([f"דוד לוי\n{handed_out}"]))
    assert "byאבגדה,x" not in stream.text


def test_a_line_is_read_from_the_left() -> None:
    text = "2019 אב x"
    edges = [50.0, 55.0, 60.0, 65.0, None, 40.0, 30.0, None, 0.0]
    order, meant = as_placed(text, [None if edge is None else (edge, 0.0, edge + 4, 9.0) for edge in edges]) or ([], "")
    assert "".join(meant[place] for place in order) == "xאב2019"
    assert as_placed("plain", [None] * 5) is None


def test_a_line_says_words() -> None:
    assert says("לוי דוד · CV", "דוד לוי · CV")
    assert not says("דוד · CV", "דוד לוי · CV")
    assert not says("b a", "a b")


def test_a_document_in_hebrew_passes() -> None:
    items = (
        line("האוניברסיטה העברית, “ירושלים”", level=0, date="2019–2021", at=2),
        line((*runs("הוראה: מבוא ל-Python (קורס 101) ו-"), *runs("C++", "bold"), *runs(", 50% משרה")), at=3),
        line(
            "מחקר על שפות טבעיות ועל למידת מכונה בהקשרים רבים ושונים, עם פרסומים בכתבי עת ובכנסים, ועם שיתופי פעולה",
            at=4,
        ),
        line("بحث في الذكاء الاصطناعي (AI) منذ ١٩٩٩", at=5),
    )
    made = document(*items, name="דוד בן גוריון")
    done = typeset(made, environment=os.environ)
    report = judge(made, read_evidence(done.pdf), Witness(done.remarks, len(done.tex.splitlines())))
    assert [finding.message for finding in report.findings if finding.severity == "error"] == []
