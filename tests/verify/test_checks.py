"""Every check: a PDF that passes it, and PDFs broken in just the way that it is there for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pypdf
import pytest
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    RectangleObject,
    TextStringObject,
)

from cvtex.content.markup import Run
from cvtex.content.model import Datum, Text
from cvtex.diagnostics import Span
from cvtex.document.model import Document, Heading, Paragraph, Reference, ReferenceList
from cvtex.document.targets.limits import FileName, FontLimit, Limits, all_sides
from cvtex.document.targets.target import Margins
from cvtex.verify.checks import CHECKS
from cvtex.verify.judge import judge
from cvtex.verify.readers import read_evidence
from cvtex.verify.report import Report
from cvtex.verify.witness import Answer, Witness
from tests.samples import (
    class_document,
    document,
    line,
    paragraph,
    runs,
    set_,
    span,
    specimen,
    specimen_set,
    tex_set,
    text,
)
from tests.verify.pdfs import (
    annotations,
    changed,
    elements,
    fonts,
    included_page,
    links,
    picture_page,
    root,
    set_in,
    type3_page,
)

Change = Callable[[pypdf.PdfWriter], object]


@dataclass(frozen=True, slots=True)
class Broken:
    """A broken PDF, the codes that it must get, all and no others, and words of a finding."""

    name: str
    codes: set[str]
    words: str
    pdf: Callable[[], bytes]
    document: Document | None


def retyped(name: str, codes: set[str], words: str, *swaps: tuple[str, str]) -> Broken:
    """The specimen with other LaTeX in some places."""

    def pdf() -> bytes:
        source = specimen_set().tex
        for old, new in swaps:
            assert source.count(old) == 1, f"{old!r} stands {source.count(old)} times in the specimen"
            source = source.replace(old, new)
        return tex_set(source)

    return Broken(name, codes, words, pdf, specimen())


def altered(name: str, codes: set[str], words: str, change: Change) -> Broken:
    """The specimen's PDF with a change made to its structure."""
    return Broken(name, codes, words, lambda: changed(specimen_set().pdf, change), specimen())


def moved(writer: pypdf.PdfWriter) -> None:
    """The first page with its links, pushed to the left."""
    page = writer.pages[0]
    page.add_transformation(pypdf.Transformation().translate(-70, 0))
    for item in annotations(page):
        x0, y0, x1, y1 = item.get_object()["/Rect"]
        set_in(item.get_object(), "/Rect", ArrayObject([FloatObject(n) for n in (x0 - 70, y0, x1 - 70, y1)]))


def drawn(content: bytes) -> Change:
    """The first page with something drawn over it."""

    def change(writer: pypdf.PdfWriter) -> None:
        page = writer.pages[0]
        old = page.get_contents()
        assert old is not None
        old.set_data(old.get_data() + b"\nq " + content + b" Q\n")
        set_in(page, "/Contents", writer._add_object(old))

    return change


def unmarked_foot(writer: pypdf.PdfWriter) -> None:
    content = writer.pages[0].get_contents()
    assert content is not None
    assert b"/Artifact<</Type/Pagination>>BDC" in content.get_data()
    content.set_data(content.get_data().replace(b"/Artifact<</Type/Pagination>>BDC", b"/Span BMC"))
    set_in(writer.pages[0], "/Contents", writer._add_object(content))


def contacts_turned(writer: pypdf.PdfWriter) -> None:
    contacts = elements(writer, "/L")[0]
    assert len(contacts["/K"]) == 2
    set_in(contacts, "/K", ArrayObject(reversed(contacts["/K"])))


def instead_of(kind: str, number: int, words: str, key: str = "/ActualText") -> Change:
    """An element with other words in place of what is in it."""
    return lambda writer: set_in(elements(writer, kind)[number], key, TextStringObject(words))


def silenced(writer: pypdf.PdfWriter) -> None:
    """A piece of the first page that says nothing, as it stands there."""
    content = writer.pages[0].get_contents()
    assert content is not None
    before, piece, after = content.get_data().partition(b"/LBody<<")
    assert piece
    content.set_data(before + piece + b"/ActualText<FEFF>" + after)
    set_in(writer.pages[0], "/Contents", writer._add_object(content))


def tag_renamed(kind: str, other: str) -> Change:
    return lambda writer: set_in(elements(writer, kind)[0], "/S", NameObject(other))


def silent(writer: pypdf.PdfWriter) -> None:
    del links(writer)[0]["/Contents"]


def label_lost(writer: pypdf.PdfWriter) -> None:
    set_in(elements(writer, "/Lbl")[-2], "/S", NameObject("/Span"))


def lost_link(writer: pypdf.PdfWriter) -> None:
    """A link that lands nowhere, added to the first page."""
    page = writer.pages[0]
    link = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): ArrayObject([FloatObject(n) for n in (90, 700, 200, 730)]),
            NameObject("/Dest"): TextStringObject("nowhere"),
        }
    )
    set_in(page, "/Annots", ArrayObject([*annotations(page), link]))


def shifted_citation(down: float, right: float = 0) -> Change:
    """The link of the citation so many points lower, and so much wider on the right."""

    def change(writer: pypdf.PdfWriter) -> None:
        inner = next(link for link in links(writer) if "/D" in link.get("/A", {}))
        x0, y0, x1, y1 = inner["/Rect"]
        set_in(inner, "/Rect", ArrayObject([FloatObject(n) for n in (x0, y0 - down, x1 + right, y1 - down)]))

    return change


