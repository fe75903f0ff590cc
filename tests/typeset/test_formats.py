"""Dumped formats: the same bytes with and without, and none that is old, damaged or another's is ever used."""

import json
import os
import tracemalloc
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cvtex.cache import place
from cvtex.content.image import read_image
from cvtex.content.load import load
from cvtex.content.model import Photo
from cvtex.document.compose import compose
from cvtex.document.model import Document
from cvtex.document.targets.target import Target
from cvtex.programs import find_program
from cvtex.typeset import compile, formats
from cvtex.typeset.compile import TexFailedError, Typeset, typeset
from cvtex.typeset.formats import Recipe, find_format
from cvtex.typeset.kpsewhich import locate
from cvtex.typeset.theme import load_theme, tex_inputs
from tests.pictures import jpeg
from tests.program import DATA, environment, fake_program
from tests.samples import span, specimen, text

OPTIONS = r"\documentclass[letterpaper,size=10bp,theme=classic]{cvtex}"


@pytest.fixture(scope="module")
def document() -> Document:
    cv, _ = load(DATA)
    return compose(cv, Target("cv"))[0]


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    return environment(CVTEX_CACHE=str(tmp_path / "cache"))


def recipe(settings: dict[str, str], options: str = OPTIONS) -> Recipe:
    program = find_program("pdflatex", settings)
    assert program
    names = tuple(file.name for file in load_theme("classic").files)
    return Recipe(program, options, tex_inputs("classic"), names, settings)


def made(settings: dict[str, str]) -> Path:
    """A format that was made because its options came twice."""
    assert find_format(recipe(settings)) is None
    assert find_format(recipe(settings))
    (folder,) = Path(place.room(settings, "formats")).iterdir()
    return folder


