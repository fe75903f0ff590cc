"""Windows of time: what counts back from a day, and what shares a day with a period."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtex.content.dates import Dates, parse_date
from cvtex.diagnostics import Span
from cvtex.document.choice.window import Window, window_of
from cvtex.document.targets.target import TimeSpan

SPAN = Span("t.yaml", 1, 9)
TODAY = date(2026, 11, 25)


def dates(typed: str) -> Dates:
    return parse_date(typed, SPAN)


def window(typed: str) -> Window:
    return window_of(TimeSpan(SPAN, typed, period=dates(typed).periods[0]), None)


@pytest.mark.parametrize(
    ("months", "first"),
    [
        (1, (2026, 10, 25)),
        (10, (2026, 1, 25)),
        (11, (2025, 12, 25)),
        (12, (2025, 11, 25)),
        (60, (2021, 11, 25)),
        (18, (2025, 5, 25)),
        (999 * 12, (1027, 11, 25)),
    ],
)
def test_months_are_counted_back_from_the_day(months: int, first: tuple[int, int, int]) -> None:
    made = window_of(TimeSpan(SPAN, "", months), TODAY)
    assert made.first == first
    assert made.holds(dates("2030-01/2031-01")), "what is to come is not over"


def test_the_last_day_of_a_month_counts_back_into_a_shorter_one() -> None:
    made = window_of(TimeSpan(SPAN, "", 1), date(2026, 3, 31))
    assert not made.holds(dates("2026-02-28"))
    assert made.holds(dates("2026-03-01"))


def test_months_need_a_day() -> None:
    with pytest.raises(ValueError, match="`5 years` needs the day of the build"):
        window_of(TimeSpan(SPAN, "5 years", 60), None)


@pytest.mark.parametrize(
    ("time", "inside", "outside"),
    [
        ("2021-07/present", ["2021", "2021-07", "2019/present", "2050", "2020/2021-07-01"], ["2021-06", "2020/2021-06"]),
        ("2020/2024", ["2020-01-01", "2024-12-31", "2010/2030", "2019/2020"], ["2019-12-31", "2025", "2025/present"]),
        ("2022", ["2022-01", "2022-12-31", "Summer 2022"], ["2021", "2023", "Summer 2023"]),
        ("2022-02", ["2022", "2022-02-28", "2022-01/2022-03"], ["2022-01-31", "2022-03"]),
        ("2022-02-10", ["2022", "2022-02", "2022-02-10"], ["2022-02-09", "2022-02-11"]),
    ],
)  # fmt: skip
def test_what_shares_a_day(time: str, inside: list[str], outside: list[str]) -> None:
    made = window(time)
    assert [typed for typed in inside if not made.holds(dates(typed))] == []
    assert [typed for typed in outside if made.holds(dates(typed))] == []


def test_of_several_dates_one_is_enough() -> None:
    both = Dates((*dates("1990").periods, *dates("2022").periods), SPAN)
    assert window("2022").holds(both)
    assert not window("2021").holds(both)
    assert not window("2021").holds(Dates((), SPAN, words="long ago"))


DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@given(DAYS, DAYS, DAYS, DAYS)
def test_periods_of_days_are_held_as_python_compares_days(a: date, b: date, c: date, d: date) -> None:
    (a, b), (c, d) = sorted((a, b)), sorted((c, d))
    assert window(f"{a}/{b}").holds(dates(f"{c}/{d}")) == (c <= b and a <= d)


@given(DAYS, DAYS, DAYS)
def test_what_is_known_less_exactly_is_never_left_out_for_it(a: date, b: date, day: date) -> None:
    a, b = sorted((a, b))
    made = window(f"{a}/{b}")
    if made.holds(dates(str(day))):
        assert made.holds(dates(f"{day:%Y-%m}"))
        assert made.holds(dates(f"{day:%Y}"))


@given(DAYS, st.integers(1, 400), st.integers(0, 400), DAYS)
def test_a_longer_time_holds_what_a_shorter_one_does(today: date, months: int, more: int, day: date) -> None:
    shorter, longer = (window_of(TimeSpan(SPAN, "", count), today) for count in (months, months + more))
    assert longer.first <= shorter.first
    if shorter.holds(dates(str(day))):
        assert longer.holds(dates(str(day)))
