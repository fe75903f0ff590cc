"""The HTML report: all that was found is in it, linked both ways, and nothing that anybody typed is more than text."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtex.diagnostics import Diagnostic, Span
from cvtex.reports.html import FIRST_PAGES, MOST_LISTED, MOST_PAGES, as_html
from cvtex.reports.result import Result
from cvtex.reports.text import visible
from tests.reports.results import DOUBTED, HOSTILE, PLACED, REMARKED, TYPED, full, hostile, result
from tests.samples import specimen_set
from tests.verify.pdfs import by_hand

TAGS = {
    "a", "abbr", "body", "br", "code", "div", "figcaption", "figure", "footer", "h1", "h2", "h3", "head", "html", "img", "li", "mark",
    "main", "meta", "ol", "p", "section", "span", "strong", "style", "table", "tbody", "td", "th", "thead", "title", "tr",
}  # fmt: skip
EMPTY = {"br", "img", "meta"}
ATTRIBUTES = {
    "alt", "aria-label", "charset", "class", "content", "href", "http-equiv", "id", "lang", "name", "scope", "src", "title",
}  # fmt: skip


class Page(HTMLParser):
    """A page read strictly: every element is one of ours, opened and closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        assert {name for name, _ in attrs} <= ATTRIBUTES
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, name: str) -> Iterator[dict[str, str]]:
        return (attributes for tag, attributes in self.elements if tag == name)

    @property
    def text(self) -> str:
        return "".join(self.words)


def read(*results: Result) -> Page:
    """The page of results, whose links all land and whose ids are each there once."""
    page = Page(as_html(results))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(set(ids)) == len(ids)
    assert {link["href"].removeprefix("#") for link in page.all("a")} <= set(ids)
    return page


@pytest.fixture
def pdf(tmp_path: Path) -> str:
    path = tmp_path / "a <b>.pdf"
    path.write_bytes(specimen_set().pdf)
    return str(path)


def test_every_finding_is_listed_and_errors_come_first(pdf: str) -> None:
    page = read(result(*full().findings, pdf=pdf))
    listed = [entry["class"] for entry in page.all("li")]
    assert listed == ["error", "error", "error", "warning"]
    for item in (DOUBTED, REMARKED, TYPED, PLACED):
        assert item.message.replace("`", "") in page.text
        assert not item.hint or item.hint in page.text
        assert not item.span or str(item.span) in page.text
    assert page.text.index(TYPED.message) < page.text.index(DOUBTED.message)
    assert "cv is refused" in page.text
    assert "3 errors and 1 warning." in page.text


def test_box_and_entry_link_to_each_other(pdf: str) -> None:
    page = read(result(*full().findings, pdf=pdf))
    (box,) = (link for link in page.all("a") if link.get("class", "").startswith("box"))
    assert (box["id"], box["href"], box["class"]) == ("box-3", "#finding-3", "box error")
    assert box["aria-label"] == f"error 3: {PLACED.message}"
    links = [link["href"] for link in page.all("a")]
    # The second has a page but no box; each stands in the caption of its page too.
    assert links.count("#box-3") == 1
    assert links.count("#finding-3") == 2
    assert "#page-1" in links
    assert "#finding-1" in links
    (rule,) = re.findall(r"#box-3 \{ (.*?) \}", page.text)
    sizes = dict(pair.split(": ") for pair in rule.rstrip(";").split("; "))
    assert sizes == {"left": "16.013%", "top": "22.475%", "width": "10.458%", "height": "2.020%"}


def test_pages_are_pictures_with_a_description(pdf: str) -> None:
    page = read(result(PLACED, pdf=pdf))
    pictures = list(page.all("img"))
    assert [picture["alt"] for picture in pictures] == [f"Page {n} of {pdf} as a picture" for n in (1, 2)]
    assert all(picture["src"].startswith("data:image/png;base64,") for picture in pictures)


def test_checks_stand_in_a_table(pdf: str) -> None:
    page = read(result(PLACED, pdf=pdf))
    assert [row["class"] for row in page.all("tr") if "class" in row] == ["passed", "failed", "passed", "skipped"]
    assert "there are no data to compare with" in page.text
    assert "900" in page.text


def test_a_pdf_with_nothing_wrong(pdf: str) -> None:
    page = read(result(pdf=pdf))
    assert "cv passes" in page.text
    assert "Nothing was found." in page.text
    assert not list(page.all("li"))
    assert len(list(page.all("img"))) == 2


