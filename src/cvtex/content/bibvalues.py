"""The values of a .bib file's fields: braces, quotation marks, `#` and the names that @string defines."""

import re
from collections.abc import Iterable, Mapping

from cvtex.patterns import regex
from cvtex.values import dataclass

MAX_VALUE = 20_000
MAX_NAMES = 200_000

_DELIMITER = regex(r'(?<!\\)[{}"]')
_BARE = regex(r'[^\s#"{}=,]+')
_SPACE = regex(r"\s*")
_FIELD = regex(r"(?:^|,)\s*([A-Za-z][\w+:-]*)\s*=\s*[{\"]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Value:
    """A field's text; `undefined` names are no @string's, `rest` follows the value although no comma ended it."""

    text: str
    undefined: tuple[str, ...] = ()
    rest: str = ""


def read_value(source: str, strings: Mapping[str, str]) -> Value:
    """A value without its delimiters, `#` joined and @string names replaced."""
    pieces: list[str] = []
    undefined: list[str] = []
    position = _after_space(source, 0)
    while position < len(source):
        end = _end_of_piece(source, position)
        if end is None:
            return Value(source.strip('{}" '))
        piece = source[position:end]
        if piece[:1] in ("{", '"'):
            pieces.append(piece[1:-1])
        elif piece.isdigit() or piece.casefold() in strings:
            pieces.append(strings.get(piece.casefold(), piece))
        else:
            pieces.append(piece)
            undefined += [piece] if piece else []
        position = _after_space(source, end)
        if position < len(source) and (source[position] != "#" or not piece):
            return Value("".join(pieces), tuple(undefined), source[position:])
        position = _after_space(source, position + 1)
    return Value("".join(pieces), tuple(undefined))


def read_strings(definitions: Iterable[tuple[str, str]], known: Mapping[str, str]) -> dict[str, str]:
    """What each @string means, each one able to use those before it; `known` ones come first."""
    strings = dict(known)
    for name, source in definitions:
        strings[name.casefold()] = read_value(source, strings).text[:MAX_VALUE]
    return strings


def unclosed_field(entry: str) -> tuple[str, int] | None:
    """The field of a broken entry whose brace or quotation mark stays open, and where in the entry it begins."""
    fields = list(_FIELD.finditer(entry))
    ends = [*(following.start() for following in fields[1:]), len(entry)]
    for field, end in zip(fields, ends, strict=False):
        start = field.end() - 1
        if _end_of_piece(entry[start:end], 0) is None:
            return field[1], field.start(1)
    return None


def _end_of_piece(source: str, position: int) -> int | None:
    """Where the piece that begins at `position` ends; None where it never does."""
    opening = source[position]
    if opening not in '{"':
        match = _BARE.match(source, position)
        return match.end() if match else position
    depth = 0
    for match in _DELIMITER.finditer(source, position + (opening == '"')):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0 and match[0] == ("}" if opening == "{" else '"'):
            return match.end()
    return None


def _after_space(source: str, position: int) -> int:
    match = _SPACE.match(source, position)
    return match.end() if match else position
