"""The joining, seen by pypdf, pdfium and qpdf: pages, links, names, bookmarks, labels, and nothing else."""

import io
import os
import re
from typing import Any

import pypdf
import pytest

from cvtex.bundle.join import Described, Joint, join, opened
from cvtex.bundle.labels import labels_of
from cvtex.bundle.sight import Sight, below_the_part, see
from cvtex.bundle.survey import survey
from cvtex.bundle.transfer import DamagedError
from cvtex.typeset.qpdf import ask_qpdf
from tests.bundle.parts import A4, ADDRESS, part
from tests.program import ROOT
from tests.verify.pdfs import HELVETICA, by_hand, changed, page_of, stream

FOREIGN = sorted((ROOT / "tests/verify/foreign").glob("*.pdf"))


def joined(*parts: bytes, labels: list[str] | None = None, tagged: bool = False) -> bytes:
    """The parts under the titles A, B, C …"""
    joints = [Joint(chr(65 + index), opened(content)) for index, content in enumerate(parts)]
    pages = sum(len(joint.reader.pages) for joint in joints)
    return join(
        joints, Described("Whole", "Ada Example", "en"), labels or [str(n + 1) for n in range(pages)], tagged=tagged
    )


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def landings(pdf: bytes) -> dict[str, int]:
    """The pages, from 1, that named places are on, as pypdf reads them."""
    reader = read(pdf)
    return {name: (reader.get_destination_page_number(at) or 0) + 1 for name, at in reader.named_destinations.items()}


def test_the_pages_of_all_parts_come_in_order() -> None:
    whole = see(joined(part("One"), part("Two", pages=3), part("Three", pages=1)))
    assert [leaf.text.strip() for leaf in whole.leaves] == ["One 1", "One 2", "Two 1", "Two 2", "Two 3", "Three 1"]


def test_names_that_several_parts_have_are_told_apart() -> None:
    names = (b"pub.C001", b"Doc-Start")
    pdf = joined(part("One", names=names), part("Two", names=names), part("Three", names=(b"2.pub.C001", b"own")))
    assert landings(pdf) == {
        "pub.C001": 2, "Doc-Start": 2, "2.pub.C001": 4, "2.Doc-Start": 4, "3.2.pub.C001": 6, "own": 6,
    }  # fmt: skip
    for page in (0, 2, 4):
        places = [link.place[0] for link in see(pdf).leaves[page].links]
        assert places == [-1] + [page + 1] * (len(places) - 1)


def test_names_of_old_files_and_in_wide_characters_keep_their_places() -> None:
    wide = "\ufeffGröße".encode("utf-16-be")
    escaped = b"".join(b"\\%03o" % byte for byte in wide)
    old = part("Old", names=(), root=b"/Dests << /top [12 0 R /Fit] >>", annotations=[b"/Dest /top"])
    pdf = joined(part("Wide", names=(escaped,)), part("Wide", names=(escaped,)), old)
    assert landings(pdf) == {"Größe": 2, "2.Größe": 4, "top": 6}
    assert [link.place[0] for link in see(pdf).leaves[4].links] == [-1, 5, 5]


def test_links_to_addresses_are_kept_to_the_letter() -> None:
    reader = read(joined(part("One"), part("Two")))
    for number in (0, 2):
        annotations: Any = reader.pages[number]["/Annots"]
        first = annotations[0].get_object()
        assert first["/A"]["/URI"] == ADDRESS.decode()
        assert [float(side) for side in first["/Rect"]] == [72, 100, 172, 112]


def test_bookmarks_stand_below_their_parts() -> None:
    marks = see(joined(part("One"), part("Two"))).marks
    assert [(mark.level, mark.title, mark.place[0]) for mark in marks] == [
        (0, "A", 0), (1, "Page 1", 0), (2, "Page 2", 1), (0, "B", 2), (1, "Page 1", 2), (2, "Page 2", 3),
    ]  # fmt: skip
    assert marks[2].place[1:] == see(part("One")).marks[1].place[1:]


def test_bookmarks_keep_colour_and_style_and_parts_begin_closed() -> None:
    root: Any = read(joined(part("One"), part("Two"))).trailer["/Root"]
    outline = root["/Outlines"]
    assert (outline["/Count"], outline["/First"]["/Count"]) == (2, -2)
    inner = outline["/First"]["/First"]["/First"]
    assert (inner["/C"], inner["/F"]) == ([1, 0, 0], 2)
    assert outline["/First"]["/First"]["/Count"] == 1
    assert outline["/First"]["/Next"]["/Prev"] == outline["/First"]


@pytest.mark.parametrize(("rotate", "corner"), [(0, (0, 792)), (90, (0, 0)), (180, (612, 0)), (270, (612, 792))])
def test_a_part_is_entered_at_its_top(rotate: int, corner: tuple[float, float]) -> None:
    first, *_ = see(joined(part("One", rotate=rotate))).marks
    assert first.place[2][:2] == corner


