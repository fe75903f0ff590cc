"""Patterns that are compiled when they are used: they do what those of `re` do."""

import re

from hypothesis import given
from hypothesis import strategies as st

from cvtex.patterns import regex


@given(st.text("ab1 ", max_size=20))
def test_they_find_what_is_found_otherwise(text: str) -> None:
    lazy, usual = (
        regex(r"(?P<word>[a-z]+)\s*(\d)?", re.IGNORECASE),
        re.compile(r"(?P<word>[a-z]+)\s*(\d)?", re.IGNORECASE),
    )
    assert [match.groupdict() for match in lazy.finditer(text)] == [match.groupdict() for match in usual.finditer(text)]
    assert lazy.sub("<\\g<word>>", text) == usual.sub("<\\g<word>>", text)
    assert lazy.split(text) == usual.split(text)
    assert (lazy.pattern, lazy.flags, lazy.groups) == (usual.pattern, usual.flags, usual.groups)


def test_they_read_bytes_too() -> None:
    assert regex(rb"(\d+) 0 obj").findall(b"12 0 obj 3 0 obj") == [b"12", b"3"]
