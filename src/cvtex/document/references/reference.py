"""A reference in words: a publication in a style, and the legend of the marks that were printed."""

from collections.abc import Iterable, Mapping

from cvtex.content.markup import Inline, Run, Style, merge
from cvtex.content.model import Publication
from cvtex.document.references.authors import Position, Shortening, author_list
from cvtex.document.references.fields import values_of
from cvtex.document.references.links import Link, links_of, main_address
from cvtex.document.references.referencestyle import ALIASES, ReferenceOptions, ReferenceStyle
from cvtex.document.references.sentence import Sentence
from cvtex.document.references.template import Template, fill
from cvtex.languages.language import foreign
from cvtex.values import replace

_QUIET: frozenset[Style] = frozenset({"note"})


def reference(
    publication: Publication, style: ReferenceStyle, own: frozenset[int], options: ReferenceOptions
) -> Inline:
    """The reference as it is printed, without label and legend, its title in the language that it is in.

    `own` are the owner's positions in the author list, from 0. Links that continue the sentence stand before its full
    stop, the notes after it, the other links last; where none are asked for, the title links to the publication.
    """
    values = values_of(publication, style)
    address = "" if options.links else main_address(publication)
    language = foreign(publication.language, style.language.code)
    values["title"] = tuple(replace(run, href=run.href or address, language=language) for run in values["title"])
    values = {name: options.abbreviations.expanded(runs) for name, runs in values.items()}
    values |= _names(publication, style, own, options)
    within, after = _links(publication, style, options)
    sentence = Sentence(style.language)
    fill(_template(publication.type, style), values, sentence)
    for text, link in within:
        _print_link(text, link, sentence)
    sentence.finish()
    fill(style.notes, values, sentence)
    sentence.finish()
    for text, link in after:
        _print_link(f" {text}", link, sentence)
    return sentence.runs


def legend(printed: Iterable[Inline], style: ReferenceStyle) -> Inline:
    """The legend of exactly the marks in these references: one, or a whole list of them."""
    signs = {sign for runs in printed for run in runs if "mark" in run.styles for sign in run.text}
    marks = {mark.sign: mark.legend for mark in style.marks.values() if mark.sign in signs}
    runs: list[Run] = []
    for sign, words in marks.items():
        runs += [Run(" ")] if runs else []
        runs += [Run(sign, frozenset({"mark"})), Run(f" {words}")]
    return merge(runs)


def _template(kind: str, style: ReferenceStyle) -> Template:
    names = (kind, ALIASES.get(kind, kind), "default")
    return next(style.templates[name] for name in names if name in style.templates)


def _names(
    publication: Publication, style: ReferenceStyle, own: frozenset[int], options: ReferenceOptions
) -> Mapping[str, Inline]:
    """Authors and editors, and the words that depend on how many there are."""
    authors, editors = publication.authors, publication.editors
    edited = bool(editors) and [name.display for name in authors] == [name.display for name in editors]
    many = publication.et_al or len(authors) > 1
    signs = {role: mark.sign for role, mark in style.marks.items()}
    shortening = Shortening(options.max_authors, options.first_authors)
    position = Position(style.language.authors, style.words["of"][0])
    listed = author_list(
        authors, style.names, signs, position=position, own=own, others=publication.et_al, shortening=shortening
    )
    values = {"authors": listed}
    if authors:
        values["inventor"] = (Run(style.words["inventor"][many]),)
    if edited:
        values["edited"] = (Run(style.words["ed"][many]),)
    elif editors:
        values["editors"] = author_list(editors, style.editors, {}, position=position)
        values["ed"] = (Run(style.words["ed"][len(editors) > 1]),)
    return values


def _links(
    publication: Publication, style: ReferenceStyle, options: ReferenceOptions
) -> tuple[list[tuple[str, Link]], list[tuple[str, Link]]]:
    """The links that are asked for, each address once: those within the sentence, and those after it."""
    known = links_of(publication) if options.links else {}
    chosen: dict[str, tuple[str, Link]] = {}
    for kind in options.links:
        if kind in known and kind in style.links:
            chosen.setdefault(known[kind].address, (style.links[kind], known[kind]))
    within = [item for item in chosen.values() if item[0].startswith(",")]
    return within, [item for item in chosen.values() if not item[0].startswith(",")]


def _print_link(text: str, link: Link, sentence: Sentence) -> None:
    """`doi: {id}` with the identifier linked, or words that link as a whole."""
    for name, words in (("{id}", link.id), ("{address}", link.address)):
        if name in text:
            before, after = text.split(name)
            sentence.literal(before)
            sentence.value(Run(words, href=link.address))
            sentence.literal(after)
            return
    sentence.value(Run(text, _QUIET, link.address))