def enlarged_link(writer: pypdf.PdfWriter) -> None:
    first = next(link for link in links(writer) if "/URI" in link["/A"])
    set_in(first, "/Rect", ArrayObject([FloatObject(n) for n in (0, 0, 612, 792)]))


def with_unit(writer: pypdf.PdfWriter) -> None:
    set_in(writer.pages[0], "/UserUnit", FloatObject(2))


def shifted_link(writer: pypdf.PdfWriter) -> None:
    first = next(link for link in links(writer) if "/URI" in link["/A"])
    x0, y0, x1, y1 = first["/Rect"]
    set_in(first, "/Rect", ArrayObject([FloatObject(n) for n in (x0, y0 - 300, x1, y1 - 300)]))


def resized(writer: pypdf.PdfWriter) -> None:
    for page in writer.pages:
        page.mediabox = RectangleObject((0, 0, 612, 810))


def remapped(meaning: bytes) -> Change:
    """The bullet, which belongs to no text of the data, means something else to readers."""

    def change(writer: pypdf.PdfWriter) -> None:
        for font in fonts(writer):
            cmap = font["/ToUnicode"].get_object()
            cmap.set_data(cmap.get_data().replace(b"<2022>", b"<" + meaning + b">"))

    return change


def strayed(key: object) -> Change:
    """The first page has another number among those that have pieces of tags."""

    def change(writer: pypdf.PdfWriter) -> None:
        value = pypdf.generic.NumberObject(key) if isinstance(key, int) else key
        writer.pages[0][NameObject("/StructParents")] = value

    return change


def shortened_parents(writer: pypdf.PdfWriter) -> None:
    """The first page's last piece has no element any more."""
    tree: Any = writer.root_object["/StructTreeRoot"]
    owners = tree["/ParentTree"]["/Nums"][1].get_object()
    del owners[len(owners) - 1]


def without(key: str) -> Change:
    def change(writer: pypdf.PdfWriter) -> None:
        for font in [font for font in fonts(writer) if "Cvtex" not in font["/BaseFont"]][:1]:
            owner = font if key in font else font["/FontDescriptor"].get_object()
            del owner[key]

    return change


def relinked(uri: str) -> Change:
    def change(writer: pypdf.PdfWriter) -> None:
        first = next(link for link in links(writer) if "/URI" in link["/A"])
        set_in(first["/A"], "/URI", TextStringObject(uri))

    return change


def unlinked(writer: pypdf.PdfWriter) -> None:
    page = writer.pages[0]
    kept = [item for item in annotations(page) if "example.org/~ada" not in str(item.get_object().get("/A", ""))]
    assert len(kept) == len(annotations(page)) - 1
    set_in(page, "/Annots", ArrayObject(kept))


def dangling(writer: pypdf.PdfWriter) -> None:
    inner = next(link for link in links(writer) if "/D" in link.get("/A", {}))
    set_in(inner["/A"], "/D", TextStringObject("nowhere"))


def acting(kind: str) -> Change:
    """A link that does something else than to lead somewhere."""

    def change(writer: pypdf.PdfWriter) -> None:
        action = DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/F"): TextStringObject("x")})
        annotation = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Link"),
                NameObject("/Rect"): ArrayObject([FloatObject(100)] * 4),
                NameObject("/A"): action,
            }
        )
        page = writer.pages[0]
        set_in(page, "/Annots", ArrayObject([*annotations(page), annotation]))

    return change


def in_root(key: str, value: Callable[[], object]) -> Change:
    return lambda writer: set_in(root(writer), key, value())


def informed(key: str, value: str) -> Change:
    return lambda writer: writer.add_metadata({key: value})


def preferences_gone(writer: pypdf.PdfWriter) -> None:
    set_in(root(writer)["/ViewerPreferences"], "/DisplayDocTitle", BooleanObject(False))


def scripted(writer: pypdf.PdfWriter) -> None:
    names = root(writer).setdefault(NameObject("/Names"), DictionaryObject()).get_object()
    set_in(names, "/JavaScript", DictionaryObject())


def with_file_note(writer: pypdf.PdfWriter) -> None:
    page = writer.pages[0]
    note = DictionaryObject({NameObject("/Subtype"): NameObject("/FileAttachment")})
    set_in(page, "/Annots", ArrayObject([*annotations(page), note]))


def recoloured(writer: pypdf.PdfWriter) -> None:
    """The quiet grey of the first page made lighter."""
    content = writer.pages[0].get_contents()
    assert content is not None
    assert b"\n.4 g" in content.get_data()
    content.set_data(content.get_data().replace(b"\n.4 g", b"\n.7 g"))
    set_in(writer.pages[0], "/Contents", writer._add_object(content))


def moved_destination(writer: pypdf.PdfWriter) -> None:
    """The destinations of the publications' labels, moved to the first page."""
    inner = next(link for link in links(writer) if "/D" in link.get("/A", {}))
    name = str(inner["/A"]["/D"])
    found = False
    for item in writer._objects:
        if isinstance(item, DictionaryObject) and "/Names" in item and isinstance(item["/Names"], ArrayObject):
            names = item["/Names"]
            for index in range(0, len(names), 2):
                if str(names[index]) == name:
                    place = names[index + 1].get_object()
                    target = place["/D"] if isinstance(place, DictionaryObject) else place
                    assert isinstance(target, ArrayObject)
                    target[0] = writer.pages[0].indirect_reference
                    found = True
    assert found


