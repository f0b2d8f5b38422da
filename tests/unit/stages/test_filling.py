"""Filling a frame: every value in its own slot, and blocks as the careful way makes them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from docgen.model.document import (
    Block,
    Clause,
    Column,
    Footnote,
    Heading,
    Inlines,
    ListItem,
    Marks,
    Paragraph,
    Slot,
    Source,
    Table,
    Text,
    Value,
)
from docgen.stages.filling import Filling
from docgen.stages.shape import refilled, slots_in

AT = Source("c", 1, "fr", "c.md", 1)
TEXTS, PATHS = [f"valeur {n}" for n in range(6)], [f"profil.v{n}" for n in range(6)]
LINE = st.recursive(
    st.lists(st.builds(Text, st.text(max_size=3)) | st.builds(Slot, st.integers(0, 5), st.sampled_from(Marks)), max_size=4),
    lambda inner: st.lists(st.builds(Footnote, inner.map(tuple)), max_size=2),
    max_leaves=4,
).map(tuple)
CELLS = st.tuples(LINE, LINE)
BLOCK: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, LINE, st.just(AT), st.just("note"), st.integers(0, 2), st.just("ancre")),
    st.builds(Heading, st.just(1), LINE, st.just(AT)),
    st.builds(ListItem, st.just(1), st.booleans(), st.just(3), LINE, st.just(AT)),
    st.builds(Table, st.just((Column(), Column("right", 30))), CELLS, st.lists(CELLS, max_size=2).map(tuple), st.just(AT),
              st.just("simple"), LINE, st.booleans()),
)  # fmt: skip


def clause(id_: str, *blocks: Block) -> Clause:
    return Clause(id_, "Titre", 1, "", True, blocks, AT)


def put(slot: Slot) -> Value:
    return Value(TEXTS[slot.index], PATHS[slot.index], slot.marks)


@given(st.lists(st.lists(BLOCK, max_size=3), max_size=3))
def test_blocks_are_filled_as_one_by_one(clauses: list[list[Block]]) -> None:
    made = [clause(str(n), *blocks) for n, blocks in enumerate(clauses)]
    why = {"1": ("parce que",)}
    filled = Filling(made).clauses(TEXTS, PATHS, why)
    for one in made:
        blocks = refilled(one.blocks, slots_in(one.blocks), put)
        assert filled[one.id] == replace(one, blocks=blocks, reasons=why.get(one.id, ()))
        assert (filled[one.id] is one) == (not slots_in(one.blocks) and one.id not in why)


def test_a_block_without_slots_is_the_very_same_object() -> None:
    still, moving = Paragraph((Text("rien"),), AT), Paragraph((Slot(2, Marks.BOLD),), AT)
    filling = Filling([clause("c", still, moving)])
    line: Inlines = (Value("valeur 2", "profil.v2", Marks.BOLD),)
    first, second = filling.clauses(TEXTS, PATHS, {})["c"].blocks
    assert first is still
    assert second == Paragraph(line, AT)


def test_one_document_does_not_show_through_the_next() -> None:
    filling = Filling([clause("c", Paragraph((Text("n° "), Slot(0)), AT))])
    filling.clauses(TEXTS, PATHS, {"c": ("une raison",)})
    made = filling.clauses(["autre"], ["p"], {})["c"]
    assert made.blocks == (Paragraph((Text("n° "), Value("autre", "p")), AT),)
    assert made.reasons == ()
