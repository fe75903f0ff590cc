"""References that were worded before: the same words, for the same publication in the same style alone."""

from dataclasses import replace
from itertools import pairwise

import pytest

from cvtex.content.load import load
from cvtex.content.model import CV
from cvtex.document.abbreviations import Abbreviations
from cvtex.document.compose import compose
from cvtex.document.references import worded as module
from cvtex.document.references.reference import reference
from cvtex.document.references.referencestyle import ReferenceOptions
from cvtex.document.references.style import load_style
from cvtex.document.references.worded import worded
from cvtex.document.targets.target import Target
from tests.program import DATA

OPTIONS = ReferenceOptions(abbreviations=Abbreviations({"ASR": "automatic speech recognition"}))


@pytest.fixture(scope="module")
def cv() -> CV:
    return load(DATA)[0]


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_known", [])


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys of the publications that are worded."""
    keys: list[str] = []

    def noting(publication: object, *rest: object) -> object:
        keys.append(publication.key)  # type: ignore[attr-defined]
        return reference(publication, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "reference", noting)
    return keys


def test_equal_targets_word_a_reference_once(cv: CV, counted: list[str]) -> None:
    first = compose(cv, Target("cv"))
    assert len(counted) == len(set(counted)) == len(first[0].labels)
    assert compose(load(DATA)[0], Target("cv")) == first
    assert len(counted) == len(first[0].labels)


def test_what_changes_is_worded_anew(cv: CV, counted: list[str]) -> None:
    style = load_style(Target("cv").style)
    publication = cv.publications[0]
    changed = replace(publication, authors=publication.authors[:1])
    nobody: frozenset[int] = frozenset()
    asked = [
        (style, OPTIONS, publication, nobody),
        (style, OPTIONS, changed, nobody),
        (style, OPTIONS, publication, frozenset({0})),
        (style, replace(OPTIONS, links=("doi",)), publication, nobody),
        (style, replace(OPTIONS, abbreviations=Abbreviations({"CV": "curriculum vitae"})), publication, nobody),
        (replace(style, name="another"), OPTIONS, publication, nobody),
    ]
    for number, (how, options, what, own) in enumerate(asked, 1):
        for _ in range(2):
            assert worded(how, options).reference(what, own) == reference(what, how, own, options)
        assert len(counted) == number


def test_the_styles_that_are_known_are_few() -> None:
    style = load_style(Target("cv").style)
    first = worded(style, OPTIONS)
    assert worded(load_style(Target("cv").style), replace(OPTIONS)) is first
    for number in range(20):
        worded(style, replace(OPTIONS, max_authors=number + 1))
    assert len(module._known) < 20
    assert worded(style, OPTIONS) is not first


def test_abbreviations_are_equal_by_what_they_are_short_for() -> None:
    kinds = [
        Abbreviations({}),
        Abbreviations({"A": "b"}),
        Abbreviations({"A": "c"}),
        Abbreviations({"A": "b", "C": "d"}),
    ]
    assert all(one != other for one, other in pairwise(kinds))
    assert Abbreviations({"A": "b", "C": "d"}) == Abbreviations({"C": "d", "A": "b"})
    assert len({*kinds, Abbreviations({"A": "b"})}) == len(kinds)
