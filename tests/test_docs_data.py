"""What the documentation says of the data: every example builds, every key and every table is true."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from cvtex import pipeline
from cvtex.content.bibfields import FIELD_ALIASES, TYPE_ALIASES
from cvtex.content.bibliography import read_bibliography
from cvtex.content.contact import read_contact
from cvtex.content.dates import Dates, parse_date
from cvtex.content.keys import (
    CATEGORY_KEYS,
    CONTACT_KEYS,
    CV_KEYS,
    NODE_KEYS,
    PHOTO_KEYS,
    REFERENCES_KEYS,
    ROLES,
    SECTION_KEYS,
)
from cvtex.content.load import load
from cvtex.content.markup import parse_markup, plain
from cvtex.content.source import Source
from cvtex.diagnostics import CvtexError, Findings, Span
from cvtex.document.numbers.categories import claim, usual_categories
from cvtex.document.references.dateformat import short_dates
from cvtex.document.references.style import load_style
from cvtex.document.targets.limits import FAMILIES, LIMIT_KEYS
from cvtex.document.targets.rulefile import RULE_KEYS
from cvtex.document.targets.target import TARGET_KEYS, Target
from cvtex.document.targets.targetfile import shipped_names
from cvtex.document.targets.targetselections import PUBLICATION_KEYS
from cvtex.document.targets.targetselections import SECTION_KEYS as TARGET_SECTION_KEYS
from cvtex.document.targets.targetvalues import FIT_KEYS
from cvtex.verify.families import likes
from tests.markdown import (
    PAGES,
    Example,
    all_examples,
    codes,
    examples,
    rows,
    section,
    write,
)
from tests.pictures import jpeg
from tests.program import ROOT

DATA_PAGE = ROOT / "docs" / "data.md"
TARGETS_PAGE = ROOT / "docs" / "targets.md"
FUNDERS_PAGE = ROOT / "docs" / "funders.md"
HEAD = "version: 1\nname: Ada Example\n"


def with_files(example: Example) -> list[Example]:
    """The examples that stand right below one and are files beside it."""
    below = [other for other in examples(path_of(example)) if other.line > example.line]
    found = []
    for other in below:
        if not other.file or other.language not in ("yaml", "bibtex", "hidden"):
            break
        found.append(other)
    return found


def path_of(example: Example) -> Path:
    return next(page for page in PAGES if page.name == example.page)


def data_of(example: Example) -> str:
    """A whole cv.yaml around an example."""
    body = example.text.replace("\n", "\n  ").rstrip(" ")
    match example.kind:
        case "cv":
            return example.text
        case "sections":
            return f"{HEAD}sections:\n{example.text}"
        case "entries":
            return f"{HEAD}sections:\n- section: Example\n  entries:\n  {body}"
        case _:
            return f"{HEAD}sections:\n- section: Example\n  entries:\n  - an entry\n"


@pytest.mark.parametrize("example", all_examples("yaml", "cv", "sections", "entries", "target"), ids=str)
def test_data_examples_build(example: Example, tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(data_of(example), encoding="utf-8")
    (tmp_path / "targets").mkdir()
    name = "sample" if example.kind == "target" else "cv"
    if name == "sample":
        (tmp_path / "targets" / "sample.yaml").write_text(example.text, encoding="utf-8")
    for file in with_files(example):
        write(file, tmp_path)
    if "portrait.jpg" in example.text:
        (tmp_path / "portrait.jpg").write_bytes(jpeg())
    report = pipeline.build(pipeline.Request(tmp_path, name, tmp_path / "build", os.environ))
    assert [finding.message for finding in report.findings] == []
    assert report.passed


def keys_in(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield str(key)
            yield from keys_in(value)
    elif isinstance(node, list):
        for item in node:
            yield from keys_in(item)


@pytest.mark.parametrize(
    ("page", "known"),
    [
        *((DATA_PAGE, keys) for keys in (CV_KEYS, SECTION_KEYS, NODE_KEYS, ROLES, CONTACT_KEYS, PHOTO_KEYS)),
        *((DATA_PAGE, keys) for keys in (CATEGORY_KEYS, REFERENCES_KEYS)),
        *((TARGETS_PAGE, keys) for keys in (TARGET_KEYS, TARGET_SECTION_KEYS, PUBLICATION_KEYS, FIT_KEYS)),
    ],
)
def test_every_key_has_an_example(page: Path, known: dict[str, object]) -> None:
    blocks = [example for example in examples(page) if example.language == "yaml"]
    used = {key for example in blocks for key in keys_in(yaml.load(example.text, yaml.BaseLoader))}
    assert set(known) <= used


@pytest.mark.parametrize(
    ("page", "title", "tables"),
    [
        (DATA_PAGE, "The file", [CV_KEYS]),
        (DATA_PAGE, "Sections", [SECTION_KEYS]),
        (DATA_PAGE, "Entries", [ROLES, NODE_KEYS]),
        (DATA_PAGE, "Contact", [CONTACT_KEYS]),
        (DATA_PAGE, "Photo", [PHOTO_KEYS]),
        (DATA_PAGE, "Settings", [REFERENCES_KEYS]),
        (TARGETS_PAGE, "The keys", [TARGET_KEYS]),
        (TARGETS_PAGE, "Choosing", [TARGET_SECTION_KEYS]),
        (TARGETS_PAGE, "Publications", [PUBLICATION_KEYS]),
        (TARGETS_PAGE, "Fitting a limit", [FIT_KEYS]),
        (FUNDERS_PAGE, "The limits", [LIMIT_KEYS]),
        (FUNDERS_PAGE, "A rule of your own", [RULE_KEYS]),
    ],
)
def test_every_key_is_explained_and_none_is_invented(page: Path, title: str, tables: list[dict[str, object]]) -> None:
    cells = [cell for row in rows(section(page, title)) for cell in row[0].split(", ")]
    explained = [cell.strip("`") for cell in cells if re.fullmatch(r"`[a-z]+`", cell)]
    assert sorted(explained) == sorted(key for table in tables for key in table)


def test_every_shipped_target_and_typeface_is_on_the_funders_page() -> None:
    named = {row[0].strip("`") for row in rows(section(FUNDERS_PAGE, "The rules")) if row[0]}
    texts = set(re.findall(r"`([a-z]+-biosketch)`", section(FUNDERS_PAGE, "Forms that take no PDF")))
    assert named | texts == set(shipped_names())
    told = section(FUNDERS_PAGE, "The limits")
    for family in FAMILIES:
        assert f"as {family}" in told
        assert all(
            other in told
            for other in likes(family)
            if other not in ("Helvetica", "Times", "Courier", "CMU", "URW P-052")
        )


def shown(cell: str) -> str:
    """A cell's text as a page shows it."""
    return re.sub(r"(?<!\\)[*`]", "", cell).replace("\\*", "*") if cell != "2 * 3, $5, a_b, ~" else cell


