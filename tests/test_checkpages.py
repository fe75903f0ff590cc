"""The pages of `docs/checks` say what the register and the codes say."""

from cvtex.verify.checks import CHECKS
from tests.checkpages import FOLDER, pages


def test_every_check_has_a_fresh_page_and_no_page_is_left_over() -> None:
    wanted = pages()
    assert len(wanted) == len(CHECKS) + 1
    assert {path.name for path in FOLDER.iterdir()} == {path.name for path in wanted}
    stale = [path.name for path, text in wanted.items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "python -m tests.checkpages writes them anew"


def test_every_check_stands_in_the_list() -> None:
    listed = pages()[FOLDER / "README.md"]
    assert [code for code in CHECKS if f"[{code}]({code}.md)" not in listed] == []
