"""The register on SQLite and on PostgreSQL: what is appended is the history, and nothing else happens."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any

import pytest

from docgen.model.version import TRANSITIONS, Deed, IssuedFile, NewVersion, State, Version
from docgen.store.register import RegisterTrouble, digest_of, open_register
from support.register import appended, codes, deed, made, opened


def test_importing_the_package_does_not_load_a_database() -> None:
    code = (
        "import sys, docgen.store.register, docgen.model.version;"
        "print([m for m in ('sqlalchemy', 'alembic', 'psycopg') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_opening_a_register_that_is_up_to_date_does_not_load_alembic(tmp_path: Any) -> None:
    opened(tmp_path / "r.sqlite").close()
    code = (
        "import sys; from docgen.store.register import open_register as o;"
        f"o({str(tmp_path / 'r.sqlite')!r}, create=True).value.close(); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_what_was_appended_comes_back_whole(where: str) -> None:
    new, blobs = made()
    with opened(where) as register:
        assert register.append(new, blobs, expected_head="").diagnostics == ()
    with opened(where, create=False) as register:
        found = register.version("acme", 1)
        assert found is not None
        same = {f.name for f in fields(NewVersion)}
        assert {n: getattr(found, n) for n in same} == {n: getattr(new, n) for n in same}
        assert (found.number, found.previous, found.state) == (1, "", State.DRAFT)
        assert found.deeds == (Deed(State.DRAFT, new.who, new.when, "2027-01-01", new.why),)
        assert {digest: register.blob(digest) for digest in blobs} == blobs
        assert found.lock_digests == (digest_of(new.locks[0].encode()),)
        assert register.audit() == ()


def test_a_history_is_in_order_and_leaves_the_locks_out(where: str) -> None:
    with opened(where) as register:
        made_here = [appended(register, content=f"text {n}".encode(), base=n) for n in range(3)]
        history = register.history("acme")
        assert [v.number for v in history] == [1, 2, 3]
        assert [v.base for v in history] == [0, 1, 2]
        assert history == tuple(replace(v, locks=()) for v in made_here)
        assert history[2].lock_digests == made_here[2].lock_digests != ()


def test_each_version_follows_the_head_before_it(where: str) -> None:
    with opened(where) as register:
        one = appended(register)
        register.add_deed("acme", 1, deed(State.SENT), expected_head=one.head)
        sent = register.head("acme")
        two = appended(register, content=b"second")
        assert (one.previous, two.previous) == ("", sent)
        assert register.heads("acme") == (one.head, sent, two.head)
        assert register.head("acme") == two.head


def test_dossiers_do_not_touch_each_other(where: str) -> None:
    with opened(where) as register:
        appended(register, "zeta")
        appended(register, "été/2")
        appended(register, "zeta", content=b"second")
        register.add_deed("zeta", 1, deed(State.SIGNED), expected_head=register.head("zeta"))
        summaries = [(d.id, d.versions, d.last, d.state, d.signed) for d in register.dossiers()]
        assert summaries == [("zeta", 2, 2, State.DRAFT, 1), ("été/2", 1, 1, State.DRAFT, 0)]
        assert register.history("été/2")[0].number == 1


def test_what_is_not_there_is_nothing(where: str) -> None:
    with opened(where) as register:
        assert (register.dossiers(), register.history("acme"), register.head("acme"), register.heads("acme")) == (
            (),
            (),
            "",
            (),
        )
        assert register.version("acme", 1) is None
        assert register.blob("0" * 64) is None
        assert register.audit() == register.audit("acme") == ()


def test_an_append_after_somebody_else_is_refused_and_writes_nothing(where: str) -> None:
    with opened(where) as register:
        appended(register)
        before = (register.history("acme"), register.audit())
        new, blobs = made(content=b"of somebody who read too early")
        for stale in ("", "f" * 64):
            found = register.append(new, blobs, expected_head=stale)
            assert (found.value, codes(found)) == (None, ["RG410"])
            assert "plan again" in (found.diagnostics[0].hint or "")
        assert (register.history("acme"), register.audit()) == before
        assert register.blob(digest_of(b"of somebody who read too early")) is None
        stale_deed = register.add_deed("acme", 1, deed(State.SENT), expected_head="")
        assert codes(stale_deed) == ["RG410"]


def test_a_deed_needs_its_version(where: str) -> None:
    with opened(where) as register:
        one = appended(register)
        assert codes(register.add_deed("acme", 2, deed(State.SENT), expected_head=one.head)) == ["RG411"]
        assert codes(register.append(*made(base=2), expected_head=one.head)) == ["RG411"]
        assert codes(register.add_deed("none", 1, deed(State.SENT), expected_head="")) == ["RG411"]


def reached(register: Any, state: State) -> Version:
    """A version of a dossier of its own in this state."""
    way = {State.DRAFT: [], State.SENT: [State.SENT], State.SIGNED: [State.SIGNED], State.SUPERSEDED: [State.SUPERSEDED],
           State.TERMINATED: [State.SIGNED, State.TERMINATED]}[state]  # fmt: skip
    version: Version = appended(register, state)
    for step in way:
        found = register.add_deed(state, 1, deed(step), expected_head=register.head(state))
        assert found.diagnostics == ()
        version = found.value
    assert version.state is state
    return version


@pytest.mark.parametrize("now", State)
def test_only_some_states_may_follow(where: str, now: State) -> None:
    with opened(where) as register:
        version = reached(register, now)
        for then in State:
            head = register.head(now)
            if then in TRANSITIONS[now]:
                continue
            found = register.add_deed(now, 1, deed(then), expected_head=head)
            assert (found.value, codes(found)) == (None, ["RG412"])
            assert register.head(now) == head
        allowed = sorted(TRANSITIONS[now])
        if allowed:
            found = register.add_deed(now, 1, deed(allowed[0]), expected_head=register.head(now))
            assert found.value is not None
            assert [d.state for d in found.value.deeds] == [*[d.state for d in version.deeds], allowed[0]]
        assert register.audit() == ()


def test_a_signature_supersedes_the_version_signed_before(where: str) -> None:
    with opened(where) as register:
        for content in (b"one", b"two", b"three"):
            appended(register, content=content)
        for number in (1, 3):
            found = register.add_deed("acme", number, deed(State.SIGNED), expected_head=register.head("acme"))
            assert found.diagnostics == ()
        one, two, three = register.history("acme")
        assert [one.state, two.state, three.state] == [State.SUPERSEDED, State.DRAFT, State.SIGNED]
        assert one.deeds[-1] == deed(State.SUPERSEDED, why="version 3 signed")
        assert len(register.heads("acme")) == 6
        late = register.add_deed("acme", 2, deed(State.SIGNED), expected_head=register.head("acme"))
        assert codes(late) == ["RG412"]
        assert register.audit() == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"dossier": ""}, {"dossier": " acme"}, {"dossier": "a\nb"}, {"dossier": "a\ud800"}, {"who": ""}, {"who": "a\0b"},
        {"when": "2027-01-01"}, {"when": "2027-01-01T09:30:00+02:00"}, {"when": "2027-13-01T09:30:00Z"},
        {"as_of": "1/1/2027"}, {"effective": "2027-02-30"}, {"base": -1}, {"base": 2**31}, {"why": "a\0b"},
        {"profile_digest": "abc"}, {"text_digest": "G" * 64}, {"library_digest": "F" * 64}, {"locks": ("\ud800",)},
        {"inputs": {"a": 1.5}}, {"inputs": {"a": [{"b": {1, 2}}]}}, {"inputs": {1: "a"}}, {"inputs": {"a\0": 1}},
        {"files": (IssuedFile("a\r", "t", "k", "fr", "document", "0" * 64, 1),)},
        {"files": (IssuedFile("a", "t", "k", "fr", "document", "zero", 1),)},
        {"files": (IssuedFile("a", "t", "k", "fr", "document", "0" * 64, -1),)},
        {"files": (IssuedFile("a", "t", "k\0", "fr", "document", "0" * 64, 1),)},
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_kept_is_refused(tmp_path: Any, wrong: dict[str, Any]) -> None:
    with opened(tmp_path / "r.sqlite") as register:
        found = register.append(*made(**wrong), expected_head="")
        assert found.value is None
        assert set(codes(found)) == {"RG413"}
        assert (register.dossiers(), register.audit()) == ((), ())


@pytest.mark.parametrize("wrong", [{"who": ""}, {"when": "today"}, {"on": "2027-02-30"}, {"on": ""}, {"why": "\0"}])
def test_a_deed_that_cannot_be_kept_is_refused(tmp_path: Any, wrong: dict[str, str]) -> None:
    with opened(tmp_path / "r.sqlite") as register:
        one = appended(register)
        found = register.add_deed("acme", 1, deed(State.SENT, **wrong), expected_head=one.head)
        assert codes(found) == ["RG413"]
        assert register.head("acme") == one.head


def test_odd_texts_come_back_as_they_were(where: str) -> None:
    odd = "l\u2019été\u00a0: « 𝔸 » \u202f% \\ ' \" {} :name \u2028"
    inputs = MappingProxyType({"é": [odd, None, True, -(10**30)], "a": MappingProxyType({})})
    with opened(where) as register:
        found = appended(
            register, "d\u00a0'\";--", why=odd, inputs=inputs, who="Zoë\u00a0D’Arc", locks=(odd, odd, "{}")
        )
        assert found.why == odd
        assert found.inputs == {"é": [odd, None, True, -(10**30)], "a": {}}
        assert register.version("d\u00a0'\";--", 1) == found
        assert found.locks == (odd, odd, "{}")
        assert register.audit() == ()


@pytest.mark.parametrize("lacking", ["text_digest", "profile_digest", "library_digest", "file", "clause"])
def test_a_version_without_the_bytes_of_what_it_names_is_refused(where: str, lacking: str) -> None:
    new, blobs = made()
    named = {"file": new.files[0].digest, "clause": digest_of(b"# Remuneration\n")}
    digest = named.get(lacking) or getattr(new, lacking)
    with opened(where) as register:
        found = register.append(new, {d: b for d, b in blobs.items() if d != digest}, expected_head="")
        assert (codes(found), digest[:12] in found.diagnostics[0].message) == (["RG414"], True)
        assert register.dossiers() == ()
        assert [register.blob(d) for d in blobs] == [None] * len(blobs)


def test_bytes_of_another_digest_are_refused(where: str) -> None:
    new, blobs = made()
    with opened(where) as register:
        assert codes(register.append(new, blobs | {"0" * 64: b"x"}, expected_head="")) == ["RG414"]
        assert register.dossiers() == ()


def test_a_blob_is_kept_once_and_need_not_be_given_again(where: str) -> None:
    with opened(where) as register:
        one = appended(register)
        new, _ = made(why="the same files again")
        assert register.append(new, {}, expected_head=one.head).diagnostics == ()
        other, blobs = made("other")
        assert register.append(other, blobs, expected_head="").diagnostics == ()
        assert register.audit() == ()


@pytest.mark.parametrize("data", [b"", b"a", b"a" * 100_000, bytes(range(256)) * 9])
def test_blobs_of_every_kind_come_back(where: str, data: bytes) -> None:
    new, blobs = made()
    with opened(where) as register:
        assert register.append(new, blobs | {digest_of(data): data}, expected_head="").diagnostics == ()
        assert register.blob(digest_of(data)) == data
        assert register.audit() == ()


def test_many_blobs_come_at_once(where: str) -> None:
    many = {digest_of(data): data for data in (f"blob {n}".encode() * (n + 1) for n in range(100))}
    new, blobs = made()
    with opened(where) as register:
        assert register.append(new, blobs | many, expected_head="").diagnostics == ()
        assert register.blobs([*many, *many, "0" * 64]) == many
        assert register.blobs([]) == {}
        with register._engine.begin() as db:
            for statement in unguarded(db, "register_blob"):
                db.exec_driver_sql(statement)
            db.exec_driver_sql("UPDATE register_blob SET size = size + 1")
        with pytest.raises(RegisterTrouble):
            register.blobs(many)


def test_a_version_without_library_or_profile_may_be_recorded(where: str) -> None:
    with opened(where) as register:
        found = appended(register, library_digest="", profile_digest="", files=(), locks=(), effective="", inputs={})
        assert (found.files, found.locks, found.inputs) == ((), (), {})
        assert register.audit() == ()


def test_a_closed_register_can_be_opened_again_and_says_where_it_is(where: str) -> None:
    register = opened(where)
    appended(register)
    register.close()
    again = open_register(where, create=False).value
    assert again is not None
    with again:
        assert again.where.startswith("postgresql://docgen@") or again.where == where
        assert len(again.history("acme")) == 1


def test_trouble_holds_its_diagnostic(where: str) -> None:
    with opened(where) as register:
        appended(register)
        with register._engine.begin() as db:
            for statement in unguarded(db, "register_blob"):
                db.exec_driver_sql(statement)
            db.exec_driver_sql("UPDATE register_blob SET size = size + 1")
        with pytest.raises(RegisterTrouble) as raised:
            register.blob(made()[0].text_digest)
        assert raised.value.diagnostic.code == "RG406"


def unguarded(db: Any, table: str) -> list[str]:
    on = f" ON {table}" if db.dialect.name == "postgresql" else ""
    return [f"DROP TRIGGER {table}_no_{what}{on}" for what in ("update", "delete")]
