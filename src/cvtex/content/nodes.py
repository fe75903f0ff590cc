"""The nodes of cv.yaml: every key checked, every value read, all mistakes told."""

from cvtex.content.alternatives import Alternatives, is_bullet_in_languages
from cvtex.content.contact import check_url, contact_of, read_contact
from cvtex.content.dates import DateError, Dates, parse_date
from cvtex.content.keys import CONTACT_KEYS, NODE_KEYS, PRINTED_WITH, ROLES, SECTION_KEYS, is_key
from cvtex.content.markup import Run
from cvtex.content.model import Contact, Datum, Entry, Section, Text
from cvtex.content.source import Source
from cvtex.content.tags import Typed, typed_tags
from cvtex.content.traps import odd_begin, quoted
from cvtex.content.tree import Mapping, Node, Scalar, Sequence
from cvtex.diagnostics import Findings, Span, did_you_mean, suggest
from cvtex.languages.language import Language

MAX_BULLETS = 3


def kind(node: Node) -> str:
    """What a node is, for a message."""
    return {Scalar: "text", Sequence: "a list", Mapping: "a mapping"}[type(node)]


def nothing(node: Node | None) -> bool:
    """Whether a key was left without a value."""
    return node is None or (isinstance(node, Scalar) and not node.value.strip())


