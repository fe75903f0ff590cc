"""Whose rule a limit is, in the words of a finding."""

from collections.abc import Iterable, Iterator

from cvtex.diagnostics import Diagnostic
from cvtex.document.model import Document
from cvtex.document.targets.rule import rule_for
from cvtex.values import replace


def asks(document: Document, topic: str) -> str:
    """Who sets a limit: `NIH asks for`, or the target where no rule stands behind it."""
    rule = rule_for(document.rules, topic)
    return f"{rule.of} asks for" if rule else "the target asks for"


def cited(document: Document, topic: str, fix: str) -> str:
    """How to mend it, and where the rule stands, when it was read there, and how sure that is."""
    rule = rule_for(document.rules, topic)
    return f"{fix} ({rule.cited})" if rule else fix


def cited_once(document: Document, findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Findings of which the first of each check says where the rule stands, and the others only whose it is."""
    told: set[tuple[str, str]] = set()
    for item in findings:
        rule = next(
            (rule for rule in document.rules if rule.of and (item.hint or "").endswith(f"({rule.cited})")), None
        )
        if rule and (item.code, rule.cited) in told:
            item = replace(item, hint=(item.hint or "").replace(f"({rule.cited})", f"({rule.of}: see above)"))
        elif rule:
            told.add((item.code, rule.cited))
        yield item
