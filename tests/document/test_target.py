"""Target files: their defaults, their choices, and names that there are not."""

from pathlib import Path

import pytest

from cvtex.content.dates import Day, Period
from cvtex.content.markup import Run
from cvtex.content.model import Text
from cvtex.diagnostics import DataError, Span, UsageError
from cvtex.document.targets.limits import Limits
from cvtex.document.targets.look import Look
from cvtex.document.targets.rule import Rule
from cvtex.document.targets.target import (
    TARGET_KEYS,
    CheckLevel,
    Choice,
    Fit,
    Margins,
    PublicationChoice,
    SectionChoice,
    Target,
    TimeSpan,
    Word,
)
from cvtex.document.targets.targetfile import load_target, target_names


def target(folder: Path, text: str) -> Target:
    (folder / "targets").mkdir(exist_ok=True)
    (folder / "targets" / "short.yaml").write_text(text, encoding="utf-8")
    return load_target(folder, "short")


def test_the_target_cv_needs_no_file(tmp_path: Path) -> None:
    assert load_target(tmp_path, "cv") == Target("cv")
    assert target_names(tmp_path) == ("cv",)


@pytest.mark.parametrize("text", ["", "# nothing\n"])
def test_an_empty_file_is_all_defaults(text: str, tmp_path: Path) -> None:
    assert target(tmp_path, text) == Target("short")
    assert target_names(tmp_path) == ("cv", "short")


def test_every_choice(tmp_path: Path) -> None:
    made = target(
        tmp_path,
        """\
title: Résumé
paper: a4
size: 10.5pt
theme: {name: dense, headings: smallcaps, space: 90%}
style: ieee
language: en-GB
pages: {max: 2}
checks: {P002: off}
limits: {size: 10pt}
font: termes
margins: {left: 1in, top: 36pt}
head: name
foot: none
labels: consecutive
contact: {without: [phone, place]}
since: 2024-07-01
fit: {space: 85%, size: 9pt, drop: no}
tags: [short]
without: long
period: 5 years
publications: {categories: [C], keys: [a, b], keywords: own, max: 10, min: 2, choose: best, order: keys}
headline: A *headline*
summary: Two words
titles: {Employment: Work}
file: CV_{family}.pdf
output: pdf
hyphenation: never
rule: {of: NIH, for: size, source: a page, read: 2026-11-25, certainty: primary, note: a note}
sections: [Employment, {section: Education, title: Degrees, max: 2, period: 2020/present}]
engine: luatex
""",
    )
    file = str(tmp_path / "targets" / "short.yaml")

    def word(text: str, line: int, column: int) -> Word:
        return Word(text, Span(file, line, column, len(text)))

    assert made == Target(
        "short", "Résumé", "a4", 10.5, "dense", "ieee", "en-GB", 2,
        (CheckLevel("P002", "off", Span(file, 8, 10, 4)),),
        Limits(size=10.0),
        Text((Run("A "), Run("headline", frozenset({"italic"}))), Span(file, 22, 11, 12)),
        Text((Run("Two words"),), Span(file, 23, 10, 9)),
        ((word("Employment", 24, 10), (Run("Work"),)),),
        "termes",
        Margins(left=72.0, top=36.0),
        "name",
        "none",
        (
            SectionChoice(word("Employment", 29, 12)),
            SectionChoice(
                word("Education", 29, 34),
                Text((Run("Degrees"),), Span(file, 29, 52, 7)),
                Choice(period=TimeSpan(Span(file, 29, 77, 12), "2020/present", 0, Period(Day(2020), None, open=True))),
                2,
            ),
        ),
        Choice((word("short", 18, 8),), (word("long", 19, 10),), TimeSpan(Span(file, 20, 9, 7), "5 years", 60)),
        PublicationChoice(
            None, (word("C", 21, 29),), (word("a", 21, 40), word("b", 21, 43)), (word("own", 21, 57),),
            10, 2, "best", "keys", None, Span(file, 21, 16, 10),
        ),
        "consecutive",
        ("phone", "place"),
        word("2024-07-01", 16, 8),
        Fit(0.85, 9.0, drop=False),
        "theme",
        "CV_{family}",
        "pdf",
        "never",
        (Rule("NIH", "a page", "2026-11-25", "primary", "a note", ("size",)),),
        Look("hung", "inline", "right", "termes", chosen=(("headings", "smallcaps"),), least=0.75),
        0.9,
        "luatex",
    )  # fmt: skip
    assert len(TARGET_KEYS) == 32


@pytest.mark.parametrize(
    ("value", "hint"),
    [("{P002: warn}", "did you mean `warning`?"), ("{P002: [off]}", "known here"), ("{P002: }", "known here")],
)
def test_a_level_that_there_is_not(value: str, hint: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        target(tmp_path, f"checks: {value}\n")
    (finding,) = caught.value.diagnostics
    assert finding.code == "D017"
    assert hint in (finding.hint or "")
    assert finding.span is not None
    assert finding.span.line == 1


@pytest.mark.parametrize("key", TARGET_KEYS)
@pytest.mark.parametrize("value", ["", "[]", "{}", "[{}]"])
def test_every_key_refuses_what_is_nothing(key: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        target(tmp_path, f"{key}: {value}\n")
    (finding,) = caught.value.diagnostics
    assert finding.code in ("D001", "D006", "D017")
    assert finding.span is not None
    assert finding.span.line == 1


@pytest.mark.parametrize(
    "value", ["0", "-1", "two", "1.5", "2", "{max: 0}", "{max: -1}", "{max: two}", "{max: 2, min: 1}", "{mx: 2}"]
)
def test_limits_that_are_none(value: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        target(tmp_path, f"pages: {value}\n")
    (finding,) = caught.value.diagnostics
    assert finding.code == ("D007" if "min" in value or "mx" in value else "D017")


def test_a_text_may_have_a_colon(tmp_path: Path) -> None:
    text = "title: Foo: bar\nsummary: I do one thing: samples.\nheadline: Looms: and mills\noutput: text\n"
    made = target(tmp_path, f"{text}sections:\n- section: Work\n  title: Work: the best\n")
    assert (made.title, made.output) == ("Foo: bar", "text")
    texts = [made.summary, made.headline, made.sections[0].title]
    assert [item and item.plain for item in texts] == ["I do one thing: samples.", "Looms: and mills", "Work: the best"]


@pytest.mark.parametrize("key", TARGET_KEYS)
def test_every_mistyped_key_is_recognised(key: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        target(tmp_path, f"{key}x: x\n")
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.hint) == ("D007", f"did you mean `{key}`?")


@pytest.mark.parametrize("name", ["shrot", "../cv", "", "SHORT", "a/b"])
def test_names_that_there_are_not(name: str, tmp_path: Path) -> None:
    target(tmp_path, "paper: a4\n")
    with pytest.raises(UsageError) as caught:
        load_target(tmp_path, name)
    assert caught.value.diagnostics[0].code == "U001"
    assert caught.value.diagnostics[0].hint
