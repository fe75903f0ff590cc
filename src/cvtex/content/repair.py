"""A YAML file that the parser refuses, changed line by line until the rest of it can be read."""

from cvtex.content.complaints import Complaint, explain, mark_of, never_closed
from cvtex.content.source import Source
from cvtex.content.traps import Trap, holds_list, mend, odd_begin, quoted, split_value, straightened
from cvtex.diagnostics import Findings
from cvtex.quickyaml import yaml

_MOST_ERRORS = 20
_READ_AGAIN_CHARACTERS = 6_000_000


class Repair:
    """The lines of a file as they are read, and what was done to them.

    A line that YAML refuses is read as text where that is certain (`mended` holds its number, from 0). Otherwise
    it is told, and loses its value or goes. What then no longer fits, because it stood below a line that went,
    goes with it and is not told: it would be the same mistake once more.
    """

    def __init__(self, source: Source, findings: Findings) -> None:
        self.source, self.findings = source, findings
        self.lines = list(source.lines)
        self.mended: set[int] = set()
        self._odd: dict[int, Trap] = {}
        self._lost: set[int] = set()
        self._shadows: list[range] = []
        self._budget = _READ_AGAIN_CHARACTERS

    def after(self, error: yaml.MarkedYAMLError, last_quoted: range) -> bool:
        """Change the lines after an error of the parser; whether it is worth reading them again.

        `last_quoted` holds the numbers of the lines, from 0, of the last text in quotation marks before the error.
        """
        self._budget -= len(self.source.text)
        if not self._odd:
            self._odd = {at: trap for at, line in enumerate(self.lines) if (trap := odd_begin(line))}
            if self._odd:
                return self._straighten()
        mark = mark_of(error.problem_mark, error.context_mark)
        number = min(mark.line, len(self.lines) - 1)
        if len(last_quoted) > 1 and last_quoted[-1] == number:
            return self._lose(never_closed(self.source, last_quoted[0]))
        better = mend(self.lines[number], mark.column) if number not in self.mended else None
        if better is not None and self._budget > 0:
            self.lines[number] = better
            self.mended.add(number)
            return True
        return self._lose(explain(self.source, error))

    def _straighten(self) -> bool:
        """Tell odd indentation, and make it plain at the width of a tab that makes YAML of it, if one does."""
        for at, trap in self._odd.items():
            self.findings.error(trap.code, trap.message, self.source.span(at + 1, trap.column), trap.hint)
        for width in (4, 8, 2):
            straight = [straightened(line, width) if at in self._odd else line for at, line in enumerate(self.lines)]
            if _readable("\n".join(straight)):
                self.lines = straight
                return True
        return False

    def _lose(self, complaint: Complaint) -> bool:
        at = complaint.span.line - 1
        shadow = next((shadow for shadow in self._shadows if at in shadow), None)
        if complaint.may_follow and shadow and any(self.lines[at : shadow.stop]):
            self.lines[at : shadow.stop] = [""] * (shadow.stop - at)
            return True
        whole = complaint.span.column == 1 and self.lines[at][:1] in ("[", "{")
        if at in self._lost and not self.lines[at]:
            return False
        if at not in self._lost:
            self.findings.error("S005", complaint.message, complaint.span, complaint.hint)
        self.lines[at] = "" if at in self._lost else _without_value(self.lines[at], complaint.span.column)
        self._lost.add(at)
        if complaint.may_follow or not self.lines[at]:
            self._shadows.append(range(at + 1, self._end_of_block(at)))
        return not whole and len(self._lost) <= _MOST_ERRORS and self._budget > 0

    def _end_of_block(self, at: int) -> int:
        """The number of the first line that stands further left than line `at`."""
        indent = _indent(self.source.lines[at])
        lines = enumerate(self.source.lines[at + 1 :], at + 1)
        return next((number for number, line in lines if line.strip() and _indent(line) < indent), len(self.lines))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _without_value(line: str, column: int) -> str:
    """The line with its value read as text, or as an empty list where that was begun; else no line at all."""
    prefix, value = split_value(line)
    if not value or not prefix.strip() or column <= len(prefix):
        return ""
    return prefix + ("[]" if value.startswith("[") and holds_list(line) else quoted(value))


def _readable(text: str) -> bool:
    try:
        for _ in yaml.parse(text, Loader=loader()):
            pass
    except yaml.YAMLError:
        return False
    return True


def loader() -> type[yaml.SafeLoader]:
    """The quick loader where PyYAML was built with it."""
    quick: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return quick
