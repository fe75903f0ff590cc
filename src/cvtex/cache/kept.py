"""Values kept for the next command: what takes long to find out and follows from its key alone.

What is kept is of our own making and private; still it is not trusted without its sum, and nothing but values of cvtex is
made of it.
"""

import io
import os
import pickle
import zlib
from collections.abc import Mapping
from functools import cache

from cvtex.cache import facts, place

_QUICKLY = 1
_OTHERS = frozenset({("datetime", "date"), ("pathlib", "PosixPath"), ("pathlib._local", "PosixPath")})
_ROOMS = ("cvtex.content.", "cvtex.diagnostics", "cvtex.document.", "cvtex.drafts", "cvtex.typeset.", "cvtex.verify.")
_VALUE = "__dataclass_fields__"


class Kept:
    """The values of one kind: each by a key, for this very cvtex, Python and packages."""

    def __init__(self, environment: Mapping[str, str], kind: str) -> None:
        self._environment = environment
        self._room = place.room(environment, kind)
        self._code = _this_cvtex() if self._room else b""

    def get(self, key: bytes) -> object | None:
        """What is kept under a key; None where there is nothing, or nothing whole."""
        packed = place.sealed(self._path(key)) if self._room else b""
        if not packed:
            return None
        try:
            value: object = _Reader(io.BytesIO(zlib.decompress(packed))).load()
        except Exception:  # of any kind, where somebody else has written it
            return None
        place.used(self._path(key))
        return value

    def put(self, values: Mapping[bytes, object], *, last: bool = True) -> None:
        """Keep values by their keys; where there is no room for them they are forgotten.

        Whoever puts more soon, and that is not the `last`, need not look through the cache each time for what is too much.
        """
        for key, value in values.items() if self._room else ():
            try:
                packed = zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), _QUICKLY)
            except (pickle.PicklingError, RecursionError):  # too deep to be kept
                continue
            path = self._path(key)
            if not place.write(path, place.seal(path, packed) + packed):
                return
        if values and self._room and last:
            place.trim(self._environment)

    def _path(self, key: bytes) -> str:
        return os.path.join(self._room, place.digest(self._code, key))


@cache
def _this_cvtex() -> bytes:
    """What stands for cvtex, Python and the packages as they are."""
    return str(facts.fact("code", "")[2]).encode()


class _Reader(pickle.Unpickler):
    """Makes values of cvtex and of the standard library's plainest kinds, and calls nothing else.

    What a module of cvtex has from elsewhere is none of its values, nor is a class that is none of values.
    """

    def find_class(self, module: str, name: str) -> object:
        ours = module.startswith(_ROOMS) and "." not in name
        found = super().find_class(module, name) if ours or (module, name) in _OTHERS else None
        if not isinstance(found, type) or (ours and (found.__module__ != module or _VALUE not in vars(found))):
            raise pickle.UnpicklingError(f"{module}.{name} is no value")
        return found
