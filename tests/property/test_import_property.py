"""Whatever stands in a Word file: nothing of it is lost, nothing of it is read as markup, and the drafts can be read."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from docgen.model.diagnostic import has_errors
from docgen.model.document import CrossReference, LineBreak, Marks, Slot, Text
from docgen.model.evaluated import Filled, Origin
from docgen.model.imported import Run, WordOutline, WordParagraph
from docgen.render.word_inlines import trimmed
from docgen.stages.data_filters import DATA_FILTERS
from docgen.stages.evaluate import Values, evaluate
from docgen.stages.importing.escaping import cleaned
from docgen.stages.importing.patterns import plainly
from docgen.stages.importing.twin_words import machine, tokens
from docgen.stages.markdown_text import read_blocks
from docgen.stages.read_clause import read_clause
from docgen.stages.script_parse import parse_script
from docgen.stages.terms import paragraphs_of
from support.imports import proposed, text, tools

SIGNS = st.sampled_from([
    "{{", "}}", "{%", "%}", "{#", "#}", "[[", "]]", "**", "*", "_", "__", "`", "<b>", "</i>", "<", ">", "&amp;", "&", "|", "\\", "1.", "a)",
    "- ", "# ", "+ ", "> ", "---", "===", "[^1]", "[^1]: ", "[x](y)", "![x](y)", "{: .x }", "{: #x }", ":", "TODO", "____", "....", "\n", "\uf0b7",
    "{{ 7*7 }}", "{% if x %}", "[[table: x]]", "[[definitions]]", "[[br]]", "é", " ", "«\u00a0a\u00a0»", "L’article 12", "trente (30) jours", "10 000 €", "1er mars 2027",
])  # fmt: skip
WORDS = st.text("abcdefgéèàœABC 0123456789.,;:!?'’\u00a0-–—()/%€$@~^=\"", max_size=12)
TEXT = st.lists(SIGNS | WORDS, min_size=1, max_size=8).map("".join)
RUNS = st.lists(st.tuples(TEXT, st.sampled_from([Marks.NONE, Marks.BOLD, Marks.ITALIC, Marks.BOLD | Marks.ITALIC])), min_size=1, max_size=4)


def outline(paragraphs: list[list[tuple[str, Marks]]], title: str = "Objet") -> WordOutline:
    made = [WordParagraph(1, trimmed((Run(title),)), level=1)]
    made += [WordParagraph(n, trimmed(tuple(Run(t, m) for t, m in runs))) for n, runs in enumerate(paragraphs, 2)]
    return WordOutline(tuple(made))


def printed(markdown: str, values: dict[str, object]) -> str:
    """The words of a draft, its values filled in with the passages that they stood for."""
    filters, prepositions = tools("fr")
    script = parse_script(markdown, "x", frozenset((*filters, *DATA_FILTERS)))
    assert script.value is not None, script.diagnostics
    evaluated, found = evaluate(script.value, Values(values), filters, "x")
    blocks, more = read_blocks(evaluated.text, evaluated.lines, Origin("objet", 1, "fr", "x", prepositions))
    assert not has_errors((*script.diagnostics, *found, *more)), (markdown, found, more)
    out = []
    for block in blocks:
        for inlines in paragraphs_of(block):
            for inline in inlines:
                assert isinstance(inline, Text | Slot | LineBreak | CrossReference), (inline, markdown)
                if isinstance(inline, Text):
                    out.append(inline.text)
                elif isinstance(inline, Slot):
                    value = evaluated.values[inline.index]
                    out.append(value.text if isinstance(value, Filled) else "\ufffd")
            out.append(" ")
    return "".join(out)


def letters(text: str) -> str:
    """Everything but spaces, typographic kinds of them and marks of typed lists."""
    return re.sub(r"\s", "", plainly(cleaned(text)[0]))


@settings(max_examples=300, deadline=None)
@given(st.lists(RUNS, min_size=1, max_size=4))
@example([[("voir {{ 7*7 }} et **x**", Marks.NONE)]])
@example([[("a*", Marks.BOLD), ("b", Marks.ITALIC)]])
@example([[("\\", Marks.NONE)], [("x\\\n", Marks.BOLD)]])
@example([[("| a | b |", Marks.NONE)], [("|---|---|", Marks.NONE)]])
def test_hostile_text_becomes_a_clause_that_can_be_read_and_says_the_same(paragraphs: list[list[tuple[str, Marks]]]) -> None:
    made = proposed(outline(paragraphs))
    filters, _ = tools("fr")
    for clause in made.clauses:
        read = read_clause(clause.id, clause.id, clause.files, frozenset((*filters, *DATA_FILTERS)))
        assert not has_errors(read.diagnostics), (read.diagnostics, text(clause), clause.files["clause.yaml"].decode())
    if not made.clauses or "definitions" in text(made.clauses[0]) or made.clauses[0].terms:
        return
    clause = made.clauses[0]
    values = {p.name: p.passage if p.default is None else p.default for p in clause.parameters}
    marks = re.compile(r"^\s*(?:[-–—•·▪■○●◦‣*\u25a1]|\(?(?:[ivx]{1,5}|[a-z]|\d{1,2})[).])\s+(?=\S)")
    source = [cleaned("".join(t for t, _ in runs))[0].strip() for runs in paragraphs]
    wanted = "".join(letters(marks.sub("", s)) for s in source)
    said = letters(printed(text(clause), values))
    assert unmarked(said) == unmarked(wanted), text(clause)


@settings(max_examples=200, deadline=None)
@given(TEXT, st.lists(st.tuples(st.booleans(), TEXT), min_size=1, max_size=4))
def test_hostile_titles_headings_and_definitions_can_be_read(title: str, below: list[tuple[bool, str]]) -> None:
    blocks = [*outline([], title).blocks]
    for number, (is_heading, said) in enumerate(below, 2):
        runs = trimmed((Run(said if is_heading else f"« {said[:20]} » : {said}"),))
        blocks.append(WordParagraph(number, runs, level=2 if is_heading else 0))
    filters, _ = tools("fr")
    for clause in proposed(WordOutline(tuple(blocks))).clauses:
        read = read_clause(clause.id, clause.id, clause.files, frozenset((*filters, *DATA_FILTERS)))
        assert not has_errors(read.diagnostics), (read.diagnostics, text(clause), clause.files["clause.yaml"].decode())


def unmarked(said: str) -> str:
    """Without groups in figures, which typography sets."""
    return re.sub(r"(?<=\d)[.](?=\d{3})", "", said)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 2_000), st.sampled_from(["jours_lettres", "mois_lettres", "nombre", "pct", "euros", "euros_lettres", "pct_lettres"]))
def test_what_a_filter_writes_is_recognised_and_written_again(number: int, name: str) -> None:
    filters, _ = tools("fr")
    said = filters[name](number)
    made = proposed(outline([[(f"Le délai ou le prix est de {said}{' jours' if name == 'nombre' else ''} au plus.", Marks.NONE)]]))
    clause = made.clauses[0]
    values = {p.name: p.default for p in clause.parameters}
    assert letters(printed(text(clause), values)) == letters(f"Le délai ou le prix est de {said}{' jours' if name == 'nombre' else ''} au plus.")


SCRIPT = "Le Client paie {{ prix|euros }}{% if delai %} sous {{ delai|jours_lettres }}{% endif %}.\n\n{% for x in liste %}\n- point {{ x }} ;\n{% endfor %}\n\nFin{% if pluriel %}s{% endif %}."


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**6), st.none() | st.integers(1, 90), st.lists(WORDS.filter(lambda w: re.search(r"\w", w)), max_size=4), st.booleans())
def test_a_text_is_recognised_whatever_its_values(prix: int, delai: int | None, liste: list[str], pluriel: bool) -> None:
    filters, _ = tools("fr")
    script = parse_script(SCRIPT, "x", frozenset(filters)).value
    assert script is not None
    said = f"Le Client paie {filters['euros'](prix)}" + (f" sous {filters['jours_lettres'](delai)}" if delai else "") + "."
    paragraphs = [said, *(f"point {x} ;" for x in liste), "Fins." if pluriel else "Fin."]
    words: list[str] = []
    for paragraph in paragraphs:
        words += ["\u00b6", *tokens(paragraph)] if words else tokens(paragraph)
    assert machine(script).accepts(words)
    assert not machine(script).accepts([*words, "encore"]) or not machine(script).accepts(["jamais", *words])
