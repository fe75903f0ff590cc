"""A .bib file as publications: BibTeX and biblatex dialects, every field with its place."""

import logging
import re
from collections.abc import Iterator, Mapping

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    ExplicitComment,
    ImplicitComment,
    ParsingFailedBlock,
)
from bibtexparser.model import Entry as BibEntry

from cvtex.content.bibfields import (
    FIELD_ALIASES,
    INHERITED,
    MONTHS_BY_MACRO,
    NOT_INHERITED,
    PRINTED,
    READ,
    TYPE_ALIASES,
    VERBATIM,
)
from cvtex.content.biblanguages import language_of
from cvtex.content.bibvalues import MAX_NAMES, MAX_VALUE, read_strings, read_value, unclosed_field
from cvtex.content.contact import is_url
from cvtex.content.dates import DateError, Dates, month_number, parse_date
from cvtex.content.latex import read_latex
from cvtex.content.leftout import TypedField, fields_left_out, lent_fields
from cvtex.content.markup import Run
from cvtex.content.model import Publication, Text
from cvtex.content.names import Author, UnreadableNameError, parse_names
from cvtex.content.source import Source
from cvtex.diagnostics import Findings, Span, did_you_mean, suggest
from cvtex.patterns import regex
from cvtex.values import replace

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # its findings come back as blocks, and are told as ours

