"""What software reads: all of it, in every theme, in order and line by line, by every reader."""

import pytest

from cvtex.document.targets.themefile import theme_names
from tests.parsing import EYE, PAGE, READERS, in_order, lines, lines_kept, page, read


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("theme", theme_names())
def test_every_theme_is_read_whole_and_in_order_by_every_reader(theme: str, reader: str) -> None:
    seen = read(theme, reader)
    assert seen.complete
    assert all(seen.whole.values())


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("theme", theme_names())
def test_every_reader_gives_the_lines_of_the_page(theme: str, reader: str) -> None:
    assert lines(theme, reader) == lines(theme, EYE)
    assert lines_kept(theme, reader) == len(lines(theme, EYE)) > 100


def test_the_page_shows_what_is_measured() -> None:
    assert page() == PAGE.read_text(encoding="utf-8"), "python -m tests.parsing writes it anew"


@pytest.mark.parametrize(
    ("said", "text", "found"),
    [
        (["a", "b", "c"], "a b c", [0, 1, 2]),
        (["a", "b", "c"], "b a c", [1, 2]),
        (["a", "b", "a"], "a b a", [0, 1, 2]),
        (["a", "b"], "b", [1]),
        (["2025", "x"], "12025 x", [1]),
        (["a"], "", []),
    ],
)
def test_the_longest_row_is_found(said: list[str], text: str, found: list[int]) -> None:
    assert in_order(said, text) == found
