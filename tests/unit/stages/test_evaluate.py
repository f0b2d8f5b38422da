"""Evaluating expressions and texts: plain data in, tokens and values out, in bounded time."""

from __future__ import annotations

import sys
import time
import tracemalloc
from decimal import Decimal
from typing import Any

import pytest

from docgen.model.diagnostic import Diagnostic, Place
from docgen.model.evaluated import Evaluated, Filled, Unknown, slot_of, token
from docgen.stages.data_filters import ABSENT, DATA_FILTERS
from docgen.stages.evaluate import Values, evaluate, names_in, names_of, path_of, value_of
from docgen.stages.script_parse import parse_expression, parse_script
from docgen.stages.wording import FilterError


def shout(value: object) -> str:
    if not isinstance(value, str):
        raise FilterError("this is no text", "give a text")
    return value.upper()


FILTERS = {"shout": shout}
NAMES = {*FILTERS, *DATA_FILTERS}
DATA: dict[str, Any] = {
    "n": 5,
    "zero": 0,
    "text": "abc",
    "yes": True,
    "no": False,
    "nothing": None,
    "list": [1, 2, 3],
    "empty": [],
    "client": {"nom": "Aurore", "siege": {"ville": "Lyon"}, "rien": None, "items": "un champ"},
    "rows": [{"id": "a", "v": 1}, {"id": "b", "v": None}],
    "big": 10**19,
}


def value(text: str) -> Any:
    parsed = parse_expression(text, Place("p.yaml"), NAMES)
    assert parsed.value is not None, parsed.diagnostics
    return value_of(parsed.value, DATA, FILTERS)


def run(text: str, **values: Any) -> tuple[Evaluated, tuple[Diagnostic, ...]]:
    parsed = parse_script(text, "c.md", NAMES)
    assert parsed.value is not None, parsed.diagnostics
    return evaluate(parsed.value, Values(values), FILTERS, "c.md")


def printed(text: str, **values: Any) -> str:
    """The text with its values in place."""
    evaluated, _ = run(text, **values)
    shown = [v.text if isinstance(v, Filled) else "?" for v in evaluated.values]
    return "".join(shown[slot_of(c)[0]] if c >= token(0) else c for c in evaluated.text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("client.nom", "Aurore"),
        ("client.siege.ville", "Lyon"),
        ("client['nom']", "Aurore"),
        ("client.items", "un champ"),
        ("list[0]", 1),
        ("list[-1]", 3),
        ("n == 5", True),
        ("n == 5.0", True),
        ("yes == 1", False),
        ("n != 4", True),
        ("0 < n < 10", True),
        ("0 < n < 5", False),
        ("n <= 5 and n >= 5", True),
        ("'a' < 'b'", True),
        ("'a' < 1", False),
        ("2 in list", True),
        ("true in list", False),
        ("4 not in list", True),
        ("'nom' in client", True),
        ("'b' in text", True),
        ("no or n", 5),
        ("zero and n", 0),
        ("not yes", False),
        ("'a' if yes else 'b'", "a"),
        ("[n, 'a']", [5, "a"]),
        ("client is defined", True),
        ("n + 1 - 2 * 3", 0),
        ("n / 2", Decimal("2.5")),
        ("list|sum", 6),
        ("text|shout", "ABC"),
    ],
)
def test_an_expression_has_a_value(text: str, expected: object) -> None:
    assert value(text) == expected
    assert type(value(text)) is type(expected)


@pytest.mark.parametrize(
    "text",
    [
        "unknown",
        "unknown.field.below",
        "nothing",
        "client.rien",
        "client['rien']",
        "rows[1].v",
        "rows[1]['v']",
        "n.real",
        "text.upper",
        "list.append",
        "list[9]",
        "list['a']",
        "list[true]",
        "client[0]",
        "client['__class__']",
        "''.join",
        "n / 0",
        "n + text",
        "yes + 1",
        "unknown|shout",
    ],
)
def test_what_is_not_there_is_absent(text: str) -> None:
    assert value(text) is ABSENT


