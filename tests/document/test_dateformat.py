"""Dates in words, short and in full."""

import pytest

from cvtex.content.dates import Dates, parse_date
from cvtex.diagnostics import Span
from cvtex.document.references.dateformat import date_form, dates_in, short_dates
from cvtex.languages.language import load_language

HERE = Span("cv.yaml", 1, 1)


def full_dates(dates: Dates | None) -> str:
    return dates_in(dates, date_form("July 16, 1990", load_language("en-US")))


@pytest.mark.parametrize(
    ("typed", "short", "full"),
    [
        ("2021", "2021", "2021"),
        ("2021-04", "Apr. 2021", "April 2021"),
        ("2021-05", "May 2021", "May 2021"),
        ("2021-04-12", "Apr. 12, 2021", "April 12, 2021"),
        ("2021-04/present", "Apr. 2021 – now", "April 2021 – now"),
        ("2019/2025", "2019–2025", "2019–2025"),
        ("2019/2019", "2019", "2019"),
        ("2020-05/2020-08", "May–Aug. 2020", "May–August 2020"),
        ("2020-05/2021-08", "May 2020 – Aug. 2021", "May 2020 – August 2021"),
        ("2024-11-12/2024-11-16", "Nov. 12–16, 2024", "November 12–16, 2024"),
        ("2025-07-27/2025-08-01", "Jul. 27–Aug. 1, 2025", "July 27–August 1, 2025"),
        ("2024-12-30/2025-01-02", "Dec. 30, 2024 – Jan. 2, 2025", "December 30, 2024 – January 2, 2025"),
        ("2020/2021-08", "2020 – Aug. 2021", "2020 – August 2021"),
        ("Summer 2020", "Summer 2020", "Summer 2020"),
        ("May. 2021", "May. 2021", "May. 2021"),
    ],
)
def test_forms(typed: str, short: str, full: str) -> None:
    dates = parse_date(typed, HERE)
    assert (short_dates(dates), full_dates(dates)) == (short, full)


def test_several() -> None:
    dates = Dates((*parse_date("2010-11", HERE).periods, *parse_date("2011-11", HERE).periods), HERE)
    assert short_dates(dates) == "Nov. 2010, Nov. 2011"


def test_none() -> None:
    assert short_dates(None) == full_dates(None) == ""
