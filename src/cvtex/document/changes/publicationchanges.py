"""What changed in a publication: its status, and what was merely corrected."""

import re

from cvtex.content.model import Publication
from cvtex.document.changes.entrychanges import said_date
from cvtex.document.changes.outline import Item
from cvtex.document.references.dateformat import short_dates
from cvtex.document.references.fields import state_key

# What a paper gets when it appears.
_GIVEN = ("volume", "number", "issue", "pages", "eid")
_UNPUBLISHED = ("unpublished", "preprint")
_STATES = {"inpress": "in press", "inpreparation": "in preparation"}


def publication_differences(was: Item, now: Item) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How the status of a publication changed, and what was corrected in it: both in words."""
    before, after = was.publication, now.publication
    if before is None or after is None:
        return (), ()
    news = []
    if was.label[:1] != now.label[:1]:
        news.append(f"{was.label or 'no number'} → {now.label or 'no number'}")
    states = _state(before), _state(after)
    if states[0] != states[1]:
        news.append(f"{states[0]} → {states[1]}")
    elif before.type != after.type:
        news.append(f"{before.type} → {after.type}")
    given = [name for name in _GIVEN if name in after.fields and name not in before.fields]
    lost = [name for name in _GIVEN if name in before.fields and name not in after.fields]
    came, went = before.date is None and after.date is not None, after.date is None and before.date is not None
    given, lost = [*given, *["date"] * came], [*lost, *["date"] * went]
    news += [f"now with {', '.join(given)}"] if given else []
    news += [f"no longer with {', '.join(lost)}"] if lost else []
    moved_on = bool(news) and said_date(before.date) != said_date(after.date) and before.date and after.date
    if moved_on:
        news.append(f"{short_dates(before.date)} → {short_dates(after.date)}")
    another = before.key != after.key and was.label != now.label
    return tuple(news), tuple(_corrections(was, now, another=another, dated=bool(moved_on)))


def _state(publication: Publication) -> str:
    """Where a publication stands: its `pubstate`, else what its type says."""
    typed = publication.fields["pubstate"].plain if "pubstate" in publication.fields else ""
    key = state_key(typed)
    if key:
        return _STATES.get(key, key)
    return publication.type if publication.type in _UNPUBLISHED else "published"


def _corrections(was: Item, now: Item, *, another: bool, dated: bool) -> list[str]:
    """The parts of a publication that say something else; of one that became `another`, title and authors alone."""
    before, after = was.publication, now.publication
    if before is None or after is None:
        return []
    found = []
    if was.label != now.label and was.label[:1] == now.label[:1]:
        found.append(f"{was.label} → {now.label}")
    if _words(before.title.plain) != _words(after.title.plain):
        found.append("title")
    if _people(before) != _people(after):
        found.append("authors")
    if another:
        return found
    if before.date and after.date and said_date(before.date) != said_date(after.date) and not dated:
        found.append(f"date {short_dates(before.date)} → {short_dates(after.date)}")
    if [name.display for name in before.editors] != [name.display for name in after.editors]:
        found.append("editors")
    said = [{name: _words(text.plain) for name, text in item.fields.items()} for item in (before, after)]
    told = {"pubstate", *(name for name in _GIVEN if (name in said[0]) != (name in said[1]))}
    if _state(before) == _state(after) and said[0].get("pubstate") != said[1].get("pubstate"):
        told.discard("pubstate")
    found += sorted(
        name for name in said[0].keys() | said[1] if name not in told and said[0].get(name) != said[1].get(name)
    )
    if before.key != after.key:
        found.append(f"key {before.key} → {after.key}")
    if was.marks != now.marks and "authors" not in found:
        found.append("marks of authors")
    return found


def _people(publication: Publication) -> tuple[object, ...]:
    return (*((name.display, name.roles) for name in publication.authors), publication.et_al)


def _words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
