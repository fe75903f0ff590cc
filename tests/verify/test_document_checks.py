"""The checks of the file as such: a PDF that passes each, and PDFs broken in just the way that it is there for."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from cvtex.diagnostics import Diagnostic
from cvtex.document.model import Document
from cvtex.pipeline import verify
from cvtex.typeset.qpdf import ask_qpdf
from cvtex.verify.checks import CHECKS
from cvtex.verify.checks.soundness import HUGE, LARGE
from cvtex.verify.judge import judge
from cvtex.verify.loose import loose
from cvtex.verify.readers import read_evidence
from cvtex.verify.report import Outcome, Report
from cvtex.verify.witness import Answer, Witness
from cvtex.verify.xmp import read_xmp
from tests.program import cvtex, environment, fake_program
from tests.samples import document, paragraph, set_, specimen, specimen_set
from tests.verify.pdfs import annotations, changed, root, set_in

Change = Callable[[pypdf.PdfWriter], object]
SOUND = Answer()
TITLE = "Ada Lovelace – Curriculum vitae"
FAMILY = {"M004", "M005", "M006", "M007", "M008", "M009", "M010"}


@dataclass(frozen=True, slots=True)
class Case:
    """A change that breaks one check and no other, words of the finding, and how grave it is."""

    name: str
    code: str
    words: str
    change: Change
    severity: str = "error"
    document: Document | None = None
    witness: Witness = Witness(qpdf=SOUND)  # noqa: RUF009 - frozen

    @property
    def codes(self) -> set[tuple[str, str]]:
        """What is found; a link that somebody adds is in no tag."""
        added = {("A004", "warning")} if "link" in self.name or self.name == "a rendition" else set()
        return {(self.code, self.severity)} | (added if self.code == "M005" else set())


def nothing(_: pypdf.PdfWriter) -> None:
    """The PDF as it is."""


def dictionary(**entries: object) -> DictionaryObject:
    """A dictionary of PDF: names for texts that begin with a slash, numbers, texts, and what is PDF already."""
    made = DictionaryObject()
    for key, value in entries.items():
        made[NameObject(f"/{key}")] = (
            NameObject(value)
            if type(value) is str and value.startswith("/")
            else TextStringObject(value)
            if type(value) is str
            else NumberObject(value)
            if isinstance(value, int)
            else value
        )
    return made


def stream(content: bytes, **entries: object) -> StreamObject:
    made = StreamObject()
    made.set_data(content)
    made.update(dictionary(**entries))
    return made


def in_root(key: str, value: Callable[[pypdf.PdfWriter], object]) -> Change:
    return lambda writer: set_in(root(writer), key, value(writer))


def noted(**entries: object) -> Change:
    """Another annotation on the first page."""

    def change(writer: pypdf.PdfWriter) -> None:
        page = writer.pages[0]
        note = writer._add_object(dictionary(Type="/Annot", Rect=ArrayObject([NumberObject(100)] * 4), **entries))
        set_in(page, "/Annots", ArrayObject([*annotations(page), note]))

    return change


def outlined(what: Callable[[pypdf.PdfWriter, list[DictionaryObject]], object]) -> Change:
    """A change of the bookmarks, which are given in their order."""

    def change(writer: pypdf.PdfWriter) -> None:
        found: list[DictionaryObject] = []

        def walk(node: DictionaryObject) -> None:
            following = node.get("/First")
            while following is not None:
                item = following.get_object()
                assert isinstance(item, DictionaryObject)
                found.append(item)
                walk(item)
                following = item.get("/Next")

        walk(root(writer)["/Outlines"].get_object())
        assert [str(item["/Title"]) for item in found] == ["Employment", "Full time", "Publications"]
        what(writer, found)

    return change


def renamed(_: pypdf.PdfWriter, items: list[DictionaryObject]) -> None:
    set_in(items[2], "/Title", TextStringObject("Patents"))


def lost(_: pypdf.PdfWriter, items: list[DictionaryObject]) -> None:
    del items[0]["/Next"]


def added(writer: pypdf.PdfWriter, items: list[DictionaryObject]) -> None:
    another = writer._add_object(dictionary(Title="More", Dest=items[0].raw_get("/A").get_object()["/D"]))
    set_in(items[2], "/Next", another)


def misled(_: pypdf.PdfWriter, items: list[DictionaryObject]) -> None:
    set_in(items[2], "/A", items[0]["/A"])


def astray(_: pypdf.PdfWriter, items: list[DictionaryObject]) -> None:
    set_in(items[2], "/A", dictionary(S="/GoTo", D=ArrayObject([NullObject(), NameObject("/Fit")])))


def deeper(_: pypdf.PdfWriter, items: list[DictionaryObject]) -> None:
    last = items[0].raw_get("/Next")
    del items[0]["/Next"]
    set_in(items[1], "/Next", last)


def labelled(*ranges: tuple[int, DictionaryObject]) -> Change:
    numbers = ArrayObject([item for start, label in ranges for item in (NumberObject(start), label)])
    return in_root("/PageLabels", lambda _: dictionary(Nums=numbers))


def packet(
    title: str = TITLE, creators: tuple[str, ...] = ("Ada Lovelace",), language: str = "en-US", date: str = "2026-11-24"
) -> bytes:
    people = "".join(f"<rdf:li>{name}</rdf:li>" for name in creators)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"'
        ' pdfaid:part="2" pdfaid:conformance="A" pdfuaid:part="1"'
        f' xmp:CreateDate="{date}"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:creator><rdf:Seq>{people}</rdf:Seq></dc:creator>"
        f"<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def described(content: bytes) -> Change:
    return in_root("/Metadata", lambda w: w._add_object(stream(content, Type="/Metadata", Subtype="/XML")))


def hidden(writer: pypdf.PdfWriter, **entries: object) -> DictionaryObject:
    layer = writer._add_object(dictionary(Type="/OCG", Name="Salary"))
    usual = dictionary(**{key: ArrayObject([layer]) if value == "layer" else value for key, value in entries.items()})
    return dictionary(OCGs=ArrayObject([layer]), D=usual)


def informed(**entries: str) -> Change:
    return lambda writer: writer.add_metadata({f"/{key}": value for key, value in entries.items()})


def pieces(text: str) -> Change:
    """What a program keeps for itself in a file."""
    return in_root("/PieceInfo", lambda _: dictionary(Maker=dictionary(Private=TextStringObject(text))))


def embedded(content: bytes) -> Change:
    """A stream with a text of its own, to which nothing leads."""
    return lambda writer: writer._add_object(stream(content, Type="/EmbeddedFile").flate_encode())


def of_data(name: str, code: str, words: str, change: Change, **more: object) -> Case:
    return replace(Case(name, code, words, change, document=specimen()), **more)  # type: ignore[arg-type]


CASES = [
    Case("a path in the packet", "M004", "the XMP packet of the file tells a path: `/home/ada/cv.docx`",
         described(packet().replace(b"xmp:CreateDate", b"xmp:Source=' /home/ada/cv.docx' xmp:CreateDate"))),
    Case("a path on the Mac", "M004", "tells a path: `/Users/ada/cv.pages`", informed(Source="/Users/ada/cv.pages")),
    Case("a path as an address", "M004", "`file:///C:/cv.docx`", informed(Source="file:///C:/cv.docx")),
    Case("a share", "M004", "tells a path: `\\\\server\\ada\\cv.docx`", informed(Source="\\\\server\\ada\\cv.docx")),
    Case("a path in what a program keeps", "M004", "the file tells a path: `/home/ada/.config/x`",
         pieces("/home/ada/.config/x")),
    Case("a path in hexadecimal", "M004", "the file tells a path: `/home/ada/x`",
         in_root("/PieceInfo", lambda _: dictionary(Maker=dictionary(Private=ByteStringObject(b"/home/ada/x"))))),
    Case("a path in UTF-16", "M004", "the file tells a path: `/home/ada/", pieces("/home/ada/–.txt")),
    Case("a Windows path in what a program keeps", "M004", "tells a path: `C:", pieces("C:\\Users\\ada\\cv.docx")),
    Case("a path in a stream that is packed", "M004", "tells a path: `/Users/ada/x.svg`",
         embedded(b"<image href='/Users/ada/x.svg'/>")),
    Case("a link into the machine", "M004", "tells a path: `file:///home/ada/cv.html`",
         pieces("file:///home/ada/cv.html")),
    Case("a user at a machine", "M004", "tells an address: `ada@engine`", informed(Source="made by ada@engine")),
    Case("an address", "M004", "tells an address: `ada@example.net`", informed(Source="ada@example.net"), "warning"),
    of_data("the user's name", "M004", "a name of the machine that made it: `grimsby`", pieces("for grimsby only"),
            witness=Witness(qpdf=SOUND, secrets=("grimsby", "ada"))),
    Case("an action of a page", "M005", "an action at opening",
         lambda writer: set_in(writer.pages[0], "/AA", dictionary(O=dictionary(S="/Named", N="/Print")))),
    Case("a film", "M005", "the file holds a film or sound", noted(Subtype="/RichMedia")),
    Case("an old film", "M005", "the file holds a film or sound", noted(Subtype="/Movie")),
    Case("a sound", "M005", "the file holds a film or sound", noted(Subtype="/Sound")),
    Case("a model", "M005", "the file holds a 3D model", noted(Subtype="/3D")),
    Case("a rendition", "M005", "the file holds a film or sound", noted(Subtype="/Link", A=dictionary(S="/Rendition"))),
    Case("a link into another file", "M005", "a link into another file",
         noted(Subtype="/Link", A=dictionary(S="/GoToR", F="x.pdf")), "warning"),
    Case("a link into an attached file", "M005", "a link into an attached file",
         noted(Subtype="/Link", A=dictionary(S="/GoToE", F="x.pdf"))),
    Case("a script after a link", "M005", "the file holds JavaScript",
         noted(Subtype="/Link", A=dictionary(S="/URI", URI="https://x.org", Next=dictionary(S="/JavaScript", JS="x")))),
    Case("a script in a bookmark", "M005", "the file holds JavaScript",
         outlined(lambda _, items: set_in(items[1]["/A"], "/Next", dictionary(S="/JavaScript", JS="app.alert(1)")))),
    Case("an associated file", "M005", "an attached file",
         in_root("/AF", lambda writer: ArrayObject([writer._add_object(dictionary(Type="/Filespec", F="a"))]))),
    Case("a hidden layer", "M005", "a layer that is not shown: `Salary`",
         in_root("/OCProperties", lambda writer: hidden(writer, OFF="layer")), "warning"),
    Case("all layers hidden", "M005", "a layer that is not shown: `Salary`",
         in_root("/OCProperties", lambda writer: hidden(writer, BaseState="/OFF")), "warning"),
    Case("qpdf finds a fault", "M006", "qpdf says: file is damaged", nothing,
         witness=Witness(qpdf=Answer(("file is damaged",)))),
    Case("qpdf warns", "M006", "qpdf says: odd space", nothing, "warning",
         witness=Witness(qpdf=Answer(("WARNING: odd space",)))),
    Case("a name with a space", "M007", "holds a space", nothing, "warning",
         witness=Witness(qpdf=SOUND, file_name="my cv.pdf")),
    Case("a name with an accent", "M007", "holds `é`", nothing, "warning",
         witness=Witness(qpdf=SOUND, file_name="résumé.pdf")),
    Case("a long name", "M007", "has 64 characters", nothing, "warning",
         witness=Witness(qpdf=SOUND, file_name="a" * 60 + ".pdf")),
    of_data("a bookmark is renamed", "M008", "the bookmark `Patents` stands where “Publications” is due",
            outlined(renamed)),
    of_data("a bookmark is lost", "M008", "the heading “Publications” has no bookmark", outlined(lost)),
    of_data("a bookmark is added", "M008", "the bookmark `More` belongs to no heading", outlined(added)),
    of_data("a bookmark leads to another page", "M008",
            "the bookmark `Publications` leads to page 1, and its heading stands on page 2", outlined(misled)),
    of_data("a bookmark leads nowhere", "M008", "the bookmark `Publications` leads to no page", outlined(astray)),
    of_data("a bookmark is on another level", "M008", "stands on another level", outlined(deeper)),
    of_data("the bookmarks are gone", "M008", "the heading “Employment” has no bookmark",
            lambda writer: root(writer).pop("/Outlines")),
    of_data("the pages are called otherwise", "M008", "the pages are called i, ii",
            labelled((0, dictionary(S="/r")))),
    Case("a foreign bookmark leads nowhere", "M008", "leads to no page", outlined(astray), "warning"),
    Case("two pages of one name", "M008", "two pages are called `1`",
         labelled((0, dictionary(S="/D")), (1, dictionary(S="/D"))), "warning"),
    Case("no title", "M009", "the file has no title", informed(Title=""), "warning"),
    Case("a title of a program", "M009", "which names no document",
         informed(Title="Microsoft Word - draft2.doc"), "warning"),
    Case("a title of a file", "M009", "`cv-final.docx`, which names no document", informed(Title="cv-final.docx"),
         "warning"),
    Case("no author", "M009", "the file names no author", informed(Author=""), "warning"),
    Case("no language", "M009", "does not say its language", lambda writer: root(writer).pop("/Lang"), "warning"),
    of_data("another title in the packet", "M010", f"`{TITLE}` in one place and `CV` in another",
            described(packet("CV"))),
    of_data("another author in the packet", "M010", "`Ada Lovelace` in one place and `Ada, Bob` in another",
            described(packet(creators=("Ada", "Bob")))),
    of_data("another language in the packet", "M010", "`en-US` in one place and `de` in another",
            described(packet(language="de"))),
    Case("another date in the packet", "M010", "in one place and `2025-01-01` in another",
         described(packet(date="2025-01-01")), "warning"),
    Case("a packet that is no XML", "M010", "cannot be read: it is no XML", described(b"<x:xmpmeta>"), "warning"),
    Case("a packet that swells", "M010", "it declares entities",
         described(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "warning"),
    Case("a packet without end", "M010", "it is too long", described(packet() + b" " * 1_000_001), "warning"),
]  # fmt: skip


def judged(case: Case) -> Report:
    """Without a document, the file claims nothing that its change could make untrue."""
    pdf = (
        specimen_set().pdf
        if case.document
        else changed(specimen_set().pdf, lambda writer: root(writer).pop("/Metadata"))
    )
    return judge(case.document, read_evidence(changed(pdf, case.change)), case.witness)


def outcome(report: Report, code: str) -> Outcome:
    return next(item for item in report.outcomes if item.code == code)


def test_a_sound_file_passes_and_each_check_looked_at_something() -> None:
    pdf = changed(specimen_set().pdf, described(packet()))
    for data in (None, specimen()):
        report = judge(data, read_evidence(pdf), Witness(qpdf=SOUND, file_name="cv-2026_(b).pdf", secrets=("grimsby",)))
        assert report.findings == ()
        states = {item.code: item.status for item in report.outcomes if item.code in FAMILY}
        assert states == dict.fromkeys(FAMILY, "passed")
        assert all(item.examined for item in report.outcomes if item.code in FAMILY)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_broken_is_found_and_nothing_else(case: Case) -> None:
    report = judged(case)
    assert {(item.code, item.severity) for item in report.findings} == case.codes
    assert [item.message for item in report.findings if case.words in item.message]
    assert outcome(report, case.code).status == ("passed" if case.severity == "warning" else "failed")
    assert outcome(report, case.code).warnings == (
        sum(item.code == case.code for item in report.findings) if case.severity == "warning" else 0
    )


def test_every_check_of_the_family_is_broken() -> None:
    assert {case.code for case in CASES} == FAMILY
    assert set(CHECKS) >= FAMILY


@pytest.mark.parametrize(
    ("size", "severity"), [(LARGE, ""), (LARGE + 1, "warning"), (HUGE, "warning"), (HUGE + 1, "error")]
)
def test_a_large_file_is_told(size: int, severity: str) -> None:
    seen = replace(read_evidence(specimen_set().pdf), size=size)
    found = [item.severity for item in judge(None, seen, Witness(qpdf=SOUND)).findings]
    assert found == [severity] * bool(severity)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("D:20260101120000+00'00'", "2026-01-01T12:00:00Z", True),
        ("D:20260101010000+02'00'", "2025-12-31T23:00:00+00:00", True),
        ("D:20260101120000-05'00'", "2026-01-01T12:00:00-05:00", True),
        ("D:20260101120000+00'00'", "2026-01-01T13:00:00Z", False),
        ("D:20260101", "2026-01-01T13:00:00Z", True),
        ("D:20260101120000", "2026", True),
        ("D:20260101120000", "2026-01-02T12:00:00", False),
        ("D:20261301120000Z", "2026-13-01T12:00:00Z", False),
        ("yesterday", "today", False),
    ],
)
def test_dates_are_the_same_in_both_forms(first: str, second: str, *, same: bool) -> None:
    pdf = changed(specimen_set().pdf, described(packet(date=second)))
    pdf = changed(pdf, informed(CreationDate=first))
    found = judge(None, read_evidence(pdf), Witness(qpdf=SOUND)).findings
    assert [item.code for item in found] == ([] if same else ["M010"])


def test_what_stands_on_the_page_is_no_secret() -> None:
    data = document(paragraph("Wrote /home/ada/notes and file:///etc/motd for ada@engine, with grimsby"), name="Ada")
    pdf = changed(set_(data).pdf, informed(Source="ada@engine", Title="Ada – Curriculum vitae", Author="Ada"))
    report = judge(data, read_evidence(pdf), Witness(qpdf=SOUND, secrets=("grimsby", "cvtex", "engine")))
    assert [item for item in report.findings if item.code == "M004"] == []


def test_names_of_pdf_itself_are_no_secret() -> None:
    secrets = ("root", "obj", "endobj", "Page", "xref", "Debian", "info")
    report = judge(
        specimen(), read_evidence(specimen_set().pdf), Witness(qpdf=SOUND, secrets=secrets[:1] + secrets[5:])
    )
    assert [item.message for item in report.findings if item.code == "M004" and "`root`" in item.message] == []


def test_a_build_looks_for_the_names_of_its_own_machine(folder: Path) -> None:
    real = environment()["PATH"]
    # An engine that signs its work.
    script = (
        f'PATH={real!r}; pdflatex "$@" || exit 1; qpdf --qdf --object-streams=disable document.pdf q.pdf;'
        " sed 's/cvtex)/grimsby)/' q.pdf | fix-qdf > document.pdf"
    )
    done = cvtex("build", cwd=folder, env=fake_program(folder / "bin", script) | {"USER": "grimsby"})
    assert done.code == 1, done.err
    assert "error[M004]: the file tells a name of the machine that made it: `grimsby`" in done.err
    assert cvtex("build", cwd=folder, env=environment(USER="grimsby")).code == 0
    assert b"grimsby" not in (folder / "build" / "cv.pdf").read_bytes()


def test_qpdf_is_asked_where_it_is_installed(tmp_path: Path) -> None:
    pdf = specimen_set().pdf
    assert ask_qpdf(pdf, os.environ)() == ((), "")
    damaged = pdf.replace(b"startxref\n", b"startxref\n9")
    complaints, problem = ask_qpdf(damaged, os.environ)()
    assert problem == ""
    assert complaints[0].startswith("WARNING: ")
    assert not [line for line in complaints if re.search(r"file\.pdf|operation succeeded", line)]
    assert ask_qpdf(b"%PDF-1.7", os.environ)()[0]
    assert ask_qpdf(pdf, {"PATH": str(tmp_path)})() == ((), "it is not installed")


@pytest.mark.parametrize(
    ("script", "problem"), [("kill -9 $$", "it ended with status -9"), ("exit 7", "it ended with status 7")]
)
def test_a_broken_qpdf_is_no_fault_of_the_file(script: str, problem: str, tmp_path: Path) -> None:
    env = fake_program(tmp_path / "bin", script, name="qpdf")
    assert ask_qpdf(specimen_set().pdf, env)() == ((), problem)


def test_verify_hears_qpdf_and_the_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "my cv.pdf"
    path.write_bytes(specimen_set().pdf)
    report = verify(path, data=None, target="cv", environment=os.environ)
    assert {(item.code, item.severity) for item in report.findings} == {("M007", "warning")}
    assert outcome(report, "M006").status == "passed"
    report = verify(path, data=None, target="cv", environment={"PATH": ""})
    assert outcome(report, "M006").reason == "qpdf was not heard: it is not installed"


def test_texts_outside_the_pages_are_found_wherever_they_stand() -> None:
    pdf = specimen_set().pdf
    found = loose(pdf)
    assert found.whole
    assert "/Outlines" in found.structure
    assert "machines" not in found.structure, "the pages are no part of it"
    assert "Td [(A)35(da)" in found.contents
    assert packet().decode() in [text.strip() for text in loose(changed(pdf, described(packet()))).metadata]
    assert loose(b"") == replace(found, structure="", metadata=(), contents="")


def test_a_packet_that_is_enciphered_is_no_text() -> None:
    packed = b"1 0 obj\n<</Type/Metadata/Subtype/XML/Length 4>>\nstream\na@bc\nendstream\nendobj\ntrailer\n<<%s>>\n"
    assert loose(packed % b"/Root 2 0 R").metadata == ("a@bc\n",)
    assert loose(packed % b"/Root 2 0 R/Encrypt 3 0 R").metadata == ()


def test_the_search_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cvtex.verify.loose.MOST_SCANNED", 2_000)
    report = judge(None, read_evidence(specimen_set().pdf), Witness(qpdf=SOUND))
    (finding,) = report.findings
    assert (finding.code, finding.severity) == ("M004", "warning")
    assert "too large to be looked through" in finding.message


def test_packets_in_their_forms_are_read() -> None:
    assert read_xmp(packet().decode()).title == TITLE
    simple = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<rdf:Description dc:title="One" dc:creator="Two"/></rdf:RDF>'
    )
    assert (read_xmp(simple).title, read_xmp(simple).creators) == ("One", ("Two",))
    assert read_xmp("<a/>").title == ""
    assert read_xmp("").fault


def test_a_finding_tells_the_heading_it_is_about() -> None:
    case = next(case for case in CASES if case.name == "a bookmark is renamed")
    finding: Diagnostic = judged(case).findings[0]
    assert finding.span is not None
    assert finding.span.line == 15
