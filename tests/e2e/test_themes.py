"""Every theme on real pages: short, difficult and long CVs, its sizes, papers, margins and choices, and an owner's own."""

import os
import shutil
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from cvtex.diagnostics import TypesettingError
from cvtex.document.targets.themefile import find_theme, latex_folder, theme_names
from cvtex.pipeline import Request, build
from cvtex.typeset.theme import load_theme
from cvtex.verify.report import Report
from tests.e2e.cvs import DIFFICULT, SHORT, long, write
from tests.samples import run_tex, seen

THEMES = theme_names()
# Large and small; the last option of each choice, and colour, paper, margins, head.
SETTINGS = (
    "size: 12pt\npaper: a4\nhead: name",
    "size: 9pt\npaper: a4\nmargins: 2cm\ncolour: black\nfoot: pages",
)


def report(folder: Path, files: dict[str, str], target: str, theme: str | None = None) -> Report:
    data = write({**files, "targets/cv.yaml": target + "\n"}, folder / "data")
    return build(Request(data, "cv", folder / "build", os.environ, theme=theme))


def told(made: Report) -> list[str]:
    return [f"{item.code}: {item.message}" for item in made.findings]


def text_of(made: Report) -> str:
    with pdfium.PdfDocument(made.pdf) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


@pytest.mark.parametrize("files", [SHORT, DIFFICULT], ids=["short", "difficult"])
@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_passes_every_check(theme: str, files: dict[str, str], tmp_path: Path) -> None:
    assert told(report(tmp_path, files, f"theme: {theme}")) == []


@pytest.mark.parametrize("settings", SETTINGS, ids=["large", "small"])
@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_takes_other_sizes_papers_and_margins(theme: str, settings: str, tmp_path: Path) -> None:
    made = report(tmp_path, DIFFICULT, f"theme: {theme}\n{settings}")
    assert [message for message in told(made) if not message.startswith("P006")] == []  # where the last page ends


@pytest.mark.parametrize("last", [1, -1])
@pytest.mark.parametrize("theme", THEMES)
def test_every_choice_holds_on_the_page(theme: str, last: int, tmp_path: Path) -> None:
    found = find_theme(theme)
    chosen = {
        "name": theme,
        **{key: values[last % len(values)] for key, values in found.choices.items()},
        "space": "115%",
    }
    if found.accent:
        chosen["accent"] = '"#663399"'
    made = report(tmp_path, DIFFICULT, f"theme: {{{', '.join(f'{key}: {value}' for key, value in chosen.items())}}}")
    assert [message for message in told(made) if not message.startswith("P006")] == []


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_sets_three_hundred_publications(theme: str, tmp_path: Path) -> None:
    made = report(tmp_path, long(300), f"theme: {theme}")
    assert told(made) == []
    assert len(made.labels) == 300


def test_the_dense_theme_saves_pages(tmp_path: Path) -> None:
    pages = {name: report(tmp_path / name, long(80), f"theme: {name}").pages for name in ("classic", "dense")}
    assert pages["dense"] <= 0.75 * pages["classic"]


def test_in_the_plain_theme_all_text_is_black_and_dates_follow(tmp_path: Path) -> None:
    made = report(tmp_path, DIFFICULT, "theme: plain\nlimits: {colour: black}")
    assert told(made) == []
    lines = [line.strip() for line in text_of(made).split("\n")]  # a line may end with the space before the next
    assert lines[lines.index("Short Ltd") + 1] == "2018"
    assert "Sampling · Summer 2022" in " ".join(" ".join(lines).split())
    assert "1 Employment" in [" ".join(line.split()) for line in lines]


def test_the_accent_colour_is_on_the_page(tmp_path: Path) -> None:
    def colours(target: str) -> set[object]:
        pages = seen(Path(report(tmp_path, SHORT, target).pdf).read_bytes()).pages
        return {style.colour for page in pages for style in page.styles if style}

    asked = (0x66, 0x33, 0x99)
    assert asked in colours('theme: {name: modern, accent: "#663399"}')
    assert asked not in colours("theme: modern")


def test_a_choice_that_a_theme_lacks_is_told_by_the_class(tmp_path: Path) -> None:
    source = "\\documentclass[theme=plain, labels=hung]{cvtex}\n\\begin{document}\n\\cvname{Ada}\n\\end{document}\n"
    done = run_tex(source, tmp_path, load_theme("plain").inputs)
    assert done.status != 0
    assert "The theme `plain' has no labels `hung'" in " ".join(done.log.split())


def dawn(data: Path, like: str = "classic") -> Path:
    """A theme of one's own, made as docs/page.md says."""
    place = data / "themes" / "dawn"
    shutil.copytree(latex_folder() / "themes" / like, place)
    (place / f"cvtheme-{like}.sty").rename(place / "cvtheme-dawn.sty")
    return place


def test_an_owners_theme_sets_the_page(tmp_path: Path) -> None:
    place = dawn(tmp_path / "data")
    (place / "dawncolours.sty").write_text("\\cvcolour{accent}{0 .3 0 rg}\n", encoding="utf-8")
    with (place / "cvtheme-dawn.sty").open("a", encoding="utf-8") as file:
        file.write("\\RequirePackage{dawncolours}\n")
    (place / "characters.txt").write_text("U+4E00 一\n", encoding="utf-8")
    made = report(tmp_path, SHORT, "theme: dawn")
    assert told(made) == []
    assert "theme=dawn" in Path(made.pdf).with_suffix(".tex").read_text(encoding="utf-8")
    assert "一" in load_theme("dawn", place).characters
    assert told(report(tmp_path, SHORT, "", theme="dawn")) == []


def test_an_owners_theme_reads_nothing_outside(tmp_path: Path) -> None:
    place = dawn(tmp_path / "data")
    outside = tmp_path / "secret.sty"
    outside.write_text("\\cvcolour{accent}{0 g}\n", encoding="utf-8")
    with (place / "cvtheme-dawn.sty").open("a", encoding="utf-8") as file:
        file.write(f"\\input{{{outside}}}\n")
    with pytest.raises(TypesettingError):
        report(tmp_path, SHORT, "theme: dawn")
