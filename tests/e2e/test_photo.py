"""A CV with a photo from cv.yaml to the proved page: in every theme, with and without caches, and where it is left out."""

import os
from pathlib import Path
from typing import Any

import pypdf
import pytest

from cvtex.checking import check
from cvtex.content.image import read_image
from cvtex.document.targets.themefile import theme_names
from cvtex.pipeline import Request, build
from cvtex.reports.result import result_of
from cvtex.typeset.theme import tex_inputs
from cvtex.verify.report import Report
from tests.e2e.cvs import DIFFICULT, SHORT, write
from tests.history.repositories import commit, git
from tests.pictures import exif, jpeg, png, segment, with_photo
from tests.program import cvtex, cvtex_anew, environment
from tests.samples import run_tex, seen

SECRET = b"GPS 51 30 N 0 7 W"
NOTED = jpeg(more=segment(0xE1, b"Exif\0\0" + exif(1, text=SECRET)) + segment(0xFE, SECRET))


def data(tmp_path: Path, files: dict[str, str] = SHORT, content: bytes = NOTED, **targets: str) -> Path:
    more = {f"targets/{name}.yaml": f"{text}\n" for name, text in targets.items()}
    return with_photo(write({**files, **more}, tmp_path / "data"), content)


def made(folder: Path, target: str = "cv", theme: str | None = None) -> Report:
    return build(Request(folder, target, folder.parent / "build", os.environ, theme=theme))


def told(report: Report) -> list[str]:
    return [f"{item.code}: {item.message}" for item in report.findings]


@pytest.mark.parametrize("files", [SHORT, DIFFICULT], ids=["short", "difficult"])
@pytest.mark.parametrize("theme", theme_names())
def test_every_theme_has_a_place_for_it(theme: str, files: dict[str, str], tmp_path: Path) -> None:
    assert told(made(data(tmp_path, files, cv=f"theme: {theme}"))) == []
    (shown,) = seen((tmp_path / "build" / "cv.pdf").read_bytes()).pages[0].shown
    assert (shown.width, shown.height) == (296, 400)


def test_a_long_contact_line_breaks_beside_it(tmp_path: Path) -> None:
    place = "Department of Exemplary and Comparative Sampling, 12 Long Street, 10115 Exampleton, Exampleshire"
    files = {**SHORT, "cv.yaml": SHORT["cv.yaml"].replace("sections:", f"contact:\n- place: {place}\nsections:")}
    assert place in files["cv.yaml"]
    assert told(made(data(tmp_path, files))) == []


@pytest.mark.parametrize("theme", theme_names())
def test_every_theme_has_a_place_for_it_at_any_size(theme: str, tmp_path: Path) -> None:
    settings = "size: 12pt\npaper: a4\nmargins: 2cm\nsummary: All that follows, in one sentence that is longer than a line, said at once."
    folder = data(tmp_path, DIFFICULT, png(500, 400), cv=f"theme: {theme}\n{settings}")
    assert [
        message for message in told(made(folder)) if not message.startswith("P006")
    ] == []  # where the last page ends


def test_notes_of_the_camera_are_in_no_file_that_is_written(tmp_path: Path) -> None:
    assert SECRET in NOTED
    made(data(tmp_path))
    for path in (tmp_path / "build").iterdir():
        assert SECRET not in path.read_bytes(), path.name
    pdf = (tmp_path / "build" / "cv.pdf").read_bytes()
    assert read_image(NOTED).content in pdf
    assert b"Exif" not in pdf


def test_the_source_builds_as_it_lies_there(tmp_path: Path) -> None:
    """With TeX alone, beside the files of the class: the same pages."""
    made(data(tmp_path))
    built = tmp_path / "build"
    beside = (*tex_inputs("classic"), built / "cv.photo.jpg")
    done = run_tex((built / "cv.tex").read_text(encoding="utf-8"), tmp_path, beside)
    assert done.status == 0, done.log[-2000:]
    alone, proved = (seen(path.read_bytes()).pages for path in (tmp_path / "document.pdf", built / "cv.pdf"))
    assert [(page.text, page.shown) for page in alone] == [(page.text, page.shown) for page in proved]


@pytest.mark.parametrize(
    ("target", "rule"),
    [
        ("contact: {without: [photo]}", "target cv withholds photo"),
        ("limits: {without: [pictures]}", "target cv allows no pictures"),
        ("extends: dfg", "target cv allows no pictures"),
    ],
)
def test_where_it_is_left_out_the_account_says_why_and_no_picture_is_there(
    target: str, rule: str, tmp_path: Path
) -> None:
    folder = data(tmp_path)
    made(folder)
    assert (tmp_path / "build" / "cv.photo.jpg").exists()
    (folder / "targets").mkdir()
    (folder / "targets" / "cv.yaml").write_text(f"{target}\n", encoding="utf-8")
    report = made(folder)
    assert {outcome.code: outcome.status for outcome in report.outcomes}["M012"] == "passed"
    (datum,) = [datum for datum in report.account if datum.what == "photo"]
    assert (datum.text, datum.rule, datum.shown) == ("Portrait of nobody", rule, False)
    written = [path.name for path in (tmp_path / "build").iterdir() if path.suffix in (".jpg", ".png")]
    assert written == []
    assert b"/Image" not in Path(result_of(report).pdf).read_bytes()


