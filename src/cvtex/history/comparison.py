"""A comparison of two states of the data, whichever way they are known."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from cvtex.content.model import CV
from cvtex.diagnostics import Diagnostic, UsageError
from cvtex.document.changes.changes import Changes, compare
from cvtex.document.changes.dated import dated_changes
from cvtex.document.changes.outline import Outline, outline
from cvtex.document.changes.since import Since
from cvtex.document.numbers.ledger import Ledger
from cvtex.document.references.referencestyle import ReferenceStyle
from cvtex.document.references.style import load_style
from cvtex.document.references.wording import in_language
from cvtex.document.targets.target import Target
from cvtex.document.targets.targetfile import load_target
from cvtex.history.past import Past
from cvtex.history.state import Origin, State, placed
from cvtex.languages.language import load_language
from cvtex.values import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states by where they come from, and what lies between them."""

    old: Origin
    new: Origin
    changes: Changes


def compare_states(data: Path, first: str, second: str | None, environment: Mapping[str, str]) -> Comparison:
    """What lies between two states of a data folder; without a second, between one and the data as they are.

    Days that the history does not reach are judged by the items' own dates. References are worded as the target `cv` has
    them. Raises what `Past.state` does, and UsageError where the second state is the earlier one.
    """
    there = (data / "cv.yaml").exists()
    target = load_target(data, "cv") if there else Target("cv")
    past = Past(data, Path(), environment, language=target.language)
    style = in_language(load_style(target.style, data if there else None), load_language(target.language))
    old = past.state(first)
    new = past.state(second) if second is not None else past.now()
    if isinstance(old, State):
        if isinstance(new, Origin):
            hint = f"the other way round: cvtex changes {new.name} {first}"
            message = f"the history of the data does not reach back to {new.name}, but it has {first}"
            raise UsageError(Diagnostic("H003", message, None, hint))
        changes = placed(compare(_outline(old, style), _outline(new, style)), old, new)
        return Comparison(old.origin, new.origin, changes)
    later, until = (new, None) if isinstance(new, State) else (past.now(), new.day)
    if until and old.day and until < old.day:
        hint = f"the other way round: cvtex changes {second} {first}"
        raise UsageError(Diagnostic("H003", f"{second} lies before {first}", None, hint))
    changes = dated_changes(_outline(later, style), old.day, until) if old.day else Changes()
    return Comparison(old, new.origin if isinstance(new, State) else new, placed(changes, None, later))


def since_then(
    data: Path, target: Target, cv: CV, ledger: Ledger, style: ReferenceStyle, environment: Mapping[str, str],
    clock: date | None = None,
) -> Since | None:  # fmt: skip
    """What a document sets apart, None where its target does not ask; a folder's path begins at the data.

    A day after that of the `clock` is refused.

    Raises what `Past.state` does.
    """
    if target.since is None:
        return None
    place, language = target.since.span, target.language
    old = Past(data, data, environment, place, language, clock).state(target.since.text)
    worded = in_language(style, load_language(language))
    now = outline(cv, ledger, worded)
    if isinstance(old, State):
        return Since(compare(_outline(old, worded), now), old.origin.day, place)
    return Since(dated_changes(now, old.day) if old.day else Changes(), old.day, place)


def _outline(state: State, style: ReferenceStyle) -> Outline:
    return outline(state.cv, state.ledger, style)
