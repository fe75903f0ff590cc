"""Why TeX stopped, as a finding at the author's line, in words that need no LaTeX."""

import re

from cvtex.diagnostics import Diagnostic
from cvtex.patterns import regex
from cvtex.typeset.engine import JOB, Run
from cvtex.typeset.source import Source

_ERROR = regex(rf"^(?:\./)?{JOB}\.tex:(\d+): (.*)$|^! (.*)$", re.MULTILINE)
_IN_FILE = regex(r"^(?:\./)?([\w.-]+\.(?:cls|sty|def)):(\d+): (.*)$", re.MULTILINE)
_AT_LINE = regex(r"^l\.(\d+) ", re.MULTILINE)
_NO_FILE = regex(
    r"File [`']([^']+)' not found|I can't find file [`']([^']+)'|\(file ([\w.-]+)\): (?:cannot open|Font .* not found)"
)
_NO_METRICS = regex(r"Font \S+?=(\S+)(?: at \S+| scaled \d+)? not loadable: Metric")
_NO_FORMAT = regex(r"I can't find the format file [`']([^']+)'")


def failure(run: Run, source: Source) -> Diagnostic:
    """Why TeX stopped, as one finding."""
    if run.stopped:
        return run.stopped
    text = f"{run.log}\n{run.output}"
    form = _NO_FORMAT.search(text)
    if form:
        return Diagnostic(
            "X004",
            f"TeX has no format `{form[1]}`",
            None,
            "its installation is incomplete: `cvtex doctor` shows how to install it",
        )
    name = _missing_file(text)
    if name:
        return Diagnostic(
            "X004",
            f"TeX does not find `{name}`",
            None,
            "a TeX package or font is missing: `cvtex doctor` shows the command that installs it",
        )
    if "No space left" in text or "Fwrite" in text or "I can't write on file" in text:
        return Diagnostic(
            "X006",
            "TeX cannot write its files: the disk is full or read-only",
            None,
            "make room in the folder for temporary files, or set TMPDIR to another",
        )
    error = _ERROR.search(run.log)
    if error:
        line = int(error[1] or 0) or _line_after(run.log, error.end())
        message = (error[2] or error[3] or "").strip().rstrip(".")
        span = source.origin(line) if line else None
        return Diagnostic(
            "X002",
            f"TeX stopped at this text: {message}",
            span,
            "this is a fault of cvtex or of the theme, not of the text: please report it with the log",
        )
    inner = _IN_FILE.search(run.log)
    if inner:
        return Diagnostic(
            "X002",
            f"TeX stopped in {inner[1]}, line {inner[2]}: {inner[3].strip()}",
            None,
            "the theme or the TeX installation is at fault",
        )
    if run.status < 0:
        return Diagnostic(
            "X002",
            f"TeX died of signal {-run.status}",
            None,
            "run the command again; if it stays, the TeX installation is damaged",
        )
    last = next((line for line in reversed(run.output.splitlines()) if line.strip()), "it printed nothing")
    return Diagnostic(
        "X002",
        f"TeX ended with status {run.status}: {_printable(last)[:120]}",
        None,
        "look at the log; `cvtex doctor` checks the installation",
    )


def _missing_file(text: str) -> str:
    """The file that TeX looked for in vain, if that is why it stopped."""
    metrics = _NO_METRICS.search(text)
    missing = _NO_FILE.search(text)
    return f"{metrics[1]}.tfm" if metrics else next(filter(None, missing.groups()), "") if missing else ""


def _line_after(log: str, position: int) -> int:
    match = _AT_LINE.search(log, position)
    return int(match[1]) if match else 0


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
