"""Names and texts in every script: set by LuaTeX where pdfTeX cannot, and read whole by three readers."""

import io
import os
import re
import subprocess
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from cvtex.cache import place
from cvtex.content.markup import Run
from cvtex.diagnostics import MissingError
from cvtex.document.model import Document, Heading, Reference, ReferenceList
from cvtex.pipeline import Request, build
from cvtex.typeset import luacache
from cvtex.typeset.compile import Typeset, finished, typeset
from cvtex.typeset.dress import dressed, wanted
from cvtex.typeset.emit import emit
from cvtex.typeset.fallback import Group, choose
from cvtex.typeset.installed import Face, Family, families
from cvtex.typeset.scripts import breakable, package_of, region_of, script_of
from cvtex.typeset.theme import load_theme
from cvtex.verify.actualtext import with_meanings
from cvtex.verify.judge import judge
from cvtex.verify.readers import read_evidence
from cvtex.verify.witness import Witness
from tests.e2e.cvs import DIFFICULT, write
from tests.program import DATA, fake_program
from tests.samples import document, line, runs, set_by_hand, span
from tests.samples import text as heading

NAMES = {
    "Cyrillic": "Юлия Щербакова",
    "Greek": "Γιώργος Παπαδόπουλος",
    "Chinese": "张伟",
    "Japanese": "山田太郎 やまだ",
    "Korean": "김민수",
    "Arabic": "محمد الخوارزمي",
    "Hebrew": "דוד בן גוריון",
    "Devanagari": "अमित शर्मा",
    "Thai": "สมชาย ใจดี",
    "Vietnamese": "Nguyễn Thị Ánh",
}
MIXED = "张伟, Юлия and Γιώργος met on 1 May: ∀x ∈ ℝ"
BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def names() -> Document:
    lines = [line(name, level=0, at=number) for number, name in enumerate(NAMES.values(), 2)]
    return document(*lines, line(MIXED, level=0, at=20), name=NAMES["Cyrillic"])


@cache
def names_set() -> Typeset:
    return typeset(names(), environment=os.environ)


def three_readers(pdf: bytes, folder: Path) -> tuple[str, str, str]:
    """What pdfium, pypdf and poppler read of the first page."""
    with pypdfium2.PdfDocument(pdf) as opened:
        words = opened[0].get_textpage().get_text_range()
    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
    with_meanings(page)
    return words, page.extract_text(), poppler(pdf, folder)


def poppler(pdf: bytes, folder: Path) -> str:
    path = folder / "names.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    return BIDI.sub("", done.stdout.decode())


@pytest.mark.parametrize("script", NAMES)
def test_a_name_is_read_whole(script: str, tmp_path: Path) -> None:
    for text in three_readers(names_set().pdf, tmp_path):
        assert NAMES[script] in [line.strip() for line in text.splitlines()]


def test_scripts_mix_in_one_line(tmp_path: Path) -> None:
    for text in three_readers(names_set().pdf, tmp_path):
        assert MIXED in [line.strip() for line in text.splitlines()]


def test_the_pages_pass_and_why_they_are_luatex_s_is_told() -> None:
    made, done = names(), names_set()
    report = judge(made, read_evidence(done.pdf), Witness(done.remarks, len(done.tex.splitlines())))
    assert not [finding for finding in report.findings if finding.severity == "error"]
    assert report.passed
    assert report.claimable
    first = "U+042E CYRILLIC CAPITAL LETTER YU `Ю` (data/cv.yaml:1:3)"
    assert done.why == f"set with LuaTeX, for pdfTeX's fonts have no {first}"


def test_pdftex_sets_what_it_can() -> None:
    assert not typeset(document(line("Nguyễn, Łódź, αβγ")), environment=os.environ).why


def test_an_engine_that_is_asked_for_is_taken() -> None:
    with pytest.raises(MissingError) as caught:
        typeset(replace(names(), engine="pdftex"), environment=os.environ)
    assert {finding.code for finding in caught.value.diagnostics} == {"X005"}
    plain = document(line("Plain text"))
    assert b"LuaTeX" in typeset(replace(plain, engine="luatex"), environment=os.environ).pdf


def test_the_source_compiles_by_hand(tmp_path: Path) -> None:
    done = names_set()
    by_hand = set_by_hand(done.tex, tmp_path)
    assert finished(by_hand, names(), spaced=True)[0] == done.pdf


