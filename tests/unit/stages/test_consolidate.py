"""A contract as amended keeps the numbers of its articles."""

from __future__ import annotations

import pytest

from docgen.model.document import Annex, CrossReference, Document, NumberField, Paragraph, Section, Target
from docgen.model.numbering import Level, Scheme
from docgen.stages.consolidate import moved_numbers
from docgen.stages.references import References
from support.contracts import (
    FRENCH,
    PLAIN,
    WORDED,
    amended,
    citing,
    clause,
    contract,
    heading,
    inside,
    item,
    numbers,
    part,
    signed,
    text,
    titles,
)

GONE = "(supprimé)"


def three(*more: str, without: str = "") -> Document:
    """Articles a, b, c; those of ``more`` behind b."""
    ids = [i for i in ("a", "b", *more, "c") if i != without]
    return contract(part("P", *map(clause, ids)))


# --------------------------------------------------------------- what leaves
def test_a_deleted_article_keeps_its_number_and_says_so() -> None:
    made = amended(signed(three()), three(without="b"))
    assert numbers(made) == {"a": "1", "b": "2", "c": "3"}
    assert titles(made) == ["A", f"B {GONE}", "C"]
    gone = next(c for c in made.document.clauses() if c.id == "b")
    assert gone.gone and gone.blocks == () and gone.numbered


def test_a_deleted_article_stays_deleted_and_is_marked_once() -> None:
    once = amended(signed(three()), three(without="b"))
    twice = amended(once, three(without="b"))
    assert twice == once


def test_an_article_that_comes_back_takes_its_number_back() -> None:
    made = amended(amended(signed(three()), three(without="b")), three())
    assert numbers(made) == {"a": "1", "b": "2", "c": "3"}
    assert titles(made) == ["A", "B", "C"]
    assert not any(c.gone for c in made.document.clauses())


def test_what_had_no_number_leaves_nothing() -> None:
    before = contract(part("P", clause("a"), clause("x", numbered=False), clause("b")))
    made = amended(signed(before), contract(part("P", clause("a"), clause("b"))))
    assert titles(made) == ["A", "B"]
    assert numbers(made) == {"a": "1", "b": "2"}


# --------------------------------------------------------------- what enters
def test_what_enters_is_numbered_after_the_article_before_it() -> None:
    made = amended(signed(three()), three("x", "y"))
    assert numbers(made) == {"a": "1", "b": "2", "x": "2 bis", "y": "2 ter", "c": "3"}
    entered = next(c for c in made.document.clauses() if c.id == "x")
    assert (entered.number, entered.numbered, entered.heading) == ("2\u00a0bis.", False, "2\u00a0bis.\u00a0X")


def test_a_later_amendment_keeps_what_an_earlier_one_added() -> None:
    first = amended(signed(three()), three("x"))
    second = amended(first, three("w", "x", "y"))
    assert numbers(second) == {"a": "1", "b": "2", "w": "2 ter", "x": "2 bis", "y": "2 quater", "c": "3"}


def test_a_number_that_was_added_and_deleted_is_not_given_again() -> None:
    first = amended(signed(three()), three("x"))
    second = amended(first, three())
    third = amended(second, three("y"))
    assert numbers(second)["x"] == "2 bis"
    assert numbers(third) == {"a": "1", "b": "2", "x": "2 bis", "y": "2 ter", "c": "3"}
    assert f"X {GONE}" in titles(third)


def test_more_than_the_language_has_words_for_goes_on_in_figures() -> None:
    made = numbers(amended(signed(three()), three(*"uvwxyz")))
    assert [made[i] for i in "uvwxyz"] == ["2 bis", "2 ter", "2 quater", "2 quinquies", "2 6", "2 7"]


def test_what_enters_before_the_first_article_takes_no_number_of_another() -> None:
    made = amended(signed(three()), contract(part("P", clause("x"), *map(clause, "abc"))))
    assert numbers(made) == {"x": "1 bis", "a": "1", "b": "2", "c": "3"}


def test_what_enters_may_go_to_the_end_of_its_part() -> None:
    before = contract(part("P", *map(clause, "abc")), part("Q", clause("d")))
    after = contract(part("P", clause("a"), clause("x"), clause("b"), clause("y"), clause("c")), part("Q", clause("d")))
    made = amended(signed(before), after, at_end=True)
    assert [c.id for c in made.document.clauses()] == ["a", "b", "c", "x", "y", "d"]
    assert numbers(made) == {"a": "1", "b": "2", "c": "3", "x": "3 bis", "y": "3 ter", "d": "4"}


