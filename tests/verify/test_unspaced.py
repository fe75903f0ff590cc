"""Pages in scripts that put no space between words: a line may end between two of them, and all else is found."""

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from cvtex.document.model import Document, facts
from cvtex.document.targets.target import Margins
from cvtex.typeset import luacache
from cvtex.typeset.compile import Typeset, typeset
from cvtex.typeset.engine import find_engine, run_engine
from cvtex.typeset.theme import tex_inputs
from cvtex.verify.checks.text import _broken_word
from cvtex.verify.evidence import packed, stream_of
from cvtex.verify.judge import judge
from cvtex.verify.readers import read_evidence
from cvtex.verify.unspaced import may_part
from tests.samples import document, paragraph

BREAK, JOINER = "\u200b", "\u2060"
TEXT = (
    "การวิจัยของมหาวิทยาลัยเชียงใหม่มุ่งเน้นการพัฒนาเทคโนโลยีสารสนเทศและการประมวลผลภาษาธรรมชาติโดยเฉพาะอย่างยิ่งภาษาไทย"
    "ซึ่งได้รับการตีพิมพ์ในวารสารวิชาการระดับนานาชาติหลายฉบับ"
)


@cache
def thai() -> tuple[Document, Typeset]:
    made = replace(document(paragraph(TEXT)), margins=Margins(left=170, right=170))
    return made, typeset(made, environment=os.environ)


def faults(pdf: bytes, made: Document) -> dict[str, str]:
    """The errors of a page, but for the tags that a file made by hand lacks."""
    report = judge(made, read_evidence(pdf))
    return {
        found.code: found.message for found in report.findings if found.severity == "error" and found.code != "A001"
    }


def retyped(was: str, becomes: str, folder: Path) -> bytes:
    """The page of a source that was changed in one place."""
    source = thai()[1].tex
    assert was in source
    settings = {**os.environ, **luacache.settings(folder)}
    engine = find_engine("lualatex", settings)
    run = run_engine(engine, source.replace(was, becomes, 1), tex_inputs("classic"), folder, settings)
    assert run.status == 0, run.log[-2000:]
    return (folder / "document.pdf").read_bytes()


def test_a_page_whose_lines_end_between_words_passes() -> None:
    made, done = thai()
    assert faults(done.pdf, made) == {}
    assert TEXT not in read_evidence(done.pdf).pages[0].text, "a line ends within the text"


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("มหาวิทยาลัย", ""),
        ("เทคโนโลยี", "เทคโนโลยึ"),
        ("ใน", "ไน"),
        (f"เทคโนโลยี{BREAK}สารสนเทศ", f"สารสนเทศ{BREAK}เทคโนโลยี"),
        ("นานาชาติ", f"นานาชาติ{BREAK}นานาชาติ"),
        ("มหาวิทยาลัย", "มหาวิท ยาลัย"),
        ("อย่าง", "อยาง"),
        ("วารสาร", r"วา\hfil\break รสาร" "\u0e4c"),
        ("วารสาร", r"ว\hfil\break ารสาร"),
        ("เทคโนโลยี", r"เ\hfil\break ทคโนโลยี"),
    ],
    ids=["word lost", "mark changed", "letter changed", "words moved", "word doubled", "space within", "mark lost",
         "letter added", "vowel begins a line", "vowel ends a line"],
)  # fmt: skip
def test_a_broken_page_is_found(was: str, becomes: str, tmp_path: Path) -> None:
    made, _ = thai()
    assert "T001" in faults(retyped(was, becomes, tmp_path), made)


def test_a_line_that_ends_too_early_is_found(tmp_path: Path) -> None:
    found = faults(retyped("การ", r"การ\hfil\break ", tmp_path), thai()[0])
    assert set(found) == {"P010"}


def read(said: str, printed: str) -> str:
    """What is wrong with a text as a page has it."""
    (_, fact) = facts(document(paragraph(said)))
    stream = stream_of([printed])
    assert stream.text == packed(fact.text)
    return _broken_word(fact, stream, 0)


@pytest.mark.parametrize(
    "printed", ["ภาษา\nไทย", "ພາສາ\nລາວ", "ភាសា\nខ្មែរ", "မြန်မာ\nစာ"], ids=["Thai", "Lao", "Khmer", "Burmese"]
)
def test_a_line_may_end_without_a_space(printed: str) -> None:
    assert not read(printed.replace("\n", ""), printed)
    assert "in pieces" in read(printed.replace("\n", ""), printed.replace("\n", " "))
    assert "in pieces" in read(printed.replace("\n", JOINER), printed)
    assert not read(printed.replace("\n", BREAK), printed)


@pytest.mark.parametrize(
    "printed",
    ["ภ\nาษา", "แ\nละ", "จ\nะ", "เด็ก\nๆ", "พร\nะ", "สถา\nน์", "ສ\nະ", "ໃ\nນ", "ក្\nរ", "កា\nៗ", "မြ\nန်", "ပါ\n။"],
)
def test_a_line_does_not_end_within_a_syllable(printed: str) -> None:
    assert "in pieces" in read(printed.replace("\n", ""), printed)


def test_other_scripts_end_their_lines_at_spaces() -> None:
    for before, after in (("a", "b"), ("ก", "b"), ("a", "ก"), ("中", "ก"), ("क", "ख"), ("ก", "")):
        assert not may_part(before, after)


def test_a_sign_that_is_in_the_file_is_a_letter_too_many() -> None:
    """Authors may type it, and it is on no page: search would not find the word."""
    assert stream_of(["ภาษา\u200bไทย"]).text != packed("ภาษาไทย")


def test_a_sign_that_was_written_as_an_escape_elsewhere_is_refused() -> None:
    made = document(paragraph(f"some{JOINER}thing"))
    assert "T001" in faults(typeset(made, environment=os.environ).pdf, made)