@pytest.mark.parametrize(
    "text",
    ["unknown", "unknown == unknown", "unknown != 1", "unknown < 1", "1 in unknown", "unknown not in list",
     "unknown is defined", "client['rien'] is defined", "nothing is defined"],
)  # fmt: skip
def test_an_absent_field_is_false_and_equals_nothing(text: str) -> None:
    assert not value(text)


@pytest.mark.parametrize("text", ["big + 1", "n|shout", "list|where", "list|sum(1, 2, 3)|shout"])
def test_what_a_filter_or_a_sum_cannot_take_is_a_filter_error(text: str) -> None:
    with pytest.raises(FilterError):
        value(text)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("x", "client"),
        ("x.siege.ville", "client.siege.ville"),
        ("x['nom']|shout", "client.nom".replace(".nom", "[nom]")),
        ("x[y]", "client"),
        ("x.a if y else z", "client.a"),
        ("x.a or y", "client.a"),
        ("1", ""),
    ],
)
def test_a_path_leads_back_to_the_profile(text: str, path: str) -> None:
    parsed = parse_expression(text, Place("p.yaml"), NAMES)
    assert parsed.value is not None
    assert path_of(parsed.value, Values({}, {"x": "client"})) == path


def test_a_value_leaves_one_character_and_is_kept_aside_with_its_path() -> None:
    evaluated, found = run("A {{ c.nom }} et {{ c.tel }}.", c={"nom": "**x** {{ y }}"})
    assert evaluated.text == f"A {token(0)} et {token(1)}."
    assert evaluated.values == (Filled("**x** {{ y }}", "c.nom"), Unknown("c.tel", 1))
    assert not found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ 'mot' }}", "mot"),
        ("{{ 1.50 }}", "1.5"),
        ("{{ 'un' if yes else 'deux' }}", "un"),
        ("{{ 'un' if yes }}{{ 'deux' if no }}", "un"),
    ],
)
def test_a_literal_is_part_of_the_text(text: str, expected: str) -> None:
    evaluated, found = run(text, yes=True, no=False)
    assert (evaluated.text, evaluated.values, found) == (expected, (), ())


@pytest.mark.parametrize("same_as_literal", ["", "s", "un", 1])
def test_a_value_that_equals_a_literal_is_still_a_value(same_as_literal: object) -> None:
    for literal in ("''", "'s'", "'un'", "1"):
        evaluated, _ = run(f"{{{{ {literal} if no else x }}}}", no=False, x=same_as_literal)
        assert evaluated.text == token(0, number=same_as_literal == 1)
        assert evaluated.values == (Filled(str(same_as_literal), "x"),)


@pytest.mark.parametrize("bad", [[1], {"a": 1}, True])
def test_a_list_a_group_or_a_yes_or_no_is_not_printed(bad: object) -> None:
    evaluated, found = run("Un.\n{{ x }}", x=bad)
    assert [(d.code, d.place) for d in found] == [("CL331", Place("c.md", 2))]
    assert evaluated.values == (Unknown("x", 2),)


def test_a_literal_yes_or_no_is_not_printed_either() -> None:
    assert [d.code for d in run("{{ true }}")[1]] == ["CL331"]


@pytest.mark.parametrize("text", ["{{ x|shout }}", "{% if x|shout %}{% endif %}", "{% for i in x|shout %}{% endfor %}"])
def test_a_value_that_a_filter_refuses_is_reported_with_its_line(text: str) -> None:
    _, found = run(f"Un.\n\n{text}", x=1)
    assert [(d.code, d.place) for d in found] == [("CL330", Place("c.md", 3))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{% if a %}A{% elif b %}B{% else %}C{% endif %}", "B"),
        ("{% for i in l %}{{ i }}{% if not loop.last %}, {% endif %}{% endfor %}.", "x, y, z."),
        ("{% for i in l %}{{ loop.index }}{% if loop.first %}!{% endif %}{% endfor %}", "1!23"),
        ("{% for i in none %}{{ i }}{% else %}rien{% endfor %}", "rien"),
        ("{% for i in b %}{{ i }}{% else %}rien{% endfor %}", "rien"),
        ("{% for i in l %}{% for j in m %}{{ j }}{% endfor %}{{ loop.index }}{% endfor %}", "pq1pq2pq3"),
        ("{% for i in l %}{% endfor %}{{ i }}", "?"),
    ],
)
def test_conditions_and_loops_take_their_way(text: str, expected: str) -> None:
    assert printed(text, a=False, b=True, l=["x", "y", "z"], m=["p", "q"]) == expected


