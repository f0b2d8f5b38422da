"""The line of things that are printed: titles, clauses and blocks in order, with their levels."""

from __future__ import annotations

import pytest

from docgen.model.document import Annex, Clause, Definitions, Document, Heading, Paragraph, Part, Section, Source, Text
from docgen.stages.flow import (
    Body,
    ClauseEnd,
    ClauseStart,
    Title,
    annex_of,
    flow,
    heading_level,
    holders,
    printed_clauses,
)


def clause(id_: str, *, numbered: bool = True, title: str = "") -> Clause:
    at = Source(id_, 1, "fr", f"{id_}.md", 1)
    blocks = (Heading(1, (Text("h"),), at), Paragraph((Text("p"),), at))
    return Clause(id_, title or id_.upper(), 1, "", numbered, blocks, at)


def document(*parts: Part, annexes: tuple[Annex, ...] = ()) -> Document:
    return Document("contrat", "", "T", "", "fr", "R", False, parts, annexes)


MIXED = document(
    Part("", False, (), (clause("z"),)),
    Part("Un", True, (), (clause("a"), clause("b", numbered=False))),
    Part("Deux", True, (Section("S1", (clause("c"),)), Section("S2", (clause("d"), clause("e")))), ()),
    Part("Seule", True, (), (clause("f", title="Seule"),)),
    annexes=(Annex("x", "Prix", (clause("g"),)), Annex("y", "Divers", (clause("h"), clause("i")))),
)


def test_titles_come_in_order_with_level_number_and_family() -> None:
    assert [(t.key, t.level, t.numbered, t.family) for t in flow(MIXED) if isinstance(t, Title)] == [
        ("clause:z", 0, False, "main"),
        ("part:1", 0, True, "main"),
        ("clause:a", 1, True, "main"),
        ("clause:b", 1, False, "main"),
        ("part:2", 0, True, "main"),
        ("section:2.0", 1, True, "main"),
        ("section:2.1", 1, True, "main"),
        ("clause:d", 2, True, "main"),
        ("clause:e", 2, True, "main"),
        ("part:3", 0, True, "main"),
        ("annex:x", 0, True, "annex"),
        ("annex:y", 0, True, "annex"),
        ("clause:h", 1, True, "annex"),
        ("clause:i", 1, True, "annex"),
    ]


def test_a_clause_without_heading_or_block_prints_nothing() -> None:
    at = Source("vide", 1, "fr", "vide.md", 1)
    waiting = Clause("attente", "Seule", 1, "", True, (Definitions(at, "amendments"),), at)
    empty = Clause("vide", "Vide", 1, "", True, (), at)
    printed = document(Part("Seule", True, (), (waiting,)), Part("Un", True, (), (empty, clause("a"))), Part("Vide", True, (), (empty,)))
    assert printed_clauses(printed) == ("vide", "a")
    assert printed_clauses(MIXED) == tuple(c.id for c in MIXED.clauses())


def test_every_clause_starts_holds_its_blocks_and_ends() -> None:
    open_: str | None = None
    seen = []
    for item in flow(MIXED):
        match item:
            case ClauseStart():
                assert open_ is None
                open_ = item.clause.id
                seen.append(open_)
            case Body():
                assert item.clause.id == open_
                assert item.clause.blocks[item.index] is item.block
            case ClauseEnd():
                assert item.clause.id == open_
                open_ = None
    assert seen == [c.id for c in MIXED.clauses()]


@pytest.mark.parametrize(
    ("id_", "level", "numbered"),
    [("z", 1, False), ("a", 2, True), ("b", 2, False), ("c", 2, True), ("d", 3, True), ("f", 1, True), ("g", 1, True), ("h", 2, True)],
)  # fmt: skip
def test_a_heading_stands_below_its_title(id_: str, level: int, numbered: bool) -> None:
    (body,) = [i for i in flow(MIXED) if isinstance(i, Body) and i.clause.id == id_ and i.index == 0]
    assert (heading_level(body), body.numbered) == (level, numbered)


def test_each_clause_is_held_by_the_title_above_it() -> None:
    assert holders(MIXED) == {
        "z": "clause:z", "a": "clause:a", "b": "clause:b", "c": "section:2.0", "d": "clause:d", "e": "clause:e",
        "f": "part:3", "g": "annex:x", "h": "clause:h", "i": "clause:i",
    }  # fmt: skip
    assert annex_of(MIXED) == {"g": "x", "h": "y", "i": "y"}
