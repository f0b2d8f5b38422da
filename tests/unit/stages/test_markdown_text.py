"""Markdown to blocks: every construct of the clause language, with its line; nothing lost in silence."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from docgen.model.document import (
    Column,
    CrossReference,
    Definitions,
    Footnote,
    Heading,
    LineBreak,
    ListItem,
    Marks,
    Paragraph,
    Table,
    Target,
    TermDefinition,
    TermUse,
    Text,
    Value,
)
from docgen.model.evaluated import Origin
from docgen.stages.brackets import parse_reference
from docgen.stages.markdown_text import read_blocks

Draft = Callable[..., Any]
ORIGIN = Origin("essai", 1, "fr", "r1.fr.md", frozenset({"à", "de", "L'", "Les"}))


def read(text: str) -> tuple[Any, list[str]]:
    lines = tuple(range(1, text.count("\n") + 2))
    blocks, found = read_blocks(text, lines, ORIGIN)
    return blocks, [d.code for d in found]


def test_paragraphs_are_divided_by_a_blank_line(draft: Draft) -> None:
    made = draft("Un\nsuite.\n\n\nDeux.")
    assert made.texts == ["Un suite.", "Deux."]
    assert made.lines == [1, 5]


@pytest.mark.parametrize(("sign", "level"), [("##", 1), ("###", 2), ("####", 3)])
def test_a_heading_has_its_level_and_anchor(draft: Draft, sign: str, level: int) -> None:
    (heading,) = draft(f"{sign} Durée {{: #duree }}").blocks
    assert isinstance(heading, Heading)
    assert (heading.level, heading.anchor, heading.inlines) == (level, "duree", (Text("Durée"),))


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("**a**", [("a", Marks.BOLD)]),
        ("*a*", [("a", Marks.ITALIC)]),
        ("***a***", [("a", Marks.BOLD | Marks.ITALIC)]),
        ("**a *b* c**", [("a ", Marks.BOLD), ("b", Marks.BOLD | Marks.ITALIC), (" c", Marks.BOLD)]),
        ("*a **b***", [("a ", Marks.ITALIC), ("b", Marks.BOLD | Marks.ITALIC)]),
        (r"\*a\* 2026\. b_c_d", [("*a* 2026. b_c_d", Marks.NONE)]),
        ("a & b < c > d", [("a & b < c > d", Marks.NONE)]),
        ("`a` [b](c) <d@e.f> http://g.h", [("`a` [b](c) <d@e.f> http://g.h", Marks.NONE)]),
    ],
)
def test_emphasis(text: str, marks: list[tuple[str, Marks]]) -> None:
    (paragraph,), found = read(text)
    assert [(i.text, i.marks) for i in paragraph.inlines] == marks
    assert not found


def test_a_value_takes_the_emphasis_around_it(draft: Draft) -> None:
    (paragraph,) = draft("**{{ x }}** et *{{ x }}*", x="V").blocks
    assert [i.marks for i in paragraph.inlines] == [Marks.BOLD, Marks.NONE, Marks.ITALIC]
    assert isinstance(paragraph.inlines[0], Value)


@pytest.mark.parametrize("text", ["a\\\nb", "a [[br]] b", "a\\  \n   b", "a[[br]]b"])
def test_a_line_break_leaves_no_space_beside_it(text: str) -> None:
    (paragraph,), _ = read(text)
    assert paragraph.inlines == (Text("a"), LineBreak(), Text("b"))


def test_spaces_at_the_end_of_a_line_break_nothing() -> None:
    (paragraph,), _ = read("a  \nb")
    assert paragraph.inlines == (Text("a b"),)


NESTED = """Intro :

1. un ;
    - deux
        1. trois
            - quatre
                1. cinq
    - deux encore
2. fin
"""


def test_lists_nest_and_mix(draft: Draft) -> None:
    made = draft(NESTED)
    items = [b for b in made.blocks if isinstance(b, ListItem)]
    assert [(i.level, i.ordered) for i in items] == [
        (1, True), (2, False), (3, True), (4, False), (5, True), (2, False), (1, True),
    ]  # fmt: skip
    assert made.lines == [1, 3, 4, 5, 6, 7, 8, 9]
    assert items[0].series == items[-1].series
    assert items[1].series == items[5].series
    assert len({i.series for i in items}) == 5


def test_a_numbered_list_in_a_numbered_list_is_of_the_same_series(draft: Draft) -> None:
    items = draft("1. a\n    1. b\n2. c\n\nTexte.\n\n1. d").blocks
    assert [getattr(i, "series", 0) for i in items] == [1, 1, 1, 0, 2]


def test_a_bullet_list_and_a_numbered_list_side_by_side_are_two(draft: Draft) -> None:
    assert [i.series for i in draft("- a\n- b\n\n1. c").blocks] == [1, 1, 2]


def test_an_item_may_go_on_in_a_second_paragraph(draft: Draft) -> None:
    made = draft("- a\n\n- b\n\n    suite de b\n\n- c")
    assert [(type(b).__name__, b.level) for b in made.blocks] == [
        ("ListItem", 1), ("ListItem", 1), ("Paragraph", 1), ("ListItem", 1),
    ]  # fmt: skip
    assert made.lines == [1, 3, 5, 7]


CONDITIONS = """Le Prestataire s'engage :

