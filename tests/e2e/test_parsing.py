"""What software reads: all of it, in every theme, and in the theme for it in order by every reader."""

import pytest

from cvtex.document.targets.themefile import theme_names
from tests.parsing import PAGE, READERS, in_order, page, read


@pytest.mark.parametrize("reader", READERS)
def test_the_plain_theme_is_read_whole_and_in_order_by_every_reader(reader: str) -> None:
    assert read("plain", reader).complete


@pytest.mark.parametrize("reader", ["pdfium", "pypdf"])
@pytest.mark.parametrize("theme", theme_names())
def test_every_theme_is_read_whole_and_in_order_by_those_that_cvtex_asks(theme: str, reader: str) -> None:
    assert read(theme, reader).complete


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("theme", theme_names())
def test_name_contact_employers_and_degrees_come_in_order_everywhere(theme: str, reader: str) -> None:
    seen = read(theme, reader)
    for kind in ("name", "contact", "employers, degrees"):
        assert seen.found[kind] == seen.whole[kind] > 0


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
