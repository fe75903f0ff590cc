"""Font programs that have been given a space, kept for the next build: to encipher and pack one anew takes ten milliseconds."""

import os
import zlib
from collections.abc import Callable, Mapping

from cvtex.cache import place
from cvtex.typeset.eexec import with_space
from cvtex.values import dataclass, replace

ROOM = "fonts"
_MADE = b"2"
"""What is made here: another number where it is another thing of the same program."""
_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Program:
    """A Type 1 font program as it stands in a PDF, with the lengths of its clear and its enciphered part (ISO 32000-1, table 127)."""

    data: bytes
    packed: bool
    clear: int
    private: int


Spacing = Callable[[Program], Program | None]
"""What gives a space to a font program; None where it cannot."""


def with_own_space(program: Program) -> Program | None:
    """The program with a glyph `space` in its enciphered part; None where `with_space` makes none."""
    data = zlib.decompress(program.data) if program.packed else program.data
    end = program.clear + program.private
    private = with_space(data[program.clear : end])
    if not private:
        return None
    whole = data[: program.clear] + private + data[end:]
    return replace(program, data=zlib.compress(whole) if program.packed else whole, private=len(private))


def spacing(environment: Mapping[str, str]) -> Spacing:
    """`with_own_space`, which need not work for what it has made before; what was kept is not trusted without its sum."""

    def spaced(program: Program) -> Program | None:
        room = place.room(environment, ROOM)
        known = f"{zlib.ZLIB_RUNTIME_VERSION} {program.packed} {program.clear} {program.private}"
        path = os.path.join(room, place.digest(_MADE, known.encode(), program.data))
        kept = place.sealed(path) if room else b""
        if kept:
            place.used(path)
            return replace(program, data=kept[_LENGTH:], private=int.from_bytes(kept[:_LENGTH], "big"))
        made = with_own_space(program)
        if made and room:
            content = made.private.to_bytes(_LENGTH, "big") + made.data
            if place.write(path, place.seal(path, content) + content):
                place.trim(environment)
        return made

    return spaced
