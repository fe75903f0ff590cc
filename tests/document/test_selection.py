"""Selection: what tags, times and sections of a target take, and the words for a choice that nothing answers to."""

from pathlib import Path

import pytest

from cvtex.content.load import load
from cvtex.content.model import Datum
from cvtex.document.compose import compose
from cvtex.document.targets.targetfile import load_target
from tests.document.selecting import article, as_told, composed, lines, rules, shown, told, write

CAREER = """\
sections:
- section: Employment
  entries:
  - organization: Engines
    date: 2019/2022
    items:
    - position: Analyst
      items:
      - item: Wrote programs
        tags: short
      - Read papers
    - position: Clerk
  - organization: Looms
    date: 2010/2012
    tags: [early]
    items: [Wove]
- section: Awards
  tags: [prizes]
  entries:
  - award: Medal
    date: 2021
  - award: Ribbon
    date: 2011
    tags: [private]
- section: Skills
  entries:
  - skill: Weaving
"""
GROUPS = """\
sections:
- section: Teaching
  entries:
  - Before all
  - group: Courses
    tags: [courses]
  - Logic
  - item: Drawing
    tags: [arts]
  - group: Students
  - Robin
  - group: Talks
    items:
    - item: Looms
      tags: [arts]
    - Engines
"""


# Tags


def test_without_choices_all_is_shown(tmp_path: Path) -> None:
    assert lines(tmp_path, CAREER, "") == [
        "1 Employment", "Engines", "Analyst", "Wrote programs", "Read papers", "Clerk", "Looms", "Wove",
        "2 Awards", "Medal", "Ribbon",
        "3 Skills", "Weaving",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        # What stands above a bullet comes with it, its siblings do not.
        ("tags: [short]", ["1 Employment", "Engines", "Analyst", "Wrote programs"]),
        # What stands below an entry comes with it.
        ("tags: early", ["1 Employment", "Looms", "Wove"]),
        # A section lends its tags.
        ("tags: [prizes]", ["1 Awards", "Medal", "Ribbon"]),
        # One of several is enough.
        ("tags: [early, prizes]", ["1 Employment", "Looms", "Wove", "2 Awards", "Medal", "Ribbon"]),
        ("tags: [prizes]\nwithout: [private]", ["1 Awards", "Medal"]),
        (
            "without: [prizes, early, short]",
            ["1 Employment", "Engines", "Analyst", "Read papers", "Clerk", "2 Skills", "Weaving"],
        ),
        # A section's own tags are asked for beside those of the document.
        ("tags: [prizes]\nsections: [{section: Awards, tags: [private]}]", ["1 Awards", "Ribbon"]),
        ("sections: [{section: Employment, without: [early, short]}]",
         ["1 Employment", "Engines", "Analyst", "Read papers", "Clerk"]),
    ],
)  # fmt: skip
def test_tags(target: str, wanted: list[str], tmp_path: Path) -> None:
    assert lines(tmp_path, CAREER, target) == wanted


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        ("tags: [courses]", ["= Courses", "Logic", "Drawing"]),
        ("tags: [arts]", ["= Courses", "Drawing", "= Talks", "Looms"]),
        ("without: [courses]", ["Before all", "= Students", "Robin", "= Talks", "Looms", "Engines"]),
        ("without: [arts]", ["Before all", "= Courses", "Logic", "= Students", "Robin", "= Talks", "Engines"]),
        ("tags: [courses]\nwithout: [arts]", ["= Courses", "Logic"]),
    ],
)
def test_subheadings_lend_their_tags_and_go_with_the_last_of_what_they_head(
    target: str, wanted: list[str], tmp_path: Path
) -> None:
    assert lines(tmp_path, GROUPS, target) == ["1 Teaching", *wanted]


