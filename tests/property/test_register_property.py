"""Whatever is done in whatever order: the history is what was appended, and any changed byte in any row is found."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from docgen.model.version import TRANSITIONS, Deed, State
from docgen.store.register import Register, digest_of, open_register
from docgen.store.register.schema import GUARDED
from support.register import appended, codes, deed, made, opened, witnessed

DOSSIERS = st.sampled_from(["acme", "été\u00a0/ 2", "z"])
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


class Histories(RuleBasedStateMachine):
    """Appends, deeds, reopening and stale writers in random order, against a plain list."""

    stale: Bundle[tuple[str, str]] = Bundle("stale")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="docgen-register-"))
        self.register = opened(self.folder / "r.sqlite")
        self.written: dict[str, list[dict[str, Any]]] = {}
        self.blobs: dict[str, bytes] = {}

    def teardown(self) -> None:
        assert self.register.audit() == ()
        self.register.close()
        shutil.rmtree(self.folder)

    @rule(
        target=stale,
        dossier=DOSSIERS,
        content=st.binary(max_size=300),
        why=WORDS,
        inputs=st.dictionaries(WORDS, PLAIN, max_size=3),
    )
    def append(self, dossier: str, content: bytes, why: str, inputs: dict[str, Any]) -> tuple[str, str]:
        versions, head = self.written.setdefault(dossier, []), self.register.head(dossier)
        new, blobs = made(dossier, content=content, why=why, inputs=inputs, base=len(versions))
        found = self.register.append(new, blobs, expected_head=head)
        assert found.value is not None
        versions.append({"new": new, "deeds": list(found.value.deeds)})
        self.blobs |= blobs
        return dossier, head

    @rule(dossier=DOSSIERS, which=st.integers(0, 50), state=st.sampled_from(State), why=WORDS)
    def add_deed(self, dossier: str, which: int, state: State, why: str) -> None:
        versions = self.written.get(dossier, [])
        number, step = which % (len(versions) + 1), deed(state, why=why)
        found = self.register.add_deed(dossier, number, step, expected_head=self.register.head(dossier))
        if not number:
            assert codes(found) == ["RG411"]
            return
        signed = [n for n, v in enumerate(versions, 1) if v["deeds"][-1].state is State.SIGNED]
        allowed = state in TRANSITIONS[versions[number - 1]["deeds"][-1].state]
        if not allowed or (state is State.SIGNED and signed and signed[0] > number):
            assert codes(found) == ["RG412"]
            return
        assert found.value is not None
        if state is State.SIGNED and signed:
            versions[signed[0] - 1]["deeds"].append(
                Deed(State.SUPERSEDED, step.who, step.when, step.on, f"version {number} signed")
            )
        versions[number - 1]["deeds"].append(step)

    @rule(old=consumes(stale))
    def write_after_somebody_else(self, old: tuple[str, str]) -> None:
        dossier, head = old
        assert codes(self.register.append(*made(dossier), expected_head=head)) == ["RG410"]

    @rule()
    def reopen(self) -> None:
        self.register.close()
        self.register = opened(self.folder / "r.sqlite", create=False)

    @invariant()
    def the_history_is_what_was_written(self) -> None:
        for dossier, versions in self.written.items():
            found = self.register.history(dossier)
            assert [list(v.deeds) for v in found] == [v["deeds"] for v in versions]
            assert [(v.number, v.files, v.why, v.inputs, v.base) for v in found] == [
                (n, v["new"].files, v["new"].why, v["new"].inputs, v["new"].base) for n, v in enumerate(versions, 1)
            ]
        assert {d.id: d.versions for d in self.register.dossiers()} == {d: len(v) for d, v in self.written.items() if v}

    @invariant()
    def every_blob_is_there(self) -> None:
        for digest in list(self.blobs)[-3:]:
            assert self.register.blob(digest) == self.blobs[digest]


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=8, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)


# ------------------------------------------------------------- any changed byte
@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register whose guards are down, so that only the audit stands between a row and whoever changes it."""
    path = tmp_path_factory.mktemp("register") / "r.sqlite"
    with opened(path) as register:
        for n in range(3):
            appended(register, content=f"contract {n} ".encode() * 20, base=n, inputs={"n": n, "à": ["b"]})
            register.add_deed("acme", n + 1, deed(State.SIGNED), expected_head=register.head("acme"))
        appended(register, "other", locks=("{}", "[]"))
        witnessed(register, count=3)
        assert register.audit() == ()
    db = sqlite3.connect(path)
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {name}")
    db.commit()
    db.close()
    return path


