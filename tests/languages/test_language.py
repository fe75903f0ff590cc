"""The data files of languages: whole, fresh, and in their own words."""

from pathlib import Path

import pytest

from cvtex.diagnostics import DataError
from cvtex.document.numbers.categories import usual_categories
from cvtex.document.references.referencestyle import ROLES
from cvtex.document.targets.targetfile import load_target
from cvtex.languages.language import Language, Ordinals, base, is_language, language_codes, load_language
from tests.calendars import PLACE, calendar, calendars_text

ENGLISH = load_language("en")
OTHERS = [code for code in language_codes() if base(code) != "en"]
# Terms that a language writes as English does.
SHARED = {
    "de": {"patent", "in", "assignee", "preprint", "internet", "online", "ver", "link", "code", "video"},
    "fr": {"pp", "vol", "art", "code", "internet", "ver"},
    "es": {"ed", "inventor", "pp", "edn", "vol", "internet", "comma"},
    "it": {"pp", "edn", "vol", "in", "preprint", "internet", "online", "video"},
    "pt": {"ed", "inventor", "pp", "edn", "vol", "preprint", "internet"},
    "pt-BR": {"link", "slides"},
}


@pytest.mark.parametrize("code", language_codes())
def test_every_language_says_all_that_english_does(code: str) -> None:
    language = load_language(code)
    assert language.code == code
    assert language.terms.keys() == ENGLISH.terms.keys()
    assert language.words.keys() == ENGLISH.words.keys()
    assert language.legends.keys() == ROLES.keys()
    assert language.categories.keys() == {category.letter for category in usual_categories()}
    texts = [*language.words.values(), *language.legends.values(), *language.categories.values()]
    texts += [word for key, both in language.terms.items() for word in both if key != "comma"]
    assert len(texts) > 80
    assert not [text for text in texts if not text.strip() or text != text.strip(" ")]
    assert all(legend.endswith(".") for legend in language.legends.values())
    assert "{date}" in language.words["since"]


@pytest.mark.parametrize("code", OTHERS)
def test_words_are_not_left_in_english(code: str) -> None:
    language = load_language(code)
    may = SHARED[base(code)] | SHARED.get(code, set())
    same = {key for key, word in language.terms.items() if _folded(word) == _folded(ENGLISH.terms[key])}
    assert same <= may
    assert language.words["now"] != ENGLISH.words["now"]
    assert not {key for key in ENGLISH.legends if language.legends[key] == ENGLISH.legends[key]} - {"mentee"}
    assert not {key for key in ENGLISH.categories if language.categories[key] == ENGLISH.categories[key]} - {"S", "A"}


def _folded(words: tuple[str, str]) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words)


def test_the_calendar_is_that_of_the_cldr() -> None:
    assert PLACE.read_text(encoding="utf-8") == calendars_text(), "refresh it: python -m tests.calendars"


def test_british_months_are_those_of_the_cldr() -> None:
    assert list(load_language("en-GB").calendar.short) == calendar("en-GB")["short"]


def test_a_region_differs_only_in_what_it_says() -> None:
    german, swiss = load_language("de"), load_language("de-CH")
    assert (german.terms, german.words) == (swiss.terms, swiss.words)
    assert (german.quotes.outer, swiss.quotes.outer) == (("„", "“"), ("«", "»"))
    assert load_language("pt-PT").terms["phdthesis"] != load_language("pt-BR").terms["phdthesis"]


def test_each_language_is_loaded_once() -> None:
    assert load_language("fr") is load_language("fr")
    assert isinstance(load_language("fr"), Language)


def test_an_unknown_language_has_no_file() -> None:
    with pytest.raises(KeyError, match="tlh"):
        load_language("tlh")


@pytest.mark.parametrize(
    ("word", "is_code"),
    [("de", True), ("pt-BR", True), ("zh", True), ("de-at", False), ("DE", False), ("deu", False), ("xx", False), ("", False),
     ("at", False), ("de-", False)],
)  # fmt: skip
def test_codes_of_languages(word: str, is_code: bool) -> None:
    assert is_language(word) is is_code


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en-US", "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 101st 111th 112th"),
        ("de", "1. 2. 3. 4. 11. 12. 13. 21. 22. 101. 111. 112."),
        ("pt-BR", "1º 2º 3º 4º 11º 12º 13º 21º 22º 101º 111º 112º"),
        ("fr", "1er 2e 3e 4e 11e 12e 13e 21e 22e 101e 111e 112e"),
    ],
)
def test_ordinals(code: str, written: str) -> None:
    ordinals: Ordinals = load_language(code).authors
    assert " ".join(ordinals.write(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111, 112)) == written


def test_editions_agree_with_their_noun() -> None:
    assert [load_language(code).editions.write(1) for code in ("fr", "es", "it", "pt")] == ["1re", "1.ª", "1ª", "1.ª"]


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("de-at", "did you mean `de-AT`?"),
        ("en-UK", "did you mean `en-US`?"),
        ("pt-Br", "did you mean `pt-BR`?"),
        ("klingon", "known here: `en-US`"),
    ],
)
def test_a_mistyped_language_gets_a_suggestion(typed: str, hint: str, tmp_path: Path) -> None:
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets" / "cv.yaml").write_text(f"language: {typed}\n", encoding="utf-8")
    with pytest.raises(DataError) as raised:
        load_target(tmp_path, "cv")
    (found,) = raised.value.diagnostics
    assert (found.code, found.message) == ("D017", f"`{typed}` is no language that cvtex knows")
    assert found.hint is not None
    assert found.hint.startswith(hint)
