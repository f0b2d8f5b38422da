"""Calculations of a library: named functions over profile data."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.diagnostic import Place
from docgen.stages import calculations
from docgen.stages.calculations import _same, with_calculations, world_of
from docgen.stages.data_filters import ABSENT, DATA_FILTERS
from docgen.stages.expressions import value_of
from docgen.stages.read_calculations import read_calculations
from docgen.stages.script_parse import parse_expression
from docgen.stages.wording import FilterError

HEAD = "schema: docgen.calculations/1\ncalculations:\n"


def read(text: str) -> Any:
    return read_calculations((HEAD + text).encode(), "calc.yaml", DATA_FILTERS)


def result(text: str, call: str, **names: Any) -> Any:
    outcome = read(text)
    assert outcome.diagnostics == ()
    filters = with_calculations(DATA_FILTERS, outcome.value)
    expression = parse_expression(call, Place("x"), DATA_FILTERS).value
    assert expression is not None
    return value_of(expression, world_of(names), filters)


def test_a_calculation_reads_the_profile_and_what_it_takes() -> None:
    text = "- {id: total, takes: [taux], let: {base: \"lignes|sum('montant')\"}, value: base * taux / 100}\n"
    lines = [{"montant": Decimal("10.5")}, {"montant": 20}]
    assert result(text, "total(50)", lignes=lines) == Decimal("15.25")


def test_what_it_takes_hides_a_field_of_the_profile_of_the_same_name() -> None:
    assert result("- {id: twice, takes: [n], value: n * 2}\n", "twice(4)", n=100) == 8


def test_a_calculation_sees_nothing_of_its_caller() -> None:
    text = "- {id: inner, value: secret}\n- {id: outer, let: {secret: '1'}, value: inner()}\n"
    assert result(text, "outer()") is ABSENT


def test_a_list_gives_a_mapping_for_each_item_that_is_kept() -> None:
    text = (
        "- id: lignes\n  each: parts as p\n  where: p.n > 1\n  item: {double: p.n * 2}\n"
        "  fields: {n: p.n, double: double, rang: p_index, vide: p.absent}\n"
    )
    assert result(text, "lignes()", parts=[{"n": 1}, {"n": 2}, {"n": 3}]) == [
        {"n": 2, "double": 4, "rang": 1}, {"n": 3, "double": 6, "rang": 2},
    ]  # fmt: skip


def test_none_is_an_absent_value() -> None:
    assert result("- {id: a, value: 'none if x > 1 else x'}\n", "a()", x=2) is ABSENT


def test_a_calculation_without_parameters_is_computed_once() -> None:
    text = "- {id: a, each: xs as x, value: x}\n- {id: b, value: '[a()|count, a()|count]'}\n"
    scope = world_of({"xs": [1, 2, 3]})
    filters = with_calculations(DATA_FILTERS, read(text).value)
    expression = parse_expression("b()", Place("x"), DATA_FILTERS).value
    assert expression is not None
    assert value_of(expression, scope, filters) == [3, 3]
    assert calculations.MAX_STEPS - scope[""].left == 5  # two calls and three items


def test_a_calculation_is_computed_once_for_the_same_values() -> None:
    """A text or a number is the same when it is written the same, a list when it is the same list."""
    text = "- {id: a, takes: [v, w], value: 'v'}\n- {id: b, value: '[a(x, 1), a(x, 1), a(y, 1), a(x, 1.0), a(x, true)]'}\n"
    scope = world_of({"x": [1], "y": [1]})
    filters = with_calculations(DATA_FILTERS, read(text).value)
    expression = parse_expression("b()", Place("x"), DATA_FILTERS).value
    assert expression is not None
    assert value_of(expression, scope, filters) == [[1]] * 5
    assert calculations.MAX_STEPS - scope[""].left == 5  # b, and a but for the second time


@given(st.one_of(st.integers(), st.booleans(), st.decimals(allow_nan=False), st.text(), st.none()), st.one_of(st.integers(), st.booleans(), st.decimals(allow_nan=False), st.text(), st.none()))
def test_values_that_are_written_differently_are_not_taken_for_the_same(one: Any, other: Any) -> None:
    same = type(one) is type(other) and str(one) == str(other)
    assert (_same(one) == _same(other)) is same


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("- {id: a, value: '1'}\n- {id: a, value: '2'}\n", "LB250", "calc.yaml:4:3"),
        ("- {id: a}\n", "LB251", "calc.yaml:3:3"),
        ("- {id: a, value: '1', fields: {b: '1'}}\n", "LB251", "calc.yaml:3:3"),
        ("- {id: a, where: 'true', value: '1'}\n", "LB251", "calc.yaml:3:3"),
        ("- {id: a, value: b()}\n- {id: b, value: '1'}\n", "LB252", "calc.yaml:3:11"),
        ("- {id: a, value: a()}\n", "LB252", "calc.yaml:3:11"),
        ("- {id: a, takes: [x], value: x}\n- {id: b, value: a()}\n", "LB252", "calc.yaml:4:11"),
        ("- {id: a, each: xs, value: '1'}\n", "LB216", "calc.yaml:3:11"),
        ("- {id: a, value: 'x.y()'}\n", "CL302", "calc.yaml:3:11"),
        ("- {id: a, value: 'x|nope'}\n", "CL303", "calc.yaml:3:11"),
    ],
)
def test_what_cannot_be_computed_is_reported_and_left_out(text: str, code: str, place: str) -> None:
    outcome = read(text)
    assert [(d.code, str(d.place)) for d in outcome.diagnostics] == [(code, place)]
    assert len(outcome.value) == text.count("- {id") - 1


def test_too_much_work_is_refused() -> None:
    text = "- {id: a, takes: [n], each: xs as x, value: x}\n- {id: b, each: xs as x, value: a(x)}\n"
    scope = world_of({"xs": list(range(20))})
    scope[""].left = 50
    filters = with_calculations(DATA_FILTERS, read(text).value)
    expression = parse_expression("b()", Place("x"), DATA_FILTERS).value
    assert expression is not None
    with pytest.raises(FilterError, match="too much work"):
        value_of(expression, scope, filters)


def test_an_unknown_calculation_is_refused_when_it_runs() -> None:
    expression = parse_expression("nope()", Place("x"), DATA_FILTERS).value
    assert expression is not None
    with pytest.raises(FilterError, match="no calculation"):
        value_of(expression, world_of({}), DATA_FILTERS)


def test_a_text_cannot_call() -> None:
    from docgen.stages.script_parse import parse_script

    outcome = parse_script("{{ fin() }}", "r1.fr.md", DATA_FILTERS)
    assert [d.code for d in outcome.diagnostics] == ["CL302"]


@given(st.decimals(min_value=-1000, max_value=1000, places=3), st.decimals(min_value=1, max_value=1000, places=2))
def test_amounts_are_exact(a: Decimal, b: Decimal) -> None:
    text = "- {id: f, takes: [a, b], value: '(a * b / 100)|rounded(2)'}\n"
    exact = (a * b).scaleb(-2)
    found = result(text, "f(x, y)", x=a, y=b)
    assert abs(found - exact) <= Decimal("0.005")
    assert found == Decimal(found).quantize(Decimal("0.01"))
