"""The document as a file: named, dated and written in a language, with nothing in it that does not belong."""

import re

from cvtex.document.model import Document
from cvtex.verify.checks.registry import Finding, Findings, check, check_any
from cvtex.verify.evidence import Evidence

_PATH = re.compile(r"(?:^|[\s(])(?:/(?:home|Users|root|tmp|var|usr|opt|mnt)/|[A-Za-z]:\\)\S*")


@check("M003", "title, author, language and date in the file are those of the document")
def metadata(document: Document, seen: Evidence) -> Findings:
    wanted = {"/Title": f"{document.name.plain} – {document.title}", "/Author": document.name.plain}
    for key, value in wanted.items():
        if seen.info(key) != value:
            yield Finding(
                f"the {key[1:].lower()} of the file is `{seen.info(key)}`, not `{value}`",
                "lists of files and screen readers show it",
                document.name.span,
            )
    if seen.language != document.language:
        yield Finding(
            f"the language of the file is `{seen.language}`, not `{document.language}`",
            "a screen reader would pronounce it wrongly",
        )
    if not seen.shows_title:
        yield Finding("readers would show the file's name instead of its title")
    date = seen.info("/CreationDate")
    if date.removeprefix("D:")[: len(document.updated.replace("-", ""))] != document.updated.replace("-", "") or bool(
        date
    ) != bool(document.updated):
        yield Finding(
            f"the date of the file is `{date}`, not `{document.updated}`",
            "the same data would give another file tomorrow",
        )
    return 5


@check_any("M004", "nothing in the file tells a path or a user of the machine that made it")
def privacy(seen: Evidence) -> Findings:
    for key, value in seen.metadata:
        match = _PATH.search(value)
        if match:
            yield Finding(
                f"the {key[1:].lower()} of the file tells a path: `{match[0].strip()}`",
                "remove it before you send the file",
            )
    return len(seen.metadata)


@check_any("M005", "the file is open, and holds no script, form, attachment or action")
def contents(seen: Evidence) -> Findings:
    if seen.encrypted:
        yield Finding("the file is encrypted", "many upload forms refuse it")
    for thing in seen.active:
        yield Finding(f"the file holds {thing}", "upload forms and archives refuse it")
    return 1
