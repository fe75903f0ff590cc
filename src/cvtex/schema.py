"""JSON Schema of cv.yaml and of a target, for editors: made from the keys that the reader knows."""

import json
from collections.abc import Iterable, Mapping

from cvtex.content.contact import WITHHELD
from cvtex.content.keys import (
    CATEGORY_KEYS,
    CONTACT_KEYS,
    CV_KEYS,
    NODE_KEYS,
    PERSON_ROLES,
    PHOTO_KEYS,
    REFERENCES_KEYS,
    ROLES,
    SECTION_KEYS,
)
from cvtex.content.load import FORMAT
from cvtex.content.settings import LINKS
from cvtex.document.numbers.categories import usual_categories
from cvtex.document.references.style import style_names
from cvtex.document.targets import limits as known
from cvtex.document.targets.look import CHOICES
from cvtex.document.targets.rule import CERTAINTIES
from cvtex.document.targets.rulefile import RULE_KEYS, RULED
from cvtex.document.targets.target import (
    COLOURS,
    ENGINES,
    FEET,
    FONTS,
    HEADS,
    HYPHENATIONS,
    LABELS,
    LANGUAGES,
    LEVELS,
    OUTPUTS,
    PAPERS,
    TARGET_KEYS,
    Margins,
)
from cvtex.document.targets.targetselections import PUBLICATION_KEYS
from cvtex.document.targets.targetselections import SECTION_KEYS as TARGET_SECTION_KEYS
from cvtex.document.targets.targetvalues import FIT_KEYS
from cvtex.document.targets.themechoice import LOOK_KEYS

Schema = dict[str, object]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_YES_OR_NO = "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo])$"
# Keys are single words in lower case; with any other word before it, a colon belongs to the author's text.
_FLAG: Schema = {"anyOf": [{"type": "boolean"}, {"type": "string", "pattern": _YES_OR_NO}]}
_OPTIONAL: Schema = {"anyOf": [_FLAG, {"type": "integer", "minimum": 1}]}
_LENGTH: Schema = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?\s*(pt|in|cm|mm)$"}
_RATE: Schema = {
    "anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$"}]
}
_LANGUAGE = "^[a-z]{2}(-[A-Z]{2})?$"
_WORDS_BEFORE_COLON = "^[^a-z]|\\s"


def schema_text(what: str) -> str:
    """The JSON Schema (draft 2020-12) of `cv` or `target` as text, the same for the same keys."""
    schema = {"cv": _cv, "target": _target}[what]()
    return json.dumps({"$schema": _DIALECT, **schema}, ensure_ascii=False, indent=2) + "\n"


def _cv() -> Schema:
    details: dict[str, Schema] = {
        "version": {"enum": [int(FORMAT), FORMAT]},
        "name": _ref("text"),
        "headline": _ref("text"),
        "photo": _object("the photo", PHOTO_KEYS, dict.fromkeys(PHOTO_KEYS, _ref("text")), PHOTO_KEYS),
        "contact": _one_or_list(_ref("contact"), empty=True),
        "me": _ref("words"),
        "bibliography": _ref("words"),
        "categories": _categories(),
        "references": _references(),
        "people": _people(),
        "same": {"type": "array", "items": {"type": "array", "items": {"type": "string"}, "minItems": 2}},
        "abbreviations": {"type": "object", "additionalProperties": _ref("text")},
        "updated": _ref("dates"),
        "sections": {"type": "array", "items": _ref("section")},
    }
    scalar: Schema = {"type": ["string", "number", "boolean"]}
    parts = {
        "scalar": scalar,
        "text": {"anyOf": [_ref("scalar"), _ref("languages")]},
        "languages": {
            "description": "a text in several languages, each under its code",
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": _LANGUAGE},
            "additionalProperties": _ref("scalar"),
        },
        "words": _one_or_list(_ref("scalar"), empty=True),
        "dates": _one_or_list(_ref("text"), empty=False),
        "flag": _FLAG,
        "nodes": {"type": ["array", "null"], "items": _ref("node")},
        "contact": _contact(),
        "section": _section(),
        "node": {"anyOf": [_ref("entry"), _ref("text"), _ref("textWithColon")]},
        "entry": _entry(),
        "textWithColon": {
            "description": "a line of text that holds a colon",
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "propertyNames": {"pattern": _WORDS_BEFORE_COLON},
            "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
        },
    }
    required = ["version", "name", "sections"]
    return {"title": "CV", **_object("a CV for cvtex", CV_KEYS, details, required), "$defs": parts}


def _section() -> Schema:
    details: dict[str, Schema] = {
        "section": _ref("text"),
        "number": _ref("text"),
        "entries": _ref("nodes"),
        "tags": _ref("words"),
        "optional": _OPTIONAL,
        "draft": _ref("flag"),
        "pagebreak": _ref("flag"),
    }
    file = {"description": "a file that holds sections", "type": "string", "pattern": "\\.ya?ml$"}
    return {"anyOf": [_object("a section", SECTION_KEYS, details, ["section"]), file]}


