"""PyYAML, its own expressions compiled when they are used.

One of them, of the characters that its reader in Python refuses, takes half of the time that PyYAML takes to load, and the reader
in C has no need of it.
"""

import re

from cvtex.patterns import regex

_compile = re.compile
re.compile = regex  # type: ignore[assignment]
try:
    import yaml
finally:
    re.compile = _compile

__all__ = ["yaml"]
