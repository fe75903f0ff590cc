"""Drafts: what a target made of its data, kept. While nothing that it was made of has changed, TeX can begin at once.

What that is is noted while the draft is made, as it is for a whole build.
"""

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress

from cvtex.cache import facts, notes, place, records
from cvtex.cache.kept import Kept
from cvtex.cache.remember import known
from cvtex.diagnostics import Diagnostic
from cvtex.document.model import Document
from cvtex.document.targets.target import Fit
from cvtex.typeset.source import PROGRAMS, Setting
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
        try:
            self._key = records.key(environment, sys.version, os.getcwd(), *words).encode()
        except OSError:  # the folder that the command was given in is gone
            self._key = b""
        self._draft: Draft | None = None
        self._noted: notes.Notes | None = None
        self._facts: tuple[facts.Fact, ...] = ()

    def known(self) -> Draft | None:
        """The draft that is kept, if all is still so of which it was made; that counts for whoever takes notes now."""
        match self._kept.get(self._key) if self._key else None:
            case (tuple() as then, Draft() as draft) if _sound(draft) and _hold(then):
                for fact in then:
                    notes.announce(*fact)
                self._draft, self._facts = draft, then
        return self._draft

    def made(self, make: Callable[[], Draft]) -> Draft:
        """The draft that is made now, with notes of what it is made of."""
        with notes.taken() as self._noted:
            self._draft = make()
        return self._draft

    def keep(self, pdf: str) -> None:
        """Keep a draft that was made, or of which another file came, unless it is not certain what it was made of."""
        if not self._draft or not self._key or (pdf and pdf == self._draft.pdf):
            return
        with suppress(OSError):  # files come and go: nothing is kept then
            sure = known(self._noted, place.folder(self._environment)) if self._noted else self._facts
            if sure:
                document = replace(self._draft.document, account=tuple(self._draft.document.account))
                self._kept.put({self._key: (sure, replace(self._draft, document=document, pdf=pdf))})


def _sound(draft: Draft) -> bool:
    """Whether a draft that was kept asks for a program of TeX, and for no other."""
    return isinstance(draft.document, Document) and (draft.how is None or draft.how.program in PROGRAMS.values())


def _hold(then: tuple[facts.Fact, ...]) -> bool:
    try:
        return bool(then) and all(facts.holds(*fact) for fact in then)
    except (OSError, ValueError, TypeError, KeyError):  # files come and go; another has written it
        return False
