"""The gates: each limit of a rule holds a PDF that just keeps it, and refuses one that breaks it by a hair."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pytest

from cvtex.content.model import Datum
from cvtex.diagnostics import Span
from cvtex.document.model import Document
from cvtex.document.targets.limits import FileName, FontLimit, Limits, Sides, all_sides
from cvtex.document.targets.rule import Rule
from cvtex.verify.evidence import packed
from cvtex.verify.placement import texts
from cvtex.verify.readers import read_evidence
from cvtex.verify.witness import ALONE, Witness
from tests.samples import document, paragraph
from tests.verify.hairs import Words, examined, found, pdf

RULES = (
    Rule("NIH", "the guide", "2026-11-25", "secondary"),
    Rule("NIH", "NOT-OD-20-174", "2026-11-25", "primary", topics=("links",)),
)


def ruled(limits: Limits, *, files: tuple[str, ...] = (), name: str = "Ada Lovelace") -> Document:
    made = document(paragraph("Words that stand on no page."), name=name)
    return replace(made, limits=limits, rules=RULES, files=files)


def page(*items: Words | bytes, paper: tuple[float, float] = (612.0, 792.0)) -> bytes:
    return pdf(items, paper=paper)


def rectangle(x: float, y: float, width: float, height: float) -> bytes:
    return b"0 g %.3f %.3f %.3f %.3f re f" % (x, y, width, height)


@dataclass(frozen=True, slots=True)
class Hair:
    """A limit, what just holds it, and what breaks it by a hair."""

    name: str
    code: str
    limits: Limits
    holds: bytes
    breaks: bytes
    words: str
    witness: Witness = ALONE


ARIAL, TIMES = (FontLimit("Arial", 10.0),), (FontLimit("Times New Roman", 11.0),)
BOTH = (*ARIAL, *TIMES)
UNDER = Words(y=588.0)
HEIGHT = 792.0
# The ink of an H of Helvetica begins 0.077 sizes right of its origin.


def ink_left(x: float) -> Words:
    """A line whose ink begins x points from the left edge."""
    return Words("Hills", x=x - 0.077 * 11)


HAIRS = [
    Hair("size", "P012", Limits(size=11.0), page(Words()), page(Words(size=10.99)), "at least 11 pt"),
    Hair("one small word", "P012", Limits(size=11.0),
         page(Words(), Words("more", x=345)), page(Words(), Words("more", x=345, size=10.97)), "“more” is set at 10.97"),
    Hair("a superscript that counts", "P012", Limits(size=11.0, counts=("raised",)),
         page(Words(), Words("2", x=330, y=604, size=11.0)), page(Words(), Words("2", x=330, y=604, size=8.0)), "“2”"),
    Hair("typeface", "G001", Limits(fonts=TIMES), page(Words(font="Times-Roman")), page(Words()), "is set in Helvetica"),
    Hair("the size of a typeface", "G001", Limits(fonts=BOTH),
         page(Words(size=10.0), Words(y=560, font="Times-Roman", size=11.0)),
         page(Words(size=10.0), Words(y=560, font="Times-Roman", size=10.99)), "at least 11 pt of Times New Roman"),
    Hair("the least size of Arial", "G001", Limits(fonts=BOTH), page(Words(size=10.0)), page(Words(size=9.99)), "10 pt of Arial"),
    Hair("leading", "G002", Limits(leading=1.2), page(Words(), Words(y=600 - 13.2)), page(Words(), Words(y=600 - 13.16)), "at least 1.2"),
    Hair("lines an inch", "P014", Limits(lines=6.0), page(Words(), UNDER), page(Words(), Words(y=588.03)), "6.02 lines an inch"),
    Hair("left margin", "P002", Limits(margin=Sides(left=72.0)), page(ink_left(72.0)), page(ink_left(71.8)), "from the left edge"),
    Hair("a line drawn in the margin", "P002", Limits(margin=all_sides(54.0)),
         page(Words(), rectangle(54.0, 500, 100, 0.5)), page(Words(), rectangle(53.8, 500, 100, 0.5)), "“something drawn” stands 53.80 pt"),
    Hair("a line drawn in everybody's margin", "P002", Limits(),
         page(Words(), rectangle(36.0, 500, 100, 0.5)), page(Words(), rectangle(35.8, 500, 100, 0.5)), "35.8 pt from the edge"),
    Hair("top margin", "P002", Limits(margin=Sides(top=72.0)),
         page(Words(), rectangle(100, HEIGHT - 72 - 1, 50, 1)), page(Words(), rectangle(100, HEIGHT - 71.8 - 1, 50, 1)), "from the top edge"),
    Hair("bottom margin", "P002", Limits(margin=Sides(bottom=72.0)),
         page(Words(), rectangle(100, 72, 50, 1)), page(Words(), rectangle(100, 71.8, 50, 1)), "from the bottom edge"),
    Hair("right margin", "P002", Limits(margin=Sides(right=72.0)),
         page(Words(), rectangle(500, 300, 40, 1)), page(Words(), rectangle(500, 300, 40.2, 1)), "from the right edge"),
    Hair("sheet", "G003", Limits(paper=("letter",)), page(Words()), page(Words(), paper=(595.28, 841.89)), "NIH asks for letter"),
    Hair("a sheet that may be smaller", "G003", Limits(paper=("up to letter",)),
         page(Words(), paper=(500, 700)), page(Words(), paper=(612, 793.5)), "up to letter"),
    Hair("colour", "G006", Limits(colour="black"), page(Words()), page(Words(colour="0.15 g")), "has the colour 38, 38, 38"),
    Hair("black of ink alone", "G006", Limits(colour="black"), page(Words(colour="0 0 0 1 k")), page(Words(colour="0 0 0 .9 k")), "has the colour"),
    Hair("picture", "G008", Limits(without=("pictures",)), page(Words()),
         page(Words(), b"q 50 0 0 50 300 300 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"), "shows a picture"),
]  # fmt: skip


@pytest.mark.parametrize("hair", HAIRS, ids=lambda hair: hair.name)
def test_what_just_holds_passes_and_what_breaks_by_a_hair_does_not(hair: Hair) -> None:
    made = ruled(hair.limits)
    assert [item.message for item in found(hair.code, made, hair.holds, hair.witness)] == []
    assert examined(hair.code, made, hair.holds, hair.witness).number > 0
    messages = [item.message for item in found(hair.code, made, hair.breaks, hair.witness)]
    assert len(messages) == 1
    assert hair.words in messages[0]


def test_characters_an_inch_by_a_hair() -> None:
    """A line of a font whose characters are all 0.6 sizes wide, without room at its ends: 15 an inch at 8 pt."""
    text = "HHHHHHHHHH" * 4
    seen = page(Words(text, size=8.0, font="Courier"))
    (finding,) = found("P014", ruled(Limits(characters=15.0)), seen)
    number = float(finding.message.split(" has ")[1].split()[0])
    assert 15.0 < number < 15.3  # the ink of the last letter ends before its room does
    assert not found("P014", ruled(Limits(characters=number)), seen)
    assert found("P014", ruled(Limits(characters=number - 0.02)), seen)


def test_a_finding_names_its_source() -> None:
    (finding,) = found("P012", ruled(Limits(size=11.0)), page(Words(size=10.97)))
    assert "NIH asks for at least 11 pt" in finding.message
    assert finding.hint is not None
    assert "the guide, read 2026-11-25; a secondary source, look it up" in finding.hint


def test_a_limit_without_a_rule_is_the_targets_own() -> None:
    made = replace(ruled(Limits(size=11.0)), rules=())
    (finding,) = found("P012", made, page(Words(size=10.97)))
    assert "the target asks for at least 11 pt" in finding.message
    assert finding.hint == "set it larger with `size:`, or leave it out"


def test_raised_text_and_marks_are_exempt_where_the_rule_is_silent() -> None:
    seen = page(Words(), Words("2", x=330, y=604, size=7.0), Words("*", x=340, size=7.0))
    assert not found("P012", ruled(Limits(size=11.0)), seen)


@pytest.mark.parametrize("name", ["head", "foot"])
def test_head_and_foot_are_held_to_the_size_where_the_rule_counts_them(name: str) -> None:
    at = {"head": 740.0, "foot": 45.0}[name]
    sheets = [
        (Words("Item" * number), Words(y=500 - 20 * number), Words(f"Page {number} of 3", y=at, size=8))
        for number in (1, 2, 3)
    ]
    seen = pdf(*sheets)
    assert not found("P012", ruled(Limits(size=11.0)), seen)
    assert len(found("P012", ruled(Limits(size=11.0, counts=(name,))), seen)) == 3
    margin = Limits(margin=all_sides(72.0))
    assert len(found("P002", ruled(margin), seen)) == 3
    assert not found("P002", ruled(replace(margin, outside=(name,))), seen)


def test_ink_in_the_margin_beside_a_spared_head_is_found() -> None:
    made = ruled(Limits(margin=all_sides(72.0), outside=("head",)))
    sheets = [
        (Words("Item" * number), Words(y=480 - 20 * number), Words(f"Page {number}", y=740, size=8))
        for number in (1, 2, 3)
    ]
    assert not found("P002", made, pdf(*sheets))
    assert found("P002", made, pdf(*sheets[:2], (*sheets[2], rectangle(71.8, 300, 9, 9))))


def test_which_typefaces_count_is_told_where_all_is_well() -> None:
    told = examined("G001", ruled(Limits(fonts=BOTH)), page(Words(), Words(y=560, font="Times-Roman")))
    assert told.note == "Helvetica counts as Arial; Times counts as Times New Roman"
    (finding,) = found("G001", ruled(Limits(fonts=TIMES)), page(Words()))
    assert (
        "Times New Roman (as which Times, TeX Gyre Termes, Liberation Serif, Tinos, Nimbus Roman count)"
        in finding.message
    )


def test_bytes_by_one() -> None:
    whole = page(Words())
    made = ruled(Limits(bytes=len(whole)))
    assert not found("G004", made, whole)
    (finding,) = found("G004", ruled(Limits(bytes=len(whole) - 1)), whole)
    assert f"the file has {len(whole):,} bytes" in finding.message


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("A" * 11 + ".pdf", ""),
        ("A" * 12 + ".pdf", "has 16 characters: NIH asks for no more than 15"),
        ("Ada_Love-1.pdf", ""),
        ("Ada Love.pdf", "holds a space"),
        ("Adá.pdf", "holds `á`"),
        ("A.B.pdf", "holds `.`"),
    ],
)
def test_names_of_files(name: str, words: str) -> None:
    made = ruled(Limits(filename=FileName(15, "_-")))
    messages = [item.message for item in found("G004", made, page(Words()), Witness(file_name=name))]
    assert [words in message for message in messages] == ([True] if words else [])


@pytest.mark.parametrize(
    ("name", "fair"), [("Ada Love.pdf", True), ("Ada  Love.pdf", False), (" Ada.pdf", False), ("Ada .pdf", False)]
)
def test_spaces_in_names_of_files(name: str, fair: bool) -> None:
    messages = found("G004", ruled(Limits(filename=FileName(15, "_- "))), page(Words()), Witness(file_name=name))
    assert (messages == []) is fair


def test_a_file_that_must_bear_another_name() -> None:
    made = ruled(Limits(), files=("CV_Lovelace.pdf", "dfg.pdf"))
    for name in made.files:
        assert not found("G004", made, page(Words()), Witness(file_name=name))
    (finding,) = found("G004", made, page(Words()), Witness(file_name="cv.pdf"))
    assert "called `cv.pdf`: NIH asks for `CV_Lovelace.pdf`" in finding.message


NAME = Words("Ada Lovelace", x=480, y=750, size=9)


def sheets(*heads: Sequence[Words], feet: Callable[[int], str] | None = None) -> bytes:
    made = []
    for number, head in enumerate(heads, 1):
        foot = [Words(feet(number), y=45, size=8)] if feet else []
        made.append((*head, Words(f"Item {'abcdef'[number]}"), Words(y=500 - 17 * number), *foot))
    return pdf(*made)


def test_the_name_at_the_top_right_of_each_page() -> None:
    made = ruled(Limits(having=("name",)))
    assert not found("G005", made, sheets([NAME], [NAME], [NAME]))
    assert not found("G005", made, sheets([NAME]))
    (finding,) = found("G005", made, sheets([NAME], [replace(NAME, x=100.0)], [NAME]))
    assert "does not stand at the top right" in finding.message
    assert finding.page == 2
    assert len(found("G005", made, sheets([NAME], [], []))) == 2
    assert found("G005", made, sheets([replace(NAME, y=650.0)]))


def test_pages_that_are_numbered() -> None:
    made = ruled(Limits(having=("numbers",)))
    assert not found("G005", made, sheets([], [], [], feet=lambda number: f"{number} / 3"))
    wrong = found("G005", made, sheets([], [], [], feet=lambda number: f"{min(number, 2)} of pages"))
    assert [item.page for item in wrong] == [3]
    assert not found("G005", made, sheets([]))


def test_heads_and_feet_that_are_forbidden() -> None:
    made = ruled(Limits(without=("head", "foot")))
    assert not found("G005", made, sheets([], [], []))
    assert [item.page for item in found("G005", made, sheets([], [], [], feet=lambda number: f"{number} / 3"))] == [
        1,
        2,
        3,
    ]
    assert len(found("G005", made, sheets([NAME], [NAME], [NAME]))) == 3


def test_an_encrypted_file_is_refused_by_name() -> None:
    import io

    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(page(Words())))
    writer.encrypt("", "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    made = ruled(Limits(without=("encryption",)))
    assert not found("G004", made, page(Words()))
    (finding,) = found("G004", made, out.getvalue())
    assert "is encrypted: NIH asks for none" in finding.message


def linked(address: str, words: str) -> bytes:
    """A page with a link over its words."""
    annotation = (
        b"<< /Type /Annot /Subtype /Link /Rect [95 590 320 615] /Border [0 0 0]"
        b" /A << /S /URI /URI (%s) >> >>" % address.encode()
    )
    return pdf([Words(words)], notes=annotation)


@pytest.mark.parametrize(
    ("address", "words", "fair"),
    [
        ("https://example.org/~ada", "https://example.org/~ada", True),
        ("https://example.org/~ada", "example.org/~ada", True),
        ("https://example.org/", "example.org", True),
        ("mailto:ada@example.org", "ada@example.org", True),
        ("https://example.org/~ada", "my page", False),
        ("https://example.org/~ada", "example.org", False),
        ("https://example.org/~ada", "example.org/~adb", False),
    ],
)
def test_links_that_show_their_address(address: str, words: str, fair: bool) -> None:
    seen = linked(address, words)
    assert (found("G007", ruled(Limits(links="shown")), seen) == []) is fair
    (finding,) = found("G007", ruled(Limits(links="none")), seen)
    assert f"has a link to `{address}`: NIH asks for none" in finding.message
    assert "NOT-OD-20-174, read 2026-11-25; the rule's own text" in (finding.hint or "")


def test_bookmarks_that_are_forbidden() -> None:
    made = ruled(Limits(without=("bookmarks",)))
    assert not found("G007", made, page(Words()))
    marks = (
        b"/Outlines << /Type /Outlines /First << /Title (Work) /Parent 1 0 R >> /Last << /Title (Work) >> /Count 1 >>"
    )
    assert found("G007", made, pdf([Words()], more=marks))


def test_small_lines_among_large_ones_are_lines_too() -> None:
    large = [Words(f"Large words in line {'xyz'[n % 3] * n}", y=700 - 15.6 * n, size=13) for n in range(12)]
    small = [Words(f"Small words in line {'abc'[n % 3] * n}", y=480 - 9 * n, size=10) for n in range(8)]
    raised = [Words("2", x=500, y=704 - 15.6 * n, size=7) for n in range(12)]
    limits = ruled(Limits(lines=6.0))
    assert not found("P014", limits, page(*large, *raised))
    assert len(found("P014", limits, page(*large, *raised, *small))) == 7


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("A. Byron et al., “Engine,”", "“et al.”"),
        ("A. Byron et  al, Engine", "“et al”"),
        ("A. Byron, Metal Engines", ""),
        ("A. Byron and C. Babbage, “Engine …,”", ""),
    ],
)
def test_lists_of_authors_that_are_cut_short(words: str, told: str) -> None:
    messages = [item.message for item in found("G009", ruled(Limits(without=("et al.",))), page(Words(words)))]
    assert [told in message for message in messages] == ([True] if told else [])


@pytest.mark.parametrize(("authors", "number"), [("A. Byron", 0), ("A. Byron et al.", 1)])
def test_a_title_with_et_al_in_it_cuts_no_list_short(authors: str, number: int) -> None:
    title = Datum("field title", "one", "A reply to Smith et al. on engines", Span("own.bib"), shown=True)
    made = replace(ruled(Limits(without=("et al.",))), account=(title,))
    seen = page(Words(f"{authors}, “A Reply to Smith et  al. on Engines,”"))
    assert len(found("G009", made, seen)) == number


def test_what_is_derived_for_a_document_is_no_others() -> None:
    seen = read_evidence(page(Words("Words of one"), Words("Words of two", y=580)))
    for number in range(50):  # each may come to lie where the one before lay
        wanted = f"Words of {number}"
        assert [text for _, text in texts(document(paragraph(wanted), name="Ada"), seen)][-1] == packed(wanted)
