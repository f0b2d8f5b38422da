"""Where clauses stand: kept with each version, derived for versions of old, checked against the locks, made anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, delete, insert, select, update

from docgen.model.use import Count, Facts, Search, Use
from docgen.model.version import State
from docgen.store.register import Register, digest_of, opening, planes, schema, searching, snapshot_bytes, uses
from docgen.store.register.engine import engine_of, writing
from docgen.store.register.target import target_of
from support.register import codes, deed, made, opened
from support.register_uses import (
    DAY,
    answer_read,
    as_read,
    clause,
    lock,
    old_lock,
    read_versions,
    recorded,
    recorded_by_chance,
    searches_by_chance,
    uses_found,
    uses_read,
)

PRIX, SECRET = clause(), clause("secret", 1, "", kind="", owner="rssi")


@pytest.fixture
def register(where: str) -> Iterator[Register]:
    with opened(where) as register:
        yield register


def test_a_clause_is_found_in_every_version_that_holds_it(register: Register) -> None:
    recorded(register, "acme", lock([PRIX, SECRET]), state="signed")
    recorded(register, "acme", lock([clause(revision=2), SECRET]))
    recorded(register, "other", lock([PRIX]), lock([PRIX], key="boreal"))
    found = register.find(Search(DAY, clause="prix"))
    lines = [(c.dossier, u.first, u.last, u.key, found.wordings[u.wording].revision, c.in_force) for c in found.contracts for u in c.uses]
    assert sorted(lines) == [("acme", 1, 1, "clairval", 1, 1), ("acme", 2, 2, "clairval", 2, 1), ("other", 1, 1, "boreal", 1, 0), ("other", 1, 1, "clairval", 1, 0)]
    (secret,) = register.find(Search(DAY, clause="secret")).contracts
    assert [(u.first, u.last) for u in secret.uses] == [(1, 2)]  # one run of versions
    assert (secret.client, secret.effective, secret.holds, secret.versions) == ("Mobilys Été", "2027-02-01", True, 2)
    assert len(register.find(Search(DAY, clause="nowhere")).contracts) == 0


def test_a_clause_that_leaves_and_comes_back_stands_in_two_runs(register: Register) -> None:
    for clauses in ([PRIX], [PRIX], [], [PRIX]):
        recorded(register, "acme", lock(clauses))
    for search in (Search(DAY, clause="prix"), Search(DAY, clause="prix", client="acme")):  # runs, and versions joined to runs
        (contract,) = register.find(search).contracts
        assert [(u.first, u.last) for u in contract.uses] == [(1, 2), (4, 4)]
        assert contract.versions == 3
    assert register.audit() == ()


def test_a_version_is_in_force_from_its_signature_to_its_end(register: Register) -> None:
    recorded(register, "acme", lock([PRIX], ends="2030-02-28"), state="signed", on="2027-01-10")
    recorded(register, "acme", lock([PRIX]), state="signed", on="2028-01-10")
    recorded(register, "ended", lock([PRIX]), state="terminated", on="2027-05-01")
    days = ("2027-01-09", "2027-01-10", "2028-01-09", "2028-01-10", "2031-01-01")
    found = {day: {(u[0], u[1]) for u in uses_found(register, Search(day, clause="prix", in_force=True))} for day in days}
    first, second = {("acme", 1)}, {("acme", 2)}
    assert [found[day] for day in days] == [set(), first, first, second, second]
    facts = {f.number: f for f in register.facts(["acme"])}
    assert facts[1] == Facts("acme", 1, "Mobilys Été", "superseded", "2027-01-10", "2027-01-10", "2028-01-10", "2027-02-01", "2030-02-28")
    assert [facts[1].in_force(day) for day in days] == [False, True, True, False, False]


def test_a_contract_is_not_in_force_after_its_last_day(register: Register) -> None:
    recorded(register, "acme", lock([PRIX], ends="2027-12-31"), state="signed", on="2027-01-10")
    assert [len(register.find(Search(day, clause="prix", in_force=True)).contracts) for day in ("2027-12-31", "2028-01-01")] == [1, 0]


SEARCHES = [
    Search(DAY, clause="prix", revision=2), Search(DAY, position="plafond"), Search(DAY, department="rssi"), Search(DAY, deviation=True),
    Search(DAY, clause="prix", client="ete"), Search(DAY, client="BORÉAL"), Search(DAY, client="100%"), Search(DAY, clause="secret", status="signed"),
    Search(DAY, clause="prix", since="2027-02-01", until="2027-03-01"), Search(DAY, clause="prix", since="2027-03-02"), Search(DAY, clause="prix", in_force=True),
]  # fmt: skip


@pytest.mark.parametrize("search", SEARCHES, ids=str)
def test_each_filter_finds_what_the_locks_say(register: Register, search: Search) -> None:
    recorded(register, "acme", lock([PRIX, SECRET]), state="signed")
    recorded(register, "acme", lock([clause(revision=2, position="plafond", kind="fallback", deviations=["position"]), SECRET]))
    recorded(register, "boreal", lock([PRIX], client="Boréal 100% SA"), state="sent")
    recorded(register, "other", lock([clause(deviations=["parameters"])], client=""), state="signed", on="2027-04-01")
    found = uses_found(register, search)
    assert found == uses_read(register, search)
    counted = register.find(search).counts[0]
    assert (counted.contracts, counted.versions) == (len({u[0] for u in found}), len({u[:2] for u in found}))
    whole = uses_found(register, Search(DAY))
    assert 0 < len(found) < len(whole) == 6


def test_versions_are_found_without_a_word_about_clauses(register: Register) -> None:
    recorded(register, "acme", lock([PRIX]), state="signed")
    recorded(register, "empty", lock([]))
    assert [(c.dossier, c.uses, c.in_force) for c in register.find_versions(Search(DAY)).contracts] == [("acme", (Use(1, 1, "", 0),), 1), ("empty", (Use(1, 1, "", 0),), 0)]
    assert [c.dossier for c in register.find_versions(Search(DAY, status="draft")).contracts] == ["empty"]
    assert register.used() == (("prix",), ("ferme",), ("juridique",))
    assert register.used("secret") == (("prix",), (), ())


# ------------------------------------------------------------------- of old
def older(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A register as revision 2 made it: two versions, the first signed, in the form of their day."""
    target = target_of(where).value
    assert target is not None
    engine = engine_of(target, create=True, patience=5)
    with monkeypatch.context() as patch:
        patch.setattr(opening, "CURRENT", "0002")
        with writing(engine, "schema") as db:
            opening._migrate(db)
    with monkeypatch.context() as patch:
        from docgen.store.register import deriving

        patch.setattr(deriving, "add", lambda *_: None)  # what did not exist then
        patch.setattr(deriving, "restate", lambda *_: None)
        yaml = b"id: prix\nowner: achats\npositions:\n- {id: ferme, kind: standard}\n- {id: plafond, kind: fallback}\n"
        snapshot = snapshot_bytes({"clauses/prix/clause.yaml": digest_of(yaml)})
        register = Register(engine, target)
        for position in ("ferme", "plafond"):
            new, blobs = made("acme", locks=(old_lock([clause(position=position), SECRET]),), library_digest=digest_of(snapshot))
            done = register.append(new, blobs | {digest_of(d): d for d in (yaml, snapshot)}, expected_head=register.head("acme"))
            assert done.value is not None, done.diagnostics
        register.add_deed("acme", 1, deed(State.SIGNED), expected_head=register.head("acme"))
    engine.dispose()