def test_a_subheading_over_subheadings_goes_with_the_last_of_them(tmp_path: Path) -> None:
    cv = (
        "sections:\n- section: A\n  entries:\n  - item: a\n    tags: [x]\n  - group: Over\n  - group: First\n  - b\n"
        "  - group: Second\n  - item: c\n    tags: [y]\n"
    )
    assert lines(tmp_path, cv, "") == ["1 A", "a", "= Over", "= First", "b", "= Second", "c"]
    assert lines(tmp_path, cv, "tags: [y]") == ["1 A", "= Over", "= Second", "c"]
    assert lines(tmp_path, cv, "tags: [x]") == ["1 A", "a"]


def test_a_bare_section_stays_only_where_its_tags_are_taken(tmp_path: Path) -> None:
    cv = "sections:\n- section: A\n  entries: [publications: J]\n  tags: [x]\n- section: B\n  entries: [b]\n"
    assert lines(tmp_path, cv, "tags: [x]", article("k")) == ["1 A", "[J001] k"]


# Times


@pytest.mark.parametrize(
    ("period", "wanted"),
    [
        # Undated items go by their parent's date; what has no date anywhere stays.
        ("2021/present", ["Engines", "Analyst", "Wrote programs", "Read papers", "Clerk", "Medal", "Weaving"]),
        ("2010/2011", ["Looms", "Wove", "Ribbon", "Weaving"]),
        ("2012", ["Looms", "Wove", "Weaving"]),
        ("5 years", ["Engines", "Analyst", "Wrote programs", "Read papers", "Clerk", "Medal", "Weaving"]),
        ("the last 5 years", ["Engines", "Analyst", "Wrote programs", "Read papers", "Clerk", "Medal", "Weaving"]),
        ("58 months", ["Engines", "Analyst", "Wrote programs", "Read papers", "Clerk", "Weaving"]),
    ],
)
def test_periods(period: str, wanted: list[str], tmp_path: Path) -> None:
    found = lines(tmp_path, CAREER, f"period: {period}")
    assert [line for line in found if not line[0].isdigit()] == wanted


DATED = """\
sections:
- section: Work
  entries:
  - organization: Undated above dated
    items:
    - item: Old
      date: 2001
    - item: New
      date: 2024
    - Between
  - organization: Old above new
    date: 1999/2003
    items:
    - item: Still paid
      date: 2024
    - Long over
  - organization: New above old
    date: 2024
    items:
    - item: Begun
      date: 1998
  - organization: Old all through
    items:
    - item: Gone
      date: 1990
    - Forgotten
  - organization: In words
    date: Summer 2024
  - organization: Old words
    date: Summer 1990
  - organization: Words without a year
    date: long ago
"""


def test_a_date_of_its_own_goes_before_the_parents_and_the_items(tmp_path: Path) -> None:
    found = lines(tmp_path, DATED, "period: 2020/present")
    assert found == [
        "1 Work",
        "Undated above dated", "New", "Between",
        "Old above new", "Still paid",
        "New above old",
        "In words",
        "Words without a year",
    ]  # fmt: skip
    left = rules(tmp_path, DATED, "period: 2020/present")
    assert {left[text] for text in ("Old", "Long over", "Begun", "Old all through", "Gone", "Forgotten")} == {
        "target t takes the time `2020/present`"
    }


def test_a_subheading_goes_with_what_its_time_takes(tmp_path: Path) -> None:
    cv = (
        "sections:\n- section: A\n  entries:\n  - group: G\n  - item: a\n    date: 2001\n  - group: H\n    items:\n"
        "    - item: b\n      date: 2001\n  - group: I\n  - item: c\n    date: 2024\n"
    )
    assert lines(tmp_path, cv, "period: 3 years") == ["1 A", "= I", "c"]
    assert rules(tmp_path, cv, "period: 3 years")["G"] == "target t takes nothing under it"


def test_a_sections_own_time_stands_beside_that_of_the_document(tmp_path: Path) -> None:
    target = "period: 2000/2020\nsections:\n- {section: Employment, period: 2015/present}\n- Awards\n"
    assert lines(tmp_path, CAREER, target) == [
        "1 Employment", "Engines", "Analyst", "Wrote programs", "Read papers", "Clerk", "2 Awards", "Ribbon",
    ]  # fmt: skip


