"""The SARIF report: it has what the standard requires, and places that a code host can find."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtex import __version__
from cvtex.catalogue import meanings
from cvtex.diagnostics import Diagnostic, Span
from cvtex.reports.result import Result
from cvtex.reports.sarif import as_sarif, uri
from tests.reports.results import DOUBTED, HOSTILE, PLACED, REMARKED, TYPED, full, hostile, result

Json = Mapping[str, object]

# What SARIF 2.1.0 requires and allows of the objects that are used here, by section: property → (required, type).
MESSAGE = {"text": (True, str)}
SHAPES: dict[str, dict[str, tuple[bool, object]]] = {
    "log": {"$schema": (False, str), "version": (True, str), "runs": (True, ["run"])},
    "run": {
        "tool": (True, "tool"), "results": (False, ["result"]), "columnKind": (False, str),
        "automationDetails": (False, "automation"), "properties": (False, dict),
    },
    "tool": {"driver": (True, "driver")},
    "driver": {"name": (True, str), "version": (False, str), "rules": (False, ["rule"])},
    "rule": {
        "id": (True, str), "shortDescription": (False, "message"), "fullDescription": (False, "message"),
        "help": (False, "message"), "properties": (False, dict),
    },
    "message": {"text": (True, str)},
    "automation": {"id": (False, str)},
    "result": {
        "ruleId": (False, str), "ruleIndex": (False, int), "level": (False, str), "message": (True, "message"),
        "locations": (False, ["location"]), "properties": (False, dict),
    },
    "location": {"physicalLocation": (False, "physical"), "logicalLocations": (False, ["logical"])},
    "physical": {"artifactLocation": (True, "artifact"), "region": (False, "region")},
    "artifact": {"uri": (True, str)},
    "region": {"startLine": (True, int), "startColumn": (False, int), "endColumn": (False, int)},
    "logical": {"name": (True, str), "kind": (False, str)},
}  # fmt: skip


def conforms(value: object, shape: object) -> int:
    """Check a value against a shape, and return how many objects were looked at."""
    if isinstance(shape, list):
        assert isinstance(value, list)
        return sum(conforms(item, shape[0]) for item in value)
    if not isinstance(shape, str):
        assert isinstance(value, cast(type, shape))
        return 0
    assert isinstance(value, dict)
    fields = SHAPES[shape]
    assert {name for name, (required, _) in fields.items() if required} <= set(value) <= set(fields), shape
    return 1 + sum(conforms(inner, fields[name][1]) for name, inner in value.items())


def log_of(*results: Result) -> list[dict[str, list[dict[str, object]]]]:
    """The runs of a log that conforms."""
    log = json.loads(as_sarif(results))
    assert log["version"] == "2.1.0"
    assert conforms(log, "log") > 5
    for run in log["runs"]:
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        assert len(set(rules)) == len(rules)
        for item in run["results"]:
            assert rules[item["ruleIndex"]] == item["ruleId"]
            assert item["level"] in ("error", "warning")
            for location in item["locations"]:
                region = location.get("physicalLocation", {}).get("region")
                assert region is None or min(region.values()) >= 1
    return cast(list[dict[str, list[dict[str, object]]]], log["runs"])


def test_rules_are_the_checks_and_the_codes_with_their_meaning() -> None:
    (run,) = log_of(full())
    driver = cast(dict[str, dict[str, object]], run["tool"])["driver"]
    assert (driver["name"], driver["version"]) == ("cvtex", __version__)
    rules = {str(rule["id"]): rule for rule in cast(list[dict[str, dict[str, str]]], driver["rules"])}
    assert list(rules) == ["D008", "K001", "L001", "T001", "T002", "X007"]
    for code, rule in rules.items():
        assert rule["shortDescription"]["text"] == meanings()[code].title
        assert meanings()[code].mend in rule["help"]["text"]


def test_a_finding_stands_at_its_line() -> None:
    (run,) = log_of(result(TYPED))
    (found,) = run["results"]
    assert found["level"] == "error"
    assert found["message"] == {"text": "“a” is missing\nit was lost"}
    assert found["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "data/my%20cv.yaml"},
                "region": {"startLine": 3, "startColumn": 7, "endColumn": 11},
            }
        }
    ]


def test_a_finding_on_a_page_stands_in_the_pdf() -> None:
    (run,) = log_of(result(PLACED))
    (found,) = run["results"]
    assert found["properties"] == {"page": 2, "box": [100.0, 600.0, 160.0, 612.0]}
    assert found["locations"] == [
        {
            "physicalLocation": {"artifactLocation": {"uri": "build/cv.pdf"}},
            "logicalLocations": [{"name": "page 2", "kind": "page"}],
        }
    ]
    (run,) = log_of(result(REMARKED))
    assert "my%20cv.yaml" in json.dumps(run["results"])
    assert run["results"][0]["properties"] == {"page": 1}


def test_without_a_place_there_is_no_location() -> None:
    (run,) = log_of(Result("cv", (Diagnostic("X001", "there is no TeX"), DOUBTED)))
    assert [len(cast(list[object], found["locations"])) for found in run["results"]] == [0, 1]


def test_each_target_is_a_run_of_its_own_name() -> None:
    runs = log_of(full(), result(target="short"), Result("long", (DOUBTED,)))
    names = [cast(dict[str, str], run["automationDetails"])["id"] for run in runs]
    assert names == ["cvtex/cv/", "cvtex/short/", "cvtex/long/"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("data/cv.yaml", "data/cv.yaml"),
        ("./data/cv.yaml", "data/cv.yaml"),
        ("../a b/100%.bib", "../a%20b/100%25.bib"),
        ("a:b#c?.yaml", "a%3Ab%23c%3F.yaml"),
        ("é.yaml", "%C3%A9.yaml"),
        ("\udcff.yaml", "%FF.yaml"),
        ("/a b/c", "file:///a%20b/c"),
    ],
)
def test_names_of_files_as_uris(name: str, meant: str) -> None:
    assert uri(name) == meant


@given(st.text(st.characters(exclude_characters="/\x00", exclude_categories=["Cs"]), min_size=1))
def test_any_name_comes_back_from_its_uri(name: str) -> None:
    assert unquote_to_bytes(uri(name)).decode() == str(Path(name))
    assert uri(name).isascii()


@given(st.text() | st.just(HOSTILE))
def test_any_words_make_a_sound_log(words: str) -> None:
    log_of(result(Diagnostic("T002", words, Span("a", 1, 1), words), target=words))


def test_hostile_words_are_made_visible() -> None:
    log_of(hostile())
    text = as_sarif([hostile()])
    assert "<U+202E>" in text
    assert text.encode()
