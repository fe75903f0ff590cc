"""How a reference reads: templates kept as data, filled from a publication."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import yaml

from cvtex.content.markup import Inline, Run, Style, merge, plain
from cvtex.content.model import Publication
from cvtex.content.names import is_owner
from cvtex.diagnostics import Diagnostic, UsageError, did_you_mean
from cvtex.document.dateformat import full_dates

_TOKEN = re.compile(r"\{(?P<field>[a-z|]+)\}|(?P<open>\[)|(?P<close>\])|(?P<italic>\*)|(?P<text>[^{}\[\]*]+)")
_OWN_MARK = re.compile(r"[?!.…]$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A role's typographic mark at a name, and the legend that explains it."""

    sign: str
    legend: str


@dataclass(frozen=True, slots=True)
class ReferenceStyle:
    """A style file, read: templates by entry type, and how names are joined."""

    name: str
    templates: Mapping[str, str]
    between: str
    pair: str
    et_al: str
    marks: Mapping[str, Mark]


def style_names() -> tuple[str, ...]:
    folder = resources.files("cvtex.document") / "styles"
    return tuple(sorted(item.name.removesuffix(".yaml") for item in folder.iterdir() if item.name.endswith(".yaml")))


@cache
def load_style(name: str) -> ReferenceStyle:
    """A shipped style by name. Raises UsageError when there is none."""
    if name not in style_names():
        raise UsageError(
            Diagnostic("U002", f"there is no reference style `{name}`", None, did_you_mean(name, style_names()))
        )
    text = (resources.files("cvtex.document") / "styles" / f"{name}.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    marks = {role: Mark(mark["sign"], mark["legend"]) for role, mark in data["marks"].items()}
    return ReferenceStyle(
        name, data["templates"], data["names"]["between"], data["names"]["pair"], data["names"]["et_al"], marks
    )


def reference(publication: Publication, style: ReferenceStyle, owner: frozenset[str]) -> Inline:
    """The reference as it is printed, without label and legend."""
    template = style.templates.get(publication.type) or style.templates["default"]
    values = _values(publication, style, owner)
    return merge(_punctuated(_fill(template, values)))


def legend(publication: Publication, style: ReferenceStyle) -> Inline:
    """The legend of exactly the marks that the reference prints."""
    runs: list[Run] = []
    for role in _printed_roles(publication, style):
        mark = style.marks[role]
        runs += [Run(" ")] if runs else []
        runs += [Run(mark.sign, frozenset({"mark"})), Run(f" {mark.legend}")]
    return merge(runs)


def _printed_roles(publication: Publication, style: ReferenceStyle) -> list[str]:
    held = {role for author in publication.authors for role in author.roles}
    return [role for role in style.marks if role in held]


def _values(publication: Publication, style: ReferenceStyle, owner: frozenset[str]) -> dict[str, Inline]:
    values = {name: text.runs for name, text in publication.fields.items()}
    values["authors"] = tuple(_authors(publication, style, owner))
    values["title"] = _title(publication)
    date = full_dates(publication.date)
    if "number" in values:
        values["number"] = tuple(replace(run, text=_tied(run.text)) for run in values["number"])
    if date:
        values["date"] = (Run(_tied(date)),)
    if publication.date and publication.date.periods:
        values["year"] = (Run(str(publication.date.periods[0].start.year)),)
    if publication.fields.get("pages"):
        values["pages"] = tuple(
            replace(run, text=re.sub(r"(?<=\d)\s*-+\s*(?=\d)", "–", run.text)) for run in values["pages"]
        )
    return values


def _tied(text: str) -> str:
    """A text whose numbers a line end does not part from what they belong to: July 27, 2019/0164052 A1."""
    return re.sub(r"(?<=[A-Za-z.]) (?=\d)|(?<=\d) (?=[A-Z]\d)", "\u00a0", text)


def _title(publication: Publication) -> Inline:
    """The title, linked to where the publication can be read; the style brings the full stop."""
    fields = publication.fields
    address = (
        f"https://doi.org/{_bare_doi(plain(fields['doi'].runs))}"
        if "doi" in fields
        else plain(fields["url"].runs)
        if "url" in fields
        else ""
    )
    runs = list(publication.title.runs)
    if "subtitle" in fields:
        runs += [Run(": "), *fields["subtitle"].runs]
    if plain(runs).endswith(".") and not plain(runs).endswith(("..", "etc.")):
        runs[-1] = replace(runs[-1], text=runs[-1].text[:-1])
    return tuple(replace(run, href=run.href or address) for run in runs)


def _bare_doi(doi: str) -> str:
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", doi, flags=re.IGNORECASE)


def _authors(publication: Publication, style: ReferenceStyle, owner: frozenset[str]) -> list[Run]:
    runs: list[Run] = []
    count = len(publication.authors)
    for index, author in enumerate(publication.authors):
        if index:
            runs.append(Run(style.pair if count == 2 and not publication.et_al else style.between))
        own: frozenset[Style] = frozenset({"me"}) if is_owner(author, owner) else frozenset()
        runs.append(Run(author.display.replace(" ", "\u00a0") if own else author.display, own))
        signs = [style.marks[role].sign for role in style.marks if role in author.roles]
        runs.extend(Run(sign, frozenset({"mark"})) for sign in signs)
    if publication.et_al:
        runs.append(Run(f"{style.between}{style.et_al}"))
    return runs


def _fill(template: str, values: Mapping[str, Inline]) -> list[Run]:
    """Fill a template; a `[…]` part is left out when a field in it is missing."""
    stack: list[tuple[list[Run], bool]] = [([], True)]
    italic: frozenset[Style] = frozenset()
    for match in _TOKEN.finditer(template):
        runs, complete = stack[-1]
        if match["open"]:
            stack.append(([], True))
        elif match["close"]:
            stack.pop()
            if complete:
                stack[-1][0].extend(runs)
        elif match["italic"]:
            italic = frozenset() if italic else frozenset({"italic"})
        elif match["text"]:
            runs.append(Run(match["text"], italic))
        else:
            value = next((values[name] for name in match["field"].split("|") if values.get(name)), ())
            stack[-1] = (runs, complete and bool(value))
            runs.extend(_inside(run, italic) for run in value)
    return stack[0][0]


def _inside(run: Run, around: frozenset[Style]) -> Run:
    """A run within a styled part: italics in italics turn upright."""
    return replace(run, styles=run.styles ^ around if around & run.styles else run.styles | around)


def _punctuated(runs: list[Run]) -> list[Run]:
    """No comma or full stop after a mark that a title or name brought itself."""
    out: list[Run] = []
    for run in runs:
        before = plain(out)[-2:]
        text = run.text
        if _OWN_MARK.search(before) and text[:1] == "," and before[-1:] != ".":
            text = text[1:]
        if before == ",”" and text[:1] == ",":
            text = text[1:]
        if before[-1:] == "." and text[:1] == "." and not text.startswith(".."):
            text = text[1:]
        out.append(replace(run, text=text))
    return out
