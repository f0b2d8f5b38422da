"""Which revision of a clause is taken, and what is told where there is none."""

from __future__ import annotations

from typing import Any

import pytest

from docgen.model.diagnostic import Diagnostic
from docgen.model.plan import Request
from docgen.stages.resolve import Resolver, dates_of

REVISIONS = """\
revisions:
- {number: 1, change: legal, in_force: {from: 2020-01-01, to: 2030-12-31}}
- {number: 2, change: legal, in_force: {from: 2031-01-01}}
"""
TWO = {"r1.fr.md": "Un.\n", "r2.fr.md": "Deux.\n"}


def said(found: list[Diagnostic]) -> list[tuple[str, str, str | None]]:
    return [(d.code, str(d.place), d.hint) for d in found]


@pytest.mark.parametrize(("day", "number"), [("2020-01-01", 1), ("2030-12-31", 1), ("2031-01-01", 2), ("2099-01-01", 2)])
def test_the_revision_in_force_on_the_effective_date_is_taken(a_library: Any, day: str, number: int) -> None:
    ((plan,), found) = a_library({"c": {"meta": REVISIONS, **TWO}}).plans(effective=day)
    assert found == []
    assert plan.clauses[0].revision.number == number
    assert f"r{number}: in force on {day}" in plan.clauses[0].reasons


def test_before_the_first_revision_the_next_one_is_named(a_library: Any) -> None:
    ((plan,), found) = a_library({"c": {"meta": REVISIONS, **TWO}}).plans(effective="2019-12-31")
    assert plan.clauses == ()
    assert said(found) == [("AS504", "clauses/c/clause.yaml:1:1", "the next is r1, in force from 2020-01-01")]


def test_after_the_last_revision_its_end_is_named(a_library: Any) -> None:
    meta = "revisions:\n- {number: 1, change: legal, in_force: {to: 2030-12-31}}\n"
    (_, found) = a_library({"c": {"meta": meta, "r1.fr.md": "Un.\n"}}).plans()
    assert said(found) == [("AS504", "clauses/c/clause.yaml:1:1", "the last is r1, until 2030-12-31")]


def test_a_withdrawn_revision_is_passed_over(a_library: Any) -> None:
    meta = REVISIONS.replace("from: 2031-01-01}", "from: 2031-01-01}, withdrawn: true").replace(", to: 2030-12-31", "")
    ((plan,), found) = a_library({"c": {"meta": meta, **TWO}}).plans()
    assert (found, plan.clauses[0].revision.number) == ([], 1)


def test_where_every_revision_is_withdrawn_there_is_none(a_library: Any) -> None:
    meta = "revisions:\n- {number: 1, change: legal, withdrawn: true}\n"
    (_, found) = a_library({"c": {"meta": meta, "r1.fr.md": "Un.\n"}}).plans()
    assert [(d.code, d.hint) for d in found] == [("AS504", "every revision is withdrawn: write a new one")]


def test_a_pinned_revision_is_taken(a_library: Any) -> None:
    ((plan,), found) = a_library({"c": {"meta": REVISIONS.replace(", to: 2030-12-31", ""), **TWO}}).plans("clauses: {c: {revision: 1}}\n")
    assert (found, plan.clauses[0].revision.number) == ([], 1)
    assert "r1: pinned in the profile" in plan.clauses[0].reasons


@pytest.mark.parametrize(
    ("number", "code", "message", "hint"),
    [
        (3, "AS505", '"c" has no revision 3', "revisions: r1, r2"),
        (1, "AS504", 'r1 of "c" is not in force on 2031-01-01', "r2 is in force on that day"),
    ],
)
def test_a_pinned_revision_must_be_there_and_in_force(
    a_library: Any, number: int, code: str, message: str, hint: str
) -> None:
    (_, found) = a_library({"c": {"meta": REVISIONS, **TWO}}).plans(f"clauses: {{c: {{revision: {number}}}}}\n")
    assert [(d.code, d.message, str(d.place), d.hint) for d in found] == [(code, message, "profil.yaml:4:15", hint)]


def test_a_pinned_revision_must_not_be_withdrawn(a_library: Any) -> None:
    meta = "revisions:\n- {number: 1, change: legal, withdrawn: true}\n- {number: 2, change: legal}\n"
    (_, found) = a_library({"c": {"meta": meta, **TWO}}).plans("clauses: {c: {revision: 1}}\n")
    assert [(d.code, d.message) for d in found] == [("AS504", 'r1 of "c" is withdrawn')]


def test_a_draft_is_said(a_library: Any) -> None:
    bench = a_library({"c": {"r1.fr.md": "Un.\n"}})
    library, project = bench.library(), bench.project
    profile = bench.profile()
    resolver = Resolver(profile, library, lambda i: project.clause(i).value, bench.filters, Request(), dates_of(profile, library, Request()))
    resolver.plans(bench.types())
    assert [(d.code, str(d.severity), d.hint) for d in resolver.found] == [
        ("AS506", "warning", "publish it with: docgen clauses seal c"),
    ]
