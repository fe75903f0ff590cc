"""The campaign's result as tables in Markdown."""

from collections import Counter
from collections.abc import Iterable, Sequence

from tests.campaign.kinds import KINDS
from tests.campaign.trial import Trial

_FAMILIES = {
    "data": "Data: the good PDF, held against data that say something else",
    "tex": "The .tex: set by TeX after a change, held against the data",
    "pdf": "The PDF: objects, operators and bytes changed, held against the data",
}
_INTRODUCTION = """\
# The mutation campaign

`./run campaign` changes one thing at a time in the project's own CV, at random but by a seed, and asks the checks
for their judgement: a digit of the data, a word of the .tex, an object of the PDF. Caught is what is refused with an error,
told what is warned of. Neutral is what no reader could notice: the pixels, the text, the links, the outline, the fonts and the
metadata are the same as those of the good PDF, by poppler and qpdf, which share nothing with cvtex.
"""


def share(trials: Sequence[Trial]) -> str:
    """How many of those that a reader would notice were caught or told, in words."""
    count = Counter(trial.status for trial in trials)
    noticed = len(trials) - count["neutral"]
    found = count["caught"] + count["told"]
    percent = 100 * found / noticed if noticed else 100
    return (
        f"{len(trials)} mutations: {count['caught']} caught, {count['told']} told, {count['neutral']} neutral, "
        f"{count['missed']} missed; of those that a reader would notice, {percent:.1f} % are found"
    )


def table(trials: Iterable[Trial]) -> list[str]:
    """A line for each kind: tried, caught, told, neutral, missed, and the codes."""
    lines = ["| kind | tried | caught | told | neutral | missed | by |", "|---|--:|--:|--:|--:|--:|---|"]
    of: dict[str, list[Trial]] = {}
    for trial in trials:
        of.setdefault(trial.kind, []).append(trial)
    for kind, each in of.items():
        count = Counter(trial.status for trial in each)
        codes = Counter(code for trial in each if trial.status in ("caught", "told") for code in trial.codes)
        by = ", ".join(f"{code} {times}" for code, times in codes.most_common())
        figures = (len(each), count["caught"], count["told"], count["neutral"], count["missed"])
        lines.append(f"| {kind} | {' | '.join(str(figure or '') for figure in figures)} | {by} |")
    return lines


def missed(trials: Iterable[Trial], seed: int) -> list[str]:
    """Each mutation that was missed: what it is, what a reader gets otherwise, and how to see it again."""
    lines = []
    for trial in trials:
        if trial.status == "missed":
            seen = f"; a reader gets otherwise: {', '.join(trial.noticed)}" if trial.noticed else ""
            fault = f"; **cvtex failed: {trial.codes[0]}**" if trial.codes else ""
            what = trial.what.replace("\n", " ")
            lines.append(f"- `./run campaign --seed {seed} --only {trial.name}`: {what}{seen}{fault}")
    return lines


def page(trials: Sequence[Trial], seed: int) -> str:
    """The whole result as a page of documentation."""
    lines = [_INTRODUCTION, f"With seed {seed}, {share(trials)}.", ""]
    for family, title in _FAMILIES.items():
        own = [trial for trial in trials if KINDS[trial.kind].family == family]
        if own:
            lines += [f"## {title}", "", f"{share(own)[0].upper()}{share(own)[1:]}.", "", *table(own), ""]
    lines += ["## Missed", "", *(missed(trials, seed) or ["None."]), ""]
    return "\n".join(lines)
