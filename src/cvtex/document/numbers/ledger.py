"""The ledger: the permanent numbers of publications, kept in `labels.lock` beside the data.

One line a number, `LABEL KEY "TITLE"`, in the order of the numbers, so that a change is read in a diff.
A number that is no longer used stays: `P005 key "Title" -> J002`, or `P005 key "Title" retired`.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from cvtex.content.model import Publication
from cvtex.content.names import fold
from cvtex.content.source import Source, read_source
from cvtex.diagnostics import Diagnostic, Findings, Span, UsageError, did_you_mean
from cvtex.patterns import regex
from cvtex.values import dataclass, replace

LEDGER = "labels.lock"
_HEADER = """\
# The permanent numbers of publications. `cvtex labels --freeze` releases new ones; a released number never moves.
# Keep this file under version control. After a merge each number and each key stands once.
"""
_LABEL = r"[A-Z]\d{3,}[a-z]?"
_LINE = regex(rf'(?P<label>{_LABEL}) (?P<key>\S+) "(?P<title>.*)"(?: (?:-> (?P<to>{_LABEL})|(?P<gone>retired)))?$')
_CONFLICT = regex(r"^(?:<{7}|={7}|>{7}|\|{7})(?: |$)")
_SAME_TITLE = 0.6  # of the words of two titles, how many must agree for one to be the other, corrected


@dataclass(frozen=True, slots=True)
class Release:
    """A released number: whose it is, and what became of it (`retired`, and `to` which other number)."""

    label: str
    key: str
    title: str
    span: Span
    retired: bool = False
    to: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """All released numbers in their order; empty until something is frozen."""

    releases: tuple[Release, ...] = ()

    @property
    def current(self) -> dict[str, Release]:
        """The releases in force, by key."""
        return {release.key: release for release in self.releases if not release.retired}

    @property
    def labels(self) -> frozenset[str]:
        """Every number ever released."""
        return frozenset(release.label for release in self.releases)


NO_LEDGER = Ledger()


def parse_label(label: str) -> tuple[str, int, str]:
    """A label in parts that sort as the labels do: `C004a` is ("C", 4, "a")."""
    match = re.fullmatch(r"([A-Z]+)(\d+)([a-z]?)", label)
    if not match:
        raise ValueError(f"`{label}` is no label")
    return match[1], int(match[2]), match[3]


def read_ledger(folder: Path, findings: Findings) -> Ledger:
    """The ledger of a data folder; every line that cannot be read is told."""
    path = folder / LEDGER
    if not path.exists():
        return Ledger()
    source = read_source(path, findings)
    return parse_ledger(source, findings) if source else Ledger()


def parse_ledger(source: Source, findings: Findings) -> Ledger:
    """Read the lines of a ledger; numbers and keys that stand twice are told."""
    releases: list[Release] = []
    conflicts = [number for number, line in enumerate(source.lines, 1) if _CONFLICT.match(line)]
    if conflicts:
        hint = (
            "keep the lines of both sides and remove the marks; where both gave out one number, the first released "
            "keeps it, and the other's line goes: `cvtex labels --freeze` then gives it the next"
        )
        findings.error("B020", "a merge in git left its conflict marks here", source.span(conflicts[0], 1, 7), hint)
        return Ledger()
    for number, line in enumerate(source.lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.match(line.rstrip())
        if match:
            span = source.span(number, 1, len(match["label"]))
            retired = bool(match["to"] or match["gone"])
            releases.append(Release(match["label"], match["key"], match["title"], span, retired, match["to"] or ""))
        else:
            hint = 'a line has the form: C012 key "Title"; restore it from version control'
            findings.error("B021", "this line of the ledger cannot be read", source.span(number, 1, len(line)), hint)
    _report_doubles(releases, findings)
    return Ledger(tuple(releases))


def _report_doubles(releases: Iterable[Release], findings: Findings) -> None:
    by_label: dict[str, Release] = {}
    by_key: dict[str, Release] = {}
    for release in releases:
        first = by_label.setdefault(release.label, release)
        if first is not release:
            hint = f"line {first.span.line} gives it to `{first.key}`: the first released keeps it; delete the other line, and freeze again"
            findings.error("B022", f"the number {release.label} is given twice", release.span, hint)
        if not release.retired:
            other = by_key.setdefault(release.key, release)
            if other is not release:
                hint = f"line {other.span.line} gives it {other.label}: keep the first released, and retire the other"
                findings.error("B022", f"`{release.key}` has two numbers", release.span, hint)


def dump_ledger(ledger: Ledger) -> str:
    """The ledger as text, in the order of its numbers."""
    lines = [_line(release) for release in sorted(ledger.releases, key=lambda item: parse_label(item.label))]
    return _HEADER + "".join(f"{line}\n" for line in lines)


def _line(release: Release) -> str:
    fate = f" -> {release.to}" if release.to else " retired" if release.retired else ""
    return f'{release.label} {release.key} "{release.title}"{fate}'


def audit(
    ledger: Ledger,
    publications: Iterable[Publication],
    letters: Mapping[str, str],
    findings: Findings,
    *,
    became: Mapping[str, str] | None = None,
) -> None:
    """Hold the released numbers against the publications; `letters` is the category of each key.

    `became` has, by the key of a preprint, that of the publication which is printed instead (`same:` in cv.yaml).
    """
    present = {publication.key: publication for publication in publications}
    _audit_heirs(ledger, became or {}, findings)
    for release in ledger.releases:
        publication = present.get(release.key)
        if release.retired:
            if publication and letters.get(release.key) == release.label[0]:
                hint = f"line {release.span.line} of the ledger: remove the entry, or give it another key"
                findings.error(
                    "B026", f"the number {release.label} of `{release.key}` is retired", publication.span, hint
                )
        elif publication is None:
            findings.error(
                "B023",
                f"the publication of {release.label}, `{release.key}`, is no longer there",
                release.span,
                _lost(release, present, became or {}, ledger),
            )
        elif letters.get(release.key, "") != release.label[0]:
            letter = letters.get(release.key, "none")
            hint = f"restore its type, or: cvtex labels --retire {release.label} --to LABEL, and give the entry another key"
            findings.error(
                "B024",
                f"`{release.key}` was released as {release.label}; its category is now {letter}",
                publication.span,
                hint,
            )
        elif not _same_paper(release.title, publication.title.plain):
            hint = f"a number stays with its paper: give the new one a key of its own, or: cvtex labels --retire {release.label}"
            findings.error(
                "B025",
                f"`{release.key}` was released as {release.label}, “{release.title}”: this is another paper",
                publication.title.span,
                hint,
            )


def _audit_heirs(ledger: Ledger, became: Mapping[str, str], findings: Findings) -> None:
    """Tell the retired numbers that lead to none which is released, or to another than cv.yaml says."""
    current = ledger.current
    for release in ledger.releases:
        heir = became.get(release.key, "")
        if release.to and release.to not in ledger.labels:
            hint = f"`cvtex labels --retire {release.label} --to LABEL` releases both at once; here, correct the number"
            findings.error("B027", f"{release.label} became {release.to}, which is not released", release.span, hint)
        elif release.to and heir in current and current[heir].label != release.to:
            right = current[heir].label
            message = f"{release.label} became {release.to} here, and {right} by `same:` in cv.yaml"
            findings.error("B027", message, release.span, f"write -> {right}, or correct `same:`")


def _lost(release: Release, present: Mapping[str, Publication], became: Mapping[str, str], ledger: Ledger) -> str:
    heir = became.get(release.key)
    if heir:
        label = ledger.current[heir].label if heir in ledger.current else "LABEL"
        return f"by `same:` in cv.yaml it became `{heir}`: cvtex labels --retire {release.label} --to {label}" + (
            "" if label != "LABEL" else ", the number that `cvtex labels` shows for it"
        )
    twin = next(
        (key for key, publication in present.items() if fold(publication.title.plain) == fold(release.title)), None
    )
    if twin:
        return f"`{twin}` has its title: put that key into this line, if it is the same publication"
    return f"restore the entry; or, for good: cvtex labels --retire {release.label}, with --to LABEL for what it became"


def _same_paper(one: str, other: str) -> bool:
    first, second = set(fold(one).split()), set(fold(other).split())
    return len(first & second) >= _SAME_TITLE * max(len(first), len(second), 1)


def freeze(ledger: Ledger, publications: Iterable[Publication], labels: Mapping[str, str]) -> Ledger:
    """The ledger with every number that `labels` gives released, and the titles as they are now."""
    releases = {release.label: release for release in ledger.releases}
    for publication in publications:
        label = labels.get(publication.key)
        if label and not (label in releases and releases[label].retired):
            releases[label] = Release(label, publication.key, _title(publication), publication.span)
    return Ledger(tuple(releases.values()))


def _title(publication: Publication) -> str:
    return " ".join(publication.title.plain.split())


def retire(ledger: Ledger, label: str, to: str, known: Iterable[str]) -> Ledger:
    """The ledger with a number retired, for good. Raises UsageError for a number that cannot be."""
    released = {release.label: release for release in ledger.releases}
    if label not in released:
        raise UsageError(
            Diagnostic("U007", f"{label} is not a released number", None, did_you_mean(label, sorted(released)))
        )
    if released[label].retired:
        raise UsageError(Diagnostic("U007", f"{label} is retired already", released[label].span))
    if to and (to not in known or to == label):
        raise UsageError(
            Diagnostic("U007", f"{to} is no number of the CV", None, did_you_mean(to, sorted(set(known) - {label})))
        )
    released[label] = replace(released[label], retired=True, to=to)
    return Ledger(tuple(released.values()))
