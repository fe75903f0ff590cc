"""Whether a target's choices go together: with one another, with the limits it takes over, with what there is."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from cvtex.content.tree import Mapping, Scalar
from cvtex.diagnostics import Findings, Span, did_you_mean
from cvtex.document.targets.rule import rule_for
from cvtex.document.targets.target import PAPERS, Target

if TYPE_CHECKING:
    from cvtex.document.targets.targetfile import Pairs

_CM = 72 / 2.54
_LEAST_WIDTH, _LEAST_HEIGHT = 8 * _CM, 10 * _CM
"""The smallest block of text that can be read, in PDF points."""


def check_sense(target: Target, pairs: "Pairs", findings: Findings, styles: Collection[str]) -> None:
    """Tell what cannot be meant as a whole, each at the line that the owner would change."""
    sense = _Sense(target, pairs, findings)
    sense.names("style", "reference style", styles)
    sense.fit()
    sense.text_to_paste()
    sense.margins()
    sense.size()
    sense.paper()
    sense.letters()


class _Sense:
    """One target as it was read, and the places of its keys."""

    def __init__(self, target: Target, pairs: "Pairs", findings: Findings) -> None:
        self.target, self.pairs, self.findings = target, pairs, findings

    def _tell(self, message: str, span: Span, hint: str) -> None:
        self.findings.error("D017", message, span, hint)

    def _own(self, name: str) -> bool:
        """Whether the target's own file has a key, and not what it extends."""
        span = self.target.span
        return name in self.pairs and span is not None and self.pairs[name][0].span.file == span.file

    def _weighs(self, code: str) -> bool:
        """Whether a limit is taken as seriously as ever."""
        return all(item.code != code or item.level == "error" for item in self.target.checks)

    def names(self, key: str, what: str, known: Collection[str]) -> None:
        node = self.pairs[key][1] if key in self.pairs else None
        if isinstance(node, Scalar) and node.value.strip() and node.value not in known:
            self._tell(f"there is no {what} `{node.value}`", node.span, did_you_mean(node.value, known))

    def fit(self) -> None:
        fit, size = self.target.fit, self.target.size
        if fit is None or self.target.output == "text":
            return
        key, node = self.pairs["fit"]
        if any(item.span == node.span for item in self.findings.items):
            return  # it could not be read at all
        if self.target.max_pages is None and "pages" not in self.pairs:
            self._tell("`fit` does nothing without a limit of pages", key.span, "write pages: {max: …}, or remove it")
        if fit.size > size + 1e-9:
            inner = node.pairs if isinstance(node, Mapping) else ()
            span = next((value.span for name, value in inner if name.value == "size"), node.span)
            self._tell(
                f"{fit.size:g}pt is larger than the text", span, f"fit may only make it smaller than size: {size:g}pt"
            )

    def text_to_paste(self) -> None:
        for name in ("pages", "fit") if self.target.output == "text" else ():
            if name in self.pairs and (self._own(name) or self._own("output")):
                span = self.pairs[name if self._own(name) else "output"][0].span
                self._tell(
                    f"`{name}` does nothing with `output: text`", span, "text to paste has no pages: remove one of them"
                )

    def margins(self) -> None:
        """One finding where the margins leave no block of text that could be read."""
        if "margins" not in self.pairs:
            return
        given, (width, height) = self.target.margins, PAPERS[self.target.paper]
        across = width - (given.left or 0) - (given.right or 0)
        down = height - (given.top or 0) - (given.bottom or 0)
        if across < _LEAST_WIDTH or down < _LEAST_HEIGHT:
            room = f"{max(across, 0) / _CM:.1f} × {max(down, 0) / _CM:.1f} cm"
            hint = "let the margins leave at least 8 cm in width and 10 cm in height"
            self._tell(f"these margins leave {room} of {self.target.paper} paper", self.pairs["margins"][1].span, hint)

    def size(self) -> None:
        least = self.target.limits.least(self.target.font)
        if self._own("size") and self.target.size < least - 1e-9 and self._weighs("P012"):
            whose = "rule" if rule_for(self.target.rules, "size") else "limit"
            hint = f"remove `size:`, or write {least:g}pt or more"
            message = f"{self.target.size:g}pt is below the {whose}'s {least:g}pt"
            self._tell(message, self.pairs["size"][1].span, hint)

    def paper(self) -> None:
        allowed = self.target.limits.paper
        fine = self.target.paper in allowed or (self.target.paper == "letter" and "up to letter" in allowed)
        if allowed and not fine and self._own("paper") and self._weighs("G003"):
            rule = rule_for(self.target.rules, "paper")
            message = f"{self.target.paper} is no paper that the {'rule' if rule else 'limit'} allows"
            hint = f"remove `paper:`: {rule.of if rule else 'the target'} asks for {' or '.join(allowed)}"
            self._tell(message, self.pairs["paper"][1].span, hint)

    def letters(self) -> None:
        """Letters before numbers that are not printed: those of a list alone, where the document counts for itself."""
        own = self.target.publications.label
        if own:
            hint = "write it into a list of a section: publications: [{label: A}]"
            self._tell("`label` is for one list, and this choice is for all of them", own.span, hint)
        inner = [choice.label for section in self.target.sections for choice in section.lists if choice.label]
        if inner and self.target.labels != "consecutive":
            hint = "write labels: consecutive, or remove the letter"
            self._tell("the labels are permanent: a letter of a list's own is not printed", inner[0].span, hint)
