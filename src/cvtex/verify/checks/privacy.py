"""Privacy: the file tells nothing of the machine that made it, on whatever ground of it."""

import re
from collections.abc import Iterator

from cvtex.diagnostics import Severity
from cvtex.document.model import Document
from cvtex.patterns import regex
from cvtex.verify.checks.registry import Finding, Findings, check_witness
from cvtex.verify.evidence import Evidence
from cvtex.verify.loose import MOST_SCANNED
from cvtex.verify.placement import texts
from cvtex.verify.witness import Witness

_HINT = "remove it before you send the file"
_PATH = regex(
    r"(?:^|[\s(<\"'=:,;])(?:/(?:home|Users|root|tmp|var|usr|opt|mnt)/|[A-Za-z]:\\|file:///|\\\\\w[\w.-]*\\)\S*",
    re.IGNORECASE,
)
# In the rest of the file a path has a fixed beginning: what else looks like one is mostly a name of PDF's.
_LOOSE_PATH = regex(
    r"(?<![\w/.])(?:/(?:home|Users)/[\w.-]+/|/(?:tmp|var/folders)/\w)[^\s()<>\[\]\"']*"
    r"|\b[A-Za-z]:\\{1,2}Users\\{1,2}[^\s()<>\[\]\"']+"
    r"|\bfile:///[^\s()<>\[\]\"']+"
    r"|(?<=[(>\"'])\\{2,4}[A-Za-z][\w-]+\\{1,2}[\w$-]+\\[^\s()<>\[\]\"']*"
)
_SIGNS = ("/home/", "/Users/", "/tmp/", "/var/folders/", ":\\", "file:///", "\\\\")
"""One of these stands in all that the pattern finds: to look for them first takes a tenth of the time."""
_PERSON = regex(r"(?<![\w.+-])[\w.+-]{2,}@[\w-]{2,}(?:\.[\w-]+)*")
_SHORTEST_SECRET = 4
# Names that machines are given and that makers of PDFs write into them.
_USUAL = frozenset({"cvtex", "latex", "pdftex", "debian", "ubuntu", "fedora", "localhost", "macos", "windows", "info"})


@check_witness("M004", "nothing in the file tells a path, a user or a name of the machine that made it")
def privacy(document: Document | None, seen: Evidence, witness: Witness) -> Findings:
    told = [(f"the {key[1:].lower()} of the file", value) for key, value in seen.metadata]
    told += [("the XMP packet of the file", text) for text in seen.structure.loose.metadata]
    shown = _shown(document, seen)
    for place, text in told:
        path = _PATH.search(text)
        if path:
            yield Finding(f"{place} tells a path: `{_short(path[0])}`", _HINT)
        for person in dict.fromkeys(match[0] for match in _PERSON.finditer(text)):
            if person not in shown:
                # A whole address was put there by somebody; a user at a machine never was.
                weight: Severity | None = "warning" if "." in person.partition("@")[2] else None
                yield Finding(f"{place} tells an address: `{_short(person)}`", _HINT, severity=weight)
    structure = seen.structure.loose.structure
    signs = any(sign in structure for sign in _SIGNS)
    paths = {match[0] for match in _LOOSE_PATH.finditer(structure)} if signs else set[str]()
    known = "\n".join(text for _, text in told)
    for path_found in sorted(path for path in paths if path not in shown and path not in known)[:20]:
        yield Finding(f"the file tells a path: `{_short(path_found)}`", _HINT)
    yield from _secrets(_own_words(document, seen), f"{known}\n{structure}", witness)
    if not seen.structure.loose.whole:
        yield Finding(
            f"the file is too large to be looked through: paths were sought in its first {MOST_SCANNED // 1_000_000} MB",
            "print it to a new PDF with smaller pictures",
            severity="warning",
        )
    return len(told) + len(structure)


def _secrets(own: str, text: str, witness: Witness) -> Iterator[Finding]:
    """The names of the machine and its user that stand in the file and not in the data."""
    for secret in dict.fromkeys(witness.secrets):
        if len(secret) < _SHORTEST_SECRET or secret.casefold() in _USUAL or secret.casefold() in own:
            continue
        if re.search(rf"(?<![\w/]){re.escape(secret)}(?!\w)", text):
            yield Finding(f"the file tells a name of the machine that made it: `{secret}`", _HINT)


def _own_words(document: Document | None, seen: Evidence) -> str:
    """All that the author wrote, keys of publications too."""
    if document is None:
        return ""
    keys = (reference.key for reference in document.references)
    return "\n".join(
        [*(fact.text for fact, _ in texts(document, seen)), *keys, document.title, document.theme]
    ).casefold()


def _shown(document: Document | None, seen: Evidence) -> str:
    """What everybody may read: the pages, their links, the data."""
    shown = [page.text for page in seen.pages] + [link.uri for link in seen.links if not link.uri.startswith("file:")]
    return "\n".join([*shown, *(fact.text for fact, _ in texts(document, seen))] if document else shown)


def _short(text: str) -> str:
    text = text.strip(" \t\r\n(<\"'=:,;")
    return text if len(text) <= 80 else f"{text[:77]}…"