@pytest.mark.parametrize("number", [Decimal("0.10"), Decimal("1E+3"), 7])
def test_a_number_prints_its_digits(number: object) -> None:
    assert printed("{{ x }}", x=number) == {"1E+3": "1000"}.get(str(number), str(number))


@pytest.mark.parametrize("number", ["1E+999999", "1E-999999", "NaN", "Infinity"])
def test_an_enormous_number_does_not_become_an_enormous_text(number: str) -> None:
    assert len(printed("{{ x }}", x=Decimal(number))) < 20


def test_the_lines_are_those_of_the_source_after_conditions_and_loops() -> None:
    text = "un\n{% if a %}\ndeux\n{% else %}\ntrois\n{% endif %}\nquatre {% if a %}x{% endif %}\ncinq\n{% for i in l %}\n{{ i }}\nsept\n{% endfor %}\nhuit"
    evaluated, _ = run(text, a=False, l=["p", "q"])
    source = text.split("\n")
    shown = evaluated.text.split("\n")
    assert len(evaluated.lines) == len(shown)
    for line, number in zip(shown, evaluated.lines, strict=True):
        wanted = "{{ i }}" if line and ord(line[0]) >= 0xF0000 else line.strip().split(" ")[0]
        assert wanted in source[number - 1]


BIG = list(range(5_000))
HEAVY = {
    "a loop in a loop": "{% for a in l %}{% for b in l %}x{% endfor %}{% endfor %}",
    "empty loops": "{% for a in l %}{% for b in l %}{% endfor %}{% endfor %}",
    "a filter in a loop": "{% for a in l %}{% if l|where('a', 1) %}x{% endif %}{% endfor %}",
    "a search in a loop": "{% for a in l %}{% if -1 in l %}x{% endif %}{% endfor %}",
    "much text": "{% for a in l %}" + "mot " * 500 + "{% endfor %}",
    "many lines": "{% for a in l %}\nx\n\ny\n\n{% endfor %}",
    "many values": "{% for a in l %}{{ a }}{{ a }}{{ a }}{{ a }}{{ a }}{% endfor %}",
    "one long value over and over": "{% for a in l %}{{ long }}{% endfor %}",
}


@pytest.mark.parametrize("text", HEAVY.values(), ids=HEAVY)
def test_a_text_that_works_too_much_is_stopped_in_time(text: str) -> None:
    start = time.process_time()
    _, found = run(text, l=BIG, long="x" * 100_000)
    assert time.process_time() - start < (1 if sys.gettrace() is None else 20)  # a tracer slows steps down
    assert [d.code for d in found] == ["CL305"]


@pytest.mark.parametrize("name", ["a loop in a loop", "much text", "many values", "one long value over and over"])
def test_a_text_that_works_too_much_takes_little_memory(name: str) -> None:
    tracemalloc.start()
    run(HEAVY[name], l=BIG, long="x" * 100_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30_000_000


def test_the_names_of_a_text_are_its_free_names_with_their_first_lines() -> None:
    text = "{{ a.b }}\n{% for i in l[k] %}{{ i }}{{ loop.index }}{{ a }}{{ c|shout(d) }}{% else %}{{ e }}{% endfor %}\n{% if f == g or not h %}{{ x if y is defined else [z] }}{% elif m %}{% endif %}"
    parsed = parse_script(text, "c.md", NAMES)
    assert parsed.value is not None
    assert names_of(parsed.value) == {
        "a": 1, "l": 2, "k": 2, "c": 2, "d": 2, "e": 2, "f": 3, "g": 3, "h": 3, "x": 3, "y": 3, "z": 3, "m": 3,
    }  # fmt: skip


def test_the_names_of_a_sum_are_those_of_both_sides() -> None:
    parsed = parse_expression("a + b.c", Place("p"), NAMES)
    assert parsed.value is not None
    assert names_in(parsed.value) == {"a", "b"}