1. à tenir secrètes les informations ;
2. à ne les communiquer :
    - qu'à ses salariés,
{% if conseils %}
    - à ses conseils{% if assureurs %} et à ses assureurs{% endif %} ;
{% endif %}
{% for autre in autres %}
    - à {{ autre }}{% if loop.first %}, en premier{% endif %}
{% endfor %}
3. à les restituer{% if delai %} sous {{ delai }}{% endif %}
{% if fin %}
4. à se taire
{% endif %}

Suite.
"""


@pytest.mark.parametrize("conseils", [True, False])
@pytest.mark.parametrize("assureurs", [True, False])
@pytest.mark.parametrize("autres", [[], ["A"], ["A", "B"]])
@pytest.mark.parametrize("delai", ["", "V"])
@pytest.mark.parametrize("fin", [True, False])
def test_items_come_and_go_and_nothing_is_left_behind(
    draft: Draft, conseils: bool, assureurs: bool, autres: list[str], delai: str, fin: bool
) -> None:
    made = draft(CONDITIONS, conseils=conseils, assureurs=assureurs, autres=autres, delai=delai, fin=fin)
    wanted = ["à tenir secrètes les informations ;", "à ne les communiquer :", "qu'à ses salariés ;"]
    if conseils:
        wanted.append(f"à ses conseils{' et à ses assureurs' if assureurs else ''} ;")
    wanted += [f"à {a}{'' if n else ', en premier'} ;" for n, a in enumerate(autres)]
    wanted.append(f"à les restituer{' sous V' if delai else ''}{' ;' if fin else '.'}")
    wanted += ["à se taire."] if fin else []
    assert made.spoken() == ["Le Prestataire s'engage :", *wanted, "Suite."]
    assert {b.series for b in made.blocks if isinstance(b, ListItem) and b.level == 1} == {1}
    assert not made.found


@pytest.mark.parametrize(
    ("text", "texts", "lines"),
    [
        ("A.\n\n{% if no %}\nB.\n\n{% endif %}\nC.", ["A.", "C."], [1, 7]),
        ("A.\n\n{% if yes %}\nB.\n\n{% endif %}\nC.", ["A.", "B.", "C."], [1, 4, 7]),
        ("A.\n\n{% if no %}\nB.\n{% else %}\nC.\n{% endif %}\n\nD.", ["A.", "C.", "D."], [1, 6, 9]),
        ("{% for i in l %}\n## {{ i }}\n\nDe {{ i }}.\n\n{% endfor %}\nFin.", ["p", "De p.", "q", "De q.", "Fin."],
         [2, 4, 2, 4, 7]),
        ("A{% if no %}, b{% endif %}\n\nC.", ["A", "C."], [1, 3]),
        ("A{% if yes %}, b{% endif %}\n\nC.", ["A, b", "C."], [1, 3]),
        ("  {% if yes %}  \nA.\n  {% endif %}  \n\nB.", ["A.", "B."], [2, 5]),
        ("- a{% if yes %} b{% endif %}\n- c", ["a b ;", "c."], [1, 2]),
        ("- a :\n    {% if yes %}- b{% endif %}\n- c", ["a :", "b ;", "c."], [1, 2, 3]),
        ("Liste : {% for i in l %}{{ i }}{% if not loop.last %}, {% endif %}{% endfor %}.", ["Liste : p, q."], [1]),
        ("A {{ x\n}} b.\n\nC.", ["A V b.", "C."], [1, 4]),
    ],
)  # fmt: skip
def test_conditions_and_loops_over_blocks(draft: Draft, text: str, texts: list[str], lines: list[int]) -> None:
    made = draft(text, yes=True, no=False, l=["p", "q"], x="V")
    assert made.spoken() == texts
    assert made.lines == lines
    assert not made.found


TABLE = """Avant.

[[table: widths=40,30,30; landscape; style=signature; caption=Canaux de {{ x }}]]
| Canal | Horaires | Délai |
|:------|:--------:|------:|
{% for c in canaux %}
| {{ c.a }} | **{{ c.b }}** | {% if c.d %}{{ c.d }}{% else %}—{% endif %} |
{% endfor %}

