"""What cv.yaml says as a whole: categories, order and people of publications, which entries are one, abbreviations."""

import re
from typing import Literal, cast

from cvtex.content.keys import CATEGORY_KEYS, PERSON_ROLES, REFERENCES_KEYS
from cvtex.content.model import Abbreviation, Category, Person, ReferenceSettings
from cvtex.content.nodes import NodeReader, kind
from cvtex.content.tree import Mapping, Node, Scalar, Sequence
from cvtex.diagnostics import Span, did_you_mean

LINKS = ("doi", "arxiv", "pubmed", "patent", "pdf", "code", "video", "slides", "url")

_Pair = tuple[Scalar, Node] | None


def read_categories(reader: NodeReader, pair: _Pair) -> tuple[Category, ...]:
    """The owner's categories, in their order: `C: {heading: …, types: […], keywords: […], status: […]}`."""
    categories = []
    for key, node in _pairs(reader, pair, "C: {heading: Conference papers, types: [inproceedings]}"):
        if not re.fullmatch(r"[A-Z]", key.value):
            reader.findings.error(
                "D021", f"`{key.value}` is no letter of a category", key.span, "use one capital letter, such as C"
            )
            continue
        if not isinstance(node, Mapping):
            reader.findings.error(
                "D001", f"{kind(node)} stands where a category is expected", node.span, "write {heading: …, types: […]}"
            )
            continue
        fields = reader.fields(node, CATEGORY_KEYS, "a category")
        heading = reader.text(fields["heading"][1], "the heading") if "heading" in fields else None
        if "heading" not in fields:
            reader.findings.error("D006", f"the category {key.value} has no heading", key.span, "add heading: …")
        types, keywords, status = (
            tuple(word.casefold() for word in reader.words(fields.get(name)))
            for name in ("types", "keywords", "status")
        )
        if not (types or keywords or status):
            reader.findings.error(
                "D022",
                f"the category {key.value} claims no entry",
                key.span,
                "add types: […], keywords: […] or status: […]",
            )
        categories.append(Category(key.value, heading.plain if heading else "", types, keywords, status, key.span))
    return tuple(categories)


def read_references(reader: NodeReader, pair: _Pair) -> ReferenceSettings:
    """The settings of `references:`; what is not given keeps its default."""
    if pair is None:
        return ReferenceSettings()
    node = pair[1]
    if not isinstance(node, Mapping):
        reader.findings.error(
            "D001", f"{kind(node)} stands where settings are expected", node.span, "write {order: newest}"
        )
        return ReferenceSettings()
    fields = reader.fields(node, REFERENCES_KEYS, "`references`")
    most, first = _shortening(reader, fields.get("authors"))
    links = reader.words(fields.get("links"))
    for link in links:
        if link not in LINKS:
            reader.findings.error(
                "D017", f"`{link}` is no kind of link", fields["links"][1].span, did_you_mean(link, LINKS)
            )
    return ReferenceSettings(
        order=cast(Literal["newest", "oldest"], _choice(reader, fields.get("order"), ("newest", "oldest"))),
        late=cast(Literal["next", "letter"], _choice(reader, fields.get("late"), ("next", "letter"))),
        max_authors=most,
        first_authors=first,
        legend=cast(Literal["entry", "list"], _choice(reader, fields.get("legend"), ("entry", "list"))),
        count=reader.flag(fields.get("count")),
        links=links,
        best=_keys(reader, fields.get("best")),
    )


def _keys(reader: NodeReader, pair: _Pair) -> tuple[tuple[str, Span], ...]:
    """Keys of publications with their places."""
    if not reader.words(pair) or pair is None:
        return ()
    items = pair[1].items if isinstance(pair[1], Sequence) else (pair[1],)
    return tuple((item.value.strip(), item.span) for item in items if isinstance(item, Scalar))


