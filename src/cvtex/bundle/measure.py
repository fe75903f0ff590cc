"""The measures of a bundle: pages, bytes and paper, against what a call allows."""

from collections.abc import Iterator, Sequence

from cvtex.bundle.papers import paper_of
from cvtex.bundle.sight import Sight
from cvtex.bundle.wish import Limit
from cvtex.diagnostics import Diagnostic, Span
from cvtex.reports.result import plural

Size = tuple[str, str, int, int]
"""A part's name, title, pages and bytes."""


def over_limits(limits: Sequence[Limit], sizes: Sequence[Size]) -> Iterator[Diagnostic]:
    """The limits of pages that are not kept."""
    for limit in limits:
        if limit.part is not None:
            name, _, pages, _ = sizes[limit.part]
            if pages > limit.most:
                yield _pages(f"the part has {plural(pages, 'page')}", pages, limit, Span(name))
            continue
        every = sum(size[2] for size in sizes)
        if every > limit.most:
            told = ", ".join(f"{name} {pages}" for name, _, pages, _ in sizes)
            yield _pages(f"the bundle has {plural(every, 'page')} ({told})", every, limit, None)


def _pages(told: str, pages: int, limit: Limit, span: Span | None) -> Diagnostic:
    many = f"{plural(pages - limit.most, 'page')} too many"
    hint = f"{many}: leave out a part, or shorten the longest"
    if span:
        hint = f"{many}: shorten it"
        if span.file.startswith("@"):
            hint += f", or give its target `pages: {{max: {limit.most}}}`"
    return Diagnostic("J003", f"{told}, and {limit.option} allows {limit.most}", span, hint)


def too_large(limits: Sequence[Limit], sizes: Sequence[Size], whole: int | None) -> list[Diagnostic]:
    """The limits of bytes that are not kept: by parts as long as the whole is not known, by the whole then."""
    found = []
    largest = max(sizes, key=lambda size: size[3])
    for limit in limits:
        if limit.part is not None and whole is None:
            name, _, _, size = sizes[limit.part]
            if size > limit.most:
                hint = "save it with smaller pictures"
                message = f"the part has {_amount(size)}, and {limit.option} allows {_amount(limit.most)}"
                found.append(Diagnostic("J004", message, Span(name), hint))
        if limit.part is None and whole is not None and whole > limit.most:
            hint = f"{largest[0]} is the largest part, with {_amount(largest[3])}: save it with smaller pictures"
            message = f"the bundle has {_amount(whole)}, and {limit.option} allows {_amount(limit.most)}"
            found.append(Diagnostic("J004", message, Span(largest[0]), hint))
    return found


def _amount(size: int) -> str:
    """A number of bytes, exact where it is small or round figures would hide a difference."""
    return f"{size:,} bytes".replace(",", "\u202f")


def papers(wanted: str, parts: Sequence[tuple[str, Sight]]) -> Iterator[Diagnostic]:
    """Pages on another paper than the one that is wanted; where none is, a word about parts that differ."""
    used: dict[str, dict[str, list[int]]] = {}
    for name, sight in parts:
        for number, leaf in enumerate(sight.leaves, 1):
            used.setdefault(name, {}).setdefault(paper_of(leaf.width, leaf.height), []).append(number)
    if wanted:
        for name, found in used.items():
            for paper, numbers in found.items():
                if paper != wanted:
                    more = f", and {plural(len(numbers) - 1, 'page')} more" if numbers[1:] else ""
                    message = f"a page is on {paper}{more}, and --paper asks for {wanted}"
                    yield Diagnostic("J005", message, Span(name), _hint(name, wanted), page=numbers[0])
        return
    if len({paper for found in used.values() for paper in found}) > 1:
        told = "; ".join(f"{name} on {' and '.join(found)}" for name, found in used.items())
        hint = "who prints it gets pages that are cut or scaled; --paper a4 or letter holds all parts to one paper"
        yield Diagnostic("J005", f"the parts are on different paper: {told}", None, hint, "warning")


def _hint(name: str, wanted: str) -> str:
    if name.startswith("@"):
        return f"write `paper: {wanted}` into the target's file"
    return f"make it anew on {wanted}, or print it to a new PDF on that paper"