def with_box_font(writer: pypdf.PdfWriter) -> None:
    """A font whose Unicode map says that its glyph 0, the box, was printed for a letter."""
    table = DecodedStreamObject()
    table.set_data(b"1 beginbfchar <0000> <00E9> endbfchar")
    file = DecodedStreamObject()
    descriptor = DictionaryObject({NameObject("/FontFile2"): writer._add_object(file)})
    inner = DictionaryObject({NameObject("/FontDescriptor"): descriptor})
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type0"),
            NameObject("/BaseFont"): NameObject("/ABCDEF+Boxes"),
            NameObject("/DescendantFonts"): ArrayObject([inner]),
            NameObject("/ToUnicode"): writer._add_object(table),
        }
    )
    page: Any = writer.pages[0]
    set_in(page["/Resources"]["/Font"], "/Boxes", writer._add_object(font))


def bullets_of_letters() -> bytes:
    """A page whose bullets are letters of a font that holds nothing else."""
    bullet = "{\\font\\icons=ec-lmtk10\\icons f}\\hskip.5em "
    return tex_set(class_document("".join(f"\\cvtext{{{bullet}Item {word}}}" for word in ("one", "two", "three"))))


def insecure() -> Document:
    """The specimen with a second address on the host of the first, without encryption."""
    made = specimen()
    more = replace(made.contact[0], text="example.org/lab", href="http://example.org/lab")
    return replace(made, contact=(*made.contact, more))


def patched_letter() -> bytes:
    """A page on which one letter of a word comes from another family, as where a font lacks it."""
    source = set_(document(paragraph("Kübler did."))).tex
    return tex_set(source.replace("Kübler", "K{\\fontfamily{cvmono}\\selectfont ü}bler"))


def single() -> Document:
    """One publication."""
    own = Run("Ada Lovelace", frozenset({"me"}))
    papers = (Reference("C001", "one", (own, *runs(", “First engine,” 1842, printed with notes.")), span(20)),)
    return document(Heading("", text("Publications")), ReferenceList("C", papers), name="Ada Lovelace")


def plain_name() -> bytes:
    source = set_(single()).tex
    assert source.count("\\cvme{Ada Lovelace}") == 1
    return tex_set(source.replace("\\cvme{Ada Lovelace}", "Ada Lovelace"))


def stressed() -> Document:
    words = (*runs("A careful choice of "), *runs("samples", "italic"), *runs(" and of what they show to us."))
    return document(paragraph(words), name="Ada Lovelace")


def stress_lost() -> bytes:
    source = set_(stressed()).tex
    assert source.count("\\emph{samples}") == 1
    return tex_set(source.replace("\\emph{samples}", "samples"))


def sectioned() -> Document:
    """Four sections; the last holds what stands nowhere else."""
    blocks = [
        block for title in ("One", "Two", "Three") for block in (Heading("", text(title)), paragraph("Some words."))
    ]
    return document(*blocks, Heading("", text("Four")), line("An item"), name="Ada Lovelace")


def roomy() -> bytes:
    source = set_(sectioned()).tex
    assert source.count("\\cvitem{An item}") == 1
    return tex_set(source.replace("\\cvitem{An item}", f"{_FLUSH}\\vskip40pt\\cvitem{{An item}}"))


def bilingual() -> Document:
    """A German title in an English text, and a word that is short for others."""
    words = (*runs("She wrote “"), Run("Über Maschinen", language="de"), *runs(",” for the "))
    return document(paragraph((*words, Run("RS", expansion="Royal Society"), *runs("."))))


def misspoken(name: str, words: str, change: Change) -> Broken:
    return Broken(name, {"A008"}, words, lambda: changed(set_(bilingual()).pdf, change), bilingual())


def mute(writer: pypdf.PdfWriter) -> None:
    del elements(writer, "/Span")[0]["/Lang"]


def unexplained(writer: pypdf.PdfWriter) -> None:
    del elements(writer, "/Span")[1]["/E"]


def short_for_another(number: int) -> Change:
    return lambda writer: set_in(elements(writer, "/Span")[number], "/E", TextStringObject("Rotten Sum"))


def in_latin(kind: str) -> Change:
    return lambda writer: set_in(elements(writer, kind)[0], "/Lang", TextStringObject("la"))


def citing_twice() -> Document:
    """A summary and a text that cite the same publication."""
    words = (*runs("See "), Run("[C002]", cite="C002"), *runs(" for it."))
    return replace(specimen(), summary=Text(words, span(9)))


def citing_once() -> bytes:
    source = set_(citing_twice()).tex
    assert source.count("\\cvcite{C002}") == 2
    return tex_set(source.replace("\\cvcite{C002}", "[C002]", 1))


def linking() -> Document:
    """A summary that links to an address."""
    words = (*runs("See "), Run("this", href="https://example.org/this"), *runs(" first."))
    return replace(specimen(), summary=Text(words, span(9)))


def unlinked_summary() -> bytes:
    source = set_(linking()).tex
    assert source.count("\\cvlink{https://example.org/this}{this}") == 1
    return tex_set(source.replace("\\cvlink{https://example.org/this}{this}", "this"))


