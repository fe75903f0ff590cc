"""Hebrew and Arabic among other text: links, references and headings as the eye finds them, and as the tags read them."""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from cvtex.content.markup import Inline, Run, Style
from cvtex.content.model import Contact
from cvtex.document.model import Document, Group, Heading, Line, Reference, ReferenceList
from cvtex.pipeline import Request, build
from cvtex.typeset.compile import Typeset, typeset
from cvtex.verify.evidence import Evidence
from cvtex.verify.judge import judge
from cvtex.verify.readers import read_evidence
from cvtex.verify.report import Report
from cvtex.verify.tags import Tag
from cvtex.verify.witness import Witness
from tests.samples import document, line, paragraph, runs, span, text

LONG = (
    "מחקר על שפות טבעיות ועל למידת מכונה בהקשרים רבים ושונים, עם פרסומים בכתבי עת ובכנסים, ועם שיתופי פעולה ועוד (2019)"
    " עם Google ו-IBM Research בישראל"
)


def link(words: str, *, to: str = "a") -> Inline:
    return (Run(words, href=f"https://example.org/{to}"),)


def references() -> Document:
    papers = (
        Reference(
            "C003", "three", (*runs("דוד לוי", "me"), *runs(", “מחקר חדש,” 1843.")), span(21), runs("* הערה כאן.")
        ),
        Reference(
            "C002",
            "two",
            (
                *runs("David Levi, דוד לוי, Anna Smith, נועה כהן, “"),
                *link("מבוא לשפות טבעיות: a survey of למידת מכונה (חלק 2)"),
                *runs(",” "),
                *runs("כתב העת העברי", "italic"),
                *runs(", 12(3) (2021): 101–120."),
            ),
            span(22),
        ),
        Reference(
            "C001",
            "one",
            (
                *runs("محمد الخوارزمي and John Doe, “"),
                *link("بحث في الذكاء الاصطناعي (AI) منذ ١٩٩٩ مع تطبيقات في معالجة اللغة"),
            ),
            span(23),
        ),
    )
    cited = (*runs("ראו "), *runs("[C002]", cite="C002"), *runs(f" לפרטים. {LONG}"))
    return document(line(cited, at=3), Heading("2", text("פרסומים", 15)), ReferenceList("C", papers), name="דוד")


def headings() -> Document:
    return document(
        Heading("1", text("השכלה וניסיון", 5)),
        Group(text("משרה (full time) בישראל", 6)),
        Heading("2", text("Python 2019–2021 ד׳", 5)),
        line("האוניברסיטה העברית, ירושלים", level=0, date="2019–2021", at=7),
        line("a דוד b לוי c", date="מאי 2020", at=8),
        line(LONG, date="2019", at=9),
        paragraph(f"{LONG}. {LONG}", at=10),
        name="דוד בן גוריון",
    )


def contact() -> Document:
    lines = (
        Contact("link", "example.org/~ada", "https://example.org/~ada", span(3)),
        Contact("place", "ירושלים, ישראל", "", span(5)),
    )
    return replace(document(line("x"), name="דוד לוי", contact=lines), headline=text("חוקר AI ב-MIT", 2))


def of(*parts: Inline, name: str = "דוד לוי") -> Document:
    return document(line(tuple(run for part in parts for run in part)), name=name)


