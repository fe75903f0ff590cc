"""Themes as data: what each says of itself, what a target may choose of one, and an owner's own."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cvtex.diagnostics import DataError, UsageError
from cvtex.document.targets.look import CHOICES, CLASSIC, Look, contrast
from cvtex.document.targets.target import FONTS, Target
from cvtex.document.targets.targetfile import load_target
from cvtex.document.targets.themefile import THEME_KEYS, find_theme, latex_folder, theme_names

THEMES = theme_names()


def target(folder: Path, text: str) -> Target:
    (folder / "targets").mkdir(exist_ok=True)
    (folder / "targets" / "t.yaml").write_text(text + "\n", encoding="utf-8")
    return load_target(folder, "t")


def own(folder: Path, name: str = "dawn", like: str = "modern") -> Path:
    """A theme of one's own in a data folder, a copy of one that comes with cvtex."""
    place = folder / "themes" / name
    shutil.copytree(latex_folder() / "themes" / like, place)
    (place / f"cvtheme-{like}.sty").rename(place / f"cvtheme-{name}.sty")
    return place


def test_four_themes_come_with_cvtex() -> None:
    assert THEMES == ("classic", "dense", "modern", "plain")


@pytest.mark.parametrize("name", THEMES)
def test_every_theme_says_what_it_has(name: str) -> None:
    theme = find_theme(name)
    assert theme.description
    assert set(theme.fonts) == set(FONTS)
    assert set(theme.choices) == set(CHOICES)
    assert 0.5 <= theme.space < 1
    assert not theme.accent or contrast(theme.accent) >= 4.5
    assert theme.look(theme.accent) == theme.look(
        theme.accent, {key: values[0] for key, values in theme.choices.items()}
    )


def test_the_usual_look_is_that_of_classic(tmp_path: Path) -> None:
    assert find_theme("classic").look("7a1424") == CLASSIC
    assert target(tmp_path, "theme: classic") == Target("t")


def test_a_theme_brings_its_own_typeface(tmp_path: Path) -> None:
    made = target(tmp_path, "theme: modern")
    assert (made.theme, made.font, made.look.font) == ("modern", "heros", "heros")
    assert target(tmp_path, "theme: modern\nfont: termes").font == "termes"
    assert load_target(tmp_path, "t", None, "dense").font == "termes"


def test_plain_puts_everything_into_its_text(tmp_path: Path) -> None:
    assert target(tmp_path, "theme: plain").look == Look("inline", "inline", "following", "heros")


def test_choices_are_taken(tmp_path: Path) -> None:
    made = target(
        tmp_path,
        'theme: {name: modern, accent: "#5f0f40", headings: regular, bullets: mixed, labels: inline, space: 90%}',
    )
    assert made.look == Look(
        "inline", "inline", "right", "heros", "5F0F40", (("headings", "regular"), ("labels", "inline"))
    )
    assert made.space == 0.9


def test_a_theme_of_the_command_line_takes_the_place_of_all_choices(tmp_path: Path) -> None:
    target(tmp_path, 'theme: {name: modern, accent: "#5f0f40", space: 90%}')
    made = load_target(tmp_path, "t", None, "classic")
    assert (made.theme, made.look, made.space) == ("classic", CLASSIC, 1.0)
    with pytest.raises(UsageError, match="there is no theme `baroque`"):
        load_target(tmp_path, "t", None, "baroque")


