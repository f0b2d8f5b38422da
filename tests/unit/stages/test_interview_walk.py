"""Through an interview, step by step."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from docgen.model.diagnostic import Place
from docgen.model.interview import Interview, InterviewSection, Question, written
from docgen.model.library import Rule
from docgen.stages.data_filters import DATA_FILTERS
from docgen.stages.expressions import value_of
from docgen.stages.interview_walk import judgeable, pending_paths, steps, value_at
from docgen.stages.paths_read import rule_paths
from docgen.stages.script_parse import parse_expression

X = Place("x")


def expression(text: str):
    return parse_expression(text, X, frozenset(DATA_FILTERS)).value


NAME = Question("projet.nom", X)
OUTWARD = Question("public", X, when=expression("mission.sens == 'sortant'"))
MISSIONS = Question("missions", X, name="mission", items=(Question("id", X), Question("sens", X), OUTWARD))
SHARES = Question("parts", X, keys=expression("missions|pluck('id')"))
AMOUNT = Question("budget.montant", X, when=expression("budget.mode == 'plafond'"))
QUESTIONS = (NAME, MISSIONS, SHARES, Question("budget.mode", X), AMOUNT)
INTERVIEW = Interview((InterviewSection("un", {}, {}, None, QUESTIONS, X),), X)


def walk(data: Mapping[str, Any], left: Collection[str] = (), opened: Any = None):
    def evaluate(e: Any, names: Any) -> Any:
        return value_of(e, {**data, **{n: value_at(data, p) or {} for n, p in names.items()}}, {})

    return list(steps(INTERVIEW, data, left, opened, evaluate))


def said(data: Mapping[str, Any], left: Collection[str] = (), opened: Any = None) -> list[tuple[str, bool]]:
    return [(s.mark, s.answered) for s in walk(data, left, opened)]


def test_a_new_profile() -> None:
    assert said({}) == [("projet.nom", False), ("missions+", False), ("budget.mode", False)]


def test_items_conditions_and_keys() -> None:
    data = {"missions": [{"id": "a", "sens": "sortant"}, {"id": "b"}], "budget": {"mode": "plafond"}}
    assert said(data, {"projet.nom", "missions+", "missions[2].sens"}) == [
        ("projet.nom", True), ("missions[1].id", True), ("missions[1].sens", True), ("missions[1].public", False),
        ("missions[2].id", True), ("missions[2].sens", True), ("missions+", True), ("parts.a", False), ("parts.b", False),
        ("budget.mode", True), ("budget.montant", False),
    ]  # fmt: skip


def test_an_opened_item_is_asked_for() -> None:
    marks = [m for m, _ in said({}, (), ("missions", 0))]
    assert marks == ["projet.nom", "missions+", "missions[1].id", "missions[1].sens", "budget.mode"]
    assert ("missions+", True) in said({}, (), ("missions", 0))


def test_false_and_nought_are_answers() -> None:
    assert ("budget.mode", True) in said({"budget": {"mode": False}})
    assert ("budget.mode", True) in said({"budget": {"mode": 0}})


def test_paths_as_people_read_them() -> None:
    assert written(("missions", 0, "preuve", "support")) == "missions[1].preuve.support"


def rule(id_: str, when: str) -> Rule:
    return Rule(id_, "error", (), expression(when), "", {}, {}, (), {}, X)


def test_a_rule_waits_for_all_its_answers() -> None:
    rules = [(r, rule_paths(r)) for r in (rule("nom", "not projet.nom"), rule("sens", "missions|pluck('sens')|count == 0"), rule("montant", "budget.montant > 1"))]
    pending = pending_paths(INTERVIEW, walk({"projet": {"nom": "x"}}))
    assert [r.id for r in judgeable(rules, pending)] == ["nom"]
    assert "budget.montant" in pending  # its condition is not decided yet
    done = walk({"projet": {"nom": "x"}, "budget": {"mode": "libre"}}, {"missions+"})
    assert [r.id for r in judgeable(rules, pending_paths(INTERVIEW, done))] == ["nom", "sens", "montant"]
