"""Mutations of a PDF's bytes: cut, flipped, zeroed, and what mail and web servers do to them."""

import re
from random import Random

from tests.campaign.mutation import Change, Good, kind


@kind("pdf-truncated")
def truncated(good: Good, chance: Random) -> Change | None:
    kept = chance.randrange(1, len(good.pdf) - 8)
    return Change(f"only {kept} of {len(good.pdf)} bytes are left", good.pdf[:kept])


@kind("pdf-bit-flipped")
def bit_flipped(good: Good, chance: Random) -> Change | None:
    place, bit = chance.randrange(len(good.pdf)), chance.randrange(8)
    flipped = bytes((good.pdf[place] ^ 1 << bit,))
    return Change(f"bit {bit} of byte {place} was flipped", good.pdf[:place] + flipped + good.pdf[place + 1 :])


@kind("pdf-bytes-zeroed")
def zeroed(good: Good, chance: Random) -> Change | None:
    length = chance.choice((1, 16, 256, 4096))
    place = chance.randrange(len(good.pdf) - length)
    content = good.pdf[:place] + bytes(length) + good.pdf[place + length :]
    return Change(f"{length} bytes from {place} on are zero", content)


@kind("pdf-bytes-dropped")
def dropped(good: Good, chance: Random) -> Change | None:
    length = chance.choice((1, 7, 100, 2000))
    place = chance.randrange(20, len(good.pdf) - length)
    return Change(f"{length} bytes from {place} on were dropped", good.pdf[:place] + good.pdf[place + length :])


@kind("pdf-table-misplaced")
def misplaced(good: Good, chance: Random) -> Change | None:
    at = re.search(rb"startxref\s+(\d+)", good.pdf)
    assert at, "a PDF has a startxref"
    new = str(chance.randrange(len(good.pdf))).encode()
    return Change(f"startxref says {new.decode()}", good.pdf[: at.start(1)] + new + good.pdf[at.end(1) :])


@kind("pdf-line-ends-changed", once=True)
def line_ends(good: Good, chance: Random) -> Change | None:
    del chance
    return Change("each line end became two characters, as in a text", good.pdf.replace(b"\n", b"\r\n"))


@kind("pdf-words-before", once=True)
def words_before(good: Good, chance: Random) -> Change | None:
    del chance
    return Change("it begins with a web server's words", b"HTTP/1.1 200 OK\r\n\r\n" + good.pdf)


@kind("pdf-words-after", once=True)
def words_after(good: Good, chance: Random) -> Change | None:
    del chance
    return Change("words follow its end", good.pdf + b"\n<html>not found</html>\n")