RAISED: list[tuple[str, Style]] = [("2", "sub"), *((sign, "sup") for sign in ("2", "th", "א", "אב", "†"))]
DOCUMENTS: dict[str, Callable[[], Document]] = {
    "a link in Hebrew": lambda: of(runs("ראו "), link("את האתר שלי"), runs(" לפרטים")),
    "a link in Arabic": lambda: of(runs("انظر "), link("موقعي الشخصي"), runs(" للتفاصيل"), name="محمد"),
    "links in a mixed line": lambda: of(
        runs("See "), link("the page דוד לוי of mine"), runs(" and ראו "), link("אתר a b"), runs(" more"), name="Ada"
    ),
    "a link of several lines": lambda: of(runs("ראו גם "), link(LONG), runs(" לפרטים נוספים")),
    "links that turn at their edges": lambda: of(
        runs("by דוד "), link("לוי the"), runs(" end, "), link("x אב"), runs(" גד y"), name="Ada"
    ),
    "two links in another order": lambda: of(
        runs("ראו "), link("ראשון"), runs(" וגם "), link("שני כאן", to="b"), runs(" סוף")
    ),
    "links of numbers and signs": lambda: of(
        runs("مع 12(3): “שם” "), link("50% “book”"), runs(" דוד "), link("2019–2021 50% [x]", to="b"), runs(" בר.")
    ),
    "raised text": lambda: of(runs("המאה ה־20"), runs("1", "sup"), runs(" וגם x"), runs("2", "sub"), runs(" סוף")),
    "raised text at words": lambda: document(
        *(
            line((*runs(base), *runs(sign, style), *runs(rest)))
            for base, rest in (
                ("משרה", " מלאה"),
                ("قسم", " جديد"),
                ("abc משרה", " end"),
                ("משרה", " end"),
                ("משרה", ""),
            )
            for sign, style in RAISED
        )
    ),
    "texts from left to right that begin with signs": lambda: document(
        *(
            line(words)
            for sign in (
                "(with) L.",
                "“Quoted” x",
                "+972-3",
                "[x] y",
                "…and",
                "(50%)",
                "“(a) b”",
                "–12",
                "first",
                "fl-x",
                "* Co-first",
                "* (x) y",
            )
            for words in (sign, "משרה")
        ),
        name="דוד לוי",
    ),
    "numbers": lambda: of(runs("בשנים 2019–2021, 50% משרה, 3.5 נק״ז, 12/5 (עמ׳ 101–120); טל׳ 02-123-4567 ١٩٩٩")),
    "slanted letters": lambda: of(
        runs("ראו "), runs("of first order", "italic"), runs(" בחת "), runs("if", "italic"), runs(" ג")
    ),
    "brackets and quotes": lambda: of(runs("הספר “שם הספר” [כרך ב] {x} <אב> «גד» ‹ה› ‘ו’ סוף")),
    "Hebrew with points": lambda: document(
        line("שָׁלוֹם עֲלֵיכֶם, בְּרֵאשִׁית בָּרָא אֵ֥ת הַשָּׁמַ֖יִם"), line("see אַ שיינעם דאַנק x"), name="Ada"
    ),
    "Arabic with vowel marks": lambda: document(
        line("إِنَّ مَعَ الْعُسْرِ يُسْرًا"),
        line("لَا تَحْزَنْ إِنَّ اللَّهَ مَعَنَا"),
        line("لَا تَحْزَنْ إِلَّا بِالْأَمْنِ"),
        line("see لَا تَحْزَنْ x"),
        line("مُحَمَّدٌ رَسُولٌ"),
        name="Ada",
    ),
    "a glyph of several letters": lambda: document(
        line("عبد الله محمد"), line("بسم الله الرحمن الرحيم"), line("by عبد الله and الإسلام"), name="عبد الله"
    ),
    "dates in Arabic numbers": lambda: of(runs("الجامعة"), runs(" ٢٠١٩–٢٠٢١، ١٢٫٥٪")),
    "what cannot be seen": lambda: document(line("I ❤️ it, ☎️ 123"), line("می‌خواهم کتاب‌ها را بخوانم (۱۳۹۹)"), name="Ada"),
    "signs that are taken apart": lambda: of(runs("אב… №7 ™ ½ אב–גד ו-C++ וב-.NET €5 5€ −3 +4")),
    "mathematical letters": lambda: of(runs("דוד 𝒳 x "), runs("𝓧 וגם 𝒳", "bold")),
    "a number at the end": lambda: document(
        line("מרצה בקורסים רבים מאז 2015–2019", date="2020"), line("דוד 3–4", date="2020"), name="דוד"
    ),
    "references": references,
    "headings and dates": headings,
    "contact": contact,
}


@cache
def made(name: str) -> tuple[Document, Typeset, Evidence]:
    wanted = DOCUMENTS[name]()
    done = typeset(wanted, environment=os.environ)
    return wanted, done, read_evidence(done.pdf)


