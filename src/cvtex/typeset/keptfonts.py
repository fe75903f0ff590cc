"""Font programs that have been given a space, kept for the next build: to encipher one anew takes ten milliseconds."""

import os
from collections.abc import Callable, Mapping

from cvtex.cache import place
from cvtex.typeset.eexec import with_space

ROOM = "fonts"
Spacing = Callable[[bytes], bytes | None]
"""What gives a space to the enciphered part of a font program; None where it cannot."""
_MADE = b"1"
"""What `eexec` makes: another number where it makes another thing of the same program."""


def spacing(environment: Mapping[str, str]) -> Spacing:
    """`with_space`, which need not work for what it has made before; what was kept is not trusted without its sum."""

    def spaced(private: bytes) -> bytes | None:
        room = place.room(environment, ROOM)
        path = os.path.join(room, place.digest(_MADE, private))
        kept = place.sealed(path) if room else b""
        if kept:
            place.used(path)
            return kept
        made = with_space(private)
        if made and room and place.write(path, place.seal(path, made) + made):
            place.trim(environment)
        return made

    return spaced
