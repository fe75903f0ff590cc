"""What was read before: a file, or a page, that is made of the very same need not be read again."""

from collections.abc import Callable, Iterable, Mapping

from cvtex.cache.kept import Kept
from cvtex.cache.place import digest
from cvtex.verify.evidence import Evidence, Page, Second

ROOM = "pages"

Read = Callable[[Mapping[int, Page], Mapping[int, str]], Evidence]
"""Reads a file but for those pages of which it is known, by number, what pdfium and pypdf see."""


class Rereading:
    """What both readers saw of a PDF, where it is known already; and what they see now, for the next time."""

    def __init__(self, environment: Mapping[str, str], expected: str) -> None:
        """Look already what is known of the file that is expected, by its mark."""
        self._kept = Kept(environment, ROOM)
        self._expected = expected, self._whole(expected)
        self._new: tuple[str, dict[int, bytes]] = (expected, {})

    def seen(self, pdf: bytes, read: Read) -> Evidence:
        """The evidence: that of the same file before, or with those pages read that are new."""
        mark, known = self._expected
        if mark != digest(pdf):
            mark = digest(pdf)
            known = self._whole(mark)
            self._new = mark, {}
        if known:
            return known
        from cvtex.verify.pagekeys import page_keys

        keys = dict(enumerate(page_keys(pdf), 1))
        self._new = mark, keys
        pages, texts, derived = self._pages(keys.items())
        seen = read(pages, texts)
        for number, made in derived.items():
            seen.derive(seen.pages[number - 1], made)
        return seen

    def _whole(self, mark: str) -> Evidence | None:
        match self._kept.get(mark.encode()) if mark else None:
            case (int(size), Second() as second, tuple() as keys):
                pages, _, derived = self._pages(enumerate(keys, 1))
                if len(pages) == len(keys):
                    seen = Evidence(size, tuple(pages.values()), second)
                    for number, made in derived.items():
                        seen.derive(pages[number], made)
                    return seen
        return None

    def _pages(
        self, keys: Iterable[tuple[int, bytes]]
    ) -> tuple[dict[int, Page], dict[int, str], dict[int, dict[str, object]]]:
        """What is known of pages, and what was derived of them, by their numbers."""
        pages: dict[int, Page] = {}
        texts: dict[int, str] = {}
        derived: dict[int, dict[str, object]] = {}
        for number, key in keys:
            match self._kept.get(_named(number, key)):
                case (Page(number=same) as page, str() as text, dict() as made) if same == number:
                    pages[number], texts[number], derived[number] = page, text, made
        return pages, texts, derived

    def keep(self, seen: Evidence) -> str:
        """Keep what was read for the first time, with all that was derived of it; what stands for the file."""
        mark, keys = self._new
        if not keys:
            return mark
        new = {
            _named(page.number, keys[page.number]): (page, text, seen.derived(page))
            for page, text in zip(seen.pages, seen.second.texts, strict=True)
        }
        whole = (seen.size, seen.second, tuple(keys.values()))
        self._kept.put({mark.encode(): whole, **{key: value for key, value in new.items() if not self._kept.has(key)}})
        return mark


def _named(number: int, key: bytes) -> bytes:
    return b"%d %s" % (number, key)
