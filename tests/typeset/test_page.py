"""The page as asked for: sizes, typefaces, margins, head and foot, measured glyph by glyph in real PDFs."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from cvtex.document.model import Block, Document, Group, Heading, ReferenceList
from cvtex.document.model import Reference as Publication
from cvtex.document.targets.limits import Limits, all_sides
from cvtex.document.targets.target import FONTS, Margins
from cvtex.typeset.emit import emit
from cvtex.typeset.theme import load_theme
from cvtex.verify.evidence import Evidence
from cvtex.verify.judge import judge
from cvtex.verify.lines import Row, rows
from cvtex.verify.placement import placements, running_rows, texts_alone
from tests import samples
from tests.samples import class_document, document, line, paragraph, run_tex, runs, set_, span, text

THEME = load_theme("classic")
FAMILY = {"pagella": "TeXGyrePagella", "termes": "TeXGyreTermes", "heros": "TeXGyreHeros"}
WORDS = "The Ångström (Å), “quoted” words, and fjords run on and on through every line of this paragraph. "
SIDES = ("left", "right", "top", "bottom")


def blocks(number: str = "1") -> Iterator[Block]:
    """Some pages on which something stands at every edge."""
    for index in range(4):
        yield Heading(number, text("Jobs, Åre"))
        yield Group(text("full-time, “just so”"))
        yield line("“Jotunheim” Institute, Ghent", level=0, date="2019–2021")
        yield line((*runs("A remark on H"), *runs("2", "sup"), *runs(" follows", "note")))
        yield line("Second level, with a longer text to run on: " + WORDS, level=2)
        yield line("Third level", level=3, date="May 2020")
        yield paragraph(runs(WORDS * 4, "italic" if index % 2 else "bold"))
    words = runs(f"{WORDS}{WORDS}")
    papers = tuple(Publication(f"C{n:03d}", f"key{n}", words, span(n), runs("* Co-first.")) for n in range(9, 0, -1))
    yield ReferenceList("C", papers)


def sample(number: str = "1") -> Document:
    return replace(document(*blocks(number), name="Ada Lovelace"), limits=Limits())


@cache
def seen(made: Document) -> Evidence:
    done = set_(made)
    assert done.remarks == ()
    return samples.seen(done.pdf)


def looks(made: Document, role: str) -> set[tuple[str, float]]:
    """The family and size of the glyphs that begin the texts of a role."""
    placed = placements(made, seen(made))
    return {(item.style.family, round(item.style.size, 3)) for item in placed if item.fact.role == role}


def room(made: Document, page_rows: tuple[tuple[Row, ...], ...]) -> dict[str, float]:
    """The least room between the ink of some rows and each edge of the paper."""
    page = seen(made).pages[0]
    boxes = [row.box for page in page_rows for row in page]
    return {
        "left": min(box[0] for box in boxes),
        "right": page.width - max(box[2] for box in boxes),
        "top": page.height - max(box[3] for box in boxes),
        "bottom": min(box[1] for box in boxes),
    }


@pytest.mark.parametrize("size", [8.0, 9.5, 10.0, 11.0, 11.25, 12.0, 14.0])
def test_a_size_is_that_of_the_pdf_and_never_less(size: float) -> None:
    made = replace(sample(), size=size)
    for role in ("text", "item", "reference", "entry", "label", "group"):
        ((_, found),) = looks(made, role)
        assert size - 0.0001 <= found <= size + 0.001, role
    assert {round(found / size, 3) for _, found in looks(made, "name")} == {2.5}


@pytest.mark.parametrize("font", FONTS)
def test_a_typeface_sets_everything(font: str) -> None:
    made = replace(sample(), font=font, head="name")
    styles = {style for page in seen(made).pages for style in page.styles if style}
    assert {style.family for style in styles} == {FAMILY[font]}
    assert len({style.font for style in styles}) >= 3


def test_the_themes_typefaces_are_those_that_a_target_may_ask_for() -> None:
    assert THEME.about.fonts == FONTS
    assert set(FAMILY) == set(FONTS)


def test_a_typeface_that_the_theme_lacks_is_told(tmp_path: Path) -> None:
    source = class_document("").replace("theme=classic", "theme=classic,font=garamond")
    run = run_tex(source, tmp_path)
    assert run.status != 0
    assert "The theme `classic' has no font `garamond'" in run.log


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        *((f"\\cvcolour{{accent}}{{{colour}}}", colour) for colour in (".4 g", "1 g", "0 .5 1.0 rg", ".4 g .4 G")),
        *(
            (f"\\cvcolour{{accent}}{{{colour}}}", f"The colour `accent' is none of PDF's: `{colour}'")
            for colour in ("crimson", "4.8 .1 .1 rg", "1.5 g", ".4 .4 rg", "0 0 0 1 k", ".4 g crimson", "")
        ),
        ("\\cvface{headline}{colour=quite}", "The theme `classic' has no colour `quite'"),
    ],
)
def test_a_colour_of_a_theme_is_one_that_the_pdf_can_have(tmp_path: Path, settings: str, told: str) -> None:
    run = run_tex(class_document("").replace("\\begin{document}", f"{settings}\n\\begin{{document}}"), tmp_path)
    assert (run.status != 0) == ("The " in told)
    assert run.status == 0 or told in run.log.replace("\n", "")


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize(("points", "number"), [(72.0, "1"), (56.693, "12"), (72.0, "")])
def test_all_ink_keeps_the_margins_and_wastes_little(font: str, paper: str, points: float, number: str) -> None:
    made = replace(sample(number), font=font, paper=paper, margins=Margins(points, points, points, points))
    found = room(made, texts_alone(made, seen(made)))
    assert all(found[side] >= points for side in SIDES), found
    assert found["left"] < points + 4, "hung numbers, or the text where there are none, begin at the margin"
    assert found["right"] < points + 4
    assert found["top"] < points + 6


@pytest.mark.parametrize("side", SIDES)
def test_one_margin_leaves_the_others_alone(side: str) -> None:
    usual = room(sample(), texts_alone(sample(), seen(sample())))
    made = replace(sample(), margins=replace(Margins(), **{side: usual[side] + 20}))
    found = room(made, texts_alone(made, seen(made)))
    assert found[side] >= usual[side] + 20
    for other in {"left", "right", "top"} - {side}:
        assert found[other] == pytest.approx(usual[other], abs=9 if other == "right" else 0.7)


@pytest.mark.parametrize(("head", "foot"), [("none", "full"), ("name", "full"), ("name", "pages"), ("none", "none")])
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_head_and_foot_run_on_every_page_for_two_readers(head: str, foot: str, paper: str) -> None:
    made = replace(sample(), head=head, foot=foot, paper=paper)
    pages = seen(made).pages
    assert len(pages) > 2
    for page, running in zip(pages, running_rows(made, seen(made)), strict=True):
        wanted = [words for words in made.running(page.number, len(pages)) if words]
        assert ["".join(row.text.split()) for row in running] == ["".join(words.split()) for words in wanted]
        for reader in (page.text, seen(made).second.texts[page.number - 1]):
            assert "".join(reader.split()).endswith("".join("".join(wanted).split()))
        body = texts_alone(made, seen(made))[page.number - 1]
        assert all(row.baseline > body[0].box[3] for row in running[:1] if head == "name")
        assert all(row.box[3] < body[-1].box[1] for row in running[-1:] if foot != "none")
        assert all(row.box[0] > page.width / 2 for row in running[:1] if head == "name")


@pytest.mark.parametrize("size", [10.0, 12.0])
def test_head_and_foot_keep_off_the_edge_and_the_text_off_them(size: float) -> None:
    for margin, edge in ((36.0, 0.0), (36.0, 50.0), (72.0, 72.0)):
        made = replace(
            sample(),
            size=size,
            head="name",
            margins=Margins(top=margin, bottom=margin),
            limits=Limits(margin=all_sides(edge)),
        )
        running = running_rows(made, seen(made))
        found = room(made, running)
        assert min(found["top"], found["bottom"]) >= max(edge, 36)
        for page, known in zip(rows(seen(made)), running, strict=True):
            assert [page[0], page[-1]] == list(known)
            assert page[0].box[1] - page[1].box[3] > 3
            assert page[-2].box[1] - page[-1].box[3] > 6


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("least", [9.0, 10.0, 11.0])
def test_no_text_is_smaller_than_the_least_size(font: str, least: float) -> None:
    made = replace(sample(), font=font, size=least, least=least, head="name")
    small = {
        (page.text[index], round(style.size, 2))
        for page in seen(made).pages
        for index, style in enumerate(page.styles)
        if style and style.size < least - 0.0001 and not page.text[index].isspace()
    }
    assert small
    assert {character for character, _ in small} <= {"•", "2"}, "bullets and raised marks"
    assert min(style.size for page in seen(sample()).pages for style in page.styles if style and style.size > 8) == 8.5


def test_black_is_all_black() -> None:
    colours = {
        colour: {
            style.colour for page in seen(replace(sample(), colour=colour)).pages for style in page.styles if style
        }
        for colour in ("theme", "black")
    }
    assert colours["black"] == {(0, 0, 0)}
    assert len(colours["theme"]) == 3


def test_lines_are_no_nearer_than_the_limit_allows() -> None:
    made = replace(sample(), size=9.0, limits=Limits(lines=6.0), space=0.7)
    pages = texts_alone(made, seen(made))
    distances = [above.baseline - below.baseline for page in pages for above, below in pairwise(page)]
    lines = [distance for distance in distances if distance > 6]  # a raised mark makes a row of its own
    assert min(lines) >= 12 - 0.01
    assert sum(distance < 12.1 for distance in lines) > 20
    plain = replace(made, limits=Limits())
    assert heights(plain)["line"] < 11.5


@pytest.mark.parametrize("font", FONTS)
def test_lines_are_as_high_for_their_type_as_a_rule_asks(font: str) -> None:
    long = replace(
        sample(), blocks=(Heading("", text("A title that is so long that it runs on " * 4)), *sample().blocks)
    )
    made = replace(long, font=font, size=11.0, space=0.7, limits=Limits(leading=1.25))
    ratios = {
        item.fact.role: (above.baseline - below.baseline) / item.style.size
        for item in placements(made, seen(made))
        for above, below in pairwise(item.lines)
        if above.page == below.page
    }
    assert set(ratios) >= {"section", "text", "reference"}
    assert all(1.2499 <= ratio < 1.26 for ratio in ratios.values()), ratios


def heights(made: Document) -> dict[str, float]:
    """The room from one baseline to the next: within a text, and above headings and entries."""
    placed = [item for item in placements(made, seen(made)) if item.fact.role != "date"]
    found: dict[str, float] = {}
    for item in placed:
        for above, below in pairwise(item.lines):
            if above.page == below.page and item.fact.role == "text":
                found.setdefault("line", round(above.baseline - below.baseline, 2))
    for before, item in pairwise(placed):
        if before.last.page == item.first.page:
            found.setdefault(item.fact.role, round(before.last.baseline - item.first.baseline, 2))
    return found


def test_less_white_keeps_the_rhythm() -> None:
    usual, tight = heights(sample()), heights(replace(sample(), space=0.8))
    assert usual["line"] == pytest.approx(13.6, abs=0.02)
    assert tight["line"] == pytest.approx(12.4, abs=0.02), "the floor: 1.24 of the type"
    for role, white in (("group", 9.0), ("entry", 6.0), ("item", 1.5)):
        assert usual[role] == pytest.approx(13.6 + white, abs=0.05), role
        assert tight[role] == pytest.approx(12.4 + 0.8 * white, abs=0.05), role


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("size", [9.0, 12.0])
def test_the_least_white_of_the_theme_passes_every_check(font: str, size: float) -> None:
    assert 0.5 <= THEME.about.space < 1
    made = replace(sample(), font=font, size=size, space=THEME.about.space)
    # The sample has no account, and its publications no owner.
    own = {finding.code for finding in judge(made, seen(made)).findings} - {"T004", "L001", "L004"}
    assert own == set()
    assert len(seen(made).pages) <= len(seen(replace(made, space=1.0)).pages)


def test_a_summary_stands_between_contact_and_sections() -> None:
    made = replace(sample(), summary=text(WORDS * 2), headline=text("Analyst"))
    order = [item.fact.role for item in placements(made, seen(made))]
    assert order[:4] == ["name", "headline", "text", "section"]
    summary = placements(made, seen(made))[2]
    assert len(summary.lines) > 1
    assert summary.style.size == pytest.approx(10, abs=0.001)


def test_a_document_as_usual_names_paper_size_and_theme_alone() -> None:
    tex = emit(sample(), THEME.characters).text
    assert tex.startswith("\\documentclass[letterpaper,size=10bp,theme=classic]{cvtex}")
    assert "cvnumbers" not in tex
    other = replace(sample("12"), margins=Margins(left=72), space=0.85, foot="none", least=9.5)
    tex = emit(other, THEME.characters).text
    assert tex.startswith(
        "\\documentclass[letterpaper,size=10bp,theme=classic,foot=none,left=72bp,least=9.5bp,space=0.85]"
    )
    assert "\\cvnumbers{12}" in tex
