"""The lazy decorator makes what the standard one makes."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, field, fields, replace
from typing import Any, Generic, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model import dataclass as decorator
from docgen.model.dataclass import made, many

T = TypeVar("T")
FROZEN = {"frozen": True, "slots": True}


@pytest.fixture(autouse=True, scope="module", params=[0, 1, decorator.FEW], ids="filled before compiled: {}".format)
def few(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test with values that are filled field by field, and with those that a compiled function makes."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(decorator, "FEW", request.param)
        yield


def point() -> type:
    """A class with a required field, defaults, a list of its own, a field that is not compared."""

    class Point(Generic[T]):
        """A point."""

        x: T
        y: int
        label: str = "none"
        seen: list[int] = field(default_factory=list)
        note: str = field(default="", compare=False, repr=False)

        def moved(self) -> Any:
            """A method of its own."""
            return replace(self, y=self.y + 1)

    return Point


def named() -> type:
    """A class that says itself how it is shown."""

    class Named:
        """Two numbers."""

        one: int
        two: int = 2

        def __repr__(self) -> str:
            return "mine"

    return Named


def both(**options: bool) -> tuple[Any, Any]:
    """The class by this decorator, and by the standard one."""
    return made(point(), **options), dataclasses.dataclass(**options)(point())


VALUES = st.tuples(st.integers(0, 2), st.integers(0, 2), st.sampled_from(["", "a"]))
OPTIONS = [FROZEN, {"slots": True}, {"frozen": True}, {}, {**FROZEN, "order": True}, {**FROZEN, "eq": False}]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@given(left=VALUES, right=VALUES, note=st.sampled_from(["", "n"]))
def test_values_compare_as_those_of_the_standard_library(options, left, right, note):
    mine, theirs = both(**options)
    a, b, c, d = mine(*left), mine(*right, note=note), theirs(*left), theirs(*right, note=note)
    assert (a == b, a != b, a == 1, repr(a)) == (c == d, c != d, c == 1, repr(c))
    if options.get("order"):
        assert (a < b, a <= b, a > b, a >= b) == (c < d, c <= d, c > d, c >= d)
    assert (mine.__hash__ is None) is (theirs.__hash__ is None)
    assert (mine.__hash__ is object.__hash__) is (theirs.__hash__ is object.__hash__)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_fields_and_matching_are_those_of_the_standard_library(options):
    mine, theirs = both(**options)
    assert [(f.name, f.default, f.compare) for f in fields(mine)] == [(f.name, f.default, f.compare) for f in fields(theirs)]
    assert mine.__match_args__ == theirs.__match_args__
    assert getattr(mine, "__slots__", None) == getattr(theirs, "__slots__", None)
    assert (mine(1, 2).moved().y, mine.__doc__, mine.__qualname__) == (3, theirs.__doc__, theirs.__qualname__)


def test_every_value_gets_a_list_of_its_own():
    mine = made(point(), **FROZEN)
    assert mine(1, 2).seen == []
    assert mine(1, 2).seen is not mine(1, 2).seen
    mine_too: list[int] = [5]
    assert mine(1, 2, "l", mine_too).seen is mine_too


def test_arguments_are_wanted_as_the_standard_library_wants_them():
    mine = made(named(), **FROZEN, kw_only=True)
    assert (mine(one=1).one, mine(one=1).two, repr(mine(one=1))) == (1, 2, "mine")
    for arguments, by_name in [((1,), {}), ((), {}), ((), {"one": 1, "three": 3})]:
        with pytest.raises(TypeError, match=r"Named\.__init__\(\)"):
            mine(*arguments, **by_name)
    assert mine.__match_args__ == ()


def test_a_frozen_value_cannot_be_changed():
    value = made(point(), **FROZEN)(1, 2)
    with pytest.raises(FrozenInstanceError, match="'x'"):
        value.x = 3
    with pytest.raises(FrozenInstanceError, match="'x'"):
        del value.x
    assert value.x == 1
    other = made(point(), slots=True)(1, 2)
    other.x = 3
    assert other.x == 3


def test_equal_values_have_equal_hashes():
    mine = made(named(), **FROZEN)
    assert hash(mine(1)) == hash(mine(1, 2)) == hash((1, 2))
    assert len({mine(1), mine(1, 2), mine(1, 3)}) == 2


Stored = made(type("Stored", (), {"__annotations__": {"one": "int"}, "__doc__": "", "__module__": __name__}), **FROZEN)


def test_values_can_be_copied_and_pickled():
    value = Stored(4)
    for again in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert again == value
        assert again is not value


def test_a_subclass_takes_the_fields_of_its_base():
    base = made(named(), **FROZEN)
    body = {"__annotations__": {"three": "int"}, "three": 3, "__doc__": "", "__module__": __name__}
    cls = made(type("Sub", (base,), body), **FROZEN)
    assert (cls(1).one, cls(1).two, cls(1).three, cls(1, 2, 4).three, base(1).two) == (1, 2, 3, 4, 2)
    assert cls(1) != base(1)


def test_a_class_may_finish_its_values_or_make_them_itself():
    def finish(self: Any) -> None:
        self.two = self.one + 1

    def begin(self: Any) -> None:
        self.one = 7

    finished = made(type("Finished", (named(),), {"__annotations__": {"one": "int"}, "__post_init__": finish}), slots=True)
    assert finished(4).two == 5
    begun = made(type("Begun", (named(),), {"__annotations__": {"one": "int"}, "__init__": begin}))
    assert begun().one == 7


def test_a_field_that_the_class_sets_itself_is_no_argument() -> None:
    names = {"__annotations__": {"one": "int", "two": "int"}, "two": field(init=False),
             "__post_init__": lambda self: setattr(self, "two", self.one * 2)}  # fmt: skip
    doubled = made(type("Doubled", (), names), slots=True)
    assert doubled(3).two == 6
    with pytest.raises(TypeError):
        doubled(3, 6)


@given(st.lists(VALUES))
def test_many_at_once_are_what_one_by_one_gives(rows: list[tuple[int, int, str]]) -> None:
    mine, _ = both(**FROZEN)
    columns = [*zip(*rows, strict=True)] or [(), (), ()]
    seen, notes = [[n] for n in range(len(rows))], ["note"] * len(rows)
    found = many(mine, *columns, seen, notes)
    assert found == [mine(*row, n, "note") for row, n in zip(rows, seen, strict=True)]
    assert [(one.seen, one.note) for one in found] == [*zip(seen, notes, strict=True)]


def test_many_want_columns_of_one_length_and_one_for_each_field() -> None:
    mine, _ = both(**FROZEN)
    with pytest.raises(ValueError, match="length"):
        many(mine, [1, 2], [1], ["", ""], [[], []], ["", ""])
    with pytest.raises(ValueError, match="argument"):
        many(mine, [1, 2], [1, 2])


def test_a_function_is_compiled_once_it_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decorator, "FEW", 3)
    mine = made(point(), **FROZEN)
    values = []
    for i in range(5):
        values.append(mine(i, 2, note="n"))
        assert ("x" in mine.__init__.__code__.co_varnames) is (i >= 3)
    assert [(v.x, v.y, v.label, v.seen, v.note) for v in values] == [(i, 2, "none", [], "n") for i in range(5)]


@pytest.mark.parametrize("wrong", [((1, 2, "a", [], "n", 6), {}), ((1,), {}), ((1,), {"x": 1, "y": 2}), ((1, 2), {"z": 3})], ids=str)
def test_what_is_wrong_with_arguments_is_said_at_the_first_value_too(wrong: Any) -> None:
    values, by_name = wrong
    messages = []
    for cls in both(**FROZEN):
        with pytest.raises(TypeError) as caught:
            cls(*values, **by_name)
        messages.append(str(caught.value).partition("__init__")[2])
    assert messages[0] == messages[1]
