"""A data folder as a CV: cv.yaml, the files it names, and nothing outside the folder."""

from collections.abc import Mapping as MappingOf
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from cvtex.content.dates import Dates
from cvtex.content.image import ENDINGS
from cvtex.content.keys import CV_KEYS
from cvtex.content.model import CV, Datum, Entry, Publication, Section
from cvtex.content.nodes import NodeReader, kind, nothing
from cvtex.content.photo import read_photo
from cvtex.content.settings import read_abbreviations, read_categories, read_people, read_references, read_same
from cvtex.content.source import Source, read_source
from cvtex.content.tags import Typed, look_alikes
from cvtex.content.tree import Mapping, Node, Scalar, Sequence, parse_tree
from cvtex.diagnostics import DataError, Diagnostic, Findings, Span, suggest
from cvtex.languages.language import DEFAULT, Language, load_language

FORMAT = "1"


class Shelf(Protocol):
    """Keeps what was read of a file for the next time, by what it was read from."""

    def get(self, key: bytes) -> object | None: ...

    def put(self, values: MappingOf[bytes, object]) -> None: ...


_DATA = (".yaml", ".yml", ".bib")


def load(
    folder: Path, language: str = DEFAULT, *, pictured: bool = True, shelf: Shelf | None = None
) -> tuple[CV, tuple[Diagnostic, ...]]:
    """The CV of a data folder, its texts in the language of a document, and the warnings about it.

    Where it need not be `pictured`, its photo is not looked at. Bibliographies that have not changed are taken from the `shelf`.
    Raises DataError with every error and warning when the CV cannot be used as it stands.
    """
    findings = Findings()
    cv = _Folder(folder, findings, load_language(language), shelf, pictured=pictured).cv()
    if cv is None or findings.failed:
        raise DataError(*findings.ordered())
    return cv, findings.ordered()


