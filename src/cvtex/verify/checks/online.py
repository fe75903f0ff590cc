"""The net's word on the links: asked only by `cvtex verify --online`."""

from collections.abc import Iterator

from cvtex.document.model import Document
from cvtex.verify.checks.registry import Finding, Findings, NotExaminedError, check_witness
from cvtex.verify.evidence import Evidence, Link
from cvtex.verify.witness import Reply, Witness

_GONE = (404, 410)


@check_witness("K005", "every web address of the document answers, where it is written")
def addresses(_: Document | None, seen: Evidence, witness: Witness) -> Findings:
    if witness.replies is None:
        raise NotExaminedError("the net is asked by `cvtex verify --online` alone")
    links = {link.uri: link for link in reversed(seen.links)}
    for reply in witness.replies:
        yield from _judged(reply, links.get(reply.address))
    return len(witness.replies)


def _judged(reply: Reply, link: Link | None) -> Iterator[Finding]:
    page, box = (link.page, link.box) if link else (None, None)
    if reply.insecure:
        message = f"the certificate of `{reply.address}` is not sound: {reply.problem}"
        yield Finding(message, "browsers warn of it: link to another page", page=page, box=box)
    elif not reply.status:
        message = f"`{reply.address}` does not answer: {reply.problem}"
        yield Finding(message, "try it by hand", page=page, box=box, severity="warning")
    elif reply.status in _GONE:
        message = f"there is no page at `{reply.address}` (status {reply.status})"
        yield Finding(message, "correct the address, or leave the link out", page=page, box=box)
    elif reply.status >= 400:
        message = f"`{reply.address}` answers with status {reply.status}"
        yield Finding(message, "some servers refuse programs: try it by hand", page=page, box=box, severity="warning")
    elif reply.moved:
        message = f"`{reply.address}` has moved for good"
        yield Finding(message, f"link to {reply.moved}", page=page, box=box, severity="warning")