def test_both_engines_say_the_same(tmp_path: Path) -> None:
    """The project's own CV: the same text, numbers, links and findings."""
    found: dict[str, object] = {}
    for engine in ("pdflatex", "lualatex"):
        report = build(Request(DATA, "cv", tmp_path / engine, os.environ, engine=engine))
        seen = read_evidence((tmp_path / engine / "cv.pdf").read_bytes())
        texts = tuple(page.text.split() for page in seen.pages)
        links = [(link.page, link.uri, link.destination) for link in seen.second.links]
        told = {key: value for key, value in seen.metadata if key != "/Producer"}
        outcomes = [(outcome.code, outcome.status) for outcome in report.outcomes]
        found[engine] = (texts, links, outcomes, report.findings, report.labels, report.pages, told)
    assert found["pdflatex"] == found["lualatex"]


def test_the_tags_have_the_same_texts_with_both_engines(tmp_path: Path) -> None:
    """Their spaces too: one before a date, and none at the end of a text."""
    found: list[str] = []
    for engine in ("pdflatex", "lualatex"):
        build(Request(write(DIFFICULT, tmp_path / "data"), "cv", tmp_path / engine, os.environ, engine=engine))
        told = subprocess.run(
            ["pdfinfo", "-struct-text", str(tmp_path / engine / "cv.pdf")], capture_output=True, check=True
        )
        found.append(told.stdout.decode())
    assert "Employment" in found[0]
    assert found[0] == found[1]


@pytest.mark.parametrize("font", ["pagella", "termes", "heros"])
def test_every_character_of_the_list_is_set(font: str) -> None:
    every = sorted(load_theme("classic").opentype)
    rows = [" ".join(every[start : start + 30]) for start in range(0, len(every), 30)]
    made = document(*(line((*runs(row), *runs(row, "bold"), *runs(row, "italic"))) for row in rows))
    done = typeset(replace(made, engine="luatex", font=font), environment=os.environ)
    assert "Missing character" not in done.log
    assert "cvscript" not in done.tex


def test_a_missing_font_names_character_place_and_package(tmp_path: Path) -> None:
    listed = "/fonts/Some.ttf|0|Some|80|0|100|False|False|41-5a"
    settings = fake_program(tmp_path / "bin", f"echo '{listed}'", "fc-list")
    with pytest.raises(MissingError) as caught:
        typeset(document(line("中", at=7), line("Я", at=9)), environment=settings)
    chinese, russian = caught.value.diagnostics
    assert (chinese.code, str(chinese.span)) == ("X005", "data/cv.yaml:7:3")
    assert chinese.message == "the font has no U+4E2D CJK UNIFIED IDEOGRAPH-4E2D `中`"
    assert "fonts-noto-cjk" in (chinese.hint or "")
    assert str(russian.span) == "data/cv.yaml:9:3"
    assert "fonts-noto-core" in (russian.hint or "")


def test_without_any_font_one_error_says_so(tmp_path: Path) -> None:
    settings = fake_program(tmp_path / "bin", "exit 1", "fc-list")
    with pytest.raises(MissingError) as caught:
        typeset(document(line("中文", at=7), line("Я", at=9)), environment=settings)
    (finding,) = caught.value.diagnostics
    assert (finding.code, str(finding.span)) == ("X005", "data/cv.yaml:7:3")
    assert "fontconfig" in (finding.hint or "")


def test_without_luatex_both_are_told(tmp_path: Path) -> None:
    with pytest.raises(MissingError) as caught:
        typeset(document(line("中")), environment={**os.environ, "PATH": str(tmp_path)})
    assert [finding.code for finding in caught.value.diagnostics] == ["X005", "X001"]


def test_a_full_width_bracket_begins_at_the_edge() -> None:
    rows = ("「東京大学」で研究をした。", "東京大学で研究", "東京大学で研究をした", "大学で研究をした")
    made = document(*(line(row, level=0, at=number) for number, row in enumerate(rows, 2)))
    done = typeset(made, environment=os.environ)
    report = judge(made, read_evidence(done.pdf), Witness(done.remarks, len(done.tex.splitlines())))
    assert [finding.message for finding in report.findings if finding.severity == "error"] == []


def test_a_mark_of_its_own_belongs_to_its_letter() -> None:
    made = document(line("plain"), name="Ẹ̀gbẹ́")
    done = typeset(made, environment=os.environ)
    report = judge(made, read_evidence(done.pdf), Witness(done.remarks, len(done.tex.splitlines())))
    assert [finding.message for finding in report.findings if finding.severity == "error"] == []


def test_a_bold_word_behind_a_mark_is_a_word_of_its_own(tmp_path: Path) -> None:
    made = document(line((*runs("जिसमें "), *runs("श्रीमान्", "bold"), *runs(" क्षत्रिय"))))
    done = typeset(made, environment=os.environ)
    report = judge(made, read_evidence(done.pdf), Witness(done.remarks, len(done.tex.splitlines())))
    assert [finding.message for finding in report.findings if finding.severity == "error"] == []
    assert "जिसमें श्रीमान् क्षत्रिय" in " ".join(poppler(done.pdf, tmp_path).split())