# Sections


def test_sections_stand_in_the_targets_order_under_its_titles_and_are_numbered_anew(tmp_path: Path) -> None:
    target = "sections:\n- skills\n- {section: EMPLOYMENT, title: What *she* did}\ntitles: {Skills: Crafts}\n"
    found = lines(tmp_path, CAREER, target)
    assert [found[0], found[2]] == ["1 Crafts", "2 What she did"]
    document, _ = composed(tmp_path, CAREER, target)
    titles = [datum for datum in document.account if datum.what == "title"]
    assert [(datum.text, datum.rule) for datum in titles] == [
        ("Skills", "target t titles it “Crafts”"),
        ("Employment", "target t titles it “What she did”"),
    ]
    assert rules(tmp_path, CAREER, target)["Awards"] == "target t has other sections"


def test_numbers_that_a_section_has_itself_stay(tmp_path: Path) -> None:
    cv = "sections:\n- section: A\n  entries: [a]\n- section: B\n  number: VII\n  entries: [b]\n- section: C\n  number: none\n  entries: [c]\n"
    assert lines(tmp_path, cv, "sections: [C, B, A]") == ["C", "c", "VII B", "b", "3 A", "a"]


def test_titles_change_subheadings_too_and_are_compared_as_they_are_printed(tmp_path: Path) -> None:
    cv = GROUPS.replace("group: Students", 'group: Robin\'s "friends"').replace("Teaching", "What's taught")
    target = "sections: [\"What's taught\"]\ntitles: {'Robin''s \"friends\"': Pupils, \"What's taught\": Lessons}\n"
    found = lines(tmp_path, cv, target)
    assert found[0] == "1 Lessons"
    assert "= Pupils" in found
    assert "= Robin’s “friends”" not in found


@pytest.mark.parametrize("language", ["de", "fr", "es", "de-CH"])
def test_straight_quotation_marks_mean_those_of_any_language(language: str, tmp_path: Path) -> None:
    cv = 'sections:\n- section: The "best" of Ada\'s\n  entries: [a]\n- section: Other\n  entries: [b]\n'
    quoted = "'The \"best\" of Ada''s'"
    target = f"language: {language}\nsections: [Other, {quoted}]\n"
    write(tmp_path, cv, target)
    loaded, _ = load(tmp_path, language)
    document, told_ = compose(loaded, load_target(tmp_path, "t"))
    assert told_ == ()
    assert shown(document)[2].startswith("2 The ")
    write(tmp_path, cv, target + f"titles: {{{quoted}: Mine}}\n")
    assert shown(compose(loaded, load_target(tmp_path, "t"))[0])[2] == "2 Mine"


def test_two_sections_of_one_title_are_both_taken(tmp_path: Path) -> None:
    cv = "sections:\n- section: A\n  entries: [a]\n- section: B\n  entries: [b]\n- section: A\n  entries: [c]\n"
    assert lines(tmp_path, cv, "sections: [A]") == ["1 A", "a", "2 A", "c"]


@pytest.mark.parametrize(
    ("most", "wanted"),
    [
        (1, ["Before all"]),
        (3, ["Before all", "= Courses", "Logic", "Drawing"]),
        (5, ["Before all", "= Courses", "Logic", "Drawing", "= Students", "Robin", "= Talks", "Looms"]),
        (9, ["Before all", "= Courses", "Logic", "Drawing", "= Students", "Robin", "= Talks", "Looms", "Engines"]),
    ],
)
def test_max_counts_the_entries_of_a_section_and_no_subheadings(most: int, wanted: list[str], tmp_path: Path) -> None:
    target = f"sections: [{{section: Teaching, max: {most}}}]"
    assert lines(tmp_path, GROUPS, target) == ["1 Teaching", *wanted]
    if most == 1:
        assert rules(tmp_path, GROUPS, target)["Robin"] == "target t takes the first 1"


