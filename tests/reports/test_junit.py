"""The JUnit report: its shape is what services accept, and every finding is in it, under its check."""

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from cvtex.catalogue import meanings
from cvtex.diagnostics import Diagnostic, Span
from cvtex.reports.junit import as_junit
from cvtex.reports.result import FAMILIES, Result
from cvtex.verify.checks import CHECKS
from tests.reports.results import DOUBTED, HOSTILE, PLACED, TYPED, full, hostile, result

# Element by element: the children it may have, the attributes it must have, and those it may have besides
# (what junit-10.xsd of Jenkins and the schema of Ant's reports have in common).
SHAPE: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": ({"testsuite"}, {"name", "tests", "failures", "errors", "time"}, set()),
    "testsuite": ({"testcase"}, {"name", "tests", "failures", "errors", "skipped", "time"}, set()),
    "testcase": ({"skipped", "failure", "system-out"}, {"classname", "name"}, {"time"}),
    "failure": (set(), {"type", "message"}, set()),
    "skipped": (set(), {"message"}, set()),
    "system-out": (set(), set(), set()),
}


def parsed(*results: Result) -> ET.Element:
    text = as_junit(results)
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n')
    root = ET.fromstring(text.encode())
    assert root.tag == "testsuites"
    for element in root.iter():
        children, must, may = SHAPE[element.tag]
        assert {child.tag for child in element} <= children
        assert must <= set(element.attrib) <= must | may
        if element.tag in ("testsuites", "testsuite"):
            cases = list(element.iter("testcase"))
            assert int(element.attrib["tests"]) == len(cases) > 0
            assert int(element.attrib["failures"]) == sum(case.find("failure") is not None for case in cases)
            assert element.attrib["errors"] == "0"
        if element.tag == "testsuite":
            assert int(element.attrib["skipped"]) == len(list(element.iter("skipped")))
        if element.tag == "testcase":
            assert all(len(element.findall(tag)) <= 1 for tag in children)
    return root


def case(root: ET.Element, code: str) -> ET.Element:
    (found,) = (item for item in root.iter("testcase") if item.attrib["name"].split()[0] == code)
    return found


def test_each_check_is_a_case_with_its_promise() -> None:
    root = parsed(full())
    named = {item.attrib["name"]: item.attrib["classname"] for item in root.iter("testcase")}
    assert named[f"T001 {CHECKS['T001'].promise}"] == "cvtex.text"
    assert named[f"K001 {CHECKS['K001'].promise}"] == "cvtex.links"
    assert named[f"X007 {meanings()['X007'].title}"] == "cvtex.typesetting"
    assert len(named) == 4 + 2
    assert root.attrib["time"] == "0.375"


def test_errors_are_failures_and_warnings_are_output() -> None:
    root = parsed(full())
    failure = case(root, "T001").find("failure")
    assert failure is not None
    assert failure.attrib == {"type": "T001", "message": TYPED.message}
    assert failure.text == "data/my cv.yaml:3:7: error[T001]: “a” is missing\n  it was lost"
    assert "(page 2)" in (case(root, "T002").findtext("failure") or "")
    assert case(root, "D008").find("failure") is None
    assert DOUBTED.message in (case(root, "D008").findtext("system-out") or "")
    assert len(case(root, "K001")) == 0
    skipped = case(root, "L001").find("skipped")
    assert skipped is not None
    assert skipped.attrib["message"] == "there are no data to compare with"


def test_a_check_with_warnings_only_has_not_failed() -> None:
    root = parsed(result(Diagnostic("K001", "doubtful", severity="warning")))
    assert root.attrib["failures"] == "0"
    assert "doubtful" in (case(root, "K001").findtext("system-out") or "")


def test_many_findings_of_a_check_are_one_failure_that_holds_them_all() -> None:
    root = parsed(result(*(Diagnostic("T001", f"number {number}") for number in range(50))))
    failure = case(root, "T001").find("failure")
    assert failure is not None
    assert failure.attrib["message"] == "number 0 (and 49 more)"
    assert all(f"number {number}" in (failure.text or "") for number in range(50))


def test_each_target_is_a_suite() -> None:
    root = parsed(full(), result(target="short"))
    assert [(suite.attrib["name"], suite.attrib["failures"]) for suite in root] == [("cv", "3"), ("short", "0")]
    assert root.attrib["tests"] == "10"


def test_without_a_pdf_the_findings_stand_alone() -> None:
    root = parsed(Result("cv", (Diagnostic("D005", "the end is before the start", Span("a", 1, 1)), DOUBTED)))
    assert {item.attrib["classname"] for item in root.iter("testcase")} == {"cvtex.data"}
    assert root.attrib["failures"] == "1"
    assert root.attrib["time"] == "0.000"


def test_sound_data_are_one_case_that_passes() -> None:
    root = parsed(Result("cv", ()))
    assert (root.attrib["tests"], root.attrib["failures"]) == ("1", "0")


def test_what_xml_forbids_is_made_visible() -> None:
    text = as_junit([hostile()])
    parsed(hostile())
    assert all(f"&lt;U+{mark}&gt;" in text for mark in ("0000", "001B", "202E", "FFFE", "FFFF", "D800"))
    assert "<script" not in text


@given(st.text() | st.just(HOSTILE))
def test_any_words_make_sound_xml(words: str) -> None:
    parsed(result(Diagnostic("T002", words, Span(words, 1, 1), words), PLACED, target=words, pdf=words))


def test_every_code_has_a_family() -> None:
    assert {code[0] for code in (*CHECKS, *meanings())} == set(FAMILIES)
