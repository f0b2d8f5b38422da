"""From the clauses of a contract to its duties: values, days, and what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from docgen.model.diagnostic import Diagnostic
from docgen.model.obligation import Duty
from docgen.model.plan import Request
from docgen.stages.calculations import with_calculations
from docgen.stages.obligations import MAX_DATES, duties_of, with_duties
from docgen.stages.resolve import Resolver, dates_of
from docgen.store.languages import load_language

PARAMETERS = """\
parameters:
  effet: {type: date, from: duree.effet}
  mois: {type: months, from: duree.mois, default: 12}
  fin: {type: date, derived: "duree.effet|plus_mois(duree.mois)|moins_jours(1)"}
  liste: {type: list, from: liste}
"""
TEXT = {"r1.fr.md": "{{ effet }} {{ mois }} {{ fin }} {{ liste|count }}.\n", "r1.en.md": "{{ effet }} {{ mois }} {{ fin }} {{ liste|count }}.\n"}
PROFILE = "duree: {effet: 2027-01-31, mois: 12}\n"


def resolved(a_library: Any, obligations: str, profile: str = PROFILE, more: str = "", **asked: Any) -> tuple[tuple[Duty, ...], tuple[Diagnostic, ...]]:
    bench = a_library({"c": {"meta": f"{PARAMETERS}{more}obligations:\n{obligations}", **TEXT}})
    ((plan,), _) = bench.plans(profile, **asked)
    return duties_of(plan, bench.filters(plan.language), load_language(plan.language), lambda path: f"<{path}>")


def days(a_library: Any, when: str, profile: str = PROFILE) -> tuple[str, ...]:
    (duty,), found = resolved(a_library, f"- {{id: a, who: client, what: {{fr: X}}, {when}}}\n", profile)
    assert found == ()
    return duty.dates


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("on: fin", ("2028-01-30",)),
        ("on: fin, before: {months: 2}", ("2027-11-30",)),
        ("on: effet, after: {months: mois}, before: {days: 1}", ("2028-01-30",)),
        ("on: effet, after: {months: 1, days: 1}", ("2027-03-01",)),
        ("every: {months: 6, from: effet, until: fin}", ("2027-01-31", "2027-07-31")),
        ("every: {months: 6, from: effet, until: 'fin|plus_jours(1)'}", ("2027-01-31", "2027-07-31", "2028-01-31")),
        ("every: {months: 6, from: effet, until: fin, first: 1}, before: {days: 1}", ("2027-07-30",)),
        ("every: {days: 7, from: effet, until: \"'2027-02-14'\"}", ("2027-01-31", "2027-02-07", "2027-02-14")),
        ("every: {months: mois / 6, from: effet, until: \"'2027-03-31'\"}", ("2027-01-31", "2027-03-31")),
    ],
)
def test_days_follow_from_the_values(a_library: Any, when: str, expected: tuple[str, ...]) -> None:
    assert days(a_library, when) == expected


def test_the_values_are_those_of_the_texts(a_library: Any) -> None:
    """A position sets the parameter, as it does for what the clause says."""
    more = "positions:\n- {id: p, kind: standard, sets: {delai: 3}}\n"
    meta = PARAMETERS.replace("parameters:\n", "parameters:\n  delai: {type: months}\n")
    bench = a_library({"c": {"meta": f"{meta}{more}obligations:\n- {{id: a, who: client, what: {{fr: '{{{{ position }}}} {{{{ delai }}}}'}}, on: effet, after: {{months: delai}}}}\n", **TEXT}})
    ((plan,), _) = bench.plans(PROFILE)
    ((duty,), _) = duties_of(plan, bench.filters("fr"), load_language("fr"), str)
    assert (duty.what, duty.dates) == ("p 3", ("2027-04-30",))


def test_a_condition_that_does_not_hold_makes_no_duty(a_library: Any) -> None:
    obligations = "- {id: a, who: client, what: {fr: X}, when: mois > 24, on: fin}\n- {id: b, who: client, what: {fr: X}, when: absent, on: fin}\n"
    assert resolved(a_library, obligations)[0] == ()


def test_a_list_makes_one_duty_for_each_item(a_library: Any) -> None:
    obligation = "- {id: a, who: client, what: {fr: 'Voir {{ i.nom }}'}, each: liste as i, on: effet, after: {days: i.j}}\n"
    profile = PROFILE + "liste: [{nom: B, j: 2}, {nom: A, j: 1, id: aa}, {nom: C}]\n"
    duties, found = resolved(a_library, obligation, profile)
    assert [(d.what, d.dates, d.item, d.missing) for d in duties] == [
        ("Voir A", ("2027-02-01",), "aa", ()),
        ("Voir B", ("2027-02-02",), "1", ()),
        ("Voir C", (), "3", ("<liste[2].j>",)),
    ]
    assert found == ()
    assert [d.key for d in duties] == ["c/a/aa", "c/a/1", "c/a/3"]


def test_a_step_may_come_from_a_table_in_months_or_in_days(a_library: Any) -> None:
    more = "  pas: {type: object, from: pas}\n"
    obligation = "- {id: a, who: client, what: {fr: X}, each: liste as i, every: {months: 'pas[i.f].m', days: 'pas[i.f].j', from: effet, until: fin}}\n"
    profile = PROFILE + "pas: {s: {j: 200}, t: {m: 8}}\nliste: [{f: s}, {f: t}, {f: z}]\n"
    duties, _ = resolved(a_library, obligation, profile, more)
    assert [(d.months, d.days, len(d.dates), bool(d.missing)) for d in duties] == [(0, 200, 2, False), (8, 0, 2, False), (0, 0, 0, True)]


@pytest.mark.parametrize(
    ("profile", "missing"),
    [("duree: {effet: 2027-01-31}\n", ("<duree.mois>",)), ("duree: {mois: 12}\n", ("<duree.effet>",)),
     ("", ("<duree.effet>", "<duree.mois>"))],
)  # fmt: skip
def test_a_day_that_is_not_known_says_what_is_missing(a_library: Any, profile: str, missing: tuple[str, ...]) -> None:
    obligation = "- {id: a, who: client, what: {fr: X}, on: fin}\n- {id: b, who: client, what: {fr: X}, every: {months: 1, from: effet, until: fin}}\n"
    duties, found = resolved(a_library, obligation, profile)
    assert found == ()
    assert [d.dates for d in duties] == [(), ()]
    assert duties[0].missing == missing
    assert all(d.missing for d in duties)


@pytest.mark.parametrize(
    ("when", "message"),
    [
        ("on: mois", '"c/a" has no day: 12 is no date'),
        ("on: \"'2027-02-30'\"", "'2027-02-30' is no date"),
        ("on: fin, after: {days: 1.5}", "is no whole number"),
        ("on: fin, after: {months: fin}", "is no whole number"),
        ("on: fin, after: {months: 200000}", "the day leaves the calendar"),
        ("every: {months: 0, from: effet, until: fin}", "the step must be positive"),
        ("every: {days: 0 - 7, from: effet, until: fin}", "the step must be positive"),
    ],
)
def test_as530_a_value_that_gives_no_day_is_said_and_the_duty_is_kept(a_library: Any, when: str, message: str) -> None:
    duties, found = resolved(a_library, f"- {{id: a, who: client, what: {{fr: X}}, {when}}}\n")
    assert [(d.code, d.severity, str(d.place)) for d in found] == [("AS530", "error", "clauses/c/clause.yaml:9:3")]
    assert message in found[0].message
    assert [(d.dates, d.missing) for d in duties] == [((), ("a",))]


def test_a_filter_that_refuses_is_said_and_the_duty_is_kept(a_library: Any) -> None:
    duties, found = resolved(a_library, "- {id: a, who: client, what: {fr: X}, on: 'liste|plus_mois(1)'}\n")
    assert [d.code for d in found] == ["CL330"]
    assert len(duties) == 1


def test_as531_the_days_of_one_duty_are_bounded(a_library: Any) -> None:
    (duty,), found = resolved(a_library, "- {id: a, who: client, what: {fr: X}, every: {days: 1, from: effet, until: \"'2999-12-31'\"}}\n")
    assert [(d.code, d.severity) for d in found] == [("AS531", "warning")]
    assert len(duty.dates) == MAX_DATES


def test_duties_stand_in_the_order_of_their_days_then_unknown_then_on_an_event(a_library: Any) -> None:
    obligations = """\
