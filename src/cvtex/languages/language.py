"""A language as data: how its dates read, what things are called, which quotation marks it has."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, cast

from cvtex.values import dataclass

DEFAULT = "en-US"
_HERE = Path(__file__).parent
Word = tuple[str, str]
"""What one and what many are called."""

# ISO 639-1, read 2026-11-25: a text may be typed in any of these.
_ISO = (
    " "
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee "
    "el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io "
    "is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn "
    "mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se "
    "sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo "
    "wa wo xh yi yo za zh zu"
    " "
)


@dataclass(frozen=True, slots=True)
class Quotes:
    """Quotation marks with the spaces that they bring; `inside` puts a comma or full stop before the closing one."""

    outer: Word = ("“", "”")
    inner: Word = ("‘", "’")
    inside: bool = True


ENGLISH_QUOTES = Quotes()


@dataclass(frozen=True, slots=True)
class Calendar:
    """Months in full and short, `alone` as they stand without a day; forms of dates with `{d}`, `{m}` and `{y}`.

    `first` is what the first day of a month is called where it has a form of its own.
    """

    full: tuple[str, ...]
    short: tuple[str, ...]
    full_alone: tuple[str, ...]
    short_alone: tuple[str, ...]
    full_day: str
    short_day: str
    full_month: str
    short_month: str
    now: str
    first: str = "1"

    @property
    def names(self) -> tuple[frozenset[str], ...]:
        """All that each month may be called."""
        lists = (self.full, self.short, self.full_alone, self.short_alone)
        return tuple(frozenset(names) for names in zip(*lists, strict=True))


@dataclass(frozen=True, slots=True)
class Ordinals:
    """How a number counts: the form of exactly that number, else of its last digits, else of any."""

    exact: Mapping[int, str]
    ending: Mapping[int, str]
    other: str

    def write(self, number: int) -> str:
        """`2nd`, `11th`, `2.`, `1er`."""
        endings = (self.ending.get(number % 100), self.ending.get(number % 10))
        form = self.exact.get(number) or next((form for form in endings if form), self.other)
        return form.format(n=number)


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """All that cvtex itself says in a language, by the code of that language; each is loaded once, and equal to itself.

    `words` stand on a page by themselves, `terms` in references, `legends` explain the marks of authors, `categories`
    head lists of publications; `colon` and `semicolon` are the spaces before these marks. `patterns` is what TeX calls the
    language where it parts words at the end of a line; `parted` is whether it does so of itself.
    """

    code: str
    name: str
    calendar: Calendar
    quotes: Quotes
    words: Mapping[str, str]
    terms: Mapping[str, Word]
    legends: Mapping[str, str]
    categories: Mapping[str, str]
    authors: Ordinals
    editions: Ordinals
    colon: str = ""
    semicolon: str = ""
    patterns: str = ""
    parted: bool = True

    def patterns_for(self, hyphenation: str) -> str:
        """The patterns of a document in which words are parted `always`, `never`, or as the language has it (`auto`)."""
        return self.patterns if hyphenation == "always" or (hyphenation == "auto" and self.parted) else ""

    @property
    def english(self) -> bool:
        return base(self.code) == "en"


def base(code: str) -> str:
    """A language without its region: `de` of `de-AT`."""
    return code.partition("-")[0]


def foreign(code: str, own: str) -> str:
    """A language, empty where it is one's own, whatever the region: nobody reads Vienna's German in another voice."""
    return code if base(code) != base(own) else ""


def is_language(word: str) -> bool:
    """Whether a word is the code of a language, with or without a region: `de`, `pt-BR`."""
    tongue, dash, region = word.partition("-")
    return f" {tongue} " in _ISO and (not dash or (len(region) == 2 and region.isascii() and region.isupper()))


@cache
def language_codes() -> tuple[str, ...]:
    """The languages that a document may have, English first."""
    names = (item.name for item in _HERE.iterdir())
    codes = sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml"))
    return tuple(sorted(codes, key=lambda code: (code != DEFAULT, base(code) != "en", code)))


@cache
def load_language(code: str) -> Language:
    """The language of a code. Raises KeyError when cvtex has no file for it."""
    if code not in language_codes():
        raise KeyError(code)
    data = _data(code)
    words = _words(data["words"])
    before = _words(data["before"])
    ordinals = cast(Mapping[str, Mapping[str, object]], data["ordinals"])
    return Language(
        code=code,
        name=str(data["name"]),
        calendar=_calendar(code, data, words["now"]),
        quotes=_quotes(cast(Mapping[str, object], data["quotes"])),
        words=words,
        terms={key: _term(term) for key, term in cast(Mapping[str, object], data["terms"]).items()},
        legends=_words(data["legends"]),
        categories=_words(data["categories"]),
        authors=_ordinals(ordinals["author"]),
        editions=_ordinals(ordinals["edition"]),
        colon=before["colon"],
        semicolon=before["semicolon"],
        patterns=str(data["patterns"]),
        parted=bool(data.get("parted", True)),
    )


def _data(code: str) -> dict[str, object]:
    """A language's file, laid over the one that it extends."""
    from cvtex.quickyaml import yaml  # whoever asks for a name only need not wait for it

    text = (_HERE / f"{code}.yaml").read_text(encoding="utf-8")
    own: dict[str, object] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    extends = own.pop("extends", None)
    return _over(_data(str(extends)), own) if extends else own


def _over(below: dict[str, object], own: dict[str, object]) -> dict[str, object]:
    """A mapping laid over another, key by key; inner ones likewise."""
    merged = dict(below)
    for key, value in own.items():
        under = below.get(key)
        merged[key] = _over(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return merged


def _words(data: object) -> dict[str, str]:
    return {key: str(value) for key, value in cast(Mapping[str, object], data).items()}


def _term(data: object) -> Word:
    """A term for one and for many, which are often the same."""
    both = [str(word) for word in data] if isinstance(data, list) else [str(data)]
    return both[0], both[-1]


def _quotes(data: Mapping[str, object]) -> Quotes:
    stop = cast(Literal["inside", "outside"], data["stop"])
    return Quotes(_term(data["outer"]), _term(data["inner"]), inside=stop == "inside")


def _ordinals(data: Mapping[str, object]) -> Ordinals:
    exact, ending = (cast(Mapping[int, str], data.get(name, {})) for name in ("exact", "ending"))
    return Ordinals(exact, ending, str(data["other"]))


@cache
def _calendars() -> dict[str, dict[str, str | list[str]]]:
    """Every language's months and forms of dates, as the Unicode CLDR has them."""
    text = (_HERE / "calendar.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, str | list[str]]] = json.loads(text)
    return found


def _calendar(code: str, data: Mapping[str, object], now: str) -> Calendar:
    """The calendar of a language; months that its own file lists take the place of the short ones."""
    found = _calendars()[code]
    short, alone = tuple(found["short"]), tuple(found["short_alone"])
    if "months" in data:
        short = alone = tuple(str(month) for month in cast(list[object], data["months"]))
    return Calendar(
        full=tuple(found["full"]),
        short=short,
        full_alone=tuple(found["full_alone"]),
        short_alone=alone,
        full_day=str(found["full_day"]),
        short_day=str(found["short_day"]),
        full_month=str(found["full_month"]),
        short_month=str(found["short_month"]),
        now=now,
        first=str(data.get("first", "1")),
    )
