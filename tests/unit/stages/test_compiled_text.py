"""The fast way through a text: where it gives up, and that nothing of one document reaches the next."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import pytest

from docgen.app.workshop import bound_filters
from docgen.model.evaluated import Filled, Unknown
from docgen.stages.compiled_text import compile_script, text_of
from docgen.stages.data_filters import DATA_FILTERS
from docgen.stages.script_parse import parse_script
from docgen.store.languages import load_language

FR = load_language("fr")
FILTERS = bound_filters(FR, {"fr": FR}, {})


def run(text: str, paths: dict[str, str] | None = None, **values: Any) -> Any:
    parsed = parse_script(text, "c.md", {*FILTERS, *DATA_FILTERS})
    assert parsed.value is not None, parsed.diagnostics
    return compile_script(parsed.value, FILTERS)(values, paths or {})


def test_values_are_kept_aside_with_their_paths() -> None:
    way, values = run("Le {{ d|date }}, {{ c.nom }} : {{ n }} {{ rien }}", {"d": "duree.debut"},
                       d="2026-03-02", c={"nom": "Aurore"}, n=12)  # fmt: skip
    assert way == ("Le ", True, ", ", False, " : ", True, " ", False)
    assert text_of(way) == "Le \U00100000, \U000f0001 : \U00100002 \U000f0003"
    assert values.each() == (Filled("2\u00a0mars\u00a02026", "duree.debut", ready=True), Filled("Aurore", "c.nom"), Filled("12", "n"),
                      Unknown("rien", 1))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("{{ d|date }}", {"d": "hier"}),
        ("{{ l }}", {"l": [1]}),
        ("{{ yes }}", {"yes": True}),
        ("{% for i in l %}{% for j in l %}{{ i }}{% endfor %}{% endfor %}", {"l": list(range(200))}),
        ("{% for i in l %}{% if l|sum > 0 %}a{% endif %}{% endfor %}", {"l": list(range(1_000))}),
        ("{{ t }}", {"t": "x" * 1_000_001}),
    ],
)  # fmt: skip
def test_what_evaluate_must_look_at_is_left_to_it(text: str, values: dict[str, Any]) -> None:
    start = time.perf_counter()
    assert run(text, **values) is None
    assert time.perf_counter() - start < 2


def test_decimals_that_are_equal_but_not_alike_keep_their_figures() -> None:
    first, second = run("{{ n|nombre }}", n=Decimal("1.50")), run("{{ n|nombre }}", n=Decimal("1.5"))
    assert [v.texts for _, v in (first, second)] == [("1,50",), ("1,5",)]


def test_a_loop_leaves_the_names_around_it_alone() -> None:
    values = {"x": "dehors", "l": ["a", "b"]}
    _, found = run("{% for x in l %}{{ x }}{{ loop.index }}{% endfor %}{{ x }}", {"x": "profil.x"}, **values)
    assert found.texts == ("a", "1", "b", "2", "dehors")
    assert found.paths[-1] == "profil.x"
    assert values == {"x": "dehors", "l": ["a", "b"]}
