"""The limits of a rule that an owner's target loosens: allowed, and never unsaid."""

from collections.abc import Iterator

from cvtex.diagnostics import Findings
from cvtex.document.targets.limits import Limits, Sides
from cvtex.document.targets.target import Target

_GATES = ("P001", "P002", "P012", "P014")
"""The checks that hold a rule's limits, besides the family G."""


def tell_loosened(target: Target, ruled: Target, findings: Findings) -> None:
    """Warn of each limit that a target takes away from the rule that it extends, or does not have checked."""
    names = [*_loosened(target.limits, ruled.limits)]
    if ruled.max_pages and (target.max_pages or ruled.max_pages + 1) > ruled.max_pages:
        names.append("pages")
    hint = f"`{ruled.name}` asks for it: take the line away, or be sure that your call allows it"
    for name in names:
        message = f"the target `{target.name}` loosens the limit `{name}` of `{ruled.name}`"
        findings.warning("D041", message, target.span, hint)
    for level in target.checks:
        if level.level != "error" and (level.code in _GATES or level.code.startswith("G")):
            message = f"`{level.code}: {level.level}` takes the force from a limit of `{ruled.name}`"
            findings.warning("D041", message, level.span, hint)


def _loosened(own: Limits, ruled: Limits) -> Iterator[str]:
    for name in ("size", "leading"):
        if getattr(own, name) < getattr(ruled, name):
            yield name
    for name in ("lines", "characters", "bytes", "publications"):
        most = getattr(ruled, name)
        if most and (not getattr(own, name) or getattr(own, name) > most):
            yield name
    if any(getattr(own.margin, side) < getattr(ruled.margin, side) for side in Sides.__match_args__):
        yield "margin"
    if ruled.links and own.links not in (ruled.links, "none"):
        yield "links"
    if ruled.colour and not own.colour:
        yield "colour"
    for name in ("without", "having"):
        if set(getattr(ruled, name)) - set(getattr(own, name)):
            yield "with" if name == "having" else name
    for name in ("fonts", "paper"):
        allowed = getattr(ruled, name)
        if allowed and (not getattr(own, name) or set(getattr(own, name)) - set(allowed)):
            yield name
    if ruled.filename.longest and (not own.filename.longest or own.filename.longest > ruled.filename.longest):
        yield "filename"
