"""Pages that were read before: one that is made of the very same need not be read again."""

from collections.abc import Mapping

from cvtex.cache.kept import Kept
from cvtex.verify.evidence import Evidence, Page
from cvtex.verify.pagekeys import page_keys

ROOM = "pages"


class Rereading:
    """What both readers saw of the pages of a PDF, where it is known already; and what they see now, for the next time.

    `pages` and `texts` are what pdfium and pypdf saw, by the number of the page.
    """

    def __init__(self, pdf: bytes, environment: Mapping[str, str]) -> None:
        self._kept = Kept(environment, ROOM)
        self._keys = dict(enumerate(page_keys(pdf), 1))
        self.pages: dict[int, Page] = {}
        self.texts: dict[int, str] = {}
        for number, key in self._keys.items():
            match self._kept.get(_named(number, key)):
                case (Page(number=same) as page, str() as text) if same == number:
                    self.pages[number], self.texts[number] = page, text

    def keep(self, seen: Evidence) -> None:
        """Keep what was read for the first time."""
        new = {page.number: (page, text) for page, text in zip(seen.pages, seen.second.texts, strict=True)}
        self._kept.put(
            {_named(number, key): new[number] for number, key in self._keys.items() if number not in self.pages}
        )


def _named(number: int, key: bytes) -> bytes:
    return b"%d %s" % (number, key)
