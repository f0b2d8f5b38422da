"""The quick look at data agrees with jsonschema wherever it says that all is right."""

from __future__ import annotations

import subprocess
import sys
from copy import deepcopy
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.checks.vocabulary import refusals
from docgen.checks.vocabulary_quick import surely_right
from docgen.stages.schema_walk import Schema, document_schema
from docgen.stages.typed import plain, typed
from docgen.stages.yaml_text import read_yaml

ROOT = Path(__file__).parents[3]


@cache
def shipped() -> tuple[dict[str, Any], list[Any]]:
    """The shipped vocabulary, and every document of the shipped profiles."""
    (node,) = read_yaml((ROOT / "clauses/vocabulary.yaml").read_bytes(), "v").value or ()
    vocabulary: Any = plain(node)
    schema = document_schema(vocabulary)
    files = (path.read_bytes() for path in sorted((ROOT / "profiles").glob("*.yaml")))
    data = [typed(n, schema, vocabulary)[0] for file in files for n in read_yaml(file, "p").value or ()]
    return vocabulary, data


def refused(data: object, schema: Schema, root: Schema | None = None) -> bool:
    return any(refusals(data, schema, schema if root is None else root))


def test_the_shipped_profiles_need_no_jsonschema() -> None:
    vocabulary, documents = shipped()
    assert len(documents) > 2
    assert all(surely_right(data, document_schema(vocabulary), vocabulary) for data in documents)


VALUES = st.sampled_from(
    [None, True, 0, -1, 3, 101, Decimal("1.5"), Decimal(2), "", "x", "telephone", "2031-02-30", "2031-02-28", "a\n", [], {},
     ["x", "x"], {"fr": "x"}, {"x": 1}]
)  # fmt: skip


def changed(data: Any, draw: Any) -> None:
    """Put some value at some place of the data, or take one away."""
    while True:
        keys = list(data) if isinstance(data, dict) else list(range(len(data)))
        if not keys:
            return
        key = draw(st.sampled_from(keys))
        if isinstance(data[key], dict | list) and data[key] and draw(st.integers(0, 3)):
            data = data[key]
            continue
        match draw(st.integers(0, 2)):
            case 0 if isinstance(data, dict):
                data["neuf"] = draw(VALUES)
            case 1:
                del data[key]
            case _:
                data[key] = draw(VALUES)
        return


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_what_is_said_to_be_right_is_right_for_jsonschema_too(given_: Any) -> None:
    vocabulary, documents = shipped()
    data = deepcopy(given_.draw(st.sampled_from(documents)))
    for _ in range(given_.draw(st.integers(0, 3))):
        changed(data, given_.draw)
    schema = document_schema(vocabulary)
    assert not (surely_right(data, schema, vocabulary) and refused(data, schema, vocabulary))


ONE_KEYWORD: tuple[dict[str, Any], ...] = (
    {"type": "integer"}, {"type": ["number", "null"]}, {"enum": ["x", "telephone"]}, {"const": "x"}, {"pattern": "^x$"},
    {"format": "date"}, {"minimum": 0}, {"maximum": 3}, {"exclusiveMinimum": 3}, {"exclusiveMaximum": 3},
    {"minItems": 1}, {"maxItems": 1}, {"minLength": 1}, {"maxLength": 1}, {"required": ["fr"]},
    {"properties": {"x": {"type": "string"}}}, {"patternProperties": {"^x": False}, "additionalProperties": {"type": "integer"}},
    {"propertyNames": {"enum": ["fr"]}}, {"items": {"const": "y"}}, {"allOf": [{"type": "string"}, {"minLength": 1}]},
    {"anyOf": [{"type": "string"}, {"minimum": 1}]}, {"oneOf": [{"type": "integer"}, {"minimum": 1}]},
    {"if": {"type": "object"}, "then": {"required": ["x"]}, "else": {"type": ["string", "null"]}}, {"$ref": "#/$defs/a"},
)  # fmt: skip


@pytest.mark.parametrize("schema", ONE_KEYWORD, ids=str)
@settings(deadline=None)
@given(value=VALUES)
def test_each_keyword_says_what_jsonschema_says(schema: dict[str, Any], value: Any) -> None:
    root = {**schema, "$defs": {"a": {"type": "object"}}}
    assert not (surely_right(value, root, root) and refused(value, root))


def test_each_keyword_is_known() -> None:
    right = [None, 3, "telephone", "x", "x", "2031-02-28", 0, 3, 4, 2, ["x"], ["x"], "x", "x", {"fr": "x"}, {}, {"fr": 1},
             {"fr": "x"}, [], "x", "x", 0, {"x": 1}, {}]  # fmt: skip
    for schema, value in zip(ONE_KEYWORD[1:], right[1:], strict=True):
        root = {**schema, "$defs": {"a": {"type": "object"}}}
        assert surely_right(value, root, root), (schema, value)


@pytest.mark.parametrize(
    "schema",
    [
        {"not": {"type": "string"}}, {"unevaluatedProperties": False}, {"$ref": "other.json"}, {"$ref": "#/nowhere"},
        {"$ref": "#"}, {"pattern": "("}, {"type": "unheard-of"}, {"format": "email"}, {"properties": 3},
    ],
    ids=str,
)  # fmt: skip
def test_what_it_does_not_know_it_leaves_to_jsonschema(schema: dict[str, Any]) -> None:
    assert not surely_right({"x": 1} if "properties" in schema else "x", schema, schema)


def test_a_right_profile_is_checked_without_jsonschema() -> None:
    program = (
        "import sys; from pathlib import Path; from docgen.app.workshop import open_workshop\n"
        "shop = open_workshop(Path('.'), shown_from=Path('.'), use_index=False).value\n"
        "read = shop.profile(Path('profiles/mobilys.yaml'))\n"
        "assert read.value is not None and not read.diagnostics, read\n"
        "print([m for m in ('jsonschema', 'referencing') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
