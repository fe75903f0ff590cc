"""What was read before: a file, or a page, that is made of the very same need not be read again."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from cvtex.cache.kept import Kept
from cvtex.cache.place import digest
from cvtex.values import replace
from cvtex.verify.evidence import Evidence, Page, Second

ROOM = "pages"

Read = Callable[[Mapping[int, Page], Mapping[int, str]], Evidence]
"""Reads a file but for those pages of which it is known, by number, what pdfium and pypdf see."""
Begin = Callable[[], Read]
"""Begins to read what must be read in any case."""


def recalled(environment: Mapping[str, str], last: Path) -> "Rereading":
    """With what is known already of the pages of the last file, if it lies there: the one that comes may share some."""
    found = Rereading(environment)
    with suppress(OSError):
        found.look(digest(last.read_bytes()))
    return found


class Rereading:
    """What both readers saw of a PDF, where it is known already; and what they see now, for the next time.

    `expected` is the evidence of the file that is expected, if it is known.
    """

    def __init__(self, environment: Mapping[str, str], expected: str = "") -> None:
        """Look already what is known of the file that is expected, by its mark."""
        self._kept = Kept(environment, ROOM)
        self._found: dict[bytes, object] = {}
        self._keys: dict[int, bytes] = {}
        self._had: dict[int, frozenset[str]] = {}
        self._mark, self.expected = expected, self.look(expected)
        self._known = self.expected is not None

    def seen(self, pdf: bytes, begin: Begin) -> Evidence:
        """The evidence: that of the same file before, or with those pages read that are new."""
        known = self.expected
        if self._mark != digest(pdf):
            self._mark = digest(pdf)
            known = self.look(self._mark)
        self._known = known is not None
        if known:
            return known
        read = begin()
        from cvtex.verify.pagekeys import page_keys

        self._keys = dict(enumerate(page_keys(pdf), 1))
        pages, texts, derived = self._pages()
        seen = read(pages, texts)
        for number, made in derived.items():
            seen.derive(seen.pages[number - 1], made)
        return seen

    def look(self, mark: str) -> Evidence | None:
        """What is known of all of a file, by what stands for it; its pages are known from then on."""
        match self._kept.get(mark.encode()) if mark else None:
            case (int(size), Second() as second, tuple() as keys):
                self._keys = dict(enumerate(keys, 1))
                pages, _, derived = self._pages()
                if len(pages) == len(keys):
                    seen = Evidence(size, tuple(pages.values()), second)
                    for number, made in derived.items():
                        seen.derive(pages[number], made)
                    return seen
        return None

    def _pages(self) -> tuple[dict[int, Page], dict[int, str], dict[int, dict[str, object]]]:
        """What is known of pages, and what was derived of them, by their numbers."""
        pages: dict[int, Page] = {}
        texts: dict[int, str] = {}
        derived: dict[int, dict[str, object]] = {}
        for number, key in self._keys.items():
            match self._get(_named(number, key)):
                case (Page(number=same) as page, str() as text, dict() as made) if same == number:
                    pages[number], texts[number], derived[number] = page, text, made
        self._had = {number: frozenset(made) for number, made in derived.items()}
        return pages, texts, derived

    def _get(self, key: bytes) -> object:
        """What is kept under a key, looked for once."""
        if key not in self._found:
            self._found[key] = self._kept.get(key)
        return self._found[key]

    def keep(self, seen: Evidence) -> str:
        """Keep what was read or derived for the first time; what stands for the file."""
        new: dict[bytes, object] = {
            _named(page.number, self._keys[page.number]): (_folded(page), text, made)
            for page, text in zip(seen.pages, seen.second.texts, strict=True)
            if page.number in self._keys and (made := seen.derived(page)).keys() != self._had.get(page.number)
        }
        if self._keys and not self._known:
            new[self._mark.encode()] = (seen.size, seen.second, tuple(self._keys.values()))
        self._kept.put(new)
        return self._mark


def _folded(page: Page) -> Page:
    """A page whose picture is unpacked when it is asked for: what checks derive of it is kept as well."""
    return replace(page, picture=page.picture.folded()) if page.picture else page


def _named(number: int, key: bytes) -> bytes:
    return b"%d %s" % (number, key)