def gapped() -> Document:
    """The specimen with a number left out that no ledger explains."""
    made = specimen()
    *others, papers = made.blocks
    assert isinstance(papers, ReferenceList)
    newest = replace(papers.references[0], label="C003")
    cited = [replace(block, runs=runs("See it.")) if isinstance(block, Paragraph) else block for block in others]
    return replace(made, blocks=(*cited, replace(papers, references=(newest, *papers.references[1:]))))


def ladder() -> Document:
    """Four dated entries of one item each."""
    years = ("1845", "1844", "1843", "1842")
    blocks = [item for year in years for item in (line(f"Post of {year}", level=0, date=year), line(f"Work of {year}"))]
    return document(*blocks, name="Ada Lovelace")


def laddered(name: str, codes: set[str], words: str, old: str, new: str) -> Broken:
    def pdf() -> bytes:
        source = set_(ladder()).tex
        assert source.count(old) == 1
        return tex_set(source.replace(old, new))

    return Broken(name, codes, words, pdf, ladder())


def limited(name: str, codes: set[str], words: str, limits: Limits) -> Broken:
    """The ladder held against limits."""
    return Broken(name, codes, words, lambda: set_(paragraphed()).pdf, replace(paragraphed(), limits=limits))


def under(name: str, codes: set[str], words: str, limits: Limits, *changes: Change) -> Broken:
    """The specimen, changed or not, held against limits."""
    made = replace(specimen(), limits=limits)

    def pdf() -> bytes:
        whole = specimen_set().pdf
        for change in changes:
            whole = changed(whole, change)
        return whole

    return Broken(name, codes, words, pdf, made)


def told_apart(name: str, words: str, *changes: Change) -> Broken:
    """The specimen with a phone number that its target leaves out, found elsewhere in the file."""
    made = replace(specimen(), withheld=(("+1 (812) 555-0100", span(3)), ("Bloomington, IN", span(4))))

    def pdf() -> bytes:
        whole = specimen_set().pdf
        for change in changes:
            whole = changed(whole, change)
        return whole

    return Broken(name, {"M012"}, words, pdf, made)


def among_others() -> Document:
    """One publication that names its owner alone, under a rule that asks for every name."""
    own = Run("Ada Lovelace", frozenset({"me"}))
    papers = (Reference("C001", "one", (own, *runs(", et al., “First engine,” 1842, printed with notes.")), span(20)),)
    made = document(Heading("", text("Publications")), ReferenceList("C", papers), name="Ada Lovelace")
    return replace(made, limits=Limits(without=("et al.",)))


def paragraphed() -> Document:
    words = "weaves algebraic patterns just as the loom weaves flowers and leaves "
    return document(paragraph(words * 4 + "end."), name="Ada Lovelace")


def plain_page(name: str, codes: set[str], words: str, body: str) -> Broken:
    """A page of the class by hand, judged without data."""
    return Broken(name, codes, words, lambda: tex_set(class_document(body)), None)


def listed() -> Document:
    return document(*(line(f"Item {word}") for word in ("one", "two", "three", "four")), name="Ada Lovelace")


def one_bullet_larger() -> bytes:
    large = "\\expandafter\\def\\csname cv@bullet@1\\endcsname{\\llap{\\hbox to 11pt{\\fontsize{9}{9}\\selectfont •\\hss}}}%\n"
    source = set_(listed()).tex
    assert source.count("  \\cvitem{Item four}") == 1
    return tex_set(source.replace("  \\cvitem{Item four}", f"{large}  \\cvitem{{Item four}}"))


def headed() -> Document:
    return replace(specimen(), head="name")


def hanging() -> Document:
    """The specimen with a left margin into which its section numbers hang by less than a tenth of a point."""
    return replace(specimen(), margins=Margins(left=75.25))


def hung() -> bytes:
    return specimen_set().pdf


_FLUSH = "\\csname cv@flush\\endcsname"
_NO_KEEP = "\\global\\csname cv@keepfalse\\endcsname"
LOST = Datum("place", "Analytical Engines Limited", "London", Span("data/cv.yaml", 7, 3))