def same(one: Typeset, other: Typeset) -> bool:
    """Whether two runs made the same page and have the same to tell."""
    return (one.pdf, one.tex, one.remarks, one.pages, one.fill) == (
        other.pdf,
        other.tex,
        other.remarks,
        other.pages,
        other.fill,
    )


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"paper": "a4", "size": 11.5, "font": "heros", "head": "name", "colour": "black"},
        {"font": "termes", "foot": "none", "space": 0.8, "least": 9.0},
        {"photo": Photo("portrait.jpg", text("Portrait of nobody"), span(), read_image(jpeg()))},
    ],
    ids=["usual", "heros", "termes", "photo"],
)
def test_the_bytes_are_the_same_with_and_without(
    change: dict[str, object], document: Document, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick: list[bool] = []
    real = compile._quickly

    def watched(*arguments: object) -> object:
        done = real(*arguments)  # type: ignore[arg-type]
        quick.append(done is not None)
        return done

    monkeypatch.setattr(compile, "_quickly", watched)
    wanted = replace(document, **change)  # type: ignore[arg-type]
    plain = typeset(wanted, engine="pdflatex", environment={**settings, "CVTEX_CACHE": ""})
    for times in ([], [True], [True, True]):
        assert same(typeset(wanted, engine="pdflatex", environment=settings), plain)
        assert quick == times


def test_complaints_are_told_at_the_same_lines(document: Document, settings: dict[str, str]) -> None:
    narrow = replace(document, margins=replace(document.margins, left=250.0, right=250.0))
    plain = typeset(narrow, engine="pdflatex", environment={**settings, "CVTEX_CACHE": ""})
    assert {remark.code for remark in plain.remarks} >= {"X007"}
    for _ in range(3):
        assert same(typeset(narrow, engine="pdflatex", environment=settings), plain)


def test_tex_looks_first_where_most_of_its_fonts_are(settings: dict[str, str]) -> None:
    found = json.loads((made(settings) / "about.json").read_text())
    folders = found["settings"]["TFMFONTS"].split(":")
    names = locate(recipe(settings).names, settings)[0]
    many = Counter(str(path.parent) for path in names.values() if path.suffix == ".tfm")
    assert len(folders) > 1
    assert folders[0] == max(many, key=lambda folder: many[folder])
    assert set(folders) == set(many)


def test_what_comes_once_gets_none(settings: dict[str, str]) -> None:
    for size in (9, 10, 11):
        assert find_format(recipe(settings, OPTIONS.replace("10bp", f"{size}bp"))) is None
    assert list(Path(place.room(settings, "formats")).iterdir()) == []


def _cut(folder: Path) -> None:
    path = folder / "cvtex.fmt"
    path.write_bytes(path.read_bytes()[:-1000])


def _flip(folder: Path) -> None:
    with (folder / "cvtex.fmt").open("r+b") as file:
        file.seek(5_000_000)
        byte = file.read(1)[0]
        file.seek(5_000_000)
        file.write(bytes([byte ^ 1]))


def _spoil_map(folder: Path) -> None:
    (folder / "cvtex.map").write_bytes(b"")


def _spoil_about(folder: Path) -> None:
    (folder / "about.json").write_text("{", encoding="utf-8")


def _strip(folder: Path) -> None:
    (folder / "about.json").write_text('{"sources": []}', encoding="utf-8")


def _lose(folder: Path) -> None:
    (folder / "cvtex.fmt").unlink()


def _renew_engine(folder: Path) -> None:
    """As if TeX had been renewed since: one of the files that it was made of has another time."""
    path = folder / "about.json"
    about = json.loads(path.read_text(encoding="utf-8"))
    name = next(name for name in about["sources"] if name.endswith("pdflatex.fmt"))
    about["sources"][name][1] -= 1
    path.write_text(json.dumps(about), encoding="utf-8")


@pytest.mark.parametrize("spoil", [_spoil_map, _spoil_about, _strip, _renew_engine])
def test_what_cannot_be_trusted_is_made_anew(spoil: Callable[[Path], None], settings: dict[str, str]) -> None:
    folder = made(settings)
    spoil(folder)
    assert formats._read(str(folder)) is None
    found = find_format(recipe(settings))
    assert found
    assert found.settings["TEXFORMATS"] == str(folder)
    assert formats._read(str(folder)) == found


@pytest.mark.parametrize("spoil", [_cut, _flip, _lose])
def test_a_damaged_one_is_found_out_while_tex_runs_and_made_anew(
    spoil: Callable[[Path], None], settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = typeset(specimen(), engine="pdflatex", environment={**settings, "CVTEX_CACHE": ""})
    for _ in range(2):
        assert same(typeset(specimen(), engine="pdflatex", environment=settings), plain)
    (folder,) = Path(place.room(settings, "formats")).iterdir()
    spoil(folder)
    alone: list[bool] = []
    real = compile._quickly

    def watched(*arguments: object) -> object:
        done = real(*arguments)  # type: ignore[arg-type]
        alone.append(done is None)
        assert folder.exists() is not alone[-1]
        return done

    monkeypatch.setattr(compile, "_quickly", watched)
    for times in ([True], [True, False]):
        assert same(typeset(specimen(), engine="pdflatex", environment=settings), plain)
        assert alone == times


@pytest.mark.parametrize(
    "change",
    [
        {"options": OPTIONS.replace("10bp", "11bp")},
        {"inputs": tex_inputs("classic")[:-1]},
        {"names": ("q-ec.enc",)},
        {"program": Path("/usr/bin/env")},
        {"environment": {"TEXMFHOME": "/elsewhere"}},
    ],
)
def test_whatever_goes_into_one_is_in_its_key(change: dict[str, object], settings: dict[str, str]) -> None:
    one = recipe(settings)
    assert one.key == recipe({**settings, "SHLVL": "7", "CVTEX_CACHE": "/elsewhere"}).key
    assert replace(one, **change).key != one.key  # type: ignore[arg-type]


def test_a_format_that_fails_leaves_the_word_to_tex_alone(
    document: Document, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made(settings)
    (folder / "cvtex.fmt").write_bytes(b"no format")
    monkeypatch.setattr(
        formats,
        "_read",
        lambda _: formats.Format(str(folder), zlib.crc32(b"no format"), {"TEXFORMATS": str(folder)}, ()),
    )
    plain = typeset(document, engine="pdflatex", environment={**settings, "CVTEX_CACHE": ""})
    assert same(typeset(document, engine="pdflatex", environment=settings), plain)


def test_an_engine_that_makes_none_is_asked_for_one_once_a_day(document: Document, tmp_path: Path) -> None:
    script = (
        'case "$*" in *-ini*) echo dump >>"$RUNS";; *) echo run >>"$RUNS"; echo "! no." >document.log; exit 1;; esac'
    )
    settings = {
        **fake_program(tmp_path / "bin", script),
        "CVTEX_CACHE": str(tmp_path / "cache"),
        "RUNS": str(tmp_path / "runs"),
    }
    for _ in range(4):
        with pytest.raises(TexFailedError):
            typeset(document, engine="pdflatex", environment=settings)
    assert (tmp_path / "runs").read_text(encoding="utf-8").split() == ["run", "dump", "run", "run", "run"]
    (mark,) = (tmp_path / "cache" / "seen").iterdir()
    os.utime(mark, (mark.stat().st_mtime - 100_000,) * 2)
    with pytest.raises(TexFailedError):
        typeset(document, engine="pdflatex", environment=settings)
    assert (tmp_path / "runs").read_text(encoding="utf-8").split()[5:] == ["dump", "run"]


@pytest.mark.parametrize("failing", ["mkdir", "rename"])
def test_a_full_or_read_only_cache_does_no_harm(
    failing: str, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_format(recipe(settings)) is None
    real = getattr(os, failing)

    def full(path: str, *more: object, **settings: object) -> None:
        if "formats" in str(path):
            raise OSError(28, "No space left on device")
        real(path, *more, **settings)

    monkeypatch.setattr(os, failing, full)
    assert find_format(recipe(settings)) is None
    monkeypatch.undo()
    assert list(Path(place.room(settings, "formats")).iterdir()) == []
    assert find_format(recipe(settings))


def test_one_that_another_process_made_first_is_taken(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_format(recipe(settings)) is None
    real = formats._dump

    def slow(*arguments: object) -> object:
        monkeypatch.setattr(formats, "_dump", real)
        assert find_format(recipe(settings))
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(formats, "_dump", slow)
    assert find_format(recipe(settings))
    assert len(list(Path(place.room(settings, "formats")).iterdir())) == 1


def test_none_is_made_where_it_would_push_out_another(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "has_room", lambda *_: False)
    for _ in range(3):
        assert find_format(recipe(settings)) is None


def test_only_the_line_that_asks_for_the_class_makes_one(settings: dict[str, str]) -> None:
    for options in (r"\documentclass{article}", r"\DocumentMetadata{}", "", OPTIONS + "%"):
        for _ in range(3):
            assert find_format(recipe(settings, options)) is None
    assert list(Path(place.room(settings, "seen")).iterdir()) == []


def test_no_format_without_a_cache(settings: dict[str, str]) -> None:
    for _ in range(3):
        assert find_format(recipe({**settings, "CVTEX_CACHE": ""})) is None


def test_a_format_is_summed_up_without_being_held_as_a_whole(tmp_path: Path) -> None:
    """Fresh memory for all of it would take longer than TeX takes to load it."""
    content = bytes(range(256)) * 40_000 + b"and more"
    (tmp_path / "cvtex.fmt").write_bytes(content)
    sound = formats.Format(str(tmp_path), zlib.crc32(content), {}, ())
    tracemalloc.start()
    try:
        assert not sound.damaged
        assert tracemalloc.get_traced_memory()[1] < len(content) // 2
    finally:
        tracemalloc.stop()
    assert replace(sound, checksum=sound.checksum ^ 1).damaged
    (tmp_path / "cvtex.fmt").unlink()
    assert replace(sound, checksum=0).damaged