def test_clauses_that_change_their_place_stay_where_they_were_signed() -> None:
    before = contract(part("P", clause("a"), clause("b")), part("Q", clause("c")))
    made = amended(signed(before), contract(part("P", clause("b")), part("Q", clause("c"), clause("a"))))
    assert [c.id for c in made.document.clauses()] == ["a", "b", "c"]
    assert numbers(made) == {"a": "1", "b": "2", "c": "3"}


# ------------------------------------------------------------ headings inside
def test_headings_inside_what_enters_stand_below_its_number() -> None:
    after = contract(part("P", clause("a"), clause("x", heading(), item(), heading(2), heading()), clause("b", heading())))
    made = amended(signed(contract(part("P", clause("a"), clause("b", heading())))), after)
    assert inside(made, "x") == ["1 bis.1", "a)", "1 bis.1.1", "1 bis.2"]
    assert inside(made, "b") == ["2.1"]
    entered = next(c for c in made.document.clauses() if c.id == "x")
    assert entered.blocks[0] == heading().__class__(1, (type(heading().inlines[0])("1\u00a0bis.1\u00a0"), *heading().inlines), heading().source)


@pytest.mark.parametrize("space", [" ", "\u00a0"])
def test_numbers_with_a_word_keep_it(space: str) -> None:
    scheme = Scheme((WORDED.headings[0], Level("decimal", f"Article{space}%2.", restart=0), *WORDED.headings[2:]), WORDED.annexes, WORDED.items)
    after = contract(part("P", clause("a"), clause("x", heading()), clause("b")))
    made = amended(signed(contract(part("P", clause("a"), clause("b"))), scheme), after, scheme)
    assert numbers(made) == {"a": "Article 1", "x": "Article 1 bis", "b": "Article 2"}
    assert inside(made, "x") == ["1 bis.1"]
    assert next(c.number for c in made.document.clauses() if c.id == "x") == f"Article{space}1\u00a0bis."


# ------------------------------------------------------------ parts, sections
def test_a_part_that_enters_carries_no_number_now_or_later() -> None:
    before = contract(part("P", clause("a")), part("Q", clause("b")), part("R", clause("c")))
    after = contract(part("P", clause("a")), part("N", clause("x", heading())), part("Q", clause("b")), part("R", clause("c")))
    first = amended(signed(before), after)
    second = amended(first, after)
    for made in (first, second):
        assert [made.numbering.titles.get(f"part:{n}") and made.numbering.titles[f"part:{n}"].cited for n in range(4)] == [
            "TITRE I", None, "TITRE II", "TITRE III",
        ]  # fmt: skip
        assert numbers(made) == {"a": "1", "x": "1 bis", "b": "2", "c": "3"}
        assert inside(made, "x") == ["1 bis.1"]
    assert moved_numbers(signed(before), first) == ()
    assert moved_numbers(first, second) == ()


def test_a_part_of_which_everything_leaves_keeps_its_number() -> None:
    before = contract(part("P", clause("a")), part("Q", clause("b"), clause("c")), part("R", clause("d")))
    made = amended(signed(before), contract(part("P", clause("a")), part("R", clause("d"))))
    assert numbers(made) == {"a": "1", "b": "2", "c": "3", "d": "4"}
    assert made.numbering.titles["part:2"].cited == "TITRE III"


def test_a_numbered_part_without_numbered_articles_keeps_its_number_too() -> None:
    before = contract(part("P", clause("a")), part("Q", clause("x", numbered=False)), part("R", clause("d")))
    after = contract(part("P", clause("a")), part("R", clause("d")))
    first = amended(signed(before), after)
    assert [p.title for p in first.document.parts] == ["P", f"Q {GONE}", "R"]
    assert first.numbering.titles["part:2"].cited == "TITRE III"
    assert amended(first, after) == first


