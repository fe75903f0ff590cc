"""Lists of publications: which of them a target takes, in which order, where each stands, and under which label."""

from pathlib import Path

import pytest

from cvtex.document.model import Group, Line, ReferenceList
from tests.document.selecting import TODAY, article, as_told, composed, lines, rules, told

BIB = (
    article("a24", 2024, keywords="data, big")
    + article("a22", 2022)
    + article("a20", 2020, keywords="Data")
    + article("c23", 2023, "inproceedings")
    + article("c21", 2021, "inproceedings", keywords="small")
)
CV = """\
references: {best: [a20, c23, a24]}
sections:
- section: Work
  entries:
  - Wrote the best, [@a20]
- section: Publications
  entries:
  - group: Articles
  - publications: J
  - group: Papers
    tags: [papers]
  - publications: C
"""
ALL = CV[: CV.index("  - group: Articles")] + "  - publications: all\n"
WORK = ["1 Work", "Wrote the best, [J001]", "2 Publications"]
ARTICLES = ["= Articles", "[J003] a24", "[J002] a22", "[J001] a20"]
PAPERS = ["= Papers", "[C002] c23", "[C001] c21"]


def test_all_of_them(tmp_path: Path) -> None:
    assert lines(tmp_path, CV, "", BIB) == [*WORK, *ARTICLES, *PAPERS]
    assert lines(tmp_path, ALL, "", BIB) == [
        *WORK,
        "= Conference papers",
        *PAPERS[1:],
        "= Journal articles",
        *ARTICLES[1:],
    ]


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        ("categories: [C]", PAPERS),
        ("categories: [J, C]", [*ARTICLES, *PAPERS]),
        ("keys: [c21, a24]", ["= Articles", "[J003] a24", "= Papers", "[C001] c21"]),
        ("keywords: [data]", ["= Articles", "[J003] a24", "[J001] a20"]),
        ("keywords: [SMALL, big]", ["= Articles", "[J003] a24", "= Papers", "[C001] c21"]),
        ("categories: [J], keywords: [data, small]", ["= Articles", "[J003] a24", "[J001] a20"]),
        # Without `choose`, those that are printed first.
        ("max: 3", ["= Articles", "[J003] a24", "[J002] a22", "= Papers", "[C002] c23"]),
        ("max: 3, choose: newest", ["= Articles", "[J003] a24", "[J002] a22", "= Papers", "[C002] c23"]),
        ("max: 3, order: oldest", ["= Articles", "[J001] a20", "[J002] a22", "= Papers", "[C001] c21"]),
        ("max: 2, choose: best", ["= Articles", "[J001] a20", "= Papers", "[C002] c23"]),
        # What is chosen and what is printed first are two things.
        ("max: 3, choose: best", ["= Articles", "[J003] a24", "[J001] a20", "= Papers", "[C002] c23"]),
        ("max: 3, choose: best, order: oldest", ["= Articles", "[J001] a20", "[J003] a24", "= Papers", "[C002] c23"]),
        # Those that are not called best come after them, the newest first.
        ("order: best", ["= Articles", "[J001] a20", "[J003] a24", "[J002] a22", "= Papers", "[C002] c23", "[C001] c21"]),
        ("max: 4, choose: best", [*ARTICLES, "= Papers", "[C002] c23"]),
        ("keys: [a20, c21, a24], order: keys, max: 2", ["= Articles", "[J001] a20", "= Papers", "[C001] c21"]),
        ("order: oldest", ["= Articles", "[J001] a20", "[J002] a22", "[J003] a24", "= Papers", "[C001] c21", "[C002] c23"]),
        ("max: 99", [*ARTICLES, *PAPERS]),
        # How many stay when the document is made to fit is of no account before.
        ("min: 1", [*ARTICLES, *PAPERS]),
    ],
)  # fmt: skip
def test_choices_for_all_lists(choice: str, wanted: list[str], tmp_path: Path) -> None:
    assert lines(tmp_path, CV, f"publications: {{{choice}}}", BIB) == [*WORK, *wanted]


