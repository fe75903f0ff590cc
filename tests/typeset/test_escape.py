"""Text through LaTeX and back: what is read off the page is what was typed."""

import io
import re
import tempfile
from dataclasses import replace
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvtex.content.markup import Run, Style
from cvtex.document.model import Block
from cvtex.typeset.emit import emit
from cvtex.typeset.escape import command, escape, escape_url, inline
from cvtex.typeset.theme import load_theme
from tests.samples import document, line, paragraph, run_tex, runs, set_, tex_set
from tests.verify.pdfs import annotations

CHARACTERS = load_theme("classic").characters
FONTS = load_theme("classic").about.fonts
PRINTABLE = "".join(map(chr, range(33, 127)))
FOOT = re.compile(r"Ada\s*\d+\s*/\s*\d+\s*\Z")
# pdfium's signs for a hyphen at a line's end, and the ligatures that fonts have and readers hand out.
SAME = {"\x02": "-", "\ufffe": "-", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}


def texts_read(pdf: bytes) -> dict[str, list[str]]:
    """The words that each of two readers finds between the name and the foot of every page."""
    opened = pypdfium2.PdfDocument(pdf)
    pages = {
        "pdfium": [page.get_textpage().get_text_range() for page in opened],
        "pypdf": [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages],
    }
    opened.close()
    return {name: [_words(FOOT.sub("", text)) for text in texts] for name, texts in pages.items()}


def _words(text: str) -> str:
    for sign, meant in SAME.items():
        text = text.replace(sign, meant)
    return " ".join(text.split()).removeprefix("Ada").strip()


def packed(text: str) -> str:
    return "".join(_words(text).split())


def pdf_of(*blocks: Block, font: str = "pagella") -> bytes:
    """The PDF of some blocks, with no foot but the name and the page, whatever TeX has to say of long lines."""
    source = emit(replace(document(*blocks, title=""), font=font), CHARACTERS)
    with tempfile.TemporaryDirectory() as name:
        done = run_tex(source.text, Path(name))
        assert done.status == 0, done.log[-2000:]
        assert "Missing character" not in done.log
        return (Path(name) / "document.pdf").read_bytes()


def assert_read(texts: list[str], *styles: Style, font: str = "pagella") -> None:
    """All texts, each a paragraph, are read without their white space by both readers."""
    wanted = packed(" ".join(texts))
    for reader, pages in texts_read(pdf_of(*(paragraph(runs(text, *styles)) for text in texts), font=font)).items():
        assert packed(" ".join(pages)) == wanted, reader


# An ogonek alone hangs below what is high beside it: pdfium takes the two for lines of their own.
any_word = st.text(st.sampled_from(sorted(CHARACTERS - {"\u02db"}) + list(PRINTABLE) * 4), min_size=1, max_size=9)
any_text = st.lists(any_word, min_size=1, max_size=6).map(" ".join)
plain_word = st.text(
    st.sampled_from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäéñöüçßœ0123456789"), min_size=2, max_size=9
)


@given(st.lists(any_text, min_size=60, max_size=60), st.sampled_from(FONTS))
@settings(max_examples=6, derandomize=True)
def test_any_text_of_the_themes_characters_is_read_as_typed(texts: list[str], font: str) -> None:
    assert_read(texts, font=font)


@pytest.mark.parametrize("font", FONTS)
@given(texts=st.lists(st.lists(plain_word, min_size=2, max_size=14).map(" ".join), min_size=40, max_size=40))
@settings(max_examples=3)
def test_words_are_read_apart(texts: list[str], font: str) -> None:
    for reader, pages in texts_read(pdf_of(*(paragraph(text) for text in texts), font=font)).items():
        assert " ".join(pages).split() == " ".join(texts).split(), reader


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("style", ["bold", "italic", "smallcaps", "me", "note", "sup", "sub"])
def test_every_character_of_the_theme_is_set_in_every_face(style: Style, font: str) -> None:
    characters = [*PRINTABLE, *sorted(CHARACTERS)]
    assert len(characters) > 400
    assert_read([" ".join(characters[start : start + 12]) for start in range(0, len(characters), 12)], style, font=font)


def test_ascii_is_set_in_every_face() -> None:
    styles: list[Style] = ["bold", "italic", "smallcaps", "me", "note", "code", "mark", "sup", "sub"]
    for style in styles:
        assert_read([" ".join(PRINTABLE)], style)


LIGATURES = [
    "--",
    "---",
    "----",
    "–-",
    "‘‘",
    "’’",
    "!‘",
    "?‘",
    ",,",
    ",,,",
    "<<",
    "<<<",
    ">>",
    "!`",
    "?`",
    "``",
    "''",
    "fi",
    "ffl",
    "ij",
    '"',
    "'s",
    "-\u2011-",
]


def test_no_pair_of_characters_becomes_another() -> None:
    texts = [f"a{pair}b" for pair in LIGATURES] + LIGATURES
    for pages in texts_read(pdf_of(*(paragraph(text) for text in texts))).values():
        assert packed(" ".join(pages)) == packed(" ".join(texts).replace("\u2011", "-"))


@pytest.mark.parametrize("special", [c for c in PRINTABLE if not c.isalnum()])
def test_a_special_character_is_itself_between_letters(special: str) -> None:
    made = escape(f"a{special}b")
    assert made.startswith("a")
    assert made.endswith("b")
    assert escape(special * 2).count(escape(special)) == 2


