"""Months and forms of dates of every language, from the Unicode CLDR by way of Babel, as the file that cvtex reads.

`python -m tests.calendars` writes it anew: after a language was added, and after Babel was updated.
"""

import json
import re

from babel.core import Locale

from cvtex.languages.language import language_codes
from tests.program import ROOT

PLACE = ROOT / "src" / "cvtex" / "languages" / "calendar.json"
_PART = re.compile(r"'(?P<text>[^']*)'|(?P<field>[a-zA-Z])(?P=field)*|(?P<other>[^a-zA-Z']+)")
_FIELDS = {"y": "{y}", "M": "{m}", "L": "{m}", "d": "{d}"}


def calendars_text() -> str:
    """All calendars in the order of their codes, a line for each part."""
    found = {code: calendar(code) for code in sorted(language_codes())}
    return "{\n" + ",\n".join(f"{_json(code)}: {{\n{_lines(parts)}\n}}" for code, parts in found.items()) + "\n}\n"


def _lines(parts: dict[str, str | list[str]]) -> str:
    return ",\n".join(f"  {_json(name)}: {_json(part)}" for name, part in parts.items())


def _json(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False)


def calendar(code: str) -> dict[str, str | list[str]]:
    """One language's months, in full and short, within a date and alone, and how a date is put together."""
    locale = Locale.parse(code, sep="-")
    months, alone = locale.months["format"], locale.months["stand-alone"]
    short_month = _pattern(locale, "yMMM")
    full_month = _pattern(locale, "yMMMM")
    return {
        "full": list(months["wide"].values()),
        "short": list(months["abbreviated"].values()),
        "full_alone": list((alone if "L" in full_month else months)["wide"].values()),
        "short_alone": list((alone if "L" in short_month else months)["abbreviated"].values()),
        "full_day": form(locale.date_formats["long"].pattern),
        "short_day": form(_pattern(locale, "yMMMd")),
        "full_month": form(full_month),
        "short_month": form(short_month),
    }


def _pattern(locale: Locale, skeleton: str) -> str:
    """The pattern of a skeleton; where a region has numbers for the month, the language's own."""
    pattern = str(locale.datetime_skeletons[skeleton])
    if "MMM" in pattern or "LLL" in pattern:
        return pattern
    return str(Locale(locale.language).datetime_skeletons[skeleton])


def form(pattern: str) -> str:
    """`d. MMM y` as `{d}. {m} {y}`."""
    parts = _PART.finditer(pattern)
    return "".join(part["text"] or _FIELDS.get(part["field"] or "", part["other"] or "") for part in parts)


if __name__ == "__main__":
    PLACE.write_text(calendars_text(), encoding="utf-8")
