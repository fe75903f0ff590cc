"""Whose rule a limit is, in the words of a finding."""

from cvtex.document.model import Document
from cvtex.document.rule import rule_for


def asks(document: Document, topic: str) -> str:
    """Who sets a limit: `NIH asks for`, or the target where no rule stands behind it."""
    rule = rule_for(document.rules, topic)
    return f"{rule.of} asks for" if rule else "the target asks for"


def cited(document: Document, topic: str, fix: str) -> str:
    """How to mend it, and where the rule stands, when it was read there, and how sure that is."""
    rule = rule_for(document.rules, topic)
    return f"{fix} ({rule.cited})" if rule else fix
