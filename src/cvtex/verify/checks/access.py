"""Access: the tags of the file say to a screen reader what the page says to the eye, and what the file claims is true."""

import re
from collections import Counter
from collections.abc import Iterator

from cvtex.diagnostics import Severity
from cvtex.document.model import Document, Fact, facts
from cvtex.patterns import regex
from cvtex.verify.checks.registry import Finding, Findings, NotExaminedError, check, check_either
from cvtex.verify.claims import weakened
from cvtex.verify.directions import runs_left
from cvtex.verify.evidence import Evidence, packed
from cvtex.verify.marked import PARTED
from cvtex.verify.placement import texts
from cvtex.verify.spoken import follow, run_together, said, same, text_of, texts_of, whites
from cvtex.verify.tags import Piece, Tag
from cvtex.verify.turned import same_letters
from cvtex.verify.xmp import Xmp

# The kinds of the standard (ISO 32000-1, 14.8.4).
_KINDS = frozenset(
    [
        "Document",
        "Part",
        "Art",
        "Sect",
        "Div",
        "BlockQuote",
        "Caption",
        "TOC",
        "TOCI",
        "Index",
        "NonStruct",
        "Private",
        "P",
        "H",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "THead",
        "TBody",
        "TFoot",
        "Span",
        "Quote",
        "Note",
        "Reference",
        "BibEntry",
        "Code",
        "Link",
        "Annot",
        "Ruby",
        "RB",
        "RT",
        "RP",
        "Warichu",
        "WT",
        "WP",
        "Figure",
        "Formula",
        "Form",
    ]
)
_HEADING = regex(r"H([1-6])$")
_AGAIN = "build the PDF again; if that does not help, please report it"
_SILENT = regex(r"/ActualText\s*(?:\((?:\xfe\xff)?\)|<\s*(?:FEFF\s*)?>)", re.IGNORECASE)
_ROLES = {"name": "H1", "section": "H2", "group": "H3"}


@check_either("A001", "every text of the file is in its tree of tags, or is marked as no part of the text")
def tagged(document: Document | None, seen: Evidence) -> Findings:
    tags = seen.structure.tags
    lenient = _lenient(document)
    if not tags.tagged:
        yield Finding(
            "the file has no tags", "a screen reader must guess what is a heading or a list", severity=lenient
        )
        return 1
    pieces = Counter(root_of(seen).pieces())
    for number, page in enumerate(seen.pages):
        if page.number in tags.strayed:
            message = f"page {page.number} does not lead to the elements of its texts"
            yield Finding(
                message, "some screen readers go from the page to its tags", page=page.number, severity=lenient
            )
        if page.unmarked:
            message = f"“{page.unmarked[:60]}” is not in the tags"
            yield Finding(message, "a screen reader may leave it out", page=page.number, severity=lenient)
        for piece, text in page.pieces:
            times = pieces[number, piece]
            if text and times != 1:
                where = f"stands {times} times in the tree of tags" if times else "is in no element of the tree of tags"
                yield Finding(f"“{text[:60]}” {where}", _AGAIN, page=page.number, severity=lenient)
    return sum(pieces.values())


@check("A002", "what a screen reader reads is the text of the data, in its order")
def spoken(document: Document, seen: Evidence) -> Findings:
    pieces = texts_of(seen)
    labels = {f"[{label}]" for label in document.labels}
    yield from _pretended(root_of(seen), pieces)
    yield from _backwards(root_of(seen), pieces)
    if _SILENT.search(seen.structure.loose.contents):
        yield Finding("a piece of a page says nothing in place of its glyphs", _AGAIN)
    parts = list(said(root_of(seen), pieces, labels))
    told, white = "".join(text for text, _, _ in parts), whites(parts)
    position = 0
    wanted = texts(document, seen)
    for fact, text in wanted:
        end, agreed = follow(told, position, text)
        if agreed < len(text):
            found, due = told[end : end + 40].replace(PARTED, "-"), text[agreed : agreed + 40]
            yield Finding(f"a screen reader reads “{found}” where “{due}” is due", _AGAIN, fact.span)
            return len(wanted)
        if white and (wrong := run_together(told, position, fact.text, white)):
            yield Finding(f"a screen reader reads “{wrong[0]}” where “{wrong[1]}” is due", _AGAIN, fact.span)
        position = end
    if told[position:]:
        yield Finding(f"a screen reader reads “{told[position : position + 40]}” at the end", _AGAIN)
    return len(wanted)


