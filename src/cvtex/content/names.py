"""Names of people: read from BibTeX, and compared as one person's."""

import re
import unicodedata
from functools import lru_cache

from cvtex.content.latex import read_latex
from cvtex.content.markup import plain
from cvtex.diagnostics import Span
from cvtex.patterns import regex
from cvtex.values import dataclass, field

_MANY_NAMES = 4096  # a list of publications has the same names again and again
_BIBLATEX = regex(r"^\s*(?:family|given|prefix|suffix|useprefix|id)\s*=", re.IGNORECASE)
_BRACED = regex(r"\\.|\{[^{}]*\}")
_SUFFIX = regex(
    r"[{\s]*(?:jr|sr|junior|senior|jnr|snr|filho|neto|[ivx]+|\d+(?:st|nd|rd|th)|esq|ph\.? ?d|m\.? ?d|d\.?sc|dr|frs|cbe)\b",
    re.IGNORECASE,
)
_WORD = r"[A-Z](?:[a-z]+(?:-[A-Z][a-z]+)*|\.)"
_FULL = r"[A-Z][a-z]+(?:-[A-Z][a-z]+)*"
_CAPITALIZED = regex(rf"(?:{_WORD} )+{_FULL}|{_FULL}(?: {_FULL})*, {_WORD}(?: {_WORD})*")
_PAIR = regex(r"([a-z-]+)\s*=\s*(\"[^\"]*\"|\{[^{}]*\}|[^,]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Author:
    """One person (or body: family only) of an author list, with the roles the entry gives them."""

    family: str
    given: str = ""
    prefix: str = ""
    suffix: str = ""
    roles: frozenset[str] = field(default=frozenset())
    span: Span = field(default=Span(""))

    @property
    def display(self) -> str:
        """Given name first: `Jan van der Berg`, `Martin Luther King Jr.`."""
        return " ".join(part for part in (self.given, self.prefix, self.family, self.suffix) if part)


class UnreadableNameError(ValueError):
    """Names that BibTeX itself could not read, or not as people; `problems` says why, name by name."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def parse_names(raw: str) -> tuple[list[Author], bool]:
    """The authors of a BibTeX field, and whether `and others` ends it. Raises UnreadableNameError with every bad name."""
    from bibtexparser.middlewares.names import split_multiple_persons_names

    authors: list[Author] = []
    problems: list[str] = []
    et_al = False
    for name in split_multiple_persons_names(raw):
        if name.strip().casefold() in ("others", "et al.", "et al"):
            et_al = True
        elif name.strip():
            try:
                authors.append(parse_name(" ".join(name.split()).rstrip(", ") or name))
            except UnreadableNameError as error:
                problems.extend(error.problems)
    if problems:
        raise UnreadableNameError(*problems)
    return authors, et_al


def parse_name(name: str) -> Author:
    """One name in any of BibTeX's three forms or biblatex's `family=…, given=…`."""
    if _BIBLATEX.match(name):
        parts = {key.casefold(): value.strip('"{} ') for key, value in _PAIR.findall(name)}
        family, given, prefix, suffix = (_text(parts.get(key, "")) for key in ("family", "given", "prefix", "suffix"))
        if not family:
            raise UnreadableNameError(f"`{name}` has no family name")
        return Author(family, given, prefix, suffix)
    if _CAPITALIZED.fullmatch(name):  # as most names are; there is nothing to ask a library, which takes long to load
        family, comma, given = name.partition(", ")
        return Author(family, given) if comma else Author(name[name.rindex(" ") + 1 :], name[: name.rindex(" ")])
    from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

    try:
        split = parse_single_name_into_parts(name, strict=True)
    except InvalidNameError as error:
        reason = error.reason.rstrip(".")
        raise UnreadableNameError(f"`{name}`: {reason[:1].lower()}{reason[1:]}") from error
    if ";" in _BRACED.sub("", name):
        raise UnreadableNameError(f"`{name}` holds a semicolon")
    if split.jr and not _SUFFIX.match(" ".join(split.jr)):
        raise UnreadableNameError(f"`{name}` has two commas, but no `Jr` between them")
    family, given, prefix, suffix = (_text(" ".join(words)) for words in (split.last, split.first, split.von, split.jr))
    if not family:
        raise UnreadableNameError(f"`{name}` has no family name")
    return Author(family, given, prefix, suffix)


def _text(latex: str) -> str:
    return " ".join(plain(read_latex(latex).runs).split())


# Letters that Unicode does not take apart, and the apostrophe that markup made of a straight one.
_UNDECOMPOSED = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "’": "'"}
)


@lru_cache(_MANY_NAMES)
def fold(name: str) -> str:
    """A name without case, accents, full stops and order marks, for comparison."""
    decomposed = unicodedata.normalize("NFKD", name.casefold().translate(_UNDECOMPOSED))
    letters = decomposed
    if not letters.isascii():
        letters = "".join(
            character
            for character in decomposed
            if not unicodedata.combining(character) and unicodedata.category(character) != "Cf"
        )
    if "," in letters:
        family, _, given = letters.partition(",")
        letters = f"{given} {family}"
    return " ".join(re.sub(r"[.\u2010-\u2015-]", " ", letters).casefold().split())
