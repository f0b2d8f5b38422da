"""Scalars become what the schema of their field wants."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from docgen.model.diagnostic import Place
from docgen.stages.schema_walk import SchemaWalk, document_schema
from docgen.stages.typed import plain, typed
from docgen.stages.yaml_text import Node, read_yaml

TEXT = {"type": "string"}
NUMBER = {"type": "number"}
INTEGER = {"type": "integer"}
BOOLEAN = {"type": "boolean"}


def node(text: str) -> Node:
    (found,) = read_yaml(text, "p.yaml").value or ()
    return found


def field(text: str, schema: object, **more: object) -> tuple[object, list[str | None]]:
    """The field ``a: text`` and the hints that it got."""
    root = {"properties": {"a": schema}, **more}
    data, _, findings = typed(node(f"a: {text}"), root, root)
    assert {d.code for d in findings} <= {"Y113"}
    assert isinstance(data, dict)
    return data.get("a", "absent"), [d.hint for d in findings]


@pytest.mark.parametrize(
    "text", ["NO", "012", "75001", "12:30", "1.10", "2031-03-01", "yes", "1e3", "0x1F", "true", "1_000"]
)  # fmt: skip
def test_a_text_stays_what_was_typed(text: str) -> None:
    assert field(text, TEXT) == (text, [])
    assert field(text, {"enum": ["a", text]}) == (text, [])
    assert field(f'"{text}"', NUMBER) == (text, [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("-3", -3),
        ("1.10", Decimal("1.10")),
        (".5", Decimal("0.5")),
        ("1e3", 1000),
        ("0", 0),
    ],
)
def test_numbers_are_exact(text: str, value: object) -> None:
    found, hints = field(text, NUMBER)
    assert (found, type(found), hints) == (value, type(value), [])


@pytest.mark.parametrize(
    ("text", "value", "hint"),
    [
        ("12,5", Decimal("12.5"), "write 12.5"),
        ("1_000", 1000, "write 1000"),
        ("1 000", 1000, "write 1000"),
        ("1\u202f000,50", Decimal("1000.50"), "write 1000.50"),
        ("80 %", 80, "write 80"),
        ("012", 12, "write 12"),
        ("1,000", 1000, "write 1000 for thousands or 1.000 for decimals"),
    ],
)
def test_y113_a_number_that_can_be_read_in_two_ways(text: str, value: object, hint: str) -> None:
    assert field(text, NUMBER) == (value, [hint])


@pytest.mark.parametrize("text", ["abc", ".inf", ".nan", "1e999", "9" * 50, "12:30", "1.2.3"])
def test_what_is_no_number_is_left_to_the_check(text: str) -> None:
    assert field(text, NUMBER) == (text, [])


def test_a_whole_number_may_be_written_with_a_zero_decimal() -> None:
    assert field("3.0", INTEGER) == (3, [])
    assert field("3.5", INTEGER) == (Decimal("3.5"), [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", True),
        ("oui", True),
        ("on", True),
        ("True", True),
        ("NO", False),
        ("off", False),
        ("non", False),
    ],
)
def test_y113_only_true_and_false_are_truth_values(text: str, value: bool) -> None:
    found, (hint,) = field(text, BOOLEAN)
    assert found is value
    assert "true or false" in str(hint)


def test_truth_values() -> None:
    assert field("true", BOOLEAN) == (True, [])
    assert field("false", {"type": ["boolean", "string"]}) == (False, [])
    assert field("maybe", BOOLEAN) == ("maybe", [])


@pytest.mark.parametrize("empty", ["", "~", "null"])
def test_an_empty_field_is_absent_unless_null_is_allowed(empty: str) -> None:
    assert field(empty, TEXT) == ("absent", [])
    assert field(empty, {"type": ["number", "null"]}) == (None, [])
    assert field('""', TEXT) == ("", [])


def test_an_empty_item_of_a_list_keeps_its_place() -> None:
    root = {"items": TEXT}
    data, places, _ = typed(node("[a, ~, b]"), root, root)
    assert data == ["a", None, "b"]
    assert places[1,] == Place("p.yaml", 1, 5)


def test_an_empty_document_is_nothing() -> None:
    assert typed(node("---\n"), TEXT, TEXT)[0] is None


def test_without_a_schema_the_core_types_count() -> None:
    text = "[012, yes, true, 1.10, ~, 2031-01-01, 0x1F, 0o17, '1', 1e2]"
    expected = [12, "yes", True, Decimal("1.10"), None, "2031-01-01", 31, 15, "1", 100]
    assert plain(node(text)) == expected
    assert field(text, True) == (expected, [])


def test_plain_keeps_the_order_and_the_first_of_two_equal_keys() -> None:
    data = plain(node("b: 1\na: {c: 2}\nb: 3"))
    assert data == {"b": 1, "a": {"c": 2}}
    assert list(data) == ["b", "a"] if isinstance(data, dict) else False
    assert typed(node("b: 1\nb: 3"), {}, {})[0] == {"b": 1}


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#/$defs/text"},
        {"$ref": "#/$defs/text", "title": "x"},
        {"allOf": [TEXT, {"pattern": "x"}]},
        {"anyOf": [{"enum": ["a"]}, {"$ref": "#/$defs/text"}]},
        {"oneOf": [TEXT, {"type": "object"}]},
        {"const": "b"},
        {"allOf": [{"type": ["string", "number"]}, TEXT]},
        {"$ref": "#/$defs/loop"},
    ],
)
def test_the_wanted_type_is_found_through_references_and_alternatives(schema: object) -> None:
    loop = {"allOf": [{"$ref": "#/$defs/loop"}, TEXT]}
    assert field("012", schema, **{"$defs": {"text": TEXT, "loop": loop}}) == ("012", [])


@pytest.mark.parametrize("schema", [{"enum": [1, 2]}, {"const": Decimal("1.5")}, NUMBER])
def test_the_wanted_type_is_found_in_values(schema: object) -> None:
    assert field("2", schema) == (2, [])
    assert field("true", {"enum": [True]}) == (True, [])


def test_a_reference_to_nowhere_allows_everything() -> None:
    assert field("12", {"$ref": "#/$defs/none"}) == (12, [])


def test_keys_are_found_by_name_by_pattern_and_by_the_rest() -> None:
    root: dict[str, Any] = {
        "properties": {"a": TEXT},
        "patternProperties": {"^n_": NUMBER},
        "additionalProperties": {"prefixItems": [TEXT], "items": NUMBER},
    }
    data, _, findings = typed(node("a: 01\nn_x: 1.5\nc: [01, 2]"), root, root)
    assert (data, findings) == ({"a": "01", "n_x": Decimal("1.5"), "c": ["01", 2]}, [])


KINDS: dict[str, Any] = {
    "if": {"required": ["overlay"]},
    "then": {"properties": {"v": NUMBER}},
    "else": {"properties": {"v": TEXT}},
}


def test_the_branch_of_a_condition_is_chosen_by_the_document() -> None:
    assert typed(node("overlay: a\nv: 10"), KINDS, KINDS)[0] == {"overlay": "a", "v": 10}
    assert typed(node("v: 10"), KINDS, KINDS)[0] == {"v": "10"}


def test_the_alternative_is_chosen_by_its_constant() -> None:
    def kind(name: object, value: object) -> dict[str, Any]:
        return {"type": "object", "properties": {"kind": {"const": name}, "v": value, "w": True}}

    root = {"oneOf": [kind("n", NUMBER), kind("t", TEXT), kind(True, BOOLEAN), False]}
    assert typed(node("kind: t\nv: 10"), root, root)[0] == {"kind": "t", "v": "10"}
    assert typed(node("kind: n\nv: 10"), root, root)[0] == {"kind": "n", "v": 10}
    assert typed(node("{v: true, kind: true}"), root, root)[0] == {"v": True, "kind": True}
    assert typed(node("kind: [t]\nv: x"), root, root)[0] == {"kind": ["t"], "v": "x"}


def test_every_value_has_a_place_that_of_its_key_in_a_mapping() -> None:
    _, places, _ = typed(node("a:\n  - b: 1\n    c:\n"), {}, {})
    assert {path: (p.line, p.column) for path, p in places.items()} == {
        (): (1, 1), ("a",): (1, 1), ("a", 0): (2, 5), ("a", 0, "b"): (2, 5), ("a", 0, "c"): (3, 5),
    }  # fmt: skip


PATCHED: dict[str, Any] = {
    "properties": {
        "n": NUMBER,
        "l": {"type": "array", "items": {"properties": {"cp": TEXT, "a": {"properties": {"oui": BOOLEAN}}}}},
    },
    "$defs": {"change": {"properties": {"patch": {"type": "object", "x-patch": True}, "n": TEXT}}},
}


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("n: 1,5", Decimal("1.5")),
        ("l[x].cp: 01000", "01000"),
        ("l[x].a.oui: yes", True),
        ("l[x]: {cp: 01000}", {"cp": "01000"}),
        ("l+: [{cp: 01000}]", [{"cp": "01000"}]),
        ("l: ~", None),
        ("l[x].cp: ~", None),
        ("unknown.b: 012", 12),
        ("a..b: 012", 12),
    ],
)
def test_a_value_of_a_patch_is_typed_by_its_path(entry: str, value: object) -> None:
    data, places, _ = typed(node(f"n: 012\npatch:\n  {entry}\n"), PATCHED["$defs"]["change"], PATCHED)
    assert data == {"n": "012", "patch": {entry.partition(":")[0]: value}}
    assert places["patch", entry.partition(":")[0]] == Place("p.yaml", 3, 3)


def test_y113_a_value_of_a_patch_that_can_be_read_in_two_ways() -> None:
    _, _, (found,) = typed(node("patch:\n  l[x].a.oui: oui\n"), PATCHED["$defs"]["change"], PATCHED)
    assert (found.code, str(found.place)) == ("Y113", "p.yaml:2:15")


def test_the_schema_of_a_document() -> None:
    root = {"$defs": {"document": KINDS}}
    assert document_schema(root) == {"$ref": "#/$defs/document"}
    assert document_schema(KINDS) is KINDS
    assert typed(node("v: 10"), document_schema(root), root)[0] == {"v": "10"}


def test_a_walk_without_a_value_follows_every_branch() -> None:
    assert len(SchemaWalk(KINDS).at(["v"])) == 2
    assert SchemaWalk({"properties": {"a": {"title": "A"}}}).first((), "title") is None
