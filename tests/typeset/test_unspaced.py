"""Thai, Lao, Khmer and Burmese: lines that end between words, by real LuaTeX, and what the author says of it."""

import os
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icu4py.breakers import LineBreaker

from cvtex.content.markup import Run, plain
from cvtex.content.model import Contact
from cvtex.document.model import Document, Heading, Reference, ReferenceList
from cvtex.document.targets.target import Margins
from cvtex.typeset.compile import Typeset, finished, typeset
from cvtex.typeset.dress import dressed
from cvtex.typeset.escape import BREAK, END, FONT, PRICED
from cvtex.typeset.fallback import choose
from cvtex.typeset.theme import load_theme
from cvtex.typeset.unspaced import lineheight, word_ends
from cvtex.verify.evidence import Evidence
from cvtex.verify.judge import judge
from cvtex.verify.placement import placements
from cvtex.verify.readers import read_evidence
from cvtex.verify.witness import Witness
from tests.samples import document, line, paragraph, runs, set_by_hand, span
from tests.samples import text as titled
from tests.typeset.test_scripts import family, own, tex_of, three_readers

MAY, NEVER = "\u200b", "\u2060"
THAI = (
    "งานวิจัยของข้าพเจ้ามุ่งเน้นการพัฒนาขั้นตอนวิธีสำหรับการเรียนรู้ของเครื่องและการประมวลผลภาษาธรรมชาติโดยเฉพาะอย่างยิ่งภาษาไทยซึ่งไม่มีการเว้นวรรค"
    "ระหว่างคำและได้รับการตีพิมพ์ในวารสารวิชาการระดับนานาชาติและนำไปใช้จริงในโรงพยาบาลหลายแห่งทั่วประเทศเพื่อช่วยแพทย์วิเคราะห์ภาพถ่ายทางการแพทย์"
)
LAO = (
    "ການຄົ້ນຄວ້າຂອງຂ້າພະເຈົ້າກ່ຽວກັບພາສາລາວແລະການຮຽນຮູ້ຂອງເຄື່ອງຈັກໂດຍສະເພາະແມ່ນການປະມວນຜົນພາສາທຳມະຊາດເຊິ່ງບໍ່ມີການຍະຫວ່າງ"
    "ລະຫວ່າງຄຳແລະຖືກນຳໃຊ້ໃນໂຮງໝໍຫຼາຍແຫ່ງໃນທົ່ວປະເທດເພື່ອຊ່ວຍແພດວິເຄາະຮູບພາບທາງການແພດ"
)
KHMER = "ការស្រាវជ្រាវរបស់ខ្ញុំផ្តោតលើភាសាខ្មែរនិងការរៀនរបស់ម៉ាស៊ីនដោយប្រើប្រាស់ទិន្នន័យដែលប្រមូលបានពីមន្ទីរពេទ្យជាច្រើន"
BURMESE = "ကျွန်ုပ်၏သုတေသနသည်မြန်မာဘာသာစကားနှင့်စက်သင်ယူမှုဆိုင်ရာနည်းပညာများကိုအဓိကထားပါသည်။ဆေးရုံများစွာတွင်အသုံးပြုသည်"
TEXTS = {"Thai": THAI, "Lao": LAO}
WIDE, NARROW = Margins(), Margins(left=170, right=170)


def parted(text: str) -> str:
    """A text with a bar where a line may end, two where that costs more."""
    ends = word_ends(text)
    return "".join(("" if at not in ends else "|" if ends[at] else "‖") + letter for at, letter in enumerate(text))


# Where a line may end


def test_lines_end_between_words() -> None:
    assert parted("คณะวิทยาศาสตร์มหาวิทยาลัยเชียงใหม่") == "คณะ|วิทยาศาสตร์|มหาวิทยาลัย|เชียงใหม่"
    assert parted("ພາສາລາວແລະການຮຽນຮູ້ຂອງເຄື່ອງຈັກ") == "ພາສາ|ລາວ‖ແລະ|ການຮຽນຮູ້|ຂອງ|ເຄື່ອງຈັກ"
    assert parted("ភាសាខ្មែរនិងការរៀនរបស់ម៉ាស៊ីន") == "ភាសាខ្មែរ|និង‖ការ‖រៀន‖របស់|ម៉ាស៊ីន"
    assert "သည်|မြန်မာဘာသာ|စကား" in parted(BURMESE)


