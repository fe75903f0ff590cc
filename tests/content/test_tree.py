"""YAML as the author typed it: scalars stay text, traps are read as meant, places are right, nothing crashes."""

from collections.abc import Callable

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from cvtex.content.source import Source
from cvtex.content.traps import continuation, mend, odd_begin, quoted, split_value, straightened, tight_colon
from cvtex.content.tree import MAX_DEPTH, MAX_TEXT, Mapping, Node, Scalar, Sequence, parse_tree
from cvtex.diagnostics import Findings
from tests.program import DATA

LINES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=40)


def source_of(text: str) -> Source:
    return Source("cv.yaml", text, tuple(text.split("\n")))


def tree(text: str) -> tuple[Node | None, Findings]:
    findings = Findings()
    return parse_tree(source_of(text), findings), findings


def sound(text: str) -> Node:
    root, findings = tree(text)
    assert findings.items == []
    assert root is not None
    return root


def text_of(node: Node) -> str:
    assert isinstance(node, Scalar)
    return node.value


def only_item(text: str) -> str:
    """The one text of a list."""
    root = sound(text)
    assert isinstance(root, Sequence)
    (item,) = root.items
    return text_of(item)


def value_of(text: str) -> str:
    """The value of a mapping's only key."""
    root = sound(text)
    assert isinstance(root, Mapping)
    ((_, value),) = root.pairs
    return text_of(value)


TYPED = [
    "No",
    "yes",
    "on",
    "2012",
    "1e3",
    "12:30",
    "~",
    "null",
    "007",
    "0x1F",
    "0o17",
    "1_000",
    "1.10",
    ".inf",
    "=",
    "2021-04-12",
    "+1",
    "-0",
]


@pytest.mark.parametrize("typed", TYPED)
def test_scalars_stay_as_typed(typed: str) -> None:
    assert value_of(f"note: {typed}") == typed
    assert only_item(f"- {typed}") == typed


TRAPS = [
    "*Best paper* award", "**Winner** of the prize", "& sons", "@ Amazon AGI", "@home", "`code` first", "% of all", "%d items",
    '"Quoted" then more', "'Quoted' then more", "> 100 users", "| pipe", "|| pipes", "!bang!x y", "[Talk](https://example.org)",
    "[@smith2020] shows it", "[sic] is text", "{a} brace", "Model editing: Modality-aware sparsity: Efficient LLM",
    "a: b: c: d", "*", "Ends with a colon: and more:",
]  # fmt: skip


@pytest.mark.parametrize("typed", TRAPS)
def test_traps_are_read_as_meant_behind_a_known_key(typed: str) -> None:
    assert value_of(f"note: {typed}") == typed


@pytest.mark.parametrize("typed", [typed for typed in TRAPS if ": " not in typed])
def test_traps_are_read_as_meant_behind_a_dash(typed: str) -> None:
    assert only_item(f"- {typed}") == typed


def test_a_comment_after_a_mended_text_stays_a_comment() -> None:
    assert value_of("note: @ home # for now") == "@ home"


@given(line=LINES)
def test_quoted_reads_back(line: str) -> None:
    assert only_item(f"- {quoted(line)}") == line


@given(line=LINES.filter(str.strip))
def test_a_mended_line_gives_the_text_as_typed(line: str) -> None:
    better = mend(f"- {line}", 2)
    if better is not None:
        read = yaml.load(better, Loader=yaml.BaseLoader)
        (item,) = read
        value = split_value(f"- {line}")[1]
        assert item == value or value.startswith(item)


@given(line=LINES)
@example("a" * 5_000 + " " * 5_000 + "b")
def test_a_line_is_its_prefix_and_its_value(line: str) -> None:
    prefix, value = split_value(line)
    assert (prefix + value).rstrip() == line.rstrip()


@given(text=st.text(st.sampled_from("-:#&*!|>'\"%@`[]{},? \t\nabAB1~é")) | st.text())
@example("- a\n  - b")
@example("\t- a\n- b")
@example("a: {\n")
@example("? [")
@example("&a *a")
@example("--- a\n...\n--- b")
@example("\u2028: [")
def test_no_text_makes_it_fail(text: str) -> None:
    root, findings = tree(text)
    assert root is not None or findings.failed or not text.strip() or _only_remarks(text)
    lines = text.split("\n")
    for finding in findings.items:
        assert finding.span is not None
        assert 1 <= finding.span.line <= len(lines) + 1
        assert finding.span.column >= 1


def _only_remarks(text: str) -> bool:
    return all(not line.strip() or line.lstrip()[0] in "#%-." for line in text.splitlines())


