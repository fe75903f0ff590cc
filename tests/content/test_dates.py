"""Dates as people give them, and what is no date."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cvtex.content.dates import DateError, Day, Period, month_number, parse_date
from cvtex.diagnostics import Span

HERE = Span("cv.yaml", 1, 1)


def periods(text: str) -> tuple[Period, ...]:
    return parse_date(text, HERE).periods


DAYS = st.dates(date(1800, 1, 1), date(2199, 12, 31)).flatmap(
    lambda day: st.sampled_from([Day(day.year), Day(day.year, day.month), Day(day.year, day.month, day.day)])
)


def iso(day: Day) -> str:
    return "-".join(f"{part:02d}" for part in (day.year, day.month, day.day) if part)


@given(day=DAYS)
def test_a_date_reads_back(day: Day) -> None:
    assert periods(iso(day)) == (Period(day),)


@given(one=DAYS, other=DAYS, between=st.sampled_from(["/", " / ", "--", "–", " - ", " to ", " until "]))
def test_a_period_reads_back(one: Day, other: Day, between: str) -> None:
    start, end = sorted((one, other), key=Day.first)
    if end.last() >= start.first():
        assert periods(f"{iso(start)}{between}{iso(end)}") == (Period(start, end),)
    if end.first() > start.last():
        with pytest.raises(DateError, match="is before the start"):
            parse_date(f"{iso(end)}{between}{iso(start)}", HERE)


@given(day=DAYS, word=st.sampled_from(["present", "now", "today", "ongoing", "current", "Present", "NOW"]))
def test_an_open_period(day: Day, word: str) -> None:
    assert periods(f"{iso(day)}/{word}") == (Period(day, open=True),)


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("2019-2022", Period(Day(2019), Day(2022))),
        ("2019-present", Period(Day(2019), open=True)),
        ("2021-04-2022-05", Period(Day(2021, 4), Day(2022, 5))),
        ("2021-04-Present", Period(Day(2021, 4), open=True)),
        ("2021 — now", Period(Day(2021), open=True)),
        ("  2021  ", Period(Day(2021))),
    ],
)
def test_other_ways_to_write_a_period(typed: str, period: Period) -> None:
    assert periods(typed) == (period,)


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("Summer 2020", Day(2020, 6)),
        ("May. 2021", Day(2021, 5)),
        ("September 2020", Day(2020, 9)),
        ("Sept 2020", Day(2020, 9)),
        ("winter term 2019/20", Day(2019, 12)),
        ("around 1843", Day(1843)),
        ("2020, forthcoming", Day(2020)),
    ],
)
def test_words_are_kept_and_ordered_by_what_they_say(typed: str, start: Day) -> None:
    read = parse_date(typed, HERE)
    assert read.words == typed
    assert read.periods[0].start == start


@pytest.mark.parametrize("typed", ["forthcoming", "in press", "to appear", "TBD", "n.d."])
def test_words_without_a_year(typed: str) -> None:
    read = parse_date(typed, HERE)
    assert (read.words, read.periods) == (typed, ())


@given(year=st.integers(1800, 2199), month=st.integers(0, 99), day=st.integers(0, 99))
def test_every_impossible_day_is_refused(year: int, month: int, day: int) -> None:
    try:
        date(year, month, day)
    except ValueError:
        with pytest.raises(DateError) as caught:
            parse_date(f"{year}-{month:02d}-{day:02d}", HERE)
        assert caught.value.hint
    else:
        assert periods(f"{year}-{month:02d}-{day:02d}") == (Period(Day(year, month, day)),)


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("04/2021", "write 2021-04"),
        ("4.2021", "write 2021-04"),
        ("2021/04/12", "write 2021-04-12"),
        ("2021.4.12", "write 2021-04-12"),
        ("12/04/2021", "write year, month, day"),
        ("2021/22", "write 2021/2022 for years"),
        ("2021-22", "write 2021/2022 for years"),
        ("2021–22", "write 2021/2022 for years"),
        ("2021-4", "2021-04"),
        ("2010-11, 2011-11", "write [2010-11, 2011-11]"),
        ("2019, 2020 and 2021", "write [2019, 2020, 2021]"),
        ("present/2021", "write the start first"),
        ("2021-", "2021-04/present"),
        ("2021/", "2021-04/present"),
        ("/2021", "2021-04/present"),
        ("/", "2021-04/present"),
        ("1", "2021-04/present"),
        ("20210412", "2021-04/present"),
        ("20x0", "2021-04/present"),
        ("", "2021-04/present"),
        ("present", "2021-04/present"),
        ("0021", "four digits"),
        ("2021-04-31", "day of the month"),
    ],
)
def test_the_hint_says_what_to_type(typed: str, hint: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(typed, HERE)
    assert hint in caught.value.hint


@given(typed=st.text() | st.text("0123456789-/ .–presntow,"))
@example("1 " * 10_000)
@example("a" + " " * 19_000 + "b")
@example(" -" * 9_000)
def test_any_text_is_a_date_or_words_or_refused_with_a_hint(typed: str) -> None:
    refused = None
    try:
        read = parse_date(typed, HERE)
        assert read.words or read.periods
    except DateError as error:
        refused = error
    if refused is not None:
        assert str(refused)
        assert refused.hint


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("jan", 1),
        ("Apr.", 4),
        ("sept", 9),
        ("September", 9),
        ("May", 5),
        ("ma", 0),
        ("maybe", 0),
        ("", 0),
        ("Juni", 0),
        ("x", 0),
    ],
)
def test_names_of_months(word: str, number: int) -> None:
    assert month_number(word) == number
