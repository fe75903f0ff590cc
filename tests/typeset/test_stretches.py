"""Stretches of lines that turn: put into the order of reading, and held against the document's words."""

import pytest

from cvtex.typeset.roles import Element, Mark, Passage
from cvtex.typeset.stretches import Stretches, UnexpectedError, letters_of


def mark_of(text: str) -> Mark:
    return Mark("item", Element("P", None), Passage(text))


def painted(stretches: Stretches, mark: Mark, *parts: tuple[int, str]) -> list[str]:
    """What the elements say, in the order of the tree, when the eye finds these parts from left to right."""
    for piece, (number, letters) in enumerate(parts):
        stretch = stretches.of(number, mark)
        stretch.element.kids.append((0, piece))
        stretch.letters.append(letters)
    stretches.end()
    kids = [kid for kid in mark.element.kids if isinstance(kid, Element)]
    return [
        bytes.fromhex(kid.attributes.removeprefix("/ActualText<FEFF").removesuffix(">")).decode("utf-16-be")
        for kid in kids
    ]


def test_what_the_eye_finds_last_may_be_read_first() -> None:
    mark = mark_of("ראו אתר (12) סוף")
    assert painted(Stretches(), mark, (3, "ףוס"), (2, "12"), (2, "()"), (2, "רתא"), (1, " ואר")) == [
        "ראו ",
        "אתר (12) ",
        "סוף",
    ]


def test_a_text_goes_on_in_lines_that_do_not_turn() -> None:
    mark, stretches = mark_of("a אב b גד plain הו"), Stretches()
    painted(stretches, mark, (1, "a "), (2, "בא"), (3, "b "), (4, "דג"))
    stretches.line(mark, "plain ")
    assert painted(stretches, mark, (5, "וה"))[-1] == "הו"
    stretches.finish()


@pytest.mark.parametrize("letters", ["ףוס", "רתאה", "תא", "רתא?"])
def test_other_letters_are_refused(letters: str) -> None:
    with pytest.raises(UnexpectedError, match="stands where the document has"):
        painted(Stretches(), mark_of("אתר סוף"), (1, letters), (2, "ףוס"))


def test_what_is_left_is_refused() -> None:
    mark, stretches = mark_of("אתר סוף"), Stretches()
    painted(stretches, mark, (1, "רתא"))
    with pytest.raises(UnexpectedError, match="סוף"):
        stretches.finish()


def test_forms_that_letters_take_and_what_has_no_glyph_do_not_count() -> None:
    assert painted(Stretches(), mark_of("می\u200cخواهم لا"), (1, "ﻻ ﻢهاوخ"), (1, "ﯽم"))[0] == "می\u200cخواهم لا"


def test_what_glyphs_mean() -> None:
    meanings = {b"F1": {1: "א", 2: "לא"}, b"F2": {1: "x"}}
    lines = (
        b"/F1 9 Tf [<0001>-3<0002>]TJ\n/Span<</ActualText<FEFF05D205D3>>>BDC\n[<0001>]TJ\nEMC\n/F2 9 Tf [<00010001>]TJ"
    )
    assert letters_of(lines, b"", meanings) == ("אלאגדxx", b"F2")
    assert letters_of(b"[<0001>]TJ", b"F2", meanings) == ("x", b"F2")
    assert letters_of(b"[<0009>]TJ", b"F2", meanings) == ("\ufffd", b"F2")
