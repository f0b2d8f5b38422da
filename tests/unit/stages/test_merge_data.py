"""Three versions of clause metadata made one."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.model.merging import ABSENT, Own, Reason, Side
from docgen.stages.merge_data import merge_data, same

BASE: dict[str, Any] = {
    "id": "duree",
    "title": {"fr": "Durée", "en": "Term"},
    "parameters": {"duree": {"type": "months", "default": 36}, "preavis": {"type": "days", "default": 90}},
    "positions": [
        {"id": "ferme", "kind": "standard", "label": "ferme"},
        {"id": "tacite", "kind": "fallback", "label": "tacite"},
    ],
    "requires": ["definitions", "objet"],
    "revisions": [{"number": 1, "change": "substantive"}],
}


def changed(path: str, value: Any) -> dict[str, Any]:
    """BASE with another value at a path of names and places; ABSENT takes it away."""
    out = deepcopy(BASE)
    *way, last = [int(s) if s.isdigit() else s for s in path.split(".")]
    at: Any = out
    for step in way:
        at = at[step]
    if value is ABSENT:
        del at[last]
    elif isinstance(at, list) and last == len(at):
        at.append(value)
    else:
        at[last] = value
    return out


def test_different_fields_of_one_mapping_merge() -> None:
    merged = merge_data(BASE, changed("parameters.duree.default", 24), changed("parameters.duree.type", "days"))
    assert merged.clean
    assert merged.data["parameters"]["duree"] == {"type": "days", "default": 24}


def test_one_field_changed_twice_is_asked_with_its_path() -> None:
    merged = merge_data(BASE, changed("parameters.duree.default", 24), changed("parameters.duree.default", 48))
    assert [(c.path, c.base, c.ours, c.theirs, c.reason) for c in merged.conflicts] == [
        ("parameters.duree.default", 36, 24, 48, Reason.CHANGED)
    ]
    assert merged.data["parameters"]["duree"]["default"] == 24


@pytest.mark.parametrize(("choice", "wanted"), [(Side.THEIRS, 48), (Side.OURS, 24), (Side.BASE, 36), (Own(30), 30)])
def test_a_choice_settles_it(choice: Any, wanted: int) -> None:
    sides = changed("parameters.duree.default", 24), changed("parameters.duree.default", 48)
    merged = merge_data(BASE, *sides, choices={"parameters.duree.default": choice})
    assert merged.clean
    assert merged.data["parameters"]["duree"]["default"] == wanted


def test_items_are_found_again_by_their_id() -> None:
    ours = changed("positions.1.label", "reconduction")
    theirs = changed("positions.2", {"id": "sans", "kind": "walk-away"})
    theirs["positions"].reverse()
    merged = merge_data(BASE, ours, theirs)
    assert merged.clean
    assert [(p["id"], p.get("label")) for p in merged.data["positions"]] == [
        ("sans", None),
        ("tacite", "reconduction"),
        ("ferme", "ferme"),
    ]


def test_a_revision_number_that_both_gave_is_asked() -> None:
    merged = merge_data(
        BASE,
        changed("revisions.1", {"number": 2, "change": "legal"}),
        changed("revisions.1", {"number": 2, "change": "editorial"}),
    )
    assert [(c.path, c.base, c.reason) for c in merged.conflicts] == [("revisions[2]", ABSENT, Reason.INSERTED)]


def test_deleted_against_changed_is_asked() -> None:
    merged = merge_data(BASE, changed("positions.1", ABSENT), changed("positions.1.label", "autre"))
    assert [(c.path, c.ours, c.reason) for c in merged.conflicts] == [("positions[tacite]", ABSENT, Reason.DELETED)]
    assert [p["id"] for p in merged.data["positions"]] == ["ferme"]


def test_a_list_without_ids_that_both_changed_is_asked_whole() -> None:
    sides = changed("requires.2", "prix"), changed("requires.0", "parties")
    assert [c.path for c in merge_data(BASE, *sides).conflicts] == ["requires"]
    assert merge_data(BASE, BASE, sides[1]).data == sides[1]


def test_two_new_orders_are_asked_and_settled() -> None:
    base = [{"id": i} for i in "abc"]
    ours, theirs = [{"id": i} for i in "bac"], [{"id": i} for i in "acb"]
    assert [c.path for c in merge_data({"x": base}, {"x": ours}, {"x": theirs}).conflicts] == ["x[]"]
    assert merge_data({"x": base}, {"x": ours}, {"x": theirs}, {"x[]": Side.THEIRS}).data == {"x": theirs}


@pytest.mark.parametrize(("one", "other"), [(1, True), (1, 1.0), ("1", 1), (None, ""), ([], {}), ([1], [1, 2])])
def test_values_of_different_types_are_different(one: Any, other: Any) -> None:
    assert not same(one, other)
    assert len(merge_data({"a": "x"}, {"a": one}, {"a": other}).conflicts) == 1


def test_doubled_ids_are_no_ids() -> None:
    twice = [{"id": "a"}, {"id": "a"}]
    assert len(merge_data([{"id": "a"}], twice, [{"id": "b"}]).conflicts) == 1


scalars = st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["a", "b", "1", ""])
items = st.lists(st.fixed_dictionaries({"id": st.sampled_from("abcd")}, optional={"v": scalars}), max_size=4)
data = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | items | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=12,
)


@given(data, data, data)
@settings(deadline=None, max_examples=300)
def test_merges_of_any_data(base: Any, ours: Any, theirs: Any) -> None:
    assert same(merge_data(base, base, theirs).data, theirs)
    assert same(merge_data(base, ours, base).data, ours)
    assert same(merge_data(base, ours, ours).data, ours)
    there, back = merge_data(base, ours, theirs), merge_data(base, theirs, ours)
    assert sorted(c.path for c in there.conflicts) == sorted(c.path for c in back.conflicts)
    settled = merge_data(base, ours, theirs, {c.path: Side.THEIRS for c in there.conflicts})
    assert settled.clean
