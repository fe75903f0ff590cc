"""Fonts with a space, kept: the same bytes however they come, and nothing that is damaged is taken."""

import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from cvtex.cache import place
from cvtex.typeset import keptfonts
from cvtex.typeset.eexec import with_space
from cvtex.typeset.keptfonts import ROOM, Program, spacing, with_own_space


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


def program(*, packed: bool = True, private: bytes = b"") -> Program:
    private = private or enciphered()
    whole = b"%!PS " + private + bytes(512)
    return Program(zlib.compress(whole) if packed else whole, packed, 5, len(private))


def files(settings: Mapping[str, str]) -> list[Path]:
    return sorted((Path(settings["CVTEX_CACHE"]) / ROOM).iterdir())


@pytest.mark.parametrize("packed", [True, False])
def test_a_program_has_a_space_in_its_enciphered_part_and_is_else_as_it_was(*, packed: bool) -> None:
    made = with_own_space(program(packed=packed))
    assert made is not None
    private = with_space(enciphered())
    assert private is not None
    assert (zlib.decompress(made.data) if packed else made.data) == b"%!PS " + private + bytes(512)
    assert (made.packed, made.clear, made.private) == (packed, 5, len(private))


def test_what_is_kept_is_taken_and_is_the_same(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    both = [spacing(settings)(program(packed=packed)) for packed in (True, False)]
    assert both == [with_own_space(program(packed=packed)) for packed in (True, False)]
    kept = files(settings)
    assert len(kept) == 2
    monkeypatch.setattr(keptfonts, "with_own_space", lambda _: pytest.fail("it is made anew"))
    assert [spacing(settings)(program(packed=packed)) for packed in (True, False)] == both
    assert files(settings) == kept


def test_another_way_of_packing_makes_another(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    spacing(settings)(program())
    monkeypatch.setattr(zlib, "ZLIB_RUNTIME_VERSION", "another")
    spacing(settings)(program())
    assert len(files(settings)) == 2


@pytest.mark.parametrize("damage", [b"", b"x", b"0" * 32 + b"something else"])
def test_what_is_damaged_is_made_anew(damage: bytes, settings: dict[str, str]) -> None:
    made = spacing(settings)(program())
    (file,) = files(settings)
    whole = file.read_bytes()
    file.write_bytes(damage or whole[:-1])
    assert spacing(settings)(program()) == made
    assert file.read_bytes() == whole


def test_without_a_cache_it_is_made_each_time(tmp_path: Path) -> None:
    assert spacing({"CVTEX_CACHE": ""})(program()) == with_own_space(program())
    (tmp_path / "file").write_bytes(b"")
    assert spacing({"CVTEX_CACHE": str(tmp_path / "file" / "no")})(program()) == with_own_space(program())


def test_what_cannot_have_a_space_is_not_kept(settings: dict[str, str]) -> None:
    assert spacing(settings)(program(private=b"no font")) is None
    assert files(settings) == []


def test_the_cache_counts_the_room() -> None:
    assert ROOM in place.ROOMS
