"""The contact of one document: as it is printed, and in which forms what is left out must not be found."""

from collections.abc import Iterator, Sequence

from cvtex.content.dates import DateError, Dates, parse_date
from cvtex.content.model import Contact
from cvtex.diagnostics import Span
from cvtex.document.references.dateformat import dates_in, edge_form, full_form
from cvtex.languages.language import DEFAULT, Language, load_language
from cvtex.values import replace


def printed_contact(item: Contact, language: Language) -> Contact:
    """A line of the contact as it is printed: a date of birth in the words of the language."""
    dates = _born(item)
    if dates is None:
        return item
    return replace(item, text=language.words["born"].format(date=dates_in(dates, full_form(language))))


def forms_of(contact: Sequence[Contact], kinds: Sequence[str], language: Language) -> Iterator[tuple[str, Span]]:
    """The texts by which what is left out would be known, each with its place in the data."""
    for item in contact:
        if item.kind in kinds:
            yield from ((text, item.span) for text in dict.fromkeys(_forms(item, language)))


def _forms(item: Contact, language: Language) -> Iterator[str]:
    if item.kind in ("link", "email", "orcid"):
        # The words over a link may be anything; its address tells.
        yield item.href
        return
    if item.kind == "phone" and any(map(str.isalpha, item.text)):
        # The words over a number may be anything too.
        yield item.href.removeprefix("tel:")
        if not any(map(str.isdigit, item.text)):
            return
    yield item.text
    dates = _born(item)
    if dates is None:
        return
    for tongue in (language, load_language(DEFAULT), load_language("en-GB")):
        yield dates_in(dates, full_form(tongue))
        yield dates_in(dates, edge_form(tongue))
    day = dates.periods[0].start
    if day.month and day.day:
        year, month, number = f"{day.year}", f"{day.month:02d}", f"{day.day:02d}"
        yield f"{year}{month}{number}"
        for mark in "./-":
            yield from (mark.join((number, month, year)), mark.join((month, number, year)))
            yield from (f"{day.day}{mark}{day.month}{mark}{year}", f"{day.month}{mark}{day.day}{mark}{year}")


def _born(item: Contact) -> Dates | None:
    """The date of birth, None for another line, and where it is typed in words."""
    if item.kind != "born":
        return None
    try:
        dates = parse_date(item.text, item.span)
    except DateError:
        return None
    return dates if len(dates.periods) == 1 and not dates.words else None
