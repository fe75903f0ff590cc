"""Numbers of publications: a letter and three digits, oldest 001; what was released never moves."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from cvtex.content.dates import Day
from cvtex.content.model import Publication
from cvtex.document.numbers.ledger import Ledger, parse_label

_Key = tuple[int, int, int]
_UNDATED = Day(9999)


def number(
    publications: Iterable[Publication],
    letters: Mapping[str, str],
    ledger: Ledger,
    late: Literal["next", "letter"] = "next",
) -> dict[str, str]:
    """The label of each key in `letters`, which holds the category of each.

    A released number stays with its key. The others are counted on by date: from 001 while nothing of
    their category is released, else after the highest number given out; with `late` = "letter", one that is
    older than a released one takes the number before it with a letter ([C004a]).
    """
    by_letter: dict[str, list[Publication]] = {}
    for publication in publications:
        if publication.key in letters:
            by_letter.setdefault(letters[publication.key], []).append(publication)
    labels: dict[str, str] = {}
    for letter, members in by_letter.items():
        labels |= _number_category(letter, members, ledger, late)
    return labels


def _number_category(letter: str, members: Sequence[Publication], ledger: Ledger, late: str) -> dict[str, str]:
    current = ledger.current
    taken = {label for label in ledger.labels if parse_label(label)[0] == letter}
    highest = max((parse_label(label)[1] for label in taken), default=0)
    labels: dict[str, str] = {}
    before = ""  # the released label that is next older
    oldest_first = list(reversed(newest_first(members)))
    released = [publication.key for publication in oldest_first if _released(publication, letter, ledger)]
    still_to_come = len(released)
    for publication in oldest_first:
        if publication.key in released:
            labels[publication.key] = before = current[publication.key].label
            still_to_come -= 1
        else:
            neighbour = (before or f"{letter}000") if late == "letter" and still_to_come else ""
            label = _next_letter(neighbour, taken) if neighbour else ""
            if not label:
                highest += 1
                label = f"{letter}{highest:03d}"
            labels[publication.key] = label
            taken.add(label)
    return labels


def _released(publication: Publication, letter: str, ledger: Ledger) -> bool:
    release = ledger.current.get(publication.key)
    return release is not None and release.label[0] == letter


def _next_letter(neighbour: str, taken: set[str]) -> str:
    """The neighbour's number with the first free letter, empty where 26 are taken."""
    letter, count, _ = parse_label(neighbour)
    free = (f"{letter}{count:03d}{suffix}" for suffix in "abcdefghijklmnopqrstuvwxyz")
    return next((label for label in free if label not in taken), "")


def newest_first(publications: Sequence[Publication]) -> list[Publication]:
    """Publications by date, newest first; equal dates keep the file's order.

    A date that is missing, or known only to the year, takes the place that the file's order gives it: the
    entry higher up is the newer.
    """
    keys: list[_Key] = []
    for publication in publications:
        keys.append(_sort_key(publication, keys[-1] if keys else None))
    order = sorted(range(len(publications)), key=lambda index: keys[index], reverse=True)
    return [publications[index] for index in order]


def _sort_key(publication: Publication, above: _Key | None) -> _Key:
    if publication.date is None or not publication.date.periods:
        return above or _UNDATED.last()
    day = publication.date.periods[0].start
    known = tuple(part for part in (day.year, day.month, day.day) if part)
    if above is not None and above[: len(known)] == known:
        return above
    return day.last()
