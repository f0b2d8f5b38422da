"""The obligations of a clause.yaml: read with their places, and what is wrong with them."""

from __future__ import annotations

from typing import Any

import pytest

TEXT = {"r1.fr.md": "{{ effet }} {{ fin }} {{ liste|count }}.\n"}
PARAMETERS = """\
parameters:
  effet: {type: date, from: duree.effet}
  fin: {type: date, from: duree.fin}
  liste: {type: list, from: liste}
"""


def read(a_library: Any, obligations: str) -> Any:
    return a_library({"c": {"meta": f"{PARAMETERS}obligations:\n{obligations}", **TEXT}}).clause("c")


def test_every_form_is_read(a_library: Any) -> None:
    outcome = read(a_library, """\
- {id: un, who: client, what: {fr: Payer}, on: effet, before: {months: 1, days: 2}, lead_days: 5, legal: loi}
- {id: deux, who: client, what: {fr: "Payer {{ i.nom }}"}, each: "liste as i", when: i.nom, every: {months: 6, from: effet, until: fin, first: 1}}
- {id: trois, who: client, what: {fr: Payer}, after_event: {fr: "le jour même"}}
""")
    assert outcome.diagnostics == ()
    one, two, three = outcome.value.obligations
    assert (one.lead_days, one.legal, one.before.days is not None, one.after.days, one.repeat) == (5, "loi", True, None, None)
    assert two.each[0] == "i"
    assert (two.repeat.first, two.on, two.repeat.step.days) == (1, None, None)
    assert (three.on, three.repeat, list(three.event)) == (None, None, ["fr"])
    assert [o.place.line for o in outcome.value.obligations] == [8, 9, 10]


@pytest.mark.parametrize(
    ("obligation", "code", "message"),
    [
        ("{id: a, who: client, what: {fr: X}}", "LB260", 'obligation "a" does not say when'),
        ("{id: a, who: client, what: {fr: X}, on: fin, after_event: {fr: Y}}", "LB260", 'obligation "a" says on and after_event'),
        ("{id: a, who: client, what: {fr: X}, after_event: {fr: Y}, lead_days: 3}", "LB260", 'obligation "a" has no day to count from'),
        ("{id: a, who: client, what: {fr: X}, after_event: {fr: Y}, before: {days: 3}}", "LB260", 'obligation "a" has no day to count from'),
        ("{id: a, who: client, what: {fr: X}, every: {from: effet, until: fin}}", "LB260", 'obligation "a" does not say how often'),
        ("{id: a, who: client, what: {fr: X}, on: fin, each: liste}", "LB260", '"liste" names no list'),
        ("{id: a, who: client, what: {fr: X}, on: efet}", "CL320", '"efet" is no parameter of this clause'),
        ("{id: a, who: client, what: {fr: 'X {{ efet }}'}, on: fin}", "CL320", '"efet" is no parameter of this clause'),
        ("{id: a, who: client, what: {fr: X}, on: fin, after: {days: i.jours}}", "CL320", '"i" is no parameter of this clause'),
        ("{id: a, who: client, what: {fr: X}, on: 'fin|plus_moi(1)'}", "CL303", 'there is no filter "plus_moi"'),
        ("{id: a, who: client, what: {fr: '{{ x'}, on: fin}", "CL301", "this cannot be read as clause language"),
        ("{id: a, who: client, what: {fr: X}, on: fin, befor: {days: 1}}", "LB201", "unknown key"),
        ("{id: a, who: client, what: {fr: X}, on: fin, lead_days: 999}", "LB203", "lead_days"),
        ("{id: a, who: client, what: {fr: X}, every: {months: 1, from: effet}}", "LB202", '"obligations.0.every.until" is missing'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_line(a_library: Any, obligation: str, code: str, message: str) -> None:
    found = [d for d in read(a_library, f"- {obligation}\n").diagnostics if d.severity == "error"]
    assert [d.code for d in found] == [code]
    assert message in found[0].message
    assert (found[0].place.file, found[0].place.line) == ("clauses/c/clause.yaml", 8)


def test_two_obligations_have_two_ids(a_library: Any) -> None:
    one = "- {id: a, who: client, what: {fr: X}, on: fin}\n"
    assert [d.code for d in read(a_library, one * 2).diagnostics] == ["LB215"]


def test_a_parameter_that_only_an_obligation_reads_is_used(a_library: Any) -> None:
    meta = PARAMETERS + "obligations:\n- {id: a, who: client, what: {fr: X}, each: 'liste as i', on: fin, after: {days: i.j}}\n"
    found = a_library({"c": {"meta": meta, "r1.fr.md": "{{ effet }}.\n"}}).clause("c").diagnostics
    assert found == ()
