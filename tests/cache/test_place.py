"""The cache folder: whose it is, what may lie in it, and that nothing else is ever touched."""

import os
import threading
import time
from pathlib import Path

import pytest

from cvtex.cache import place

KEYS = [place.digest(bytes([number])) for number in range(6)]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"CVTEX_CACHE": str(tmp_path / "cache")}


@pytest.mark.parametrize(
    ("environment", "system", "folder"),
    [
        ({"CVTEX_CACHE": "/x/y", "HOME": "/h"}, "linux", "/x/y"),
        ({"CVTEX_CACHE": "", "HOME": "/h"}, "linux", ""),
        ({"XDG_CACHE_HOME": "/c", "HOME": "/h"}, "linux", "/c/cvtex"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/h"}, "linux", "/h/.cache/cvtex"),
        ({"HOME": "/h"}, "linux", "/h/.cache/cvtex"),
        ({"HOME": "/h"}, "darwin", "/h/Library/Caches/cvtex"),
        ({}, "linux", ""),
        ({}, "darwin", ""),
        ({"HOME": "here"}, "linux", ""),
    ],
)
def test_where_it_is(environment: dict[str, str], system: str, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", system)
    assert place.folder(environment) == folder


def test_nobody_else_may_look_into_it(environment: dict[str, str], tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        room = place.room(environment, "builds")
    finally:
        os.umask(before)
    assert room == str(tmp_path / "cache" / "builds")
    assert [oct(path.stat().st_mode & 0o777) for path in (Path(room), Path(room).parent)] == ["0o700", "0o700"]
    assert (
        (tmp_path / "cache" / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55\n")
    )


def test_a_room_into_which_others_may_write_is_not_used(environment: dict[str, str]) -> None:
    room = place.room(environment, "builds")
    Path(room).chmod(0o770)
    assert place.room(environment, "builds") == ""
    Path(room).chmod(0o755)
    assert place.room(environment, "builds") == room


def test_a_folder_of_somebody_else_is_not_used(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert place.room(environment, "builds")
    owner = os.geteuid()
    monkeypatch.setattr("os.geteuid", lambda: owner + 1)
    assert place.room(environment, "builds") == ""
    assert place.clear(environment) == 0


def test_a_link_in_place_of_a_room_is_not_followed(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "elsewhere").mkdir(0o700)
    (tmp_path / "cache" / "builds").symlink_to(tmp_path / "elsewhere")
    assert place.room(environment, "builds") == ""


def test_a_file_in_place_of_the_folder_means_no_cache(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "cache").touch()
    assert place.room(environment, "builds") == ""


def test_files_appear_whole(environment: dict[str, str]) -> None:
    path = os.path.join(place.room(environment, "builds"), KEYS[0])
    contents = {bytes([number]) * 200_000 for number in range(8)}

    def write() -> None:
        for content in contents:
            assert place.write(path, content)

    place.write(path, b"\0" * 200_000)
    thread = threading.Thread(target=write)
    thread.start()
    seen = {place.read(path) for _ in range(200)}
    thread.join()
    assert seen <= contents
    assert os.listdir(os.path.dirname(path)) == [KEYS[0]]


def test_what_cannot_be_written_is_left(environment: dict[str, str]) -> None:
    room = place.room(environment, "builds")
    os.mkdir(os.path.join(room, KEYS[0]))
    assert place.write(os.path.join(room, KEYS[0]), b"a folder stands in the way") is False
    assert place.write(os.path.join(room, "not", "there"), b"") is False
    assert os.listdir(room) == [KEYS[0]]


def test_what_was_used_longest_ago_goes_first(environment: dict[str, str]) -> None:
    builds, formats = place.room(environment, "builds"), place.room(environment, "formats")
    for age, key in enumerate(KEYS[:4]):
        path = os.path.join(builds, key)
        place.write(path, bytes(1000))
        os.utime(path, (1000 - age, 1000 - age))
    old = os.path.join(formats, KEYS[5])
    os.mkdir(old)
    Path(old, "cvtex.fmt").write_bytes(bytes(5000))
    os.utime(old, (10, 10))
    place.used(os.path.join(builds, KEYS[3]))
    place.trim(environment, most=2500)
    assert not os.path.exists(old)
    assert sorted(os.listdir(builds)) == sorted([KEYS[0], KEYS[3]])


def test_what_is_in_use_is_not_pushed_out(environment: dict[str, str]) -> None:
    room = place.room(environment, "formats")
    for key, age in ((KEYS[0], 200_000), (KEYS[1], 0)):
        place.write(os.path.join(room, key), bytes(1000))
        os.utime(os.path.join(room, key), (time.time() - age,) * 2)
    sizes = (500, 1500, 1501)
    assert [place.has_room(environment, size, most=2500) for size in sizes] == [True, True, False]


def test_what_a_killed_process_left_goes_in_time(environment: dict[str, str]) -> None:
    room = place.room(environment, "formats")
    for name, age in ((f"{KEYS[0]}.17.part", 5000), (f"{KEYS[1]}.18.part", 10)):
        os.mkdir(os.path.join(room, name))
        os.utime(os.path.join(room, name), (9000 - age, 9000 - age))
    place.write(os.path.join(room, KEYS[2]), b"")
    os.utime(os.path.join(room, KEYS[2]), (9000, 9000))
    place.trim(environment)
    assert sorted(os.listdir(room)) == sorted([f"{KEYS[1]}.18.part", KEYS[2]])


def test_clearing_takes_nothing_that_is_not_ours(environment: dict[str, str], tmp_path: Path) -> None:
    for kind in place.ROOMS:
        place.write(os.path.join(place.room(environment, kind), KEYS[0]), b"12345")
    theirs = [tmp_path / "cache" / "thesis.pdf", tmp_path / "cache" / "builds" / "letter.tex"]
    for path in theirs:
        path.write_text("mine", encoding="utf-8")
    assert place.clear(environment) == 5 * len(place.ROOMS)
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(theirs)
    assert place.clear(environment) == 0


def test_an_empty_cache_is_gone_when_it_is_cleared(environment: dict[str, str], tmp_path: Path) -> None:
    place.room(environment, "builds")
    place.clear(environment)
    assert list(tmp_path.iterdir()) == []


def test_a_digest_knows_where_parts_end() -> None:
    assert place.digest(b"ab", b"c") != place.digest(b"a", b"bc") != place.digest(b"abc")
