"""Whose rule a finding is about: told in full once for each check."""

from dataclasses import replace

from cvtex.diagnostics import Diagnostic
from cvtex.document.targets.rule import Rule
from cvtex.verify.cited import cited, cited_once
from tests.samples import specimen


def test_the_source_of_a_rule_is_cited_once_for_each_check() -> None:
    document = replace(specimen(), rules=(Rule("NIH", "a long guide", "2026-11-25", "primary"),))
    hint = cited(document, "size", "set it larger")
    found = [Diagnostic(code, "too small", None, hint) for code in ("P012", "P012", "P014")]
    assert [item.hint for item in cited_once(document, found)] == [hint, "set it larger (NIH: see above)", hint]
    assert "a long guide" in hint
