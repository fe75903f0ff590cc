"""Mutations of the data: the good PDF is then held against data that say something else."""

import re
from random import Random

from tests.campaign.mutation import Change, Good, Maker, Spot, found, kind, spliced, where
from tests.campaign.wording import SLIPS, Slip

_VALUE = {
    "cv.yaml": r"^ *(?:- )?(?!publications:|date:|- publications:)(?:[a-z]+: )?(\S.*)$",
    "publications.bib": r"^  (?:author|title|booktitle|venue|journaltitle|type|number|pages|volume|titleaddon) += \{(.*)\},$",
}
_LEAF = r"^( +- (?:item: )?[^\n:{}\[\]]{4,}\n)"
_PAPER = r"^@\w+\{[\w-]+,\n(?:  .*\n)+\}\n"


def _change(good: Good, file: str, spot: Spot, new: str, what: str = "") -> Change | None:
    if new == spot.text:
        return None
    text = good.files[file]
    said = what or f"“{spot.text.strip()}” became “{new.strip()}”"
    return Change(f"{file}, {where(text, spot)}: {said}", spliced(text, spot, new).encode(), file)


def _values(good: Good, file: str) -> list[Spot]:
    text = good.files[file]
    body = text.index("sections:") if file == "cv.yaml" else 0
    return [
        spot
        for spot in found(_VALUE[file], text)
        if spot.start > body and not spot.text.startswith("#") and not re.fullmatch(r"\w+:", spot.text)
    ]


def _within(values: list[Spot], pattern: str) -> list[Spot]:
    return [
        Spot(value.start + spot.start, value.start + spot.end, spot.text)
        for value in values
        for spot in found(pattern, value.text)
    ]


def _slip(name: str, pattern: str, slip: Slip) -> None:
    def make(good: Good, chance: Random) -> Change | None:
        file = chance.choice(tuple(_VALUE))
        spot = chance.choice(_within(_values(good, file), pattern))
        return _change(good, file, spot, slip(spot.text, chance))

    kind(f"data-{name}")(make)


for _name, (_pattern, _made) in SLIPS.items():
    _slip(_name, _pattern, _made)


def _at(name: str, file: str, pattern: str, change: Slip, *, once: bool = False) -> Maker:
    """Register a kind that changes one match of a pattern in one file."""

    def make(good: Good, chance: Random) -> Change | None:
        spot = chance.choice(found(pattern, good.files[file]))
        return _change(good, file, spot, change(spot.text, chance))

    return kind(name, once=once)(make)


def _gone(text: str, chance: Random) -> str:
    del text, chance
    return ""


def _twice(text: str, chance: Random) -> str:
    del chance
    return text + text


def _year(text: str, chance: Random) -> str:
    year = chance.choice(list(re.finditer(r"\d{4}", text)))
    return text[: year.start()] + str(int(year[0]) + chance.choice((-2, -1, 1))) + text[year.end() :]


def _month(text: str, chance: Random) -> str:
    del chance
    return f"{int(text) % 12 + 1:02}"


def _halves(text: str, chance: Random) -> str:
    """Two lines of like shape, one for the other."""
    del chance
    first, second = text.splitlines(keepends=True)
    return second + first


def _author_dropped(text: str, chance: Random) -> str:
    names = text.split(" and ")
    names.pop(chance.randrange(len(names)))
    return " and ".join(names)


def _authors_swapped(text: str, chance: Random) -> str:
    names = text.split(" and ")
    place = chance.randrange(len(names) - 1)
    names[place], names[place + 1] = names[place + 1], names[place]
    return " and ".join(names)


def _author_added(text: str, chance: Random) -> str:
    names = text.split(" and ")
    names.insert(chance.randrange(len(names)), "Ada Lovelace")
    return " and ".join(names)


def _linked(text: str, chance: Random) -> str:
    del chance
    return f"[{text}](https://example.org/{len(text)})"


def _stressed(text: str, chance: Random) -> str:
    mark = chance.choice(("*", "**"))
    return f"{mark}{text}{mark}"