def _choice(reader: NodeReader, pair: _Pair, options: tuple[str, ...]) -> str:
    """One of a few words; the first is the default."""
    if pair is None:
        return options[0]
    key, node = pair
    if isinstance(node, Scalar) and node.value in options:
        return node.value
    typed = node.value if isinstance(node, Scalar) else kind(node)
    reader.findings.error("D017", f"`{typed}` is no choice for `{key.value}`", node.span, did_you_mean(typed, options))
    return options[0]


def _shortening(reader: NodeReader, pair: _Pair) -> tuple[int, int]:
    """`{max: 12, first: 3}` as numbers."""
    defaults = ReferenceSettings()
    if pair is None:
        return defaults.max_authors, defaults.first_authors
    key, node = pair
    values = (
        {name.value: value.value for name, value in node.pairs if isinstance(value, Scalar)}
        if isinstance(node, Mapping)
        else {}
    )
    numbers = {
        name: int(value) for name, value in values.items() if value.isascii() and value.isdigit() and int(value) > 0
    }
    most, first = numbers.get("max", 0), numbers.get("first", min(defaults.first_authors, numbers.get("max", 1)))
    if set(numbers) != set(values) or not {"max"} <= set(numbers) <= {"max", "first"} or first > most:
        reader.findings.error(
            "D023",
            f"`{key.value}` cannot be read",
            node.span,
            "write authors: {max: 12, first: 3}: lists over 12 names keep the first 3",
        )
        return defaults.max_authors, defaults.first_authors
    return most, first


def read_people(reader: NodeReader, pair: _Pair) -> tuple[Person, ...]:
    """Co-authors by role: `student: [Jane Doe, Max Muster]`."""
    people = []
    for key, node in _pairs(reader, pair, "student: [Jane Doe]"):
        if key.value not in PERSON_ROLES:
            reader.findings.error(
                "D007", f"unknown role `{key.value}` of co-authors", key.span, did_you_mean(key.value, PERSON_ROLES)
            )
            continue
        for item in node.items if isinstance(node, Sequence) else (node,):
            if isinstance(item, Scalar) and item.value.strip():
                people.append(Person(item.value.strip(), key.value, item.span))
            else:
                reader.findings.error(
                    "D001", f"{kind(item)} stands where a name is expected", item.span, f"write {key.value}: [Jane Doe]"
                )
    return tuple(people)


def read_same(reader: NodeReader, pair: _Pair) -> tuple[tuple[tuple[str, Span], ...], ...]:
    """Groups of keys that are one publication; the first of each is printed."""
    if pair is None:
        return ()
    groups = pair[1].items if isinstance(pair[1], Sequence) else (pair[1],)
    read = []
    for group in groups:
        keys = [item for item in group.items if isinstance(item, Scalar)] if isinstance(group, Sequence) else []
        if len(keys) < 2:
            reader.findings.error(
                "D024",
                "two keys are needed to be one publication",
                group.span,
                "write same: [[article2025, preprint2024]]",
            )
        else:
            read.append(tuple((item.value.strip(), item.span) for item in keys))
    return tuple(read)


def read_abbreviations(reader: NodeReader, pair: _Pair) -> tuple[Abbreviation, ...]:
    """Short words with what they are short for: `NSF: National Science Foundation`."""
    read = []
    for key, node in _pairs(reader, pair, "NSF: National Science Foundation"):
        word, meant = reader.text(key, "the abbreviation"), reader.text(node, f"`{key.value}`")
        if word and meant:
            read.append(Abbreviation(word.plain, meant.plain, key.span))
    return tuple(read)


def _pairs(reader: NodeReader, pair: _Pair, example: str) -> tuple[tuple[Scalar, Node], ...]:
    if pair is None:
        return ()
    key, node = pair
    if isinstance(node, Mapping):
        return node.pairs
    reader.findings.error(
        "D001",
        f"{kind(node)} stands where a mapping is expected",
        node.span,
        f"write below `{key.value}:` for instance {example}",
    )
    return ()