MAX_BLOCKS = 10_000
MAX_MARKS = 1_000_000
_BLOCK = regex(r"@\w*[ \t]*[{(]")
_LOST_ENTRY = regex(r"^[ \t]*@\w+", re.MULTILINE)
_COMMENT_BY_NAME = regex(r"@comment\w+", re.IGNORECASE)
_DOI = regex(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?10\.\d{4,9}(?:\.\d+)*/\S+$", re.IGNORECASE)
_PREPRINT = regex(r"(?:corr|arxiv|biorxiv|medrxiv|ssrn)\b", re.IGNORECASE)
_ARXIV = regex(r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?")
_LOOSE_TYPES = ("misc", "online", "electronic", "www", "unpublished", "article", "report", "techreport")
_ANNOTATION = regex(r"\s*(\d+)\s*=\s*([^;]*)")
_UNCERTAIN = regex(r"[?~%]")


def read_bibliography(source: Source, findings: Findings) -> tuple[Publication, ...]:
    """The publications of one file in its order; what cannot be read is told and left out."""
    blocks = sum(1 for _ in _BLOCK.finditer(source.text))
    if blocks > MAX_BLOCKS:
        hint = "keep only your own publications in it"
        message = f"the file has {blocks:,} entries; cvtex reads at most {MAX_BLOCKS:,}"
        findings.error("S002", message, Span(source.name), hint)
        return ()
    marks = sum(source.text.count(mark) for mark in '{}",=')
    if marks > MAX_MARKS:
        message = f"the file has {marks:,} braces, quotation marks, commas and equals signs: it is no bibliography"
        findings.error("S002", message, Span(source.name), "name the .bib file of your publications")
        return ()
    library = parse_string(source.text, parse_stack=[])
    strings = read_strings(((block.key, str(block.value)) for block in library.strings), MONTHS_BY_MACRO)
    entries = [entry for block in library.blocks if (entry := _sound_entry(block, source, findings))]
    readers = [_EntryReader(source, entry, strings, findings) for entry in entries]
    by_key = {reader.entry.key.casefold(): reader for reader in readers}
    parents = {key for reader in readers if (key := reader.inherit(by_key))}
    # What others only refer to by `crossref`, such as a volume of proceedings, is listed when a keyword claims it.
    unlisted = [r for r in readers if r.entry.key.casefold() in parents and "keywords" not in r.raw]
    aside = {id(reader) for reader in unlisted}
    publications = [made for reader in readers if id(reader) not in aside and (made := reader.publication())]
    lent = tuple(datum for reader in unlisted for datum in lent_fields(reader.entry.key, reader.typed))
    if lent and publications:
        publications[0] = replace(publications[0], left_out=(*publications[0].left_out, *lent))
    return tuple(publications)


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
                    source.span(line + 1, _column(source, line, key, last=True), len(key)),
                    "the first one counts: remove the other",
                )
            return entry
    elif isinstance(block, DuplicateBlockKeyBlock):
        first = (block.previous_block.start_line or 0) + 1
        same = block.ignore_error_block is not None and block.ignore_error_block.raw == block.previous_block.raw
        tell = findings.warning if same else findings.error
        hint = "they are the same: remove one" if same else "give one of them another key, or remove it"
        tell(
            "B002",
            f"the key `{block.key}` is used twice",
            span,
            f"the first entry of that key is in line {first}: {hint}",
        )
    elif isinstance(block, ParsingFailedBlock):
        _report_broken(block, source, findings)
    elif isinstance(block, ExplicitComment) and (named := _COMMENT_BY_NAME.match(block.raw or "")):
        hint = "if it is an entry, give it another type, such as @misc"
        findings.warning("B001", f"`{named[0]}` is taken for a comment", span, hint)
    elif isinstance(block, ImplicitComment):
        line, last = (block.start_line or 0) + 1, 0
        for match in _LOST_ENTRY.finditer(block.comment):
            line += block.comment.count("\n", last, match.start())
            last = match.start()
            name = match[0].strip()
            place = source.lines[line - 1].find(name) + 1 if line <= len(source.lines) else 1
            findings.error(
                "B001",
                f"`{name}` begins no entry that can be read",
                source.span(line, max(place, 1), len(name)),
                "an entry has the form @article{key, title = {…}, …}",
            )
    return None


_REASONS = (
    ('closing `"`', "a quotation mark in it is never closed"),
    ("Was still looking for", "a brace in it is never closed"),
    ("reached end of file", "it is never closed"),
    ("comma after entry key", "it has no key, or no comma after its key"),
    ("Expected a `=` after entry key", "a field in it has no `=`, or the entry is never closed"),
    ("expected equals sign", "it has no `=`"),
)


def _report_broken(block: ParsingFailedBlock, source: Source, findings: Findings) -> None:
    """Tell why an entry cannot be read, at the field at fault where it can be told."""
    line = (block.start_line or 0) + 1
    raw = block.raw or ""
    reason = getattr(block.error, "abort_reason", "") or str(block.error)
    words = next(
        (words for part, words in _REASONS if part.casefold() in reason.casefold()), "its form is not BibTeX's"
    )
    hint = "check its braces, quotation marks and commas; the other entries were read"
    field = unclosed_field(raw) if "never closed" in words else None
    if field:
        name, offset = field
        place = line + raw.count("\n", 0, offset)
        span = source.span(place, _column(source, place - 1, name), len(name))
        findings.error("B001", f"this entry cannot be read: `{name}` is never closed", span, hint)
        return
    size = len(raw.split("{")[0].split("(")[0].rstrip())
    findings.error("B001", f"this entry cannot be read: {words}", source.span(line, 1, size), hint)


def _column(source: Source, line: int, key: str, *, last: bool = False) -> int:
    """The column at which a field begins in a line (from 0): the first of that name, or the last."""
    text = source.lines[line] if line < len(source.lines) else ""
    places = [match.start() + 1 for match in re.finditer(rf"(?<![\w+-]){re.escape(key)}\s*=", text)]
    return places[-1 if last else 0] if places else 1


class _EntryReader:
    """Reads the fields of one entry; `raw` holds them by biblatex name, with their places."""

    def __init__(self, source: Source, entry: BibEntry, strings: Mapping[str, str], findings: Findings) -> None:
        self.source, self.entry, self.findings = source, entry, findings
        self.span = source.span((entry.start_line or 0) + 1, 1, len(entry.entry_type) + 1)
        self.raw: dict[str, tuple[str, Span]] = {}
        self.typed: list[TypedField] = []
        self.told: dict[str, str] = {}
        self.sound = True
        for item in entry.fields:
            line = item.start_line or 0
            name = FIELD_ALIASES.get(item.key.casefold(), item.key.casefold())
            place = source.span(line + 1, _column(source, line, item.key), len(item.key))
            self.typed.append(TypedField(name, str(item.value), place))
            if name not in self.raw:
                self.raw[name] = (self._value(name, str(item.value), strings, place) if name in READ else "", place)

    def _value(self, name: str, source: str, strings: Mapping[str, str], place: Span) -> str:
        most = MAX_NAMES if name in ("author", "editor") else MAX_VALUE
        if len(source) > most:
            hint = f"cvtex reads at most {most:,} here: is a brace missing?"
            self.findings.error("S012", f"this text has {len(source):,} characters", place, hint)
            self.sound = False
            return ""
        value = read_value(source, strings)
        for word in value.undefined if name != "month" else ():
            hint = "put braces around text, or define it with @string in this file"
            self.findings.warning("B017", f"`{word}` is no name that an @string defines", place, hint)
        if value.rest:
            self.sound = False
            hint = 'end each field with a comma; a quotation mark within quotation marks needs braces: {"}'
            self.findings.error("B001", f"this entry cannot be read: after `{name}` a comma is missing", place, hint)
        return value.text

    def inherit(self, readers: Mapping[str, "_EntryReader"]) -> str:
        """Take what the entry that `crossref` names has and this one lacks; returns that entry's key, folded."""
        wanted, span = self.raw.get("crossref", ("", self.span))
        parent = readers.get(wanted.strip().casefold())
        if not wanted.strip() or parent is self:
            return ""
        if parent is None:
            hint = did_you_mean(wanted, [reader.entry.key for reader in readers.values() if reader is not self])
            self.findings.error("B016", f"`crossref` names no entry of this file: `{wanted.strip()}`", span, hint)
            return ""
        part = self.entry.entry_type.casefold() in ("inproceedings", "conference", "incollection", "inbook")
        for name, value in parent.raw.items():
            if name not in NOT_INHERITED:
                self.raw.setdefault(INHERITED.get(name, name) if part else name, value)
        return wanted.strip().casefold()

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
        kind = self._kind()
        title = self._text("title")
        if title is None and self.sound:
            self._report_missing("title", "title = {…}")
        authors, et_al = self._authors()
        fields = dict(self._fields())
        keywords = tuple(
            word.strip() for word in re.split(r"[,;]", self.raw.get("keywords", ("", self.span))[0]) if word.strip()
        )
        date = self._date()
        if title is None:
            return None
        editors = tuple(self._editors()) if authors else ()
        left_out = tuple(fields_left_out(key, self.typed, self.raw, self.told, self.findings))
        language = language_of(self.raw, self.findings)
        return Publication(
            key, kind, title, tuple(authors), et_al, date, fields, keywords, self.span, editors, left_out, language
        )

    def _kind(self) -> str:
        """The entry's type by its biblatex name, or `preprint` for what is one by any other name."""
        typed = self.entry.entry_type.casefold()
        if typed in ("phdthesis", "mastersthesis"):
            self.raw.setdefault("type", (typed, self.span))
        volume, place = self.raw.get("volume", ("", self.span))
        journal = self.raw.get("journaltitle", ("", place))[0].strip("{} ")
        on_server = bool(_PREPRINT.match(journal))
        number = _ARXIV.search(volume.removeprefix("abs/")) or _ARXIV.search(journal) if on_server else None
        if number:
            self.raw.setdefault("eprint", (number[0], place))
        if "eprint" in self.raw and _ARXIV.fullmatch(self.raw["eprint"][0].strip("{} ")):
            self.raw.setdefault("eprinttype", ("arxiv", self.raw["eprint"][1]))
        if on_server or (typed in _LOOSE_TYPES and "eprint" in self.raw and not journal):
            return "preprint"
        return TYPE_ALIASES.get(typed, typed)

    def _editors(self) -> list[Author]:
        value, span = self.raw.get("editor", ("", self.span))
        try:
            return parse_names(value)[0]
        except UnreadableNameError as error:
            self.findings.warning(
                "B007", f"a name cannot be read: {error.problems[0]}", span, "the editors are left out"
            )
            self.told["editor"] = "told as B007"
            return []

    def _report_missing(self, field: str, example: str) -> None:
        """Tell that a field is missing; one that is called nearly so was probably meant."""
        near = next((name for name in self.raw if name not in READ and suggest(name, [field])), None)
        span = self.raw[near][1] if near else self.span
        hint = f"`{near}` stands there: did you mean `{field}`?" if near else f"add {example}"
        self.findings.error("B005", f"`{self.entry.key}` has no {field}", span, hint)

    def _fields(self) -> Iterator[tuple[str, Text]]:
        for name in PRINTED:
            text = self._text(name)
            if text is not None and text.runs:
                yield name, text
            elif text is not None:
                self.told[name] = "holds no text"

    def _text(self, name: str) -> Text | None:
        if name not in self.raw or not self.raw[name][0].strip():
            return None
        value, span = self.raw[name]
        if name in VERBATIM:
            address = re.sub(r"\\([_%#&~])", r"\1", value).strip("{} \n")
            if name == "url" and not is_url(address):
                hint = "it begins with https:// and holds no spaces; the title is printed without a link"
                self.findings.warning("D010", f"`{address}` is not a web address", span, hint)
                self.told[name] = "told as D010"
                return None
            if name == "doi" and not _DOI.match(address):
                hint = "it has the form 10.1000/name; the title is printed without a link"
                self.findings.warning("B015", f"`{address}` is not a DOI", span, hint)
                self.told[name] = "told as B015"
                return None
            return Text((Run(address),), span)
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
        value, span = self.raw.get(name, ("", self.span))
        if not value.strip():
            if self.sound:
                self._report_missing("author", "author = {First Last and First Last}")
            return [], False
        try:
            authors, et_al = parse_names(value)
        except UnreadableNameError as error:
            hint = "write First von Last, or von Last, Jr, First, with ` and ` between people"
            for problem in error.problems:
                self.findings.error("B007", f"a name cannot be read: {problem}", span, hint)
            return [], False
        roles, orcids = self._annotations(name, len(authors)), self._orcids(name)
        marked = [
            Author(a.family, a.given, a.prefix, a.suffix, roles.get(i, frozenset()) | orcids.get(i, frozenset()), span)
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

    def _orcids(self, name: str) -> dict[int, frozenset[str]]:
        """The ORCID iDs of `author+an:orcid = {1="0000-0002-1825-0097"}`, as roles that only their owner has."""
        value, _ = self.raw.get(f"{name}+an:orcid", ("", self.span))
        found = (_ANNOTATION.fullmatch(part) for part in value.split(";"))
        return {int(match[1]): frozenset({match[2].strip(' "')[-19:].upper()}) for match in found if match}

    def _date(self) -> Dates | None:
        dates = [
            self._parsed(*self.raw[name]) for name in ("eventdate", "date") if self.raw.get(name, ("",))[0].strip()
        ]
        if dates:
            return next((date for date in dates if date), None)
        year, span = self.raw.get("year", ("", self.span))
        if not year.strip():
            return None
        text = "".join(run.text for run in read_latex(year).runs).strip()
        month = self._month()
        return self._parsed(f"{text}-{month:02d}" if month and re.fullmatch(r"\d{4}", text) else text, span)

    def _month(self) -> int:
        value, span = self.raw.get("month", ("", self.span))
        value = value.strip(' {}"')
        named = next((month_number(word) for word in re.findall(r"[^\W\d_]+", value) if month_number(word)), 0)
        if named or not value:
            return named
        if value.isdecimal() and 1 <= int(value[:9]) <= 12:
            return int(value)
        if value.isdecimal():
            self.findings.error("B009", f"there is no month {value}", span, "months go from 1 to 12, or are jan to dec")
        else:
            hint = "write jan to dec or 1 to 12; the year alone is used"
            self.told["month"] = "told as B014"
            self.findings.warning("B014", f"`{value}` is no month that cvtex knows", span, hint)
        return 0

    def _parsed(self, value: str, span: Span) -> Dates | None:
        text = _UNCERTAIN.sub("", value).strip(" {}")
        try:
            return parse_date(text.removesuffix("/.."), span)
        except DateError as error:
            self.findings.error("B009", str(error), span, error.hint)
            return None
