"""RenderCV's input with the content of a CV of ours, as its user would type it: labels and the own name by hand."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from cvtex.checking import check
from cvtex.content.load import load
from cvtex.content.model import Publication
from cvtex.document.model import Document, Group, Heading, Line, Paragraph, ReferenceList

Entry = str | dict[str, object]


def rendercv_input(data: Path) -> str:
    """The whole CV; a section ends where the next heading of any kind stands, for it takes entries of one kind."""
    document, _ = check(data, "cv")
    cv, _ = load(data, "en")
    content: dict[str, object] = {"name": document.name.plain}
    for contact in document.contact:
        content["email" if contact.kind == "email" else "website"] = contact.href.removeprefix("mailto:")
    content["sections"] = dict(_sections(document, {item.key: item for item in cv.publications}))
    text: str = yaml.safe_dump({"cv": content}, allow_unicode=True, sort_keys=False, width=1000)
    return text


def _sections(document: Document, publications: dict[str, Publication]) -> Iterator[tuple[str, list[Entry]]]:
    title, heading, top, entries = "", "", 0, list[Entry]()
    for block in document.blocks:
        match block:
            case Heading() | Group():
                if entries:
                    yield title, entries
                    entries = []
                words = block.title.plain
                heading = f"{block.number}. {words}" if isinstance(block, Heading) else heading
                title = heading if isinstance(block, Heading) else f"{heading}: {words}"
            case Line() if not entries or block.level <= top:
                top = block.level
                entries.append({"name": _text(block), **({"date": block.date} if block.date else {})})
            case Line():
                _add_bullet(entries[-1], block, top)
            case Paragraph():
                entries.append({"name": _text(block)})
            case ReferenceList():
                entries += [_reference(item.label, publications[item.key]) for item in block.references]
    if entries:
        yield title, entries


def _add_bullet(entry: Entry, line: Line, top: int) -> None:
    """RenderCV has two levels of bullets: the third is set as the second."""
    assert isinstance(entry, dict)
    bullets = entry.setdefault("highlights", [])
    assert isinstance(bullets, list)
    words = " ".join(filter(None, (_text(line), line.date)))
    if line.level > top + 1 and bullets:
        bullets[-1] += f" - {words}"
    else:
        bullets.append(words)


def _text(block: Line | Paragraph) -> str:
    return "".join(run.text for run in block.runs)


def _reference(label: str, item: Publication) -> Entry:
    names = [author.display for author in item.authors] + ["et al."] * item.et_al
    entry: dict[str, object] = {"title": f"[{label}] {item.title.plain}", "authors": names}
    fields = {name: text.plain for name, text in item.fields.items()}
    if "doi" in fields:
        entry["doi"] = fields.pop("doi")
    if fields:
        entry["journal"] = ", ".join(fields.values())
    if item.date:
        entry["date"] = str(item.date.periods[0].start.year)
    return entry