def initialled() -> Document:
    """A publication by one whose name has a point of the theme's font between letters of another."""
    own = Run("Ю. Щербакова", frozenset({"me"}))
    papers = (Reference("J001", "one", (own, *runs(", Пётр Иванов, “О мерах и числах,” 2021.")), span(20)),)
    return document(Heading("", heading("Публикации")), ReferenceList("J", papers), name="Юлия Щербакова")


def test_an_own_name_is_bold_in_each_of_its_fonts(tmp_path: Path) -> None:
    made = initialled()
    done = typeset(made, environment=os.environ)
    assert not [finding for finding in judge(made, read_evidence(done.pdf)).findings if finding.code == "L004"]
    initial, surname = "\\cvscript{a}{Ю}", "\\cvscript{a}{Щербакова}"
    bold = f"\\cvme{{{initial}. {surname}}}"
    for plain in (f"{initial}. {surname}", f"\\cvme{{{initial}.}} {surname}", f"{initial}\\cvme{{.}} {surname}"):
        tex = done.tex.replace(bold, plain)
        assert tex != done.tex
        report = judge(made, read_evidence(set_by_hand(tex, tmp_path)))
        told = [finding for finding in report.findings if finding.code == "L004"]
        assert ["is not in bold" in finding.message for finding in told] == [True]
        assert "bold face" in str(told[0].hint)


# What LuaTeX learns of fonts


def test_what_is_learnt_stays_in_the_cache_and_changes_nothing(tmp_path: Path) -> None:
    settings = {**os.environ, "CVTEX_CACHE": str(tmp_path / "cache"), "HOME": str(tmp_path / "home")}
    made = replace(document(line("Plain")), engine="luatex")
    first = typeset(made, environment=settings).pdf
    (kept,) = Path(place.room(settings, luacache.ROOM)).iterdir()
    assert zipfile.is_zipfile(kept)
    assert typeset(made, environment=settings).pdf == first
    kept.write_bytes(kept.read_bytes()[:2000])
    assert typeset(made, environment=settings).pdf == first
    assert typeset(made, environment={**settings, "CVTEX_CACHE": ""}).pdf == first
    assert not (tmp_path / "home").exists()


# Which font


def face(name: str, characters: str, weight: int = 80, slant: int = 0) -> Face:
    return Face(Path(f"/{name}.ttf"), 0, weight, slant, " ".join(f"{ord(letter):x}" for letter in sorted(characters)))


def family(name: str, characters: str) -> Family:
    one = face(name, characters)
    return Family(name, one, one, one, one)


@pytest.mark.parametrize(
    ("installed", "serif", "chosen"),
    [
        (["Noto Sans", "Noto Serif", "Aaa Sans"], True, "Noto Serif"),
        (["Noto Sans", "Noto Serif", "Aaa Sans"], False, "Noto Sans"),
        (["DejaVu Sans", "FreeSerif"], True, "FreeSerif"),
        (["DejaVu Sans Mono", "DejaVu Sans"], True, "DejaVu Sans"),
    ],
)
def test_the_family_that_suits(installed: list[str], chosen: str, *, serif: bool) -> None:
    made = [family(name, "Яя") for name in installed]
    for order in (made, made[::-1]):
        fallback = choose({Group("CYRILLIC"): ["Я", "я"]}, order, serif=serif)
        assert [font.family.name for font in fallback.fonts] == [chosen]


def test_ideographs_take_the_forms_of_their_region() -> None:
    made = [family(f"Noto Serif CJK {region}", "直") for region in ("HK", "JP", "KR", "SC", "TC")]
    for text, language, region in (
        ("直です", "en", "JP"),
        ("直 김", "en", "KR"),
        ("直", "en", "SC"),
        ("直", "ja", "JP"),
    ):
        group = Group("CJK", region_of(text, language))
        assert choose({group: ["直"]}, made, serif=True).fonts[0].family.name.endswith(region)


def test_a_korean_font_sets_ideographs_only_where_nothing_else_does() -> None:
    """Some have ideographs without a shape."""
    korean, other = family("Aaa", "中文가"), family("Bbb Sans", "中文가你")
    for region in ("SC", "TC", "KR"):
        (chosen,) = choose({Group("CJK", region): ["中", "文"]}, [korean, other], serif=True).fonts
        assert chosen.family.name == "Bbb Sans"
    (chosen,) = choose({Group("CJK", "SC"): ["中"]}, [korean], serif=True).fonts
    assert chosen.family.name == "Aaa"
    korea, china = Group("CJK", "KR"), family("Ccc Sans", "中你")
    fallback = choose({korea: ["가", "中"]}, [korean, china], serif=True)
    assert {key[1]: chosen.family.name for key, chosen in fallback.places.items()} == {"가": "Aaa", "中": "Ccc Sans"}
    fallback = choose({korea: ["가", "中"]}, [korean], serif=True)
    assert [chosen.family.name for chosen in fallback.fonts] == ["Aaa", "Aaa"]
    assert not fallback.missing


