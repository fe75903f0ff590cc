"""Parts made for the tests: PDFs written by hand, with bookmarks, links, names and whatever else a part may hold."""

from collections.abc import Sequence

from tests.verify.pdfs import HELVETICA, by_hand, stream

LETTER, A4 = (612, 792), (595, 842)
ADDRESS = b"https://example.org/a_(b)?c=d"


def part(
    words: str,
    *,
    pages: int = 2,
    size: tuple[int, int] = LETTER,
    title: str = "",
    names: Sequence[bytes] = (b"pub.C001",),
    root: bytes = b"",
    page: bytes = b"",
    annotations: Sequence[bytes] = (),
    rotate: int = 0,
) -> bytes:
    """A part whose pages say `words` and their number.

    Its first page has a link to an address, one to each named place, which are on its last page, and one to its last page
    itself; it has a bookmark for each page, the second below the first. `root`, `page` and `annotations` are added to the
    catalogue, to each page and to the first page.
    """
    first = 10
    sheets = [first + 2 * index for index in range(pages)]
    last = sheets[-1]
    links = [b"/A << /S /URI /URI (%s) >>" % ADDRESS.replace(b"(", b"\\(").replace(b")", b"\\)")]
    links += [b"/A << /S /GoTo /D (%s) >>" % name for name in names]
    links += [b"/Dest [%d 0 R /XYZ 10 20 0]" % last, *annotations]
    marks = [
        b"<< /Title (Page %d) /Parent %d 0 R /Dest [%d 0 R /Fit] %s >>"
        % (1, 5, sheets[0], b"/First 9 0 R /Last 9 0 R /Count 1" if pages > 1 else b""),
        b"<< /Title (Page 2) /Parent 8 0 R /A << /S /GoTo /D [%d 0 R /FitH 300] >> /C [1 0 0] /F 2 >>" % sheets[-1],
    ]
    named = b" ".join(b"(%s) [%d 0 R /XYZ 72 %d 0]" % (name, last, 700 - index) for index, name in enumerate(names))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Names << /Dests 3 0 R %s >> /Outlines 5 0 R %s >>"
        % (b"/JavaScript << >>" if b"JS" in root else b"", root),
        b"<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 %d %d] >>"
        % (b" ".join(b"%d 0 R" % sheet for sheet in sheets), pages, *size),
        b"<< /Names [%s] >>" % named,
        HELVETICA % 7,
        b"<< /Type /Outlines /First 8 0 R /Last 8 0 R /Count 2 >>",
        b"<< /Title (%s) /Author (Ada Example) /Producer (/home/ada/bin/tool) /CreationDate (D:20200101) >>"
        % title.encode("latin-1"),
        stream(b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap endcmap end end"),
        *marks,
    ]
    for index in range(pages):
        shown = f"BT /F1 12 Tf 72 700 Td ({words} {index + 1}) Tj ET".encode("latin-1")
        boxes = [
            b"<< /Type /Annot /Subtype /Link /Rect [72 %d 172 %d] /Border [0 0 1] %s >>"
            % (100 + 20 * at, 112 + 20 * at, link)
            if not link.startswith(b"<<")
            else link
            for at, link in enumerate(links if not index else [])
        ]
        objects += [
            b"<< /Type /Page /Parent 2 0 R /Rotate %d /Contents %d 0 R /Resources << /Font << /F1 4 0 R >> >> /Annots [%s] %s >>"
            % (rotate, first + 2 * index + 1, b" ".join(boxes), page),
            stream(shown),
        ]
    return by_hand(objects, b"/Info 6 0 R")