@pytest.mark.parametrize(
    ("choice", "rule"),
    [
        ("categories: [C]", "takes other categories"),
        ("keys: [c21]", "takes other keys"),
        ("keywords: [small]", "takes other keywords"),
        ("max: 1", "takes the first 1"),
        ("max: 2, choose: best", "takes the best 2"),
    ],
)
def test_each_that_stays_out_has_its_rule(choice: str, rule: str, tmp_path: Path) -> None:
    assert rules(tmp_path, CV, f"publications: {{{choice}}}", BIB)["On a22"] == f"target t {rule}"


def test_the_order_of_the_cv_holds_where_the_target_has_none(tmp_path: Path) -> None:
    cv = CV.replace("{best:", "{order: oldest, best:")
    target = "publications: {max: 2, categories: [J]}"
    assert lines(tmp_path, cv, target, BIB)[3:] == ["= Articles", "[J001] a20", "[J002] a22"]


def test_the_count_beside_a_heading_is_that_of_the_document(tmp_path: Path) -> None:
    cv = CV.replace("{best:", "{count: true, best:")
    assert lines(tmp_path, cv, "publications: {max: 3}", BIB)[3:] == [
        "= Articles (2)", "[J003] a24", "[J002] a22", "= Papers (1)", "[C002] c23",
    ]  # fmt: skip


# Times


def test_a_time_takes_publications_too(tmp_path: Path) -> None:
    assert lines(tmp_path, CV, "period: 4 years", BIB) == [
        "1 Work", "Wrote the best, [J001]", "2 Publications", "= Articles", "[J003] a24", "[J002] a22", "= Papers", "[C002] c23",
    ]  # fmt: skip
    assert rules(tmp_path, CV, "period: 4 years", BIB)["On c21"] == "target t takes the time `4 years`"
    assert TODAY.isoformat() == "2026-11-25"


def test_a_sections_own_time_takes_its_publications(tmp_path: Path) -> None:
    target = "sections: [{section: Publications, period: 2022/2023}]"
    assert lines(tmp_path, CV, target, BIB) == ["1 Publications", "= Articles", "[J002] a22", "= Papers", "[C002] c23"]
    assert rules(tmp_path, CV, target, BIB)["On a24"] == "target t takes the time `2022/2023`"
    # So it is with lists of the target's own.
    target = "sections: [{section: Publications, period: 2022/2023, publications: [{order: oldest}]}]"
    assert lines(tmp_path, CV, target, BIB) == ["1 Publications", "[J002] a22", "[C002] c23"]


def test_a_publication_without_a_date_is_told_and_left_out(tmp_path: Path) -> None:
    bib = BIB + article("none", None)
    document, warnings = composed(tmp_path, CV, "period: 20 years", bib)
    assert [as_told(item)[:3] for item in warnings] == [
        ("D036", "own.bib:6:1", "`none` has no date: the target `t` leaves it out")
    ]
    assert "none" not in [reference.key for reference in document.references]
    assert [item.severity for item in warnings] == ["warning"]
    # Whoever names it means it.
    target = "period: 20 years\nsections:\n- section: Publications\n  publications: [{keys: [none]}, {max: 1}]\n"
    document, warnings = composed(tmp_path, CV, target, bib)
    assert warnings == ()
    assert [reference.key for reference in document.references] == ["none", "a24"]


# Lists of a section


def test_a_section_has_lists_of_its_own_across_categories(tmp_path: Path) -> None:
    target = (
        "sections:\n- section: Publications\n  title: Two lists\n  publications:\n"
        "  - {title: Read *first*, max: 2, order: best}\n  - {title: Others, categories: [J]}\n- Work\n"
    )
    assert lines(tmp_path, CV, target, BIB) == [
        "1 Two lists", "= Read first", "[J001] a20", "[C002] c23", "= Others", "[J003] a24", "[J002] a22",
        "2 Work", "Wrote the best, [J001]",
    ]  # fmt: skip
    document, _ = composed(tmp_path, CV, target, BIB)
    assert [block.category for block in document.blocks if isinstance(block, ReferenceList)] == ["", "J"]
    left = rules(tmp_path, CV, target, BIB)
    assert left["Articles"] == left["Papers"] == "target t has lists of its own there"
    assert left["On c21"] == "target t takes the best 2"


