"""Contact items: what a typed line is, how it is printed and what it links to."""

import re

from cvtex.content.dates import DateError, parse_date
from cvtex.content.model import Contact
from cvtex.diagnostics import Findings, Span
from cvtex.patterns import regex

KINDS = ("link", "email", "phone", "orcid", "place", "born")
WITHHELD = (*KINDS, "photo")
"""What of the head of the page a target may leave out."""
_EMAIL = regex(r"[^@\s<>()\"',;]+@[^@\s<>()\"',;]+\.[^@\s.<>()\"',;]{2,}$")
_URL = regex(r"https?://[^\s/?#]+\.[^\s]+$|https?://[^\s/?#.]+(:\d+)?(/\S*)?$")
_ORCID = regex(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?$")
_PHONE = regex(r"\+?[\d\s().\u2010-\u2013/-]{6,}$")
_SCHEME = regex(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BARE = regex(r"(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/\S*)?$", re.IGNORECASE)


def read_contact(value: str, span: Span, findings: Findings) -> Contact:
    """One plain contact line, recognised by its form; what is nothing else is a place."""
    text = value.strip()
    orcid = _ORCID.match(text)
    if orcid:
        return contact_of("orcid", orcid[1], "", span, findings)
    if ("@" in text and " " not in text) or text.casefold().startswith("mailto:"):
        return contact_of("email", text, "", span, findings)
    if _PHONE.match(text) and sum(character.isdigit() for character in text) >= 6:
        return contact_of("phone", text, "", span, findings)
    if "://" in text or _BARE.match(text):
        return contact_of("link", text, "", span, findings)
    return Contact("place", text, "", span)


def contact_of(kind: str, value: str, text: str, span: Span, findings: Findings) -> Contact:
    """A contact item of a known kind; a malformed address is told and kept as text."""
    value = value.strip()
    if kind == "email":
        address = re.sub(r"^mailto:", "", value, flags=re.IGNORECASE)
        if not _EMAIL.match(address):
            findings.error("D011", f"`{value}` is not an e-mail address", span, "it has the form name@host.org")
        return Contact("email", text or address, f"mailto:{address}", span)
    if kind == "orcid":
        return _orcid(value, text, span, findings)
    if kind == "phone":
        digits = re.sub(r"[^\d+]", "", value.replace("(0)", ""))
        if sum(character.isdigit() for character in digits) < 5:
            findings.error(
                "D011", f"`{value}` is not a phone number", span, "write it with its digits, such as +1 812 555 0100"
            )
        return Contact("phone", text or value, f"tel:{digits}", span)
    if kind == "place":
        return Contact("place", text or value, "", span)
    if kind == "born":
        return _born(value, text, span, findings)
    address = value if _SCHEME.match(value) else f"https://{value}"
    check_url(address if address.count("://") == 1 else value, span, findings)
    return Contact("link", text or shown(address), address, span)


def _born(value: str, text: str, span: Span, findings: Findings) -> Contact:
    """A date of birth; what is no date is printed as it stands."""
    if any(map(str.isdigit, value)):
        try:
            parse_date(value, span)
        except DateError as error:
            findings.error("D011", f"`{value}` is no date of birth", span, error.hint or "write born: 1990-05-01")
    return Contact("born", text or value, "", span)


def check_url(url: str, span: Span, findings: Findings) -> None:
    """Tell an address that no reader could open."""
    if url.casefold().startswith("mailto:"):
        if not _EMAIL.match(url[7:].partition("?")[0]):
            findings.error("D011", f"`{url}` is not an e-mail address", span, "it has the form mailto:name@host.org")
    elif not is_url(url):
        findings.error("D010", f"`{url}` is not a web address", span, "it begins with https:// and holds no spaces")


def is_url(url: str) -> bool:
    """Whether a text is a web address that a reader could open."""
    return bool(_URL.match(url))


def shown(url: str) -> str:
    """An address as it is printed: without scheme and closing slash."""
    return re.sub(r"^https?://(www\.)?", "", url).rstrip("/")


def _orcid(value: str, text: str, span: Span, findings: Findings) -> Contact:
    match = _ORCID.match(value)
    number = match[1] if match else value
    if not match or _check_digit(number) != number[-1]:
        hint = (
            "it has 16 digits in four groups, the last a check digit"
            if not match
            else f"its check digit would be {_check_digit(number)}: look for a mistyped digit"
        )
        findings.error("D012", f"`{value}` is not an ORCID iD", span, hint)
    return Contact("orcid", text or f"ORCID {number}", f"https://orcid.org/{number}", span)


def _check_digit(orcid: str) -> str:
    """ISO 7064 MOD 11-2 over the first fifteen digits (ORCID, "Structure of the ORCID Identifier")."""
    total = 0
    for digit in orcid.replace("-", "")[:15]:
        total = (total + int(digit)) * 2
    result = (12 - total % 11) % 11
    return "X" if result == 10 else str(result)
