"""The survey of a part: what it shows, what it says of itself, what it holds that a bundle cannot, before it is joined."""

from collections.abc import Iterator, Mapping
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from cvtex.bundle.annotations import Held, annotations, foreign, link
from cvtex.bundle.join import Described, Joint, join, open_part, opened, places_of
from cvtex.bundle.objects import Objects
from cvtex.bundle.outline import read_outline
from cvtex.bundle.places import plain
from cvtex.bundle.sight import Sight, below_the_part, see, see_tags
from cvtex.bundle.tags import is_tagged
from cvtex.bundle.transfer import DamagedError
from cvtex.diagnostics import CvtexError, Diagnostic, Span, UnreadableError
from cvtex.values import dataclass, replace
from cvtex.verify.readers import refuse_partial
from cvtex.verify.xmp import read_xmp

_MOST_TOLD = 5
_ANEW = "get it again from where it came, or print it to a new PDF"
_UNLOCK = "save it without protection, as with `qpdf --decrypt --password=… FILE NEW.pdf`"


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of a part: its sight, its own words, and what of it does not fit (`refused`) or is left (`left`).

    `tagged` tells whether it has tags that outlive the joining.
    """

    sight: Sight
    described: Described
    refused: tuple[Held, ...]
    left: tuple[Held, ...]
    tagged: bool
    doubts: tuple[Diagnostic, ...] = ()


def survey(content: bytes, name: str, environment: Mapping[str, str]) -> Survey:
    """Look a part over, and join it alone as a trial. Raises UnreadableError for what is no sound, open PDF."""
    from cvtex.typeset.qpdf import ask_qpdf

    heard = ask_qpdf(content, environment)
    try:
        refuse_partial(content, name)
        found = _surveyed(content, name)
    except DamagedError as error:
        raise _damaged(str(error), name) from error
    except CvtexError as error:
        raise _advised(error) from error
    except Exception as error:  # of any kind: what the readers raise at a damaged file is no part of their contract
        if b"/Encrypt" in content:
            raise UnreadableError(Diagnostic("M002", "the PDF is encrypted", Span(name), _UNLOCK)) from error
        raise _damaged(f"it cannot be read ({error or type(error).__name__})", name) from error
    complaints = heard()[0]
    grave = [words for words in complaints if not words.startswith("WARNING: ")]
    if grave:
        raise _damaged(f"qpdf says: {grave[0]}", name)
    return Survey(*found, tuple(_doubts(complaints, name)))


def _surveyed(content: bytes, name: str) -> tuple[Sight, Described, tuple[Held, ...], tuple[Held, ...], bool]:
    sight = see(content, name)
    reader = opened(content)
    if reader.is_encrypted:
        raise UnreadableError(Diagnostic("M002", "the PDF is encrypted", Span(name), _UNLOCK))
    root = plain(reader.trailer["/Root"])
    if len(reader.pages) != len(sight.leaves):
        raise DamagedError(f"one reader finds {len(reader.pages)} pages in it, another {len(sight.leaves)}")
    if not sight.leaves:
        raise UnreadableError(Diagnostic("M001", "the PDF has no pages", Span(name), _ANEW))
    tagged = is_tagged(root)
    trial = join([Joint("", reader)], Described(""), [""] * len(sight.leaves), tagged=tagged)
    tagged = tagged and [below_the_part(tags) for tags in see_tags(trial)] == [leaf.tags for leaf in sight.leaves]
    refused = (*_refused(root), *_on_pages(reader))
    left = tuple(dict.fromkeys([*_left(root), *_links_left(reader)]))
    return sight, _described(reader, root), tuple(dict.fromkeys(refused)), left, tagged


def _damaged(reason: str, name: str) -> UnreadableError:
    return UnreadableError(Diagnostic("M001", f"the PDF is damaged: {reason}", Span(name), _ANEW))


def _advised(error: CvtexError) -> UnreadableError:
    """The same findings, each with what to do."""
    hints = {"M001": _ANEW, "M002": _UNLOCK}
    return UnreadableError(*(replace(item, hint=item.hint or hints.get(item.code)) for item in error.diagnostics))


def _doubts(complaints: tuple[str, ...], name: str) -> Iterator[Diagnostic]:
    hint = "its pages are kept as both readers see them; compare them with the original"
    for words in complaints[:_MOST_TOLD]:
        message = f"qpdf says: {words.removeprefix('WARNING: ')}"
        yield Diagnostic("M006", message, Span(name), hint, "warning")


def _described(reader: Any, root: DictionaryObject) -> Described:
    """What a part says about itself, in its document information or else its XMP packet."""
    told = reader.metadata or {}
    packet = plain(root.get("/Metadata"))
    xmp = read_xmp(packet.get_data().decode("utf-8-sig", "replace")) if isinstance(packet, StreamObject) else None
    title = _line(plain(told.get("/Title"))) or (_line(xmp.title) if xmp else "")
    author = _line(plain(told.get("/Author"))) or (_line(", ".join(xmp.creators)) if xmp else "")
    return Described(title, author, _line(plain(root.get("/Lang"))))


def _line(words: Any) -> str:
    """Words in one line, without what cannot be seen."""
    text = " ".join(words.split()) if isinstance(words, str) else ""
    return "".join(character for character in text if character.isprintable())


def _refused(root: DictionaryObject) -> Iterator[Held]:
    """What a whole file is that cannot be a part: a form that is filled by a program, a portfolio, a signed file."""
    form = plain(root.get("/AcroForm"))
    if isinstance(form, DictionaryObject):
        flags = plain(form.get("/SigFlags"))
        if isinstance(flags, int) and flags & 1:
            yield Held("a signature")
        if "/XFA" in form:
            yield Held("a form")
    if "/Collection" in root:
        yield Held("a portfolio of other files")


def _on_pages(reader: Any) -> Iterator[Held]:
    for number, page in enumerate(reader.pages, 1):
        if plain(page.get("/UserUnit", 1)) != 1:
            yield Held("a page in a unit of its own", number)
        for annotation in annotations(page):
            what = foreign(annotation)
            if what:
                yield Held(what, number)


def _left(root: DictionaryObject) -> Iterator[Held]:
    """What a part holds that nobody sees on its pages and that a bundle does not take over."""
    names = plain(root.get("/Names"))
    names = names if isinstance(names, DictionaryObject) else DictionaryObject()
    opening = plain(root.get("/OpenAction"))
    kind = plain(opening.get("/S")) if isinstance(opening, DictionaryObject) else "/GoTo"
    if "/JavaScript" in names or kind == "/JavaScript":
        yield Held("JavaScript")
    if "/EmbeddedFiles" in names or isinstance(plain(root.get("/AF")), ArrayObject):
        yield Held("an attached file")
    if kind != "/GoTo" or "/AA" in root:
        yield Held("an action at opening")


def _links_left(reader: Any) -> Iterator[Held]:
    """The links that a bundle does not take over, by page."""
    here = open_part(reader, Objects())
    places = places_of(here, 1, {})
    if any(bookmark.leads_out for bookmark in read_outline(here.root, places)):
        yield Held("a bookmark that leads out of the file")
    for number, (page, reference) in enumerate(zip(here.pages, here.new_pages, strict=True), 1):
        if "/AA" in page:
            yield Held("an action at opening")
        for annotation in annotations(page):
            if plain(annotation.get("/Subtype")) == "/Link":
                kept = link(annotation, reference, places, here.transfer)
                if isinstance(kept, str):
                    yield Held(kept, number)
