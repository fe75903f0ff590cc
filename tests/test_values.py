"""Values against the standard library's: classes made of the same lines are made, compared, shown, copied and refused alike."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from functools import partial
from operator import eq, ge, gt, le, lt, ne
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtex import values

NAMES = "abcdef"
ENDINGS = (
    "", "= 7", "= field(default=(), repr=False)", "= field(default_factory=list)", "= field(default=3, compare=False)",
)  # fmt: skip

ways = st.sampled_from(
    [
        {"frozen": True},
        {"frozen": False},
        {"frozen": True, "order": True},
        {"frozen": True, "eq": False},
        {"frozen": False, "order": True},
    ]
)
# Fields without a default come first, as in any list of arguments.
endings = st.lists(st.sampled_from(ENDINGS), max_size=len(NAMES)).map(lambda them: sorted(them, key=bool))
things = st.lists(st.one_of(st.integers(0, 2), st.text(max_size=1), st.lists(st.integers(), max_size=1)), max_size=7)
named = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 2), max_size=3)


def made(module: ModuleType, fields: list[str], way: dict[str, bool]) -> Any:
    """A class of these fields by the standard library, or by ours."""
    lines = [f"    {name}: int {ending}" for name, ending in zip(NAMES, fields, strict=False)]
    source = "\n".join(["@dataclass(**{'slots': True, **way})", "class Made:", "    'Something.'", *lines])
    known: dict[str, Any] = {"dataclass": module.dataclass, "field": module.field, "way": way, "__name__": __name__}
    exec(source, known)
    return known["Made"]


def outcome(act: Callable[[], object]) -> object:
    """What an act gives, or the kind of error that it ends with."""
    try:
        return act()
    except (TypeError, AttributeError) as error:
        return type(error)


def told(value: object) -> object:
    """A value in a form that does not tell whose class it is of."""
    names = getattr(type(value), "__match_args__", None)
    return repr(value) if names is None else (repr(value), [getattr(value, name) for name in names])


@given(fields=endings, way=ways, first=things, second=things, more=named, changes=named)
def test_a_value_is_what_the_standard_library_would_have_made(
    fields: list[str],
    way: dict[str, bool],
    first: list[object],
    second: list[object],
    more: dict[str, int],
    changes: dict[str, int],
) -> None:
    assert behaviour(values, fields, way, first, second, more, changes) == behaviour(
        dataclasses, fields, way, first, second, more, changes
    )


def behaviour(
    module: ModuleType,
    fields: list[str],
    way: dict[str, bool],
    first: list[object],
    second: list[object],
    more: dict[str, int],
    changes: dict[str, int],
) -> list[object]:
    """What can be seen of a class and of two values of it."""
    kind = made(module, fields, way)
    comparisons: tuple[Callable[[Any, Any], object], ...] = (eq, ne, lt, le, gt, ge)
    about = [(each.name, each.type, each.compare, each.repr, each.default) for each in dataclasses.fields(kind)]
    one, two = outcome(lambda: kind(*first, **more)), outcome(lambda: kind(*second))
    seen = [kind.__match_args__, kind.__slots__, kind.__doc__, about, told(one), told(two)]
    if not isinstance(one, kind):
        return seen
    seen += [isinstance(outcome(lambda: hash(one)), int), told(copy.deepcopy(one))]
    for change in (module.replace, dataclasses.replace):
        changed = outcome(partial(change, one, **changes))
        seen.append(told(changed))
    seen += [outcome(partial(compare, one, two)) for compare in comparisons]
    seen += [one == copy.copy(one), outcome(lambda: hash(one) == hash(copy.copy(one)))]
    if fields:
        seen += [outcome(lambda: setattr(one, "a", 1)), outcome(lambda: delattr(one, "a"))]
    return seen


@values.dataclass(frozen=True, slots=True)
class Sample:
    """A value that can be found by its name."""

    word: str
    held: list[int] = values.field(default_factory=list)


def test_a_value_goes_through_a_pipe() -> None:
    assert pickle.loads(pickle.dumps(Sample("a", [1]))) == Sample("a", [1])


def test_the_standard_library_is_told_of_the_fields_once() -> None:
    """It asks at each of its `replace`s, and to describe them takes a millisecond."""
    assert Sample.__dataclass_fields__ is Sample.__dataclass_fields__
    assert dataclasses.replace(Sample("a", [1]), word="b") == Sample("b", [1])


def test_each_value_has_a_list_of_its_own() -> None:
    one, two = Sample("a"), Sample("a")
    one.held.append(1)
    assert (one.held, two.held) == ([1], [])


def test_a_value_stays_as_it_is() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError, match="word"):
        Sample("a").word = "b"  # type: ignore[misc]


def test_slots_are_not_forgotten() -> None:
    with pytest.raises(TypeError, match="slots"):
        made(values, ["", "= 7"], {"slots": False})


def test_classes_of_as_many_fields_share_code_and_not_names() -> None:
    before = values._code.cache_info().misses  # type: ignore[attr-defined]
    classes = [
        made(values, [""] * 3 + ["= field(default_factory=list)"] * 2 + [f"= {number}"], {"frozen": True})
        for number in range(5)
    ]
    assert [cls(1, 2, c=3).f for cls in classes] == list(range(5))
    assert classes[0](1, 2, 3).d is not classes[0](1, 2, 3).d
    with pytest.raises(TypeError, match="'c'"):
        classes[1](1, 2)
    assert values._code.cache_info().misses <= before + 1  # type: ignore[attr-defined]


def test_a_field_without_a_default_stands_before_those_with_one() -> None:
    with pytest.raises(TypeError, match="'b' needs a default"):
        made(values, ["= 1", ""], {"frozen": True})()
