"""The calculations of the shipped library: dates, staffing, the variable fee, the ranking of candidates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.diagnostic import Place
from docgen.stages.calculations import world_of
from docgen.stages.expressions import value_of
from docgen.stages.script_parse import parse_expression
from support.project import shipped_workshop


def calculate(call: str, **names: Any) -> Any:
    library, filters = shipped_workshop().library().value, shipped_workshop().filters("fr")
    assert library is not None
    expression = parse_expression(call, Place("x"), filters).value
    assert expression is not None
    scope = world_of({"data": dict(library.data), "reference": library.reference_on("2026-11-22"), **names})
    return value_of(expression, scope, filters)


KPI_A = {"id": "a", "libelle": "A", "sens": "hausse", "seuil": 60, "cible": 72, "plafond": 80}
KPI_B = {"id": "b", "libelle": "B", "sens": "baisse", "seuil": 48, "cible": 24, "plafond": 12}
P = {"id": "p"}


def deal(**variable: Any) -> dict[str, Any]:
    lines = [{"kpi": "a", "poids": 60}, {"kpi": "b", "poids": 40}]
    return {
        "kpis": [KPI_A, KPI_B],
        "prestataire": P,
        "remuneration": {
            "reference_annuelle_ht": {"p": 120_000}, "part_fixe_pct": 60, "part_variable_pct": 40,
            "variable": {"bonus_max_pct": 8, "malus_max_pct": 40, "lignes": lines, **variable},
        },
    }  # fmt: skip


def settled(results: dict[str, Any], **variable: Any) -> Any:
    return calculate("decompte(prestataire, resultats)", resultats=results, **deal(**variable))


def test_the_worked_example_of_the_domain() -> None:
    found = settled({"a": 75, "b": 33})
    assert [(line["taux"], line["montant"]) for line in found["lignes"]] == [
        (Decimal("103.00"), Decimal("7416.00")), (Decimal("62.50"), Decimal("3000.00")),
    ]  # fmt: skip
    assert (found["reference"], found["fixe"], found["base"]) == (30_000, 18_000, 12_000)
    assert (found["variable"], found["total"], found["complet"]) == (Decimal("10416.00"), Decimal("28416.00"), True)


@pytest.mark.parametrize(
    ("kpi", "result", "rate"),
    [
        ("a", 60, 0), ("a", 59, 0), ("a", 66, 50), ("a", 72, 100), ("a", 76, 104), ("a", 80, 108), ("a", 99, 108),
        ("b", 48, 0), ("b", 60, 0), ("b", 36, 50), ("b", 24, 100), ("b", 18, 104), ("b", 12, 108), ("b", 0, 108),
    ],
)  # fmt: skip
def test_rates_between_threshold_target_and_ceiling(kpi: str, result: int, rate: int) -> None:
    rates = {line["kpi"]: line["taux"] for line in settled({kpi: result})["lignes"] if "taux" in line}
    assert rates == {kpi: rate}


def test_by_steps_there_is_nothing_between() -> None:
    found = settled({"a": 71, "b": 24}, mode="palier")
    assert [line["taux"] for line in found["lignes"]] == [0, 100]
    assert [line["taux"] for line in settled({"a": 80, "b": 13}, mode="palier")["lignes"]] == [108, 100]


def test_without_bonus_the_rate_stays_at_a_hundred() -> None:
    found = settled({"a": 99, "b": 0}, bonus_max_pct=0)
    assert [line["taux"] for line in found["lignes"]] == [100, 100]
    assert found["variable"] == 12_000


def test_the_reduction_stops_at_the_greatest_malus() -> None:
    found = settled({"a": 0, "b": 99}, malus_max_pct=8)
    assert (found["brut"], found["plancher"], found["variable"]) == (0, Decimal("9600.00"), Decimal("9600.00"))
    assert found["plancher_applique"] is True


def test_a_missing_result_leaves_the_total_open() -> None:
    found = settled({"a": 75})
    assert found["complet"] is False
    assert "variable" not in found and "total" not in found


def test_bonus_alone_vests_the_base() -> None:
    chosen = {"remuneration-variable": {"position": "bonus-seul"}}
    found = calculate("decompte(prestataire, resultats)", resultats={"a": 0, "b": 18}, clauses=chosen, **deal())
    assert [line["taux"] for line in found["lignes"]] == [100, 104]


def test_by_the_month_a_period_is_a_twelfth() -> None:
    assert settled({"a": 72, "b": 24}, periode="mois")["reference"] == 10_000


@given(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2), st.sampled_from(["lineaire", "palier"]))
def test_a_better_result_never_earns_less(one: Decimal, other: Decimal, mode: str) -> None:
    worse, better = sorted((one, other))
    up = [settled({"a": r, "b": 24}, mode=mode)["total"] for r in (worse, better)]
    down = [settled({"a": 72, "b": r}, mode=mode)["total"] for r in (better, worse)]
    assert up[0] <= up[1]
    assert down[0] <= down[1]


@given(st.decimals(0, 200, places=1), st.decimals(0, 200, places=1))
def test_the_fee_stays_between_its_bounds_and_adds_up(a: Decimal, b: Decimal) -> None:
    found = settled({"a": a, "b": b}, malus_max_pct=10)
    assert found["plancher"] <= found["variable"] <= found["base"] * Decimal("1.08")
    assert found["brut"] == sum(line["montant"] for line in found["lignes"])
    assert found["total"] == found["fixe"] + found["variable"]


def test_the_curve_goes_from_threshold_to_ceiling() -> None:
    curve = calculate("courbe_du_variable(prestataire)", **deal())
    by_level = {point["niveau"]: point["variable"] for point in curve}
    assert (len(curve), by_level[0], by_level[100], by_level[200]) == (21, 0, 12_000, Decimal("12960.00"))
    assert sorted(by_level.values()) == list(by_level.values())


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [("T2-2031", "2031-04-01", "2031-06-30"), ("S2-2031", "2031-07-01", "2031-12-31"),
     ("M02-2032", "2032-02-01", "2032-02-29"), ("A-2031", "2031-01-01", "2031-12-31")],
)  # fmt: skip
def test_the_period_of_a_review(code: str, first: str, last: str) -> None:
    assert (calculate("debut_de_periode(c)", c=code), calculate("fin_de_periode(c)", c=code)) == (first, last)


def test_dates_that_are_never_typed() -> None:
    term = {"date_signature": "2026-12-18", "date_effet": "2027-02-01", "mois": 24}
    renewal = {"mode": "tacite", "preavis_mois": 6}
    names = {"duree": term, "renouvellement": renewal}
    assert calculate("fin_du_contrat()", **names) == "2029-01-31"
    assert calculate("preavis_de_renouvellement()", **names) == "2028-07-31"
    assert calculate("dates_de_vigilance()", **names) == [
        "2026-12-18", "2027-06-18", "2027-12-18", "2028-06-18", "2028-12-18",
    ]  # fmt: skip


def test_staffing_from_volumes_and_handling_time() -> None:
    flows = [{"canal": "telephone", "sens": "entrant", "volumes": [9430, 9430], "dmt_s": 3600},
             {"canal": "chat", "sens": "entrant", "volumes": [18860], "dmt_s": 3600, "simultanes": 2},
             {"canal": "telephone", "sens": "sortant", "volumes": [9999], "dmt_s": 600}]  # fmt: skip
    assert calculate("effectif_theorique()", flux=flows) == 200


@pytest.mark.parametrize(("country", "regime"), [("FR", "eee"), ("NO", "eee"), ("CH", "adequation"), ("TN", "tiers")])
def test_the_regime_of_a_country(country: str, regime: str) -> None:
    assert calculate("regime_de_transfert(pays)", pays=country) == regime


def test_candidates_are_ranked_by_weighted_score_and_knocked_out_ones_are_not() -> None:
    criteria = [{"libelle": "Prix", "poids": 60}, {"libelle": "Label", "poids": 40, "eliminatoire": True}]
    notes = [
        {"candidat": "A", "critere": "Prix", "note": 5}, {"candidat": "A", "critere": "Label", "note": 10, "satisfait": True},
        {"candidat": "B", "critere": "Prix", "note": 9}, {"candidat": "B", "critere": "Prix", "note": 7},
        {"candidat": "B", "critere": "Label", "note": 5},
        {"candidat": "C", "critere": "Prix", "note": 10}, {"candidat": "C", "critere": "Label", "note": 10, "satisfait": False},
        {"candidat": "D", "critere": "Prix", "note": 10},
    ]  # fmt: skip
    found = calculate("classement()", consultation={"candidats": ["A", "B", "C", "D"], "criteres": criteria, "notes": notes})
    assert [(c["nom"], c.get("rang"), c["score"], c["elimine"], c["complet"]) for c in found] == [
        ("A", 1, Decimal("70.00"), False, True), ("B", 2, Decimal("68.00"), False, True),
        ("D", None, Decimal("60.00"), False, False), ("C", None, Decimal("100.00"), True, True),
    ]  # fmt: skip