@pytest.mark.parametrize(
    ("typed", "code", "message", "hint"),
    [
        ("modem", "D017", "there is no theme `modem`", "did you mean `modern`?"),
        ("[modern]", "D001", "`theme` has no name", "write theme: modern, or theme: {name: modern, …}"),
        ('{accent: "#000000"}', "D001", "`theme` has no name", "write theme: modern, or theme: {name: modern, …}"),
        ("{name: modern, acent: 1}", "D007", "unknown key `acent` in `theme`", "did you mean `accent`?"),
        (
            "{name: modern, accent: teal}",
            "D017",
            "`teal` is no colour",
            'write six hexadecimal digits in quotes: "#005F73"',
        ),
        (
            '{name: modern, accent: "#ff8800"}',
            "D017",
            "`#ff8800` has a contrast of 2.3:1 to the paper, less than 4.5:1",
            'take a darker colour, such as "#B56000"',
        ),
        ('{name: plain, accent: "#000000"}', "D017", "the theme `plain` has no accent colour", "remove the line"),
        ("{name: plain, labels: hung}", "D017", "the theme `plain` has no labels `hung`", "it has: inline"),
        (
            "{name: dense, headings: bald}",
            "D017",
            "the theme `dense` has no headings `bald`",
            "it has: bold, smallcaps, regular",
        ),
        (
            "{name: classic, space: 40%}",
            "D017",
            "`40%` is no share of the white of `classic`",
            "write 70% to 130%",
        ),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, typed: str, code: str, message: str, hint: str) -> None:
    with pytest.raises(DataError) as raised:
        target(tmp_path, f"theme: {typed}")
    (found,) = raised.value.diagnostics
    assert (found.code, found.message, found.hint) == (code, message, hint)
    assert found.span
    assert found.span.line == 1


def test_the_darker_colour_that_is_proposed_is_taken(tmp_path: Path) -> None:
    assert contrast("B56000") >= 4.5
    assert target(tmp_path, 'theme: {name: modern, accent: "#B56000"}').look.accent == "B56000"


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("000000") == pytest.approx(21)
    assert contrast("FFFFFF") == pytest.approx(1)
    assert contrast("767676") == pytest.approx(4.54, abs=0.01)


def test_an_owners_theme_lies_beside_the_data(tmp_path: Path) -> None:
    place = own(tmp_path)
    assert theme_names(tmp_path) == ("classic", "dawn", "dense", "modern", "plain")
    made = target(tmp_path, "theme: dawn")
    assert (made.theme, made.look.folder, made.font) == ("dawn", place, "heros")


def rename(place: Path) -> None:
    """Take the name of a theme that comes with cvtex."""
    place.rename(place.with_name("modern"))


def lose(place: Path) -> None:
    (place / "cvtheme-dawn.sty").unlink()


def lead_out(place: Path) -> None:
    (place / "notes.sty").symlink_to("/etc/hostname")


def link(place: Path) -> None:
    place.rename(place.with_name("elsewhere"))
    place.symlink_to(place.with_name("elsewhere"))


def hide(place: Path) -> None:
    (place / "cvfonts-gyre.sty").write_text("", encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "name", "message"),
    [
        (rename, "modern", "`modern` is the name of a theme that comes with cvtex"),
        (lose, "dawn", "the theme has no file `cvtheme-dawn.sty`"),
        (lead_out, "dawn", "`notes.sty` is a link, which might lead out of the data folder"),
        (link, "dawn", "`dawn` is a link, which might lead out of the data folder"),
        (hide, "dawn", "`cvfonts-gyre.sty` is the name of a file that comes with cvtex"),
    ],
)
def test_an_owners_theme_that_cannot_be_used_is_refused(
    tmp_path: Path, change: Callable[[Path], object], name: str, message: str
) -> None:
    change(own(tmp_path))
    with pytest.raises(DataError) as raised:
        target(tmp_path, f"theme: {name}")
    assert [item.code for item in raised.value.diagnostics if item.message == message] == ["D039"]


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("descripton: x", "D007", "unknown key `descripton` in a theme"),
        ("set: nowhere", "D017", "`set` of the theme cannot be read"),
        ("fonts: [garamond]", "D017", "`fonts` of the theme cannot be read"),
        ("space: wide", "D017", "`space` of the theme cannot be read"),
        ("accent: teal", "D017", "`accent` of the theme cannot be read"),
        ("headings: [bald]", "D017", "`headings` of the theme cannot be read"),
        ("dates: left", "D017", "`dates` of the theme cannot be read"),
        ("just words", "D001", "a theme's file is a mapping"),
    ],
)
def test_mistakes_in_an_owners_theme_are_told_at_their_line(tmp_path: Path, line: str, code: str, message: str) -> None:
    place = own(tmp_path)
    (place / "theme.yaml").write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(DataError) as raised:
        find_theme("dawn", tmp_path)
    (found,) = raised.value.diagnostics
    assert (found.code, found.message) == (code, message)
    assert ": , " not in str(found.hint)
    assert found.span
    assert (found.span.file, found.span.line) == (str(place / "theme.yaml"), 1)


@pytest.mark.parametrize("name", ["characters.txt", "opentype.txt"])
@pytest.mark.parametrize("word", ["U+0Z00", "U+110000", "U+", "U+E9"])
def test_a_list_of_characters_is_read_or_told(tmp_path: Path, name: str, word: str) -> None:
    place = own(tmp_path)
    (place / name).write_bytes(b"# as I have them\nU+00E9 \xe9\nU+1F600 x\n" + f"{word} x\n".encode())
    with pytest.raises(DataError) as raised:
        find_theme("dawn", tmp_path)
    (found,) = raised.value.diagnostics
    assert (found.code, found.message) == ("D039", f"`{word}` is no character's number")
    assert found.span
    assert (found.span.file, found.span.line) == (str(place / name), 4)


def test_all_keys_of_a_theme_are_used_by_one() -> None:
    used = {
        line.partition(":")[0]
        for name in THEMES
        for line in (latex_folder() / "themes" / name / "theme.yaml").read_text(encoding="utf-8").splitlines()
    }
    assert used == set(THEME_KEYS)