def test_a_ring_of_bookmarks_and_one_that_leads_nowhere_end() -> None:
    def ring(writer: pypdf.PdfWriter) -> None:
        item: Any = writer.root_object["/Outlines"]
        first = item["/First"].get_object()
        first[pypdf.generic.NameObject("/Next")] = item.raw_get("/First")
        del first["/Dest"]

    marks = see(joined(changed(part("One"), ring))).marks
    assert [(mark.title, mark.place[0]) for mark in marks] == [("A", 0), ("Page 1", -1), ("Page 2", 1)]


def test_labels_count_on_or_are_those_of_the_parts() -> None:
    own = [["i", "ii"], ["7", "8", "A-1"], ["1"]]
    assert labels_of(own, "continuous") == ("1", "2", "3", "4", "5", "6")
    labels = labels_of(own, "own")
    assert labels == ("i", "ii", "7", "8", "A-1", "1")
    pdf = joined(part("One"), part("Two", pages=3), part("Three", pages=1), labels=list(labels))
    assert see(pdf).labels == labels
    assert read(pdf).page_labels == list(labels)


def test_size_and_turn_of_pages_are_kept() -> None:
    parts = [part("One"), part("Two", size=A4), part("Three", rotate=90), FOREIGN[0].read_bytes()]
    whole = see(joined(*parts))
    alone = [leaf for content in parts for leaf in see(content).leaves]
    assert [(leaf.width, leaf.height, leaf.look) for leaf in whole.leaves] == [
        (leaf.width, leaf.height, leaf.look) for leaf in alone
    ]
    assert {(leaf.width, leaf.height) for leaf in alone} >= {(612, 792), (595, 842), (792, 612)}


def shifted(sight: Sight, by: int) -> list[object]:
    return [
        (link.box, link.address, link.place[0] + by if link.place[0] >= 0 else -1, link.place[1:])
        for leaf in sight.leaves
        for link in leaf.links
    ]


def test_pdfs_of_all_makers_are_joined_whole() -> None:
    contents = [path.read_bytes() for path in FOREIGN]
    pdf = joined(*contents)
    whole = see(pdf, depth=65)
    before, links, marks, places = 0, [], 0, 0
    for content in contents:
        alone = see(content)
        count = len(alone.leaves)
        assert [(leaf.text, leaf.look) for leaf in whole.leaves[before : before + count]] == [
            (leaf.text, leaf.look) for leaf in alone.leaves
        ]
        links += shifted(alone, before)
        marks += len(alone.marks) + 1
        places += len(alone.places)
        before += count
    assert len(FOREIGN) > 12
    assert before == len(whole.leaves)
    assert links == shifted(whole, 0)
    assert len(links) > 80
    assert (marks, places) == (len(whole.marks), len(whole.places))
    assert ask_qpdf(pdf, os.environ)() == ((), "")


def test_the_file_tells_nothing_of_its_parts_making() -> None:
    packet = stream(b"<x:xmpmeta/> /home/ada/secret", b"/Type /Metadata /Subtype /XML")
    form = stream(
        b"0 0 9 9 re f",
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /PTEX.FileName (/home/ada/figure.pdf)"
        b" /PieceInfo << /Tool << /Private (/home/ada) >> >> /LastModified (D:2020) /Metadata 6 0 R",
    )
    pdf = joined(page_of(b"/X Do", b"/XObject << /X 5 0 R >>", form, packet), part("One", title="/home/ada/letter.doc"))
    plain = re.sub(rb"\s", b"", pdf) + b"".join(
        stream_.get_data() for stream_ in _streams(read(pdf)) if stream_.get("/Type") == "/ObjStm"
    )
    for word in (b"home", b"PTEX", b"PieceInfo", b"xmpmeta", b"LastModified", b"CreationDate", b"Metadata"):
        assert word not in plain, word
    information = read(pdf).metadata
    assert information == {"/Title": "Whole", "/Author": "Ada Example", "/Producer": "cvtex"}


def _streams(reader: pypdf.PdfReader) -> list[Any]:
    found = [reader.get_object(number) for number in range(1, int(str(reader.trailer["/Size"])))]
    streams = [item for item in found if isinstance(item, pypdf.generic.StreamObject)]
    assert any(item.get("/Type") == "/ObjStm" for item in streams)
    return streams


def test_the_same_parts_give_the_same_bytes() -> None:
    contents = [path.read_bytes() for path in FOREIGN[:4]]
    pdf = joined(*contents)
    assert pdf == joined(*contents)
    first: Any = read(pdf).trailer["/ID"]
    other: Any = read(joined(*contents[1:])).trailer["/ID"]
    assert first[0] == first[1] != other[0]


def test_a_layer_that_is_hidden_stays_hidden() -> None:
    hidden = page_of(
        b"/OC /L BDC 100 100 300 300 re f EMC",
        b"/Properties << /L 5 0 R >>",
        b"<< /Type /OCG /Name (Draft) >>",
    ).replace(b"/Pages 2 0 R >>", b"/Pages 2 0 R /OCProperties << /OCGs [5 0 R] /D << /OFF [5 0 R] >> >> >>", 1)
    shown = page_of(b"100 100 300 300 re f", b"")
    hidden = changed(hidden, lambda _: None)
    alone, whole = see(hidden).leaves[0].look, see(joined(part("One", pages=1), hidden)).leaves[1].look
    assert alone == whole != see(shown).leaves[0].look


