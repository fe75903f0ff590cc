"""pypdf without `cryptography`, which it would load where that is installed.

A file that needs it is refused in any case, on every machine with the same words, and to load it takes a third of the
time that pypdf takes.
"""

import sys

_CIPHERS = "cryptography"

_kept = sys.modules.get(_CIPHERS)
sys.modules[_CIPHERS] = None  # type: ignore[assignment]  # what is None cannot be imported (the import system, 5.3.1)
try:
    import pypdf
finally:
    if _kept is None:
        del sys.modules[_CIPHERS]
    else:
        sys.modules[_CIPHERS] = _kept

__all__ = ["pypdf"]