Après.
"""


def test_a_table_has_rows_from_a_loop_and_its_options(draft: Draft) -> None:
    made = draft(TABLE, canaux=[{"a": "x|y", "b": "V"}, {"a": "[[br]]", "b": "**", "d": "z"}], x="V")
    table = made.blocks[1]
    assert isinstance(table, Table)
    assert table.columns == (Column("left", 40), Column("center", 30), Column("right", 30))
    assert (table.landscape, table.style) == (True, "signature")
    assert made.texts == ["Avant.", "Canal | Horaires | Délai / x|y | V | — / [[br]] | ** | z", "Après."]
    assert [getattr(i, "text", "") for i in table.caption] == ["Canaux de ", "V"]
    assert made.lines == [1, 4, 10]
    assert not made.found


def test_a_table_without_rows_vanishes_with_its_caption(draft: Draft) -> None:
    made = draft(TABLE + "\n| A |\n|---|\n| b |\n", canaux=[], x="V")
    assert made.texts == ["Avant.", "Après.", "A / b"]
    assert made.blocks[2].caption == ()
    assert made.lines == [1, 10, 12]
    assert not made.found


def test_an_escaped_bar_stays_in_its_cell(draft: Draft) -> None:
    assert draft("| A | B |\n|---|---|\n| a \\| b | c |").texts == ["A | B / a | b | c"]


def test_a_paragraph_takes_a_class_and_an_anchor(draft: Draft) -> None:
    (paragraph,) = draft("Texte.\n{: .apparent #loi }").blocks
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.style, paragraph.anchor, paragraph.inlines) == ("apparent", "loi", (Text("Texte."),))


@pytest.mark.parametrize("anchor", [" {: #exceptions }", "\n{: #exceptions }", " {:#exceptions}"])
@pytest.mark.parametrize("text", ["un", "un **gras**", "un {{ x }}"])
def test_an_item_takes_an_anchor(draft: Draft, text: str, anchor: str) -> None:
    made = draft(f"1. {text}{anchor}\n2. deux", x="V")
    assert [b.anchor for b in made.blocks] == ["exceptions", ""]
    assert "{:" not in made.texts[0]
    assert not made.found


def test_terms_are_defined_and_used(draft: Draft) -> None:
    (paragraph,) = draft("Le [[def:client]], les [[term:info|Secrets]] et le Comité.", terms={"Comité": "comite"}).blocks
    kinds = [i for i in paragraph.inlines if not isinstance(i, Text)]
    assert kinds == [TermDefinition("", "client"), TermUse("Secrets", "info"), TermUse("Comité", "comite")]


def test_the_place_of_the_definitions(draft: Draft) -> None:
    made = draft("A.\n\n[[definitions]]\n\nB.")
    assert isinstance(made.blocks[1], Definitions)
    assert made.lines == [1, 3, 5]


def test_a_footnote_holds_values_and_references(draft: Draft) -> None:
    made = draft("Texte[^1] et[^n].\n\n[^1]: Note {{ x }} et **gras**\n    suite [[à duree]].\n\n[^n]: Autre.\n", x="V")
    (paragraph,) = made.blocks
    notes = [i for i in paragraph.inlines if isinstance(i, Footnote)]
    assert made.texts == ["Texte[note: Note V et gras suite [[à duree]].] et[note: Autre.]."]
    assert any(isinstance(i, Value) and i.text == "V" for i in notes[0].inlines)
    assert any(isinstance(i, CrossReference) for i in notes[0].inlines)
    assert not made.found


CLAUSE, ANNEX = "clause", "annex"


@pytest.mark.parametrize(
    ("raw", "reference"),
    [
        ("duree", ("", [(CLAUSE, "duree", "")], "")),
        ("ref:duree", ("", [(CLAUSE, "duree", "")], "")),
        ("à duree", ("à", [(CLAUSE, "duree", "")], "")),
        ("à duree, resiliation", ("à", [(CLAUSE, "duree", ""), (CLAUSE, "resiliation", "")], "")),
        ("de duree#fin", ("de", [(CLAUSE, "duree", "fin")], "")),
        ("annexe:prix", ("", [(ANNEX, "prix", "")], "")),
        ("à annexe:prix, annexe:kpi", ("à", [(ANNEX, "prix", ""), (ANNEX, "kpi", "")], "")),
        ("annex:prix", ("", [(ANNEX, "prix", "")], "")),
        ("duree|num", ("", [(CLAUSE, "duree", "")], "num")),
        ("duree | titre", ("", [(CLAUSE, "duree", "")], "title")),
        ("duree|title", ("", [(CLAUSE, "duree", "")], "title")),
        ("L' duree", ("L'", [(CLAUSE, "duree", "")], "")),
        ("Les a, b", ("Les", [(CLAUSE, "a", ""), (CLAUSE, "b", "")], "")),
    ],
)
def test_every_form_of_reference_is_read(raw: str, reference: tuple[str, list[tuple[str, str, str]], str]) -> None:
    preposition, targets, form = reference
    wanted = CrossReference(preposition, tuple(Target(*t) for t in targets), form)
    assert parse_reference(raw, Marks.NONE, ORIGIN.prepositions) == wanted
    (paragraph,), found = read(f"Voir [[{raw}]].")
    assert (paragraph.inlines[1], found) == (wanted, [])


@pytest.mark.parametrize(
    "text",
    [
        "Voir [[chez duree]].",
        "Voir [[]].",
        "Voir [[duree.",
        "Voir duree]].",
        "Voir [[a|b|c]].",
        "Voir [[Durée]].",
        "Voir [[annexe:x#y]].",
        "Voir [[def:]].",
        "Voir [[term:x]].",
        "Voir [[à a,, b]].",
        "Voir [[{{ x }}]].",
        "Voir [[term:a|{{ x }}]].",
        "Voir [[def:{{ x }}]].",
        "Voir[^absente].",
        "Voir[^{{ x }}].",
        "Texte {: #ancre }",
        "1. un **gras**{: #ancre }",
        "Texte.\n\n{: .note }",
        "## Titre {: #{{ x }} }",
        "Texte\n{: .{{ x }} }",
    ],
)
def test_markup_that_is_not_understood_is_reported_with_its_line(draft: Draft, text: str) -> None:
    made = draft(f"Avant.\n\n{text}", x="V")
    assert "CL312" in made.codes
    assert {d.place.line for d in made.found} <= {3, 5}
    assert all(ord(c) < 0xF0000 for t in made.texts for c in t)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("# Titre", "CL310"),
        ("##### Titre", "CL310"),
        ("> Citation", "CL310"),
        ("***", "CL310"),
        ("A.\n\n    du code", "CL310"),
        ("[[table: caption=x]]\n\nTexte.", "CL311"),
        ("[[table: caption=x]]", "CL311"),
        ("[[table: colour=red]]\n| A |\n|---|\n| b |", "CL311"),
        ("[[table: widths=10,20]]\n| A |\n|---|\n| b |", "CL311"),
        ("[[table: widths=abc]]\n| A |\n|---|\n| b |", "CL311"),
        ("[[table: style={{ x }}]]\n| A |\n|---|\n| b |", "CL311"),
        ("Texte :\n{% if yes %}\n- a\n- b\n{% endif %}", "MD212"),
        ("Texte\n| A | B |\n|---|---|\n| a | b |", "MD215"),
        ("Note[^1].\n\n[^1]: Une note[^1].", "CL313"),
        ("Note[^1].\n\n[^1]: - a\n    - b", "CL313"),
        ("    " * 10 + "- a", "CL306"),
        ("- " * 12 + "a", "CL306"),
        ("*" * 401, "CL306"),
    ],
)
def test_what_is_not_part_of_the_language_is_reported(draft: Draft, text: str, code: str) -> None:
    made = draft(text, yes=True, x="V")
    assert code in made.codes
    assert all(d.place.line > 0 for d in made.found)


HOSTILE = {
    "paragraphs": "mot\n\n" * 10_000,
    "items": "- mot\n" * 10_000,
    "rows": "| a |\n|---|\n" + "| b |\n" * 10_000,
    "bullets on a line": "+ " * 600,
    "numbers on a line": "1. " * 6000,
    "quotations": "> " * 5000,
    "stars": ("*a" * 190 + "\n") * 50,
    "underscores": "_a " * 5000,
    "brackets": "[" * 20_000,
    "closed brackets": ("[[a]] " * 60 + "\n") * 100,
    "notes": "a[^1]\n\n" + "".join(f"[^{n}]: b[^{n + 1}]\n\n" for n in range(300)),
    "attributes": "## a " + "{: #a " * 1000,
    "backslashes": "\\" * 20_000,
    "long word": "a" * 500_000,
    "spaces": "a" + " " * 19_000 + "b",
    "bars": "|" * 5000 + "\n" + "|-" * 5000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_read_or_refused_in_bounded_time(text: str) -> None:
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 2


def test_a_text_that_was_refused_leaves_the_next_one_alone() -> None:
    before = read(NESTED)
    for text in HOSTILE.values():
        read(text[:2000])
    for depth in range(1, 12):
        read("\n".join("    " * n + "- a" for n in range(depth)) + "\n" + "1. - " * depth)
    assert read(NESTED) == before