def test_a_register_of_old_is_searched_after_it_was_opened(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    older(where, monkeypatch)
    with opened(where, create=False) as register:
        found = register.find(Search(DAY))
        said = sorted((u.first, u.last, *found.wordings[u.wording][:6]) for c in found.contracts for u in c.uses)
        assert said == [
            (1, 1, "prix", 1, "ferme", "standard", "achats", ""),
            (1, 2, "secret", 1, "", "", "", ""),  # the library of that version does not have it
            (2, 2, "prix", 1, "plafond", "fallback", "achats", "position"),
        ]
        assert {(f.number, f.state, f.signed_on) for f in register.facts(["acme"])} == {(1, "signed", "2027-03-01"), (2, "draft", "")}
        assert register.audit() == ()
        recorded(register, "acme", lock([clause(owner="achats"), SECRET]))
        assert register.audit() == ()


@pytest.mark.parametrize("text", ["no lock", "[]", "{}", '{"clauses": null}'])
def test_a_lock_that_says_nothing_of_clauses_is_kept_all_the_same(register: Register, text: str) -> None:
    recorded(register, "acme", text)
    assert len(register.find(Search(DAY)).contracts) == 0
    assert len(register.find_versions(Search(DAY)).contracts) == len(register.facts(["acme"])) == 1
    assert register.audit() == ()


@pytest.mark.parametrize("data", [b"", b"- a", b"{", b"owner: {a: 1}\npositions: 3\n", b"\xff"])
def test_a_clause_file_that_cannot_be_read_says_nothing(data: bytes) -> None:
    assert dict(uses.origin(data).kinds) == {}


def test_runs_of_numbers() -> None:
    assert [*uses.intervals([5, 1, 2, 3, 7, 8])] == [(1, 3), (5, 5), (7, 8)]
    assert [*uses.intervals([])] == []


# ------------------------------------------------------------------ damaged
DAMAGES = [
    delete(schema.USE), delete(schema.USE).where(schema.USE.c.first == 1, schema.USE.c.last == 1), update(schema.USE).values(last=1),
    update(schema.USE).values(key="boreal"), insert(schema.USE).values(wording=1, dossier=1, key="new", first=1, last=1),
    update(schema.USE_WORDING).where(schema.USE_WORDING.c.clause == "prix").values(position="plafond"), delete(schema.USE_WORDING),
    update(schema.USE_VERSION).values(state="draft"), update(schema.USE_VERSION).values(client="Somebody"), delete(schema.USE_VERSION),
    delete(schema.USE_PLANE), delete(schema.USE_PLANE).where(schema.USE_PLANE.c.number == 2), update(schema.USE_PLANE).values(bits=b"\6"), insert(schema.USE_PLANE).values(wording=1, number=3, block=0, bits=b"\2"),
    insert(schema.USE_PLANE).values(wording=99, number=1, block=0, bits=b"\2"), insert(schema.USE_PLANE).values(wording=1, number=1, block=7, bits=b"\1"),
    update(schema.USE_DOSSIER).values(client="Somebody"), update(schema.USE_DOSSIER).values(signed=2), update(schema.USE_DOSSIER).values(states="ss"), delete(schema.USE_DOSSIER), insert(schema.USE_DOSSIER).values(dossier="ghost", client=""),
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda d: " ".join(str(d).split()))
def test_a_row_that_is_altered_or_gone_is_found_and_made_anew(register: Register, damage: Any) -> None:
    recorded(register, "acme", lock([PRIX, SECRET]), state="signed")
    recorded(register, "acme", lock([clause(revision=2), SECRET]))
    before = uses_found(register, Search(DAY))
    with register._engine.connect() as bare, bare.execution_options(docgen_writes=True).begin():
        bare.execute(damage)
    (found,) = register.audit()
    assert (found.code, found.hint) == ("RG426", "derive it anew: docgen verify --rebuild")
    elsewhere = "ghost" in found.message or "no name" in found.message
    assert codes(register.audit("acme")) == ([] if elsewhere else ["RG426"])
    assert register.rebuild_uses().value == 2
    assert register.audit() == ()
    assert uses_found(register, Search(DAY)) == before == uses_read(register, Search(DAY))


def test_a_refused_version_leaves_no_trace_for_a_search(register: Register) -> None:
    new, blobs = made("acme", locks=(lock([PRIX]),), text_digest="0" * 64)
    assert codes(register.append(new, blobs, expected_head="")) == ["RG414"]
    assert len(register.find(Search(DAY)).contracts) == len(register.find_versions(Search(DAY)).contracts) == 0
    assert register.facts(["acme"]) == ()


def test_a_lock_that_is_damaged_is_told_once(where: str) -> None:
    with opened(where) as register:
        recorded(register, "acme", lock([PRIX]))
        text = lock([PRIX]).encode()
        names = schema.BLOB.name
        with register._engine.connect() as bare, bare.execution_options(docgen_writes=True).begin():
            trigger = f"DROP TRIGGER {names}_no_delete" + (f" ON {names}" if "postgres" in where else "")
            bare.exec_driver_sql(trigger)
            bare.execute(delete(schema.BLOB).where(schema.BLOB.c.digest == digest_of(text)))
        assert sorted(codes(register.audit())) == ["RG423", "RG424"]
        assert json.loads(text)["clauses"]


# ------------------------------------------------------------------ counted
def test_what_is_alike_is_counted_once_for_each_contract(register: Register) -> None:
    recorded(register, "acme", lock([PRIX]), lock([PRIX], key="boreal"), state="signed")
    recorded(register, "acme", lock([clause(revision=2)]), lock([PRIX], key="boreal"))
    recorded(register, "other", lock([clause(position="plafond")]), state="terminated")
    assert register.find(Search(DAY, clause="prix")).counts == (
        Count("", "", 2, 3, 1), Count("revision", "1", 2, 3, 1), Count("revision", "2", 1, 1, 0), Count("position", "ferme", 1, 2, 1),
        Count("position", "plafond", 1, 1, 0), Count("state", "draft", 1, 1, 0), Count("state", "signed", 1, 1, 1), Count("state", "terminated", 1, 1, 0),
    )  # fmt: skip
    assert register.find(Search(DAY, clause="prix", status="draft")).counts[:3] == (Count("", "", 1, 1, 0), Count("revision", "1", 1, 1, 0), Count("revision", "2", 1, 1, 0))
    assert register.find(Search(DAY, department="juridique")).counts[1] == Count("clause", "prix", 2, 3, 1)
    assert register.find_versions(Search(DAY)).counts == (Count("", "", 2, 3, 1), Count("state", "draft", 1, 1, 0), Count("state", "signed", 1, 1, 1), Count("state", "terminated", 1, 1, 0))


def test_the_version_in_force_is_that_of_the_contract_whatever_was_asked_for(register: Register) -> None:
    recorded(register, "acme", lock([PRIX], client="Old name"), state="signed", on="2027-01-10")
    recorded(register, "acme", lock([PRIX], client="New name"))
    for found in (register.find(Search(DAY, clause="prix", client="old")), register.find_versions(Search(DAY, client="old")), register.find_versions(Search(DAY, status="draft"))):
        (contract,) = found.contracts
        assert (contract.client, contract.in_force) == ("New name", 1)


def test_the_version_in_force_on_an_earlier_day(register: Register) -> None:
    for on in ("2027-01-10", "2027-02-10", "2027-03-10"):
        recorded(register, "acme", lock([PRIX], ends="2027-03-31"), state="signed", on=on)
    recorded(register, "later", lock([PRIX]), state="signed", on="2027-02-20")
    days = ("2027-01-09", "2027-01-10", "2027-02-15", "2027-03-10", "2027-04-01")
    found = [register.find(Search(day, clause="prix")).contracts[0] for day in days]
    assert [(c.in_force, c.ends) for c in found] == [(0, ""), (1, "2027-03-31"), (2, "2027-03-31"), (3, "2027-03-31"), (0, "")]
    assert [register.find_versions(Search(day)).counts[0].in_force for day in days] == [0, 1, 1, 2, 1]


def test_contracts_are_in_the_order_of_their_names_on_every_database(register: Register) -> None:
    for name in ("b-1", "B2", "a", "é", "a_b", "a-b", "Z"):
        recorded(register, name, lock([PRIX]))
    contracts = register.find(Search(DAY, clause="prix")).contracts
    assert [c.dossier for c in contracts] == ["B2", "Z", "a", "a-b", "a_b", "b-1", "é"]
    assert [c.dossier for c in contracts[2:4]] == ["a", "a-b"]
    assert contracts[-1].dossier == "é"


def test_few_contracts_among_many_are_found_as_all_of_them_are(register: Register) -> None:
    for number in range(12):
        recorded(register, f"c{number:02d}", lock([PRIX if number % 5 else SECRET], client=f"Client {number}"), state="signed")
    for search in (Search(DAY, clause="secret"), Search(DAY, clause="secret", client="client 5"), Search(DAY, clause="prix", in_force=True)):
        assert uses_found(register, search) == uses_read(register, search) != set()
        assert register.find(search).counts[0].in_force == len(register.find(search).contracts)


# ------------------------------------------------------------------- compared
@pytest.mark.parametrize("seed", range(3))
def test_every_question_is_answered_as_by_reading_every_lock(register: Register, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = Random(seed)
    for _ in range(80):
        recorded_by_chance(register, chance)
    read = read_versions(register)
    answers = []
    for few in (searching._FEW, 2):  # as in a small register, and as in one with very many contracts
        monkeypatch.setattr(searching, "_FEW", few)
        monkeypatch.setattr(searching, "_AT_ONCE", max(2, few // 5))
        monkeypatch.setattr(searching, "_FEW_WORDINGS", few // 40)
        for search in searches_by_chance(chance, 60):
            clauses = search.of_clauses
            found = (register.find if clauses else register.find_versions)(search)
            wanted = answer_read(read, search, clauses=clauses)
            assert (as_read(found), found.counts) == wanted, search
            answers.append(len(wanted[0]))
            for most in (1, 3, 50):
                some = (register.find if clauses else register.find_versions)(search, most)
                assert (as_read(some), some.counts) == (wanted[0][:most], wanted[1]), (search, most)
    assert len([n for n in answers if n]) > 30 and max(answers) > 10
    assert register.audit() == ()


def test_the_bits_of_a_block_are_kept_wherever_they_stand(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    for module_value in (("BLOCK", 16), ("_BYTES", 2)):
        monkeypatch.setattr(planes, *module_value)
    for number in (*range(40), 3, 39, 17, 3):
        recorded(register, f"c{number:02d}", lock([PRIX] if number % 3 else [PRIX, SECRET]), state="signed")
    assert register.audit() == ()
    with register._engine.connect() as db:
        kept = {tuple(row) for row in db.execute(select(schema.USE_PLANE)) if row[1] == 1}
    assert {row[2] for row in kept} == {0, 1, 2} and all(len(row[3]) <= 2 and row[3][-1] for row in kept)
    found = register.find(Search(DAY, clause="secret"), 2)
    assert [c.dossier for c in found.contracts] == ["c00", "c03"]
    assert found.counts[0] == Count("", "", 14, 17, 14)
    with writing(register._engine, "schema") as db:
        planes.fill(db)
        assert {tuple(row) for row in db.execute(select(schema.USE_PLANE)) if row[1] == 1} == kept
    assert register.rebuild_uses().value == 44
    assert register.audit() == ()
    assert register.find(Search(DAY, clause="secret"), 2).counts == found.counts


def test_people_who_record_at_once_do_not_lose_a_bit(where: str) -> None:
    opened(where).close()
    wordings = [clause(name, revision) for name in ("prix", "secret", "duree") for revision in (1, 2)]

    def record(person: int) -> None:
        chance = Random(person)
        with opened(where, create=False) as register:
            for number in range(6):
                recorded(register, f"p{person}-{number % 4}", lock(chance.sample(wordings, 4)))

    with ThreadPoolExecutor(4) as people:
        assert list(people.map(record, range(4))) == [None] * 4
    with opened(where, create=False) as register:
        assert register.audit() == ()
        assert register.find(Search(DAY, department="juridique"), 1).counts[0] == Count("", "", 16, 24, 0)


# ------------------------------------------------------- revisions 4 and 5
@pytest.mark.parametrize("revision", ["0004", "0005"])
def test_a_register_of_old_is_summed_up_when_it_is_opened(where: str, revision: str, monkeypatch: pytest.MonkeyPatch) -> None:
    target = target_of(where).value
    assert target is not None
    engine = engine_of(target, create=True, patience=5)
    with monkeypatch.context() as patch:
        from docgen.store.register import deriving

        patch.setattr(opening, "CURRENT", revision)
        with writing(engine, "schema") as db:
            opening._migrate(db)
        patch.setattr(planes, "mark", lambda *_: None)  # what did not exist then
        if revision == "0004":
            of_old = Table("register_use_dossier", MetaData(), Column("id", Integer, primary_key=True), Column("dossier", Text), Column("client", Text))
            patch.setattr(deriving, "USE_DOSSIER", of_old)
            patch.setattr(deriving, "sum_up", lambda db, id_: db.execute(update(of_old).where(of_old.c.id == id_).values(client="Mobilys Été")))
        register = Register(engine, target)
        recorded(register, "acme", lock([PRIX]), state="signed", on="2027-01-10")
        recorded(register, "acme", lock([PRIX]))
    engine.dispose()
    monkeypatch.setattr(opening, "rebuild", None)  # reading every lock again is not needed
    with opened(where, create=False) as register:
        assert register.audit() == ()
        (contract,) = register.find(Search(DAY, clause="prix")).contracts
        assert (contract.in_force, contract.client) == (1, "Mobilys Été")
        assert uses_found(register, Search(DAY)) == uses_read(register, Search(DAY))
        recorded(register, "acme", lock([PRIX]), state="signed")
        assert register.audit() == ()
