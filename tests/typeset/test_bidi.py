"""Which way text runs: the levels of UAX #9, and how lines look that are set by them."""

import sys
import unicodedata

import pytest

from cvtex.typeset.bidi import levels, mirrored, turned


def seen(text: str) -> str:
    """A text as the eye finds it from the left: whatever lies as high or higher is turned, from the top (L2 and L4)."""
    letters = [
        (mirrored(letter) if level % 2 else letter, level) for letter, level in zip(text, levels(text), strict=True)
    ]
    for height in range(max((level for _, level in letters), default=0), 0, -1):
        start = 0
        while start < len(letters):
            end = start
            while end < len(letters) and letters[end][1] >= height:
                end += 1
            letters[start:end] = reversed(letters[start:end])
            start = end + 1
    return "".join(letter for letter, _ in letters)


@pytest.mark.parametrize(
    ("text", "on_paper"),
    [
        ("plain text, 12", "plain text, 12"),
        ("car אבג end", "car גבא end"),
        ("car אב גד end", "car דג בא end"),
        ("אבג car", "car גבא"),
        ("אב 12 גד", "דג 12 בא"),
        ("a אב 1948, b", "a 1948 בא, b"),
        ("جد 12 x", "x 12 دج"),
        ("א 12.50 ב", "ב 12.50 א"),
        ("א 50% ב", "ב 50% א"),
        ("א 1-2 ב", "ב 1-2 א"),
        ("א 1–2 ב", "ב 2–1 א"),
        ("x (אב) y", "x (בא) y"),
        ("אב (x) גד", "דג (x) בא"),
        ("x אב [ג] y", "x [ג] בא y"),
        ("א\u0301ב", "ב\u0301א"),
    ],
)
def test_lines_as_they_are_seen(text: str, on_paper: str) -> None:
    assert seen(text) == on_paper


def test_what_turns() -> None:
    assert turned("x שלום")
    assert turned("سلام")
    assert not turned("Łódź, 中文, ไทย")
    every = [chr(code) for code in range(sys.maxunicode + 1)]
    assert all(turned(sign) == (unicodedata.bidirectional(sign) in ("R", "AL", "AN")) for sign in every)