def test_a_name_and_a_short_phrase_stay_together() -> None:
    for text in ("สมชาย ใจดี", "พิธา ลิ้มเจริญรัตน์", "ผลกระทบ", "ศาสตราจารย์ดร."):
        assert not word_ends(text)


def test_syllables_of_a_word_that_no_dictionary_has_cost_more() -> None:
    """ผลกระทบ, อัลกอริทึม and ควอนตัม are words."""
    for word, shown in (("ผลกระทบ", "ผลก‖ระ‖ทบ"), ("อัลกอริทึม", "อัล‖กอ‖ริ‖ทึม"), ("ควอนตัม", "ค‖วอน‖ตัม")):
        assert shown in parted(f"มหาวิทยาลัยศึกษา{word}คอมพิวเตอร์")


def test_a_line_does_not_begin_with_what_goes_with_the_letter_before() -> None:
    """ICU parts บูรณ|า|การ."""
    assert "ณ|า" not in parted("มหาวิทยาลัยศึกษาบูรณาการ").replace("‖", "|")


def test_nothing_else_is_parted() -> None:
    for text in ("plain text", "张伟这是一个很长的段落", "Юлия", "דוד", "बहुत लंबा पाठ", "15ปี", ""):
        assert not word_ends(text)


def test_an_author_says_where_a_line_ends() -> None:
    assert parted(f"คณะวิทยาศาสตร์มหา{NEVER}วิทยาลัย{NEVER}เชียงใหม่") == (f"คณะ|วิทยาศาสตร์|มหา{NEVER}วิทยาลัย{NEVER}เชียงใหม่")
    assert parted(f"ผล{MAY}กระทบ") == f"ผล{MAY}|กระทบ"
    assert parted(f"มหาวิทยาลัยผลก{NEVER}ระ{NEVER}ทบต่อสิ่งแวดล้อม").endswith(f"|ผลก{NEVER}ระ{NEVER}ทบ‖ต่อ‖สิ่ง|แวดล้อม")


