"""Facts that are known decide branches, and what is decided says the same as before."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.script import Const, Script
from docgen.stages.data_filters import DATA_FILTERS
from docgen.stages.decide import decided, simplified
from docgen.stages.evaluate import Values, evaluate
from docgen.stages.script_parse import parse_script


def parsed(text: str) -> Script:
    outcome = parse_script(text, "c.md", DATA_FILTERS)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def written(script: Script, **values: Any) -> str:
    text, _ = evaluate(script, Values(values), dict(DATA_FILTERS), "c.md")
    return text.text


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("{% if position == 'a' %}x{% else %}y{% endif %}", "x"),
        ("{% if position != 'a' %}x{% else %}y{% endif %}", "y"),
        ("{% if position in ['b', 'c'] %}x{% elif n %}z{% endif %}", "{% if n %}z{% endif %}"),
        ("{% if n and position == 'a' %}x{% endif %}", "{% if n %}x{% endif %}"),
        ("{% if n or position == 'a' %}x{% endif %}", "x"),
        ("{% if not position == 'a' %}x{% endif %}", ""),
        ("{% if n %}x{% elif position == 'a' %}y{% else %}z{% endif %}", "{% if n %}x{% else %}y{% endif %}"),
        ("{{ m if position == 'a' else n }}", "{{ m }}"),
        ("{% for i in l %}{% if position == 'b' %}x{% endif %}{{ i }}{% endfor %}", "{% for i in l %}{{ i }}{% endfor %}"),
        ("{% if document.language == 'fr' %}oui{% endif %}", "oui"),
        ("{% if position == n %}x{% endif %}", "{% if position == n %}x{% endif %}"),
        ("{% if positions == 'a' %}x{% endif %}", "{% if positions == 'a' %}x{% endif %}"),
    ],
)  # fmt: skip
def test_branches_that_are_ruled_out_are_gone(text: str, same_as: str) -> None:
    assert decided(parsed(text), {"position": "a", "document.language": "fr"}) == parsed(same_as)


def test_without_facts_the_text_is_the_same_object() -> None:
    script = parsed("{% if position == 'a' %}x{% endif %}")
    assert decided(script, {}) is script


def test_a_condition_of_facts_alone_is_true_or_false() -> None:
    (branch,) = parsed("{% if position == 'a' or position == 'b' %}x{% endif %}")
    test = branch.branches[0][0]  # type: ignore[union-attr]
    assert [simplified(test, {"position": p}) for p in "abc"] == [Const(True), Const(True), Const(False)]


ATOMS = st.sampled_from(
    ["position == 'a'", "position != 'a'", "position in ['a', 'b']", "n", "m > 2", "not n", "k is defined"]
)
TESTS = st.recursive(ATOMS, lambda inner: st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
    lambda t: f"({t[0]} {t[1]} {t[2]})") | inner.map(lambda t: f"not ({t})"), max_leaves=6)  # fmt: skip


@given(TESTS, TESTS, st.sampled_from("abc"), st.booleans(), st.integers(0, 4))
def test_a_decided_text_says_what_the_whole_text_says(one: str, other: str, position: str, n: bool, m: int) -> None:
    script = parsed(f"A{{% if {one} %}}x{{% elif {other} %}}y{{% else %}}z{{% endif %}}B")
    values = {"n": n, "m": m, "position": position}
    assert written(decided(script, {"position": position}), **values) == written(script, **values)
