"""Values by their numbers are those that one by one gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.picking import picked


@given(st.lists(st.integers(), min_size=1), st.data())
def test_values_by_their_numbers(values: list[int], data: st.DataObject) -> None:
    numbers = data.draw(st.lists(st.integers(-len(values), len(values) - 1)))
    assert list(picked(values, numbers)) == [values[n] for n in numbers]


@pytest.mark.parametrize("numbers", [(1,), (0, 1)])
def test_a_number_that_no_value_has(numbers: tuple[int, ...]) -> None:
    assert list(picked([], ())) == []
    with pytest.raises(IndexError):
        picked(["a"], numbers)
