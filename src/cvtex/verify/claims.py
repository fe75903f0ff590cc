"""What a claim of PDF/A and PDF/UA rests on: the checks that must find nothing."""

from cvtex.document.model import Document

CLAIMED = frozenset(
    (
        "A001",
        "A002",
        "A003",
        "A004",
        "A005",
        "A006",
        "A007",
        "A008",
        "F001",
        "F002",
        "M003",
        "M005",
        "M006",
        "M010",
        "T001",
        "X012",
    )
)
"""The checks that a claim of archives and access rests on: a target may weigh them otherwise, and then there is none."""


def weakened(document: Document) -> bool:
    """Whether the target lets pass what a claim rests on."""
    return any(code in CLAIMED and level != "error" for code, level in document.severities)
