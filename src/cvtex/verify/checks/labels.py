"""Labels: each number of the document is printed once, in its order."""

import re

from cvtex.document.model import Document
from cvtex.verify.checks.registry import Finding, Findings, check
from cvtex.verify.evidence import Evidence, packed, stream_of

_LABEL = re.compile(r"\[([A-Z]{1,2}\d{3,}[a-z]?)\]")


@check("L001", "every label is printed exactly once, in order")
def labels(document: Document, seen: Evidence) -> Findings:
    stream = stream_of([page.text for page in seen.pages])
    # A label begins a line; the same label within a line is a citation.
    printed = [
        (match[1], *stream.places[match.start()])
        for match in _LABEL.finditer(stream.text)
        if stream.gaps[match.start()] == "\n"
    ]
    wanted = [(reference.label, reference.span) for reference in document.references]
    counts = {label: sum(1 for found in printed if found[0] == label) for label, _ in wanted}
    for label, span in wanted:
        if counts[label] != 1:
            times = "not printed" if not counts[label] else f"printed {counts[label]} times"
            yield Finding(f"the label [{label}] is {times}", "each publication stands once, under its own number", span)
    known = {packed(label) for label, _ in wanted}
    for label, page, _ in printed:
        if label not in known:
            yield Finding(f"the label [{label}] is printed, but no publication has it", None, None, page)
    order = [label for label, _, _ in printed if label in known]
    expected = [label for label, _ in wanted]
    if sorted(order) == sorted(expected) and order != expected:
        first = next(index for index, pair in enumerate(zip(order, expected, strict=True)) if pair[0] != pair[1])
        yield Finding(
            f"the label [{order[first]}] stands where [{expected[first]}] is due",
            "labels descend from the newest to the oldest",
            wanted[first][1],
        )
    return len(wanted)