@given(
    keys=st.lists(st.text("abcdefgh", min_size=1, max_size=8), unique=True, min_size=1, max_size=6),
    gap=st.integers(1, 5),
)
def test_places_are_right(keys: list[str], gap: int) -> None:
    text = "\n".join(f"{key}:{' ' * gap}value of {key}" for key in keys)
    root = sound(text)
    assert isinstance(root, Mapping)
    for line, (key, (typed, value)) in enumerate(zip(keys, root.pairs, strict=True), 1):
        assert isinstance(value, Scalar)
        assert (typed.value, typed.span.line, typed.span.column, typed.span.length) == (key, line, 1, len(key))
        assert (value.span.line, value.span.column) == (line, len(key) + 2 + gap)
        assert value.span.length == len(value.value)
        assert value.plain


@pytest.mark.parametrize("text", ["a: 'b'", 'a: "b"', "a: |\n  b", "a: b\n  c"])
def test_only_what_is_typed_bare_on_one_line_is_plain(text: str) -> None:
    root = sound(text)
    assert isinstance(root, Mapping)
    value = root.pairs[0][1]
    assert isinstance(value, Scalar)
    assert not value.plain


def test_depth_is_limited() -> None:
    assert tree("[" * MAX_DEPTH + "]" * MAX_DEPTH)[1].items == []
    root, findings = tree("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
    assert root is None
    assert [item.code for item in findings.items] == ["S006"]


def test_the_length_of_a_text_is_limited() -> None:
    assert len(value_of(f"note: {'a' * MAX_TEXT}")) == MAX_TEXT
    assert [item.code for item in tree(f"note: {'a' * (MAX_TEXT + 1)}")[1].items] == ["S012"]


def test_the_reader_reads_on_after_a_mistake() -> None:
    root, findings = tree('a: "b\nc: d\n')
    assert [item.code for item in findings.items] == ["S005"]
    assert isinstance(root, Mapping)
    assert [(key.value, text_of(value)) for key, value in root.pairs] == [("a", ""), ("c", "d")] or [
        key.value for key, _ in root.pairs
    ] == ["c"]


def test_warnings_are_told_once_although_lines_are_read_again() -> None:
    _, findings = tree("a: b #c\nnote: @x\nplace: @y\n")
    assert [item.code for item in findings.items] == ["S008"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("  - b", "S011"),
        ("  * b", "S011"),
        ("• b", "S011"),
        ("  -b", "S011"),
        ("  date:2021", "S011"),
        ("\tb", "S009"),
        ("\u00a0b", "S009"),
    ],
)
def test_lines_that_would_be_glued_to_the_one_above(line: str, code: str) -> None:
    trap = continuation(line)
    assert trap is not None
    assert trap.code == code


@pytest.mark.parametrize(
    "line", ["  and more", "  – a dash", "  -5 degrees", "  --- x", "https://example.org", "time:12"]
)
def test_lines_that_go_on_with_a_text(line: str) -> None:
    assert continuation(line) is None


@pytest.mark.parametrize("text", ["https://example.org", "place: x", "Note:x", "12:30", "a:b", "mailto:x", "link://x"])
def test_no_key_clings_to_its_value_here(text: str) -> None:
    assert tight_colon(text) is None


@given(line=LINES)
def test_a_straightened_line_is_odd_no_more(line: str) -> None:
    if odd_begin(line):
        for width in (2, 4, 8):
            assert odd_begin(straightened(line, width)) is None


SEED = (DATA / "cv.yaml").read_text(encoding="utf-8")
SLIPS: dict[str, Callable[[str], str]] = {
    "one-space-more": lambda line: " " + line,
    "one-space-less": lambda line: line.removeprefix(" "),
    "three-spaces-more": lambda line: "   " + line,
    "a-tab": lambda line: "\t" + line,
    "a-quote": lambda line: line.replace(": ", ': "', 1),
    "a-bracket": lambda line: line.replace(": ", ": [", 1),
    "no-colon": lambda line: line.replace(":", "", 1),
    "no-space-after-the-dash": lambda line: line.replace("- ", "-", 1),
    "no-space-after-the-colon": lambda line: line.replace(": ", ":", 1),
    "no-dash": lambda line: line.replace("- ", "", 1),
    "cut": lambda line: line[: len(line) // 2],
}


@pytest.mark.parametrize("slip", SLIPS)
def test_one_slip_is_told_once_or_twice_and_near_its_line(slip: str) -> None:
    lines = SEED.split("\n")
    told = 0
    for at in range(20, len(lines), 7):
        changed = SLIPS[slip](lines[at])
        _, findings = tree("\n".join([*lines[:at], changed, *lines[at + 1 :]]))
        errors = [item.span.line for item in findings.items if item.severity == "error" and item.span]
        assert len(errors) <= 3, (lines[at], errors)
        assert not errors or min(errors) <= at + 3, (lines[at], errors)
        told += bool(errors)
    assert told >= 2
