"""How a version is made, written down and read again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.plan import Request
from docgen.model.recipe import RECIPE_FORMAT, Recipe, as_plain, from_plain

words = st.text(max_size=8)
recipes = st.builds(
    Recipe, words, st.integers(0, 9), st.integers(0, 9), st.booleans(), st.dictionaries(words, st.integers(1, 9), max_size=3),
    st.dictionaries(words, words, max_size=3), st.lists(words, max_size=3).map(tuple), words, words, words, words, st.booleans(),
    st.dictionaries(words, words | st.integers(), max_size=3),
)  # fmt: skip


@given(recipes)
def test_a_recipe_reads_back_from_what_is_recorded(recipe: Recipe) -> None:
    assert from_plain(json.loads(json.dumps(as_plain(recipe))), "acme@1").value == recipe


def test_a_recipe_asks_for_what_a_draft_asks_for() -> None:
    recipe = Recipe("p.yaml", types=("contrat",), language="fr", variant="leger", as_of="2028-01-01", effective="2028-02-01", final=True)
    assert recipe.request == Request(("contrat",), "fr", "leger", "2028-01-01", "2028-02-01", final=True)


@pytest.mark.parametrize(
    "plain",
    [{}, {"profile": "p"}, {"format": "docgen.recipe/9", "profile": "p"}, {"format": RECIPE_FORMAT}, {"format": RECIPE_FORMAT, "profile": "p", "later": 1}],
)
def test_a_recipe_of_an_unknown_form_is_refused_with_a_way_out(plain: dict[str, Any]) -> None:
    outcome = from_plain(plain, "acme@3")
    assert outcome.value is None
    assert [d.code for d in outcome.diagnostics] == ["RN601"]
    assert "acme@3" in outcome.diagnostics[0].message
    assert "in the register all the same" in str(outcome.diagnostics[0].hint)
