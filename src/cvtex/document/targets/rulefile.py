"""Rules as a target's file has them."""

from cvtex.content.tree import Mapping, Node, Scalar, Sequence
from cvtex.diagnostics import Findings, Span, did_you_mean
from cvtex.document.targets.limits import LIMIT_KEYS
from cvtex.document.targets.rule import CERTAINTIES, Rule
from cvtex.patterns import regex

RULE_KEYS: dict[str, str] = {
    "of": "whose rule it is, such as NIH",
    "for": "the limits that this source is for, such as [size, pages]; without it, all that no other source is for",
    "source": "where it stands: the document's name, number and place",
    "read": "the day on which it was read there, such as 2026-11-25",
    "certainty": "primary (the rule's own text), secondary (somebody who tells of it) or memory (not looked up)",
    "note": "what one must know beside it",
}
_DAY = regex(r"\d{4}-\d{2}-\d{2}")
_EXAMPLE = "write rule: {of: NIH, source: …, read: 2026-11-25, certainty: primary}"
_NEEDED = ("of", "source", "read", "certainty")
RULED = (*LIMIT_KEYS, "pages", "file")
"""What a rule can be for."""


def parse_rules(node: Node, findings: Findings) -> tuple[Rule, ...]:
    """Read `rule:` of a target: one, or a list; what cannot be read is told."""
    items = node.items if isinstance(node, Sequence) else (node,)
    if not items:
        findings.error("D001", "`rule` is empty", node.span, _EXAMPLE)
    read = (_rule(item, findings) for item in items)
    return tuple(rule for rule in read if rule)


def _rule(node: Node, findings: Findings) -> Rule | None:
    if not isinstance(node, Mapping) or not node.pairs:
        findings.error("D001", "`rule` is a mapping", node.span, _EXAMPLE)
        return None
    texts: dict[str, str] = {}
    topics: tuple[str, ...] = ()
    for key, value in node.pairs:
        name = key.value
        if name not in RULE_KEYS:
            findings.error("D007", f"unknown key `{name}` in a rule", key.span, did_you_mean(name, RULE_KEYS))
        elif name == "for":
            topics = _topics(value, findings)
        elif isinstance(value, Scalar) and value.value.strip():
            texts[name] = " ".join(value.value.split())
        else:
            findings.error("D001", f"`{name}` has no text", value.span, f"write {name}: …")
    if not _sound(texts, node.span, findings):
        return None
    return Rule(texts["of"], texts["source"], texts["read"], texts["certainty"], texts.get("note", ""), topics)


def _sound(texts: dict[str, str], span: Span, findings: Findings) -> bool:
    """Whether a rule says whose it is, where it was read, when, and how sure that is."""
    missing = [name for name in _NEEDED if name not in texts]
    if missing:
        hint = "a rule without a source cannot be looked up"
        findings.error("D006", f"this rule has no {' and no '.join(missing)}", span, hint)
        return False
    if not _DAY.fullmatch(texts["read"]):
        findings.error("D017", f"`{texts['read']}` is no day", span, "write it as 2026-11-25")
        return False
    if texts["certainty"] not in CERTAINTIES:
        hint = did_you_mean(texts["certainty"], CERTAINTIES) or f"write one of: {', '.join(CERTAINTIES)}"
        findings.error("D017", f"`{texts['certainty']}` is no certainty", span, hint)
        return False
    return True


def _topics(node: Node, findings: Findings) -> tuple[str, ...]:
    items = node.items if isinstance(node, Sequence) else (node,)
    words = [(item.value.strip() if isinstance(item, Scalar) else "", item.span) for item in items]
    for word, span in words:
        if word not in RULED:
            findings.error("D017", f"`{word}` is no limit that a rule can be for", span, did_you_mean(word, RULED))
    return tuple(word for word, _ in words if word in RULED)