@check_either("A003", "headings go down level by level, lists hold items, and each element is of a kind that is known")
def elements(document: Document | None, seen: Evidence) -> Findings:
    root = root_of(seen)
    lenient = _lenient(document)
    level = 0
    headings = []
    examined = 0
    for tag in root.below():
        examined += 1
        if tag is not root and tag.kind not in _KINDS:
            yield Finding(f"the tags have an element `{tag.kind}`, which no reader knows", _AGAIN, severity=lenient)
        if match := _HEADING.match(tag.kind):
            here = int(match[1])
            if here > level + 1:
                message = f"a heading of level {here} follows one of level {level}"
                yield Finding(message, "readers jump from heading to heading: leave no level out", severity=lenient)
            level = here
            headings.append(tag)
        yield from _misplaced(tag, lenient)
    if document:
        yield from _headings(document, headings, texts_of(seen))
    return examined


@check_either("A004", "every link is in the tree of tags, and says where it leads")
def tagged_links(document: Document | None, seen: Evidence) -> Findings:
    root_of(seen)
    lenient = _lenient(document)
    tags = seen.structure.tags
    for link in tags.links:
        if link.kind != "Link":
            message = "a link is not in the tags"
            yield Finding(message, "a screen reader does not tell it", page=link.page, severity=lenient)
        elif not link.told.strip():
            yield Finding("a link does not say where it leads", _AGAIN, page=link.page, severity=lenient)
        elif not link.prints and document:
            yield Finding("a link is hidden, or is not to be printed", _AGAIN, page=link.page)
    for page in tags.untabbed:
        yield Finding("the links of the page have no order for the tabulator key", _AGAIN, page=page, severity=lenient)
    return len(tags.links)


@check("A005", "the labels of publications are the labels of list items")
def list_labels(document: Document, seen: Evidence) -> Findings:
    texts = texts_of(seen)
    wanted = [f"[{label}]" for label in document.labels]
    found = [text_of(tag, texts) for tag in root_of(seen).below() if tag.kind == "Lbl"]
    told = [label for label in found if label.startswith("[")]
    for label, reference in zip(wanted, document.references, strict=True):
        if label not in told:
            yield Finding(f"{label} is not the label of a list item", _AGAIN, reference.span)
    if len(told) == len(wanted) and set(told) == set(wanted) and told != wanted:
        yield Finding("the labels of list items are in another order than those of the data", _AGAIN)
    return len(wanted)


@check_either("A006", "what the file claims of archives and access is true")
def claims(document: Document | None, seen: Evidence) -> Findings:
    packet = seen.structure.xmp or Xmp()
    lenient = _lenient(document)
    tagged = seen.structure.tags.tagged
    ours = document and tagged and not weakened(document)
    if not (packet.archive or packet.accessible) and not ours:
        raise NotExaminedError("the file claims neither PDF/A nor PDF/UA")
    if ours and (packet.archive, packet.accessible) != ("2A", "1"):
        yield Finding("the file does not claim to be PDF/A-2a and PDF/UA-1", _AGAIN)
    names = (("PDF/A", packet.archive), ("PDF/UA", packet.accessible))
    claim = " and ".join(name for name, told in names if told)
    if claim:
        # Of a document of ours, other checks tell the rest, and each of their errors takes the claim away.
        wrongs = [*_untold(seen, packet), *(() if document else _untrue(seen, packet))]
        for wrong in wrongs:
            yield Finding(f"the file claims to be {claim}, and {wrong}", "who relies on it is misled", severity=lenient)
    return 9


@check_either("A007", "every picture in the tags says in words what it shows, the photo those of the data")
def words_for_pictures(document: Document | None, seen: Evidence) -> Findings:
    lenient = _lenient(document)
    photo = document.photo if document and document.photo and document.photo.image else None
    figures = [tag for tag in root_of(seen).below() if tag.kind == "Figure"]
    for tag in figures:
        if not (tag.instead or tag.words).strip():
            yield Finding("a picture has no words for who cannot see it", _AGAIN, severity=lenient)
    if photo and photo.alt.plain not in [tag.instead or tag.words for tag in figures]:
        yield Finding(f"the photo does not say “{photo.alt.plain[:60]}”", _AGAIN, photo.span)
    return len(figures) or bool(photo)


