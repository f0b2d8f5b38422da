"""Charts of the clause language: what is read, what is refused, and the numbers that come out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from docgen.model.document import Chart, Paragraph, Source, Table, TermUse, Text, Value, plain_text
from docgen.model.plot import Plot
from docgen.stages.chart import KINDS, as_table, number_of, plotted
from docgen.stages.markdown_text import Origin, read_blocks

Draft = Callable[..., Any]
ORIGIN = Origin("essai", 1, "fr", "r1.fr.md")
ROWS = "| Mois | Appels | Courriels |\n|:--|--:|--:|\n| mai | 1200 | 30.5 |\n| juin | -4 | |"


def chart(rows: str = ROWS, options: str = "kind=column; alt=Volumes") -> str:
    return f"[[chart: {options}]]\n{rows}\n"


def read(text: str) -> tuple[Any, list[tuple[str, int]]]:
    blocks, found = read_blocks(text, tuple(range(1, text.count("\n") + 2)), ORIGIN)
    return blocks, [(d.code, d.place.line if d.place else 0) for d in found]


def test_a_chart_keeps_its_words_and_numbers(draft: Draft) -> None:
    made = draft(chart(options="kind=line; caption=Volumes d'appels; alt=Ils montent; x=Mois; y=Contacts"))
    (one,) = made.blocks
    assert isinstance(one, Chart) and made.codes == []
    assert (one.kind, one.source.line) == ("line", 2)
    assert [plain_text(t) for t in (one.caption, one.alt, one.x, one.y)] == [
        "Volumes d’appels",
        "Ils montent",
        "Mois",
        "Contacts",
    ]
    plot = plotted(one)
    assert (plot.corner, plot.points) == ("Mois", ("mai", "juin"))
    assert plot.series == (("Appels", (Decimal(1200), Decimal(-4))), ("Courriels", (Decimal("30.5"), None)))
    assert plot.decimals == 1


def test_rows_come_from_a_loop_and_values_are_filled(draft: Draft) -> None:
    text = chart("| Mois | {{ nom }} |\n|--|--|\n{% for m in mois %}\n| {{ m.nom }} | {{ m.n }} |\n{% endfor %}",
                 "kind=column; alt=Total {{ total }}; caption=Année {{ an }}; y=En {{ unite }}")  # fmt: skip
    values = {"nom": "Appels | **x**", "mois": [{"nom": "mai", "n": 3}, {"nom": "juin", "n": Decimal("0.25")}],
              "total": 3, "an": 2026, "unite": "milliers"}  # fmt: skip
    (one,) = draft(text, **values).blocks
    plot = plotted(one)
    assert plot.series == (("Appels | **x**", (Decimal(3), Decimal("0.25"))),)
    assert (plot.points, plot.alt, plot.y) == (("mai", "juin"), "Total 3", "En milliers")
    assert plain_text(one.caption) == "Année 2026"
    assert [i.path for row in one.rows for cell in row for i in cell if isinstance(i, Value)][1] == "mois[0].n"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_read(kind: str) -> None:
    rows = "| x | y |\n|--|--|\n| 1 | 2 |\n| 2 | 3 |\n| 3 | 4 |"
    (one,), found = read(chart(rows, f"kind={kind}; alt=a"))
    assert (one.kind, found) == (kind, [])
    assert plotted(one).points == ("1", "2", "3")


def test_what_is_not_known_is_shown_as_a_table(draft: Draft) -> None:
    made = draft(chart("| Mois | Appels |\n|--|--|\n| mai | {{ n }} |", "kind=column; caption=Volumes; alt=a"))
    (one,) = made.blocks
    assert isinstance(one, Table)
    assert plain_text(one.caption) == "Volumes"
    assert [plain_text(c) for c in one.rows[0]] == ["mai", "[n]"]


def test_an_unknown_title_makes_a_table_too(draft: Draft) -> None:
    (one,) = draft(chart(options="kind=column; alt=Total {{ total }}")).blocks
    assert isinstance(one, Table)


def test_numbers_are_not_typeset_and_words_are(draft: Draft) -> None:
    rows = "| Mois | L'appel : 1 |\n|--|--|\n| l'été | -1.5 |"
    (one,) = draft(chart(rows)).blocks
    plot = plotted(one)
    assert plot.points == ("l’été",)
    assert plot.series == (("L’appel\u00a0: 1", (Decimal("-1.5"),)),)


def test_terms_are_marked_in_the_caption_alone(draft: Draft) -> None:
    text = chart("| Mois | Contacts |\n|--|--|\n| mai | 1 |", "kind=column; caption=Les Contacts; alt=Les Contacts")
    (one,) = draft(text, terms={"Contacts": "contact"}).blocks
    assert [i for i in one.caption if isinstance(i, TermUse)] == [TermUse("Contacts", "contact")]
    assert one.alt == (Text("Les Contacts"),)
    assert one.header[1] == (Text("Contacts"),)


# ------------------------------------------------------------------ findings
@pytest.mark.parametrize(
    ("text", "found"),
    [
        (chart(options="kind=bar; alt=a"), [("CL350", 1)]),
        (chart(options="alt=a"), [("CL350", 1)]),
        (chart(options="kind=column; alt=a; titel=b"), [("CL350", 1)]),
        (chart(options="kind=column"), [("CL351", 1)]),
        (chart(options="kind=columm; alt="), [("CL350", 1), ("CL351", 1)]),
        (chart("| a | b |\n|--|--|\n| x | 1 |\n| y | 2 |\n| z | 3 |", "kind=radar; alt=a; x=b"), [("CL350", 1)]),
        (chart("| a | b |\n|--|--|\n| x | 1 appel |"), [("CL352", 2)]),
        (chart("| a | b |\n|--|--|\n| x | 1,5 |"), [("CL352", 2)]),
        (chart("| a | b |\n|--|--|\n| x | 1234567890.123456 |"), [("CL352", 2)]),
        (chart("| a | b |\n|--|--|\n| x | 1 |", "kind=scatter; alt=a"), [("CL352", 2)]),
        (chart("| a | b |\n|--|--|\n| x | 1 | 2 |\n| y | 1 |\n| z |"), [("CL353", 4), ("CL353", 6)]),
        (chart("| a | b |\n|--|--|\n" + "| x | 1 |\n" * 201), [("CL354", 2)]),
        (chart("| a |" + " b |" * 13 + "\n|--|" + "--|" * 13 + "\n| x |" + " 1 |" * 13), [("CL354", 2)]),
        (chart("| a | b |\n|--|--|"), [("CL355", 2)]),
        (chart("| a |\n|--|\n| b |"), [("CL355", 2)]),
        (chart("| a | b |\n|--|--|\n| x | 1 |\n| y | 2 |", "kind=radar; alt=a"), [("CL355", 2)]),
        (chart("| a | b |\n|--|--|\n| [[duree]] | 1 |"), [("CL356", 2)]),
        (chart("| a | b |\n|--|--|\n| x[[br]]y | 1 |"), [("CL356", 2)]),
        ("[[chart: kind=line; alt=a]]\n\nTexte.", [("CL311", 1)]),
    ],
)  # fmt: skip
def test_what_is_wrong_has_a_code_and_a_line(text: str, found: list[tuple[str, int]]) -> None:
    blocks, said = read(text)
    assert said == found
    assert not any(isinstance(b, Chart) for b in blocks) or found[0][0] == "CL353"


def test_a_wrong_word_is_answered_with_the_nearest() -> None:
    text = chart(options="kind=colum; alt=a; captoin=b")
    _, found = read_blocks(text, tuple(range(1, 9)), ORIGIN)
    assert [d.hint for d in found] == ['did you mean "caption"?', 'did you mean "column"?']


def test_no_value_stands_in_the_kind(draft: Draft) -> None:
    assert draft(chart(options="kind={{ k }}; alt=a"), k="line").codes == ["CL350"]


def test_an_escaped_bar_and_an_empty_cell_are_no_ragged_row() -> None:
    (one,), found = read(chart("| a | b |\n|--|--|\n| x \\| y | 1 |\n| z | |"))
    assert found == []
    assert plotted(one).points == ("x | y", "z")


def test_text_after_a_chart_stays_a_paragraph(draft: Draft) -> None:
    blocks = draft(f"Avant.\n{chart()}\nAprès.").blocks
    assert [type(b) for b in blocks] == [Paragraph, Chart, Paragraph]


# ------------------------------------------------------------------- numbers
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.5", "12.5"),
        ("1234", "1234"),
        ("-3", "-3"),
        ("0.0000001", "1E-7"),
        ("007", "7"),
        ("999999999999999", "999999999999999"),
    ],
)
def test_numbers(text: str, number: str) -> None:
    assert number_of(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12,5",
        "1 200",
        "1e5",
        "+3",
        "NaN",
        "Infinity",
        "12 %",
        "12.",
        ".5",
        "−3",
        "١٢",
        "1\n",
        "9" * 16,
        "0." + "1" * 16,
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert number_of(text) is None


def test_a_point_of_a_scatter_chart_without_number_is_left_out() -> None:
    at = Source("c", 1, "fr", "f", 1)
    cells = tuple(((Text(x),), (Text(y),)) for x, y in (("1", "2"), ("x", "3"), ("2.5", "")))
    plot = plotted(Chart("scatter", ((Text("x"),), (Text("y"),)), cells, at, (Text("a"),)))
    assert (plot.points, plot.series) == (("1", "2.5"), (("y", (Decimal(2), None)),))


def test_the_table_of_a_chart_has_all_of_its_cells() -> None:
    (one,), _ = read(chart(options="kind=column; alt=a; caption=Titre"))
    table = as_table(one)
    assert (table.header, table.rows, table.caption) == (one.header, one.rows, one.caption)
    assert [c.align for c in table.columns] == ["left", "right", "right"]


@pytest.mark.parametrize(("number", "decimals"), [("12.5", 1), ("-12.25", 2), ("999.9", 1), ("1000.25", 0), ("-1250.75", 0)])
def test_a_scale_shows_cents_only_where_its_steps_may_have_them(number: str, decimals: int) -> None:
    plot = Plot("line", "", ("a", "b"), (("s", (Decimal(number), None)),), "alt")
    assert plot.scale_decimals == decimals