def test_hostile_texts_stay_text() -> None:
    texts = [r"\input{/etc/passwd}", r"\end{document}", r"}\par{", "100%", "^^41", "#1 ##", "$x$", "~", r"\\", "{", "}"]
    assert_read(texts)


def test_spaces_of_all_kinds_are_spaces() -> None:
    spaces = "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\n"
    texts = [f"left{space}right" for space in spaces]
    for reader, pages in texts_read(pdf_of(*(paragraph(text) for text in texts))).items():
        assert packed(" ".join(pages)) == "leftright" * len(spaces), reader
        if reader == "pdfium":
            assert " ".join(pages).split() == ["left", "right"] * len(spaces)


@pytest.mark.parametrize("date", ["[2021]", "2021]", "[2021", "a]b[c", "[[x]]", "{]}"])
def test_brackets_stay_within_an_option(date: str) -> None:
    pages = texts_read(pdf_of(line("Example", level=0, date=date), line("one [a] two ]b[")))["pdfium"]
    assert packed(" ".join(pages)) == packed(f"Example {date} • one [a] two ]b[")


def test_an_empty_option_is_left_out() -> None:
    assert command("cvitem", "x") == r"\cvitem{x}"
    assert command("cvitem", "x", option="2021") == r"\cvitem[2021]{x}"
    assert command("cvitem", "x", option="2]1") == r"\cvitem[{2]1}]{x}"


URLS = {
    "https://example.org/a%20b": "https://example.org/a%20b",
    "https://example.org/?a=1&b=2#c_d": "https://example.org/?a=1&b=2#c_d",
    "https://example.org/~ada/": "https://example.org/~ada/",
    "https://example.org/{a}(b)[c]": "https://example.org/{a}(b)[c]",
    "https://example.org/a b": "https://example.org/a%20b",
    "https://example.org/a\\b^c`d\"e<f>g|h": "https://example.org/a%5Cb%5Ec%60d%22e%3Cf%3Eg%7Ch",
    "https://example.org/é/日": "https://example.org/%C3%A9/%E6%97%A5",
    "https://example.org/$1,;:@!*'+=": "https://example.org/$1,;:@!*'+=",
    "https://example.org/((": "https://example.org/((",
    "https://example.org/#%23##": "https://example.org/#%23##",
    "mailto:ada.b+c@example.org": "mailto:ada.b+c@example.org",
}  # fmt: skip


def test_addresses_arrive_in_the_pdf_byte_for_byte() -> None:
    blocks = [paragraph(runs("here", href=address)) for address in URLS]
    nested = [line(runs("there", "bold", "italic", href=address), level=2) for address in URLS]
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(*blocks, *nested)))
    found = [item.get_object()["/A"]["/URI"] for page in reader.pages for item in annotations(page)]
    assert found == [*URLS.values(), *URLS.values()]


@given(st.text(min_size=1, max_size=40))
@settings(max_examples=200)
def test_no_address_can_end_its_argument(tail: str) -> None:
    made = re.sub(r"\\[%#&_~{}]", "", escape_url("https://example.org/" + tail))
    assert made.isascii()
    assert not set(made) & set(" \\%#&_~{}\n\t")


def test_styles_nest_from_the_outside_in() -> None:
    run = Run("x", frozenset({"bold", "italic", "note"}), href="https://example.org")
    assert inline((run,)) == r"\cvnote{\cvlink{https://example.org}{\textbf{\emph{x}}}}"
    place = [piece.styled("place") for piece in (Run(", "), Run("B "), Run("C", frozenset({"italic"})))]
    both = (Run("A"), *place, Run(" D"))
    assert inline(both) == r"A\cvplace{B \emph{C}} D"


def test_spaces_stay_outside_of_a_style() -> None:
    assert inline((Run("a"), Run(" b ", frozenset({"bold"})), Run("c"))) == r"a \textbf{b} c"
    assert inline((Run(" ", frozenset({"bold"})),)) == " "


def test_a_citation_is_its_label() -> None:
    assert inline((Run("[C001]", cite="C001"),)) == r"\cvcite{C001}"


def test_nested_styles_are_set_and_read() -> None:
    every: list[tuple[Style, ...]] = [
        ("bold", "italic"),
        ("bold", "code"),
        ("italic", "smallcaps"),
        ("bold", "italic", "sup"),
        ("me", "mark"),
    ]
    blocks = [paragraph((*runs("left "), *runs("middle", *styles), *runs(" right"))) for styles in every]
    pages = texts_read(pdf_of(*blocks))
    assert packed(" ".join(pages["pypdf"])) == "leftmiddleright" * len(every)
    assert " ".join(pages["pdfium"]).split()[:3] == ["left", "middle", "right"]


@pytest.mark.parametrize("name", ["A. O'Neil", 'The "One"', "a`b", "{x}", "50% & more", "a_b^c~d#e$", "Łódź Ünal"])
def test_names_arrive_in_the_metadata(name: str) -> None:
    info = pypdf.PdfReader(io.BytesIO(set_(document(line("x"), name=name, title=name)).pdf)).metadata
    assert info is not None
    assert (info.title, info.author) == (f"{name} – {name}", name)


def test_the_class_takes_what_escape_makes_by_hand() -> None:
    source = "\\documentclass{cvtex}\\begin{document}\\cvname{A}\\cvtext{" + escape(PRINTABLE) + "}\\end{document}"
    assert packed(PRINTABLE) in packed(texts_read(tex_set(source))["pypdf"][0])
