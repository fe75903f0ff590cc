"""Fonts with a space, kept: the same bytes however they come, and nothing that is damaged is taken."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from cvtex.cache import place
from cvtex.typeset import keptfonts
from cvtex.typeset.eexec import with_space
from cvtex.typeset.keptfonts import ROOM, spacing


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    return {"CVTEX_CACHE": str(tmp_path / "cache")}


def enciphered() -> bytes:
    """The least that is a program: a dictionary with one glyph."""
    from cvtex.typeset.eexec import _FONT_KEY, _enciphered  # the cipher that TeX's fonts come with

    shape = b"\x00\x01\x02\x03\x04"
    plain = (
        b"abcddup /Private 3 dict dup begin /lenIV 4 def /CharStrings 1 dict dup begin\n/.notdef 5 RD %s ND\nend"
        % shape
    )
    return _enciphered(plain, _FONT_KEY)


def files(settings: Mapping[str, str]) -> list[Path]:
    return sorted((Path(settings["CVTEX_CACHE"]) / ROOM).iterdir())


def test_what_is_kept_is_taken_and_is_the_same(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    made = spacing(settings)(enciphered())
    assert made == with_space(enciphered()) is not None
    (file,) = files(settings)
    monkeypatch.setattr(keptfonts, "with_space", lambda _: pytest.fail("it is made anew"))
    assert spacing(settings)(enciphered()) == made
    assert files(settings) == [file]


@pytest.mark.parametrize("damage", [b"", b"x", b"0" * 32 + b"something else"])
def test_what_is_damaged_is_made_anew(damage: bytes, settings: dict[str, str]) -> None:
    made = spacing(settings)(enciphered())
    (file,) = files(settings)
    whole = file.read_bytes()
    file.write_bytes(damage or whole[:-1])
    assert spacing(settings)(enciphered()) == made
    assert file.read_bytes() == whole


def test_without_a_cache_it_is_made_each_time(tmp_path: Path) -> None:
    assert spacing({"CVTEX_CACHE": ""})(enciphered()) == with_space(enciphered())
    (tmp_path / "file").write_bytes(b"")
    assert spacing({"CVTEX_CACHE": str(tmp_path / "file" / "no")})(enciphered()) == with_space(enciphered())


def test_what_cannot_have_a_space_is_not_kept(settings: dict[str, str]) -> None:
    assert spacing(settings)(b"no font") is None
    assert files(settings) == []


def test_the_cache_counts_the_room() -> None:
    assert ROOM in place.ROOMS
