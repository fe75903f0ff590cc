"""A state of the data: as they are now, as a commit has them, or as an earlier release kept in a folder."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from cvtex.content.load import load
from cvtex.content.model import CV
from cvtex.diagnostics import DataError, Diagnostic, Findings, Span
from cvtex.document.changes.changes import Change, Changes, Side
from cvtex.document.numbers.ledger import Ledger, read_ledger
from cvtex.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a state comes from: `kind` is data, folder, revision or day, `name` as it was asked for.

    `commit` is empty where no commit was read, `committed` its day; `day` is the day that the state stands for, where that
    is known. A day without a commit is judged by the items' own dates.
    """

    kind: str
    name: str
    commit: str = ""
    day: date | None = None
    folder: str = ""
    committed: date | None = None

    @property
    def by_dates(self) -> bool:
        return self.kind == "day" and not self.commit

    def __str__(self) -> str:
        match self.kind:
            case "data":
                return "the data as they are now"
            case "folder":
                return f"the folder {self.name}" + (f", updated {self.day.isoformat()}" if self.day else "")
            case _ if self.by_dates:
                return f"{self.name}, by the items' own dates: the history of the data does not reach back so far"
        where = f", in {self.folder}" if self.folder else ""
        return f"{self.name}: commit {self.commit[:10]} of {self.committed}{where}"


@dataclass(frozen=True, slots=True)
class State:
    """The data at one time, and how their places are called: `read` is what they were read as, `shown` what people see."""

    cv: CV
    ledger: Ledger
    origin: Origin
    read: str = ""
    shown: str = ""

    def place(self, span: Span) -> Span:
        """A place as people find it: `v1.0:data/cv.yaml` for what was read from a commit."""
        return _told(self.read, self.shown)(span)


def read_state(folder: Path, origin: Origin, language: str, *, shown: str = "") -> State:
    """The state of a folder, its texts in a language. Raises DataError with the findings, their places called as `shown` has it."""
    findings = Findings()
    try:
        ledger = read_ledger(folder, findings)
        cv, _ = load(folder, language, pictured=False)
    except DataError as error:
        raise _renamed(DataError(*findings.ordered(), *error.diagnostics), str(folder), shown) from error
    if findings.failed:
        raise _renamed(DataError(*findings.ordered()), str(folder), shown)
    day = origin.day or _updated(cv)
    return State(cv, ledger, replace(origin, day=day), str(folder) if shown else "", shown)


def _updated(cv: CV) -> date | None:
    """The day on which a CV says that it was revised."""
    start = cv.updated.periods[0].start if cv.updated and cv.updated.periods else None
    return date(start.year, start.month, start.day) if start and start.day else None


def _renamed(error: DataError, read: str, shown: str) -> DataError:
    if not shown:
        return error
    told = _told(read, shown)
    hint = "the data of that time do not hold what this cvtex asks of a CV: compare with a later state"
    head = Diagnostic("H006", "this state of the data cannot be read", Span(shown), hint)
    return DataError(
        head,
        *(
            replace(
                item,
                message=item.message.replace(read, shown),
                hint=item.hint and item.hint.replace(read, shown),
                span=told(item.span) if item.span else None,
            )
            for item in error.diagnostics
        ),
    )


def _told(read: str, shown: str) -> Callable[[Span], Span]:
    def place(span: Span) -> Span:
        return replace(span, file=shown + span.file[len(read) :]) if read and span.file.startswith(read) else span

    return place


def placed(changes: Changes, old: State | None, new: State) -> Changes:
    """Changes with every place called as people find it."""

    def side(value: Side, state: State | None) -> Side:
        return replace(value, span=state.place(value.span)) if state else value

    def change(value: Change) -> Change:
        here = old if value.kind == "retired" else new
        return replace(value, side=side(value.side, here), was=value.was and side(value.was, old))

    return Changes(tuple(change(item) for item in changes.items))