def _entry() -> Schema:
    """One node: a role with its headline, and the details that every role may have."""
    letters = "; ".join(f"{category.letter} {category.heading}" for category in usual_categories())
    meanings = {name: role.meaning for name, role in ROLES.items()} | {
        "publications": f"the list of one category, or `all`: {letters}"
    }
    roles = {name: _ref("text") for name in ROLES} | {"publications": {"type": "string", "pattern": "^([A-Z]|all)$"}}
    details: dict[str, Schema] = {
        **roles,
        "at": _ref("text"),
        "date": _ref("dates"),
        "place": _ref("text"),
        "url": {"type": "string"},
        "note": _ref("text"),
        "items": _ref("nodes"),
        "tags": _ref("words"),
        "optional": _OPTIONAL,
        "draft": _ref("flag"),
        "own": _ref("flag"),
        "keep": _ref("flag"),
        "pagebreak": _ref("flag"),
    }
    entry = _object("an entry: its role and headline, and its details", {**meanings, **NODE_KEYS}, details)
    return {**entry, "oneOf": [{"required": [name]} for name in ROLES]}


def _categories() -> Schema:
    details: dict[str, Schema] = {
        "heading": _ref("text"),
        "types": _ref("words"),
        "keywords": _ref("words"),
        "status": _ref("words"),
    }
    category = _object("a category of publications", CATEGORY_KEYS, details, ["heading"])
    return {"type": "object", "patternProperties": {"^[A-Z]$": category}, "additionalProperties": False}


def _references() -> Schema:
    count: Schema = {"type": "integer", "minimum": 1}
    limits = {"max": "the most names that are printed whole", "first": "how many of a longer list are kept"}
    details: dict[str, Schema] = {
        "order": _choice(("newest", "oldest")),
        "late": _choice(("next", "letter")),
        "authors": _object("how long lists of authors are shortened", limits, {"max": count, "first": count}, ["max"]),
        "legend": _choice(("entry", "list")),
        "count": _ref("flag"),
        "best": _ref("words"),
        "links": _one_or_list(_choice(LINKS), empty=True),
    }
    return _object("how publications are printed", REFERENCES_KEYS, details)


def _people() -> Schema:
    roles = dict.fromkeys(PERSON_ROLES, "co-authors by name")
    return _object("co-authors by their role", roles, {role: _ref("words") for role in PERSON_ROLES})


def _contact() -> Schema:
    line = _object("a contact line", CONTACT_KEYS, {name: _ref("text") for name in CONTACT_KEYS})
    kinds = [name for name in CONTACT_KEYS if name != "text"]
    return {"anyOf": [_ref("text"), {**line, "oneOf": [{"required": [name]} for name in kinds]}]}


