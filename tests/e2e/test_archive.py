"""Apache PDFBox's preflight holds what is built to be PDF/A-1b, and what is broken in one place to be none.

The files claim PDF/A-2a, and preflight knows part 1 alone, so copies are asked about that claim it. Part 1 has no packed objects,
which are unpacked, and nothing that shows through, which cvtex never makes: no kind of document is left out here.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pypdf.generic import ArrayObject, FloatObject, NameObject

from cvtex.pipeline import Request, build
from cvtex.typeset.packet import unclaimed
from tests.e2e.cvs import DIFFICULT, SHORT, write
from tests.pictures import jpeg, png, with_photo
from tests.preflight import JARS, as_part_1, complaints, lay
from tests.program import environment
from tests.verify.pdfs import changed, fonts, links, root, set_in

NAMES = "张伟, Юлия, Γιώργος, محمد الخوارزمي 2019, דוד, 김민수, अमित, สมชาย, Ḡanī, ∀x ∈ ℝ"
PHOTOS = {"classic": jpeg(), "dense": png(colour=0), "modern": jpeg(colours=1), "plain": None}
"""The themes, with photos of all kinds and none; their CV has links, citations and a bibliography."""


def made(folder: Path, files: dict[str, str], photo: bytes | None = None) -> bytes:
    data = write(files, folder / "data")
    report = build(Request(with_photo(data, photo) if photo else data, "cv", folder, os.environ))
    assert report.claimable
    return (folder / "cv.pdf").read_bytes()


def sound(folder: Path) -> dict[str, bytes]:
    """What is built of each kind."""
    scripts = {"cv.yaml": SHORT["cv.yaml"].replace("Examples", NAMES)}
    return {
        "scripts": made(folder / "scripts", scripts),
        **{
            theme: made(folder / theme, {**DIFFICULT, "targets/cv.yaml": f"theme: {theme}\n"}, photo)
            for theme, photo in PHOTOS.items()
        },
    }


def first_font(writer: pypdf.PdfWriter) -> Any:
    """A font that is embedded as TeX has it."""
    return next(font for font in fonts(writer) if "/FontFile" in font["/FontDescriptor"])


def widen(writer: pypdf.PdfWriter) -> None:
    font = first_font(writer)
    set_in(font, "/Widths", ArrayObject(FloatObject(width + 50) for width in font["/Widths"]))


def show_through(writer: pypdf.PdfWriter) -> None:
    page: Any = writer.pages[0]
    (photo,) = page["/Resources"]["/XObject"].values()
    set_in(photo.get_object(), "/SMask", photo)


# What is changed, and the number that preflight has for the rule that this breaks.
CHANGES: dict[str, tuple[str, Callable[[pypdf.PdfWriter], object]]] = {
    "an output intent is gone": ("2.4.3", lambda writer: root(writer).pop("/OutputIntents")),
    "the metadata are gone": ("7.1", lambda writer: root(writer).pop("/Metadata")),
    "the title is another": ("7.2", lambda writer: writer.add_metadata({"/Title": "Another"})),
    "a font is not embedded": ("3.1.3", lambda writer: first_font(writer)["/FontDescriptor"].pop("/FontFile")),
    "a font has other widths": ("3.1.6", widen),
    "a link has lost its flag": ("5.2.2", lambda writer: links(writer)[0].pop("/F")),
    "a link runs a script": ("6.2.5", lambda writer: set_in(links(writer)[0]["/A"], "/S", NameObject("/JavaScript"))),
    "a picture shows through": ("2.2.2", show_through),
}


def test_preflight_finds_what_is_built_sound_and_what_is_broken_broken(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    asked.mkdir()
    whole = {name: as_part_1(pdf) for name, pdf in sound(tmp_path).items()}
    classic = whole["classic"]
    whole["written by pypdf"] = changed(classic, lambda _: None)
    broken = {name: changed(classic, change) for name, (_, change) in CHANGES.items()}
    broken["the claim is gone"] = unclaimed((tmp_path / "classic" / "cv.pdf").read_bytes())
    for name, pdf in (whole | broken).items():
        lay(pdf, asked / f"{name}.pdf")
    found = complaints(asked)
    assert {name: found[name] for name in whole if found[name]} == {}
    rules = {name: rule for name, (rule, _) in CHANGES.items()} | {"the claim is gone": "7.11"}
    numbers = {name: {complaint.split()[0] for complaint in found[name]} for name in broken}
    assert {name for name, rule in rules.items() if rule not in numbers[name]} == set(), numbers


def test_what_is_not_installed_is_told(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"no Java.*setup test"):
        complaints(tmp_path, environment(PATH=str(tmp_path)))
    with pytest.raises(AssertionError, match=r"no preflight.*setup test"):
        complaints(tmp_path, environment(CLASSPATH=""), (*JARS, tmp_path / "gone.jar"))
