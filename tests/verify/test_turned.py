"""Texts that run from right to left, as readers hand them out, put into the order of the data."""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import TextStringObject

from cvtex.document.model import Document
from cvtex.document.targets.target import Margins
from cvtex.typeset.compile import typeset
from cvtex.verify.evidence import Box, Style, stream_of
from cvtex.verify.judge import judge
from cvtex.verify.readers import read_evidence
from cvtex.verify.seenlines import Glyphs, as_placed
from cvtex.verify.turned import _alike, in_order, same_letters, says
from cvtex.verify.witness import Witness
from tests.samples import document, line, runs
from tests.verify.pdfs import changed, elements, fonts, set_in


def of(*texts: str) -> Document:
    return document(*(line(text) for text in texts), name="דוד לוי")


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("by אב גדה, x", "by הדג בא, x"),
        ("אב (גד) הוא 12", "12 אוה (דג) בא"),
        ("עם ועם", "םעו םע"),
        ("سنة ١٩٩٩", "١٩٩٩ ةنس"),
        ("אב fit, off (x) דה", "הד fit, off (x) בא"),
        ("سلام", "ملاس"),
        ("שָלֹם", "םֹלָש"),
        ("אב גד הו", "דג בא\nוה"),
    ],
    ids=["words", "brackets", "a word in another", "digits", "Latin", "one glyph for two letters", "marks", "lines"],
)
def test_glyphs_from_the_left_are_put_right(wanted: str, shown: str) -> None:
    stream = in_order(of(wanted, "after"), stream_of([f"יול דוד\n{shown}\nafter"]))
    assert stream.text == "".join(f"דוד לוי{wanted}after".split())
    assert len(set(stream.places)) == len(stream.places) == len(stream.gaps)
    begins = [len("".join(wanted[:at].split())) for at in range(len(wanted)) if wanted[at - 1 : at].isspace()]
    assert [at for at in range(1, len("".join(wanted.split()))) if stream.gaps[len("דודלוי") + at]] == begins


@pytest.mark.parametrize("shown", ["by אב גדה, x", "by הגד בא, x", "by בא הדג, x", "by הדגב א, y"])
def test_glyphs_in_another_order_stay_wrong(shown: str) -> None:
    stream = in_order(of("by אב גדה, x"), stream_of([f"יול דוד\n{shown}"]))
    assert "byאבגדה,x" not in stream.text


@pytest.mark.parametrize("shown", ["הדג  בא", "הדגבא", "הד גבא"])
def test_white_that_is_lost_or_elsewhere_is_told(shown: str) -> None:
    stream = in_order(of("אב גדה"), stream_of([f"יול דוד\n{shown}"]))
    assert stream.text.endswith("אבגדה")
    assert (stream.gaps[-3:] == (" ", "", "")) == (shown == "הדג  בא")


@given(st.text("אב()x", max_size=30), st.text("אב()x", min_size=1, max_size=4))
def test_places_with_the_same_letters_are_found(text: str, letters: str) -> None:
    starts = range(len(text) - len(letters) + 1)
    assert [*_alike(text, letters)] == [
        start for start in starts if same_letters(text[start:][: len(letters)], letters)
    ]


def test_the_work_that_a_wrong_text_makes_grows_with_its_letters_alone() -> None:
    def asked(many: int) -> int:
        """How many boxes are asked for where the first words of so many lines are in the wrong order."""
        places: list[tuple[int, int]] = []

        def box(place: tuple[int, int]) -> Box:
            places.append(place)
            return (-float(place[1]), 0.0, 1.0 - place[1], 9.0)

        lines = [f"אבג{number:03} דהו" for number in range(many)]
        stream = stream_of(["\n".join(["דוד לוי", "דהו 000אבג", *lines[1:]])])
        assert in_order(of(" ".join(lines)), stream, box).text != stream_of([f"דוד לוי {' '.join(lines)}"]).text
        return len(places)

    assert 0 < asked(200) < 3 * asked(100)