def test_a_list_without_a_title_has_no_subheading(tmp_path: Path) -> None:
    document, _ = composed(tmp_path, CV, "sections: [{section: Publications, publications: {max: 1}}]", BIB)
    assert not [block for block in document.blocks if isinstance(block, Group)]


def test_lists_of_a_section_take_of_what_the_document_takes(tmp_path: Path) -> None:
    target = (
        "publications: {categories: [J]}\n"
        "sections: [{section: Publications, publications: [{keywords: [data], max: 1}, {order: oldest}]}]\n"
    )
    assert lines(tmp_path, CV, target, BIB) == ["1 Publications", "[J003] a24", "[J001] a20", "[J002] a22"]


def test_a_publication_stands_in_the_first_list_that_takes_it_in_the_whole_document(tmp_path: Path) -> None:
    target = "sections: [{section: Work, publications: [{title: Best, max: 2, order: best}]}, Publications]\n"
    found = ["1 Work", "= Best", "[J001] a20", "[C002] c23", "2 Publications", "= Articles", "[J003] a24", "[J002] a22"]
    assert lines(tmp_path, CV, target, BIB) == [*found, "= Papers", "[C001] c21"]
    document, _ = composed(tmp_path, CV, "labels: consecutive\n" + target, BIB)
    assert document.labels == ("1", "2", "3", "4", "5")


def test_lists_of_others_work_stay_so(tmp_path: Path) -> None:
    cv = CV.replace("publications: C", "publications: C\n    own: false") + "me: [A. Nobody]\n"
    bib = BIB.replace(
        "@inproceedings{c23, title = {On c23}, author = {Ada Byron}",
        "@inproceedings{c23, title = {On c23}, author = {Joan Clarke}",
    )
    _, warnings = composed(tmp_path, cv, "sections: [{section: Publications, publications: {categories: [C]}}]", bib)
    assert warnings == ()
    cv = ALL.replace("publications: all", "publications: all\n    own: false")
    _, warnings = composed(tmp_path, cv, "sections: [{section: Publications, publications: {categories: [C]}}]", bib)
    assert warnings == ()
    _, warnings = composed(tmp_path, CV, "sections: [{section: Publications, publications: {categories: [C]}}]", bib)
    assert [item.code for item in warnings] == ["B010"]


# Labels and citations


def test_labels_are_those_of_the_whole_cv_unless_they_count_through(tmp_path: Path) -> None:
    target = "publications: {max: 3}"
    document, _ = composed(tmp_path, CV, target, BIB)
    assert document.labels == ("J003", "J002", "C002")
    assert set(document.omitted) == {"J001", "C001"}
    document, _ = composed(tmp_path, CV, target + "\nlabels: consecutive\nsections: [Publications]", BIB)
    assert document.labels == ("1", "2", "3")
    assert document.consecutive


def test_a_list_with_a_letter_is_numbered_for_itself(tmp_path: Path) -> None:
    target = (
        "labels: consecutive\nsections: [{section: Publications, publications: "
        "[{label: A, categories: [C], order: oldest}, {label: B, max: 1}, {title: Others, label: B}]}]\n"
    )
    document, _ = composed(tmp_path, CV, target, BIB)
    assert document.labels == ("A1", "A2", "B1", "B2", "B3")
    target = target.replace("{label: B, max: 1}", "{title: Some, max: 1}")
    document, _ = composed(tmp_path, CV, target.replace("[{section", "[Work, {section"), BIB)
    assert document.labels == ("A1", "A2", "1", "B1", "B2")
    (line,) = (block for block in document.blocks if isinstance(block, Line))
    assert [(run.text, run.cite) for run in line.runs] == [("Wrote the best, ", ""), ("[B2]", "B2")]