def with_tags(*, kind: str = "P", role: str = "", marked: str = "true") -> bytes:
    """A page whose text is one tag with an identifier, of a kind that may be explained by another."""
    return by_hand(
        [
            b"<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 6 0 R /MarkInfo << /Marked %s >> /Lang (de) >>"
            % marked.encode(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /StructParents 0"
            b" /Resources << /Font << /F1 5 0 R >> >> >>",
            stream(b"/%s << /MCID 0 >> BDC BT /F1 12 Tf 72 700 Td (Words) Tj ET EMC" % kind.encode()),
            HELVETICA.replace(b"/ToUnicode %d 0 R", b""),
            b"<< /Type /StructTreeRoot /K [7 0 R] /ParentTree << /Nums [0 [7 0 R]] >> /IDTree << /Names [(one) 7 0 R] >>"
            b" %s /ClassMap << /c << /O /Layout >> >> >>"
            % (f"/RoleMap << /{kind} /{role} >>".encode() if role else b""),
            b"<< /Type /StructElem /S /%s /P 6 0 R /Pg 3 0 R /K 0 /ID (one) /C /c /Alt (Said)"
            b" /A << /O /Table /Headers [(one)] >> >>" % kind.encode(),
        ]
    )


def test_tags_of_all_parts_are_one_tree() -> None:
    contents = [path.read_bytes() for path in FOREIGN if see(path.read_bytes()).leaves[0].tags]
    assert len(contents) == 3
    whole = see(joined(*contents, tagged=True))
    alone = [leaf.tags for content in contents for leaf in see(content).leaves]
    assert [below_the_part(leaf.tags) for leaf in whole.leaves] == alone
    assert [leaf.tags[0].kind for leaf in whole.leaves] == ["Document"] * len(alone)


def test_kinds_identifiers_and_classes_of_tags_are_told_apart() -> None:
    pdf = joined(
        with_tags(kind="Strong", role="Span"),
        with_tags(kind="Strong", role="H1"),
        with_tags(kind="Strong"),
        tagged=True,
    )
    kinds = [below_the_part(leaf.tags)[0].kind for leaf in see(pdf).leaves]
    assert kinds == ["Span", "H1", "Strong"]
    root: Any = read(pdf).trailer["/Root"]
    tree = root["/StructTreeRoot"]
    leaf = tree["/IDTree"]["/Kids"][0]["/Names"]
    assert [str(name) for name in leaf[::2]] == ["2.one", "3.one", "one"]
    for name, element in zip(leaf[::2], leaf[1::2], strict=True):
        assert str(element.get_object()["/ID"]) == str(element.get_object()["/A"]["/Headers"][0]) == str(name)
        assert element.get_object()["/C"] in tree["/ClassMap"]
    parts = tree["/K"][0]["/K"]
    assert [(str(part["/T"]), str(part["/Lang"])) for part in parts] == [("A", "de"), ("B", "de"), ("C", "de")]


def test_tags_are_kept_where_asked_for_and_leave_no_trace_elsewhere() -> None:
    whole = read(joined(with_tags(), with_tags(), tagged=True)).root_object
    assert ("/MarkInfo" in whole, "/StructTreeRoot" in whole) == (True, True)
    bare = read(joined(with_tags(), with_tags()))
    assert ("/MarkInfo" in bare.root_object, "/StructTreeRoot" in bare.root_object) == (False, False)
    assert "/StructParents" not in bare.pages[0]


@pytest.mark.parametrize(
    ("content", "tagged"),
    [(with_tags(), True), (with_tags(marked="false"), False), (part("Plain", page=b"/StructParents 0"), False)],
)
def test_a_part_is_tagged_that_says_so_and_is(content: bytes, *, tagged: bool) -> None:
    assert survey(content, "part.pdf", os.environ).tagged is tagged


def test_a_stream_that_cannot_be_unpacked_is_told() -> None:
    broken = page_of(b"", b"/XObject << /X 5 0 R >>", stream(b"x\x9cnothing of the kind", b"/Filter /FlateDecode"))
    with pytest.raises(DamagedError, match="object 5 cannot be unpacked"):
        joined(broken)


def test_a_survey_finds_what_is_left_and_what_is_refused() -> None:
    found = survey(
        part(
            "One",
            root=b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
            annotations=[
                b"/A << /S /Launch /F (a.exe) >>",
                b"/A << /S /GoToR /F (b.pdf) /D [0 /Fit] >>",
                b"/Dest (gone)",
            ],
            page=b"/AA << /O << /S /JavaScript /JS (1) >> >>",
        ),
        "one.pdf",
        os.environ,
    )
    assert [item.what for item in found.left] == [
        "JavaScript", "an action at opening", "a link that starts a program", "a link into another file",
        "a link that leads nowhere",
    ]  # fmt: skip
    assert found.refused == ()
    assert len(found.sight.leaves[0].links) == 3