PIECES = st.sampled_from(
    [*re.findall(r"\w+", "คณะ วิทยาศาสตร์ มหาวิทยาลัย ผล กระทบ ศึกษา บูรณาการ ที่ และ ພາສາ ລາວ ភាសាខ្មែរ နည်းပညာ"), MAY, NEVER, " ", "x", "中文", "ๆ", "ำ", "เ"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
def test_a_text_stays_what_it_is(text: str) -> None:
    """With all marks taken away again it has its letters, and none that an author typed for lines alone."""
    fallback = choose({}, [], serif=True)
    made = replace(document(line(text)), blocks=(paragraph(text),))
    (block,) = dressed(made, fallback, own).blocks
    shown = plain(block.runs)  # type: ignore[union-attr]
    assert re.sub(f"[{BREAK}{PRICED}{END}]", "", shown) == re.sub(f"[{MAY}{NEVER}]", "", text)
    assert chr(FONT) not in shown


@given(st.lists(PIECES, max_size=12).map("".join))
def test_no_line_ends_within_a_syllable_or_where_that_is_forbidden(text: str) -> None:
    for place in word_ends(text):
        before, after = text[place - 1], text[place]
        assert before != NEVER
        if before == MAY:
            continue
        assert before not in "เแโใไ"
        assert after not in "ะาำๆฯ"
        assert unicodedata.category(after)[0] not in "MZ"


# How far lines are apart

TALL = {
    "Thai": "ฟื้น ผู้รู้ ฎุ ฏู ปื้น ฤๅ ญู ที่สุด กู้ชื่อ ปฏิรูป ผู้ใหญ่ ฟู ปื่ " * 8,
    "Lao": "ຟື້ນ ຜູ້ຮູ້ ປີ້ ຊູ່ ທີ່ ກູ້ຊື່ ຟູ " * 8,
}


@pytest.mark.parametrize("theme", ["classic", "modern", "dense", "plain"])
@pytest.mark.parametrize("script", TALL)
def test_marks_of_two_lines_never_touch(script: str, theme: str) -> None:
    made, done, seen = set_by_luatex(" ".join(TALL[script].split()), theme=theme)
    report = judge(made, seen, Witness(done.remarks, len(done.tex.splitlines())))
    assert [finding.message for finding in report.findings if finding.code in ("P007", "T001")] == []
    assert "lineheight=1.5" in done.tex


TONES = {"Thai": "ที่นั่ง นั่น ทั้งนั้น ตั้งขั้น ปั่นป่วน ฟั่นเฟือน สิ้นคลื่น", "Lao": "ຂັ້ນ ຕັ້ງ ຊັ້ນ ຄົ້ນຄວ້າ ນ້ຳ"}


@pytest.mark.parametrize("font", ["pagella", "heros"])
@pytest.mark.parametrize("script", TONES)
def test_a_tone_over_a_vowel_is_read_once(script: str, font: str) -> None:
    made = replace(made_of(TONES[script]), font=font)
    done = typeset(made, environment=os.environ)
    report = judge(made, read_evidence(done.pdf), Witness(done.remarks, len(done.tex.splitlines())))
    assert [finding.message for finding in report.findings if finding.severity == "error"] == []


def test_a_name_in_such_a_script_moves_no_line() -> None:
    words = "A lecture at the university, with a colleague of ours, 2019"
    assert "lineheight" not in tex_of(document(line(f"{words} (สมชาย ใจดี)")))
    assert lineheight([words, "สมชาย ใจดี"]) == 0 < lineheight(["CV", "สมชาย ใจดี"])
    assert lineheight([]) == 0


# On the page


def made_of(text: str, margins: Margins = WIDE, theme: str = "classic") -> Document:
    font = load_theme(theme).about.fonts[0]
    return replace(document(paragraph(text), line(text)), margins=margins, theme=theme, font=font)


@cache
def set_by_luatex(text: str, margins: Margins = WIDE, theme: str = "classic") -> tuple[Document, Typeset, Evidence]:
    made = made_of(text, margins, theme)
    done = typeset(made, environment=os.environ)
    return made, done, read_evidence(done.pdf)


def lines_of(made: Document, seen: Evidence) -> list[list[tuple[str, float]]]:
    """The lines of each long text, each with its width in points."""
    found = []
    for item in placements(made, seen):
        if item.fact.role in ("text", "item"):
            texts = ["".join(seen.pages[each.page - 1].text[at] for at in each.glyphs) for each in item.lines]
            found.append([(words, each.box[2] - each.box[0]) for words, each in zip(texts, item.lines, strict=True)])
    return found


@pytest.mark.parametrize("margins", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("script", TEXTS)
def test_a_text_fills_its_lines(script: str, margins: Margins) -> None:
    made, done, seen = set_by_luatex(TEXTS[script], margins)
    report = judge(made, seen, Witness(done.remarks, len(done.tex.splitlines())))
    assert [finding.message for finding in report.findings] == []
    assert report.claimable
    words = list(LineBreaker(TEXTS[script], "th"))
    ends = {len("".join(words[:many])) for many in range(len(words) + 1)}
    texts = lines_of(made, seen)
    assert len(texts) == 2
    for rows in texts:
        assert len(rows) > 2
        assert "".join(row for row, _ in rows) == TEXTS[script]
        measure, position = max(width for _, width in rows), 0
        for (row, width), (following, room) in pairwise(rows):
            position += len(row)
            assert position in ends
            longest = max(map(len, words)) * 2 * room / len(following)
            assert width + longest > measure, f"{row} ends far from the margin"


@pytest.mark.parametrize("theme", ["modern", "dense", "plain"])
def test_each_theme_fills_its_lines(theme: str) -> None:
    made, done, seen = set_by_luatex(THAI, NARROW, theme)
    report = judge(made, seen, Witness(done.remarks, len(done.tex.splitlines())))
    assert [finding.message for finding in report.findings if finding.severity == "error"] == []
    assert all(len(rows) > 2 for rows in lines_of(made, seen))


def test_a_line_ends_at_a_space_where_one_is_near() -> None:
    """The first line has room for another word."""
    word = "การวิจัยภาษาและวรรณคดี"
    _, _, seen = set_by_luatex(
        f"{word * 2} {word * 3} {word} {word * 2} {word * 4} {word * 2}", Margins(left=174, right=174)
    )
    first = seen.pages[0].text.replace("\r", "").split("\n")[1]
    assert first.strip() == word * 2


def test_readers_find_no_sign_that_was_not_typed(tmp_path: Path) -> None:
    _, done, _ = set_by_luatex(THAI, NARROW)
    for text in three_readers(done.pdf, tmp_path):
        assert MAY not in text
        assert THAI in "".join(text.split())


def test_signs_that_were_typed_are_obeyed_and_stand_nowhere(tmp_path: Path) -> None:
    """A line would end at each place that one allows, and at no other, where each word is as wide as a line."""
    words = ("การเรียนรู้ของเครื่องจักร", "ประมวลผลภาษาธรรมชาติ", "มหาวิทยาลัยเชียงใหม่")
    whole = [NEVER.join(part for part in LineBreaker(word, "th")) for word in words]
    made, done, seen = set_by_luatex(MAY.join(whole), Margins(left=230, right=230))
    report = judge(made, seen, Witness(done.remarks, len(done.tex.splitlines())))
    assert [finding.message for finding in report.findings if finding.severity == "error"] == []
    assert [[row for row, _ in rows] for rows in lines_of(made, seen)] == [list(words)] * 2
    for text in three_readers(done.pdf, tmp_path):
        assert not {MAY, NEVER} & set(text)


def test_names_titles_and_all_else_have_no_signs_in_the_file() -> None:
    heading = f"ผลก{NEVER}ระ{NEVER}ทบ"
    mine = Reference("C001", "one", (Run(f"สม{MAY}ชาย ใจดี", frozenset({"me"})), Run(f", “{heading},” 1843.")), span(20))
    linked = Contact("link", f"กรุง{NEVER}เทพ", "https://x.org", span(4))
    blocks = (
        Heading("1", titled(heading)),
        line(f"กป{NEVER}กป", level=0, date=f"ปี{NEVER}๒๕๖๓"),
        ReferenceList("C", (mine,)),
    )
    made = document(*blocks, title=heading, name=f"สม{MAY}ชาย ใจดี", contact=(linked,))
    done = typeset(made, environment=os.environ)
    seen = read_evidence(done.pdf)
    assert seen.info("/Title") == "สมชาย ใจดี – ผลกระทบ"
    assert judge(made, seen, Witness(done.remarks, len(done.tex.splitlines()))).passed


def test_the_source_sets_the_same_page_by_hand(tmp_path: Path) -> None:
    made, done, _ = set_by_luatex(THAI, NARROW)
    by_hand = set_by_hand(done.tex, tmp_path)
    assert finished(by_hand, made, spaced=True)[0] == done.pdf


@pytest.mark.parametrize(
    "words",
    ["อย่างยิ่ง สิ่งแวดล้อม นำ ที่ คำผล", "ผู้ช่วยศาสตราจารย์ ภาควิชา ที่ผู้ใหญ่รู้สึก"],
    ids=["a little", "before one that is said"],
)
def test_marks_of_two_heights_are_read_in_their_place(words: str, tmp_path: Path) -> None:
    """Over ิ the font raises ่ a little: shown by itself it would be read behind the rest of the line."""
    made = document(line(words, level=0))
    done = typeset(made, environment=os.environ)
    for text in three_readers(done.pdf, tmp_path):
        assert words in text
    assert judge(made, read_evidence(done.pdf), Witness(done.remarks, len(done.tex.splitlines()))).passed


@pytest.mark.parametrize(
    ("letters", "vowels", "tones", "last"),
    [("กญนปฝฬ", "ิีึืัุู", "่้๊๋", ("น", "ำ")), ("ກຍນປຝຟ", "ິີຶືັຸູ", "່້໊໋", ("ນ", "ຳ"))],
    ids=["Thai", "Lao"],
)
def test_every_syllable_is_read_whole(
    letters: str, vowels: str, tones: str, last: tuple[str, str], tmp_path: Path
) -> None:
    """Letters with and without a stem, and marks of one and two heights over them."""
    rows = []
    for letter in letters:
        heights = [vowel + tone for vowel in ("", *vowels) for tone in ("", *tones)]
        rows += [" ".join(letter + marks + last[0] for marks in heights[:18])]
        rows += [" ".join(letter + marks + last[0] for marks in heights[18:])]
        rows += [" ".join(letter + tone + last[1] for tone in ("", *tones)), f"{letter}{vowels[1]}{tones[0]} (1), x"]
    made = document(*(line(row) for row in rows))
    done = typeset(made, environment=os.environ)
    report = judge(made, read_evidence(done.pdf), Witness(done.remarks, len(done.tex.splitlines())))
    assert [finding.message for finding in report.findings if finding.code[0] in "TAKX"] == []
    (tmp_path / "cv.pdf").write_bytes(done.pdf)
    told = subprocess.run(["pdftotext", str(tmp_path / "cv.pdf"), "-"], capture_output=True, check=True)
    found = set(told.stdout.decode().split())
    assert [word for row in rows for word in row.split() if word not in found] == []


def test_the_space_behind_a_mark_is_read_before_another_font() -> None:
    for words in ("เทคโนโลยี (2020)", "คำ (2020)", "ที่ x", "शर्मि (1)"):
        made = document(line(words, level=0))
        done = typeset(made, environment=os.environ)
        assert words in read_evidence(done.pdf).pages[0].text


MIXED = {
    "brackets": "ภาษาไทย (ยิ่ง), עברית (เน้น) ปิ่น, English",
    "begun in Arabic": "جامعة القاهرة ที่นี่ (2019) คำ",
    "said with white behind": "แบบจำลอง דוד בן גוריון เพื่อพยากรณ์",
    "Lao": "ປ ເຊິ່ງບໍ່ມີ เน้น (ירושלים) ເຊິ່ງບໍ່ມີ",
    "lines": f"{THAI[:80]} דוד בן גוריון {THAI} جامعة القاهرة {THAI[80:]}",
    "a line in which nothing turns": "علي et al. (x) มหาวิทยาลัยเทคโนโลยี جامعة ฟื้นฟู, القاهرة ๒๕๖๓ A–B มหาวิทยาลัยเทคโนโลยี มหาวิทยาลัยเทคโนโลยี A–B ทั้งหมด คำ",
    "ligatures": "علي การพัฒนา น้ำ (2019) ฟื้นฟู محمد (x) fit, off ที่นี่, علي การพัฒนา(2019) جامعة العلوم A–B ทั้งหมด علي fit, off ความหลากหลายเน้น",
}  # fmt: skip


@pytest.mark.parametrize("margins", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("words", MIXED.values(), ids=MIXED)
def test_thai_mixes_with_what_turns_in_a_line(words: str, margins: Margins) -> None:
    made, done, seen = set_by_luatex(words, margins)
    report = judge(made, seen, Witness(done.remarks, len(done.tex.splitlines())))
    assert [finding.message for finding in report.findings if finding.severity == "error"] == []


def test_a_link_begins_behind_the_letter_before() -> None:
    """Letters that are said together do not reach into it."""
    made = document(line((*runs("กป"), *runs("ปิ่นปิ่น", href="https://x.org"), *runs("ปิ่น ปิ"), *runs("่น", "bold"))))
    done = typeset(made, environment=os.environ)
    report = judge(made, read_evidence(done.pdf), Witness(done.remarks, len(done.tex.splitlines())))
    assert [finding.message for finding in report.findings if finding.code[0] in "TAKXM"] == []


def test_where_a_line_may_end_before_a_link_stands_outside_of_it() -> None:
    """Else a link would begin at the end of the line before."""
    together = (*runs("คณะวิทยาศาสตร์"), *runs("มหาวิทยาลัยเชียงใหม่", href="https://x.org"))
    assert f"}}{MAY}\\cvlink{{https://x.org}}{{\\s{{มหา" in tex_of(document(line(together)))
    short = (*runs("มหาวิทยาลัยและ"), Run("กับ", frozenset({"bold"})), *runs("มหาวิทยาลัย"))
    assert "\\cvbreak{}\\textbf{\\s{กับ}}" in tex_of(document(line(short)))


def test_only_such_texts_ask_a_dictionary() -> None:
    asked = (
        "import sys; from cvtex.typeset.unspaced import lineheight, word_ends; "
        "word_ends(sys.argv[1]); print('icu4py' in sys.modules)"
    )
    for text, expected in (("plain and 中文 and Юлия", "False"), ("สมชาย ใจดี", "False"), (THAI, "True")):
        told = subprocess.run([sys.executable, "-c", asked, text], capture_output=True, text=True, check=True)
        assert told.stdout.strip() == expected


def test_all_that_is_asked_of_a_font_is_the_letters() -> None:
    assert family("All", THAI).has("ง")
    assert MAY not in tex_of(document(line(f"ก{MAY}ข"))).replace(f"ก{MAY}ข", "")
