"""The XMP packet of a PDF: title, creators, language and date, as programs that catalogue files read them."""

import re
from xml.etree import ElementTree

from cvtex.patterns import regex
from cvtex.values import dataclass

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
_PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LONGEST = 1_000_000
# A packet declares nothing (ISO 16684-1); what does may be made to swell.
_DECLARED = regex(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WRAPPER = regex(r"<\?xpacket[^>]*\?>")


@dataclass(frozen=True, slots=True)
class Xmp:
    """What a packet says, empty where it says nothing; `fault` says why it cannot be read.

    `archive` is the part and level of PDF/A that the file claims, such as 2A; `accessible` the part of PDF/UA.
    """

    title: str = ""
    creators: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    created: str = ""
    archive: str = ""
    accessible: str = ""
    fault: str = ""


def read_xmp(packet: str) -> Xmp:
    """A packet's statements about the whole document."""
    if len(packet) > _LONGEST:
        return Xmp(fault="it is too long")
    if _DECLARED.search(packet):
        return Xmp(fault="it declares entities")
    try:
        root = ElementTree.fromstring(_WRAPPER.sub("", packet).strip(" \r\n\t\x00"))
    except (ElementTree.ParseError, ValueError) as error:
        return Xmp(fault=f"it is no XML ({error})")
    statements = list(root.iter(f"{_RDF}Description"))
    titles = _items(statements, f"{_DC}title")
    default = [text for text, language in titles if language == "x-default"] or [text for text, _ in titles]
    return Xmp(
        default[0] if default else "",
        tuple(text for text, _ in _items(statements, f"{_DC}creator")),
        tuple(text for text, _ in _items(statements, f"{_DC}language")),
        _first(statements, f"{_XMP}CreateDate"),
        _first(statements, f"{_PDFA}part") + _first(statements, f"{_PDFA}conformance").upper(),
        _first(statements, f"{_PDFUA}part"),
    )


def _first(statements: list[ElementTree.Element], name: str) -> str:
    return next((text for text, _ in _items(statements, name)), "")


def _items(statements: list[ElementTree.Element], name: str) -> list[tuple[str, str]]:
    """The values of a property, with the language of each: elements of a list, a text, or an attribute."""
    found = []
    for statement in statements:
        if name in statement.attrib:
            found.append((statement.attrib[name].strip(), ""))
        for holder in statement.findall(name):
            items = list(holder.iter(f"{_RDF}li")) or [holder]
            found += [((item.text or "").strip(), item.get(_XML_LANG, "")) for item in items]
    return [(text, language) for text, language in found if text]
