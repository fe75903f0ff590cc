"""The author's files as text: encodings, sizes, characters that nobody can see, and that columns stay right."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtex.content.source import Source, describe, read_source
from cvtex.diagnostics import Findings


def read(folder: Path, raw: bytes) -> tuple[Source | None, Findings]:
    path = folder / "cv.yaml"
    path.write_bytes(raw)
    findings = Findings()
    return read_source(path, findings), findings


def sound(folder: Path, text: str) -> Source:
    source, findings = read(folder, text.encode())
    assert findings.items == []
    assert source is not None
    return source


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("source")


def test_line_ends_and_mark_are_taken_away(place: Path) -> None:
    assert sound(place, "\ufeffa\r\nb\rc\nd").lines == ("a", "b", "c", "d")


def test_letters_are_composed(place: Path) -> None:
    assert sound(place, "e\u0301 ü").text == "é ü"


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=60))
def test_seen_text_is_kept_as_it_is(place: Path, text: str) -> None:
    source, findings = read(place, text.encode())
    assert source is not None
    wanted = unicodedata.normalize("NFC", text)
    if not findings.failed:
        assert source.text == wanted
    assert [len(line) for line in source.lines] == [len(line) for line in wanted.split("\n")]


@given(raw=st.binary(max_size=80))
def test_no_bytes_make_it_fail(place: Path, raw: bytes) -> None:
    source, findings = read(place, raw)
    assert source is not None or findings.failed
    if source is not None:
        assert source.text == "\n".join(source.lines)


@pytest.mark.parametrize(
    ("before", "column"),
    [(b"", 1), (b"name: Ad", 9), ("é: ".encode(), 4), ("日本\n日本 ".encode(), 4), (b"a\r\nbc", 3)],
)
def test_the_place_of_a_byte_that_is_no_utf_8(place: Path, before: bytes, column: int) -> None:
    source, findings = read(place, before + b"\xe9 rest")
    assert source is None
    (finding,) = findings.items
    assert finding.message == "the byte 0xe9 is not UTF-8 (in Windows-1252 it would be `é`)"
    assert finding.span is not None
    assert (finding.span.line, finding.span.column) == (before.count(b"\n") + 1, column)


UNSEEN = "\u200b\u200e\u200f\u202a\u202d\u202e\u2060\u2066\u2069\u00ad\ufeff\ue000\U000e0041\x00\x07\x1b\x7f\x85\u2028\u2029\u061c\u115f\u3164"


@pytest.mark.parametrize("character", UNSEEN)
def test_what_cannot_be_seen_is_named_at_its_place(place: Path, character: str) -> None:
    source, findings = read(place, f"first\nab{character}c".encode())
    (finding,) = findings.items
    assert finding.code == "S004"
    assert finding.message == f"{describe(character)} cannot be seen on a page"
    assert f"U+{ord(character):04X}" in finding.message
    assert finding.span is not None
    assert (finding.span.line, finding.span.column) == (2, 3)
    assert source is not None
    assert source.lines[1] == "ab\ufffdc"


@pytest.mark.parametrize(
    "text",
    ["می\u200cخواهم", "क्\u200dष", "שלום\u200f!", "السلام \u200e(abc)", "👩\u200d🔬", "❤\ufe0f"],
    ids=["persian", "hindi", "hebrew", "arabic", "emoji-joined", "emoji-styled"],
)
def test_what_has_a_function_in_its_script_stays(place: Path, text: str) -> None:
    assert sound(place, text).text == unicodedata.normalize("NFC", text)


def test_unseen_characters_before_a_line_are_taken_for_spaces(place: Path) -> None:
    source, findings = read(place, "a:\n\u200b - b\u200b".encode())
    assert source is not None
    assert source.lines == ("a:", "  - b\ufffd")
    assert len(findings.items) == 2


def test_few_of_many_are_told(place: Path) -> None:
    _, findings = read(place, ("\u200b" * 50 + "\n").encode() * 50)
    assert len(findings.items) == 20


@pytest.mark.parametrize(
    "text", ["ผลก\u2060ระ\u2060ทบ", "ผล\u200bกระทบ", "ພາສາ\u200bລາວ", "ភាសា\u2060ខ្មែរ", "မြန်မာ\u200bစာ"]
)
def test_an_author_may_say_where_a_line_of_a_script_without_spaces_ends(place: Path, text: str) -> None:
    assert sound(place, text).text == text


@pytest.mark.parametrize("text", ["ก\u200b\u200bข", "ก \u200bข", "ก\u2060", "\u200bก", "กx\u200bข", "中\u200b文"])
def test_such_a_sign_stands_between_two_letters_of_the_script(place: Path, text: str) -> None:
    _, findings = read(place, text.encode())
    assert {finding.code for finding in findings.items} == {"S004"}