def judged(wanted: Document, done: Typeset, seen: Evidence) -> Report:
    return judge(wanted, seen, Witness(done.remarks, len(done.tex.splitlines())))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_passes_and_claims_what_it_is(name: str) -> None:
    report = judged(*made(name))
    assert [finding.message for finding in report.findings if finding.severity == "error"] == []
    assert report.claimable
    assert "A002" in [outcome.code for outcome in report.outcomes if outcome.status == "passed"]


def test_dates_in_arabic_numbers_alone_turn_too() -> None:
    wanted = document(line("الجامعة", level=0, date="٢٠١٩–٢٠٢١"), name="Ada")
    done = typeset(wanted, environment=os.environ)
    assert [finding.code for finding in judged(wanted, done, read_evidence(done.pdf)).findings] == []


def test_no_space_stands_within_a_number_that_a_text_ends_with() -> None:
    """A space without room follows each text; where that turns, its end is not on the right."""
    _, _, seen = made("a number at the end")
    assert "2019–2015" in seen.second.texts[0]
    assert "4–3" in seen.second.texts[0]


def test_each_link_lies_over_its_own_words() -> None:
    _, _, seen = made("links in a mixed line")
    widths = [round(link.box[2] - link.box[0]) for link in seen.links]
    assert len(widths) == 3  # the second is in two parts, for what it holds runs both ways
    assert all(widths)
    boxes = sorted(link.box for link in seen.links)
    assert all(one[2] <= other[0] + 0.1 for one, other in pairwise(boxes))


def test_a_link_of_numbers_that_lies_elsewhere_is_refused() -> None:
    wanted, done, seen = made("links of numbers and signs")
    for one in seen.links:
        left, bottom, right, top = one.box
        beside = replace(one, box=(left + 30, bottom, right + 30, top))
        others = tuple(beside if link is one else link for link in seen.links)
        report = judged(wanted, done, Evidence(seen.size, seen.pages, replace(seen.second, links=others)))
        assert "K001" in {finding.code for finding in report.findings if finding.severity == "error"}


def test_the_tags_read_lines_that_turn_in_the_order_of_the_data() -> None:
    root = made("two links in another order")[2].structure.tags.root
    assert root
    told = [tag.instead for tag in root.below() if tag.kind == "Span"]
    assert told == ["דוד לוי", "ראו ", "ראשון ", "וגם ", "שני כאן ", "סוף"]


DATA = """\
version: 1
name: דוד בן גוריון
bibliography: publications.bib
me: ["משה כהן", "محمد الخوارزمي", Ada Example]
contact: [https://example.org/דוד, ada@example.org]
sections:
- section: השכלה ועבודה
  entries:
  - organization: האוניברסיטה העברית
    place: ירושלים
    date: 2019/2022
    items:
    - position: חוקר בכיר (AI)
      date: 2020
      items:
      - ראו [את האתר](https://example.org/a) וגם [@one] לפרטים
      - See [the site דוד](https://example.org/b) and [@two]
- section: Publications
  entries:
  - publications: J
  - publications: C
"""
PUBLICATIONS = """\
@article{one, author = {David Levi and דוד לוי and Anna Smith and משה כהן}, year = 2021, volume = 12, number = 3,
  title = {מבוא לשפות טבעיות: a survey of למידת מכונה (חלק 2)}, journal = {כתב העת העברי}, pages = {101--120},
  doi = {10.1234/abc.5678}}
@inproceedings{two, author = {محمد الخوارزمي and John Doe}, year = 2020, doi = {10.1234/xyz},
  title = {بحث في الذكاء الاصطناعي (AI) منذ ١٩٩٩ مع تطبيقات في معالجة اللغة الطبيعية},
  booktitle = {Proceedings of the 12th Conference}}
@article{three, author = {Ada Example}, year = 2019, title = {ספר על שפות טבעיות ועוד דברים רבים}, journal = {Samples}}
"""


