"""A .bib file as publications: BibTeX and biblatex dialects, every field with its place."""

import logging
import re
from collections.abc import Iterator, Mapping

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    ImplicitComment,
    ParsingFailedBlock,
)
from bibtexparser.model import Entry as BibEntry

from cvtex.content.bibfields import FIELD_ALIASES, MONTHS_BY_MACRO, PRINTED, TYPE_ALIASES, VERBATIM
from cvtex.content.dates import DateError, Dates, month_number, parse_date
from cvtex.content.latex import read_latex
from cvtex.content.markup import Run
from cvtex.content.model import Publication, Text
from cvtex.content.names import Author, NameError_, parse_names
from cvtex.content.source import Source
from cvtex.diagnostics import Findings, Span

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # its findings come back as blocks, and are told as ours

_PIECE = re.compile(
    r'\s*(?:"((?:[^"{}]|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})*)"|\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}|([^\s#"{}]+))\s*(?:#|$)'
)
_LOST_ENTRY = re.compile(r"^\s*@\w+", re.MULTILINE)
_ANNOTATION = re.compile(r"\s*(\d+)\s*=\s*([^;]*)")
_UNCERTAIN = re.compile(r"[?~%]")


def read_bibliography(source: Source, findings: Findings) -> tuple[Publication, ...]:
    """The publications of one file in its order; what cannot be read is told and left out."""
    library = parse_string(source.text, parse_stack=[])
    strings = {key.casefold(): block.value for key, block in library.strings_dict.items()}
    strings = {**MONTHS_BY_MACRO, **{key: _resolve(value, strings) for key, value in strings.items()}}
    publications = []
    for block in library.blocks:
        entry = _sound_entry(block, source, findings)
        if entry is not None:
            reader = _EntryReader(source, entry, strings, findings)
            publications.append(reader.publication())
    return tuple(publication for publication in publications if publication is not None)


def _sound_entry(block: Block, source: Source, findings: Findings) -> BibEntry | None:
    span = source.span((block.start_line or 0) + 1, 1)
    if isinstance(block, BibEntry):
        return block
    if isinstance(block, DuplicateFieldKeyBlock):
        entry = block.ignore_error_block
        if isinstance(entry, BibEntry):
            for key in sorted(block.duplicate_keys):
                line = [item.start_line for item in entry.fields if item.key == key][-1] or 0
                findings.warning(
                    "B003",
                    f"the field `{key}` is given twice in `{entry.key}`",
                    source.span(line + 1, _column(source, line, key)),
                    "the first one counts: remove the other",
                )
            return entry
    elif isinstance(block, DuplicateBlockKeyBlock):
        first = (block.previous_block.start_line or 0) + 1
        findings.error(
            "B002",
            f"the key `{block.key}` is used twice",
            span,
            f"the first entry of that key is in line {first}: give one of them another key, or remove it",
        )
    elif isinstance(block, ParsingFailedBlock):
        reason = getattr(block.error, "abort_reason", "") or str(block.error)
        findings.error(
            "B001",
            f"this entry cannot be read: {_in_words(reason)}",
            span,
            "check its braces, quotation marks and commas",
        )
    elif isinstance(block, ImplicitComment):
        for match in _LOST_ENTRY.finditer(block.comment):
            line = (block.start_line or 0) + block.comment.count("\n", 0, match.end()) + 1
            findings.error(
                "B001",
                f"`{match[0].strip()}` begins no entry that can be read",
                source.span(line, 1),
                "an entry has the form @article{key, title = {…}, …}",
            )
    return None


def _in_words(reason: str) -> str:
    reason = reason.strip().rstrip(".")
    return reason[:1].lower() + reason[1:] if reason else "its end was not found"


def _column(source: Source, line: int, key: str) -> int:
    match = re.search(rf"(?<![\w+-]){re.escape(key)}\s*=", source.lines[line]) if line < len(source.lines) else None
    return match.start() + 1 if match else 1


def _resolve(value: str, strings: Mapping[str, str]) -> str:
    """A field's value without its delimiters, `#` joined and @string names replaced."""
    if value.startswith("{") and value.endswith("}") and _closes_at_end(value):
        return value[1:-1]
    pieces = []
    position = 0
    while position < len(value):
        match = _PIECE.match(value, position)
        if not match:
            return value.strip('{}" ')
        quoted, braced, bare = match.groups()
        pieces.append(
            quoted if quoted is not None else braced if braced is not None else strings.get(bare.casefold(), bare)
        )
        position = match.end()
    return "".join(pieces)


def _closes_at_end(value: str) -> bool:
    depth = 0
    for index, character in enumerate(value):
        if value[index - 1 : index] != "\\":
            depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0:
            return index == len(value) - 1
    return False