@pytest.mark.parametrize(
    ("target", "column", "message", "hint"),
    [
        (
            "sections: [{section: Publications, publications: [{label: A}]}]", 59,
            "the labels are permanent: a letter of a list's own is not printed", "write labels: consecutive, or remove the letter",
        ),
        (
            "publications: {label: A, max: 3}", 23,
            "`label` is for one list, and this choice is for all of them",
            "write it into a list of a section: publications: [{label: A}]",
        ),
        (
            "sections: [{section: Publications, publications: [{label: ä}]}]", 59,
            "`ä` is no letter for `label`", "write label: A",
        ),
    ],
)  # fmt: skip
def test_a_letter_that_is_not_printed_is_refused(
    target: str, column: int, message: str, hint: str, tmp_path: Path
) -> None:
    assert told(tmp_path, CV, target, BIB) == [("D017", f"t.yaml:1:{column}", message, hint)]


def test_a_citation_of_what_is_left_out_is_its_number_without_a_link(tmp_path: Path) -> None:
    for target in ("publications: {keys: [c21]}", "sections: [Work]"):
        document, warnings = composed(tmp_path, CV, target, BIB)
        assert warnings == ()
        (line,) = (block for block in document.blocks if isinstance(block, Line))
        assert [(run.text, run.cite) for run in line.runs] == [("Wrote the best, ", ""), ("[J001]", "")]
        assert ("item", "Wrote the best, [J001]") in [(item.what, item.text) for item in document.account if item.shown]


def test_a_citation_counts_through_with_the_labels(tmp_path: Path) -> None:
    document, _ = composed(tmp_path, CV, "labels: consecutive\npublications: {order: oldest}", BIB)
    (line,) = (block for block in document.blocks if isinstance(block, Line))
    assert [(run.text, run.cite) for run in line.runs] == [("Wrote the best, ", ""), ("[1]", "1")]


@pytest.mark.parametrize("rest", ["publications: {keys: [c21]}", "sections: [Work]"])
def test_a_citation_of_what_a_document_with_own_numbers_leaves_out_is_an_error(rest: str, tmp_path: Path) -> None:
    message = "`[@a20]` cites what this document, whose labels are its own, does not list"
    hint = "take the publication into the target, or leave out by a tag what cites it"
    assert told(tmp_path, CV, f"labels: consecutive\n{rest}", BIB) == [("B013", "cv.yaml:8:5", message, hint)]


def test_a_document_without_publications(tmp_path: Path) -> None:
    document, _ = composed(tmp_path, CV, "sections: [Work]", BIB)
    assert document.labels == ()
    publications = [datum for datum in document.account if datum.span.file.endswith("own.bib")]
    assert {datum.rule for datum in publications} == {"target t has no list of it", "no style prints keywords"}
    assert len([datum for datum in publications if datum.what == "field title"]) == 5


def test_lists_go_with_the_tags_of_their_subheading(tmp_path: Path) -> None:
    assert lines(tmp_path, CV, "tags: [papers]", BIB) == ["1 Publications", *PAPERS]
    assert lines(tmp_path, CV, "without: [papers]", BIB) == [*WORK, *ARTICLES]
    assert rules(tmp_path, CV, "without: [papers]", BIB)["On c23"] == "target t has no list of it"


# What is told


@pytest.mark.parametrize(
    ("target", "place", "message", "hint"),
    [
        ("publications: {categories: [K]}", "1:29", "no publication has the category `K`", "known here: `C`, `J`"),
        ("publications: {keys: [a222]}", "1:23", "no publication has the key `a222`", "did you mean `a22`?"),
        ("publications: {keywords: [dat]}", "1:27", "no publication has the keyword `dat`", "did you mean `data`?"),
        ("publications: {order: keys}", "1:16", "there are no keys to order by", "write keys: [one, two]"),
        ("publications: {categories: [C], keywords: [big]}", "1:16", "this choice takes no publication",
         "take away what it asks for, piece by piece, to see what is left"),
        ("sections: [{section: Publications, publications: [{keys: [a24]}, {keywords: [big]}]}]", "1:67",
         "this choice takes no publication", "take away what it asks for, piece by piece, to see what is left"),
    ],
)  # fmt: skip
def test_what_nothing_answers_to(target: str, place: str, message: str, hint: str, tmp_path: Path) -> None:
    assert told(tmp_path, CV, target, BIB) == [("D035", f"t.yaml:{place}", message, hint)]


