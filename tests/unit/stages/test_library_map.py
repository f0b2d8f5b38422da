"""The map of a library: what is shown first, what leads to what, where a clause is placed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from docgen.model.library_map import Placed
from docgen.stages.library_map import card_of, map_of, shown_revision, state_of
from docgen.stages.term_finder import TermFinder

REVISIONS = """revisions:
- {number: 1, change: legal, in_force: {from: 2020-01-01, to: 2024-12-31}}
- {number: 2, change: legal, in_force: {from: 2025-01-01, to: 2026-12-31}}
- {number: 3, change: legal, in_force: {from: 2027-01-01}}
- {number: 4, change: legal, in_force: {from: 2028-01-01}, withdrawn: true}
"""
TEXTS = {f"r{n}.fr.md": f"Texte {n}.\n" for n in range(1, 5)}


@pytest.mark.parametrize(
    ("day", "number"), [("", 3), ("2024-06-01", 1), ("2026-01-01", 2), ("2030-01-01", 3), ("1999-01-01", 3)]
)
def test_the_revision_in_force_is_shown_first(a_library: Any, day: str, number: int) -> None:
    (spec,) = a_library({"duree": {"meta": REVISIONS, **TEXTS}}).specs()
    found = shown_revision(spec, day)
    assert found is not None
    assert found.number == number


def test_a_draft_does_not_hide_what_is_approved(a_library: Any) -> None:
    (spec,) = a_library({"duree": {"meta": REVISIONS, **TEXTS}}).specs()
    first, *others = spec.revisions
    found = shown_revision(replace(spec, revisions=(replace(first, approved=True), *others)), "2026-01-01")
    assert found is not None
    assert found.number == 1


def test_the_states_of_revisions(a_library: Any) -> None:
    (spec,) = a_library({"duree": {"meta": REVISIONS, **TEXTS}}).specs()
    published = [replace(r, approved=True) for r in spec.revisions]
    assert [state_of(r, "2026-06-01") for r in published] == ["past", "in-force", "future", "withdrawn"]
    assert [state_of(r, "") for r in published] == ["approved", "approved", "approved", "withdrawn"]
    assert [state_of(r, "") for r in spec.revisions[:2]] == ["draft", "draft"]
    assert state_of(replace(spec.revisions[0], review=True), "") == "review"


def test_what_leads_to_a_clause(a_library: Any) -> None:
    bench = a_library({
        "duree": {"r1.fr.md": "{% if position == 'x' %}Voir [[à prix]]{% else %}[[annexe:a]], [[duree#b]]{% endif %}.\n"},
        "prix": {"meta": "requires: [duree]\nreferences: {requirements: [B5, A1]}\n", "r1.fr.md": "[[duree, objet]]\n"},
        "objet": {"r1.fr.md": "Rien.\n"},
    })  # fmt: skip
    map_ = map_of([card_of(s, "", {"à"}) for s in bench.specs()], bench.types())
    assert map_.cited_by == {"prix": ("duree",), "duree": ("prix",), "objet": ("prix",)}
    assert map_.required_by == {"duree": ("prix",)}
    assert map_.answered_by == {"B5": ("prix",), "A1": ("prix",)}
    assert list(map_.cards) == ["duree", "objet", "prix"]


def test_where_a_clause_is_placed(a_library: Any, type_of: Any) -> None:
    more = """parts:
- title: {fr: Un}
  sections: [{title: {fr: S}, clauses: [duree]}]
annexes: [{id: prix, title: {fr: Prix}, clauses: [prix]}]
variants:
  court: {when: "id == 'x'", drop: [prix]}
  autre: {parts: [{title: {fr: Deux}, clauses: [prix]}]}
"""
    texts = {"duree": {"r1.fr.md": "D.\n"}, "prix": {"r1.fr.md": "P.\n"}}
    bench = a_library(texts, types={"contrat": type_of("contrat", (), more)})
    placed = map_of([card_of(s, "", ()) for s in bench.specs()], bench.types()).placed
    assert placed["duree"] == (Placed("contrat", "", ({"fr": "Un"}, {"fr": "S"})),)
    assert placed["prix"][0] == Placed("contrat", "", ({"fr": "Prix"},), ("court",))
    assert placed["prix"][1].variant == "autre"


def test_the_terms_that_a_text_may_use(a_library: Any) -> None:
    term = "terms:\n  {id}:\n    fr: {{term: {fr}, plural: {fr}s}}\n"
    bench = a_library({
        "a": {"meta": term.format(id="jour-ouvre", fr="Jour Ouvré"), "r1.fr.md": "{% if x %}Les Jours Ouvrés{% endif %}.\n"},
        "b": {"meta": term.format(id="site", fr="Site"), "r1.fr.md": "Rien.\n"},
        "c": {"meta": term.format(id="mon-site", fr="Site"), "r1.fr.md": "Le Site.\n"},
    })  # fmt: skip
    specs = {s.id: s for s in bench.specs()}
    finder = TermFinder(map_of([card_of(s, "", ()) for s in specs.values()], ()))
    assert "site" not in finder.forms(specs["a"], "fr").forms.values()
    assert finder.forms(specs["b"], "fr").forms == {}
    assert finder.forms(specs["c"], "fr").forms == {"Site": "mon-site"}
    assert finder.forms(specs["c"], "en").forms == {}