def test_max_counts_what_the_tags_have_left(tmp_path: Path) -> None:
    assert lines(tmp_path, GROUPS, "sections: [{section: Teaching, tags: [arts], max: 1}]") == [
        "1 Teaching",
        "= Courses",
        "Drawing",
    ]


# The head of the page


def test_the_head_of_the_page(tmp_path: Path) -> None:
    cv = "headline: Countess\ncontact: [a@example.org, London, +44 20 7946 0000]\n" + CAREER
    target = "headline: Of *all* engines\ncontact: {without: [phone, place]}\n"
    document, _ = composed(tmp_path, cv, target)
    assert document.headline is not None
    assert document.headline.plain == "Of all engines"
    assert [item.text for item in document.contact] == ["a@example.org"]
    assert [text for text, _ in document.withheld] == ["London", "+44 20 7946 0000"]
    left = {datum.text: (datum.what, datum.rule) for datum in document.account if datum.rule}
    assert left == {
        "Countess": ("headline", "target t has a headline of its own"),
        "London": ("contact", "target t withholds place"),
        "+44 20 7946 0000": ("contact", "target t withholds phone"),
    }


# What is told


def say(place: str, message: str, hint: str) -> list[tuple[str, str, str, str]]:
    return [("D035", f"t.yaml:{place}", message, hint)]


@pytest.mark.parametrize(
    ("target", "place", "message", "hint"),
    [
        ("tags: [shrot]", "1:8", "nothing has the tag `shrot`", "did you mean `short`?"),
        ("without: privat", "1:10", "nothing has the tag `privat`", "did you mean `private`?"),
        ("sections: [{section: Awards, tags: [privte]}]", "1:37", "nothing has the tag `privte`",
         "did you mean `private`?"),
        ("sections: [Employmnt]", "1:12", "there is no section `Employmnt`", "did you mean `Employment`?"),
        ("sections: [Hobbies]", "1:12", "there is no section `Hobbies`",
         "known here: `Employment`, `Awards`, `Skills`"),
        ("sections:\n- Awards\n- {section: awards, max: 1}", "3:13", "the section `awards` is named twice",
         "it is named in line 2 already: keep one, with several lists if need be"),
        ("titles: {Award: Honours}", "1:10", "there is no title `Award`", "did you mean `Awards`?"),
        ("sections: [Skills, {section: Awards, tags: [short]}]", "1:30", "nothing of `Awards` is left",
         "it takes the tags `short`; tags of this section: `private`, `prizes`"),
        ("sections: [Skills, {section: Awards, without: [prizes]}]", "1:30", "nothing of `Awards` is left",
         "it takes nothing with `prizes`; tags of this section: `private`, `prizes`"),
        ("sections: [Skills, {section: Awards, period: 2015}]", "1:30", "nothing of `Awards` is left",
         "it takes the time `2015`; tags of this section: `private`, `prizes`"),
        ("period: 1950/1960", "1:9", "no date of the CV falls into the time `1950/1960`",
         "its dates go from 2010 to 2022"),
        ("tags: [short]\nsections: [Skills]", "1:1", "the target `t` shows nothing of the CV",
         "it takes the tags `short`"),
    ],
)  # fmt: skip
def test_what_nothing_answers_to(target: str, place: str, message: str, hint: str, tmp_path: Path) -> None:
    found = told(tmp_path, CAREER, target)
    assert found == say(place, message, hint)


def test_a_time_of_a_section_in_which_only_the_undated_is_left(tmp_path: Path) -> None:
    cv = "sections:\n- section: A\n  entries:\n  - item: a\n    date: 2001/present\n  - b\n"
    target = "sections: [{section: A, period: 1990}]"
    message = "no date of `A` falls into the time `1990`"
    assert told(tmp_path, cv, target) == say("1:33", message, "its dates go from 2001 to 2001")