def typed(cell: str) -> str:
    return cell.strip("`").strip() if cell.startswith("`` ") else cell.strip("`")


def test_dates_are_shown_as_documented() -> None:
    table = rows(section(DATA_PAGE, "Dates"))
    assert len(table) > 8
    for given, printed in table:
        several = [parse_date(part.strip(), Span("")) for part in typed(given).strip("[]").split(",")]
        dates = Dates(tuple(period for date in several for period in date.periods), Span(""), several[0].words)
        assert short_dates(dates) == printed
    for word in ("2019-2025", "2019 – 2025", "2021-04 to present"):
        assert not parse_date(word, Span("")).words
    for word in ("now", "today", "ongoing", "current"):
        assert parse_date(f"2021-04/{word}", Span("")).periods[0].open


def test_contact_lines_are_read_as_documented() -> None:
    table = [row for row in rows(section(DATA_PAGE, "Contact")) if len(row) == 3]
    assert len(table) == 6
    for given, printed, link in table:
        findings = Findings()
        contact = read_contact(typed(given), Span(""), findings)
        assert not findings.items
        assert (contact.text, contact.href) == (printed, link.strip("`"))


def test_markup_is_read_as_documented() -> None:
    table = rows(section(DATA_PAGE, "Markup in text"))
    assert len(table) > 5
    for given, printed in table:
        assert plain(parse_markup(typed(given))) == shown(printed)


def what_is_read(folder: Path) -> set[str]:
    """The first headline of a CV, or the findings about it."""
    try:
        cv, found = load(folder)
    except CvtexError as error:
        found = error.diagnostics
    return {f"{item.severity} {item.code}" for item in found} or {cv.sections[0].entries[0].headline.plain}


def test_traps_are_read_as_documented(tmp_path: Path) -> None:
    table = rows(section(DATA_PAGE, "YAML's traps"))
    assert len(table) > 15
    for given, result in table:
        line = typed(given)
        (tmp_path / "cv.yaml").write_text(f"{HEAD}sections:\n- section: S\n  entries:\n  {line}\n", encoding="utf-8")
        assert result in what_is_read(tmp_path), line


def test_categories_are_as_documented() -> None:
    table = [[sorted(codes(cell)) for cell in row] for row in rows(section(DATA_PAGE, "Categories")) if len(row) > 2]
    assert table == [[[item.letter], [], sorted(item.types), sorted(item.keywords)] for item in usual_categories()]
    aliases = {
        (row[0].strip("`@"), row[1].strip("`@")) for row in rows(section(DATA_PAGE, "Categories")) if len(row) == 2
    }
    assert aliases == set(TYPE_ALIASES.items())
    assert {tuple(cell.strip("`") for cell in row) for row in rows(section(DATA_PAGE, "Fields"))} == set(
        FIELD_ALIASES.items()
    )
    marks = {(row[0].strip("`"), row[1], row[2]) for row in rows(section(DATA_PAGE, "Names"))}
    assert marks == {(role, mark.sign, mark.legend) for role, mark in load_style("cvtex").marks.items()}


def test_defaults_of_a_target_are_as_documented() -> None:
    target = Target("cv")
    for key, _, default in rows(section(DATA_PAGE, "Targets")):
        name = key.strip("`")
        value = getattr(target, "max_pages" if name == "pages" else name)
        unset = {
            "pages": "no limit",
            "checks": "as each check has it",
            "limits": "type of 6 points, a margin of half an inch",
        }
        assert default.strip("`") == (unset.get(name) or value)


@pytest.mark.parametrize("example", all_examples("bibtex"), ids=str)
def test_bibliographies_are_sound(example: Example) -> None:
    findings = Findings()
    source = Source(str(example), example.text, tuple(example.text.split("\n")))
    found = read_bibliography(source, findings)
    assert findings.items == []
    assert found
    assert all(claim(publication, usual_categories()) for publication in found)
