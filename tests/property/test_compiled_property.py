"""Compiled texts and expressions give what the careful evaluator gives, or give up."""

from __future__ import annotations

import keyword
import re
from decimal import Decimal
from io import StringIO
from token import NAME as NAME_TOKEN
from token import STRING
from tokenize import generate_tokens
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from docgen.app.workshop import bound_filters
from docgen.model.diagnostic import Place
from docgen.model.evaluated import said
from docgen.stages.compiled import GiveUp, compile_expression
from docgen.stages.compiled_text import compile_script, text_of
from docgen.stages.data_filters import DATA_FILTERS
from docgen.stages.evaluate import Values, evaluate, value_of
from docgen.stages.script_parse import parse_expression, parse_script
from docgen.stages.text_source import source_of
from docgen.stages.wording import FilterError
from docgen.store.languages import load_language

FR = load_language("fr")
FILTERS = bound_filters(FR, {"fr": FR}, {"canal": {"tel": {"fr": "téléphone"}}})
NAMES = {*FILTERS, *DATA_FILTERS}

SCALAR = (
    st.none() | st.booleans() | st.integers(-(10**19), 10**19) | st.text(max_size=8)
    | st.decimals(-1000, 1000, places=2) | st.sampled_from([Decimal("1.50"), Decimal("1.5"), "2026-03-02", "tel", "12", ""])
)  # fmt: skip
VALUE = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner, max_size=3), max_leaves=6
)
SCOPE = st.dictionaries(st.sampled_from(["a", "b", "x", "loop"]), VALUE)

NAME = st.sampled_from(["a", "b", "x", "a.x", "b.y", "x.x.y", "a['x']", "a[0]", "loop.index", "loop.first"])
OPERAND = NAME | st.sampled_from(["1", "1.5", "'tel'", "''", "true", "[1, 'x']"])
FILTERED = st.builds(
    "{}|{}".format, OPERAND,
    st.sampled_from(["nombre", "nombre(2)", "nombre(a)", "euros", "euros_lettres", "jours_lettres", "pct_lettres", "date",
                     "capital", "liste", "libelle('canal')", "sum('x')", "count", "pluck('x')", "unique|liste",
                     "plural('un', 'des')", "in_list(b)", "upper|capital"]),
)  # fmt: skip
TERM = OPERAND | FILTERED
TEST = TERM | st.one_of(
    st.builds("{} {} {}".format, TERM, st.sampled_from(["==", "!=", "<", ">=", "in", "not in", "and", "or"]), TERM),
    st.builds("not {}".format, TERM),
    st.builds("{} is {}".format, NAME, st.sampled_from(["defined", "not defined"])),
    st.builds("0 < {} < {}".format, TERM, TERM),
)
EXPRESSION = TEST | st.builds("{} if {} else {}".format, TERM, TEST, TERM)
PIECE = st.recursive(
    st.sampled_from(["mot ", "\n", "| c |\n"]) | st.builds("{{{{ {} }}}}".format, EXPRESSION),
    lambda inner: st.one_of(
        st.builds("{{% if {} %}}{}{{% elif {} %}}{}{{% else %}}{}{{% endif %}}".format, TEST, inner, TEST, inner, inner),
        st.builds("{{% for {} in {} %}}{}{{% else %}}{}{{% endfor %}}".format, st.sampled_from(["i", "x", "a"]), TERM, inner, inner),
        st.lists(inner, max_size=3).map("".join),
    ),
    max_leaves=8,
)  # fmt: skip


@settings(deadline=2_000, max_examples=400)
@given(text=PIECE, values=SCOPE)
@example(text="{{ a }}{{ b|nombre }}", values={"a": Decimal("1.50"), "b": Decimal("1.5")})
@example(text="{% for x in a %}{{ loop.index }}{{ x.y }}{% endfor %}{{ x }}", values={"a": [{"y": 1}, {}], "x": "après"})
def test_a_compiled_text_gives_what_evaluate_gives(text: str, values: dict[str, Any]) -> None:
    parsed = parse_script(text, "c.md", NAMES)
    assert parsed.value is not None, parsed.diagnostics
    paths = {"a": "profil.a", "x": "profil.x[0]"}
    quick = compile_script(parsed.value, FILTERS)(values, paths)
    careful, found = evaluate(parsed.value, Values(values, paths), FILTERS, "c.md")
    if quick is not None:
        assert text_of(quick[0]) == careful.text
        assert quick[1].each() == said(careful.values).each() == careful.values
        assert not found
    assert quick == compile_script(parsed.value, FILTERS)(values, paths)


WORDS = {
    *keyword.kwlist, "append", "budget", "careful", "dict", "enter", "enumerate", "get", "isdigit", "isinstance", "items", "len",
    "missing", "origins", "out", "path_of", "paths", "ready", "steps", "str", "t", "text", "texts", "type", "ABSENT", "Budgeted",
    "GiveUp", "NOTHING", "PLAIN",
}  # fmt: skip


@settings(deadline=2_000, max_examples=200)
@given(text=PIECE)
@example(text="__import__('os') {% for eval in exec %}{{ eval.open|nombre }}{{ eval['globals'] }}{% endfor %}")
def test_the_source_of_a_text_has_no_word_of_its_author(text: str) -> None:
    parsed = parse_script(text, "c.md", NAMES)
    assert parsed.value is not None, parsed.diagnostics
    source = "\n".join(source_of(parsed.value, FILTERS).lines)
    words = {t.string for t in generate_tokens(StringIO(source.replace('f"{', "({").replace('}]"', "}])")).readline)
             if t.type in (NAME_TOKEN, STRING)}  # fmt: skip
    assert {w for w in words if not re.fullmatch(r"[kvinmpqs][0-9]+", w)} <= WORDS


@settings(deadline=2_000, max_examples=300)
@given(text=EXPRESSION, values=SCOPE)
def test_a_compiled_expression_gives_what_value_of_gives(text: str, values: dict[str, Any]) -> None:
    parsed = parse_expression(text, Place("p.yaml"), NAMES)
    assert parsed.value is not None, parsed.diagnostics
    try:
        wanted = value_of(parsed.value, values, FILTERS)
    except FilterError as exc:
        wanted = str(exc)
    try:
        found = compile_expression(parsed.value, FILTERS)(values)
    except GiveUp:
        return
    except FilterError as exc:
        found = str(exc)
    assert repr(found) == repr(wanted)
