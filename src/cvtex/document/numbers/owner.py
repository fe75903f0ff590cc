"""The owner of the CV among the authors: found by identity, through every way that the name is written."""

import re
from collections.abc import Iterator

from cvtex.content.model import CV, Publication
from cvtex.content.names import Author, UnreadableNameError, fold, parse_name
from cvtex.patterns import regex
from cvtex.values import dataclass

# In cv.yaml these are letters like any other; to BibTeX they are not.
_NO_NAME_FOR_BIBTEX = regex(r"[\\{}$~^`\"#%&]")
DECLARED = frozenset({"highlight", "me", "self", "owner"})


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner's names as folded spellings, without order and spaces, and the ORCID iD.

    `splits` are the ways to take a name apart into given names and family name: of `José García Márquez`
    nobody but its owner knows whether García is one or the other.
    """

    name: str
    spellings: frozenset[str]
    splits: frozenset[tuple[tuple[str, ...], str]]
    orcid: str = ""


def owner_of(cv: CV) -> Owner:
    """The identity of a CV's owner: the name, the spellings listed under `me`, the ORCID iD among the contacts."""
    names = [author for name in (cv.name.plain, *cv.me) for author in _readings(name)]
    orcid = next((contact.href.rsplit("/", 1)[-1] for contact in cv.contact if contact.kind == "orcid"), "")
    return Owner(
        cv.name.plain,
        frozenset(spelling for name in names for spelling in _spellings(name)),
        frozenset(split for name in names for split in _splits(name)),
        orcid,
    )


def family_of(cv: CV) -> str:
    """The owner's family name with its particles: as `me` has it before a comma, else as the name is mostly read."""
    turned = (name for name in cv.me if "," in name)
    *_, author = _readings(next(turned, cv.name.plain))
    return f"{author.prefix} {author.family}".strip()


def positions(publication: Publication, owner: Owner) -> frozenset[int]:
    """Where the owner stands in the author list, from 0: by annotation, by ORCID, by name, at last by initials."""
    authors = list(enumerate(publication.authors))
    by_declaration = frozenset(index for index, author in authors if DECLARED & author.roles)
    by_orcid = frozenset(index for index, author in authors if owner.orcid and owner.orcid in author.roles)
    by_name = frozenset(index for index, author in authors if _spellings(author) & owner.spellings)
    by_initials = frozenset(index for index, author in authors if _initials_fit(author, owner))
    return by_declaration or by_orcid or by_name or by_initials


def same_person(author: Author, name: str) -> bool:
    """Whether an author bears a name, written in either order."""
    return any(_spellings(author) & _spellings(reading) for reading in _readings(name))


def near_misses(publication: Publication, owner: Owner) -> tuple[str, ...]:
    """The authors who share the owner's family name, or nearly the whole name."""
    return tuple(author.display for author in publication.authors if _is_near(author, owner))


def _readings(name: str) -> Iterator[Author]:
    """A name as typed by its owner: whole, and taken apart as BibTeX does, particles and all."""
    yield Author(name)
    if not _NO_NAME_FOR_BIBTEX.search(name):
        try:
            yield parse_name(name)
        except UnreadableNameError:
            return


def _joined(text: str) -> str:
    return fold(text).replace(" ", "") or text.strip()


def _spellings(author: Author) -> frozenset[str]:
    """A name in both orders, without spaces, hyphens, case and accents."""
    given, family = _joined(author.given), _joined(f"{author.prefix} {author.family}")
    with_suffix = _joined(author.suffix)
    return frozenset({given + family, family + given, given + family + with_suffix} - {""})


def _splits(name: Author) -> Iterator[tuple[tuple[str, ...], str]]:
    words = fold(" ".join((name.given, name.prefix, name.family))).split()
    for index in range(1, len(words)):
        yield tuple(words[:index]), "".join(words[index:])


def _initials_fit(author: Author, owner: Owner) -> bool:
    """Whether `K. Zhen` can be Kai Zhen: the same family name, and initials that the given names begin with."""
    family = _joined(f"{author.prefix} {author.family}")
    written = _initials(author.given)
    return bool(written) and any(family == own and _agree(written, given) for given, own in owner.splits)


def _initials(given: str) -> tuple[str, ...]:
    """Given names as folded words; run-together initials (`KM`, `K.M.`) are taken apart."""
    if re.fullmatch(r"[A-Z]{2,3}", given):
        return tuple(given.casefold())
    return tuple(fold(re.sub(r"\.(?=\S)", ". ", given)).split())


def _is_initial(word: str) -> bool:
    """Whether a folded word is one letter; Þ, Æ and Œ fold to two."""
    return len(word) == 1 or word in ("th", "ae", "oe")


def _agree(written: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether written given names are initials of the full ones, at least one of them abbreviated."""
    pairs = list(zip(written, full, strict=False))
    fits = all(
        short == long
        or (_is_initial(short) and long.startswith(short))
        or (_is_initial(long) and short.startswith(long))
        for short, long in pairs
    )
    return bool(pairs) and fits and (_is_initial(pairs[0][0]) or _is_initial(pairs[0][1]) or pairs[0][0] == pairs[0][1])


def _is_near(author: Author, owner: Owner) -> bool:
    family = _joined(f"{author.prefix} {author.family}")
    return any(family == own for _, own in owner.splits) or any(
        _distance_is_one(spelling, other) for spelling in _spellings(author) for other in owner.spellings
    )


def _distance_is_one(one: str, other: str) -> bool:
    """Whether two spellings differ by one letter that is added, lost or changed."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 4:
        return False
    start = next(
        (index for index, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )
    rest = (one[start + 1 :], other[start:]), (one[start:], other[start + 1 :]), (one[start + 1 :], other[start + 1 :])
    return any(left == right for left, right in rest)
