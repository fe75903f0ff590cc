"""Target files that extend one another: what is taken over, and every mistake at its place."""

from pathlib import Path

import pytest

from cvtex.content.source import Source
from cvtex.diagnostics import DataError, Findings, Span, UsageError
from cvtex.document.targets import targetfile
from cvtex.document.targets.limits import FileName, FontLimit, Limits, Sides
from cvtex.document.targets.target import Margins, Target
from cvtex.document.targets.targetfile import load_target, shipped_names, target_names

SHIPPED = {
    "rule": "extends: ground\npages: {max: 4}\nlimits: {size: 11pt}\nchecks: {P002: error}\n",
    "ground": "paper: a4\nmargins: 2cm\nlimits: {lines: 6}\ntitle: Ground\n",
}


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two targets that come with cvtex, one extending the other."""

    def source(name: str) -> Source | None:
        text = SHIPPED.get(name)
        return Source(f"shipped/{name}.yaml", text, tuple(text.split("\n"))) if text else None

    monkeypatch.setattr(targetfile, "shipped_names", lambda: tuple(sorted(SHIPPED)))
    monkeypatch.setattr(targetfile, "_shipped", source)


def write(folder: Path, **texts: str) -> Path:
    (folder / "targets").mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / "targets" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def told(folder: Path, name: str) -> list[tuple[str, str, str]]:
    """Code, place and message of each mistake."""
    with pytest.raises(DataError) as caught:
        load_target(folder, name)
    found = []
    for item in caught.value.diagnostics:
        assert item.span is not None
        assert item.hint
        found.append((item.code, f"{Path(item.span.file).name}:{item.span.line}:{item.span.column}", item.message))
    return found


# What is taken over


def test_a_chain_takes_over_what_it_does_not_say_itself(tmp_path: Path) -> None:
    write(
        tmp_path,
        a="title: A\npaper: a4\nsize: 11pt\nsections: [One, Two]\npages: {max: 3}\n",
        b="extends: a\ntitle: B\nsections: [Three]\n",
        c="extends: b\ntitle: C\nsize: 12pt\n",
    )
    made = load_target(tmp_path, "c")
    assert (made.name, made.title, made.paper, made.size, made.max_pages) == ("c", "C", "a4", 12.0, 3)
    assert [section.name.text for section in made.sections] == ["Three"]
    assert load_target(tmp_path, "a").title == "A"


def test_cv_is_extended_without_a_file_and_with_one(tmp_path: Path) -> None:
    write(tmp_path, short="extends: cv\ntitle: Short\n")
    assert load_target(tmp_path, "short") == Target("short", title="Short")
    write(tmp_path, cv="paper: a4\n")
    assert load_target(tmp_path, "short") == Target("short", title="Short", paper="a4")


def test_mappings_are_laid_over_one_another_key_by_key(tmp_path: Path) -> None:
    write(
        tmp_path,
        base=(
            "titles: {One: A, Two: B}\nmargins: {left: 36pt, top: 72pt}\nlimits: {size: 11pt, lines: 6}\n"
            "checks: {P002: off, P003: off}\npublications: {max: 5, order: oldest}\n"
            "contact: {without: [phone]}\npages: {max: 2}\nfit: {space: 60%, size: 9pt}\ntags: [x]\n"
        ),
        top=(
            "extends: base\ntitles: {Two: C}\nmargins: {left: 18pt, right: 9pt}\nlimits: {size: 10pt}\n"
            "checks: {P003: error, K002: off}\npublications: {max: 3}\n"
            "contact: {without: [place]}\nfit: {size: 8pt}\nwithout: [y]\n"
        ),
    )
    made = load_target(tmp_path, "top")
    assert [(word.text, runs[0].text) for word, runs in made.titles] == [("One", "A"), ("Two", "C")]
    assert made.margins == Margins(left=18.0, right=9.0, top=72.0)
    assert (made.limits.size, made.limits.lines) == (10.0, 6.0)
    assert [(check.code, check.level) for check in made.checks] == [("P002", "off"), ("P003", "error"), ("K002", "off")]
    assert (made.publications.most, made.publications.order) == (3, "oldest")
    # The others are whole choices: what a file says of them holds alone.
    assert made.withheld == ("place",)
    assert made.fit is not None
    assert (made.fit.space, made.fit.size) == (0.8, 8.0)
    assert [word.text for word in (*made.choice.tags, *made.choice.without)] == ["x", "y"]


@pytest.mark.parametrize(
    ("base", "top", "wanted"),
    [
        ("{left: 36pt, top: 72pt}", "2in", Margins(144.0, 144.0, 144.0, 144.0)),
        ("1in", "{left: 36pt}", Margins(36.0, 72.0, 72.0, 72.0)),
        ("1in", "36pt", Margins(36.0, 36.0, 36.0, 36.0)),
    ],
)
def test_margins_in_either_form_are_laid_over_the_other(base: str, top: str, wanted: Margins, tmp_path: Path) -> None:
    write(tmp_path, base=f"margins: {base}\n", top=f"extends: base\nmargins: {top}\n")
    assert load_target(tmp_path, "top").margins == wanted


@pytest.mark.parametrize(
    ("base", "top", "wanted"),
    [
        ("margin: {left: 2pt, top: 3pt}", "margin: {top: 5pt}", Limits(margin=Sides(left=2, top=5))),
        ("margin: 36pt", "margin: {left: 72pt}", Limits(margin=Sides(72, 36, 36, 36))),
        ("margin: {left: 2pt}", "margin: 36pt", Limits(margin=Sides(36, 36, 36, 36))),
        ('filename: {max: 50, signs: "-"}', "filename: {max: 30}", Limits(filename=FileName(30, "-"))),
        ("without: [head, foot]", "without: bookmarks", Limits(without=("head", "foot", "bookmarks"))),
        ("with: name", "with: [numbers, name]", Limits(having=("name", "numbers"))),
        ("outside: head", "outside: foot", Limits(outside=("foot",))),
        ("fonts: {Arial: 10pt}", "fonts: {Palatino: 11pt}", Limits(fonts=(FontLimit("Palatino", 11),))),
    ],
)
def test_a_part_of_a_limit_leaves_the_others_of_the_rule_as_they_are(
    base: str, top: str, wanted: Limits, tmp_path: Path
) -> None:
    write(tmp_path, base=f"limits: {{{base}}}\n", top=f"extends: base\nlimits: {{{top}}}\n")
    assert load_target(tmp_path, "top").limits == wanted


def test_places_are_those_of_the_file_that_says_it(tmp_path: Path) -> None:
    write(tmp_path, base="tags: [x]\nchecks: {P002: off}\n", top="extends: base\nchecks: {P003: off}\nwithout: [y]\n")
    made = load_target(tmp_path, "top")
    spans = [word.span for word in (*made.choice.tags, *made.choice.without)] + [check.span for check in made.checks]
    assert [(Path(span.file).stem, span.line) for span in spans] == [("base", 1), ("top", 3), ("base", 2), ("top", 2)]


# Mistakes


def test_every_mistake_of_a_chain_is_told_in_its_own_file(tmp_path: Path) -> None:
    write(
        tmp_path,
        a="paper: A3\n",
        b="extends: a\n\nsiz: 11pt\nmargins: {lft: 1cm}\n",
        c="extends: b\nperiod: soon\n",
    )
    assert told(tmp_path, "c") == [
        ("D017", "a.yaml:1:8", "`A3` is no paper that cvtex knows"),
        ("D007", "b.yaml:3:1", "unknown key `siz` in a target"),
        ("D007", "b.yaml:4:11", "unknown key `lft` in margins"),
        ("D017", "c.yaml:2:9", "`soon` is no period"),
    ]
    # What a file says itself goes before, mistakes or not.
    write(tmp_path, d="extends: a\npaper: letter\n")
    assert load_target(tmp_path, "d").paper == "letter"


@pytest.mark.parametrize(
    ("texts", "name", "wanted"),
    [
        ({"a": "extends: a\n"}, "a", ("D034", "a.yaml:1:10", "`a` extends itself")),
        ({"a": "extends: b\n", "b": "paper: a4\nextends: a\n"}, "a",
         ("D034", "b.yaml:2:10", "`b` and `a` extend each other")),
        ({"a": "extends: b\n", "b": "extends: c\n", "c": "extends: b\n"}, "a",
         ("D034", "c.yaml:1:10", "`c` and `b` extend each other")),
        ({"a": "extends: b\n", "b": "extends: c\n", "c": "extends: a\n"}, "a",
         ("D034", "c.yaml:1:10", "`c` and `a` extend each other")),
        ({"a": "extends: shrot\n", "short": ""}, "a", ("D034", "a.yaml:1:10", "there is no target `shrot` to extend")),
        ({"a": "extends: ../a\n"}, "a", ("D034", "a.yaml:1:10", "there is no target `../a` to extend")),
        ({"a": "extends:\n"}, "a", ("D001", "a.yaml:1:9", "`extends` has no text")),
        ({"a": "extends: [b]\n", "b": ""}, "a", ("D001", "a.yaml:1:10", "`extends` names one target only")),
        ({"a": "extends: b\n", "b": "- paper: a4\n"}, "a", ("D001", "b.yaml:1:1", "a target is a mapping")),
        ({"cv": "extends: cv\n"}, "cv", ("D034", "cv.yaml:1:10", "`cv` extends itself")),
    ],
)  # fmt: skip
def test_what_cannot_be_extended(
    texts: dict[str, str], name: str, wanted: tuple[str, str, str], tmp_path: Path
) -> None:
    write(tmp_path, **texts)
    assert told(tmp_path, name) == [wanted]


def test_the_nearest_name_is_suggested(tmp_path: Path) -> None:
    write(tmp_path, a="extends: shrot\n", short="")
    with pytest.raises(DataError) as caught:
        load_target(tmp_path, "a")
    assert caught.value.diagnostics[0].hint == "did you mean `short`?"


def test_a_base_that_is_no_text_is_told(tmp_path: Path) -> None:
    write(tmp_path, a="extends: b\n")
    (tmp_path / "targets" / "b.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError) as caught:
        load_target(tmp_path, "a")
    assert [item.code for item in caught.value.diagnostics] == ["S003"]


# Those that come with cvtex


@pytest.mark.usefixtures("shipped")
def test_a_shipped_target_is_taken_up_by_its_name_or_another(tmp_path: Path) -> None:
    write(tmp_path, rule="extends: rule\ntitle: Mine\n", other="extends: rule\nlimits: {characters: 15}\n")
    mine, other = load_target(tmp_path, "rule"), load_target(tmp_path, "other")
    assert (mine.title, mine.paper, mine.max_pages, mine.limits.size, mine.limits.lines) == ("Mine", "a4", 4, 11.0, 6.0)
    # Another target of the folder takes over the folder's own.
    assert (other.title, other.max_pages, other.limits.characters, other.limits.size) == ("Mine", 4, 15.0, 11.0)


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", [("D034", "rule.yaml:1:1", "`rule` is the name of a target that comes with cvtex")]),
        ("title: Mine\n", [("D034", "rule.yaml:1:1", "`rule` is the name of a target that comes with cvtex")]),
        ("extends: cv\n", [("D034", "rule.yaml:1:10", "`rule` is the name of a target that comes with cvtex")]),
        ("extends: ground\n", [("D034", "rule.yaml:1:10", "`rule` is the name of a target that comes with cvtex")]),
        ("extends: mine\n", [
            ("D034", "mine.yaml:1:10", "`mine` and `rule` extend each other"),
            ("D034", "rule.yaml:1:10", "`rule` is the name of a target that comes with cvtex"),
        ]),
        ("extends: rul\n", [
            ("D034", "rule.yaml:1:10", "there is no target `rul` to extend"),
            ("D034", "rule.yaml:1:10", "`rule` is the name of a target that comes with cvtex"),
        ]),
    ],
)  # fmt: skip
def test_a_file_with_the_name_of_a_shipped_target_extends_it(
    text: str, wanted: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    write(tmp_path, rule=text, mine="extends: rule\n")
    assert told(tmp_path, "rule") == wanted


@pytest.mark.usefixtures("shipped")
def test_a_name_in_other_letters_is_that_of_a_shipped_target(tmp_path: Path) -> None:
    write(tmp_path, RULE="paper: a4\n", Rule="extends: rule\n")
    wanted = "`RULE` is the name of a target that comes with cvtex, `rule`, in other letters"
    assert told(tmp_path, "RULE") == [("D034", "RULE.yaml:1:1", wanted)]
    assert load_target(tmp_path, "Rule").max_pages == 4


def test_a_file_that_ends_in_yml_is_told(tmp_path: Path) -> None:
    write(tmp_path, other="")
    (tmp_path / "targets" / "short.yml").write_text("paper: a4\n", encoding="utf-8")
    for name in ("cv", "other"):
        findings = Findings()
        load_target(tmp_path, name, told=findings)
        (finding,) = findings.items
        assert (finding.code, finding.severity, finding.hint) == ("D037", "warning", "rename it to short.yaml")
        assert finding.span == Span(str(tmp_path / "targets" / "short.yml"))
    with pytest.raises(UsageError) as caught:
        load_target(tmp_path, "short")
    assert f"rename {tmp_path / 'targets' / 'short.yml'} to short.yaml" in (caught.value.diagnostics[0].hint or "")


def test_what_is_only_a_warning_about_a_target_is_told(tmp_path: Path) -> None:
    write(tmp_path, short="title: Samples #1\n")
    findings = Findings()
    load_target(tmp_path, "short", told=findings)
    assert [item.code for item in findings.items] == ["S008"]


@pytest.mark.usefixtures("shipped")
def test_no_file_slips_in_between_two_shipped_targets(tmp_path: Path) -> None:
    write(tmp_path, ground="extends: ground\nlimits: {lines: 99}\n", rule="extends: rule\n", other="extends: ground\n")
    assert load_target(tmp_path, "rule").limits.lines == 6.0
    assert load_target(tmp_path, "other").limits.lines == 99.0


@pytest.mark.usefixtures("shipped")
def test_a_shipped_target_is_no_target_of_the_folder(tmp_path: Path) -> None:
    write(tmp_path, other="")
    assert target_names(tmp_path) == ("cv", "other")
    with pytest.raises(UsageError) as caught:
        load_target(tmp_path, "rule")
    (finding,) = caught.value.diagnostics
    assert finding.hint == f"write `extends: rule` into a file of {tmp_path / 'targets'}, and build that"


def test_every_target_that_comes_with_cvtex_can_be_taken_up(tmp_path: Path) -> None:
    assert "cv" not in shipped_names()
    for name in shipped_names():
        write(tmp_path, **{name: f"extends: {name}\n", "mine": f"extends: {name}\n"})
        assert load_target(tmp_path, name).name == name
        assert load_target(tmp_path, "mine").name == "mine"