class NodeReader:
    """Reads the nodes of one file for a document in one language, collecting what is wrong with them."""

    def __init__(self, source: Source, findings: Findings, language: Language) -> None:
        self.source, self.findings, self.language = source, findings, language
        self.drafts: list[Section | Entry] = []
        self.left_out: list[Datum] = []
        self.tagged: list[Typed] = []
        self.alternatives = Alternatives(findings, language, self.left_out)

    def fields(self, node: Mapping, known: dict[str, str], what: str) -> dict[str, tuple[Scalar, Node]]:
        """The values by key; keys that are not known are told."""
        found: dict[str, tuple[Scalar, Node]] = {}
        for key, value in node.pairs:
            if key.value in known:
                found[key.value] = (key, value)
            else:
                dash = odd_begin(f"{key.value}:")
                if dash:
                    self.findings.error(dash.code, dash.message, key.span, dash.hint + " …" * (dash.code == "S011"))
                    continue
                hint = did_you_mean(key.value, known)
                self.findings.error("D007", f"unknown key `{key.value}` in {what}", key.span, hint)
        return found

    def text(self, node: Node, what: str, *, required: bool = True) -> Text | None:
        """A text with inline markup, of several languages that of the document; None, and a finding, where there is none."""
        return self.alternatives.text(node, what, self._text, required=required)

    def in_language(self, node: Node, what: str) -> Node:
        """Of a text in several languages the one that the document takes; the others are read, and left out."""
        return self.alternatives.take(node, what, self._text)[0]

    def _text(self, node: Node, what: str, *, required: bool = True) -> Text | None:
        if not isinstance(node, Scalar):
            self.findings.error(
                "D001",
                f"{kind(node)} stands where {what} is expected",
                node.span,
                "type one text; put quotes around it if it begins with `[` or `{`",
            )
            return None
        if not node.value.strip():
            if required:
                self.findings.error("D002", f"{what} is empty", node.span, self._empty_hint(node))
            return None
        text = Text(self.alternatives.markup(node.value), node.span)
        for run in text.runs:
            if run.href:
                check_url(run.href, _place(node, run), self.findings)
        return text

    def _empty_hint(self, node: Scalar) -> str:
        rest = self.source.lines[node.span.line - 1][node.span.column - 1 :].strip()
        if rest.startswith("#") and len(rest) > 1:
            return f"`#` begins a comment; if it is text, type: {quoted(rest)}"
        return "fill it in, or remove the line"

    def flag(self, pair: tuple[Scalar, Node] | None) -> bool:
        if pair is None:
            return False
        key, node = pair
        word = node.value.casefold() if isinstance(node, Scalar) else ""
        if word not in ("true", "false", "yes", "no"):
            self.findings.error(
                "D004",
                f"`{key.value}` is neither true nor false",
                node.span,
                f"write {key.value}: true, or remove the line",
            )
        return word in ("true", "yes")

    def turn(self, pair: tuple[Scalar, Node] | None) -> int:
        """When an optional node goes: 0 never, 1 first."""
        if pair is None:
            return 0
        key, node = pair
        word = node.value.strip().casefold() if isinstance(node, Scalar) else ""
        if word in ("true", "yes"):
            return 1
        if (word.isascii() and word.isdigit() and int(word[:6])) or word in ("false", "no"):
            return int(word[:6]) if word.isdigit() else 0
        message = f"`{key.value}` is neither true nor a number"
        hint = f"write {key.value}: true, or {key.value}: 2 for what goes second"
        self.findings.error("D004", message, node.span, hint)
        return 0

    def words(self, pair: tuple[Scalar, Node] | None) -> tuple[str, ...]:
        """A list of single words; one word may stand alone."""
        if pair is None or nothing(pair[1]):
            return ()
        node = pair[1]
        items = node.items if isinstance(node, Sequence) else (node,)
        out = []
        for item in items:
            if isinstance(item, Scalar) and item.value.strip():
                out.append(item.value.strip())
            else:
                self.findings.error(
                    "D001",
                    f"{kind(item)} stands where a word is expected",
                    item.span,
                    f"write {pair[0].value}: [one, two]",
                )
        return tuple(out)

    def tags(self, pair: tuple[Scalar, Node] | None) -> tuple[str, ...]:
        self.tagged += typed_tags(pair[1], self.findings) if pair else ()
        return self.words(pair)

    def dates(self, pair: tuple[Scalar, Node] | None) -> Dates | None:
        if pair is None:
            return None
        node = self.in_language(pair[1], f"`{pair[0].value}`")
        items = node.items if isinstance(node, Sequence) else (node,)
        read = [date for date in (self._date(item) for item in items) if date]
        if len(read) <= 1:
            return read[0] if read else None
        return Dates(tuple(period for date in read for period in date.periods), node.span, parts=tuple(read))

    def _date(self, node: Node) -> Dates | None:
        node = self.in_language(node, "a date")
        if not isinstance(node, Scalar):
            message = f"{kind(node)} stands where a date is expected"
            self.findings.error("D001", message, node.span, "write date: 2021-04/2024-03")
            return None
        try:
            return parse_date(node.value, node.span)
        except DateError as error:
            self.findings.error("D005", str(error), node.span, error.hint)
            return None

    def sections(self, node: Node) -> list[Node]:
        """The items of a list of sections; anything else is told."""
        if isinstance(node, Sequence):
            return list(node.items)
        self.findings.error(
            "D001",
            f"{kind(node)} stands where the list of sections is expected",
            node.span,
            "write each section as `- section: Title` with `entries:` below it",
        )
        return []

    def section(self, node: Node) -> Section | None:
        if not isinstance(node, Mapping):
            self.findings.error(
                "D001",
                f"{kind(node)} stands where a section is expected",
                node.span,
                "a section begins with `- section: Title`",
            )
            return None
        fields = self.fields(node, SECTION_KEYS, "a section")
        title = None
        if "section" in fields:
            title = self.text(fields["section"][1], "the section's title")
        elif len(fields) == len(node.pairs):
            self.findings.error("D006", "this section has no title", node.span, "begin it with `- section: Title`")
        number = self.text(fields["number"][1], "the number") if "number" in fields else None
        entries = self.entries(fields.get("entries"), 0)
        tags, pagebreak = self.tags(fields.get("tags")), self.flag(fields.get("pagebreak"))
        optional, draft = self.turn(fields.get("optional")), self.flag(fields.get("draft"))
        if title is None:
            return None
        if not draft and len(fields) == len(node.pairs) and _holds_nothing(fields.get("entries")):
            self.findings.warning(
                "D008",
                f"the section `{title.plain}` has no entries",
                title.span,
                "it is printed as a bare title: add `entries:`, or hide it with `draft: true`",
            )
        number_text = None if number is None else "" if number.plain == "none" else number.plain
        section = Section(
            title, entries, title.span, number_text, tags, optional, pagebreak, self._titles(fields["section"][1])
        )
        if draft:
            self.drafts.append(section)
        return None if draft else section

    def _titles(self, node: Node) -> tuple[str, ...]:
        """The title of a section in each of its languages, where it has several."""
        pairs = node.pairs if isinstance(node, Mapping) else ()
        return tuple(" ".join(value.value.split()) for _, value in pairs if isinstance(value, Scalar))

    def entries(self, pair: tuple[Scalar, Node] | None, level: int) -> tuple[Entry, ...]:
        """The nodes below a key; at `level` 0 they stand in a section, below it they are bullets of that level."""
        if pair is None or nothing(pair[1]):
            return ()
        key, node = pair
        if not isinstance(node, Sequence):
            self.findings.error(
                "D001",
                f"{kind(node)} stands where a list is expected",
                node.span,
                f"begin each line below `{key.value}:` with a dash",
            )
            return ()
        read = (self.entry(item, level) for item in node.items)
        return tuple(entry for entry in read if entry is not None)

    def entry(self, node: Node, level: int) -> Entry | None:
        if level > MAX_BULLETS:
            self.findings.error(
                "D013",
                f"this stands {level} bullets deep",
                node.span,
                f"the page has {MAX_BULLETS} levels: move it one level up",
            )
            return None
        if isinstance(node, Sequence):
            self.findings.error(
                "D001",
                "a list stands where an entry is expected",
                node.span,
                "put `items:` before a list below an entry; put quotes around text that begins with `[`",
            )
            return None
        if isinstance(node, Scalar) or is_bullet_in_languages(node):
            text = self.text(node, "this line")
        else:
            text = self._typed_colon(node)
            if text is None:
                return self._entry(node, level)
        return Entry("item", text, text.span) if text else None

    def _entry(self, node: Mapping, level: int) -> Entry | None:
        roles = [key for key, _ in node.pairs if key.value in ROLES]
        what = f"an entry of role `{roles[0].value}`" if roles else "an entry"
        fields = self.fields(node, {**dict.fromkeys(ROLES, ""), **NODE_KEYS}, what)
        if not roles and len(fields) == len(node.pairs):
            self.findings.error(
                "D006",
                "this entry has no headline",
                node.span,
                "name its role first, such as `organization:`, `award:` or `item:`",
            )
        for key in roles[1:]:
            hint = (
                f"an entry has one role: write `at:` for the organization, or put `{key.value}` below it under `items:`"
            )
            self.findings.error("D009", f"`{key.value}` is a second role beside `{roles[0].value}`", key.span, hint)
        # A mistyped role is told above; what stands below it is still read at the level that was meant.
        meant = suggest(node.pairs[0][0].value, ROLES) if node.pairs and not roles else None
        role = roles[0].value if roles else meant or "organization"
        headline = self.text(fields[role][1], f"`{role}`") if roles else None
        look = ROLES[role].look
        self._check_details(fields, role)
        if look == "publications" and level > 0:
            self.findings.error(
                "D016",
                "a list of publications stands below an entry",
                node.span,
                "put `- publications:` directly under the section's `entries:`",
            )
        below = level + 1 if level else {"entry": 1, "row": 2}.get(look, 0)
        items = self.entries(fields.get("items"), below)
        details = {
            name: self.text(fields[name][1], f"`{name}`") if name in fields else None
            for name in ("at", "place", "note")
        }
        date, url = self.dates(fields.get("date")), self._url(fields.get("url"))
        draft, keep, pagebreak = (self.flag(fields.get(name)) for name in ("draft", "keep", "pagebreak"))
        own = self.flag(fields.get("own")) if "own" in fields else True
        tags, optional = self.tags(fields.get("tags")), self.turn(fields.get("optional"))
        if headline is None:
            return None
        entry = Entry(
            role=role,
            headline=headline,
            span=headline.span,
            at=details["at"],
            date=date,
            place=details["place"],
            url=url,
            note=details["note"],
            tags=tags,
            optional=optional,
            own=own,
            keep=keep,
            pagebreak=pagebreak,
            items=items,
        )
        if draft:
            self.drafts.append(entry)
        return None if draft else entry

    def _check_details(self, fields: dict[str, tuple[Scalar, Node]], role: str) -> None:
        """Tell the details that a subheading, a paragraph or a list of publications would lose."""
        printed = PRINTED_WITH.get(ROLES[role].look)
        for name, (key, _) in fields.items():
            if printed is not None and name in NODE_KEYS and name not in printed:
                hint = "remove it, or put it on an entry below; for an entry of its own begin with `item:`"
                self.findings.error("D025", f"`{name}` is not printed with `{role}`", key.span, hint)

    def _url(self, pair: tuple[Scalar, Node] | None) -> str:
        if pair is None:
            return ""
        node = pair[1]
        if not isinstance(node, Scalar) or not node.value.strip():
            self.findings.error("D010", "this is not a web address", node.span, "write one address: https://…")
            return ""
        check_url(node.value.strip(), node.span, self.findings)
        return node.value.strip()

    def _typed_colon(self, node: Mapping) -> Text | None:
        """A line such as `Project: Network compression`, which YAML takes for a mapping, as the text it is."""
        if len(node.pairs) != 1:
            return None
        key, value = node.pairs[0]
        if not isinstance(value, Scalar) or not key.plain or is_key(key.value):
            return None
        line = self.source.lines[key.span.line - 1]
        if line[: key.span.column - 1].rstrip().endswith("?") and nothing(value):
            return Text(self.alternatives.markup(f"? {key.value}"), key.span)
        end = value.span.column - 1 + value.span.length
        same_line = value.span.line == key.span.line and value.span.column > key.span.column
        typed = line[key.span.column - 1 : end] if same_line and value.value else f"{key.value}: {value.value}"
        return Text(self.alternatives.markup(typed), key.span)

    def contacts(self, pair: tuple[Scalar, Node] | None) -> tuple[Contact, ...]:
        if pair is None or nothing(pair[1]):
            return ()
        node = pair[1]
        items = node.items if isinstance(node, Sequence) else (node,)
        read = (self._contact(item) for item in items)
        return tuple(contact for contact in read if contact is not None)

    def _contact(self, node: Node) -> Contact | None:
        node = self.in_language(node, "this contact line")
        if isinstance(node, Scalar):
            if self._text(node, "this contact line") is None:
                return None
            return read_contact(node.value, node.span, self.findings)
        if not isinstance(node, Mapping):
            self.findings.error(
                "D001",
                "a list stands where a contact line is expected",
                node.span,
                "write one line for each, such as `- https://example.org`",
            )
            return None
        fields = self.fields(node, CONTACT_KEYS, "a contact line")
        kinds = [name for name in fields if name != "text"]
        if len(kinds) != 1 and len(fields) < len(node.pairs):
            return None
        if len(kinds) != 1:
            self.findings.error(
                "D006",
                "a contact line has one kind",
                node.span,
                "write for instance {phone: +1 812 555 0100} or {link: https://…, text: My page}",
            )
            return None
        scalar = self.in_language(fields[kinds[0]][1], f"`{kinds[0]}`")
        value = self._text(scalar, f"`{kinds[0]}`")
        text = self.text(fields["text"][1], "`text`") if "text" in fields else None
        if value is None or not isinstance(scalar, Scalar):
            return None
        if text and kinds[0] in ("place", "born"):  # of other kinds the link keeps the value
            rule = f"text takes the place of {kinds[0]}"
            self.left_out.append(Datum(kinds[0], text.plain, value.plain, scalar.span, rule))
        return contact_of(kinds[0], scalar.value, text.plain if text else "", scalar.span, self.findings)


def _holds_nothing(pair: tuple[Scalar, Node] | None) -> bool:
    return pair is None or nothing(pair[1]) or (isinstance(pair[1], Sequence) and not pair[1].items)


def _place(node: Scalar, run: Run) -> Span:
    offset = node.value.find(run.href) if node.plain else -1
    return node.span.at(offset, len(run.href)) if offset >= 0 else node.span
