"""The structure of a PDF beside its pages: bookmarks, page labels, metadata, layers, and what it could do."""

from collections.abc import Iterator
from typing import Any

from cvtex.patterns import regex
from cvtex.values import dataclass
from cvtex.verify.loose import NOTHING_LOOSE, Loose, loose
from cvtex.verify.tags import NO_TAGS, Tags, read_tags
from cvtex.verify.xmp import Xmp, read_xmp

_MOST_BOOKMARKS = 5_000
ELSEWHERE = "a link into another file"
# What plays, opens another file or changes this one (ISO 32000-1, tables 169 and 198).
_ACTS = {
    "Launch": "a link that starts a program",
    "JavaScript": "JavaScript",
    "SubmitForm": "a form",
    "ResetForm": "a form",
    "ImportData": "a form",
    "GoToR": ELSEWHERE,
    "GoToE": "a link into an attached file",
    "Rendition": "a film or sound",
    "Movie": "a film or sound",
    "Sound": "a film or sound",
    "GoTo3DView": "a 3D model",
    "RichMediaExecute": "a film or sound",
}
_THINGS = {
    "FileAttachment": "an attached file",
    "Widget": "a form",
    "RichMedia": "a film or sound",
    "Movie": "a film or sound",
    "Sound": "a film or sound",
    "Screen": "a film or sound",
    "3D": "a 3D model",
}
_KEYS = {
    "XFA": "a form",
    "AF": "an attached file",
    "EmbeddedFiles": "an attached file",
    "JavaScript": "JavaScript",
    "AcroForm": "a form",
    "AA": "an action at opening",
}
_ACT = regex(rf"/S\s*/({'|'.join(_ACTS)})\b")
_THING = regex(rf"/Subtype\s*/({'|'.join(_THINGS)})\b")
_KEY = regex(rf"/({'|'.join(_KEYS)})\s*(?=[\[<]|\d+\s+\d+\s+R\b)")
_ESCAPED = regex(r"#([0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline; `page` counts from 1, 0 where it leads to no page; `level` from 0."""

    title: str
    page: int
    level: int


@dataclass(frozen=True, slots=True)
class Structure:
    """The facts of a file that are not on its pages; `xmp` is None where there is no packet."""

    bookmarks: tuple[Bookmark, ...] = ()
    page_labels: tuple[str, ...] = ()
    xmp: Xmp | None = None
    hidden_layers: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    loose: Loose = NOTHING_LOOSE
    tags: Tags = NO_TAGS


NO_STRUCTURE = Structure()


def read_structure(reader: Any, pdf: bytes) -> Structure:
    """The structure of a file that pypdf has opened."""
    found = loose(pdf)
    root = _plain(reader.trailer["/Root"])
    packet = _packet(root)
    return Structure(
        tuple(_bookmarks(reader, reader.outline, 0))[:_MOST_BOOKMARKS],
        tuple(reader.page_labels) if "/PageLabels" in root else (),
        read_xmp(packet) if packet is not None else None,
        tuple(_hidden(root)),
        tuple(dict.fromkeys(_acts(found.structure))),
        found,
        read_tags(reader),
    )


def _plain(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _packet(root: Any) -> str | None:
    stream = _plain(root.get("/Metadata"))
    if not hasattr(stream, "get_data"):
        return None
    content = stream.get_data()
    encoding = "utf-16" if content[:2] in (b"\xfe\xff", b"\xff\xfe") else "utf-8-sig"
    return str(content.decode(encoding, "replace"))


def _bookmarks(reader: Any, outline: Any, level: int) -> Iterator[Bookmark]:
    for item in outline:
        if isinstance(item, list):
            yield from _bookmarks(reader, item, level + 1)
        else:
            number = reader.get_destination_page_number(item)
            yield Bookmark(str(item.title), 0 if number is None else number + 1, level)


def _hidden(root: Any) -> Iterator[str]:
    """The names of the layers that are not shown when the file is opened."""
    layers = _plain(root.get("/OCProperties")) or {}
    usual = _plain(layers.get("/D")) or {}
    groups = _plain(layers.get("/OCGs")) or []
    shown = _ids(_plain(usual.get("/ON")) or [])
    off = _ids(_plain(usual.get("/OFF")) or [])
    all_off = str(usual.get("/BaseState", "")) == "/OFF"
    for reference in groups:
        number = getattr(reference, "idnum", None)
        if number in off or (all_off and number not in shown):
            yield str(_plain(_plain(reference).get("/Name", "?")))


def _ids(references: Any) -> set[object]:
    return {getattr(reference, "idnum", None) for reference in references}


def _acts(structure: str) -> Iterator[str]:
    """What the file could do or holds, wherever it stands, in what order soever."""
    names = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), structure) if "#" in structure else structure
    yield from (_ACTS[match[1]] for match in _ACT.finditer(names))
    yield from (_THINGS[match[1]] for match in _THING.finditer(names))
    yield from (_KEYS[match[1]] for match in _KEY.finditer(names))
