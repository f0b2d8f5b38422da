"""What the vocabulary says about one field."""

from __future__ import annotations

from typing import Any

import pytest

from docgen.stages.schema_walk import SchemaWalk
from docgen.stages.vocabulary_fields import every_field, field_info, fields_of, is_required

VOCABULARY: dict[str, Any] = {
    "type": "object",
    "required": ["nom", "client"],
    "additionalProperties": False,
    "properties": {
        "nom": {"type": "string", "title": "Nom", "description": "Le nom.", "x-defaut": "x"},
        "jour": {"$ref": "#/$defs/date"},
        "mois": {"$ref": "#/$defs/mois", "title": "Durée"},
        "canal": {"anyOf": [{"enum": ["a", "b"]}, {"type": "string"}]},
        "mode": {"enum": ["a", "b"]},
        "unite": {"type": "string", "x-valeurs": ["h", "j"]},
        "client": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "x": {"type": "boolean"}}},
        "autre": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}},
        "liste": {"type": "array", "items": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}},
        "codes": {"type": "array", "items": {"enum": ["u", "v"]}},
        "table": {"type": "object", "additionalProperties": {"type": "number"}},
        "libre": {},
    },
    "$defs": {"date": {"type": "string", "format": "date"}, "mois": {"type": "number", "x-unite": "mois"}},
}
WALK = SchemaWalk(VOCABULARY)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("nom", "text"), ("jour", "date"), ("mois", "number"), ("canal", "text"), ("mode", "text"), ("client", "group"),
     ("liste", "list"), ("codes", "list"), ("table", "table"), ("libre", "any")],
)  # fmt: skip
def test_kinds(name: str, kind: str) -> None:
    found = field_info(WALK, (name,))
    assert found is not None
    assert found.kind == kind


def test_what_is_said() -> None:
    found = field_info(WALK, ("nom",))
    assert found is not None
    assert (found.title, found.description, found.default) == ("Nom", "Le nom.", "x")
    months = field_info(WALK, ("mois",))
    assert months is not None
    assert (months.title, months.unit, months.definition) == ("Durée", "mois", "mois")


@pytest.mark.parametrize(
    ("name", "values", "open_"),
    [("mode", ("a", "b"), False), ("canal", ("a", "b"), True), ("unite", ("h", "j"), True), ("codes", ("u", "v"), False)],
)
def test_known_values(name: str, values: tuple[str, ...], open_: bool) -> None:
    found = field_info(WALK, (name,))
    assert found is not None
    assert (found.one.values, found.one.open) == (values, open_)


def test_a_field_that_is_not_there() -> None:
    assert field_info(WALK, ("rien",)) is None


def test_required_with_all_that_is_around_it() -> None:
    assert is_required(WALK, ("client", "id"))
    assert not is_required(WALK, ("autre", "id"))
    assert is_required(WALK, ("liste", 0, "id"))
    assert not is_required(WALK, ("client", "x"))


def test_every_field_with_its_parents() -> None:
    found = list(every_field(WALK))
    assert found[:2] == [("nom",), ("jour",)]
    assert ("liste",) in found
    assert ("liste", 0, "id") in found
    assert fields_of(WALK, ("client",)) == ("id", "x")
