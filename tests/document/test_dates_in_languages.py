"""Dates in every language: what is printed says the day that was meant, and nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtex.content.dates import Dates, Day, Period, parse_date
from cvtex.content.markup import Run
from cvtex.diagnostics import Span
from cvtex.document.accounts.traces import Traces
from cvtex.document.references.dateformat import DATE_FORMS, DateForm, date_form, dates_in, edge_form, short_dates
from cvtex.languages.language import Language, language_codes, load_language

HERE = Span("cv.yaml", 1, 1)
LANGUAGES = st.sampled_from(language_codes()).map(load_language)
DAYS = st.one_of(
    st.builds(Day, st.integers(1800, 2199)),
    st.builds(Day, st.integers(1800, 2199), st.integers(1, 12)),
    st.builds(Day, st.integers(1800, 2199), st.integers(1, 12), st.integers(1, 28)),
)


def form_of(style: str, language: Language) -> DateForm:
    return edge_form(language) if style == "edge" else date_form(style, language)


STYLES = st.sampled_from(["edge", *DATE_FORMS])


@given(LANGUAGES, STYLES, DAYS)
def test_a_day_can_be_read_back(language: Language, style: str, day: Day) -> None:
    """The year, the month by its name and the day are there, each once, and no other number."""
    printed = dates_in(Dates((Period(day),), HERE), form_of(style, language))
    assert "{" not in printed
    numbers = [int(number) for number in re.findall(r"\d+", printed)]
    assert sorted(numbers) == sorted(number for number in (day.year, day.day) if number)
    named = [
        month
        for month, names in enumerate(language.calendar.names, 1)
        if any(re.search(rf"(?<!\w){re.escape(name.removesuffix('.'))}(?!\w)", printed) for name in names)
    ]
    assert named == ([day.month] if day.month else [])


@given(LANGUAGES, STYLES, DAYS, DAYS)
def test_the_account_finds_every_date(language: Language, style: str, one: Day, other: Day) -> None:
    start, end = sorted((one, other), key=lambda day: (day.first(), day.last()))
    for period in (Period(start), Period(start, open=True), Period(start, end)):
        dates = Dates((period,), HERE)
        printed = dates_in(dates, form_of(style, language))
        assert Traces((Run(printed),)).has_date(dates, language.calendar), printed


@given(LANGUAGES, DAYS)
def test_the_account_misses_another_year_and_month(language: Language, day: Day) -> None:
    traces = Traces((Run(dates_in(Dates((Period(day),), HERE), edge_form(language))),))
    assert not traces.has_date(Dates((Period(Day(day.year + 1)),), HERE), language.calendar)
    if day.month:
        other = Day(day.year, day.month % 12 + 1)
        assert not traces.has_date(Dates((Period(other),), HERE), language.calendar)


EDGE = {
    "en-US": ("Apr. 2021 – now", "Apr. 12, 2021", "Nov. 12–16, 2024", "Jul. 27–Aug. 1, 2025", "Mar.–Aug. 2020"),
    "en-GB": ("Apr 2021 – now", "12 Apr 2021", "12–16 Nov 2024", "27 Jul–1 Aug 2025", "Mar–Aug 2020"),
    "de": ("Apr. 2021 – heute", "12. Apr. 2021", "12.–16. Nov. 2024", "27. Juli–1. Aug. 2025", "März–Aug. 2020"),
    "fr": ("avr. 2021 – aujourd’hui", "12 avr. 2021", "12–16 nov. 2024", "27 juil.–1er août 2025", "mars–août 2020"),
    "es": ("abr 2021 – actualidad", "12 abr 2021", "12–16 nov 2024", "27 jul–1 ago 2025", "mar–ago 2020"),
    "it": ("apr 2021 – oggi", "12 apr 2021", "12–16 nov 2024", "27 lug–1 ago 2025", "mar–ago 2020"),
    "pt-BR": ("abr. de 2021 – atual", "12 de abr. de 2021", "12–16 de nov. de 2024", "27 de jul.–1º de ago. de 2025",
              "mar.–ago. de 2020"),
}  # fmt: skip


@pytest.mark.parametrize("code", EDGE)
def test_dates_at_the_edge(code: str) -> None:
    typed = ("2021-04/present", "2021-04-12", "2024-11-12/2024-11-16", "2025-07-27/2025-08-01", "2020-03/2020-08")
    language = load_language(code)
    assert tuple(short_dates(parse_date(date, HERE), language) for date in typed) == EDGE[code]


@pytest.mark.parametrize(
    ("code", "style", "printed"),
    [
        ("en-GB", "July 16, 1990", "12 April 2021"),
        ("en-GB", "1990, July 16", "2021, April 12"),
        ("en-US", "16 July 1990", "12 April 2021"),
        ("de", "July 16, 1990", "12. April 2021"),
        ("de", "1990, July 16", "2021, 12. April"),
        ("de-AT", "Jul. 16, 1990", "12. Apr. 2021"),
        ("fr", "1990 Jul 16", "2021 avr 12"),
        ("es", "July 16, 1990", "12 de abril de 2021"),
        ("pt", "1990, July 16", "2021, 12 de abril"),
    ],
)
def test_the_order_is_the_languages_but_for_a_year_that_comes_first(code: str, style: str, printed: str) -> None:
    assert dates_in(parse_date("2021-04-12", HERE), date_form(style, load_language(code))) == printed


def test_austria_has_a_january_of_its_own() -> None:
    months = [short_dates(parse_date("2021-01", HERE), load_language(code)) for code in ("de", "de-AT")]
    assert months == ["Jan. 2021", "Jän. 2021"]