def test_a_part_that_stands_under_the_title_of_its_one_clause_is_marked_itself() -> None:
    before = contract(part("Prix", clause("prix")), part("Q", clause("b")))
    made = amended(signed(before), contract(part("Q", clause("b"))))
    assert made.document.parts[0].title == f"Prix {GONE}"
    assert numbers(made) == {"b": "1"}
    assert made.numbering.titles["part:1"].cited == "TITRE II"
    back = amended(made, before)
    assert [p.title for p in back.document.parts] == ["Prix", "Q"]
    assert numbers(back) == {"b": "1"}


def test_what_replaces_the_one_clause_of_a_part_leaves_no_article_that_never_was() -> None:
    before = contract(part("A", clause("a0"), clause("a1")), part("Prix", clause("prix")), part("Q", clause("b")))
    made = amended(signed(before), contract(part("A", clause("a0"), clause("a1")), part("Prix", clause("tarif")), part("Q", clause("b"))))
    assert numbers(made) == {"a0": "1", "a1": "2", "tarif": "2 bis", "b": "3"}


def test_parts_without_a_number_stay_without() -> None:
    before = contract(part("Préambule", clause("p", heading()), numbered=False), part("P", clause("a"), clause("b")))
    after = contract(part("Préambule", clause("p", heading()), clause("x"), numbered=False), part("P", clause("a")))
    made = amended(signed(before), after)
    assert numbers(made) == {"a": "1", "b": "2"}
    assert inside(made, "p") == []
    assert made.numbering.titles["part:1"].cited == "TITRE I"


def test_a_section_of_one_clause_is_marked_in_its_place_and_found_again() -> None:
    def sections(*ids: str) -> Document:
        return contract(part("P", sections=tuple(Section(f"S{i}", (clause(i, heading()),)) for i in ids)))

    made = amended(signed(sections("a", "b", "c")), sections("a", "c"))
    assert [s.title for s in made.document.parts[0].sections] == ["Sa", f"Sb {GONE}", "Sc"]
    assert made.numbering.titles["section:0.2"].cited == "3"
    back = amended(made, sections("a", "b", "c"))
    assert [s.title for s in back.document.parts[0].sections] == ["Sa", "Sb", "Sc"]
    assert inside(back, "b") == ["2.1"]


def test_a_clause_that_joins_a_section_counts_in_it() -> None:
    before = contract(part("P", sections=(Section("S", (clause("a"),)), Section("T", (clause("b"),)))))
    after = contract(part("P", sections=(Section("S", (clause("a"), clause("x"))), Section("T", (clause("b"),)))))
    made = amended(signed(before), after)
    assert numbers(made) == {"a": "1.1", "x": "1.1 bis"}
    assert made.numbering.titles["section:0.1"].cited == "2"


# -------------------------------------------------------------------- annexes
def annexes(*ids: str, clauses: int = 1) -> Document:
    made = (Annex(i, f"Annexe {i}", tuple(clause(f"{i}{n}", heading()) for n in range(clauses))) for i in ids)
    return contract(part("P", clause("a")), annexes=tuple(made))


def test_annexes_that_enter_go_last_and_count_their_own_articles() -> None:
    made = amended(signed(annexes("u", "v", clauses=2)), annexes("u", "n", "v", clauses=2))
    assert [a.id for a in made.document.annexes] == ["u", "v", "n"]
    assert {k: v.cited for k, v in made.numbering.titles.items() if k.startswith("annex:")} == {
        "annex:u": "Annexe 1", "annex:v": "Annexe 2", "annex:n": "Annexe 3",
    }  # fmt: skip
    assert numbers(made) == {"a": "1", "u0": "1", "u1": "2", "v0": "1", "v1": "2", "n0": "1", "n1": "2"}
    assert inside(made, "n1") == ["2.1"]


def test_an_annex_that_leaves_keeps_its_number_and_says_so() -> None:
    made = amended(signed(annexes("u", "v")), annexes("v"))
    assert [a.title for a in made.document.annexes] == [f"Annexe u {GONE}", "Annexe v"]
    assert made.numbering.titles["annex:v"].cited == "Annexe 2"
    back = amended(made, annexes("u", "v"))
    assert [a.title for a in back.document.annexes] == ["Annexe u", "Annexe v"]


