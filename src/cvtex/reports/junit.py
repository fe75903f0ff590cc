"""A report in JUnit's XML, which most services that run builds can show: a suite a target, a test case a check."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence

from cvtex.catalogue import meanings
from cvtex.diagnostics import Diagnostic
from cvtex.reports.result import Result, errors, family, warnings
from cvtex.reports.text import first_line, visible


def as_junit(results: Sequence[Result]) -> str:
    """All results as one file.

    It keeps to what the common schemas share (Jenkins' junit-10.xsd, Ant's): no count of skipped cases at the root, and
    one failure a case, which holds all of its findings.
    """
    suites = [_suite(result) for result in results]
    root = ET.Element("testsuites", name="cvtex")
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    root.set("time", f"{sum(result.seconds for result in results):.3f}")
    root.extend(suites)
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(result: Result) -> ET.Element:
    cases = list(_cases(result))
    suite = ET.Element("testsuite", name=_legal(result.name), tests=str(len(cases)))
    suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    suite.set("errors", "0")
    suite.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
    suite.set("time", f"{result.seconds:.3f}")
    suite.extend(cases)
    return suite


def _cases(result: Result) -> Iterator[ET.Element]:
    """What belongs to no check that was run comes first: it was found first."""
    checked = {outcome.code for outcome in result.outcomes}
    others = dict.fromkeys(item.code for item in result.findings if item.code not in checked)
    for code in others:
        yield _case(code, meanings()[code].title, result.findings)
    if result.outcomes:
        from cvtex.verify.checks import CHECKS

        for outcome in result.outcomes:
            promise = outcome.promise or CHECKS[outcome.code].promise
            case = _case(outcome.code, promise, result.findings)
            if outcome.status == "skipped":
                case.insert(0, ET.Element("skipped", message=_legal(outcome.reason)))
            yield case
    elif not others:
        yield ET.Element("testcase", classname=f"cvtex.{family('D')}", name="the data are sound")


def _case(code: str, name: str, findings: Sequence[Diagnostic]) -> ET.Element:
    own = [item for item in findings if item.code == code]
    case = ET.Element("testcase", classname=f"cvtex.{family(code)}", name=_legal(f"{code} {name}"))
    wrong, doubtful = errors(own), warnings(own)
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        failure = ET.SubElement(case, "failure", type=code, message=_legal(wrong[0].message + more))
        failure.text = _told(wrong)
    if doubtful:
        ET.SubElement(case, "system-out").text = _told(doubtful)
    return case


def _told(findings: Sequence[Diagnostic]) -> str:
    return "\n".join(_legal(first_line(item) + (f"\n  {item.hint}" if item.hint else "")) for item in findings)


def _legal(text: str) -> str:
    """Text with nothing that XML 1.0 forbids (section 2.2, Char): what is left after `visible` are two noncharacters."""
    return visible(text).replace("\ufffe", "<U+FFFE>").replace("\uffff", "<U+FFFF>")