class _Folder:
    """Reads the files of one data folder."""

    def __init__(
        self, folder: Path, findings: Findings, language: Language, shelf: Shelf | None, *, pictured: bool
    ) -> None:
        self.folder, self.findings, self.language = folder, findings, language
        self.shelf, self.pictured = shelf, pictured
        self.drafts: list[Section | Entry] = []
        self.left_out: list[Datum] = []
        self.tagged: list[Typed] = []

    def cv(self) -> CV | None:
        if not self.folder.is_dir():
            what = "is not a folder" if self.folder.exists() else "does not exist"
            self.findings.error(
                "S001",
                f"the data folder {what}",
                Span(str(self.folder)),
                "name the folder that holds cv.yaml; `cvtex new DIR` makes one",
            )
            return None
        source = read_source(self.folder / "cv.yaml", self.findings)
        root = parse_tree(source, self.findings) if source else None
        if source is None or (root is None and self.findings.failed):
            return None
        if not isinstance(root, Mapping):
            self._report_root(source, root)
            return None
        return self._read(source, root)

    def _report_root(self, source: Source, root: Node | None) -> None:
        what = "the file is empty" if nothing(root) or root is None else f"{kind(root)} stands where the CV is expected"
        self.findings.error(
            "D001",
            what,
            source.span(1, 1),
            "a CV begins with `version: 1`, `name: …` and `sections:`; `cvtex new DIR` writes one to start from",
        )

    def _read(self, source: Source, root: Mapping) -> CV | None:
        reader = NodeReader(source, self.findings, self.language)
        fields = reader.fields(root, CV_KEYS, "the CV")
        self._check_version(source, fields)
        name = None
        if "name" in fields:
            name = reader.text(fields["name"][1], "the name")
        else:
            self.findings.error("D006", "the CV has no name", source.span(1, 1), "add a line `name: Your Name`")
        headline = reader.text(fields["headline"][1], "the headline") if "headline" in fields else None
        if "sections" not in fields or nothing(fields["sections"][1]):
            self.findings.error(
                "D006",
                "the CV has no sections",
                fields["sections"][0].span if "sections" in fields else source.span(1, 1),
                "add `sections:` with a list of `- section: Title`",
            )
            sections: list[Section] = []
        else:
            sections = self._sections(reader, fields["sections"][1])
        publications = self._publications(reader, fields.get("bibliography"))
        contacts = reader.contacts(fields.get("contact"))
        look_alikes(sorted((*reader.tagged, *self.tagged), key=lambda tag: tag[1]), self.findings)
        photo = read_photo(reader, fields.get("photo"), self._picture if self.pictured else None)
        me, updated = reader.words(fields.get("me")), self._updated(reader, fields.get("updated"))
        abbreviations = read_abbreviations(reader, fields.get("abbreviations"))
        if name is None:
            return None
        return CV(
            name, tuple(sections), headline, contacts, me, updated, publications,
            read_categories(reader, fields.get("categories")),
            read_references(reader, fields.get("references")),
            read_people(reader, fields.get("people")),
            read_same(reader, fields.get("same")),
            (*reader.drafts, *self.drafts),
            (*reader.left_out, *self.left_out),
            photo,
            abbreviations,
        )  # fmt: skip

    def _updated(self, reader: NodeReader, pair: tuple[Scalar, Node] | None) -> Dates | None:
        updated = reader.dates(pair)
        if pair and updated and not updated.periods:
            self.findings.error("D005", f"`{updated.words}` is no day", pair[1].span, "write updated: 2026-11-24")
        return updated

    def _check_version(self, source: Source, fields: dict[str, tuple[Scalar, Node]]) -> None:
        if "version" not in fields:
            self.findings.error(
                "D014",
                "the file does not say which version of the format it has",
                source.span(1, 1),
                "add a line `version: 1` at the top",
            )
            return
        node = fields["version"][1]
        if not isinstance(node, Scalar) or node.value.strip() != FORMAT:
            typed = node.value if isinstance(node, Scalar) else kind(node)
            self.findings.error(
                "D014", f"version `{typed}` is not known", node.span, f"this cvtex reads version {FORMAT}"
            )

    def _sections(self, reader: NodeReader, node: Node) -> list[Section]:
        sections: list[Section] = []
        for item in reader.sections(node):
            if isinstance(item, Scalar) and item.value.endswith((".yaml", ".yml")):
                sections.extend(self._included(item))
            else:
                section = reader.section(item)
                if section is not None:
                    sections.append(section)
        return sections

    def _included(self, name: Scalar) -> list[Section]:
        path = self._inside(name)
        source = read_source(path, self.findings) if path else None
        root = parse_tree(source, self.findings) if source else None
        if source is None or root is None:
            return []
        reader = NodeReader(source, self.findings, self.language)
        items = root.items if isinstance(root, Sequence) else (root,)
        sections = [section for section in map(reader.section, items) if section is not None]
        self.drafts += reader.drafts
        self.tagged += reader.tagged
        self.left_out += reader.left_out
        return sections

    def _publications(self, reader: NodeReader, pair: tuple[Scalar, Node] | None) -> tuple[Publication, ...]:
        names = reader.words(pair)
        if not names or pair is None:
            return ()
        node = pair[1]
        scalars = [item for item in (node.items if isinstance(node, Sequence) else (node,)) if isinstance(item, Scalar)]
        publications: list[Publication] = []
        first: dict[str, Span] = {}
        for scalar in scalars:
            path = self._inside(scalar)
            source = read_source(path, self.findings) if path else None
            for publication in _bibliography(source, self.findings, self.shelf) if source else ():
                if publication.key in first:
                    self.findings.error(
                        "B002",
                        f"the key `{publication.key}` is used twice",
                        publication.span,
                        f"the first entry of that key is at {first[publication.key]}",
                    )
                else:
                    first[publication.key] = publication.span
                    publications.append(publication)
        return tuple(publications)

    def _picture(self, name: Scalar) -> Path | None:
        return self._inside(name, ENDINGS)

    def _inside(self, name: Scalar, endings: tuple[str, ...] = _DATA) -> Path | None:
        """The path of a file that cv.yaml names; nothing outside the data folder is read."""
        path = self.folder / name.value.strip()
        try:
            inside, there = path.resolve().is_relative_to(self.folder.resolve()), path.exists()
        except (OSError, RuntimeError, ValueError):  # links in a circle, a name that no system allows
            inside, there = True, False
        if not inside:
            hint = "copy the file into the folder and name it without a path"
            self.findings.error("S010", f"`{name.value}` lies outside the data folder", name.span, hint)
            return None
        if there:
            return path
        near = suggest(path.name, [other.name for other in self.folder.iterdir() if other.suffix.lower() in endings])
        hint = f"did you mean `{near}`?" if near else "check the name; it is looked for beside cv.yaml"
        self.findings.error("S001", f"there is no file `{name.value}`", name.span, hint)
        return None


def _bibliography(source: Source, findings: Findings, shelf: Shelf | None) -> tuple[Publication, ...]:
    """The publications of a file; one that has not changed since is not read again, and its findings are told again."""
    known = _known(source)
    try:
        if not known:
            known.append(_shelved(source, shelf) or _read(source, shelf))
    except DataError:
        from cvtex.content.bibliography import read_bibliography

        return read_bibliography(source, findings)
    publications, found = known[0]
    findings.take(found)
    return publications


_Found = tuple[tuple[Publication, ...], tuple[Diagnostic, ...]]


@lru_cache(maxsize=8)
def _known(_: Source) -> list[_Found]:
    """What this process has read of a file, as soon as it has."""
    return []


def _key(source: Source) -> bytes:
    return f"{source.name}\n{source.text}".encode("utf-8", "surrogatepass")  # a name may have bytes of any kind


def _shelved(source: Source, shelf: Shelf | None) -> _Found | None:
    match shelf and shelf.get(_key(source)):
        case (tuple() as publications, tuple() as found):
            return publications, found
    return None


def _read(source: Source, shelf: Shelf | None) -> _Found:
    """Read a file, and keep what was read of it and what is to be told. Raises DataError for one with too many mistakes."""
    from cvtex.content.bibliography import read_bibliography

    findings = Findings()
    read = read_bibliography(source, findings), tuple(findings.items)
    if shelf:
        shelf.put({_key(source): read})
    return read
