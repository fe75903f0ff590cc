"""`cvtex new`: under any name it makes a folder that builds, and it never touches what is there."""

import os
import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from cvtex import scaffold as scaffold_module
from cvtex.checking import check
from cvtex.content.load import load
from cvtex.content.markup import typographic
from cvtex.diagnostics import CvtexError, TypesettingError, UsageError
from cvtex.document.model import Document
from cvtex.pipeline import Request, build
from cvtex.scaffold import bibtex_name, scaffold, yaml_name
from cvtex.schema import schema_text
from tests.program import cvtex, humbled_cvtex

FILES = [
    "data/cv.yaml",
    "data/publications.bib",
    "data/targets/cv.yaml",
    "data/targets/short.yaml",
    "data/.schema/cv.json",
    "data/.schema/target.json",
    ".gitignore",
]
NAMES = [
    "Ada Example", "Conan O'Brien", "Ludwig van Beethoven", "Martin Luther King, Jr.", "Plato", "null", "No", "007",
    "- a: b", '"Q" # : x', "'", "*star*", "a [b](https://x.y) $x^2$", "\\end{document}", "Smith and Sons", "others",
    "''x'' `y`", "{", "}", "%x", "@x{", "~", "--- x", "12:30", "x,y,z,w", "&a", "!b", "|", "> c", "? d",
    "{name}", "{{name}}",
]  # fmt: skip


def everything(folder: Path) -> list[str]:
    """All files and folders below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def own_names(document: Document) -> list[list[str]]:
    """What each reference prints in bold as the owner's name, its spaces made ordinary ones."""
    marked = [[run.text for run in reference.runs if "me" in run.styles] for reference in document.references]
    return [[text.replace("\u00a0", " ") for text in texts] for texts in marked]


def test_the_folder_builds_and_passes_every_check(tmp_path: Path) -> None:
    made = scaffold(tmp_path / "cv", "Ada Example")
    assert [str(path.relative_to(tmp_path / "cv")) for path in made] == FILES
    assert all(path.is_file() for path in made)
    report = build(Request(tmp_path / "cv/data", "cv", tmp_path / "build", os.environ))
    assert report.findings == ()
    assert report.passed
    assert len(report.outcomes) > 10
    # One page, without citations, limits, margins of its own, a photo and what is left out; and nobody asks the net.
    assert {outcome.code for outcome in report.outcomes if outcome.status != "passed"} <= {
        *(f"G{number:03d}" for number in range(1, 11)),
        "L003",
        "M012",
        "M013",
        "M014",
        "K005",
        "P005",
        "P010",
        "P014",
        "P019",
        "P020",
        "P021",
        "A007",
    }
    assert report.labels == ("J001", "C001", "W001")


def test_the_short_document_builds_too_with_the_numbers_of_the_whole(tmp_path: Path) -> None:
    scaffold(tmp_path / "cv", "Ada Example")
    short, whole = (build(Request(tmp_path / "cv", name, tmp_path / "build", os.environ)) for name in ("short", "cv"))
    assert (short.findings, short.passed) == ((), True)
    assert short.labels == whole.labels
    assert short.pages <= 2
    left = {datum.text: datum.rule for datum in short.account if datum.rule and datum not in whole.account}
    assert left == dict.fromkeys(
        (
            "Service",
            "Program Committee, Conference on Examples",
            "2023/present",
            "Reviewing",
            "Journal of Sample Studies",
        ),
        "target short is without `long`",
    )
    # What it takes from targets/cv.yaml, it does not say again.
    first, second = ((tmp_path / "build" / f"{name}.tex").read_text(encoding="utf-8") for name in ("short", "cv"))
    assert first.splitlines()[0] == second.splitlines()[0]


@pytest.mark.parametrize("name", ["Conan O'Brien", "Müller-Lüdenscheidt, Żaneta", 'J. "Jo" & Co. #1 {x}', "Plato"])
def test_other_names_build_too(tmp_path: Path, name: str) -> None:
    scaffold(tmp_path / "cv", name)
    report = build(Request(tmp_path / "cv", "cv", tmp_path / "build", os.environ))
    assert report.findings == ()
    assert report.passed


@pytest.mark.parametrize("name", [*NAMES, "艾达·示例", "عائشة", "Ада Пример"])
def test_any_name_is_read_back_and_bold(tmp_path: Path, name: str) -> None:
    scaffold(tmp_path / "cv", name)
    document, warnings = check(tmp_path / "cv/data", "cv")
    assert warnings == ()
    meant = typographic(name.replace("`", "‘"))
    assert document.name.plain == meant
    assert own_names(document) == [[meant]] * 3


