"""What people call each field."""

from __future__ import annotations

import pytest

from docgen.stages.vocabulary_titles import MAX_DEPTH, titles, without_indexes

SCHEMA = {
    "properties": {
        "client": {"title": "Client", "properties": {"nom": {"title": "Nom"}, "x": {}, "wrong": True}},
        "sites": {"title": "Sites", "items": {"title": "Site", "properties": {"ville": {"title": "Ville"}}}},
        "siege": {"$ref": "#/$defs/adresse"},
        "autre": {"$ref": "#/$defs/adresse", "title": "Autre adresse"},
        "loin": {"$ref": "https://example.org/x"},
        "perdu": {"$ref": "#/$defs/rien/du/tout"},
    },
    "$defs": {"adresse": {"title": "Adresse", "properties": {"cp": {"title": "Code postal"}}}},
}


def test_fields_are_found_in_groups_lists_and_shared_definitions() -> None:
    assert titles(SCHEMA) == {
        "client": "Client", "client.nom": "Nom", "sites": "Sites", "sites.ville": "Ville",
        "siege": "Adresse", "siege.cp": "Code postal", "autre": "Autre adresse", "autre.cp": "Code postal",
    }  # fmt: skip


def test_a_schema_that_holds_itself_comes_to_an_end() -> None:
    node = {"title": "N", "properties": {"n": {"$ref": "#/$defs/n"}}}
    assert len(titles({"$defs": {"n": node}, **node})) == MAX_DEPTH


def test_no_vocabulary_no_titles() -> None:
    assert titles({}) == {}


@pytest.mark.parametrize(
    ("path", "bare"),
    [("a.b", "a.b"), ("lots[0].prix", "lots.prix"), ("lots[nord.est].prix", "lots.prix"), ("a[b[0]].c[1]", "a.c"), ("", "")],
)
def test_a_path_without_what_selects_items(path: str, bare: str) -> None:
    assert without_indexes(path) == bare
