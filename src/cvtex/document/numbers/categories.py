"""The categories of publications: the usual ones, the owner's, and which of them claims an entry."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from cvtex.content.model import Category, Publication
from cvtex.diagnostics import suggest
from cvtex.languages.language import DEFAULT, Language, load_language
from cvtex.quickyaml import yaml


@cache
def usual_categories(language: Language | None = None) -> tuple[Category, ...]:
    """The shipped categories, in the order in which they are asked, their headings in a language."""
    text = Path(__file__).with_name("categories.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    headings = (language or load_language(DEFAULT)).categories
    return tuple(
        Category(letter, headings[letter], tuple(rule.get("types", ())), tuple(rule.get("keywords", ())))
        for letter, rule in data.items()
    )


def all_categories(own: Sequence[Category], language: Language | None = None) -> tuple[Category, ...]:
    """The owner's categories, then the usual ones whose letters are not taken."""
    taken = {category.letter for category in own}
    return (*own, *(category for category in usual_categories(language) if category.letter not in taken))


def claim(publication: Publication, categories: Sequence[Category]) -> Category | None:
    """The category that an entry belongs to: by keyword first, else by status and type; None where none claims it."""
    words = {word.casefold() for word in publication.keywords}
    by_keyword = next((category for category in categories if words & set(category.keywords)), None)
    return by_keyword or next((category for category in categories if _fits(publication, category)), None)


def _fits(publication: Publication, category: Category) -> bool:
    if not (category.types or category.status):
        return False
    status = publication.fields["pubstate"].plain.casefold() if "pubstate" in publication.fields else ""
    if category.status and not _is_status(status, category.status):
        return False
    return not category.types or publication.type in category.types


def _is_status(status: str, wanted: Sequence[str]) -> bool:
    """Whether a pubstate is one of those wanted; `in press` and biblatex's `inpress` are the same."""
    folded = status.replace(" ", "").replace("-", "")
    return bool(folded) and folded in {word.replace(" ", "").replace("-", "") for word in wanted}


def explain_unclaimed(publication: Publication, categories: Sequence[Category]) -> str:
    """Which rules would take an entry that none does."""
    known = [kind for category in categories for kind in category.types]
    near = suggest(publication.type, known)
    meant = f"did you mean `@{near}`? otherwise " if near else ""
    keywords = ", ".join(f"{category.keywords[0]} ({category.letter})" for category in categories if category.keywords)
    return f"{meant}give it a keyword: {keywords}; or claim `{publication.type}` under `categories:` in cv.yaml"