@given(st.text(min_size=1, max_size=20) | st.text(alphabet="ab ,.'\"`{}[]\\$*&#%_^~-:@!and", min_size=1, max_size=12))
@example("a''b")
@example("' '")
def test_every_name_works_or_is_refused(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("new") / "cv"
    try:
        scaffold(folder, name)
    except UsageError:
        assert everything(folder.parent) == []
        assert not name.strip() or any(unicodedata.category(c)[0] in "CZ" or not c.isascii() for c in name)
        return
    document, warnings = check(folder, "cv")
    assert warnings == ()
    assert own_names(document) == [[document.name.plain]] * 3


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_valid_yaml_and_a_text_for_every_reader(name: str) -> None:
    sound = scaffold_module._sound_name(name)
    read = yaml.safe_load(f"name: {yaml_name(sound)}")["name"]
    assert isinstance(read, str)
    assert read.replace("\\", "") == sound.replace("\\", "")


def test_ordinary_names_are_typed_as_people_type_them() -> None:
    for name in ("Ada Example", "Conan O'Brien", "Ludwig van Beethoven", "Jean-Luc Émile", "J. R. Example"):
        assert yaml_name(name) == bibtex_name(name) == name
    assert bibtex_name("Plato") == "{Plato}"
    assert bibtex_name("Smith and Sons") == "{Smith and Sons}"


@pytest.mark.parametrize(
    "name", ["", "  ", "\t", "a\nb", "a\x00b", "a\x1bb", "a\udcffb", "a\u2028b", "a\u200bb", "a\u202eb"]
)
def test_a_name_that_nobody_can_type_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        scaffold(tmp_path / "cv", name)
    assert caught.value.diagnostics[0].code == "U006"
    assert everything(tmp_path) == []


def test_a_co_authors_name_is_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        scaffold(tmp_path / "cv", "Carla Specimen")
    assert "more than one author" in caught.value.diagnostics[0].message


def test_a_folder_with_anything_in_it_is_refused(tmp_path: Path) -> None:
    for name in ("notes.txt", ".hidden", "a", "b", "c"):
        (tmp_path / name).touch()
    with pytest.raises(UsageError) as caught:
        scaffold(tmp_path, "Ada Example")
    found = caught.value.diagnostics[0]
    assert (found.code, caught.value.exit_code) == ("U004", 2)
    assert found.message == f"`{tmp_path}` is not empty: it holds `.hidden`, `a`, `b` and 2 more"
    assert everything(tmp_path) == [".hidden", "a", "b", "c", "notes.txt"]


def test_an_empty_folder_and_a_fresh_repository_will_do(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/config").touch()
    scaffold(tmp_path, "Ada Example")
    assert (tmp_path / ".git/config").exists()
    assert {path.name for path in tmp_path.iterdir()} == {".git", ".gitignore", "data"}


def test_the_current_folder_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert scaffold(Path(), "Ada Example")[0] == Path("data/cv.yaml")
    assert Path("data/cv.yaml").is_file()


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    scaffold(tmp_path / "a/b/c", "Ada Example")
    assert (tmp_path / "a/b/c/data/cv.yaml").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("place", ["file", "file/below", "link"])
def test_a_file_in_the_way_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError) as caught:
        scaffold(tmp_path / place, "Ada Example")
    assert caught.value.diagnostics[0].code == "U004"
    assert "is not a folder" in caught.value.diagnostics[0].message
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"
    assert everything(tmp_path) == ["file", "link"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    parent = tmp_path / "locked"
    parent.mkdir(mode=0o555)
    done = humbled_cvtex("new", str(parent / "cv"), cwd=tmp_path)
    parent.chmod(0o755)
    assert done.code == 4
    assert "error[X006]: the folder cannot be made (Permission denied)" in done.err
    assert everything(parent) == []


@pytest.mark.parametrize("existing", [True, False])
def test_nothing_half_made_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, existing: bool) -> None:
    folder = tmp_path / "cv"
    if existing:
        folder.mkdir()
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if target.name in ("data", "cv"):
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(TypesettingError):
        scaffold(folder, "Ada Example")
    assert everything(tmp_path) == (["cv"] if existing else [])


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    done = humbled_cvtex("new", "cv", cwd=tmp_path, largest=100)
    assert done.code == 4
    assert everything(tmp_path) == []


def test_the_command_names_its_files_and_its_folder_builds(tmp_path: Path) -> None:
    done = cvtex("new", "cv", "--name", "Conan O'Brien", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [f"cv/{path}" for path in FILES]
    assert cvtex("check", cwd=tmp_path / "cv").code == 0
    again = cvtex("new", "cv", cwd=tmp_path)
    assert again.code == 2
    assert "U004" in again.err


def test_the_files_are_the_same_every_time(tmp_path: Path) -> None:
    first, second = (scaffold(tmp_path / name, "Ada Example") for name in ("one", "two"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert (tmp_path / "one/data/.schema/cv.json").read_text(encoding="utf-8") == schema_text("cv")
    assert (tmp_path / "one/data/.schema/target.json").read_text(encoding="utf-8") == schema_text("target")


def test_the_editor_finds_the_schemas(tmp_path: Path) -> None:
    scaffold(tmp_path / "cv", "Ada Example")
    for path in (tmp_path / "cv/data" / name for name in ("cv.yaml", "targets/cv.yaml", "targets/short.yaml")):
        mark = "# yaml-language-server: $schema="
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith(mark)
        assert (path.parent / first.removeprefix(mark)).is_file()


def test_the_sample_shows_every_kind_of_section(tmp_path: Path) -> None:
    scaffold(tmp_path / "cv", "Ada Example")
    cv, _ = load(tmp_path / "cv/data")
    roles = {entry.role for section in cv.sections for entry in section.entries}
    assert {"organization", "degree", "grant", "course", "student", "award", "talk", "skill", "role"} <= roles
    assert {contact.kind for contact in cv.contact} == {"link", "email", "phone", "orcid", "place"}
    for publication in cv.publications:
        assert not {"doi", "url", "eprint"} & set(publication.fields)


def test_an_error_is_always_one_of_ours(tmp_path: Path) -> None:
    with pytest.raises(CvtexError):
        scaffold(tmp_path / ("x" * 300), "Ada Example")
    assert everything(tmp_path) == []