def test_several_families_where_one_has_not_all() -> None:
    fallback = choose(
        {Group("CJK", "SC"): ["中", "文", "字"]}, [family("One", "中文"), family("Two", "文")], serif=True
    )
    assert [font.family.name for font in fallback.fonts] == ["One"]
    assert fallback.missing == ["字"]


def test_a_face_that_lacks_a_character_is_not_used() -> None:
    """A bold one has often fewer signs than the upright one."""
    upright, bold, slanted = face("r", "𝒳∀"), face("b", "∀", 200), face("i", "𝒳∀", 80, 100)
    some = Family("Some Math", upright, bold, slanted, bold)
    (chosen,) = choose({Group("SIGNS"): ["∀", "𝒳"]}, [some], serif=True).fonts
    assert chosen.family == Family("Some Math", upright, upright, slanted, upright)
    (chosen,) = choose({Group("SIGNS"): ["∀"]}, [some], serif=True).fonts
    assert chosen.family == some


def test_a_font_is_told_by_its_ranges(tmp_path: Path) -> None:
    lines = "\n".join(
        f"/f/{name}.ttf|0|Some|{weight}|{slant}|100|False|{colour}|41-43 45"
        for name, weight, slant, colour in (
            ("r", 80, 0, "False"), ("b", 200, 0, "False"), ("i", 80, 100, "False"), ("e", 80, 0, "True"), ("x$", 75, 0, "False"),
        )
    )  # fmt: skip
    (some,) = families(fake_program(tmp_path / "bin", f"cat <<'EOF'\n{lines}\nEOF", "fc-list"))
    assert [path.file.stem for path in (some.regular, some.bold, some.italic, some.bold_italic)] == ["r", "b", "i", "b"]
    assert [some.has(letter) for letter in "ACDEF"] == [True, True, False, True, False]


# Scripts, lines, marks


def test_the_script_of_a_character() -> None:
    found = [script_of(letter) for letter in "aЯ中ひ김،א\u0301∀。 "]
    assert found == ["LATIN", "CYRILLIC", "CJK", "CJK", "CJK", "ARABIC", "HEBREW", "", "SIGNS", "CJK", ""]
    assert [package_of(letter) for letter in "中。яا∀"] == ["fonts-noto-cjk"] * 2 + ["fonts-noto-core"] * 2 + [""]


def test_where_ideographs_may_part() -> None:
    text = "张伟 这是一个（很长）的，段落"
    parted = "".join("|" * (index in breakable(text)) + letter for index, letter in enumerate(text))
    assert parted == "张伟 这|是|一|个|（很|长）|的，|段|落"
    assert not breakable("서울대학교에서")


def own(letter: str) -> bool:
    return letter.isascii() or letter in "ń–“”"


def tex_of(made: Document) -> str:
    needed = wanted(made, own)
    letters = "".join(letter for letters in needed.values() for letter in letters)
    fallback = choose(needed, [family("All", letters)], serif=True)
    body = emit(dressed(made, fallback, own), None).text.partition("\\begin{document}")[2]
    return re.sub(r"\\cvscript\{\w\}", r"\\s", " ".join(body.split()))


def test_marks_of_fonts_and_turns() -> None:
    assert r"\cvitem{Jań \s{Яна Я}, x}" in tex_of(document(line("Jań Яна Я, x")))
    assert r"\cvitem{a \cvrtl{}\s{אב} \cvltr{}12\cvpop{} \s{ג}\cvpop{} b}" in tex_of(document(line("a אב 12 ג b")))
    assert r"\cvrtl{}\s{א} \cvmirror{(}{)}\s{ב}\cvmirror{)}{(} \s{ג}\cvpop{}" in tex_of(document(line("x א (ב) ג y")))


def test_a_turn_that_spans_styles_is_opened_outside_of_them() -> None:
    made = document(line((*runs("by א "), *runs("ב", "bold"), *runs(" ג, x"))))
    assert r"by \cvrtl{}\s{א }\textbf{\s{ב}}\s{ ג}\cvpop{}, x" in tex_of(made)


def test_a_latin_word_keeps_together() -> None:
    assert r"\cvitem{a \s{Ḡanī}, b}" in tex_of(document(line("a Ḡanī, b")))


def test_a_script_keeps_together() -> None:
    assert r"\cvitem{\s{Γιώργος α}, \s{β}}" in tex_of(document(line("Γιώργος α, β")))
