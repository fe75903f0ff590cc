"""Values that are kept: they come back as they were, or not at all."""

import io
import os
import pickle
import zlib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtex.cache import place
from cvtex.cache.kept import Kept, _Reader
from cvtex.verify.evidence import Page, Style

STYLE = Style("Pagella", 10.0, (0, 0, 0))
PAGE = Page(1, 595.0, 842.0, "Ada", ((0.0, 1.0, 2.0, 3.0), None, None), (1.0, None, None), (STYLE, None, STYLE))


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"CVTEX_CACHE": str(tmp_path / "cache")}


def path_of(environment: dict[str, str]) -> Path:
    """The one file that is kept."""
    (found,) = (Path(environment["CVTEX_CACHE"]) / "pages").iterdir()
    return found


def test_a_value_comes_back_as_it_was(environment: dict[str, str]) -> None:
    Kept(environment, "pages").put({b"a": (PAGE, "text"), b"b": None})
    found = Kept(environment, "pages")
    assert found.get(b"a") == (PAGE, "text")
    assert found.get(b"b") is None
    assert found.get(b"c") is None


def test_the_cache_is_looked_through_once_for_all_that_is_put(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    trim, looked = place.trim, list[str]()

    def noting(where: dict[str, str]) -> None:
        looked.append("through")
        trim(where, 1)

    monkeypatch.setattr(place, "trim", noting)
    kept = Kept(environment, "pages")
    kept.put({b"a": PAGE}, last=False)
    assert (kept.get(b"a"), looked) == (PAGE, [])
    kept.put({b"b": PAGE})
    assert (kept.get(b"a"), kept.get(b"b"), looked) == (None, None, ["through"])


def test_it_is_kept_for_this_very_program(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    Kept(environment, "pages").put({b"a": PAGE})
    monkeypatch.setattr("cvtex.cache.kept._this_cvtex", lambda: b"another")
    assert Kept(environment, "pages").get(b"a") is None


@pytest.mark.parametrize("place_of", [0, 40, -1])
def test_what_is_spoilt_is_not_read(environment: dict[str, str], place_of: int) -> None:
    Kept(environment, "pages").put({b"a": PAGE})
    path = path_of(environment)
    content = bytearray(path.read_bytes())
    content[place_of] ^= 1
    path.write_bytes(content)
    assert Kept(environment, "pages").get(b"a") is None
    path.write_bytes(content[: len(content) // 2])
    assert Kept(environment, "pages").get(b"a") is None


def test_what_was_kept_under_another_key_is_not_read(environment: dict[str, str]) -> None:
    Kept(environment, "pages").put({b"a": PAGE})
    other = path_of(environment)
    Kept(environment, "pages").put({b"b": "another"})
    (path,) = (path for path in other.parent.iterdir() if path != other)
    path.write_bytes(other.read_bytes())
    assert Kept(environment, "pages").get(b"b") is None
    assert Kept(environment, "pages").get(b"a") == PAGE


class Evil:
    """Would run a program where it is unpacked without care."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("exit 7",)


@pytest.mark.parametrize("value", [Evil(), Decimal(1), place.folder], ids=["call", "number", "function"])
def test_nothing_but_values_of_cvtex_is_made(environment: dict[str, str], value: object) -> None:
    Kept(environment, "pages").put({b"a": PAGE})
    path = path_of(environment)
    packed = zlib.compress(pickle.dumps(value))
    path.write_bytes(place.seal(str(path), packed) + packed)
    assert Kept(environment, "pages").get(b"a") is None


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("cvtex.programs", "subprocess.Popen"),
        ("cvtex.diagnostics", "field"),
        ("cvtex.content.load", "Path"),
        ("cvtex.content.load", "_Folder"),
        ("cvtex.watching.loop", "Path"),
        ("cvtex.verify.aside", "tempfile.TemporaryDirectory"),
    ],
)
def test_what_its_modules_have_from_elsewhere_is_none_of_its_values(
    environment: dict[str, str], tmp_path: Path, module: str, name: str
) -> None:
    """As a program that a module can start; the class is asked for by its name, and called with a command."""

    def text(words: str) -> bytes:
        return pickle.SHORT_BINUNICODE + bytes([len(words)]) + words.encode()

    mark = str(tmp_path / "made")
    assert len(mark) < 256
    called = pickle.EMPTY_LIST + text("touch") + pickle.APPEND + text(mark) + pickle.APPEND + pickle.TUPLE1
    evil = (
        pickle.PROTO + b"\x04" + text(module) + text(name) + pickle.STACK_GLOBAL + called + pickle.REDUCE + pickle.STOP
    )
    Kept(environment, "pages").put({b"a": PAGE})
    packed = zlib.compress(evil)
    path = path_of(environment)
    path.write_bytes(place.seal(str(path), packed) + packed)
    assert Kept(environment, "pages").get(b"a") is None
    with pytest.raises(pickle.UnpicklingError, match="is no value"):
        _Reader(io.BytesIO(evil)).load()


@given(st.binary(max_size=60))
def test_anything_else_makes_no_page_and_no_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    environment = {"CVTEX_CACHE": str(tmp_path_factory.mktemp("cache"))}
    Kept(environment, "pages").put({b"a": PAGE})
    for packed in (content, zlib.compress(content), zlib.compress(pickle.dumps(PAGE)[: len(content)] + content)):
        path = path_of(environment)
        path.write_bytes(place.seal(str(path), packed) + packed)
        assert not isinstance(Kept(environment, "pages").get(b"a"), Page)


def test_without_a_cache_nothing_is_kept_and_nothing_fails(tmp_path: Path) -> None:
    found = Kept({"CVTEX_CACHE": ""}, "pages")
    found.put({b"a": PAGE})
    assert found.get(b"a") is None
    assert not list(tmp_path.iterdir())


def test_on_a_full_disk_it_is_forgotten(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    found = Kept(environment, "pages")

    def full(path: str, content: bytes) -> bool:
        assert content
        return not path

    monkeypatch.setattr(place, "write", full)
    found.put({b"a": PAGE})
    assert found.get(b"a") is None