def _untold(seen: Evidence, packet: Xmp) -> Iterator[str]:
    """What is not there and must be."""
    tags = seen.structure.tags
    if packet.archive and not tags.intent:
        yield "does not say what its colours mean"
    if _for_readers(packet) and not tags.tagged:
        yield "has no tags"
    if packet.accessible and not packet.title:
        yield "its packet has no title"


def _untrue(seen: Evidence, packet: Xmp) -> Iterator[str]:
    """What else keeps a claim from being true, as far as it is seen here."""
    unread = [font.name for font in seen.fonts if not font.unicode_map and not font.named_glyphs]
    loose = [font.name for font in seen.fonts if not font.embedded]
    if loose:
        yield f"the font {loose[0]} is not embedded"
    if packet.archive and seen.second.encrypted:
        yield "is encrypted"
    if packet.archive and seen.second.active:
        yield f"holds {seen.second.active[0]}"
    if _for_readers(packet) and unread:
        yield f"the font {unread[0]} has no Unicode map"
    if _for_readers(packet) and not seen.second.language.strip():
        yield "does not say its language"
    if packet.accessible and not seen.second.shows_title:
        yield "readers would show the file's name instead of its title"


def _for_readers(packet: Xmp) -> bool:
    """Whether a claim is one of access, or of the level of PDF/A that includes it."""
    return bool(packet.accessible) or packet.archive.endswith("A")


def _lenient(document: Document | None) -> Severity:
    """What other programs make is warned of."""
    return "error" if document else "warning"


def root_of(seen: Evidence) -> Tag:
    """The root of the tree. Raises NotExaminedError where there is none."""
    tags = seen.structure.tags
    if not tags.tagged or tags.root is None:
        raise NotExaminedError("the file has no tags")
    return tags.root


def _pretended(root: Tag, texts: dict[Piece, str]) -> Iterator[Finding]:
    """What is said instead of glyphs, as where lines turn, and has not their letters."""
    for tag in root.below():
        if tag.spoken is not None:
            shown = "".join(texts.get(piece, "") for piece in tag.pieces()).replace(PARTED, "-")
            told = packed(tag.spoken)
            if not same_letters(shown, told) and not same_letters(shown.removesuffix("-"), told):
                message = f"a screen reader reads “{tag.spoken[:40]}” where “{shown[:40]}” stands"
                page = next((page + 1 for page, _ in tag.pieces()), None)
                yield Finding(message, _AGAIN, page=page)


def _backwards(tag: Tag, texts: dict[Piece, str]) -> Iterator[Finding]:
    """Words from right to left that no element says: their glyphs stand in the file from left to right."""
    for kid in tag.kids:
        if not isinstance(kid, Tag):
            shown = texts.get(kid, "")
            if sum(map(runs_left, shown)) > 1:
                yield Finding(
                    f"no element says “{shown[:40]}”, which software reads from its end", _AGAIN, page=kid[0] + 1
                )
        elif kid.spoken is None:
            yield from _backwards(kid, texts)


def _misplaced(tag: Tag, severity: Severity) -> Iterator[Finding]:
    """Items without a list, and what is no item in one (ISO 32000-1, table 336)."""
    kids = [kid.kind for kid in tag.kids if isinstance(kid, Tag)]
    if tag.kind == "L":
        wrong = [kind for kind in kids if kind not in ("LI", "L", "Caption")]
    elif tag.kind == "LI":
        wrong = [kind for kind in kids if kind not in ("Lbl", "LBody", "L", "Div", "P", "Span")]
    else:
        wrong = [kind for kind in kids if kind in ("LI", "LBody")]
    for kind in wrong[:1]:
        yield Finding(f"the tags have a `{kind}` in a `{tag.kind or 'tree'}`", _AGAIN, severity=severity)


def _headings(document: Document, found: list[Tag], texts: dict[Piece, str]) -> Iterator[Finding]:
    """The headings of a document, each at its level."""
    wanted = [fact for fact in facts(document) if fact.role in _ROLES]
    told = [(tag.kind, text_of(tag, texts)) for tag in found]
    for number, fact in enumerate(wanted):
        here = told[number] if number < len(told) else ("", "")
        if here[0] != _ROLES[fact.role] or not same(here[1], packed(fact.text)):
            yield _no_heading(fact)
            return
    if len(told) > len(wanted):
        yield Finding(f"“{told[len(wanted)][1][:60]}” is tagged as a heading, and is none", _AGAIN)


def _no_heading(fact: Fact) -> Finding:
    return Finding(f"“{fact.text[:60]}” is not tagged as a heading of its level", _AGAIN, fact.span)