def test_the_line_of_the_author_stands_in_the_entry(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("<b>zebra</b>\n  - talk: <i>two\n", encoding="utf-8")
    typed = Diagnostic("D005", "wrong", Span(str(tmp_path / "a.yaml"), 2, 11, 3))
    page = as_html([Result("cv", (typed,))])
    assert '<code class="line">- talk: <mark>&lt;i&gt;</mark>two</code>' in page
    assert "zebra" not in page
    Page(page)


def test_without_pages_there_are_words() -> None:
    failed = read(Result("cv", (Diagnostic("X002", "TeX failed"), DOUBTED)))
    assert "cv is refused" in failed.text
    assert "There are no pages to show." in failed.text
    assert not list(failed.all("img"))
    sound = read(Result("cv", ()))
    assert "cv passes" in sound.text
    assert "Only the data were judged." in sound.text
    gone = read(result(PLACED, pdf="nowhere.pdf"))
    assert "The pages cannot be shown." in gone.text
    assert not [link for link in gone.all("a") if "box" in link.get("class", "")]


def test_several_targets_are_sections(pdf: str) -> None:
    page = read(result(PLACED, pdf=pdf), result(target="short", pdf=pdf), Result("long", (DOUBTED,)))
    assert "1 of 3 targets refused" in page.text
    assert len(list(page.all("section"))) == len(list(page.all("h2"))) == 3
    assert [entry["id"] for entry in page.all("li")] == ["finding-1", "finding-2"]
    assert "all 2 targets pass" in read(Result("a", ()), Result("b", ())).text


def test_of_thousands_of_pages_and_findings_some_are_shown(tmp_path: Path) -> None:
    path, count = tmp_path / "long.pdf", 3000
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    page_object = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>"
    catalogue = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)]
    path.write_bytes(by_hand([*catalogue, *[page_object] * count]))
    found = [
        Diagnostic("P003", "the page has no text", page=number, box=(1.0, 1.0, 9.0, 9.0))
        for number in range(2000, count + 1)
    ]
    page = read(result(*found, pdf=str(path), pages=count))
    shown = [int(picture["alt"].split()[1]) for picture in page.all("img")]
    assert len(shown) == MOST_PAGES
    assert shown[: FIRST_PAGES + 1] == [*range(1, FIRST_PAGES + 1), 2000]
    assert f"{MOST_PAGES} of {count} pages are shown" in page.text
    assert len(list(page.all("li"))) == MOST_LISTED
    assert f"… and {len(found) - MOST_LISTED} more" in page.text


@pytest.mark.parametrize(
    "box",
    [
        (-500.0, -500.0, -400.0, -400.0),
        (5000.0, 5000.0, 6000.0, 6000.0),
        (-1e9, -1e9, 1e9, 1e9),
        (300.0, 300.0, 200.0, 200.0),
    ],
)
def test_what_lies_off_the_paper_is_shown_at_its_edge(box: tuple[float, float, float, float], pdf: str) -> None:
    page = read(result(Diagnostic("P002", "off", page=1, box=box), pdf=pdf))
    left, top, width, height = (float(x) for x in re.findall(r"(?:left|top|width|height): ([\d.]+)%", page.text)[-4:])
    assert 0 <= left <= 100
    assert 0 <= top <= 100
    assert 0 <= width <= 100 - left + 0.01
    assert 0 <= height <= 100 - top + 0.01


def test_a_box_that_is_nowhere_is_not_drawn(pdf: str) -> None:
    page = read(result(Diagnostic("P002", "off", page=1, box=(float("nan"), 0.0, 1.0, 1.0)), pdf=pdf))
    assert not [link for link in page.all("a") if "box" in link.get("class", "")]


def test_numbers_at_one_place_stand_side_by_side(pdf: str) -> None:
    found = [Diagnostic("T002", str(number), page=1, box=(100.0, 100.0, 110.0, 110.0)) for number in range(3)]
    page = read(result(*found, pdf=pdf))
    assert re.findall(r"#box-(\d) > \.number \{ left: ([\d.]+)rem", page.text) == [("2", "1.25"), ("3", "2.50")]


def test_the_policy_allows_nothing_but_the_page_itself(pdf: str) -> None:
    page = read(result(PLACED, pdf=pdf))
    (policy,) = (meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    assert rules["style-src"].startswith("'sha256-")
    assert "script-src" not in rules
    assert not [attributes for _, attributes in page.elements if "style" in attributes]
    assert "://" not in page.text
    assert "@import" not in page.text
    assert "url(" not in page.text


def test_hostile_words_are_text_and_nothing_more() -> None:
    page = read(hostile())
    assert page.text.count(visible(HOSTILE)) >= 6
    assert "\x1b" not in as_html([hostile()])


@given(st.text() | st.just(HOSTILE))
def test_any_words_are_text_and_nothing_more(words: str) -> None:
    page = read(
        result(Diagnostic("T002", words, Span(words, 1, 1), words), target=words or "cv", pdf=f"/nowhere/{len(words)}")
    )
    shown = re.sub(r"`([^`]+)`", r"\1", visible(words))
    assert shown.replace("\r\n", "\n").replace("\r", "\n") in page.text
