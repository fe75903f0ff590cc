"""What changed in an entry, a section or the head of the page: its news, and what was merely corrected."""

from cvtex.content.dates import Dates
from cvtex.content.model import Text
from cvtex.document.accounts.referenceaccount import iso
from cvtex.document.changes.likeness import is_spelling
from cvtex.document.changes.outline import Item
from cvtex.document.references.dateformat import short_dates


def differences(was: Item, now: Item) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is new in an item, and what was corrected in it: both in words, both empty where it is what it was.

    News are other words in a headline, another note, and dates that came, went on or ended. A place, an address, a role
    and the spelling of words are corrections, and so is another beginning.
    """
    news: list[str] = []
    corrections: list[str] = []
    if was.entry is None or now.entry is None:
        return (), (() if was.text == now.text and was.title == now.title else ("wording",))
    if was.role != now.role:
        corrections.append(f"{was.role} → {now.role}")
    if was.title != now.title:
        (corrections if is_spelling(was.title, now.title) else news).append("wording")
    before, after = was.entry, now.entry
    if _plain(before.note) != _plain(after.note):
        news.append(f"note {_quoted(before.note)} → {_quoted(after.note)}")
    dates = f"{short_dates(before.date) or 'no date'} → {short_dates(after.date) or 'no date'}"
    if said_date(before.date) != said_date(after.date):
        (news if _goes_on(before.date, after.date) else corrections).append(dates)
    for name, one, other in (
        ("organization", before.at, after.at),
        ("place", before.place, after.place),
    ):
        if _plain(one) != _plain(other):
            corrections.append(f"{name} {_quoted(one)} → {_quoted(other)}")
    if before.url != after.url or _links(before.headline) != _links(after.headline):
        corrections.append("address")
    return tuple(news), tuple(corrections)


def _plain(text: Text | None) -> str:
    return " ".join(text.plain.split()) if text else ""


def _quoted(text: Text | None) -> str:
    return f"“{_plain(text)}”" if text else "none"


def _links(text: Text) -> list[str]:
    return [run.href for run in text.runs if run.href]


def said_date(dates: Dates | None) -> str:
    """A date as it is typed, wherever that was."""
    return iso(dates) if dates else ""


def _goes_on(before: Dates | None, after: Dates | None) -> bool:
    """Whether time went on between two dates: one came or went, ended, was opened, or has another end."""
    if before is None or after is None or not (before.periods and after.periods):
        return True
    if len(before.periods) != len(after.periods):
        return True
    ends = [[(period.open, period.end) for period in dates.periods] for dates in (before, after)]
    return ends[0] != ends[1]
