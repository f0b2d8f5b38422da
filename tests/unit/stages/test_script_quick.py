"""The quick reader reads what the careful one reads, and leaves the rest to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.stages import script_parse
from docgen.stages.script_parse import MAX_NESTING
from docgen.stages.script_quick import quick_expression, quick_script
from docgen.stages.script_source import lone_tags_marked, too_big

FILTERS = frozenset({"upper", "date", "count", "where"})
ROOT = Path(__file__).parents[3]


def careful_script(text: str) -> Any:
    """What Jinja's parser makes of a text; None when it is refused."""
    return script_parse._parse(text, "c.md", FILTERS, 1, lambda tree, walk: walk.statements(tree.body)).value


def careful_expression(text: str, arithmetic: bool = True) -> Any:
    """What Jinja's parser makes of an expression; None when it is refused."""
    outcome = script_parse._parse(
        f"{{{{ {text}\n}}}}", "c.md", FILTERS, 1, lambda tree, walk: walk.statements(tree.body), arithmetic
    )
    found = outcome.value or ()
    return found[0].expression if len(found) == 1 and hasattr(found[0], "expression") else None


def agrees(text: str) -> bool:
    """True when the quick reader read the text; what it read is then what Jinja reads."""
    if too_big(text, "c.md"):
        return False
    quick = quick_script(lone_tags_marked(text), FILTERS)
    if quick is not None:
        assert quick == careful_script(text)
    return quick is not None


READ = [
    "", "a", "a\n", "{{ x }}", "a {{ x.y }} b\nc", "{{x}}{{y}}", "a {# note #} b", "{# a\nb #}\nc", "{#+ a +#}\nb", "{#+#}\nb",
    "{% if a %}b{% endif %}", "{% if a %}\nb\n{% endif %}\nc", "  {% if a %}\n    - b\n  {% endif %}\n", "{%if a%}b{%endif%}",
    "{% if a %}b{% elif c %}d{% elif e %}f{% else %}g{% endif %}", "x\n {% if a %} {% if b %} c{% endif %}{% endif %}\n\n",
    "{% for x in y %}{{ x }}{% else %}z{% endfor %}", "{% for x in y|where('a', 'b') %}\n- {{ x.a }}\n{% endfor %}\n",
    "{%+ if a +%}\nb\n{%+ endif +%}\nc", "a\n\t{%+ if a %}\n b {% endif %}\n", "{{ '}}' }} {% if a == '%}' %}b{% endif %}",
    "{ x } {- a -} % }} %} #}", "\u00a0{% if a %}b{% endif %}", "\n\n{# a #} {# b #}\n{{ x }}", "{% if a\t%}b{% endif %}",
]  # fmt: skip


@pytest.mark.parametrize("text", READ)
def test_well_written_texts_are_read_at_once(text):
    assert agrees(text)


@pytest.mark.parametrize("text", [
    "{{ x", "{{ x }", "{{- x }}", "{{ x -}}", "{%- if a %}b{% endif %}", "{% if a -%}b{% endif %}", "{#- a #}", "{# a -#}\n b",
    "{% if a %}", "{% endif %}", "{% if a %}b{% endfor %}", "{% if a %}b{% else %}c{% else %}d{% endif %}", "{% if %}a{% endif %}",
    "{% if a\n %}b{% endif %}", "{{ a\n.b }}", "{% raw %}{{ x }}{% endraw %}", "{% set a = 1 %}", "{% include 'a' %}", "{# a",
    "{% for loop in x %}{% endfor %}", "{% for _a in x %}{% endfor %}", "{% for a, b in x %}{% endfor %}", "{% else %}", "{%%}",
    "{% for a in x if a %}{% endfor %}", "{% for a in x recursive %}{% endfor %}", "{% if a if b else c %}d{% endif %}", "a\r\nb",
    "{{ }}", "{{ a, b }}", "{{ a + 1 }}", "{{ a() }}", "{{ _a }}", "{{ a._b }}", "{{ a|nothing }}", "{{ é }}", "{{ 'a\\n' }}", "{{ 'a\\' }}",
    "{% if a %}b{% else x %}{% endif %}", "{% if a %}b{% endif x %}", "{% if a } %}b{% endif %}", "{% nothing %}", "{{ {} }}",
    "{% if a %}" * 12 + "{% endif %}" * 12,
])  # fmt: skip
def test_the_rest_is_left_to_the_careful_reader(text):
    assert quick_script(lone_tags_marked(text), FILTERS) is None


EXPRESSIONS = [
    "a", "a.b.c", "a[0]", "a['b'].c[d.e]", "'a'", '"a"', "12", "0", "007.5", "1.50", "true", "False", "none", "[1, 'a',]", "[]",
    "a == b", "0 < a <= 10", "a in b", "a not in b", "not a", "not not a", "not a in b", "not a is defined", "a is not undefined",
    "not not a is defined", "a and b or not c and d", "a if b else c if d else e", "a if b", "a if b if c", "(a if b else c) + 1",
    "a|upper", "a|date('x', b)|count", "a|date('x',)", "a|date(a if b else c)", "a + b * c - d / 2", "-1", "-1.5|upper", "a - -1",
    "a -1", "a in [1, 2] and b", "(a)", "((a or b)).c", "a\n and b", "a.if", "a.b is defined and c", "[a is defined, b]",
    "'é' == a", "'🙂'", "a|where('b', true)|count > 3", "-0.0", "a is defined or b", "[1][0]", "'a'.b", "'a'|upper",
    "f()", "f(a, 1).b|upper > f(2,)[0]", "-1 + f(-2)",
    "'l\\'an' == \"a\\\"b\\\\\"", "a == '%'", "'{' == '}}'",
]  # fmt: skip


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_expressions_are_read_as_jinja_reads_them(text):
    found = quick_expression(text, FILTERS)
    assert found is not None
    assert found == careful_expression(text)