@pytest.mark.parametrize("theme", ["classic", "plain"])
def test_a_cv_with_its_bibliography_passes(theme: str, tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(DATA, encoding="utf-8")
    (tmp_path / "publications.bib").write_text(PUBLICATIONS, encoding="utf-8")
    report = build(Request(tmp_path, "cv", tmp_path / "build", os.environ, theme=theme))
    assert [finding.message for finding in report.findings if finding.severity == "error"] == []
    assert "K001" in [outcome.code for outcome in report.outcomes if outcome.status == "passed"]


# What is wrong is found


def codes(name: str, change: Callable[[str], str]) -> set[str]:
    """The checks that refuse a page when one text of the data is another than what was set."""
    wanted, done, seen = made(name)
    blocks = tuple(
        replace(block, runs=tuple(replace(run, text=change(run.text)) for run in block.runs))
        if isinstance(block, Line)
        else block
        for block in wanted.blocks
    )
    other = replace(wanted, blocks=blocks)
    assert other != wanted
    return {finding.code for finding in judged(other, done, seen).findings if finding.severity == "error"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("האתר", "האתרר"),  # a letter was lost
        ("האתר", "האתנ"),  # another letter
        ("האתר", "התאר"),  # two letters in each other's place
        ("את האתר", "האתר את"),  # two words
        ("ראו ", "לפרטים "),
    ],
)
def test_what_is_not_as_the_data_have_it_is_refused(before: str, after: str) -> None:
    assert "T001" in codes("a link in Hebrew", lambda words: words.replace(before, after))


def test_words_of_a_mixed_line_in_another_order_are_refused() -> None:
    assert "T001" in codes("links in a mixed line", lambda words: words.replace("דוד לוי", "לוי דוד"))
    assert "T001" in codes("links in a mixed line", lambda words: words.replace("of mine", "mine of"))


def with_tags(seen: Evidence, change: Callable[[str], str | None]) -> Evidence:
    """A file whose tags say something else."""

    def other(tag: Tag) -> Tag:
        kids = tuple(other(kid) if isinstance(kid, Tag) else kid for kid in tag.kids)
        return replace(tag, kids=kids, instead=change(tag.instead) if tag.instead else None)

    tags = seen.structure.tags
    assert tags.root
    structure = replace(seen.structure, tags=replace(tags, root=other(tags.root)))
    assert structure != seen.structure
    return Evidence(seen.size, seen.pages, replace(seen.second, structure=structure))


@pytest.mark.parametrize("other", ["התאר", "האתנ", "האתרר", "הא תר"])
def test_tags_that_say_something_else_are_refused(other: str) -> None:
    wanted, done, seen = made("a link in Hebrew")
    report = judged(wanted, done, with_tags(seen, lambda words: words.replace("האתר", other)))
    assert "A002" in {finding.code for finding in report.findings if finding.severity == "error"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda words: words.replace("את האתר", "אתהאתר"), "reads “אתהאתר” where “את האתר” is due"),
        (str.strip, "reads “ראואת” where “ראו את” is due"),
        (lambda words: words.replace("שלי", "ש לי"), "reads “ש לי” where “שלי” is due"),
    ],
)
def test_tags_whose_words_are_run_together_or_parted_are_refused(change: Callable[[str], str], message: str) -> None:
    wanted, done, seen = made("a link in Hebrew")
    report = judged(wanted, done, with_tags(seen, change))
    errors = [finding for finding in report.findings if finding.severity == "error"]
    assert {finding.code for finding in errors} == {"A002"}
    assert any(message in finding.message for finding in errors)


@pytest.mark.parametrize("name", ["links that turn at their edges", "a link in Hebrew"])
def test_tags_that_leave_lines_that_turn_to_their_glyphs_are_refused(name: str) -> None:
    wanted, done, seen = made(name)
    report = judged(wanted, done, with_tags(seen, lambda _: None))
    assert "A002" in {finding.code for finding in report.findings if finding.severity == "error"}
    assert any("no element says" in finding.message for finding in report.findings)
    assert not report.claimable


def test_tags_whose_words_have_no_glyphs_are_refused() -> None:
    """As good as the data, and another text on the page."""
    wanted, done, seen = made("a link in Hebrew")
    blank = replace(seen.pages[0], pieces=tuple((number, "אבג") for number, _ in seen.pages[0].pieces))
    report = judged(wanted, done, Evidence(seen.size, (blank,), seen.second))
    assert "A002" in {finding.code for finding in report.findings if finding.severity == "error"}