def test_an_annex_whose_clauses_carry_no_number_keeps_its_own() -> None:
    loose = Annex("u", "U", (clause("u0", numbered=False), clause("u1", numbered=False)))
    kept = Annex("v", "V", (clause("v0"),))
    made = amended(signed(contract(part("P", clause("a")), annexes=(loose, kept))), contract(part("P", clause("a")), annexes=(kept,)))
    assert made.document.annexes[0] == Annex("u", f"U {GONE}", ())
    assert made.numbering.titles["annex:v"].cited == "Annexe 2"


def test_what_enters_an_annex_is_numbered_after_the_article_before_it_there() -> None:
    before = contract(part("P", clause("a")), annexes=(Annex("u", "U", (clause("u0"), clause("u1"))),))
    after = contract(part("P", clause("a")), annexes=(Annex("u", "U", (clause("u0"), clause("x", heading()), clause("u1"))),))
    made = amended(signed(before), after)
    assert numbers(made) == {"a": "1", "u0": "1", "x": "1 bis", "u1": "2"}
    assert inside(made, "x") == ["1 bis.1"]


def test_a_clause_that_moves_into_a_new_annex_stays_in_its_article() -> None:
    before = contract(part("P", clause("a"), clause("b")))
    made = amended(signed(before), contract(part("P", clause("a")), annexes=(Annex("u", "U", (clause("b"),)),)))
    assert [c.id for c in made.document.clauses()] == ["a", "b"]
    assert made.document.annexes == ()


# ----------------------------------------------------------------- references
def resolved(document: Document, *, scheme: Scheme = PLAIN, before: Document) -> tuple[dict[str, tuple[str | NumberField, ...]], list[str]]:
    made = amended(signed(before, scheme), document, scheme)
    references = References(made.document, made.numbering, FRENCH, "article", {})
    whole = references.document()
    pieces = {
        c.id: i.pieces
        for c in whole.clauses() for b in c.blocks if isinstance(b, Paragraph) for i in b.inlines if isinstance(i, CrossReference)
    }  # fmt: skip
    return pieces, [d.code for d in references.found]


def test_a_reference_to_what_entered_is_text_that_no_field_can_change() -> None:
    after = contract(part("P", clause("a", citing(Target("clause", "x"))), clause("x"), clause("b", citing(Target("clause", "a")))))
    pieces, codes = resolved(after, before=contract(part("P", clause("a"), clause("b"))))
    assert codes == []
    assert pieces["a"] == ("l’article\u00a0", "1\u00a0bis")
    assert any(isinstance(p, NumberField) and p.text == "1" for p in pieces["b"])


def test_a_reference_to_a_heading_in_what_entered_is_text_too() -> None:
    after = contract(part("P", clause("a", citing(Target("clause", "x", "h"))), clause("x", text(), heading(anchor="h")), clause("b")))
    pieces, codes = resolved(after, before=contract(part("P", clause("a"), clause("b"))))
    assert codes == []
    assert pieces["a"] == ("l’article\u00a0", "1\u00a0bis.1")


@pytest.mark.parametrize("target", [Target("clause", "b"), Target("annex", "u")])
def test_a_reference_to_what_was_deleted_is_refused(target: Target) -> None:
    before = contract(part("P", clause("a"), clause("b")), annexes=(Annex("u", "U", (clause("u0"),)),))
    _, codes = resolved(contract(part("P", clause("a", citing(target)))), before=before)
    assert codes == ["XR501"]


# -------------------------------------------------------------- moved numbers
def test_a_template_that_counts_in_another_way_is_found_out() -> None:
    before = signed(three())
    assert moved_numbers(before, amended(before, three("x"))) == ()
    assert moved_numbers(before, amended(before, three(), WORDED)) == (("1", "Article 1"), ("2", "Article 2"), ("3", "Article 3"))


def test_an_article_that_loses_its_number_is_found_out() -> None:
    before = signed(three())
    after = contract(part("P", clause("a", numbered=False), clause("b"), clause("c")))
    assert moved_numbers(before, amended(before, after)) == (("1", ""), ("2", "1"), ("3", "2"))


def test_a_section_that_enters_before_others_is_found_out() -> None:
    before = signed(contract(part("P", sections=(Section("S", (clause("a"),)), Section("T", (clause("b"),))))))
    after = contract(part("P", sections=(Section("S", (clause("a"),)), Section("N", (clause("x"),)), Section("T", (clause("b"),)))))
    assert moved_numbers(before, amended(before, after)) == (("2", "3"),)
