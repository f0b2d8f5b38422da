"""Which fields an expression or a rule looks at."""

from __future__ import annotations

import pytest

from docgen.model.diagnostic import Place
from docgen.model.library import Rule
from docgen.stages.data_filters import DATA_FILTERS
from docgen.stages.paths_read import calculation_paths, overlap, paths_read, rule_paths
from docgen.stages.read_calculations import read_calculations
from docgen.stages.script_parse import parse_expression


def expression(text: str):
    found = parse_expression(text, Place("x"), frozenset(DATA_FILTERS))
    assert found.value is not None, found.diagnostics
    return found.value


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("a.b.c", {"a.b.c"}),
        ("a == 'x' and not b.c", {"a", "b.c"}),
        ("a.b is defined or 1 + c > 2", {"a.b", "c"}),
        ("missions|pluck('sens')|count", {"missions.sens"}),
        ("(kpis|where('id', l)|first).cible", {"kpis.id", "kpis.cible", "l"}),
        ("a['x y'].z", {"a.x y.z"}),
        ("a[b].c", {"a.c", "b"}),
        ("x if y else [z, 'k']", {"x", "y", "z"}),
        ("lignes|sum('poids') != 100", {"lignes.poids"}),
    ],
)
def test_paths(text: str, paths: set[str]) -> None:
    assert paths_read(expression(text)) == paths


def test_rules_go_through_lists() -> None:
    each = (("m", expression("missions"), "missions"), ("c", expression("m.competences"), "m.competences"))
    rule = Rule("R", "error", each, expression("m.sens == 'sortant' and c in canaux|pluck('canal')"), "", {}, {}, (), {}, Place("x"))
    assert rule_paths(rule) == {"missions", "missions.competences", "missions.sens", "canaux.canal"}


CALCULATIONS = b"""
schema: docgen.calculations/1
calculations:
- {id: fin, value: "duree.effet if duree.mois else none"}
- id: total
  takes: [facteur]
  let: {prix: "remuneration.prix"}
  each: "lots as l"
  where: "l.actif"
  item: {n: "l.nombre"}
  fields: {montant: "n * prix * facteur", fin: "fin()"}
"""


def test_a_calculation_reads_what_it_and_those_that_it_calls_look_at() -> None:
    found = read_calculations(CALCULATIONS, "c.yaml", DATA_FILTERS)
    assert found.value is not None, found.diagnostics
    calculated = calculation_paths(found.value)
    whole = {"duree.effet", "duree.mois", "remuneration.prix", "lots", "lots.actif", "lots.nombre"}
    assert calculated == {"fin()": {"duree.effet", "duree.mois"}, "total()": whole}
    called = parse_expression("total(budget.part)|count > a", Place("x"), {**dict.fromkeys(DATA_FILTERS), **calculated}).value
    assert called is not None
    assert paths_read(called, calculated) == {*whole, "budget.part", "a"}
    rule = Rule("R", "error", (("t", called, "t"),), None, "", {}, {}, (), {}, Place("x"))
    assert rule_paths(rule, calculated) == {*whole, "budget.part", "a"}


def test_paths_overlap_above_and_below() -> None:
    assert overlap("a.b", {"a"})
    assert overlap("a", {"a.b"})
    assert overlap("a", {"a"})
    assert not overlap("ab", {"a"})
    assert not overlap("a.b", {"a.c"})