def test_shown_it_is_in_the_account_and_nothing_else_changes(tmp_path: Path) -> None:
    folder = data(tmp_path)
    document, _ = check(folder, "cv")
    (datum,) = [datum for datum in document.account if datum.what == "photo"]
    assert (datum.shown, datum.rule) == (True, "")
    assert not [datum for datum in document.account if datum.lost]


def test_caches_change_nothing_and_see_a_new_photo(tmp_path: Path) -> None:
    data(tmp_path)
    cached = environment(CVTEX_CACHE=str(tmp_path / "cache"))
    assert cvtex_anew("build", cwd=tmp_path, env=environment(CVTEX_CACHE="")).code == 0
    plain = (tmp_path / "build" / "cv.pdf").read_bytes()
    for number in range(3):
        done = cvtex("build", "-o", f"out{number}", cwd=tmp_path, env=cached)
        assert done.code == 0, done.err
        assert (tmp_path / f"out{number}" / "cv.pdf").read_bytes() == plain
    again = cvtex("build", "-o", "out2", cwd=tmp_path, env=cached)
    assert again.out.endswith("unchanged\n")
    (tmp_path / "data" / "portrait.jpg").write_bytes(jpeg(drawn=lambda x, _: (200, 100, int(255 * x))))
    new = cvtex("build", "-o", "out2", cwd=tmp_path, env=cached)
    assert (new.code, "unchanged" in new.out) == (0, False)
    assert (tmp_path / "out2" / "cv.pdf").read_bytes() != plain
    (tmp_path / "out2" / "cv.photo.jpg").unlink()
    assert "unchanged" not in cvtex("build", "-o", "out2", cwd=tmp_path, env=cached).out
    assert (tmp_path / "out2" / "cv.photo.jpg").exists()


def test_all_targets_and_a_bundle_of_them(tmp_path: Path) -> None:
    data(tmp_path, quiet="contact: {without: [photo]}", second="theme: modern")
    done = cvtex("build", "--all", cwd=tmp_path)
    assert done.code == 0, done.err
    built = {path.name for path in (tmp_path / "build").iterdir() if ".photo." in path.name}
    assert built == {"cv.photo.jpg", "second.photo.jpg"}
    joined = cvtex("bundle", "@cv", "@quiet", "build/second.pdf", "-o", "all.pdf", cwd=tmp_path)
    assert joined.code == 0, joined.err
    pages = seen((tmp_path / "all.pdf").read_bytes()).pages
    assert sum(page.images for page in pages) == 2


def test_the_photo_of_an_earlier_state_is_not_looked_at(tmp_path: Path) -> None:
    """It was no photo at all then, and too large to be read from git; a link led elsewhere before that."""
    git(tmp_path, "init", "-q")
    folder = data(tmp_path, content=b"no picture" * 2_000_000)
    (folder / "portrait.jpg").rename(folder / "large.jpg")
    (folder / "portrait.jpg").symlink_to("/etc/hostname")
    commit(tmp_path, "2024-01-01", tag="v1")
    (folder / "portrait.jpg").unlink()
    (folder / "large.jpg").rename(folder / "portrait.jpg")
    commit(tmp_path, "2025-01-01", tag="v2")
    (folder / "portrait.jpg").write_bytes(NOTED)
    for first in ("v1", "v2"):
        done = cvtex("changes", first, cwd=tmp_path)
        assert (done.code, done.err) == (0, "")
        assert cvtex("changes", first, "v2", cwd=tmp_path).code == 0
    (folder / "targets").mkdir()
    (folder / "targets" / "cv.yaml").write_text("since: v1\n", encoding="utf-8")
    assert told(made(folder)) == []


@pytest.mark.parametrize("files", [SHORT, DIFFICULT], ids=["beside the name", "below it"])
def test_a_screen_reader_is_told_what_it_shows_and_where_it_stands(files: dict[str, str], tmp_path: Path) -> None:
    made(data(tmp_path, files, cv="size: 12pt\nmargins: 2cm"))
    pdf = next((tmp_path / "build").glob("cv*.pdf"))
    reader = pypdf.PdfReader(pdf)
    kids = [kid.get_object() for kid in elements(reader)]
    (figure,) = [kid for kid in kids if kid["/S"] == "/Figure"]
    assert figure["/Alt"] == "Portrait of nobody"
    assert kids.index(figure) == (0 if files is SHORT else 1)
    box = tuple(float(number) for number in figure["/A"]["/BBox"])
    (shown,) = seen(pdf.read_bytes()).pages[0].shown
    assert box == pytest.approx(shown.box, abs=0.01)


def elements(reader: pypdf.PdfReader) -> list[Any]:
    """The elements right below that of the document."""
    root: Any = reader.trailer["/Root"]
    return list(root["/StructTreeRoot"]["/K"][0].get_object()["/K"])
