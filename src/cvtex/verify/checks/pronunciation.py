"""Pronunciation: what is in another language than the document, or short for something, says so in the tags."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from cvtex.content.markup import plain
from cvtex.diagnostics import Span
from cvtex.document.model import Document, facts
from cvtex.values import dataclass
from cvtex.verify.checks.access import root_of
from cvtex.verify.checks.registry import Finding, Findings, check
from cvtex.verify.evidence import Evidence, packed
from cvtex.verify.spoken import said, same, text_of, texts_of

_AGAIN = "build the PDF again; if that does not help, please report it"


@dataclass(frozen=True, slots=True)
class _Said:
    """A text and how it is said, a language or what it is short for; and where it was typed."""

    text: str
    how: str
    span: Span | None = None


@check("A008", "what is in another language than the document, or short for something, says so in the tags")
def pronunciation(document: Document, seen: Evidence) -> Findings:
    typed = list(_typed(document))
    for due, told in _unlike(_foreign(typed), _foreign(_told(document, seen))):
        if due:
            message = f"“{due.text[:60]}” does not say in the tags that its language is `{due.how}`"
            yield Finding(message, _AGAIN, due.span)
        elif told:
            yield Finding(f"“{told.text[:60]}” says that its language is `{told.how}`, and it is not", _AGAIN)
    for due, told in _unlike(_short(document), _expanded(seen)):
        if due:
            yield Finding(
                f"“{due.text[:60]}” does not say in the tags that it is short for “{due.how}”", _AGAIN, due.span
            )
        elif told:
            yield Finding(f"“{told.text[:60]}” says that it is short for “{told.how}”, and it is not", _AGAIN)
    return len(typed)


def _unlike(wanted: Iterable[_Said], told: Iterable[_Said]) -> Iterator[tuple[_Said | None, _Said | None]]:
    """What is due and not told, and what is told and not due."""
    left = list(told)
    for due in wanted:
        found = next((item for item in left if item.how == due.how and same(item.text, due.text)), None)
        if found:
            left.remove(found)
        else:
            yield due, None
    yield from ((None, item) for item in left)


def _typed(document: Document) -> Iterator[_Said]:
    """The texts of a document, each in parts of one language."""
    for fact in facts(document):
        if not fact.runs:
            yield _Said(packed(fact.text), "", fact.span)
        for language, runs in groupby(fact.runs, key=lambda run: _other(run.language, document)):
            yield _Said(packed(plain(runs)), language, fact.span)


def _told(document: Document, seen: Evidence) -> Iterator[_Said]:
    labels = {f"[{label}]" for label in document.labels}
    for text, language, _ in said(root_of(seen), texts_of(seen), labels):
        yield _Said(text, _other(language, document))


def _other(language: str, document: Document) -> str:
    """A language; empty for that of the document, whatever the region."""
    tongues = [code.partition("-")[0].casefold() for code in (language, document.language)]
    return language if tongues[0] != tongues[1] else ""


def _foreign(texts: Iterable[_Said]) -> Iterator[_Said]:
    """What is in another language, texts that follow one another in one language as one."""
    for language, group in groupby((item for item in texts if item.text), key=lambda item: item.how):
        first, *others = group
        if language:
            yield _Said("".join(item.text for item in (first, *others)), language, first.span)


def _short(document: Document) -> Iterator[_Said]:
    for fact in facts(document):
        yield from (_Said(packed(run.text), run.expansion, fact.span) for run in fact.runs if run.expansion)


def _expanded(seen: Evidence) -> Iterator[_Said]:
    texts = texts_of(seen)
    yield from (_Said(text_of(tag, texts), tag.expansion) for tag in root_of(seen).below() if tag.expansion)
