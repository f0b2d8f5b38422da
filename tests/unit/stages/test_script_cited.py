"""References whose target is a value."""

from __future__ import annotations

from typing import Any

import pytest

from docgen.stages.compiled_text import compile_script
from docgen.stages.evaluate import Values, evaluate
from docgen.stages.script_parse import parse_script


def both(text: str, **values: Any) -> str:
    """The evaluated text, which the fast way must give too where it gives any."""
    script = parse_script(text, "c.md", {"first"}).value
    assert script is not None
    slow = evaluate(script, Values(values), {}, "c.md")[0].text
    fast = compile_script(script, {})(values, {})
    assert fast is None or fast[0] == slow
    return slow


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[{{ x }}]]", "[[duree]]"),
        ("Voir [[à {{ x }}]].", "Voir [[à duree]]."),
        ("[[annexe:{{ x }}]]", "[[annexe:duree]]"),
        ("[[{{ x }}|num]]", "[[duree|num]]"),
        ("[[{{ x if x else y }}]]", "[[duree]]"),
        ("{% for i in l %}[[{{ i.c }}]]{% if i.c %}[[de {{ i.c }}]]{% endif %}{% endfor %}", "[[a]][[de a]][[b]][[de b]]"),
    ],
)
def test_the_id_becomes_the_target(text: str, expected: str) -> None:
    assert both(text, x="duree", l=[{"c": "a"}, {"c": "b"}]) == expected


@pytest.mark.parametrize("value", ["a]] **gras** [[b", "Duree", "a b", "", "a\n", "é", "x" * 65, 12, None, ["a"]])
def test_anything_but_an_id_stays_a_value(value: Any) -> None:
    text = both("[[à {{ x }}]]", x=value)
    assert text.startswith("[[à ")
    assert 0xF0000 <= ord(text[4]) <= 0x10FFFD


@pytest.mark.parametrize("text", ["[[term:t|{{ x }}]]", "[[a, {{ x }}]]", "[[a#{{ x }}]]", "[x {{ x }}]", "[[a]] {{ x }}", "{{ x }}"])
def test_elsewhere_nothing_changes(text: str) -> None:
    assert "duree" not in both(text, x="duree")


def test_a_value_that_is_no_id_is_reported(draft: Any) -> None:
    assert draft("Voir [[à {{ x }}]].\n", x="pas un id").codes == ["CL312"]
    assert draft("Voir [[à {{ x }}]].\n").codes == ["CL312"]


def test_a_bar_may_be_written_as_in_a_table(draft: Any) -> None:
    drafted = draft("| A | B |\n|:--|:--|\n| a | [[{{ x }}\\|num]] |\n", x="duree")
    assert drafted.codes == []
    assert drafted.texts == ["A | B / a | [[ duree]]"]
