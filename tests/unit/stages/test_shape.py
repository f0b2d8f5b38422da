"""Shapes: parsed once, filled for each document; blocks that nothing moves are shared."""

from __future__ import annotations

import pytest

from docgen.model.document import Blank, Blocks, Slot, Value
from docgen.model.evaluated import Evaluated, Filled, Origin, Unknown, token
from docgen.stages.shape import Shape, fill, shape_of
from docgen.stages.terms import TermForms, all_inlines
from docgen.store.languages import load_language

FR = load_language("fr")
T = token(0)


def shape(text: str) -> Shape:
    lines = tuple(range(1, text.count("\n") + 2))
    return shape_of(Evaluated(text, (), lines), Origin("c", 1, "fr", "c.md", frozenset({"à"})), TermForms({}), FR)


def filled(made: Shape, *values: Filled | Unknown) -> Blocks:
    return fill(made, values, FR, "[{label}]")


EVERYWHERE = [
    f"Un {T}.",
    f"## Titre {T}",
    f"- un {T}",
    f"| A {T} |\n|---|\n| b |",
    f"| A |\n|---|\n| {T} |",
    f"[[table: caption=de {T}]]\n| A |\n|---|\n| b |",
    f"Note[^1].\n\n[^1]: La {T}.",
    f"**Un *{T}***",
]


@pytest.mark.parametrize("text", EVERYWHERE)
def test_a_slot_is_filled_wherever_it_stands(text: str) -> None:
    made = shape(text)
    inlines = list(all_inlines(filled(made, Filled("**V**", "a.b"))))
    assert [(i.text, i.path) for i in inlines if isinstance(i, Value)] == [("**V**", "a.b")]
    assert not [i for i in inlines if isinstance(i, Slot)]
    blanks = [i for i in all_inlines(filled(made, Unknown("a.b", 3))) if isinstance(i, Blank)]
    assert [(b.text, b.path) for b in blanks] == [("[a.b]", "a.b")]


def test_a_label_with_braces_is_a_label() -> None:
    (blank,) = [i for i in all_inlines(filled(shape(T), Unknown("{x}", 1))) if isinstance(i, Blank)]
    assert blank.text == "[{x}]"


@pytest.mark.parametrize(
    ("text", "fixed"),
    [("Texte.", True), (f"Un {T}.", False), ("Voir [[duree]].", False), ("Note[^1].\n\n[^1]: N.", False),
     ("Le [[def:client]].", False), ("[[definitions]]", True), ("| A |\n|---|\n| b |", True)],
)  # fmt: skip
def test_a_block_that_nothing_moves_is_shared(text: str, fixed: bool) -> None:
    made = shape(text)
    assert made.blocks[0].fixed is fixed
    out = filled(made, Filled("V", "v"))
    assert not fixed or out[0] is made.blocks[0]


def test_filling_leaves_the_shape_as_it_was() -> None:
    made = shape(f"A {T}.\n\nB.")
    before = made.blocks
    first, second = filled(made, Filled("1", "x")), filled(made, Filled("2", "x"))
    assert (made.blocks, made.slotted) == (before, (0,))
    assert first[0] != second[0]
    assert first[1] is second[1]