def _target() -> Schema:
    sides: dict[str, Schema] = dict.fromkeys(Margins.__match_args__, _LENGTH)
    one_length: list[Schema] = [_object("the margins", dict.fromkeys(sides, "a margin"), sides), _LENGTH]
    fit: dict[str, Schema] = {
        "space": {"type": "string", "pattern": "^[0-9]{2,3}\\s*%$"},
        "size": _LENGTH,
        "drop": _ref("flag"),
    }
    details: dict[str, Schema] = {
        "extends": {"type": "string"},
        "title": _ref("text"),
        "headline": _ref("text"),
        "summary": _ref("text"),
        "titles": {"type": "object", "minProperties": 1, "additionalProperties": _ref("text")},
        "paper": _choice(PAPERS),
        "size": _LENGTH,
        "font": _choice(FONTS),
        "margins": {"anyOf": one_length},
        "head": _choice(HEADS),
        "foot": _choice(FEET),
        "engine": _choice(ENGINES),
        "colour": _choice(COLOURS),
        "theme": {"anyOf": [{"type": "string"}, _theme()]},
        "style": _choice(style_names()),
        "language": _choice(LANGUAGES),
        "sections": _one_or_list(_ref("section"), empty=False),
        **_selection(),
        "publications": _ref("publications"),
        "labels": _choice(LABELS),
        "contact": _object("the contact", {"without": "the kinds that are left out"}, {"without": _kinds()}),
        "since": _ref("text"),
        "pages": _object(
            "limits", {"max": "the most pages that the document may have"}, {"max": _ref("count")}, ["max"]
        ),
        "fit": {"anyOf": [_ref("flag"), _object("how far the page may be changed", FIT_KEYS, fit)]},
        "limits": _limits(),
        "checks": {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": "^[A-Z][0-9]{3}$"},
            "additionalProperties": _choice(LEVELS),
        },
        "file": {"type": "string", "minLength": 1},
        "output": _choice(OUTPUTS),
        "hyphenation": _choice(HYPHENATIONS),
        "rule": _one_or_list(_ref("rule"), empty=False),
    }
    target = _object("what one document shows, and how", TARGET_KEYS, details)
    parts = {
        "text": {"type": ["string", "number", "boolean"]},
        "words": _one_or_list(_ref("text"), empty=False),
        "flag": _FLAG,
        "count": {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": "^0*[1-9][0-9]*$"}]},
        "section": _target_section(),
        "publications": _target_publications(),
        "rule": _rule(),
    }
    return {"title": "Target", **target, "type": ["object", "null"], "$defs": parts}


def _theme() -> Schema:
    details: dict[str, Schema] = {
        "name": {"type": "string"},
        "accent": {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"},
        **{name: _choice(values) for name, values in CHOICES.items()},
        "space": {"type": "string", "pattern": "^[0-9]{2,3}\\s*%$"},
    }
    return _object("a theme, and what is chosen of it", LOOK_KEYS, details, ["name"])


def _limits() -> Schema:
    sides: dict[str, Schema] = dict.fromkeys(known.SIDES, _LENGTH)
    name = {"max": "the most characters", "signs": "what is allowed beside letters and digits"}
    fonts: list[Schema] = [
        _one_or_list(_choice(known.FAMILIES), empty=False),
        {"type": "object", "propertyNames": _choice(known.FAMILIES), "additionalProperties": _LENGTH},
    ]
    details: dict[str, Schema] = {
        "size": _LENGTH,
        "counts": _one_or_list(_choice(known.COUNTS), empty=False),
        **dict.fromkeys(("lines", "characters", "leading"), _RATE),
        "margin": {"anyOf": [_object("the margins", dict.fromkeys(sides, "a margin"), sides), _LENGTH]},
        "outside": _one_or_list(_choice(known.OUTSIDE), empty=False),
        "fonts": {"anyOf": fonts},
        "paper": _one_or_list(_choice(known.SHEETS), empty=False),
        "publications": _ref("count"),
        "bytes": {"type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?\\s*[kKM]B$"},
        "filename": _object("how the file may be called", name, {"max": _ref("count"), "signs": {"type": "string"}}),
        "colour": _choice(known.COLOURS),
        "links": _choice(known.LINKS),
        "without": _one_or_list(_choice(known.WITHOUT), empty=False),
        "with": _one_or_list(_choice(known.WITH), empty=False),
    }
    return _object("what the pages and the file are measured against", known.LIMIT_KEYS, details)


def _rule() -> Schema:
    details: dict[str, Schema] = {
        **dict.fromkeys(("of", "source", "note"), _ref("text")),
        "for": _one_or_list(_choice(RULED), empty=False),
        "read": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "certainty": _choice(CERTAINTIES),
    }
    return _object("whose rule it is, and where it stands", RULE_KEYS, details, ["of", "source", "read", "certainty"])


def _selection() -> dict[str, Schema]:
    return {"tags": _ref("words"), "without": _ref("words"), "period": _ref("text")}


def _kinds() -> Schema:
    return _one_or_list(_choice(WITHHELD), empty=False)


def _target_section() -> Schema:
    lists = _one_or_list(_ref("publications"), empty=False)
    details: dict[str, Schema] = {
        "section": _ref("text"),
        "title": _ref("text"),
        **_selection(),
        "max": _ref("count"),
        "publications": lists,
    }
    section = _object("a section, and what of it is taken", TARGET_SECTION_KEYS, details, ["section"])
    return {"anyOf": [_ref("text"), section]}


def _target_publications() -> Schema:
    details: dict[str, Schema] = {
        "title": _ref("text"),
        **{name: _ref("words") for name in ("categories", "keys", "keywords")},
        "max": _ref("count"),
        "min": _ref("count"),
        "choose": _choice(("best", "newest")),
        "order": _choice(("newest", "oldest", "best", "keys")),
        "label": {"type": "string", "pattern": "^[A-Z]$"},
    }
    return {**_object("which publications", PUBLICATION_KEYS, details), "minProperties": 1}


def _object(
    what: str, meanings: Mapping[str, str], details: Mapping[str, Schema], required: Iterable[str] = ()
) -> Schema:
    """A mapping with exactly the keys of `meanings`; raises KeyError for a key whose form is not given."""
    properties = {key: {**details[key], "description": meaning} for key, meaning in meanings.items()}
    schema: Schema = {"description": what, "type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": list(required)} if required else schema


def _one_or_list(schema: Schema, *, empty: bool) -> Schema:
    forms: list[Schema] = [schema, {"type": "array", "items": schema}]
    return {"anyOf": [*forms, {"type": "null"}] if empty else forms}


def _choice(values: Iterable[str]) -> Schema:
    return {"enum": list(values)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
