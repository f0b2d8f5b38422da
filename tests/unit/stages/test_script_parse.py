"""The clause language: what it has, and that everything else is refused with its line."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from docgen.model.diagnostic import Place
from docgen.model.script import (
    Arithmetic,
    Choice,
    Compare,
    Const,
    Defined,
    Field,
    Filter,
    For,
    If,
    Item,
    Listing,
    Literal,
    Logic,
    Name,
    Not,
    Output,
)
from docgen.stages.script_parse import parse_expression, parse_script

FILTERS = {"date", "upper", "count"}
AT = Place("rules.yaml", 7, 3)
X, Y = Name("x"), Name("y")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("x", X),
        ("client.siege.ville", Field(Field(Name("client"), "siege"), "ville")),
        ("x[y.id]", Item(X, Field(Y, "id"))),
        ("x[0]", Item(X, Const(0))),
        ("'a'", Const("a")),
        ("12", Const(12)),
        ("-12", Const(-12)),
        ("1.50", Const(Decimal("1.5"))),
        ("true", Const(True)),
        ("none", Const(None)),
        ("[1, 'a']", Listing((Const(1), Const("a")))),
        ("x == y", Compare(X, (("==", Y),))),
        ("0 < x <= 10", Compare(Const(0), (("<", X), ("<=", Const(10))))),
        ("x in y", Compare(X, (("in", Y),))),
        ("x not in y", Compare(X, (("not in", Y),))),
        ("x and not y", Logic("and", X, Not(Y))),
        ("x or y", Logic("or", X, Y)),
        ("x if y else 1", Choice(Y, X, Const(1))),
        ("x if y", Choice(Y, X, Const(""))),
        ("x|date", Filter(X, "date", ())),
        ("x|date('court', y)", Filter(X, "date", (Const("court"), Y))),
        ("x is defined", Defined(X, True)),
        ("x is not defined", Defined(X, False)),
        ("x is undefined", Defined(X, False)),
        ("x + 1 * y", Arithmetic("+", X, Arithmetic("*", Const(1), Y))),
        ("x / y - 1", Arithmetic("-", Arithmetic("/", X, Y), Const(1))),
    ],
)
def test_an_expression_is_read(text: str, node: object) -> None:
    outcome = parse_expression(text, AT, FILTERS)
    assert outcome.value == node
    assert not outcome.diagnostics


def test_a_text_is_read_with_the_line_of_each_statement() -> None:
    text = "Un.\n\n{% if x %}\nDeux {{ y }}.\n{% else %}\nTrois.\n{% endif %}\n{% for i in x %}\n{{ i }}\n{% endfor %}\n"
    assert parse_script(text, "c.md", FILTERS).value == (
        Literal("Un.\n\n", 1),
        If(((X, (Literal("Deux ", 4), Output(Y, 4), Literal(".\n", 4))),), (Literal("Trois.\n", 6),), 3),
        For("i", X, (Output(Name("i"), 9), Literal("\n", 9)), (), 8),
    )


def test_lines_count_from_the_first_line_of_the_text_in_its_file() -> None:
    outcome = parse_script("a\n{{ x }}", "c.yaml", FILTERS, first_line=40)
    assert outcome.value == (Literal("a\n", 40), Output(X, 41))
    wrong = parse_script("a\n  {{ x() }}", "c.yaml", FILTERS, first_line=40)
    assert [d.place for d in wrong.diagnostics] == [Place("c.yaml", 41, 3)]


@pytest.mark.parametrize(
    "text",
    [
        "a{% if x %}b{% endif %}\nc",
        "a\n{% if x %}b{% endif %} c\nd",
        "a\n    {% if x %}b{% endif %}\nc",
        "a\n  {{ x }}{% if x %}{% endif %}\n\nb",
    ],
)
def test_a_tag_within_a_line_keeps_the_line_and_its_spaces(text: str) -> None:
    outcome = parse_script(text, "c.md", FILTERS)
    assert outcome.value is not None
    kept = "".join(s.text if isinstance(s, Literal) else "#" for s in outcome.value)
    assert kept.count("\n") == text.count("\n")
    assert ("    #" in kept) == ("    {%" in text)


@pytest.mark.parametrize("line", ["{% if x %}", "  {% if x %}  ", "{% if y %} {% if x %}", "\t{% if x %}\t"])
def test_a_tag_alone_on_its_line_leaves_no_trace(line: str) -> None:
    ends = "{% endif %}\n" * line.count("if")
    outcome = parse_script(f"a\n{line}\nb\n{ends}c", "c.md", FILTERS)
    assert outcome.value is not None
    texts = []
    todo = list(outcome.value)
    while todo:
        one = todo.pop(0)
        if isinstance(one, Literal):
            texts.append((one.text, one.line))
        elif isinstance(one, If):
            todo[:0] = one.branches[0][1]
    assert texts == [("a\n", 1), ("b\n", 3), ("c", 3 + line.count("if") + 1)]


REFUSED = [
    "{{ x.__class__ }}",
    "{{ loop.__init__ }}",
    "{{ _x }}",
    "{{ x() }}",
    "{{ ''.join(x) }}",
    "{{ x.items() }}",
    "{{ 'a' * 10**9 }}",
    "{{ 'a' * 1000000000 }}",
    "{{ 2**(2**27) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ x ~ y }}",
    "{{ x // y }}",
    "{{ x % y }}",
    "{{ {'a': 1} }}",
    "{{ x[1:2] }}",
    "{{ x + 1 }}",
    "{{ -x }}",
    "{{ 10000000000000000000000 }}",
    "{{ 1e400 }}",
    "{{ 1e300 }}",
    "{{ '" + "a" * 2001 + "' }}",
    "{{ [" + "1," * 300 + "1] }}",
    "{{ '\\U000f0000' }}",
    "{{ '\\x00' }}",
    "{{ '\\ud800' }}",
    "{{ 'a\\nb' }}",
    "{{ x is even }}",
    "{{ x is divisibleby(3) }}",
    "{{ x|upper(case=1) }}",
    "{{ x|upper(*y) }}",
    "{{ x|attr('a') }}",
    "{{ x|format(1) }}",
    "{% set x = 1 %}",
    "{% set x %}a{% endset %}",
    "{% macro m() %}{% endmacro %}",
    "{% call x() %}{% endcall %}",
    "{% include 'a' %}",
    "{% import 'a' as b %}",
    "{% from 'a' import b %}",
    "{% extends 'a' %}",
    "{% block b %}{% endblock %}",
    "{% with a = 1 %}{% endwith %}",
    "{% filter upper %}a{% endfilter %}",
    "{% autoescape true %}a{% endautoescape %}",
    "{% for a, b in x %}{% endfor %}",
    "{% for a in x recursive %}{% endfor %}",
    "{% for a in x if a %}{% endfor %}",
    "{% for loop in x %}{% endfor %}",
    "{% for _a in x %}{% endfor %}",
    "{% do x %}",
    "{% if x %}",
    "{% endif %}",
    "{{ x",
    "{{ }}",
    "{% %}",
    "{{ 'a }}",
    "{# a",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_the_language_does_not_have_is_refused_with_its_line(text: str) -> None:
    outcome = parse_script(f"Un.\n\nDeux {text}", "c.md", FILTERS)
    assert outcome.value is None
    (found,) = outcome.diagnostics
    assert found.code in ("CL301", "CL302", "CL303")
    assert found.place == Place("c.md", 3, 6)


HOSTILE = {
    "brackets": "{{ " + "[" * 90_000 + "]" * 90_000 + " }}",
    "brackets on many lines": "{{ " + ("(" * 40 + "\n") * 1000 + "x",
    "conditions": "{% if x %}\n" * 1000 + "{% endif %}\n" * 1000,
    "fields": "{{ x" + ".a" * 5000 + " }}",
    "items": "{{ x" + "[0]\n" * 3000 + " }}",
    "filters": "{{ x" + "|upper" * 3000 + " }}",
    "not": "{{ " + "not\n" * 5000 + "x }}",
    "minus": "{{ " + "-\n" * 5000 + "1 }}",
    "minus alone": ("-" * 19_000 + "\n") * 10 + "{{ x() }}",
    "choices": "{{ " + "x if x else\n" * 3000 + "x }}",
    "sums": "{{ " + "x +\n" * 3000 + "x }}",
    "and": "{{ " + "x and\n" * 3000 + "x }}",
    "figures": "{{ " + "9" * 10_000 + " }}",
    "hexadecimal figures": "{{ 0x" + "f" * 10_000 + " }}",
    "a long text": "a\n" * 200_000,
    "a long line": "a" * 30_000,
    "tags never closed": ("%}" + "{%" * 9_000 + "\n") * 10,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_refused_at_once(text: str) -> None:
    start = time.process_time()
    outcome = parse_script(text, "c.md", FILTERS)
    assert time.process_time() - start < 1
    assert outcome.value is None
    assert [d.place.file for d in outcome.diagnostics if d.place] == ["c.md"]


@pytest.mark.parametrize("name", ["fields", "not", "minus", "brackets on many lines", "figures"])
def test_text_that_nests_too_deeply_is_said_to_with_its_line(name: str) -> None:
    (found,) = parse_script("a\n" + HOSTILE[name], "c.md", FILTERS).diagnostics
    assert found.place is not None
    assert found.place.line >= 2


def test_a_filter_nearly_right_is_guessed() -> None:
    (found,) = parse_script("{{ x|dat }}", "c.md", FILTERS).diagnostics
    assert (found.code, found.hint) == ("CL303", 'did you mean "date"?')


@pytest.mark.parametrize("text", ["x }} {{ y", "x }}{% if y %}{% endif %}{{ y", "", "x y", "x =", "{{ x }}"])
def test_what_is_not_one_expression_is_refused_at_its_place(text: str) -> None:
    outcome = parse_expression(text, AT, FILTERS)
    assert outcome.value is None
    assert [d.place for d in outcome.diagnostics] == [AT]


def test_an_expression_without_arithmetic_refuses_it() -> None:
    outcome = parse_expression("x + 1", AT, FILTERS, arithmetic=False)
    assert [d.code for d in outcome.diagnostics] == ["CL302"]


def test_text_that_was_bounded_before_may_be_long() -> None:
    outcome = parse_script("a" * 300_000, "document.xml", (), limit=False)
    assert outcome.value == (Literal("a" * 300_000, 1),)