@pytest.mark.parametrize("text", [
    "", "a b", "a.", ".a", "a.1", "a[1:2]", "a[]", "a[1, 2]", "1, 2", "(1, 2)", "()", "a ~ b", "a ** b", "a // b", "a % b", "+a",
    "-a", "- 'a'", "-true", "a(b=1)", "a(1)(2)", "a.b(1)", "true(1)", "'a'(1)", "'a' 'b'", "a is odd", "a is defined(1)", "a is defined if b", "a is defined is defined",
    "a|upper.b", "a|date(b=1)", "a|date(*b)", "a|date(1 2)", "a|date(", "1e5", "1_000", "0x1", "01", "9" * 16, "'a\\nb'", "'a\\'", "a = b",
    "{'a': 1}", "a }}{{ b", "if", "a if", "a and", "not", "a is", "'\ue000'", "'a\tb'", "_a", "a.__class__", "'" + "x" * 2001 + "'",
    "and", "'a", '"', "(", "[" * 45 + "]" * 45, "[" + "1," * 201 + "]", "a == == b", "a not b", "a # b",
])  # fmt: skip
def test_whatever_is_out_of_the_common_is_left_to_the_careful_reader(text):
    assert quick_expression(text, FILTERS) is None


def test_arithmetic_is_left_out_where_it_is_not_allowed():
    assert quick_expression("a + 1", FILTERS, arithmetic=False) is None
    assert quick_expression("f(1)", FILTERS, arithmetic=False) is None
    assert quick_expression("-1", FILTERS, arithmetic=False) == careful_expression("-1", arithmetic=False)


@pytest.mark.parametrize("nested", range(1, MAX_NESTING + 5))
@pytest.mark.parametrize("form", [("not ", "a is defined"), ("", "a" + " and a"), ("-", "1"), ("[", "a")])
def test_what_is_nested_too_deeply_is_never_read(form, nested):
    more, core = form
    text = more * nested + core + ("]" * nested if more == "[" else "" if more else core[1:] * nested)
    found = quick_expression(text, FILTERS)
    assert found is None or found == careful_expression(text)


def test_the_shipped_library_hardly_needs_jinja(monkeypatch):
    careful, asked = script_parse._parse, []

    def counted(*arguments: Any) -> Any:
        asked.append(arguments[0])
        return careful(*arguments)

    from docgen.app.opening import all_languages, filter_names
    from docgen.stages.read_clause import read_clause
    from docgen.stages.read_library import read_library_info

    monkeypatch.setattr(script_parse, "_parse", counted)
    filters = filter_names(all_languages())
    library = ROOT / "clauses"
    assert read_library_info("clauses", lambda name: (library / name).read_bytes(), filters).value is not None
    for metadata in library.glob("*/clause.yaml"):
        files = {f.name: f.read_bytes() for f in metadata.parent.iterdir()}
        assert read_clause(metadata.parent.name, "clauses", files, filters).value is not None
    assert len(asked) < 20, asked


TOKENS = ["a", "b.c", "'x'", "1", "1.5", "true", "not", "and", "or", "in", "is", "defined", "undefined", "if", "else", "==", "<",
          "|", "upper", "date", "(", ")", "[", "]", ",", ".", "+", "-", "*", "/", "-1", "not in", "is not", "%", "é", "  ", "\n"]  # fmt: skip
PIECES = ["{{ x }}", "{{ a.b|upper }}", "{% if a %}", "{% if a in b %}", "{% elif b %}", "{% else %}", "{% endif %}", "{% for x in y %}",
          "{% endfor %}", "{# n #}", "{%+ if a %}", "{% endif +%}", "{%-", "{{", "}}", "%}", "{#", "#}", " ", "  ", "\t", "\n", "\n\n",
          "text", "é\u00a0", "+", "-", "'", "\r", "{% if a %}b{% endif %}", "{% raw %}", "{% if 'a' %}"]  # fmt: skip


@settings(deadline=None, max_examples=400)
@given(st.lists(st.sampled_from(TOKENS), max_size=9).map(" ".join) | st.lists(st.sampled_from(TOKENS), max_size=7).map("".join))
def test_no_expression_is_read_in_another_way(text):
    found = quick_expression(text, FILTERS)
    assert found is None or found == careful_expression(text)


@settings(deadline=None, max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_no_text_is_read_in_another_way(text):
    agrees(text)


EXPRESSION = st.recursive(
    st.sampled_from(["a", "b.c", "'x'", "1", "2.5", "true", "a[0]"]),
    lambda e: st.one_of(
        st.tuples(e, st.sampled_from(["and", "or", "==", "<", "in", "not in", "+", "*", "-"]), e).map(" ".join),
        e.map("not {}".format), e.map("({})".format), e.map("{}|upper".format), e.map("{} is defined".format),
        st.tuples(e, e, e).map(lambda t: "{} if {} else {}".format(*t)), st.lists(e, max_size=3).map(lambda x: f"[{', '.join(x)}]"),
    ),
    max_leaves=12,
)  # fmt: skip


@settings(deadline=None, max_examples=400)
@given(EXPRESSION)
def test_composed_expressions_are_read_alike(text):
    found = quick_expression(text, FILTERS)
    assert found is None or found == careful_expression(text)
