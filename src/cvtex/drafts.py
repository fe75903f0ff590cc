"""Drafts: what a target made of its data, kept. While nothing that it was made of has changed, TeX can begin at once.

What that is is noted while the draft is made, as it is for a whole build.
"""

import os
import sys
from collections.abc import Callable, Mapping

from cvtex.cache import facts, notes, place, records
from cvtex.cache.kept import Kept
from cvtex.cache.remember import known
from cvtex.diagnostics import Diagnostic
from cvtex.document.model import Document
from cvtex.document.targets.target import Fit
from cvtex.typeset.source import Setting
from cvtex.values import dataclass, replace

ROOM = "drafts"


@dataclass(frozen=True, slots=True)
class Draft:
    """A target's document before anything is dropped to fit, the warnings about it, and how it is to be set.

    `how` is None for text to paste, `fit` says how far the document may be changed. `pdf` stands for the file that was made of
    it last, empty where none was.
    """

    document: Document
    warnings: tuple[Diagnostic, ...]
    how: Setting | None
    fit: Fit | None
    pdf: str = ""


class Drafts:
    """The draft of one target as it is asked for: these words, in this environment and folder."""

    def __init__(self, environment: Mapping[str, str], *words: str) -> None:
        self._environment = environment
        self._kept = Kept(environment, ROOM)
        self._key = records.key(environment, sys.version, os.getcwd(), *words).encode()
        self._new: tuple[Draft, notes.Notes] | None = None

    def known(self) -> Draft | None:
        """The draft that is kept, if all is still so of which it was made; that counts for whoever takes notes now."""
        match self._kept.get(self._key):
            case (tuple() as then, Draft() as draft) if all(facts.holds(*fact) for fact in then):
                for fact in then:
                    notes.announce(*fact)
                return draft
        return None

    def made(self, make: Callable[[], Draft]) -> Draft:
        """The draft that is made now, with notes of what it is made of."""
        with notes.taken() as noted:
            draft = make()
        self._new = draft, noted
        return draft

    def keep(self, pdf: str) -> None:
        """Keep a draft that was made and what stands for its file, unless it is not certain what it was made of."""
        if self._new is None:
            return
        draft, noted = self._new
        # Kept values are those of one cvtex anyway.
        sure = tuple(fact for fact in known(noted, place.folder(self._environment)) if fact[0] != "code")
        if sure:
            told = replace(draft.document, account=tuple(draft.document.account))
            self._kept.put({self._key: (sure, replace(draft, document=told, pdf=pdf))})