BROKEN = [
    Broken("a datum is lost", {"T004"}, "“London”", lambda: specimen_set().pdf, replace(specimen(), account=(LOST,))),
    retyped("a word is lost", {"T001"}, "“audio” is missing", ("Speech and audio machines", "Speech and machines")),
    retyped("words are swapped", {"T001"}, "is not on the page", ("Speech and audio", "audio and Speech")),
    retyped("a word is doubled", {"T001"}, "is not on the page", ("Speech and", "Speech and and")),
    retyped("a letter is changed", {"T001"}, "“Wrote” is missing", ("Wrote the", "Wrole the")),
    retyped("words are glued", {"T001"}, "“Speech” and “and” are read as one word", ("Speech and", "Speech{}and")),
    retyped("a word is split", {"T001"}, "“machines” is read in pieces", ("machines", "mach\\hskip.4em ines")),
    retyped("a line is lost", {"T001"}, "is not on the page", ("\\cvitem{Wrote the first program}", "\\cvitem{x}")),
    retyped("a date is lost", {"T001"}, "1842–1843", ("[1842–1843]", "")),
    retyped(
        "texts are out of order",
        {"M008", "T001", "T003"},
        "out of order",
        ("\\cvgroup{Full time}", "\\cvgroup{Wrote the first program}\\cvgroup{Full time}"),
        ("\\cvitem{Wrote the first program}", "\\cvitem{x}"),
    ),
    retyped(
        "labels are swapped",
        {"L001", "T001", "T003"},
        "the label [C001] stands where [C002] is due",
        ("\\cvpublication{C002}", "\\cvpublication{C0zz}"),
        ("\\cvpublication{C001}", "\\cvpublication{C002}"),
        ("\\cvpublication{C0zz}", "\\cvpublication{C001}"),
    ),
    retyped(
        "a label is doubled",
        {"L001"},
        "the label [C001] is printed 2 times",
        ("\\end{cvpublications}", "\\cvpublication{C001}{}\\end{cvpublications}"),
    ),
    retyped(
        "a label is nobody's",
        {"L001"},
        "the label [C009] is printed, but no publication has it",
        ("\\end{cvpublications}", "\\cvpublication{C009}{}\\end{cvpublications}"),
    ),
    retyped(
        "a label is missing",
        {"L001", "L003", "T001"},
        "the label [C002] is not printed",
        ("\\cvpublication{C002}", "\\cvpublication{}"),
    ),
    retyped(
        "markup is left over", {"T002"}, "stands on the page", ("program}", "program}\\cvitem{{\\textbackslash}emph}")
    ),
    retyped("a placeholder is left over", {"T002"}, "`Lorem ipsum`", ("program}", "program}\\cvitem{Lorem ipsum}")),
    retyped(
        "a line is added",
        {"T003"},
        "“An extra line” stands on the page",
        ("program}", "program}\\cvitem{An extra line}"),
    ),
    retyped("a reference failed", {"T002", "T003"}, "`??`", ("program}", "program}\\cvitem{see ??}")),
    misspoken("a text does not say its language", "does not say in the tags that its language is `de`", mute),
    misspoken("a text says another language", "does not say in the tags that its language is `de`", in_latin("/Span")),
    misspoken("a name says that it is Latin", "“Ada” says that its language is `la`, and it is not", in_latin("/H1")),
    misspoken("a short word is unexplained", "“RS” does not say in the tags that it is short for “Royal", unexplained),
    misspoken("a short word has a wrong meaning", "that it is short for “Royal Society”", short_for_another(1)),
    misspoken(
        "a long word is said to be short", "that it is short for “Rotten Sum”, and it is not", short_for_another(0)
    ),
    altered("a font is not embedded", {"F001"}, "is not embedded", without("/FontFile")),
    altered("a font has no Unicode map", {"F001"}, "has no Unicode map", without("/ToUnicode")),
    Broken("a font is Type 3 and has no Unicode map", {"F001"}, "is Type 3", lambda: type3_page(mapped=False), None),
    Broken(
        "a font within an included page is not embedded", {"F001"}, "Helvetica is not embedded", included_page, None
    ),
    altered("a glyph means nothing", {"F002"}, "U+E000", remapped(b"E000")),
    altered("a glyph's meaning is lost", {"F002", "T002"}, "U+FFFD", remapped(b"FFFD")),
    Broken(
        "a glyph is missing",
        {"F002"},
        "has no glyph for `é`",
        lambda: changed(specimen_set().pdf, with_box_font),
        specimen(),
    ),
    Broken("a bullet is read as a letter", {"F004"}, "is read as “f”, 3 times", bullets_of_letters, None),
    retyped(
        "a heading is stranded",
        {"P004"},
        "“Full time” stands at the foot",
        ("\\cvgroup{Full time}", f"\\cvgroup{{Full time}}{_FLUSH}{_NO_KEEP}\\newpage"),
    ),
    retyped(
        "an entry is stranded",
        {"P004"},
        "“Analytical Engines Limited” stands at the foot",
        ("\\cvitem{Speech", f"{_FLUSH}\\newpage\\cvitem{{Speech"),
    ),
    retyped(
        "a first line stands alone",
        {"P005"},
        "the first line stands alone at the foot of a page",
        ("for the engine.", "for the engine.\\vadjust{\\penalty-10000}"),
    ),
    plain_page(
        "a page holds one line",
        {"P006"},
        "no more than 1 line",
        f"\\cvtext{{One}}\\cvtext{{Two}}\\cvtext{{Three}}{_FLUSH}\\newpage\\cvtext{{Four}}",
    ),
    Broken(
        "a letter comes from another font", {"F003"}, "ü comes from", patched_letter, document(paragraph("Kübler did."))
    ),
    plain_page(
        "a word lies over a longer one", {"P007"}, "printed over each other", "\\cvtext{\\rlap{over}Modelling it}"
    ),
    plain_page("texts overlap", {"P007"}, "printed over each other", "\\cvtext{\\rlap{Over and over}Something else}"),
    laddered("a date is out of line", {"P008"}, "beside the edge of its kind", "[1844]", "[1844\\kern6pt]"),
    laddered(
        "the room above is uneven",
        {"P009"},
        "others of its kind",
        "\\cventry[1843]",
        f"{_FLUSH}\\vskip9pt\\cventry[1843]",
    ),
    retyped("a line is broken by force", {"P010"}, "of the measure", ("It weaves", "It\\break weaves")),
    Broken("a number is missing", {"L002"}, "the number C002 is missing", lambda: set_(gapped()).pdf, gapped()),
    retyped(
        "the own name is not bold",
        {"L004", "P015"},
        "is not in bold",
        ("\\cvme{Ada Lovelace}, “Second", "Ada Lovelace, “Second"),
    ),
    retyped(
        "a text stands elsewhere for the eye",
        {"T006"},
        "which comes first in the data",
        ("{Wrote the first program}", "{\\smash{\\raise147pt\\hbox{Wrote the first program}}}"),
    ),
    altered("something covers a text", {"P011"}, "cannot be seen", drawn(b"1 g 85 640 300 40 re f")),
    retyped(
        "a text is tiny",
        {"P012", "P015"},
        "is set at 4.0 pt",
        ("Wrote the first program", "\\fontsize{4}{4}\\selectfont Wrote the first program"),
    ),
    limited("type is smaller than the rule by a hair", {"P012"}, "asks for at least 10.01 pt", Limits(size=10.01)),
    limited("lines are closer than the rule", {"P014"}, "lines an inch", Limits(lines=5.0)),
    limited("characters are closer than the rule", {"P014"}, "characters an inch", Limits(characters=11.0)),
    limited("a typeface that the rule has not", {"G001"}, "in TeX Gyre Pagella", Limits(fonts=(FontLimit("Arial"),))),
    limited("lines are closer than the rule has them", {"G002"}, "asks for at least 1.4", Limits(leading=1.4)),
    limited("a sheet that the rule has not", {"G003"}, "8.50 × 11.00 in", Limits(paper=("a4",))),
    limited("more bytes than the rule allows", {"G004"}, "no more than 2,000", Limits(bytes=2_000)),
    under("a foot where the rule has none", {"G005"}, "runs at the foot", Limits(without=("foot",))),
    under("grey where the rule wants black", {"G006"}, "has the colour 102, 102, 102", Limits(colour="black")),
    under("links where the rule has none", {"G007"}, "a link to `https", Limits(links="none")),
    under("bookmarks where the rule has none", {"G007"}, "has 3 bookmarks", Limits(without=("bookmarks",))),
    under(
        "a picture where the rule has none",
        {"G008"},
        "shows a picture",
        Limits(without=("pictures",)),
        drawn(b"20 0 0 20 300 300 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI"),
    ),
    Broken(
        "authors are not named", {"G009"}, "cut short by “et al.”", lambda: set_(among_others()).pdf, among_others()
    ),
    under(
        "a list is longer than the rule allows", {"G010"}, "which has 2: the target asks for", Limits(publications=1)
    ),
    told_apart("what is left out is in the metadata", "“+1 (812) 555-0100”", informed("/Subject", "812 555 01 00")),
    limited("ink is nearer than the target's margin", {"P002"}, "at least 95.00 pt", Limits(margin=all_sides(95.0))),
    Broken("the own name is plain, in one publication", {"L004"}, "is not in bold", plain_name, single()),
    Broken("a stress is lost", {"P015"}, "and the data have it in italic", stress_lost, stressed()),
    Broken("room that is rare is too large", {"P009"}, "pt above it", roomy, sectioned()),
    retyped(
        "a word is of another size",
        {"P015"},
        "is set at 9.0 pt",
        ("machines", "{\\fontsize{9}{9}\\selectfont machines}"),
    ),
    retyped("a word is raised", {"P015"}, "above its line", ("machines", "\\raise2pt\\hbox{machines}")),
    retyped(
        "a word is struck out",
        {"P017"},
        "is darker than",
        ("machines", "\\rlap{\\vrule height5pt depth-1pt width30pt}machines"),
    ),
    altered("a line is drawn", {"P016"}, "is no text", drawn(b"0 g 300 450 100 2 re f")),
    altered("a text is too light", {"P013"}, "has a contrast of", recoloured),
    altered("ink stands in the margin", {"P002", "P018"}, "runs into the margin", moved),
    altered(
        "a page is blank",
        {"P003", "P018", "T003"},
        "the page has no text",
        lambda writer: writer.add_blank_page(612, 792),
    ),
    Broken("a bullet is larger", {"P015"}, "a bullet is set at", one_bullet_larger, listed()),
    retyped("the foot is gone", {"P018"}, "does not run at the foot", ("right=77.2bp", "right=77.2bp,foot=none")),
    retyped(
        "the foot is another", {"P009", "P018", "T003"}, "at the foot", ("right=77.2bp", "right=77.2bp,foot=pages")
    ),
    Broken("the head is gone", {"P018"}, "does not run at the head", lambda: specimen_set().pdf, headed()),
    Broken("what hangs out breaks the margin by a hair", {"P019"}, "75.16 pt from the left", hung, hanging()),
    Broken("a page is a picture", {"P003"}, "the page has no text", picture_page, None),
    altered("the paper is another", {"P001"}, "612 × 810 points, not 612 × 792", resized),
    Broken(
        "there are too many pages",
        {"P001"},
        "the document has 2 pages, and its limit is 1",
        lambda: specimen_set().pdf,
        replace(specimen(), max_pages=1),
    ),
    altered("a link is lost", {"K001"}, "is not a link on the page", unlinked),
    altered("a link leads elsewhere", {"K001"}, "which is not in the data", relinked("https://example.net/")),
    altered("a link is malformed", {"K001", "K002"}, "is no address", relinked("https//example")),
    altered("a link is a script", {"K001", "K002"}, "is no address", relinked("javascript:alert(1)")),
    Broken(
        "a link lands nowhere",
        {"K002"},
        "`nowhere` lands nowhere",
        lambda: changed(specimen_set().pdf, lost_link),
        None,
    ),
    altered("a citation lands nowhere", {"K002", "L003"}, "`nowhere` lands nowhere", dangling),
    altered("a citation lands on another page", {"L003"}, "does not link to [C002]", moved_destination),
    altered("a link lies below its citation", {"L003"}, "the link to [C002] lies over “", shifted_citation(13)),
    altered("a link lies over no text", {"L003"}, "the link to [C002] lies over no text", shifted_citation(400)),
    altered("a link lies over more than its citation", {"L003"}, "lies over “[C002] for", shifted_citation(0, 90)),
    Broken("a link of the summary is lost", {"K001"}, "example.org/this` is not a link", unlinked_summary, linking()),
    Broken("one citation of two is no link", {"L003"}, "does not link to [C002]", citing_once, citing_twice()),
    retyped("a citation is no link", {"L003"}, "does not link to [C002]", ("\\cvcite{C002}", "[C002]")),
    altered("a link lies over the whole page", {"K001"}, "lies over much more than its text", enlarged_link),
    altered("the pages have a unit of their own", {"M005"}, "a unit of their own", with_unit),
    altered("a link lies beside its text", {"K001", "K004"}, "does not lie over", shifted_link),
    altered(
        "what is printed is not what is linked",
        {"K001"},
        "which is not in the data",
        relinked("https://evil.example/~ada"),
    ),
    Broken(
        "a link deceives, on any PDF",
        {"K004"},
        "and the link leads to",
        lambda: changed(specimen_set().pdf, relinked("https://evil.example/~ada")),
        None,
    ),
    Broken("an address is not encrypted", {"K003"}, "is not encrypted", lambda: set_(insecure()).pdf, insecure()),
    altered("the foot is no artifact", {"A001"}, "is not in the tags", unmarked_foot),
    altered("a page leads to other tags", {"A001"}, "page 1 does not lead to the elements", strayed(99)),
    altered(
        "a page leads to tags of another kind", {"A001"}, "page 1 does not lead", strayed(pypdf.generic.NullObject())
    ),
    altered("a page leads to too few tags", {"A001"}, "page 1 does not lead to the elements", shortened_parents),
    altered("items are in another order", {"A002"}, "where “example.org/~ada” is due", contacts_turned),
    altered("an item says another text", {"A002"}, "reads “Wrote a", instead_of("/LBody", 3, "Wrote a program")),
    altered("an item says nothing", {"A002"}, "reads “” where “Wrotethefirstprogram”", instead_of("/LBody", 3, "")),
    altered("an item has other words", {"A002"}, "reads “Talk” where", instead_of("/LBody", 3, "Talk", "/Alt")),
    altered("a bullet says something", {"A002"}, "reads “First” where “•” stands", instead_of("/Lbl", 0, "First")),
    altered("a heading says another text", {"A002", "A003"}, "reads “Employers”", instead_of("/H2", 0, "Employers")),
    altered("a piece of a page says nothing", {"A002"}, "says nothing", silenced),
    altered("a level of headings is left out", {"A003"}, "is not tagged as a heading", tag_renamed("/H3", "/H4")),
    altered("a link is silent", {"A004"}, "does not say where it leads", silent),
    altered("a label is none", {"A005"}, "[C002] is not the label of a list item", label_lost),
    altered(
        "the colours mean nothing", {"A006"}, "what its colours mean", lambda writer: root(writer).pop("/OutputIntents")
    ),
    altered("the title is another", {"M003", "M010"}, "the title of the file is `x`", informed("/Title", "x")),
    altered("the author is another", {"M003", "M010"}, "the author of the file is `x`", informed("/Author", "x")),
    altered(
        "the language is another", {"M003", "M010"}, "`de-DE`", in_root("/Lang", lambda: TextStringObject("de-DE"))
    ),
    altered("the date is another", {"M003", "M010"}, "D:2020", informed("/CreationDate", "D:20200101")),
    altered("the title is not shown", {"M003"}, "instead of its title", preferences_gone),
    altered("a path is told", {"M004"}, "/home/ada/cv.tex", informed("/Source", "from /home/ada/cv.tex")),
    altered("a Windows path is told", {"M004"}, "tells a path", informed("/Source", "C:\\Users\\ada\\cv.docx")),
    altered(
        "the file is encrypted",
        {"M005"},
        "the file is encrypted",
        lambda writer: writer.encrypt("", "owner", algorithm="RC4-128"),
    ),
    altered("a script is inside", {"M005"}, "the file holds JavaScript", scripted),
    altered("a file is attached", {"M005"}, "attached file", lambda writer: writer.add_attachment("a.txt", b"a")),
    altered("a file is pinned to a page", {"M005"}, "attached file", with_file_note),
    altered("a form is inside", {"M005"}, "a form", in_root("/AcroForm", DictionaryObject)),
    altered("a program is started", {"A004", "M005"}, "starts a program", acting("/Launch")),
    altered("a link runs a script", {"A004", "M005"}, "JavaScript", acting("/JavaScript")),
    altered("a link sends a form", {"A004", "M005"}, "a form", acting("/SubmitForm")),
    altered(
        "something is done at opening",
        {"M005"},
        "an action at opening",
        in_root("/OpenAction", lambda: DictionaryObject({NameObject("/S"): NameObject("/URI")})),
    ),
]


