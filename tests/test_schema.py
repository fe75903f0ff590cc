"""The schemas: they take what cvtex reads, refuse what it refuses, and come from the same keys."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

from cvtex.catalogue import meanings
from cvtex.content.keys import CONTACT_KEYS, CV_KEYS, NODE_KEYS, ROLES, SECTION_KEYS
from cvtex.document.targets.target import TARGET_KEYS
from cvtex.scaffold import scaffold
from cvtex.schema import schema_text
from tests.program import DATA, cvtex

_TYPES: Mapping[str, Callable[[object], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "null": lambda value: value is None,
}
_KNOWN = {
    "$schema", "$defs", "$ref", "title", "description", "type", "enum", "anyOf", "oneOf", "properties", "required",
    "additionalProperties", "items", "pattern", "minimum", "minProperties", "maxProperties", "propertyNames",
}  # fmt: skip


class _Editor(yaml.SafeLoader):
    """YAML 1.2 as editors read it: no dates, and `yes` is a text."""


_Editor.yaml_implicit_resolvers = {}
for _tag, _form in {
    "bool": r"(true|True|TRUE|false|False|FALSE)$",
    "int": r"[-+]?[0-9]+$",
    "float": r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?$",
    "null": r"(~|null|Null|NULL|)$",
}.items():
    _Editor.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_form), None)


def fits(value: object, schema: object, root: dict[str, object]) -> bool:
    """Whether a value is valid, for the part of JSON Schema that the schemas use."""
    if isinstance(schema, bool):
        return schema
    assert isinstance(schema, dict)
    assert set(schema) <= _KNOWN
    return all(_RULES[word](value, rule, schema, root) for word, rule in schema.items() if word in _RULES)


def _fits_ref(value: object, rule: str, _: object, root: dict[str, object]) -> bool:
    definitions = root["$defs"]
    assert isinstance(definitions, dict)
    return fits(value, definitions[rule.removeprefix("#/$defs/")], root)


def _fits_properties(value: object, rule: dict[str, object], _: object, root: dict[str, object]) -> bool:
    return not isinstance(value, dict) or all(fits(value[key], rule[key], root) for key in rule if key in value)


def _fits_others(value: object, rule: object, schema: dict[str, dict[str, object]], root: dict[str, object]) -> bool:
    known = schema.get("properties", {})
    return not isinstance(value, dict) or all(fits(value[key], rule, root) for key in value if key not in known)


_RULES: Mapping[str, Callable[..., bool]] = {
    "$ref": _fits_ref,
    "properties": _fits_properties,
    "additionalProperties": _fits_others,
    "type": lambda v, rule, *_: any(_TYPES[name](v) for name in ([rule] if isinstance(rule, str) else rule)),
    "enum": lambda v, rule, *_: any(v == item and isinstance(v, bool) == isinstance(item, bool) for item in rule),
    "anyOf": lambda v, rule, _, root: any(fits(v, item, root) for item in rule),
    "oneOf": lambda v, rule, _, root: sum(fits(v, item, root) for item in rule) == 1,
    "required": lambda v, rule, *_: not isinstance(v, dict) or set(rule) <= set(v),
    "items": lambda v, rule, _, root: not isinstance(v, list) or all(fits(item, rule, root) for item in v),
    "pattern": lambda v, rule, *_: not isinstance(v, str) or bool(re.search(rule, v)),
    "minimum": lambda v, rule, *_: isinstance(v, bool) or not isinstance(v, int | float) or v >= rule,
    "minProperties": lambda v, rule, *_: not isinstance(v, dict) or len(v) >= rule,
    "maxProperties": lambda v, rule, *_: not isinstance(v, dict) or len(v) <= rule,
    "propertyNames": lambda v, rule, _, root: not isinstance(v, dict) or all(fits(key, rule, root) for key in v),
}


def accepted(text: str, what: str = "cv") -> bool:
    """Whether an editor with the schema finds nothing wrong in a file."""
    schema = json.loads(schema_text(what))
    return fits(yaml.load(text, Loader=_Editor), schema, schema)


def cv_of(entries: str) -> str:
    indented = "".join(f"  {line}\n" for line in entries.splitlines())
    return f"version: 1\nname: Ada Example\nsections:\n- section: Work\n  entries:\n{indented}"


def test_the_projects_own_cv_is_accepted() -> None:
    text = (DATA / "cv.yaml").read_text(encoding="utf-8")
    # Two colons in one line are no YAML to an editor; cvtex reads them as text.
    lines = [re.sub(r"^(\s*- )([A-Z][^'\"]*: .*: .*)$", r"\1'\2'", line) for line in text.splitlines()]
    assert accepted("\n".join(lines))


def test_a_new_cv_is_accepted(tmp_path: Path) -> None:
    for name in ("Ada Example", "007", "null", "Yes"):
        folder = tmp_path / name
        scaffold(folder, name)
        assert accepted((folder / "data/cv.yaml").read_text(encoding="utf-8"))
        for target in ("cv", "short"):
            assert accepted((folder / f"data/targets/{target}.yaml").read_text(encoding="utf-8"), "target")


@pytest.mark.parametrize(
    "entries",
    [
        "- plain text",
        "- 2012",
        "- 3.5",
        "- true",
        "- Project: Network compression",
        "- a line with: a colon",
        "- Result:",
        "- {organization: A, date: 2021, items: [one, 2, {item: three, items: [{team: four}]}]}",
        "- {award: A, date: [2010-11, 2011]}",
        "- {award: A, draft: true, keep: false, pagebreak: yes, tags: [x, 2]}",
        "- {award: A, draft: TRUE, tags: x}",
        "- {organization: A, items: }",
        "- publications: C",
        *(f"- {role}: {'J' if role == 'publications' else 'Text'}" for role in ROLES),
    ],
)
def test_what_cvtex_reads_is_accepted(entries: str) -> None:
    assert accepted(cv_of(entries))


@pytest.mark.parametrize(
    "entries",
    [
        "- {organisation: A}",
        "- {organization: A, positon: B}",
        "- {organization: A, position: B}",
        "- {organization: A, Project: B}",
        "- {date: 2021}",
        "- {}",
        "- [one]",
        "-",
        "- {organization: [A]}",
        "- {organization: A, items: text}",
        "- {organization: A, items: {item: x}}",
        "- {organization: A, date: {from: 2021}}",
        "- {organization: A, draft: maybe}",
        "- {organization: A, items: [{item: b, items: [{itme: c}]}]}",
        "- publications: q",
    ],
)
def test_what_cvtex_refuses_is_refused(entries: str) -> None:
    assert not accepted(cv_of(entries))


@pytest.mark.parametrize(
    ("line", "sound"),
    [
        ("contact: [a@example.org, 8125550100, {link: x.org, text: My page}]", True),
        ("contact: {orcid: 0000-0002-1825-0097}", True),
        ("contact: a@example.org", True),
        ("contact: [{link: x.org, phone: 1}]", False),
        ("contact: [{text: My page}]", False),
        ("contact: [{fax: 1}]", False),
        ("me: [K. Zhen, 'Zhen, Kai']", True),
        ("me: K. Zhen", True),
        ("bibliography: [a.bib, b.bib]", True),
        ("updated: 2026-11-01", True),
        ("headline: 42", True),
        ("headline: [a]", False),
        ("abbreviations: {NSF: National Science Foundation, R&D: {en: Research, de: Forschung}}", True),
        ("abbreviations: [NSF]", False),
        ("abbreviations: {NSF: [a]}", False),
        ("nmae: Ada", False),
    ],
)
def test_the_head_of_the_cv(line: str, *, sound: bool) -> None:
    assert accepted(cv_of("- text") + line) is sound


@pytest.mark.parametrize("missing", ["version", "name", "sections"])
def test_what_a_cv_needs(missing: str) -> None:
    lines = {"version": "version: 1", "name": "name: Ada Example", "sections": "sections: [work.yaml]"}
    assert accepted("\n".join(lines.values()))
    assert not accepted("\n".join(line for key, line in lines.items() if key != missing))


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("", True),
        ("title: CV\npaper: a4\nsize: 11pt\nlanguage: en-GB\nstyle: cvtex\ntheme: classic\npages: {max: 2}", True),
        ("title: 2024", True),
        ("pages: {max: '2'}", True),
        ("paper: A4", False),
        ("size: 11", False),
        ("pages: 2", False),
        ("pages: {max: 0}", False),
        ("pages: {min: 2}", False),
        ("colour: red", False),
        ("- paper: a4", False),
    ],
)
def test_targets(text: str, *, sound: bool) -> None:
    assert accepted(text, "target") is sound


def test_the_keys_are_those_of_the_reader_with_their_meanings() -> None:
    schema = json.loads(schema_text("cv"))
    parts = schema["$defs"]
    section, contact = parts["section"]["anyOf"][0], parts["contact"]["anyOf"][1]
    for shown, keys in ((schema, CV_KEYS), (section, SECTION_KEYS), (contact, CONTACT_KEYS)):
        assert {key: value["description"] for key, value in shown["properties"].items()} == keys
    entry = {key: value["description"] for key, value in parts["entry"]["properties"].items()}
    assert set(entry) == {*ROLES, *NODE_KEYS}
    assert entry["award"] == ROLES["award"].meaning
    target = json.loads(schema_text("target"))
    assert {key: value["description"] for key, value in target["properties"].items()} == TARGET_KEYS


def test_every_mapping_is_closed() -> None:
    def mappings(part: object) -> list[dict[str, object]]:
        inner = list(part.values()) if isinstance(part, dict) else part if isinstance(part, list) else []
        found = [mapping for item in inner for mapping in mappings(item)]
        return [*found, part] if isinstance(part, dict) and isinstance(part.get("properties"), dict) else found

    closed = mappings(json.loads(schema_text("cv"))) + mappings(json.loads(schema_text("target")))
    assert len(closed) == 21
    assert all(mapping["additionalProperties"] is False for mapping in closed)


def test_explained_examples_agree_with_the_schema() -> None:
    """What `cvtex explain` shows as right, an editor takes as right."""
    pieces = [meaning.right for meaning in meanings().values() if meaning.right.startswith("- ")]
    assert len(pieces) > 10
    for piece in pieces:
        assert accepted(cv_of(piece)), piece


@pytest.mark.parametrize("what", ["cv", "target"])
def test_the_command_prints_it(tmp_path: Path, what: str) -> None:
    done = cvtex("schema", what, cwd=tmp_path)
    assert (done.code, done.out, done.err) == (0, schema_text(what), "")
    assert json.loads(done.out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