def test_tags_where_nothing_has_any(tmp_path: Path) -> None:
    cv = "sections:\n- section: A\n  entries: [a]\n"
    (found,) = told(tmp_path, cv, "tags: [short]")
    assert found == (
        "D035",
        "t.yaml:1:8",
        "nothing has the tag `short`",
        "give entries tags in cv.yaml: `tags: [short]`",
    )


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    target = "tags: [x, short]\nwithout: [y]\nsections: [Awards, Z]\ntitles: {W: V}\npublications: {keys: [k]}\n"
    found = told(tmp_path, CAREER, target)
    assert [place for _, place, *_ in found] == [
        "t.yaml:1:8",
        "t.yaml:2:11",
        "t.yaml:3:20",
        "t.yaml:4:10",
        "t.yaml:5:23",
    ]


# Dropping to fit


@pytest.mark.parametrize("choice", ["tags: [two]", "period: 1990/1991"])
def test_a_section_that_is_named_and_left_empty_is_told(choice: str, tmp_path: Path) -> None:
    cv = (
        "sections:\n- section: One\n  entries: [{award: A, date: 2001, tags: [one]}]\n"
        "- section: Two\n  entries: [{award: B, date: 1990, tags: [two]}]\n"
    )
    (tmp_path / "named").mkdir()
    _, warnings = composed(tmp_path / "named", cv, f"{choice}\nsections: [Two, One]\n")
    taken = choice.replace(": [two]", " `two`").replace("period: 1990/1991", "time `1990/1991`")
    hint = f"the target takes the {taken}: take its name out of `sections`, or keep something of it"
    assert [as_told(item) for item in warnings] == [("D042", "t.yaml:2:17", "nothing of `One` is left", hint)]
    (tmp_path / "all").mkdir()
    assert composed(tmp_path / "all", cv, choice)[1] == ()


def test_what_is_dropped_to_fit_goes_by_its_place_and_nothing_takes_it(tmp_path: Path) -> None:
    target = "sections: [{section: Teaching, max: 2}]"
    document, _ = composed(tmp_path, GROUPS, target)
    (place,) = (str(datum.span) for datum in document.account if datum.text == "Before all")
    gone = frozenset({place})
    assert lines(tmp_path, GROUPS, target, gone=gone) == ["1 Teaching", "= Courses", "Logic"]
    assert rules(tmp_path, GROUPS, target, gone=gone)["Before all"] == "target t drops it to fit"


def test_a_choice_that_fitting_empties_is_no_mistake(tmp_path: Path) -> None:
    target = "sections: [Skills, {section: Awards, tags: [private]}]"
    document, _ = composed(tmp_path, CAREER, target)
    gone = frozenset(str(datum.span) for datum in document.account if datum.text == "Ribbon")
    assert lines(tmp_path, CAREER, target, gone=gone) == ["1 Skills", "Weaving"]


# The account


def test_what_is_left_out_has_the_rule_and_is_told_once(tmp_path: Path) -> None:
    document, _ = composed(tmp_path, CAREER, "tags: [short, prizes]\nwithout: [private]\n")
    assert shown(document) == ["1 Employment", "Engines", "Analyst", "Wrote programs", "2 Awards", "Medal"]
    takes = "target t takes the tags `prizes`, `short`, nothing with `private`"
    left = [(datum.what, datum.text, datum.rule) for datum in document.account if datum.rule]
    assert left == [
        ("item", "Read papers", takes),
        ("position", "Clerk", takes),
        ("organization", "Looms", takes),
        ("date", "2010/2012", takes),
        ("item", "Wove", takes),
        ("award", "Ribbon", "target t is without `private`"),
        ("date", "2011", "target t is without `private`"),
        ("section", "Skills", takes),
        ("skill", "Weaving", takes),
    ]
    assert all(isinstance(datum, Datum) and not datum.lost for datum in document.account)
