"""Pages: as many as allowed, on the target's paper, none of them blank."""

from cvtex.document.model import Document, Fact
from cvtex.document.targets.target import PAPERS
from cvtex.verify.checks.registry import Finding, Findings, check, check_any
from cvtex.verify.cited import cited
from cvtex.verify.evidence import Evidence
from cvtex.verify.lines import bodies
from cvtex.verify.placement import placements

_NAMED = ("section", "entry", "label")
_MOST_NAMED = 6


@check("P001", "the document has no more pages than its target allows, on its target's paper")
def pages(document: Document, seen: Evidence) -> Findings:
    count = len(seen.pages)
    if document.max_pages and count > document.max_pages:
        yield _too_long(document, seen, document.max_pages)
    width, height = PAPERS[document.paper]
    for page in seen.pages:
        if abs(page.width - width) > 1 or abs(page.height - height) > 1:
            yield Finding(
                f"the page measures {page.width:.0f} × {page.height:.0f} points, not {width:.0f} × {height:.0f}",
                None,
                page=page.number,
            )
    return count


def _too_long(document: Document, seen: Evidence, most: int) -> Finding:
    """How much lies beyond the last page that is allowed, and what would bring it in."""
    lines = sum(len(rows) for rows in bodies(seen)[most:])
    beyond = [item for item in placements(document, seen) if item.first.page > most and item.fact.role in _NAMED]
    words = list(dict.fromkeys(_words(item.fact) for item in beyond))
    message = (
        f"the document has {len(seen.pages)} pages, and its limit is {most}: {lines} line{'s' * (lines != 1)} too many"
    )
    if words:
        message += f"; beyond page {most}: {_listed(words)}"
    span = beyond[0].fact.span if beyond else None
    done = document.fitting
    spare = ""
    if document.enough:
        spare = _listed([f"[{item.label}]" if item.label else f"“{item.words}”" for item in document.enough])
    if done and spare:
        hint = f"`drop: true` in `fit` would make it fit, without {spare}"
    elif done and (done.dropped or document.spare):
        hint = "it is as tight as `fit` allows, and would be too long without all that is optional: choose less"
    elif done:
        hint = "it is as tight as `fit` allows: choose less, or mark entries as `optional`"
    elif document.tight:
        hint = f"`fit: true` would make it fit at {document.tight:.0%} white".replace("%", " %")
    elif spare:
        hint = f"without what is optional it would fit: {spare}; `fit: true` in the target leaves that out by itself"
    elif document.spare:
        hint = "not even without all that is optional would it fit: choose less, or mark more as `optional`"
    else:
        hint = "choose less (`sections`, `tags`, `publications: {max: …}`), or mark entries as `optional` and say `fit: true`"
    return Finding(message, cited(document, "pages", hint), span, most + 1)


def _words(fact: Fact) -> str:
    return fact.text if fact.role == "label" else f"“{_cut(fact.text)}”"


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39].rstrip()}…"


def _listed(words: list[str]) -> str:
    more = f" and {len(words) - _MOST_NAMED} more" if len(words) > _MOST_NAMED else ""
    return ", ".join(words[:_MOST_NAMED]) + more


@check_any("P003", "no page is blank")
def blank(seen: Evidence) -> Findings:
    for page, body in zip(seen.pages, bodies(seen), strict=True):
        # A running foot alone leaves a page as blank as it is.
        if not body and (not page.text.strip() or len(seen.pages) > 1):
            yield Finding(
                "the page has no text", "it is blank, or a picture that software cannot read", page=page.number
            )
    return len(seen.pages)
