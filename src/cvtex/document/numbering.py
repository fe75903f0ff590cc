"""Categories and numbers of publications: a letter and three digits, oldest 001."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cvtex.content.model import Publication


@dataclass(frozen=True, slots=True)
class Category:
    """What a letter stands for; a keyword claims an entry before its type does."""

    letter: str
    meaning: str
    types: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


CATEGORIES = (
    Category("C", "conference papers", ("inproceedings", "proceedings"), ("conference",)),
    Category("J", "journal articles", ("article", "suppperiodical"), ("journal",)),
    Category("P", "patents", ("patent",), ("patent",)),
    Category("W", "workshops and forums", (), ("workshop",)),
    Category(
        "B",
        "books and chapters",
        ("book", "mvbook", "inbook", "incollection", "collection", "suppbook", "booklet"),
        ("book",),
    ),
    Category("T", "theses", ("thesis",), ("thesis",)),
    Category(
        "R", "reports and preprints", ("report", "online", "unpublished", "misc", "manual"), ("report", "preprint")
    ),
    Category("S", "software and data sets", ("software", "dataset"), ("software", "dataset")),
)


def category_of(publication: Publication) -> Category | None:
    """The category that claims a publication: by keyword, else by entry type."""
    words = {word.casefold() for word in publication.keywords}
    by_keyword = next((category for category in CATEGORIES if words & set(category.keywords)), None)
    return by_keyword or next((category for category in CATEGORIES if publication.type in category.types), None)


def number(publications: Iterable[Publication]) -> dict[str, str]:
    """The label of each key: ascending by date within a category, the oldest 001.

    A date that is missing, or known only to the year, takes the place that the file's order gives it:
    the entry higher up is the newer.
    """
    by_letter: dict[str, list[Publication]] = {}
    for publication in publications:
        category = category_of(publication)
        if category:
            by_letter.setdefault(category.letter, []).append(publication)
    labels: dict[str, str] = {}
    for letter, members in by_letter.items():
        for count, publication in enumerate(reversed(newest_first(members)), 1):
            labels[publication.key] = f"{letter}{count:03d}"
    return labels


def newest_first(publications: Sequence[Publication]) -> list[Publication]:
    """Publications by date, newest first; equal dates keep the file's order."""
    keys: list[tuple[int, int, int]] = []
    for publication in publications:
        keys.append(_sort_key(publication, keys[-1] if keys else None))
    order = sorted(range(len(publications)), key=lambda index: keys[index], reverse=True)
    return [publications[index] for index in order]


def _sort_key(publication: Publication, above: tuple[int, int, int] | None) -> tuple[int, int, int]:
    if publication.date is None or not publication.date.periods:
        return above or (9999, 12, 31)
    day = publication.date.periods[0].start
    known = tuple(part for part in (day.year, day.month, day.day) if part)
    if above is not None and above[: len(known)] == known:
        return above
    return day.last()