def placed(text: str, edges: list[float | None], heights: list[float] | None = None) -> str:
    boxes = [None if edge is None else (edge, 0.0, edge + 4, 9.0) for edge in edges]
    style = Style("Serif", 10, (0, 0, 0))

    def widths(places: Sequence[int]) -> list[Box]:
        return [(box[0] - 1, box[1], box[0] + 9, box[3]) for place in places if (box := boxes[place])]

    glyphs = Glyphs(text, boxes, heights or [0.0] * len(text), [style] * len(text), widths)
    order, meant = as_placed(glyphs) or (range(len(text)), text)
    return "".join(meant[place] for place in order).removesuffix("\n")


def test_white_beside_letters_that_are_said_together_is_as_wide_as_a_space() -> None:
    """pdfium tells no room around them, and gives each an equal part of their ink."""

    def words(*edges: float, said: str) -> int:
        boxes: list[Box | None] = [(edge, 0.0, edge + 4, 9.0) for edge in edges]
        style = Style("Serif", 10, (0, 0, 0))

        def widths(places: Sequence[int]) -> list[Box]:
            each = ((place, box) for place in places if (box := boxes[place]))
            return [box if place in map(int, said) else (box[0] - 0.5, 0, box[2] + 0.5, 9) for place, box in each]

        placed = as_placed(Glyphs("กขא", boxes, [0.0] * 3, [style] * 3, widths))
        assert placed is not None
        return "".join(placed[1][place] for place in placed[0]).strip().count(" ")

    assert words(0, 5.9, 20, said="01") == 1
    assert words(0, 6.6, 20, said="01") == 2
    assert words(0, 5.9, 20, said="0") == 1
    assert words(0, 6.1, 20, said="0") == 2
    assert words(0, 4.9, 9.8, said="") == 0


def test_a_line_is_read_from_the_left() -> None:
    assert placed("2019 אב x", [50, 55, 60, 65, None, 40, 30, None, 0]) == "x אב2019"
    assert placed("plain", [None] * 5) == "plain"


def test_white_parts_words_whatever_pdfium_makes_of_it() -> None:
    assert placed("אבג", [50, 38, 28]) == "בג א"
    assert placed("א בג", [50, None, 40, 30]) == "אבג"


def test_what_pdfium_turns_is_turned_back() -> None:
    assert placed("אב)x(", [40, 30, 20, 10, 0]) == "(x(אב", "what stands behind Latin is as it was"
    assert placed("x)אב(", [0, 10, 30, 20, 40]) == "x)אב)"
    assert placed("אב…", [40, 30, 20]) == "…אב"


def test_what_pdfium_takes_apart_is_whole() -> None:
    assert placed("אNo7", [40, 20, 20, 30]) == "№7א"
    assert placed("\udcb3\ud835א", [20, 20, 30]) == "\ud835\udcb3א"


def test_raised_text_neither_parts_lines_nor_glues_them() -> None:
    assert placed("אב\r\n2", [20, 10, None, None, 0], [0, 0, 0, 0, 3.6]) == "2אב"
    assert placed("a אב\r\n2", [0, None, 30, 20, None, None, 10], [0, 0, 0, 0, 0, 0, 3.6]) == "a2אב"
    assert placed("x אבגד", [0, None, 10, 0, 10, 0], [0, 0, 20, 20, 40, 40]) == "גד\nאב\nx"


def test_a_mark_parts_no_line() -> None:
    text = "אב\r\n\u05b8\r\nג"
    edges: list[float | None] = [50, 40, None, None, 41, None, None, 30]
    assert placed(text, edges, [0, 0, 0, 0, 3, 0, 0, 0]).count("\n") == 0
    assert placed("אב\r\nג", [50, 40, None, None, 50], [0, 0, 0, 0, -13]).count("\n") == 1


def test_a_line_says_words() -> None:
    assert says("לוי דוד · CV", "דוד לוי · CV")
    assert not says("דוד · CV", "דוד לוי · CV")
    assert not says("b a", "a b")


def errors(made: Document, pdf: bytes) -> list[tuple[str, str]]:
    report = judge(made, read_evidence(pdf), Witness())
    return [(finding.code, finding.message) for finding in report.findings if finding.severity == "error"]