def test_the_best_where_nobody_said_which(tmp_path: Path) -> None:
    cv = CV.replace("references: {best: [a20, c23, a24]}\n", "")
    hint = "write into cv.yaml: references: {best: [key1, key2]}, the best first"
    message = "cv.yaml does not say which publications are best"
    for asks in ("max: 1, choose: best", "order: best"):
        assert told(tmp_path, cv, f"publications: {{{asks}}}", BIB) == [("D035", "t.yaml:1:16", message, hint)]


# Dropping to fit


@pytest.mark.parametrize(
    "target",
    ["publications: {max: 3}", "sections: [{section: Publications, publications: [{max: 3}]}]"],
)
def test_what_is_dropped_to_fit_gives_its_place_to_nothing(target: str, tmp_path: Path) -> None:
    document, _ = composed(tmp_path, CV, target, BIB)
    assert {reference.key for reference in document.references} == {"a24", "c23", "a22"}
    document, _ = composed(tmp_path, CV, target, BIB, gone=frozenset({"c23"}))
    assert {reference.key for reference in document.references} == {"a24", "a22"}
    assert rules(tmp_path, CV, target, BIB, gone=frozenset({"c23"}))["On c23"] == "target t drops it to fit"


@pytest.mark.parametrize(("labels", "spare"), [("permanent", ["a", "b"]), ("consecutive", ["b"])])
def test_what_is_cited_stays_where_labels_count_through(labels: str, spare: list[str], tmp_path: Path) -> None:
    cv = "sections:\n- section: W\n  entries:\n  - role: See [@a]\n  - publications: J\n"
    target = f"labels: {labels}\npublications: {{min: 1}}\n"
    bib = article("a", 2019) + article("b", 2020) + article("c", 2021)
    document, _ = composed(tmp_path, cv, target, bib)
    assert [item.id for item in document.spare] == spare
    assert composed(tmp_path, cv, target, bib, gone=frozenset(spare))


def test_citations_in_what_stands_above_all_sections_are_labels(tmp_path: Path) -> None:
    cv = "headline: Author of [@a24]\n" + CV
    document, _ = composed(tmp_path, cv, "summary: 'First of all, [@a20]'\n", BIB)
    assert document.headline
    assert document.summary
    assert [document.headline.plain, document.summary.plain] == ["Author of [J003]", "First of all, [J001]"]
    document, _ = composed(tmp_path, cv, "headline: Author of [@c21]\n", BIB)
    assert document.headline
    assert document.headline.plain == "Author of [C001]"
    (mistake,) = told(tmp_path, CV, "summary: 'Best of all, [@a19]'\n", BIB)
    assert mistake[0] == "B013"


def test_no_other_entry_takes_the_place_of_a_group_that_is_dropped_to_fit(tmp_path: Path) -> None:
    cv = (
        "sections:\n- section: W\n  entries:\n  - group: G\n    optional: true\n  - award: one\n  - award: two\n"
        "  - group: H\n    optional: true\n    items: [{award: three}]\n  - group: I\n  - award: four\n  - award: five\n"
    )
    target = "sections: [{section: W, max: 4}]\n"
    document, _ = composed(tmp_path, cv, target)
    whole = lines(tmp_path, cv, target)
    gone = frozenset(item.id for item in document.spare)
    assert whole == ["1 W", "= G", "one", "two", "= H", "three", "= I", "four"]
    assert lines(tmp_path, cv, target, gone=gone) == ["1 W", "= I", "four"]