def ruled(made: Document) -> Document:
    """The document under a rule that asks for all that a rule can ask for, but black text."""
    limits = replace(
        made.limits,
        fonts=(FontLimit("Palatino", 8.0),),
        leading=1.1,
        paper=("letter",),
        publications=2,
        bytes=1_000_000,
        filename=FileName(20, "_-"),
        links="shown",
        without=("pictures", "head", "et al."),
        having=("numbers",),
    )
    return replace(made, limits=limits, withheld=(("+1 812 555 0100", span(3)),))


def judged(pdf: bytes, document: Document | None) -> Report:
    return judge(document, read_evidence(pdf))


def test_the_specimen_passes_every_check_and_each_looked_at_something() -> None:
    done = specimen_set()
    testimony = Witness(done.remarks, len(done.log.splitlines()), qpdf=Answer(), verapdf=Answer())
    report = judge(ruled(specimen()), read_evidence(done.pdf), testimony)
    assert report.findings == ()
    reasons = {outcome.code: outcome.reason for outcome in report.outcomes if outcome.status != "passed"}
    assert reasons == {
        "K005": "the net is asked by `cvtex verify --online` alone",
        **dict.fromkeys(("A007", "G006", "M013", "P020", "P021"), "there is nothing of its kind"),
    }
    assert all(outcome.examined for outcome in report.outcomes if outcome.code not in reasons)
    assert report.labels == ("C002", "C001")


