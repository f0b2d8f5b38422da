"""Any text either reads or gives a diagnostic; plain data comes back as it went in."""

from __future__ import annotations

from decimal import Decimal

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.stages.typed import plain, typed
from docgen.stages.yaml_text import read_yaml

YAMLISH = st.text(
    alphabet=st.sampled_from("ab01 \n\t:-,[]{}#&*!|>'\"%@`?<~.\\ud8\ufeff\ud800\x00é"), max_size=200
)
SAFE = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=20
)
KEYS = SAFE.filter(lambda text: text not in ("", "<<"))
SCALARS = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | SAFE
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)
SCHEMA = {
    "properties": {"a": {"type": "number"}, "b": {"type": "boolean"}},
    "items": {"type": "integer"},
}


@settings(max_examples=400, deadline=1000)
@given(st.text(max_size=200) | YAMLISH | st.binary(max_size=100))
def test_any_text_reads_or_says_why_not(text: str | bytes) -> None:
    found = read_yaml(text, "p.yaml")
    assert (found.value is None) <= bool(found.diagnostics)
    for node in found.value or ():
        plain(node)
        typed(node, SCHEMA, SCHEMA)


@settings(deadline=1000)
@given(st.text(alphabet="0123456789.,_ eE+-%xo'", max_size=80))
def test_any_number_like_text_is_typed_without_an_accident(text: str) -> None:
    for node in read_yaml(f"a: {text}\n", "p.yaml").value or ():
        data, _, _ = typed(node, SCHEMA, SCHEMA)
        value = data.get("a") if isinstance(data, dict) else None
        assert value is None or isinstance(value, str | int | Decimal | dict | list)


@settings(deadline=1000)
@given(DATA)
def test_plain_data_comes_back(data: object) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    found = read_yaml(text, "p.yaml")
    assert found.diagnostics == ()
    assert [plain(node) for node in found.value or ()] == [data]