class _EntryReader:
    """Reads the fields of one entry; `raw` holds them by biblatex name, with their places."""

    def __init__(self, source: Source, entry: BibEntry, strings: Mapping[str, str], findings: Findings) -> None:
        self.source, self.entry, self.findings = source, entry, findings
        self.span = source.span((entry.start_line or 0) + 1, 1, len(entry.entry_type) + 1)
        self.raw: dict[str, tuple[str, Span]] = {}
        for item in entry.fields:
            line = item.start_line or 0
            name = item.key.casefold()
            place = source.span(line + 1, _column(source, line, item.key), len(item.key))
            self.raw.setdefault(FIELD_ALIASES.get(name, name), (_resolve(str(item.value), strings), place))

    def publication(self) -> Publication | None:
        key = self.entry.key
        if not key or re.search(r"[\s,{}\"#%]", key):
            self.findings.error(
                "B004",
                f"`{key}` is not a key" if key else "this entry has no key",
                self.span,
                "an entry has the form @article{smith2020title, …}; a key holds no spaces",
            )
            return None
        title = self._text("title")
        if title is None:
            self.findings.error("B005", f"`{key}` has no title", self.span, "add title = {…}")
            return None
        authors, et_al = self._authors()
        if not authors:
            self.findings.error("B005", f"`{key}` has no author", self.span, "add author = {First Last and First Last}")
        fields = dict(self._fields())
        keywords = tuple(
            word.strip() for word in re.split(r"[,;]", self.raw.get("keywords", ("", self.span))[0]) if word.strip()
        )
        kind = self.entry.entry_type.casefold()
        return Publication(
            key, TYPE_ALIASES.get(kind, kind), title, tuple(authors), et_al, self._date(), fields, keywords, self.span
        )

    def _fields(self) -> Iterator[tuple[str, Text]]:
        for name in PRINTED:
            text = self._text(name)
            if text is not None and text.runs:
                yield name, text

    def _text(self, name: str) -> Text | None:
        if name not in self.raw or not self.raw[name][0].strip():
            return None
        value, span = self.raw[name]
        if name in VERBATIM:
            return Text((Run(re.sub(r"\\([_%#&~])", r"\1", value).strip("{} \n")),), span)
        read = read_latex(value.strip())
        for command in read.unknown:
            self.findings.warning(
                "B006",
                f"cvtex does not know `{command}`",
                span,
                "its argument is printed as plain text: type the character itself, or simpler LaTeX",
            )
        return Text(read.runs, span)

    def _authors(self) -> tuple[list[Author], bool]:
        name = "author" if self.raw.get("author", ("",))[0].strip() else "editor"
        if name not in self.raw:
            return [], False
        value, span = self.raw[name]
        try:
            authors, et_al = parse_names(value)
        except NameError_ as error:
            self.findings.error(
                "B007",
                f"a name cannot be read: {error}",
                span,
                "write First von Last, or von Last, Jr, First, with ` and ` between people",
            )
            return [], False
        roles = self._annotations(name, len(authors))
        marked = [
            Author(a.family, a.given, a.prefix, a.suffix, roles.get(i, frozenset()), span)
            for i, a in enumerate(authors, 1)
        ]
        return marked, et_al

    def _annotations(self, name: str, count: int) -> dict[int, frozenset[str]]:
        value, span = self.raw.get(f"{name}+an", ("", self.span))
        roles: dict[int, frozenset[str]] = {}
        for part in filter(str.strip, value.split(";")):
            match = _ANNOTATION.fullmatch(part)
            if not match or not 1 <= int(match[1]) <= count:
                self.findings.error(
                    "B008",
                    f"the annotation `{part.strip()}` fits none of the {count} names",
                    span,
                    "write author+an = {1=equal; 2=equal}, names counted from 1",
                )
                continue
            words = {word.strip(' "').casefold() for word in match[2].split(",")}
            roles[int(match[1])] = roles.get(int(match[1]), frozenset()) | words
        return roles

    def _date(self) -> Dates | None:
        for name in ("eventdate", "date"):
            if self.raw.get(name, ("",))[0].strip():
                return self._parsed(*self.raw[name])
        year, span = self.raw.get("year", ("", self.span))
        if not year.strip():
            return None
        text = "".join(run.text for run in read_latex(year).runs).strip()
        month = self._month()
        return self._parsed(f"{text}-{month:02d}" if month and re.fullmatch(r"\d{4}", text) else text, span)

    def _month(self) -> int:
        value = self.raw.get("month", ("", self.span))[0].strip(' {}"')
        if value.isdigit():
            return int(value) if 1 <= int(value) <= 12 else 0
        return next((month_number(word) for word in re.findall(r"[A-Za-z]+", value) if month_number(word)), 0)

    def _parsed(self, value: str, span: Span) -> Dates | None:
        text = _UNCERTAIN.sub("", value).strip(" {}")
        try:
            return parse_date(text.removesuffix("/.."), span)
        except DateError as error:
            self.findings.error("B009", str(error), span, error.hint)
            return None
