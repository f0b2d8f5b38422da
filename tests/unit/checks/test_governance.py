"""A governed library on the stages alone: owners, steps by those who might, positions with their approval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from docgen.checks.facts import facts_of
from docgen.checks.governance import check_approvals, check_givers, check_owners, check_steps, lacking
from docgen.model.diagnostic import Outcome, Place
from docgen.model.facts import ClauseFacts
from docgen.model.journal import JOURNAL_FORMAT, NO_APPROVALS, Approvals, Entry, Journal
from docgen.model.library import LibraryInfo
from docgen.model.people import People
from docgen.stages.approvals import needs, read_approvals, with_approval, without_approval
from docgen.stages.ledger import made_entry
from docgen.stages.read_people import read_people
from docgen.store.index import freeze

PEOPLE = """\
schema: docgen.people/1
departments: {juridique: {title: {fr: Juridique}}, achats: {}}
bodies: {direction: {members: [anne, bruno]}}
people:
  anne: {name: Anne Le Goff, email: anne@exemple.fr, users: [alegoff], roles: [{role: author, department: juridique}]}
  bruno: {name: Bruno, roles: [{role: approver, department: "*", from: 2027-01-01, to: 2027-12-31}]}
  chloe: {name: Chloé, roles: [{role: reader, department: juridique}]}
"""
CLAUSE = {
    "meta": """\
owner: juridique
parameters:
  mois: {type: months, from: duree.mois, optional: true}
  nom: {type: string, from: client.nom, optional: true}
  taux: {type: percent, default: 5}
  double: {type: months, derived: "duree.mois", optional: true}