def untagged(case: Broken) -> bool:
    """Whether the file is TeX's own, which nobody has given tags."""
    return not read_evidence(case.pdf()).structure.tags.tagged


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_what_is_broken_is_found_and_nothing_else(case: Broken) -> None:
    report = judged(case.pdf(), case.document)
    # What is made by hand has no title, which is a warning, and no tags, which for a document is an error.
    codes = case.codes | ({"A001"} if case.document and untagged(case) else set())
    assert {finding.code for finding in report.findings if finding.severity == "error"} == codes
    assert [finding.message for finding in report.findings if case.words in finding.message]
    assert not report.passed
    failed = {outcome.code for outcome in report.outcomes if outcome.status == "failed"}
    assert failed == codes


def test_a_link_of_the_summary_passes() -> None:
    assert judged(set_(linking()).pdf, linking()).passed


def test_what_just_holds_a_limit_passes() -> None:
    just = Limits(size=8.46, lines=5.4, characters=16.5, margin=all_sides(43.0))
    report = judged(set_(paragraphed()).pdf, replace(paragraphed(), limits=just))
    assert report.passed, report.findings


def test_a_finding_about_the_data_tells_their_line() -> None:
    case = next(case for case in BROKEN if case.name == "a word is lost")
    finding = next(item for item in judged(case.pdf(), case.document).findings if item.code in case.codes)
    assert finding.span is not None
    assert (finding.span.file, finding.span.line) == ("data/cv.yaml", 8)


