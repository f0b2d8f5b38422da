"""Numbers as Word counts them."""

from __future__ import annotations

import pytest

from docgen.model.document import Annex, Block, Clause, Document, Heading, ListItem, Part, Section, Source, Text
from docgen.model.numbering import Label, Level, Scheme
from docgen.stages.number import FORMATS, Counter, letters, number, roman

AT = Source("c", 1, "fr", "c.md", 1)
SCHEME = Scheme(
    (Level("upperRoman", "Titre %1"), Level("decimal", "Article %2.", restart=0), Level("decimal", "%2.%3"),
     Level("decimal", "%2.%3.%4")),
    (Level("decimal", "Annexe %1"), Level("decimal", "%1.%2"), Level("decimal", "%1.%2.%3")),
    (Level("lowerLetter", "%1)"), Level("lowerRoman", "%2)"), Level("decimal", "%3)")),
)  # fmt: skip


def clause(id_: str, *blocks: Block, numbered: bool = True) -> Clause:
    return Clause(id_, id_, 1, "", numbered, blocks, AT)


def heading(level: int = 1) -> Heading:
    return Heading(level, (Text("h"),), AT)


def item(level: int, series: int = 1, *, ordered: bool = True) -> ListItem:
    return ListItem(level, ordered, series, (Text("i"),), AT)


def document(*parts: Part, annexes: tuple[Annex, ...] = ()) -> Document:
    return Document("contrat", "", "T", "", "fr", "R", False, parts, annexes)


def part(*clauses: Clause, numbered: bool = True, title: str = "P") -> Part:
    return Part(title, numbered, (), clauses)


@pytest.mark.parametrize(
    ("n", "text"),
    [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (40, "xl"), (90, "xc"), (400, "cd"), (1999, "mcmxcix"), (3999, "mmmcmxcix")],
)
def test_roman_figures(n: int, text: str) -> None:
    assert roman(n) == text


@pytest.mark.parametrize(("n", "text"), [(1, "a"), (26, "z"), (27, "aa"), (28, "bb"), (52, "zz"), (53, "aaa")])
def test_letters_double_as_in_word(n: int, text: str) -> None:
    assert letters(n) == text


@pytest.mark.parametrize(
    ("format_", "text"),
    [("decimal", "4"), ("lowerLetter", "d"), ("upperLetter", "D"), ("lowerRoman", "iv"), ("upperRoman", "IV"),
     ("decimalZero", "04"), ("none", ""), ("bullet", "")],
)  # fmt: skip
def test_every_format_counts(format_: str, text: str) -> None:
    assert format_ in FORMATS
    counter = Counter((Level(format_, "%1", start=4),))
    assert counter.next(0).printed == text


@pytest.mark.parametrize(
    ("restart", "wanted"),
    [
        (None, ["1", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.1", "2", "2.1", "2.1.1"]),
        (0, ["1", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.3", "2", "2.1", "2.1.4"]),
        (1, ["1", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.3", "2", "2.1", "2.1.1"]),
        (2, ["1", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.1", "2", "2.1", "2.1.1"]),
    ],
)
def test_a_level_restarts_where_its_definition_says(restart: int | None, wanted: list[str]) -> None:
    levels = (Level("decimal", "%1"), Level("decimal", "%1.%2"), Level("decimal", "%1.%2.%3", restart=restart))
    counter = Counter(levels)
    assert [counter.next(n).printed for n in (0, 1, 2, 2, 1, 2, 0, 1, 2)] == wanted


def test_a_level_that_was_not_counted_yet_shows_where_it_starts() -> None:
    counter = Counter((Level("decimal", "%1", start=3), Level("decimal", "%1.%2 %9")))
    assert counter.next(1).printed == "3.1 "


@pytest.mark.parametrize(
    ("text", "label"),
    [("%1.", Label("1.", "1", False)), ("Article %1 –", Label("Article 1 –", "Article 1 –", True)),
     ("§ %1", Label("§ 1", "§ 1", False)), ("Annexe %1. ", Label("Annexe 1. ", "Annexe 1", True))],
)  # fmt: skip
def test_a_label_is_cited_without_its_full_stop(text: str, label: Label) -> None:
    assert Counter((Level("decimal", text),)).next(0) == label


def test_articles_run_through_the_parts_and_their_headings_restart() -> None:
    made = number(
        document(part(clause("a", heading(), heading(2)), clause("b", heading())), part(clause("c", heading(), heading()))),
        SCHEME,
    )
    assert {k: v.printed for k, v in made.titles.items()} == {
        "part:0": "Titre I", "clause:a": "Article 1.", "clause:b": "Article 2.", "part:1": "Titre II", "clause:c": "Article 3.",
    }  # fmt: skip
    assert {k: v.printed for k, v in made.blocks.items()} == {
        ("a", 0): "1.1", ("a", 1): "1.1.1", ("b", 0): "2.1", ("c", 0): "3.1", ("c", 1): "3.2",
    }  # fmt: skip


@pytest.mark.parametrize(("whole_part", "own"), [(False, True), (True, False), (False, False)])
def test_what_is_unnumbered_carries_no_number_and_takes_none(whole_part: bool, own: bool) -> None:
    bare = clause("x", heading(), item(1), numbered=own)
    made = number(document(part(bare, clause("y"), numbered=whole_part), part(clause("z", heading()))), SCHEME)
    assert "clause:x" not in made.titles
    assert ("x", 0) not in made.blocks
    assert made.blocks["x", 1].printed == "a)"
    assert made.titles["clause:z"].printed == f"Article {2 if whole_part else 1}."
    assert made.blocks["z", 0].printed == f"{2 if whole_part else 1}.1"


def test_sections_carry_the_number_and_several_clauses_in_them_their_own() -> None:
    sections = (Section("S1", (clause("a", heading()),)), Section("S2", (clause("b"), clause("c"))))
    made = number(document(Part("P", True, sections, ())), SCHEME)
    assert {k: v.printed for k, v in made.titles.items()} == {
        "part:0": "Titre I", "section:0.0": "Article 1.", "section:0.1": "Article 2.", "clause:b": "2.1", "clause:c": "2.2",
    }  # fmt: skip
    assert made.blocks["a", 0].printed == "1.1"


def test_annexes_have_a_numbering_of_their_own() -> None:
    annexes = (Annex("x", "X", (clause("g", heading()),)), Annex("y", "Y", (clause("h"), clause("i", heading()))))
    made = number(document(part(clause("a")), annexes=annexes), SCHEME)
    assert made.titles["clause:a"].printed == "Article 1."
    assert [made.titles[k].printed for k in ("annex:x", "annex:y", "clause:h", "clause:i")] == [
        "Annexe 1", "Annexe 2", "2.1", "2.2",
    ]  # fmt: skip
    assert (made.blocks["g", 0].printed, made.blocks["i", 1 - 1].printed) == ("1.1", "2.2.1")


def test_items_count_within_their_series() -> None:
    items = [item(1), item(2), item(2), item(1), item(2), item(1, 2), item(2, 3, ordered=False), item(1, 2), item(9, 2)]
    made = number(document(part(clause("a", *items), clause("b", item(1)))), SCHEME)
    assert {k: v.printed for k, v in made.blocks.items()} == {
        ("a", 0): "a)", ("a", 1): "i)", ("a", 2): "ii)", ("a", 3): "b)", ("a", 4): "i)",
        ("a", 5): "a)", ("a", 7): "b)", ("a", 8): "1)", ("b", 0): "a)",
    }  # fmt: skip
