"""Words that a line's end parts: whole again where the hyphen is one of hyphenation.

pdfium and poppler join such words by themselves; pypdf gives the hyphen and the line's end. Neither can know whether the
hyphen belongs to the word, as in `Teil- und Vollzeit`. The document does.
"""

from itertools import compress

from cvtex.document.model import Document, facts
from cvtex.verify.evidence import Stream, packed

_REACH = 24  # characters on each side, enough to tell a word from others
_JOINED = "\u0002\ufffe"


def whole_words(document: Document, stream: Stream, texts: list[str]) -> Stream:
    """A stream without the hyphens that hyphenation put at the end of lines; `texts` are the pages it was made of.

    It is as it was where the document parts no words, and where a hyphen is one that was typed.
    """
    if not document.patterns or "-" not in stream.text:
        return stream
    said = "\n".join(packed(fact.text) for fact in facts(document))
    soft = {index for index in _at_line_ends(stream, texts) if _is_soft(stream, index, said)}
    if not soft:
        return stream
    kept = [index not in soft for index in range(len(stream.text))]
    gaps = ["" if index - 1 in soft else gap for index, gap in enumerate(stream.gaps)]
    text = "".join(compress(stream.text, kept))
    return Stream(text, tuple(compress(gaps, kept)), tuple(compress(stream.places, kept)))


def _at_line_ends(stream: Stream, texts: list[str]) -> list[int]:
    """The hyphens that a line ends with: a line end follows, or the reader has joined the lines itself."""
    ends = []
    for index, character in enumerate(stream.text[:-1]):
        if character == "-" and index:
            page, place = stream.places[index]
            if stream.gaps[index + 1] == "\n" or texts[page - 1][place] in _JOINED:
                ends.append(index)
    return ends


def _is_soft(stream: Stream, index: int, said: str) -> bool:
    """Whether the document has the two parts of a word side by side, and not with a hyphen between them."""
    start, end = index, index + 2
    while start > 1 and index - start < _REACH and not (start < index and stream.gaps[start]):
        start -= 1
    while end < len(stream.text) and end - index < _REACH and not stream.gaps[end] and stream.text[end] != "-":
        end += 1
    left, right = stream.text[start:index], stream.text[index + 1 : end]
    return f"{left}{right}" in said and f"{left}-{right}" not in said
