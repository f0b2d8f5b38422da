"""What somebody typed becomes the value that the field wants, or a reason why not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from docgen.stages.answers import Wrong, asked_back, parsed
from docgen.stages.vocabulary_fields import FieldInfo

CODES = FieldInfo("text", values=("client", "deux"))
LABELS = {"client": "le Client", "deux": "chaque Partie"}


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("2026-01-31", "date", "2026-01-31"),
        ("31/01/2026", "date", "2026-01-31"),
        ("1/2/2026", "date", "2026-02-01"),
        ("12,5", "number", Decimal("12.5")),
        ("1 250,50", "number", Decimal("1250.50")),
        ("80 %", "number", 80),
        ("42000", "integer", 42000),
        ("-3", "number", -3),
        ("oui", "boolean", True),
        ("N", "boolean", False),
        (" avec des espaces ", "text", " avec des espaces "),
        ("NO", "text", "NO"),
        ("01000", "text", "01000"),
    ],
)
def test_values(typed: str, kind: str, value: Any) -> None:
    found = parsed(typed, FieldInfo(kind), {})
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("typed", "kind", "reason"),
    [
        ("31/02/2026", "date", "date"),
        ("demain", "date", "date"),
        ("2026-1-1", "date", "date"),
        ("beaucoup", "number", "number"),
        ("12,5", "integer", "whole"),
        ("1,250", "number", "unclear"),
        ("peut-être", "boolean", "boolean"),
        ("a\x00b", "text", "character"),
        ("a\ud800b", "text", "character"),
        ("x" * 20_001, "text", "long"),
    ],
)
def test_what_is_not_taken(typed: str, kind: str, reason: str) -> None:
    found = parsed(typed, FieldInfo(kind), {})
    assert isinstance(found, Wrong)
    assert found.reason == reason


@pytest.mark.parametrize("typed", ["client", "le Client", "LE CLIENT", " Client "])
def test_a_code_or_its_name(typed: str) -> None:
    assert parsed(typed, CODES, LABELS) == "client"


def test_a_code_that_is_not_there() -> None:
    assert parsed("personne", CODES, LABELS) == Wrong("enum", "personne", "client, deux")


def test_an_open_list_takes_other_texts() -> None:
    assert parsed("pigeon", FieldInfo("text", values=("email",), open=True), {}) == "pigeon"


def test_a_name_where_the_vocabulary_lists_no_values() -> None:
    assert parsed("belgique", FieldInfo("text", open=True), {"BE": "Belgique"}) == "BE"


def test_lists_and_tables() -> None:
    texts, numbers = FieldInfo("list", item=FieldInfo("text")), FieldInfo("list", item=FieldInfo("number"))
    assert parsed("a ; b, c ;; d", texts, {}) == ["a", "b, c", "d"]
    assert parsed("1 ; 2,5", numbers, {}) == [1, Decimal("2.5")]
    assert parsed("1 ; x", numbers, {}) == Wrong("number", "x")
    table = FieldInfo("table", item=FieldInfo("number"))
    assert parsed("2024 : 10 ; 2025 = 12,5", table, {}) == {"2024": 10, "2025": Decimal("12.5")}
    assert parsed("2024", table, {}) == Wrong("pair", "2024")
    assert parsed("2024 : x", table, {}) == Wrong("number", "x")


def test_a_value_as_it_is_typed() -> None:
    assert asked_back([True, 2, "x"]) == "true ; 2 ; x"
    assert asked_back({"a": 1, "b": Decimal("2.5")}) == "a : 1 ; b : 2.5"