- {id: evenement, who: client, what: {fr: X}, after_event: {fr: 'sous {{ mois }} mois'}}
- {id: inconnu, who: client, what: {fr: X}, on: 'liste[0].jour'}
- {id: tard, who: client, what: {fr: X}, on: fin}
- {id: tot, who: client, what: {fr: X}, on: effet}
"""
    duties, _ = resolved(a_library, obligations)
    assert [d.id for d in duties] == ["tot", "tard", "inconnu", "evenement"]
    assert duties[-1].event == "sous 12\u00a0mois"


def test_the_language_is_that_of_the_document(a_library: Any) -> None:
    (duty,), _ = resolved(a_library, "- {id: a, who: client, what: {fr: Payer, en: Pay}, on: fin}\n", language="en")
    assert duty.what == "Pay"


def test_texts_see_the_duties_of_the_whole_document(a_library: Any) -> None:
    bench = a_library({"c": {"meta": f"{PARAMETERS}obligations:\n- {{id: a, who: client, what: {{fr: X}}, every: {{months: 1, from: effet, until: fin}}}}\n", **TEXT}})
    ((plan,), _) = bench.plans(PROFILE)
    duties, _ = duties_of(plan, bench.filters("fr"), load_language("fr"), str)
    after = with_duties(plan, duties)
    (row,) = after.clauses[0].values["document"]["obligations"]
    assert row == {
        "clause": "c", "id": "a", "who": "client", "what": "X", "first": "2027-01-31", "last": "2027-12-31", "count": 12,
        "months": 1, "dates": ["2027-01-31", "2027-02-28", "2027-03-31"], "missing": [],
    }  # fmt: skip
    assert after.scope["document"] is after.clauses[0].values["document"]
    assert "obligations" not in plan.scope["document"]


def test_a_clause_without_a_number_is_not_cited(a_library: Any) -> None:
    bench = a_library({"c": {"meta": f"{PARAMETERS}numbered: false\nobligations:\n- {{id: a, who: client, what: {{fr: X}}, on: fin}}\n", **TEXT}})
    ((plan,), _) = bench.plans(PROFILE)
    duties, _ = duties_of(plan, bench.filters("fr"), load_language("fr"), str)
    assert "clause" not in with_duties(plan, duties).scope["document"]["obligations"][0]


def test_what_is_missing_is_found_behind_a_calculation(a_library: Any) -> None:
    library = "schema: docgen.library/1\nname: x\nlanguages: [fr]\ncalculations: calculs.yaml\ndates: {as_of: as_of}\n"
    calculations = "schema: docgen.calculations/1\ncalculations:\n- {id: terme, value: 'duree.effet|plus_mois(duree.mois)'}\n"
    meta = "parameters:\n  fin: {type: date, derived: terme()}\nobligations:\n- {id: a, who: client, what: {fr: X}, on: fin}\n- {id: b, who: client, what: {fr: X}, on: terme()}\n"
    bench = a_library({"c": {"meta": meta, "r1.fr.md": "{{ fin }}.\n"}}, files={"clauses/library.yaml": library, "clauses/calculs.yaml": calculations})
    filters = with_calculations(bench.filters("fr"), bench.library().calculations)
    for profile, expected in (("duree: {effet: 2027-01-31}\n", ("<duree.mois>",)), ("duree: {effet: 2027-01-31, mois: 1}\n", ())):
        project, read = bench.project, bench.profile(profile)
        request = Request(language="fr")
        resolver = Resolver(read, bench.library(), lambda i, p=project: p.clause(i).value, lambda _: filters, request, dates_of(read, bench.library(), request))
        (plan,) = resolver.plans(bench.types())
        duties, found = duties_of(plan, filters, load_language("fr"), lambda path: f"<{path}>", bench.library().calculations)
        assert found == ()
        assert [d.missing for d in duties if d.id == "a"] == [expected]
        assert [d.dates for d in duties] == [() if expected else ("2027-02-28",)] * 2
