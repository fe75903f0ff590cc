"""Texts that run from right to left, as readers hand them out, put into the order of the data."""

import os

import pytest

from cvtex.document.model import Document
from cvtex.typeset.compile import typeset
from cvtex.verify.evidence import stream_of
from cvtex.verify.readers import read_evidence
from cvtex.verify.report import judge
from cvtex.verify.seenlines import as_placed
from cvtex.verify.turned import in_order, says
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


def placed(text: str, edges: list[float | None], heights: list[float] | None = None) -> str:
    boxes = [None if edge is None else (edge, 0.0, edge + 4, 9.0) for edge in edges]
    order, meant = as_placed(text, boxes, heights or [0.0] * len(text)) or (range(len(text)), text)
    return "".join(meant[place] for place in order)


def test_a_line_is_read_from_the_left() -> None:
    assert placed("2019 אב x", [50, 55, 60, 65, None, 40, 30, None, 0]) == "xאב2019"
    assert placed("plain", [None] * 5) == "plain"


def test_what_pdfium_turns_is_turned_back() -> None:
    assert placed("אב)x(", [40, 30, 20, 10, 0]) == "(x(אב", "what stands behind Latin is as it was"
    assert placed("x)אב(", [0, 10, 30, 20, 40]) == "x)אב)"
    assert placed("אב…", [40, 30, 20]) == "…אב"


def test_what_pdfium_takes_apart_is_whole() -> None:
    assert placed("אNo7", [40, 20, 20, 30]) == "№7א"
    assert placed("\udcb3\ud835א", [20, 20, 40]) == "\ud835\udcb3א"


def test_a_mark_parts_no_line() -> None:
    text = "אב\r\n\u05b8\r\nג"
    edges: list[float | None] = [50, 40, None, None, 41, None, None, 30]
    assert placed(text, edges, [0, 0, 0, 0, 3, 0, 0, 0]).count("\n") == 0
    assert placed("אב\r\nג", [50, 40, None, None, 50], [0, 0, 0, 0, -13]).count("\n") == 1


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
