"""Typography over paragraphs: across runs, with every character of a value kept."""

from __future__ import annotations

import pytest

from docgen.model.document import (
    Column,
    CrossReference,
    Definitions,
    Footnote,
    Inlines,
    Marks,
    Paragraph,
    Slot,
    Source,
    Table,
    Target,
    TermUse,
    Text,
    Value,
    plain_text,
)
from docgen.stages.typeset_blocks import is_settled, typeset_block, typeset_inlines, unsettled
from docgen.store.languages import load_language

FR = load_language("fr")
AT = Source("c", 1, "fr", "c.md", 1)
REFERENCE = CrossReference("à", (Target("clause", "duree"),), "")


@pytest.mark.parametrize(
    ("inlines", "text"),
    [
        ((Text("l'article : a ; b ?"),), "l’article\u00a0: a\u00a0; b\u00a0?"),
        ((Text("Fin"), Text(" ;", Marks.BOLD)), "Fin\u00a0;"),
        ((Text("le "), TermUse("Client", "c"), Text(" : oui")), "le Client\u00a0: oui"),
        ((Text("l'"), TermUse("Annexe", "a")), "l’Annexe"),
    ],
)
def test_the_rules_see_across_runs(inlines: Inlines, text: str) -> None:
    assert plain_text(typeset_inlines(inlines, FR)) == text


@pytest.mark.parametrize("value", ["A : B ; C", '"mot"', "a  b", "l'an", "https://a.b/c?d", "...", " x "])
def test_a_value_keeps_every_character_but_spaces_and_apostrophes(value: str) -> None:
    out = typeset_inlines((Text("Un "), Value(value, "x"), Text(" !")), FR)
    (kept,) = [i for i in out if isinstance(i, Value)]
    assert len(kept.text) == len(value)
    for before, after in zip(value, kept.text, strict=True):
        assert after == before or (before in " '" and after in "\u00a0\u202f’")


def test_what_is_set_beside_a_reference_becomes_text_of_its_own() -> None:
    out = typeset_inlines((Text("Voir "), REFERENCE, Text(";")), FR)
    assert [i for i in out if isinstance(i, CrossReference)] == [REFERENCE]
    assert "".join(i.text for i in out if isinstance(i, Text)) == "Voir \u00a0;"


def test_a_note_is_a_paragraph_of_its_own() -> None:
    (text, note) = typeset_inlines((Text("a"), Footnote((Text("b : c"),))), FR)
    assert text == Text("a")
    assert note == Footnote((Text("b\u00a0: c"),))


def test_blocks_of_every_kind_are_set() -> None:
    cell = (Text("a : b"),)
    table = typeset_block(Table((Column(),), (cell,), ((cell,),), AT, caption=cell), FR)
    assert isinstance(table, Table)
    assert {plain_text(c) for c in (table.header[0], table.rows[0][0], table.caption)} == {"a\u00a0: b"}
    assert typeset_block(Paragraph(cell, AT), FR) == Paragraph((Text("a\u00a0: b"),), AT)
    assert typeset_block(Definitions(AT), FR) == Definitions(AT)


def test_finished_text_is_the_very_same() -> None:
    inlines = (Text("déjà fait"),)
    assert typeset_inlines(inlines, FR) is inlines


@pytest.mark.parametrize(
    ("inlines", "gap"),
    [
        ((Slot(0, number=True), Text(" "), Slot(1)), "\u00a0"),
        ((Text("deux ("), Slot(0, number=True), Text(") "), Slot(1), Text(" par semaine")), ")\u00a0"),
        ((Slot(0, number=True), Text(" "), Slot(1, number=True)), " "),
        ((Slot(0), Text(" "), Slot(1)), " "),
        ((Slot(0, number=True), Text(" et "), Slot(1)), " et "),
    ],
)
def test_a_number_keeps_the_word_that_another_value_puts_after_it(inlines: Inlines, gap: str) -> None:
    out = typeset_inlines(inlines, FR)
    after = next(n for n, i in enumerate(out) if isinstance(i, Slot)) + 1
    assert out[after] == Text(gap)


def test_typography_may_change_what_has_a_space_or_an_apostrophe_and_is_not_ready() -> None:
    texts = ["Acme", "12 %", "l'un", "12 %", ""]
    assert unsettled(texts, [False, False, False, True, False]) == [1, 2]
    assert [n for n, text in enumerate(texts) if not is_settled(text)] == unsettled(texts, [False] * 5)
