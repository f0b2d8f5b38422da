"""Values never become markup, whatever they hold; no text, however odd, raises an exception."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.model.diagnostic import Place
from docgen.model.document import Blocks, ListItem, Table, TermUse, Value
from docgen.model.evaluated import Evaluated, Origin
from docgen.stages.evaluate import Values, evaluate
from docgen.stages.markdown_text import read_blocks
from docgen.stages.markdown_traps import _MAYBE_SUSPICIOUS, _suspicious, traps
from docgen.stages.script_parse import parse_expression, parse_script
from docgen.stages.shape import fill, shape_of
from docgen.stages.terms import TermForms, all_inlines
from docgen.store.languages import load_language

FR = load_language("fr")
ORIGIN = Origin("c", 1, "fr", "c.md", frozenset({"à", "de"}))
TERMS = TermForms({"Client": "client"})
HOLDER = """## Titre {{ x }}

Un **{{ x }}** et {{ x }} « {{ x }} » : {{ x }}[^1].
{: .note }

1. item {{ x }} :
    - {{ x }}
    - sous *{{ x }}* ;
{% for i in l %}
2. {{ i }}
{% endfor %}

[[table: caption=de {{ x }}]]
| A | {{ x }} |
|---|---|
| {{ x }} | b {{ x }} |

[^1]: Note {{ x }}.
"""
NASTY = [
    "**x** | <b> & {{ 7*7 }}", "{_{ x }_}", "{% if %}", "{{", "a\nb", "\n\n- a", "# a", "| a | b |", "[[duree]]", "[^1]",
    "[[br]]", "a\\", "\\\n", "    a", "---", "1. a", "2026. a", "&amp;", "<w:t>", "{: #a }", "***", "_a_", "`a`", "Client",
    "🙂👩‍👩‍👧", "e\u0301te\u0301", "می\u200cخواهم", "\u202eabc", "ภาษาไทย", "日本語の契約", "\ufffc", "klzzwxh:0001",
    "'a' l'an", "  a  ", "", "5", "a; b : c ! ?", '"a" «b»', "x" * 10_000, "mot " * 2_500,
]  # fmt: skip
TEXT = st.sampled_from(NASTY) | st.text(max_size=60) | st.lists(st.sampled_from(NASTY[:40]), max_size=5).map("".join)


def evaluated(values: dict[str, Any]) -> Evaluated:
    parsed = parse_script(HOLDER, "c.md", ())
    assert parsed.value is not None
    return evaluate(parsed.value, Values(values), {}, "c.md")[0]


def blocks_with(text: str) -> tuple[Blocks, Evaluated]:
    made = evaluated({"x": text, "l": [text, text]})
    shape = shape_of(made, ORIGIN, TERMS, FR)
    assert not shape.diagnostics
    return fill(shape, made.values, FR, "[{label}]"), made


def outline(blocks: Blocks) -> list[Any]:
    return [
        (type(b).__name__, b.source.line, b.level if isinstance(b, ListItem) else 0,
         (len(b.header), [len(r) for r in b.rows], bool(b.caption)) if isinstance(b, Table) else 0,
         [(type(i).__name__, getattr(i, "marks", 0)) for i in all_inlines((b,)) if isinstance(i, Value | TermUse)])
        for b in blocks
    ]  # fmt: skip


PLAIN = blocks_with("mot")


@settings(deadline=2_000, max_examples=150)
@given(text=TEXT)
def test_a_value_is_printed_to_the_letter_and_changes_no_structure(text: str) -> None:
    blocks, _ = blocks_with(text)
    assert outline(blocks) == outline(PLAIN[0])
    values = [i.text for i in all_inlines(blocks) if isinstance(i, Value)]
    assert len(values) == 15
    for shown in values:
        assert len(shown) == len(text)
        for before, after in zip(text, shown, strict=True):
            assert after == before or (before == " " and after in "\u00a0\u202f") or (before == "'" and after == "’")


@settings(deadline=2_000, max_examples=100)
@given(first=TEXT, second=TEXT)
def test_the_evaluated_text_depends_on_values_only_through_their_last_figure(first: str, second: str) -> None:
    one, two = blocks_with(first)[1], blocks_with(second)[1]
    assert one.lines == two.lines
    assert len(one.text) == len(two.text)
    if first[-1:].isdigit() == second[-1:].isdigit():
        assert one.text == two.text


PIECES = [
    "{{", "}}", "{%", "%}", "{#", "#}", " if ", " for ", " in ", "endif", "endfor", "else", "x", "y.z", "|", "upper", "(",
    ")", "[", "]", "'", '"', "1", "-", "+", "*", "**", "_", "__class__", " is ", " not ", "defined", "\n", "\n\n", "    ",
    "- ", "1. ", "# ", "## ", "| a |", "|---|", "[[", "]]", "[^1]", "[^1]: ", "{: #a }", "\\", "> ", "<b>", "&amp;", "---",
    "[[table: caption=a]]", "[[definitions]]", "\U000f0000", "é", "\x00", "\ud800", "\u2028", "\t", "\r", "\x02", "\x03",
]  # fmt: skip
SOUP = st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=100)


@settings(deadline=2_000, max_examples=250)
@given(text=SOUP)
def test_any_text_is_parsed_or_refused(text: str) -> None:
    for outcome in (
        parse_script(text, "c.md", {"upper"}),
        parse_expression(text, Place("p.yaml", 3, 1), {"upper"}),
    ):
        assert (outcome.value is None) == bool(outcome.diagnostics)
        assert all(d.place is not None and d.place.line > 0 for d in outcome.diagnostics)
    parsed = parse_script(text, "c.md", {"upper"}).value
    if parsed is not None:
        made, _ = evaluate(parsed, Values({"x": "V", "y": {"z": [1, "a"]}}), {"upper": str}, "c.md")
        assert len(made.lines) == made.text.count("\n") + 1


@settings(deadline=2_000, max_examples=250)
@given(text=SOUP)
def test_any_text_is_read_and_looked_through_for_traps(text: str) -> None:
    lines = tuple(range(1, text.count("\n") + 2))
    blocks, found = read_blocks(text, lines, ORIGIN)
    assert all(1 <= b.source.line <= len(lines) for b in blocks)
    assert all(d.place is not None for d in (*found, *traps(text, "c.md")))


@pytest.mark.parametrize("depth", range(1, 9))
def test_lists_nest_as_deep_as_they_are_written(depth: int) -> None:
    text = "\n".join("    " * n + "- a" for n in range(depth))
    blocks, found = read_blocks(text, tuple(range(1, depth + 1)), ORIGIN)
    assert [(b.level, b.source.line) for b in blocks if isinstance(b, ListItem)] == [(n, n) for n in range(1, depth + 1)]
    assert not found


@given(st.lists(st.text("ab-*+=|1٣. \t\u00a0\u2003{%", max_size=6), max_size=5))
def test_a_text_that_is_passed_over_has_no_suspicious_line(lines: list[str]) -> None:
    """Most texts are told by one search to have nothing that the line above could make something else of."""
    suspicious = any(_suspicious(above, line) for above in ("", *lines) for line in lines)
    assert not suspicious or _MAYBE_SUSPICIOUS.search("\n".join(lines))
