"""Every check: a PDF that passes it, and PDFs broken in just the way that it is there for."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pypdf
import pytest
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    RectangleObject,
    TextStringObject,
)

from cvtex.document.model import Document
from cvtex.verify.checks import CHECKS
from cvtex.verify.readers import read_evidence
from cvtex.verify.report import Report, judge
from cvtex.verify.witness import Answer, Witness
from tests.samples import specimen, specimen_set, tex_set
from tests.verify.pdfs import annotations, changed, fonts, included_page, links, picture_page, root, set_in, type3_page

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
    writer.pages[0].add_transformation(pypdf.Transformation().translate(-70, 0))


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


def without(key: str) -> Change:
    def change(writer: pypdf.PdfWriter) -> None:
        for font in fonts(writer)[:1]:
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


BROKEN = [
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
        {"L001", "T001"},
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
    altered("a font is not embedded", {"F001"}, "is not embedded", without("/FontFile")),
    altered("a font has no Unicode map", {"F001"}, "has no Unicode map", without("/ToUnicode")),
    Broken("a font is Type 3", {"F001"}, "is Type 3", type3_page, None),
    Broken(
        "a font within an included page is not embedded", {"F001"}, "Helvetica is not embedded", included_page, None
    ),
    altered("a glyph means nothing", {"F002"}, "U+E000", remapped(b"E000")),
    altered("a glyph's meaning is lost", {"F002", "T002"}, "U+FFFD", remapped(b"FFFD")),
    altered("ink stands in the margin", {"P002"}, "runs into the margin", moved),
    altered(
        "a page is blank", {"P003", "T003"}, "the page has no text", lambda writer: writer.add_blank_page(612, 792)
    ),
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
    altered("a link lands nowhere", {"K002"}, "`nowhere` lands nowhere", dangling),
    altered("the title is another", {"M003"}, "the title of the file is `x`", informed("/Title", "x")),
    altered("the author is another", {"M003"}, "the author of the file is `x`", informed("/Author", "x")),
    altered("the language is another", {"M003"}, "`de-DE`", in_root("/Lang", lambda: TextStringObject("de-DE"))),
    altered("the date is another", {"M003"}, "D:2020", informed("/CreationDate", "D:20200101")),
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
    altered("a program is started", {"M005"}, "starts a program", acting("/Launch")),
    altered("a link runs a script", {"M005"}, "JavaScript", acting("/JavaScript")),
    altered("a link sends a form", {"M005"}, "a form", acting("/SubmitForm")),
    altered(
        "something is done at opening",
        {"M005"},
        "an action at opening",
        in_root("/OpenAction", lambda: DictionaryObject({NameObject("/S"): NameObject("/URI")})),
    ),
]


def judged(pdf: bytes, document: Document | None) -> Report:
    return judge(document, read_evidence(pdf))


def test_the_specimen_passes_every_check_and_each_looked_at_something() -> None:
    done = specimen_set()
    testimony = Witness(done.remarks, len(done.log.splitlines()), qpdf=Answer())
    report = judge(specimen(), read_evidence(done.pdf), testimony)
    assert report.findings == ()
    reasons = {outcome.code: outcome.reason for outcome in report.outcomes if outcome.status != "passed"}
    assert reasons == {
        "M010": "the file has no XMP packet",
        "K005": "the net is asked by `cvtex verify --online` alone",
    }
    assert all(outcome.examined for outcome in report.outcomes if outcome.code not in reasons)
    assert report.labels == ("C002", "C001")


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_what_is_broken_is_found_and_nothing_else(case: Broken) -> None:
    report = judged(case.pdf(), case.document)
    # What is made by hand has no title, which is a warning.
    assert {finding.code for finding in report.findings if finding.severity == "error"} == case.codes
    assert [finding.message for finding in report.findings if case.words in finding.message]
    assert not report.passed
    failed = {outcome.code for outcome in report.outcomes if outcome.status == "failed"}
    assert failed == case.codes


def test_a_finding_about_the_data_tells_their_line() -> None:
    case = next(case for case in BROKEN if case.name == "a word is lost")
    finding = judged(case.pdf(), case.document).findings[0]
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
