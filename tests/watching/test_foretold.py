"""What TeX is told before there is a change: a beginning of the source, of whole blocks, without what was changed last."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtex.watching.foretold import Foretold

PREAMBLE = "\\documentclass{cvtex}\n\\cvmeta{\n  title = {A name},\n}\n\n\\begin{document}\n"
BLOCKS = (
    "\\cvname{A name}\n",
    "\\cvsection{1}{One}\n",
    "\\cventry{First}\n\\begin{cvitems}\n  \\cvitem{a}\n",
    "\\cventry{Last}\n",
)
SOURCE = PREAMBLE + "".join(BLOCKS) + "\\end{document}\n"


def beginning(tmp_path: Path, *sources: str) -> str:
    foretold = Foretold()
    for source in sources:
        (tmp_path / "cv.tex").write_text(source, encoding="utf-8")
        foretold.note(tmp_path / "cv.tex")
    return foretold.beginning(sources[-1])


def test_before_any_change_it_is_the_preamble(tmp_path: Path) -> None:
    assert beginning(tmp_path, SOURCE) == PREAMBLE
    assert beginning(tmp_path, SOURCE, SOURCE) == PREAMBLE, "a save that changes nothing is none"


@pytest.mark.parametrize(
    ("changed", "blocks"), [("Last", 3), ("{a}", 2), ("First", 2), ("One", 1), ("\\cvname{A", 0), ("title = {A", -1)]
)
def test_after_a_change_it_ends_before_the_block_that_was_changed(changed: str, blocks: int, tmp_path: Path) -> None:
    found = beginning(tmp_path, SOURCE, SOURCE.replace(changed, changed + "x"))
    whole = PREAMBLE + "".join(BLOCKS[:blocks]) if blocks >= 0 else "\\documentclass{cvtex}\n"
    assert found == whole


def test_what_the_change_before_was_is_forgotten(tmp_path: Path) -> None:
    sources = [SOURCE.replace("One", word) for word in ("Two", "Three")]
    assert beginning(tmp_path, SOURCE, *sources, sources[-1].replace("Last", "End")).endswith(BLOCKS[2])


def test_it_ends_before_a_photo(tmp_path: Path) -> None:
    photo = SOURCE.replace("\\cvsection", "\\cvphoto{cv.photo.jpg}\n\\cvsection")
    assert beginning(tmp_path, photo, photo.replace("Last", "End")) == PREAMBLE + BLOCKS[0]


def test_what_cannot_be_read_is_not_noted(tmp_path: Path) -> None:
    foretold = Foretold()
    foretold.note(tmp_path / "none.tex")
    (tmp_path / "cv.tex").write_bytes(b"\xff\xfe")
    foretold.note(tmp_path / "cv.tex")
    assert foretold.beginning(SOURCE) == PREAMBLE
    assert foretold.beginning("") == ""


@given(st.text("\\cv\n{}.photobegind", max_size=200), st.text("\\cv\n{}ä", max_size=200), st.text(max_size=50))
def test_it_is_a_beginning_of_the_source(first: str, second: str, last: str) -> None:
    foretold = Foretold()
    foretold._sources = [first + second, first + last]
    source = first + last
    found = foretold.beginning(source)
    assert source.startswith(found)
    assert ".photo." not in found
