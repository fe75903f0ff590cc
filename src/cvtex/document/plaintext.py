"""The document as plain text, to paste into a form that takes no PDF."""

from collections.abc import Iterator

from cvtex.content.markup import Inline, plain
from cvtex.document.model import Block, Document, Group, Heading, Line, Paragraph, ReferenceList


def plain_text(document: Document) -> str:
    """Every text of a document in the order of the page: a line each, sections apart, publications by their labels."""
    parts = [document.name.plain]
    parts += [document.headline.plain] if document.headline else []
    parts += [item.text for item in document.contact]
    parts += ["", document.summary.plain] if document.summary else []
    for block in document.blocks:
        parts += _lines(block)
    return "\n".join(parts) + "\n"


def _with_note(runs: Inline) -> str:
    """A line's words; a note, which the page sets apart by its look, stands behind a dash."""
    at = next((number for number, run in enumerate(runs) if "note" in run.styles), len(runs))
    words, note = plain(runs[:at]).rstrip(), plain(runs[at:]).strip()
    return f"{words} – {note}" if words and note else words or note


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(number, title):
            words = f"{number} {title.plain}".strip()
            yield from ("", words, "=" * len(words))
        case Group(title):
            yield from ("", title.plain)
        case Line(level, runs, date=date):
            if not level:
                yield ""
            yield f"{'  ' * (level - 1) + '- ' if level else ''}{_with_note(runs)}{f' ({date})' if date else ''}"
        case Paragraph(runs=runs):
            yield from ("", plain(runs))
        case ReferenceList(references=references, legend=legend):
            yield ""
            for reference in references:
                yield f"{reference.label}. {plain(reference.runs)}"
                if reference.legend:
                    yield f"   {plain(reference.legend)}"
            if legend:
                yield plain(legend)