positions:
- {id: ferme, kind: standard}
- {id: libre, kind: fallback, approval: direction}
- {id: sortie, kind: walk-away, selected_by: "duree.sortie", approval: direction}
""",
    "r1.fr.md": "Texte {{ mois }} {{ nom }} {{ taux }} {{ double }}.\n",
}
CHOICE = "clauses: {duree: {position: libre}}\nduree: {mois: 12}\nclient: {nom: Acme}\n"


def people(text: str = PEOPLE) -> People:
    found = read_people(text.encode(), "people.yaml")
    assert found.value is not None and found.diagnostics == ()
    return found.value


def governed(bench: Any) -> LibraryInfo:
    return replace(bench.library(), people=people())


def given(approvals: Approvals, wanted: Any, who: str = "anne", body: str = "direction") -> Approvals:
    for need in wanted:
        approvals = with_approval(approvals, need, {"who": who, "when": "2027-02-01T08:00:00Z", "why": "d'accord", "body": body})
    return approvals


# ------------------------------------------------------------------------ people
def test_people_are_found_by_any_of_their_names() -> None:
    for name in ("anne", "ANNE@exemple.fr", "Anne Le Goff", "alegoff"):
        found = people().person(name)
        assert found is not None and found.id == "anne"
    assert people().person("") is None and people().person("personne") is None


@pytest.mark.parametrize(
    ("role", "department", "day", "holders"),
    [("approver", "juridique", "2027-01-01", ["bruno"]), ("approver", "achats", "2027-12-31", ["bruno"]), ("approver", "achats", "2028-01-01", []),
     ("approver", "achats", "2026-12-31", []), ("author", "juridique", "2020-01-01", ["anne"]), ("author", "achats", "2027-06-01", [])],
)  # fmt: skip
def test_a_role_holds_in_a_department_between_two_days(role: str, department: str, day: str, holders: list[str]) -> None:
    assert [p.id for p in people().holders(role, department, day)] == holders


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("role: reader", "role: lecteur", "LB203"), ("department: juridique}]}\n  bruno", "department: juridiqe}]}\n  bruno", "GV101"),
     ("[anne, bruno]", "[anne, bruni]", "GV104"), ("[anne, bruno]", "[]", "LB203"), ("name: Bruno, ", "", "LB202"), ("to: 2027-12-31", "to: 2027-02-30", "LB203"),
     ("users:", "user:", "LB201")],
)  # fmt: skip
def test_what_does_not_fit_in_people_yaml_is_told(old: str, new: str, code: str) -> None:
    assert old in PEOPLE
    found = read_people(PEOPLE.replace(old, new).encode(), "people.yaml").diagnostics
    assert [d.code for d in found] == [code]
    assert found[0].place is not None and found[0].place.line


# ------------------------------------------------------------------ owners and steps
def facts(bench: Any) -> list[ClauseFacts]:
    return [facts_of(s.id, Outcome(s), ("fr",), freeze).facts for s in bench.specs()]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("owner: juridique", "owner: juridiqe", "GV101"), ("owner: juridique\n", "", "GV101"), ("approval: direction}", "approval: directeur}", "GV102"),
     ("parameters:", "revisions:\n- {number: 1, change: legal, authors: [personne]}\nparameters:", "GV103")],
)  # fmt: skip
def test_names_that_lead_nowhere(a_library: Callable[..., Any], old: str, new: str, code: str) -> None:
    bench = a_library({"duree": {**CLAUSE, "meta": CLAUSE["meta"].replace(old, new)}})
    found = list(check_owners(people(), facts(bench)))
    assert {d.code for d in found} == {code}
    assert all(d.place is not None and d.place.file == "clauses/duree/clause.yaml" for d in found)


def test_owners_that_exist_are_not_told(a_library: Callable[..., Any]) -> None:
    assert list(check_owners(people(), facts(a_library({"duree": CLAUSE})))) == []


@pytest.mark.parametrize(
    ("step", "who", "when", "told"),
    [("submitted", "anne", "2027-02-01", False), ("submitted", "bruno", "2027-02-01", True), ("approved", "bruno", "2027-02-01", False),
     ("approved", "bruno", "2028-02-01", True), ("approved", "anne", "2027-02-01", True), ("withdrawn", "anne", "2027-02-01", False),
     ("submitted", "personne", "2027-02-01", True), ("submitted", "chloe", "2027-02-01", True)],
)  # fmt: skip
def test_each_step_is_judged_by_the_roles_of_its_day(step: str, who: str, when: str, told: bool) -> None:
    record = {"revision": 1, "step": step, "change": "legal", "who": who, "when": f"{when}T00:00:00Z", "why": "x", "digest": "y"}
    journal = Journal("duree", (made_entry(JOURNAL_FORMAT, "duree", "", record, Place("journal.yaml", 6)),))
    assert [d.code for d in check_steps(people(), "juridique", journal)] == ["GV126"] * told


# ----------------------------------------------------------------------- positions
def test_what_asks_for_an_approval_and_what_it_covers(a_library: Callable[..., Any]) -> None:
    bench = a_library({"duree": CLAUSE})
    (need,) = needs(bench.plans(CHOICE)[0])
    assert (need.clause, need.revision, need.position, need.body) == ("duree", 1, "libre", "direction")
    assert need.values == {"mois": "12", "taux": "5"}  # neither the name of the client nor what is computed
    (chosen,) = needs(bench.plans("duree: {mois: 12, sortie: true}\n")[0])
    assert (chosen.position, chosen.kind) == ("sortie", "walk-away")  # by its condition
    assert needs(bench.plans("duree: {mois: 12}\n")[0]) == ()


@pytest.mark.parametrize(
    ("other", "same"),
    [(CHOICE, True), (CHOICE.replace("Acme", "Autre"), True), (CHOICE.replace("mois: 12", "mois: 13"), False),
     (CHOICE.replace("position: libre", "position: libre, parameters: {taux: 6}"), False), (CHOICE.replace("libre", "sortie"), False)],
)  # fmt: skip
def test_an_approval_holds_for_what_it_covers(a_library: Callable[..., Any], other: str, same: bool) -> None:
    bench = a_library({"duree": CLAUSE})
    approvals = given(Approvals("acme", "a.yaml"), needs(bench.plans(CHOICE)[0]))
    assert (len(lacking(governed(bench), bench.plans(other)[0], approvals)) == 0) is same


@pytest.mark.parametrize(("who", "body", "counts"), [("bruno", "direction", True), ("chloe", "direction", False), ("anne", "achats", False)])
def test_only_members_of_the_body_approve(a_library: Callable[..., Any], who: str, body: str, counts: bool) -> None:
    bench = a_library({"duree": CLAUSE})
    plans = bench.plans(CHOICE)[0]
    approvals = given(Approvals("acme", "a.yaml"), needs(plans), who, body)
    assert (lacking(governed(bench), plans, approvals) == []) is counts
    assert [d.code for d in check_givers(governed(bench), approvals)] == ["GV126"] * (not counts)


def test_what_lacks_is_said_with_a_way_out(a_library: Callable[..., Any]) -> None:
    bench = a_library({"duree": CLAUSE})
    profile = bench.profile(CHOICE)
    (none,) = check_approvals(governed(bench), bench.plans(CHOICE)[0], profile)
    assert (none.code, str(none.severity)) == ("GV141", "info")
    assert none.place == profile.place(("clauses", "duree", "position"))
    assert "Anne Le Goff or Bruno may: docgen approve profil.yaml --clause duree" in (none.hint or "")
    approved = replace(profile, approvals=given(Approvals("acme", "a.yaml"), needs(bench.plans(CHOICE)[0])))
    moved = CHOICE.replace("mois: 12", "mois: 24")
    (other,) = check_approvals(governed(bench), bench.plans(moved)[0], approved)
    assert (other.code, str(other.severity)) == ("GV142", "warning") and "mois 12, not 24" in other.message


def test_approvals_are_read_back_and_told_when_forged(a_library: Callable[..., Any]) -> None:
    wanted = needs(a_library({"duree": CLAUSE}).plans(CHOICE)[0])
    approvals = given(Approvals("acme", "a.yaml"), wanted)
    read = read_approvals(approvals.data, "a.yaml", "acme")
    assert read.value is not None and read.diagnostics == ()
    assert [dict(e.record) for e in read.value.entries] == [dict(e.record) for e in approvals.entries]
    assert [d.code for d in read_approvals(approvals.data, "a.yaml", "autre").diagnostics] == ["GV121"]
    last: Entry = approvals.entries[-1]
    forged = given(NO_APPROVALS, [replace(wanted[0], values={"mois": "99"})]).entries[0]
    honest = {**forged.record, "digest": last.digest}
    from docgen.model.journal import APPROVALS_FORMAT
    from docgen.stages.ledger import ledger_text

    text = ledger_text(APPROVALS_FORMAT, "acme", [made_entry(APPROVALS_FORMAT, "acme", "", honest, last.place)])
    assert [d.code for d in read_approvals(text.encode(), "a.yaml", "acme").diagnostics] == ["GV122"]


ENDED = {"who": "bruno", "when": "2027-03-01T08:00:00Z", "why": "trop long"}


def test_a_revoked_approval_holds_no_longer_until_it_is_given_again(a_library: Callable[..., Any]) -> None:
    bench = a_library({"duree": CLAUSE})
    plans, library = bench.plans(CHOICE)[0], governed(bench)
    approvals = given(Approvals("acme", "a.yaml"), needs(plans))
    ended = without_approval(approvals, approvals.entries[0], ENDED)
    assert ended.entries[0] is approvals.entries[0] and ended.standing() == ()
    (told,) = check_approvals(library, plans, replace(bench.profile(CHOICE), approvals=ended))
    assert (told.code, str(told.severity)) == ("GV145", "warning")
    assert "bruno on 2027-03-01, trop long" in told.message
    assert [d.code for d in check_givers(library, without_approval(approvals, approvals.entries[0], {**ENDED, "who": "chloe"}))] == ["GV126"]
    again = given(ended, needs(plans), "bruno")
    assert lacking(library, plans, again) == []
    read = read_approvals(again.data, "a.yaml", "acme")
    assert read.diagnostics == () and read.value is not None
    assert [e.step for e in read.value.entries] == ["approved", "revoked", "approved"]


def test_an_end_without_an_approval_is_forged(a_library: Callable[..., Any]) -> None:
    approvals = given(Approvals("acme", "a.yaml"), needs(a_library({"duree": CLAUSE}).plans(CHOICE)[0]))
    twice = without_approval(without_approval(approvals, approvals.entries[0], ENDED), approvals.entries[0], ENDED)
    assert [d.code for d in read_approvals(twice.data, "a.yaml", "acme").diagnostics] == ["GV122"]
    edited = twice.data.replace(b'step: "revoked"', b'step: "withdrawn"')
    assert "LB203" in [d.code for d in read_approvals(edited, "a.yaml", "acme").diagnostics]
