"""YAML as the author typed it: scalars stay text, every node knows its place, nothing is aliased or tagged."""

from collections.abc import Iterator

from cvtex.content.complaints import Mark, mark_of, span_at
from cvtex.content.repair import Repair, loader
from cvtex.content.source import Source
from cvtex.content.traps import (
    continuation,
    quoted,
    tight_colon,
)
from cvtex.diagnostics import Findings, Span
from cvtex.patterns import regex
from cvtex.quickyaml import yaml
from cvtex.values import dataclass

MAX_DEPTH = 100
MAX_TEXT = 20_000
MAX_TEXTS = 100_000
_MOST_ERRORS = 20
_READ_AGAIN_CHARACTERS = 6_000_000
_CUT = regex(r"\s+#\S")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text; `plain` means typed without quotes on one line, so that offsets in it are columns."""

    value: str
    span: Span
    plain: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """A YAML list."""

    items: tuple["Node", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """A YAML mapping in the order of the file, each key once."""

    pairs: tuple[tuple[Scalar, "Node"], ...]
    span: Span


Node = Scalar | Sequence | Mapping


class _RefusedError(Exception):
    """A construct that ends the reading of this file."""

    def __init__(self, code: str, message: str, mark: Mark, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.mark, self.hint = code, message, mark, hint


def parse_tree(source: Source, findings: Findings) -> Node | None:
    """The root node of a YAML file, or None when nothing of it can be read.

    A line that YAML refuses is read as text where that is certain; otherwise it is told and
    reading goes on without it, so that all mistakes are found in one run.
    """
    repair = Repair(source, findings)
    while True:
        reader = _Reader(source, repair.lines, repair.mended, findings)
        try:
            return reader.read()
        except _RefusedError as refusal:
            findings.error(refusal.code, refusal.message, span_at(source, refusal.mark), refusal.hint)
            return None
        except yaml.MarkedYAMLError as error:
            if not repair.after(error, reader.last_quoted):
                return None
        except yaml.YAMLError as error:
            findings.error("S005", f"this is not YAML ({error})", source.span(1, 1))
            return None


class _Reader:
    """Builds the tree from the parser's events, without recursion: depth costs memory, never the stack."""

    def __init__(self, source: Source, lines: list[str], mended: set[int], findings: Findings) -> None:
        self.source, self.lines, self.mended = source, lines, mended
        self.findings = findings
        self.warnings: list[tuple[str, str, Span, str]] = []
        self.errors: list[tuple[str, str, Span, str]] = []
        self.refused = self.texts = 0
        self.last_quoted = range(0)

    def read(self) -> Node | None:
        try:
            root = self._build(yaml.parse("\n".join(self.lines), Loader=loader()))
        except _RefusedError:
            self._tell()
            raise
        self._tell()
        return root

    def _tell(self) -> None:
        for error in self.errors:
            self.findings.error(*error)
        for warning in self.warnings:
            self.findings.warning(*warning)

    def _build(self, events: Iterator[yaml.Event]) -> Node | None:
        stack: list[tuple[yaml.Event, list[Node]]] = []
        roots: list[Node] = []
        for event in events:
            self._refuse(event)
            if isinstance(event, yaml.AliasEvent):
                alias = f"*{event.anchor}"
                span = span_at(self.source, mark_of(event.start_mark), len(alias))
                (stack[-1][1] if stack else roots).append(Scalar(alias, span, plain=False))
            elif isinstance(event, yaml.ScalarEvent):
                (stack[-1][1] if stack else roots).append(self._scalar(event))
                self.texts += 1
                if self.texts > MAX_TEXTS:
                    hint = "split it, or remove what does not belong to the CV"
                    message = f"the file holds more than {MAX_TEXTS:,} texts"
                    raise _RefusedError("S002", message, mark_of(event.start_mark), hint)
            elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
                if len(stack) >= MAX_DEPTH:
                    raise _RefusedError(
                        "S006",
                        f"nested more than {MAX_DEPTH} deep",
                        mark_of(event.start_mark),
                        "a CV needs about eight levels",
                    )
                stack.append((event, []))
            elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                opened, children = stack.pop()
                node = self._collection(opened, children)
                (stack[-1][1] if stack else roots).append(node)
            elif isinstance(event, yaml.DocumentStartEvent) and roots:
                raise _RefusedError(
                    "S005",
                    "a second document begins here",
                    mark_of(event.start_mark),
                    "remove the line `---`: one file holds one document",
                )
        return roots[0] if roots else None

    def _refuse(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            hint = "cvtex reads no aliases, so that every fact stands where it is edited; for text that begins with `*`, put quotes around it"
            self._tell_refused(f"`*{event.anchor}` is a YAML alias", mark_of(event.start_mark), hint)
        elif isinstance(event, yaml.NodeEvent) and event.anchor:
            hint = "cvtex reads no anchors or aliases; for text that begins with `&`, put quotes around it"
            self._tell_refused(f"`&{event.anchor}` is a YAML anchor", mark_of(event.start_mark), hint)
        tag = getattr(event, "tag", None)
        if tag:
            hint = "cvtex reads text, lists and mappings only; for text that begins with `!`, put quotes around it"
            self._tell_refused(f"`{_short_tag(tag)}` is a YAML tag", mark_of(event.start_mark), hint)

    def _tell_refused(self, message: str, mark: Mark, hint: str) -> None:
        self.refused += 1
        if self.refused > _MOST_ERRORS:
            raise _RefusedError("S007", "there are more aliases, anchors and tags than can be told", mark, hint)
        self.errors.append(("S007", message, span_at(self.source, mark), hint))

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        start, end = mark_of(event.start_mark), mark_of(event.end_mark)
        one_line = start.line == end.line
        as_typed = start.line in self.mended or ((event.style is None or event.style == "") and one_line)
        length = end.column - start.column if one_line else 1
        span = span_at(self.source, start, length)
        value = event.value
        if event.style in ("'", '"'):
            self.last_quoted = range(start.line, end.line + 1)
        if len(value) > MAX_TEXT:
            hint = f"cvtex reads at most {MAX_TEXT:,} in one text: is a quotation mark missing?"
            self.errors.append(("S012", f"this text has {len(value):,} characters", span, hint))
            value = value[:100]
        elif not event.style and value and start.line not in self.mended:
            self._look_for_traps(event)
            if one_line:
                self._warn_of_cut(event, span)
        return Scalar(value, span, as_typed)

    def _look_for_traps(self, event: yaml.ScalarEvent) -> None:
        """Tell lines of a plain text that look like keys or bullets of their own."""
        start, end = mark_of(event.start_mark), mark_of(event.end_mark)
        if start.line == end.line and ":" not in event.value and "：" not in event.value:
            return
        traps = [(start.line, tight_colon(event.value, start.column))]
        traps += [(number, continuation(self.lines[number])) for number in range(start.line + 1, end.line + 1)]
        for number, trap in traps:
            if trap:
                span = self.source.span(number + 1, trap.column, trap.length)
                self.errors.append((trap.code, trap.message, span, trap.hint))

    def _warn_of_cut(self, event: yaml.ScalarEvent, span: Span) -> None:
        end = mark_of(event.end_mark)
        rest = self.lines[end.line][end.column :]
        if _CUT.match(rest):
            hint = f"if it belongs to the text, type: {quoted(event.value + rest.rstrip())}; if it is a comment, put a space after `#`"
            self.warnings.append(("S008", f"YAML cuts this line before `{rest.strip()[:40]}`", span, hint))

    def _collection(self, opened: yaml.Event, children: list[Node]) -> Node:
        span = span_at(self.source, mark_of(opened.start_mark))
        if isinstance(opened, yaml.SequenceStartEvent):
            return Sequence(tuple(children), span)
        pairs: list[tuple[Scalar, Node]] = []
        first: dict[str, Span] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                hint = "put quotes around text that begins with `[`, `{` or `?`"
                self.errors.append(("S005", "a list or mapping stands where a key is expected", key.span, hint))
            elif key.value == "<<":
                self.findings.error(
                    "S007",
                    "`<<` is a YAML merge key",
                    key.span,
                    "cvtex reads no merge keys: type the facts where they belong",
                )
            elif key.value in first:
                place = first[key.value]
                self.findings.error(
                    "D003",
                    f"`{key.value}` is given twice here",
                    key.span,
                    f"the first one is in line {place.line}: keep one of them",
                )
            else:
                first[key.value] = key.span
                pairs.append((key, value))
        return Mapping(tuple(pairs), span)


def _short_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
