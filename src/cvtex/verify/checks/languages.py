"""Languages: a text in another one than the document's says so in the tags, so that it is read in the right voice."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from cvtex.content.markup import plain
from cvtex.diagnostics import Span
from cvtex.document.model import Document, facts
from cvtex.values import dataclass
from cvtex.verify.checks.access import root_of
from cvtex.verify.checks.registry import Finding, Findings, check
from cvtex.verify.evidence import Evidence, packed
from cvtex.verify.spoken import said, same, texts_of

_AGAIN = "build the PDF again; if that does not help, please report it"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A text in one language, empty for the document's own, and where it was typed."""

    text: str
    language: str
    span: Span | None = None


@check("A008", "every text says in the tags in which language it is, where that is not the document's")
def spoken_languages(document: Document, seen: Evidence) -> Findings:
    wanted = list(_typed(document))
    left = list(_foreign(_told(document, seen)))
    for due in _foreign(wanted):
        found = next((told for told in left if told.language == due.language and same(told.text, due.text)), None)
        if found:
            left.remove(found)
            continue
        message = f"“{due.text[:60]}” does not say in the tags that its language is `{due.language}`"
        yield Finding(message, _AGAIN, due.span)
    for told in left:
        yield Finding(f"“{told.text[:60]}” says that its language is `{told.language}`, and it is not", _AGAIN)
    return len(wanted)


def _typed(document: Document) -> Iterator[_Stretch]:
    """The texts of a document, each in parts of one language."""
    for fact in facts(document):
        if not fact.runs:
            yield _Stretch(packed(fact.text), "", fact.span)
        for language, runs in groupby(fact.runs, key=lambda run: run.language):
            yield _Stretch(packed(plain(runs)), language, fact.span)


def _told(document: Document, seen: Evidence) -> Iterator[_Stretch]:
    labels = {f"[{label}]" for label in document.labels}
    for text, language in said(root_of(seen), texts_of(seen), labels):
        own = not language or _tongue(language) == _tongue(document.language)
        yield _Stretch(text, "" if own else language)


def _tongue(language: str) -> str:
    """A language without its region."""
    return language.partition("-")[0].casefold()


def _foreign(stretches: Iterable[_Stretch]) -> Iterator[_Stretch]:
    """What is in another language, those that follow one another in one language as one."""
    for language, group in groupby((item for item in stretches if item.text), key=lambda item: item.language):
        first, *others = group
        if language:
            yield _Stretch("".join(item.text for item in (first, *others)), language, first.span)
