"""The rules that a target stands for: whose they are, where they were read, when, and how sure that is."""

from collections.abc import Iterable

from cvtex.values import dataclass

CERTAINTIES = {
    "primary": "the rule's own text",
    "secondary": "a secondary source, look it up before you rely on it",
    "memory": "from memory, look it up before you rely on it",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A source of a target's limits; `topics` are those that it is for, empty for all that no other is for.

    `of` is empty where the owner's own target has limits of its own instead.
    """

    of: str
    source: str
    read: str
    certainty: str
    note: str = ""
    topics: tuple[str, ...] = ()

    @property
    def cited(self) -> str:
        """Where it stands, when it was read there, and how sure that is."""
        return f"{self.of}: {self.source}, read {self.read}; {CERTAINTIES[self.certainty]}"


def rule_for(rules: tuple[Rule, ...], topic: str) -> Rule | None:
    """The source of one limit: the one that names it, else the one for all."""
    named = next((rule for rule in rules if topic in rule.topics), None)
    rule = named or next((rule for rule in rules if not rule.topics), None)
    return rule if rule and rule.of else None


def owners(topics: Iterable[str]) -> Rule:
    """What stands in the place of a rule for limits that the owner set."""
    return Rule("", "", "", "", topics=tuple(topics))
