"""The end of a PDF, by which one that was sent or saved in part is known."""

from cvtex.patterns import regex

_OBJECT = regex(rb"\b\d+\s+\d+\s+obj\b")


def cut_off(pdf: bytes) -> bool:
    """Whether the last lines of a file are missing (ISO 32000-1, 7.5.5: startxref, a number, %%EOF).

    What follows the end is no fault, unless it is the beginning of a further revision.
    """
    end = pdf.rfind(b"%%EOF")
    if end < 0 or pdf.rfind(b"startxref", 0, end) < 0:
        return True
    return bool(_OBJECT.search(pdf, end))