def beyond_the_guards(register: Register) -> list[str]:
    return [d.code for d in register.audit() if d.code != "RG424"]


def test_without_its_guards_the_register_still_holds(recorded: Path) -> None:
    with opened(recorded, create=False) as register:
        assert beyond_the_guards(register) == []


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_changed_byte_in_any_row_is_found(recorded: Path, data: st.DataObject) -> None:
    copy = recorded.with_name(f"copy-{os.getpid()}.sqlite")
    shutil.copy(recorded, copy)
    said = one_changed_byte(copy, data)
    with opened(copy, create=False) as register:
        assert beyond_the_guards(register) != [], said


def one_changed_byte(path: Path, data: st.DataObject) -> str:
    """Another byte somewhere in one value of one row; gives what was changed."""
    db = sqlite3.connect(path)
    try:
        table = data.draw(st.sampled_from(GUARDED))
        rowid = data.draw(st.sampled_from([r for (r,) in db.execute(f"SELECT rowid FROM {table}")]))
        column = data.draw(st.sampled_from([name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")]))
        kind, old = db.execute(
            f'SELECT typeof("{column}"), "{column}" FROM {table} WHERE rowid = ?', (rowid,)
        ).fetchone()
        new = changed(old, data)
        cast = "CAST(? AS TEXT)" if kind == "text" else "?"
        db.execute(f'UPDATE {table} SET "{column}" = {cast} WHERE rowid = ?', (new, rowid))
        db.commit()
        return f"{table}.{column} of row {rowid}: {old!r} became {new!r}"
    except sqlite3.IntegrityError:
        db.rollback()
        db.execute("DELETE FROM register_link WHERE seq = 1 AND dossier = 'acme'")  # another row has that key: lose one
        db.commit()
        return "a link is gone"
    finally:
        db.close()


def changed(old: Any, data: st.DataObject) -> Any:
    if isinstance(old, int):
        return old ^ (1 << data.draw(st.integers(0, 30)))
    raw = bytearray(old.encode() if isinstance(old, str) else old)
    if not raw:
        return b"x"
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    return bytes(raw)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_row_that_is_gone_is_found(recorded: Path, data: st.DataObject) -> None:
    copy = recorded.with_name(f"gone-{os.getpid()}.sqlite")
    shutil.copy(recorded, copy)
    db = sqlite3.connect(copy)
    # The last link of a dossier with its row is a cut tail, which a chain cannot see: one row alone is.
    table = data.draw(st.sampled_from(GUARDED))
    rowid = data.draw(st.sampled_from([r for (r,) in db.execute(f"SELECT rowid FROM {table}")]))
    db.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))
    db.commit()
    db.close()
    with opened(copy, create=False) as register:
        assert beyond_the_guards(register) != [], (table, rowid)


@given(st.binary(max_size=2000))
@settings(max_examples=50, deadline=None)
def test_a_blob_packs_and_unpacks_to_itself(data: bytes) -> None:
    from docgen.store.register.blobs import packed, unpacked

    assert unpacked(packed(digest_of(data), data)) == data


@given(st.binary(max_size=300))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_makes_the_register_fail(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "r.sqlite"
    path.write_bytes(b"SQLite format 3\0" + data)
    found = open_register(path, create=True)
    assert found.value is None
    assert set(codes(found)) <= {"RG402", "RG406", "RG408", "RG415"}
