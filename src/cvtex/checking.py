"""The first half of the way: the data loaded, and composed as the document of each target, without TeX and without a PDF."""

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from cvtex.cache.kept import Kept
from cvtex.content.load import load
from cvtex.content.model import CV
from cvtex.diagnostics import CvtexError, DataError, Diagnostic, Findings
from cvtex.document.compose import compose
from cvtex.document.model import Document
from cvtex.document.numbers.ledger import read_ledger
from cvtex.document.references.style import load_style
from cvtex.document.targets.target import Target
from cvtex.document.targets.targetfile import load_target, refuse_clash, target_names

Composed = Callable[[frozenset[str]], tuple[Document, tuple[Diagnostic, ...]]]
_Loaded = dict[str, tuple[CV, tuple[Diagnostic, ...]]]
_NOTHING_SET: Mapping[str, str] = MappingProxyType({})


def check(
    data: Path, target: str, *, today: date | None = None, clock: date | None = None, theme: str | None = None,
    environment: Mapping[str, str] = _NOTHING_SET,
) -> tuple[Document, tuple[Diagnostic, ...]]:  # fmt: skip
    """Judge the data alone: the document that they make, and the warnings. Raises DataError with all mistakes.

    A target with `since:` asks git, which is looked for where the environment says.
    """
    return prepared(data, target, today=today, clock=clock, theme=theme, environment=environment)[1](frozenset())


def check_all(
    data: Path, *, today: date | None = None, clock: date | None = None, environment: Mapping[str, str] = _NOTHING_SET
) -> tuple[Document, int, tuple[Diagnostic, ...]]:
    """Judge the data as each target takes them: the document of `cv`, the number of targets, all warnings once.

    Raises an error of the first one's kind with the mistakes of all targets, each told once.
    """
    loaded: _Loaded = {}
    names = all_targets(data)
    documents: list[Document] = []
    told: dict[Diagnostic, None] = {}
    failed: CvtexError | None = None
    for name in names:
        try:
            document, warnings = prepared(
                data,
                name,
                today=today,
                clock=clock,
                theme=None,
                environment=environment,
                loaded=loaded,
            )[1](frozenset())
        except CvtexError as error:
            failed = failed or error
            warnings = error.diagnostics
            if not loaded:  # the CV itself: every target would say the same
                told |= dict.fromkeys((*warnings, *_target_mistakes(data, names)))
                break
        else:
            documents.append(document)
        told |= dict.fromkeys(warnings)
    if failed:
        raise type(failed)(*told)
    return documents[0], len(names), tuple(told)


def _target_mistakes(data: Path, names: Iterable[str]) -> Iterator[Diagnostic]:
    """What is wrong with the files of targets as such."""
    for name in names:
        try:
            load_target(data_folder(data), name, _check_codes)
        except CvtexError as error:
            yield from error.diagnostics


def prepared(
    data: Path, target: str, *, today: date | None, clock: date | None, theme: str | None,
    environment: Mapping[str, str], loaded: _Loaded | None = None,
) -> tuple[Target, Composed]:  # fmt: skip
    """A target, and what composes its document without those places and keys that are dropped to fit.

    `loaded` keeps the CV of each language for the next target.
    """
    folder = data_folder(data)
    findings = Findings()
    chosen = load_target(folder, target, _check_codes, theme, findings)
    ledger = read_ledger(folder, findings)
    try:
        style = load_style(chosen.style, folder)
        kept = loaded if loaded is not None else {}
        cv, warnings = kept[chosen.language] = kept.get(chosen.language) or load(
            folder, chosen.language, shelf=Kept(environment, "read")
        )
        since = None
        if chosen.since:
            from cvtex.history.comparison import since_then

            since = since_then(folder, chosen, cv, ledger, style, environment, clock)
    except DataError as error:
        raise DataError(*findings.ordered(), *error.diagnostics) from error
    findings.items.extend(warnings)

    def composed(gone: frozenset[str]) -> tuple[Document, tuple[Diagnostic, ...]]:
        try:
            document, more = compose(
                cv, chosen, ledger=ledger, style=style, today=today, clock=clock, gone=gone, since=since,
            )  # fmt: skip
        except DataError as error:
            raise DataError(*findings.ordered(), *error.diagnostics) from error
        if findings.failed:
            raise DataError(*findings.ordered(), *more)
        refuse_clash(folder, chosen, document.files[0])
        return document, findings.ordered() + more

    return chosen, composed


def _check_codes() -> Collection[str]:
    """The codes of all checks; verify is loaded only for a target that weighs them."""
    from cvtex.verify.checks import CHECKS

    return CHECKS.keys()


def data_folder(path: Path) -> Path:
    """The folder with cv.yaml: the one named, or `data` within it."""
    inner = path / "data"
    for file in (path / "cv.yaml", inner / "cv.yaml"):
        sys.audit("cvtex.exists", str(file))  # one that comes or goes changes which folder is meant
    return inner if not (path / "cv.yaml").exists() and (inner / "cv.yaml").exists() else path


def all_targets(data: Path) -> tuple[str, ...]:
    """The names of all targets of a data folder."""
    return target_names(data_folder(data))