def test_a_finding_about_the_page_tells_its_place() -> None:
    case = next(case for case in BROKEN if case.name == "ink stands in the margin")
    finding = judged(case.pdf(), case.document).findings[0]
    assert finding.page == 1
    assert finding.box is not None
    assert finding.box[0] < 36


def test_without_data_the_checks_that_need_them_are_skipped_and_say_why() -> None:
    report = judged(specimen_set().pdf, None)
    wanting = {code for code, check in CHECKS.items() if check.needs_document}
    reasons = {outcome.reason for outcome in report.outcomes if outcome.code in wanting}
    assert len(wanting) > 5
    assert reasons == {"there are no data to compare with"}
    assert report.passed


def test_a_check_that_looked_at_nothing_is_skipped() -> None:
    outcomes = {outcome.code: outcome for outcome in judged(picture_page(), None).outcomes}
    assert (outcomes["K002"].status, outcomes["K002"].reason) == ("skipped", "there is nothing of its kind")
    assert outcomes["F001"].status == "skipped"


def test_a_place_to_open_at_is_no_action() -> None:
    def change(writer: pypdf.PdfWriter) -> None:
        view = ArrayObject([writer.pages[0].indirect_reference, NameObject("/Fit")])
        action = DictionaryObject({NameObject("/S"): NameObject("/GoTo"), NameObject("/D"): view})
        set_in(root(writer), "/OpenAction", action)

    assert judged(changed(specimen_set().pdf, change), specimen()).passed


def test_values_written_elsewhere_in_the_file_are_read() -> None:
    def change(writer: pypdf.PdfWriter) -> None:
        for link in links(writer):
            set_in(link, "/Rect", ArrayObject([writer._add_object(number) for number in link["/Rect"]]))
            if "/URI" in link["/A"]:
                set_in(link["/A"], "/URI", writer._add_object(ByteStringObject(str(link["/A"]["/URI"]).encode())))

    assert judged(changed(specimen_set().pdf, change), specimen()).passed


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_margins_are_those_of_the_page_as_it_is_seen(turn: int) -> None:
    def turned(writer: pypdf.PdfWriter) -> None:
        for page in writer.pages:
            page.rotate(turn)

    def turned_and_moved(writer: pypdf.PdfWriter) -> None:
        turned(writer)
        moved(writer)

    assert judged(changed(specimen_set().pdf, turned), None).passed
    report = judged(changed(specimen_set().pdf, turned_and_moved), None)
    assert {finding.code for finding in report.findings} == {"P002"}


def test_a_page_may_begin_anywhere() -> None:
    def change(writer: pypdf.PdfWriter) -> None:
        for page in writer.pages:
            page.add_transformation(pypdf.Transformation().translate(1000, 1000))
            page.mediabox = RectangleObject((1000, 1000, 1612, 1792))
            page.cropbox = page.mediabox

    assert judged(changed(specimen_set().pdf, change), specimen()).passed