_AUTHORS = r"^  author += \{([^{}]* and [^{}]*)\},$"
_at("data-item-removed", "cv.yaml", _LEAF, _gone)
_at("data-item-doubled", "cv.yaml", _LEAF, _twice)
_at("data-items-swapped", "cv.yaml", r"^(( +- )[^\n:{}\[\]]+\n\2[^\n:{}\[\]]+\n)", _halves)
_at("data-year-altered", "cv.yaml", r"date: (.*\d{4}.*)$", _year)
_at("data-month-altered", "cv.yaml", r"date: .*\d{4}-(\d\d)", _month)
_at("data-date-removed", "cv.yaml", r"^( +date: .*\n)", _gone)
_at("data-place-removed", "cv.yaml", r"^( +place: .*\n)", _gone)
_at("data-paper-year-altered", "publications.bib", r"date += \{(.*)\}", _year)
_at("data-paper-field-removed", "publications.bib", r"^(  (?:venue|date|eventdate|pages|volume|pubstate) .*\n)", _gone)
_at("data-marks-removed", "publications.bib", r"^(  author\+an .*\n)", _gone)
_at("data-author-dropped", "publications.bib", _AUTHORS, _author_dropped)
_at("data-authors-swapped", "publications.bib", _AUTHORS, _authors_swapped)
_at("data-author-added", "publications.bib", _AUTHORS, _author_added)
_at("data-name-altered", "cv.yaml", r"^name: (Kai) Zhen", lambda _name, chance: chance.choice(("Kay", "Karl", "K.")))
_at("data-address-altered", "cv.yaml", r"contact: \[http://(\w+)\.us", SLIPS["letter-altered"][1])
_at("data-address-removed", "cv.yaml", r"contact: \[(http://kaizhen\.us, )", _gone, once=True)
_at("data-mail-altered", "cv.yaml", r"(kaizhen)723@", SLIPS["letter-altered"][1])
_at("data-link-added", "cv.yaml", r"^ +- ([A-Z][^\n:{}\[\]@#&]{4,})$", _linked)
_at("data-stress-added", "cv.yaml", r"^ +- ([A-Z][^\n:{}\[\]@#&*]{4,})$", _stressed)
_at("data-label-altered", "labels.lock", r"^[CJPW]0(\d\d) ", lambda digits, _chance: str(int(digits) + 20))
_at(
    "data-titleaddon-added",
    "publications.bib",
    r"^  title += \{.*\},\n()",
    lambda _text, _chance: "  titleaddon = {poster},\n",
)


@kind("data-labels-swapped")
def labels_swapped(good: Good, chance: Random) -> Change | None:
    text = good.files["labels.lock"]
    first, second = chance.sample(found(r"^C\d+ (\S+ .*)$", text), 2)
    early, late = sorted((first, second), key=lambda spot: spot.start)
    changed = spliced(spliced(text, late, early.text), early, late.text)
    keys = f"{early.text.split()[0]} and {late.text.split()[0]}"
    return Change(f"labels.lock: the numbers of {keys} were swapped", changed.encode(), "labels.lock")


@kind("data-paper-removed")
def paper_removed(good: Good, chance: Random) -> Change | None:
    spot = chance.choice(found(_PAPER, good.files["publications.bib"]))
    return _change(good, "publications.bib", spot, "", f"{spot.text.splitlines()[0]} was removed")


@kind("data-section-removed")
def section_removed(good: Good, chance: Random) -> Change | None:
    spot = chance.choice(found(r"^- section: (?!Publ).*\n(?:(?!- section).*\n)+", good.files["cv.yaml"]))
    return _change(good, "cv.yaml", spot, "", f"{spot.text.splitlines()[0][2:]} was removed")


@kind("data-sections-swapped")
def sections_swapped(good: Good, chance: Random) -> Change | None:
    text = good.files["cv.yaml"]
    sections = found(r"^- section: .*\n(?:(?!- section).*\n)+", text)
    place = chance.randrange(len(sections) - 1)
    both = Spot(sections[place].start, sections[place + 1].end, "")
    new = sections[place + 1].text.rstrip("\n") + "\n\n" + sections[place].text
    return _change(good, "cv.yaml", both, new, f"section {place + 1} stands after section {place + 2}")
