"""Names of fields that are one slip away from a field's, and those that are not."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtex.content.bibfields import FIELD_ALIASES, INSTRUCTIONS, READ, UNPRINTED
from cvtex.content.slips import meant

KNOWN = READ | FIELD_ALIASES.keys() | INSTRUCTIONS | UNPRINTED


@pytest.mark.parametrize(
    ("typed", "there", "field"),
    [
        ("yaer", (), "year"),
        ("yera", (), "year"),
        ("yeat", (), "year"),
        ("yearr", (), "year"),
        ("date2", (), "date"),
        ("yaer", ("date",), ""),
        ("yaer", ("year",), ""),
        ("jornal", (), "journal"),
        ("jornal", ("journaltitle",), ""),
        ("pagse", (), "pages"),
        ("page", (), "pages"),
        ("eidtor", ("author",), "editor"),
        ("editro", ("author", "editor"), ""),
        ("pmcid", (), ""),
        ("day", (), ""),
        ("titel", (), ""),
        ("owner", (), ""),
        ("timestamp", (), ""),
    ],
)
def test_what_was_meant(typed: str, there: tuple[str, ...], field: str) -> None:
    assert meant(typed, there) == field


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_field_that_is_known_is_no_slip(name: str) -> None:
    assert meant(name, ()) == ""


# What tools for references write beside BibTeX's fields (JabRef, Zotero, Mendeley, DBLP, ADS, ACM).
OTHERS = (
    *(
        "file",
        "groups",
        "owner",
        "timestamp",
        "comment",
        "priority",
        "ranking",
        "readstatus",
        "date-added",
        "date-modified",
    ),
    *("mendeley-tags", "copyright", "biburl", "bibsource", "adsurl", "adsnote", "issue_date", "numpages", "articleno"),
    *(
        "acmid",
        "month_numeric",
        "citationkey",
        "collaboration",
        "reportnumber",
        "hal_id",
        "hal_version",
        "pmcid",
        "eissn",
    ),
    *("urldate", "rating", "local-url", "keywords-plus"),
)


@pytest.mark.parametrize("name", OTHERS)
def test_a_field_of_another_tool_is_no_slip(name: str) -> None:
    assert meant(name, ()) == ""


@given(st.sampled_from(sorted(READ - {"title", "author"})), st.integers(0, 12), st.sampled_from(string.ascii_lowercase))
def test_every_slip_is_known_for_one(field: str, place: int, letter: str) -> None:
    before, after = field[:place], field[place:]
    swapped = before + after[1:2] + after[:1] + after[2:]
    for typed in (before + after[1:], swapped, before + letter + after, before + letter + after[1:]):
        if len(typed) >= 4 and typed not in KNOWN and typed != "pmcid":
            assert meant(typed, ()) != ""
            assert meant(typed, READ) == ""