def respaced(pdf: bytes, before: bytes, after: bytes) -> bytes:
    """A PDF with other glyphs in a Hebrew text of its first page, where `S` stands for that of a space."""

    def change(writer: pypdf.PdfWriter) -> None:
        content = writer.pages[0].get_contents()
        assert content is not None
        maps = [font["/ToUnicode"].get_object().get_data() for font in fonts(writer) if "Hebrew" in font["/BaseFont"]]
        space = next(match[1] for table in maps if (match := re.search(rb"<(\w{4})> <0020>", table)))
        data, times = re.subn(before.replace(b"S", space), after.replace(b"S", space), content.get_data(), count=1)
        assert times
        content.set_data(data)
        set_in(writer.pages[0], "/Contents", writer._add_object(content))

    return changed(pdf, change)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (rb"(-\d+)?<S", b"<", "“כהן” and “מירושלים” are read as one word (pdfium)"),
        (rb"<S(\w{4})", rb"<\g<1>S", "“כהן” is read in pieces (pdfium)"),
    ],
    ids=["lost", "moved"],
)
def test_white_between_words_that_is_lost_or_elsewhere_is_refused(before: bytes, after: bytes, message: str) -> None:
    made = document(line("דניאל כהן מירושלים"), name="לוי")
    sound = typeset(made, environment=os.environ).pdf
    assert errors(made, sound) == []
    assert errors(made, respaced(sound, before, after)) == [("T001", message)]


def rewritten(pdf: bytes, before: bytes, after: Callable[[re.Match[bytes]], bytes]) -> bytes:
    """A PDF with another content of its first page."""

    def change(writer: pypdf.PdfWriter) -> None:
        content = writer.pages[0].get_contents()
        assert content is not None
        data, times = re.subn(before, after, content.get_data(), count=1)
        assert times
        content.set_data(data)
        set_in(writer.pages[0], "/Contents", writer._add_object(content))

    return changed(pdf, change)


AFTER_SAID = rb"(?<=\[)(<\w+>-10<\w+>\]TJ\nET\nEMC\nBT\n/F\d+ [\d.]+ Tf\n1 0 0 1 )([\d.]+)"


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (AFTER_SAID, lambda found: found[1] + b"%.2f" % (float(found[2]) + 2.2), "“แบบจำลอง” is read in pieces (pdfium)"),
        (rb"<(\w{4})(\w{4})(?=\w{8}>\]TJ\nET\n/Span)", lambda found: b"<" + found[2] + found[1], "is missing (pdfium)"),
        (
            rb"(?<=\n/F\d\d 10.00004 Tf\n1 0 0 1 )([\d.]+)(?=.*-26)",
            lambda found: b"%.2f" % (float(found[1]) - 2.9),
            "“แบบจำลอง” and “דניאל” are read as one word (pdfium)",
        ),
    ],
    ids=["white within a word", "letters in another order", "white that is lost"],
)  # fmt: skip
def test_what_is_wrong_beside_letters_that_are_said_together_is_refused(
    before: bytes, after: Callable[[re.Match[bytes]], bytes], message: str
) -> None:
    made = document(line("แบบจำลอง דניאל כהן เพื่อพยากรณ์"), name="לוי")
    sound = typeset(made, environment=os.environ).pdf
    assert errors(made, sound) == []
    found = [text for code, text in errors(made, rewritten(sound, before, after)) if code == "T001"]
    assert any(message in text for text in found), found


def test_tags_that_run_words_together_are_refused() -> None:
    made = document(line("x"), name="דניאל כהן")
    sound = typeset(made, environment=os.environ).pdf

    def change(writer: pypdf.PdfWriter) -> None:
        name = elements(writer, "/Span")[0]
        assert name["/ActualText"] == "דניאל כהן"
        set_in(name, "/ActualText", TextStringObject("דניאלכהן"))

    message = "a screen reader reads “דניאלכהן” where “דניאל כהן” is due"
    assert errors(made, changed(sound, change)) == [("A002", message)]


