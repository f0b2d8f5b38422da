"""A text as its drafters wrote it: every branch is there, under its own condition, and nothing else is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.app.workshop import Workshop
from docgen.model.document import Heading, ListItem, Paragraph, Slot, Table, Text, plain_text
from docgen.model.drafted import Branch, Closes, Drafted, Inserted, Opens
from docgen.model.evaluated import Evaluated, Origin
from docgen.model.script import Field, Literal, Name
from docgen.stages.as_drafted import as_drafted, outline_of
from docgen.stages.data_filters import DATA_FILTERS
from docgen.stages.script_parse import parse_script
from docgen.stages.shape import shape_of
from docgen.stages.terms import TermForms
from docgen.store.languages import load_language

FR = load_language("fr")
ORIGIN = Origin("c", 1, "fr", "c.md", frozenset({"à"}))
ROOT = Path(__file__).resolve().parents[3]


def drafted(text: str) -> Drafted:
    outcome = parse_script(text, "c.md", {*DATA_FILTERS, "libelle"})
    assert outcome.value is not None, outcome.diagnostics
    return as_drafted(outcome.value, ORIGIN, TermForms({}), FR)


def said(made: Drafted, inlines: tuple[object, ...]) -> str:
    """The inlines with < > for a branch and {} for a value."""
    out = ""
    for i in inlines:
        mark = made.marks[i.index] if isinstance(i, Slot) else None
        out += "<" if isinstance(mark, Opens) else ">" if isinstance(mark, Closes) else "{}" if mark else i.text  # type: ignore[attr-defined]
    return out.replace("\u00a0", " ")


def blocks(made: Drafted) -> list[tuple[str, str]]:
    """The kinds of the branches around each block, and what it says."""
    return [
        (" ".join(b.kind for b in around), said(made, block.inlines))  # type: ignore[union-attr]
        for around, block in zip(made.around, made.blocks, strict=True)
    ]


def test_whole_paragraphs_stand_in_their_branches() -> None:
    made = drafted("Un.\n\n{% if a %}\nDeux.\n{% elif b %}\nTrois.\n{% else %}\nQuatre.\n{% endif %}\n\nCinq.\n")
    assert blocks(made) == [("", "Un."), ("if", "Deux."), ("elif", "Trois."), ("else", "Quatre."), ("", "Cinq.")]


def test_branches_nest() -> None:
    made = drafted("{% if a %}\n## T\n\n{% for x in l %}\nUn.\n\n{% endfor %}\n{% endif %}\nDeux.\n")
    assert blocks(made) == [("if", "T"), ("if for", "Un."), ("", "Deux.")]
    assert isinstance(made.blocks[0], Heading)


def test_items_of_a_list_stand_in_their_branches() -> None:
    made = drafted("A :\n\n1. un\n{% if a %}\n2. deux\n{% endif %}\n3. trois\n")
    assert blocks(made)[1:] == [("", "un ;"), ("if", "deux ;"), ("", "trois.")]
    assert len({b.series for b in made.blocks if isinstance(b, ListItem)}) == 1


def test_a_branch_inside_a_paragraph_is_marked_in_it() -> None:
    made = drafted("Un{% if a %} et deux{% else %} ou trois{% endif %}.")
    assert blocks(made) == [("", "Un< et deux>< ou trois>.")]


def test_a_line_that_goes_on_a_paragraph_is_marked_in_it() -> None:
    made = drafted("Un\n{% if a %}\ndeux\n{% endif %}\ntrois.\n")
    assert blocks(made) == [("", "Un <deux> trois.")]


def test_rows_of_a_table_are_marked_in_their_cells() -> None:
    made = drafted("| A | B |\n|---|---|\n| un | deux |\n{% for x in l %}\n| {{ x.y }} | d |\n{% endfor %}\n")
    (table,) = made.blocks
    assert isinstance(table, Table)
    assert [[said(made, c) for c in row] for row in table.rows] == [["un", "deux"], ["<{}", "d>"]]


def test_columns_that_come_and_go_leave_a_table() -> None:
    made = drafted("| A {% for x in l %}| {{ x }} {% endfor %}|\n|---{% for x in l %}|---{% endfor %}|\n"
                   "| a {% for x in l %}| {{ x }} {% endfor %}|\n")  # fmt: skip
    (table,) = made.blocks
    assert isinstance(table, Table)
    assert [said(made, c) for c in table.header] == ["A", "< {} >"]


def test_an_item_of_a_loop_is_said_by_its_list() -> None:
    made = drafted("{% for c in canaux %}{% for h in c.horaires %}{{ h.debut }}{% endfor %}{% endfor %}")
    (value,) = [m for m in made.marks if isinstance(m, Inserted)]
    assert value.expression == Field(Field(Name("canaux"), "horaires"), "debut")
    assert [m.branch.test for m in made.marks if isinstance(m, Opens)] == [
        Name("canaux"),
        Field(Name("canaux"), "horaires"),
    ]


def test_what_opens_closes() -> None:
    made = drafted("A{% if a %}B\n\nC{% endif %}D{% for x in l %}{{ x }}{% else %}E{% endfor %}")
    opened = [m.branch for m in made.marks if isinstance(m, Opens)]
    closed = [m.branch for m in made.marks if isinstance(m, Closes)]
    assert sorted(opened, key=number) == sorted(closed, key=number)
    assert [b.kind for b in sorted(opened, key=number)] == ["if", "for", "empty"]


def number(branch: Branch) -> int:
    return branch.number


def test_a_short_text_with_all_its_branches() -> None:
    outcome = parse_script("Payer{% if a %} {{ montant }}{% endif %}  vite", "c.md", ())
    assert outcome.value is not None
    assert outline_of(outcome.value, lambda place: "[…]") == "Payer […] vite"


def shipped() -> list[tuple[str, str]]:
    return sorted((p.parent.name, p.name) for p in (ROOT / "clauses").glob("*/r*.fr.md"))


@pytest.mark.parametrize("id_", sorted({c for c, _ in shipped()}))
def test_no_word_of_a_shipped_text_is_lost(id_: str, workshop: Workshop) -> None:
    """Every author's word is shown as often as it is written; without branches the blocks are those of a draft."""
    spec = workshop.clause(id_)
    assert spec is not None
    prepositions = workshop.prepositions(FR)
    for key, text in spec.texts.items():
        if key.language != "fr":
            continue
        origin = Origin(id_, key.revision, "fr", text.file, prepositions)
        made = as_drafted(text.script, origin, TermForms({}), FR)
        assert made.blocks or not text.script, text.file
        if all(isinstance(s, Literal) for s in text.script):
            source = "".join(s.text for s in text.script if isinstance(s, Literal))
            lines = tuple(range(1, source.count("\n") + 2))
            assert made.blocks == shape_of(Evaluated(source, (), lines), origin, TermForms({}), FR).blocks
        assert not [b for b in made.blocks if isinstance(b, Paragraph) and "|:" in plain_text(b.inlines)], text.file
        opened = [m for m in made.marks if isinstance(m, Opens)]
        shown = {i.index for b in made.blocks for i in _slots(b)}
        assert {n for n, m in enumerate(made.marks) if isinstance(m, Inserted)} <= shown, text.file
        assert len(opened) == len([m for m in made.marks if isinstance(m, Closes)])
    workshop.close()


def _slots(block: object) -> list[Slot]:
    from docgen.stages.terms import all_inlines

    return [i for i in all_inlines((block,)) if isinstance(i, Slot)]  # type: ignore[arg-type]


def test_text_beside_a_value_is_typeset() -> None:
    made = drafted("Le prix : {{ p }} ; l'ensemble.")
    (paragraph,) = made.blocks
    assert isinstance(paragraph, Paragraph)
    first, *_, last = paragraph.inlines
    assert isinstance(first, Text) and first.text == "Le prix\u00a0: "
    assert isinstance(last, Text) and "l’ensemble" in last.text