def test_a_document_in_hebrew_passes() -> None:
    items = (
        line("האוניברסיטה העברית, “ירושלים”", level=0, date="2019–2021", at=2),
        line((*runs("הוראה: מבוא ל-Python (קורס 101) ו-"), *runs("C++", "bold"), *runs(", 50% משרה")), at=3),
        line(
            "מחקר על שפות טבעיות ועל למידת מכונה בהקשרים רבים ושונים, עם פרסומים בכתבי עת ובכנסים, ועם שיתופי פעולה",
            at=4,
        ),
        line("بحث في الذكاء الاصطناعي (AI) منذ ١٩٩٩", at=5),
    )
    made = document(*items, name="דוד בן גוריון")
    done = typeset(made, environment=os.environ)
    report = judge(made, read_evidence(done.pdf), Witness(done.remarks, len(done.tex.splitlines())))
    assert [finding.message for finding in report.findings if finding.severity == "error"] == []


@pytest.mark.parametrize(
    "words",
    [
        "תל אביב (x) (ירושלים) scientific office, fit, off (x) דוד English fit, off דוד",
        "العلوم fit, off (x) الإسلام ٪٥٠ affine (2019) A–B لِلَّهِ et al. می\u200cخواهم C++ ١٩٩٩ الله سلام",
        "שָׁלוֹם לָּךְ naïve קֻבְּץ “so” fit, off ״אב״ et al. צה״ל 2019–21 “fit” ١٩٩٩ لا (ירושלים) fi",
    ],
    ids=["Hebrew", "Arabic", "both"],
)
@pytest.mark.parametrize("margin", [72, 200])
def test_what_runs_both_ways_in_a_line_passes(words: str, margin: int) -> None:
    """What pypdf takes for a sign, such as a ligature, and what it turns by rules of its own, is read as it is shown."""
    made = replace(document(line(words)), margins=Margins(left=margin, right=margin))
    assert errors(made, typeset(made, environment=os.environ).pdf) == []


@pytest.mark.parametrize(
    "words",
    [
        "תל אביב （你好） צה״ל",
        "דוד 「引用」 πολυ 山田",
        "דוד ⌈x⌉ 《书名》 אב",
        "سلام H₂O α→β 《书名》 … （你好） جامعة",
        "דוד ≤ 3 אב",
        "العلوم शर्मि र्कीं बहुत",
        "김민수 「引用」 논문",
        "Łódź中文很长的一个段落 김민수ЮлияÅse Ếπολυτονικό",
        "naïve (ירושלים) 𝑛×𝑚 (𝒳) Юлия",
    ],
    ids=["wide", "corner", "ceiling", "Arabic", "relation", "Devanagari", "Korean", "without a space", "mathematics"],
)
def test_scripts_mix_in_a_line(words: str) -> None:
    """Brackets of every kind are mirrored in their own fonts, and every letter has a shape."""
    made = document(line(words))
    assert errors(made, typeset(made, environment=os.environ).pdf) == []


def test_a_mark_that_is_said_together_with_a_letter_is_of_that_letter() -> None:
    """Its room is as far from the next one; how numbers are rounded does not count."""
    assert placed("אर्मि", [0, 10.001, 14.005, 18.008, 22.012]) == "אर्मि"
    assert placed("אर्मि", [0, 10.001, 13.997, 17.993, 21.989]) == "אर्मि"


def test_a_vowel_over_a_letter_is_of_that_letter_and_before_its_tone() -> None:
    """Where all three have one middle, and where the vowel is wider than its letter."""
    assert placed("אที่", [0, 10, 10.01, 10.02]) == "אที่"
    assert placed("אรี่น", [0, 10, 9.9, 10.5, 16]) == "אรี่น"


@pytest.mark.parametrize("words", ["ที่ العلوم นี่", "من إلى المستشفى الأعلى", "ปรีดี שלום ที่ปรึกษาผู้ทรงคุณวุฒิ", "शर्मि दोد إلى"])
@pytest.mark.parametrize("theme", ["modern", "plain"])
def test_what_runs_both_ways_passes_without_serifs(words: str, theme: str) -> None:
    """Noto's fonts without serifs have other places for marks, and one glyph for `لى`."""
    made = replace(document(line(words)), theme=theme, font="heros")
    assert errors(made, typeset(made, environment=os.environ).pdf) == []


def test_a_mark_that_begins_a_line_is_of_that_line() -> None:
    text, heights = "אב\r\n\u05b0\r\nג", [0.0, 0, 0, 0, -13, 0, 0, -13]
    assert placed(text, [50, 40, None, None, 41, None, None, 50], heights).split("\n")[0] == "אב"
